import { sql } from 'kysely';
import { demo } from '../db/demo/ids.ts';
import type { Role } from '../src/domain/compte.ts';
import { saveEtat, saveImport, saveLignes } from '../src/features/conventions/portefeuille/store.ts';
import { queueMail } from '../src/features/courriels/store.ts';
import { saveVersion } from '../src/features/dossiers/store.ts';
import { geler } from '../src/features/droits/gel/store.ts';
import { lignesDe, retenirLignes } from '../src/features/droits/lignes/store.ts';
import { saveDemande, saveVerification, updateDemande } from '../src/features/droits/store.ts';
import { saveEchange } from '../src/features/echanges/store.ts';
import { fluxDe, ouvrirFlux } from '../src/features/echeancier/calendrier/store.ts';
import { ouvrirAcces } from '../src/features/mandats/acces/store.ts';
import { demanderRemises, remisesDe } from '../src/features/mandats/remise/store.ts';
import { creerLien } from '../src/features/mandats/retrait/store.ts';
import { empreinteJeton, jetonDe, nouveauCode } from '../src/features/rendez-vous/code.ts';
import { declarerViolation } from '../src/features/violations/store.ts';
import { inTerritoire } from '../src/platform/db.ts';
import type { Permission, Route } from '../src/platform/http/route.ts';
import { uuidv7 } from '../src/platform/ids.ts';
import type { Base } from './base.ts';
import { testCles } from './cles-partagees.ts';
import { testCoffre } from './coffre.ts';
import { poserMandat } from './mandats.ts';
import { pngBavard } from './photos.ts';

/** An identifier that no row bears. */
const NOBODY = '00000000-0000-7000-8000-000000000000';

/** One object of each kind that a path may name. */
export type Objects = Readonly<Record<string, string>>;

/** Objects hanging from a structure, one of its lieux and one agent, found in the database as its owner sees it. */
export async function objectsOf(
  base: Base,
  territoireId: string,
  structure: string,
  lieu: string,
  agent: string,
): Promise<Objects> {
  const first = async (
    table:
      | 'referent'
      | 'convention'
      | 'permanence'
      | 'seance'
      | 'accompagnement'
      | 'conventionEvenement'
      | 'piece'
      | 'compte'
      | 'demande'
      | 'membre',
    where: Objects,
  ) => {
    let query = base.owner.selectFrom(table).select('id').where('territoireId', '=', territoireId).orderBy('id');
    for (const [column, value] of Object.entries(where)) query = query.where(column as 'id', '=', value);
    return (await query.executeTakeFirst())?.id ?? NOBODY;
  };
  const convention = await first('convention', { structureId: structure });
  return {
    structure,
    lieu,
    agent,
    convention,
    referent: await first('referent', { structureId: structure }),
    evenement: await first('conventionEvenement', { conventionId: convention }),
    piece: await first('piece', { conventionId: convention }),
    permanence: await first('permanence', { lieuId: lieu }),
    seance: await first('seance', { agentId: agent }),
    accompagnement: await first('accompagnement', { agentId: agent }),
    compte: await first('compte', { structureId: structure }),
    filtre: await filtre(base, territoireId, structure),
    jeton: await calendar(base, territoireId),
    ...(await surLeLieu(base, territoireId, lieu)),
    absence: await absenceOf(base, territoireId, agent),
    changement: await changementOf(base, territoireId, {
      permanenceId: await first('permanence', { lieuId: lieu }),
      createdBy: structure === demo.structures.alberes ? demo.comptes.equipe : uuidv7(),
    }),
    demande: await demandeOf(base, territoireId),
    membre: await first('membre', {}),
    import: await analysedFile(base, territoireId),
    certificat: await certificatOf(base, territoireId),
    ...(await modeleOf(base, territoireId)),
    ...(await droitOf(base, territoireId, agent)),
    ...(await abandoned(base, territoireId)),
    ...(await mandatOf(base, territoireId, agent)),
    ...(await garde(base, territoireId, agent)),
    ...(await rendezVousOf(base, territoireId, { agentId: agent, lieuId: lieu })),
    ...(await momentOf(base, territoireId)),
    temps: await tempsOf(base, territoireId, agent),
    service: await serviceOf(base, territoireId, agent),
    ...(await releveOf(base, territoireId, { structureId: structure, agentId: agent })),
  };
}

