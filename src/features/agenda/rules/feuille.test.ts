import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changementsDuJour, codesMontres, direAccueil, lignesVides, type SeanceFeuille } from './feuille.ts';

const jour = (text: string) => Temporal.PlainDate.from(text);
const heure = (text: string) => Temporal.PlainTime.from(text);

/** Hours are written with spaces that do not break. */
const breakable = (text: string) => text.replaceAll('\u00a0', ' ');

function seance(autres: Partial<SeanceFeuille> = {}): SeanceFeuille {
  return {
    id: 'seance',
    lieuId: 'lieu',
    lieuNom: 'Mairie de Céret',
    jour: jour('2026-11-26'),
    heureDebut: heure('09:00'),
    heureFin: heure('12:00'),
    statut: 'prevue',
    salle: null,
    accueil: 'libre',
    rdvDebut: null,
    rdvFin: null,
    jourPrevu: jour('2026-11-26'),
    exceptions: [],
    sansAgent: false,
    rendezVous: [],
    ...autres,
  };
}

describe('ce que la feuille montre d’un code', () => {
  test('ses quatre premiers signes, davantage quand deux se ressemblent', () => {
    expect([...codesMontres(['K7RT2MPA', 'B4ZQ88XY']).values()]).toEqual(['K7RT', 'B4ZQ']);
    expect([...codesMontres(['K7RT2MPA', 'K7RT9XCD']).values()]).toEqual(['K7RT2', 'K7RT9']);
    expect([...codesMontres(['K7RT2MPA']).values()]).toEqual(['K7RT']);
  });

  test('de quoi les distinguer tous, et le moins possible', () => {
    const code = fc.stringMatching(/^[AB]{8}$/);
    fc.assert(
      fc.property(fc.array(code, { maxLength: 40 }), (codes) => {
        const shown = codesMontres(codes);
        const distinct = new Set(codes);
        expect(new Set(shown.values()).size).toBe(distinct.size);
        for (const [whole, part] of shown) expect(whole.startsWith(part)).toBe(true);
        const [length = 4] = [...shown.values()].map((part) => part.length);
        const shorter = new Set([...distinct].map((one) => one.slice(0, length - 1)));
        if (length > 4) expect(shorter.size).toBeLessThan(distinct.size);
      }),
    );
  });
});

test('comment on est reçu, et combien de lignes restent pour qui vient sans rendez-vous', () => {
  expect(direAccueil(seance())).toBe('Sans rendez-vous');
  expect(direAccueil(seance({ accueil: 'rendez_vous' }))).toBe('Sur rendez-vous');
  const mixte = seance({ accueil: 'mixte', rdvDebut: heure('09:00'), rdvFin: heure('10:30') });
  expect(breakable(direAccueil(mixte))).toBe('Sur rendez-vous de 9 h à 10 h 30, sans rendez-vous le reste du temps');
  expect(lignesVides(seance())).toBeGreaterThan(lignesVides(mixte));
  expect(lignesVides(seance({ accueil: 'rendez_vous' }))).toBeGreaterThan(0);
});

describe('ce qui change un jour dans un lieu', () => {
  const ici = { lieuId: 'lieu', jour: jour('2026-11-26') };
  const dire = (...seances: SeanceFeuille[]) => changementsDuJour(ici, seances).map(breakable);

  test('rien, un jour comme les autres', () => {
    expect(dire(seance())).toEqual([]);
  });

  test('annulée, sans dire pourquoi', () => {
    expect(dire(seance({ statut: 'annulee' }))).toEqual(['La permanence de 9 h – 12 h n’a pas lieu.']);
  });

  test('scénario 8 : venue d’un autre jour, partie un autre jour, partie ailleurs', () => {
    const venue = seance({ jourPrevu: jour('2026-11-24'), exceptions: ['jour'] });
    expect(dire(venue)).toEqual(['La permanence de 9 h – 12 h remplace celle du mardi 24 novembre 2026.']);
    const partie = seance({ jour: jour('2026-11-27'), exceptions: ['jour'] });
    expect(dire(partie)).toEqual([
      'La permanence prévue ce jour est déplacée au vendredi 27 novembre 2026, 9 h – 12 h.',
    ]);
    const ailleurs = seance({ lieuId: 'autre', lieuNom: 'Médiathèque d’Elne', exceptions: ['lieu'] });
    expect(dire(ailleurs)).toEqual([
      'La permanence prévue ce jour est déplacée au jeudi 26 novembre 2026, 9 h – 12 h, Médiathèque d’Elne.',
    ]);
    expect(dire({ ...ailleurs, statut: 'annulee' })).toEqual([]);
  });

  test('un rendez-vous annulé ou à replacer se reconnaît à son heure et à son code, écourté', () => {
    const rdv = (debut: string, code: string, statut: 'annule' | 'a_replacer' | 'confirme') => ({
      debut: heure(debut),
      fin: heure(debut).add({ minutes: 30 }),
      code,
      statut,
    });
    const lines = dire(
      seance({
        rendezVous: [
          rdv('09:00', 'K7RT2MPA', 'annule'),
          rdv('09:30', 'B4ZQ88XY', 'confirme'),
          rdv('10:00', 'PP2MK4RT', 'a_replacer'),
        ],
      }),
    );
    expect(lines).toEqual([
      'Rendez-vous de 9 h (K7RT) : annulé.',
      'Rendez-vous de 10 h (PP2M) : ne peut pas être tenu : le Département rappelle la personne.',
    ]);
  });
});
