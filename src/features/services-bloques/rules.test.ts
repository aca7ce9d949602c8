import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cles, OBSTACLES } from '../../domain/nomenclatures.ts';
import {
  ampleurDe,
  attendDepuis,
  cleDuService,
  direAmpleur,
  estEnRetard,
  lettre,
  type NatureSuite,
  nomOperateur,
  SUITES,
  type Suite,
  suitesPossibles,
  suiviApres,
  verifierRetour,
  verifierSignalement,
  verifierSuite,
} from './rules.ts';

const jour = Temporal.PlainDate.from;
const suite = (nature: NatureSuite, le: string, autres: Partial<Suite> = {}): Suite => ({
  nature,
  le: jour(le),
  a: nature === 'transmis' ? 'Service des usagers' : null,
  texte: 'Dit en quelques mots',
  ...autres,
});
const codes = (refus: readonly { readonly refus: string }[]) => refus.map(({ refus: code }) => code);

describe('Les étapes du suivi d’un service qui bloque (annexe 1, axe 1)', () => {
  const constateLe = jour('2026-11-02');
  const today = jour('2026-11-27');

  test.each<[string, readonly Suite[], Suite, readonly string[]]>([
    ['transmettre ce qui est signalé', [], suite('transmis', '2026-11-03'), []],
    ['le jour même du constat', [], suite('transmis', '2026-11-02'), []],
    ['une réponse à ce qui n’a pas été transmis', [], suite('repondu', '2026-11-03'), ['pas_possible']],
    ['une relance de rien', [], suite('relance', '2026-11-03'), ['pas_possible']],
    ['rouvrir ce qui est ouvert', [], suite('rouvert', '2026-11-03'), ['pas_possible']],
    ['demain', [], suite('transmis', '2026-11-28'), ['a_venir']],
    ['avant le constat', [], suite('transmis', '2026-11-01'), ['avant_constat']],
    ['transmettre à personne', [], suite('transmis', '2026-11-03', { a: null }), ['a_qui_manquant']],
    [
      'répondre avant d’être demandé',
      [suite('transmis', '2026-11-10')],
      suite('repondu', '2026-11-09'),
      ['avant_derniere'],
    ],
    [
      'deux transmissions de suite',
      [suite('transmis', '2026-11-10')],
      suite('transmis', '2026-11-11'),
      ['pas_possible'],
    ],
    ['relancer', [suite('transmis', '2026-11-10')], suite('relance', '2026-11-20', { texte: null }), []],
    [
      'une réponse sans un mot',
      [suite('transmis', '2026-11-10')],
      suite('repondu', '2026-11-20', { texte: null }),
      ['texte_manquant'],
    ],
    ['résolu avant d’être transmis', [], suite('resolu', '2026-11-20', { texte: null }), []],
    [
      'relancer après une réponse',
      [suite('transmis', '2026-11-10'), suite('repondu', '2026-11-12')],
      suite('relance', '2026-11-20'),
      [],
    ],
    [
      'transmettre ce qui est résolu',
      [suite('resolu', '2026-11-10')],
      suite('transmis', '2026-11-20'),
      ['pas_possible'],
    ],
    ['rouvrir ce qui est résolu', [suite('resolu', '2026-11-10')], suite('rouvert', '2026-11-20'), []],
    [
      'tout à la fois est dit',
      [suite('resolu', '2026-11-10')],
      suite('transmis', '2026-11-28', { a: null }),
      ['pas_possible', 'a_venir', 'a_qui_manquant'],
    ],
  ])('%s', (_, suites, next, expected) => {
    expect(codes(verifierSuite({ constateLe, suites }, next, today))).toEqual(expected);
  });

  const tirees = fc.array(
    fc.record({ nature: fc.constantFrom(...cles(SUITES)), jours: fc.integer({ min: -3, max: 40 }), dit: fc.boolean() }),
    { maxLength: 30 },
  );

  test('quoi qu’on tente : les jours se suivent, rien ne suit ce qui est clos que sa réouverture, une réponse suit une demande', () => {
    fc.assert(
      fc.property(tirees, (tried) => {
        const kept: Suite[] = [];
        for (const { nature, jours, dit } of tried) {
          const next = {
            nature,
            le: constateLe.add({ days: jours }),
            a: dit ? 'Accueil' : null,
            texte: dit ? 'Oui' : null,
          };
          const before = [...kept];
          if (verifierSuite({ constateLe, suites: kept }, next, today).length === 0) kept.push(next);
          // Taking the last step back gives what was before it.
          expect(suiviApres(kept.length > before.length ? kept.slice(0, -1) : kept)).toBe(suiviApres(before));
        }
        for (const [rang, { nature, le }] of kept.entries()) {
          const previous = kept[rang - 1];
          expect(Temporal.PlainDate.compare(le, previous?.le ?? constateLe)).toBeGreaterThanOrEqual(0);
          expect(Temporal.PlainDate.compare(le, today)).toBeLessThanOrEqual(0);
          const isClosed = previous?.nature === 'resolu' || previous?.nature === 'sans_suite';
          expect(nature === 'rouvert').toBe(isClosed);
          if (nature === 'repondu') expect(['transmis', 'relance']).toContain(previous?.nature);
        }
        expect(suitesPossibles(kept).length).toBeGreaterThan(0);
        expect(attendDepuis(kept) === null).toBe(suiviApres(kept) !== 'transmis');
      }),
    );
  });

  test.each([
    ['2026-12-03', false],
    ['2026-12-04', true],
  ])('transmis le 3 novembre, le %s : en retard %s', (today30, expected) => {
    expect(estEnRetard([suite('transmis', '2026-11-03')], jour(today30))).toBe(expected);
  });

  test('une relance fait attendre de nouveau ; une réponse ou une fin n’attend plus', () => {
    const late = jour('2026-12-20');
    const first = suite('transmis', '2026-11-03');
    expect(estEnRetard([first, suite('relance', '2026-11-25')], late)).toBe(false);
    expect(estEnRetard([first, suite('repondu', '2026-11-05')], late)).toBe(false);
    expect(estEnRetard([first, suite('sans_suite', '2026-11-05')], late)).toBe(false);
    expect(estEnRetard([], late)).toBe(false);
  });

  test('une étape se retire par qui l’a notée, le jour même', () => {
    const qui = { compteId: 'moi', aujourdhui: today };
    expect(verifierRetour({ auteurId: 'moi', noteeLe: today }, qui)).toBeNull();
    expect(verifierRetour({ auteurId: 'autre', noteeLe: today }, qui)).toEqual({ refus: 'autre_auteur' });
    expect(verifierRetour({ auteurId: 'moi', noteeLe: today.subtract({ days: 1 }) }, qui)).toEqual({ refus: 'passe' });
    expect(verifierRetour(undefined, qui)).toEqual({ refus: 'rien' });
  });

  test('un constat ne vient ni après aujourd’hui, ni après sa première étape ; « autre » se dit', () => {
    const dit = { constateLe: today, obstacle: 'panne', obstacleTexte: null } as const;
    expect(verifierSignalement(dit, [], today)).toEqual([]);
    expect(codes(verifierSignalement({ ...dit, constateLe: jour('2026-11-28') }, [], today))).toEqual([
      'constat_a_venir',
    ]);
    expect(codes(verifierSignalement(dit, [suite('transmis', '2026-11-10')], today))).toEqual(['constat_apres_suite']);
    expect(codes(verifierSignalement({ ...dit, obstacle: 'autre' }, [], today))).toEqual(['autre_sans_texte']);
  });
});

