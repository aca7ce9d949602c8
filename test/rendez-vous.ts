import { createHash } from 'node:crypto';
import type { Database } from '../src/platform/db.ts';
import { uuidv7 } from '../src/platform/ids.ts';

type Accueil = 'libre' | 'rendez_vous' | 'mixte';

/** A permanence of a lieu of its own, with one séance a day given, that receives by rendez-vous. */
export type PermanenceRdv = {
  readonly lieuId: string;
  readonly agentId: string;
  readonly permanenceId: string;
  /** The séances, by their day. */
  readonly seances: Readonly<Record<string, string>>;
};

const heure = (text: string) => Temporal.PlainTime.from(text);

/** A type of rendez-vous: 30 minutes, 2 hours of notice, 60 days ahead, changed until 2 hours before, open to all, unless told. */
export async function poserMotif(owner: Database, autres: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const id = uuidv7();
  await owner
    .insertInto('rdvMotif')
    .values({ territoireId: '66', id, nom: `Essai ${id}`, dureeMinutes: 30, ...autres })
    .execute();
  return id;
}

/** A permanence from 9 h to 12 h, unless told, with its séances of some days. */
export async function poserPermanence(
  owner: Database,
  jours: readonly string[],
  {
    accueil = 'rendez_vous',
    rdv = null,
    horaire = ['09:00', '12:00'],
    lieuId = uuidv7(),
    codeInsee = '66049',
    pasMinutes = 30,
  }: {
    readonly accueil?: Accueil;
    readonly rdv?: readonly [string, string] | null;
    readonly horaire?: readonly [string, string];
    /** A lieu that exists already; a new one otherwise. */
    readonly lieuId?: string;
    readonly codeInsee?: string;
    readonly pasMinutes?: number;
  } = {},
): Promise<PermanenceRdv> {
  const of = { territoireId: '66' };
  const [agentId, permanenceId] = [uuidv7(), uuidv7()];
  const nom = createHash('sha256').update(agentId).digest('hex').slice(0, 8);
  await owner
    .insertInto('agent')
    .values({
      ...of,
      id: agentId,
      prenom: 'Zoé',
      nom: `Essai ${nom}`,
      nature: 'conseiller',
      contratDebut: Temporal.PlainDate.from('2026-01-01'),
      contratFin: Temporal.PlainDate.from('2029-12-31'),
      portAttache: codeInsee,
    })
    .execute();
  await owner
    .insertInto('lieu')
    .values({ ...of, id: lieuId, nom: `Lieu ${nom}`, adresse: '1 rue des Essais', codePostal: '66400', codeInsee })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const [heureDebut, heureFin] = [heure(horaire[0]), heure(horaire[1])];
  await owner
    .insertInto('permanence')
    .values({
      ...of,
      id: permanenceId,
      agentId,
      lieuId,
      jourSemaine: 2,
      demiJournee: heureDebut.hour < 13 ? 'matin' : 'apres-midi',
      heureDebut,
      heureFin,
      du: Temporal.PlainDate.from('2026-01-01'),
      au: null,
      accueil,
      rdvDebut: rdv === null ? null : heure(rdv[0]),
      rdvFin: rdv === null ? null : heure(rdv[1]),
      pasMinutes,
    })
    .execute();
  const seances = Object.fromEntries(jours.map((jour) => [jour, uuidv7()]));
  for (const [jour, id] of Object.entries(seances)) {
    await owner
      .insertInto('seance')
      .values({ ...of, id, permanenceId, agentId, lieuId, jour: Temporal.PlainDate.from(jour), heureDebut, heureFin })
      .execute();
  }
  return { lieuId, agentId, permanenceId, seances };
}

/** What the form of the public page says, for a first name and a moment. */
export function saisieRdv(
  { motifId, seanceId, debut }: { readonly motifId: string; readonly seanceId: string; readonly debut: string },
  autres: Readonly<Record<string, string>> = {},
): Record<string, string> {
  return { motifId, creneau: `${seanceId} ${debut}`, prenom: 'Josette', ...autres };
}

/** The rows of a séance that hold a seat. */
export async function placesPrises(owner: Database, seanceId: string) {
  return owner
    .selectFrom('rendezVous')
    .select(['id', 'prenom', 'debut', 'statut', 'canal', 'codeRdv', 'prevenir', 'version', 'remplace'])
    .where('seanceId', '=', seanceId)
    .where('statut', 'in', ['tenu', 'confirme', 'arrive', 'recu', 'absent'])
    .orderBy('debut')
    .execute();
}
