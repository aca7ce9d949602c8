import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { estRefus } from '../../../domain/refus.ts';
import {
  type CauseFin,
  choisirParRang,
  destructibleAt,
  enCours,
  etatAu,
  type Fin,
  finDuMandat,
  finitBientot,
  finPrevue,
  initiale,
  instantActe,
  type MandatAgissant,
  porteLeNom,
  refusActe,
  resteADire,
} from '../rules.ts';

const instant = Temporal.Instant.from;
const jour = Temporal.PlainDate.from;
const signeAt = instant('2026-11-26T09:15:30Z');
const finPrevueAt = finPrevue(jour('2027-02-26'));
const now = instant('2026-12-01T10:00:00Z');
const moi = 'agent-1';
const suppleant = 'agent-2';

type DemarcheDite = { readonly id: string; readonly rang: number; readonly fin: Fin | null; readonly detruiteAt: null };
type MandatDit = Omit<MandatAgissant, 'demarches'> & { readonly demarches: readonly DemarcheDite[] };

const demarche = (rang: number, fin: Fin | null = null): DemarcheDite => ({
  id: `d${rang}`,
  rang,
  fin,
  detruiteAt: null,
});

const mandat = (changes: Partial<MandatDit> = {}): MandatDit => ({
  etat: 'signe',
  agentId: moi,
  suppleantId: suppleant,
  signeAt,
  finPrevueAt,
  detruitAt: null,
  isRetenu: false,
  demarches: [demarche(1), demarche(2), demarche(3)],
  ...changes,
});

const acte = { demarcheId: 'd1', agentId: moi, faitAt: instant('2026-11-30T14:00:00Z'), mode: 'presence' } as const;
const codes = (...args: Parameters<typeof refusActe>) => refusActe(...args).map(({ refus }) => refus);
const retireA = (at: Temporal.Instant): Fin => ({ at, cause: 'retrait', canal: 'lien' });

describe('Art. 2 : ce qu’un acte respecte', () => {
  test('un acte de ce mandat, fait par l’un des deux agents nommés, est admis', () => {
    expect(codes(acte, mandat(), 'les_deux', now)).toEqual([]);
    expect(codes({ ...acte, agentId: suppleant }, mandat(), 'les_deux', now)).toEqual([]);
  });

  test('scénario 2 : à distance sous un mandat qui le permet, oui ; sous un autre, non', () => {
    const distant = { ...acte, mode: 'distance' } as const;
    expect(codes(distant, mandat(), 'distance', now)).toEqual([]);
    // What cannot be read allows nothing more.
    expect(codes(distant, mandat(), null, now)).toEqual(['acte_illisible']);
    expect(codes(acte, mandat(), null, now)).toEqual([]);
    expect(codes(distant, mandat(), 'les_deux', now)).toEqual([]);
    expect(codes(distant, mandat(), 'presence', now)).toEqual(['acte_a_distance']);
    // Somebody who is there may always be helped there.
    expect(codes(acte, mandat(), 'distance', now)).toEqual([]);
  });

  test('hors du mandat, par un autre, trop tôt, à venir : tout est dit à la fois', () => {
    const future = {
      demarcheId: 'autre',
      agentId: 'agent-3',
      faitAt: now.add({ seconds: 1 }),
      mode: 'distance',
    } as const;
    expect(codes(future, mandat(), 'presence', now)).toEqual([
      'acte_autre_agent',
      'acte_hors_mandat',
      'acte_a_venir',
      'acte_a_distance',
    ]);
    const early = { ...acte, faitAt: signeAt.subtract({ seconds: 1 }) };
    expect(codes(early, mandat(), 'les_deux', now)).toEqual(['acte_avant_signature']);
    // Without a substitute, an account that is no agent's is nobody's.
    expect(codes({ ...acte, agentId: null }, mandat({ suppleantId: null }), 'les_deux', now)).toEqual([
      'acte_autre_agent',
    ]);
  });

  test('avant la signature, ou sous une retenue, rien', () => {
    const draft = mandat({ etat: 'brouillon', signeAt: null, finPrevueAt: null });
    expect(codes(acte, draft, 'les_deux', now)).toEqual(['acte_sans_mandat']);
    expect(codes(acte, mandat({ isRetenu: true }), 'les_deux', now)).toEqual(['acte_suspendu']);
  });

  test('scénario 15 : à la dernière seconde, oui ; à la suivante, non, quoi que dise la tablette', () => {
    const last = finPrevueAt.subtract({ seconds: 1 });
    expect(codes({ ...acte, faitAt: last }, mandat(), 'les_deux', last)).toEqual([]);
    expect(codes({ ...acte, faitAt: last }, mandat(), 'les_deux', finPrevueAt)).toEqual(['acte_apres_fin']);
    const tablet = now.add({ hours: 48 });
    expect(codes({ ...acte, faitAt: tablet }, mandat(), 'les_deux', now)).toEqual(['acte_a_venir']);
  });

  test('scénario 9 : une seconde après le retrait, non, même pour ce qui aurait été fait avant', () => {
    const at = instant('2026-12-01T09:00:00Z');
    const withdrawn = mandat({ demarches: [demarche(1, retireA(at)), demarche(2)] });
    expect(codes(acte, withdrawn, 'les_deux', at.add({ seconds: 1 }))).toEqual(['acte_apres_fin']);
    expect(codes({ ...acte, demarcheId: 'd2' }, withdrawn, 'les_deux', now)).toEqual([]);
  });

  test('la minute de la signature est la signature, et l’heure est celle de Paris', () => {
    const heure = Temporal.PlainTime.from;
    expect(instantActe(jour('2026-11-26'), heure('10:15'), signeAt)).toEqual(signeAt);
    expect(instantActe(jour('2026-11-26'), heure('10:14'), signeAt)).toEqual(instant('2026-11-26T09:14:00Z'));
    expect(instantActe(jour('2026-07-01'), heure('10:15'), null)).toEqual(instant('2026-07-01T08:15:00Z'));
    // An hour that does not exist, and one that comes twice.
    expect(instantActe(jour('2027-03-28'), heure('02:30'), signeAt)).toEqual(instant('2027-03-28T01:30:00Z'));
    expect(instantActe(jour('2026-10-25'), heure('02:30'), null)).toEqual(instant('2026-10-25T00:30:00Z'));
  });
});

