import { estCle, NATURES_STRUCTURE } from '../../domain/nomenclatures.ts';
import { parseForm, withErrors } from '../../platform/http/form.ts';
import { file, type PageContent, page, redirect, refusal } from '../../platform/http/reply.ts';
import { get, post, type Route, type Rq } from '../../platform/http/route.ts';
import { toCsv } from '../../ui/csv.ts';
import { blankForm, type FormState } from '../../ui/form-state.ts';
import { tablePage, tableQuery } from '../../ui/table-query.ts';
import { LISTE, loadDemande, pathOf, pathTo } from './chemin.ts';
import { DEMANDES } from './conservation.ts';
import { noteForm, refusSuivi, sansSuiteForm, suiviForm } from './forms.ts';
import { registreRoutes } from './registre-routes.tsx';
import { demandePubliqueRoutes, type Ouverture } from './routes-publiques.tsx';
import { ETATS_DEMANDE, etatDemande, piecesManquantes } from './rules.ts';
import {
  allDemandes,
  countGelees,
  type Demande,
  deleteDemande,
  lieuxProposes,
  notesDe,
  saveNote,
  updateDemande,
} from './store.ts';
import { colonnesCsv, colonnesDemandes, type DemandeLue, ListePage, TableauPage } from './views.tsx';
import { FichePage } from './views-fiche.tsx';
import { EffacerPage, SansSuitePage } from './views-gestes.tsx';

const access = { equipe: true } as const;
const load = loadDemande;

function lire(demande: Demande, today: Temporal.PlainDate): DemandeLue {
  return { ...demande, etat: etatDemande(demande, today), pieces: piecesManquantes(demande, today) };
}

async function toutes(rq: Rq): Promise<DemandeLue[]> {
  return (await allDemandes(rq.db, rq.territoire.id)).map((demande) => lire(demande, rq.today));
}

/** The list as its address says: the CSV gets all that was found, the page twenty rows of it. */
async function listed(rq: Rq) {
  const [etat, nature] = [rq.query.get('etat') ?? '', rq.query.get('nature') ?? ''];
  const kept = {
    etat: estCle(ETATS_DEMANDE, etat) ? etat : '',
    nature: estCle(NATURES_STRUCTURE, nature) ? nature : '',
  };
  const rows = (await toutes(rq)).filter(
    (demande) =>
      (kept.etat === '' || demande.etat === kept.etat) && (kept.nature === '' || demande.nature === kept.nature),
  );
  const query = tableQuery(rq.query, {
    sortable: colonnesDemandes.filter(({ sortable }) => sortable).map(({ key }) => key),
    defaultSort: 'recue',
    defaultDirection: 'desc',
  });
  return { kept, ...tablePage(rows, colonnesDemandes, query) };
}

function suiviValues({ contacteeLe, visitePrevueLe, prochaineAction, prochaineActionLe }: Demande): FormState {
  return blankForm({
    contacteeLe: contacteeLe?.toString() ?? '',
    visitePrevueLe: visitePrevueLe?.toString() ?? '',
    prochaineAction: prochaineAction ?? '',
    prochaineActionLe: prochaineActionLe?.toString() ?? '',
  });
}

async function fiche(
  rq: Rq,
  demande: Demande,
  refused: { suivi?: FormState; note?: FormState } = {},
): Promise<PageContent> {
  return {
    title: demande.nom,
    breadcrumbs: [LISTE],
    body: (
      <FichePage
        demande={lire(demande, rq.today)}
        lieux={await lieuxProposes(rq.db, rq.territoire.id, demande.id)}
        notes={await notesDe(rq.db, rq.territoire.id, demande.id)}
        suivi={refused.suivi ?? suiviValues(demande)}
        note={refused.note ?? blankForm()}
        cle={rq.key}
        today={rq.today}
      />
    ),
  };
}

function sansSuitePage(rq: Rq, demande: Demande, state: FormState): PageContent {
  return {
    title: 'Classer sans suite',
    breadcrumbs: pathTo(demande),
    body: <SansSuitePage demande={demande} state={state} cle={rq.key} />,
  };
}

