import type { Valeurs } from '../../domain/terrain.ts';

/**
 * What waits on a device, as pure functions: what each gesture, each sending and each answer make of the queue of one account.
 * Nothing here reads the clock, the network or the disk.
 */

export type Raison = { readonly field: string; readonly message: string };

export type Operation = {
  /** Made here; that of a creation is the id of its record. What is sent again with the same id is the same thing. */
  readonly id: string;
  readonly nature: 'creer' | 'modifier' | 'supprimer';
  readonly accompagnement: string;
  readonly base: string | null;
  /** The number of the form that was shown. */
  readonly formulaire: number;
  /** Instant, by the clock of the server. */
  readonly saisiAt: string;
  readonly valeurs: Valeurs;
};

export type Element = {
  readonly operation: Operation;
  /** Rank among those of the account: they leave in this order. */
  readonly ordre: number;
  readonly compte: string;
  /** `attend`: to send; `refusee`: not written, for `raisons`; `ecartee`: received, but another version was kept. */
  readonly etat: 'attend' | 'refusee' | 'ecartee';
  /** Sent at least once: the server may have it, whatever we heard of it. Its content no longer changes. */
  readonly tentee: boolean;
  readonly raisons: readonly Raison[];
  /** What was kept of it can no longer be deciphered: it is never sent. */
  readonly illisible: boolean;
};

export type File = readonly Element[];

/** One gesture: its id and its moment, and what the form says. */
export type Geste = Pick<Operation, 'id' | 'formulaire' | 'saisiAt' | 'valeurs'>;

export type Reponse = {
  readonly id: string;
  readonly etat: 'acceptee' | 'deja' | 'ecartee' | 'refusee';
  readonly raisons: readonly Raison[];
};

function element(file: File, compte: string, operation: Operation): Element {
  const ordre = Math.max(0, ...file.map((one) => one.ordre)) + 1;
  return { operation, ordre, compte, etat: 'attend', tentee: false, raisons: [], illisible: false };
}

/** What waits of one record, in order. */
export function filDe(file: File, accompagnement: string): File {
  return file.filter(({ operation }) => operation.accompagnement === accompagnement);
}

/** What waits of each record. */
function fils(file: File): readonly File[] {
  const ids = new Set(file.map(({ operation: { accompagnement } }) => accompagnement));
  return [...ids].map((id) => filDe(file, id));
}

const sans = (file: File, dropped: File): File => file.filter((one) => !dropped.includes(one));

/** What stops the rest of a record: refused, or unreadable. */
const isArrete = ({ etat, illisible }: Element): boolean => etat === 'refusee' || illisible;

/** Typed once more, whether the same operation already waits (a page and its device may both keep it) or not. */
export function ajouter(file: File, compte: string, operation: Operation): File {
  const isThere = file.some((one) => one.operation.id === operation.id);
  return isThere ? file : [...file, element(file, compte, operation)];
}

/**
 * A form of the server that left, and whose answer did not come. The server may have it, so that its content no longer changes: typed
 * otherwise and sent again from the same page, it corrects what already waits. `id`: of that correction.
 */
export function ajouterDuWeb(file: File, compte: string, operation: Operation, id: string): File {
  const last = filDe(file, operation.accompagnement).at(-1)?.operation;
  if (last !== undefined && file.some((one) => one.operation.id === operation.id)) {
    const isSame = JSON.stringify(last.valeurs) === JSON.stringify(operation.valeurs);
    return isSame ? file : ajouter(file, compte, { ...operation, id, nature: 'modifier', base: last.id });
  }
  return tenter(ajouter(file, compte, operation), [operation.id]);
}

/** A new record. */
export function creer(file: File, compte: string, geste: Geste): File {
  return ajouter(file, compte, { ...geste, nature: 'creer', accompagnement: geste.id, base: null });
}

/** From one of a record on: it and what follows it. */
function suite(fil: File, id: string): File {
  const rank = fil.findIndex((one) => one.operation.id === id);
  return rank < 0 ? [] : fil.slice(rank);
}

/**
 * A record corrected. `base`: the version of the server that was seen, when nothing of it waits here.
 *
 * What was never sent is replaced; what may have been received is followed by another operation; what was refused was not written,
 * and makes way, with all that followed it, for one operation with an id of its own.
 */
export function modifier(
  file: File,
  compte: string,
  accompagnement: string,
  geste: Geste,
  base: string | null = null,
): File {
  const fil = filDe(file, accompagnement);
  const stopped = fil.find(isArrete);
  if (stopped !== undefined) return remplacer(file, suite(fil, stopped.operation.id), stopped, geste);
  const last = fil.at(-1);
  if (last !== undefined && !last.tentee) {
    const { formulaire, saisiAt, valeurs } = geste;
    const nature = last.operation.nature === 'creer' ? 'creer' : 'modifier';
    const changed: Element = { ...last, operation: { ...last.operation, nature, formulaire, saisiAt, valeurs } };
    return file.map((one) => (one === last ? changed : one));
  }
  return ajouter(file, compte, { ...geste, nature: 'modifier', accompagnement, base: last?.operation.id ?? base });
}

/** One operation instead of one refused and of what followed it. */
function remplacer(file: File, dropped: File, refused: Element, geste: Geste): File {
  const { nature, accompagnement, base } = refused.operation;
  const operation: Operation =
    nature === 'creer'
      ? { ...geste, nature, accompagnement: geste.id, base: null }
      : { ...geste, nature: 'modifier', accompagnement, base };
  return ajouter(sans(file, dropped), refused.compte, operation);
}

