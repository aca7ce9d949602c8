import { createHash, randomBytes } from 'node:crypto';
import { formatDateLongue, formatHeure, formatPlage, parisDate, parisTime } from '../../../domain/date.ts';
import { type Territoire, urlDe } from '../../../domain/territoire.ts';
import type { Coffre } from '../../../platform/coffre.ts';
import type { SignedRq } from '../../../platform/http/route.ts';
import { uuidv7 } from '../../../platform/ids.ts';
import type { DataKeys } from '../../../platform/keys/store.ts';
import type { Sealers } from '../../../platform/seal/sealers.ts';
import type { SeanceAgent } from '../../accompagnements/store.ts';
import { codeVerification } from '../../conventions/pieces/rules.ts';
import { findLogo } from '../../territoires/store.ts';
import { placeDe } from '../contenu.ts';
import type { Promesse } from '../notice/notice.ts';
import { adresseDuLien } from '../retrait/jeton.ts';
import { creerLien } from '../retrait/store.ts';
import {
  codeDeRetrait,
  type Dessin,
  finPrevue,
  type Identite,
  PIECES_IDENTITE,
  QUALITES_REPRESENTANT,
  ROLES_TIERS,
  traceDuCode,
  traceDuDessin,
} from '../rules.ts';
import { type MandatASigner, saveMandatSigne } from '../signature/store.ts';
import type { ALire } from './contexte.ts';
import { type DonneesMandat, type FicheRetrait, renderMandat, type SignatureMandat } from './document.ts';
import { deposerCopie } from './store.ts';
import { nomDe } from './texte.ts';

/** What the routes that make mandats need besides a request. */
export type CreationOptions = {
  /** Where people reach the installation, for what is printed. */
  readonly url: string;
  /** A demo, where nothing is true: no file of the DPO is waited for. */
  readonly demo: boolean;
  readonly coffre: Coffre;
  readonly cles: DataKeys;
  /** Without it, nothing can be signed. */
  readonly sealers?: Sealers | undefined;
};

/** What making a mandat takes of a request. */
type Signature = Pick<SignedRq, 'db' | 'territoire' | 'compte'>;

export function sealersOf({ sealers }: CreationOptions): Sealers {
  if (sealers === undefined) throw new Error('No sealer was given: no mandat can be signed');
  return sealers;
}

/** « le jeudi 26 novembre 2026 à 10 h 04 min 09 s » */
export function direInstant(at: Temporal.Instant): string {
  const { hour, minute, second } = parisTime(at);
  const two = (value: number) => String(value).padStart(2, '0');
  return `le ${formatDateLongue(parisDate(at))} à ${hour}\u00a0h\u00a0${two(minute)}\u00a0min\u00a0${two(second)}\u00a0s`;
}

/** A digest as it is printed, by groups of 16: no mark is then added where a line ends. */
const groupe = (sha256: string): string => sha256.replace(/(.{16})(?=.)/g, '$1 ');

/** Drawings of those who sign, by capacity. */
export type Dessins = { readonly mandant: Dessin; readonly mandataire: Dessin; readonly tiers: Dessin | null };

/** Who signs for the mandant. */
export function signataire({ prenom, nom, representant }: Identite): { readonly titre: string; readonly nom: string } {
  return representant === null
    ? { titre: 'Le mandant', nom: nomDe({ prenom, nom }) }
    : {
        titre: `Pour le mandant : ${QUALITES_REPRESENTANT[representant.qualite].toLowerCase()}`,
        nom: nomDe(representant),
      };
}

function signatures({ brouillon, agent }: ALire, dessins: Dessins | null): readonly SignatureMandat[] {
  const { identite } = brouillon;
  const { tiers } = identite;
  return [
    { ...signataire(identite), dessin: dessins?.mandant ?? null },
    { titre: 'Le mandataire, qui accepte', nom: agent, dessin: dessins?.mandataire ?? null },
    ...(tiers === null || (dessins !== null && dessins.tiers === null)
      ? []
      : [{ titre: ROLES_TIERS[tiers.role], nom: tiers.nom, dessin: dessins?.tiers ?? null }]),
  ];
}

const hash = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex');

