import { type Role, rolesLibelles } from '../../../domain/compte.ts';
import { estCle } from '../../../domain/nomenclatures.ts';
import { phrase } from '../../../domain/refus.ts';
import { urlDe } from '../../../domain/territoire.ts';
import { parseForm, withErrors } from '../../../platform/http/form.ts';
import { file, type PageContent, page, type Reply, redirect, refusal } from '../../../platform/http/reply.ts';
import { get, post, type Route, type Rq, type SignedRq } from '../../../platform/http/route.ts';
import { toCsv } from '../../../ui/csv.ts';
import { blankForm, type FormState } from '../../../ui/form-state.ts';
import { tablePage, tableQuery } from '../../../ui/table-query.ts';
import { COURRIELS } from '../../courriels/conservation.ts';
import { queueMail } from '../../courriels/store.ts';
import { avertir } from '../avis.ts';
import { COMPTES as DONNEES_COMPTES } from '../conservation.ts';
import { oublierFacteurs } from '../second-facteur/store.ts';
import { courrielInvitation, courrielOubli } from './courriels.ts';
import { invitationForm, oubliForm } from './forms.ts';
import {
  ADMINISTRATEURS_MIN,
  ETATS_COMPTE,
  estInvite,
  PHRASES_GESTE,
  type RefusGeste,
  verifierFermeture,
  verifierOubli,
} from './rules.ts';
import {
  allAdministrateurs,
  allComptes,
  type CompteGere,
  casquettesDe,
  endSessions,
  fermer,
  findCompteGere,
  holdAdministrateurs,
  inviter,
  restantsSans,
} from './store.ts';
import {
  AdministrationPage,
  ComptePage,
  ComptesPage,
  colonnes,
  colonnesCsv,
  etatDe,
  FermerPage,
  InviterPage,
  OublierPage,
} from './views.tsx';

const ADMINISTRATION = { href: '/administration', label: 'Administration' } as const;
const COMPTES = { href: '/administration/comptes', label: 'Comptes' } as const;
const administrateur = { administrateur: true } as const;

/** The list as its address says: the CSV gets all that was found, the page twenty rows of it. */
async function readList(rq: Rq) {
  const [role, etat] = [rq.query.get('role') ?? '', rq.query.get('etat') ?? ''];
  const kept = {
    role: estCle(rolesLibelles, role) ? role : '',
    etat: estCle(ETATS_COMPTE, etat) ? etat : '',
  };
  const all = (await allComptes(rq.db, rq.territoire.id, rq.now)).filter(
    (compte) => (kept.role === '' || compte.role === kept.role) && (kept.etat === '' || etatDe(compte) === kept.etat),
  );
  const query = tableQuery(rq.query, { sortable: colonnes.map(({ key }) => key), defaultSort: 'nom' });
  return { kept, ...tablePage(all, colonnes, query) };
}

function load(rq: Rq): Promise<CompteGere | undefined> {
  return findCompteGere(rq.db, rq.territoire.id, rq.params['compte'] ?? '', rq.now);
}

async function isAlone(rq: Rq): Promise<boolean> {
  const all = await allAdministrateurs(rq.db, rq.territoire.id);
  return all.filter(({ venu }) => venu).length < ADMINISTRATEURS_MIN;
}

const comptePath = ({ id }: { readonly id: string }): string => `/administration/comptes/${id}`;

async function fiche(rq: SignedRq, compte: CompteGere, refus: RefusGeste | null = null): Promise<PageContent> {
  return {
    title: compte.nom,
    breadcrumbs: [ADMINISTRATION, COMPTES],
    body: (
      <ComptePage
        compte={compte}
        casquettes={await casquettesDe(rq.db, rq.territoire.id, compte.courriel, rq.now)}
        estSoi={compte.courriel === rq.compte.courriel}
        refus={refus === null ? null : phrase(PHRASES_GESTE, refus)}
        cle={rq.key}
      />
    ),
  };
}

/** Opens the account, or opens it again, and sends the mail that says where to go. */
async function envoyerInvitation(
  rq: Rq,
  url: string,
  who: { readonly nom: string; readonly courriel: string; readonly role: Role },
): Promise<void> {
  const adresse = new URL('/connexion', urlDe(url, rq.territoire)).href;
  await queueMail(
    rq.db,
    rq.territoire.id,
    courrielInvitation({ ...who, departement: rq.territoire.nomComplet, adresse }),
  );
}

