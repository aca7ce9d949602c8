import { formatDate } from '../../domain/date.ts';
import { contains } from '../../domain/periode.ts';
import type { Territoire } from '../../domain/territoire.ts';
import type { DonneesConvention, LigneEcheancier, PartieConvention } from './document.ts';
import type { Modele, ParametresModele } from './modele.ts';
import { representantDe } from './representant.ts';
import {
  type Clauses,
  type Convention,
  type Deliberation,
  dateEffet,
  evenementsDeType,
  lireConvention,
  type Partie,
} from './rules.ts';
import type { ConventionComplete } from './store.ts';

/** Source: « Fait en 2 exemplaires originaux ». */
const ORIGINAUX = 'deux';

const A_RENSEIGNER = 'à renseigner';

const EN_LETTRES: ReadonlyMap<number, string> = new Map(
  'un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf vingt'
    .split(' ')
    .map((mot, index) => [index + 1, mot] as const)
    .concat([
      [24, 'vingt-quatre'],
      [30, 'trente'],
      [36, 'trente-six'],
      [45, 'quarante-cinq'],
      [60, 'soixante'],
      [90, 'quatre-vingt-dix'],
    ]),
);

function lettres(nombre: number): string {
  return EN_LETTRES.get(nombre) ?? String(nombre);
}

/** « trente (30) jours calendaires ». */
function jours(nombre: number): string {
  const mot = EN_LETTRES.get(nombre);
  return `${mot === undefined ? nombre : `${mot} (${nombre})`} jour${nombre > 1 ? 's' : ''} calendaire${nombre > 1 ? 's' : ''}`;
}

function frequence(nombre: number): string {
  if (nombre === 1) return 'une demi-journée par semaine';
  return `${lettres(nombre)} demi-journées par semaine`;
}

/** « 10 ambassadeurs du numérique et 11 conseillers numériques »: the workforce under contract on a day. */
export function effectif(
  agents: readonly {
    readonly nature: 'conseiller' | 'ambassadeur';
    readonly contratDebut: Temporal.PlainDate;
    readonly contratFin: Temporal.PlainDate;
  }[],
  jour: Temporal.PlainDate,
): string {
  const present = agents.filter(({ contratDebut, contratFin }) =>
    contains({ debut: contratDebut, fin: contratFin }, jour),
  );
  const count = (nature: 'conseiller' | 'ambassadeur') => present.filter((agent) => agent.nature === nature).length;
  const [ambassadeurs, conseillers] = [count('ambassadeur'), count('conseiller')];
  if (ambassadeurs + conseillers === 0) return 'des ambassadeurs et des conseillers numériques';
  const plural = (nombre: number, mot: string, suite: string) =>
    `${nombre} ${mot}${nombre > 1 ? 's' : ''} ${suite}${nombre > 1 && suite === 'numérique' ? 's' : ''}`;
  return `${plural(ambassadeurs, 'ambassadeur', 'du numérique')} et ${plural(conseillers, 'conseiller', 'numérique')}`;
}

function reconduction(nombre: number | null): string | null {
  if (nombre === null) return 'autant de fois que nécessaire';
  return nombre === 0 ? null : `${lettres(nombre)} fois au plus`;
}

const JOUR_COMPTE = { reception: 'sa réception', envoi: 'son envoi' } as const;
const COURRIER_NON_RETIRE = {
  premiere_presentation: 'vaut réception dès sa première présentation',
  sans_effet: 'reste sans effet',
} as const;

/** What the texts of a model may cite, from the clauses of a convention and the settings of its territoire. */
export function parametres(
  { clauses, pointAccueil }: { readonly clauses: Clauses; readonly pointAccueil: string | null },
  territoire: Territoire,
  effectifEnClair: string,
): ParametresModele {
  return {
    duree: `${lettres(clauses.dureeMois)} mois`,
    reconduction: reconduction(clauses.reconductions),
    preavis: `${lettres(clauses.preavisMois)} mois`,
    oppositionCompteDe: JOUR_COMPTE[clauses.oppositionCompteDe],
    finAuPlusTard: clauses.finAuPlusTard === null ? null : formatDate(clauses.finAuPlusTard),
    delaiRemede: jours(clauses.delaiRemedeJours),
    courrierNonRetire: COURRIER_NON_RETIRE[clauses.courrierNonRetire],
    delaiForceMajeure: jours(clauses.delaiForceMajeureJours),
    forceMajeureCompteDe: JOUR_COMPTE[clauses.forceMajeureCompteDe],
    frequence: frequence(clauses.demiJourneesParSemaine),
    mention: territoire.mention,
    effectif: effectifEnClair,
    deliberationStrategie:
      territoire.strategieAdopteeLe === null ? A_RENSEIGNER : formatDate(territoire.strategieAdopteeLe),
    tribunal: territoire.tribunal ?? `tribunal administratif (${A_RENSEIGNER})`,
    departement: territoire.nomComplet.replace(/^Département\s+/, ''),
    pointAccueil,
    originaux: ORIGINAUX,
  };
}

