import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, expect } from 'vitest';
import { demo, seanceDuJour } from '../db/demo/ids.ts';
import type { Base } from './base.ts';
import { type Fields, openSite, type Visitor } from './visitor.ts';

/** Help to one person, as the form of a séance says it. */
export const saisie = {
  thematiques: ['AideAuxDemarchesAdministratives'],
  demarches: ['SocialSante'],
  operateur: 'caf',
  duree: '45',
  typeLieu: 'ADistance',
  issue: 'faite',
  trancheAge: 'SoixanteDixPlus',
  genre: 'Feminin',
  statutSocial: 'Retraite',
  objectif: 'permanence',
  formulaire: '2',
} as const;

/** Today's séance of the agent of the demo, empty before each test, and what he notes there. */
export function useSeanceDuJour(base: Base) {
  let agent: Visitor | undefined;
  const seance = () => seanceDuJour(Temporal.Now.plainDateISO('Europe/Paris'));
  const connecte = (): Visitor => {
    if (agent === undefined) throw new Error('The agent of useSeanceDuJour() exists only inside tests and hooks');
    return agent;
  };
  beforeAll(async () => {
    agent = await openSite(base.request).signedIn(demo.comptes.agent);
  });
  beforeEach(async () => {
    await base.owner.deleteFrom('accompagnement').where('seanceId', '=', seance()).execute();
  });
  const nouveau = (id = seance()): string => `/seances/${id}/accompagnements/nouveau`;
  return {
    agent: connecte,
    seance,
    nouveau,
    /** What is noted there, in order. */
    notes: () =>
      base.owner
        .selectFrom('accompagnement')
        .selectAll()
        .where('seanceId', '=', seance())
        .orderBy('createdAt')
        .execute(),
    /** Notes help by the form of the page. Returns its identifier. */
    noter: async (autres: Fields = {}): Promise<string> => {
      const cle = randomUUID();
      expect((await connecte().post(nouveau(), { ...saisie, ...autres, _cle: cle })).status).toBe(303);
      return cle;
    },
  };
}
