import { z } from 'zod';
import { cles } from '../../domain/nomenclatures.ts';
import { estApres, estAvant } from '../../domain/periode.ts';
import {
  box,
  choice,
  date,
  line,
  optionalChoice,
  optionalCourriel,
  optionalTelephone,
  optionalText,
  text,
} from '../../platform/http/fields.ts';
import type { FieldError } from '../../ui/form-state.ts';
import type { Ligne } from './dossier/source.ts';
import { CANAUX, CLES_MOTIF, DECISIONS, DEMANDEURS, DROITS_EXERCES, MOTIFS_PROLONGATION, MOYENS } from './rules.ts';

const demande = {
  droit: choice('ce que vous demandez', cles(DROITS_EXERCES)),
  demandeur: choice('qui vous êtes pour nous', cles(DEMANDEURS)),
  nom: line('le nom', 150),
  courriel: optionalCourriel(),
  telephone: optionalTelephone(),
  adresse: optionalText('l’adresse postale', 300),
  message: optionalText('le message', 2000),
};

/** What anyone may send. */
export const demandeForm = z.object(demande);

/** What somebody writes down for a person in front of him. */
export const guichetForm = z.object({ ...demande, recueLe: date('le jour où la demande a été faite'), connue: box() });

/** A request is answered somehow. */
export function refusJoignable(
  saisie: Pick<z.output<typeof demandeForm>, 'courriel' | 'telephone' | 'adresse'>,
): readonly FieldError[] {
  const { courriel, telephone, adresse } = saisie;
  if (courriel !== null || telephone !== null || adresse !== null) return [];
  return [
    { field: 'courriel', message: 'Indiquez comment répondre : un courriel, un téléphone ou une adresse postale.' },
  ];
}

/** How long ago a request may have been made that is written down today. */
const ANCIENNETE_MOIS = 12;

export function refusJour(recueLe: Temporal.PlainDate, today: Temporal.PlainDate): readonly FieldError[] {
  const field = 'recueLe';
  if (estApres(recueLe, today)) return [{ field, message: 'La demande ne peut pas être à venir.' }];
  const isOld = estAvant(recueLe, today.subtract({ months: ANCIENNETE_MOIS }));
  return isOld ? [{ field, message: 'Cette demande date de plus d’un an : vérifiez le jour.' }] : [];
}

export const verificationForm = z.object({ moyen: choice('comment', cles(MOYENS)) });

export const prolongationForm = z.object({
  prolongationMotif: choice('la raison', cles(MOTIFS_PROLONGATION)),
  prolongationPrecision: text('ce que vous en dites à la personne', 1000),
  prolongeeLe: date('le jour où la personne en est prévenue'),
});

export const decisionForm = z.object({
  decision: choice('la décision', cles(DECISIONS)),
  motif: optionalChoice('la raison', CLES_MOTIF),
  precision: optionalText('la précision', 2000),
});

export const reponseForm = z.object({
  canal: choice('comment la réponse a été donnée', cles(CANAUX)),
  repondueLe: date('le jour de la réponse'),
});

/** A row, as the value of a box. */
export function valeurDe({ source, donnee, table, cle }: Ligne): string {
  return JSON.stringify([source, donnee, table, cle]);
}

const ligneCochee = z
  .tuple([z.string(), z.string(), z.string(), z.record(z.string(), z.string())])
  .transform(([source, donnee, table, cle]): Ligne => ({ source, donnee, table, cle }));

/** A box as the row that it stands for; undefined for anything else. Whether the row exists is the database's answer. */
function lireCochee(sent: unknown): Ligne | undefined {
  if (typeof sent !== 'string') return undefined;
  try {
    return ligneCochee.safeParse(JSON.parse(sent)).data;
  } catch {
    return undefined;
  }
}

export const lignesForm = z.object({
  lignes: z.array(z.unknown()).transform((sent, context): Ligne[] => {
    const read = sent.map(lireCochee).filter((one) => one !== undefined);
    const message =
      read.length < sent.length
        ? 'Cochez des lignes de la liste.'
        : read.length === 0
          ? 'Cochez au moins une ligne, ou revenez à la demande.'
          : undefined;
    if (message === undefined) return read;
    context.issues.push({ code: 'custom', message, input: sent });
    return z.NEVER;
  }),
});