describe('Reconnaître le même service', () => {
  test.each([
    ['caf', 'Caisse d’allocations familiales (CAF)'],
    ['  C.A.F ', '  C.A.F '],
    ['Caisse d’allocations familiales', 'Caisse d’allocations familiales (CAF)'],
    ['FRANCE TRAVAIL', 'France Travail'],
    ['Préfecture', 'Préfecture'],
    ['RSA', 'RSA'],
    ['Eau du Vallespir', 'Eau du Vallespir'],
  ])('%s se lit « %s »', (typed, expected) => {
    expect(nomOperateur(typed)).toBe(expected);
  });

  test('la casse, les accents et la ponctuation ne comptent pas, l’opérateur si', () => {
    const cle = (operateur: string, service: string) => cleDuService({ operateur, service });
    expect(cle('CAF', 'Mon Compte')).toBe(cle('caf', '« mon compte »'));
    expect(cle('CAF', 'Mon compte')).not.toBe(cle('CPAM', 'Mon compte'));
    expect(cle('a', 'b c')).not.toBe(cle('a b', 'c'));
  });

  test('compte des signalements et des lieux, jamais des personnes', () => {
    const at = (le: string, lieuId: string | null) => ({ constateLe: jour(le), lieuId });
    const mesure = ampleurDe([
      at('2026-11-05', 'a'),
      at('2026-10-01', 'a'),
      at('2026-11-02', 'b'),
      at('2026-11-03', null),
    ]);
    expect(mesure).toEqual({ signalements: 4, lieux: 2, premier: jour('2026-10-01'), dernier: jour('2026-11-05') });
    expect(direAmpleur(mesure)).toBe('4 signalements, dans 2 lieux');
    expect(direAmpleur(ampleurDe([at('2026-11-05', null)]))).toBe('1 signalement');
    expect(direAmpleur(ampleurDe([at('2026-11-05', 'a')]))).toBe('1 signalement, dans 1 lieu');
  });
});

test('la lettre dit l’opérateur, le service, les obstacles et les nombres', () => {
  const ampleur = { signalements: 3, lieux: 2, premier: jour('2026-10-01'), dernier: jour('2026-11-05') };
  const service = { operateur: 'caf', service: 'Mon compte', demarche: 'Allocations' };
  const texte = lettre(service, ['panne', 'telephone'], ampleur, 'Département des Essais');
  for (const dit of [
    'Caisse d’allocations familiales (CAF)',
    '« Mon compte »',
    'entre le 1er octobre 2026 et le 5 novembre 2026',
    '3 signalements, dans 2 lieux',
    `- ${OBSTACLES.panne}.`,
    `- ${OBSTACLES.telephone}.`,
    'Démarche concernée : Allocations.',
    'Département des Essais',
  ])
    expect(texte, dit).toContain(dit);
  const seul = lettre({ ...service, demarche: null }, ['panne'], { ...ampleur, premier: ampleur.dernier }, 'X');
  expect(seul).toContain('constaté le 5 novembre 2026');
  expect(seul).not.toContain('Démarche concernée');
});
