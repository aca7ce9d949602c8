import { estCle } from '../../domain/nomenclatures.ts';
import { phrase } from '../../domain/refus.ts';
import { parseForm, withErrors } from '../../platform/http/form.ts';
import { type PageContent, page, redirect, refusal } from '../../platform/http/reply.ts';
import { get, post, type Route, type Rq } from '../../platform/http/route.ts';
import { blankForm, type FormState } from '../../ui/form-state.ts';
import { tablePage, tableQuery } from '../../ui/table-query.ts';
import { COURRIELS } from '../courriels/conservation.ts';
import { queueMail } from '../courriels/store.ts';
import { remisesDe } from '../mandats/remise/store.ts';
import { sursisDuDroit } from '../mandats/sursis/store.ts';
import { calendrier, LISTE, loadDemande, loadOuverte, pathOf, pathTo } from './chemin.ts';
import { DROITS } from './conservation.ts';
import { courrielProlongation } from './courriels.ts';
import { lireRetenue } from './dossier/lecture.ts';
import { exporterLignes } from './dossier/sources.ts';
import { prolongationForm, verificationForm } from './forms.ts';
import { gelDe } from './gel/store.ts';
import { lignesDe } from './lignes/store.ts';
import { dossierRoutes } from './routes-dossier.tsx';
import { gelRoutes } from './routes-gel.tsx';
import { mandatsDesDroitsRoutes } from './routes-mandats.tsx';
import { droitsPublicsRoutes } from './routes-publiques.tsx';
import { reponseRoutes } from './routes-reponse.tsx';
import {
  DROITS_EXERCES,
  dernierJourProlongation,
  dernierJourReponse,
  ETATS_DROIT,
  enRetardDepuis,
  etatDroit,
  PHRASES_PROLONGATION,
  refusProlongation,
} from './rules.ts';
import { allDemandes, type DemandeDroit, saveVerification, updateDemande, verificationsDe } from './store.ts';
import { colonnesDroits, DELAIS, type DemandeLue, ListePage } from './views.tsx';
import { FichePage } from './views-fiche.tsx';
import { ProlongerPage } from './views-gestes.tsx';

const access = { dpo: true } as const;

function lire(rq: Rq, demande: DemandeDroit): DemandeLue {
  return {
    ...demande,
    etat: etatDroit(demande),
    dernierJour: dernierJourReponse(demande, calendrier(rq)),
    enRetardDepuis: enRetardDepuis(demande, rq.today, calendrier(rq)),
  };
}

const estEnRetard = (demande: DemandeLue): boolean => demande.repondueLe === null && demande.enRetardDepuis !== null;

async function liste(rq: Rq): Promise<PageContent> {
  const asked = (name: string, codes: Readonly<Record<string, string>>): string => {
    const value = rq.query.get(name) ?? '';
    return estCle(codes, value) ? value : '';
  };
  const kept = {
    etat: asked('etat', ETATS_DROIT),
    droit: asked('droit', DROITS_EXERCES),
    delai: asked('delai', DELAIS),
  };
  const all = (await allDemandes(rq.db, rq.territoire.id)).map((demande) => lire(rq, demande));
  const found = all.filter(
    (demande) =>
      (kept.etat === '' || demande.etat === kept.etat) &&
      (kept.droit === '' || demande.droit === kept.droit) &&
      (kept.delai === '' || estEnRetard(demande)),
  );
  const query = tableQuery(rq.query, {
    sortable: colonnesDroits.filter(({ sortable }) => sortable).map(({ key }) => key),
    defaultSort: 'echeance',
  });
  const listed = tablePage(found, colonnesDroits, query);
  return {
    title: LISTE.label,
    body: <ListePage listed={listed} kept={kept} retards={all.filter(estEnRetard).length} />,
  };
}

