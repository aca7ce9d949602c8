import { Alert } from '../../../ui/content.tsx';
import { moment } from '../recit.ts';
import type { EnAttente } from './attente.ts';

const nom = ({ initiale }: EnAttente): string => (initiale === null ? 'un mandat' : `le mandat de ${initiale}`);

/** Leads back to the page where a draft is read and signed. */
export function Reprendre({ attente }: { readonly attente: EnAttente }) {
  return (
    <a href={`/mandats/${attente.id}/signer`}>
      Reprendre {nom(attente)}, commencé le {moment(attente.createdAt)}
    </a>
  );
}

/** Leads to the page that asks before a draft is abandoned. */
export function Abandonner({ attente }: { readonly attente: EnAttente }) {
  return (
    <a href={`/mandats/${attente.id}/abandonner`}>
      Abandonner
      <span class="ds-sr-only">
        {' '}
        {nom(attente)}, commencé le {moment(attente.createdAt)}
      </span>
    </a>
  );
}

/** On the page of a new mandat: those of the same séance that were not signed. */
export function BrouillonsEnAttente({ brouillons }: { readonly brouillons: readonly EnAttente[] }) {
  if (brouillons.length === 0) return null;
  return (
    <Alert tone="info" title="Des mandats de cette séance attendent leurs signatures">
      <ul>
        {brouillons.map((attente) => (
          <li>
            <Reprendre attente={attente} />. <Abandonner attente={attente} />
            {attente.manques.length > 0 && <div class="e-muted">{attente.manques.join(' ')}</div>}
          </li>
        ))}
      </ul>
    </Alert>
  );
}
