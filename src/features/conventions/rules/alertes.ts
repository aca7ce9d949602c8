import { formatDate } from '../../../domain/date.ts';
import { compareJours, estApres, estAvant } from '../../../domain/periode.ts';
import type { Phrases } from '../../../domain/refus.ts';
import { couvertureAssurance } from './assurance.ts';
import { type AlerteAvenant, alertesAvenant, PHRASES_ALERTE_AVENANT } from './avenants.ts';
import { charteAu, chartesEnAttente } from './chartes.ts';
import { oppositionsComptees } from './deroulement.ts';
import {
  type Convention,
  type Deliberation,
  evenementsDeType,
  LIBELLES_PARTIE,
  type Opposition,
  PARTIES,
  type Partie,
} from './evenements.ts';
import { transmet } from './manques.ts';
import { originauxAu } from './originaux.ts';
import { type Lecture, lireConvention } from './periodes.ts';
import { procedures } from './procedures.ts';

type Jour = Temporal.PlainDate;

/** Something a person must look at; nothing is blocked. `refus` is its code, as for refusals. */
export type Alerte =
  | {
      readonly refus: 'signature_sans_deliberation';
      readonly partie: Partie;
      /** A délibération that came after, and authorises nothing that was signed before. */
      readonly deliberationLe: Jour | null;
    }
  | { readonly refus: 'signature_avant_accuse'; readonly partie: Partie; readonly accuseLe: Jour | null }
  | { readonly refus: 'effet_apres_terme'; readonly effet: Jour; readonly fin: Jour }
  | {
      readonly refus: 'opposition_tardive';
      readonly oppositionId: string;
      readonly auteur: Partie;
      readonly recueLe: Jour;
      readonly limite: Jour;
      /** Sent in time, received late: a human decision is expected, unless it was taken. */
      readonly envoyeeATemps: boolean;
      readonly decideeLe: Jour | null;
      /** Anniversary at which it will count; null: it stops nothing. */
      readonly prendEffetLe: Jour | null;
    }
  | { readonly refus: 'opposition_sans_objet'; readonly auteur: Partie; readonly recueLe: Jour }
  | { readonly refus: 'opposition_sans_reception'; readonly auteur: Partie; readonly envoyeeLe: Jour }
  | { readonly refus: 'constat_attendu'; readonly auteur: Partie; readonly depuis: Jour }
  | { readonly refus: 'remede_tardif'; readonly date: Jour; readonly limite: Jour }
  | { readonly refus: 'constat_sans_effet'; readonly date: Jour }
  | { readonly refus: 'transmission_avant_signature'; readonly transmiseLe: Jour }
  | { readonly refus: 'originaux_chez_une_partie'; readonly partie: Partie }
  | { readonly refus: 'chartes_differentes' }
  /** `desLe`: the first day of a certificate that is still to begin. */
  | { readonly refus: 'assurance_absente'; readonly desLe: Jour | null }
  | { readonly refus: 'assurance_expiree'; readonly depuis: Jour }
  | AlerteAvenant;

