import { type Territoire, urlDe } from '../../../domain/territoire.ts';
import type { Db } from '../../../platform/db.ts';
import { comptesDuRole } from '../../comptes/store.ts';
import { queueMail } from '../../courriels/store.ts';
import { allLieux } from '../../lieux/store.ts';
import { referentsDe } from '../../structures/store.ts';
import type { SeancePlanning } from '../seances/store.ts';
import { lignes } from '../suites/avis.ts';
import { type Absence, direJours } from './rules.ts';

/** Séances that an absence changes, or that come back with the agent, said under one title. */
export type Nouvelle = {
  readonly titre: string;
  readonly seances: readonly SeancePlanning[];
};

export type AnnonceAbsence = {
  readonly absence: Absence & { readonly agentId: string };
  /** What the lieux are told: « Annulées », « Maintenues, avec un autre agent », « Rétablies ». */
  readonly lieux: readonly Nouvelle[];
  /** What each agent is told of their own week. */
  readonly agents: readonly (Nouvelle & { readonly agentId: string })[];
};

function paragraphes(nouvelles: readonly Nouvelle[]): readonly string[] {
  return nouvelles
    .filter(({ seances }) => seances.length > 0)
    .flatMap(({ titre, seances }) => [`${titre} :`, ...lignes(seances), '']);
}

/** The structures that host these séances. */
async function structuresQuiAccueillent(db: Db, territoireId: string): Promise<ReadonlyMap<string, string>> {
  const lieux = await allLieux(db, territoireId);
  return new Map(lieux.flatMap(({ id, structureId }) => (structureId === null ? [] : [[id, structureId]])));
}

async function annoncerAuxLieux(db: Db, territoire: Territoire, url: string, annonce: AnnonceAbsence): Promise<number> {
  const { lieux, absence } = annonce;
  const structureOf = await structuresQuiAccueillent(db, territoire.id);
  const hosts = new Set(
    lieux.flatMap(({ seances }) => seances.flatMap(({ lieuId }) => structureOf.get(lieuId ?? '') ?? [])),
  );
  let count = 0;
  for (const structureId of hosts) {
    const own = lieux.map(({ titre, seances }) => ({
      titre,
      seances: seances.filter(({ lieuId }) => structureOf.get(lieuId ?? '') === structureId),
    }));
    for (const { courriel, nom } of await referentsDe(db, territoire.id, structureId)) {
      if (courriel === null) continue;
      const texte = [
        `Bonjour ${nom},`,
        '',
        `Des permanences changent dans vos lieux, ${direJours(absence)}.`,
        '',
        ...paragraphes(own),
        'Les personnes qui avaient rendez-vous sont prévenues par le Département. Vos affiches et la page publique de vos lieux sont à jour. Votre espace :',
        `${urlDe(url, territoire)}/ma-structure`,
      ].join('\n');
      const sujet = 'Permanences modifiées dans vos lieux';
      await queueMail(db, territoire.id, { genre: 'suites', destinataire: courriel, sujet, texte });
      count += 1;
    }
  }
  return count;
}

async function annoncerAuxAgents(
  db: Db,
  territoire: Territoire,
  url: string,
  annonce: AnnonceAbsence,
): Promise<number> {
  const byAgent = Map.groupBy(
    annonce.agents.filter(({ seances }) => seances.length > 0),
    ({ agentId }) => agentId,
  );
  let count = 0;
  for (const { courriel, nom, agentId } of await comptesDuRole(db, territoire.id, 'agent')) {
    const nouvelles = byAgent.get(agentId ?? '');
    if (nouvelles === undefined) continue;
    const texte = [
      `Bonjour ${nom},`,
      '',
      ...paragraphes(nouvelles),
      'Votre agenda est à jour :',
      `${urlDe(url, territoire)}/agenda`,
    ].join('\n');
    const sujet = 'Votre planning change';
    await queueMail(db, territoire.id, { genre: 'suites', destinataire: courriel, sujet, texte });
    count += 1;
  }
  return count;
}

/**
 * Tells the agents, each of their own séances, and the référents of the lieux, of those held there: never whom they help, who is away,
 * nor why. Returns how many messages were written to each.
 */
export async function annoncerAbsence(
  db: Db,
  territoire: Territoire,
  url: string,
  annonce: AnnonceAbsence,
): Promise<{ readonly lieux: number; readonly agents: number }> {
  return {
    lieux: await annoncerAuxLieux(db, territoire, url, annonce),
    agents: await annoncerAuxAgents(db, territoire, url, annonce),
  };
}

/** One line of news for each agent who holds some of these séances. */
export function parAgent(
  titre: string,
  seances: readonly SeancePlanning[],
): readonly (Nouvelle & { readonly agentId: string })[] {
  return [...Map.groupBy(seances, ({ agentId }) => agentId)].map(([agentId, own]) => ({
    agentId,
    titre,
    seances: own,
  }));
}
