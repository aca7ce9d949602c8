import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { uuidv7 } from '../../../platform/ids.ts';
import { readSheet } from '../../../platform/spreadsheet/read.ts';
import { writeSheet } from '../../../platform/spreadsheet/write.ts';
import { type Clauses, clauses2022, type Evenement, type Partie } from '../rules.ts';
import { analyser, type Registre } from './analyse.ts';
import { COLONNES, colonneDuTitre, estJour } from './colonnes.ts';
import { faitsDe, ranger } from './emplacements.ts';
import { lettre, lireLigne, lireTitres } from './lecture.ts';
import { type ConventionRegistre, lignesDuRegistre, registreCsv, type StructureRegistre } from './registre.ts';

const jour = Temporal.PlainDate.from;
const AUJOURDHUI = jour('2026-11-26');
const STRUCTURE: StructureRegistre = {
  id: uuidv7(),
  siret: '99999999900041',
  nom: 'L\'« Essai »; "commune"',
  nature: 'commune',
  adresse: '1 place',
  codePostal: '66400',
  codeInsee: '66049',
  commune: 'Céret',
  representantNom: '=SOMME(A1)',
  representantFonction: "'+Maire",
  telephone: null,
  courriel: null,
  fermeeLe: null,
};
const VIDE: Registre = {
  structures: new Map(),
  conventions: new Map(),
  evenements: new Set(),
  lieux: new Map(),
  modeles: new Set(['convention-2022']),
  representantDepartement: { nom: 'Anne Fictive', fonction: 'Présidente' },
};
const ceret = async () => ({ codeInsee: '66049', nom: 'Céret', codesPostaux: ['66400'], departement: '66' });

