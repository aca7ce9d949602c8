import { randomUUID } from 'node:crypto';
import { KEY_FIELD, readValues } from '../../../platform/http/form.ts';
import { type PageContent, page, type Reply, redirect, refusal } from '../../../platform/http/reply.ts';
import { get, post, type Route, type Rq, type SignedRq } from '../../../platform/http/route.ts';
import type { FormState } from '../../../ui/form-state.ts';
import { lockSeance } from '../../permanences/seances/store.ts';
import { SAISIES } from '../conservation.ts';
import { auteurDe, CHANGE_ENTRE_TEMPS, erreursDe } from '../envoyer.ts';
import { AGENDA, sien } from '../fiche/objets.ts';
import { releveCertifie } from '../fiche/store.ts';
import { FORMULAIRE, toValeurs } from '../formulaire.ts';
import { recevoir } from '../reception/recevoir.ts';
import { mandatsConnus } from '../reception/store.ts';
import type { Saisie } from '../rules/saisie.ts';
import { personneRetenue } from '../rules/versions.ts';
import { type Accompagnement, findAccompagnement } from '../store.ts';
import { nomsPublics, type OperationLue, operationsDe } from './store.ts';
import { etapesDe, saisieReprise } from './versions.ts';
import { HistoriquePage } from './views.tsx';

type Histoire = {
  readonly id: string;
  readonly agentId: string;
  /** Undefined once it is deleted. */
  readonly accompagnement: Accompagnement | undefined;
  readonly operations: readonly OperationLue[];
};

/** A record and what became of it, even deleted: its agent still reads its trace. */
async function histoireDe(rq: Rq): Promise<Histoire | undefined> {
  const id = rq.params['accompagnement'] ?? '';
  const accompagnement = await findAccompagnement(rq.db, rq.territoire.id, id);
  const operations = await operationsDe(rq.db, rq.territoire.id, id);
  const agentId = accompagnement?.agentId ?? operations[0]?.agentId;
  return agentId === undefined ? undefined : { id, agentId, accompagnement, operations };
}

/** The same, once whoever writes in its séance is done. */
async function histoireTenue(rq: Rq): Promise<Histoire | undefined> {
  const found = await histoireDe(rq);
  const seanceId = found && seanceDe(found);
  if (seanceId == null) return found;
  await lockSeance(rq.db, rq.territoire.id, seanceId);
  return histoireDe(rq);
}

/** The séance of a record, or that of a record which is no more. */
function seanceDe({ accompagnement, operations }: Histoire): string | null {
  if (accompagnement !== undefined) return accompagnement.seanceId;
  return operations.findLast(({ saisie }) => saisie !== null)?.saisie?.seanceId ?? null;
}

const retourDe = (histoire: Histoire): string => {
  const seanceId = seanceDe(histoire);
  return seanceId === null ? AGENDA.href : `/seances/${seanceId}`;
};

async function historiquePage(
  rq: SignedRq,
  histoire: Histoire,
  errors: FormState['errors'] = [],
): Promise<PageContent> {
  const { id, accompagnement, operations } = histoire;
  const saisies = operations.flatMap(({ saisie }) => saisie ?? []);
  const noms = await nomsPublics(rq.db, rq.territoire.id, saisies);
  const releveId =
    accompagnement === undefined
      ? null
      : await releveCertifie(rq.db, rq.territoire.id, accompagnement.conventionId, accompagnement.jour);
  const retour = retourDe(histoire);
  return {
    title: 'Historique d’un accompagnement',
    breadcrumbs: [AGENDA, ...(retour === AGENDA.href ? [] : [{ href: retour, label: 'La séance' }])],
    body: (
      <HistoriquePage
        id={id}
        accompagnement={accompagnement}
        etapes={etapesDe(operations, accompagnement, noms)}
        cleDe={randomUUID}
        lecteur={rq.compte.id}
        certifie={accompagnement && releveId !== null ? { jour: accompagnement.jour, releveId } : null}
        retour={retour}
        errors={errors}
      />
    ),
  };
}

const PERDUE = [{ field: '', message: 'Cette version n’existe plus : choisissez-en une autre dans la liste.' }];

/** The same in a new record, which no mandat that is over or destroyed is linked to. */
async function sansMandatPasse(rq: SignedRq, saisie: Saisie): Promise<Saisie> {
  if (saisie.typeActivite !== 'Individuel' || saisie.mandatId === null) return saisie;
  const known = await mandatsConnus(rq.db, rq.territoire.id, rq.compte.agentId ?? '', [saisie.mandatId]);
  return known.has(saisie.mandatId) ? saisie : { ...saisie, mandatId: null };
}

/** Takes a version set aside again: over the present one, or as a new record when it was deleted. */
async function reprendre(rq: SignedRq, histoire: Histoire): Promise<Reply> {
  const { accompagnement, operations } = histoire;
  const { values } = rq.form;
  const refuse = async (errors: FormState['errors']) => refusal(await historiquePage(rq, histoire, errors));
  const chosen = operations.find(({ id }) => id === values['reprise']?.[0]);
  const etape = etapesDe(operations, accompagnement).find(({ id }) => id === chosen?.id);
  if (chosen?.saisie == null || etape?.reprenable !== true) return refuse(PERDUE);
  const actuelle = accompagnement?.versionId ?? '';
  if (values['base']?.[0] !== actuelle) return refuse([{ field: '', message: CHANGE_ENTRE_TEMPS }]);
  const id = values[KEY_FIELD]?.[0] ?? '';
  const isNew = accompagnement === undefined;
  const reprise = saisieReprise({ ...chosen, saisie: chosen.saisie }, operations);
  const saisie = isNew ? await sansMandatPasse(rq, reprise) : reprise;
  const envoi = {
    id,
    nature: isNew ? ('creer' as const) : ('modifier' as const),
    accompagnement: isNew ? id : accompagnement.id,
    base: isNew || actuelle === '' ? null : actuelle,
    formulaire: FORMULAIRE,
    saisiAt: rq.now,
    form: readValues({ ...toValeurs(saisie), personneVue: [personneRetenue(operations) ?? ''] }),
  };
  const [reponse] = await recevoir(rq.db, rq.territoire.id, auteurDe(rq), [envoi], rq);
  const errors = erreursDe(reponse);
  if (errors !== null) return refuse(errors.map(({ message }) => ({ field: '', message })));
  return redirect(`/accompagnements/${envoi.accompagnement}/historique`, {
    flash: isNew ? 'L’accompagnement est noté de nouveau.' : 'Cette version est reprise.',
    objet: ['accompagnement', envoi.accompagnement],
  });
}

export const historiqueRoutes: readonly Route[] = [
  get('/accompagnements/:accompagnement/historique', {
    access: sien,
    load: histoireDe,
    handle: async (rq, histoire) => page(await historiquePage(rq, histoire)),
  }),

  post('/accompagnements/:accompagnement/historique', {
    acte: 'reprendre une version d’un accompagnement',
    collecte: SAISIES,
    access: sien,
    load: histoireTenue,
    handle: reprendre,
  }),
];
