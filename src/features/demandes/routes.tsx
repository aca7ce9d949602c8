import { formatCommune } from '../../domain/commune.ts';
import { estCle, NATURES_STRUCTURE } from '../../domain/nomenclatures.ts';
import { estRefus, phrase } from '../../domain/refus.ts';
import { formatSiret } from '../../domain/siret.ts';
import { urlDe } from '../../domain/territoire.ts';
import { parseForm, withErrors } from '../../platform/http/form.ts';
import { file, type PageContent, page, type Reply, redirect, refusal } from '../../platform/http/reply.ts';
import { get, post, type Route, type Rq, type SignedRq } from '../../platform/http/route.ts';
import { toCsv } from '../../ui/csv.ts';
import { blankForm, type FormState } from '../../ui/form-state.ts';
import { tablePage, tableQuery } from '../../ui/table-query.ts';
import { courrielInvitation } from '../comptes/administration/courriels.ts';
import { COMPTES } from '../comptes/conservation.ts';
import { PHRASES_COMPTE } from '../comptes/rules.ts';
import { followCourriel } from '../comptes/store.ts';
import { CONVENTIONS } from '../conventions/conservation.ts';
import { COURRIELS } from '../courriels/conservation.ts';
import { queueMail } from '../courriels/store.ts';
import { structuresOuvertes } from '../lieux/store.ts';
import { CONTACTS } from '../structures/conservation.ts';
import { PHRASES_REFERENT, verifierCourrielReferent } from '../structures/rules.ts';
import { lireStructure, type StructureRefusee, siretPris } from '../structures/saisie.ts';
import { referentsDe, saveReferent, saveStructure } from '../structures/store.ts';
import { StructureFormPage } from '../structures/structure-form-view.tsx';
import { nomsCommunes } from '../territoires/commune-saisie.ts';
import { DEMANDES } from './conservation.ts';
import { noteForm, referentInviteForm, refusSuivi, relierForm, sansSuiteForm, suiviForm } from './forms.ts';
import { demandePubliqueRoutes } from './routes-publiques.tsx';
import { ETATS_DEMANDE, etatDemande, piecesManquantes } from './rules.ts';
import {
  allDemandes,
  type Demande,
  findDemande,
  lieuxProposes,
  notesDe,
  saveNote,
  structuresProches,
  updateDemande,
} from './store.ts';
import { colonnesCsv, colonnesDemandes, type DemandeLue, ListePage, TableauPage } from './views.tsx';
import { FichePage } from './views-fiche.tsx';
import { Proches, ReferentPage, SansSuitePage } from './views-gestes.tsx';

const access = { equipe: true } as const;
const LISTE = { href: '/demandes', label: 'Demandes' } as const;

const load = (rq: Rq) => findDemande(rq.db, rq.territoire.id, rq.params['demande'] ?? '');
const pathOf = ({ id }: Demande) => `/demandes/${id}`;
const pathTo = (demande: Demande) => [LISTE, { href: pathOf(demande), label: demande.nom }];

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

/** What the demande says, as the form of a structure wants it. */
function structurePrefilled(demande: Demande): FormState {
  return blankForm({
    nom: demande.nom,
    nature: demande.nature,
    siret: demande.siret === null ? '' : formatSiret(demande.siret),
    commune: formatCommune({ nom: demande.commune, codeInsee: demande.codeInsee }),
  });
}

async function structurePage(
  rq: Rq,
  demande: Demande,
  { saisie, relier = blankForm() }: { saisie?: StructureRefusee; relier?: FormState } = {},
): Promise<PageContent> {
  const { id: territoireId, codeDepartement } = rq.territoire;
  const structures = await structuresOuvertes(rq.db, territoireId);
  return {
    title: 'Inscrire la structure au registre',
    breadcrumbs: pathTo(demande),
    body: (
      <StructureFormPage
        title="Inscrire la structure au registre"
        before={
          <Proches
            demande={demande}
            proches={await structuresProches(rq.db, territoireId, demande)}
            structures={structures.map(({ id, nom }) => ({ value: id, label: nom }))}
            relier={relier}
            cle={rq.key}
          />
        }
        state={saisie?.state ?? structurePrefilled(demande)}
        cle={rq.key}
        action={`${pathOf(demande)}/structure`}
        retour={pathOf(demande)}
        communes={await nomsCommunes(rq.db, codeDepartement)}
        candidates={(saisie?.candidates ?? []).map((commune) => ({
          value: commune.codeInsee,
          label: `${formatCommune(commune)}, ${commune.codesPostaux.join(', ')}`,
        }))}
        doublon={saisie?.doublon ?? null}
      />
    ),
  };
}

