import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  aEnvoyer,
  compter,
  creer,
  ecarter,
  type File,
  filDe,
  type Geste,
  modifier,
  type Operation,
  type Reponse,
  recevoir,
  reprendre,
  supprimer,
  tenter,
  tetes,
} from './file.ts';

const COMPTE = 'compte';
let heure = 0;
const geste = (valeur = 'a', id: string = randomUUID()): Geste => {
  heure += 1;
  return { id, formulaire: 2, saisiAt: new Date(heure * 1000).toISOString(), valeurs: { thematiques: [valeur] } };
};
const operations = (file: File): Operation[] => file.map(({ operation }) => operation);
const repondre = (file: File, etat: Reponse['etat'], message = 'Non.'): File =>
  recevoir(
    file,
    file.map(({ operation: { id } }) => ({ id, etat, raisons: [{ field: '', message }] })),
  );
const tout = (file: File): File =>
  tenter(
    file,
    operations(file).map(({ id }) => id),
  );
const valeurDe = ({ valeurs }: Operation): string => valeurs['thematiques']?.[0] ?? '';

describe('noter sur l’appareil', () => {
  test('une création porte le numéro de son accompagnement ; deux fois la même n’en fait qu’une', () => {
    const one = geste();
    const file = creer(creer([], COMPTE, one), COMPTE, one);
    expect(operations(file)).toEqual([{ ...one, nature: 'creer', accompagnement: one.id, base: null }]);
  });

  test('corriger ce qui n’est jamais parti le remplace, sous le même numéro', () => {
    const one = geste('a');
    const file = modifier(creer([], COMPTE, one), COMPTE, one.id, geste('b'));
    expect(operations(file)).toMatchObject([{ id: one.id, nature: 'creer', valeurs: { thematiques: ['b'] } }]);
  });

  test('corriger ce qui a pu arriver en fait une suite, qui dit sur quoi elle porte', () => {
    const one = geste('a');
    const two = geste('b');
    const file = modifier(tout(creer([], COMPTE, one)), COMPTE, one.id, two);
    expect(operations(file)).toMatchObject([
      { id: one.id, nature: 'creer', valeurs: { thematiques: ['a'] } },
      { id: two.id, nature: 'modifier', base: one.id },
    ]);
  });

  test('supprimer ce qui n’est jamais parti ne laisse rien ; ce qui a pu arriver est supprimé là-bas', () => {
    const one = geste();
    const never = creer([], COMPTE, one);
    expect(supprimer(never, COMPTE, one.id, geste())).toEqual([]);
    const sent = modifier(tout(never), COMPTE, one.id, geste('b'));
    const last = geste();
    expect(operations(supprimer(sent, COMPTE, one.id, last))).toMatchObject([
      { id: one.id },
      { id: last.id, nature: 'supprimer', base: one.id, valeurs: {} },
    ]);
  });

  test('ce que le serveur a déjà se corrige et se supprime sur la version vue', () => {
    expect(operations(modifier([], COMPTE, 'r', geste('b'), 'v1'))).toMatchObject([{ nature: 'modifier', base: 'v1' }]);
    expect(operations(supprimer([], COMPTE, 'r', geste(), 'v1'))).toMatchObject([{ nature: 'supprimer', base: 'v1' }]);
    const changed = modifier([], COMPTE, 'r', geste('b'), 'v1');
    expect(operations(supprimer(changed, COMPTE, 'r', geste()))).toMatchObject([{ nature: 'supprimer', base: 'v1' }]);
    const deleted = supprimer([], COMPTE, 'r', geste(), 'v1');
    expect(supprimer(deleted, COMPTE, 'r', geste())).toBe(deleted);
    expect(operations(modifier(deleted, COMPTE, 'r', geste('c')))).toMatchObject([{ nature: 'modifier', base: 'v1' }]);
  });
});