async function decideFermeture(rq: SignedRq, compte: CompteGere): Promise<RefusGeste | null> {
  const { courriel, role, fermeLe } = compte;
  const cible = { courriel, role, ferme: fermeLe !== null };
  const all = await allAdministrateurs(rq.db, rq.territoire.id);
  return verifierFermeture(cible, rq.compte.courriel, restantsSans(all, courriel));
}

const versInvitation = (state: FormState, cle: string): PageContent => ({
  title: 'Inviter',
  breadcrumbs: [ADMINISTRATION, COMPTES],
  body: <InviterPage state={state} cle={cle} />,
});

function versOubli(rq: SignedRq, compte: CompteGere, state: FormState): PageContent {
  return {
    title: 'Retirer les seconds facteurs',
    breadcrumbs: [ADMINISTRATION, COMPTES, { href: comptePath(compte), label: compte.nom }],
    body: <OublierPage compte={compte} state={state} cle={rq.key} />,
  };
}

/** `url`: where people reach the site, for the mails. */
export function administrationRoutes(url: string): readonly Route[] {
  return [
    get('/administration', {
      access: administrateur,
      handle: async (rq) => page({ title: 'Administration', body: <AdministrationPage seul={await isAlone(rq)} /> }),
    }),

    get('/administration/comptes', {
      access: administrateur,
      handle: async (rq) => {
        const { kept, rows, total, query } = await readList(rq);
        return page({
          title: 'Comptes',
          breadcrumbs: [ADMINISTRATION],
          body: <ComptesPage rows={rows} total={total} query={query} kept={kept} seul={await isAlone(rq)} />,
        });
      },
    }),

    get('/administration/comptes.csv', {
      access: administrateur,
      handle: async (rq) => {
        const { found } = await readList(rq);
        return file({ bytes: toCsv(colonnesCsv, found), type: 'text/csv; charset=utf-8', name: 'comptes.csv' });
      },
    }),

    get('/administration/comptes/inviter', {
      access: administrateur,
      niveau: 'confirme',
      handle: async (rq) => page(versInvitation(blankForm(), rq.key)),
    }),

    post('/administration/comptes/inviter', {
      access: administrateur,
      niveau: 'confirme',
      acte: 'inviter',
      collecte: [DONNEES_COMPTES, COURRIELS],
      handle: async (rq) => {
        const form = parseForm(invitationForm, rq.form);
        if (!form.ok) return refusal(versInvitation(form.state, rq.key));
        const opened = await inviter(rq.db, rq.territoire.id, form.data);
        if (opened === undefined) {
          const message = 'Cette adresse a déjà un compte ouvert dans ce rôle : retrouvez-le dans la liste.';
          return refusal(versInvitation(withErrors(form.state, [{ field: 'courriel', message }]), rq.key));
        }
        await envoyerInvitation(rq, url, form.data);
        const flash = `L’invitation part à ${form.data.courriel}.`;
        return redirect(comptePath(opened), { flash, objet: ['compte', opened.id] });
      },
    }),

    get('/administration/comptes/:compte', {
      load,
      access: administrateur,
      handle: async (rq, compte) => page(await fiche(rq, compte)),
    }),

    post('/administration/comptes/:compte/relancer', {
      load,
      access: administrateur,
      acte: 'renvoyer une invitation',
      collecte: 'rien',
      handle: async (rq, compte): Promise<Reply> => {
        if (etatDe(compte) !== 'invite' || !estInvite(compte.role)) return refusal(await fiche(rq, compte));
        await envoyerInvitation(rq, url, compte);
        return redirect(comptePath(compte), { flash: `L’invitation repart à ${compte.courriel}.` });
      },
    }),

    get('/administration/comptes/:compte/fermer', {
      load,
      access: administrateur,
      niveau: 'confirme',
      handle: async (rq, compte) => {
        const refus = await decideFermeture(rq, compte);
        if (refus !== null) return page(await fiche(rq, compte, refus));
        return page({
          title: 'Fermer un compte',
          breadcrumbs: [ADMINISTRATION, COMPTES, { href: comptePath(compte), label: compte.nom }],
          body: <FermerPage compte={compte} cle={rq.key} />,
        });
      },
    }),

    post('/administration/comptes/:compte/fermer', {
      load,
      access: administrateur,
      niveau: 'confirme',
      acte: 'fermer un compte',
      collecte: 'rien',
      handle: async (rq, compte) => {
        const all = await holdAdministrateurs(rq.db, rq.territoire.id);
        // Read again under the lock: somebody else may have closed it meanwhile.
        const { courriel, role, fermeLe } = (await load(rq)) ?? compte;
        const cible = { courriel, role, ferme: fermeLe !== null };
        const refus = verifierFermeture(cible, rq.compte.courriel, restantsSans(all, courriel));
        if (refus !== null) return refusal(await fiche(rq, compte, refus));
        await fermer(rq.db, rq.territoire.id, compte.id, rq.now);
        return redirect(comptePath(compte), { flash: `Le compte de ${compte.nom} est fermé, et déconnecté partout.` });
      },
    }),

    post('/administration/comptes/:compte/rouvrir', {
      load,
      access: administrateur,
      niveau: 'confirme',
      acte: 'rouvrir un compte',
      collecte: 'rien',
      handle: async (rq, compte) => {
        // Agents and référents come back by their cards, which know their contract and their structure.
        if (compte.fermeLe === null || !estInvite(compte.role)) return refusal(await fiche(rq, compte));
        await inviter(rq.db, rq.territoire.id, compte);
        await envoyerInvitation(rq, url, compte);
        return redirect(comptePath(compte), { flash: `Le compte de ${compte.nom} est rouvert ; un courriel le dit.` });
      },
    }),

    post('/administration/comptes/:compte/deconnecter', {
      load,
      access: administrateur,
      acte: 'déconnecter un compte partout',
      collecte: 'rien',
      handle: async (rq, compte) => {
        const casquettes = await casquettesDe(rq.db, rq.territoire.id, compte.courriel, rq.now);
        await endSessions(
          rq.db,
          rq.territoire.id,
          casquettes.map(({ id }) => id),
        );
        return redirect(comptePath(compte), { flash: `${compte.nom} n’est plus connecté nulle part.` });
      },
    }),

    get('/administration/comptes/:compte/telephone-perdu', {
      load,
      access: administrateur,
      niveau: 'confirme',
      handle: async (rq, compte) => {
        const refus = verifierOubli(compte, rq.compte.courriel);
        return page(refus === null ? versOubli(rq, compte, blankForm()) : await fiche(rq, compte, refus));
      },
    }),

    post('/administration/comptes/:compte/telephone-perdu', {
      load,
      access: administrateur,
      niveau: 'confirme',
      acte: 'retirer les seconds facteurs d’un compte',
      collecte: 'rien',
      handle: async (rq, compte) => {
        const refus = verifierOubli(compte, rq.compte.courriel);
        if (refus !== null) return refusal(await fiche(rq, compte, refus));
        const form = parseForm(oubliForm, rq.form);
        if (!form.ok) return refusal(versOubli(rq, compte, form.state));
        const { id } = rq.territoire;
        await oublierFacteurs(rq.db, id, compte.courriel);
        const casquettes = await casquettesDe(rq.db, id, compte.courriel, rq.now);
        await endSessions(
          rq.db,
          id,
          casquettes.map((casquette) => casquette.id),
        );
        await avertir(rq, 'facteurs_oublies', compte.courriel);
        const informed = (await holdAdministrateurs(rq.db, id)).filter(
          ({ courriel }) => courriel !== rq.compte.courriel && courriel !== compte.courriel,
        );
        for (const { courriel: destinataire } of informed) {
          const { motif } = form.data;
          await queueMail(rq.db, id, courrielOubli({ destinataire, nom: compte.nom, par: rq.compte.nom, motif }));
        }
        const flash = `${compte.nom} choisira un nouveau second facteur à sa prochaine connexion.`;
        return redirect(comptePath(compte), { flash });
      },
    }),
  ];
}
