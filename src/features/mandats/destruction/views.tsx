import { formatDate, formatHeure, parisDate, parisTime } from '../../../domain/date.ts';
import type { Etrangere } from '../../../platform/keys/served.ts';
import { ButtonLink } from '../../../ui/button.tsx';
import { Alert, DescriptionList, EmptyState, PageHeader, Section } from '../../../ui/content.tsx';
import type { CsvColumn } from '../../../ui/csv.ts';
import { SimpleTable } from '../../../ui/simple-table.tsx';
import { type Column, DataTable } from '../../../ui/table.tsx';
import type { TableQuery } from '../../../ui/table-query.ts';
import { CAUSES_FIN, type CompteAttente, MOTIFS_ATTENTE, type MotifAttente, type Visa } from '../rules.ts';
import { quoi } from './certificats/document.ts';
import type { Releve } from './cles/store.ts';
import type { Detruite } from './suivi/store.ts';

/** What the keys say: null where no place answers. */
export type EtatDesCles = {
  /** Whether each place answers. */
  readonly places: readonly boolean[];
  /** Why they are not to be destroyed from here. */
  readonly etrangere: Etrangere | null;
  /** What the comparison of last night found; null before the first. */
  readonly releve: Releve | null;
};

const quand = (at: Temporal.Instant): string => `${formatDate(parisDate(at))} à ${formatHeure(parisTime(at))}`;

export const colonnes: readonly Column<Detruite>[] = [
  { key: 'code', label: 'Mandat', value: ({ code }) => code, sortable: true },
  { key: 'objet', label: 'Ce qui est détruit', value: quoi, sortable: true },
  { key: 'cause', label: 'Pourquoi', value: ({ cause }) => CAUSES_FIN[cause], sortable: true },
  { key: 'detruiteAt', label: 'Détruit', value: ({ detruiteAt }) => quand(detruiteAt), sortable: true },
  {
    key: 'numero',
    label: 'Certificat',
    value: ({ numero }) => numero,
    render: ({ certificatId, numero }) =>
      certificatId === null ? (
        <span class="e-muted">au prochain passage</span>
      ) : (
        <a href={`/destructions/certificats/${certificatId}`}>N° {numero} (PDF)</a>
      ),
    sortable: true,
  },
];

export const colonnesCsv: readonly CsvColumn<Detruite>[] = [
  { label: 'Mandat', value: ({ code }) => code },
  { label: 'Ce qui est détruit', value: quoi },
  { label: 'Pourquoi', value: ({ cause }) => CAUSES_FIN[cause] },
  {
    label: 'Détruit (Paris)',
    value: ({ detruiteAt }) =>
      detruiteAt
        .toZonedDateTimeISO('Europe/Paris')
        .toPlainDateTime()
        .toString({ smallestUnit: 'second' })
        .replace('T', ' '),
  },
  { label: 'Visa', value: ({ visaReference }) => visaReference },
  { label: 'Date du visa', value: ({ visaDate }) => visaDate },
  { label: 'Empreinte du chiffré (SHA-256)', value: ({ chiffreSha256 }) => Buffer.from(chiffreSha256).toString('hex') },
  { label: 'Certificat', value: ({ numero }) => numero },
];

/** What to do about what waits. */
const QUE_FAIRE: Readonly<Record<MotifAttente, string>> = {
  sursis: 'Rien avant la levée de la mesure, que vous décidez. Personne ne lit ces mandats d’ici là.',
  tiers: 'L’agent prévient les organismes ; la clé part dès que c’est fait, ou à la fin du délai.',
  visa: 'Personne ne lit ces mandats d’ici là.',
  cles: 'L’exploitation rétablit la place des clés ; la destruction reprend d’elle-même.',
  cachet: 'L’exploitation renouvelle le certificat du cachet ; ce qui est déjà détruit se certifie au passage suivant.',
  passage: 'Rien : Escale passe toutes les heures, et dès qu’une démarche finit.',
};

export function DestructionsPage(props: {
  readonly attentes: readonly CompteAttente[];
  readonly visa: Visa | null;
  readonly cles: EtatDesCles;
  readonly rows: readonly Detruite[];
  readonly total: number;
  readonly query: TableQuery;
  readonly annee: number | null;
  readonly annees: readonly number[];
}) {
  const { visa } = props;
  return (
    <>
      <PageHeader
        title="Destructions"
        lead="Ce que les mandats disaient est détruit quand ils finissent, sauvegardes comprises. Cette page ne nomme personne."
        actions={<ButtonLink href="/destructions/certificats">Certificats</ButtonLink>}
      />
      {visa === null && (
        <Alert tone="warning" title="La destruction attend le visa des Archives départementales">
          <p>
            Sans lui, rien n’est détruit ; ce qui est fini ne se lit plus pour autant.{' '}
            <a href="/mandats/reglages">Saisir le visa dans les réglages des mandats</a>
          </p>
        </Alert>
      )}
      <AlertesCles {...props.cles} />
      <Section title="Ce qui attend">
        <Attentes attentes={props.attentes} />
        {visa !== null && (
          <p class="e-muted">
            Visa des Archives départementales : n° {visa.reference}, du {formatDate(visa.date)}.
          </p>
        )}
      </Section>
      <Section title="Ce qui est détruit">
        <DataTable
          caption="Ce qui est détruit"
          columns={colonnes}
          path="/destructions"
          csvPath="/destructions.csv"
          searchLabel="Rechercher le code d’un mandat"
          filters={[
            {
              name: 'annee',
              label: 'Année',
              blank: 'Toutes',
              options: props.annees.map((annee) => ({ value: String(annee), label: String(annee) })),
            },
          ]}
          kept={{ annee: props.annee === null ? '' : String(props.annee) }}
          rows={props.rows}
          total={props.total}
          query={props.query}
          empty={{ title: 'Rien n’est encore détruit', text: 'La première démarche finie y figurera dans l’heure.' }}
        />
      </Section>
      <Section title="Les clés">
        <Cles {...props.cles} />
      </Section>
    </>
  );
}

