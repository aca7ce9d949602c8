import { createHash, randomBytes } from 'node:crypto';
import { demo } from '../db/demo/ids.ts';
import { codeVerification } from '../src/features/conventions/pieces/rules.ts';
import { finPrevue, type Identite, type Objet, traceDuCode } from '../src/features/mandats/rules.ts';
import { type MandatASigner, saveMandatSigne } from '../src/features/mandats/signature/store.ts';
import { inTerritoire } from '../src/platform/db.ts';
import { uuidv7 } from '../src/platform/ids.ts';
import type { DataKeys } from '../src/platform/keys/store.ts';
import type { Base } from './base.ts';
import { testCoffre } from './coffre.ts';

/** An invented person whom mandats of tests name. */
export const PERSONNE: Identite = {
  prenom: 'Colette',
  nom: 'Exemplaire',
  naissance: '1948-04-12',
  telephone: '04 68 00 00 00',
  courriel: null,
  representant: null,
  tiers: null,
  verification: { piece: 'carte_identite', isPerimee: false },
  execution: 'les_deux',
  exclusions: [],
};

export const AIDE_LOGEMENT: Objet = {
  nature: 'demarche',
  theme: 'Logement',
  objet: 'Demander l’aide au logement',
  operateur: 'CAF (fictive)',
};
export const RELEVE_CARRIERE: Objet = {
  nature: 'donnees',
  objet: 'Mon relevé de carrière',
  operateur: 'CARSAT (fictive)',
};

export type MandatPose = {
  readonly id: string;
  readonly demarches: readonly string[];
  readonly code: string;
  readonly codeRetrait: string;
};

/**
 * A mandat signed in the database by the demo agent, without the pages: two démarches, in force for three months from
 * `signeAt` (a day ago unless told), of which every part may be changed.
 */
export async function poserMandat(
  base: Pick<Base, 'owner' | 'request'>,
  cles: DataKeys,
  options: Partial<MandatASigner> & {
    readonly territoireId?: string;
    readonly objets?: readonly Objet[];
    readonly codeDeRetrait?: string;
  } = {},
): Promise<MandatPose> {
  const {
    territoireId = '66',
    objets = [AIDE_LOGEMENT, RELEVE_CARRIERE],
    codeDeRetrait = '4821-7730',
    ...rest
  } = options;
  const agentId = rest.agentId ?? demo.agents.demo;
  const seanceId =
    rest.seanceId ??
    (
      await base.owner
        .selectFrom('seance')
        .select('id')
        .where('territoireId', '=', territoireId)
        .where('agentId', '=', agentId)
        .where('statut', '=', 'prevue')
        .orderBy('jour')
        .executeTakeFirstOrThrow()
    ).id;
  const signeAt = rest.signeAt ?? Temporal.Now.instant().subtract({ hours: 24 });
  const [id, ...demarcheIds] = [rest.id ?? uuidv7(), ...objets.map(() => uuidv7())];
  const keys = await cles.make(territoireId, [id, ...demarcheIds]);
  const document = Buffer.from(`%PDF-1.7 essai ${id}\n%%EOF`);
  const code = codeVerification(randomBytes(12));
  const mandat: MandatASigner = {
    id,
    forme: 'papier',
    agentId,
    suppleantId: null,
    seanceId,
    conventionId: null,
    identite: PERSONNE,
    demarches: objets.map((objet, rank) => ({ id: demarcheIds[rank] ?? '', objet })),
    noticeVersion: 1,
    noticeSha256: createHash('sha256').update('notice d’essai').digest(),
    delaiTiersHeures: 72,
    signeAt,
    enregistreAt: Temporal.Now.instant(),
    finPrevueAt: finPrevue(signeAt.toZonedDateTimeISO('Europe/Paris').toPlainDate().add({ months: 3 })),
    document,
    documentSha256: createHash('sha256').update(document).digest(),
    code,
    horodateAt: null,
    traits: [],
    codeRetrait: testCoffre.print(traceDuCode(code, codeDeRetrait)),
    remplaceId: null,
    compteId: null,
    ...rest,
  };
  const refused = await inTerritoire(base.request, territoireId, (db) =>
    saveMandatSigne(db, territoireId, mandat, keys),
  );
  if (refused !== undefined) throw new Error(`Refused by ${refused.constraint}`);
  return { id, demarches: demarcheIds, code, codeRetrait: codeDeRetrait };
}