/** An online service that blocks, told by that agent, which nobody has taken up. */
async function serviceOf(base: Base, territoireId: string, agentId: string): Promise<string> {
  const [id, constateLe] = [uuidv7(), Temporal.PlainDate.from('2026-01-05')];
  const what = { operateur: 'CAF', serviceNom: 'Essai', obstacle: 'panne', constateLe };
  await base.owner
    .insertInto('serviceBloque')
    .values({ territoireId, id, agentId, ...what })
    .execute();
  return id;
}

/**
 * A mandat in force of which the agent is the mandataire, and a link by which its person withdraws it; that of the demo agent is
 * open to the équipe technique, for a reason.
 */
async function mandatOf(base: Base, territoireId: string, agentId: string): Promise<Objects> {
  const { id: mandat } = await poserMandat(base, testCles, { territoireId, agentId });
  const expireAt = Temporal.Now.instant().add({ hours: 24 });
  const lien = await inTerritoire(base.request, territoireId, (db) =>
    creerLien(db, territoireId, mandat, { origine: 'copie', expireAt }),
  );
  if (agentId === demo.agents.demo) {
    const acces = {
      mandatId: mandat,
      compteId: demo.comptes.equipe,
      motif: 'Essai des accès',
      now: Temporal.Now.instant(),
    };
    await inTerritoire(base.request, territoireId, (db) => ouvrirAcces(db, territoireId, acces));
  }
  return { mandat, lien };
}

/** A time that an agent declared, long ago. */
async function tempsOf(base: Base, territoireId: string, agentId: string): Promise<string> {
  const [id, tempsJour] = [uuidv7(), Temporal.PlainDate.from('2026-01-05')];
  await base.owner
    .insertInto('tempsAgent')
    .values({ territoireId, id, agentId, tempsJour, tempsNature: 'trajet', tempsMinutes: 30 })
    .execute();
  return id;
}

/** A séance to come that receives by rendez-vous, whoever holds it: hours may be asked of it. */
async function momentOf(base: Base, territoireId: string): Promise<Objects> {
  const found = await base.owner
    .selectFrom('seance')
    .innerJoin('permanence', (join) =>
      join
        .onRef('permanence.territoireId', '=', 'seance.territoireId')
        .onRef('permanence.id', '=', 'seance.permanenceId'),
    )
    .select('seance.id')
    .where('seance.territoireId', '=', territoireId)
    .where('seance.statut', '=', 'prevue')
    .where('seance.jour', '>', Temporal.Now.plainDateISO('Europe/Paris').add({ days: 7 }))
    .where('permanence.accueil', '<>', 'libre')
    .orderBy('seance.jour')
    .orderBy('seance.id')
    .executeTakeFirst();
  return { seancerdv: found?.id ?? NOBODY };
}

/** A rendez-vous to come with that agent in that lieu, what it is for, and the link that its person was sent. */
async function rendezVousOf(
  base: Base,
  territoireId: string,
  { agentId, lieuId }: { readonly agentId: string; readonly lieuId: string },
): Promise<Objects> {
  const [motifrdv, seanceId, rdv] = [uuidv7(), uuidv7(), uuidv7()];
  const of = { territoireId };
  await base.owner
    .insertInto('rdvMotif')
    .values({ ...of, id: motifrdv, nom: `Essai ${motifrdv}`, dureeMinutes: 30 })
    .execute();
  // A day of its own, however often it is asked; soon, so that others may be chosen instead.
  const { already } = await base.owner
    .selectFrom('seance')
    .select(sql<number>`count(*)`.as('already'))
    .where('territoireId', '=', territoireId)
    .where('endroit', '=', 'Essai')
    .executeTakeFirstOrThrow();
  const jour = Temporal.Now.plainDateISO('Europe/Paris').add({ days: 8 + Number(already) });
  const [heureDebut, heureFin] = [Temporal.PlainTime.from('05:00'), Temporal.PlainTime.from('06:00')];
  const place = { endroit: 'Essai', motif: 'Essai', createdBy: uuidv7() };
  await base.owner
    .insertInto('seance')
    .values({ ...of, id: seanceId, agentId, lieuId, jour, heureDebut, heureFin, ...place })
    .execute();
  const lienrdv = jetonDe(testCoffre, rdv);
  const taken = { debut: heureDebut, fin: heureDebut.add({ minutes: 30 }), codeRdv: nouveauCode() };
  const who = { prenom: 'Essai', prevenir: 'guichet', canal: 'public', jetonHash: empreinteJeton(lienrdv) };
  await base.owner
    .insertInto('rendezVous')
    .values({ ...of, id: rdv, seanceId, motifId: motifrdv, ...taken, ...who })
    .execute();
  return { rdv, motifrdv, lienrdv, ...(await attenteOf(base, territoireId, { seanceId, motifrdv, agentId })) };
}