const day = fc.integer({ min: 0, max: 2000 }).map((days) => jour('2021-01-01').add({ days }));
const partie = fc.constantFrom<Partie>('departement', 'beneficiaire');
const text = fc.stringMatching(/^[a-zA-Zé'=+@;"-]{1,12}$/).map((one) => one.normalize('NFC'));

/** Events of every kind that columns show and of some that they do not, some of them cancelled. */
const evenements = fc
  .array(
    fc.oneof(
      fc.record({ type: fc.constant('deliberation' as const), partie, numero: text, date: day }),
      fc.record({ type: fc.constant('signature' as const), partie, date: day, signataire: text, qualite: text }),
      fc.record({ type: fc.constant('assurance' as const), assureur: text, valableDu: day, valableAu: day }),
      fc.record({
        type: fc.constant('opposition' as const),
        auteur: partie,
        envoyeeLe: day,
        recueLe: fc.option(day, { nil: null }),
      }),
      fc.record({ type: fc.constant('dissolution' as const), date: day }),
      fc.record({ type: fc.constant('note' as const), date: day, texte: text }),
      fc.record({
        type: fc.constant('teletransmission' as const),
        numero: text,
        transmiseLe: day,
        recueLe: day,
        of: fc.nat(9),
      }),
      fc.record({ type: fc.constant('annulation' as const), date: day, motif: text, of: fc.nat(9) }),
    ),
    { maxLength: 14 },
  )
  .map((drawn) => {
    const made: Evenement[] = [];
    for (const one of drawn) {
      const id = uuidv7();
      if (!('of' in one)) made.push({ id, ...one });
      else if (one.type === 'annulation') {
        const targets = made.filter(({ type }) => type !== 'annulation');
        const target = targets[one.of % Math.max(1, targets.length)];
        const { of: _, ...facts } = one;
        if (target !== undefined) made.push({ id, ...facts, evenementId: target.id });
      } else {
        const targets = made.filter(({ type }) => type === 'deliberation');
        const { of: _, ...facts } = one;
        made.push({ id, ...facts, deliberationId: targets[one.of % (targets.length + 1)]?.id ?? null });
      }
    }
    return made;
  });

const clauses: fc.Arbitrary<Clauses> = fc.record({
  dureeMois: fc.integer({ min: 2, max: 60 }),
  reconductions: fc.option(fc.nat(40), { nil: null }),
  finAuPlusTard: fc.option(day, { nil: null }),
  reconductionPourUnJour: fc.boolean(),
  preavisMois: fc.constant(1),
  oppositionCompteDe: fc.constantFrom('reception', 'envoi'),
  delaiRemedeJours: fc.integer({ min: 1, max: 365 }),
  delaiForceMajeureJours: fc.integer({ min: 1, max: 365 }),
  forceMajeureCompteDe: fc.constantFrom('reception', 'envoi'),
  courrierNonRetire: fc.constantFrom('premiere_presentation', 'sans_effet'),
  transmissionRequise: fc.boolean(),
  demiJourneesParSemaine: fc.integer({ min: 1, max: 14 }),
});

/** What events say, identifiers replaced by what they lead to; their order of entry does not matter. */
function dire(all: readonly Evenement[]): readonly string[] {
  const byId = new Map(all.map((one) => [one.id, one]));
  const say = (one: Evenement): string =>
    JSON.stringify([
      one.type,
      Object.entries(faitsDe(one))
        .map(([name, value]) => {
          const cited = typeof value === 'string' ? byId.get(value) : undefined;
          return [name, cited === undefined ? value : say(cited)];
        })
        .sort(),
    ]);
  return all.map(say).sort();
}

async function relire(bytes: Uint8Array, isCsv: boolean, registre: Registre) {
  const [titles, ...rows] = await Array.fromAsync(readSheet(bytes, { rows: 100, columns: 100 }));
  if (titles === undefined) throw new Error('No title');
  const read = lireTitres(titles);
  if ('erreurs' in read) throw new Error(JSON.stringify(read.erreurs));
  return analyser(
    rows.map((row) => lireLigne(row, read.titres, isCsv)),
    registre,
    ceret,
    AUJOURDHUI,
  );
}

const titres = COLONNES.map(({ titre }) => titre);

describe('le registre écrit dans un fichier se relit exactement', () => {
  test.each([
    ['CSV', true],
    ['classeur', false],
  ])('%s : quels que soient les clauses et les événements', async (_, isCsv) => {
    await fc.assert(
      fc.asyncProperty(evenements, clauses, fc.option(text, { nil: null }), async (all, said, note) => {
        const convention: ConventionRegistre = {
          id: uuidv7(),
          structureId: STRUCTURE.id,
          reference: 'CNV-1',
          modele: 'convention-2022',
          pointAccueil: note,
          note,
          clauses: said,
          evenements: all,
        };
        const rows = [...lignesDuRegistre([STRUCTURE], [convention], new Map())];
        const bytes = isCsv ? new TextEncoder().encode(registreCsv(rows)) : await writeSheet('Registre', titres, rows);
        const { ecritures } = await relire(bytes, isCsv, VIDE);
        const { id: _id, ...structure } = STRUCTURE;
        expect(ecritures.structuresNouvelles).toMatchObject([structure]);
        expect(ecritures.conventionsNouvelles).toMatchObject([{ clauses: said, note, pointAccueil: note }]);
        expect(dire(ecritures.evenements.map(({ evenement }) => evenement))).toEqual(dire(all));

        const connu: Registre = {
          ...VIDE,
          structures: new Map([[STRUCTURE.siret, STRUCTURE]]),
          conventions: new Map([['CNV-1', convention]]),
          evenements: new Set(all.map(({ id }) => id)),
        };
        const again = await relire(bytes, isCsv, connu);
        expect(again.lignes.map(({ verdict, detail }) => [verdict, detail])).toEqual(
          again.lignes.map(() => ['inchangee', { erreurs: [], changements: [] }]),
        );
        expect(again.ecritures).toMatchObject({
          structuresModifiees: [],
          conventionsNouvelles: [],
          notes: [],
          evenements: [],
        });
      }),
      { numRuns: 60 },
    );
  });

  test('des centaines de notes débordent sur des lignes suivantes, et se retrouvent toutes', async () => {
    const notes = Array.from(
      { length: 200 },
      (_, rank): Evenement => ({
        id: uuidv7(),
        type: 'note',
        date: AUJOURDHUI,
        texte: `${rank} `.padEnd(1900, 'é'),
      }),
    );
    const base = { id: uuidv7(), structureId: STRUCTURE.id, reference: 'CNV-1', modele: 'convention-2022' };
    const convention = { ...base, pointAccueil: null, note: null, clauses: clauses2022, evenements: notes };
    const rows = [...lignesDuRegistre([STRUCTURE], [convention], new Map())];
    expect(rows.length).toBeGreaterThan(10);
    for (const cell of rows.flat()) expect(String(cell ?? '').length).toBeLessThan(32_767);
    const { ecritures, lignes } = await relire(await writeSheet('Registre', titres, rows), false, VIDE);
    expect(lignes.every(({ verdict }) => verdict !== 'erreur')).toBe(true);
    expect(ecritures.evenements).toHaveLength(200);
  });
});

describe('les places d’une ligne', () => {
  const deliberation = (numero: string): Evenement => ({
    id: uuidv7(),
    type: 'deliberation',
    partie: 'departement',
    numero,
    date: AUJOURDHUI,
  });

  test('une délibération annulée et son annulation vont avec le reste', () => {
    const [ancienne, nouvelle] = [deliberation('1'), deliberation('2')];
    const annulation: Evenement = {
      id: uuidv7(),
      type: 'annulation',
      evenementId: ancienne.id,
      date: AUJOURDHUI,
      motif: 'erreur',
    };
    const { places, autres } = ranger([ancienne, annulation, nouvelle]);
    expect(places.filter((one) => one !== null)).toEqual([nouvelle]);
    expect(autres).toEqual([ancienne, annulation]);
  });

  test('une délibération dont un accusé fut annulé y va aussi : aucune colonne ne dit lequel', () => {
    const decision = deliberation('1');
    const accuse: Evenement = {
      id: uuidv7(),
      type: 'teletransmission',
      deliberationId: decision.id,
      numero: 'A',
      transmiseLe: AUJOURDHUI,
      recueLe: AUJOURDHUI,
    };
    const annulation: Evenement = {
      id: uuidv7(),
      type: 'annulation',
      evenementId: accuse.id,
      date: AUJOURDHUI,
      motif: 'erreur',
    };
    expect(ranger([decision, accuse, annulation]).places.every((one) => one === null)).toBe(true);
    expect(ranger([decision, accuse]).places.slice(0, 2)).toEqual([decision, accuse]);
  });
});

describe('les colonnes', () => {
  test('leurs titres se reconnaissent quelle que soit la façon de les écrire, et diffèrent tous', () => {
    for (const colonne of COLONNES) {
      expect(colonneDuTitre(` ${colonne.titre.toUpperCase()} `)).toBe(colonne);
    }
    expect(new Set(COLONNES.map(({ titre }) => titre)).size).toBe(COLONNES.length);
  });

  test('celles des jours sont celles-là', () => {
    expect(COLONNES.filter(({ cle }) => estJour(cle)).map(({ titre }) => titre)).toEqual([
      'Fermée le',
      'Fin au plus tard',
      'Délibération du Département : date',
      'Accusé du Département : télétransmise le',
      'Accusé du Département : reçue le',
      'Délibération du Bénéficiaire : date',
      'Accusé du Bénéficiaire : télétransmise le',
      'Accusé du Bénéficiaire : reçue le',
      'Signature du Bénéficiaire : date',
      'Signature du Département : date',
      'Accusé de la convention : télétransmise le',
      'Accusé de la convention : reçue le',
      'Assurance : du',
      'Assurance : au',
      'Opposition : envoyée le',
      'Opposition : reçue le',
      'Dissolution',
    ]);
  });

  test.each([
    [0, 'A'],
    [25, 'Z'],
    [26, 'AA'],
    [701, 'ZZ'],
  ])('la colonne %i porte la lettre %s', (index, letter) => {
    expect(lettre(index)).toBe(letter);
  });
});
