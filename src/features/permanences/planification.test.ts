import { beforeAll, describe, expect, test } from 'vitest';
import { demo, ids66, voisin } from '../../../db/demo/ids.ts';
import { useBase } from '../../../test/base.ts';
import { openSite, type Visitor } from '../../../test/visitor.ts';
import { formatDate } from '../../domain/date.ts';
import { entretenir } from '../../entretien.ts';
import { type Db, inTerritoire } from '../../platform/db.ts';
import { joursHorsConvention } from '../conventions/rules.ts';
import { allConventions } from '../conventions/store.ts';
import { prolongerPermanences } from './planification.ts';
import { horizonSeances, seancesDe } from './rules.ts';
import { allPermanences } from './store.ts';

const base = useBase({ demo: true });
let today: Temporal.PlainDate;
let equipe: Visitor;

beforeAll(async () => {
  today = Temporal.Now.plainDateISO('Europe/Paris');
  equipe = await openSite(base.request).signedIn(demo.comptes.equipe);
});

function inBase<T>(work: (db: Db) => Promise<T>): Promise<T> {
  return inTerritoire(base.request, '66', work);
}

/** Six in the morning: nobody of the demo works then. */
function aubes(lieuId: string, au: Temporal.PlainDate | null) {
  const du = today.add({ days: 1 });
  return {
    agentId: demo.agents.demo,
    lieuId,
    jour: '3',
    heureDebut: '06:00',
    heureFin: '07:00',
    du: `${du}`,
    au: au === null ? '' : `${au}`,
  };
}

async function nombre(permanenceId: string): Promise<string[]> {
  const rows = await base.owner
    .selectFrom('seance')
    .select('jour')
    .where('permanenceId', '=', permanenceId)
    .orderBy('jour')
    .execute();
  return rows.map(({ jour }) => `${jour}`);
}

describe('ce qu’une permanence demande au lieu et à la convention', () => {
  test('art. 1.2 : un lieu sans bureau fermé n’en accueille aucune', async () => {
    const { status, text } = await equipe.post('/permanences/nouvelle', aubes(demo.lieux.sansBureauFerme, null));
    expect(status).toBe(422);
    expect(text).toMatch(/Ce lieu ne peut pas accueillir de permanence\. Bureau fermé et confidentiel : absent/);
  });

  test('art. 6 : les jours que la convention ne couvre plus sont nommés', async () => {
    const conventions = await inBase((db) => allConventions(db, '66'));
    const convention = conventions.find(({ id }) => id === demo.conventions.finitBientot);
    if (convention === undefined) throw new Error('The demo has a convention that ends soon');
    const au = today.add({ days: 60 });
    const saisie = aubes(ids66.lieu('vinca'), au);
    const heures = { heureDebut: Temporal.PlainTime.from('06:00'), heureFin: Temporal.PlainTime.from('07:00') };
    const jours = seancesDe({ jour: 3, ...heures, du: today.add({ days: 1 }), au }, horizonSeances(today));
    const hors = joursHorsConvention(
      convention,
      jours.map(({ date }) => date),
    );
    expect(hors.length).toBeGreaterThan(0);
    const { status, text } = await equipe.post('/permanences/nouvelle', saisie);
    expect(status).toBe(422);
    expect(text).toContain('La convention n’est pas en vigueur à ces dates :');
    for (const one of hors.slice(0, 3)) expect(text).toContain(formatDate(one));
    const inForce = today.add({ days: 39 });
    expect((await equipe.post('/permanences/nouvelle', { ...saisie, au: `${inForce}` })).status).toBe(303);
  });

  test('art. 3.1 : un lieu du Département ne demande aucune convention, et ses séances n’en portent aucune', async () => {
    const au = today.add({ days: 30 });
    const created = await equipe.post('/permanences/nouvelle', {
      ...aubes(demo.lieux.departement, au),
      heureDebut: '19:00',
      heureFin: '20:00',
    });
    const id = created.location?.split('/')[2] ?? '';
    const rows = await base.owner.selectFrom('seance').select('conventionId').where('permanenceId', '=', id).execute();
    expect(rows.length).toBeGreaterThan(2);
    expect(new Set(rows.map(({ conventionId }) => conventionId))).toEqual(new Set([null]));
  });

  test('la convention qui couvre chaque jour est gardée avec la séance', async () => {
    const saisie = { ...aubes(demo.lieux.alberes, today.add({ days: 30 })), heureDebut: '21:30', heureFin: '22:30' };
    const created = await equipe.post('/permanences/nouvelle', saisie);
    const id = created.location?.split('/')[2] ?? '';
    const rows = await base.owner.selectFrom('seance').select('conventionId').where('permanenceId', '=', id).execute();
    expect(new Set(rows.map(({ conventionId }) => conventionId))).toEqual(new Set([demo.conventions.alberes]));
  });

  test('le lieu d’un autre territoire n’est pas dans la liste', async () => {
    const { text } = await equipe.post('/permanences/nouvelle', aubes(voisin.lieux.mairie, null));
    expect(text).toContain('Choisissez le lieu dans la liste.');
  });
});