/** A record deleted. What never left makes no noise: nobody is told of what was not sent. */
export function supprimer(
  file: File,
  compte: string,
  accompagnement: string,
  geste: Omit<Geste, 'valeurs'>,
  base: string | null = null,
): File {
  const fil = filDe(file, accompagnement);
  if (fil.at(-1)?.operation.nature === 'supprimer') return file;
  const stopped = fil.findIndex(isArrete);
  const untried = fil.findIndex((one) => !one.tentee);
  const cuts = [stopped, untried].filter((rank) => rank >= 0);
  const dropped = cuts.length === 0 ? [] : fil.slice(Math.min(...cuts));
  const [first] = dropped;
  const rest = sans(file, dropped);
  if (first?.operation.nature === 'creer') return rest;
  const followed = first === undefined ? (fil.at(-1)?.operation.id ?? base) : first.operation.base;
  return ajouter(rest, compte, { ...geste, nature: 'supprimer', accompagnement, base: followed, valeurs: {} });
}

/**
 * A version that another device's was preferred to, taken up again over that one (`base`), or as a new record when the other was
 * deleted (`base` null).
 */
export function reprendre(file: File, id: string, geste: Geste, base: string | null): File {
  const found = file.find((one) => one.operation.id === id);
  if (found === undefined) return file;
  const { compte, operation } = found;
  const rest = sans(file, suite(filDe(file, operation.accompagnement), id));
  if (base === null) return creer(rest, compte, geste);
  return ajouter(rest, compte, {
    ...geste,
    nature: 'modifier',
    accompagnement: operation.accompagnement,
    base,
  });
}

/** Discarded by hand, with all that was typed over it. */
export function ecarter(file: File, id: string): File {
  const found = file.find((one) => one.operation.id === id);
  return found === undefined ? file : sans(file, suite(filDe(file, found.operation.accompagnement), id));
}

/** The next to send, in order: what follows something refused waits with it. */
export function aEnvoyer(file: File, max: number): File {
  const stopped = new Set(file.filter(isArrete).map(({ operation }) => operation.accompagnement));
  return file
    .filter(({ etat, operation }) => etat === 'attend' && !stopped.has(operation.accompagnement))
    .sort((a, b) => a.ordre - b.ordre)
    .slice(0, max);
}

/** Written down before anything leaves: a device that dies meanwhile knows that the server may have them. */
export function tenter(file: File, ids: readonly string[]): File {
  return file.map((one) => (ids.includes(one.operation.id) ? { ...one, tentee: true } : one));
}

/** What the server answered of each; what was refused makes way at once for what was typed over it since. */
export function recevoir(file: File, reponses: readonly Reponse[]): File {
  const answers = new Map(reponses.map((one) => [one.id, one]));
  const answered = file.flatMap((one): File => {
    const answer = answers.get(one.operation.id);
    if (answer === undefined || one.etat !== 'attend') return [one];
    if (answer.etat === 'acceptee' || answer.etat === 'deja') return [];
    return [{ ...one, etat: answer.etat, raisons: answer.raisons }];
  });
  return fils(answered).reduce(depasser, answered);
}

/** What the server has is taken away, and nothing else changes. */
export function sansRecues(file: File, reponses: readonly Reponse[]): File {
  const received = new Set(reponses.filter(({ etat }) => etat === 'acceptee' || etat === 'deja').map(({ id }) => id));
  return file.filter(({ operation }) => !received.has(operation.id));
}

/**
 * The first refused of a record was not written, nor was anything typed over it: the last holds all that is wanted, and takes its
 * place and what it followed.
 * Example: a creation refused, then a modification → one creation, as the modification says; then a deletion → nothing.
 */
function depasser(file: File, fil: File): File {
  const refused = fil.find(({ etat }) => etat === 'refusee');
  const last = fil.at(-1);
  if (refused === undefined || last === undefined || last === refused || last.illisible) return file;
  const rest = sans(file, suite(fil, refused.operation.id));
  const { nature, base } = refused.operation;
  const { id } = last.operation;
  const free = { ...last, etat: 'attend', tentee: false, raisons: [] } as const;
  if (nature !== 'creer') return [...rest, { ...free, operation: { ...last.operation, base } }];
  if (last.operation.nature === 'supprimer') return rest;
  return [...rest, { ...free, operation: { ...last.operation, nature, accompagnement: id, base } }];
}

export type Compte = { readonly attend: number; readonly aCorriger: number };

/** How many wait for the network, and how many for somebody: one a record, as the lists show them. */
export function compter(file: File): Compte {
  const stopped = new Set(
    file
      .filter((one) => isArrete(one) || one.etat === 'ecartee')
      .map(({ operation: { accompagnement } }) => accompagnement),
  );
  const all = new Set(file.map(({ operation: { accompagnement } }) => accompagnement));
  return { attend: all.size - stopped.size, aCorriger: stopped.size };
}

/** The one to look at first of each record: the one that stops it, or the last typed. */
export function tetes(file: File): File {
  return fils(file).flatMap((fil) => fil.find((one) => isArrete(one) || one.etat === 'ecartee') ?? fil.at(-1) ?? []);
}
