import type { Valeurs } from '../../domain/terrain.ts';
import type { Geste, Operation } from './file.ts';

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const NOUVEAU = new RegExp(`^(?:/seances/(${UUID}))?/accompagnements/nouveau$`);
const EXISTANT = new RegExp(`^/accompagnements/(${UUID})/(modifier|supprimer)$`);
const CLE = new RegExp(`^${UUID}$`);

/** Whether a form sent there may wait on the device. */
export function estGardable(path: string): boolean {
  return NOUVEAU.test(path) || EXISTANT.test(path);
}

/**
 * What the form of a page of the server asks, as the device keeps it: the same operation, with the same id (`_cle`), that the server
 * knows again if it had received it before the network fell. Undefined: the form of something else.
 *
 * Example: POST /seances/…/accompagnements/nouveau, `_cle` 4f…01 → the creation 4f…01.
 */
export function operationDuWeb(path: string, sent: Iterable<readonly [string, unknown]>, saisiAt: string) {
  const valeurs: Record<string, string[]> = {};
  for (const [name, value] of sent) {
    if (typeof value === 'string') valeurs[name] = [...(valeurs[name] ?? []), value];
  }
  const id = valeurs['_cle']?.[0] ?? '';
  if (!CLE.test(id)) return undefined;
  const formulaire = Number(valeurs['formulaire']?.[0] ?? '1');
  const geste: Geste = { id, formulaire, saisiAt, valeurs };
  return creation(path, geste) ?? correction(path, geste);
}

function creation(path: string, geste: Geste): Operation | undefined {
  const found = NOUVEAU.exec(path);
  if (found === null) return undefined;
  const [, seance] = found;
  const valeurs: Valeurs = seance === undefined ? geste.valeurs : { ...geste.valeurs, seance: [seance] };
  return { ...geste, valeurs, nature: 'creer', accompagnement: geste.id, base: null };
}

function correction(path: string, geste: Geste): Operation | undefined {
  const [, accompagnement, what] = EXISTANT.exec(path) ?? [];
  if (accompagnement === undefined) return undefined;
  const base = geste.valeurs['base']?.[0] || null;
  return what === 'modifier'
    ? { ...geste, nature: 'modifier', accompagnement, base }
    : { ...geste, valeurs: {}, nature: 'supprimer', accompagnement, base };
}