describe('ce que le serveur répond', () => {
  test('reçu, ou déjà reçu : l’appareil ne le garde plus', () => {
    const file = tout(creer(creer([], COMPTE, geste()), COMPTE, geste()));
    const [first] = operations(file);
    const left = recevoir(file, [{ id: first?.id ?? '', etat: 'deja', raisons: [] }]);
    expect(left).toHaveLength(1);
    expect(repondre(left, 'acceptee')).toEqual([]);
  });

  test('refusé : il reste avec sa raison, sans que rien d’autre n’attende', () => {
    const one = geste('a');
    const other = geste('autre');
    const sent = creer(creer([], COMPTE, one), COMPTE, other);
    const file = recevoir(tout(sent), [
      { id: one.id, etat: 'refusee', raisons: [{ field: 'duree', message: 'Trop.' }] },
    ]);
    expect(file.map(({ etat }) => etat)).toEqual(['refusee', 'attend']);
    expect(operations(aEnvoyer(file, 40)).map(({ id }) => id)).toEqual([other.id]);
    expect(compter(file)).toEqual({ attend: 1, aCorriger: 1 });
    expect(tetes(file).map(({ etat }) => etat)).toEqual(['refusee', 'attend']);
  });

  test('corrigé, il repart sous un autre numéro, seul ; retiré ou supprimé, il n’en reste rien', () => {
    const one = geste('a');
    const refused = repondre(tout(creer([], COMPTE, one)), 'refusee');
    const fixed = geste('juste');
    expect(operations(modifier(refused, COMPTE, one.id, fixed))).toEqual([
      { ...fixed, nature: 'creer', accompagnement: fixed.id, base: null },
    ]);
    expect(ecarter(refused, one.id)).toEqual([]);
    expect(supprimer(refused, COMPTE, one.id, geste())).toEqual([]);
  });

  test('une création refusée laisse la place à ce qui a été corrigé depuis, et à rien si elle a été supprimée', () => {
    const one = geste('fausse');
    const sent = tout(creer([], COMPTE, one));
    const fixed = geste('juste');
    const changed = tout(modifier(tout(modifier(sent, COMPTE, one.id, geste('b'))), COMPTE, one.id, fixed));
    const left = repondre(changed, 'refusee');
    expect(operations(left)).toEqual([{ ...fixed, nature: 'creer', accompagnement: fixed.id, base: null }]);
    expect(left).toMatchObject([{ etat: 'attend', tentee: false, raisons: [] }]);
    expect(repondre(tout(supprimer(sent, COMPTE, one.id, geste())), 'refusee')).toEqual([]);
    expect(repondre(tout(supprimer(changed, COMPTE, one.id, geste())), 'refusee')).toEqual([]);
  });

  test('une modification refusée laisse la place à la suivante, ou à la suppression, sur ce qui avait été vu', () => {
    const sent = tout(modifier([], COMPTE, 'r', geste('fausse'), 'v1'));
    const fixed = geste('juste');
    const changed = repondre(tout(modifier(sent, COMPTE, 'r', fixed)), 'refusee');
    expect(operations(aEnvoyer(changed, 40))).toEqual([
      { ...fixed, nature: 'modifier', accompagnement: 'r', base: 'v1' },
    ]);
    const gone = geste();
    const deleted = repondre(tout(supprimer(sent, COMPTE, 'r', gone)), 'refusee');
    expect(operations(aEnvoyer(deleted, 40))).toMatchObject([{ id: gone.id, nature: 'supprimer', base: 'v1' }]);
  });

  test('ce qui a été corrigé depuis, mais ne se lit plus, ne prend la place de rien', () => {
    const one = geste('fausse');
    const sent = modifier(tout(creer([], COMPTE, one)), COMPTE, one.id, geste('b'));
    const damaged = sent.map((each, rank) => ({ ...each, illisible: rank === 1 }));
    const file = recevoir(damaged, [{ id: one.id, etat: 'refusee', raisons: [] }]);
    expect(file.map(({ etat }) => etat)).toEqual(['refusee', 'attend']);
  });

  test('une modification refusée, corrigée, porte toujours sur ce qui avait été vu', () => {
    const refused = repondre(tout(modifier([], COMPTE, 'r', geste('b'), 'v1')), 'refusee');
    const fixed = geste('juste');
    expect(operations(modifier(refused, COMPTE, 'r', fixed))).toMatchObject([
      { id: fixed.id, nature: 'modifier', accompagnement: 'r', base: 'v1' },
    ]);
  });

  test('écarté, il se reprend sur la version gardée, ou comme un nouveau quand elle n’est plus', () => {
    const mine = geste('mienne');
    const file = repondre(tout(modifier([], COMPTE, 'r', mine, 'v1')), 'ecartee');
    expect(compter(file)).toEqual({ attend: 0, aCorriger: 1 });
    expect(aEnvoyer(file, 40)).toEqual([]);
    const again = geste('mienne');
    expect(operations(reprendre(file, mine.id, again, 'v2'))).toMatchObject([
      { id: again.id, nature: 'modifier', accompagnement: 'r', base: 'v2' },
    ]);
    expect(operations(reprendre(file, mine.id, again, null))).toMatchObject([{ id: again.id, nature: 'creer' }]);
  });

  test('illisible, rien n’en part, et rien de ce qui le suit', () => {
    const one = geste();
    const file = creer([], COMPTE, one).map((each) => ({ ...each, illisible: true }));
    expect(aEnvoyer(file, 40)).toEqual([]);
    expect(compter(file)).toEqual({ attend: 0, aCorriger: 1 });
    expect(ecarter(file, one.id)).toEqual([]);
  });

  test('part dans l’ordre, et par lots', () => {
    const file = Array.from({ length: 50 }, () => geste()).reduce((all: File, one) => creer(all, COMPTE, one), []);
    expect(operations(aEnvoyer([...file].reverse(), 40))).toEqual(operations(file).slice(0, 40));
  });
});

