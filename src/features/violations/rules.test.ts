import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { expectFrenchOrData } from '../../../test/hostile-form.ts';
import { phrase } from '../../domain/refus.ts';
import {
  clotureForm,
  correctionForm,
  declarationForm,
  informationForm,
  notificationForm,
  sansInformationForm,
} from './forms.ts';
import {
  type Evenement,
  echeanceNotification,
  etatViolation,
  type Faits,
  horloge,
  instantDeParis,
  lireViolation,
  momentLong,
  PHRASES_EVENEMENT,
  phraseHorloge,
  verifierConnue,
  verifierEvenement,
} from './rules.ts';
import { readEvenement } from './stored.ts';

const jour = Temporal.PlainDate.from;
const heure = Temporal.PlainTime.from;
const paris = (text: string): Temporal.Instant =>
  Temporal.PlainDateTime.from(text).toZonedDateTime('Europe/Paris').toInstant();
const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

const faits = (connue: string): Faits => ({
  atteinte: 'perte',
  quoi: 'Un téléphone perdu',
  sortes: 'agenda',
  personnes: 12,
  connueAt: paris(connue),
});
const declaration = (connue: string): Evenement => ({ type: 'declaration', ...faits(connue) });
const notification = (le: string, raisonRetard: string | null = null) =>
  ({ type: 'notification', notifieeAt: paris(le), numero: 'ESSAI-1', raisonRetard }) as const;
const PAS_DE_RISQUE = { type: 'sans_notification', raison: 'Appareil chiffré' } as const;
const PAS_INFORMEES = { type: 'sans_information', cas: 'incomprehensibles', raison: 'Appareil chiffré' } as const;
const MESURE = { type: 'mesure', mesure: 'Appareil bloqué' } as const;
const CLOTURE = { type: 'cloture', denouement: 'traitee', raison: null } as const;

describe('art. 2 : le délai de 72 heures (RGPD, article 33.1) se compte en heures écoulées', () => {
  test.each([
    ['une semaine ordinaire', '2026-06-09T10:00', '2026-06-12T10:00'],
    ['un week-end et un jour férié comptent', '2026-05-22T18:30', '2026-05-25T18:30'],
    ['l’heure d’été commence le 29 mars 2026', '2026-03-27T10:00', '2026-03-30T11:00'],
    ['connue juste avant le saut de 2 h à 3 h', '2026-03-29T01:59', '2026-04-01T02:59'],
    ['connue juste après', '2026-03-29T03:00', '2026-04-01T03:00'],
    ['connue trois jours avant le saut : la fin tombe après', '2026-03-26T02:30', '2026-03-29T03:30'],
    ['l’heure d’été finit le 25 octobre 2026', '2026-10-23T10:00', '2026-10-26T09:00'],
    ['connue la veille du changement, à minuit', '2026-10-25T00:00', '2026-10-27T23:00'],
  ])('%s', (_, connue, fin) => {
    expect(echeanceNotification(faits(connue)).toString()).toBe(paris(fin).toString());
  });

  test('27-29 mars 2026 : deux jours plus tard à la même heure, 47 heures seulement ont passé', () => {
    const violation = lireViolation([declaration('2026-03-27T10:00')]);
    const vue = horloge(violation, paris('2026-03-29T10:00'));
    expect(vue).toMatchObject({ etat: 'court', resteMinutes: 25 * 60 });
    expect(plain(phraseHorloge(vue))).toBe(
      'Il reste 25 h pour notifier à la CNIL : jusqu’au lundi 30 mars 2026 à 11 h.',
    );
  });

  test('25 octobre 2026 : la nuit a une heure de plus, le délai ne l’attend pas', () => {
    const violation = lireViolation([declaration('2026-10-23T10:00')]);
    expect(horloge(violation, paris('2026-10-26T08:59'))).toMatchObject({ etat: 'court', resteMinutes: 1 });
    expect(horloge(violation, paris('2026-10-26T09:00'))).toMatchObject({ etat: 'court', resteMinutes: 0 });
    const late = horloge(violation, paris('2026-10-26T09:00').add({ seconds: 1 }));
    expect(late).toMatchObject({ etat: 'depassee', retardMinutes: 1 });
    expect(plain(phraseHorloge(late))).toContain('dépassé de 1 min : il finissait le lundi 26 octobre 2026 à 9 h.');
    expect(etatViolation(violation, paris('2026-10-26T09:01'))).toBe('en_retard');
  });

  test('à toute heure de toute l’année, il finit 72 fois 3 600 secondes plus tard, et ce qui reste décroît', () => {
    const instants = fc
      .integer({ min: paris('2026-01-01T00:00').epochMilliseconds, max: paris('2027-12-31T00:00').epochMilliseconds })
      .map((ms) => Temporal.Instant.fromEpochMilliseconds(ms));
    fc.assert(
      fc.property(instants, fc.integer({ min: 0, max: 80 * 60 }), (connueAt, minutes) => {
        const violation = lireViolation([{ type: 'declaration', ...faits('2026-01-01T00:00'), connueAt }]);
        const end = echeanceNotification({ connueAt });
        expect(end.epochMilliseconds - connueAt.epochMilliseconds).toBe(72 * 3600 * 1000);
        const vue = horloge(violation, connueAt.add({ minutes }));
        if (vue.etat === 'court') expect(vue.resteMinutes).toBe(72 * 60 - minutes);
        else expect(vue).toMatchObject({ etat: 'depassee', retardMinutes: minutes - 72 * 60 });
        expect(vue.etat).toBe(minutes <= 72 * 60 ? 'court' : 'depassee');
      }),
    );
  });
});

