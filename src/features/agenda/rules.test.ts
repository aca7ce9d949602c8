import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type AbsenceAgenda,
  direAbsence,
  direExceptions,
  duJour,
  fenetreDe,
  joursDe,
  lireVue,
  marquesDe,
  type RendezVousAgenda,
  type SeanceAgenda,
  sansPrenoms,
  semainesDuMois,
  situationDe,
  voisins,
} from './rules.ts';

const jour = (text: string) => Temporal.PlainDate.from(text);
const heure = (text: string) => Temporal.PlainTime.from(text);

function seance(autres: Partial<SeanceAgenda> = {}): SeanceAgenda {
  return {
    id: 'seance',
    permanenceId: 'permanence',
    agentId: 'agent',
    agentNom: 'Maëlle Tramontane',
    lieuId: 'lieu',
    endroit: 'Mairie de Céret',
    adresse: null,
    salle: null,
    jour: jour('2026-11-26'),
    heureDebut: heure('09:00'),
    heureFin: heure('12:00'),
    statut: 'prevue',
    motif: null,
    auteur: null,
    jourPrevu: jour('2026-11-26'),
    exceptions: [],
    lieuPrevu: 'Mairie de Céret',
    agentPrevu: 'Maëlle Tramontane',
    heurePrevue: heure('09:00'),
    enBinome: false,
    sansAgent: false,
    accompagnements: 0,
    rendezVous: 0,
    aReplacer: 0,
    ...autres,
  };
}

const unJour = fc.integer({ min: 0, max: 40_000 }).map((days) => Temporal.PlainDate.from('1990-01-01').add({ days }));

describe('les jours qu’une vue montre', () => {
  test('la semaine va du lundi au dimanche, le mois du premier au dernier jour', () => {
    const said = (vue: 'jour' | 'semaine' | 'mois', day: string) => {
      const { du, au } = fenetreDe(vue, jour(day));
      return `${du} ${au}`;
    };
    expect(said('jour', '2026-11-26')).toBe('2026-11-26 2026-11-26');
    expect(said('semaine', '2026-11-26')).toBe('2026-11-23 2026-11-29');
    expect(said('semaine', '2026-11-29')).toBe('2026-11-23 2026-11-29');
    expect(said('semaine', '2027-01-01')).toBe('2026-12-28 2027-01-03');
    expect(said('mois', '2028-02-10')).toBe('2028-02-01 2028-02-29');
  });

  test('on va au mois d’après même depuis le 31', () => {
    const { avant, apres } = voisins('mois', jour('2027-01-31'));
    expect([`${avant}`, `${apres}`]).toEqual(['2026-12-31', '2027-02-28']);
  });

  test('une vue que personne ne connaît est la vue habituelle', () => {
    for (const text of [null, '', 'annee', '__proto__', 'constructor'])
      expect(lireVue(text, 'semaine')).toBe('semaine');
    expect(lireVue('mois', 'jour')).toBe('mois');
  });

  test('les semaines qui se suivent couvrent chaque jour une fois et une seule', () => {
    fc.assert(
      fc.property(unJour, fc.integer({ min: 1, max: 60 }), (start, weeks) => {
        const seen: string[] = [];
        let day = start;
        for (let week = 0; week < weeks; week += 1) {
          seen.push(...joursDe(fenetreDe('semaine', day)).map(String));
          day = voisins('semaine', day).apres;
        }
        expect(new Set(seen).size).toBe(weeks * 7);
        expect(seen).toEqual(seen.toSorted());
      }),
    );
  });

  test('la grille d’un mois a chaque jour une fois, sous le nom de son jour', () => {
    fc.assert(
      fc.property(unJour, (day) => {
        const weeks = semainesDuMois(day);
        expect(weeks.every((week) => week.length === 7)).toBe(true);
        const squares = weeks.flatMap((week) => week.map((one, rank) => [one, rank + 1] as const));
        const days = squares.flatMap(([one, rank]) => (one === null ? [] : [[one, rank] as const]));
        expect(days.map(([one]) => one.day)).toEqual(Array.from({ length: day.daysInMonth }, (_, index) => index + 1));
        for (const [one, rank] of days) expect(one.dayOfWeek).toBe(rank);
      }),
    );
  });
});

