import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { useBase } from '../../../test/base.ts';
import { assurance, seedConvention } from '../../../test/conventions.ts';
import { runJobs } from '../../../test/jobs.ts';
import { type SmallTerritoire, seedSmallTerritoire } from '../../../test/small-territoire.ts';
import { echeancesJob } from '../../jobs.ts';
import { inTerritoire } from '../../platform/db.ts';
import { uuidv7 } from '../../platform/ids.ts';
import { enqueue } from '../../platform/jobs.ts';
import type { MiseEnDemeure } from '../conventions/rules.ts';
import { saveRefus } from '../courriels/store.ts';
import { appliquerConservation } from '../donnees-personnelles/nuit.ts';
import { allTerritoires } from '../territoires/store.ts';
import { rappelerEcheances, texteDesRappels } from './rappels.ts';
import type { Element } from './rules.ts';
import { saveReglages } from './store.ts';

const base = useBase();
const day = (text: string) => Temporal.PlainDate.from(text);
/** In force since that day: renewal on 2027-05-16, last day to oppose on 2027-03-16. */
const EFFET = day('2026-11-16');
let small: SmallTerritoire;

beforeAll(async () => {
  small = await seedSmallTerritoire(base.owner);
  const signed = { compteId: small.comptes.equipe, effet: EFFET, fin: day('2030-12-31') };
  for (const [structureId, reference] of [
    [small.structure, 'CNV-CER'],
    [small.autreStructure, 'CNV-MED'],
  ] as const) {
    const evenements = [assurance(day('2030-01-01'))];
    await seedConvention(base, { ...signed, structureId, reference, evenements });
  }
});
beforeEach(async () => {
  // The ends of contracts are tried apart.
  await inTerritoire(base.request, '66', (db) => saveReglages(db, '66', { contrat: [], reconduction: [] }));
});
afterEach(async () => {
  for (const table of ['echeanceRappel', 'courriel', 'identifiant'] as const)
    await base.owner.deleteFrom(table).execute();
});

async function rappeler(date: string) {
  const territoire = (await allTerritoires(base.request)).find(({ id }) => id === '66');
  if (territoire === undefined) throw new Error('No territoire');
  await rappelerEcheances(base.request, territoire, { url: 'http://localhost', today: day(date) });
}
const ecrits = () =>
  base.owner.selectFrom('courriel').selectAll().where('genre', '=', 'echeances').orderBy('createdAt').execute();

/** Runs the job of a morning; returns every message written since the test began. */
async function matin(date: string) {
  await inTerritoire(base.request, '66', (db) => enqueue(db, '66', echeancesJob, {}));
  const clock = () => day(date).toZonedDateTime({ timeZone: 'Europe/Paris', plainTime: '06:40' }).toInstant();
  await runJobs(base, { clock });
  return ecrits();
}
const recus = (messages: Awaited<ReturnType<typeof matin>>, courriel: string) =>
  messages.filter(({ destinataire }) => destinataire === courriel).map(({ texte }) => texte);

