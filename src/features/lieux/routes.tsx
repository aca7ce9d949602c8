import { formatCommune } from '../../domain/commune.ts';
import { parseForm, withErrors } from '../../platform/http/form.ts';
import { isUuid } from '../../platform/http/idempotence.ts';
import { file, page, type Reply, redirect, refusal } from '../../platform/http/reply.ts';
import { get, post, type Route, type Rq, type SignedRq } from '../../platform/http/route.ts';
import { toCsv } from '../../ui/csv.ts';
import { blankForm, type FormState } from '../../ui/form-state.ts';
import { tablePage, tableQuery } from '../../ui/table-query.ts';
import { avecDemande, demandeSuivie } from '../demandes/suite.ts';
import { lockPlanning } from '../permanences/seances/store.ts';
import { type Commune, lireCommune, nomsCommunes } from '../territoires/commune-saisie.ts';
import { estSien, ficheDe, LISTE, lieuDemande, racine } from './chemin.ts';
import { conformiteRoutes } from './conformite/routes.tsx';
import { conformites } from './conformite/store.ts';
import { LIEUX } from './conservation.ts';
import { lireFiche } from './fiche.ts';
import { lieuForm, lieuModifieForm, lieuToValues } from './forms.ts';
import { propositionsRoutes } from './propositions/routes.tsx';
import { echeancesConformite } from './rules.ts';
import { allLieux, closeLieu, type Lieu, saveLieu, seancesPrevues, structuresOuvertes, updateLieu } from './store.ts';
import { FermerPage, RouvrirPage } from './views/fermeture.tsx';
import { FichePage } from './views/fiche.tsx';
import { LieuFormPage } from './views/lieu-form.tsx';
import { colonnesCsv, colonnesLieux, type LieuListe, ListePage } from './views/liste.tsx';
import { visitesRoutes } from './visites/routes.tsx';

const equipe = { equipe: true } as const;

function listQuery(rq: Rq) {
  return tableQuery(rq.query, {
    sortable: ['nom', 'commune', 'structure', 'usages', 'renouveler'],
    defaultSort: 'nom',
  });
}

async function tousAvecUsages(rq: Rq): Promise<LieuListe[]> {
  const lieux = await allLieux(rq.db, rq.territoire.id);
  const { de, regles } = await conformites(rq.db, rq.territoire.id, rq.today);
  return lieux.map((one) => {
    const { usages, constats } = de(one.id);
    const [premiere] = echeancesConformite([{ ...one, constats }], rq.today, regles);
    return { ...one, usages, aRenouvelerLe: premiere?.date ?? null };
  });
}

/** What the address of the form already knows. */
function proposed(query: URLSearchParams): FormState['values'] {
  const known = (name: string) => (query.get(name) ?? '').slice(0, 200);
  return { structureId: known('structure'), nom: known('nom'), adresse: known('adresse'), commune: known('commune') };
}

/** A form with what goes with it: the communes to choose from, when what was typed fits several. */
type Saisie = { readonly state: FormState; readonly candidates?: readonly Commune[] };

async function formPage(rq: Rq, { state, candidates = [] }: Saisie, existing?: Lieu) {
  const title = existing ? 'Modifier le lieu' : 'Déclarer un lieu';
  return {
    title,
    breadcrumbs: existing ? [LISTE, ficheDe(existing)] : [LISTE],
    body: (
      <LieuFormPage
        title={title}
        state={state}
        cle={rq.key}
        action={existing ? `/lieux/${existing.id}/modifier` : avecDemande('/lieux/nouveau', rq.query)}
        existing={existing}
        structures={existing ? [] : await structuresOuvertes(rq.db, rq.territoire.id)}
        communes={await nomsCommunes(rq.db, rq.territoire.codeDepartement)}
        candidates={candidates.map((commune) => ({
          value: commune.codeInsee,
          label: `${formatCommune(commune)}, ${commune.codesPostaux.join(', ')}`,
        }))}
      />
    ),
  };
}

/** Says what only the register knows: a structure that is none of those that may host. */
async function refusStructure(rq: Rq, values: FormState['values']): Promise<FormState['errors']> {
  const structureId = values['structureId'] ?? '';
  if (typeof structureId !== 'string' || !isUuid(structureId)) return [];
  const structures = await structuresOuvertes(rq.db, rq.territoire.id);
  return structures.some(({ id }) => id === structureId)
    ? []
    : [{ field: 'structureId', message: 'Choisissez la structure dans la liste.' }];
}

async function create(rq: SignedRq): Promise<Reply> {
  const form = parseForm(lieuForm, rq.form);
  const { commune, candidates, errors } = await lireCommune(rq.db, rq.territoire.codeDepartement, form.state.values);
  const all = [...errors, ...(await refusStructure(rq, form.state.values))];
  if (!form.ok || commune === undefined || all.length > 0) {
    return refusal(await formPage(rq, { state: withErrors(form.state, all, lieuForm), candidates }));
  }
  const { commune: _, communeChoix: __, ...saisie } = form.data;
  const id = await saveLieu(rq.db, rq.territoire.id, { ...saisie, codeInsee: commune.codeInsee });
  return redirect(demandeSuivie(rq.query) ?? `/lieux/${id}/fiche`, {
    flash: `Le lieu « ${saisie.nom} » est déclaré. Notez maintenant ce qui y a été constaté.`,
    objet: ['lieu', id],
  });
}

