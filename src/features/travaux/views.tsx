import { formatDateLongue, formatHeure, parisDate, parisTime } from '../../domain/date.ts';
import type { UnfinishedJob } from '../../platform/jobs.ts';
import { SubmitButton } from '../../ui/button.tsx';
import { Alert, EmptyState, PageHeader, Section } from '../../ui/content.tsx';
import { HiddenField } from '../../ui/form.tsx';
import { SimpleTable } from '../../ui/simple-table.tsx';
import type { CourrielRefuse } from '../courriels/store.ts';
import type { SmsRefuse } from '../sms/store.ts';

const NOMS: Readonly<Record<string, string>> = {
  courriel: 'Envoyer un courriel',
  sms: 'Envoyer un SMS',
  'avis-rendez-vous': 'Prévenir de ce qui change, rappeler, proposer les places libérées',
  'lien-connexion': 'Envoyer un lien de connexion',
  'import-registre': 'Analyser ou écrire un fichier importé',
  entretien: 'Entretien de la nuit',
  'tete-journal': 'Exporter la tête du journal',
  semaine: 'Annoncer la semaine aux agents',
  echeances: 'Rappeler les échéances',
  'destruction-mandats': 'Détruire ce que disaient les mandats finis',
  'cles-orphelines': 'Détruire les clés sans mandat',
  'chaque-territoire': 'Lancer un travail dans chaque territoire',
};

const ETATS: Readonly<Record<Exclude<UnfinishedJob['state'], 'failed'>, string>> = {
  created: 'En attente',
  retry: 'Sera repris',
  active: 'En cours',
};

function quand(at: Temporal.Instant): string {
  return `${formatDateLongue(parisDate(at))} à ${formatHeure(parisTime(at))}`;
}

export function TravauxPage(props: {
  readonly cle: string;
  readonly travaux: readonly UnfinishedJob[];
  readonly refuses: readonly CourrielRefuse[];
  readonly sms: readonly SmsRefuse[];
}) {
  const { abandonnes = [], enCours = [] } = Object.groupBy(props.travaux, ({ state }) =>
    state === 'failed' ? 'abandonnes' : 'enCours',
  );
  const rien = props.travaux.length === 0 && props.refuses.length === 0 && props.sms.length === 0;
  return (
    <>
      <PageHeader
        title="Travaux"
        lead="Ce qu’Escale fait d’elle-même : courriels, entretien de la nuit, exports. Un travail qui échoue est repris plusieurs fois, puis vous attend ici."
      />
      {rien && (
        <EmptyState title="Tout est fait">
          <p>Aucun travail n’attend, aucun n’a échoué, aucun courriel ni SMS n’a été refusé.</p>
        </EmptyState>
      )}
      {abandonnes.length > 0 && (
        <Section title="Travaux abandonnés">
          <Alert tone="warning">
            Réglez d’abord la cause (un serveur de courriel arrêté, un disque plein), puis relancez. Sans relance, ils
            s’effacent après 30 jours.
          </Alert>
          <SimpleTable
            caption="Travaux abandonnés"
            captionHidden
            columns={[
              { label: 'Travail' },
              { label: 'Demandé' },
              { label: 'Échecs', numeric: true },
              { label: 'Dernière erreur' },
              { label: 'Action' },
            ]}
            rows={abandonnes.map((travail) => [
              NOMS[travail.name] ?? travail.name,
              quand(travail.createdAt),
              travail.failures,
              travail.error.slice(0, 200),
              <form method="post" action={`/administration/travaux/${travail.id}/relancer`}>
                <HiddenField name="_cle" value={props.cle} />
                <SubmitButton variant="secondary">Relancer</SubmitButton>
              </form>,
            ])}
          />
        </Section>
      )}
      {props.refuses.length > 0 && (
        <Section title="Courriels refusés">
          <p>
            Le serveur du destinataire n’en veut pas. Si l’adresse est fausse, corrigez-la sur la fiche de la personne,
            puis invitez-la de nouveau. Sinon, renvoyez le message.
          </p>
          <SimpleTable
            caption="Courriels refusés"
            captionHidden
            columns={[
              { label: 'Destinataire' },
              { label: 'Sujet' },
              { label: 'Écrit' },
              { label: 'Ce que dit le serveur' },
              { label: 'Action' },
            ]}
            rows={props.refuses.map((courriel) => [
              courriel.destinataire,
              courriel.sujet,
              quand(courriel.createdAt),
              courriel.echec.slice(0, 200),
              <form method="post" action={`/administration/courriels/${courriel.id}/renvoyer`}>
                <HiddenField name="_cle" value={props.cle} />
                <SubmitButton variant="secondary">Renvoyer</SubmitButton>
              </form>,
            ])}
          />
        </Section>
      )}
      {props.sms.length > 0 && <SmsRefuses sms={props.sms} cle={props.cle} />}
      {enCours.length > 0 && (
        <Section title="Travaux en attente">
          <SimpleTable
            caption="Travaux en attente"
            captionHidden
            columns={[
              { label: 'Travail' },
              { label: 'Demandé' },
              { label: 'État' },
              { label: 'Échecs', numeric: true },
            ]}
            rows={enCours.map((travail) => [
              NOMS[travail.name] ?? travail.name,
              quand(travail.createdAt),
              travail.state === 'failed' ? '' : ETATS[travail.state],
              travail.failures,
            ])}
          />
        </Section>
      )}
    </>
  );
}

function SmsRefuses({ sms, cle }: { readonly sms: readonly SmsRefuse[]; readonly cle: string }) {
  return (
    <Section title="SMS refusés">
      <p>La passerelle n’en veut pas. Un appel attend déjà l’équipe pour chaque rendez-vous concerné.</p>
      <SimpleTable
        caption="SMS refusés"
        captionHidden
        columns={[{ label: 'Numéro' }, { label: 'Écrit' }, { label: 'Ce que dit la passerelle' }, { label: 'Action' }]}
        rows={sms.map(({ id, destinataire, createdAt, echec }) => [
          destinataire,
          quand(createdAt),
          echec.slice(0, 200),
          <form method="post" action={`/administration/sms/${id}/renvoyer`}>
            <HiddenField name="_cle" value={cle} />
            <SubmitButton variant="secondary">Renvoyer</SubmitButton>
          </form>,
        ])}
      />
    </Section>
  );
}
