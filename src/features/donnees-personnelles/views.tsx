import {
  BASES_LEGALES,
  type Donnee,
  dureeDe,
  formatDureeGardee,
  phraseBase,
  phraseGarde,
  phraseSuite,
  type Reglages,
  TRAITEMENTS,
} from '../../domain/conservation.ts';
import { formatDate, formatDateLongue } from '../../domain/date.ts';
import type { Territoire } from '../../domain/territoire.ts';
import { ButtonLink, PrintButton, SubmitButton } from '../../ui/button.tsx';
import { Alert, DescriptionList, EmptyState, PageHeader, Section } from '../../ui/content.tsx';
import type { CsvColumn } from '../../ui/csv.ts';
import { NumberField } from '../../ui/field.tsx';
import { Form, FormActions } from '../../ui/form.tsx';
import type { FormState } from '../../ui/form-state.ts';
import { SimpleTable } from '../../ui/simple-table.tsx';
import { champ, type DonneeReglable, phraseSeuil } from './form.ts';
import { DONNEES } from './registre.ts';

/** A convention to propose to the archives, as the page lists it. */
export type Proposition = {
  readonly id: string;
  readonly reference: string;
  readonly structure: string;
  readonly fin: Temporal.PlainDate;
};

/** A night, and what it removed. */
export type NuitPassee = {
  readonly jour: Temporal.PlainDate;
  readonly nombres: readonly { readonly donnee: string; readonly nombre: number }[];
};

const PAR_CLE = new Map(DONNEES.map((donnee) => [donnee.cle, donnee]));

function direNuit({ nombres }: NuitPassee): string {
  const said = nombres
    .filter(({ nombre }) => nombre > 0)
    .map(({ donnee, nombre }) => `${PAR_CLE.get(donnee)?.nom ?? donnee} : ${nombre}`);
  return said.length === 0 ? 'Rien' : said.join(', ');
}

export function ConservationPage(props: {
  readonly reglages: Reglages;
  /** Rows due at the next night, by kind; absent for a kind of which no night removes anything. */
  readonly dues: ReadonlyMap<string, number>;
  readonly nuits: readonly NuitPassee[];
  readonly propositions: readonly Proposition[];
}) {
  const { reglages, dues, nuits, propositions } = props;
  return (
    <>
      <PageHeader
        title="Conservation des données"
        lead="Ce qu’Escale garde, combien de temps, et ce que chaque nuit efface."
        actions={
          <>
            <ButtonLink href="/conservation/durees" variant="primary">
              Changer les durées
            </ButtonLink>
            <ButtonLink href="/registre-des-traitements">Registre des traitements</ButtonLink>
            <PrintButton />
          </>
        }
      />
      <Section title="Chaque donnée">
        <SimpleTable
          caption="Durée, base légale et suite de chaque donnée"
          captionHidden
          columns={[
            { label: 'Donnée' },
            { label: 'Gardée' },
            { label: 'Base légale' },
            { label: 'Ensuite' },
            { label: 'À la prochaine nuit', numeric: true },
          ]}
          rows={DONNEES.map((donnee) => [
            donnee.nom,
            phraseGarde(donnee, reglages),
            BASES_LEGALES[donnee.base],
            phraseSuite(donnee),
            dues.get(donnee.cle) ?? '—',
          ])}
        />
      </Section>
      <Section title="Les dernières nuits">
        {nuits.length === 0 ? (
          <EmptyState title="Aucune nuit n’est encore passée">
            <p>La première aura lieu peu après deux heures du matin.</p>
          </EmptyState>
        ) : (
          <SimpleTable
            caption="Nombre de lignes effacées, rendues anonymes ou agrégées, par nuit"
            columns={[{ label: 'Nuit' }, { label: 'Ce qui est parti' }]}
            rows={nuits.map((nuit) => [formatDateLongue(nuit.jour), direNuit(nuit)])}
          />
        )}
      </Section>
      <Section title="À proposer aux archives" id="archives">
        <p>
          Ces conventions ont passé leur durée. Escale n’en détruit rien : proposez-les aux archives départementales,
          qui décident.
        </p>
        {propositions.length === 0 ? (
          <EmptyState title="Aucune convention n’a passé sa durée" />
        ) : (
          <SimpleTable
            caption="Conventions à proposer aux archives"
            captionHidden
            columns={[{ label: 'Convention' }, { label: 'Structure' }, { label: 'Finie le' }]}
            rows={propositions.map(({ reference, structure, fin }) => [reference, structure, formatDate(fin)])}
          />
        )}
      </Section>
    </>
  );
}

