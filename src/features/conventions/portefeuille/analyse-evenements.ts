import { formatDateCourte } from '../../../domain/date.ts';
import { isUuid } from '../../../platform/http/idempotence.ts';
import { uuidv7 } from '../../../platform/ids.ts';
import { type Evenement, evenementsEffectifs, TYPES_EVENEMENT } from '../rules.ts';
import type { Rapport } from './analyse.ts';
import type { EtatConvention, RegistreConventions } from './analyse-convention.ts';
import { type Cle, COLONNE_DE } from './colonnes.ts';
import { candidats, disent, EMPLACEMENTS, type Emplacement, type Faits, faire, faitsDe } from './emplacements.ts';
import type { LigneLue, Valeurs } from './lecture.ts';
import { faitEcrit } from './registre.ts';

type Contexte = {
  readonly etat: EtatConvention;
  readonly ligne: LigneLue;
  readonly rapport: Rapport;
  readonly today: Temporal.PlainDate;
};

function ajouter({ etat, ligne }: Contexte, evenement: Evenement, colonne: string): void {
  etat.courante = { ...etat.courante, evenements: [...etat.courante.evenements, evenement] };
  etat.ajoutes.push({ evenement, rang: ligne.rang, colonne });
}

function annuler(contexte: Contexte, evenement: Evenement, colonne: string): void {
  const motif = 'remplacé par l’import d’un fichier.';
  const { today } = contexte;
  const annulation = { id: uuidv7(), type: 'annulation', evenementId: evenement.id, date: today, motif } as const;
  ajouter(contexte, annulation, colonne);
}

/** What the columns of a place say, as facts are stored. */
function ditDe({ champs }: Emplacement, valeurs: Valeurs): Faits {
  const said = Object.entries(champs).flatMap(([champ, cle]): [string, string][] => {
    const valeur = valeurs[cle];
    return valeur === undefined || valeur === null ? [] : [[champ, String(valeur)]];
  });
  return Object.fromEntries(said);
}

const titreDe = ({ champs }: Emplacement): string => COLONNE_DE[Object.values(champs)[0] as Cle].titre;

/** The facts of a place as a person reads them: « CD-2026-018, 12/01/2026 ». */
function montre({ champs }: Emplacement, faits: Faits): string {
  return Object.entries(champs)
    .map(([champ, cle]) => faitEcrit(cle, faits[champ]))
    .flatMap((cell) =>
      cell === null ? [] : [cell instanceof Temporal.PlainDate ? formatDateCourte(cell) : String(cell)],
    )
    .join(', ');
}

/** Who signs when the file does not say: the representatives known today. */
function defauts(emplacement: Emplacement, { structure }: EtatConvention, registre: RegistreConventions): Faits {
  if (emplacement.type !== 'signature') return {};
  const { representantDepartement } = registre;
  const { courante } = structure;
  return emplacement.fixe['partie'] === 'departement'
    ? { signataire: representantDepartement.nom, qualite: representantDepartement.fonction }
    : { signataire: courante?.representantNom, qualite: courante?.representantFonction };
}

/** Puts in the convention the events that the columns of a row say. */
export function poserEvenements(
  etat: EtatConvention,
  registre: RegistreConventions,
  ligne: LigneLue,
  rapport: Rapport,
  today: Temporal.PlainDate,
): void {
  const contexte = { etat, ligne, rapport, today };
  let deliberation: Evenement | null = null;
  let repris: Faits = {};
  for (const [rang, emplacement] of EMPLACEMENTS.entries()) {
    const dit = { ...repris, ...ditDe(emplacement, ligne.valeurs) };
    repris = {};
    if (emplacement.delibereePar !== undefined) {
      if (Object.keys(dit).length === 0) continue;
      if (deliberation === null) {
        const message = `Indiquez aussi la délibération que cet accusé accompagne.`;
        rapport.erreurs.push({ colonne: titreDe(emplacement), message });
        continue;
      }
      poser(contexte, { emplacement, rang, dit, fixe: { deliberationId: deliberation.id }, tus: {} });
      continue;
    }
    const tus = defauts(emplacement, etat, registre);
    const posed = poser(contexte, { emplacement, rang, dit, fixe: emplacement.fixe, tus });
    if (emplacement.type !== 'deliberation') continue;
    deliberation = posed.evenement;
    if (posed.remplace !== null) repris = detacher(contexte, posed.remplace, titreDe(emplacement));
  }
}

