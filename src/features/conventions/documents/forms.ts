import { z } from 'zod';
import { estAvant } from '../../../domain/periode.ts';
import { estRefus, phrase } from '../../../domain/refus.ts';
import { box, choice, date, id, line, optionalLine, optionalText, text } from '../../../platform/http/fields.ts';
import { parseForm, type FormData as SentForm, withErrors } from '../../../platform/http/form.ts';
import type { FieldError, FormState } from '../../../ui/form-state.ts';
import {
  type Evenement,
  finConvention,
  oppositionPossible,
  type Partie,
  PHRASES_EVENEMENT,
  PHRASES_OPPOSITION,
  verifierEvenement,
} from '../rules.ts';
import type { ConventionComplete } from '../store.ts';
import type { Acte } from './acte.ts';
import { acteConstat, lettreResiliation } from './constat.ts';
import type { Contexte } from './contexte.ts';
import { lettreForceMajeure } from './force-majeure.ts';
import type { Envoi, Lettre } from './lettre.ts';
import { lettreMiseEnDemeure } from './mise-en-demeure.ts';
import { lettreOpposition } from './opposition.ts';
import { constatsPossibles, type LettreAPreparer } from './preparation.ts';

export const MODES_ENVOI = ['recommandee', 'main_propre'] as const;
const RESULTATS = ['totalement_infructueuse', 'partiellement_infructueuse', 'remediee'] as const;

/** A paper made from a form: a letter, or a constat. */
export type Papier =
  | { readonly forme: 'lettre'; readonly lettre: Lettre }
  | { readonly forme: 'acte'; readonly acte: Acte };

type Demande = { readonly convention: ConventionComplete; readonly auteur: Partie; readonly contexte: Contexte };
type Made = Papier | { readonly errors: readonly FieldError[] };
type Read =
  | { readonly ok: true; readonly papier: Papier; readonly state: FormState }
  | { readonly ok: false; readonly state: FormState };

function saisie<S extends z.ZodObject>(schema: S, make: (data: z.output<S>, demande: Demande) => Made) {
  const read = (form: SentForm, demande: Demande): Read => {
    const sent = parseForm(schema, form);
    if (!sent.ok) return sent;
    const made = make(sent.data, demande);
    if ('errors' in made) return { ok: false, state: withErrors(sent.state, made.errors, schema) };
    return { ok: true, papier: made, state: sent.state };
  };
  return { schema, read };
}

const signataire = {
  signataire: line('le nom du signataire', 120),
  qualite: line('la qualité du signataire', 120),
} as const;
const numero = optionalLine('le numéro de la lettre recommandée', 40);
const LONGUEUR_MAX = 2000;

/** Every reason not to record that event, on the field of its date. */
function errorsOf({ convention }: Demande, evenement: Evenement): readonly FieldError[] {
  return verifierEvenement(convention, evenement).map((refus) => ({
    field: refus.refus === 'evenement_inconnu' || refus.refus === 'procedure_close' ? 'miseEnDemeureId' : 'date',
    message: phrase(PHRASES_EVENEMENT, refus),
  }));
}

const courrierDu = (envoyeLe: Temporal.PlainDate, numero: string | null) =>
  ({ numero: numero ?? '', envoyeLe, recuLe: null, premierePresentationLe: null, sort: 'en_cours' }) as const;

const recommandee = (numero: string | null): Envoi => ({ mode: 'recommandee', numero });

const opposition = saisie(
  z.object({ date: date('la date de la lettre'), mode: choice('le mode d’envoi', MODES_ENVOI), numero, ...signataire }),
  ({ date, mode, numero, signataire: nom, qualite }, { convention, auteur, contexte }) => {
    const possible = oppositionPossible(convention, date);
    if (estRefus(possible)) return { errors: [{ field: 'date', message: phrase(PHRASES_OPPOSITION, possible) }] };
    const envoi: Envoi = mode === 'main_propre' ? { mode } : recommandee(numero);
    const ecriture = { auteur, date, envoi, signataire: { nom, qualite }, tampon: null };
    return { forme: 'lettre', lettre: lettreOpposition(convention, ecriture, contexte) };
  },
);

