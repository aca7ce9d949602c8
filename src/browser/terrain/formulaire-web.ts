import { idsDeLignes, lireLignes, nombreDeLignes } from '../../domain/serie.ts';
import { premier } from '../../domain/terrain.ts';
import { nouvelId } from './chiffre.ts';
import type { Geste, Operation } from './file.ts';

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
/** One record: its séance, or none, is in the address. */
const NOUVEAU = new RegExp(
  `^/accompagnements/nouveau(?:/(?:individuel|atelier|coordination))?$|^/seances/(${UUID})/(?:accompagnements|atelier)/nouveau$`,
);
const EXISTANT = new RegExp(`^/accompagnements/(${UUID})/(modifier|corriger|supprimer|corriger/supprimer)$`);
const SERIE = new RegExp(`^/seances/(${UUID})/accompagnements/serie$`);
const CLE = new RegExp(`^${UUID}$`);

/** Whether a form sent there may wait on the device. */
export function estGardable(path: string): boolean {
  return NOUVEAU.test(path) || EXISTANT.test(path) || SERIE.test(path);
}

/**
 * What the form of a page of the server asks, as the device keeps it: the same operations, with the same ids (`_cle`, or that of each
 * line), that the server knows again if it had received them before the network fell. None: the form of something else.
 *
 * Example: POST /seances/…/accompagnements/nouveau, `_cle` 4f…01 → the creation 4f…01.
 */
export function operationsDuWeb(
  path: string,
  sent: Iterable<readonly [string, unknown]>,
  saisiAt: string,
): readonly Operation[] {
  const valeurs: Record<string, string[]> = {};
  for (const [name, value] of sent) {
    if (typeof value === 'string') valeurs[name] = [...(valeurs[name] ?? []), value];
  }
  const id = premier(valeurs, '_cle');
  if (!CLE.test(id)) return [];
  const formulaire = Number(premier(valeurs, 'formulaire') || '1');
  const geste: Geste = { id, formulaire, saisiAt, valeurs };
  return lignes(path, geste) ?? creation(path, geste) ?? correction(path, geste) ?? [];
}

/** Each line that says something is a record. A page that only asks for more lines says nothing yet. */
function lignes(path: string, geste: Geste): readonly Operation[] | undefined {
  const [, seance] = SERIE.exec(path) ?? [];
  if (seance === undefined) return undefined;
  const { valeurs } = geste;
  if (premier(valeurs, 'suite') === 'lignes') return [];
  const ids = idsDeLignes(nombreDeLignes(premier(valeurs, 'lignes')), valeurs, nouvelId);
  return lireLignes(valeurs, ids, seance).map((ligne) => nouvelle({ ...geste, id: ligne.id, valeurs: ligne.valeurs }));
}

function nouvelle(geste: Geste): Operation {
  return { ...geste, nature: 'creer', accompagnement: geste.id, base: null };
}

function creation(path: string, geste: Geste): readonly Operation[] | undefined {
  const found = NOUVEAU.exec(path);
  if (found === null) return undefined;
  const [, seance] = found;
  return [nouvelle(seance === undefined ? geste : { ...geste, valeurs: { ...geste.valeurs, seance: [seance] } })];
}

function correction(path: string, geste: Geste): readonly Operation[] | undefined {
  const [, accompagnement, what] = EXISTANT.exec(path) ?? [];
  if (accompagnement === undefined) return undefined;
  const base = premier(geste.valeurs, 'base') || null;
  const isDeletion = what?.endsWith('supprimer') === true;
  // A page older than this one does not say the séance of what it corrects: it would be taken out of it.
  if (what === 'corriger' && geste.valeurs['seance'] === undefined) return [];
  return [
    isDeletion
      ? { ...geste, valeurs: {}, nature: 'supprimer', accompagnement, base }
      : { ...geste, nature: 'modifier', accompagnement, base },
  ];
}
