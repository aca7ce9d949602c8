import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Convention, clauses2022, type Evenement, finConvention } from '../../conventions/rules.ts';
import { joursNonCouverts } from '../rules.ts';
import { arretDe, dernierJourCouvert, motifPropose, seancesAuDela } from './rules.ts';

const jour = (text: string) => Temporal.PlainDate.from(text);

const signature = (partie: 'departement' | 'beneficiaire', date: string): Evenement => ({
  type: 'signature',
  id: `s-${partie}-${date}`,
  partie,
  date: jour(date),
  signataire: 'Camille Exemple',
  qualite: 'Présidente',
});

/** Signed by both that day, to end on 2028-07-01 at the latest, unless its events say otherwise. */
const conventionDu = (effet: string, evenements: readonly Evenement[] = []): Convention => ({
  clauses: { ...clauses2022, finAuPlusTard: jour('2028-07-01') },
  evenements: [signature('departement', effet), signature('beneficiaire', effet), ...evenements],
});

const opposition: Evenement = {
  type: 'opposition',
  id: 'o1',
  auteur: 'beneficiaire',
  envoyeeLe: jour('2027-01-15'),
  recueLe: jour('2027-01-18'),
};
const prevue = (date: string) => ({ jour: jour(date), statut: 'prevue' as const, tenue: false });
const dates = (seances: readonly { readonly jour: Temporal.PlainDate }[]) => seances.map((one) => `${one.jour}`);

describe('séances au-delà du dernier jour (art. 6, art. 7)', () => {
  const opposee = conventionDu('2026-10-10', [opposition]);
  const today = jour('2027-02-01');

  test('art. 6 : opposée, dernier jour le 9 avril 2027 ; celles du 13 et du 20 avril sont à décider', () => {
    expect(`${finConvention(opposee)?.le}`).toBe('2027-04-09');
    const seances = [prevue('2027-04-06'), prevue('2027-04-09'), prevue('2027-04-13'), prevue('2027-04-20')];
    expect(dates(seancesAuDela(opposee, [opposee], seances, today))).toEqual(['2027-04-13', '2027-04-20']);
  });

  test('art. 6 : les séances passées, annulées ou tenues ne sont pas à décider', () => {
    const seances = [
      prevue('2027-04-13'),
      { ...prevue('2027-04-20'), statut: 'annulee' as const },
      { ...prevue('2027-04-27'), tenue: true },
      prevue('2027-05-04'),
    ];
    expect(dates(seancesAuDela(opposee, [opposee], seances, jour('2027-04-20')))).toEqual(['2027-05-04']);
  });

  test('art. 6 : une autre convention de la structure les reprend', () => {
    const suivante = conventionDu('2027-01-20');
    const seances = [prevue('2027-04-13'), prevue('2028-07-04')];
    expect(dates(seancesAuDela(opposee, [opposee, suivante], seances, today))).toEqual(['2028-07-04']);
    expect(`${dernierJourCouvert([opposee, suivante])}`).toBe('2028-07-01');
  });

  test('art. 7.1 : un constat attendu ne met fin à rien, même longtemps après le trentième jour', () => {
    const enDemeure = conventionDu('2026-10-10', [
      {
        type: 'mise_en_demeure',
        id: 'm1',
        auteur: 'departement',
        motif: 'Bureau indisponible',
        courrier: {
          numero: '1A 000 000 0000 0',
          envoyeLe: jour('2027-01-06'),
          recuLe: jour('2027-01-10'),
          premierePresentationLe: null,
          sort: 'remis',
        },
      },
    ]);
    const seances = [prevue('2027-02-09'), prevue('2027-02-10'), prevue('2027-06-01')];
    expect(seancesAuDela(enDemeure, [enDemeure], seances, jour('2027-06-01'))).toEqual([]);
  });

  test('art. 8.2 : une fin avancée par avenant laisse des séances au-delà', () => {
    const ecourtee = conventionDu('2026-10-10', [
      {
        type: 'avenant',
        id: 'a1',
        numero: '1',
        date: jour('2027-01-04'),
        objet: 'Fin avancée',
        signatures: { departement: jour('2027-01-04'), beneficiaire: jour('2027-01-05') },
        changements: { finAuPlusTard: jour('2027-03-31') },
      },
    ]);
    const seances = [prevue('2027-03-30'), prevue('2027-04-06')];
    expect(dates(seancesAuDela(ecourtee, [ecourtee], seances, today))).toEqual(['2027-04-06']);
  });

  test('art. 6 : rien n’est à décider tant que rien ne met fin à la convention', () => {
    const sansFin: Convention = { ...conventionDu('2026-10-10'), clauses: { ...clauses2022, finAuPlusTard: null } };
    expect(seancesAuDela(sansFin, [sansFin], [prevue('2040-01-03')], today)).toEqual([]);
    expect(dernierJourCouvert([sansFin])).toBeNull();
  });

  test('art. 6 : décider ou attendre, chaque séance à venir est soit couverte, soit à décider', () => {
    const days = fc.integer({ min: 0, max: 900 }).map((count) => jour('2026-10-01').add({ days: count }));
    fc.assert(
      fc.property(fc.uniqueArray(days, { selector: String, maxLength: 30 }), days, (jours, date) => {
        const seances = jours.map((one) => prevue(one.toString()));
        const asked = new Set(dates(seancesAuDela(opposee, [opposee], seances, date)));
        for (const one of jours) {
          const isToCome = Temporal.PlainDate.compare(one, date) >= 0;
          const isAfter = Temporal.PlainDate.compare(one, jour('2027-04-09')) > 0;
          expect(asked.has(one.toString())).toBe(isToCome && isAfter);
          if (asked.has(one.toString())) expect(joursNonCouverts([opposee], [one])).toHaveLength(1);
        }
      }),
    );
  });
});

describe('dernier jour d’une permanence (art. 1.2)', () => {
  const sansFin = { du: jour('2026-11-03'), au: null };

  test.each([
    ['celui de la convention', sansFin, '2027-04-09', '2027-02-01', '2027-04-09'],
    ['hier au plus tôt : ce qui a eu lieu reste', sansFin, '2027-04-09', '2027-05-03', '2027-05-02'],
    ['jamais avant son premier jour', { du: jour('2027-04-20'), au: null }, '2027-04-09', '2027-02-01', '2027-04-20'],
    [
      'jamais après celui qu’elle avait',
      { ...sansFin, au: jour('2027-03-30') },
      '2027-04-09',
      '2027-02-01',
      '2027-03-30',
    ],
  ] as const)('%s', (_, permanence, dernierJour, today, attendu) => {
    expect(`${arretDe(permanence, jour(dernierJour), jour(today))}`).toBe(attendu);
  });

  test('le motif proposé dit le dernier jour', () => {
    expect(motifPropose(jour('2027-04-09'))).toBe('Fin de la convention le 9 avril 2027');
  });
});