const miseEnDemeure = saisie(
  z.object({
    date: date('la date de la lettre'),
    manquements: text('les manquements reprochés', LONGUEUR_MAX),
    numero,
    ...signataire,
  }),
  ({ date, manquements, numero, signataire: nom, qualite }, demande) => {
    const { convention, auteur, contexte } = demande;
    const evenement = { id: 'prevision', type: 'mise_en_demeure', auteur, motif: manquements } as const;
    const errors = errorsOf(demande, { ...evenement, courrier: courrierDu(date, numero) });
    if (errors.length > 0) return { errors };
    const ecriture = { auteur, date, envoi: recommandee(numero), signataire: { nom, qualite }, tampon: null };
    return {
      forme: 'lettre',
      lettre: lettreMiseEnDemeure(convention, { ...ecriture, manquements, recueLe: null }, contexte),
    };
  },
);

const forceMajeure = saisie(
  z.object({
    date: date('la date de la lettre'),
    faits: text('l’événement', LONGUEUR_MAX),
    covid19: box(),
    numero,
    ...signataire,
  }),
  ({ date, faits, covid19, numero, signataire: nom, qualite }, demande) => {
    const { convention, auteur, contexte } = demande;
    const evenement = { id: 'prevision', type: 'force_majeure', auteur, motif: faits, covid19 } as const;
    const errors = errorsOf(demande, { ...evenement, courrier: courrierDu(date, numero) });
    if (errors.length > 0) return { errors };
    const ecriture = { auteur, date, envoi: recommandee(numero), signataire: { nom, qualite }, tampon: null };
    return {
      forme: 'lettre',
      lettre: lettreForceMajeure(convention, { ...ecriture, faits, covid19, notifieeLe: null }, contexte),
    };
  },
);

const champsConstat = {
  miseEnDemeureId: id('la mise en demeure'),
  date: date('la date du constat'),
  resultat: choice('le résultat', RESULTATS),
  observations: optionalText('ce qui a été observé', LONGUEUR_MAX),
} as const;

/** A constat is made by the author of the letter, once its delay is over. */
function errorsConstat(
  demande: Demande,
  data: Pick<z.output<z.ZodObject<typeof champsConstat>>, 'miseEnDemeureId' | 'date' | 'resultat'>,
): readonly FieldError[] {
  const { miseEnDemeureId, date, resultat } = data;
  const refused = errorsOf(demande, { id: 'prevision', type: 'constat', miseEnDemeureId, date, resultat });
  if (refused.length > 0) return refused;
  const fin = finConvention(demande.convention);
  if (fin !== null && estAvant(fin.le, date)) {
    return [{ field: 'date', message: phrase(PHRASES_EVENEMENT, { refus: 'convention_terminee', depuis: fin.le }) }];
  }
  const own = constatsPossibles(demande.convention, demande.auteur, date);
  return own.some(({ miseEnDemeure }) => miseEnDemeure.id === miseEnDemeureId)
    ? []
    : [{ field: 'miseEnDemeureId', message: 'Choisissez la mise en demeure dans la liste.' }];
}

const constat = saisie(
  z.object({ ...champsConstat, ...signataire }),
  ({ signataire: nom, qualite, ...data }, demande) => {
    const errors = errorsConstat(demande, data);
    if (errors.length > 0) return { errors };
    const { convention, contexte } = demande;
    return { forme: 'acte', acte: acteConstat(convention, { ...data, signataire: { nom, qualite } }, contexte) };
  },
);

const resiliation = saisie(
  z.object({ ...champsConstat, numero, ...signataire }),
  ({ signataire: nom, qualite, numero, ...data }, demande) => {
    const errors = errorsConstat(demande, data);
    if (errors.length > 0) return { errors };
    const { convention, contexte } = demande;
    const ecriture = { envoi: recommandee(numero), signataire: { nom, qualite }, tampon: null };
    return { forme: 'lettre', lettre: lettreResiliation(convention, { ...data, ...ecriture }, contexte) };
  },
);

/** The form of each paper to prepare. Nothing of it is kept: it makes a file. */
export const saisiesLettres = {
  opposition,
  'mise-en-demeure': miseEnDemeure,
  constat,
  resiliation,
  'force-majeure': forceMajeure,
} as const satisfies Record<LettreAPreparer, unknown>;
