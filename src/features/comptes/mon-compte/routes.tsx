import { z } from 'zod';
import { TOUS } from '../../../domain/compte.ts';
import type { Coffre } from '../../../platform/coffre.ts';
import { line } from '../../../platform/http/fields.ts';
import { parseForm } from '../../../platform/http/form.ts';
import { isUuid } from '../../../platform/http/idempotence.ts';
import { page, redirect, refusal } from '../../../platform/http/reply.ts';
import { get, post, type Route, type SignedRq } from '../../../platform/http/route.ts';
import { revokeSessions, sessionsDe } from '../../../platform/session.ts';
import { blankForm, type FormState } from '../../../ui/form-state.ts';
import { avertir } from '../avis.ts';
import { COMPTES } from '../conservation.ts';
import { renouvelerSecours, secoursRestants } from '../second-facteur/secours/store.ts';
import { facteursDe, renommerFacteur, retirerFacteur } from '../second-facteur/store.ts';
import { comptesDuCourriel } from '../store.ts';
import { ConfirmerPage, MonComptePage, RenommerPage } from './views.tsx';

const FIL = [{ href: '/mon-compte', label: 'Mon compte' }];
const nomForm = z.object({ facteur: z.uuid(), nom: line('un nom', 60) });

/** The factor that the address or the form names, when it is one of this mailbox. */
async function facteurNomme(rq: SignedRq) {
  const id = rq.query.get('facteur') ?? rq.form.values['facteur']?.[0] ?? '';
  return (await facteursDe(rq.db, rq.territoire.id, rq.compte.courriel)).find((facteur) => facteur.id === id);
}

export function monCompteRoutes(coffre: Coffre): readonly Route[] {
  const renommerPage = (rq: SignedRq, facteur: string, state: FormState) => ({
    title: 'Renommer',
    breadcrumbs: FIL,
    body: <RenommerPage cle={rq.key} facteur={facteur} state={state} />,
  });

  return [
    get('/mon-compte', {
      access: TOUS,
      handle: async (rq) => {
        const { courriel } = rq.compte;
        const { id } = rq.territoire;
        const body = (
          <MonComptePage
            cle={rq.key}
            compte={rq.compte}
            casquettes={await comptesDuCourriel(rq.db, id, courriel, rq.today)}
            facteurs={await facteursDe(rq.db, id, courriel)}
            secours={await secoursRestants(rq.db, id, courriel)}
            sessions={await sessionsDe(rq.db, id, courriel, rq.now)}
            session={rq.session.id}
          />
        );
        return page({ title: 'Mon compte', body });
      },
    }),

    get('/mon-compte/facteurs/renommer', {
      access: TOUS,
      handle: async (rq) => {
        const facteur = await facteurNomme(rq);
        if (facteur === undefined) return redirect('/mon-compte');
        return page(renommerPage(rq, facteur.id, blankForm({ nom: facteur.nom })));
      },
    }),

    post('/mon-compte/facteurs/renommer', {
      access: TOUS,
      acte: 'renommer un second facteur',
      collecte: [COMPTES],
      handle: async (rq) => {
        const form = parseForm(nomForm, rq.form);
        if (!form.ok) return refusal(renommerPage(rq, rq.form.values['facteur']?.[0] ?? '', form.state));
        await renommerFacteur(rq.db, rq.territoire.id, rq.compte.courriel, form.data.facteur, form.data.nom);
        return redirect('/mon-compte', { flash: 'Le nom est changé.' });
      },
    }),

    get('/mon-compte/facteurs/retirer', {
      access: TOUS,
      niveau: 'confirme',
      handle: async (rq) => {
        const facteur = await facteurNomme(rq);
        if (facteur === undefined) return redirect('/mon-compte');
        const body = (
          <ConfirmerPage
            title={`Retirer « ${facteur.nom} » ?`}
            action={`/mon-compte/facteurs/retirer?facteur=${facteur.id}`}
            cle={rq.key}
            bouton="Retirer"
          >
            <p>Il ne servira plus à entrer dans Escale. Vos autres connexions restent ouvertes.</p>
          </ConfirmerPage>
        );
        return page({ title: 'Retirer un second facteur', breadcrumbs: FIL, body });
      },
    }),

    post('/mon-compte/facteurs/retirer', {
      access: TOUS,
      niveau: 'confirme',
      acte: 'retirer un second facteur',
      collecte: 'rien',
      handle: async (rq) => {
        const facteur = await facteurNomme(rq);
        if (facteur === undefined) return redirect('/mon-compte');
        if (!(await retirerFacteur(rq.db, rq.territoire.id, rq.compte.courriel, facteur.id))) {
          return redirect('/mon-compte', {
            flash: 'C’est votre seul second facteur : ajoutez-en un autre avant de le retirer.',
          });
        }
        await avertir(rq, 'facteur_retire');
        return redirect('/mon-compte', { flash: `« ${facteur.nom} » est retiré.` });
      },
    }),

    get('/mon-compte/codes-de-secours/nouveaux', {
      access: TOUS,
      niveau: 'confirme',
      handle: async (rq) => {
        const body = (
          <ConfirmerPage
            title="Refaire vos codes de secours ?"
            action="/mon-compte/codes-de-secours/nouveaux"
            cle={rq.key}
            bouton="Refaire mes codes"
          >
            <p>Les codes que vous aviez notés ne serviront plus.</p>
          </ConfirmerPage>
        );
        return page({ title: 'Refaire les codes de secours', breadcrumbs: FIL, body });
      },
    }),

    post('/mon-compte/codes-de-secours/nouveaux', {
      access: TOUS,
      niveau: 'confirme',
      acte: 'refaire ses codes de secours',
      collecte: 'rien',
      handle: async (rq) => {
        await renouvelerSecours(rq.db, rq.territoire.id, rq.compte.courriel, rq.now, coffre);
        await avertir(rq, 'codes_refaits');
        return redirect('/mon-compte/codes-de-secours?suite=%2Fmon-compte');
      },
    }),

    post('/mon-compte/sessions/fermer', {
      access: TOUS,
      acte: 'fermer une de ses connexions',
      collecte: 'rien',
      handle: async (rq) => {
        const id = rq.form.values['session']?.[0] ?? '';
        const { courriel } = rq.compte;
        const closed = isUuid(id) ? await revokeSessions(rq.db, rq.territoire.id, courriel, { id }) : 0;
        return redirect('/mon-compte', {
          flash: closed === 0 ? 'Cette connexion était déjà fermée.' : 'La connexion est fermée.',
        });
      },
    }),

    post('/mon-compte/sessions/autres/fermer', {
      access: TOUS,
      acte: 'fermer toutes ses autres connexions',
      collecte: 'rien',
      handle: async (rq) => {
        const which = { except: rq.session.id };
        await revokeSessions(rq.db, rq.territoire.id, rq.compte.courriel, which);
        return redirect('/mon-compte', { flash: 'Toutes vos autres connexions sont fermées.' });
      },
    }),
  ];
}
