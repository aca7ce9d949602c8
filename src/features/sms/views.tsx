import { formatDateLongue, formatHeure, parisDate, parisTime } from '../../domain/date.ts';
import { Alert, EmptyState, PageHeader, Section } from '../../ui/content.tsx';
import { segments } from './rules.ts';
import type { SmsEcrit } from './store.ts';

const LIEN = /(https?:\/\/[^ ]+)/;

function Texte({ texte }: { readonly texte: string }) {
  return (
    <p class="e-courriel">{texte.split(LIEN).map((part) => (LIEN.test(part) ? <a href={part}>{part}</a> : part))}</p>
  );
}

export function SmsDemoPage({ sms }: { readonly sms: readonly SmsEcrit[] }) {
  return (
    <>
      <PageHeader
        title="SMS de la démonstration"
        lead="Ce que l’instance aurait envoyé. Les trente derniers SMS, le plus récent d’abord."
      />
      {sms.length === 0 ? (
        <EmptyState title="Aucun SMS pour l’instant">
          <p>Prenez un rendez-vous en donnant un numéro de mobile : la confirmation apparaîtra ici.</p>
        </EmptyState>
      ) : (
        <Alert>Les numéros sont ceux réservés aux fictions : ils ne mènent à personne.</Alert>
      )}
      {sms.map(({ destinataire, texte, createdAt }) => (
        <Section title={`Au ${destinataire}`}>
          <p class="e-muted">
            {formatDateLongue(parisDate(createdAt))} à {formatHeure(parisTime(createdAt))},{' '}
            {segments(texte) === 1 ? 'un SMS' : `compté ${segments(texte)} SMS`}
          </p>
          <Texte texte={texte} />
        </Section>
      ))}
    </>
  );
}
