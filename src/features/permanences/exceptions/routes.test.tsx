import { beforeAll, describe, expect, test } from 'vitest';
import { poserAttendu } from '../../../../test/attendus.ts';
import { expectFrenchOrData } from '../../../../test/hostile-form.ts';
import { type Saisie, usePlanning } from '../../../../test/planning.ts';
import type { Visitor } from '../../../../test/visitor.ts';
import { inTerritoire } from '../../../platform/db.ts';
import { prolongerPermanences } from '../planification.ts';
import { modificationForm } from './forms.ts';

const planning = usePlanning();
const { base, lieu, agent, enPlace } = planning;
let equipe: Visitor;
beforeAll(() => {
  equipe = planning.equipe;
});

const rows = (permanenceId: string) =>
  base.owner
    .selectFrom('seance')
    .select(['id', 'jour', 'jourPrevu', 'lieuId', 'agentId', 'heureDebut', 'heureFin', 'statut', 'exceptions'])
    .where('permanenceId', '=', permanenceId)
    .orderBy('jourPrevu')
    .execute();

async function premiere(permanenceId: string) {
  const [one] = await rows(permanenceId);
  if (one === undefined) throw new Error('A permanence has its séances');
  return one;
}

const vers = (lieuId: string, autres: Saisie = {}): Saisie => ({
  seanceLe: '2026-11-27',
  heureDebut: '09:00',
  heureFin: '12:00',
  lieuId,
  ...autres,
});

describe('scénario 8 : une date déplacée dans un autre lieu', () => {
  test('cette date seule change, ses rendez-vous la suivent et sont prévenus', async () => {
    const { id, lieuId } = await enPlace();
    const ailleurs = await lieu('Médiathèque du port');
    const seance = await premiere(id);
    await poserAttendu(base, {
      seanceId: seance.id,
      debut: '09:30',
      fin: '10:00',
      prenom: 'Ana',
      courriel: 'ana@essai.example',
      prevenir: 'courriel',
    });
    const page = await equipe.get(`/seances/${seance.id}/modifier`);
    expect(page.text).toContain('Ana');
    expect(page.text).toContain('par courriel');
    const moved = await equipe.post(
      `/seances/${seance.id}/modifier`,
      vers(ailleurs, { seanceLe: '2026-11-26', heureDebut: '14:00', heureFin: '17:00' }),
    );
    expect(moved.location).toBe(`/permanences/${id}`);
    const [first, ...others] = await rows(id);
    expect(first).toMatchObject({ lieuId: ailleurs, statut: 'prevue', exceptions: ['jour', 'horaire', 'lieu'] });
    expect([`${first?.jour}`, `${first?.jourPrevu}`]).toEqual(['2026-11-26', '2026-11-27']);
    expect(others.every((one) => one.lieuId === lieuId && one.exceptions.length === 0)).toBe(true);
    const [rdv] = await base.owner.selectFrom('rendezVous').selectAll().where('seanceId', '=', seance.id).execute();
    expect([`${rdv?.debut}`, rdv?.statut, rdv?.aDire]).toEqual(['14:30:00', 'confirme', null]);
    const mails = await base.owner
      .selectFrom('courriel')
      .select('texte')
      .where('destinataire', '=', 'ana@essai.example')
      .execute();
    expect(mails).toHaveLength(1);
    expect(mails[0]?.texte).toContain('Médiathèque du port');
    expect((await equipe.get(`/permanences/${id}`)).text).toContain(
      'exceptionnellement à Médiathèque du port, le jeudi 26 novembre 2026 au lieu du vendredi 27 novembre 2026',
    );
  });

  test('la page publique et l’affiche du lieu disent où, celle de l’autre lieu aussi', async () => {
    const { id, lieuId } = await enPlace();
    const ailleurs = await lieu('Foyer rural');
    const seance = await premiere(id);
    await equipe.post(`/seances/${seance.id}/modifier`, vers(ailleurs));
    const anyone = planning.site.anonymous();
    expect((await anyone.get(`/lieux/${lieuId}`)).text).toContain(
      'Pas de permanence ici : elle se tient exceptionnellement ce jour-là, à Foyer rural',
    );
    expect((await anyone.get(`/lieux/${ailleurs}`)).text).toContain('de 9\u00a0h à 12\u00a0h');
  });

  test('prolonger les permanences ne la planifie pas de nouveau et ne la défait pas', async () => {
    const { id } = await enPlace({ au: '' });
    const ailleurs = await lieu('Salle des fêtes');
    const seance = await premiere(id);
    await equipe.post(`/seances/${seance.id}/modifier`, vers(ailleurs, { seanceLe: '2026-11-30' }));
    const before = await rows(id);
    for (const day of ['2026-11-25', '2026-11-29', '2026-12-01', '2027-01-05']) {
      await inTerritoire(base.request, '66', (db) => prolongerPermanences(db, '66', Temporal.PlainDate.from(day)));
    }
    const after = await rows(id);
    expect(after.slice(0, before.length)).toEqual(before);
    const days = after.map(({ jourPrevu }) => `${jourPrevu}`);
    expect(new Set(days).size).toBe(days.length);
    expect(after.length).toBeGreaterThan(before.length);
  });

  test('revenir à la série défait l’exception, tant que c’est possible', async () => {
    const { id, lieuId, agentId } = await enPlace();
    const seance = await premiere(id);
    const path = `/seances/${seance.id}`;
    expect((await equipe.post(`${path}/revenir`)).text).toContain('déjà comme sa permanence la prévoit');
    await equipe.post(`${path}/modifier`, vers(await lieu('Un temps'), { seanceLe: '2026-11-26' }));
    expect((await equipe.get(`${path}/revenir`)).text).toContain('vendredi 27 novembre 2026');
    expect((await equipe.post(`${path}/revenir`)).location).toBe(`/permanences/${id}`);
    expect(await premiere(id)).toMatchObject({ lieuId, agentId, exceptions: [] });
    await equipe.post(`${path}/modifier`, vers(lieuId, { seanceLe: '2026-11-26' }));
    // Somebody else takes the place that it left.
    const prend = { lieuId, jour: '5', heureDebut: '10:00', heureFin: '11:00', du: '2026-11-27', au: '2026-11-27' };
    expect((await equipe.post('/permanences/nouvelle', { ...prend, agentId: await agent('Prise') })).status).toBe(303);
    const refused = await equipe.post(`${path}/revenir`);
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('Le lieu est occupé à cet horaire ce jour-là.');
    expect(await premiere(id)).toMatchObject({ exceptions: ['jour'] });
  });

  test('confiée à un autre agent, elle le dit ; rendue au sien, elle ne le dit plus', async () => {
    const { id, agentId } = await enPlace();
    const seance = await premiere(id);
    const autre = await agent('Un soir');
    await equipe.post(`/seances/${seance.id}/reaffecter`, { agentId: autre });
    expect(await premiere(id)).toMatchObject({ agentId: autre, exceptions: ['agent'] });
    await equipe.post(`/seances/${seance.id}/reaffecter`, { agentId });
    expect(await premiere(id)).toMatchObject({ agentId, exceptions: [] });
  });
});