async function inscrire(rq: Rq, demande: Demande): Promise<Reply> {
  const read = await lireStructure(rq, null);
  if ('refused' in read) return refusal(await structurePage(rq, demande, { saisie: read.refused }));
  const saved = await saveStructure(rq.db, rq.territoire.id, null, read.saisie);
  if (estRefus(saved)) {
    const { structure: doublon } = saved;
    const state = withErrors({ values: rqValues(rq), errors: [] }, [siretPris(doublon)]);
    return refusal(await structurePage(rq, demande, { saisie: { state, candidates: [], doublon } }));
  }
  await updateDemande(rq.db, rq.territoire.id, demande.id, { structureId: saved.id });
  return redirect(`${pathOf(demande)}#pieces`, {
    flash: 'La structure est au registre. Invitez maintenant son référent, puis déclarez le lieu.',
    objet: ['structure', saved.id],
  });
}

function rqValues(rq: Rq): FormState['values'] {
  return Object.fromEntries(Object.entries(rq.form.values).map(([name, [value = '']]) => [name, value]));
}

function referentPage(rq: Rq, demande: Demande, state: FormState): PageContent {
  return {
    title: 'Inviter le référent',
    breadcrumbs: pathTo(demande),
    body: <ReferentPage demande={demande} state={state} cle={rq.key} />,
  };
}

/** Opens the account of a référent and writes to him. Without a second factor of his own, the account opens nothing. */
async function inviter(rq: SignedRq, demande: Demande, url: string): Promise<Reply> {
  const { id } = rq.territoire;
  const { structureId } = demande;
  if (structureId === null) return redirect(`${pathOf(demande)}/structure`);
  const form = parseForm(referentInviteForm, rq.form);
  if (!form.ok) return refusal(referentPage(rq, demande, form.state));
  const refuse = (message: string) =>
    refusal(referentPage(rq, demande, withErrors(form.state, [{ field: 'courriel', message }])));
  const { nom, courriel } = form.data;
  const shared = verifierCourrielReferent(await referentsDe(rq.db, id, structureId), null, courriel);
  if (shared !== null) return refuse(phrase(PHRASES_REFERENT, shared));
  await saveReferent(rq.db, id, structureId, null, form.data);
  const card = { before: null, after: courriel, nom };
  const taken = await followCourriel(rq.db, id, { role: 'referent', structureId }, card, rq.now);
  if (taken !== null) return refuse(phrase(PHRASES_COMPTE, taken));
  const adresse = new URL('/connexion', urlDe(url, rq.territoire)).href;
  const invitation = { nom, courriel, role: 'referent', departement: rq.territoire.nomComplet, adresse } as const;
  await queueMail(rq.db, id, courrielInvitation(invitation));
  return redirect(`${pathOf(demande)}#pieces`, { flash: `L’invitation part à ${courriel}.` });
}

function sansSuitePage(rq: Rq, demande: Demande, state: FormState): PageContent {
  return {
    title: 'Classer sans suite',
    breadcrumbs: pathTo(demande),
    body: <SansSuitePage demande={demande} state={state} cle={rq.key} />,
  };
}

/** `url`: where people reach the site, for the mails. */
export function demandesRoutes(url: string): readonly Route[] {
  return [
    ...demandePubliqueRoutes(url),

    get('/demandes', {
      access,
      handle: async (rq) =>
        page({ title: 'Demandes', body: <TableauPage demandes={await toutes(rq)} today={rq.today} /> }),
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

    get('/demandes/:demande/structure', {
      load,
      access,
      handle: async (rq, demande) => page(await structurePage(rq, demande)),
    }),

    post('/demandes/:demande/structure', {
      load,
      access,
      acte: 'ajouter la structure d’une demande',
      collecte: [CONVENTIONS, CONTACTS],
      handle: inscrire,
    }),

    post('/demandes/:demande/relier', {
      load,
      access,
      acte: 'relier une demande à sa structure',
      collecte: 'rien',
      handle: async (rq, demande) => {
        const form = parseForm(relierForm, rq.form);
        const known = await structuresOuvertes(rq.db, rq.territoire.id);
        const structure = form.ok ? known.find(({ id }) => id === form.data.structureId) : undefined;
        if (structure === undefined) {
          const message = 'Choisissez la structure dans la liste.';
          const relier = { values: form.state.values, errors: [{ field: 'structureId', message }] };
          return refusal(await structurePage(rq, demande, { relier }));
        }
        await updateDemande(rq.db, rq.territoire.id, demande.id, { structureId: structure.id });
        return redirect(`${pathOf(demande)}#pieces`, { flash: `La demande est celle de ${structure.nom}.` });
      },
    }),

    get('/demandes/:demande/referent', {
      load,
      access,
      handle: async (rq, demande) => {
        if (demande.structureId === null) return redirect(`${pathOf(demande)}/structure`);
        const { contactNom: nom, contactFonction: fonction, contactCourriel: courriel, contactTelephone } = demande;
        return page(
          referentPage(rq, demande, blankForm({ nom, fonction, courriel, telephone: contactTelephone ?? '' })),
        );
      },
    }),

    post('/demandes/:demande/referent', {
      load,
      access,
      acte: 'inviter un référent',
      collecte: [CONTACTS, COMPTES, COURRIELS],
      handle: (rq, demande) => inviter(rq, demande, url),
    }),

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
