import { formatDate, formatHeure, parisTime } from '../../../domain/date.ts';
import { ButtonLink, SubmitButton } from '../../../ui/button.tsx';
import { Alert, DescriptionList, EmptyState, PageHeader, Section } from '../../../ui/content.tsx';
import { HiddenField } from '../../../ui/form.tsx';
import { SimpleTable } from '../../../ui/simple-table.tsx';
import { quand } from '../quand.ts';
import { EtatTag, Faits } from '../recherche/faits.tsx';
import type { MandatSigne } from '../recherche/signe.ts';
import type { Rectification } from '../rectification/store.ts';
import { Notes } from '../rectification/views.tsx';
import {
  CAUSES_FIN,
  type Etat,
  EXECUTIONS,
  finAu,
  type Identite,
  type Objet,
  PIECES_IDENTITE,
  QUALITES_REPRESENTANT,
  RESULTATS_ACTE,
  ROLES_TIERS,
} from '../rules.ts';
import type { Acces, ActeLu } from './store.ts';

type Props = {
  readonly mandat: MandatSigne;
  readonly etat: Etat;
  readonly acces: Acces;
  readonly identite: Identite | null;
  readonly objets: ReadonlyMap<string, Objet>;
  readonly actes: readonly ActeLu[];
  readonly notes: readonly Rectification[];
  readonly now: Temporal.Instant;
  readonly cle: string;
};

export function LecturePage(props: Props) {
  const { mandat, etat, identite } = props;
  return (
    <>
      <PageHeader kicker="Accès exceptionnel" title={`Mandat ${mandat.code}`} status={<EtatTag etat={etat} />} />
      <Bandeau {...props} />
      <Section title="Ce qui en est connu">
        <Faits mandat={mandat} />
      </Section>
      {identite === null ? (
        <EmptyState title="Ce que dit ce mandat ne se lit plus">
          Il est fini ou en sursis, ou ses clés sont détruites.
        </EmptyState>
      ) : (
        <>
          <Section
            title="La personne"
            actions={<ButtonLink href={`/mandats/${mandat.id}/lecture/document.pdf`}>Document signé (PDF)</ButtonLink>}
          >
            <Personne identite={identite} />
            {props.notes.length > 0 && <h3>Le document signé est rectifié</h3>}
            {props.notes.length > 0 && <Notes notes={props.notes} />}
          </Section>
          <Demarches {...props} />
          <Actes {...props} />
        </>
      )}
    </>
  );
}

/** Says until when, why, and closes it. */
function Bandeau({ mandat, acces, cle }: Props) {
  return (
    <Alert tone="warning" title={`Accès ouvert jusqu’à ${formatHeure(parisTime(acces.expireAt))}, en lecture seule`}>
      <p>
        Raison donnée : « {acces.motif} ». Chaque page lue entre au journal ; le délégué et le mandataire sont avertis.
      </p>
      <form method="post" action={`/mandats/${mandat.id}/acces/fermer`}>
        <HiddenField name="_cle" value={cle} />
        <SubmitButton variant="secondary">Fermer maintenant</SubmitButton>
      </form>
    </Alert>
  );
}

function Personne({ identite }: { readonly identite: Identite }) {
  const { representant, tiers, verification, exclusions } = identite;
  const perimee = verification.isPerimee ? ', périmée' : '';
  return (
    <DescriptionList
      items={[
        { term: 'Nom', details: `${identite.prenom} ${identite.nom}` },
        { term: 'Date de naissance', details: formatDate(Temporal.PlainDate.from(identite.naissance)) },
        { term: 'Téléphone', details: identite.telephone },
        { term: 'Courriel', details: identite.courriel },
        {
          term: 'Représentée par',
          details:
            representant === null
              ? 'Personne'
              : `${representant.prenom} ${representant.nom}, ${QUALITES_REPRESENTANT[representant.qualite]}`,
        },
        ...(tiers === null
          ? []
          : [{ term: ROLES_TIERS[tiers.role], details: [tiers.nom, tiers.langue].filter(Boolean).join(', ') }]),
        { term: 'Identité vérifiée', details: `${PIECES_IDENTITE[verification.piece]}${perimee}` },
        { term: 'Exécution', details: EXECUTIONS[identite.execution] },
        { term: 'Exclusions', details: exclusions.length === 0 ? 'Aucune de plus' : exclusions.join(' ; ') },
      ]}
    />
  );
}

function Demarches({ mandat, objets, now }: Props) {
  return (
    <Section title="Démarches">
      <SimpleTable
        caption="Démarches confiées"
        captionHidden
        columns={[{ label: 'Démarche' }, { label: 'Auprès de' }, { label: 'Où elle en est' }]}
        rows={mandat.demarches.map((demarche) => {
          const objet = objets.get(demarche.id);
          const fin = finAu(demarche, mandat.finPrevueAt, now);
          return [
            objet === undefined ? `Démarche ${demarche.rang} : ne se lit plus` : direObjet(objet),
            objet?.operateur ?? '',
            fin === null ? 'En cours' : `${CAUSES_FIN[fin.cause]}, le ${quand(fin.at)}`,
          ];
        })}
      />
    </Section>
  );
}

function direObjet(objet: Objet): string {
  return objet.nature === 'donnees'
    ? `${objet.objet} (demande de données personnelles)`
    : `${objet.objet} (${objet.theme})`;
}

function Actes({ actes, objets }: Props) {
  return (
    <Section title="Actes faits">
      {actes.length === 0 ? (
        <EmptyState title="Aucun acte lisible n’est noté" />
      ) : (
        <SimpleTable
          caption="Actes faits, du plus ancien au plus récent"
          captionHidden
          columns={[
            { label: 'Quand' },
            { label: 'Démarche' },
            { label: 'Acte' },
            { label: 'Résultat' },
            { label: 'Par' },
          ]}
          rows={actes.map((acte) => [
            quand(acte.faitAt),
            objets.get(acte.demarcheId)?.objet ?? '',
            acte.quoi,
            RESULTATS_ACTE[acte.resultat],
            acte.agent,
          ])}
        />
      )}
    </Section>
  );
}
