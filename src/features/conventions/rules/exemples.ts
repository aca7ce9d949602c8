/** Plainly fictional conventions and events, written in few words, for the tests of the rules. */
import {
  type Avenant,
  alertes,
  type Clauses,
  type Convention,
  clauses2022,
  type Evenement,
  type Partie,
  periodes,
} from '../rules.ts';

export const jour = (text: string) => Temporal.PlainDate.from(text);
export const horizon = jour('2030-01-01');

export const signature = (partie: Partie, date: string): Evenement => ({
  type: 'signature',
  id: `s-${partie}`,
  partie,
  date: jour(date),
  signataire: 'Camille Exemple',
  qualite: 'Présidente',
});
export const opposition = (envoyee: string, recue: string | null, auteur: Partie = 'beneficiaire'): Evenement => ({
  type: 'opposition',
  id: `o-${envoyee}`,
  auteur,
  envoyeeLe: jour(envoyee),
  recueLe: recue === null ? null : jour(recue),
});
export const lettre = (envoye: string, recu: string | null) => ({
  numero: '1A 000 000 0000 0',
  envoyeLe: jour(envoye),
  recuLe: recu === null ? null : jour(recu),
  premierePresentationLe: null,
  sort: recu === null ? ('en_cours' as const) : ('remis' as const),
});
export const miseEnDemeure = (recu: string | null): Evenement => ({
  type: 'mise_en_demeure',
  id: 'm1',
  auteur: 'departement',
  motif: 'Bureau indisponible',
  courrier: lettre('2023-01-06', recu),
});
export const constat = (
  date: string,
  resultat: 'totalement_infructueuse' | 'remediee' = 'totalement_infructueuse',
): Evenement => ({
  type: 'constat',
  id: `k-${date}`,
  miseEnDemeureId: 'm1',
  date: jour(date),
  resultat,
});
export const remede = (date: string, complet = true): Evenement => ({
  type: 'remede',
  id: `r-${date}`,
  miseEnDemeureId: 'm1',
  date: jour(date),
  complet,
});
export const avenant = (
  departement: string,
  beneficiaire: string | null,
  changements: Partial<Clauses>,
  id = 'a1',
): Evenement => ({
  type: 'avenant',
  id,
  numero: '1',
  date: jour(departement),
  objet: 'Modification',
  signatures: { departement: jour(departement), beneficiaire: beneficiaire === null ? null : jour(beneficiaire) },
  changements,
});
/** An avenant that nobody has signed yet. */
export const projet = (date: string, changements: Partial<Clauses>, numero = '1'): Avenant => ({
  type: 'avenant',
  id: `a-${numero}`,
  numero,
  date: jour(date),
  objet: 'Modification',
  signatures: { departement: null, beneficiaire: null },
  changements,
});
export const signatureAvenant = (partie: Partie, date: string, numero = '1'): Evenement => ({
  type: 'signature_avenant',
  id: `sa-${numero}-${partie}`,
  avenantId: `a-${numero}`,
  partie,
  date: jour(date),
  signataire: 'Camille Exemple',
  qualite: 'Présidente',
});
export const annulation = (evenementId: string): Evenement => ({
  type: 'annulation',
  id: `x-${evenementId}`,
  evenementId,
  date: jour('2023-06-01'),
  motif: 'Erreur de saisie',
});

/** A convention of the 2022 model that takes effect on `effet`. */
export const conventionDu = (
  effet: string,
  evenements: readonly Evenement[] = [],
  clauses = clauses2022,
): Convention => ({
  clauses,
  evenements: [signature('departement', effet), signature('beneficiaire', effet), ...evenements],
});
/** The periods as « debut → fin », up to a far day. */
export const dit = (convention: Convention, jusqua = horizon): readonly string[] =>
  periodes(convention, jusqua).map(({ debut, fin }) => `${debut} → ${fin}`);
export const codes = (convention: Convention, date: string): readonly string[] =>
  alertes(convention, jour(date)).map(({ refus }) => refus);
