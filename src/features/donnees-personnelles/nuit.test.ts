import fc from 'fast-check';
import { sql } from 'kysely';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { demo } from '../../../db/demo/ids.ts';
import { useBase } from '../../../test/base.ts';
import { type SmallTerritoire, seedSmallTerritoire } from '../../../test/small-territoire.ts';
import { dernierJourGarde, dureeDe, type Reglages } from '../../domain/conservation.ts';
import { entretenir } from '../../entretien.ts';
import { type Database, inTerritoire } from '../../platform/db.ts';
import { uuidv7 } from '../../platform/ids.ts';
import { identify, record } from '../../platform/journal.ts';
import { verifierChaine } from '../../platform/journal-verification.ts';
import { sealAll } from '../../platform/sealer.ts';
import { allComptes } from '../comptes/administration/store.ts';
import { allAgents } from '../equipe/store.ts';
import { bilanDePeriode } from '../statistiques/rules.ts';
import { loadActivite } from '../statistiques/store.ts';
import { aEffacer, aProposerAuxArchives, appliquerConservation } from './nuit.ts';
import { DONNEES } from './registre.ts';
import { derniersPassages, PURGES } from './store.ts';

const jour = (text: string) => Temporal.PlainDate.from(text);
const midi = (day: Temporal.PlainDate) =>
  day.toZonedDateTime({ timeZone: 'Europe/Paris', plainTime: '12:00' }).toInstant();

const nuit = (database: Database, today: Temporal.PlainDate, dureesConservation: Reglages = {}, id = '66') =>
  inTerritoire(database, id, (db) => appliquerConservation(db, { id, dureesConservation }, today, midi(today)));
const du = (database: Database, today: Temporal.PlainDate, dureesConservation: Reglages = {}) =>
  inTerritoire(database, '66', (db) => aEffacer(db, { id: '66', dureesConservation }, today, midi(today)));

test('chaque donnée qui s’efface, se rend anonyme ou s’agrège a ce qui l’applique, et aucune autre', () => {
  const applied = DONNEES.filter(({ ensuite }) => ['efface', 'anonymise', 'agrege'].includes(ensuite));
  expect(Object.keys(PURGES).sort()).toEqual(applied.map(({ cle }) => cle).sort());
});

