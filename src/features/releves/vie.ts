import type { Compte } from '../../domain/compte.ts';
import type { Territoire } from '../../domain/territoire.ts';
import type { Db } from '../../platform/db.ts';
import { type Message, queueMail } from '../courriels/store.ts';
import { referentsDe } from '../structures/store.ts';
import { courrielCertifie, courrielCorrige, courrielEnvoye, courrielRetourne, type Sujet } from './courriels.ts';
import { contenuDe, type Dossier } from './dossier.ts';
import { empreinteDe } from './empreinte.ts';
import { estLa } from './lecture.ts';
import { type Destinataire, destinataires } from './rappels/store.ts';
import type { PartBeneficiaire, RefusReleve } from './rules.ts';
import { figer, lockReleve, ouvrirCorrection, type Releve, saveActe, savePart, updateReleve } from './store.ts';

/** Who does something of a relevé, when, and where mails lead. */
export type Geste = {
  readonly db: Db;
  readonly territoire: Territoire;
  readonly compte: Compte;
  readonly now: Temporal.Instant;
  readonly today: Temporal.PlainDate;
  readonly url: string;
};

type Fait = { readonly fait: true };
const FAIT: Fait = { fait: true };

function sujetDe({ releve, convention }: Pick<Dossier, 'releve' | 'convention'>): Sujet {
  const { reference, structure } = convention;
  return { id: releve.id, mois: releve.mois, reference, structure: structure.nom };
}

type Vers = 'agents' | 'referents' | 'equipe';

/** Writes to those whom it concerns, but whoever did it. */
async function ecrire(
  { db, territoire, compte, today }: Geste,
  { agents, convention }: Dossier,
  vers: readonly Vers[],
  dire: (a: Destinataire) => Message,
): Promise<void> {
  const ids = new Set(agents.map(({ agentId }) => agentId));
  const concerne = (one: Destinataire): boolean => {
    if (one.role === 'equipe') return vers.includes('equipe');
    if (one.role === 'agent') return vers.includes('agents') && ids.has(one.agentId ?? '');
    return vers.includes('referents') && one.structureId === convention.structureId;
  };
  for (const one of await destinataires(db, territoire.id, today)) {
    if (one.id !== compte.id && concerne(one)) await queueMail(db, territoire.id, dire(one));
  }
}

/** Why an account may not send, or take back; null: it may. The équipe technique does when no agent of the month is left. */
export function refusDEnvoi(
  { compte, today }: Pick<Geste, 'compte' | 'today'>,
  { releve, agents }: Pick<Dossier, 'agents'> & { readonly releve: Pick<Releve, 'etat'> },
): RefusReleve | null {
  if (releve.etat === 'certifie') return { refus: 'deja_certifie' };
  if (releve.etat === 'envoye') return { refus: 'deja_envoye' };
  const isAgents = compte.role === 'equipe' && agents.some((one) => estLa(one, today));
  return isAgents ? { refus: 'agent_en_place' } : null;
}

export async function envoyer(geste: Geste, dossier: Dossier): Promise<Fait | RefusReleve> {
  const { db, territoire, compte, now } = geste;
  const releve = await lockReleve(db, territoire.id, dossier.releve.id);
  const refus = refusDEnvoi(geste, { ...dossier, releve });
  if (refus !== null) return refus;
  await updateReleve(db, territoire.id, releve.id, { etat: 'envoye', envoyeAt: now, envoyePar: compte.id });
  await saveActe(db, territoire.id, { releveId: releve.id, acte: 'envoye', compteId: compte.id });
  await ecrire(geste, dossier, ['referents'], (a) => courrielEnvoye(a, sujetDe(dossier), geste));
  return FAIT;
}

/** Takes back what was sent and is not certified. */
export async function reprendre({ db, territoire, compte }: Geste, dossier: Dossier): Promise<Fait | RefusReleve> {
  const { id, etat } = await lockReleve(db, territoire.id, dossier.releve.id);
  if (etat !== 'envoye') return { refus: etat === 'certifie' ? 'deja_certifie' : 'pas_envoye' };
  await updateReleve(db, territoire.id, id, { etat: 'a_envoyer', envoyeAt: null, envoyePar: null });
  await saveActe(db, territoire.id, { releveId: id, acte: 'repris', compteId: compte.id });
  return FAIT;
}

