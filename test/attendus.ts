import { randomBytes, randomUUID } from 'node:crypto';
import { uuidv7 } from '../src/platform/ids.ts';
import type { Base } from './base.ts';

export type Attendu = {
  readonly seanceId: string;
  readonly debut: string;
  readonly fin: string;
  readonly prenom: string;
  readonly telephone?: string;
  readonly courriel?: string;
  readonly prevenir: 'sms' | 'courriel' | 'appel' | 'guichet';
};

/** Writes a rendez-vous confirmed in a séance, for a motif of its own. Returns its identifier. */
export async function poserAttendu(base: Base, attendu: Attendu, territoireId = '66'): Promise<string> {
  const { debut, fin, ...qui } = attendu;
  const [id, motifId] = [uuidv7(), uuidv7()];
  const code = randomBytes(4).toString('hex').toUpperCase();
  await base.owner
    .insertInto('rdvMotif')
    .values({ territoireId, id: motifId, nom: `Motif ${randomUUID().slice(0, 8)}`, dureeMinutes: 30 })
    .execute();
  await base.owner
    .insertInto('rendezVous')
    .values({
      territoireId,
      id,
      motifId,
      ...qui,
      debut: Temporal.PlainTime.from(debut),
      fin: Temporal.PlainTime.from(fin),
      codeRdv: code,
      jetonHash: randomBytes(32),
      canal: 'agent',
    })
    .execute();
  return id;
}
