import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { phrase } from '../../domain/refus.ts';
import { clauses2022, type Evenement, PARTIES, type Partie } from '../conventions/rules.ts';
import {
  conventionDeLaDemande,
  ETATS_DEMANDE,
  estEnRetard,
  etatDemande,
  type FaitsDemande,
  PHRASES_PIECE,
  piecesManquantes,
} from './rules.ts';

const jour = Temporal.PlainDate.from;
const AUJOURDHUI = jour('2026-03-20');

const deliberation = (partie: Partie): Evenement => ({
  id: `d-${partie}`,
  type: 'deliberation',
  partie,
  numero: '12',
  date: jour('2026-03-01'),
});
const accuse = (partie: Partie): Evenement => ({
  id: `t-${partie}`,
  type: 'teletransmission',
  deliberationId: `d-${partie}`,
  numero: '066-1',
  transmiseLe: jour('2026-03-03'),
  recueLe: jour('2026-03-03'),
});
const signature = (partie: Partie, date: string): Evenement => ({
  id: `s-${partie}`,
  type: 'signature',
  partie,
  date: jour(date),
  signataire: 'Zoé Fictive',
  qualite: 'Maire',
});
const assurance: Evenement = {
  id: 'a',
  type: 'assurance',
  assureur: 'Mutuelle',
  valableDu: jour('2026-01-01'),
  valableAu: jour('2026-12-31'),
};

const convention = (...evenements: Evenement[]) => ({
  clauses: { ...clauses2022, finAuPlusTard: null },
  evenements,
  beneficiaireTransmet: true,
});

const LIEU = {
  id: 'l',
  nom: 'Médiathèque',
  visiteLe: jour('2026-03-10'),
  accordBeneficiaireLe: jour('2026-03-11'),
  accordDepartementLe: jour('2026-03-11'),
};

const vide: FaitsDemande = {
  contacteeLe: null,
  visitePrevueLe: null,
  sansSuiteLe: null,
  structureId: null,
  referentsConnectes: 0,
  lieux: [],
  convention: null,
};
const suivie: FaitsDemande = { ...vide, structureId: 's', referentsConnectes: 1, lieux: [LIEU] };

const codes = (faits: FaitsDemande) => piecesManquantes(faits, AUJOURDHUI).map(({ refus }) => refus);

describe('l’état d’une demande se lit dans ce qui est connu', () => {
  test.each([
    ['rien n’est fait', vide, 'nouvelle'],
    ['un appel le 2 mars', { ...vide, contacteeLe: jour('2026-03-02') }, 'contactee'],
    [
      'une visite fixée',
      { ...vide, contacteeLe: jour('2026-03-02'), visitePrevueLe: jour('2026-03-25') },
      'visite_prevue',
    ],
    ['un lieu visité le 10 mars', suivie, 'visite_faite'],
    ['un lieu déclaré, jamais visité', { ...suivie, lieux: [{ ...LIEU, visiteLe: null }] }, 'nouvelle'],
    ['une convention ouverte', { ...suivie, convention: convention() }, 'deliberations'],
    ['une seule délibération', { ...suivie, convention: convention(deliberation('departement')) }, 'deliberations'],
    ['les deux délibérations', { ...suivie, convention: convention(...PARTIES.map(deliberation)) }, 'a_signer'],
    [
      'une signature sur deux',
      { ...suivie, convention: convention(...PARTIES.map(deliberation), signature('beneficiaire', '2026-03-15')) },
      'a_signer',
    ],
    ['un classement', { ...suivie, sansSuiteLe: jour('2026-03-20') }, 'sans_suite'],
  ] as const)('%s', (_, faits, etat) => {
    expect(etatDemande(faits, AUJOURDHUI)).toBe(etat);
  });

  test('elle est en vigueur le jour de la dernière signature, pas la veille (art. 6)', () => {
    const signee = convention(
      ...PARTIES.map(deliberation),
      signature('beneficiaire', '2026-03-15'),
      signature('departement', '2026-03-20'),
    );
    expect(etatDemande({ ...suivie, convention: signee }, jour('2026-03-19'))).toBe('a_signer');
    expect(etatDemande({ ...suivie, convention: signee }, jour('2026-03-20'))).toBe('en_vigueur');
  });
});