function Attentes({ attentes }: { readonly attentes: readonly CompteAttente[] }) {
  if (attentes.length === 0) {
    return (
      <EmptyState title="Rien n’attend">
        <p>Tout ce qui est fini est détruit.</p>
      </EmptyState>
    );
  }
  return (
    <SimpleTable
      caption="Ce qui attend sa destruction, par motif"
      captionHidden
      columns={[
        { label: 'Ce qui est attendu' },
        { label: 'Démarches', numeric: true },
        { label: 'Identités', numeric: true },
        { label: 'Première échéance' },
        { label: 'Que faire' },
      ]}
      rows={attentes.map(({ motif, demarches, identites, depuis }) => [
        MOTIFS_ATTENTE[motif],
        demarches.toLocaleString('fr-FR'),
        identites.toLocaleString('fr-FR'),
        formatDate(parisDate(depuis)),
        motif === 'visa' ? (
          <>
            <a href="/mandats/reglages">Saisissez-le dans les réglages</a>. {QUE_FAIRE[motif]}
          </>
        ) : (
          QUE_FAIRE[motif]
        ),
      ])}
    />
  );
}

function AlertesCles({ places, etrangere, releve }: EtatDesCles) {
  const absentes = places.filter((answers) => !answers).length;
  return (
    <>
      {absentes > 0 && (
        <Alert tone="danger" title="Une place des clés ne répond pas">
          <p>
            {`${absentes} sur ${places.length}. Aucune destruction n’est dite faite tant que toutes n’ont pas répondu, et aucun mandat ne se signe. Prévenez l’exploitation.`}
          </p>
        </Alert>
      )}
      {etrangere === 'en_retard' && (
        <Alert tone="danger" title="Cette base est plus ancienne que les clés">
          <p>
            Elle a été ramenée à un jour passé, ou une copie d’elle se sert des mêmes clés. Aucune clé n’est détruite
            d’ici là. L’exploitation arrête la copie, puis lance « npm run cles:adopter » depuis la bonne base.
          </p>
        </Alert>
      )}
      {etrangere === 'autre_installation' && (
        <Alert tone="danger" title="Les clés servent une autre base que celle-ci">
          <p>
            Cette base vient d’une sauvegarde : elle ne détruit aucune clé. Si elle remplace une base perdue,
            l’exploitation lance « npm run cles:adopter ».
          </p>
        </Alert>
      )}
      {releve !== null && releve.sansCle > 0 && (
        <Alert tone="danger" title="Des clés manquent">
          <p>{`Mandats et démarches qui devraient se lire et ne s’ouvrent plus : ${releve.sansCle.toLocaleString('fr-FR')}. Prévenez l’exploitation.`}</p>
        </Alert>
      )}
    </>
  );
}

function Cles({ places, releve }: EtatDesCles) {
  const count = (wanted: number | undefined) => (wanted === undefined ? 'inconnu' : wanted.toLocaleString('fr-FR'));
  return (
    <>
      <DescriptionList
        items={[
          { term: 'Places qui répondent', details: `${places.filter(Boolean).length} sur ${places.length}` },
          {
            term: 'Clés sans mandat, détruites la nuit prochaine',
            details: count(releve?.clesSansMandat.aBalayer),
          },
          {
            term: 'Clés sans mandat depuis plus de 7 jours',
            details: count(releve?.clesSansMandat.anciennes),
          },
          { term: 'Mandats et démarches sans clé', details: count(releve?.sansCle) },
          { term: 'Comparées à la base', details: releve === null ? 'la nuit prochaine' : `le ${quand(releve.at)}` },
        ]}
      />
      <p class="e-muted">
        Les clés sont gardées hors de la base et de ses sauvegardes. Une clé sans mandat reste d’une signature qui n’a
        pas abouti ; plus ancienne, elle ne part pas d’elle-même : l’exploitation la regarde d’abord.
      </p>
    </>
  );
}

export function ExportTropLongPage(props: { readonly title: string; readonly max: number }) {
  return (
    <>
      <PageHeader
        title={props.title}
        lead={`Un fichier porte au plus ${props.max.toLocaleString('fr-FR')} destructions, et il y en a davantage.`}
      />
      <p>Choisissez une année, exportez-la, puis la suivante : rien ne sera coupé sans que vous le sachiez.</p>
      <p>
        <ButtonLink href="/destructions">Revenir aux destructions</ButtonLink>
      </p>
    </>
  );
}
