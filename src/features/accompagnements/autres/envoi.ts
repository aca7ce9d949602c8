import { formatCommune } from '../../../domain/commune.ts';
import type { TypeActivite } from '../../../domain/nomenclatures.ts';
import { parseForm, withErrors } from '../../../platform/http/form.ts';
import type { SignedRq } from '../../../platform/http/route.ts';
import type { Option } from '../../../ui/choice.tsx';
import type { FormState } from '../../../ui/form-state.ts';
import type { CommuneLue } from '../../territoires/commune-saisie.ts';
import { situer } from '../commune.ts';
import { auteurDe, envoiDe, erreursDe } from '../envoyer.ts';
import { formDe } from '../formulaire.ts';
import type { Accompagnement } from '../ligne.ts';
import { recevoir } from '../reception/recevoir.ts';

/** A form refused: what to show again, and the communes to choose from. */
export type Refusee = { readonly state: FormState; readonly communesPossibles: readonly Option[] };

/** What the page imposes, whatever is sent: the kind that it records, and its séance. */
export type Impose = { readonly type: TypeActivite | null; readonly seanceId: string | null };

/** Of a record changed since its page was shown: what was typed stays, and is written only if it is sent again. */
const RELIRE =
  'Cette saisie a été modifiée entre-temps, sur un autre appareil ou dans un autre onglet. Ouvrez-la dans un nouvel onglet pour la relire ; enregistrer ici remplacera ce qu’elle dit.';

/** Fields that a page of a séance does not show: what is wrong with them is said above the form. */
const HORS_SEANCE: ReadonlySet<string> = new Set(['jour', 'lieu', 'codeInsee', 'commune', 'typeLieu', 'seance']);

/** What is said of the commune, in the field where its name is typed. */
function erreursMontrees(
  errors: FormState['errors'],
  { errors: ofCommune }: Pick<CommuneLue, 'errors'>,
  isInSeance: boolean,
): FormState['errors'] {
  if (isInSeance) return errors.map((one) => (HORS_SEANCE.has(one.field) ? { ...one, field: '' } : one));
  return errors.flatMap((one) => {
    if (one.field !== 'codeInsee') return [one];
    return ofCommune.length > 0 ? ofCommune : [{ ...one, field: 'commune' }];
  });
}

/**
 * Receives what the form of a page asks, its commune found by its name as it was typed. Null: it is written; otherwise what to show
 * again.
 */
export async function envoyer(rq: SignedRq, impose: Impose, existing?: Accompagnement): Promise<Refusee | null> {
  const sent = rq.form.values;
  const text = (name: string) => sent[name]?.[0] ?? '';
  const { valeurs, lue } = await situer(rq.db, rq.territoire.codeDepartement, sent);
  const values = {
    ...valeurs,
    typeActivite: [impose.type ?? ''],
    seance: impose.seanceId === null ? [] : [impose.seanceId],
  };
  const form = { ...rq.form, values };
  const schema = formDe(impose.type ?? 'Evenement');
  const { state } = parseForm(schema, form);
  const version = existing?.versionId ?? '';
  if (existing !== undefined && text('base') !== version) {
    return { state: { values: state.values, errors: [{ field: '', message: RELIRE }] }, communesPossibles: [] };
  }
  const envoi = { ...envoiDe(rq, existing === undefined ? 'creer' : 'modifier', existing), form };
  const [reponse] = await recevoir(rq.db, rq.territoire.id, auteurDe(rq), [envoi], rq);
  const errors = erreursDe(reponse);
  if (errors === null) return null;
  const shown = erreursMontrees(errors, lue, impose.seanceId !== null);
  return {
    state: withErrors({ values: state.values, errors: [] }, shown, schema),
    communesPossibles: lue.candidates.map((one) => ({ value: one.codeInsee, label: formatCommune(one) })),
  };
}
