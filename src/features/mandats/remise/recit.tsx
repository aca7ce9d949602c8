import { formatDate } from '../../../domain/date.ts';
import { StatusTag } from '../../../ui/content.tsx';
import { moment } from '../recit.ts';
import { CANAUX_REMISE } from '../rules.ts';
import type { Remise } from './store.ts';

/** « 2 mandats » */
export function nombreDit(mandats: number | null): string {
  return `${mandats ?? 0} ${(mandats ?? 0) > 1 ? 'mandats' : 'mandat'}`;
}

/** What came of it, in a sentence: how many, how, when; never which. */
export function direRemise({ issue, closeLe, canal, mandats, fichierAt }: Remise): string {
  if (closeLe === null || issue === null) {
    return fichierAt === null ? 'rien n’est encore fait' : `fichier fait le ${moment(fichierAt)}, pas encore remis`;
  }
  if (issue === 'aucun') return `aucun de ses mandats n’est à cette personne, dit le ${formatDate(closeLe)}`;
  const how = canal === null ? '' : `, ${CANAUX_REMISE[canal].toLowerCase()}`;
  return `${nombreDit(mandats)}, le ${formatDate(closeLe)}${how}`;
}

export function RemiseTag({ issue }: Pick<Remise, 'issue'>) {
  if (issue === null) return <StatusTag tone="warning" label="À faire" />;
  return issue === 'remis' ? <StatusTag tone="success" label="Remis" /> : <StatusTag tone="neutral" label="Aucun" />;
}