/** The server, as far as a queue can tell: it keeps each operation once, and answers for it again. */
class Serveur {
  readonly #recues = new Map<string, Operation>();
  readonly #versions = new Map<string, Operation>();
  ecritures = 0;

  recevoir(sent: readonly Operation[]): Reponse[] {
    return sent.map((one): Reponse => {
      const refuse = (message: string): Reponse => ({
        id: one.id,
        etat: 'refusee',
        raisons: [{ field: '', message }],
      });
      const first = this.#recues.get(one.id);
      if (first !== undefined) {
        const isSame = JSON.stringify(first.valeurs) === JSON.stringify(one.valeurs);
        return isSame ? { id: one.id, etat: 'deja', raisons: [] } : refuse('autre contenu');
      }
      const now = this.#versions.get(one.accompagnement);
      if (one.nature !== 'creer' && (now === undefined || now.id !== one.base)) return refuse('base');
      if (valeurDe(one) === 'fausse') return refuse('fausse');
      this.#recues.set(one.id, one);
      this.#versions.set(one.accompagnement, one);
      this.ecritures += 1;
      return { id: one.id, etat: 'acceptee', raisons: [] };
    });
  }

  /** What its records say. */
  etat(): string[] {
    return [...this.#versions.values()]
      .filter(({ nature }) => nature !== 'supprimer')
      .map(valeurDe)
      .sort();
  }
}

type Pas =
  | { readonly fait: 'creer' | 'modifier' | 'supprimer'; readonly quoi: number; readonly valeur: string }
  /** Sent; heard or not, whole or cut after the server wrote it, or before. */
  | { readonly fait: 'envoyer'; readonly lot: number; readonly perdu: 'non' | 'aller' | 'retour' };

const valeurs = fc.constantFrom('a', 'b', 'c', 'fausse');
const pas: fc.Arbitrary<Pas> = fc.oneof(
  fc.record({ fait: fc.constantFrom('creer', 'modifier', 'supprimer'), quoi: fc.nat(20), valeur: valeurs }),
  fc.record({
    fait: fc.constant('envoyer' as const),
    lot: fc.integer({ min: 1, max: 4 }),
    perdu: fc.constantFrom('non', 'aller', 'retour'),
  }),
);

/** Written, then corrected wrongly without hearing that it was refused, then deleted. */
const PERDU_PUIS_SUPPRIME: Pas[] = [
  { fait: 'creer', quoi: 0, valeur: 'a' },
  { fait: 'envoyer', lot: 1, perdu: 'non' },
  { fait: 'modifier', quoi: 0, valeur: 'fausse' },
  { fait: 'envoyer', lot: 1, perdu: 'retour' },
  { fait: 'supprimer', quoi: 0, valeur: 'a' },
];

test('quels que soient les gestes et les coupures, chaque accompagnement finit sur le serveur comme il a été voulu, une fois', () => {
  fc.assert(
    fc.property(fc.array(pas, { maxLength: 60 }), (steps) => {
      const serveur = new Serveur();
      const parties: Operation[] = [];
      let file: File = [];
      // What the agent wants, by a name of his own; where each is: its id changes when a refused creation is corrected.
      const voulu = new Map<number, string>();
      const ids = new Map<number, string>();
      const versions = new Map<string, string>();
      const envoyer = (lot: number, perdu: 'non' | 'aller' | 'retour'): void => {
        const next = operations(aEnvoyer(file, lot));
        file = tenter(
          file,
          next.map(({ id }) => id),
        );
        if (perdu === 'aller') return;
        parties.push(...next);
        const answers = serveur.recevoir(next);
        if (perdu === 'retour') return;
        for (const one of next) {
          const answer = answers.find(({ id }) => id === one.id);
          if (answer?.etat !== 'refusee') versions.set(one.accompagnement, one.id);
        }
        const before = file;
        file = recevoir(file, answers);
        // Refused, and made again as it was corrected since: its record is another.
        for (const [quoi, id] of ids) {
          const typed = filDe(before, id).map(({ operation }) => operation.id);
          const again = operations(file).find((one) => one.nature === 'creer' && typed.includes(one.id));
          if (again !== undefined) ids.set(quoi, again.id);
        }
      };
      const corriger = (quoi: number, valeur: string): void => {
        const id = ids.get(quoi) ?? '';
        const before = filDe(file, id);
        const typed = geste(valeur);
        file = modifier(file, COMPTE, id, typed, versions.get(id) ?? null);
        // Refused and made again: its record is another.
        if (before.length > 0 && filDe(file, id).length === 0) ids.set(quoi, typed.id);
        voulu.set(quoi, valeur);
      };
      for (const step of steps) {
        if (step.fait === 'envoyer') envoyer(step.lot, step.perdu);
        else if (step.fait === 'creer') {
          const typed = geste(step.valeur);
          file = creer(file, COMPTE, typed);
          ids.set(ids.size, typed.id);
          voulu.set(ids.size - 1, step.valeur);
        } else {
          const quoi = [...voulu.keys()][step.quoi % Math.max(1, voulu.size)];
          if (quoi === undefined) continue;
          if (step.fait === 'modifier') corriger(quoi, step.valeur);
          else {
            const id = ids.get(quoi) ?? '';
            file = supprimer(file, COMPTE, id, geste(), versions.get(id) ?? null);
            voulu.delete(quoi);
          }
        }
      }
      // The network returns for good, and what is refused is corrected.
      for (let round = 0; round < 50 && file.length > 0; round += 1) {
        envoyer(40, 'non');
        for (const refused of file.filter(({ etat }) => etat === 'refusee')) {
          const quoi = [...ids].find(([, id]) => id === refused.operation.accompagnement)?.[0];
          if (quoi !== undefined && voulu.has(quoi)) corriger(quoi, 'juste');
          else file = ecarter(file, refused.operation.id);
        }
      }
      expect(file).toEqual([]);
      const wanted = [...voulu.values()].map((one) => (one === 'fausse' ? 'juste' : one)).sort();
      expect(serveur.etat()).toEqual(wanted);
      // All of it again, as a device would whose every answer was lost: nothing is written twice.
      const { ecritures } = serveur;
      serveur.recevoir(parties.filter(({ valeurs: { thematiques } }) => thematiques?.[0] !== 'fausse'));
      expect(serveur.ecritures).toBe(ecritures);
      expect(serveur.etat()).toEqual(wanted);
    }),
    { numRuns: 300, examples: [[PERDU_PUIS_SUPPRIME]] },
  );
});