/** What structures ask, from the public form to the register. */
export function demandesRoutes(ouverture: Ouverture): readonly Route[] {
  return [
    ...demandePubliqueRoutes(ouverture),

    get('/demandes', {
      access,
      handle: async (rq) =>
        page({
          title: 'Demandes',
          body: (
            <TableauPage
              demandes={await toutes(rq)}
              gelees={await countGelees(rq.db, rq.territoire.id)}
              today={rq.today}
            />
          ),
        }),
    }),

    get('/demandes/liste', {
      access,
      handle: async (rq) => {
        const { kept, rows, total, query } = await listed(rq);
        return page({
          title: 'Toutes les demandes',
          breadcrumbs: [LISTE],
          body: <ListePage listed={{ rows, total, query }} kept={kept} />,
        });
      },
    }),

    get('/demandes.csv', {
      access,
      handle: async (rq) => {
        const { found } = await listed(rq);
        const name = `demandes-${rq.today}.csv`;
        return file({ bytes: toCsv(colonnesCsv, found), type: 'text/csv; charset=utf-8', name });
      },
    }),

    get('/demandes/:demande', {
      load,
      access,
      collecte: [DEMANDES],
      handle: async (rq, demande) => page(await fiche(rq, demande)),
    }),

    post('/demandes/:demande/suivi', {
      load,
      access,
      acte: 'suivre une demande',
      collecte: [DEMANDES],
      handle: async (rq, demande) => {
        const form = parseForm(suiviForm, rq.form);
        const errors = form.ok ? refusSuivi(form.data, demande.recueLe, rq.today) : [];
        if (!form.ok || errors.length > 0) {
          return refusal(await fiche(rq, demande, { suivi: withErrors(form.state, errors, suiviForm) }));
        }
        await updateDemande(rq.db, rq.territoire.id, demande.id, form.data);
        return redirect(pathOf(demande), { flash: 'Le suivi est enregistré.' });
      },
    }),

    post('/demandes/:demande/notes', {
      load,
      access,
      acte: 'noter le suivi d’une demande',
      collecte: [DEMANDES],
      handle: async (rq, demande) => {
        const form = parseForm(noteForm, rq.form);
        if (!form.ok) return refusal(await fiche(rq, demande, { note: form.state }));
        await saveNote(rq.db, rq.territoire.id, demande.id, { ...form.data, createdBy: rq.compte.id });
        return redirect(`${pathOf(demande)}#notes`, { flash: 'La note est ajoutée.' });
      },
    }),

    ...registreRoutes(ouverture.url),

    get('/demandes/:demande/sans-suite', {
      load,
      access,
      handle: async (rq, demande) => page(sansSuitePage(rq, demande, blankForm())),
    }),

    post('/demandes/:demande/sans-suite', {
      load,
      access,
      acte: 'classer une demande sans suite',
      collecte: [DEMANDES],
      handle: async (rq, demande) => {
        const form = parseForm(sansSuiteForm, rq.form);
        if (!form.ok) return refusal(sansSuitePage(rq, demande, form.state));
        await updateDemande(rq.db, rq.territoire.id, demande.id, { sansSuiteLe: rq.today, ...form.data });
        return redirect('/demandes', { flash: `La demande de ${demande.nom} est sans suite.` });
      },
    }),

    get('/demandes/:demande/effacer', {
      load,
      access,
      handle: async (rq, demande) =>
        page({
          title: 'Effacer cette demande ?',
          breadcrumbs: pathTo(demande),
          body: <EffacerPage demande={demande} cle={rq.key} />,
        }),
    }),

    post('/demandes/:demande/effacer', {
      load,
      access,
      acte: 'effacer une demande',
      collecte: 'rien',
      handle: async (rq, demande) => {
        await deleteDemande(rq.db, rq.territoire.id, demande.id);
        return redirect('/demandes', { flash: `La demande de ${demande.nom} est effacée.` });
      },
    }),

    post('/demandes/:demande/reprendre', {
      load,
      access,
      acte: 'reprendre une demande',
      collecte: 'rien',
      handle: async (rq, demande) => {
        const again = { sansSuiteLe: null, sansSuiteMotif: null, sansSuitePrecision: null };
        await updateDemande(rq.db, rq.territoire.id, demande.id, again);
        return redirect(pathOf(demande), { flash: 'La demande est reprise.' });
      },
    }),
  ];
}