/** What is the same of a mandat signed on a tablet and of one signed on paper. */
export type Acte = {
  readonly id: string;
  readonly seance: SeanceAgent;
  readonly lu: ALire;
  readonly signeAt: Temporal.Instant;
  readonly code: string;
  readonly finPrevueAt: Temporal.Instant;
  /** The paper form that was signed, and when it was recorded; null on a tablet. */
  readonly papier: { readonly numero: string; readonly enregistreAt: Temporal.Instant } | null;
  /** The notice that was read: on paper, as it was printed. */
  readonly notice: Promesse;
};

export function nouvelActe(
  acte: Pick<Acte, 'id' | 'seance' | 'lu' | 'signeAt'> & Partial<Pick<Acte, 'papier' | 'notice'>>,
): Acte {
  const code = codeVerification(randomBytes(12));
  return { papier: null, notice: acte.lu.notice, ...acte, code, finPrevueAt: finPrevue(acte.lu.dernierJour) };
}

export async function preuves(
  { territoire }: Signature,
  { lu, seance, signeAt, code, papier, notice }: Acte,
  sealers: Sealers,
): Promise<DonneesMandat['preuves']> {
  const { verification, representant } = lu.brouillon.identite;
  const sealer = await sealers.sealerOf(territoire);
  const certificate = createHash('sha256').update(sealer.certificate.raw).digest('hex');
  const qui = representant === null ? 'au mandant' : 'à la personne qui le représente ou l’assiste';
  return [
    { libelle: 'Signé', valeur: direInstant(signeAt) },
    { libelle: 'Instant universel', valeur: signeAt.toString({ smallestUnit: 'second' }) },
    {
      libelle: 'Séance',
      valeur: `${formatDateLongue(seance.jour)}, ${formatPlage(seance.heureDebut, seance.heureFin)}`,
    },
    { libelle: 'Lieu', valeur: [seance.endroit, seance.adresse].filter((part) => part !== null).join(', ') },
    { libelle: 'Convention', valeur: lu.convention ?? 'aucune : lieu du Département, ou aide ponctuelle' },
    ...(papier === null
      ? [{ libelle: 'Agent', valeur: `${lu.agent}, connecté avec un second facteur redonné pour signer` }]
      : [
          { libelle: 'Agent', valeur: lu.agent },
          {
            libelle: 'Papier',
            valeur: `formulaire n° ${papier.numero}, enregistré ${direInstant(papier.enregistreAt)}`,
          },
        ]),
    {
      libelle: 'Identité',
      valeur: `vérifiée par l’agent : document demandé ${qui}, ${PIECES_IDENTITE[verification.piece]}${verification.isPerimee ? ' (périmé)' : ''}`,
    },
    {
      libelle: 'Notice',
      valeur: `version ${notice.version}${papier === null ? '' : ', telle qu’imprimée sur le formulaire'}, empreinte SHA-256 ${groupe(notice.sha256)}`,
    },
    { libelle: 'Texte lu', valeur: `empreinte SHA-256 ${groupe(hash(lu.sections))}` },
    {
      libelle: 'Cachet',
      valeur: `${sealer.name}, certificat SHA-256 ${groupe(certificate)}${
        sealer.selfSigned ? ', fait par cette installation : il prouve que rien n’a changé' : ''
      }`,
    },
    { libelle: 'Horodatage', valeur: 'quand une autorité a répondu, il est dans le cachet de ce fichier' },
    { libelle: 'Code', valeur: code },
  ];
}

/** What is the same in the document and in the copy. */
export async function donneesDe(
  rq: Signature,
  acte: Acte,
  options: CreationOptions,
  dessins: Dessins | null,
): Promise<Omit<DonneesMandat, 'fiche'>> {
  const { territoire, db } = rq;
  const { lu, seance, signeAt, code } = acte;
  const heure = formatHeure(parisTime(signeAt));
  return {
    departement: { nom: territoire.nomComplet, logo: (await findLogo(db, territoire.id))?.octets ?? null },
    couleur: territoire.couleur,
    sections: lu.sections,
    notice: lu.notice,
    fait: `Fait à : ${seance.endroit}, le ${formatDateLongue(parisDate(signeAt))} à ${heure} (heure de Paris).`,
    signatures: signatures(lu, dessins),
    preuves: await preuves(rq, acte, sealersOf(options)),
    verification: { code, adresse: `${urlDe(options.url, territoire)}/verifier` },
    etablie: parisDate(signeAt).toString(),
  };
}

