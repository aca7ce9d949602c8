import { phrase } from '../../../domain/refus.ts';
import type { Db } from '../../../platform/db.ts';
import { PHRASES_COMMUNE } from '../../territoires/commune-saisie.ts';
import { type Situees, situer } from '../commune.ts';
import type { Envoi, Reponse } from './recevoir.ts';

/** What is wrong with a commune, for a device that has no list to choose from. */
function raisonsDe({ lue: { candidates, errors } }: Situees): Reponse['raisons'] {
  if (candidates.length === 0) return errors;
  return [{ field: 'commune', message: phrase(PHRASES_COMMUNE, { refus: 'commune_ambigue', candidates }) }];
}

/**
 * The communes that a device sends as they were typed, found; those of a same name, once. `dire`: an answer, what is wrong with its
 * commune said where it was typed.
 */
export async function situerEnvois(db: Db, departement: string, envois: readonly Envoi[]) {
  const known = new Map<string, Situees>();
  const raisons = new Map<string, Reponse['raisons']>();
  const situes: Envoi[] = [];
  for (const envoi of envois) {
    const { values } = envoi.form;
    const { commune, communeChoix = [] } = values;
    if (commune === undefined) {
      situes.push(envoi);
      continue;
    }
    const key = JSON.stringify([commune, communeChoix]);
    const found = known.get(key) ?? (await situer(db, departement, { commune, communeChoix }));
    known.set(key, found);
    raisons.set(envoi.id, raisonsDe(found));
    situes.push({
      ...envoi,
      form: { ...envoi.form, values: { ...values, codeInsee: found.valeurs['codeInsee'] ?? [] } },
    });
  }
  const dire = (reponse: Reponse): Reponse => ({
    ...reponse,
    raisons: reponse.raisons.flatMap((one) => {
      const said = one.field === 'codeInsee' ? raisons.get(reponse.id) : undefined;
      if (said === undefined) return [one];
      return said.length > 0 ? said : [{ ...one, field: 'commune' }];
    }),
  });
  return { envois: situes, dire };
}