async function fiche(rq: Rq, demande: DemandeDroit, identite: FormState = blankForm()): Promise<PageContent> {
  const { db, territoire } = rq;
  const lignes = await lignesDe(db, territoire.id, demande.id);
  const trouvailles = await exporterLignes(db, territoire.id, lignes);
  return {
    title: demande.reference,
    breadcrumbs: [LISTE],
    body: (
      <FichePage
        demande={lire(rq, demande)}
        verifications={await verificationsDe(db, territoire.id, demande.id)}
        lignes={lignes.map((ligne) => lireRetenue(ligne, trouvailles))}
        remises={await remisesDe(db, territoire.id, demande.id)}
        gel={await gelDe(db, territoire.id, demande.id)}
        sursis={await sursisDuDroit(db, territoire.id, demande.id)}
        identite={identite}
        cle={rq.key}
      />
    ),
  };
}

function prolongerPage(rq: Rq, demande: DemandeDroit, state: FormState): PageContent {
  return {
    title: 'Prolonger le délai',
    breadcrumbs: pathTo(demande),
    body: (
      <ProlongerPage
        demande={demande}
        state={state}
        cle={rq.key}
        limite={dernierJourProlongation(demande.recueLe, calendrier(rq))}
        dernierJour={dernierJourReponse({ ...demande, prolongeeLe: rq.today }, calendrier(rq))}
      />
    ),
  };
}

async function prolonger(rq: Rq, demande: DemandeDroit) {
  const form = parseForm(prolongationForm, rq.form);
  if (!form.ok) return refusal(prolongerPage(rq, demande, form.state));
  const refus = refusProlongation(demande, form.data.prolongeeLe, rq.today, calendrier(rq));
  if (refus !== null) {
    const error = { field: 'prolongeeLe', message: phrase(PHRASES_PROLONGATION, refus) };
    return refusal(prolongerPage(rq, demande, withErrors(form.state, [error])));
  }
  // The last day moves: it is reminded of again.
  await updateDemande(rq.db, rq.territoire.id, demande.id, { ...form.data, rappelAvantLe: null });
  if (demande.courriel !== null) {
    const message = courrielProlongation({
      destinataire: demande.courriel,
      departement: rq.territoire.nomComplet,
      reference: demande.reference,
      raison: form.data.prolongationPrecision,
      dernierJour: dernierJourReponse({ ...demande, ...form.data }, calendrier(rq)),
    });
    await queueMail(rq.db, rq.territoire.id, message);
  }
  return redirect(pathOf(demande), { flash: 'Le délai est prolongé de deux mois.' });
}

/** `url`: where people reach the site, for the mails. */
export function droitsRoutes(url: string): readonly Route[] {
  return [
    ...droitsPublicsRoutes(url),

    get('/droits', { access, handle: async (rq) => page(await liste(rq)) }),

    get('/droits/:droit', {
      load: loadDemande,
      access,
      acte: 'lire une demande de droits',
      collecte: [DROITS],
      handle: async (rq, demande) => page(await fiche(rq, demande)),
    }),

    post('/droits/:droit/identite', {
      load: loadOuverte,
      access,
      acte: 'vérifier une identité',
      collecte: [DROITS],
      handle: async (rq, demande) => {
        const form = parseForm(verificationForm, rq.form);
        if (!form.ok) return refusal(await fiche(rq, demande, form.state));
        const { moyen } = form.data;
        const fait = { moyen, etablie: moyen !== 'aucun', jour: rq.today, par: rq.compte.id };
        await saveVerification(rq.db, rq.territoire.id, demande.id, fait);
        return redirect(`${pathOf(demande)}#identite`, { flash: 'La vérification est notée.' });
      },
    }),

    get('/droits/:droit/prolonger', {
      load: loadOuverte,
      access,
      handle: async (rq, demande) => page(prolongerPage(rq, demande, blankForm({ prolongeeLe: rq.today.toString() }))),
    }),

    post('/droits/:droit/prolonger', {
      load: loadOuverte,
      access,
      acte: 'prolonger le délai d’une demande de droits',
      collecte: [DROITS, COURRIELS],
      handle: prolonger,
    }),

    ...dossierRoutes,
    ...mandatsDesDroitsRoutes(url),
    ...gelRoutes,
    ...reponseRoutes,
  ];
}