function autorisation(convention: Convention, partie: Partie): string | null {
  const decision: Deliberation | undefined = evenementsDeType(convention, 'deliberation')
    .filter((one) => one.partie === partie)
    .at(-1);
  if (decision === undefined) return null;
  const date = formatDate(decision.date);
  const isOther = partie === 'beneficiaire' && convention.beneficiaireTransmet === false;
  if (isOther) return decision.numero.includes(date) ? decision.numero : `${decision.numero} du ${date}`;
  return `délibération n° ${decision.numero} du ${date}`;
}

function partieSignee(convention: Convention, partie: Partie): Pick<PartieConvention, 'autorisation' | 'signeeLe'> {
  const signature = evenementsDeType(convention, 'signature').find((one) => one.partie === partie);
  return {
    autorisation: autorisation(convention, partie),
    signeeLe: signature === undefined ? null : formatDate(signature.date),
  };
}

function echeancier(convention: Convention): readonly LigneEcheancier[] {
  const lecture = lireConvention(convention);
  if (lecture === null) return [];
  const periodes = lecture.jusquA(lecture.fin?.le ?? lecture.effet.add({ years: 3 }));
  return periodes.map(({ rang, debut, fin, anniversaire }) => ({
    rang: String(rang),
    debut: formatDate(debut),
    fin: formatDate(fin),
    anniversaire: anniversaire === null ? null : formatDate(anniversaire.date),
    dernierJourOpposition: anniversaire === null ? null : formatDate(anniversaire.dernierJourOpposition),
  }));
}

/** Who signs is who signed; before that, who represents the party today. */
function personne(convention: Convention, partie: Partie, today: { readonly nom: string; readonly qualite: string }) {
  const signature = evenementsDeType(convention, 'signature').find((one) => one.partie === partie);
  const nom = signature?.signataire ?? today.nom;
  const qualite = signature?.qualite ?? today.qualite;
  return { representant: `${nom}, ${qualite}`, qualite, signataire: nom };
}

/**
 * What the paper of a convention says, as it was first signed: avenants are papers of their own. `modele` is the version
 * that the convention bears, see `modeleDeConvention`.
 *
 * Source: convention of 2022, préambule to art. 8; art. 8.1, « élisent respectivement domicile en leur siège », and the
 * court; art. 8.2, « prendre la forme d'un avenant ».
 */
export function papier(
  convention: ConventionComplete,
  context: {
    readonly modele: Modele;
    readonly territoire: Territoire;
    readonly effectif: string;
    readonly today: Temporal.PlainDate;
  },
): DonneesConvention {
  const { structure } = convention;
  const { modele, territoire, today } = context;
  const effet = dateEffet(convention);
  return {
    reference: convention.reference,
    etat: effet === null ? 'projet' : 'signee',
    departement: {
      nom: `Le ${territoire.nomComplet}`,
      adresse: territoire.adresse,
      ...personne(convention, 'departement', representantDe(convention, territoire, 'departement', today)),
      ...partieSignee(convention, 'departement'),
    },
    beneficiaire: {
      nom: structure.nom,
      adresse: `${structure.adresse}, ${structure.codePostal} ${structure.commune}`,
      ...personne(convention, 'beneficiaire', representantDe(convention, territoire, 'beneficiaire', today)),
      ...partieSignee(convention, 'beneficiaire'),
    },
    modele,
    parametres: parametres(convention, territoire, context.effectif),
    dateEffet: effet === null ? null : formatDate(effet),
    echeancier: echeancier(convention),
    accusesReception: evenementsDeType(convention, 'teletransmission').map(
      ({ numero, recueLe }) => `n° ${numero}, reçu en préfecture le ${formatDate(recueLe)}`,
    ),
    lieuSignature: territoire.ville ?? A_RENSEIGNER,
    couleur: territoire.couleur,
    etablie: { iso: today.toString(), texte: formatDate(today) },
  };
}
