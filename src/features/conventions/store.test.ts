import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { useBase } from '../../../test/base.ts';
import { type SmallTerritoire, seedSmallTerritoire } from '../../../test/small-territoire.ts';
import { type Db, inTerritoire } from '../../platform/db.ts';
import { uuidv7 } from '../../platform/ids.ts';
import { clauses2022, type Evenement, TYPES_EVENEMENT } from './rules.ts';
import {
  allConventions,
  conventionsDe,
  createConvention,
  loadConvention,
  nextReference,
  saveEvenements,
} from './store.ts';

const base = useBase();
let small: SmallTerritoire;

beforeAll(async () => {
  small = await seedSmallTerritoire(base.owner);
});

const day = Temporal.PlainDate.from;
const inBase = <T>(work: (db: Db) => Promise<T>) => inTerritoire(base.request, '66', work);

function convention(reference: string, structureId = small.structure) {
  return { structureId, reference, modele: 'convention-2022', clauses: clauses2022, pointAccueil: null, note: null };
}

async function create(reference: string, structureId?: string): Promise<string> {
  const created = await inBase((db) =>
    createConvention(db, '66', convention(reference, structureId), small.comptes.equipe),
  );
  if ('constraint' in created) throw new Error(created.constraint);
  return created.value;
}

const courrier = {
  numero: '1A 000 000 0000 0',
  envoyeLe: day('2023-01-06'),
  recuLe: day('2023-01-10'),
  premierePresentationLe: null,
  sort: 'remis',
} as const;

/** One event of each type. */
function everyEvent(): Evenement[] {
  const deliberationId = uuidv7();
  const miseEnDemeureId = uuidv7();
  const oppositionId = uuidv7();
  const avenantId = uuidv7();
  return [
    { id: deliberationId, type: 'deliberation', partie: 'beneficiaire', numero: 'DL-1', date: day('2022-09-19') },
    {
      id: uuidv7(),
      type: 'teletransmission',
      deliberationId,
      numero: 'AR-1',
      transmiseLe: day('2022-09-28'),
      recueLe: day('2022-09-28'),
    },
    {
      id: uuidv7(),
      type: 'signature',
      partie: 'departement',
      date: day('2022-10-10'),
      signataire: 'Anne Fictive',
      qualite: 'Présidente',
    },
    { id: oppositionId, type: 'opposition', auteur: 'departement', envoyeeLe: day('2023-02-01'), recueLe: null },
    {
      id: uuidv7(),
      type: 'decision_opposition',
      oppositionId,
      date: day('2023-02-20'),
      admise: true,
      motif: 'grève de la Poste',
    },
    { id: miseEnDemeureId, type: 'mise_en_demeure', auteur: 'departement', motif: 'Bureau fermé', courrier },
    { id: uuidv7(), type: 'remede', miseEnDemeureId, date: day('2023-02-01'), complet: false },
    { id: uuidv7(), type: 'constat', miseEnDemeureId, date: day('2023-02-10'), resultat: 'remediee' },
    { id: uuidv7(), type: 'force_majeure', auteur: 'beneficiaire', motif: 'Crue', covid19: false, courrier },
    { id: uuidv7(), type: 'dissolution', date: day('2023-05-31') },
    {
      id: avenantId,
      type: 'avenant',
      numero: '1',
      date: day('2022-12-01'),
      objet: 'Deux demi-journées, et une autre fin',
      signatures: { departement: day('2022-12-01'), beneficiaire: null },
      changements: { demiJourneesParSemaine: 2, finAuPlusTard: day('2024-07-01'), reconductions: null },
    },
    {
      id: uuidv7(),
      type: 'signature_avenant',
      avenantId,
      partie: 'beneficiaire',
      date: day('2022-12-05'),
      signataire: 'Anne Fictive',
      qualite: 'Présidente',
    },
    {
      id: uuidv7(),
      type: 'original',
      exemplaire: 2,
      detenteur: 'beneficiaire',
      emplacement: 'Armoire',
      date: day('2022-10-12'),
    },
    {
      id: uuidv7(),
      type: 'charte',
      partie: 'departement',
      date: day('2022-11-02'),
      nom: 'Charte du kit',
      mention: 'Mention\nsur deux lignes',
      logos: 'Logo en bas',
      taillePourcent: 100,
    },
    { id: uuidv7(), type: 'responsable', partie: 'departement', date: day('2022-10-10'), nom: 'C', qualite: 'Chargé' },
    { id: uuidv7(), type: 'representant', partie: 'beneficiaire', date: day('2023-01-01'), nom: 'B', qualite: 'Maire' },
    { id: uuidv7(), type: 'lieu_convenu', lieuId: uuidv7(), date: day('2022-10-10') },
    {
      id: uuidv7(),
      type: 'assurance',
      assureur: 'Mutuelle fictive',
      valableDu: day('2022-01-01'),
      valableAu: day('2022-12-31'),
    },
    { id: uuidv7(), type: 'note', date: day('2022-10-10'), texte: 'Une note\nsur deux lignes' },
    { id: uuidv7(), type: 'annulation', evenementId: deliberationId, date: day('2022-10-10'), motif: 'erreur' },
  ];
}