describe('Art. 2 : ce qui finit', () => {
  test('ne se choisit que ce qui est en cours, par le numéro de la copie', () => {
    const inForce = enCours(mandat({ demarches: [demarche(1), demarche(2), demarche(3, retireA(now))] }), now);
    expect(inForce.map(({ rang }) => rang)).toEqual([1, 2]);
    expect(choisirParRang(inForce, ['2', '3', '9'])).toEqual([inForce[1]]);
    expect(choisirParRang(inForce, ['3'])).toEqual({ refus: 'fin_rien_choisi' });
    expect(choisirParRang(inForce, [])).toEqual({ refus: 'fin_rien_choisi' });
    expect(choisirParRang([], ['1'])).toEqual({ refus: 'fin_rien_en_cours' });
    expect(enCours(mandat(), finPrevueAt)).toEqual([]);
  });

  test('les organismes se préviennent après un retrait, jamais après un achèvement, et une fois', () => {
    expect(resteADire('retrait', null)).toBe(true);
    expect(resteADire('deces', null)).toBe(true);
    expect(resteADire('retrait', now)).toBe(false);
    expect(resteADire('achevement', null)).toBe(false);
    expect(resteADire('expiration', null)).toBe(false);
  });

  const CAUSES: readonly CauseFin[] = ['achevement', 'retrait', 'renonciation', 'deces', 'protection'];
  type Geste =
    | { readonly type: 'fin'; readonly rangs: readonly number[]; readonly cause: CauseFin }
    | { readonly type: 'acte'; readonly rang: number };

  /** Plays what people do, one thing a minute, by the rules alone. */
  function play(gestes: readonly Geste[]) {
    let state = mandat();
    const done: { readonly rang: number; readonly at: Temporal.Instant }[] = [];
    for (const [minute, geste] of gestes.entries()) {
      const at = now.add({ minutes: minute });
      if (geste.type === 'acte') {
        const said = { ...acte, demarcheId: `d${geste.rang}`, faitAt: at };
        if (refusActe(said, state, 'les_deux', at).length === 0) done.push({ rang: geste.rang, at });
        continue;
      }
      const chosen = choisirParRang(enCours(state, at), geste.rangs.map(String));
      if (estRefus(chosen)) continue;
      const fin: Fin = { at, cause: geste.cause, canal: 'agent' };
      const ended = new Set(chosen.map(({ id }) => id));
      state = { ...state, demarches: state.demarches.map((one) => (ended.has(one.id) ? { ...one, fin } : one)) };
    }
    return { state, done };
  }

  const rangs = fc.uniqueArray(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 });
  const fins = fc.record({ type: fc.constant('fin' as const), rangs, cause: fc.constantFrom(...CAUSES) });
  const actes = fc.record({ type: fc.constant('acte' as const), rang: fc.integer({ min: 1, max: 4 }) });

  test('quoi qu’on fasse, dans quelque ordre : aucun acte après une fin, et une fin ne change plus', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fins, actes), { maxLength: 30 }), (gestes) => {
        const { state, done } = play(gestes);
        for (const { rang, at } of done) {
          const fin = state.demarches.find((one) => one.rang === rang)?.fin ?? null;
          expect(rang).toBeLessThanOrEqual(3);
          expect(fin === null || Temporal.Instant.compare(at, fin.at) < 0).toBe(true);
        }
        for (const one of state.demarches) {
          const first = gestes.findIndex((geste) => geste.type === 'fin' && geste.rangs.includes(one.rang));
          const geste = gestes[first];
          const expected = geste?.type === 'fin' ? geste.cause : null;
          expect(one.fin?.cause ?? null).toBe(expected);
        }
      }),
    );
  });

  test('l’ordre des retraits ne change ni ce qui reste, ni l’état quand la cause est la même', () => {
    const all = fc.shuffledSubarray([1, 2, 3]);
    fc.assert(
      fc.property(all, fc.constantFrom(...CAUSES), (order, cause) => {
        const one = (rang: number) => ({ type: 'fin' as const, rangs: [rang], cause });
        const end = now.add({ hours: 1 });
        const step = play(order.map(one)).state;
        const whole = play(order.length === 0 ? [] : [{ type: 'fin', rangs: order, cause }]).state;
        const left = (state: MandatDit) => enCours(state, end).map(({ rang }) => rang);
        expect(left(step)).toEqual(left(whole));
        expect(etatAu(step, end)).toBe(etatAu(whole, end));
      }),
    );
  });

  test('ce qui finit peut être détruit : jamais avant sa fin, jamais au-delà du délai', () => {
    fc.assert(
      fc.property(fc.constantFrom(...CAUSES), fc.integer({ min: 0, max: 168 }), (cause, hours) => {
        const at = destructibleAt({ at: now, cause }, hours);
        expect(Temporal.Instant.compare(at, now)).toBeGreaterThanOrEqual(0);
        expect(Temporal.Instant.compare(at, now.add({ hours }))).toBeLessThanOrEqual(0);
      }),
    );
  });
});