describe('l’heure saisie', () => {
  test('celle qui n’existe pas est refusée', () => {
    const refused = instantDeParis(jour('2026-03-29'), heure('02:30'), 'tot');
    expect(refused).toEqual({ refus: 'heure_inexistante' });
    expect(phrase(PHRASES_EVENEMENT, { refus: 'heure_inexistante' })).toContain('2 h à 3 h');
  });

  test('celle qui existe deux fois est prise contre le Département', () => {
    const [date, time] = [jour('2026-10-25'), heure('02:30')];
    expect(String(instantDeParis(date, time, 'tot'))).toBe('2026-10-25T00:30:00Z');
    expect(String(instantDeParis(date, time, 'tard'))).toBe('2026-10-25T01:30:00Z');
  });

  test('toute autre donne un seul instant, qui se relit comme il a été saisi', () => {
    const days = fc.integer({ min: 0, max: 800 }).map((days) => jour('2026-01-01').add({ days }));
    fc.assert(
      fc.property(days, fc.nat(23), fc.nat(59), (date, hour, minute) => {
        const time = Temporal.PlainTime.from({ hour, minute });
        const read = instantDeParis(date, time, 'tot');
        if ('refus' in read) {
          expect([date.month, date.dayOfWeek, hour]).toEqual([3, 7, 2]);
          return;
        }
        const back = read.toZonedDateTimeISO('Europe/Paris');
        expect(back.toPlainDate().equals(date) && back.toPlainTime().equals(time)).toBe(true);
      }),
    );
  });
});

