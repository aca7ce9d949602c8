import { describe, expect, test } from 'vitest';
import {
  type ChangementFait,
  type LigneSeance,
  type Photo,
  retourDe,
  SANS_OBSTACLE,
  seancesTouchees,
  verifierAnnulationChangement,
} from './rules.ts';

const jour = Temporal.PlainDate.from;
const [VENDREDI, JEUDI] = ['2026-12-11', '2026-12-10'];

const seance = (id: string, autres: Partial<LigneSeance> = {}): LigneSeance => ({
  ...{ id, jour: VENDREDI, statut: 'prevue', permanence_id: 'p', heure_debut: '09:00:00', heure_fin: '12:00:00' },
  ...autres,
});
const permanence = (id: string, autres: object = {}) => ({ id, accueil: 'libre', au: null, ...autres });
const rdv = (id: string, autres: object = {}) => ({
  id,
  seance_id: 's',
  statut: 'confirme',
  debut: '09:30:00',
  ...autres,
});

function photo(autres: Partial<Photo> = {}): Photo {
  return { permanences: [permanence('p')], seances: [seance('s')], rendezVous: [], tenues: [], ...autres };
}

/** Fridays at 9 h, at 10 h from 11 December on. */
const apres = photo({
  permanences: [permanence('p', { au: '2026-12-10' }), permanence('q')],
  seances: [seance('s', { permanence_id: 'q', heure_debut: '10:00:00', heure_fin: '13:00:00' })],
});
const HEURE: ChangementFait = { faitLe: jour('2026-11-24'), isAnnule: false, avant: photo(), apres };

const refus = (changement: ChangementFait, maintenant: Photo = changement.apres, autres: object = {}) =>
  verifierAnnulationChangement(changement, maintenant, {
    aujourdhui: jour('2026-11-24'),
    obstacles: { ...SANS_OBSTACLE, ...autres },
  });

describe('annuler un changement de permanence (art. 1.2)', () => {
  test('le jour même, tant que tout est comme il l’a laissé', () => {
    expect(refus(HEURE)).toEqual([]);
  });

  test('ni deux fois, ni un autre jour', () => {
    expect(refus({ ...HEURE, isAnnule: true })).toEqual([{ refus: 'deja_annule' }]);
    const hier = { ...HEURE, faitLe: jour('2026-11-23') };
    expect(refus(hier)).toEqual([{ refus: 'jour_passe', faitLe: jour('2026-11-23') }]);
  });

  test('une permanence changée de nouveau : cela seul est dit', () => {
    const maintenant = { ...apres, permanences: [...apres.permanences, permanence('r')], seances: [] };
    expect(refus(HEURE, maintenant)).toEqual([{ refus: 'permanence_changee' }]);
  });

  test('un rendez-vous pris depuis ; pas un qui l’était, ni un qui est fini', () => {
    const avec = (...rendezVous: Photo['rendezVous']) => ({ ...apres, rendezVous });
    expect(refus(HEURE, avec(rdv('nouveau')))).toEqual([{ refus: 'rendez_vous_pris', jours: [jour(VENDREDI)] }]);
    expect(refus(HEURE, avec(rdv('fini', { statut: 'annule' })))).toEqual([]);
    const connu = { ...HEURE, avant: photo({ rendezVous: [rdv('connu')] }), apres: avec(rdv('connu')) };
    expect(refus(connu, avec(rdv('connu', { statut: 'annule' })))).toEqual([]);
  });

  test('quelqu’un venu, ou quelque chose noté, depuis : la séance a eu lieu', () => {
    const tenue = [{ refus: 'seance_tenue', jours: [jour(VENDREDI)] }];
    expect(refus(HEURE, { ...apres, tenues: ['s'] })).toEqual(tenue);
    const connu = { ...HEURE, apres: { ...apres, rendezVous: [rdv('connu')] } };
    expect(refus(connu, { ...apres, rendezVous: [rdv('connu', { statut: 'arrive' })] })).toEqual(tenue);
    expect(refus({ ...HEURE, apres: { ...apres, tenues: ['s'] } }, { ...apres, tenues: ['s'] })).toEqual([]);
  });

  test('une séance changée une à une, ou venue depuis', () => {
    const changee = { ...apres, seances: [seance('s', { permanence_id: 'q', statut: 'annulee' })] };
    expect(refus(HEURE, changee)).toEqual([{ refus: 'seance_changee', jours: [jour(VENDREDI)] }]);
    const venue = { ...apres, seances: [...apres.seances, seance('t', { jour: '2026-12-18' })] };
    expect(refus(HEURE, venue)).toEqual([{ refus: 'seance_changee', jours: [jour('2026-12-18')] }]);
  });

  test('ce qui ne peut plus recevoir ce qui reviendrait est dit d’un coup', () => {
    const tout = { lieux: ['Mairie'], salles: ['Bleue'], fermetures: [jour(VENDREDI)], absences: [jour(VENDREDI)] };
    expect(refus(HEURE, apres, tout).map((one) => one.refus)).toEqual([
      'lieu_ferme',
      'salle_fermee',
      'fermeture',
      'absence',
    ]);
  });
});

describe('ce qu’un changement a touché, et ce qui revient', () => {
  test('passer à une autre permanence ne change rien à la séance ; la façon de recevoir, si', () => {
    const suivie = { permanences: [permanence('q')], seances: [seance('s', { permanence_id: 'q' })] };
    expect(seancesTouchees({ avant: photo(), apres: photo(suivie) })).toEqual([]);
    const surRendezVous = { ...suivie, permanences: [permanence('q', { accueil: 'rendez_vous' })] };
    expect(seancesTouchees({ avant: photo(), apres: photo(surRendezVous) }).map(({ id }) => id)).toEqual(['s']);
  });

  test('du vendredi au jeudi : les jeudis s’en vont, les vendredis reviennent avec leurs rendez-vous', () => {
    const avant = photo({ rendezVous: [rdv('attendu'), rdv('fini', { statut: 'annule' })] });
    const jeudis = photo({
      seances: [seance('s', { statut: 'annulee' }), seance('t', { jour: JEUDI })],
      rendezVous: [rdv('attendu', { statut: 'a_replacer' })],
    });
    expect(retourDe({ avant, apres: jeudis })).toEqual({
      retirees: [jour(JEUDI)],
      retablies: [jour(VENDREDI)],
      reprises: 0,
      rendezVous: 1,
    });
    expect(retourDe(HEURE)).toMatchObject({ retirees: [], retablies: [], reprises: 1 });
  });
});
