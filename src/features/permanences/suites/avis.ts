import { formatDate, formatPlage } from '../../../domain/date.ts';
import { JOURS, jourDe } from '../../../domain/demi-journee.ts';
import { type Territoire, urlDe } from '../../../domain/territoire.ts';
import type { Db } from '../../../platform/db.ts';
import { comptesDuRole } from '../../comptes/store.ts';
import { queueMail } from '../../courriels/store.ts';
import { referentsDe } from '../../structures/store.ts';
import type { SeancePlanning } from '../seances/store.ts';

export type Annonce = {
  readonly quoi: 'annulees' | 'retablies';
  readonly structureId: string;
  readonly structureNom: string;
  /** Last day of the convention, when it is why. */
  readonly dernierJour: Temporal.PlainDate | null;
  readonly seances: readonly SeancePlanning[];
};

/** One line a place and an hour: « Mairie, le mardi de 9 h à 12 h : 3 séances, du 1er au 15 décembre 2026 ». */
function lignes(seances: readonly SeancePlanning[]): string[] {
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

function texte(annonce: Annonce, nom: string, suite: readonly string[]): string {
  const { quoi, structureNom, dernierJour, seances } = annonce;
  const pourquoi = dernierJour === null ? '' : ` La convention prend fin le ${formatDate(dernierJour)}.`;
  return [
    `Bonjour ${nom},`,
    '',
    quoi === 'annulees'
      ? `${structureNom} : des permanences prévues sont annulées.${pourquoi}`
      : `${structureNom} : des permanences qui avaient été annulées auront bien lieu.`,
    '',
    ...lignes(seances),
    '',
    ...(quoi === 'annulees' && dernierJour !== null
      ? ['Les permanences prévues jusqu’à ce jour compris sont maintenues.', '']
      : []),
    ...suite,
  ].join('\n');
}

/**
 * Tells the agents concerned, each of his own séances, and the référents of the structure, of all. Never whom they help, nor
 * why the convention ends.
 */
export async function annoncerSuites(db: Db, territoire: Territoire, url: string, annonce: Annonce): Promise<number> {
  const { id } = territoire;
  const sujet =
    annonce.quoi === 'annulees'
      ? `Permanences annulées : ${annonce.structureNom}`
      : `Permanences rétablies : ${annonce.structureNom}`;
  const site = urlDe(url, territoire);
  const messages: { readonly destinataire: string; readonly texte: string }[] = [];
  const byAgent = Map.groupBy(annonce.seances, ({ agentId }) => agentId);
  for (const { courriel, nom, agentId } of await comptesDuRole(db, id, 'agent')) {
    const seances = byAgent.get(agentId ?? '');
    if (seances === undefined) continue;
    const suite = ['Votre agenda est à jour :', `${site}/agenda`];
    messages.push({ destinataire: courriel, texte: texte({ ...annonce, seances }, nom, suite) });
  }
  for (const { courriel, nom } of await referentsDe(db, id, annonce.structureId)) {
    if (courriel === null) continue;
    const suite = ['Vos affiches et la page publique de vos lieux sont à jour. Votre espace :', `${site}/ma-structure`];
    messages.push({ destinataire: courriel, texte: texte(annonce, nom, suite) });
  }
  for (const message of messages) {
    await queueMail(db, id, { genre: 'suites', sujet, ...message });
  }
  return messages.length;
}
