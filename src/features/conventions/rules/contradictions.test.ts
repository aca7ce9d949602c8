import { describe, expect, test } from 'vitest';
import { parisDate } from '../../../domain/date.ts';
import { phrase } from '../../../domain/refus.ts';
import {
  alertes,
  anniversaires,
  clauses2022,
  derniereJournee,
  type Evenement,
  enVigueurLe,
  finConvention,
  oppositionsADecider,
  PHRASES_ALERTE,
  PHRASES_EVENEMENT,
  periodes,
  statutAu,
  verifierEvenement,
} from '../rules.ts';
import { verifierEnregistrement } from './enregistrement.ts';
import {
  annulation,
  codes,
  constat,
  conventionDu,
  dit,
  jour,
  lettre,
  miseEnDemeure,
  opposition,
  remede,
  signature,
} from './exemples.ts';

const phrases = (...args: Parameters<typeof verifierEvenement>) =>
  verifierEvenement(...args).map((refus) => phrase(PHRASES_EVENEMENT, refus));
const alertesDe = (...args: Parameters<typeof alertes>) =>
  alertes(...args).map((alerte) => phrase(PHRASES_ALERTE, alerte));

describe('opposition reçue à la dernière minute (art. 6)', () => {
  const recueA = (instant: string) => {
    const recue = parisDate(Temporal.Instant.from(instant)).toString();
    return conventionDu('2022-10-10', [opposition('2023-02-08', recue)]);
  };

  test('art. 6 : le 10 février 2023 à 23 h 59 à Paris, elle est à temps', () => {
    const convention = recueA('2023-02-10T22:59:59Z');
    expect(finConvention(convention)).toEqual({ le: jour('2023-04-09'), cause: 'opposition' });
  });

  test('art. 6 : une minute plus tard, elle est tardive, gardée et signalée', () => {
    const convention = recueA('2023-02-10T23:00:00Z');
    expect(finConvention(convention)).toEqual({ le: jour('2023-07-01'), cause: 'terme' });
    expect(alertesDe(convention, jour('2023-02-11'))).toContain(
      'L’opposition par le Bénéficiaire, reçue le 11 février 2023, est arrivée après le 10 février 2023 : elle n’empêche aucune reconduction. Elle avait été envoyée à temps : une décision est attendue.',
    );
  });

  test('art. 6 : en été, minuit à Paris est vingt-deux heures au temps universel', () => {
    const clauses = { ...clauses2022, finAuPlusTard: null };
    const fin = (instant: string) => {
      const recue = parisDate(Temporal.Instant.from(instant)).toString();
      return derniereJournee(conventionDu('2023-04-10', [opposition('2023-08-01', recue)], clauses))?.toString();
    };
    expect(fin('2023-08-10T21:59:59Z')).toBe('2023-10-09');
    expect(fin('2023-08-10T22:00:00Z')).toBe('2024-04-09');
  });
});

