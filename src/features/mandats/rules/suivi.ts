import { parisDate } from '../../../domain/date.ts';
import { cles } from '../../../domain/nomenclatures.ts';
import { masquer, masquerPartition, type Nombre } from '../../accompagnements/rules.ts';
import { CAUSES_FIN, type DemarcheSuivie, estADire, etatAu, type Fin, finAu } from './vie.ts';

/** A démarche as it is counted: how it ended, and from when its key may go. */
export type DemarcheComptee = DemarcheSuivie & { readonly destructibleAt: Temporal.Instant | null };

/** A signed mandat as it is counted: never who signed it, nor what for. */
export type MandatCompte = {
  readonly agent: string;
  readonly endroit: string;
  readonly signeAt: Temporal.Instant;
  readonly finPrevueAt: Temporal.Instant;
  readonly detruitAt: Temporal.Instant | null;
  readonly isRetenu: boolean;
  readonly demarches: readonly DemarcheComptee[];
};

export type Compte = { readonly libelle: string; readonly nombre: Nombre };
export type CompteDuMois = { readonly mois: Temporal.PlainYearMonth; readonly nombre: Nombre };

/** Démarches that are over and whose key is still there, by what they wait for. */
export type EnAttente = {
  readonly sursis: Nombre;
  readonly tiers: Nombre;
  /** For the night, or for the visa of the archives where it is missing. */
  readonly destruction: Nombre;
};

export type SuiviMandats = {
  readonly enCours: Nombre;
  /** Signed in the twelve months. */
  readonly signes: Nombre;
  readonly demarchesEnCours: Nombre;
  /** In force, by the name of the mandataire, then of the place: in alphabetical order, never by number. */
  readonly parAgent: readonly Compte[];
  readonly parLieu: readonly Compte[];
  readonly parMois: readonly CompteDuMois[];
  /** Démarches that ended in the twelve months. */
  readonly parCause: readonly Compte[];
  readonly attente: EnAttente;
  /** Between signature and the last end, of what ended in the twelve months; null for none, or too few to be told. */
  readonly joursMedians: number | null;
};

const MOIS = 12;
/** Below it, a median tells of one person. */
const MEDIANE_DES = 5;

/** The twelve months that end with that of a day. */
function douzeMois(aujourdhui: Temporal.PlainDate): readonly Temporal.PlainYearMonth[] {
  const last = aujourdhui.toPlainYearMonth();
  return Array.from({ length: MOIS }, (_, rank) => last.subtract({ months: MOIS - 1 - rank }));
}

/** From when mandats count: what was signed before ended before the twelve months, the longest lasting two years. */
export function debutDuSuivi(aujourdhui: Temporal.PlainDate): Temporal.Instant {
  return aujourdhui
    .subtract({ months: MOIS + 24 })
    .toZonedDateTime('Europe/Paris')
    .toInstant();
}

/** The middle one; of two, the smaller. Example: [3, 40, 12] → 12. */
function mediane(nombres: readonly number[]): number | null {
  return nombres.toSorted((a, b) => a - b)[Math.floor((nombres.length - 1) / 2)] ?? null;
}

type Comptee = { readonly mandat: MandatCompte; readonly demarche: DemarcheComptee; readonly fin: Fin | null };

/**
 * What the équipe technique reads of the mandats: numbers alone. `public: true` for whoever is not of the team: a number of
 * one to four is hidden, and those that would tell it.
 *
 * Source: art. 2, secret professionnel; art. 3.4, « Éléments de suivi ». By theme: nobody can, démarches are sealed.
 * Example: three mandats in force, two of them at Céret → enCours 3, parLieu « Céret » 2.
 */
