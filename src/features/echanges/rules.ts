import { formatDate } from '../../domain/date.ts';
import type { Nomenclature } from '../../domain/nomenclatures.ts';
import type { Phrases } from '../../domain/refus.ts';

type Jour = Temporal.PlainDate;

/** Who receives the data. */
export const DESTINATAIRES = {
  departement: 'Un autre service du Département',
  partenaire: 'Un partenaire hors du Département',
} as const satisfies Nomenclature;
export type Destinataire = keyof typeof DESTINATAIRES;

/** Kinds of data that were given; the data themselves are never written. */
export const NATURES_DONNEES = {
  identite: 'Identité et coordonnées',
  famille: 'Situation familiale',
  ressources: 'Ressources, budget, prestations',
  emploi: 'Emploi et formation',
  logement: 'Logement',
  sante: 'Santé ou handicap',
  demarche: 'État d’une démarche',
  papiers: 'Copies de papiers ou de justificatifs',
  agents: 'Données d’agents ou de référents',
  autre: 'Autre, à préciser',
} as const satisfies Nomenclature;
export type NatureDonnees = keyof typeof NATURES_DONNEES;

/** On what the exchange is founded (RGPD, article 6.1, in the words of who gives). */
export const FONDEMENTS = {
  accord: 'Accord de la personne',
  mandat: 'Mandat signé par la personne',
  mission: 'Mission d’intérêt public du service qui demande',
  obligation: 'Obligation légale',
  interets_vitaux: 'Sauvegarde des intérêts vitaux d’une personne',
} as const satisfies Nomenclature;
export type Fondement = keyof typeof FONDEMENTS;

export const CANAUX = {
  plateforme: 'Plateforme d’échange sécurisée',
  courriel_chiffre: 'Courriel chiffré',
  courriel: 'Courriel ordinaire',
  courrier: 'Courrier postal',
  main_propre: 'En main propre',
  telephone: 'Téléphone',
  autre: 'Autre',
} as const satisfies Nomenclature;
export type Canal = keyof typeof CANAUX;

/** An exchange of data with another service: what was given, to whom, why and how. */
export type Echange = {
  readonly le: Jour;
  /** Who asked for it. */
  readonly demandeur: string;
  readonly service: string;
  readonly destinataire: Destinataire;
  readonly natures: readonly NatureDonnees[];
  readonly precisions: string | null;
  readonly fondement: Fondement;
  readonly finalite: string;
  /** About how many persons. */
  readonly personnes: number;
  readonly envoyePar: string;
  readonly canal: Canal;
};

export type RefusEchange =
  | { readonly refus: 'a_venir' }
  | { readonly refus: 'nature_a_preciser' }
  | { readonly refus: 'rien_de_change' };

export const PHRASES_ECHANGE: Phrases<RefusEchange> = {
  a_venir: () => 'Cet échange ne peut pas être à venir : notez-le une fois fait.',
  nature_a_preciser: () => 'Précisez de quelle autre sorte de données il s’agit.',
  rien_de_change: () => 'Rien n’a changé : corrigez au moins une réponse.',
};

/**
 * Everything that is wrong with an exchange, one by one; empty: it may be recorded.
 *
 * Source: art. 2 (confidentialité : tout échange de données avec un autre service se justifie); RGPD, article 5.2.
 * Refuses a day to come, and « Autre » without saying what.
 */
export function verifierEchange({ le, natures, precisions }: Echange, today: Jour): readonly RefusEchange[] {
  return [
    ...(Temporal.PlainDate.compare(le, today) > 0 ? [{ refus: 'a_venir' } as const] : []),
    ...(natures.includes('autre') && precisions === null ? [{ refus: 'nature_a_preciser' } as const] : []),
  ];
}

/** What deserves the DPO's eye in an exchange. */
export const ALERTES = {
  sensible: 'Données sensibles (santé ou handicap)',
  canal_ouvert: 'Envoyé par un canal que rien ne protège',
} as const satisfies Nomenclature;
export type Alerte = keyof typeof ALERTES;

/**
 * What the DPO should look at. Nothing is blocked: the exchange is done.
 *
 * Source: art. 2; RGPD, article 9 (health) and article 32 (security).
 * Example: « Santé ou handicap » by ordinary mail → both; « Logement » by post → none.
 */
export function alertesEchange({ natures, canal }: Pick<Echange, 'natures' | 'canal'>): readonly Alerte[] {
  const isOpen = canal === 'courriel' && natures.some((nature) => nature !== 'agents');
  return [
    ...(natures.includes('sante') ? (['sensible'] as const) : []),
    ...(isOpen ? (['canal_ouvert'] as const) : []),
  ];
}

export type Difference = { readonly champ: string; readonly avant: string; readonly apres: string };

/**
 * What differs between two versions, in the order of the form, in the words of the page; the order of the kinds of data counts
 * for nothing. Example: another channel → « Canal », « Téléphone », « Courrier postal ».
 */
export function differences(avant: Echange, apres: Echange): readonly Difference[] {
  const [before, after] = [enClair(avant), enClair(apres)];
  return Object.entries(after).flatMap(([champ, value]) => {
    const previous = before[champ] ?? '';
    return previous === value ? [] : [{ champ, avant: previous, apres: value }];
  });
}

function enClair(one: Echange): Readonly<Record<string, string>> {
  const natures = Object.entries(NATURES_DONNEES).filter(([nature]) => one.natures.some((own) => own === nature));
  return {
    Date: formatDate(one.le),
    'Demandé par': one.demandeur,
    Service: one.service,
    Destinataire: DESTINATAIRES[one.destinataire],
    'Sortes de données': natures.map(([, label]) => label).join(', '),
    Précision: one.precisions ?? '—',
    Fondement: FONDEMENTS[one.fondement],
    Pourquoi: one.finalite,
    Personnes: one.personnes.toLocaleString('fr-FR'),
    'Envoyé par': one.envoyePar,
    Canal: CANAUX[one.canal],
  };
}