describe('ce que l’on sait d’un jour', () => {
  test('scénario 7 : le lundi de Pâques 2027 est férié, quel que soit l’affichage', () => {
    const vacances = [{ du: jour('2027-02-20'), au: jour('2027-03-07'), nom: 'Vacances d’hiver' }];
    const marque = marquesDe(fenetreDe('mois', jour('2027-03-15')), vacances, {});
    expect(marque(jour('2027-03-29'))).toEqual({ ferie: 'lundi de Pâques', vacances: null });
    expect(marque(jour('2027-03-07'))).toEqual({ ferie: null, vacances: 'Vacances d’hiver' });
    expect(marque(jour('2027-03-08'))).toEqual({ ferie: null, vacances: null });
    expect(marque(jour('2027-03-26')).ferie).toBeNull();
    const moselle = marquesDe(fenetreDe('mois', jour('2027-03-15')), [], { alsaceMoselle: true });
    expect(moselle(jour('2027-03-26')).ferie).toBe('Vendredi saint');
  });

  test('la semaine à cheval sur deux années connaît les fériés des deux', () => {
    const marque = marquesDe(fenetreDe('semaine', jour('2025-12-31')), [], {});
    expect(marque(jour('2026-01-01')).ferie).toBe('jour de l’An');
  });

  test('une absence vaut de son premier à son dernier jour', () => {
    const conge = {
      agentId: 'agent',
      du: jour('2026-11-26'),
      au: jour('2026-11-27'),
      moment: 'journee',
      nature: 'conge',
    } as const;
    expect(duJour([conge], jour('2026-11-25'))).toEqual([]);
    expect(duJour([conge], jour('2026-11-26'))).toEqual([conge]);
    expect(duJour([conge], jour('2026-11-27'))).toEqual([conge]);
    expect(duJour([conge], jour('2026-11-28'))).toEqual([]);
  });

  test('une absence imprévue se dit sans raison de santé', () => {
    expect(direAbsence({ nature: 'imprevue', moment: 'matin' })).toBe('absent le matin');
    expect(direAbsence({ nature: 'formation', moment: 'journee' })).toBe('en formation');
  });
});

describe('scénario 8 : une séance qui diffère de sa série le dit', () => {
  test('comme elle était prévue, elle n’en dit rien', () => {
    expect(direExceptions(seance())).toEqual([]);
    expect(direExceptions(seance({ permanenceId: null, jourPrevu: null }))).toEqual([]);
  });

  test('le jour, l’horaire, le lieu, l’agent : ce que la série donnait', () => {
    const moved = seance({
      jourPrevu: jour('2026-11-24'),
      exceptions: ['jour', 'horaire', 'lieu', 'agent'],
      heurePrevue: heure('14:30'),
      lieuPrevu: 'Médiathèque d’Elne',
      agentPrevu: 'Bastien Micocoulier',
    });
    expect(direExceptions(moved)).toEqual([
      'au lieu du mardi 24 novembre 2026',
      'au lieu de 14\u00a0h\u00a030',
      'au lieu de : Médiathèque d’Elne',
      'à la place de Bastien Micocoulier',
    ]);
  });
});

describe('qui est où', () => {
  const matin = seance({ id: 'matin' });
  const soir = seance({ id: 'soir', heureDebut: heure('14:00'), heureFin: heure('17:00') });
  const at = (text: string, absences: readonly AbsenceAgenda[] = [], seances = [soir, matin]) => {
    const where = situationDe(seances, absences, heure(text));
    return 'seance' in where ? `${where.situation} ${where.seance.id}` : where.situation;
  };

  test('attendu, en séance, entre deux, fini', () => {
    expect(at('08:59')).toBe('a_venir matin');
    expect(at('09:00')).toBe('en_seance matin');
    expect(at('11:59')).toBe('en_seance matin');
    expect(at('12:00')).toBe('a_venir soir');
    expect(at('14:00')).toBe('en_seance soir');
    expect(at('17:00')).toBe('terminee soir');
  });

  test('sans séance, ou dont toutes sont annulées : libre', () => {
    expect(at('10:00', [], [])).toBe('libre');
    expect(at('10:00', [], [seance({ statut: 'annulee' })])).toBe('libre');
  });

  test('absent le matin : attendu l’après-midi', () => {
    const absence = { agentId: 'agent', du: matin.jour, au: matin.jour, moment: 'matin', nature: 'imprevue' } as const;
    expect(at('10:00', [absence])).toBe('absent');
    expect(at('12:59', [absence])).toBe('absent');
    expect(at('13:00', [absence])).toBe('a_venir soir');
    expect(at('16:00', [{ ...absence, moment: 'journee' }])).toBe('absent');
  });
});

test('un prénom ne se lit que dans les séances de qui peut le lire ; le reste ne change pas', () => {
  const rdv = (seanceId: string): RendezVousAgenda => ({
    seanceId,
    debut: heure('09:00'),
    fin: heure('09:30'),
    statut: 'confirme',
    motif: 'Impôts',
    prenom: 'Ahmed',
  });
  const seen = sansPrenoms([rdv('a'), rdv('b')], (id) => id === 'a');
  expect(seen.map(({ prenom }) => prenom)).toEqual(['Ahmed', null]);
  expect(seen.map(({ motif }) => motif)).toEqual(['Impôts', 'Impôts']);
});
