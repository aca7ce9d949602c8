import { randomUUID } from 'node:crypto';
import { beforeAll } from 'vitest';
import { FORMULAIRE, type Valeurs } from '../src/features/accompagnements/formulaire.ts';
import { type Envoi, type Reponse, recevoir } from '../src/features/accompagnements/reception/recevoir.ts';
import type { NatureSaisie } from '../src/features/accompagnements/rules/versions.ts';
import { inTerritoire } from '../src/platform/db.ts';
import { readValues } from '../src/platform/http/form.ts';
import { uuidv7 } from '../src/platform/ids.ts';
import { useBase } from './base.ts';
import { seedConvention } from './conventions.ts';
import { type SmallTerritoire, seedSmallTerritoire } from './small-territoire.ts';

/** The day of the tests of what devices send, a Tuesday, at 18 h in Paris. */
export const AUJOURDHUI = Temporal.PlainDate.from('2026-11-24');
export const MAINTENANT = Temporal.Instant.from('2026-11-24T17:00:00Z');

/** One thing asked of a record, as a device keeps it. */
export type Saisie = {
  readonly id: string;
  readonly nature: NatureSaisie;
  readonly accompagnement: string;
  readonly base: string | null;
  readonly formulaire: number;
  readonly saisiAt: string;
  readonly valeurs: Valeurs;
};

const USUEL: Valeurs = {
  typeActivite: ['Individuel'],
  thematiques: ['Email'],
  duree: ['30'],
  typeLieu: ['LieuActivite'],
  issue: ['faite'],
  genre: ['Feminin'],
  trancheAge: ['SoixanteDixPlus'],
  statutSocial: ['Retraite'],
  objectif: ['permanence'],
};

export function creation(valeurs: Valeurs, autres: Partial<Saisie> = {}): Saisie {
  const id = randomUUID();
  return {
    id,
    nature: 'creer',
    accompagnement: id,
    base: null,
    formulaire: FORMULAIRE,
    saisiAt: '2026-11-24T10:00:00Z',
    valeurs: { ...USUEL, ...valeurs },
    ...autres,
  };
}

/** What is typed over what another one made. */
export function suite(avant: Saisie, nature: 'modifier' | 'supprimer', valeurs: Valeurs, autres: Partial<Saisie> = {}) {
  const typed = nature === 'supprimer' ? {} : { ...avant.valeurs, ...valeurs };
  const { accompagnement } = avant;
  return { ...creation({}), nature, accompagnement, base: avant.id, ...autres, valeurs: typed } satisfies Saisie;
}

export function enEnvoi({ saisiAt, valeurs, ...rest }: Saisie): Envoi {
  return { ...rest, saisiAt: Temporal.Instant.from(saisiAt), form: readValues(valeurs) };
}

/** « acceptee », or why not. */
export const dire = ({ etat, raisons }: Reponse) =>
  etat === 'refusee' ? raisons.map(({ field, message }) => `${field}: ${message}`).join(' ') : etat;

type Terrain = {
  readonly small: SmallTerritoire;
  readonly convention: string;
  /** Of the agent: two past ones under the convention, one cancelled, one to come; then one of another agent. */
  readonly seance: string;
  readonly autreSeance: string;
  readonly annulee: string;
  readonly future: string;
  readonly seanceDAutrui: string;
  /** A lieu of the convention's structure, and one that no convention covers. */
  readonly lieu: string;
  readonly lieuNu: string;
};

/** An agent with his séances, a convention and lieux, on a fixed day. Call it at the top of the file, as `useBase()`. */
export function useSaisies() {
  const base = useBase();
  let made: Terrain | undefined;
  const get = (): Terrain => {
    if (made === undefined) throw new Error('What useSaisies() makes exists only inside tests and hooks');
    return made;
  };

  async function seance(agentId: string, jour: string, conventionId: string | null, statut = 'prevue') {
    const id = uuidv7();
    const heures = { heureDebut: Temporal.PlainTime.from('09:00'), heureFin: Temporal.PlainTime.from('12:00') };
    const ou = { motif: 'Essai', endroit: 'Salle d’essai', createdBy: uuidv7() };
    await base.owner
      .insertInto('seance')
      .values({
        territoireId: '66',
        id,
        agentId,
        conventionId,
        jour: Temporal.PlainDate.from(jour),
        statut,
        ...heures,
        ...ou,
      })
      .execute();
    return id;
  }

  async function lieu(structureId: string) {
    const id = uuidv7();
    const adresse = { adresse: '1 rue des Essais', codePostal: '66400', codeInsee: '66049' };
    await base.owner
      .insertInto('lieu')
      .values({ territoireId: '66', id, nom: `Lieu ${id}`, structureId, ...adresse })
      .execute();
    return id;
  }

  beforeAll(async () => {
    const small = await seedSmallTerritoire(base.owner);
    const convention = await seedConvention(base, {
      structureId: small.structure,
      reference: 'ESSAI',
      effet: Temporal.PlainDate.from('2026-01-05'),
      fin: Temporal.PlainDate.from('2028-01-05'),
      compteId: small.comptes.equipe,
    });
    made = {
      small,
      convention,
      seance: await seance(small.agent, '2026-11-20', convention),
      autreSeance: await seance(small.agent, '2026-10-20', convention),
      annulee: await seance(small.agent, '2026-11-19', convention, 'annulee'),
      future: await seance(small.agent, '2026-11-27', convention),
      seanceDAutrui: await seance(small.autreAgent, '2026-11-20', convention),
      lieu: await lieu(small.structure),
      lieuNu: await lieu(small.autreStructure),
    };
  });

  /** Receives in one transaction, as the agent of the account unless told. */
  async function recu(saisies: readonly Saisie[], qui: 'agent' | 'autreAgent' = 'agent', now = MAINTENANT) {
    const { small } = get();
    const auteur = { compteId: small.comptes[qui], agentId: small[qui] };
    return inTerritoire(base.request, '66', (db) =>
      recevoir(db, '66', auteur, saisies.map(enEnvoi), { now, today: AUJOURDHUI }),
    );
  }

  return {
    base,
    get terrain() {
      return get();
    },
    recu,
    /** The same, said in words. */
    dit: async (saisies: readonly Saisie[], qui: 'agent' | 'autreAgent' = 'agent') =>
      (await recu(saisies, qui)).map(dire),
    accompagnements: () => base.owner.selectFrom('accompagnement').selectAll().orderBy('id').execute(),
    operations: () => base.owner.selectFrom('accompagnementOperation').selectAll().orderBy('id').execute(),
    vider: async () => {
      await base.owner.deleteFrom('serviceBloque').execute();
      await base.owner.deleteFrom('accompagnement').execute();
      await base.owner.deleteFrom('accompagnementOperation').execute();
    },
  };
}
