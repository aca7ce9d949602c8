import { parseDate } from '../src/domain/date.ts';
import { estRefus, type Phrases, phrase } from '../src/domain/refus.ts';
import {
  type Clauses,
  type Convention,
  clauses2022,
  type Partie,
  periodes,
  type StatutConvention,
  statutAu,
} from '../src/features/conventions/rules.ts';

/**
 * For a lawyer's check: the dates of a convention, from its effect and its clauses, by the rules that the application uses.
 * What is not asked (reading of an anniversary on the last day, number of renewals…) is read as in the convention of 2022.
 */
const USAGE = `Calculer les dates d’une convention, sans ouvrir l’application :

  npm run --silent echeancier -- --effet 2022-10-10 --fin 2023-07-01 --duree 6 --preavis 2 [--au 2023-03-12]

--effet, --fin, --au : des dates, AAAA-MM-JJ ; --duree, --preavis : des nombres entiers de mois.`;

type Argument = 'effet' | 'fin' | 'duree' | 'preavis' | 'au';
const DATES = {
  effet: 'la date d’effet',
  fin: 'le dernier jour possible',
  au: 'le jour dont l’état est demandé',
} as const;
const MOIS = {
  duree: { nom: 'la durée d’une période', min: 1 },
  preavis: { nom: 'le préavis d’opposition', min: 0 },
} as const;
const MOIS_MAX = 1200;
const CONNUS: readonly string[] = [...Object.keys(DATES), ...Object.keys(MOIS)];

type RefusArgument =
  | { readonly refus: 'inconnu'; readonly argument: string }
  | { readonly refus: 'inattendu'; readonly mot: string }
  | { readonly refus: 'repete'; readonly argument: Argument }
  | { readonly refus: 'manquant'; readonly argument: Argument; readonly nom: string }
  | { readonly refus: 'sans_valeur'; readonly argument: Argument; readonly nom: string }
  | { readonly refus: 'date_mal_ecrite'; readonly argument: Argument; readonly valeur: string }
  | { readonly refus: 'date_impossible'; readonly argument: Argument; readonly valeur: string }
  | { readonly refus: 'date_hors_bornes'; readonly argument: Argument; readonly valeur: string }
  | { readonly refus: 'mois'; readonly argument: Argument; readonly valeur: string; readonly min: number };

const PHRASES: Phrases<RefusArgument> = {
  inconnu: ({ argument }) => `--${argument} : cet argument n’existe pas.`,
  inattendu: ({ mot }) => `« ${mot} » n’est la valeur d’aucun argument.`,
  repete: ({ argument }) => `--${argument} est donné plusieurs fois : gardez-en un seul.`,
  manquant: ({ argument, nom }) => `--${argument} manque : indiquez ${nom}.`,
  sans_valeur: ({ argument, nom }) => `--${argument} n’a pas de valeur : indiquez ${nom}.`,
  date_mal_ecrite: ({ argument, valeur }) =>
    `--${argument} : « ${valeur} » n’est pas une date ; écrivez AAAA-MM-JJ, par exemple 2022-10-10.`,
  date_impossible: ({ argument, valeur }) => `--${argument} : le jour « ${valeur} » n’existe pas dans le calendrier.`,
  date_hors_bornes: ({ argument, valeur }) =>
    `--${argument} : « ${valeur} » est hors du calcul ; l’année doit être comprise entre 1900 et 2100.`,
  mois: ({ argument, valeur, min }) =>
    `--${argument} : « ${valeur} » ne convient pas ; écrivez un nombre entier de mois, de ${min} à ${MOIS_MAX}.`,
};

/** What follows each known argument (null: nothing does), and what is wrong with the words themselves. */
function readWords(words: readonly string[]) {
  const values = new Map<Argument, string | null>();
  const refus: RefusArgument[] = [];
  for (let rank = 0; rank < words.length; rank += 1) {
    const word = words[rank] ?? '';
    const [, name, inline] = /^--([^=]*)(?:=(.*))?$/s.exec(word) ?? [];
    if (name === undefined) {
      refus.push({ refus: 'inattendu', mot: word });
      continue;
    }
    const next = words[rank + 1];
    const follows = inline === undefined && next !== undefined && !next.startsWith('--');
    if (follows) rank += 1;
    const argument = CONNUS.find((known): known is Argument => known === name);
    if (argument === undefined) refus.push({ refus: 'inconnu', argument: name });
    else if (!values.has(argument)) values.set(argument, inline ?? (follows ? next : null));
    else if (!refus.some((one) => one.refus === 'repete' && one.argument === argument))
      refus.push({ refus: 'repete', argument });
  }
  return { values, refus };
}