describe('tenir les séances douze mois en avant', () => {
  test('une deuxième fois n’ajoute rien', async () => {
    await inBase((db) => prolongerPermanences(db, '66', today));
    expect(await inBase((db) => prolongerPermanences(db, '66', today))).toBe(0);
  });

  test('les jours qui manquent, et eux seuls, sont ajoutés', async () => {
    const permanences = await inBase((db) => allPermanences(db, '66', today));
    const permanence = permanences.find(({ lieuId, au }) => lieuId === demo.lieux.departement && au === null);
    const sansFin = permanence ?? permanences.find(({ structureId }) => structureId === null);
    if (sansFin === undefined) throw new Error('The demo has a permanence of the Département');
    const before = await nombre(sansFin.id);
    const coming = before.filter((jour) => Temporal.PlainDate.compare(jour, today) > 0);
    const removed = [coming[2] ?? '', coming.at(-1) ?? ''];
    await base.owner
      .deleteFrom('seance')
      .where('permanenceId', '=', sansFin.id)
      .where(
        'jour',
        'in',
        removed.map((one) => Temporal.PlainDate.from(one)),
      )
      .execute();
    expect(await inBase((db) => prolongerPermanences(db, '66', today))).toBe(2);
    expect(await nombre(sansFin.id)).toEqual(before);
  });

  test('une séance annulée n’est pas remise', async () => {
    const permanences = await inBase((db) => allPermanences(db, '66', today));
    const id = permanences[0]?.id ?? '';
    const next = base.owner
      .selectFrom('seance')
      .select('id')
      .where('permanenceId', '=', id)
      .where('jour', '>', today)
      .limit(1);
    await base.owner.updateTable('seance').set({ statut: 'annulee', motif: 'Essai' }).where('id', 'in', next).execute();
    expect(await inBase((db) => prolongerPermanences(db, '66', today))).toBe(0);
  });

  test('quatre semaines plus tard : quatre semaines de plus, sans aucun jour que convention ou contrat ne couvre', async () => {
    const later = today.add({ weeks: 4 });
    const added = await inBase((db) => prolongerPermanences(db, '66', later));
    expect(added).toBeGreaterThan(0);
    const rows = await base.owner
      .selectFrom('seance')
      .innerJoin('agent', 'agent.id', 'seance.agentId')
      .innerJoin('lieu', 'lieu.id', 'seance.lieuId')
      .select(['seance.jour', 'seance.conventionId', 'agent.contratFin', 'lieu.structureId'])
      .where('seance.territoireId', '=', '66')
      .where('seance.permanenceId', 'is not', null)
      .where('seance.jour', '>', horizonSeances(today))
      .execute();
    expect(rows).toHaveLength(added);
    const conventions = new Map((await inBase((db) => allConventions(db, '66'))).map((one) => [one.id, one]));
    for (const { jour, conventionId, contratFin, structureId } of rows) {
      expect(Temporal.PlainDate.compare(jour, horizonSeances(later))).toBeLessThanOrEqual(0);
      expect(Temporal.PlainDate.compare(jour, contratFin)).toBeLessThanOrEqual(0);
      expect(conventionId === null).toBe(structureId === null);
      const convention = conventions.get(conventionId ?? '');
      if (convention !== undefined) expect(joursHorsConvention(convention, [jour])).toEqual([]);
    }
    expect(await inBase((db) => prolongerPermanences(db, '66', later))).toBe(0);
  });

  test('rien ne s’ajoute dans un lieu fermé, ou qui ne convient plus', async () => {
    const later = today.add({ weeks: 8 });
    await base.owner.updateTable('lieu').set({ fermeLe: today }).where('territoireId', '=', '66').execute();
    expect(await inBase((db) => prolongerPermanences(db, '66', later))).toBe(0);
    await base.owner.updateTable('lieu').set({ fermeLe: null }).where('territoireId', '=', '66').execute();
    await base.owner.updateTable('lieuConstat').set({ satisfait: false }).where('critere', '=', 'internet').execute();
    expect(await inBase((db) => prolongerPermanences(db, '66', later))).toBe(0);
    await base.owner.updateTable('lieuConstat').set({ satisfait: true }).where('critere', '=', 'internet').execute();
  });

  test('l’entretien passe par chaque territoire, et ne laisse rien à faire', async () => {
    const now = today.add({ weeks: 8 }).toZonedDateTime('Europe/Paris').add({ hours: 12 }).toInstant();
    expect(
      await entretenir(base.request, { id: '66', codeDepartement: '66', dureesConservation: {} }, now),
    ).toBeGreaterThan(0);
    expect(await entretenir(base.request, { id: '66', codeDepartement: '66', dureesConservation: {} }, now)).toBe(0);
  });
});
