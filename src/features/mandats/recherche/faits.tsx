import { formatDate, parisDate } from '../../../domain/date.ts';
import { DescriptionList, StatusTag } from '../../../ui/content.tsx';
import type { Tone } from '../../../ui/tone.ts';
import { dernierJour, ETATS, type Etat } from '../rules.ts';
import type { MandatSigne } from './signe.ts';

const TONS: Readonly<Record<Etat, Tone>> = {
  brouillon: 'neutral',
  actif: 'success',
  revoque: 'warning',
  renonce: 'warning',
  expire: 'neutral',
  acheve: 'neutral',
  detruit: 'neutral',
};

export function EtatTag({ etat }: { readonly etat: Etat }) {
  return <StatusTag tone={TONS[etat]} label={ETATS[etat]} />;
}

/** What is known of a mandat without its key. */
export function Faits({ mandat }: { readonly mandat: MandatSigne }) {
  return (
    <DescriptionList
      items={[
        { term: 'Mandataire', details: mandat.agent },
        { term: 'Suppléant', details: mandat.suppleant ?? 'Aucun' },
        { term: 'Signé le', details: formatDate(parisDate(mandat.signeAt)) },
        { term: 'Lieu', details: mandat.endroit },
        { term: 'Dernier jour', details: formatDate(dernierJour(mandat.finPrevueAt)) },
      ]}
    />
  );
}
