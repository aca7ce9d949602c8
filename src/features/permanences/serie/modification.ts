import { createHash } from 'node:crypto';
import type { CalendrierOptions } from '../../../domain/calendrier.ts';
import { formatDate } from '../../../domain/date.ts';
import { estAvant } from '../../../domain/periode.ts';
import type { Db } from '../../../platform/db.ts';
import { conventionsDe } from '../../conventions/store.ts';
import { conformites } from '../../lieux/conformite/store.ts';
import { accordsDe, isConvenu } from '../../lieux/rules.ts';
import type { Lieu } from '../../lieux/store.ts';
import { binomeEnPlace } from '../binome/store.ts';
import { couvrir } from '../planification.ts';
import {
  type Accueil,
  type Exception,
  horizonDuLieu,
  horizonSeances,
  type Permanence,
  partagerSeances,
  type RefusPermanence,
  seancesDe,
  verifierPermanence,
} from '../rules.ts';
import { lockPlanning } from '../seances/store.ts';
import { agentsPlanifiables, type PermanenceSuivie, seancesPrevues } from '../store.ts';
import { vacancesDe } from '../vacances/store.ts';
import { type Changement, type SeanceAModifier, saveChangements, seancesDepuis } from './store.ts';

type Date = Temporal.PlainDate;

/** What is asked of a series from `le` on: `permanence.du` is that day, or the first date of its rhythm after it. */
export type Demande = {
  readonly permanence: Permanence;
  readonly accueil: Accueil;
  readonly lieu: Lieu;
  readonly salleId: string | null;
  readonly le: Date;
};

type Options = { readonly today: Date; readonly calendrier: CalendrierOptions };

/** What a change does, before it is written: of the permanence, then of the one held beside it. */
export type Apercu = {
  readonly refus: readonly RefusPermanence[];
  readonly changements: readonly (Changement & { readonly agentNom: string })[];
  /** Says the same as long as nothing that the change rests on moves. */
  readonly empreinte: string;
};

/**
 * Reads what a change « à partir du » a day does to a permanence and to the one held beside it, and every reason to refuse it.
 * Nothing is written. Source: art. 1.2, art. 3.1, art. 6.
 */
export async function lireModification(
  db: Db,
  territoireId: string,
  of: PermanenceSuivie,
  demande: Demande,
  options: Options,
): Promise<Apercu> {
  const binome = await binomeEnPlace(db, territoireId, of, demande.le);
  // The one that holds the room comes first.
  const pair = binome === undefined ? [of] : of.binomeDe === null ? [of, binome] : [binome, of];
  const read = [];
  for (const one of pair) read.push(await lireUne(db, territoireId, one, pair, demande, options));
  const said = read.map(({ changement: { partage, ecrite } }) => ({
    ecrite,
    ...Object.fromEntries(Object.entries(partage).map(([quoi, seances]) => [quoi, seances.map(cle)])),
  }));
  return {
    refus: uniques(read.flatMap(({ refus }) => refus)),
    changements: read.map(({ changement, agentNom }) => ({ ...changement, agentNom })),
    empreinte: createHash('sha256').update(JSON.stringify(said)).digest('base64url').slice(0, 22),
  };
}

function cle(seance: { readonly id?: string; readonly date?: Date; readonly statut?: string; readonly jour?: Date }) {
  return `${seance.id ?? ''} ${seance.date ?? seance.jour ?? ''} ${seance.statut ?? ''}`;
}

/** Both of a pair are refused for the same lieu or the same dates: said once. */
function uniques(refus: readonly RefusPermanence[]): readonly RefusPermanence[] {
  return [...new Map(refus.map((one) => [JSON.stringify(one), one])).values()];
}

