import { z } from 'zod';
import {
  box,
  choice,
  date,
  id,
  line,
  optionalDate,
  optionalId,
  optionalLine,
  text,
} from '../../platform/http/fields.ts';
import { uuidv7 } from '../../platform/ids.ts';
import type { FieldError } from '../../ui/form-state.ts';
import { saisiesSuivi } from './evenement-form-suivi.ts';
import { isAutorisation } from './recit.ts';
import { type Convention, type Evenement, PARTIES, type Recommande, TYPES_EVENEMENT } from './rules.ts';
import { saisie } from './saisie-form.ts';

const SORTS = ['en_cours', 'remis', 'refuse', 'non_reclame'] as const;
const RESULTATS = ['totalement_infructueuse', 'partiellement_infructueuse', 'remediee'] as const;

const courrier = {
  numero: line('le numéro de la lettre recommandée', 40),
  envoyeLe: date('la date d’envoi'),
  sort: choice('ce qu’est devenue la lettre', SORTS),
  recuLe: optionalDate('la date de réception'),
  premierePresentationLe: optionalDate('la date de première présentation'),
} as const;

type CourrierSaisi = z.output<z.ZodObject<typeof courrier>>;

/** A letter says what became of it: received on a day, or presented on a day. */
function readCourrier({
  numero,
  envoyeLe,
  sort,
  recuLe,
  premierePresentationLe,
}: CourrierSaisi): Recommande | FieldError {
  if (sort === 'remis' && recuLe === null) return { field: 'recuLe', message: 'Indiquez la date de réception.' };
  const isUntaken = sort === 'refuse' || sort === 'non_reclame';
  if (isUntaken && premierePresentationLe === null) {
    return { field: 'premierePresentationLe', message: 'Indiquez la date de première présentation.' };
  }
  return {
    numero,
    envoyeLe,
    sort,
    recuLe: sort === 'remis' ? recuLe : null,
    premierePresentationLe: sort === 'en_cours' ? null : premierePresentationLe,
  };
}

const deliberation = saisie(
  z.object({
    partie: choice('la partie', PARTIES),
    numero: line('le numéro ou le nom de la décision', 60),
    date: date('la date de la décision'),
    accuseNumero: optionalLine('le numéro de l’accusé de réception', 60),
    transmiseLe: optionalDate('la date de télétransmission'),
    recueLe: optionalDate('la date de réception en préfecture'),
  }),
  ({ partie, numero, date, accuseNumero, transmiseLe, recueLe }) => {
    const decision = { id: uuidv7(), type: 'deliberation', partie, numero, date } as const;
    if (accuseNumero === null && transmiseLe === null && recueLe === null) return [decision];
    if (accuseNumero !== null && transmiseLe !== null && recueLe !== null) {
      const accuse = { id: uuidv7(), type: 'teletransmission', deliberationId: decision.id } as const;
      return [decision, { ...accuse, numero: accuseNumero, transmiseLe, recueLe }];
    }
    const missing: readonly (readonly [string, unknown, string])[] = [
      ['accuseNumero', accuseNumero, 'Indiquez le numéro de l’accusé de réception, ou laissez vides ses deux dates.'],
      ['transmiseLe', transmiseLe, 'Indiquez la date de télétransmission, ou laissez vide tout l’accusé de réception.'],
      ['recueLe', recueLe, 'Indiquez la date de réception en préfecture, ou laissez vide tout l’accusé de réception.'],
    ];
    return { errors: missing.flatMap(([field, value, message]) => (value === null ? [{ field, message }] : [])) };
  },
);

const signature = saisie(
  z.object({
    partie: choice('la partie qui signe', PARTIES),
    date: date('la date de signature'),
    signataire: line('le nom du signataire', 120),
    qualite: line('la qualité du signataire', 120),
  }),
  (data) => [{ id: uuidv7(), type: 'signature', ...data }],
);

const teletransmission = saisie(
  z.object({
    deliberationId: optionalId('la délibération'),
    numero: line('le numéro de l’accusé de réception', 60),
    transmiseLe: date('la date de télétransmission'),
    recueLe: date('la date de réception en préfecture'),
  }),
  (data) => [{ id: uuidv7(), type: 'teletransmission', ...data }],
);

const opposition = saisie(
  z.object({
    auteur: choice('la partie qui s’oppose', PARTIES),
    envoyeeLe: date('la date d’envoi'),
    recueLe: optionalDate('la date de réception'),
  }),
  (data) => [{ id: uuidv7(), type: 'opposition', ...data }],
);

const decisionOpposition = saisie(
  z.object({
    oppositionId: id('l’opposition'),
    date: date('la date de la décision'),
    issue: choice('ce qui est décidé', ['admise', 'maintenue']),
    motif: line('le motif', 500),
  }),
  ({ issue, ...data }) => [{ id: uuidv7(), type: 'decision_opposition', admise: issue === 'admise', ...data }],
);

const miseEnDemeure = saisie(
  z.object({ auteur: choice('l’auteur de la lettre', PARTIES), motif: line('le motif', 500), ...courrier }),
  ({ auteur, motif, ...rest }) => {
    const lettre = readCourrier(rest);
    if ('field' in lettre) return { errors: [lettre] };
    return [{ id: uuidv7(), type: 'mise_en_demeure', auteur, motif, courrier: lettre }];
  },
);

