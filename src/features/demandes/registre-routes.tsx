import { formatCommune } from '../../domain/commune.ts';
import { estRefus, phrase } from '../../domain/refus.ts';
import { formatSiret } from '../../domain/siret.ts';
import { urlDe } from '../../domain/territoire.ts';
import { parseForm, withErrors } from '../../platform/http/form.ts';
import { type PageContent, page, type Reply, redirect, refusal } from '../../platform/http/reply.ts';
import { get, post, type Route, type Rq, type SignedRq } from '../../platform/http/route.ts';
import { blankForm, type FormState } from '../../ui/form-state.ts';
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
import { loadDemande, pathOf, pathTo } from './chemin.ts';
import { referentInviteForm, relierForm } from './forms.ts';
import { type Demande, structuresProches, updateDemande } from './store.ts';
import { Proches, ReferentPage } from './views-gestes.tsx';

const access = { equipe: true } as const;
const load = loadDemande;

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
  const card = { before: null, after: courriel, nom, rouvrir: false };
  const taken = await followCourriel(rq.db, id, { role: 'referent', structureId }, card, rq.now);
  if (taken !== null) return refuse(phrase(PHRASES_COMPTE, taken));
  const adresse = new URL('/connexion', urlDe(url, rq.territoire)).href;
  const invitation = { nom, courriel, role: 'referent', departement: rq.territoire.nomComplet, adresse } as const;
  await queueMail(rq.db, id, courrielInvitation(invitation));
  return redirect(`${pathOf(demande)}#pieces`, { flash: `L’invitation part à ${courriel}.` });
}

/** How a demande enters the register: its structure, then its référent. `url`: where people reach the site, for the mails. */
export function registreRoutes(url: string): readonly Route[] {
  return [
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
  ];
}