export const PHRASES_ALERTE: Phrases<Alerte> = {
  signature_sans_deliberation: ({ partie, deliberationLe }) =>
    `Aucune délibération n’autorise la signature par ${LIBELLES_PARTIE[partie]} à sa date${
      deliberationLe === null ? '' : ` : celle du ${formatDate(deliberationLe)} est venue après`
    }.`,
  signature_avant_accuse: ({ partie, accuseLe }) =>
    accuseLe === null
      ? `La signature par ${LIBELLES_PARTIE[partie]} est enregistrée sans accusé de réception de la préfecture pour sa délibération.`
      : `La signature par ${LIBELLES_PARTIE[partie]} précède l’accusé de réception de la préfecture du ${formatDate(accuseLe)}.`,
  effet_apres_terme: ({ effet, fin }) =>
    `La dernière signature (${formatDate(effet)}) est postérieure au dernier jour possible (${formatDate(fin)}) : la convention n’a jamais été en vigueur.`,
  opposition_tardive: ({ auteur, recueLe, limite, envoyeeATemps, decideeLe, prendEffetLe }) => {
    const effet =
      prendEffetLe === null
        ? 'elle n’empêche aucune reconduction'
        : `elle vaut pour l’anniversaire du ${formatDate(prendEffetLe)}`;
    const decided =
      decideeLe === null
        ? 'une décision est attendue'
        : `il a été décidé le ${formatDate(decideeLe)} de s’en tenir à sa réception`;
    const decision = envoyeeATemps ? ` Elle avait été envoyée à temps : ${decided}.` : '';
    return `L’opposition par ${LIBELLES_PARTIE[auteur]}, reçue le ${formatDate(recueLe)}, est arrivée après le ${formatDate(limite)} : ${effet}.${decision}`;
  },
  opposition_sans_objet: ({ auteur, recueLe }) =>
    `L’opposition par ${LIBELLES_PARTIE[auteur]}, reçue le ${formatDate(recueLe)}, est sans objet : aucune reconduction ne suit cette date.`,
  opposition_sans_reception: ({ auteur, envoyeeLe }) =>
    `L’opposition envoyée par ${LIBELLES_PARTIE[auteur]} le ${formatDate(envoyeeLe)} n’a pas de date de réception.`,
  constat_attendu: ({ auteur, depuis }) =>
    `Le délai de la mise en demeure est écoulé : un constat est attendu depuis le ${formatDate(depuis)} de la part de l’auteur de la lettre, ${LIBELLES_PARTIE[auteur]}.`,
  remede_tardif: ({ date, limite }) =>
    `Le remède du ${formatDate(date)} est postérieur au dernier jour du délai (${formatDate(limite)}) : il ne clôt pas la procédure à lui seul.`,
  constat_sans_effet: ({ date }) =>
    `Le constat du ${formatDate(date)} est sans effet : il précède la fin du délai, ou la procédure était close, ou la convention avait pris fin.`,
  transmission_avant_signature: ({ transmiseLe }) =>
    `La convention a été transmise à la préfecture le ${formatDate(transmiseLe)}, avant d’être signée par les deux parties.`,
  originaux_chez_une_partie: ({ partie }) =>
    `Les deux originaux sont gardés par ${LIBELLES_PARTIE[partie]} : chaque partie devrait avoir le sien.`,
  chartes_differentes: () =>
    'Le Département et le Bénéficiaire ont chacun accepté une charte de communication, mais pas la même : aucune ne vaut tant que les deux accords ne portent pas sur le même texte (art. 5).',
  assurance_absente: ({ desLe }) =>
    desLe === null
      ? 'Aucune attestation d’assurance responsabilité civile du Bénéficiaire n’est enregistrée.'
      : `L’attestation d’assurance responsabilité civile du Bénéficiaire n’est valable qu’à partir du ${formatDate(desLe)}.`,
  assurance_expiree: ({ depuis }) =>
    `L’attestation d’assurance responsabilité civile du Bénéficiaire n’est plus valable depuis le ${formatDate(depuis)}.`,
  ...PHRASES_ALERTE_AVENANT,
};

/** Oppositions sent in time and received late of which nobody has decided. Source: art. 6 (a choice of ours: see `Clauses`). */
export function oppositionsADecider(convention: Convention): readonly Opposition[] {
  const lecture = lireConvention(convention);
  const late = lecture === null ? [] : alertesOpposition(convention, lecture);
  const awaited = new Set(
    late.flatMap((alerte) =>
      alerte.refus === 'opposition_tardive' && alerte.envoyeeATemps && alerte.decideeLe === null
        ? [alerte.oppositionId]
        : [],
    ),
  );
  return evenementsDeType(convention, 'opposition').filter(({ id }) => awaited.has(id));
}