const forceMajeure = saisie(
  z.object({
    auteur: choice('la partie empêchée', PARTIES),
    motif: line('l’événement', 500),
    covid19: box(),
    ...courrier,
  }),
  ({ auteur, motif, covid19, ...rest }) => {
    const lettre = readCourrier(rest);
    if ('field' in lettre) return { errors: [lettre] };
    return [{ id: uuidv7(), type: 'force_majeure', auteur, motif, covid19, courrier: lettre }];
  },
);

const remede = saisie(
  z.object({
    miseEnDemeureId: id('la mise en demeure'),
    date: date('la date du remède'),
    ampleur: choice('l’ampleur du remède', ['complet', 'partiel']),
  }),
  ({ miseEnDemeureId, date, ampleur }) => [
    { id: uuidv7(), type: 'remede', miseEnDemeureId, date, complet: ampleur === 'complet' },
  ],
);

const constat = saisie(
  z.object({
    miseEnDemeureId: id('la mise en demeure'),
    date: date('la date du constat'),
    resultat: choice('le résultat', RESULTATS),
  }),
  (data) => [{ id: uuidv7(), type: 'constat', ...data }],
);

const dissolution = saisie(z.object({ date: date('la date de dissolution') }), (data) => [
  { id: uuidv7(), type: 'dissolution', ...data },
]);

const representant = saisie(
  z.object({
    partie: choice('la partie', PARTIES),
    date: date('la date du changement'),
    nom: line('le nom du représentant', 120),
    qualite: line('la qualité du représentant', 120),
  }),
  (data) => [{ id: uuidv7(), type: 'representant', ...data }],
);

const lieuConvenu = saisie(z.object({ lieuId: id('le lieu'), date: date('la date de l’accord') }), (data) => [
  { id: uuidv7(), type: 'lieu_convenu', ...data },
]);

const assurance = saisie(
  z.object({
    assureur: line('l’assureur', 120),
    valableDu: date('le premier jour de validité'),
    valableAu: date('le dernier jour de validité'),
  }),
  (data) => [{ id: uuidv7(), type: 'assurance', ...data }],
);

const note = saisie(z.object({ date: date('la date'), texte: text('la note', 2000) }), (data) => [
  { id: uuidv7(), type: 'note', ...data },
]);

/** What authorises an association: a decision of its own, with nothing to transmit. It is kept as a délibération. */
const autorisation = saisie(
  z.object({ numero: line('l’acte qui autorise à signer', 200), date: date('la date de la décision') }),
  (data) => [{ id: uuidv7(), type: 'deliberation', partie: 'beneficiaire', ...data }],
);

/** What can be recorded by hand, each with its form. Avenants have their own journey; a cancellation, its own page. */
export const saisies = {
  deliberation,
  autorisation,
  teletransmission,
  signature,
  opposition,
  decision_opposition: decisionOpposition,
  mise_en_demeure: miseEnDemeure,
  remede,
  constat,
  force_majeure: forceMajeure,
  dissolution,
  ...saisiesSuivi,
  representant,
  lieu_convenu: lieuConvenu,
  assurance,
  note,
} as const;

export type TypeSaisi = keyof typeof saisies;

export function isTypeSaisi(text: string): text is TypeSaisi {
  return Object.hasOwn(saisies, text);
}

/** The title of each form. */
export const TITRES_SAISIE: Readonly<Record<TypeSaisi, string>> = {
  ...TYPES_EVENEMENT,
  autorisation: 'Autorisation du Bénéficiaire',
};

/** What can be recorded of a convention: an association has an authorisation of its own kind. */
export function saisiesPossibles(convention: Convention): readonly TypeSaisi[] {
  const isOther = convention.beneficiaireTransmet === false;
  return Object.keys(saisies)
    .filter(isTypeSaisi)
    .filter((type) => type !== 'autorisation' || isOther);
}

/** The form that an event was typed in; undefined when it has its own journey. */
export function saisieDuType(evenement: Evenement, convention: Convention): TypeSaisi | undefined {
  if (isAutorisation(evenement, convention)) return 'autorisation';
  return isTypeSaisi(evenement.type) ? evenement.type : undefined;
}

/** The reason of a cancellation. */
export const annulationForm = z.object({ motif: line('le motif de l’annulation', 500) });

/** An event as its form would have been typed: for a correction. */
export function saisieDe(evenement: Evenement): Record<string, string> {
  const { courrier: lettre, ...facts } = { courrier: {}, ...evenement };
  const values: Record<string, string> = {};
  for (const [name, value] of Object.entries({ ...facts, ...lettre })) {
    if (value instanceof Temporal.PlainDate || typeof value === 'string' || typeof value === 'number') {
      values[name] = value.toString();
    }
    if (value === true) values[name] = 'oui';
  }
  if (evenement.type === 'decision_opposition') values['issue'] = evenement.admise ? 'admise' : 'maintenue';
  if (evenement.type === 'remede') values['ampleur'] = evenement.complet ? 'complet' : 'partiel';
  return values;
}
