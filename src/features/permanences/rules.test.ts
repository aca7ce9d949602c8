import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { estFerie } from '../../domain/calendrier.ts';
import { type Jour, jourDe } from '../../domain/demi-journee.ts';
import { phrase } from '../../domain/refus.ts';
import { conventionDu } from '../conventions/rules/exemples.ts';
import { clauses2022 } from '../conventions/rules.ts';
import {
  type DemandePermanence,
  horizonDuLieu,
  horizonSeances,
  type Permanence,
  PHRASES_PERMANENCE,
  PHRASES_SEANCE,
  type SeancePrevue,
  seancesDe,
  seChevauchent,
  verifierAnnulation,
  verifierPermanence,
  verifierRetablissement,
  voisinage,
} from './rules.ts';

const jour = (text: string) => Temporal.PlainDate.from(text);
const heure = (text: string) => Temporal.PlainTime.from(text);
const matin = { heureDebut: heure('09:00'), heureFin: heure('12:00') };
const lundi: Permanence = { jour: 1, ...matin, du: jour('2027-03-22'), au: jour('2027-04-05') };
const prevue = (date: string, autres: Partial<SeancePrevue> = {}): SeancePrevue => ({
  id: `p-${date}`,
  agentId: 'autre',
  lieuId: 'ailleurs',
  date: jour(date),
  ...matin,
  ...autres,
});
const demande = (autres: Partial<DemandePermanence> = {}): DemandePermanence => ({
  permanence: lundi,
  agentId: 'agent',
  lieuId: 'lieu',
  usage: { possible: true, derogation: null },
  lieuConvenu: true,
  conventions: null,
  contrats: [{ debut: jour('2026-09-01'), fin: null }],
  prevues: [],
  aujourdhui: jour('2022-01-01'),
  horizon: jour('2028-03-22'),
  ...autres,
});
const dites = (cas: DemandePermanence) => verifierPermanence(cas).map((refus) => phrase(PHRASES_PERMANENCE, refus));

