import { formatDuMois, formatMois } from '../../domain/date.ts';
import { type Territoire, urlDe } from '../../domain/territoire.ts';
import type { Message } from '../courriels/store.ts';

type A = { readonly nom: string; readonly courriel: string };
export type Sujet = {
  readonly id: string;
  readonly mois: Temporal.PlainDate;
  readonly reference: string;
  readonly structure: string;
};
type Ou = { readonly url: string; readonly territoire: Pick<Territoire, 'hote'> };

function lien({ id }: Pick<Sujet, 'id'>, { url, territoire }: Ou): string {
  return `${urlDe(url, territoire)}/releves/${id}`;
}

/** « octobre 2026, Commune de Céret (convention CNV-2026-001) ». */
function dire({ mois, structure, reference }: Sujet, direMois = formatMois): string {
  return `${direMois(mois)}, ${structure} (convention ${reference})`;
}

const du = (sujet: Sujet): string => dire(sujet, formatDuMois);

function message({ courriel, nom }: A, sujet: string, lignes: readonly string[]): Message {
  return { genre: 'releve', destinataire: courriel, sujet, texte: [`Bonjour ${nom},`, '', ...lignes].join('\n') };
}

/** Lines of one message; the rest is read in Escale. */
const LIGNES_MAX = 30;

function liste(sujets: readonly Sujet[], ou: Ou): string[] {
  const more = sujets.length - LIGNES_MAX;
  return [
    ...sujets.slice(0, LIGNES_MAX).map((one, index) => `${index + 1}. ${dire(one)} : ${lien(one, ou)}`),
    ...(more > 0 ? ['', `Et ${more} ${more > 1 ? 'autres' : 'autre'}.`] : []),
  ];
}

/** The month is over: what the agent has recorded makes a relevé, which he reads and sends. */
export function courrielPropose(a: A, sujets: readonly Sujet[], ou: Ou): Message {
  const many = sujets.length > 1;
  return message(a, many ? `${sujets.length} relevés d’activité à envoyer` : 'Un relevé d’activité à envoyer', [
    many
      ? 'Le mois est fini. Vos saisies ont préparé ces relevés : relisez-les, puis envoyez-les.'
      : 'Le mois est fini. Vos saisies ont préparé ce relevé : relisez-le, puis envoyez-le.',
    '',
    ...liste(sujets, ou),
  ]);
}

const RELANCES = {
  agent: ['à envoyer', 'que le Bénéficiaire attend pour certifier'],
  beneficiaire: ['à certifier', 'que l’agent vous a envoyés, et que vous n’avez ni certifiés ni retournés'],
  equipe: ['à envoyer', 'que plus aucun agent ne peut envoyer à la place de l’équipe technique'],
} as const;

/** What is late, once for each step of the delays. */
export function courrielRelance(
  a: A,
  { pour, sujets }: { readonly pour: keyof typeof RELANCES; readonly sujets: readonly Sujet[] },
  ou: Ou,
): Message {
  const [quoi, lesquels] = RELANCES[pour];
  const title =
    sujets.length > 1
      ? `Rappel : ${sujets.length} relevés d’activité ${quoi}`
      : `Rappel : un relevé d’activité ${quoi}`;
  return message(a, title, [`Voici les relevés ${lesquels} :`, '', ...liste(sujets, ou)]);
}

/** To the référents: the page asks to sign in, and certifying asks the code again. */
export function courrielEnvoye(a: A, sujet: Sujet, ou: Ou): Message {
  return message(a, `Relevé d’activité à certifier : ${formatMois(sujet.mois)}`, [
    `Le relevé ${du(sujet)} vous attend.`,
    'Relisez-le, ajoutez votre part, puis certifiez-le, ou retournez-le avec vos remarques :',
    lien(sujet, ou),
    '',
    'Pour certifier, votre code ou votre clé d’accès vous sera redemandé.',
  ]);
}

export function courrielRetourne(a: A, sujet: Sujet, remarques: string, ou: Ou): Message {
  return message(a, `Relevé d’activité retourné : ${formatMois(sujet.mois)}`, [
    `Le relevé ${du(sujet)} vous est retourné, avec ces remarques :`,
    '',
    remarques,
    '',
    'Corrigez vos saisies du mois, puis envoyez-le de nouveau :',
    lien(sujet, ou),
  ]);
}

export function courrielCertifie(a: A, sujet: Sujet, par: string, ou: Ou): Message {
  return message(a, `Relevé d’activité certifié : ${formatMois(sujet.mois)}`, [
    `Le relevé ${du(sujet)} est certifié par ${par}.`,
    'Ses chiffres ne changent plus. Une erreur ? Ouvrez une correction depuis sa page :',
    lien(sujet, ou),
  ]);
}

export function courrielCorrige(a: A, sujet: Sujet, motif: string, ou: Ou): Message {
  return message(a, `Relevé d’activité corrigé : ${formatMois(sujet.mois)}`, [
    `Une correction du relevé ${du(sujet)} est ouverte. Son motif :`,
    '',
    motif,
    '',
    'La version certifiée reste à côté de la nouvelle :',
    lien(sujet, ou),
  ]);
}