describe('Chaque matin', () => {
  test('l’équipe est rappelée de tout, le référent de sa structure, les autres de rien', async () => {
    const messages = await matin('2027-01-15');
    expect(messages.map(({ destinataire }) => destinataire).sort()).toEqual([
      'equipe@exemple.fr',
      'referent@exemple.fr',
    ]);
    const [team = ''] = recus(messages, 'equipe@exemple.fr');
    expect(team).toContain('2 échéances à ne pas manquer');
    expect(team).toContain('mardi 16 mars 2027, dans 60 jours : Dernier jour pour s’opposer à la reconduction');
    expect(team).toContain('CNV-MED, Médiathèque des Essais');
    expect(team).toContain('http://localhost/echeancier');
    const [own = ''] = recus(messages, 'referent@exemple.fr');
    expect(own).toContain('Une échéance à ne pas manquer');
    expect(own).toContain('CNV-CER, Mairie de Céret');
    expect(own).not.toContain('CNV-MED');
    expect(own).toContain('http://localhost/ma-structure/echeances');
  });

  test('rien ne part la veille du premier rappel, et une seconde fois rien de plus', async () => {
    expect(await matin('2027-01-14')).toEqual([]);
    expect(await matin('2027-01-15')).toHaveLength(2);
    expect(await matin('2027-01-15')).toHaveLength(2);
    expect(await matin('2027-01-16')).toHaveLength(2);
  });

  test('chaque rappel part une fois : à 60, 30 et 7 jours', async () => {
    const sent: string[] = [];
    let before = 0;
    for (let date = day('2027-01-10'); Temporal.PlainDate.compare(date, day('2027-03-25')) <= 0; ) {
      await rappeler(date.toString());
      const { length } = recus(await ecrits(), 'referent@exemple.fr');
      if (length > before) sent.push(date.toString());
      before = length;
      date = date.add({ days: 1 });
    }
    expect(sent).toEqual(['2027-01-15', '2027-02-14', '2027-03-09']);
  });

  test('un matin manqué est rattrapé, même le dernier, et ce qu’un rappel plus proche dépasse ne part jamais', async () => {
    expect(recus(await matin('2027-01-18'), 'referent@exemple.fr')).toHaveLength(1);
    // Neither the 30th day nor the 7th was run.
    const late = recus(await matin('2027-03-18'), 'referent@exemple.fr');
    expect(late).toHaveLength(2);
    expect(late[1]).toContain('mardi 16 mars 2027, il y a 2 jours');
    expect(recus(await matin('2027-03-19'), 'referent@exemple.fr')).toHaveLength(2);
  });

  test('ce qui s’ajoute dans la journée attend le lendemain : un seul message par jour', async () => {
    await rappeler('2027-01-15');
    await inTerritoire(base.request, '66', (db) => saveReglages(db, '66', { contrat: [], reconduction: [121] }));
    await rappeler('2027-01-15');
    expect(recus(await ecrits(), 'referent@exemple.fr')).toHaveLength(1);
    await rappeler('2027-01-16');
    const [, second = ''] = recus(await ecrits(), 'referent@exemple.fr');
    expect(second).toContain('dimanche 16 mai 2027, dans 120 jours : Reconduction tacite');
    expect(second).not.toContain('s’opposer');
  });

  test('deux passages en même temps n’envoient qu’une fois', async () => {
    await Promise.all([1, 2, 3].map(() => rappeler('2027-01-15')));
    expect(await base.owner.selectFrom('courriel').selectAll().execute()).toHaveLength(2);
    expect(await base.owner.selectFrom('echeanceRappel').selectAll().execute()).toHaveLength(3);
  });

  test('une personne aux deux casquettes reçoit un seul message', async () => {
    const id = uuidv7();
    const compte = { territoireId: '66', id, courriel: 'referent@exemple.fr', nom: 'Compte referent', role: 'equipe' };
    await base.owner.insertInto('compte').values(compte).execute();
    try {
      const own = recus(await matin('2027-01-15'), 'referent@exemple.fr');
      expect(own).toHaveLength(1);
      expect(own[0]).toContain('CNV-MED');
    } finally {
      await base.owner.deleteFrom('echeanceRappel').execute();
      await base.owner.deleteFrom('compte').where('id', '=', id).execute();
    }
  });

  test('qui les refuse n’en reçoit pas, et ne reçoit ensuite que le rappel du moment', async () => {
    const refuse = (genres: readonly 'echeances'[]) =>
      inTerritoire(base.request, '66', (db) => saveRefus(db, '66', 'referent@exemple.fr', genres));
    await refuse(['echeances']);
    expect(recus(await matin('2027-01-15'), 'referent@exemple.fr')).toEqual([]);
    await refuse([]);
    expect(recus(await matin('2027-02-20'), 'referent@exemple.fr')).toHaveLength(1);
  });

  test('un compte fermé ne reçoit rien', async () => {
    const fermer = (fermeLe: Temporal.Instant | null) =>
      base.owner.updateTable('compte').set({ fermeLe }).where('id', '=', small.comptes.referent).execute();
    await fermer(Temporal.Now.instant());
    try {
      expect(recus(await matin('2027-01-15'), 'referent@exemple.fr')).toEqual([]);
    } finally {
      await fermer(null);
    }
  });

  test('les jours que le territoire a choisis valent pour lui', async () => {
    await inTerritoire(base.request, '66', (db) => saveReglages(db, '66', { opposition: [10], contrat: [] }));
    expect((await matin('2027-01-15')).map(({ texte }) => texte).join()).not.toContain('s’opposer');
    expect((await matin('2027-03-06')).map(({ texte }) => texte).join()).toContain('dans 10 jours');
  });
});

