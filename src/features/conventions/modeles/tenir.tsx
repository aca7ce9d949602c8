import { type Reply, refusal } from '../../../platform/http/reply.ts';
import type { Rq } from '../../../platform/http/route.ts';
import { type Brouillon, findBrouillon, lockBrouillon } from './brouillon/store.ts';
import { findModele } from './store.ts';
import { BrouillonDisparuPage } from './views-piece.tsx';

const idModele = (rq: Rq): string => rq.params['modele'] ?? '';

export const urlDe = ({ modeleId }: Pick<Brouillon, 'modeleId'>): string => `/modeles/${modeleId}/brouillon`;

export const loadBrouillon = (rq: Rq) => findBrouillon(rq.db, rq.territoire.id, idModele(rq));

/** What a form writes to: the draft, held until the end of the transaction; `null` when it is no more. */
export type Tenu = { readonly modeleId: string; readonly brouillon: Brouillon | null };

export async function tenirBrouillon(rq: Rq): Promise<Tenu | undefined> {
  const modele = await findModele(rq.db, rq.territoire.id, idModele(rq));
  if (modele === undefined || modele.integre) return undefined;
  const brouillon = await lockBrouillon(rq.db, rq.territoire.id, modele.id);
  return { modeleId: modele.id, brouillon: brouillon ?? null };
}

export function pathTo({ modeleId, modeleNom }: Brouillon) {
  return [
    { href: '/modeles', label: 'Modèles' },
    { href: `/modeles/${modeleId}`, label: modeleNom },
    { href: `/modeles/${modeleId}/brouillon`, label: 'Brouillon' },
  ];
}

/** The draft went away while somebody wrote in it: what was typed is given back. */
export function disparu(rq: Rq, { modeleId }: Tenu): Reply {
  const ecrit = ['numero', 'titre', 'sousTitre', 'texte'].flatMap((name) => rq.form.values[name] ?? []);
  return refusal({
    title: 'Ce brouillon n’existe plus',
    breadcrumbs: [{ href: '/modeles', label: 'Modèles' }],
    body: <BrouillonDisparuPage modeleId={modeleId} ecrit={ecrit.filter((one) => one !== '')} />,
  });
}
