import { createHash } from 'node:crypto';
import { formatDate } from '../../../domain/date.ts';
import { NATURES_AGENT } from '../../../domain/nomenclatures.ts';
import { phrase } from '../../../domain/refus.ts';
import type { Rq } from '../../../platform/http/route.ts';
import type { FieldError } from '../../../ui/form-state.ts';
import type { SeanceAgent } from '../../accompagnements/store.ts';
import { loadConvention } from '../../conventions/store.ts';
import { type Agent, allAgents, findAgent } from '../../equipe/store.ts';
import { lireNotice, type NoticeLue } from '../notice/notice.ts';
import { reglagesDe } from '../reglages/store.ts';
import {
  dernierJourPour,
  PHRASES_MANDANT,
  PHRASES_PIECE,
  type Reglages,
  verifierMandant,
  verifierPiece,
} from '../rules.ts';
import type { Brouillon } from './brouillon.ts';
import { nomDe, type SectionTexte, texteDuMandat } from './texte.ts';

type Chez = Pick<Rq, 'db' | 'territoire'>;

/** Agents whose contract runs on `jour`: who may be a mandataire, or a substitute. */
export async function agentsActifs(rq: Chez, jour: Temporal.PlainDate): Promise<readonly Agent[]> {
  const all = await allAgents(rq.db, rq.territoire.id);
  const { compare } = Temporal.PlainDate;
  return all.filter(
    ({ contratDebut, contratFin }) => compare(contratDebut, jour) <= 0 && compare(contratFin, jour) >= 0,
  );
}

/** A mandat as it is put before those who sign it. */
export type ALire = {
  readonly brouillon: Brouillon;
  readonly sections: readonly SectionTexte[];
  readonly notice: NoticeLue;
  readonly dernierJour: Temporal.PlainDate;
  readonly agent: string;
  readonly suppleant: string | null;
  /** « C-2022-014 » */
  readonly convention: string | null;
  /** What was shown, in three digests: the text, the notice, the settings. */
  readonly vu: string;
  /** What no longer allows it since it was prepared. */
  readonly obstacles: readonly FieldError[];
};

const sha256 = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex');

/** What no longer allows a draft to be signed on `jour`, a message each; `suppleant`: whom it names, while in post. */
export function obstaclesDe(
  { identite, isProtege, dureeMois, suppleantId }: Brouillon,
  { reglages, jour, suppleant }: { reglages: Reglages; jour: Temporal.PlainDate; suppleant: string | null },
): readonly FieldError[] {
  const naissance = Temporal.PlainDate.from(identite.naissance);
  const mandant = verifierMandant({ naissance, isProtege, qualite: identite.representant?.qualite ?? null }, jour);
  const piece = verifierPiece(identite.verification, reglages);
  const messages = [
    ...(mandant === null ? [] : [phrase(PHRASES_MANDANT, mandant)]),
    ...(piece === null ? [] : [phrase(PHRASES_PIECE, piece)]),
    ...(dureeMois > reglages.dureeMaxMois
      ? [`La durée dépasse celle du Département : ${reglages.dureeMaxMois} mois.`]
      : []),
    ...(suppleantId !== null && suppleant === null ? ['Le suppléant désigné n’est plus en poste.'] : []),
  ];
  return messages.map((message) => ({ field: '', message }));
}

/**
 * The mandat that a draft makes when it is signed on `jour` in `seance`: its text, its notice (the one in force unless told), and
 * what they are known by.
 */
export async function aLire(
  rq: Chez,
  seance: Pick<SeanceAgent, 'agentId' | 'endroit' | 'adresse' | 'conventionId'>,
  brouillon: Brouillon,
  { jour, noticeVersion }: { readonly jour: Temporal.PlainDate; readonly noticeVersion?: number },
): Promise<ALire> {
  const { db, territoire } = rq;
  const [reglages, notice, agents] = [
    await reglagesDe(db, territoire.id),
    await lireNotice(db, territoire, noticeVersion),
    await agentsActifs(rq, jour),
  ];
  const agent = await findAgent(db, territoire.id, seance.agentId);
  if (agent === undefined) throw new Error('A séance without agent');
  const suppleant = agents.find(({ id }) => id === brouillon.suppleantId);
  const convention =
    seance.conventionId === null ? undefined : await loadConvention(db, territoire.id, seance.conventionId);
  const dernierJour = dernierJourPour(jour, brouillon.dureeMois);
  const named = {
    agent: nomDe(agent),
    suppleant: suppleant === undefined ? null : nomDe(suppleant),
    convention: convention?.reference ?? null,
  };
  const sections = texteDuMandat(brouillon, {
    ...named,
    departement: territoire.nomComplet,
    agent: { nom: named.agent, fonction: NATURES_AGENT[agent.nature] },
    endroit: [seance.endroit, seance.adresse].filter((part) => part !== null).join(', '),
    jour,
    dernierJour,
    noticeVersion: notice.version,
  });
  const settings = [reglages.piecesAcceptees, reglages.perimeesAcceptees, reglages.dureeMaxMois];
  return {
    ...named,
    brouillon,
    sections,
    notice,
    dernierJour,
    vu: [sha256(sections), notice.sha256, sha256(settings)].join('.'),
    obstacles: obstaclesDe(brouillon, { reglages, jour, suppleant: named.suppleant }),
  };
}

/**
 * What changed between what was shown and what would be signed, a sentence each; none when nothing did.
 * Example: a notice published in between → « La notice d’information a changé… ».
 */
export function changements(vu: string, { vu: present, notice, dernierJour }: ALire): readonly string[] {
  if (vu === present) return [];
  const before = vu.split('.');
  const [texte, noticeLue, settings] = present.split('.').map((part, rank) => part !== before[rank]);
  return [
    ...(texte
      ? [
          `Le texte du mandat n’est plus celui qui a été montré : il a été modifié, ou le jour a changé. Son dernier jour est le ${formatDate(dernierJour)}.`,
        ]
      : []),
    ...(noticeLue ? [`La notice d’information a changé : c’est maintenant la version ${notice.version}.`] : []),
    ...(settings ? ['Les réglages du Département ont changé : documents acceptés ou durée des mandats.'] : []),
  ];
}