export function DureesPage(props: {
  readonly donnees: readonly DonneeReglable[];
  readonly state: FormState;
  readonly cle: string;
}) {
  return (
    <>
      <PageHeader title="Changer les durées" lead="Elles valent dès la nuit prochaine, pour tout le Département." />
      <Alert tone="warning">
        Une durée raccourcie efface, la nuit suivante, ce qu’elle ne couvre plus. Rien ne peut le rendre.
      </Alert>
      <Form state={props.state} action="/conservation/durees" idempotencyKey={props.cle}>
        {props.donnees.map((donnee) => (
          <NumberField
            state={props.state}
            name={champ(donnee)}
            label={`${donnee.nom}, ${donnee.depuis}`}
            hint={phraseSeuil(donnee)}
            unit={donnee.duree.defaut.unite}
            width={3}
          />
        ))}
        <FormActions>
          <SubmitButton>Enregistrer les durées</SubmitButton>
          <ButtonLink href="/conservation">Ne rien changer</ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}

/** What protects all of them. */
const MESURES = [
  'connexion par lien à usage unique, puis second facteur obligatoire pour chaque compte',
  'droits par rôle, vérifiés à chaque demande, et séparation des Départements par la base de données elle-même',
  'journal des actes qui ne se modifie ni ne s’efface, sans contenu ni nom',
  'secrets chiffrés, jetons et codes gardés sous forme d’empreinte',
  'effacement automatique chaque nuit, selon les durées ci-dessous',
  'petits nombres (moins de 5) jamais publiés',
] as const;

export function RegistrePage({
  territoire,
  today,
}: {
  readonly territoire: Territoire;
  readonly today: Temporal.PlainDate;
}) {
  const { dureesConservation: reglages } = territoire;
  const traitements = Object.entries(TRAITEMENTS).map(([cle, nom]) => ({
    nom,
    donnees: DONNEES.filter(({ traitement }) => traitement === cle),
  }));
  return (
    <>
      <PageHeader
        title="Registre des traitements"
        lead={`Article 30 du règlement européen 2016/679. Établi par Escale le ${formatDate(today)}.`}
        actions={
          <>
            <ButtonLink href="/registre-des-traitements.csv" download>
              Exporter
            </ButtonLink>
            <PrintButton />
          </>
        }
      />
      <Section title="Responsable">
        <DescriptionList
          items={[
            { term: 'Responsable de traitement', details: `${territoire.nomComplet}, ${territoire.adresse}` },
            {
              term: 'Représentant',
              details: `${territoire.representantNom}, ${territoire.representantFonction}`,
            },
            { term: 'Délégué à la protection des données', details: territoire.courriel ?? territoire.telephone },
            {
              term: 'Transfert hors de l’Union européenne',
              details: 'Aucun du fait d’Escale. L’hébergeur est choisi par le Département, qui ajoute son nom ici.',
            },
          ]}
        />
        <p>Mesures de sécurité :</p>
        <ul>
          {MESURES.map((mesure) => (
            <li>{mesure}</li>
          ))}
        </ul>
      </Section>
      {traitements.map(({ nom, donnees }) => (
        <Section title={nom}>
          {donnees.map((donnee) => (
            <div class="e-fiche">
              <h3>{donnee.nom}</h3>
              <DescriptionList items={fiche(donnee, reglages).map(([term, details]) => ({ term, details }))} />
            </div>
          ))}
        </Section>
      ))}
    </>
  );
}

function fiche(donnee: Donnee, reglages: Reglages): readonly (readonly [string, string])[] {
  return [
    ['Finalité', donnee.pourquoi],
    ['Base légale', phraseBase(donnee.base)],
    ['Personnes concernées', donnee.personnes],
    ['Données', donnee.quoi],
    ['Destinataires', donnee.destinataires],
    ['Durée', phraseGarde(donnee, reglages)],
    ['Ensuite', phraseSuite(donnee)],
  ];
}

/** The register as a table, one kind a line. */
export function colonnesRegistre(reglages: Reglages): readonly CsvColumn<Donnee>[] {
  const labels = DONNEES[0] === undefined ? [] : fiche(DONNEES[0], reglages).map(([label]) => label);
  return [
    { label: 'Traitement', value: ({ traitement }) => TRAITEMENTS[traitement] },
    { label: 'Donnée', value: ({ nom }) => nom },
    ...labels.map((label, rang) => ({ label, value: (donnee: Donnee) => fiche(donnee, reglages)[rang]?.[1] ?? '' })),
  ];
}

/** For the counter of a lieu, in large type: what is written down of whoever is helped. */
export function AffichettePage({ territoire }: { readonly territoire: Territoire }) {
  const aides = DONNEES.find(({ cle }) => cle === 'accompagnements');
  const duree = aides && dureeDe(aides, territoire.dureesConservation);
  return (
    <div class="e-affichette">
      <PageHeader title="Vous êtes aidé ici : vos données" actions={<PrintButton />} />
      <h2>Qui ?</h2>
      <p>
        Le {territoire.nomComplet}. L’agent qui vous aide est tenu au <strong>secret professionnel</strong>.
      </p>
      <h2>Quoi ?</h2>
      <p>
        L’agent note l’aide donnée, votre tranche d’âge, votre situation.{' '}
        <strong>Ni votre nom, ni votre adresse, ni votre téléphone.</strong>
      </p>
      <h2>Pourquoi ?</h2>
      <p>Pour compter l’aide apportée et en rendre compte. Rien d’autre.</p>
      <h2>Combien de temps ?</h2>
      <p>{duree ? formatDureeGardee(duree) : ''}. Ensuite, il ne reste que des totaux.</p>
      <h2>Vos droits</h2>
      <p>
        Vous pouvez demander ce qui est gardé, et vous y opposer. Parlez-en à l’agent, qui note votre demande, ou
        écrivez au délégué à la protection des données du Département, {territoire.courriel ?? territoire.adresse}. En
        cas de désaccord : la CNIL.
      </p>
    </div>
  );
}
