import { formatCommune } from '../../domain/commune.ts';
import { estCle, NATURES_STRUCTURE, type NatureStructure } from '../../domain/nomenclatures.ts';
import { estRefus } from '../../domain/refus.ts';
import { parseForm, withErrors } from '../../platform/http/form.ts';
import { file, type PageContent, page, redirect, refusal } from '../../platform/http/reply.ts';
import { get, post, type Route, type Rq } from '../../platform/http/route.ts';
import { toCsv } from '../../ui/csv.ts';
import { blankForm } from '../../ui/form-state.ts';
import { tablePage, tableQuery } from '../../ui/table-query.ts';
import { CONVENTIONS } from '../conventions/conservation.ts';
import { admisParDerogation } from '../lieux/conformite/store.ts';
import { nomsCommunes } from '../territoires/commune-saisie.ts';
import { CONTACTS } from './conservation.ts';
import { structureForm, structureValues } from './forms.ts';
import { logoRoutes } from './logo-routes.tsx';
import { referentsRoutes } from './referent-routes.tsx';
import { lireStructure, type StructureRefusee, siretPris } from './saisie.ts';
import {
  allStructures,
  conventionsDe,
  findStructure,
  lieuxDe,
  referentsDe,
  type Structure,
  saveStructure,
} from './store.ts';
import { StructureFormPage } from './structure-form-view.tsx';
import { colonnes, colonnesCsv, StructurePage, StructuresPage } from './views.tsx';

export const STRUCTURES = { href: '/structures', label: 'Structures' } as const;
const MA_STRUCTURE = { href: '/ma-structure', label: 'Ma structure' };

function natureChosen(rq: Rq): NatureStructure | null {
  const nature = rq.query.get('nature') ?? '';
  return estCle(NATURES_STRUCTURE, nature) ? nature : null;
}

/** The list as its address says: the CSV gets all that was found, the page twenty rows of it. */
async function readList(rq: Rq) {
  const nature = natureChosen(rq);
  const query = tableQuery(rq.query, { sortable: colonnes.map(({ key }) => key), defaultSort: 'nom' });
  return { nature, ...tablePage(await allStructures(rq.db, rq.territoire.id, nature), colonnes, query) };
}

/** The structure that the path names. */
export function loadStructure(rq: Rq): Promise<Structure | undefined> {
  return findStructure(rq.db, rq.territoire.id, rq.params['structure'] ?? '');
}

/** The form of a new structure (`structure` null), or of one that exists. */
async function formPage(rq: Rq, structure: Structure | null, refused?: StructureRefusee): Promise<PageContent> {
  const title = structure === null ? 'Nouvelle structure' : 'Modifier la structure';
  const retour = structure === null ? '/structures' : `/structures/${structure.id}`;
  return {
    title,
    breadcrumbs: structure === null ? [STRUCTURES] : [STRUCTURES, { href: retour, label: structure.nom }],
    body: (
      <StructureFormPage
        title={title}
        state={refused?.state ?? (structure === null ? blankForm() : structureValues(structure))}
        cle={rq.key}
        action={rq.path}
        retour={retour}
        communes={await nomsCommunes(rq.db, rq.territoire.codeDepartement)}
        candidates={(refused?.candidates ?? []).map((commune) => ({
          value: commune.codeInsee,
          label: `${formatCommune(commune)}, ${commune.codesPostaux.join(', ')}`,
        }))}
        doublon={refused?.doublon ?? null}
      />
    ),
  };
}

/** Saves what was typed and leads to the structure, or shows the form again with everything that is wrong. */
async function save(rq: Rq, structure: Structure | null, flash: string) {
  const read = await lireStructure(rq, structure?.id ?? null);
  if ('refused' in read) return refusal(await formPage(rq, structure, read.refused));
  const saved = await saveStructure(rq.db, rq.territoire.id, structure?.id ?? null, read.saisie);
  if (!estRefus(saved)) return redirect(`/structures/${saved.id}`, { flash, objet: ['structure', saved.id] });
  const { state } = parseForm(structureForm, rq.form);
  const doublon = saved.structure;
  return refusal(
    await formPage(rq, structure, { state: withErrors(state, [siretPris(doublon)]), candidates: [], doublon }),
  );
}

export const structuresRoutes: readonly Route[] = [
  get('/structures', {
    access: { equipe: true },
    handle: async (rq) => {
      const { nature, rows, total, query } = await readList(rq);
      return page({
        title: 'Structures',
        body: <StructuresPage rows={rows} total={total} query={query} nature={nature ?? ''} />,
      });
    },
  }),

  get('/structures.csv', {
    access: { equipe: true },
    handle: async (rq) => {
      const { found } = await readList(rq);
      return file({ bytes: toCsv(colonnesCsv, found), type: 'text/csv; charset=utf-8', name: 'structures.csv' });
    },
  }),

  get('/structures/nouvelle', {
    access: { equipe: true },
    handle: async (rq) => page(await formPage(rq, null)),
  }),

  post('/structures/nouvelle', {
    acte: 'ajouter une structure',
    collecte: [CONVENTIONS, CONTACTS],
    access: { equipe: true },
    handle: (rq) => save(rq, null, 'La structure est enregistrée.'),
  }),

  get('/structures/:structure', {
    load: loadStructure,
    // An agent in the field must reach any structure; a référent sees his own only.
    access: { equipe: true, agent: true, referent: (compte, structure) => structure.id === compte.structureId },
    handle: async (rq, structure) => {
      const { role } = rq.compte;
      return page({
        title: structure.nom,
        breadcrumbs: role === 'equipe' ? [STRUCTURES] : role === 'referent' ? [MA_STRUCTURE] : [],
        body: (
          <StructurePage
            structure={structure}
            referents={await referentsDe(rq.db, rq.territoire.id, structure.id)}
            lieux={await lieuxDe(rq.db, rq.territoire.id, structure.id)}
            conventions={await conventionsDe(rq.db, rq.territoire.id, structure.id)}
            role={role}
            admis={await admisParDerogation(rq.db, rq.territoire.id, rq.today)}
          />
        ),
      });
    },
  }),

  get('/structures/:structure/modifier', {
    load: loadStructure,
    access: { equipe: true },
    handle: async (rq, structure) => page(await formPage(rq, structure)),
  }),

  post('/structures/:structure/modifier', {
    acte: 'modifier une structure',
    collecte: [CONVENTIONS, CONTACTS],
    load: loadStructure,
    access: { equipe: true },
    handle: (rq, structure) => save(rq, structure, 'La structure est à jour.'),
  }),

  ...referentsRoutes,
  ...logoRoutes,
];