/** The délibérations of a party that allow a signature on that day. */
export function deliberationsAvant(convention: Convention, partie: Partie, jour: Jour): readonly Deliberation[] {
  return evenementsDeType(convention, 'deliberation').filter(
    (deliberation) => deliberation.partie === partie && !estApres(deliberation.date, jour),
  );
}

/** Signatures to look at. Source: préambule, « dûment autorisée en vertu de la délibération ». */
function alertesSignature(convention: Convention): Alerte[] {
  const accuses = evenementsDeType(convention, 'teletransmission');
  return PARTIES.flatMap((partie): Alerte[] =>
    evenementsDeType(convention, 'signature')
      .filter((signature) => signature.partie === partie)
      .flatMap((signature): Alerte[] => {
        const deliberations = deliberationsAvant(convention, partie, signature.date);
        if (deliberations.length === 0) {
          const later = evenementsDeType(convention, 'deliberation').find((autre) => autre.partie === partie);
          return [{ refus: 'signature_sans_deliberation', partie, deliberationLe: later?.date ?? null }];
        }
        if (!transmet(convention, partie)) return [];
        const received = accuses
          .filter(({ deliberationId }) => deliberations.some(({ id }) => id === deliberationId))
          .map(({ recueLe }) => recueLe)
          .sort(compareJours);
        const first = received[0] ?? null;
        const inTime = first !== null && !estApres(first, signature.date);
        return inTime ? [] : [{ refus: 'signature_avant_accuse', partie, accuseLe: first }];
      }),
  );
}

function alertesOpposition(convention: Convention, lecture: Lecture): Alerte[] {
  const counted = oppositionsComptees(convention, lecture.clausesAu);
  const decisions = evenementsDeType(convention, 'decision_opposition');
  return evenementsDeType(convention, 'opposition').flatMap((opposition): Alerte[] => {
    const { id, auteur, envoyeeLe } = opposition;
    const recueLe = counted.find((one) => one.opposition.id === id)?.jour ?? null;
    if (recueLe === null) return [{ refus: 'opposition_sans_reception', auteur, envoyeeLe }];
    // Far enough to meet the anniversary that follows the day of receipt.
    const { dureeMois, preavisMois } = lecture.clausesAu(recueLe);
    const horizon = recueLe.add({ months: dureeMois + preavisMois });
    const renewals = lecture.jusquA(horizon).flatMap(({ anniversaire }) => anniversaire ?? []);
    const next = renewals.find(({ date }) => estApres(date, recueLe));
    if (next === undefined) return [{ refus: 'opposition_sans_objet', auteur, recueLe }];
    const limite = next.date.subtract({ months: preavisMois });
    if (!estApres(recueLe, limite)) return [];
    const stopped = renewals.find(({ date }) => !estApres(recueLe, date.subtract({ months: preavisMois })));
    return [
      {
        refus: 'opposition_tardive',
        oppositionId: id,
        auteur,
        recueLe,
        limite,
        envoyeeATemps: !estApres(envoyeeLe, limite),
        decideeLe: decisions.find(({ oppositionId }) => oppositionId === id)?.date ?? null,
        prendEffetLe: stopped?.date ?? null,
      },
    ];
  });
}

function alertesFaute(convention: Convention, lecture: Lecture, jour: Jour): Alerte[] {
  const remedes = evenementsDeType(convention, 'remede');
  const constats = evenementsDeType(convention, 'constat');
  return procedures(convention, lecture.clausesAu).flatMap((procedure): Alerte[] => {
    const { miseEnDemeure, dernierJourRemede: limite, remedieeLe, constat } = procedure;
    const ofThis = (evenement: { readonly miseEnDemeureId: string }) => evenement.miseEnDemeureId === miseEnDemeure.id;
    const isIdle = ({ date }: { readonly date: Jour }): boolean =>
      limite === null ||
      remedieeLe !== null ||
      !estApres(date, limite) ||
      (lecture.fin !== null && estApres(date, lecture.fin.le));
    const idle = constats
      .filter((autre) => ofThis(autre) && isIdle(autre))
      .map(({ date }): Alerte => ({ refus: 'constat_sans_effet', date }));
    if (limite === null) return idle;
    const late = remedes
      .filter((remede) => ofThis(remede) && remede.complet && estApres(remede.date, limite))
      .map(({ date }): Alerte => ({ refus: 'remede_tardif', date, limite }));
    const ended = lecture.fin !== null && estAvant(lecture.fin.le, jour);
    const due = remedieeLe === null && constat === null && estApres(jour, limite) && !ended;
    const awaited: Alerte[] = due
      ? [{ refus: 'constat_attendu', auteur: miseEnDemeure.auteur, depuis: limite.add({ days: 1 }) }]
      : [];
    return [...idle, ...late, ...awaited];
  });
}