/** The part of the Bénéficiaire, as long as it is not certified: he need not wait for the agent. */
export async function enregistrerPart(
  { db, territoire, compte }: Geste,
  dossier: Dossier,
  part: PartBeneficiaire,
): Promise<Fait | RefusReleve> {
  const { id, etat } = await lockReleve(db, territoire.id, dossier.releve.id);
  if (etat === 'certifie') return { refus: 'deja_certifie' };
  await savePart(db, territoire.id, id, part);
  await saveActe(db, territoire.id, { releveId: id, acte: 'part', compteId: compte.id });
  return FAIT;
}

export async function retourner(geste: Geste, dossier: Dossier, remarques: string): Promise<Fait | RefusReleve> {
  const { db, territoire, compte, now } = geste;
  const { id, etat } = await lockReleve(db, territoire.id, dossier.releve.id);
  if (etat !== 'envoye') return { refus: etat === 'certifie' ? 'deja_certifie' : 'pas_envoye' };
  await updateReleve(db, territoire.id, id, { etat: 'retourne', retourneAt: now });
  await saveActe(db, territoire.id, { releveId: id, acte: 'retourne', texte: remarques, compteId: compte.id });
  await ecrire(geste, dossier, ['agents'], (a) => courrielRetourne(a, sujetDe(dossier), remarques, geste));
  return FAIT;
}

/** « Camille Exemple, directrice », as the register of référents knows him. */
async function nomDuReferent({ db, territoire, compte }: Geste, structureId: string): Promise<string> {
  const known = (await referentsDe(db, territoire.id, structureId)).find(
    ({ courriel }) => courriel === compte.courriel,
  );
  const nom = known === undefined ? compte.nom : `${compte.nom}, ${known.fonction}`;
  return [...nom].slice(0, 160).join('');
}

/**
 * Certifies what was read, and freezes it. `vue`: the print of what the référent had before his eyes; anything else is refused, and
 * he is shown what it has become. The version is held first: a record being written is waited for and counted, and those that
 * come after find it certified.
 *
 * Source: art. 3.4, the Bénéficiaire « est responsable de la fiabilité des informations transmises ».
 */
export async function certifier(geste: Geste, dossier: Dossier, vue: string): Promise<Fait | RefusReleve> {
  const { db, territoire, compte, now } = geste;
  const { convention } = dossier;
  const releve = await lockReleve(db, territoire.id, dossier.releve.id);
  const { id, etat, part } = releve;
  if (etat !== 'envoye') return { refus: etat === 'certifie' ? 'deja_certifie' : 'pas_envoye' };
  if (part === null) return { refus: 'part_manquante' };
  const contenu = await contenuDe(db, territoire.id, { releve, convention });
  const empreinte = empreinteDe({ contenu, part }, releve.sel);
  if (empreinte !== vue) return { refus: 'chiffres_changes' };
  const nom = await nomDuReferent(geste, convention.structureId);
  await figer(db, territoire.id, id, { contenu, empreinte, compteId: compte.id, nom, now });
  await saveActe(db, territoire.id, { releveId: id, acte: 'certifie', compteId: compte.id });
  await ecrire(geste, dossier, ['agents', 'equipe'], (a) => courrielCertifie(a, sujetDe(dossier), nom, geste));
  return FAIT;
}

/** Opens a version beside the certified one: the records of the month may be corrected again. */
export async function corriger(
  geste: Geste,
  dossier: Dossier,
  motif: string,
): Promise<{ readonly id: string } | RefusReleve> {
  const { db, territoire, compte } = geste;
  const releve = await lockReleve(db, territoire.id, dossier.releve.id);
  if (releve.etat !== 'certifie') return { refus: 'version_remplacee' };
  const id = await ouvrirCorrection(db, territoire.id, releve, { motif, compteId: compte.id });
  if (id === undefined) return { refus: 'version_remplacee' };
  await saveActe(db, territoire.id, { releveId: id, acte: 'corrige', texte: motif, compteId: compte.id });
  const sujet = { ...sujetDe(dossier), id };
  await ecrire(geste, dossier, ['agents', 'referents'], (a) => courrielCorrige(a, sujet, motif, geste));
  return { id };
}
