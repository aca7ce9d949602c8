import { uuidv7 } from '../src/platform/ids.ts';
import type { Base } from './base.ts';

/** Certifies the relevé of the month of a day, as the host would have: what it counts changes no more. */
export async function certifier(base: Base, conventionId: string, jour: Temporal.PlainDate): Promise<void> {
  const now = Temporal.Now.instant();
  await base.owner
    .insertInto('releve')
    .values({
      territoireId: '66',
      id: uuidv7(),
      conventionId,
      mois: jour.with({ day: 1 }),
      etat: 'certifie',
      envoyeAt: now,
      certifieAt: now,
      certifieNom: 'Référent fictif',
      contenu: JSON.stringify({}),
      contenuSha256: Buffer.alloc(32),
      partBeneficiaire: JSON.stringify({}),
    })
    .execute();
}

/** Opens a correction of it: what it counts may change again. */
export async function rouvrir(base: Base, conventionId: string, jour: Temporal.PlainDate): Promise<void> {
  await base.owner
    .insertInto('releve')
    .values({
      territoireId: '66',
      id: uuidv7(),
      conventionId,
      mois: jour.with({ day: 1 }),
      numero: 2,
      correctionMotif: 'Durée à corriger',
    })
    .execute();
}