describe('la liste d’un agent', () => {
  const ended = (at: string) => mandat({ demarches: [demarche(1, retireA(instant(at)))] });

  test('un mandat est fini quand sa dernière démarche l’est', () => {
    expect(finDuMandat(mandat(), now)).toBeNull();
    expect(finDuMandat(mandat(), finPrevueAt)).toEqual(finPrevueAt);
    expect(finDuMandat(ended('2026-11-30T08:00:00Z'), now)).toEqual(instant('2026-11-30T08:00:00Z'));
  });

  test('il finit bientôt quand son dernier jour est à sept jours ou moins', () => {
    const at = finPrevue(jour('2026-12-03'));
    expect(finitBientot(at, 7, jour('2026-11-26'))).toBe(true);
    expect(finitBientot(at, 7, jour('2026-11-25'))).toBe(false);
  });

  test('un brouillon se reconnaît à une initiale, et rien d’autre', () => {
    for (const [prenom, dit] of [
      ['Colette', 'C…'],
      ['élodie', 'É…'],
      ['E\u0301mile', 'É…'],
      ['  anne-Lise', 'A…'],
      ['𝒜lix', '𝒜…'],
    ] as const) {
      expect(initiale(prenom)).toBe(dit);
    }
    const lettres = fc.string({ unit: fc.constantFrom(...'abcéèzÉZ -') });
    fc.assert(
      fc.property(fc.constantFrom(...'AÉZ'), lettres, lettres, (first, un, deux) => {
        expect(initiale(first + un)).toBe(initiale(first + deux));
      }),
    );
  });

  test('un nom se cherche par ses mots, sans accents ni casse, et ne trouve que qui se lit', () => {
    const colette = { prenom: 'Colette', nom: 'D’Exemplé', representant: null };
    expect(porteLeNom(colette, 'exemple col')).toBe(true);
    expect(porteLeNom(colette, "d'ex")).toBe(true);
    expect(porteLeNom(colette, 'colette durand')).toBe(false);
    expect(porteLeNom(colette, '  ')).toBe(false);
    expect(porteLeNom(null, 'colette')).toBe(false);
    const tutrice = { prenom: 'Aline', nom: 'Essai', qualite: 'tuteur' } as const;
    expect(porteLeNom({ ...colette, representant: tutrice }, 'aline')).toBe(true);
  });
});
