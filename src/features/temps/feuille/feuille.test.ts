import { describe, expect, test } from 'vitest';
import { heuresDuMois } from '../rules/heures.ts';
import { feuilleDocument, feuilleTableau, lignesDuJour } from './feuille.ts';

const jour = (iso: string) => Temporal.PlainDate.from(iso);
const seance = (le: string, heure: number, accompagnements = 7) => ({
  id: `${le} ${heure}`,
  jour: jour(le),
  heureDebut: Temporal.PlainTime.from({ hour: heure }),
  heureFin: Temporal.PlainTime.from({ hour: heure + 2 }),
  endroit: 'Médiathèque d’Elne',
  accompagnements,
});
const mois = heuresDuMois(Temporal.PlainYearMonth.from('2026-11'), {
  seances: [8, 10, 13, 15].map((heure) => seance('2026-11-03', heure)),
  actes: [],
  temps: [
    {
      id: 't',
      agentId: 'a',
      jour: jour('2026-11-03'),
      nature: 'trajet' as const,
      minutes: 35,
      precision: 'De Elne à Céret',
      seanceId: null,
    },
  ],
});
const donnees = {
  agent: { prenom: 'Maëlle', nom: 'Tramontane', nature: 'conseiller' as const },
  territoire: { nomComplet: 'Département des Essais', couleur: '#8a1538', mention: 'Mention' },
  mois,
  today: jour('2026-11-24'),
  marque: (le: Temporal.PlainDate) => (le.day === 11 ? 'Férié : armistice de 1918' : null),
  logo: null,
};

describe('la feuille d’heures', () => {
  test('une ligne par jour du mois, au plus deux lignes de texte, et les totaux', () => {
    const { data } = feuilleDocument(donnees);
    const { jours, total } = data as unknown as {
      jours: { jour: string; lignes: string[]; total: string }[];
      total: string;
    };
    expect(jours).toHaveLength(30);
    expect(jours[2]?.lignes[0]).toBe('8\u00a0h – 10\u00a0h, Médiathèque d’Elne');
    expect(jours[2]?.lignes).toHaveLength(2);
    expect([...(jours[2]?.lignes[1] ?? '')].length).toBeLessThanOrEqual(90);
    expect(jours[2]).toMatchObject({ jour: 'mar. 3', total: '8\u00a0h\u00a035' });
    expect(jours[10]?.lignes).toEqual(['Férié : armistice de 1918']);
    expect(total).toBe('8\u00a0h\u00a035');
  });

  test('ne dit jamais combien de personnes ont été aidées', () => {
    const [third] = mois.jours.filter(({ seances }) => seances.length > 0);
    expect(third && lignesDuJour(third).join()).not.toContain('accompagnement');
    expect(JSON.stringify(feuilleDocument(donnees).data)).not.toContain('accompagnement');
  });

  test('le classeur dit les heures en nombres, qui s’ajoutent', () => {
    const { titres, lignes } = feuilleTableau(mois);
    expect(lignes).toHaveLength(30);
    const total = titres.indexOf('Total (heures)');
    expect(lignes.reduce((sum, line) => sum + Number(line[total]), 0)).toBeCloseTo(8.58, 2);
    expect(lignes[2]?.at(-1)).toContain('Trajet : De Elne à Céret');
  });
});
