import type { Role } from '../../../domain/compte.ts';
import { formatHeure, formatMois, parisTime } from '../../../domain/date.ts';
import { ButtonLink } from '../../../ui/button.tsx';
import { Alert, EmptyState, KeyFigures, PageHeader, Section } from '../../../ui/content.tsx';
import { SimpleTable } from '../../../ui/simple-table.tsx';
import { formatNombre } from '../../accompagnements/rules.ts';
import type { AccesConnu } from '../acces/store.ts';
import { SansVisa } from '../reglages/views.tsx';
import type { Compte, SuiviMandats } from '../rules.ts';

export function SuiviPage(props: {
  readonly suivi: SuiviMandats;
  readonly role: Role;
  /** What the account that reads has open. */
  readonly ouverts: readonly AccesConnu[];
  readonly sansVisa: boolean;
}) {
  const { suivi, role, ouverts, sansVisa } = props;
  return (
    <>
      <PageHeader
        title="Suivi des mandats"
        lead="Des nombres, jamais qui a signé ni pour quoi : ce que disent les mandats est chiffré."
        actions={
          <>
            {role === 'equipe' && <ButtonLink href="/mandats/suivi/recherche">Retrouver un mandat</ButtonLink>}
            {role === 'equipe' && <ButtonLink href="/mandats/suivi/departs">Mandats d’agents partis</ButtonLink>}
            {(role === 'equipe' || role === 'dpo') && <ButtonLink href="/destructions">Destructions</ButtonLink>}
            <ButtonLink href="/mandats/reglages">Réglages</ButtonLink>
            <ButtonLink href="/mandats/suivi.csv" icon="download" download>
              Exporter (CSV)
            </ButtonLink>
          </>
        }
      />
      {ouverts.map((acces) => (
        <Alert tone="warning" title={`Le mandat ${acces.code} vous est ouvert`}>
          Jusqu’à {formatHeure(parisTime(acces.expireAt))}.{' '}
          <a href={`/mandats/${acces.mandatId}/lecture`}>Le lire, ou fermer cet accès</a>
        </Alert>
      ))}
      {role !== 'equipe' && (
        <Alert tone="info">
          Un nombre de 1 à 4 n’est pas montré, pour que personne ne puisse être reconnu ; « non publié » cache un nombre
          qui permettrait de le retrouver.
        </Alert>
      )}
      {sansVisa && <SansVisa />}
      <KeyFigures
        items={[
          { value: formatNombre(suivi.enCours), label: 'mandats en cours' },
          { value: formatNombre(suivi.demarchesEnCours), label: 'démarches en cours' },
          { value: formatNombre(suivi.signes), label: 'mandats signés en douze mois' },
          {
            value: suivi.joursMedians === null ? '—' : `${suivi.joursMedians} j`,
            label: 'de la signature à la fin',
            hint: 'La moitié des mandats finis en douze mois ont duré moins.',
          },
        ]}
      />
      <EnCours title="En cours, par agent" colonne="Agent" comptes={suivi.parAgent} />
      <EnCours title="En cours, par lieu de signature" colonne="Lieu" comptes={suivi.parLieu} />
      <Section title="Signés, mois par mois">
        <Comptes
          caption="Mandats signés, par mois"
          colonne="Mois"
          comptes={suivi.parMois.map(({ mois, nombre }) => ({ libelle: formatMois(mois), nombre }))}
        />
      </Section>
      <Section title="Comment les démarches finissent">
        <Comptes caption="Démarches finies en douze mois, par cause" colonne="Cause" comptes={suivi.parCause} />
      </Section>
      <Section title="En attente de destruction">
        <Comptes
          caption="Démarches finies dont la clé existe encore"
          colonne="Ce qu’elles attendent"
          comptes={[
            { libelle: 'La levée d’un sursis', nombre: suivi.attente.sursis },
            { libelle: 'Que les organismes soient prévenus', nombre: suivi.attente.tiers },
            {
              libelle: sansVisa ? 'Le visa des archives départementales' : 'Le prochain passage, dans l’heure',
              nombre: suivi.attente.destruction,
            },
          ]}
        />
      </Section>
      <Section title="Par thème">
        <p>
          Ce nombre n’existe pas : le thème d’une démarche est chiffré avec elle, et personne d’autre que le mandataire
          ne le lit.
        </p>
      </Section>
    </>
  );
}

function EnCours(props: { readonly title: string; readonly colonne: string; readonly comptes: readonly Compte[] }) {
  return (
    <Section title={props.title}>
      {props.comptes.length === 0 ? (
        <EmptyState title="Aucun mandat en cours" />
      ) : (
        <Comptes caption={props.title} colonne={props.colonne} comptes={props.comptes} />
      )}
    </Section>
  );
}

function Comptes(props: { readonly caption: string; readonly colonne: string; readonly comptes: readonly Compte[] }) {
  return (
    <SimpleTable
      caption={props.caption}
      captionHidden
      columns={[{ label: props.colonne }, { label: 'Nombre', numeric: true }]}
      rows={props.comptes.map(({ libelle, nombre }) => [libelle, formatNombre(nombre)])}
    />
  );
}