describe('décision sur une opposition tardive (art. 6)', () => {
  const tardive = opposition('2023-02-08', '2023-02-13');
  const decision = (date: string, admise: boolean): Evenement => ({
    type: 'decision_opposition',
    id: 'do1',
    oppositionId: 'o-2023-02-08',
    date: jour(date),
    admise,
    motif: 'grève de la Poste',
  });

  test('art. 6 : admise, elle compte de son envoi, à partir de la décision', () => {
    const convention = conventionDu('2022-10-10', [tardive, decision('2023-02-20', true)]);
    expect(finConvention(convention)).toEqual({ le: jour('2023-04-09'), cause: 'opposition' });
    expect(statutAu(convention, jour('2023-02-19'))).toBe('en_vigueur');
    expect(statutAu(convention, jour('2023-02-20'))).toBe('opposee');
    expect(codes(convention, '2023-02-20')).not.toContain('opposition_tardive');
  });

  test('art. 6 : non admise, elle reste tardive, et plus rien n’est attendu', () => {
    const convention = conventionDu('2022-10-10', [tardive, decision('2023-02-20', false)]);
    expect(finConvention(convention)).toEqual({ le: jour('2023-07-01'), cause: 'terme' });
    const phrase = alertesDe(convention, jour('2023-02-20')).find((texte) => texte.includes('13 février 2023'));
    expect(phrase).toContain('il a été décidé le 20 février 2023 de s’en tenir à sa réception');
    expect(oppositionsADecider(convention)).toEqual([]);
  });

  test('art. 6 : on ne décide que d’une opposition envoyée à temps et reçue trop tard, après l’avoir reçue', () => {
    const attendue = conventionDu('2022-10-10', [tardive]);
    expect(oppositionsADecider(attendue).map(({ id }) => id)).toEqual(['o-2023-02-08']);
    expect(verifierEvenement(attendue, decision('2023-02-13', true))).toEqual([]);
    expect(phrases(attendue, decision('2023-02-12', true))).toEqual([
      'La décision ne peut pas précéder la réception de l’opposition, le 13 février 2023.',
    ]);
    const aTemps = conventionDu('2022-10-10', [opposition('2023-02-08', '2023-02-10')]);
    expect(verifierEvenement(aTemps, decision('2023-02-20', true))).toEqual([{ refus: 'decision_sans_objet' }]);
    const decidee = conventionDu('2022-10-10', [tardive, decision('2023-02-20', false)]);
    expect(verifierEvenement(decidee, { ...decision('2023-02-21', true), id: 'do2' })).toEqual([
      { refus: 'decision_sans_objet' },
    ]);
  });
});

describe('fins de mois et 29 février (art. 6)', () => {
  const sansFin = { ...clauses2022, finAuPlusTard: null };
  const lignes = (effet: string, jusqua: string) =>
    anniversaires(conventionDu(effet, [], sansFin), jour(jusqua)).map(
      ({ date, dernierJourOpposition }) => `${date} (${dernierJourOpposition})`,
    );

  test('art. 6 : effet un 31, l’anniversaire et le préavis tombent le dernier jour du mois', () => {
    expect(lignes('2022-12-31', '2023-12-31')).toEqual([
      '2023-06-30 (2023-04-30)',
      '2023-12-31 (2023-10-31)',
      '2024-06-30 (2024-04-30)',
    ]);
    expect(lignes('2023-08-31', '2024-03-01')).toEqual(['2024-02-29 (2023-12-29)', '2024-08-31 (2024-06-30)']);
  });

  test('art. 6 : effet le 29 février 2024', () => {
    expect(lignes('2024-02-29', '2024-09-01')).toEqual(['2024-08-29 (2024-06-29)', '2025-02-28 (2024-12-28)']);
  });

  test('art. 6 : fin au plus tard le jour d’un anniversaire, ou avant le premier', () => {
    const fin = (date: string) => dit(conventionDu('2022-10-10', [], { ...clauses2022, finAuPlusTard: jour(date) }));
    expect(fin('2023-04-10')).toEqual(['2022-10-10 → 2023-04-09']);
    expect(fin('2023-04-11')).toEqual(['2022-10-10 → 2023-04-09', '2023-04-10 → 2023-04-11']);
    expect(fin('2023-04-09')).toEqual(['2022-10-10 → 2023-04-09']);
    expect(fin('2022-12-31')).toEqual(['2022-10-10 → 2022-12-31']);
    expect(fin('2022-10-10')).toEqual(['2022-10-10 → 2022-10-10']);
  });
});