describe('La nuit', () => {
  test('efface les rappels après 24 mois, et l’adresse de calendrier d’un compte fermé', async () => {
    const { equipe, referent } = small.comptes;
    const cree = (date: string) => day(date).toZonedDateTime('Europe/Paris').toInstant();
    const rappel = {
      territoireId: '66',
      compteId: equipe,
      cle: 'fin convention:1 2024-12-31',
      envoyeLe: day('2024-12-01'),
    };
    await base.owner
      .insertInto('echeanceRappel')
      .values([
        { ...rappel, pas: 30, createdAt: cree('2024-12-01') },
        { ...rappel, pas: 7, createdAt: cree('2024-12-24') },
      ])
      .execute();
    for (const compteId of [equipe, referent]) {
      const flux = { territoireId: '66', compteId, jetonHash: Buffer.from(compteId) };
      await base.owner.insertInto('calendrierFlux').values(flux).execute();
    }
    const fermer = (fermeLe: Temporal.Instant | null) =>
      base.owner.updateTable('compte').set({ fermeLe }).where('id', '=', referent).execute();
    const now = cree('2026-12-10');
    await fermer(now);
    const removed = await inTerritoire(base.request, '66', (db) =>
      appliquerConservation(db, { id: '66', dureesConservation: {} }, day('2026-12-10'), now),
    );
    await fermer(null);
    expect(removed).toMatchObject({ rappels: 1, calendriers: 1 });
    expect(await base.owner.selectFrom('echeanceRappel').select('pas').execute()).toEqual([{ pas: 7 }]);
    expect(await base.owner.selectFrom('calendrierFlux').select('compteId').execute()).toEqual([{ compteId: equipe }]);
    await base.owner.deleteFrom('calendrierFlux').execute();
  });
});

describe('Ce que dit le message', () => {
  test('ni le nom d’un agent, ni le motif d’une lettre', async () => {
    const courrier = { numero: '1A', premierePresentationLe: null, sort: 'remis' as const };
    const lettre: MiseEnDemeure = {
      type: 'mise_en_demeure',
      id: uuidv7(),
      auteur: 'departement',
      motif: 'Motif confidentiel',
      courrier: { ...courrier, envoyeLe: day('2027-08-01'), recuLe: day('2027-08-02') },
    };
    await seedConvention(base, {
      compteId: small.comptes.equipe,
      structureId: small.autreStructure,
      reference: 'CNV-FAUTE',
      effet: EFFET,
      fin: day('2030-12-31'),
      evenements: [assurance(day('2030-01-01')), lettre],
    });
    await inTerritoire(base.request, '66', (db) => saveReglages(db, '66', {}));
    const [texte = ''] = recus(await matin('2027-08-25'), 'equipe@exemple.fr');
    expect(texte).toContain('Dernier jour pour remédier au manquement (convention CNV-FAUTE, Médiathèque des Essais)');
    expect(texte).toContain('mardi 31 août 2027, dans 6 jours : Fin du contrat d’un agent');
    expect(texte).not.toMatch(/Motif confidentiel|Tramontane|Micocoulier/);
  });

  test('au-delà de quarante lignes, le reste se lit dans Escale', () => {
    const element: Element = {
      type: 'signature',
      objet: 'convention:1',
      le: null,
      depuis: day('2026-03-01'),
      sujet: 'CNV',
      sujetPublic: 'convention CNV, Mairie',
      precision: null,
      structure: null,
      href: '/',
    };
    const texte = texteDesRappels({
      nom: 'Nour',
      role: 'equipe',
      rappels: Array.from({ length: 42 }, () => ({ element })),
      today: day('2026-11-24'),
      url: 'https://escale.exemple.fr',
    });
    expect(texte).toContain('40. à faire depuis le dimanche 1er mars 2026 : Signature attendue');
    expect(texte).not.toContain('41. ');
    expect(texte).toContain('Et 2 autres.');
  });
});
