import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { estRefus } from '../../domain/refus.ts';
import type { Accompagnement } from '../accompagnements/rules.ts';
import { type Convention, clauses2022 } from '../conventions/rules.ts';
import {
  barres,
  bilanDePeriode,
  choisirPeriode,
  formatPeriode,
  heuresDAide,
  heuresDePermanence,
  lignesBilan,
  moisEntiers,
  parMois,
  plusGrandesBarres,
  vieDeLaConvention,
} from './rules.ts';

const jour = (text: string) => Temporal.PlainDate.from(text);
const periode = (debut: string, fin: string) => ({ debut: jour(debut), fin: jour(fin) });

function signee(effet: string | null): Convention {
  const signature = (partie: 'departement' | 'beneficiaire', date: string) => ({
    id: `0184-${partie}`,
    type: 'signature' as const,
    partie,
    date: jour(date),
    signataire: 'A. Fictif',
    qualite: 'Présidente',
  });
  const first = signature('beneficiaire', '2022-10-03');
  return {
    clauses: clauses2022,
    evenements: effet === null ? [first] : [first, signature('departement', effet)],
  };
}

const acte = (date: string, autres: Partial<Accompagnement> = {}): Accompagnement => ({
  date: jour(date),
  dureeMinutes: 30,
  thematiques: ['Email'],
  demarches: [],
  materiels: [],
  autonomie: null,
  axe: null,
  typeLieu: 'LieuActivite',
  orientation: null,
  objectif: 'soutien_quotidien',
  issue: 'faite',
  genre: 'Feminin',
  trancheAge: 'SoixanteDixPlus',
  statutSocial: 'Retraite',
  ...autres,
});

describe('période d’un bilan (art. 3.4, art. 6)', () => {
  test('art. 6 : sans choix, toute la vie de la convention, de son effet à aujourd’hui ou à son dernier jour', () => {
    const convention = signee('2022-10-10');
    expect(vieDeLaConvention(convention, jour('2022-10-09'))).toBeNull();
    expect(vieDeLaConvention(convention, jour('2023-01-15'))).toEqual(periode('2022-10-10', '2023-01-15'));
    expect(vieDeLaConvention(convention, jour('2026-11-24'))).toEqual(periode('2022-10-10', '2023-07-01'));
    expect(vieDeLaConvention(signee(null), jour('2023-01-15'))).toBeNull();
    // Signed after its last possible day: it was never in force.
    expect(vieDeLaConvention(signee('2023-09-01'), jour('2026-11-24'))).toBeNull();
  });

  test('une borne laissée vide est celle de la convention ; la fin ne précède jamais le début', () => {
    const vie = periode('2022-10-10', '2023-01-15');
    const du = jour('2022-11-01');
    expect(choisirPeriode({ du: null, au: null }, vie)).toEqual(vie);
    expect(choisirPeriode({ du, au: null }, vie)).toEqual({ debut: du, fin: vie.fin });
    expect(choisirPeriode({ du: null, au: du }, vie)).toEqual({ debut: vie.debut, fin: du });
    expect(choisirPeriode({ du, au: jour('2022-10-31') }, vie)).toEqual({ refus: 'periode_inversee', debut: du });
    const day = fc.integer({ min: 0, max: 4000 }).map((days) => jour('2018-01-01').add({ days }));
    fc.assert(
      fc.property(fc.option(day), fc.option(day), (debut, fin) => {
        const chosen = choisirPeriode({ du: debut, au: fin }, vie);
        if (estRefus(chosen)) expect(debut !== null && fin !== null && debut.since(fin).days > 0).toBe(true);
        else expect(Temporal.PlainDate.compare(chosen.debut, chosen.fin)).toBeLessThanOrEqual(0);
      }),
    );
  });

  test('hors de l’équipe, une période compte des mois entiers', () => {
    expect(moisEntiers(periode('2024-02-10', '2024-02-11'))).toEqual(periode('2024-02-01', '2024-02-29'));
    expect(formatPeriode(periode('2022-10-10', '2023-07-01'))).toBe('du 10 octobre 2022 au 1er juillet 2023');
  });
});

