import type { Demarche, Operateur, Thematique } from '../../../domain/nomenclatures.ts';

/** What the name of a motif of rendez-vous says of the help to come. */
export interface Theme {
  readonly thematiques: readonly Thematique[];
  readonly demarches: readonly Demarche[];
  readonly operateur: Operateur | null;
}

const administratif = (demarche: Demarche, operateur: Operateur | null = null): Theme => ({
  thematiques: ['AideAuxDemarchesAdministratives'],
  demarches: [demarche],
  operateur,
});
const numerique = (thematique: Thematique): Theme => ({ thematiques: [thematique], demarches: [], operateur: null });

/** The first that is found in the name, without accents nor capitals: operators before subjects, which they make precise. */
const MOTS: readonly (readonly [mots: RegExp, theme: Theme])[] = [
  [/\b(impots?|fiscal|fiscale|declarer ses revenus|declaration de revenus)\b/, administratif('ArgentImpots', 'impots')],
  [/\bfrance travail\b/, administratif('TravailFormation', 'france_travail')],
  [/\b(caf|allocations? familiales?|prime d.activite)\b/, administratif('SocialSante', 'caf')],
  [/\b(ameli|cpam|assurance maladie|carte vitale)\b/, administratif('SocialSante', 'cpam')],
  [/\bmsa\b/, administratif('SocialSante', 'msa')],
  [/\b(mdph|handicap)\b/, administratif('SocialSante', 'mdph')],
  [/\b(rsa|apa)\b/, administratif('SocialSante', 'departement')],
  [/\b(carsat|retraite)\b/, administratif('SocialSante', 'carsat')],
  [/\b(carte grise|permis|immatriculation)\b/, administratif('TransportsMobilite', 'france_titres')],
  [/\b(carte d.identite|passeport)\b/, administratif('PapiersElectionsCitoyennete', 'france_titres')],
  [/\b(titre de sejour|naturalisation|etrangers?)\b/, administratif('EtrangersEurope', 'prefecture')],
  [/\b(logement|loyer|apl)\b/, administratif('Logement')],
  [/\b(emploi|cv|formation|travail)\b/, administratif('TravailFormation')],
  [/\b(ecole|scolarite|cantine|bourse)\b/, administratif('FamilleScolarite')],
  [/\b(justice|juridique|divorce)\b/, administratif('Justice')],
  [/\b(courriels?|e-?mails?|messagerie|boite mail)\b/, numerique('Email')],
  [/\b(telephone|smartphone|tablette|ordinateur)\b/, numerique('PrendreEnMainDuMateriel')],
  [/\b(mots? de passe|arnaques?|securite numerique)\b/, numerique('SecuriteNumerique')],
  [/\b(banque|achats?)\b/, numerique('BanqueEtAchatsEnLigne')],
  [/\b(internet|navigation)\b/, numerique('NavigationSurInternet')],
];

/**
 * The theme, the démarche and the operator that a motif tells; null when it tells none.
 * Example: « Déclarer ses impôts » → administrative démarches, Argent - Impôts, impots; « Autre demande » → null.
 */
export function themeDuMotif(nom: string): Theme | null {
  const plain = nom
    .normalize('NFD')
    .replaceAll(/\p{Mark}/gu, '')
    .replaceAll('’', "'")
    .toLowerCase();
  return MOTS.find(([mots]) => mots.test(plain))?.[1] ?? null;
}