function ficheDe(
  territoire: Territoire,
  { lu }: Acte,
  secrets: { readonly code: string; readonly lien: string },
): FicheRetrait {
  const { brouillon, agent, dernierJour } = lu;
  return {
    ...secrets,
    telephone: territoire.telephone,
    adresse: `${territoire.nomComplet}, ${territoire.adresse}`,
    demarches: brouillon.lignes.map(({ objet, operateur, nature }) =>
      nature === 'donnees' ? `${objet}, à demander à : ${operateur}` : `${objet}, auprès de : ${operateur}`,
    ),
    dernierJour: formatDateLongue(dernierJour),
    agent,
  };
}

/** What is kept of a mandat that has just been signed, once its document is made. */
type Garde = {
  readonly forme: MandatASigner['forme'];
  readonly document: Uint8Array;
  readonly horodateAt: Temporal.Instant | null;
  readonly dessins: Dessins | null;
  readonly remplaceId: string | null;
};

/** The keyed prints of drawings: what tells that one has signed before. */
export function empreintesDe(coffre: Coffre, dessins: Dessins): readonly Uint8Array[] {
  return [dessins.mandant, dessins.mandataire, ...(dessins.tiers === null ? [] : [dessins.tiers])].map((dessin) =>
    coffre.print(traceDuDessin(dessin)),
  );
}

/**
 * Keeps a signed mandat: identity, démarches and document, each under its key, then the copy that the person leaves with, whose
 * code and link are kept nowhere else. All in the transaction of the request, or nothing. Returns the constraint that refused.
 */
export async function garder(
  rq: Signature,
  acte: Acte,
  garde: Garde,
  options: CreationOptions,
): Promise<{ constraint: string } | undefined> {
  const { db, territoire } = rq;
  const { lu, seance, id, code, signeAt, finPrevueAt, notice } = acte;
  const { brouillon } = lu;
  const { dessins, document, ...kept } = garde;
  const demarches = brouillon.lignes.map((objet) => ({ id: uuidv7(), objet }));
  const keys = new Map([
    ...(await options.cles.open(territoire.id, [id])),
    ...(await options.cles.make(
      territoire.id,
      demarches.map((demarche) => demarche.id),
    )),
  ]);
  const codeRetrait = codeDeRetrait(randomBytes(8));
  const mandat: MandatASigner = {
    ...kept,
    id,
    document,
    agentId: seance.agentId,
    suppleantId: brouillon.suppleantId,
    seanceId: seance.id,
    conventionId: seance.conventionId,
    identite: brouillon.identite,
    demarches,
    noticeVersion: notice.version,
    noticeSha256: Buffer.from(notice.sha256, 'hex'),
    delaiTiersHeures: notice.delaiTiersHeures,
    signeAt,
    enregistreAt: acte.papier?.enregistreAt ?? signeAt,
    finPrevueAt,
    documentSha256: createHash('sha256').update(document).digest(),
    code,
    traits: dessins === null ? [] : empreintesDe(options.coffre, dessins),
    codeRetrait: options.coffre.print(traceDuCode(code, codeRetrait)),
    compteId: rq.compte.id,
  };
  const refused = await saveMandatSigne(db, territoire.id, mandat, keys);
  if (refused !== undefined) return refused;
  const jeton = await creerLien(db, territoire.id, id, { origine: 'copie', expireAt: finPrevueAt });
  const fiche = ficheDe(territoire, acte, { code: codeRetrait, lien: adresseDuLien(options.url, territoire, jeton) });
  const copie = await renderMandat({ ...(await donneesDe(rq, acte, options, dessins)), fiche });
  const key = keys.get(id);
  if (key === undefined) throw new Error(`No key for ${id}`);
  await deposerCopie(db, territoire.id, id, key.seal(copie, placeDe.copie(id)));
  return undefined;
}

/** The document of a mandat signed on a tablet, sealed in the name of the territoire. */
export async function documentScelle(rq: Signature, acte: Acte, dessins: Dessins, options: CreationOptions) {
  const pdf = await renderMandat({ ...(await donneesDe(rq, acte, options, dessins)), fiche: null });
  return sealersOf(options).seal(rq.territoire, pdf, acte.signeAt);
}
