import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { useAvis } from '../../../../test/avis.ts';
import type { Visitor } from '../../../../test/visitor.ts';
import { readValues } from '../../../platform/http/form.ts';
import { FORMULAIRE, type Valeurs } from '../formulaire.ts';
import { type Envoi, recevoir } from '../reception/recevoir.ts';

const avis = useAvis();
const JOUR = '2026-11-24';
let agent: Visitor;
let seance: string;
let rdv: string;

beforeEach(async () => {
  agent = await avis.site.signedIn(avis.small.comptes.agent);
  seance = await avis.seance(JOUR);
  rdv = await avis.rdv(seance, '09:30');
});

const valeurs = (rendezVous: string | null): Valeurs => ({
  typeActivite: ['Individuel'],
  seance: [seance],
  typeLieu: ['LieuActivite'],
  thematiques: ['Sante'],
  duree: ['30'],
  issue: ['faite'],
  genre: ['NonCommunique'],
  trancheAge: ['NonCommunique'],
  statutSocial: ['NonCommunique'],
  objectif: ['permanence'],
  ...(rendezVous === null ? {} : { rendezVous: [rendezVous] }),
});

type Operation = Pick<Envoi, 'id' | 'nature' | 'accompagnement' | 'base'> & { readonly valeurs: Valeurs };
const creer = (rendezVous: string | null): Operation => {
  const id = randomUUID();
  return { id, nature: 'creer', accompagnement: id, base: null, valeurs: valeurs(rendezVous) };
};
const suite = (nature: Envoi['nature'], { id, accompagnement }: Operation, rendezVous?: string | null): Operation => ({
  ...{ id: randomUUID(), nature, accompagnement, base: id },
  valeurs: rendezVous === undefined ? {} : valeurs(rendezVous),
});

async function envoyer(...operations: readonly Operation[]): Promise<readonly string[]> {
  const now = avis.clock();
  const envois = operations.map(({ valeurs: typed, ...one }) => ({
    ...one,
    formulaire: FORMULAIRE,
    saisiAt: now,
    form: readValues(typed),
  }));
  const auteur = { compteId: avis.small.comptes.agent, agentId: avis.small.agent };
  const today = now.toZonedDateTimeISO('Europe/Paris').toPlainDate();
  const reponses = await avis.dans((db) => recevoir(db, '66', auteur, envois, { now, today }));
  return reponses.map((one) => one.etat);
}
const etat = async (id = rdv) => (await avis.lire(id)).statut;
const poser = (statut: string, autres: object = {}) =>
  avis.base.owner
    .updateTable('rendezVous')
    .set({ statut, ...autres })
    .where('id', '=', rdv)
    .execute();

describe('Un accompagnement noté avec un rendez-vous', () => {
  test.each(['confirme', 'arrive'])(
    'dit la personne reçue, et la rend « %s » s’il est supprimé le jour même',
    async (statut) => {
      const arriveAt = statut === 'arrive' ? Temporal.Instant.from('2026-11-24T08:25:00Z') : null;
      await poser(statut, { arriveAt });
      const one = creer(rdv);
      expect(await envoyer(one)).toEqual(['acceptee']);
      expect(await avis.lire(rdv)).toMatchObject({ statut: 'recu', recuAccompagnementId: one.id });
      expect(await envoyer(one)).toEqual(['deja']);
      expect(await envoyer(suite('supprimer', one))).toEqual(['acceptee']);
      const after = await avis.lire(rdv);
      expect(after).toMatchObject({ statut, recuAt: null, recuAccompagnementId: null });
      expect(after.arriveAt?.toString() ?? null).toBe(arriveAt?.toString() ?? null);
      // Nobody is told of what they lived.
      expect([(await avis.sms()).length, (await avis.courriels()).length, (await avis.appels()).length]).toEqual([
        0, 0, 0,
      ]);
    },
  );

  test.each(['absent', 'annule', 'deplace'])('ne change rien d’un rendez-vous « %s »', async (statut) => {
    await poser(statut);
    await envoyer(creer(rdv));
    expect(await etat()).toBe(statut);
  });

  test('supprimé le lendemain, il laisse la personne reçue', async () => {
    const one = creer(rdv);
    await envoyer(one);
    avis.travel('2026-11-25T09:00:00Z');
    agent = await avis.site.signedIn(avis.small.comptes.agent);
    expect(await envoyer(suite('supprimer', one))).toEqual(['acceptee']);
    expect(await etat()).toBe('recu');
  });

  test('ce que le guichet a noté ne se défait pas avec lui', async () => {
    const one = creer(rdv);
    await envoyer(one);
    await agent.post(`/rendez-vous/${rdv}/venue`, { venue: 'arrive' });
    await agent.post(`/rendez-vous/${rdv}/venue`, { venue: 'recu' });
    await envoyer(suite('supprimer', one));
    expect(await etat()).toBe('recu');
  });

  test('noté deux fois, il tient par l’autre ; les deux partis ensemble, il est de nouveau attendu', async () => {
    const [one, other] = [creer(rdv), creer(rdv)];
    await envoyer(one, other);
    const noted = (await avis.lire(rdv)).recuAccompagnementId;
    const [first, second] = noted === one.id ? [one, other] : [other, one];
    await envoyer(suite('supprimer', first));
    expect(await avis.lire(rdv)).toMatchObject({ statut: 'recu', recuAccompagnementId: second.id });
    await envoyer(suite('supprimer', second));
    expect(await etat()).toBe('confirme');
    const again = [creer(rdv), creer(rdv)] as const;
    await envoyer(...again);
    await envoyer(...again.map((created) => suite('supprimer', created)));
    expect(await etat()).toBe('confirme');
  });

  test('corrigé vers un autre rendez-vous, il rend le premier et dit le second reçu', async () => {
    const other = await avis.rdv(seance, '10:30', { prenom: 'Odette', telephone: '06 39 98 00 03' });
    const one = creer(rdv);
    await envoyer(one);
    await envoyer(suite('modifier', one, other));
    expect([await etat(), await etat(other)]).toEqual(['confirme', 'recu']);
    // Corrected without touching the link, what the counter says since stays.
    const last = creer(rdv);
    await envoyer(last);
    await agent.post(`/rendez-vous/${rdv}/venue`, { venue: 'absent' });
    await envoyer(suite('modifier', last, rdv));
    expect(await etat()).toBe('absent');
  });

  test('dont la place est prise depuis par la même personne : il reste reçu, la suppression passe', async () => {
    const one = creer(rdv);
    await envoyer(one);
    await avis.rdv(seance, '11:00');
    expect(await envoyer(suite('supprimer', one))).toEqual(['acceptee']);
    expect(await etat()).toBe('recu');
  });

  test('la personne reçue par son accompagnement est revenue : sa fiche est datée', async () => {
    const personneId = randomUUID();
    const updatedAt = Temporal.Instant.from('2024-01-05T09:00:00Z');
    await avis.base.owner
      .insertInto('personne')
      .values({ territoireId: '66', id: personneId, prenom: 'Violette', nomCherche: 'violette', updatedAt })
      .execute();
    await poser('confirme', { personneId });
    await envoyer(creer(rdv));
    const { updatedAt: after } = await avis.base.owner
      .selectFrom('personne')
      .select('updatedAt')
      .where('id', '=', personneId)
      .executeTakeFirstOrThrow();
    expect(Temporal.Instant.compare(after, updatedAt)).toBe(1);
  });
});
