import { sql } from 'kysely';
import { beforeAll, beforeEach } from 'vitest';
import type { ChezAttente } from '../src/features/rendez-vous/attente/proposer.ts';
import { empreinteJeton, jetonDe, nouveauCode } from '../src/features/rendez-vous/code.ts';
import { allTerritoires } from '../src/features/territoires/store.ts';
import { type Db, inTerritoire } from '../src/platform/db.ts';
import { uuidv7 } from '../src/platform/ids.ts';
import { useBase } from './base.ts';
import { testCoffre } from './coffre.ts';
import { type SmallTerritoire, seedSmallTerritoire } from './small-territoire.ts';
import { openSite } from './visitor.ts';

const TABLES = 'appel, sms, courriel, rendez_vous, rdv_attente, personne, seance, permanence, travaux.job';

type Saisie = Readonly<Record<string, unknown>>;

/**
 * A small territoire where people have rendez-vous, on Tuesday 2026-11-24 at 10 h in Paris unless `travel` says otherwise. `seance`,
 * `rdv` and `attente` write rows as the application would, without telling anybody. Emptied before each test.
 */
export function useAvis() {
  const base = useBase();
  const DEPART = Temporal.Instant.from('2026-11-24T09:00:00Z');
  let now = DEPART;
  let made:
    | {
        small: SmallTerritoire;
        site: ReturnType<typeof openSite>;
        lieuId: string;
        motifId: string;
        territoire: ChezAttente['territoire'];
      }
    | undefined;

  async function lieu(nom: string, structureId: string | null = null): Promise<string> {
    const id = uuidv7();
    const adresse = { adresse: '1 place de la Mairie', codePostal: '66400', codeInsee: '66049' };
    await base.owner
      .insertInto('lieu')
      .values({ territoireId: '66', id, nom, structureId, ...adresse })
      .execute();
    return id;
  }

  async function motif(nom: string, autres: Saisie = {}): Promise<string> {
    const id = uuidv7();
    await base.owner
      .insertInto('rdvMotif')
      .values({ territoireId: '66', id, nom, dureeMinutes: 30, ...autres } as never)
      .execute();
    return id;
  }

  beforeAll(async () => {
    const small = await seedSmallTerritoire(base.owner);
    const [territoire] = (await allTerritoires(base.owner)).filter(({ id }) => id === '66');
    if (territoire === undefined) throw new Error('No territoire');
    const lieuId = await lieu('Médiathèque de Céret', small.structure);
    const motifId = await motif('Démarches en ligne', { aApporter: 'Un justificatif de domicile' });
    made = { small, lieuId, motifId, territoire, site: openSite(base.request, { clock: () => now }) };
  });
  beforeEach(async () => {
    now = DEPART;
    await sql.raw(`truncate ${TABLES} cascade`).execute(base.owner);
  });
  const get = () => {
    if (made === undefined) throw new Error('useAvis() exists only inside tests and hooks');
    return made;
  };

  /** A séance of the agent of the account, 9 h to 12 h, that receives by rendez-vous. */
  async function seance(jour = '2026-12-01', autres: Saisie = {}): Promise<string> {
    const { lieuId, small } = get();
    const of = { territoireId: '66', agentId: small.agent, lieuId, ...autres };
    const [permanenceId, id] = [uuidv7(), uuidv7()];
    const date = Temporal.PlainDate.from(jour);
    const heures = {
      heureDebut: Temporal.PlainTime.from('09:00'),
      heureFin: Temporal.PlainTime.from('12:00'),
    };
    await base.owner
      .insertInto('permanence')
      .values({
        ...of,
        ...heures,
        id: permanenceId,
        jourSemaine: date.dayOfWeek,
        demiJournee: 'matin',
        du: date,
        au: date,
        accueil: 'rendez_vous',
      } as never)
      .execute();
    await base.owner
      .insertInto('seance')
      .values({ ...of, ...heures, id, permanenceId, jour: date } as never)
      .execute();
    return id;
  }

  const heure = (text: string) => Temporal.PlainTime.from(text);

  /** A rendez-vous of Violette, told by SMS unless told. */
  async function rdv(seanceId: string, debut: string, autres: Saisie = {}): Promise<string> {
    const id = uuidv7();
    await base.owner
      .insertInto('rendezVous')
      .values({
        territoireId: '66',
        id,
        seanceId,
        motifId: get().motifId,
        debut: heure(debut),
        fin: heure(debut).add({ minutes: 30 }),
        codeRdv: nouveauCode(),
        jetonHash: empreinteJeton(jetonDe(testCoffre, id)),
        canal: 'public',
        prenom: 'Violette',
        telephone: '06 39 98 00 01',
        prevenir: 'sms',
        createdAt: Temporal.Instant.from('2026-11-20T09:00:00Z'),
        ...autres,
      } as never)
      .execute();
    return id;
  }

  let rang = 0;
  /** Somebody who waits at the lieu from the day of the tests to the end of the year; each after the one before. */
  async function attente(autres: Saisie = {}): Promise<string> {
    const id = uuidv7();
    rang += 1;
    await base.owner
      .insertInto('rdvAttente')
      .values({
        territoireId: '66',
        id,
        lieuId: get().lieuId,
        motifId: get().motifId,
        du: Temporal.PlainDate.from('2026-11-24'),
        au: Temporal.PlainDate.from('2026-12-31'),
        codeAttente: nouveauCode(),
        jetonHash: empreinteJeton(jetonDe(testCoffre, id)),
        prenom: `Attend${rang}`,
        telephone: `06 39 98 10 ${String(rang % 100).padStart(2, '0')}`,
        prevenir: 'sms',
        createdAt: Temporal.Instant.from('2026-11-01T09:00:00Z').add({ seconds: rang }),
        ...autres,
      } as never)
      .execute();
    return id;
  }

  return {
    base,
    seance,
    rdv,
    attente,
    lieu,
    motif,
    heure,
    travel: (instant: string) => {
      now = Temporal.Instant.from(instant);
    },
    clock: () => now,
    chez: (): ChezAttente => ({ territoire: get().territoire, url: 'http://localhost', coffre: testCoffre, now }),
    /** A transaction of the territoire, as a request has one. */
    dans: <T>(work: (db: Db) => Promise<T>): Promise<T> => inTerritoire(base.request, '66', work),
    lire: (id: string) =>
      base.owner.selectFrom('rendezVous').selectAll().where('id', '=', id).executeTakeFirstOrThrow(),
    statutAttente: async (id: string) =>
      (await base.owner.selectFrom('rdvAttente').select('statut').where('id', '=', id).executeTakeFirstOrThrow())
        .statut,
    sms: () => base.owner.selectFrom('sms').selectAll().orderBy('createdAt').orderBy('id').execute(),
    courriels: () => base.owner.selectFrom('courriel').selectAll().orderBy('createdAt').orderBy('id').execute(),
    appels: () => base.owner.selectFrom('appel').selectAll().orderBy('createdAt').orderBy('id').execute(),
    get small() {
      return get().small;
    },
    get site() {
      return get().site;
    },
    get lieuId() {
      return get().lieuId;
    },
    get motifId() {
      return get().motifId;
    },
  };
}
