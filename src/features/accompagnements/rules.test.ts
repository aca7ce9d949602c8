import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { phrase } from '../../domain/refus.ts';
import {
  type Accompagnement,
  bilan,
  formatNombre,
  masquerPartition,
  PHRASES_ACCOMPAGNEMENT,
  type SeanceComptee,
  verifierAccompagnement,
} from './rules.ts';

const jour = (text: string) => Temporal.PlainDate.from(text);
const heure = (text: string) => Temporal.PlainTime.from(text);
const aujourdhui = jour('2026-11-24');
const acte = (autres: Partial<Accompagnement> = {}): Accompagnement => ({
  date: jour('2026-11-10'),
  dureeMinutes: 30,
  thematiques: ['Email'],
  demarches: [],
  objectif: 'soutien_quotidien',
  issue: 'faite',
  genre: 'Feminin',
  trancheAge: 'SoixanteDixPlus',
  statutSocial: 'Retraite',
  ...autres,
});
const fois = (n: number, autres: Partial<Accompagnement> = {}) => Array.from({ length: n }, () => acte(autres));
const seance = (date: string, statut: SeanceComptee['statut'] = 'prevue'): SeanceComptee => ({
  date: jour(date),
  statut,
  heureDebut: heure('09:00'),
  heureFin: heure('12:30'),
});
const nombre = <C extends string>(cellules: readonly { cle: C; nombre: unknown }[], cle: C) =>
  cellules.find((cellule) => cellule.cle === cle)?.nombre;

describe('bilan (art. 3.4)', () => {
  test('art. 3.4 : les séances tenues, annulées et à venir sont distinguées', () => {
    const seances = [seance('2026-11-10'), seance('2026-11-17', 'annulee'), seance('2026-11-24'), seance('2026-12-01')];
    const total = bilan(seances, [], { public: false, aujourdhui });
    expect(total.permanencesTenues).toBe(2);
    expect(total.permanencesAnnulees).toBe(1);
    expect(total.heuresPermanence).toBe(7);
  });

  test('art. 3.4 : les heures comptent une fois par acte, les thématiques autant qu’il y en a', () => {
    const actes = [acte({ thematiques: ['Email', 'Sante'], dureeMinutes: 60 }), acte()];
    const total = bilan([], actes, { public: false, aujourdhui });
    expect(total.personnesAidees).toBe(2);
    expect(total.minutesAccompagnement).toBe(90);
    expect(nombre(total.parThematique, 'Email')).toBe(2);
    expect(nombre(total.parThematique, 'Sante')).toBe(1);
    expect(nombre(total.parThematique, 'Bureautique')).toBe(0);
    expect(total.parTrancheAge).toHaveLength(8);
  });

  test('art. 3.4 : seule la période demandée compte', () => {
    const periode = { debut: jour('2026-11-01'), fin: jour('2026-11-30') };
    const actes = [acte(), acte({ date: jour('2026-10-31') })];
    expect(bilan([], actes, { public: false, aujourdhui, periode }).personnesAidees).toBe(1);
  });

  test('art. 4.1 : publié, un nombre inférieur à 5 n’est pas montré et ne se déduit pas', () => {
    const actes = [...fois(3), ...fois(20, { genre: 'Masculin' })];
    const total = bilan([], actes, { public: true, aujourdhui });
    expect(total.personnesAidees).toBe(23);
    expect(nombre(total.parGenre, 'Feminin')).toBe('<5');
    expect(nombre(total.parGenre, 'Masculin')).toBe('masque');
    expect(nombre(total.parGenre, 'NonCommunique')).toBe(0);
    expect(bilan([], fois(4), { public: true, aujourdhui }).personnesAidees).toBe('<5');
    expect([formatNombre('<5'), formatNombre('masque'), formatNombre(12)]).toEqual(['moins de 5', 'non publié', '12']);
  });

  test('art. 4.1 : jamais un petit nombre n’est publié, jamais un seul n’est caché dans un total connu', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(30), { minLength: 1, maxLength: 8 }), (nombres) => {
        const publies = masquerPartition(nombres);
        const caches = nombres.filter((_, rang) => typeof publies[rang] === 'string');
        for (const [rang, publie] of publies.entries()) {
          if (typeof publie === 'number') {
            expect(publie).toBe(nombres[rang]);
            expect(publie === 0 || publie >= 5).toBe(true);
          }
        }
        const visibles = publies.some((publie) => typeof publie === 'number' && publie > 0);
        if (visibles) expect(caches.length).not.toBe(1);
      }),
    );
  });

  test('art. 4.1 : le plus petit voisin est caché aussi', () => {
    expect(masquerPartition([3, 20, 8])).toEqual(['<5', 20, 'masque']);
    expect(masquerPartition([1, 1, 30, 9])).toEqual(['<5', '<5', 30, 'masque']);
    expect(masquerPartition([2, 3, 30])).toEqual(['<5', '<5', 30]);
    expect(masquerPartition([0, 10, 30])).toEqual([0, 10, 30]);
  });
});

describe('saisie d’un accompagnement (art. 3.4)', () => {
  const codes = (autres: Partial<Accompagnement>, precision?: string) =>
    verifierAccompagnement(acte(autres), aujourdhui, precision).map(({ refus }) => refus);

  test('art. 3.4 : une saisie complète est acceptée', () => {
    expect(codes({})).toEqual([]);
    expect(codes({ date: aujourdhui, dureeMinutes: 1439 })).toEqual([]);
    expect(codes({ issue: 'impossible' }, 'Identifiants perdus')).toEqual([]);
  });

  test('art. 3.4 : toutes les raisons de refus sont dites à la fois', () => {
    expect(
      codes({
        thematiques: [],
        demarches: ['Logement'],
        dureeMinutes: 0,
        date: jour('2026-11-25'),
        issue: 'impossible',
      }),
    ).toEqual(['thematique_manquante', 'demarche_en_trop', 'duree_impossible', 'date_a_venir', 'raison_manquante']);
    expect(codes({ thematiques: ['AideAuxDemarchesAdministratives'] })).toEqual(['demarche_manquante']);
    expect(codes({ dureeMinutes: 1440 })).toEqual(['duree_impossible']);
    expect(phrase(PHRASES_ACCOMPAGNEMENT, { refus: 'date_a_venir' })).toContain('à venir');
  });
});