/** Somebody who waits, the place that is held for them with that agent, a call about it, a record; a message that was refused. */
async function attenteOf(
  base: Base,
  territoireId: string,
  { seanceId, motifrdv, agentId }: { readonly seanceId: string; readonly motifrdv: string; readonly agentId: string },
): Promise<Objects> {
  const [attente, place, appel, personne, sms] = [uuidv7(), uuidv7(), uuidv7(), uuidv7(), uuidv7()];
  const of = { territoireId };
  const jour = Temporal.Now.plainDateISO('Europe/Paris');
  const lienattente = jetonDe(testCoffre, attente);
  const lienplace = jetonDe(testCoffre, place);
  const who = { prenom: 'Essai', prevenir: 'guichet' };
  const { lieuId } = await base.owner
    .selectFrom('seance')
    .select(sql<string>`lieu_id`.as('lieuId'))
    .where('territoireId', '=', territoireId)
    .where('agentId', '=', agentId)
    .where('lieuId', 'is not', null)
    .executeTakeFirstOrThrow();
  await base.owner
    .insertInto('rdvAttente')
    .values({
      ...{ ...of, ...who, id: attente, lieuId, motifId: motifrdv, du: jour, au: jour, statut: 'propose' },
      ...{ codeAttente: nouveauCode(), jetonHash: empreinteJeton(lienattente) },
    })
    .execute();
  const [debut, fin] = [Temporal.PlainTime.from('05:30'), Temporal.PlainTime.from('06:00')];
  await base.owner
    .insertInto('rendezVous')
    .values({
      ...{ ...of, ...who, id: place, seanceId, motifId: motifrdv, debut, fin, canal: 'public', attenteId: attente },
      ...{ statut: 'tenu', tenuJusqua: Temporal.Now.instant().add({ hours: 24 }) },
      ...{ codeRdv: nouveauCode(), jetonHash: empreinteJeton(lienplace) },
    })
    .execute();
  await base.owner
    .insertInto('appel')
    .values({ ...of, id: appel, rendezVousId: place, raison: 'place', aDire: 'Essai', avant: Temporal.Now.instant() })
    .execute();
  await base.owner
    .insertInto('personne')
    .values({ ...of, id: personne, prenom: 'Essai', nomCherche: 'essai', referentAgentId: agentId, suivieDepuis: jour })
    .execute();
  await base.owner
    .insertInto('sms')
    .values({ ...of, id: sms, destinataire: '+33639980001', texte: 'Essai', echec: '400' })
    .execute();
  return { attente, lienattente, lienplace, appel, personne, sms };
}

/** A month of a convention of the structure in which the agent had a séance. */
async function releveOf(
  base: Base,
  territoireId: string,
  { structureId, agentId }: { readonly structureId: string; readonly agentId: string },
): Promise<Objects> {
  const debut = Temporal.Now.plainDateISO('Europe/Paris').with({ day: 1 });
  const last = await base.owner
    .selectFrom('seance')
    .innerJoin('convention', 'convention.id', 'seance.conventionId')
    .select(['seance.jour', 'convention.id'])
    .where('seance.territoireId', '=', territoireId)
    .where('convention.structureId', '=', structureId)
    .where('seance.jour', '<', debut)
    // Of the agent where there is one: otherwise of whoever came.
    .orderBy((eb) => eb('seance.agentId', '=', agentId), 'desc')
    .orderBy('seance.jour', 'desc')
    .executeTakeFirst();
  const conventionId = last?.id ?? NOBODY;
  const mois = (last?.jour ?? debut.subtract({ months: 1 })).with({ day: 1 });
  const found = await base.owner
    .selectFrom('releve')
    .select('id')
    .where('territoireId', '=', territoireId)
    .where('conventionId', '=', conventionId)
    .where('mois', '=', mois)
    .orderBy('numero', 'desc')
    .executeTakeFirst();
  const id = found?.id ?? uuidv7();
  if (found === undefined && last !== undefined)
    await base.owner.insertInto('releve').values({ territoireId, id, conventionId, mois }).execute();
  return { releve: id, relconvention: conventionId, mois: mois.toPlainYearMonth().toString() };
}

