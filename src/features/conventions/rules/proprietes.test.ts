import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contains, estAvant } from '../../../domain/periode.ts';
import { phrase } from '../../../domain/refus.ts';
import {
  alertes,
  anniversaires,
  type Convention,
  clauses2022,
  clausesAu,
  derniereJournee,
  type Evenement,
  echeances,
  effetAvenant,
  enVigueurLe,
  evenementsDeType,
  isStatutEnVigueur,
  lireConvention,
  type MiseEnDemeure,
  type Partie,
  PHRASES_ALERTE,
  periodes,
  statutAu,
} from '../rules.ts';
import {
  annulation,
  constat,
  conventionDu,
  dit,
  horizon,
  jour,
  lettre,
  opposition,
  projet,
  signatureAvenant,
} from './exemples.ts';
import { lireNaivement } from './lecture-naive.ts';

describe('propriétés des périodes (art. 6)', () => {
  const jours = fc.integer({ min: 0, max: 1200 }).map((days) => jour('2022-01-01').add({ days }));
  const clauses = fc.record({
    dureeMois: fc.integer({ min: 1, max: 24 }),
    preavisMois: fc.integer({ min: 1, max: 6 }),
    reconductions: fc.option(fc.integer({ min: 0, max: 5 })),
    finAuPlusTard: fc.option(jours),
    reconductionPourUnJour: fc.boolean(),
  });
  const cas = fc.record({
    effet: jours,
    clauses: clauses.map((choisies) => ({ ...clauses2022, ...choisies })),
    oppositions: fc.array(fc.tuple(jours, fc.integer({ min: 0, max: 30 })), { maxLength: 3 }),
    // Drawn up one day, signed by one party at once or later, by the other later still or never.
    avenants: fc.array(
      fc.tuple(jours, clauses, fc.integer({ min: 0, max: 40 }), fc.option(fc.integer({ min: 0, max: 90 }))),
      { maxLength: 3 },
    ),
    dissolution: fc.option(jours),
    constat: fc.option(fc.tuple(jours, fc.integer({ min: 0, max: 60 }))),
  });
  type Cas = typeof cas extends fc.Arbitrary<infer T> ? T : never;

  const composer = (choix: Cas): Convention => {
    const evenements: Evenement[] = [
      ...choix.oppositions.map(([envoyee, delai], rang) => ({
        ...opposition(envoyee.toString(), envoyee.add({ days: delai }).toString()),
        id: `o-${rang}`,
      })),
      ...choix.avenants.flatMap(([date, changements, premiere, seconde], rang) => {
        const numero = String(rang);
        const signe = (partie: Partie, delai: number) =>
          signatureAvenant(partie, date.add({ days: delai }).toString(), numero);
        const second = seconde === null ? [] : [signe('departement', premiere + seconde)];
        return [projet(date.toString(), changements, numero), signe('beneficiaire', premiere), ...second];
      }),
      ...(choix.dissolution === null ? [] : [{ type: 'dissolution' as const, id: 'd1', date: choix.dissolution }]),
    ];
    if (choix.constat !== null) {
      const [recue, delai] = choix.constat;
      const courrier = lettre(recue.toString(), recue.toString());
      const notifiee: MiseEnDemeure = { type: 'mise_en_demeure', id: 'm1', auteur: 'departement', motif: '', courrier };
      evenements.push(notifiee, constat(recue.add({ days: delai }).toString()));
    }
    return conventionDu(choix.effet.toString(), evenements, choix.clauses);
  };
  const runs = { numRuns: 200 };

  test('art. 6 : les périodes se suivent sans trou ni chevauchement, depuis l’effet', () => {
    fc.assert(
      fc.property(cas, (choix) => {
        let attendu = choix.effet;
        for (const { debut, fin } of periodes(composer(choix), horizon)) {
          expect(`${debut}`).toBe(`${attendu}`);
          expect(Temporal.PlainDate.compare(debut, fin)).toBeLessThanOrEqual(0);
          attendu = fin.add({ days: 1 });
        }
      }),
      runs,
    );
  });

  test('art. 6 : rien ne dépasse la fin, et la dernière période finit avec la convention', () => {
    fc.assert(
      fc.property(cas, (choix) => {
        const convention = composer(choix);
        const fin = derniereJournee(convention);
        const derniere = periodes(convention, jour('2060-01-01')).at(-1);
        if (fin !== null && derniere !== undefined) expect(`${derniere.fin}`).toBe(`${fin}`);
        for (const periode of periodes(convention, horizon)) {
          const { finAuPlusTard: terme } = clausesAu(convention, periode.fin);
          // An avenant that sets an end already past ends the convention the day it takes effect.
          const effets = evenementsDeType(convention, 'avenant').map((one) => String(effetAvenant(one)));
          if (terme === null || effets.includes(String(periode.fin))) continue;
          expect(Temporal.PlainDate.compare(periode.fin, terme)).toBeLessThanOrEqual(0);
        }
      }),
      runs,
    );
  });

  test('art. 6 : le dernier jour pour s’opposer précède son anniversaire, qui est le lendemain d’une période', () => {
    fc.assert(
      fc.property(cas, (choix) => {
        for (const { fin, anniversaire } of periodes(composer(choix), horizon)) {
          if (anniversaire === null) continue;
          expect(Temporal.PlainDate.compare(anniversaire.dernierJourOpposition, anniversaire.date)).toBe(-1);
          expect(`${anniversaire.date}`).toBe(`${fin.add({ days: 1 })}`);
        }
      }),
      runs,
    );
  });

  test('art. 6 : une opposition reçue le dernier jour utile arrête l’anniversaire, le lendemain elle ne l’arrête plus', () => {
    fc.assert(
      fc.property(cas, (choix) => {
        const sans = composer({ ...choix, oppositions: [], avenants: [], dissolution: null, constat: null });
        const [premier] = anniversaires(sans, horizon);
        fc.pre(premier !== undefined);
        const limite = premier.dernierJourOpposition;
        const avec = (recue: Temporal.PlainDate): Convention => ({
          ...sans,
          evenements: [...sans.evenements, opposition(recue.toString(), recue.toString())],
        });
        expect(`${derniereJournee(avec(limite))}`).toBe(`${premier.date.subtract({ days: 1 })}`);
        const trop = periodes(avec(limite.add({ days: 1 })), premier.date);
        expect(trop.some((periode) => periode.debut.equals(premier.date))).toBe(true);
      }),
      runs,
    );
  });

  test('art. 6 : l’ordre de saisie ne change rien', () => {
    fc.assert(
      fc.property(cas, fc.array(fc.nat(), { minLength: 20, maxLength: 20 }), (choix, tirage) => {
        const convention = composer(choix);
        const evenements = convention.evenements
          .map((evenement, rang) => ({ evenement, cle: tirage[rang] ?? 0 }))
          .sort((a, b) => a.cle - b.cle)
          .map(({ evenement }) => evenement);
        const autre = { ...convention, evenements };
        expect(dit(autre)).toEqual(dit(convention));
        expect(`${derniereJournee(autre)}`).toBe(`${derniereJournee(convention)}`);
        expect(statutAu(autre, jour('2023-05-05'))).toBe(statutAu(convention, jour('2023-05-05')));
      }),
      runs,
    );
  });

  test('art. 6, art. 8.2 : annuler un événement donne ce que donnerait ne l’avoir jamais saisi', () => {
    fc.assert(
      fc.property(cas, fc.nat(), jours, (choix, tirage, date) => {
        const convention = composer(choix);
        const cible = convention.evenements[tirage % convention.evenements.length];
        if (cible === undefined) throw new Error('a convention has two signatures at least');
        const annulee = { ...convention, evenements: [...convention.evenements, annulation(cible.id)] };
        const jamais = { ...convention, evenements: convention.evenements.filter(({ id }) => id !== cible.id) };
        expect(dit(annulee)).toEqual(dit(jamais));
        expect(`${derniereJournee(annulee)}`).toBe(`${derniereJournee(jamais)}`);
        expect(statutAu(annulee, date)).toBe(statutAu(jamais, date));
        expect(JSON.stringify(alertes(annulee, date))).toBe(JSON.stringify(alertes(jamais, date)));
        expect(clausesAu(annulee, date)).toEqual(clausesAu(jamais, date));
      }),
      runs,
    );
  });

  test('art. 7.1 : sans constat, une mise en demeure ne change jamais la fin, quel que soit le temps passé', () => {
    fc.assert(
      fc.property(cas, jours, (choix, recue) => {
        const sans = composer({ ...choix, constat: null });
        const courrier = lettre(recue.toString(), recue.toString());
        const notifiee: MiseEnDemeure = {
          type: 'mise_en_demeure',
          id: 'm1',
          auteur: 'departement',
          motif: '',
          courrier,
        };
        const avec = { ...sans, evenements: [...sans.evenements, notifiee] };
        expect(dit(avec)).toEqual(dit(sans));
        expect(`${derniereJournee(avec)}`).toBe(`${derniereJournee(sans)}`);
      }),
      runs,
    );
  });

  test('art. 8.2 : un avenant que les deux parties n’ont pas signé ne change rien', () => {
    fc.assert(
      fc.property(cas, jours, (choix, date) => {
        const signes = choix.avenants.filter(([, , , seconde]) => seconde !== null);
        const [avec, sans] = [composer(choix), composer({ ...choix, avenants: signes })];
        expect(dit(avec)).toEqual(dit(sans));
        expect(clausesAu(avec, date)).toEqual(clausesAu(sans, date));
      }),
      runs,
    );
  });

  test('art. 6 : l’état d’un jour dit toujours s’il est couvert', () => {
    fc.assert(
      fc.property(cas, jours, (choix, date) => {
        const convention = composer(choix);
        expect(isStatutEnVigueur(statutAu(convention, date))).toBe(enVigueurLe(convention, date));
      }),
      runs,
    );
  });

  test('art. 6 : aucune question posée à une convention ne reste sans réponse', () => {
    fc.assert(
      fc.property(cas, jours, (choix, date) => {
        const convention = composer(choix);
        for (const alerte of alertes(convention, date)) expect(phrase(PHRASES_ALERTE, alerte)).not.toBe('');
        const suivantes = echeances(convention, date).map((echeance) => echeance.date);
        expect(suivantes).toEqual(suivantes.toSorted(Temporal.PlainDate.compare));
      }),
      runs,
    );
  });

  test('art. 6 : la lecture rapide dit la même chose qu’une lecture naïve, qui calcule chaque jour', () => {
    fc.assert(
      fc.property(cas, jours, (choix, date) => {
        const convention = composer(choix);
        const [lue, naive] = [lireConvention(convention), lireNaivement(convention)];
        if (lue === null || naive === null) throw new Error('Both parties have signed');
        const json = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
        expect(json([lue.fin, lue.avenantsSansEffet])).toEqual(json([naive.fin, naive.avenantsSansEffet]));
        expect(json(lue.jusquA(horizon))).toEqual(json(naive.jusquA(horizon)));
        expect(json(lue.clausesAu(date))).toEqual(json(naive.clausesAu(date)));
        const [periodesNaives, next] = [naive.jusquA(horizon), lue.prochaineReconduction(date)];
        expect(enVigueurLe(convention, date)).toBe(periodesNaives.some((periode) => contains(periode, date)));
        const renewals = periodesNaives.flatMap(({ anniversaire }) => anniversaire ?? []);
        const expected = renewals.find((one) => !estAvant(one.date, date) && one.oppositionId === null);
        expect(json(next)).toEqual(json(expected ?? null));
      }),
      { numRuns: 1000 },
    );
  });
});
