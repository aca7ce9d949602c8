import type { Coffre } from '../../../platform/coffre.ts';
import { attempt, type Db } from '../../../platform/db.ts';
import { placeDe, sceller } from '../contenu.ts';
import type { Identite, Objet } from '../rules.ts';

/** All that a signed mandat is made of, in clear; its keys are made already, one for `id` and one for each démarche. */
export type MandatASigner = {
  readonly id: string;
  readonly forme: 'tablette' | 'papier';
  readonly agentId: string;
  readonly suppleantId: string | null;
  readonly seanceId: string;
  readonly conventionId: string | null;
  readonly identite: Identite;
  readonly demarches: readonly { readonly id: string; readonly objet: Objet }[];
  readonly noticeVersion: number;
  /** SHA-256 of the notice as it was read, in the words of the territoire. */
  readonly noticeSha256: Uint8Array;
  /** The delay for third parties that it promised. */
  readonly delaiTiersHeures: number;
  readonly signeAt: Temporal.Instant;
  /** When it was recorded: that instant, or, on paper, as late as 30 days after. */
  readonly enregistreAt: Temporal.Instant;
  readonly finPrevueAt: Temporal.Instant;
  readonly document: Uint8Array;
  /** SHA-256 of the document. */
  readonly documentSha256: Uint8Array;
  readonly code: string;
  readonly horodateAt: Temporal.Instant | null;
  /** Keyed prints of the drawings; empty on paper. */
  readonly traits: readonly Uint8Array[];
  /** Keyed print of the code of withdrawal. */
  readonly codeRetrait: Uint8Array;
  readonly remplaceId: string | null;
  readonly compteId: string | null;
};

/**
 * Keeps a signed mandat, sealed by `keys`: the row of its draft becomes it, or a new one is made. Returns the constraint that
 * refused: `mandat_trait_unique` when a drawing has signed before.
 */
export async function saveMandatSigne(
  db: Db,
  territoireId: string,
  mandat: MandatASigner,
  keys: ReadonlyMap<string, Coffre>,
): Promise<{ constraint: string } | undefined> {
  const keyOf = (id: string): Coffre => {
    const key = keys.get(id);
    if (key === undefined) throw new Error(`No key for ${id}`);
    return key;
  };
  const { id, identite, demarches, document, documentSha256, noticeSha256, traits, codeRetrait, compteId, ...rest } =
    mandat;
  const { enregistreAt, ...columns } = rest;
  const key = keyOf(id);
  const row = {
    ...columns,
    etat: 'signe',
    contenu: sceller(key, identite, placeDe.identite(id)),
    document: key.seal(document, placeDe.document(id)),
    documentSha256: Buffer.from(documentSha256),
    noticeSha256: Buffer.from(noticeSha256),
    traits: traits.map((one) => Buffer.from(one)),
    codeRetrait: Buffer.from(codeRetrait),
  };
  const outcome = await attempt(db, async () => {
    await db
      .insertInto('mandat')
      .values({ territoireId, id, createdBy: compteId, createdAt: enregistreAt, ...row })
      .onConflict((conflict) =>
        conflict.columns(['territoireId', 'id']).doUpdateSet({ ...row, updatedAt: enregistreAt }),
      )
      .execute();
    if (traits.length > 0) {
      // In one order for all: two mandats that bear the same drawings, exchanged, would wait for one another.
      const empreintes = row.traits.toSorted(Buffer.compare);
      await db
        .insertInto('mandatTrait')
        .values(empreintes.map((empreinte) => ({ territoireId, mandatId: id, empreinte })))
        .execute();
    }
    await db
      .insertInto('mandatDemarche')
      .values(
        demarches.map((demarche, rank) => ({
          territoireId,
          id: demarche.id,
          mandatId: id,
          rang: rank + 1,
          nature: demarche.objet.nature,
          contenu: sceller(keyOf(demarche.id), demarche.objet, placeDe.demarche(demarche.id)),
        })),
      )
      .execute();
  });
  return 'constraint' in outcome ? outcome : undefined;
}