describe('lettres refusées ou non réclamées (art. 7.1, art. 7.2)', () => {
  const presentee = (sort: 'refuse' | 'non_reclame') => ({
    ...lettre('2023-01-06', null),
    premierePresentationLe: jour('2023-01-10'),
    sort,
  });
  const mise = (sort: 'refuse' | 'non_reclame'): Evenement => ({
    type: 'mise_en_demeure',
    id: 'm1',
    auteur: 'departement',
    motif: 'Bureau indisponible',
    courrier: presentee(sort),
  });

  test.each(['refuse', 'non_reclame'] as const)(
    'art. 7.1 : une lettre (%s) compte de sa première présentation',
    (sort) => {
      const convention = conventionDu('2022-10-10', [mise(sort)]);
      expect(statutAu(convention, jour('2023-02-09'))).toBe('mise_en_demeure');
      expect(statutAu(convention, jour('2023-02-10'))).toBe('constat_attendu');
      expect(verifierEvenement(convention, constat('2023-02-10'))).toEqual([]);
    },
  );

  test('art. 7.2 : une force majeure refusée court aussi de sa première présentation', () => {
    const force: Evenement = {
      type: 'force_majeure',
      id: 'f1',
      auteur: 'beneficiaire',
      motif: 'Épidémie',
      covid19: true,
      courrier: presentee('refuse'),
    };
    expect(finConvention(conventionDu('2022-10-10', [force]))).toEqual({
      le: jour('2023-02-09'),
      cause: 'force_majeure',
    });
  });

  test('art. 7.1 : en route, elle ne fait courir aucun délai', () => {
    const convention = conventionDu('2022-10-10', [miseEnDemeure(null)]);
    expect(phrases(convention, constat('2023-06-01'))).toEqual([
      'Aucun constat n’est possible tant que la mise en demeure n’est pas reçue.',
    ]);
    expect(statutAu(convention, jour('2023-06-01'))).toBe('en_vigueur');
  });
});

