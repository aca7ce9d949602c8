import { formatCommune } from '../../domain/commune.ts';
import { urlDe } from '../../domain/territoire.ts';
import { parseForm, withErrors } from '../../platform/http/form.ts';
import type { Rythme } from '../../platform/http/limits.ts';
import { type PageContent, page, type Reply, redirect, refusal } from '../../platform/http/reply.ts';
import { get, post, type Route, type Rq } from '../../platform/http/route.ts';
import { blankForm, type FormState } from '../../ui/form-state.ts';
import { comptesDuRole } from '../comptes/store.ts';
import { COURRIELS } from '../courriels/conservation.ts';
import { queueMail } from '../courriels/store.ts';
import { type Commune, lireCommune, nomsCommunes } from '../territoires/commune-saisie.ts';
import { DEMANDES } from './conservation.ts';
import { courrielEquipe, courrielRecu } from './courriels.ts';
import { demandeForm, lieuxSaisis } from './forms.ts';
import { demandeFermee } from './porte.tsx';
import { saveDemande } from './store.ts';
import { DemandePage, MerciPage, PIEGE } from './views-publiques.tsx';

const ADRESSE = '/accueillir-une-permanence';
const MERCI = `${ADRESSE}/merci`;
/** A whole mairie may stand behind one address, but nobody asks for ten permanences an hour. */
const RYTHME: Rythme = { fois: 10, minutes: 60 };

/** Where people reach the site, for the mails; and whether it is a demo, in which nothing is true. */
export type Ouverture = { readonly url: string; readonly demo: boolean };

async function formPage(rq: Rq, state: FormState, candidates: readonly Commune[] = []): Promise<PageContent> {
  return {
    title: 'Accueillir une permanence',
    breadcrumbs: [{ href: '/', label: 'Trouver de l’aide' }],
    body: (
      <DemandePage
        departement={rq.territoire.nomComplet}
        state={state}
        cle={rq.key}
        communes={await nomsCommunes(rq.db, rq.territoire.codeDepartement)}
        candidates={candidates.map((commune) => ({ value: commune.codeInsee, label: formatCommune(commune) }))}
      />
    ),
  };
}

/**
 * Records a demande and tells those whom it concerns: one mail a day at most to each address, so that the form is no way to
 * write to people. What is answered never depends on what the registers know.
 */
async function recevoir(rq: Rq, { url, demo }: Ouverture): Promise<Reply> {
  const closed = await demandeFermee(rq, { demo });
  if (closed !== undefined) return refusal(closed);
  // Filled by a program: it is told the same thing, and nothing is kept.
  if ((rq.form.values[PIEGE]?.[0] ?? '') !== '') return redirect(MERCI);
  const form = parseForm(demandeForm, rq.form);
  const { commune, candidates, errors } = await lireCommune(rq.db, rq.territoire.codeDepartement, form.state.values);
  const places = form.ok ? lieuxSaisis(form.data) : { lieux: [], errors: [] };
  const all = [...errors, ...places.errors];
  if (!form.ok || commune === undefined || all.length > 0) {
    return refusal(await formPage(rq, withErrors(form.state, all, demandeForm), candidates));
  }
  const { nom, nature, siret, contactNom, contactFonction, contactCourriel, contactTelephone, message } = form.data;
  const contact = { contactNom, contactFonction, contactCourriel, contactTelephone };
  const { id } = rq.territoire;
  const saisie = { nom, nature, siret, codeInsee: commune.codeInsee, ...contact, message };
  const demande = await saveDemande(rq.db, id, saisie, places.lieux);
  await queueMail(
    rq.db,
    id,
    courrielRecu({
      destinataire: contactCourriel,
      departement: rq.territoire.nomComplet,
      commune: commune.nom,
      jour: rq.today,
    }),
    { unique: `demande recue ${contactCourriel} ${rq.today}` },
  );
  const adresse = `${urlDe(url, rq.territoire)}/demandes`;
  for (const { courriel } of await comptesDuRole(rq.db, id, 'equipe')) {
    const message = courrielEquipe({ destinataire: courriel, commune: commune.nom, adresse });
    await queueMail(rq.db, id, message, { unique: `demande a suivre ${courriel} ${rq.today}` });
  }
  return redirect(MERCI, { objet: ['demande', demande] });
}

/** What anyone may send, once the names of real people may be kept. */
export function demandePubliqueRoutes(ouverture: Ouverture): readonly Route[] {
  return [
    get(ADRESSE, {
      access: 'public',
      handle: async (rq) => page((await demandeFermee(rq, ouverture)) ?? (await formPage(rq, blankForm()))),
    }),

    post(ADRESSE, {
      access: 'public',
      rythme: RYTHME,
      acte: 'demander une permanence',
      collecte: [DEMANDES, COURRIELS],
      handle: (rq) => recevoir(rq, ouverture),
    }),

    get(MERCI, {
      access: 'public',
      handle: async ({ territoire }) =>
        page({ title: 'Demande envoyée', body: <MerciPage departement={territoire.nomComplet} /> }),
    }),
  ];
}