describe('chiffres d’un bilan (art. 3.4)', () => {
  const tout = periode('2022-10-10', '2023-07-01');

  test('les mois sans personne comptent zéro, les douze derniers sont montrés', () => {
    const mois = parMois([jour('2022-11-03'), jour('2023-01-10'), jour('2023-01-11')], tout, false);
    expect(mois.map(({ mois: un, nombre }) => `${un} ${nombre}`)).toEqual(['2022-11 1', '2022-12 0', '2023-01 2']);
    expect(parMois([], tout, false)).toEqual([]);
    const longue = periode('2020-01-01', '2023-01-31');
    expect(parMois([jour('2020-01-02'), jour('2023-01-02')], longue, false)).toHaveLength(12);
  });

  test('art. 4.1 : publié, un total ajoute ce que les mois publient, et ceux-là seuls', () => {
    const vide = { seances: [], ateliers: [], actions: [] };
    const acts = (nombre: number, date: string) => Array.from({ length: nombre }, () => acte(date));
    const accompagnements = [...acts(3, '2022-11-03'), ...acts(9, '2022-12-06'), ...acts(20, '2023-01-10')];
    const lire = (le: string, lecture?: (mois: Temporal.PlainDate) => 'entier' | 'permanences' | 'rien') =>
      bilanDePeriode(
        { ...vide, accompagnements },
        { periode: tout, aujourdhui: jour(le), public: true, ...(lecture === undefined ? {} : { lecture }) },
      );
    const total = lire('2023-02-01');
    expect(total.personnesAidees).toEqual({ auMoins: 29 });
    expect(total.mois.map(({ nombre }) => nombre)).toEqual(['<5', 9, 20]);
    expect(heuresDAide(total)).toBe('au moins\u00a014\u00a0h\u00a030');
    expect(lignesBilan(total).find(({ libelle }) => libelle === 'E-mail')?.valeur).toBe('au moins\u00a029');
    // The month that runs is not read, whatever the day: two days in a row say the same.
    expect(lire('2023-01-20')).toEqual(lire('2023-01-21'));
    expect(lire('2023-01-20').personnesAidees).toEqual({ auMoins: 9 });
    const corrige = lire('2023-02-01', ({ month }) => (month === 1 ? 'permanences' : month === 11 ? 'rien' : 'entier'));
    expect([corrige.personnesAidees, corrige.mois.map(({ nombre }) => nombre)]).toEqual([{ auMoins: 9 }, [9]]);
    // A month that is not read, between two that are, is no month when nobody came.
    const milieu = lire('2023-02-01', ({ month }) => (month === 12 ? 'permanences' : 'entier'));
    expect(milieu.mois.map(({ nombre }) => nombre)).toEqual(['<5', 'masque', 20]);
  });

  test('art. 4.1 : ce que les mois cachent ne change rien au total', () => {
    const mois = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(mois, fc.integer({ min: 1, max: 4 }), (nombres, autre) => {
        const lire = (all: readonly number[]) =>
          bilanDePeriode(
            {
              ...{ seances: [], ateliers: [], actions: [] },
              accompagnements: all.flatMap((nombre, rang) =>
                Array.from({ length: nombre }, () => acte(`2022-1${rang}-15`, { dureeMinutes: 10 })),
              ),
            },
            { periode: periode('2022-10-01', '2022-12-31'), aujourdhui: jour('2023-01-01'), public: true },
          );
        const other = nombres.map((nombre) => (nombre > 0 && nombre < 5 ? autre : nombre));
        expect(lire(other)).toEqual(lire(nombres));
      }),
      { numRuns: 80 },
    );
  });

  test('un nombre caché n’a pas de longueur et ferme la marche', () => {
    const cellules = [
      { libelle: 'Santé', nombre: '<5' as const },
      { libelle: 'Parentalité', nombre: 0 },
      { libelle: 'E-mail', nombre: 12 },
    ];
    expect(barres(cellules)[0]).toEqual({ libelle: 'Santé', nombre: null, texte: 'moins de 5' });
    expect(plusGrandesBarres(cellules).map(({ libelle }) => libelle)).toEqual(['E-mail', 'Santé']);
  });

  test('les heures d’aide ne se publient pas quand elles diraient de combien de personnes il s’agit', () => {
    const heure = (text: string) => Temporal.PlainTime.from(text);
    const activite = {
      seances: [
        { date: jour('2022-11-03'), statut: 'prevue' as const, heureDebut: heure('09:00'), heureFin: heure('12:20') },
      ],
      accompagnements: [acte('2022-11-03'), acte('2022-11-03', { dureeMinutes: 15 })],
      ateliers: [],
      actions: [],
    };
    const options = { periode: tout, aujourdhui: jour('2022-12-01') };
    const interne = bilanDePeriode(activite, { ...options, public: false });
    const publie = bilanDePeriode(activite, { ...options, public: true });
    expect([heuresDePermanence(interne), heuresDAide(interne)]).toEqual(['3\u00a0h\u00a020', '45\u00a0min']);
    expect(heuresDAide(publie)).toBe('non publié');
    expect(lignesBilan(publie).filter(({ valeur }) => valeur === 2 || valeur === 45)).toEqual([]);
    const aucune = bilanDePeriode({ ...activite, seances: [], accompagnements: [] }, { ...options, public: true });
    expect([heuresDePermanence(aucune), heuresDAide(aucune)]).toEqual(['0\u00a0h', '0\u00a0h']);
  });
});
