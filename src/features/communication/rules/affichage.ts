import { formatDate, formatHeure } from '../../../domain/date.ts';
import { estApres, estAvant } from '../../../domain/periode.ts';

type Jour = Temporal.PlainDate;

/** One date of a poster: when somebody receives, or why nobody does. */
export interface LigneAffichee {
  readonly jour: Jour;
  readonly debut: Temporal.PlainTime;
  readonly fin: Temporal.PlainTime;
  /** « pas de permanence », a holiday, « à confirmer »; null: somebody receives. */
  readonly ferme: string | null;
}

/** What a poster says: its dates, up to a last day (inclusive), and its words. */
export interface ContenuAffiche {
  readonly au: Jour;
  readonly lignes: readonly LigneAffichee[];
  readonly textes: {
    readonly nom: string;
    readonly adresse: string;
    readonly telephone: string | null;
    readonly aApporter: string | null;
  };
}

/** « L’affiche est posée »: who said so, when, and what it said that day. */
export interface Pose {
  readonly poseeLe: Jour;
  readonly auteur: string;
  readonly contenu: ContenuAffiche;
}

export type EtatAffiche =
  | { readonly etat: 'jamais' }
  | { readonly etat: 'a_jour'; readonly pose: Pose }
  | { readonly etat: 'perimee'; readonly pose: Pose; readonly raisons: readonly string[] };

function cle({ jour, debut, fin, ferme }: LigneAffichee): string {
  return `${jour} ${debut} ${fin} ${ferme ?? ''}`;
}

const TEXTES = {
  nom: 'le nom du lieu',
  adresse: 'l’adresse',
  telephone: 'le téléphone',
  aApporter: 'ce qu’il faut apporter',
} as const satisfies Record<keyof ContenuAffiche['textes'], string>;

function dire({ jour, debut, fin, ferme }: LigneAffichee): string {
  const quand = `le ${formatDate(jour)}`;
  return ferme === null ? `${quand}, ${formatHeure(debut)} – ${formatHeure(fin)}` : `${quand} : ${ferme}`;
}

/** Dates cited at most, so that a whole planning moved is said in a line. */
const DATES_CITEES = 3;

function cites(lignes: readonly LigneAffichee[]): string {
  const said = lignes.slice(0, DATES_CITEES).map(dire);
  return lignes.length > DATES_CITEES ? `${said.join(' ; ')}…` : said.join(' ; ');
}

/**
 * Does the poster on the door still say what one printed today would? Only the days to come that it announces are compared:
 * that days pass changes nothing, until all that it announces is past.
 *
 * Source: art. 1.2, « doivent être affichés de façon visible dans la structure ». `actuel`: what would be printed on
 * `aujourdhui` for the days up to `pose.contenu.au`.
 * Example: put up on 2026-11-24 with 8 December planned; cancelled since → « perimee » on the 25th, naming 8 December.
 */
export function etatAffiche(pose: Pose | undefined, actuel: ContenuAffiche, aujourdhui: Jour): EtatAffiche {
  if (pose === undefined) return { etat: 'jamais' };
  const { au, lignes, textes } = pose.contenu;
  const isCompared = ({ jour }: LigneAffichee): boolean => !estAvant(jour, aujourdhui) && !estApres(jour, au);
  const [before, after] = [lignes.filter(isCompared), actuel.lignes.filter(isCompared)];
  const [posted, planned] = [new Set(before.map(cle)), new Set(after.map(cle))];
  const changed = after.filter((ligne) => !posted.has(cle(ligne)));
  const gone = before.filter(
    (ligne) => !planned.has(cle(ligne)) && !changed.some(({ jour }) => jour.equals(ligne.jour)),
  );
  const words = (Object.keys(TEXTES) as (keyof typeof TEXTES)[]).filter((name) => textes[name] !== actuel.textes[name]);
  const raisons = [
    ...(estApres(aujourdhui, au) ? [`toutes les dates qu’elle annonce sont passées depuis le ${formatDate(au)}`] : []),
    ...(changed.length > 0 ? [`elle ne dit pas : ${cites(changed)}`] : []),
    ...(gone.length > 0 ? [`elle annonce encore : ${cites(gone)}`] : []),
    ...(words.length > 0 ? [`ont changé : ${words.map((name) => TEXTES[name]).join(', ')}`] : []),
  ];
  return raisons.length === 0 ? { etat: 'a_jour', pose } : { etat: 'perimee', pose, raisons };
}