describe('événements qui se contredisent : une phrase claire, rien de perdu', () => {
  test('art. 6 : une opposition à une convention terminée s’enregistre et se dit sans objet', () => {
    const tardive = opposition('2023-07-10', '2023-07-12');
    expect(verifierEvenement(conventionDu('2022-10-10'), tardive)).toEqual([]);
    const convention = conventionDu('2022-10-10', [tardive]);
    expect(finConvention(convention)).toEqual({ le: jour('2023-07-01'), cause: 'terme' });
    expect(alertesDe(convention, jour('2023-07-12'))).toContain(
      'L’opposition par le Bénéficiaire, reçue le 12 juillet 2023, est sans objet : aucune reconduction ne suit cette date.',
    );
  });

  test('art. 6 : deux oppositions à temps, une seule fin', () => {
    const convention = conventionDu('2022-10-10', [
      opposition('2023-01-10', '2023-01-12'),
      opposition('2023-02-01', '2023-02-03', 'departement'),
    ]);
    expect(dit(convention)).toEqual(['2022-10-10 → 2023-04-09']);
    expect(alertesDe(convention, jour('2023-02-04')).filter((texte) => texte.includes('opposition'))).toEqual([]);
  });

  test('art. 7.1 : ni constat ni remède sans mise en demeure', () => {
    const attendue = [
      'Un remède ou un constat suppose une mise en demeure qui compte encore : enregistrez-la d’abord.',
    ];
    expect(phrases(conventionDu('2022-10-10'), constat('2023-02-10'))).toEqual(attendue);
    expect(phrases(conventionDu('2022-10-10'), remede('2023-02-10'))).toEqual(attendue);
    const cancelled = conventionDu('2022-10-10', [miseEnDemeure('2023-01-10'), annulation('m1')]);
    expect(phrases(cancelled, constat('2023-02-10'))).toEqual(attendue);
  });

  test('art. 7.1 : un remède après le constat est refusé, et la procédure est dite close', () => {
    const convention = conventionDu('2022-10-10', [miseEnDemeure('2023-01-10'), constat('2023-02-10')]);
    expect(phrases(convention, remede('2023-02-12'))).toEqual([
      'Cette procédure est close : un remède complet ou un constat est déjà enregistré.',
    ]);
  });

  test('art. 7.1 : ce qui précède la clôture se raconte encore après elle, dans l’ordre du courrier reçu', () => {
    const constatee = conventionDu('2022-10-10', [miseEnDemeure('2023-01-10'), constat('2023-02-10')]);
    expect(phrases(constatee, remede('2023-02-01', false))).toEqual([]);
    expect(phrases(constatee, remede('2023-02-01'))).toEqual([]);
    const remediee = conventionDu('2022-10-10', [miseEnDemeure('2023-01-10'), remede('2023-02-01')]);
    expect(phrases(remediee, remede('2023-01-20', false))).toEqual([]);
    const close = ['Cette procédure est close : un remède complet ou un constat est déjà enregistré.'];
    expect(phrases(remediee, remede('2023-02-01'))).toEqual(close);
    expect(phrases(remediee, constat('2023-02-10'))).toEqual(close);
  });

  test('art. 7.1 : le constat d’un jour où la convention n’était plus en vigueur est sans effet, et le dit', () => {
    const convention = conventionDu('2022-10-10', [miseEnDemeure('2023-06-20'), constat('2023-07-25')]);
    expect(finConvention(convention)).toEqual({ le: jour('2023-07-01'), cause: 'terme' });
    expect(codes(convention, '2023-07-26')).toContain('constat_sans_effet');
  });

  test('art. 7.1 : un remède à temps, retrouvé après coup, rend le constat sans effet, et le dit', () => {
    const convention = conventionDu('2022-10-10', [
      miseEnDemeure('2023-01-10'),
      constat('2023-02-10'),
      remede('2023-02-01'),
    ]);
    expect(finConvention(convention)).toEqual({ le: jour('2023-07-01'), cause: 'terme' });
    expect(alertesDe(convention, jour('2023-02-12'))).toContain(
      'Le constat du 10 février 2023 est sans effet : il précède la fin du délai, ou la procédure était close, ou la convention avait pris fin.',
    );
  });

  test('art. 6, art. 7.2 : la première des fins l’emporte', () => {
    const convention = conventionDu('2022-10-10', [
      { type: 'dissolution', id: 'd1', date: jour('2023-03-01') },
      { type: 'dissolution', id: 'd2', date: jour('2023-02-01') },
      opposition('2023-01-10', '2023-01-12'),
    ]);
    expect(finConvention(convention)).toEqual({ le: jour('2023-02-01'), cause: 'dissolution' });
  });

  test('préambule : la convention ne s’accuse réception qu’une fois', () => {
    const accuse: Evenement = {
      type: 'teletransmission',
      id: 't1',
      deliberationId: null,
      numero: '066-1',
      transmiseLe: jour('2022-10-12'),
      recueLe: jour('2022-10-12'),
    };
    const convention = conventionDu('2022-10-10', [accuse]);
    expect(verifierEnregistrement(convention, { ...accuse, id: 't2' }, jour('2023-01-01'))).toEqual([
      { refus: 'accuse_deja_enregistre' },
    ]);
  });

  test('art. 6 : entrer un fait passé recalcule tout, et l’annuler rend tout comme avant', () => {
    const before = conventionDu('2022-10-10');
    const past = { ...before, evenements: [...before.evenements, opposition('2023-01-10', '2023-01-12')] };
    expect(enVigueurLe(past, jour('2023-05-01'))).toBe(false);
    const undone = { ...past, evenements: [...past.evenements, annulation('o-2023-01-10')] };
    expect(dit(undone)).toEqual(dit(before));
    const moved = {
      ...before,
      evenements: [
        ...before.evenements,
        annulation('s-departement'),
        { ...signature('departement', '2022-10-03'), id: 's-bis' },
      ],
    };
    expect(periodes(moved, jour('2023-07-01'))[0]?.debut.toString()).toBe('2022-10-10');
  });
});

describe('le trentième jour passe (art. 7.1)', () => {
  test('art. 7.1 : rien n’est annulé par le seul passage du trentième jour', () => {
    const convention = conventionDu('2022-10-10', [miseEnDemeure('2023-01-10')]);
    for (const date of ['2023-02-09', '2023-02-10', '2023-03-31', '2023-07-01']) {
      expect(enVigueurLe(convention, jour(date)), date).toBe(true);
    }
    expect(statutAu(convention, jour('2023-07-01'))).toBe('constat_attendu');
    expect(derniereJournee(convention)?.toString()).toBe('2023-07-01');
  });
});