describe('les pièces qui manquent sont nommées', () => {
  test('sans structure au registre, rien d’autre ne peut être demandé', () => {
    expect(codes(vide)).toEqual(['structure_absente']);
  });

  test('dans l’ordre : référent, lieu, convention (art. 1.2)', () => {
    expect(codes({ ...vide, structureId: 's' })).toEqual(['referent_absent', 'lieu_absent', 'convention_absente']);
    const nouveau = { ...LIEU, visiteLe: null, accordDepartementLe: null };
    expect(codes({ ...suivie, lieux: [nouveau] })).toEqual([
      'lieu_non_visite',
      'lieu_non_convenu',
      'convention_absente',
    ]);
  });

  test('chaque délibération, chaque accusé, l’assurance, chaque signature (préambule, art. 4.2, art. 6)', () => {
    expect(codes({ ...suivie, convention: convention() })).toEqual([
      'deliberation_absente',
      'deliberation_absente',
      'assurance_absente',
      'signature_absente',
      'signature_absente',
    ]);
    const avancee = convention(...PARTIES.map(deliberation), accuse('departement'), assurance);
    expect(
      piecesManquantes({ ...suivie, convention: avancee }, AUJOURDHUI).map((p) => phrase(PHRASES_PIECE, p)),
    ).toEqual([
      'Accusé de réception en préfecture de la délibération du Bénéficiaire',
      'Signature par le Département',
      'Signature par le Bénéficiaire',
    ]);
  });

  test('une association n’a rien à transmettre à la préfecture', () => {
    const evenements = [...PARTIES.map(deliberation), accuse('departement'), assurance];
    const association = { ...convention(...evenements), beneficiaireTransmet: false };
    expect(codes({ ...suivie, convention: association })).toEqual(['signature_absente', 'signature_absente']);
  });

  test('une attestation expirée se redemande, avec son premier jour sans assurance', () => {
    const vieille = convention(...PARTIES.flatMap((p) => [deliberation(p), accuse(p)]), {
      ...assurance,
      valableAu: jour('2026-03-19'),
    } as Evenement);
    expect(phrase(PHRASES_PIECE, piecesManquantes({ ...suivie, convention: vieille }, AUJOURDHUI)[0] as never)).toBe(
      'Attestation d’assurance du Bénéficiaire, expirée depuis le 20 mars 2026',
    );
  });

  test('art. 4.2 : une attestation qui commence plus tard suffit avant l’effet, et ne suffit plus après', () => {
    const aVenir = { ...assurance, valableDu: AUJOURDHUI.add({ days: 1 }) } as Evenement;
    const preparee = [...PARTIES.flatMap((p) => [deliberation(p), accuse(p)]), aVenir];
    const signee = [...preparee, ...PARTIES.map((p) => signature(p, AUJOURDHUI.toString()))];
    expect(codes({ ...suivie, convention: convention(...preparee) })).not.toContain('assurance_absente');
    expect(codes({ ...suivie, convention: convention(...signee) })).toContain('assurance_absente');
  });

  test('rien ne manque à une demande sans suite', () => {
    expect(codes({ ...vide, sansSuiteLe: AUJOURDHUI })).toEqual([]);
  });
});

describe('la convention d’une demande', () => {
  const ouverte = (ouverteLe: string, ...evenements: Evenement[]) => ({
    ...convention(...evenements),
    ouverteLe: jour(ouverteLe),
  });
  const signatures = PARTIES.map((partie) => signature(partie, '2024-02-01'));

  test('est la dernière ouverte depuis ; une plus ancienne, en vigueur, est une autre histoire', () => {
    const ancienne = ouverte('2024-01-10', ...signatures);
    const nouvelle = ouverte('2026-04-01');
    expect(conventionDeLaDemande([ancienne], jour('2026-03-02'))).toBeNull();
    expect(conventionDeLaDemande([nouvelle, ancienne], jour('2026-03-02'))).toBe(nouvelle);
  });

  test('peut avoir été ouverte avant la demande, si personne ne l’a signée', () => {
    const brouillon = ouverte('2026-02-01');
    expect(conventionDeLaDemande([brouillon], jour('2026-03-02'))).toBe(brouillon);
  });
});

test('une action est à faire le jour dit, pas la veille', () => {
  expect(estEnRetard(jour('2026-03-20'), AUJOURDHUI)).toBe(true);
  expect(estEnRetard(jour('2026-03-21'), AUJOURDHUI)).toBe(false);
  expect(estEnRetard(null, AUJOURDHUI)).toBe(false);
});

test('l’état n’avance jamais quand on retire un fait, et « sans suite » l’emporte toujours', () => {
  const day = fc.integer({ min: 0, max: 60 }).map((days) => jour('2026-02-01').add({ days }));
  const faits = fc.record({
    contacteeLe: fc.option(day, { nil: null }),
    visitePrevueLe: fc.option(day, { nil: null }),
    sansSuiteLe: fc.constant(null),
    structureId: fc.constant('s'),
    referentsConnectes: fc.nat(2),
    lieux: fc.array(fc.constant(LIEU), { maxLength: 2 }),
    convention: fc.option(
      fc
        .subarray([...PARTIES.map(deliberation), ...PARTIES.map((p) => signature(p, '2026-03-15'))])
        .map((e) => convention(...e)),
      { nil: null },
    ),
  });
  const rang = (one: FaitsDemande) => Object.keys(ETATS_DEMANDE).indexOf(etatDemande(one, AUJOURDHUI));
  fc.assert(
    fc.property(faits, (one) => {
      expect(rang({ ...one, convention: null })).toBeLessThanOrEqual(rang(one));
      expect(rang({ ...one, visitePrevueLe: null })).toBeLessThanOrEqual(rang(one));
      expect(rang({ ...one, lieux: [] })).toBeLessThanOrEqual(rang(one));
      expect(etatDemande({ ...one, sansSuiteLe: AUJOURDHUI }, AUJOURDHUI)).toBe('sans_suite');
      expect(piecesManquantes({ ...one, sansSuiteLe: AUJOURDHUI }, AUJOURDHUI)).toEqual([]);
    }),
  );
});