/** A filter of the équipe technique of the demo, where its structure is; of somebody else elsewhere. */
async function filtre(base: Base, territoireId: string, structure: string): Promise<string> {
  const { id: compteId } = await base.owner
    .selectFrom('compte')
    .select('id')
    .where('territoireId', '=', territoireId)
    .where('id', structure === demo.structures.alberes ? '=' : '<>', demo.comptes.equipe)
    .executeTakeFirstOrThrow();
  const id = uuidv7();
  const saved = { territoireId, id, compteId, nom: `Essai ${id}`, requete: 'sous=30' };
  await base.owner.insertInto('filtreConventions').values(saved).execute();
  return id;
}

/** The secret of the calendar that somebody of the équipe technique opened. */
async function calendar(base: Base, territoireId: string): Promise<string> {
  const { id } = await base.owner
    .selectFrom('compte')
    .select('id')
    .where('territoireId', '=', territoireId)
    .where('role', '=', 'equipe')
    .where('fermeLe', 'is', null)
    .orderBy('id')
    .executeTakeFirstOrThrow();
  return inTerritoire(base.request, territoireId, async (db) => {
    const open = await fluxDe(db, territoireId, id, testCoffre);
    if (open === undefined) await ouvrirFlux(db, territoireId, id, { coffre: testCoffre, now: Temporal.Now.instant() });
    return (await fluxDe(db, territoireId, id, testCoffre))?.jeton ?? '';
  });
}

/** What hangs from a lieu: a visit with its photo, a dérogation, a breach, a room. */
async function surLeLieu(base: Base, territoireId: string, lieuId: string): Promise<Objects> {
  const [visite, photo, derogation, manquement, salle] = [uuidv7(), uuidv7(), uuidv7(), uuidv7(), uuidv7()];
  const jour = Temporal.PlainDate.from('2026-01-05');
  const of = { territoireId, lieuId };
  await base.owner
    .insertInto('salle')
    .values({ ...of, id: salle, nom: `Salle ${salle}`, places: 8 })
    .execute();
  await base.owner
    .insertInto('lieuVisite')
    .values({ ...of, id: visite, faiteLe: jour, faitePar: 'Essai' })
    .execute();
  await base.owner
    .insertInto('lieuPhoto')
    .values({ territoireId, id: photo, visiteId: visite, type: 'image/png', octets: Buffer.from(pngBavard()) })
    .execute();
  const criteres = { usage: 'atelier', criteres: ['wifi'], motif: 'Essai' };
  await base.owner
    .insertInto('lieuDerogation')
    .values({ ...of, id: derogation, ...criteres, du: jour, au: jour })
    .execute();
  await base.owner
    .insertInto('manquement')
    .values({ ...of, id: manquement, nature: 'moyens', constateLe: jour })
    .execute();
  return { visite, photo, derogation, manquement, salle, fermeture: await fermetureOf(base, territoireId, lieuId) };
}

/** A day of long ago when the lieu did not open. */
async function fermetureOf(base: Base, territoireId: string, lieuId: string): Promise<string> {
  const [id, jour] = [uuidv7(), Temporal.PlainDate.from('2026-01-05')];
  await base.owner
    .insertInto('lieuFermeture')
    .values({ territoireId, id, lieuId, du: jour, au: jour, motif: 'Essai' })
    .execute();
  return id;
}

/** A change of a permanence, made long ago: in the structure of the demo, by its équipe technique; by nobody known elsewhere. */
async function changementOf(
  base: Base,
  territoireId: string,
  { permanenceId, createdBy }: { readonly permanenceId: string; readonly createdBy: string },
): Promise<string> {
  if (permanenceId === NOBODY) return NOBODY;
  const [id, jour] = [uuidv7(), Temporal.PlainDate.from('2026-01-05')];
  const photo = JSON.stringify({ permanences: [], seances: [], rendezVous: [], tenues: [] });
  await base.owner
    .insertInto('serieChangement')
    .values({
      ...{ territoireId, id, permanenceId, permanences: [permanenceId], nature: 'modifiee', createdBy },
      ...{ aPartirDu: jour, faitLe: jour, avant: photo, apres: photo },
    })
    .execute();
  return id;
}

/** A day of long ago when an agent was away. */
async function absenceOf(base: Base, territoireId: string, agentId: string): Promise<string> {
  const [id, jour] = [uuidv7(), Temporal.PlainDate.from('2026-01-05')];
  await base.owner
    .insertInto('absence')
    .values({ territoireId, id, agentId, absentDu: jour, absentAu: jour, absentNature: 'autre' })
    .execute();
  return id;
}