describe('des heures plus courtes', () => {
  test('ce qui ne tient plus passe à replacer, le reste suit', async () => {
    const { id, lieuId } = await enPlace();
    const seance = await premiere(id);
    const of = { seanceId: seance.id, prevenir: 'guichet' } as const;
    const kept = await poserAttendu(base, { ...of, debut: '09:00', fin: '09:30', prenom: 'Reste' });
    const lost = await poserAttendu(base, { ...of, debut: '11:30', fin: '12:00', prenom: 'Perdue' });
    await equipe.post(`/seances/${seance.id}/modifier`, vers(lieuId, { heureDebut: '10:00', heureFin: '11:00' }));
    const statutOf = async (rdv: string) =>
      await base.owner
        .selectFrom('rendezVous')
        .select(['statut', 'debut'])
        .where('id', '=', rdv)
        .executeTakeFirstOrThrow();
    expect(await statutOf(kept)).toMatchObject({ statut: 'confirme' });
    expect(`${(await statutOf(kept)).debut}`).toBe('10:00:00');
    expect(await statutOf(lost)).toMatchObject({ statut: 'a_replacer' });
    const calls = await base.owner.selectFrom('appel').select('rendezVousId').execute();
    expect(calls.map(({ rendezVousId }) => rendezVousId)).toEqual(expect.arrayContaining([kept, lost]));
  });
});

describe('ce qui se refuse', () => {
  test('un jour passé, férié, des heures inversées, un lieu inconnu, un agent pris : tout est gardé', async () => {
    const { id, lieuId, agentId } = await enPlace();
    const seance = await premiere(id);
    const path = `/seances/${seance.id}/modifier`;
    const said = async (autres: Saisie) => {
      const { status, text } = await equipe.post(path, vers(lieuId, autres));
      expect(status).toBe(422);
      return text;
    };
    expect(await said({})).toContain('Rien ne change');
    expect(await said({ seanceLe: '2026-11-23' })).toContain('Ce jour est passé');
    expect(await said({ seanceLe: '2026-12-25' })).toContain('Ce jour est férié (Noël)');
    expect(await said({ heureFin: '08:00' })).toContain('L’heure de fin doit suivre l’heure de début.');
    expect(await said({ lieuId: '0190f2b0-0000-7000-8000-000000000000' })).toContain(
      'Choisissez le lieu dans la liste.',
    );
    const autre = await lieu('Le même jour');
    const other = { agentId, lieuId: autre, jour: '4', heureDebut: '09:00', heureFin: '12:00', du: '2026-11-26' };
    expect((await equipe.post('/permanences/nouvelle', { ...other, au: '2026-11-26' })).status).toBe(303);
    const taken = await said({ seanceLe: '2026-11-26', heureDebut: '10:30' });
    expect(taken).toContain('L’agent est pris à cet horaire ce jour-là.');
    expect(taken).toContain('value="10:30"');
  });

  test('un lieu sans visite, une aide ponctuelle, une séance annulée', async () => {
    const { id } = await enPlace();
    const seance = await premiere(id);
    const nu = await lieu('Jamais visité', []);
    const refused = await equipe.post(`/seances/${seance.id}/modifier`, vers(nu));
    expect(refused.text).toContain('Choisissez le lieu dans la liste.');
    await equipe.post(`/seances/${seance.id}/annuler`, { motif: 'Neige' });
    const cancelled = await equipe.post(`/seances/${seance.id}/modifier`, vers(nu));
    expect(cancelled.status).toBe(422);
  });

  test('un agent, un référent ne déplacent rien', async () => {
    const { id } = await enPlace();
    const seance = await premiere(id);
    for (const compte of [planning.small.comptes.agent, planning.small.comptes.referent]) {
      const visitor = await planning.site.signedIn(compte);
      expect((await visitor.post(`/seances/${seance.id}/modifier`, {})).status).toBe(403);
      expect((await visitor.post(`/seances/${seance.id}/revenir`)).status).toBe(403);
    }
  });
});

test('formulaire d’une séance : quoi qu’on y écrive, il répond en français', () => {
  expectFrenchOrData(modificationForm);
});