/** Source: préambule, « Accusé de réception en préfecture »; what is sent is a convention that both have signed. */
function alertesTransmission(convention: Convention, effet: Jour | null): Alerte[] {
  return evenementsDeType(convention, 'teletransmission')
    .filter(({ deliberationId, transmiseLe }) => {
      return deliberationId === null && (effet === null || estAvant(transmiseLe, effet));
    })
    .map(({ transmiseLe }): Alerte => ({ refus: 'transmission_avant_signature', transmiseLe }));
}

/** Source: last page, « Fait en 2 exemplaires originaux »; art. 5, « d'un commun accord ». */
function alertesPapiers(convention: Convention, jour: Jour): Alerte[] {
  const holders = [...originauxAu(convention, jour).values()].map((original) => original?.detenteur);
  const [holder] = holders;
  const alone = holder !== undefined && holders.every((one) => one === holder);
  const pending = charteAu(convention, jour) === null ? chartesEnAttente(convention, jour) : [];
  const differ = PARTIES.every((partie) => pending.some(({ accords }) => accords[partie] !== null));
  return [
    ...(alone ? [{ refus: 'originaux_chez_une_partie', partie: holder } as const] : []),
    ...(differ ? [{ refus: 'chartes_differentes' } as const] : []),
  ];
}

/** Source: art. 4.2, « pendant toute la durée de la Convention ». */
function alertesAssurance(convention: Convention, lecture: Lecture, jour: Jour): Alerte[] {
  const outside = estAvant(jour, lecture.effet) || (lecture.fin !== null && estApres(jour, lecture.fin.le));
  if (outside) return [];
  const couverture = couvertureAssurance(convention, jour);
  if (couverture.couvert) return [];
  const { depuis, prochaine } = couverture;
  return depuis === null
    ? [{ refus: 'assurance_absente', desLe: prochaine?.debut ?? null }]
    : [{ refus: 'assurance_expiree', depuis }];
}

/**
 * What a person should look at on that day; nothing here is blocked, nothing is lost.
 *
 * Source: art. 6, « opposition expresse » (a late one is recorded and flagged); art. 4.2, « assurance responsabilité
 * civile »; art. 5 (charter); art. 8.2; préambule (délibérations and accusés de réception). Each alert has its sentence in `PHRASES_ALERTE`.
 * Example: signed 2022-09-27, accusé received 2022-09-28 → `signature_avant_accuse`.
 */
export function alertes(convention: Convention, jour: Jour): readonly Alerte[] {
  const lecture = lireConvention(convention);
  const signature = [...alertesSignature(convention), ...alertesTransmission(convention, lecture?.effet ?? null)];
  if (lecture === null) return signature;
  const { effet, fin } = lecture;
  const never: Alerte[] =
    fin !== null && estAvant(fin.le, effet) ? [{ refus: 'effet_apres_terme', effet, fin: fin.le }] : [];
  return [
    ...signature,
    ...never,
    ...alertesOpposition(convention, lecture),
    ...alertesFaute(convention, lecture, jour),
    ...alertesAvenant(convention, lecture),
    ...alertesPapiers(convention, jour),
    ...alertesAssurance(convention, lecture, jour),
  ];
}
