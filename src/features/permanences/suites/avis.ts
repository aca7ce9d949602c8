import { formatDate, formatPlage } from '../../../domain/date.ts';
import { JOURS, jourDe } from '../../../domain/demi-journee.ts';
import { type Territoire, urlDe } from '../../../domain/territoire.ts';
import type { Db } from '../../../platform/db.ts';
import { comptesDuRole } from '../../comptes/store.ts';
import { queueMail } from '../../courriels/store.ts';
import { referentsDe } from '../../structures/store.ts';
import type { SeancePlanning } from '../seances/store.ts';

export type Annonce = {
  readonly quoi: 'annulees' | 'retablies' | 'deplacees';
  /** Whose référents are told; none for a lieu of the Département. */
  readonly structureIds: readonly string[];
  /** The structure, or the lieu, as the subject names it. */
  readonly nom: string;
  /** One public sentence on what happens: « La convention prend fin le 1er juillet 2027. » */
  readonly precision: string | null;
  /** What does not change, said after the séances. */
  readonly maintien: string | null;
  readonly seances: readonly SeancePlanning[];
};

const SUJETS: Readonly<Record<Annonce['quoi'], string>> = {
  annulees: 'Permanences annulées',
  retablies: 'Permanences rétablies',
  deplacees: 'Permanences déplacées',
};

const NOUVELLES: Readonly<Record<Annonce['quoi'], string>> = {
  annulees: 'des permanences prévues sont annulées.',
  retablies: 'des permanences qui avaient été annulées auront bien lieu.',
  deplacees: 'des permanences prévues changent de lieu.',
};

/** One line a place and an hour: « Mairie, le mardi de 9 h à 12 h : 3 séances, du 1er au 15 décembre 2026 ». */
export function lignes(seances: readonly SeancePlanning[]): string[] {
  const key = ({ endroit, jour, heureDebut, heureFin }: SeancePlanning): string =>
    `${endroit}, le ${JOURS[jourDe(jour)]}, ${formatPlage(heureDebut, heureFin)}`;
  return [...Map.groupBy(seances, key)].map(([where, list], index) => {
    const [first, last] = [list[0], list.at(-1)];
    if (first === undefined || last === undefined) throw new Error('A group has one séance at least');
    const dates =
      list.length === 1
        ? `le ${formatDate(first.jour)}`
        : `${list.length} séances, du ${formatDate(first.jour)} au ${formatDate(last.jour)}`;
    return `${index + 1}. ${where} : ${dates}`;
  });
}

function texte(annonce: Annonce, destinataire: string, suite: readonly string[]): string {
  const { quoi, nom, precision, maintien, seances } = annonce;
  return [
    `Bonjour ${destinataire},`,
    '',
    [`${nom} : ${NOUVELLES[quoi]}`, precision].filter((sentence) => sentence !== null).join(' '),
    '',
    ...lignes(seances),
    '',
    ...(maintien === null ? [] : [maintien, '']),
    ...suite,
  ].join('\n');
}

/**
 * Tells the agents concerned, each of his own séances, and the référents of the structures, of all. Never whom they help, nor
 * why: neither why a convention ends, nor what a lieu lacks.
 */
export async function annoncerSuites(db: Db, territoire: Territoire, url: string, annonce: Annonce): Promise<number> {
  const { id } = territoire;
  const sujet = `${SUJETS[annonce.quoi]} : ${annonce.nom}`;
  const site = urlDe(url, territoire);
  const messages: { readonly destinataire: string; readonly texte: string }[] = [];
  const byAgent = Map.groupBy(annonce.seances, ({ agentId }) => agentId);
  for (const { courriel, nom, agentId } of await comptesDuRole(db, id, 'agent')) {
    const seances = byAgent.get(agentId ?? '');
    if (seances === undefined) continue;
    const suite = ['Votre agenda est à jour :', `${site}/agenda`];
    messages.push({ destinataire: courriel, texte: texte({ ...annonce, seances }, nom, suite) });
  }
  for (const structureId of new Set(annonce.structureIds)) {
    for (const { courriel, nom } of await referentsDe(db, id, structureId)) {
      if (courriel === null) continue;
      const suite = [
        'Vos affiches et la page publique de vos lieux sont à jour. Votre espace :',
        `${site}/ma-structure`,
      ];
      messages.push({ destinataire: courriel, texte: texte(annonce, nom, suite) });
    }
  }
  for (const message of messages) {
    await queueMail(db, id, { genre: 'suites', sujet, ...message });
  }
  return messages.length;
}
