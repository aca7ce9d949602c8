import { randomUUID } from 'node:crypto';
import { beforeAll, expect } from 'vitest';
import { exigences2022 } from '../src/features/lieux/rules.ts';
import { uuidv7 } from '../src/platform/ids.ts';
import { useBase } from './base.ts';
import { type SmallTerritoire, seedSmallTerritoire } from './small-territoire.ts';
import { openSite, type Visitor } from './visitor.ts';

/** The day of the tests of a planning, a Tuesday. */
export const AUJOURDHUI = '2026-11-24';
const MATIN = Temporal.Instant.from(`${AUJOURDHUI}T09:00:00Z`);

export type Saisie = Readonly<Record<string, string>>;

/** Vendredis 27 November, 4, 11 and 18 December 2026, 8 January 2027: Noël and the New Year are Fridays. */
export function vendredis(agentId: string, lieuId: string, autres: Saisie = {}): Saisie {
  const heures = { heureDebut: '09:00', heureFin: '12:00' };
  return { agentId, lieuId, jour: '5', ...heures, du: '2026-11-25', au: '2027-01-08', ...autres };
}

/**
 * A small territoire on a fixed day, where the équipe technique plans: `lieu` and `agent` make what a permanence needs,
 * `enPlace` plans one, `seancesDe` reads its séances. Call it at the top of the file, as `useBase()`.
 */
export function usePlanning() {
  const base = useBase();
  let now = MATIN;
  let made: { small: SmallTerritoire; site: ReturnType<typeof openSite>; equipe: Visitor } | undefined;
  beforeAll(async () => {
    const small = await seedSmallTerritoire(base.owner);
    const site = openSite(base.request, { clock: () => now });
    made = { small, site, equipe: await site.signedIn(small.comptes.equipe) };
  });
  const get = () => {
    if (made === undefined) throw new Error('The planning of usePlanning() exists only inside tests and hooks');
    return made;
  };

  /** A lieu of the Département where everything was seen, or only what is told. */
  async function lieu(nom: string, vus: readonly string[] = exigences2022.permanence): Promise<string> {
    const id = uuidv7();
    const adresse = { adresse: '1 rue des Essais', codePostal: '66400', codeInsee: '66049' };
    await base.owner
      .insertInto('lieu')
      .values({ territoireId: '66', id, nom, ...adresse })
      .execute();
    for (const critere of vus) {
      await base.owner
        .insertInto('lieuConstat')
        .values({
          territoireId: '66',
          id: uuidv7(),
          lieuId: id,
          critere,
          satisfait: true,
          constateLe: Temporal.PlainDate.from('2026-11-02'),
          constatePar: 'Essai',
        })
        .execute();
    }
    return id;
  }

  /** An agent under contract for two years. */
  async function agent(nom: string): Promise<string> {
    const id = uuidv7();
    await base.owner
      .insertInto('agent')
      .values({
        territoireId: '66',
        id,
        prenom: 'Zoé',
        nom,
        nature: 'conseiller',
        contratDebut: Temporal.PlainDate.from('2026-01-01'),
        contratFin: Temporal.PlainDate.from('2027-12-31'),
        portAttache: '66049',
      })
      .execute();
    return id;
  }

  const idOf = (location: string | null) => location?.split('/')[2] ?? '';

  async function enPlace(autres: Saisie = {}) {
    const agentId = await agent(`Agent ${randomUUID().slice(0, 8)}`);
    const lieuId = await lieu(`Lieu ${randomUUID().slice(0, 8)}`);
    const created = await get().equipe.post('/permanences/nouvelle', vendredis(agentId, lieuId, autres));
    expect(created.status).toBe(303);
    return { agentId, lieuId, id: idOf(created.location), chemin: created.location ?? '' };
  }

  async function seancesDe(permanenceId: string) {
    const rows = await base.owner
      .selectFrom('seance')
      .select(['id', 'jour', 'statut', 'motif', 'createdBy'])
      .where('permanenceId', '=', permanenceId)
      .orderBy('jour')
      .execute();
    return rows.map((row) => ({ ...row, jour: `${row.jour}` }));
  }

  const dates = async (permanenceId: string, statut = 'prevue') =>
    (await seancesDe(permanenceId)).filter((one) => one.statut === statut).map((one) => one.jour);

  return {
    base,
    lieu,
    agent,
    enPlace,
    seancesDe,
    dates,
    /** Changes the day, or comes back to the first one. */
    travel: (day: string = AUJOURDHUI) => {
      now = Temporal.Instant.from(`${day}T09:00:00Z`);
    },
    get small() {
      return get().small;
    },
    get site() {
      return get().site;
    },
    get equipe() {
      return get().equipe;
    },
  };
}
