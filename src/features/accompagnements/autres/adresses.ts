import { estCle, TYPES_COORDINATION, type TypeActivite } from '../../../domain/nomenclatures.ts';
import type { Accompagnement } from '../ligne.ts';

export const NOUVEAU = { href: '/accompagnements/nouveau', label: 'Noter hors séance' } as const;
export const LISTE = { href: '/accompagnements', label: 'Mes accompagnements' } as const;

type Note = Pick<Accompagnement, 'id' | 'typeActivite' | 'seanceId'>;

/** Where a record is corrected: help given in a séance has a page of its own. */
export function adresseCorriger({ id, typeActivite, seanceId }: Note): string {
  const isUsual = typeActivite === 'Individuel' && seanceId !== null;
  return `/accompagnements/${id}/${isUsual ? 'modifier' : 'corriger'}`;
}

/** Where it is deleted. */
export function adresseSupprimer(note: Note): string {
  const corriger = adresseCorriger(note);
  return corriger.endsWith('/corriger') ? `${corriger}/supprimer` : `/accompagnements/${note.id}/supprimer`;
}

/** Where one of that kind is noted. */
export function adresseNouveau(type: TypeActivite): string {
  if (type === 'Individuel') return `${NOUVEAU.href}/individuel`;
  return type === 'Collectif' ? `${NOUVEAU.href}/atelier` : `${NOUVEAU.href}/coordination?type=${type}`;
}

/** Where the same is noted again, its answers already there. */
export function adresseRefaire({ id, typeActivite }: Note): string {
  const path = adresseNouveau(typeActivite);
  return `${path}${path.includes('?') ? '&' : '?'}de=${id}`;
}

/** Where one goes once a record is written. */
export function adresseRetour(seanceId: string | null): string {
  return seanceId === null ? LISTE.href : `/seances/${seanceId}`;
}

/** What the address of that page bears after a deletion. */
export const SUPPRIME = 'supprime';

/** Where one goes once a record is deleted: a link there leads to what became of it. */
export function adresseApresSuppression({ id, seanceId }: Note): string {
  return `${adresseRetour(seanceId)}?${SUPPRIME}=${id}`;
}

export function estCoordination(type: string | null | undefined): type is keyof typeof TYPES_COORDINATION {
  return type !== null && type !== undefined && estCle(TYPES_COORDINATION, type);
}