/** A demande, preferably of a structure of the register: what follows can then be done too. */
async function demandeOf(base: Base, territoireId: string): Promise<string> {
  const found = await base.owner
    .selectFrom('demande')
    .select('id')
    .where('territoireId', '=', territoireId)
    .orderBy('structureId')
    .executeTakeFirst();
  return found?.id ?? NOBODY;
}

/** A file that was analysed, ready to be written. */
async function analysedFile(base: Base, territoireId: string): Promise<string> {
  const sent = { fichier: 'registre.csv', octets: Buffer.from('SIRET'), createdBy: uuidv7() };
  const detail = { erreurs: [], changements: [] };
  const ligne = { rang: 2, verdict: 'nouvelle', reference: null, structure: 'Mairie', detail } as const;
  return inTerritoire(base.request, territoireId, async (db) => {
    const id = await saveImport(db, territoireId, sent);
    await saveLignes(db, territoireId, id, [ligne]);
    await saveEtat(db, territoireId, id, { etat: 'analyse' });
    return id;
  });
}

/** A certificate of destruction, as its page hands it over. */
async function certificatOf(base: Base, territoireId: string): Promise<string> {
  const id = uuidv7();
  const { numero } = await base.owner
    .selectFrom('mandatCertificat')
    .select(sql<number>`coalesce(max(numero), 0) + 1`.as('numero'))
    .where('territoireId', '=', territoireId)
    .executeTakeFirstOrThrow();
  await base.owner
    .insertInto('mandatCertificat')
    .values({ territoireId, id, numero, document: Buffer.from('%PDF-1.7 essai') })
    .execute();
  return id;
}

/** A model with a draft: its published version, and the first article of the draft. */
async function modeleOf(base: Base, territoireId: string): Promise<Objects> {
  const row = await base.owner
    .selectFrom('modeleBrouillon as brouillon')
    .innerJoin('modeleVersion as version', (join) =>
      join
        .onRef('version.territoireId', '=', 'brouillon.territoireId')
        .onRef('version.modeleId', '=', 'brouillon.modeleId'),
    )
    .select(['brouillon.modeleId as modele', 'version.id as version'])
    .select(sql<string>`brouillon.contenu #>> '{articles,0,cle}'`.as('element'))
    .where('brouillon.territoireId', '=', territoireId)
    .executeTakeFirst();
  return row ?? { modele: NOBODY, version: NOBODY, element: NOBODY };
}

/**
 * A request about personal data, of somebody known, decided and not answered yet, with a row found to be about them; what the agent
 * was asked to hand over for a second one; and a third, which froze something.
 */
async function droitOf(base: Base, territoireId: string, agentId: string): Promise<Objects> {
  const jour = Temporal.Now.plainDateISO('Europe/Paris');
  const joindre = { courriel: 'essai.droits@exemple.fr', telephone: null, adresse: null };
  const saisie = { droit: 'acces', demandeur: 'contact', nom: 'Essai Fictif', ...joindre, message: null } as const;
  return inTerritoire(base.request, territoireId, async (db) => {
    const { id } = await saveDemande(db, territoireId, { ...saisie, origine: 'guichet', recueLe: jour }, null);
    await saveVerification(db, territoireId, id, { moyen: 'agent', etablie: true, jour, par: null });
    await updateDemande(db, territoireId, id, { decision: 'satisfaite', decideeLe: jour });
    const ligne = { source: 'declarations', donnee: 'contacts', table: 'referent', cle: { id: uuidv7() } };
    await retenirLignes(db, territoireId, id, [ligne]);
    const [kept] = await lignesDe(db, territoireId, id);
    // Of another request: nobody is asked yet for the first, whose page asks.
    const other = await saveDemande(db, territoireId, { ...saisie, origine: 'guichet', recueLe: jour }, null);
    await saveVerification(db, territoireId, other.id, { moyen: 'agent', etablie: true, jour, par: null });
    const asked = { droitDemandeId: other.id, agentIds: [agentId], compteId: NOBODY, now: Temporal.Now.instant() };
    await demanderRemises(db, territoireId, asked);
    const [remise] = await remisesDe(db, territoireId, other.id);
    const limitation = { ...saisie, droit: 'limitation', origine: 'guichet', recueLe: jour } as const;
    const gel = await saveDemande(db, territoireId, limitation, null);
    await updateDemande(db, territoireId, gel.id, { decision: 'satisfaite', decideeLe: jour });
    await geler(db, territoireId, gel.id, { lignes: [], compteId: NOBODY, today: jour });
    return { droit: id, ligne: kept?.id ?? NOBODY, remise: remise?.id ?? NOBODY, gel: gel.id };
  });
}

