import { formatDate } from '../../../domain/date.ts';
import { estApres } from '../../../domain/periode.ts';
import type { Territoire } from '../../../domain/territoire.ts';
import { conventionAu, dateEffet, type Evenement, evenementsDeType, type Partie } from '../rules.ts';
import type { ConventionComplete } from '../store.ts';
import type { Correspondant, Envoi, Lettre } from './lettre.ts';

type Jour = Temporal.PlainDate;

/** What every paper of a convention needs besides the convention. */
export type Contexte = {
  readonly territoire: Territoire;
  readonly today: Jour;
  readonly logos: Readonly<Record<Partie, Uint8Array | null>>;
};

export type Personne = { readonly nom: string; readonly qualite: string };

export const AUTRE: Readonly<Record<Partie, Partie>> = { departement: 'beneficiaire', beneficiaire: 'departement' };

/** « 30 jours calendaires » */
export function joursCalendaires(nombre: number): string {
  return nombre === 1 ? '1 jour calendaire' : `${nombre} jours calendaires`;
}

/**
 * Who represents a party on a day: the last change recorded by then, else who the register names today.
 *
 * Source: préambule, « représenté par »; a new representative is an event, not an avenant.
 */
export function representantAu(
  convention: ConventionComplete,
  partie: Partie,
  jour: Jour,
  contexte: Contexte,
): Personne {
  const changes = evenementsDeType(convention, 'representant')
    .filter((change) => change.partie === partie && !estApres(change.date, jour))
    .toSorted((a, b) => Temporal.PlainDate.compare(a.date, b.date));
  const last = changes.at(-1);
  if (last !== undefined) return { nom: last.nom, qualite: last.qualite };
  const { territoire } = contexte;
  const { structure } = convention;
  return partie === 'departement'
    ? { nom: territoire.representantNom, qualite: territoire.representantFonction }
    : { nom: structure.representantNom, qualite: structure.representantFonction };
}

/** « 24 quai des Essais, 66906 Perpignan » in two lines, as an envelope wants it. */
function adresseEnLignes(adresse: string): readonly string[] {
  return adresse.split(/,\s*(?=[0-9]{5}\s)/u).filter((line) => line.trim() !== '');
}

export function nomDe(convention: ConventionComplete, partie: Partie, { territoire }: Contexte): string {
  return partie === 'departement' ? territoire.nomComplet : convention.structure.nom;
}

export function adresseDe(convention: ConventionComplete, partie: Partie, { territoire }: Contexte): readonly string[] {
  const { adresse, codePostal, commune } = convention.structure;
  return partie === 'departement' ? adresseEnLignes(territoire.adresse) : [adresse, `${codePostal} ${commune}`];
}

/** The town where a party signs. */
export function villeDe(convention: ConventionComplete, partie: Partie, { territoire }: Contexte): string {
  if (partie === 'beneficiaire') return convention.structure.commune;
  const [, town] = /\b[0-9]{5}\s+(.+)$/u.exec(territoire.adresse) ?? [];
  return territoire.ville ?? town ?? territoire.nom;
}

function contactDe(partie: Partie, { territoire }: Contexte): readonly string[] {
  if (partie === 'beneficiaire') return [];
  return [territoire.telephone, territoire.courriel].filter((line) => line !== null);
}

/** What a letter to the other party is, before its object and its body. */
export type Ecriture = {
  readonly auteur: Partie;
  readonly date: Jour;
  readonly envoi: Envoi | null;
  /** Null: whoever represents the author on that day. */
  readonly signataire: Personne | null;
  readonly tampon: string | null;
};

/** The frame of a letter from one party to the other: sender, recipient, references, place, date, signature. */
export function entete(
  convention: ConventionComplete,
  ecriture: Ecriture,
  contexte: Contexte,
): Omit<Lettre, 'titre' | 'objet' | 'corps'> {
  const { auteur, date, envoi, signataire, tampon } = ecriture;
  const autre = AUTRE[auteur];
  const recipient = representantAu(convention, autre, date, contexte);
  const destinataire: Correspondant = {
    nom: nomDe(convention, autre, contexte),
    lignes: [
      recipient.nom === '' ? '' : `À l’attention de ${recipient.nom}`,
      recipient.qualite,
      ...adresseDe(convention, autre, contexte),
    ].filter((line) => line !== ''),
  };
  return {
    reference: `Convention ${convention.reference}`,
    expediteur: {
      nom: nomDe(convention, auteur, contexte),
      lignes: [...adresseDe(convention, auteur, contexte), ...contactDe(auteur, contexte)],
    },
    logo: contexte.logos[auteur],
    destinataire,
    lieu: villeDe(convention, auteur, contexte),
    date,
    envoi,
    signature: signataire ?? representantAu(convention, auteur, date, contexte),
    tampon,
    couleur: contexte.territoire.couleur,
  };
}

/** « La convention citée en référence, conclue entre …, a pris effet le … », at the head of each letter. */
export function presentation(convention: ConventionComplete, contexte: Contexte): string {
  const effet = dateEffet(convention);
  const parties = `conclue entre le ${contexte.territoire.nomComplet} et le Bénéficiaire (${convention.structure.nom})`;
  const start = effet === null ? 'n’a pas encore pris effet' : `a pris effet le ${formatDate(effet)}`;
  return `La convention citée en référence, ${parties}, ${start}.`;
}

/** The convention as it could be known when an event was written: that event and all later ones left out. */
export function avant(convention: ConventionComplete, evenement: Evenement, jour: Jour): ConventionComplete {
  const { evenements } = conventionAu(convention, jour);
  return { ...convention, evenements: evenements.filter(({ id }) => id !== evenement.id) };
}