describe('La nuit', () => {
  const base = useBase();
  let ids: SmallTerritoire;
  const FIN = jour('2027-08-31');

  beforeAll(async () => {
    ids = await seedSmallTerritoire(base.owner);
  });
  const undo: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const one of undo.splice(0)) await one();
    await base.owner.deleteFrom('conservationPassage').execute();
  });

  /** A row of a table, and how it is told that it is gone. */
  const compte = async (fermeLe: Temporal.PlainDate, courriel = `${uuidv7()}@exemple.fr`, role = 'equipe') => {
    const id = uuidv7();
    const values = { territoireId: '66', id, courriel, nom: 'Pauline Partie', role, fermeLe: midi(fermeLe) };
    await base.owner.insertInto('compte').values(values).execute();
    undo.push(() => base.owner.deleteFrom('compte').where('id', '=', id).execute());
    return {
      id,
      courriel,
      read: () => base.owner.selectFrom('compte').selectAll().where('id', '=', id).executeTakeFirstOrThrow(),
    };
  };

  const facteur = async (courriel: string) => {
    await base.owner.insertInto('identifiant').values({ territoireId: '66', courriel }).execute();
    const secret = Buffer.from('scelle');
    await base.owner
      .insertInto('facteur')
      .values({ territoireId: '66', id: uuidv7(), courriel, genre: 'application', nom: 'Téléphone', secret })
      .execute();
    await base.owner.insertInto('codeSecours').values({ territoireId: '66', courriel, empreinte: secret }).execute();
    return async () => {
      const counts: number[] = [];
      for (const table of ['identifiant', 'facteur', 'codeSecours'] as const) {
        const rows = await base.owner.selectFrom(table).select('courriel').where('courriel', '=', courriel).execute();
        counts.push(rows.length);
      }
      return counts;
    };
  };

  test('un compte fermé depuis 12 mois perd son nom, son adresse et ses seconds facteurs ; ses traces tiennent', async () => {
    const gone = await compte(jour('2025-11-22'));
    const kept = await compte(jour('2025-11-23'));
    const [goneFactors, keptFactors] = [await facteur(gone.courriel), await facteur(kept.courriel)];
    expect((await du(base.request, jour('2026-11-23'))).get('comptes')).toBe(1);
    expect((await nuit(base.request, jour('2026-11-23')))['comptes']).toBe(1);
    const row = await gone.read();
    expect(row.nom).toMatch(/^Personne [0-9a-f]{8}$/);
    expect(row.courriel).toMatch(/^[0-9a-f-]{36}@efface\.invalid$/);
    expect([row.id, row.role]).toEqual([gone.id, 'equipe']);
    expect(await goneFactors()).toEqual([0, 0, 0]);
    expect(await keptFactors()).toEqual([1, 1, 1]);
    expect((await kept.read()).nom).toBe('Pauline Partie');
    const listed = await inTerritoire(base.request, '66', (db) => allComptes(db, '66', midi(FIN)));
    expect(listed.map(({ id }) => id)).not.toContain(gone.id);
    expect(listed.map(({ id }) => id)).toContain(kept.id);
    // Once more: the random id does not change.
    expect((await nuit(base.request, jour('2026-11-24')))['comptes']).toBe(1);
    expect((await gone.read()).nom).toBe(row.nom);
    await base.owner.deleteFrom('codeSecours').execute();
    await base.owner.deleteFrom('facteur').execute();
    await base.owner.deleteFrom('identifiant').execute();
  });

  test('une demande part avec ses lieux et ses notes 24 mois après, un fichier importé 7 jours après avec son analyse', async () => {
    const of = async (createdAt: Temporal.Instant) => {
      const id = uuidv7();
      const contact = { contactNom: 'Violette', contactFonction: 'Maire', contactCourriel: 'v@exemple.fr' };
      const demande = {
        territoireId: '66',
        id,
        nom: 'Mairie',
        nature: 'commune',
        codeInsee: '66049',
        createdAt,
        ...contact,
      };
      await base.owner.insertInto('demande').values(demande).execute();
      await base.owner
        .insertInto('demandeLieu')
        .values({ territoireId: '66', demandeId: id, rang: 1, nom: 'Chez Violette' })
        .execute();
      await base.owner
        .insertInto('demandeNote')
        .values({ territoireId: '66', id: uuidv7(), demandeId: id, texte: 'Appelée.' })
        .execute();
    };
    await of(midi(jour('2024-11-22')));
    await of(midi(jour('2024-11-23')));
    const fichier = { territoireId: '66', fichier: 'r.csv', octets: Buffer.from('x'), etat: 'analyse' };
    for (const day of ['2026-11-15', '2026-11-16']) {
      const importId = uuidv7();
      await base.owner
        .insertInto('importRegistre')
        .values({ ...fichier, id: importId, createdAt: midi(jour(day)) })
        .execute();
      await base.owner
        .insertInto('importLigne')
        .values({ territoireId: '66', importId, rang: 2, verdict: 'nouvelle', detail: '{}' })
        .execute();
    }
    expect(await nuit(base.request, jour('2026-11-23'))).toMatchObject({ demandes: 1, imports: 1 });
    for (const table of ['demande', 'demandeLieu', 'demandeNote', 'importRegistre', 'importLigne'] as const) {
      expect(await base.owner.selectFrom(table).select('territoireId').execute(), table).toHaveLength(1);
    }
  });

  test('un membre du dispositif perd sa personne à joindre 12 mois après son dernier jour ; il reste, avec ses dates', async () => {
    const of = async (nom: string, au: Temporal.PlainDate | null) =>
      base.owner
        .insertInto('membre')
        .values({
          territoireId: '66',
          id: uuidv7(),
          nom,
          nature: 'association',
          codeInsee: '66049',
          conseillers: 1,
          du: jour('2020-01-01'),
          au,
          contactNom: 'Gaspard',
          contactCourriel: 'g@exemple.fr',
        })
        .execute();
    await of('Parti', jour('2025-11-22'));
    await of('Presque', jour('2025-11-23'));
    await of('Présent', null);
    expect((await nuit(base.request, jour('2026-11-23')))['membres']).toBe(1);
    const rows = await base.owner.selectFrom('membre').select(['nom', 'contactNom', 'contactCourriel', 'au']).execute();
    expect(rows.filter(({ contactNom }) => contactNom === null)).toEqual([
      { nom: 'Parti', contactNom: null, contactCourriel: null, au: jour('2025-11-22') },
    ]);
    expect((await nuit(base.request, jour('2026-11-23')))['membres']).toBe(0);
  });

  test('qui garde une casquette garde ses seconds facteurs', async () => {
    const old = await compte(jour('2024-01-01'), 'equipe@exemple.fr', 'direction');
    const left = await facteur('equipe@exemple.fr');
    await nuit(base.request, jour('2026-11-23'));
    expect((await old.read()).courriel).toMatch(/@efface\.invalid$/);
    expect(await left()).toEqual([1, 1, 1]);
    await base.owner.deleteFrom('codeSecours').execute();
    await base.owner.deleteFrom('facteur').execute();
    await base.owner.deleteFrom('identifiant').execute();
  });

  test('un agent perd son nom 12 mois après la fin de son contrat, pas la veille', async () => {
    const read = () => base.owner.selectFrom('agent').selectAll().where('id', '=', ids.agent).executeTakeFirstOrThrow();
    const before = await read();
    const { id, ...values } = before;
    undo.push(() => base.owner.updateTable('agent').set(values).where('id', '=', id).execute());
    await nuit(base.request, jour('2028-08-31'));
    expect(await read()).toEqual(before);
    expect((await nuit(base.request, jour('2028-09-01')))['agents']).toBe(2);
    const row = await read();
    expect(`${row.prenom} ${row.nom}`).toMatch(/^Agent [0-9a-f]{8}$/);
    expect([row.telephone, row.courriel, row.certificat, row.certificatDate]).toEqual([null, null, null, null]);
    expect(await inTerritoire(base.request, '66', (db) => allAgents(db, '66'))).toEqual([]);
    const neighbour = await base.owner
      .selectFrom('agent')
      .select('nom')
      .where('id', '=', ids.agentVoisin)
      .executeTakeFirst();
    expect(neighbour?.nom).toBe('Zéphyr');
  });

  test('les référents et le téléphone d’une structure partent 12 mois après sa fermeture', async () => {
    const of = base.owner.updateTable('structure').where('id', '=', ids.structure);
    await of.set({ fermeeLe: jour('2025-11-30') }).execute();
    undo.push(() => of.set({ fermeeLe: null, telephone: '04 00 00 00 01' }).execute());
    await nuit(base.request, jour('2026-11-30'));
    expect(await base.owner.selectFrom('referent').selectAll().execute()).toHaveLength(1);
    expect((await nuit(base.request, jour('2026-12-01')))['contacts']).toBe(2);
    expect(await base.owner.selectFrom('referent').selectAll().execute()).toEqual([]);
    const { telephone, representantNom } = await base.owner
      .selectFrom('structure')
      .selectAll()
      .where('id', '=', ids.structure)
      .executeTakeFirstOrThrow();
    expect([telephone, representantNom]).toEqual([null, 'Jeanne Fictive']);
  });

  test('le téléphone et les visites d’un lieu perdent leurs noms 5 ans après sa fermeture, et seulement les siens', async () => {
    const lieu = (nom: string, fermeLe: Temporal.PlainDate | null) => ({
      territoireId: '66',
      id: uuidv7(),
      nom,
      adresse: '1 rue Fictive',
      codePostal: '66400',
      codeInsee: '66049',
      telephone: '04 00 00 00 02',
      fermeLe,
    });
    const [closed, open] = [lieu('Fermé', jour('2021-11-30')), lieu('Ouvert', null)];
    const constat = (lieuId: string) => ({
      territoireId: '66',
      id: uuidv7(),
      lieuId,
      critere: 'accessible_pmr',
      satisfait: true,
      constateLe: jour('2020-01-01'),
      constatePar: 'Odile Visiteuse',
      precision: 'vue avec le gardien',
    });
    await base.owner.insertInto('lieu').values([closed, open]).execute();
    await base.owner
      .insertInto('lieuConstat')
      .values([constat(closed.id), constat(open.id)])
      .execute();
    undo.push(
      () => base.owner.deleteFrom('lieuConstat').execute(),
      () => base.owner.deleteFrom('lieu').execute(),
    );
    expect((await nuit(base.request, jour('2026-11-30')))['lieux']).toBe(0);
    expect((await nuit(base.request, jour('2026-12-01')))['lieux']).toBe(2);
    expect((await nuit(base.request, jour('2026-12-02')))['lieux']).toBe(0);
    const rows = await base.owner
      .selectFrom('lieuConstat')
      .innerJoin('lieu', 'lieu.id', 'lieuConstat.lieuId')
      .select(['lieu.nom', 'telephone', 'constatePar', 'precision', 'satisfait'])
      .orderBy('lieu.nom')
      .execute();
    expect(rows.map((row) => Object.values(row))).toEqual([
      ['Fermé', null, 'Effacé', null, true],
      ['Ouvert', '04 00 00 00 02', 'Odile Visiteuse', 'vue avec le gardien', true],
    ]);
  });

  test('ce qui a été dit d’un lieu fermé part avec lui, ses photos 36 mois après la visite, un manquement 5 ans après', async () => {
    const lieuId = uuidv7();
    const [visiteId, jeune] = [uuidv7(), uuidv7()];
    const of = { territoireId: '66', lieuId };
    const place = { nom: 'Fermé', adresse: '1 rue Fictive', codePostal: '66400', codeInsee: '66049' };
    const base66 = { territoireId: '66', id: lieuId, ...place, fermeLe: jour('2021-11-30') };
    await base.owner.insertInto('lieu').values(base66).execute();
    const visite = { ...of, faitePar: 'Odile Visiteuse', remarque: 'vue avec le gardien', nonVus: { wifi: 'gardien' } };
    await base.owner
      .insertInto('lieuVisite')
      .values([
        { ...visite, id: visiteId, faiteLe: jour('2020-01-01') },
        { ...visite, id: jeune, faiteLe: jour('2026-01-01') },
      ])
      .execute();
    const photo = { territoireId: '66', type: 'image/png', octets: Buffer.from('x'), legende: 'Le gardien' };
    await base.owner
      .insertInto('lieuPhoto')
      .values([
        { ...photo, id: uuidv7(), visiteId },
        { ...photo, id: uuidv7(), visiteId: jeune },
      ])
      .execute();
    const said = { ...of, criteres: ['wifi'], motif: 'dit par le gardien' };
    const [du, au] = [jour('2020-01-01'), jour('2020-02-01')];
    await base.owner
      .insertInto('lieuDecision')
      .values({ ...said, id: uuidv7(), choix: 'remettre', jour: du, echeance: au })
      .execute();
    await base.owner
      .insertInto('lieuDerogation')
      .values({ ...said, id: uuidv7(), usage: 'atelier', du, au })
      .execute();
    const refus = { refuseeLe: du, refusMotif: 'le gardien', message: 'Appelez M. Fictif' };
    await base.owner
      .insertInto('lieuProposition')
      .values({ ...of, proposeLe: du, ...refus })
      .execute();
    const breach = { ...of, nature: 'accueil', remarque: 'M. Fictif absent', reponse: 'M. Fictif', reponduLe: du };
    await base.owner
      .insertInto('manquement')
      .values([
        { ...breach, id: uuidv7(), constateLe: jour('2021-11-30') },
        { ...breach, id: uuidv7(), constateLe: jour('2021-12-01') },
      ])
      .execute();
    const tables = [
      'manquement',
      'lieuProposition',
      'lieuDerogation',
      'lieuDecision',
      'lieuPhoto',
      'lieuVisite',
    ] as const;
    undo.push(async () => {
      for (const table of tables) await base.owner.deleteFrom(table).execute();
      await base.owner.deleteFrom('lieu').execute();
    });

    const before = await nuit(base.request, jour('2026-11-30'));
    expect([before['lieux'], before['photos'], before['manquements']]).toEqual([0, 1, 0]);
    const due = await nuit(base.request, jour('2026-12-01'));
    expect([due['lieux'], due['photos'], due['manquements']]).toEqual([5, 0, 1]);
    const again = await nuit(base.request, jour('2026-12-01'));
    expect([again['lieux'], again['photos'], again['manquements']]).toEqual([0, 0, 0]);

    const visites = await base.owner.selectFrom('lieuVisite').select(['faitePar', 'remarque', 'nonVus']).execute();
    expect(visites).toEqual(Array(2).fill({ faitePar: 'Effacé', remarque: null, nonVus: {} }));
    for (const table of ['lieuDecision', 'lieuDerogation'] as const) {
      expect(await base.owner.selectFrom(table).select('motif').execute()).toEqual([{ motif: 'Effacé' }]);
    }
    expect(await base.owner.selectFrom('lieuProposition').select(['message', 'refusMotif']).execute()).toEqual([
      { message: null, refusMotif: 'Effacé' },
    ]);
    const left = await base.owner
      .selectFrom('manquement')
      .select(['remarque', 'reponse'])
      .orderBy('constateLe')
      .execute();
    expect(left).toEqual([
      { remarque: null, reponse: 'Effacé' },
      { remarque: 'M. Fictif absent', reponse: 'M. Fictif' },
    ]);
  });

  test('le motif d’une séance part après 5 ans, la séance reste', async () => {
    const seance = (day: string, autres: object = {}) => ({
      territoireId: '66',
      id: uuidv7(),
      agentId: ids.agent,
      jour: jour(day),
      heureDebut: Temporal.PlainTime.from('09:00'),
      heureFin: Temporal.PlainTime.from('12:00'),
      motif: 'chez Mme Fictive',
      endroit: '3 rue Fictive',
      createdBy: ids.comptes.equipe,
      ...autres,
    });
    await base.owner
      .insertInto('seance')
      .values([seance('2021-11-22'), seance('2021-11-23')])
      .execute();
    undo.push(() => base.owner.deleteFrom('seance').execute());
    expect((await nuit(base.request, jour('2026-11-23')))['seances']).toBe(1);
    expect((await nuit(base.request, jour('2026-11-23')))['seances']).toBe(0);
    const rows = await base.owner.selectFrom('seance').select(['motif', 'endroit']).orderBy('jour').execute();
    expect(rows).toEqual([
      { motif: 'Effacé', endroit: 'Effacé' },
      { motif: 'chez Mme Fictive', endroit: '3 rue Fictive' },
    ]);
  });

  test('les identités du journal partent après 12 mois ; les actes restent et la chaîne tient', async () => {
    const [old, young] = [uuidv7(), uuidv7()];
    const who = {
      compteId: ids.comptes.equipe,
      nom: 'Compte equipe',
      role: 'equipe',
      adresse: '192.0.2.1',
      niveau: 'double',
    } as const;
    await inTerritoire(base.request, '66', async (db) => {
      for (const acteur of [old, young]) {
        await identify(db, '66', { acteur, ...who });
        await record(db, '66', { acteur, acte: 'essayer' });
      }
    });
    const date = (acteur: string, day: string) =>
      base.owner
        .updateTable('journalIdentite')
        .set({ createdAt: midi(jour(day)) })
        .where('acteur', '=', acteur)
        .execute();
    await date(old, '2025-11-22');
    await date(young, '2025-11-23');
    await sealAll(base.request, ['66']);
    const verify = () =>
      inTerritoire(base.request, '66', (db) => verifierChaine(db, '66', Temporal.Now.instant().add({ hours: 1 })));
    const before = await verify();
    if (!before.bon) throw new Error(before.defaut);
    expect((await nuit(base.request, jour('2026-11-23')))['identites']).toBe(1);
    await sealAll(base.request, ['66']);
    const left = await base.owner.selectFrom('journalIdentite').select('acteur').execute();
    expect(left).toEqual([{ acteur: young }]);
    const acts = await base.owner
      .selectFrom('journalEntree')
      .select(['acteur', 'acte', 'objetId'])
      .orderBy('id')
      .execute();
    expect(acts.filter(({ acte }) => acte === 'essayer').map(({ acteur }) => acteur)).toEqual([old, young]);
    // The purge itself is told, without saying whose.
    expect(acts).toContainEqual({ acteur: null, acte: 'effacer ce qui a passé sa durée', objetId: 'identites' });
    const after = await inTerritoire(base.request, '66', (db) =>
      verifierChaine(db, '66', Temporal.Now.instant().add({ hours: 1 }), [before.tete]),
    );
    expect(after.bon).toBe(true);
    await base.owner.deleteFrom('journalIdentite').execute();
  });

  test('le réglage du territoire vaut pour lui, et pour lui seul', async () => {
    const one = await compte(jour('2026-10-01'));
    expect((await nuit(base.request, jour('2026-11-23')))['comptes']).toBe(0);
    expect((await nuit(base.request, jour('2026-11-23'), { comptes: 1 }, '00'))['comptes']).toBe(0);
    expect((await one.read()).nom).toBe('Pauline Partie');
    expect((await nuit(base.request, jour('2026-11-23'), { comptes: 1 }))['comptes']).toBe(1);
  });

  test('deux fois la même nuit n’efface qu’une fois, et le passage dit le total', async () => {
    await compte(jour('2020-01-01'));
    const today = jour('2026-11-23');
    expect((await nuit(base.request, today))['comptes']).toBe(1);
    expect((await nuit(base.request, today))['comptes']).toBe(0);
    expect([...(await du(base.request, today)).values()].every((count) => count === 0)).toBe(true);
    await nuit(base.request, jour('2026-11-24'));
    const passages = await inTerritoire(base.request, '66', (db) => derniersPassages(db, '66', 1));
    expect(passages.every((one) => one.jour.equals(jour('2026-11-24')))).toBe(true);
    const both = await inTerritoire(base.request, '66', (db) => derniersPassages(db, '66', 10));
    expect(both.find((one) => one.donnee === 'comptes' && one.jour.equals(today))?.nombre).toBe(1);
    const voisin = await inTerritoire(base.request, '00', (db) => derniersPassages(db, '66', 10));
    expect(voisin).toEqual([]);
  });

  test('un compte plus jeune que sa durée n’est jamais touché, quels que soient les jours et le réglage', async () => {
    const comptes = DONNEES.find(({ cle }) => cle === 'comptes');
    if (comptes === undefined) throw new Error('No declaration of accounts');
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 36 }),
        fc.integer({ min: 0, max: 1500 }),
        fc.integer({ min: 0, max: 1460 }),
        async (months, age, start) => {
          const today = jour('2024-01-01').add({ days: start });
          const closed = today.subtract({ days: age });
          const one = await compte(closed);
          await nuit(base.request, today, { comptes: months });
          const duree = dureeDe(comptes, { comptes: months });
          const last = duree && dernierJourGarde(closed, duree);
          const isPast = last !== null && Temporal.PlainDate.compare(last, today) < 0;
          expect((await one.read()).effaceLe !== null).toBe(isPast);
          await base.owner.deleteFrom('compte').where('id', '=', one.id).execute();
        },
      ),
      { numRuns: 40 },
    );
  });

  test('une session oubliée part au bout de trois heures, une ouverte reste', async () => {
    const now = midi(jour('2026-11-23'));
    const session = (seen: number) => ({
      territoireId: '66',
      jetonHash: Buffer.from(uuidv7()),
      compteId: ids.comptes.equipe,
      createdAt: now.subtract({ hours: seen }),
      seenAt: now.subtract({ hours: seen }),
      expireAt: now.add({ hours: 12 - seen }),
    });
    await base.owner
      .insertInto('session')
      .values([session(2), session(4)])
      .execute();
    expect((await nuit(base.request, jour('2026-11-23')))['sessions']).toBe(1);
    expect(await base.owner.selectFrom('session').selectAll().execute()).toHaveLength(1);
    await base.owner.deleteFrom('session').execute();
  });

  test('les filtres d’un compte fermé partent la nuit suivante, ceux d’un compte ouvert restent', async () => {
    const ferme = await compte(jour('2026-11-22'));
    const filtre = (compteId: string) => ({
      territoireId: '66',
      id: uuidv7(),
      compteId,
      nom: 'Échéances',
      requete: 'sous=30',
    });
    await base.owner
      .insertInto('filtreConventions')
      .values([filtre(ferme.id), filtre(ids.comptes.equipe)])
      .execute();
    expect((await nuit(base.request, jour('2026-11-23')))['filtres']).toBe(1);
    const left = await base.owner.selectFrom('filtreConventions').select('compteId').execute();
    expect(left).toEqual([{ compteId: ids.comptes.equipe }]);
    await base.owner.deleteFrom('filtreConventions').execute();
  });
});