describe('séances d’une permanence (art. 1.2)', () => {
  test('art. 1.2 : une demi-journée par semaine, sauf les jours fériés (lundi de Pâques 2027)', () => {
    expect(seancesDe(lundi, jour('2028-01-01')).map(({ date }) => `${date}`)).toEqual(['2027-03-22', '2027-04-05']);
  });

  test('art. 1.2 : la première séance est le premier jour voulu de la semaine', () => {
    const mardi: Permanence = { ...lundi, jour: 2, du: jour('2026-11-25'), au: null };
    expect(`${seancesDe(mardi, jour('2026-12-31'))[0]?.date}`).toBe('2026-12-01');
    expect(`${seancesDe({ ...mardi, du: jour('2026-11-24') }, jour('2026-12-31'))[0]?.date}`).toBe('2026-11-24');
  });

  test('art. 1.2 : les séances sont tenues douze mois en avant', () => {
    expect(`${horizonSeances(jour('2026-11-24'))}`).toBe('2027-11-24');
    expect(`${horizonSeances(jour('2028-02-29'))}`).toBe('2029-02-28');
  });

  test('art. 1.2 : toute séance tombe le bon jour, hors fériés, entre les deux dates', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 7 }), fc.nat(2000), fc.nat(500), (rang, debut, duree) => {
        const du = jour('2024-01-01').add({ days: debut });
        const au = du.add({ days: duree });
        const seances = seancesDe({ jour: rang as Jour, ...matin, du, au }, jour('2035-01-01'));
        for (const { date } of seances) {
          expect(jourDe(date)).toBe(rang);
          expect(estFerie(date)).toBe(false);
          expect(Temporal.PlainDate.compare(du, date)).toBeLessThanOrEqual(0);
          expect(Temporal.PlainDate.compare(date, au)).toBeLessThanOrEqual(0);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('deux séances qui se suivent ne se chevauchent pas', () => {
    const a = { date: jour('2027-03-22'), ...matin };
    expect(seChevauchent(a, { ...a, heureDebut: heure('12:00'), heureFin: heure('14:00') })).toBe(false);
    expect(seChevauchent(a, { ...a, heureDebut: heure('11:59'), heureFin: heure('14:00') })).toBe(true);
    expect(seChevauchent(a, { ...a, date: jour('2027-03-23') })).toBe(false);
  });
});

describe('acceptation d’une permanence', () => {
  test('art. 3.1 : dans un lieu du Département, aucune convention n’est demandée', () => {
    expect(verifierPermanence(demande())).toEqual([]);
  });

  test('art. 6 : les dates que la convention ne couvre pas sont nommées', () => {
    const permanence: Permanence = { jour: 2, ...matin, du: jour('2023-06-20'), au: null };
    const cas = demande({
      permanence,
      conventions: [conventionDu('2022-10-10')],
      contrats: [{ debut: jour('2022-01-01'), fin: null }],
      horizon: jour('2023-12-31'),
    });
    const [refus, ...autres] = verifierPermanence(cas);
    expect(autres).toEqual([]);
    expect(refus?.refus).toBe('hors_convention');
    expect(dites(cas)[0]).toBe(
      'La convention n’est pas en vigueur à ces dates : 4 juillet 2023, 11 juillet 2023, 18 juillet 2023 et 22 autres.',
    );
  });

  test('art. 6 : deux conventions qui se suivent couvrent ensemble', () => {
    const permanence: Permanence = { jour: 2, ...matin, du: jour('2023-06-20'), au: jour('2023-07-25') };
    const suite = conventionDu('2023-07-02', [], { ...clauses2022, finAuPlusTard: jour('2024-07-01') });
    const contrats = [{ debut: jour('2022-01-01'), fin: null }];
    const conventions = [conventionDu('2022-10-10'), suite];
    expect(verifierPermanence(demande({ permanence, conventions, contrats }))).toEqual([]);
    expect(verifierPermanence(demande({ permanence, conventions: [], contrats }))[0]?.refus).toBe('hors_convention');
  });

  test('art. 1.2 : un lieu non conforme ou non convenu est refusé avec ses manques', () => {
    const manques = [{ critere: 'wifi', raison: 'jamais_constate', constat: null }] as const;
    const cas = demande({ usage: { possible: false, manques }, lieuConvenu: false });
    expect(dites(cas)).toEqual([
      'Ce lieu ne peut pas accueillir de permanence. Wifi : jamais constaté.',
      'Ce lieu n’a pas encore l’accord du Bénéficiaire et du Département.',
    ]);
  });

  test('un agent pris, un lieu occupé et un contrat terminé sont dits ensemble', () => {
    const cas = demande({
      contrats: [{ debut: jour('2026-09-01'), fin: jour('2027-03-31') }],
      prevues: [
        prevue('2027-03-22', { agentId: 'agent' }),
        prevue('2027-04-05', { lieuId: 'lieu' }),
        prevue('2027-03-29', { agentId: 'agent', lieuId: 'lieu' }),
        prevue('2027-04-05', { agentId: 'agent', heureDebut: heure('12:00'), heureFin: heure('13:00') }),
      ],
    });
    expect(dites(cas)).toEqual([
      'L’agent n’a pas de contrat en cours à ces dates : 5 avril 2027.',
      'L’agent est déjà pris à cet horaire : 22 mars 2027.',
      'Le lieu est déjà occupé à cet horaire : 5 avril 2027.',
    ]);
  });

  test('des dates ou des heures inversées, ou aucune séance possible, sont refusées', () => {
    const codes = (permanence: Permanence) => verifierPermanence(demande({ permanence })).map(({ refus }) => refus);
    expect(codes({ ...lundi, au: jour('2027-03-01') })).toEqual(['dates_inversees']);
    expect(codes({ ...lundi, heureFin: heure('09:00') })).toEqual(['horaire_inverse']);
    expect(codes({ ...lundi, du: jour('2027-03-29'), au: jour('2027-03-30') })).toEqual(['aucune_date']);
  });
});

const derogation = {
  usage: 'permanence',
  criteres: ['wifi'],
  auteur: 'Alix Fictive',
  motif: 'Travaux',
  du: jour('2026-11-24'),
  au: jour('2027-03-31'),
  leveeLe: null,
} as const;

describe('annuler et rétablir une séance (art. 1.2, art. 3.1, art. 6)', () => {
  const aujourdhui = jour('2026-11-24');
  const seance = (statut: 'prevue' | 'annulee', date = '2026-12-01', tenue = false) => ({
    jour: jour(date),
    statut,
    tenue,
  });
  const annulation = (...of: Parameters<typeof seance>) =>
    verifierAnnulation(seance(...of), aujourdhui).map(({ refus }) => refus);
  const retablissement = (autres: Partial<Parameters<typeof verifierRetablissement>[0]> = {}) =>
    verifierRetablissement(
      {
        seance: seance('annulee'),
        permanence: { au: null },
        lieuFermeLe: null,
        usage: { possible: true, derogation: null },
        lieuConvenu: true,
        conventions: null,
        contrats: [{ debut: jour('2026-09-01'), fin: null }],
        ...autres,
      },
      aujourdhui,
    ).map((refus) => phrase(PHRASES_SEANCE, refus));

  test('une séance d’aujourd’hui s’annule, une séance passée, annulée ou tenue ne s’annule pas', () => {
    expect(annulation('prevue', '2026-11-24')).toEqual([]);
    expect(annulation('prevue', '2026-11-23', true)).toEqual(['seance_passee', 'seance_tenue']);
    expect(annulation('annulee')).toEqual(['deja_annulee']);
  });

  test('une séance annulée se rétablit tant que rien d’autre n’a changé', () => {
    expect(retablissement()).toEqual([]);
    expect(retablissement({ permanence: { au: jour('2026-12-01') } })).toEqual([]);
  });

  test('toutes les raisons de ne pas rétablir se disent à la fois', () => {
    expect(
      retablissement({
        permanence: { au: jour('2026-11-30') },
        lieuFermeLe: aujourdhui,
        conventions: [],
        contrats: [],
      }),
    ).toEqual([
      'La permanence s’arrête le 30 novembre 2026 : après ce jour, rien ne se rétablit.',
      'Ce lieu est fermé : rouvrez-le d’abord.',
      'Aucune convention n’est en vigueur ce jour-là.',
      'L’agent n’a pas de contrat en cours ce jour-là.',
    ]);
    expect(retablissement({ seance: seance('prevue') })).toEqual(['Cette séance est déjà prévue.']);
  });

  test('art. 1.2 : par dérogation, une séance se rétablit jusqu’à son dernier jour compris, pas après', () => {
    const usage = { possible: true, derogation } as const;
    expect(retablissement({ usage, seance: seance('annulee', '2027-03-31') })).toEqual([]);
    expect(retablissement({ usage, seance: seance('annulee', '2027-04-01') })).toEqual([
      'Ce jour-là, la dérogation qui admet les permanences dans ce lieu aura pris fin.',
    ]);
  });

  test('une aide ponctuelle annulée s’enregistre de nouveau', () => {
    expect(retablissement({ permanence: null })).toEqual([
      'Une aide ponctuelle annulée ne se rétablit pas : enregistrez-la de nouveau.',
    ]);
  });

  test('une permanence ne commence pas dans le passé', () => {
    expect(dites(demande({ aujourdhui: jour('2027-03-23') }))).toEqual(['Le premier jour ne peut pas être passé.']);
  });
});

test('art. 1.2 : par dérogation, on ne planifie pas au-delà de son dernier jour', () => {
  const horizon = jour('2027-11-24');
  expect(horizonDuLieu({ possible: true, derogation }, horizon)).toEqual(jour('2027-03-31'));
  expect(horizonDuLieu({ possible: true, derogation: { ...derogation, au: jour('2028-01-01') } }, horizon)).toEqual(
    horizon,
  );
  expect(horizonDuLieu({ possible: true, derogation: null }, horizon)).toEqual(horizon);
});

describe('deux permanences au même moment dans un lieu (art. 1.2, « un bureau fermé et confidentiel »)', () => {
  test.each([
    ['bleue', 'verte', 'possible'],
    ['bleue', 'bleue', 'occupe'],
    [null, null, 'occupe'],
    ['bleue', null, 'salle_a_nommer'],
    [null, 'bleue', 'salle_a_nommer'],
  ] as const)('salle %o et salle %o : %s', (a, b, dit) => {
    expect(voisinage({ salleId: a }, { salleId: b })).toBe(dit);
    expect(voisinage({ salleId: a, enBinome: true }, { salleId: b })).toBe('possible');
  });

  test('une permanence sans salle à côté d’une autre en salle est refusée, avec ses dates', () => {
    const enSalle = [prevue('2027-03-22', { lieuId: 'lieu', salleId: 'bleue' })];
    expect(verifierPermanence(demande({ prevues: enSalle }))).toEqual([{ refus: 'salle_a_nommer', seances: enSalle }]);
    expect(verifierPermanence(demande({ prevues: enSalle, salleId: 'verte' }))).toEqual([]);
    const ailleurs = [prevue('2027-03-22', { lieuId: 'autre', salleId: 'bleue' })];
    expect(verifierPermanence(demande({ prevues: ailleurs }))).toEqual([]);
  });

  test('c’est la même réponse dans les deux sens, et deux salles différentes ne se gênent jamais', () => {
    const salle = fc.constantFrom(null, 'bleue', 'verte', 'jaune');
    const une = fc.record({ salleId: salle, enBinome: fc.boolean() });
    fc.assert(
      fc.property(une, une, (a, b) => {
        const said = voisinage(a, b);
        expect(voisinage(b, a)).toBe(said);
        const areApart = a.salleId !== null && b.salleId !== null && a.salleId !== b.salleId;
        expect(said === 'possible').toBe(areApart || a.enBinome || b.enBinome);
      }),
    );
  });
});