describe('art. 2 : le registre des violations (RGPD, article 33.5)', () => {
  const connue = '2026-03-27T10:00';
  const now = paris('2026-04-02T12:00');
  const verifier = (others: readonly Evenement[], one: Exclude<Evenement, { type: 'declaration' }>) =>
    verifierEvenement(lireViolation([declaration(connue), ...others]), one, now).map(({ refus }) => refus);

  test('le dernier événement de chaque sorte compte, tous restent', () => {
    const corrected = { type: 'correction', raison: 'Recompté', ...faits(connue), personnes: 40 } as const;
    const violation = lireViolation([
      declaration(connue),
      PAS_DE_RISQUE,
      notification('2026-03-30T10:00'),
      corrected,
      MESURE,
      { ...MESURE, mesure: 'Formation' },
    ]);
    expect(violation.faits.personnes).toBe(40);
    expect(violation.notification?.type).toBe('notification');
    expect(violation.mesures).toHaveLength(2);
    expect(violation.cloture).toBeNull();
    expect(() => lireViolation([MESURE])).toThrow('without a declaration');
  });

  test('notifiée à la dernière minute : à temps ; une minute après : les motifs du retard sont dus', () => {
    expect(verifier([], notification('2026-03-30T11:00'))).toEqual([]);
    expect(verifier([], notification('2026-03-30T11:01'))).toEqual(['retard_sans_raison']);
    expect(verifier([], notification('2026-03-30T11:01', 'Panne du site de la CNIL'))).toEqual([]);
    const said = phrase(PHRASES_EVENEMENT, { refus: 'retard_sans_raison', echeance: paris('2026-03-30T11:00') });
    expect(plain(said)).toContain('finies le lundi 30 mars 2026 à 11 h');
  });

  test('ni dans l’avenir, ni avant d’être connue', () => {
    expect(verifier([], notification('2026-04-02T12:01'))).toEqual(['a_venir']);
    expect(verifier([], notification('2026-03-27T09:59'))).toEqual(['avant_connue']);
    const informees = (date: string) =>
      ({ type: 'information', informeesLe: jour(date), informees: 3, moyen: 'courrier' }) as const;
    expect(verifier([], informees('2026-04-03'))).toEqual(['a_venir']);
    expect(verifier([], informees('2026-03-26'))).toEqual(['avant_connue']);
    expect(verifier([], informees('2026-03-27'))).toEqual([]);
    expect(verifierConnue(now.add({ minutes: 1 }), now)).toEqual({ refus: 'a_venir' });
    expect(verifierConnue(now, now)).toBeNull();
  });

  test('une correction change quelque chose', () => {
    const same = { type: 'correction', raison: 'Rien', ...faits(connue) } as const;
    expect(verifier([], same)).toEqual(['rien_de_change']);
    expect(verifier([], { ...same, quoi: 'Deux téléphones perdus' })).toEqual([]);
    expect(verifier([], { ...same, connueAt: now.add({ hours: 1 }) })).toEqual(['a_venir']);
  });

  test('elle ne se clôt qu’une fois tout décidé, et dit en une fois ce qui manque', () => {
    expect(verifier([], CLOTURE)).toEqual(['sans_decision_cnil', 'sans_decision_personnes', 'sans_mesure']);
    expect(verifier([PAS_DE_RISQUE, MESURE], CLOTURE)).toEqual(['sans_decision_personnes']);
    expect(verifier([PAS_DE_RISQUE, PAS_INFORMEES, MESURE], CLOTURE)).toEqual([]);
  });

  test('corrigée, la date où elle a été connue peut rendre tardive une notification : ses motifs sont dus avant la clôture', () => {
    const plusTot = { type: 'correction', raison: 'Connue la veille', ...faits('2026-03-26T10:00') } as const;
    const decided = [notification('2026-03-30T10:00'), PAS_INFORMEES, MESURE, plusTot];
    expect(verifier(decided, CLOTURE)).toEqual(['retard_sans_raison']);
    expect(verifier([...decided, notification('2026-03-30T10:00', 'Connue tard')], CLOTURE)).toEqual([]);
  });

  test('écartée, elle dit pourquoi, et rien d’autre n’est exigé', () => {
    const ecartee = { ...CLOTURE, denouement: 'ecartee' } as const;
    expect(verifier([], ecartee)).toEqual(['ecartee_sans_raison']);
    expect(verifier([], { ...ecartee, raison: 'Le dossier était au coffre' })).toEqual([]);
  });

  test('close, elle n’accepte plus que sa réouverture ; le délai reprend où il en est', () => {
    const ecartee: Evenement = { ...CLOTURE, denouement: 'ecartee', raison: 'Retrouvé' };
    const rouvrir = { type: 'reouverture', raison: 'Fait nouveau' } as const;
    for (const one of [MESURE, PAS_DE_RISQUE, notification('2026-03-30T10:00'), CLOTURE]) {
      expect(verifier([ecartee], one)).toEqual(['close']);
    }
    expect(verifier([ecartee], rouvrir)).toEqual([]);
    expect(verifier([], rouvrir)).toEqual(['pas_close']);
    const closed = lireViolation([declaration(connue), ecartee]);
    expect(horloge(closed, now).etat).toBe('arretee');
    expect(etatViolation(closed, now)).toBe('ecartee');
    expect(etatViolation(lireViolation([declaration(connue), ecartee, rouvrir]), now)).toBe('en_retard');
  });

  test('ce qui est rangé se relit tel quel, et rien d’autre ne se lit', () => {
    const all: readonly Evenement[] = [
      declaration(connue),
      { type: 'correction', raison: 'Recompté', ...faits(connue), personnes: null },
      notification('2026-03-30T10:00'),
      PAS_DE_RISQUE,
      { type: 'information', informeesLe: jour('2026-03-30'), informees: 3, moyen: 'courrier' },
      PAS_INFORMEES,
      MESURE,
      CLOTURE,
      { type: 'reouverture', raison: 'Fait nouveau' },
    ];
    for (const one of all) {
      const { type, ...donnees } = one;
      expect(JSON.stringify(readEvenement(type, JSON.parse(JSON.stringify(donnees))))).toBe(JSON.stringify(one));
    }
    expect(() => readEvenement('mesure', { mesure: 'a', autre: 1 })).toThrow();
    expect(() => readEvenement('notification', { ...notification(connue), notifieeAt: 'hier' })).toThrow();
  });

  test('chaque moment est dit en entier', () => {
    expect(plain(momentLong(paris('2026-03-30T11:00')))).toBe('lundi 30 mars 2026 à 11 h');
  });
});

test.each([
  ['déclarer', declarationForm],
  ['corriger', correctionForm],
  ['notifier', notificationForm],
  ['informer', informationForm],
  ['ne pas informer', sansInformationForm],
  ['clore', clotureForm],
])('%s : n’importe quoi est lu, ou refusé en français', (_, form) => {
  expectFrenchOrData(form);
});
