import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Accompagnement, type Activite, type Atelier, bilan, formatNombre, type SeanceComptee } from './rules.ts';

const jour = (text: string) => Temporal.PlainDate.from(text);
const heure = (text: string) => Temporal.PlainTime.from(text);
const aujourdhui = jour('2026-11-24');
const acte = (autres: Partial<Accompagnement> = {}): Accompagnement => ({
  date: jour('2026-11-10'),
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
const fois = (n: number, autres: Partial<Accompagnement> = {}) => Array.from({ length: n }, () => acte(autres));
const seance = (date: string, statut: SeanceComptee['statut'] = 'prevue'): SeanceComptee => ({
  date: jour(date),
  statut,
  heureDebut: heure('09:00'),
  heureFin: heure('12:30'),
});
const rien = (autres: Partial<Activite> = {}): Activite => ({
  seances: [],
  accompagnements: [],
  ateliers: [],
  actions: [],
  ...autres,
});
const nombre = <C extends string>(cellules: readonly { cle: C; nombre: unknown }[], cle: C) =>
  cellules.find((cellule) => cellule.cle === cle)?.nombre;

describe('bilan (art. 3.4)', () => {
  test('art. 3.4 : les séances tenues, annulées et à venir sont distinguées', () => {
    const seances = [seance('2026-11-10'), seance('2026-11-17', 'annulee'), seance('2026-11-24'), seance('2026-12-01')];
    const total = bilan(rien({ seances }), { public: false, aujourdhui });
    expect(total.permanencesTenues).toBe(2);
    expect(total.permanencesAnnulees).toBe(1);
    expect(total.heuresPermanence).toBe(7);
  });

  test('art. 3.4 : les heures comptent une fois par acte, les thématiques autant qu’il y en a', () => {
    const actes = [acte({ thematiques: ['Email', 'Sante'], dureeMinutes: 60 }), acte()];
    const total = bilan(rien({ accompagnements: actes }), { public: false, aujourdhui });
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
    expect(bilan(rien({ accompagnements: actes }), { public: false, aujourdhui, periode }).personnesAidees).toBe(1);
  });

  test('art. 4.1 : publié, un nombre inférieur à 5 n’est pas montré et ne se déduit pas', () => {
    const actes = [...fois(3), ...fois(20, { genre: 'Masculin' })];
    const total = bilan(rien({ accompagnements: actes }), { public: true, aujourdhui });
    expect(total.personnesAidees).toBe(23);
    expect(nombre(total.parGenre, 'Feminin')).toBe('<5');
    expect(nombre(total.parGenre, 'Masculin')).toBe('masque');
    expect(nombre(total.parGenre, 'NonCommunique')).toBe(0);
    expect(bilan(rien({ accompagnements: fois(4) }), { public: true, aujourdhui }).personnesAidees).toBe('<5');
    expect([formatNombre('<5'), formatNombre('masque'), formatNombre(12)]).toEqual(['moins de 5', 'non publié', '12']);
  });
});

describe('ateliers et coordination (art. 3.4)', () => {
  const atelier = (autres: Partial<Atelier> = {}): Atelier => ({
    date: jour('2026-11-12'),
    dureeMinutes: 120,
    participants: 12,
    dejaAides: 6,
    niveau: 'Debutant',
    thematiques: ['Email', 'Email', 'Sante'],
    demarches: ['SocialSante'],
    materiels: ['Ordinateur', 'Ordinateur'],
    objectif: 'permanence',
    axe: null,
    genres: { Feminin: 7, Masculin: 3 },
    tranchesAge: { SoixanteDixPlus: 12 },
    statutsSociaux: {},
    ...autres,
  });
  const prive = { public: false, aujourdhui };
  const publie = { public: true, aujourdhui };

  test('art. 3.4 : un atelier compte une fois, ses participants à part des personnes aidées une à une', () => {
    const total = bilan(rien({ accompagnements: fois(2), ateliers: [atelier(), atelier({ niveau: null })] }), prive);
    expect(total).toMatchObject({ personnesAidees: 2, minutesAccompagnement: 60 });
    expect(total).toMatchObject({ ateliers: 2, participants: 24, dejaAides: 12, minutesAteliers: 240 });
    expect(nombre(total.parThematique, 'Email')).toBe(2);
    expect(nombre(total.parThematiqueAtelier, 'Email')).toBe(2);
    expect(nombre(total.parNiveau, 'Debutant')).toBe(1);
  });

  test('art. 3.4 : ce sur quoi porte un atelier se compte en ateliers ; publié, rien sous cinq participants', () => {
    const ateliers = [atelier({ axe: 'axe3' }), atelier({ objectif: null, demarches: [], materiels: ['Telephone'] })];
    const lire = (options: Parameters<typeof bilan>[1], list = ateliers) => {
      const total = bilan(rien({ ateliers: list }), options);
      return [
        ...[nombre(total.parDemarcheAtelier, 'SocialSante'), nombre(total.parMaterielAtelier, 'Ordinateur')],
        ...[nombre(total.parObjectifAtelier, 'permanence'), nombre(total.parAxeAtelier, 'axe3')],
      ];
    };
    expect([lire(prive), lire(publie)]).toEqual([
      [1, 1, 1, 1],
      [1, 1, 1, 1],
    ]);
    const peu = [atelier({ participants: 3, dejaAides: 1, genres: {}, tranchesAge: {}, axe: 'axe3' })];
    expect(lire(publie, peu)).toEqual(['masque', 'masque', 'masque', 'masque']);
    expect(bilan(rien({ accompagnements: fois(2) }), prive).parMaterielAtelier.every(({ nombre: n }) => n === 0)).toBe(
      true,
    );
  });

  test('art. 3.4 : les comptes d’un atelier s’ajoutent aux profils, et qui n’est pas compté est non communiqué', () => {
    const total = bilan(rien({ accompagnements: fois(2), ateliers: [atelier()] }), prive);
    expect(total.parGenre.map(({ cle, nombre: n }) => [cle, n])).toEqual([
      ['Masculin', 3],
      ['Feminin', 9],
      ['NonCommunique', 2],
    ]);
    expect(nombre(total.parTrancheAge, 'SoixanteDixPlus')).toBe(14);
    expect(nombre(total.parStatutSocial, 'NonCommunique')).toBe(12);
  });

  test('art. 3.4 : chaque colonne d’un profil fait la somme des personnes et des participants', () => {
    fc.assert(
      fc.property(
        fc.nat(30),
        fc.array(fc.record({ participants: fc.integer({ min: 5, max: 40 }), Feminin: fc.nat(5) }), { maxLength: 5 }),
        (people, list) => {
          const ateliers = list.map(({ participants, Feminin }) => atelier({ participants, genres: { Feminin } }));
          const { parGenre, participants } = bilan(rien({ accompagnements: fois(people), ateliers }), prive);
          const sum = parGenre.reduce((all, { nombre: n }) => all + Number(n), 0);
          expect(sum).toBe(people + Number(participants));
        },
      ),
    );
  });

  test('art. 4.1 : publiés, moins de cinq participants, ou moins de cinq personnes aidées, ne se retrouvent pas par soustraction', () => {
    const peu = bilan(
      rien({
        accompagnements: fois(20),
        ateliers: [atelier({ participants: 3, dejaAides: 1, genres: {}, tranchesAge: {} })],
      }),
      publie,
    );
    expect([peu.personnesAidees, peu.participants, peu.dejaAides]).toEqual([20, '<5', 'masque']);
    expect(nombre(peu.parGenre, 'Feminin')).toEqual({ auMoins: 20 });
    const treize = atelier({ participants: 13, genres: { Feminin: 13 } });
    const autres = bilan(rien({ accompagnements: fois(3), ateliers: [treize] }), publie);
    expect([autres.personnesAidees, autres.participants]).toEqual(['<5', 13]);
    expect(nombre(autres.parGenre, 'Feminin')).toEqual({ auMoins: 13 });
    expect([...peu.parThematiqueAtelier, ...peu.parNiveau].every(({ nombre: n }) => n === 'masque')).toBe(true);
  });

  test('art. 4.1 : publiée, l’orientation ne dit pas combien de personnes sont orientées quand ce nombre est caché', () => {
    const orientee = (n: number, orientation: 'AideSociale' | 'Autre') => fois(n, { issue: 'orientee', orientation });
    const total = bilan(
      rien({ accompagnements: [...fois(20), ...fois(2, { issue: 'commencee' }), ...orientee(6, 'AideSociale')] }),
      publie,
    );
    expect(nombre(total.parIssue, 'orientee')).toBe('masque');
    expect(nombre(total.parOrientation, 'AideSociale')).toBe('masque');
    const deux = bilan(
      rien({ accompagnements: [...fois(20), ...orientee(6, 'AideSociale'), ...orientee(5, 'Autre')] }),
      publie,
    );
    expect([nombre(deux.parOrientation, 'AideSociale'), nombre(deux.parOrientation, 'Autre')]).toEqual([6, 5]);
  });

  test('art. 4.1 : publiée, une réponse facultative n’en laisse pas deviner une autre', () => {
    const actes = [...fois(3, { autonomie: 'Autonome' }), ...fois(20, { autonomie: 'EntierementAccompagne' })];
    const { parAutonomie } = bilan(rien({ accompagnements: actes }), publie);
    expect(parAutonomie.map(({ nombre: n }) => n)).toEqual(['masque', 0, '<5']);
    const tus = bilan(rien({ accompagnements: [...actes, ...fois(9)] }), publie).parAutonomie;
    expect(tus.map(({ nombre: n }) => n)).toEqual([20, 0, '<5']);
  });

  test('annexe 1 : la coordination se compte à part, sans personne', () => {
    const date = jour('2026-11-12');
    const actions = [
      { date, dureeMinutes: 90, type: 'Evenement' as const },
      { date, dureeMinutes: 30, type: 'Evenement' as const },
      { date: jour('2026-12-01'), dureeMinutes: 30, type: 'Animation' as const },
    ];
    const total = bilan(rien({ actions }), prive);
    expect(total).toMatchObject({ actions: 2, minutesActions: 120, personnesAidees: 0, participants: 0, ateliers: 0 });
    expect(total.parTypeAction.map(({ nombre: n }) => n)).toEqual([2, 0, 0]);
  });
});