function readJour(argument: Argument, valeur: string): Temporal.PlainDate | RefusArgument {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(valeur)) return { refus: 'date_mal_ecrite', argument, valeur };
  const read = parseDate(valeur);
  if (!estRefus(read)) return read;
  return { refus: read.refus === 'date_hors_bornes' ? 'date_hors_bornes' : 'date_impossible', argument, valeur };
}

function readMois(argument: 'duree' | 'preavis', valeur: string): number | RefusArgument {
  const { min } = MOIS[argument];
  const mois = /^\d{1,9}$/.test(valeur) ? Number(valeur) : Number.NaN;
  return mois >= min && mois <= MOIS_MAX ? mois : { refus: 'mois', argument, valeur, min };
}

type Demande = {
  readonly effet: Temporal.PlainDate;
  readonly fin: Temporal.PlainDate;
  readonly duree: number;
  readonly preavis: number;
  readonly au: Temporal.PlainDate | null;
};

/** What is asked, or everything that is wrong with it. */
function readDemande(words: readonly string[]): Demande | readonly RefusArgument[] {
  const { values, refus } = readWords(words);
  const read = <T extends number | Temporal.PlainDate>(
    argument: Argument,
    nom: string,
    of: (valeur: string) => T | RefusArgument,
  ): T | undefined => {
    const valeur = values.get(argument);
    if (valeur === undefined || valeur === null || valeur === '') {
      if (valeur !== undefined) refus.push({ refus: 'sans_valeur', argument, nom });
      else if (argument !== 'au') refus.push({ refus: 'manquant', argument, nom });
      return undefined;
    }
    const value = of(valeur);
    if (typeof value === 'number' || value instanceof Temporal.PlainDate) return value;
    refus.push(value as RefusArgument);
    return undefined;
  };
  const jour = (argument: keyof typeof DATES) =>
    read(argument, DATES[argument], (valeur) => readJour(argument, valeur));
  const mois = (argument: keyof typeof MOIS) =>
    read(argument, MOIS[argument].nom, (valeur) => readMois(argument, valeur));
  const [effet, fin, duree, preavis, au] = [jour('effet'), jour('fin'), mois('duree'), mois('preavis'), jour('au')];
  const isWhole = effet !== undefined && fin !== undefined && duree !== undefined && preavis !== undefined;
  return isWhole && refus.length === 0 ? { effet, fin, duree, preavis, au: au ?? null } : refus;
}

type Echeancier = {
  readonly effet: string;
  readonly finAuPlusTard: string;
  readonly periodes: readonly {
    readonly debut: string;
    readonly finExclue: string;
    readonly anniversaire: string | null;
    readonly dernierJourOpposition: string | null;
  }[];
  readonly statutAu: StatutConvention | null;
};

/** The convention that both parties signed on the day of its effect, and of which nothing else is known. */
function echeancier({ effet, fin, duree, preavis, au }: Demande): Echeancier {
  const clauses: Clauses = { ...clauses2022, dureeMois: duree, preavisMois: preavis, finAuPlusTard: fin };
  const signature = (partie: Partie) =>
    ({ type: 'signature', id: partie, partie, date: effet, signataire: '', qualite: '' }) as const;
  const convention: Convention = { clauses, evenements: [signature('departement'), signature('beneficiaire')] };
  return {
    effet: effet.toString(),
    finAuPlusTard: fin.toString(),
    periodes: periodes(convention, fin).map((periode) => ({
      debut: periode.debut.toString(),
      finExclue: periode.fin.add({ days: 1 }).toString(),
      anniversaire: periode.anniversaire?.date.toString() ?? null,
      dernierJourOpposition: periode.anniversaire?.dernierJourOpposition.toString() ?? null,
    })),
    statutAu: au === null ? null : statutAu(convention, au),
  };
}

const demande = readDemande(process.argv.slice(2));
if ('effet' in demande) console.log(JSON.stringify(echeancier(demande)));
else {
  for (const refus of demande) console.error(phrase(PHRASES, refus));
  console.error(`\n${USAGE}`);
  process.exitCode = 2;
}