/** The accusé of a délibération that another one replaces: it is cancelled with it, and what it said passes to the other. */
function detacher(contexte: Contexte, deliberation: Evenement, colonne: string): Faits {
  const accuse = evenementsEffectifs(contexte.etat.courante.evenements).findLast(
    (one) => one.type === 'teletransmission' && one.deliberationId === deliberation.id,
  );
  if (accuse === undefined) return {};
  annuler(contexte, accuse, colonne);
  const { deliberationId: _, ...facts } = faitsDe(accuse);
  return facts;
}

type APoser = {
  readonly emplacement: Emplacement;
  readonly rang: number;
  readonly dit: Faits;
  readonly fixe: Faits;
  readonly tus: Faits;
};

/** The event that a place holds after the row, and the one that it replaced. */
type Pose = { readonly evenement: Evenement | null; readonly remplace: Evenement | null };

/**
 * Puts one event in its place: nothing when one that counts already says the same, a correction when it says otherwise (the
 * former is cancelled), an addition when none is there.
 */
function poser(contexte: Contexte, { emplacement, rang, dit, fixe, tus }: APoser): Pose {
  const { etat, ligne, rapport } = contexte;
  const there = candidats(emplacement, evenementsEffectifs(etat.courante.evenements), fixe);
  const last = there.at(-1) ?? null;
  if (Object.keys(dit).length === 0) return { evenement: last, remplace: null };
  const same = there.findLast((one) => disent(faitsDe(one), dit));
  if (same !== undefined) {
    etat.places.set(rang, etat.places.get(rang) ?? ligne.rang);
    return { evenement: same, remplace: null };
  }
  const corrige = aCorriger(emplacement, there, dit);
  const colonne = titreDe(emplacement);
  const earlier = etat.places.get(rang);
  const isOurs = corrige !== null && etat.ajoutes.some(({ evenement }) => evenement.id === corrige.id);
  if (corrige !== null && earlier !== undefined && (emplacement.identite === null || isOurs)) {
    const message = `La ligne ${earlier} dit autre chose de ${emplacement.nom}. Écrivez la même chose, ou laissez ces cases vides.`;
    rapport.erreurs.push({ colonne, message });
    return { evenement: last, remplace: null };
  }
  const faits = { ...tus, ...(corrige === null ? {} : faitsDe(corrige)), ...dit, ...fixe };
  const missing = Object.entries(emplacement.champs).filter(
    ([champ]) => (faits[champ] ?? null) === null && !emplacement.facultatifs.includes(champ),
  );
  const unread = new Set(ligne.erreurs.map((erreur) => erreur.colonne));
  for (const [, cle] of missing) {
    const { titre } = COLONNE_DE[cle];
    if (unread.has(titre)) continue;
    const message = `Il manque « ${titre} » pour enregistrer ${emplacement.nom}. Remplissez cette case, ou videz les autres.`;
    rapport.erreurs.push({ colonne: titre, message });
  }
  if (missing.length > 0) return { evenement: last, remplace: null };
  const blank = Object.fromEntries(emplacement.facultatifs.map((champ) => [champ, null]));
  const evenement = faire(uuidv7(), emplacement.type, { ...blank, ...faits });
  if (corrige !== null) annuler(contexte, corrige, colonne);
  ajouter(contexte, evenement, colonne);
  etat.places.set(rang, ligne.rang);
  if (etat.base !== null) {
    const avant = corrige === null ? '' : montre(emplacement, faitsDe(corrige));
    rapport.changements.push({ colonne, avant, apres: montre(emplacement, faitsDe(evenement)) });
  }
  return { evenement, remplace: corrige };
}