async function lireUne(
  db: Db,
  territoireId: string,
  of: PermanenceSuivie,
  pair: readonly PermanenceSuivie[],
  { accueil, lieu, salleId, le, ...demande }: Demande,
  { today, calendrier }: Options,
) {
  const permanence = { ...demande.permanence, au: finCommune(of, pair, demande.permanence.au) };
  const conventions = lieu.structureId === null ? null : await conventionsDe(db, territoireId, lieu.structureId);
  const { usages } = (await conformites(db, territoireId, today, lieu.id)).de(lieu.id);
  const horizon = horizonDuLieu(usages.permanence, horizonSeances(today));
  const connu = { ...calendrier, vacances: await vacancesDe(db, territoireId) };
  const seances = (await seancesDepuis(db, territoireId, of.id, le)).map((one) => avecExceptions(one, of));
  const nouvelles = seancesDe(permanence, horizon, connu);
  const partage = partagerSeances(seances, nouvelles, { le, aujourdhui: today });
  const agent = (await agentsPlanifiables(db, territoireId, today)).find(({ id }) => id === of.agentId);
  const deplacees = partage.rattachees.filter(({ jour, jourPrevu }) => !jour.equals(jourPrevu));
  const own = await seancesLibres(db, territoireId, pair, le, [...partage.gardees, ...deplacees]);
  // Whoever it was held with has stopped: it stands alone from then on.
  const binomeDe = pair.length === 1 ? null : of.binomeDe;
  const prevues = await seancesPrevues(db, territoireId, {
    agentId: of.agentId,
    lieuId: lieu.id,
    du: permanence.du,
    au: horizon,
  });
  const ecrite = {
    permanence,
    agentId: of.agentId,
    lieuId: lieu.id,
    salleId,
    accueil,
    binomeDe,
    suiteDe: of.suiteDe,
  };
  const refus = verifierPermanence({
    permanence,
    agentId: of.agentId,
    lieuId: lieu.id,
    salleId,
    enBinome: binomeDe !== null,
    usage: usages.permanence,
    lieuConvenu: isConvenu(accordsDe(lieu), today),
    conventions,
    contrats: agent === undefined ? [] : [{ debut: agent.contratDebut, fin: agent.contratFin }],
    prevues: prevues.filter(({ id }) => !own.has(id)),
    sauf: new Set(partage.rattachees.map(({ jourPrevu }) => jourPrevu.toString())),
    aujourdhui: today,
    horizon,
    calendrier: connu,
  });
  const changement: Changement = {
    ancienne: of,
    le,
    today,
    ecrite,
    partage,
    ajoutees: couvrir(partage.ajoutees, conventions),
    conventionDu: new Map(
      couvrir(nouvelles, conventions).map(({ seance, conventionId }) => [seance.date.toString(), conventionId]),
    ),
    motif: `Changement de rythme à partir du ${formatDate(le)}`,
  };
  return { refus, changement, agentNom: of.agentNom };
}

/** What sets a séance apart from its series, told of it or seen: whoever handed it to another agent may have said nothing. */
function avecExceptions(seance: SeanceAModifier, of: PermanenceSuivie): SeanceAModifier {
  const { jour, jourPrevu, agentId, lieuId, exceptions } = seance;
  const seen: Exception[] = [
    ...(jour.equals(jourPrevu) ? [] : (['jour'] as const)),
    ...(agentId === of.agentId ? [] : (['agent'] as const)),
    ...(lieuId === of.lieuId ? [] : (['lieu'] as const)),
  ];
  return { ...seance, exceptions: [...new Set([...exceptions, ...seen])] };
}

/** The last day asked; the second of a pair keeps its own when it ends sooner. */
function finCommune(of: PermanenceSuivie, [first]: readonly PermanenceSuivie[], asked: Date | null): Date | null {
  if (of.id === first?.id || of.au === null) return asked;
  return asked === null || estAvant(of.au, asked) ? of.au : asked;
}

/** The séances that the change itself frees or moves: they are in nobody's way. */
async function seancesLibres(
  db: Db,
  territoireId: string,
  pair: readonly PermanenceSuivie[],
  le: Date,
  gardees: readonly { readonly id: string }[],
): Promise<ReadonlySet<string>> {
  const kept = new Set(gardees.map(({ id }) => id));
  const ids: string[] = [];
  for (const { id } of pair) ids.push(...(await seancesDepuis(db, territoireId, id, le)).map((one) => one.id));
  return new Set(ids.filter((id) => !kept.has(id)));
}

/**
 * Writes the change that was shown, and no other: `vue` is its fingerprint. Returns every refusal at once; `change_depuis`
 * when something it rests on moved meanwhile; or the identifier of the permanence that holds the dates from then on.
 */
export async function modifierSerie(
  db: Db,
  territoireId: string,
  of: PermanenceSuivie,
  demande: Demande,
  options: Options & { readonly vue: string; readonly compteId: string },
): Promise<
  { readonly refus: readonly RefusPermanence[] } | { readonly changeDepuis: Apercu } | { readonly id: string }
> {
  await lockPlanning(db, territoireId);
  const apercu = await lireModification(db, territoireId, of, demande, options);
  if (apercu.refus.length > 0) return { refus: apercu.refus };
  if (apercu.empreinte !== options.vue) return { changeDepuis: apercu };
  const saved = await saveChangements(db, territoireId, apercu.changements, options.compteId);
  if ('conflit' in saved) {
    const { conflit } = saved;
    if (conflit === 'agent_occupe' || conflit === 'lieu_occupe' || conflit === 'salle_a_nommer') {
      return { refus: [{ refus: conflit, seances: [] }] };
    }
    return { refus: [{ refus: conflit }] };
  }
  const rank = apercu.changements.findIndex(({ ancienne }) => ancienne.id === of.id);
  return { id: saved.value[rank] ?? of.id };
}