describe('conventions en base', () => {
  test('tout événement relu est celui qui a été écrit', async () => {
    const id = await create('RELUE');
    const evenements = everyEvent();
    expect(new Set(evenements.map(({ type }) => type))).toEqual(new Set(Object.keys(TYPES_EVENEMENT)));
    await inBase((db) => saveEvenements(db, '66', id, evenements, small.comptes.equipe));
    const read = await inBase((db) => loadConvention(db, '66', id));
    const plain = (list: readonly Evenement[]): unknown =>
      JSON.parse(JSON.stringify(list.toSorted((a, b) => (a.id < b.id ? -1 : 1))));
    expect(plain(read?.evenements ?? [])).toEqual(plain(evenements));
    expect(read?.clauses.finAuPlusTard?.equals(day('2023-07-01'))).toBe(true);
    expect(read?.enregistrements[0]?.createdBy).toBeTruthy();
    const avenant = read?.evenements.find(({ type }) => type === 'avenant');
    expect(avenant?.type === 'avenant' && avenant.changements.finAuPlusTard).toBeInstanceOf(Temporal.PlainDate);
    expect(avenant?.type === 'avenant' && 'dureeMois' in avenant.changements).toBe(false);
  });

  test('on retrouve les conventions d’une structure, et celles-là seulement', async () => {
    const id = await create('AUTRE', small.autreStructure);
    const found = await inBase((db) => conventionsDe(db, '66', small.autreStructure));
    expect(found.map((one) => one.id)).toEqual([id]);
    expect(found[0]?.beneficiaireTransmet).toBe(true);
    expect((await inBase((db) => allConventions(db, '66'))).length).toBeGreaterThan(1);
    expect(await inBase((db) => conventionsDe(db, '66', small.structureVoisine))).toEqual([]);
  });

  test('un autre territoire ne voit rien, même en nommant le bon', async () => {
    const id = await create('CACHEE');
    expect(await inTerritoire(base.request, '00', (db) => loadConvention(db, '00', id))).toBeUndefined();
    expect(await inTerritoire(base.request, '00', (db) => loadConvention(db, '66', id))).toBeUndefined();
  });

  test('une référence ne sert qu’une fois, une structure voisine est refusée', async () => {
    await create('UNIQUE');
    const again = await inBase((db) => createConvention(db, '66', convention('UNIQUE'), small.comptes.equipe));
    expect(again).toEqual({ constraint: 'convention_reference_unique' });
    const neighbour = await inBase((db) =>
      createConvention(db, '66', convention('VOISINE', small.structureVoisine), small.comptes.equipe),
    );
    expect(neighbour).toHaveProperty('constraint');
  });

  test('la référence proposée suit la plus haute de l’année', async () => {
    expect(await inBase((db) => nextReference(db, '66', 2031))).toBe('CNV-2031-001');
    await create('CNV-2031-041');
    await create('CNV-2031-007-bis');
    expect(await inBase((db) => nextReference(db, '66', 2031))).toBe('CNV-2031-042');
  });
});

describe('événements : rien ne s’efface', () => {
  test('ni l’application ni le propriétaire ne change un événement', async () => {
    const id = await create('IMMUABLE');
    const note: Evenement = { id: uuidv7(), type: 'note', date: day('2022-10-10'), texte: 'vrai' };
    await inBase((db) => saveEvenements(db, '66', id, [note], null));
    const change = sql`update convention_evenement set donnees = '{}' where id = ${note.id}`;
    const erase = sql`delete from convention_evenement where id = ${note.id}`;
    await expect(inBase((db) => change.execute(db))).rejects.toThrow(/permission denied/);
    await expect(inBase((db) => erase.execute(db))).rejects.toThrow(/permission denied/);
    await expect(change.execute(base.owner)).rejects.toThrow(/ne se modifie ni ne s’efface/);
    await expect(erase.execute(base.owner)).rejects.toThrow(/ne se modifie ni ne s’efface/);
  });

  test.each([
    ['une date impossible', 'note', { date: '2023-02-31', texte: 'x' }],
    ['un champ absent', 'signature', { partie: 'departement', date: '2023-02-01' }],
    ['un champ inconnu', 'dissolution', { date: '2023-02-01', surprise: true }],
    ['un type inconnu', 'prophetie', { date: '2023-02-01' }],
    ['un autre type dans ses données', 'note', { type: 'dissolution', date: '2023-02-01' }],
    ['des données vides', 'note', null],
  ])('une ligne abîmée (%s) est une erreur franche', async (what, type, donnees) => {
    const id = await create(`ABIMEE ${what}`.slice(0, 40), small.autreStructure);
    await inBase((db) =>
      sql`insert into convention_evenement (territoire_id, id, convention_id, type, jour, donnees)
        values ('66', ${uuidv7()}, ${id}, ${type}, '2023-02-01', ${JSON.stringify(donnees)}::jsonb)`.execute(db),
    );
    await expect(inBase((db) => loadConvention(db, '66', id))).rejects.toThrow(/Event/);
  });

  test('des clauses abîmées sont une erreur franche', async () => {
    const id = await create('CLAUSES', small.autreStructure);
    await inBase((db) => sql`update convention set clauses = clauses - 'preavisMois' where id = ${id}`.execute(db));
    await expect(inBase((db) => loadConvention(db, '66', id))).rejects.toThrow(/Clauses of/);
  });
});
