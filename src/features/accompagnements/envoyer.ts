import { KEY_FIELD } from '../../platform/http/form.ts';
import type { SignedRq } from '../../platform/http/route.ts';
import type { FormState } from '../../ui/form-state.ts';
import type { Accompagnement } from './ligne.ts';
import type { Auteur, Envoi, Reponse } from './reception/recevoir.ts';

/** What an agent is told when the record was changed on another device since the page that he sends was shown. */
export const CHANGE_ENTRE_TEMPS =
  'Cet accompagnement a été modifié entre-temps sur un autre appareil : relisez-le avant de le corriger.';

/** Who sends a page: the agent signed in. */
export function auteurDe({ compte }: SignedRq): Auteur {
  return { compteId: compte.id, agentId: compte.agentId ?? '' };
}

/** What a page asks of a record: its key is the operation, and the record itself when it is new. */
export function envoiDe(rq: SignedRq, nature: Envoi['nature'], existing?: Accompagnement): Envoi {
  const { values } = rq.form;
  const id = values[KEY_FIELD]?.[0] ?? '';
  // A page older than versions says none: it corrects what is there.
  const base = values['base']?.[0] ?? existing?.versionId ?? '';
  const formulaire = Number(values['formulaire']?.[0] ?? '1');
  const accompagnement = existing?.id ?? id;
  return { id, nature, accompagnement, base: base === '' ? null : base, formulaire, saisiAt: rq.now, form: rq.form };
}

/** Why a record is not what its page asked, as errors of that page; null: it was received. */
export function erreursDe(reponse: Reponse | undefined): FormState['errors'] | null {
  if (reponse?.etat === 'ecartee') return [{ field: '', message: CHANGE_ENTRE_TEMPS }];
  return reponse?.etat === 'refusee' ? reponse.raisons : null;
}