describe('La nuit, sur la démonstration', () => {
  const base = useBase({ demo: true });
  const today = Temporal.Now.plainDateISO('Europe/Paris');

  test('les accompagnements vieux de cinq ans ne sont plus que des totaux, et les bilans disent les mêmes nombres', async () => {
    const acts = () => base.owner.selectFrom('accompagnement').select('id').where('territoireId', '=', '66').execute();
    const months = () => base.owner.selectFrom('accompagnementMensuel').selectAll().execute();
    const later = today.add({ years: 5, days: 1 }).with({ day: 1 });
    const tout = { debut: jour('2020-01-01'), fin: later };
    const convention = demo.conventions.alberes;
    const totals = async () => {
      const options = { periode: tout, aujourdhui: later, public: false };
      return inTerritoire(base.request, '66', async (db) => ({
        territoire: bilanDePeriode(await loadActivite(db, '66', tout), options),
        convention: bilanDePeriode(await loadActivite(db, '66', tout, convention), options),
        communes: Map.groupBy((await loadActivite(db, '66', tout)).accompagnements, ({ codeInsee }) => codeInsee),
      }));
    };
    // The ateliers of the demo are about no démarche, and those of a certified month are frozen.
    await sql`truncate releve cascade`.execute(base.owner);
    await sql`update accompagnement set demarches = '{SocialSante}', thematiques = '{AideAuxDemarchesAdministratives}'
      where type_activite = 'Collectif'`.execute(base.owner);
    const [count, before] = [(await acts()).length, await totals()];
    expect(count).toBeGreaterThan(100);
    expect(before.convention.personnesAidees).toBeGreaterThan(0);
    const { parDemarcheAtelier, parMaterielAtelier, parObjectifAtelier, parAxeAtelier } = before.territoire;
    for (const table of [parDemarcheAtelier, parMaterielAtelier, parObjectifAtelier, parAxeAtelier]) {
      expect(table.some(({ nombre }) => nombre !== 0)).toBe(true);
    }
    const entretien = { id: '66', codeDepartement: '66', dureesConservation: {} };
    await entretenir(base.request, entretien, midi(later));
    const left = (await acts()).length;
    expect(left).toBeLessThan(count);
    expect(left).toBeGreaterThan(0);
    const check = async () => {
      const after = await totals();
      expect(after.territoire).toEqual(before.territoire);
      expect(after.convention).toEqual(before.convention);
      const sizes = (groups: typeof before.communes) =>
        Object.fromEntries([...groups].map(([code, list]) => [code ?? '', list.length]).sort());
      expect(sizes(after.communes)).toEqual(sizes(before.communes));
    };
    await check();
    const rows = (await months()).length;
    await entretenir(base.request, entretien, midi(later));
    expect([(await acts()).length, (await months()).length]).toEqual([left, rows]);
    // A year on, everything is totals, added to those already there.
    await entretenir(base.request, entretien, midi(later.add({ years: 1 })));
    expect(await acts()).toEqual([]);
    await check();
    const months66 = new Set((await months()).map(({ territoireId }) => territoireId));
    expect([...months66]).toEqual(['66']);
  });

  test('un acte noté après coup dans un mois déjà agrégé s’ajoute à ses totaux', async () => {
    const personnes = async () =>
      (
        await base.owner
          .selectFrom('accompagnementMensuel')
          .select(({ fn }) => fn.sum<number>('nombre').as('sum'))
          .where('rubrique', '=', 'total')
          .where('cle', '=', 'personnes')
          .executeTakeFirstOrThrow()
      ).sum;
    const before = await personnes();
    // Out of any convention: a certified month takes nothing more.
    const seance = await base.owner
      .selectFrom('seance')
      .selectAll()
      .where('conventionId', 'is', null)
      .where('territoireId', '=', '66')
      .where('jour', '<', today)
      .orderBy('jour')
      .executeTakeFirstOrThrow();
    await base.owner
      .insertInto('accompagnement')
      .values({
        territoireId: '66',
        id: uuidv7(),
        seanceId: seance.id,
        agentId: seance.agentId,
        conventionId: seance.conventionId,
        jour: seance.jour,
        dureeMinutes: 30,
        // Twice the same theme counts once.
        thematiques: ['Email', 'Email'],
        objectif: 'soutien_quotidien',
        issue: 'faite',
        genre: 'Feminin',
        trancheAge: 'SoixanteDixPlus',
        statutSocial: 'Retraite',
      })
      .execute();
    expect((await nuit(base.request, today.add({ years: 7 })))['accompagnements']).toBe(1);
    expect(await personnes()).toBe(Number(before) + 1);
  });

  test('une convention finie depuis dix ans est proposée aux archives, et rien n’en est détruit', async () => {
    const proposed = (day: Temporal.PlainDate, reglages: Reglages = {}) =>
      inTerritoire(base.request, '66', (db) => aProposerAuxArchives(db, '66', reglages, day));
    const events = () => base.owner.selectFrom('conventionEvenement').select('id').execute();
    const count = (await events()).length;
    const all = await proposed(today.add({ years: 60 }));
    expect(all.length).toBeGreaterThan(0);
    for (const { convention, fin } of all) {
      const has = async (day: Temporal.PlainDate, reglages: Reglages = {}) =>
        (await proposed(day, reglages)).some((one) => one.convention.id === convention.id);
      expect(await has(fin.add({ years: 10 }))).toBe(false);
      expect(await has(fin.add({ years: 10, days: 1 }))).toBe(true);
      expect(await has(fin.add({ years: 10, days: 1 }), { conventions: 20 })).toBe(false);
      break;
    }
    await nuit(base.request, today.add({ years: 60 }));
    expect((await events()).length).toBe(count);
  });
});