async function update(rq: SignedRq, of: Lieu): Promise<Reply> {
  const form = parseForm(lieuModifieForm, rq.form);
  const { commune, candidates, errors } = await lireCommune(rq.db, rq.territoire.codeDepartement, form.state.values);
  if (!form.ok || commune === undefined || errors.length > 0) {
    return refusal(await formPage(rq, { state: withErrors(form.state, errors, lieuModifieForm), candidates }, of));
  }
  const { commune: _, communeChoix: __, ...saisie } = form.data;
  await updateLieu(rq.db, rq.territoire.id, of.id, { ...saisie, codeInsee: commune.codeInsee }, rq.now);
  return redirect(`/lieux/${of.id}/fiche`, { flash: 'La modification est enregistrée.' });
}

async function close(rq: SignedRq, of: Lieu): Promise<Reply> {
  // Nobody plans a séance there between the count and the closing.
  await lockPlanning(rq.db, rq.territoire.id);
  const prevues = await seancesPrevues(rq.db, rq.territoire.id, of.id, rq.today);
  if (prevues > 0) return refusal(fermerPage(rq, of, prevues));
  if (of.fermeLe === null) await closeLieu(rq.db, rq.territoire.id, of.id, rq.today);
  return redirect(`/lieux/${of.id}/fiche`, { flash: 'Le lieu est fermé : il n’apparaît plus au public.' });
}

async function reopen(rq: SignedRq, of: Lieu): Promise<Reply> {
  await closeLieu(rq.db, rq.territoire.id, of.id, null);
  return redirect(`/lieux/${of.id}/fiche`, { flash: 'Le lieu est rouvert.' });
}

function fermerPage(rq: Rq, of: Lieu, prevues: number) {
  return {
    title: 'Fermer le lieu',
    breadcrumbs: [LISTE, ficheDe(of)],
    body: <FermerPage lieu={of} prevues={prevues} cle={rq.key} />,
  };
}

export const lieuxRoutes: readonly Route[] = [
  ...propositionsRoutes,
  ...conformiteRoutes,

  get('/lieux', {
    access: { equipe: true, agent: true },
    handle: async (rq) => {
      const columns = colonnesLieux(rq.today);
      const listed = tablePage(await tousAvecUsages(rq), columns, listQuery(rq));
      return page({
        title: 'Lieux',
        body: <ListePage columns={columns} listed={listed} peutDeclarer={rq.compte.role === 'equipe'} />,
      });
    },
  }),

  get('/lieux.csv', {
    access: equipe,
    handle: async (rq) => {
      const { found } = tablePage(await tousAvecUsages(rq), colonnesLieux(rq.today), listQuery(rq));
      return file({
        bytes: toCsv(colonnesCsv(rq.today), found),
        type: 'text/csv; charset=utf-8',
        name: `lieux-${rq.today}.csv`,
      });
    },
  }),

  get('/lieux/nouveau', {
    access: equipe,
    handle: async (rq) => page(await formPage(rq, { state: blankForm(proposed(rq.query)) })),
  }),
  post('/lieux/nouveau', { acte: 'ajouter un lieu', collecte: [LIEUX], access: equipe, handle: create }),

  get('/lieux/:lieu/fiche', {
    access: { equipe: true, agent: true, referent: estSien },
    load: lieuDemande,
    handle: async (rq, of) =>
      page({
        title: of.nom,
        breadcrumbs: [racine(rq)],
        body: <FichePage {...(await lireFiche(rq, of))} />,
      }),
  }),

  get('/lieux/:lieu/modifier', {
    access: equipe,
    load: lieuDemande,
    handle: async (rq, of) => page(await formPage(rq, { state: blankForm(lieuToValues(of)) }, of)),
  }),
  post('/lieux/:lieu/modifier', {
    acte: 'modifier un lieu',
    collecte: [LIEUX],
    access: equipe,
    load: lieuDemande,
    handle: update,
  }),

  get('/lieux/:lieu/fermer', {
    access: equipe,
    load: lieuDemande,
    handle: async (rq, of) => page(fermerPage(rq, of, await seancesPrevues(rq.db, rq.territoire.id, of.id, rq.today))),
  }),
  post('/lieux/:lieu/fermer', {
    acte: 'fermer un lieu',
    collecte: 'rien',
    access: equipe,
    load: lieuDemande,
    handle: close,
  }),

  get('/lieux/:lieu/rouvrir', {
    access: equipe,
    load: lieuDemande,
    handle: async (rq, of) =>
      page({
        title: 'Rouvrir le lieu',
        breadcrumbs: [LISTE, ficheDe(of)],
        body: <RouvrirPage lieu={of} cle={rq.key} />,
      }),
  }),
  post('/lieux/:lieu/rouvrir', {
    acte: 'rouvrir un lieu',
    collecte: 'rien',
    access: equipe,
    load: lieuDemande,
    handle: reopen,
  }),

  ...visitesRoutes,
];