/** Which of the events that count is the one that a row says otherwise; null: it says another one. */
function aCorriger({ identite }: Emplacement, there: readonly Evenement[], dit: Faits): Evenement | null {
  if (identite === null) return there.at(-1) ?? null;
  const own = Object.fromEntries(identite.flatMap((champ) => (champ in dit ? [[champ, dit[champ]]] : [])));
  const isWhole = identite.every((champ) => champ in dit);
  return isWhole ? (there.findLast((one) => disent(faitsDe(one), own)) ?? null) : null;
}

type AutreLu = { readonly id: string; readonly type: string; readonly faits: Faits };

/** One line of « Autres événements », or why it cannot be read. */
function lireAutre(text: string): AutreLu | { readonly message: string } {
  const wrong = {
    message: `Cet événement ne se lit pas : « ${text.slice(0, 60)} ». Recopiez-le tel qu’Escale l’a exporté.`,
  };
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return wrong;
  }
  if (typeof read !== 'object' || read === null || Array.isArray(read)) return wrong;
  const { id, type, ...faits } = read as Record<string, unknown>;
  if (typeof id !== 'string' || !isUuid(id) || typeof type !== 'string' || !Object.hasOwn(TYPES_EVENEMENT, type))
    return wrong;
  return { id, type, faits };
}

/** Puts in the convention the events of the cell « Autres événements », as they were exported. */
export function poserAutres(
  etat: EtatConvention,
  registre: RegistreConventions,
  ligne: LigneLue,
  rapport: Rapport,
): void {
  const { titre } = COLONNE_DE.autres;
  const refuse = (message: string) => rapport.erreurs.push({ colonne: titre, message });
  for (const text of (ligne.valeurs.autres ?? '').split('\n')) {
    if (text.trim() === '') continue;
    const written = lireAutre(text);
    if ('message' in written) {
      refuse(written.message);
      continue;
    }
    const read = written.type === 'lieu_convenu' ? situer(written, etat, registre) : written;
    const known = etat.courante.evenements.find(({ id }) => id === read.id);
    if (known !== undefined) {
      const isSame = known.type === read.type && sameFacts(faitsDe(known), read.faits);
      if (!isSame) refuse(`L’événement ${read.id} est déjà enregistré, et ne se modifie pas : annulez-le dans Escale.`);
      continue;
    }
    if (registre.evenements.has(read.id)) {
      refuse(`L’événement ${read.id} est celui d’une autre convention.`);
      continue;
    }
    try {
      const evenement = faire(read.id, read.type, read.faits);
      etat.courante = { ...etat.courante, evenements: [...etat.courante.evenements, evenement] };
      etat.ajoutes.push({ evenement, rang: ligne.rang, colonne: titre });
      registre.evenements.add(read.id);
    } catch {
      refuse(`Cet événement est incomplet ou contient une valeur impossible : « ${text.slice(0, 60)} ».`);
      continue;
    }
    if (etat.base !== null) {
      rapport.changements.push({
        colonne: titre,
        avant: '',
        apres: TYPES_EVENEMENT[read.type as keyof typeof TYPES_EVENEMENT],
      });
    }
  }
}

/** An agreement on a lieu, with the lieu of that name of the structure when its identifier is that of another register. */
function situer(read: AutreLu, { structure }: EtatConvention, { lieux }: RegistreConventions): AutreLu {
  const { lieu, ...faits } = read.faits;
  const own = [...lieux.values()].filter(({ structureId }) => structureId === structure.id);
  const isOwn = own.some(({ id }) => id === faits['lieuId']);
  const found = isOwn ? undefined : own.find(({ nom }) => nom === lieu);
  return { ...read, faits: found === undefined ? faits : { ...faits, lieuId: found.id } };
}

/** Keys come in any order. */
function sameFacts(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  const [left, right] = [a as Faits, b as Faits];
  const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...keys].every((key) => sameFacts(left[key], right[key]));
}