/** What the DPO watches over: an exchange that the account of that agent recorded, a breach, a version of each file. */
async function garde(base: Base, territoireId: string, agentId: string): Promise<Objects> {
  const compte = await base.owner
    .selectFrom('compte')
    .select('id')
    .where('territoireId', '=', territoireId)
    .where('agentId', '=', agentId)
    .executeTakeFirst();
  const auteur = compte?.id ?? NOBODY;
  const echange = {
    le: Temporal.PlainDate.from('2026-01-05'),
    demandeur: 'Essai',
    service: 'Essai',
    destinataire: 'departement',
    natures: ['logement'],
    precisions: null,
    fondement: 'accord',
    finalite: 'Essai',
    personnes: 1,
    envoyePar: 'Essai',
    canal: 'courrier',
  } as const;
  const declaration = {
    type: 'declaration',
    atteinte: 'perte',
    quoi: 'Essai',
    sortes: 'Essai',
    personnes: null,
    connueAt: Temporal.Now.instant(),
  } as const;
  const version = {
    etabliLe: Temporal.PlainDate.from('2026-01-05'),
    revoirLe: Temporal.PlainDate.from('2029-01-05'),
    auteur: 'Essai',
    fichier: 'essai.pdf',
    octets: Buffer.from('%PDF-1.4\n%%EOF\n'),
  };
  return inTerritoire(base.request, territoireId, async (db) => {
    const aipd = await saveVersion(db, territoireId, { genre: 'aipd', ...version }, auteur);
    return {
      echange: await saveEchange(db, territoireId, echange, auteur),
      violation: await declarerViolation(db, territoireId, declaration, auteur),
      aipd,
      dossier: aipd,
      homologation: await saveVersion(db, territoireId, { genre: 'homologation', ...version }, auteur),
    };
  });
}

/** A message that the mail server refused, and the job that tried to send it, abandoned. */
async function abandoned(base: Base, territoireId: string): Promise<{ courriel: string; travail: string }> {
  const message = { genre: 'compte', destinataire: 'x@exemple.fr', sujet: 'Essai', texte: 'Essai' } as const;
  await inTerritoire(base.request, territoireId, (db) => queueMail(db, territoireId, message));
  const { id } = await base.owner
    .updateTable('courriel')
    .set({ echec: '550' })
    .where('territoireId', '=', territoireId)
    .returning('id')
    .executeTakeFirstOrThrow();
  const { rows } = await sql<{ id: string }>`
    update travaux.job set state = 'failed' where data->>'courriel' = ${id} returning id`.execute(base.owner);
  return { courriel: id, travail: rows[0]?.id ?? '' };
}

/** What an address must say besides its path. */
const QUERIES: Objects = {
  // Days long after the horizon: nothing else happens then.
  '/absences/nouvelle':
    '?agentId=:agent&absentDu=2099-01-05&absentAu=2099-01-05&absentMoment=journee&absentNature=autre',
  '/lieux/:lieu/fermetures/nouvelle': '?fermeDu=2099-01-05&fermeAu=2099-01-05',
  // Where and for what, then when.
  '/rendez-vous/nouveau': '?ou=66000&motif=:motifrdv',
  '/prendre-rendez-vous': '?ou=66000&motif=:motifrdv',
  '/prendre-rendez-vous/vous': '?motif=:motifrdv&creneau=:seancerdv+05:00',
  '/conventions/:convention/evenements/nouveau': '?type=note',
  // What is chosen, so that the page confirms.
  '/mandats/:mandat/achever': '?rang=1',
  '/mandats/:mandat/lettre': '?rang=1',
  '/mandats/:mandat/retirer': '?rang=1',
  '/retrait/:lien': '?rang=1',
  '/releves/preparer': '?convention=:relconvention&mois=:mois',
  '/remises/:remise/fichier': '?mandat=:mandat',
};

export function pathOf(route: Route, of: Objects): string {
  return `${route.path}${QUERIES[route.path] ?? ''}`.replace(/:([a-z]+)/g, (_, name: string) => {
    const id = of[name];
    if (id === undefined) throw new Error(`The test knows no object for :${name} of ${route.path}`);
    return id;
  });
}

export function permissionOf(route: Route, role: Role): Permission<unknown> | undefined {
  return route.access === 'public' ? true : route.access[role];
}