export function suivreMandats(
  mandats: readonly MandatCompte[],
  { now, public: isPublic }: { readonly now: Temporal.Instant; readonly public: boolean },
): SuiviMandats {
  const hide = (nombres: readonly number[]) => (isPublic ? masquerPartition(nombres) : nombres);
  const hideOne = (nombre: number): Nombre => (isPublic ? masquer(nombre) : nombre);
  const demarches = mandats.flatMap((mandat) =>
    mandat.demarches.map((demarche): Comptee => ({ mandat, demarche, fin: finAu(demarche, mandat.finPrevueAt, now) })),
  );
  const actifs = mandats.filter((mandat) => etatAu({ etat: 'signe', ...mandat }, now) === 'actif');
  const mois = douzeMois(parisDate(now));
  const moisDe = (at: Temporal.Instant) => parisDate(at).toPlainYearMonth().toString();
  const signes = Map.groupBy(mandats, ({ signeAt }) => moisDe(signeAt));
  const parMois = mois.map((un) => signes.get(un.toString())?.length ?? 0);
  const montres = hide(parMois);
  const recents = new Set(mois.map(String));
  const finies = demarches.filter(({ fin }) => fin !== null && recents.has(moisDe(fin.at)));
  const parCause = Map.groupBy(finies, ({ fin }) => fin?.cause);
  const causes = cles(CAUSES_FIN);
  const causesMontrees = hide(causes.map((cause) => parCause.get(cause)?.length ?? 0));
  return {
    enCours: hideOne(actifs.length),
    signes: hideOne(parMois.reduce((sum, nombre) => sum + nombre, 0)),
    demarchesEnCours: hideOne(demarches.filter(({ fin }) => fin === null).length),
    parAgent: compter(
      actifs.map(({ agent }) => agent),
      hide,
    ),
    parLieu: compter(
      actifs.map(({ endroit }) => endroit),
      hide,
    ),
    parMois: mois.map((un, rank) => ({ mois: un, nombre: montres[rank] ?? 0 })),
    parCause: causes.map((cause, rank) => ({ libelle: CAUSES_FIN[cause], nombre: causesMontrees[rank] ?? 0 })),
    attente: attendre(demarches, now, hideOne),
    joursMedians: joursMedians(finies, isPublic),
  };
}

function compter(noms: readonly string[], hide: (nombres: readonly number[]) => readonly Nombre[]): readonly Compte[] {
  const groups = [...Map.groupBy(noms, (nom) => nom)].sort(([a], [b]) => a.localeCompare(b, 'fr'));
  const shown = hide(groups.map(([, group]) => group.length));
  return groups.map(([libelle], rank) => ({ libelle, nombre: shown[rank] ?? 0 }));
}

function attendre(demarches: readonly Comptee[], now: Temporal.Instant, hide: (nombre: number) => Nombre): EnAttente {
  const waiting = demarches.filter(
    ({ fin, demarche, mandat }) => fin !== null && demarche.detruiteAt === null && mandat.detruitAt === null,
  );
  const groups = Map.groupBy(waiting, ({ mandat, demarche: { destructibleAt }, fin }): keyof EnAttente => {
    if (mandat.isRetenu) return 'sursis';
    const isEarly = destructibleAt !== null && Temporal.Instant.compare(now, destructibleAt) < 0;
    return fin !== null && estADire(fin.cause) && isEarly ? 'tiers' : 'destruction';
  });
  const count = (of: keyof EnAttente) => hide(groups.get(of)?.length ?? 0);
  return { sursis: count('sursis'), tiers: count('tiers'), destruction: count('destruction') };
}

function joursMedians(finies: readonly Comptee[], isPublic: boolean): number | null {
  const jours = [...Map.groupBy(finies, ({ mandat }) => mandat)].map(([{ signeAt }, own]) => {
    const ends = own.flatMap(({ fin }) => (fin === null ? [] : [fin.at]));
    const last = ends.sort(Temporal.Instant.compare).at(-1) ?? signeAt;
    return parisDate(signeAt).until(parisDate(last), { largestUnit: 'days' }).days;
  });
  return isPublic && jours.length < MEDIANE_DES ? null : mediane(jours);
}

/** What is counted, one figure a line, for the export. */
export type LigneSuivi = { readonly rubrique: string; readonly libelle: string; readonly nombre: Nombre | null };

export function lignesSuivi(
  suivi: SuiviMandats,
  direMois: (mois: Temporal.PlainYearMonth) => string,
): readonly LigneSuivi[] {
  const of = (rubrique: string, comptes: readonly Compte[]): LigneSuivi[] =>
    comptes.map(({ libelle, nombre }) => ({ rubrique, libelle, nombre }));
  const { attente } = suivi;
  return [
    { rubrique: 'Ensemble', libelle: 'Mandats en cours', nombre: suivi.enCours },
    { rubrique: 'Ensemble', libelle: 'Démarches en cours', nombre: suivi.demarchesEnCours },
    { rubrique: 'Ensemble', libelle: 'Mandats signés en douze mois', nombre: suivi.signes },
    { rubrique: 'Ensemble', libelle: 'Jours, en médiane, jusqu’à la fin', nombre: suivi.joursMedians },
    ...of('En cours, par agent', suivi.parAgent),
    ...of('En cours, par lieu de signature', suivi.parLieu),
    ...of(
      'Signés, par mois',
      suivi.parMois.map(({ mois, nombre }) => ({ libelle: direMois(mois), nombre })),
    ),
    ...of('Démarches finies, par cause', suivi.parCause),
    { rubrique: 'En attente de destruction', libelle: 'En sursis', nombre: attente.sursis },
    { rubrique: 'En attente de destruction', libelle: 'Organismes à prévenir', nombre: attente.tiers },
    { rubrique: 'En attente de destruction', libelle: 'Prêtes à être détruites', nombre: attente.destruction },
  ];
}
