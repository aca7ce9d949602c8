import { urlDe } from '../../domain/territoire.ts';
import { parseForm, withErrors } from '../../platform/http/form.ts';
import type { Rythme } from '../../platform/http/limits.ts';
import { type PageContent, page, redirect, refusal } from '../../platform/http/reply.ts';
import { get, post, type Route, type Rq, type SignedRq } from '../../platform/http/route.ts';
import { blankForm, type FormState } from '../../ui/form-state.ts';
import { comptesDuRole } from '../comptes/store.ts';
import { COURRIELS } from '../courriels/conservation.ts';
import { queueMail } from '../courriels/store.ts';
import { calendrier, loadDemande } from './chemin.ts';
import { DROITS } from './conservation.ts';
import { courrielDelegue, courrielRecu } from './courriels.ts';
import { demandeForm, guichetForm, refusJoignable, refusJour } from './forms.ts';
import { dernierJourReponse } from './rules.ts';
import { type SaisieDroit, saveDemande, saveVerification } from './store.ts';
import { ExercerPage, NouvellePage, RecuPage } from './views-publiques.tsx';

const ADRESSE = '/exercer-mes-droits';
const DONNEES_PERSONNELLES = { href: '/donnees-personnelles', label: 'Données personnelles' } as const;
/** A whole mairie may stand behind one address, but few of its people ask within an hour. */
const RYTHME: Rythme = { fois: 20, minutes: 60 };

const guichet = { agent: true, equipe: true, dpo: true } as const;

function formPage(rq: Rq, state: FormState): PageContent {
  const role = rq.compte?.role;
  return {
    title: 'Exercer mes droits',
    breadcrumbs: [DONNEES_PERSONNELLES],
    body: (
      <ExercerPage
        departement={rq.territoire.nomComplet}
        state={state}
        cle={rq.key}
        guichet={role !== undefined && role in guichet}
      />
    ),
  };
}

function nouvellePage(rq: Rq, state: FormState): PageContent {
  return {
    title: 'Enregistrer une demande de droits',
    breadcrumbs: [DONNEES_PERSONNELLES],
    body: <NouvellePage state={state} cle={rq.key} today={rq.today} />,
  };
}

/**
 * Records a request and tells those whom it concerns: a mail a day at most to each address for each right, so that the form
 * is no way to write to people. What is answered never depends on what is known of the person.
 */
async function recevoir(rq: Rq, url: string, saisie: SaisieDroit): Promise<string> {
  const { db, territoire } = rq;
  const { id, reference } = await saveDemande(db, territoire.id, saisie, rq.compte?.id ?? null);
  const { courriel, droit, recueLe } = saisie;
  if (courriel !== null) {
    const dernierJour = dernierJourReponse({ recueLe, prolongeeLe: null, repondueLe: null }, calendrier(rq));
    const departement = territoire.nomComplet;
    const recu = courrielRecu({ destinataire: courriel, departement, reference, recueLe, dernierJour });
    await queueMail(db, territoire.id, recu, { unique: `droit recu ${courriel} ${droit} ${rq.today}` });
  }
  const adresse = `${urlDe(url, territoire)}/droits`;
  for (const { courriel: destinataire } of await comptesDuRole(db, territoire.id, 'dpo')) {
    const unique = `droit a traiter ${destinataire} ${rq.today}`;
    await queueMail(db, territoire.id, courrielDelegue({ destinataire, adresse }), { unique });
  }
  return id;
}

async function enregistrer(rq: SignedRq, url: string) {
  const form = parseForm(guichetForm, rq.form);
  const errors = form.ok ? [...refusJoignable(form.data), ...refusJour(form.data.recueLe, rq.today)] : [];
  if (!form.ok || errors.length > 0) return refusal(nouvellePage(rq, withErrors(form.state, errors, guichetForm)));
  const { connue, ...saisie } = form.data;
  const id = await recevoir(rq, url, { ...saisie, origine: 'guichet' });
  if (connue) {
    const fait = { moyen: 'agent', etablie: true, jour: rq.today, par: rq.compte.id } as const;
    await saveVerification(rq.db, rq.territoire.id, id, fait);
  }
  return redirect(`${ADRESSE}/recu/${id}`, { objet: ['droit', id] });
}

/** What anyone may send, and what is written down at the counter. `url`: where people reach the site, for the mails. */
export function droitsPublicsRoutes(url: string): readonly Route[] {
  return [
    get(ADRESSE, { access: 'public', handle: async (rq) => page(formPage(rq, blankForm())) }),

    post(ADRESSE, {
      access: 'public',
      rythme: RYTHME,
      acte: 'exercer un droit',
      collecte: [DROITS, COURRIELS],
      handle: async (rq) => {
        const form = parseForm(demandeForm, rq.form);
        const errors = form.ok ? refusJoignable(form.data) : [];
        if (!form.ok || errors.length > 0) return refusal(formPage(rq, withErrors(form.state, errors, demandeForm)));
        const id = await recevoir(rq, url, { ...form.data, origine: 'formulaire', recueLe: rq.today });
        return redirect(`${ADRESSE}/recu/${id}`, { objet: ['droit', id] });
      },
    }),

    // Whoever holds the address reads a reference and two days, and nobody's name.
    get(`${ADRESSE}/recu/:droit`, {
      access: 'public',
      load: loadDemande,
      handle: async (rq, demande) =>
        page({
          title: 'Demande enregistrée',
          breadcrumbs: [DONNEES_PERSONNELLES],
          body: <RecuPage demande={demande} dernierJour={dernierJourReponse(demande, calendrier(rq))} />,
        }),
    }),

    get('/droits/nouvelle', {
      access: guichet,
      handle: async (rq) => page(nouvellePage(rq, blankForm({ recueLe: rq.today.toString() }))),
    }),

    post('/droits/nouvelle', {
      access: guichet,
      acte: 'enregistrer une demande de droits',
      collecte: [DROITS, COURRIELS],
      handle: (rq) => enregistrer(rq, url),
    }),
  ];
}
