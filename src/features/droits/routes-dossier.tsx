import { parseForm, withErrors } from '../../platform/http/form.ts';
import { file, type PageContent, page, redirect, refusal } from '../../platform/http/reply.ts';
import { get, post, type Route, type Rq } from '../../platform/http/route.ts';
import { blankForm, type FormState } from '../../ui/form-state.ts';
import { DONNEES } from '../donnees-personnelles/registre.ts';
import { loadIdentifiee, loadOuverte, pathOf, pathTo } from './chemin.ts';
import { DROITS } from './conservation.ts';
import { SANS_RECHERCHE } from './dossier/declarations.ts';
import { estMemeLigne, lireRetenue, nomDonnee, resumer } from './dossier/lecture.ts';
import type { Ligne, Personne } from './dossier/source.ts';
import { chercherPersonne, effacerToutes, exporterLignes } from './dossier/sources.ts';
import { lignesForm, valeurDe } from './forms.ts';
import { type LigneRetenue, lignesDe, noterCorrigee, noterSorts, retenirLignes, retirerLigne } from './lignes/store.ts';
import type { DemandeDroit } from './store.ts';
import { dossierHtml, dossierJson, type Partie } from './views-dossier.tsx';
import { EffacerPage } from './views-gestes.tsx';
import { RecherchePage } from './views-recherche.tsx';

const access = { dpo: true } as const;

/** Whom to look for: as the address says, or else as the person said. */
function personneDe(rq: Rq, demande: DemandeDroit): Personne {
  const asked = (name: keyof Personne) => (rq.query.get(name) ?? '').trim().slice(0, 254) || null;
  const isAsked = ['nom', 'courriel', 'telephone'].some((name) => rq.query.has(name));
  return isAsked ? { nom: asked('nom'), courriel: asked('courriel'), telephone: asked('telephone') } : demande;
}

async function recherchePage(rq: Rq, demande: DemandeDroit, state: FormState): Promise<PageContent> {
  const { db, territoire } = rq;
  const personne = personneDe(rq, demande);
  const retenues = await lignesDe(db, territoire.id, demande.id);
  const { trouvailles, deTrop } = await chercherPersonne(db, territoire.id, personne);
  const nouvelles = trouvailles.filter((found) => !retenues.some((one) => estMemeLigne(one, found)));
  return {
    title: 'Chercher ses données',
    breadcrumbs: pathTo(demande),
    body: (
      <RecherchePage
        demande={demande}
        personne={personne}
        proposees={nouvelles.map((found) => ({
          valeur: valeurDe(found),
          nom: nomDonnee(found.donnee),
          resume: resumer(found.valeurs),
        }))}
        deja={trouvailles.length - nouvelles.length}
        deTrop={deTrop.map(nomDonnee)}
        sansRecherche={Object.entries(SANS_RECHERCHE).map(([cle, raison]) => ({ nom: nomDonnee(cle), raison }))}
        state={state}
        cle={rq.key}
      />
    ),
  };
}

/** Rows that are there: a box may have been forged, or its row may be gone since the page was shown. */
async function presentes(rq: Rq, lignes: readonly Ligne[]): Promise<Ligne[]> {
  const trouvailles = await exporterLignes(rq.db, rq.territoire.id, lignes);
  return lignes.filter((ligne) => trouvailles.some((found) => estMemeLigne(found, ligne)));
}

/** What a request gathered, by kind, in the order of the register. */
async function parties(rq: Rq, demande: DemandeDroit): Promise<Partie[]> {
  const lignes = await lignesDe(rq.db, rq.territoire.id, demande.id);
  const trouvailles = await exporterLignes(rq.db, rq.territoire.id, lignes);
  return DONNEES.map((donnee) => ({ donnee, lignes: trouvailles.filter((one) => one.donnee === donnee.cle) })).filter(
    (partie) => partie.lignes.length > 0,
  );
}

type DeLigne = { readonly demande: DemandeDroit; readonly ligne: LigneRetenue };

/** A row that waits for what is done of it, in a request that waits for its answer. */
async function loadLigne(rq: Rq): Promise<DeLigne | undefined> {
  const demande = await loadOuverte(rq);
  if (demande === undefined) return undefined;
  const ligne = (await lignesDe(rq.db, rq.territoire.id, demande.id)).find(({ id }) => id === rq.params['ligne']);
  return ligne?.fait === null ? { demande, ligne } : undefined;
}

/** Somebody known, in a request that waits for its answer. */
async function loadEffacable(rq: Rq): Promise<DemandeDroit | undefined> {
  const demande = await loadIdentifiee(rq);
  return demande?.repondueLe === null ? demande : undefined;
}

const restantes = (lignes: readonly LigneRetenue[]) => lignes.filter(({ fait }) => fait !== 'effacee');

/** What is kept of a person: looked for, gathered, handed over, erased. */
export const dossierRoutes: readonly Route[] = [
  get('/droits/:droit/recherche', {
    load: loadOuverte,
    access,
    acte: 'chercher les données d’une personne',
    handle: async (rq, demande) => page(await recherchePage(rq, demande, blankForm())),
  }),

  post('/droits/:droit/recherche', {
    load: loadOuverte,
    access,
    acte: 'retenir les données d’une personne',
    collecte: [DROITS],
    handle: async (rq, demande) => {
      const form = parseForm(lignesForm, rq.form);
      if (!form.ok) return refusal(await recherchePage(rq, demande, form.state));
      const kept = await presentes(rq, form.data.lignes);
      if (kept.length < form.data.lignes.length) {
        const error = { field: 'lignes', message: 'Une ligne cochée n’existe plus : cherchez à nouveau.' };
        return refusal(await recherchePage(rq, demande, withErrors(form.state, [error])));
      }
      const count = await retenirLignes(rq.db, rq.territoire.id, demande.id, kept);
      const flash = count > 1 ? `${count} lignes sont retenues.` : 'La ligne est retenue.';
      return redirect(`${pathOf(demande)}#lignes`, { flash });
    },
  }),

  post('/droits/:droit/lignes/:ligne/retirer', {
    load: loadLigne,
    access,
    acte: 'écarter une ligne d’une demande de droits',
    collecte: 'rien',
    handle: async (rq, { demande, ligne }) => {
      await retirerLigne(rq.db, rq.territoire.id, ligne.id);
      return redirect(`${pathOf(demande)}#lignes`, { flash: 'La ligne n’est plus retenue.' });
    },
  }),

  post('/droits/:droit/lignes/:ligne/corrigee', {
    load: loadLigne,
    access,
    acte: 'noter une rectification',
    collecte: 'rien',
    handle: async (rq, { demande, ligne }) => {
      await noterCorrigee(rq.db, rq.territoire.id, ligne.id, rq.today);
      return redirect(`${pathOf(demande)}#lignes`, { flash: 'La rectification est notée.' });
    },
  }),

  get('/droits/:droit/dossier', {
    load: loadIdentifiee,
    access,
    niveau: 'confirme',
    acte: 'remettre à une personne ses données',
    handle: async (rq, demande) => {
      const { territoire, today } = rq;
      const bytes = dossierHtml({ demande, parties: await parties(rq, demande), territoire, today });
      return file({ bytes, type: 'text/html; charset=utf-8', name: `${demande.reference}.html`, styled: true });
    },
  }),

  get('/droits/:droit/donnees', {
    load: loadIdentifiee,
    access,
    niveau: 'confirme',
    acte: 'remettre à une personne ses données',
    handle: async (rq, demande) => {
      const { territoire, today } = rq;
      const bytes = dossierJson({ demande, parties: await parties(rq, demande), territoire, today });
      return file({ bytes, type: 'application/json; charset=utf-8', name: `${demande.reference}.json` });
    },
  }),

  get('/droits/:droit/effacer', {
    load: loadEffacable,
    access,
    niveau: 'confirme',
    handle: async (rq, demande) => {
      const lignes = restantes(await lignesDe(rq.db, rq.territoire.id, demande.id));
      const trouvailles = await exporterLignes(rq.db, rq.territoire.id, lignes);
      const lues = lignes.map((ligne) => lireRetenue(ligne, trouvailles));
      return page({
        title: 'Effacer ce qui peut l’être ?',
        breadcrumbs: pathTo(demande),
        body: <EffacerPage demande={demande} lignes={lues} cle={rq.key} />,
      });
    },
  }),

  post('/droits/:droit/effacer', {
    load: loadEffacable,
    access,
    niveau: 'confirme',
    acte: 'effacer les données d’une personne',
    collecte: 'rien',
    handle: async (rq, demande) => {
      const { db, territoire, now, today } = rq;
      const lignes = restantes(await lignesDe(db, territoire.id, demande.id));
      const sorts = await effacerToutes(db, { territoireId: territoire.id, now, today }, lignes);
      await noterSorts(db, territoire.id, demande.id, sorts, today);
      for (const { ligne, fait } of sorts) {
        if (fait === 'effacee')
          await rq.note('effacer une donnée à la demande de sa personne', ['donnee', ligne.donnee]);
      }
      const kept = sorts.filter(({ fait }) => fait === 'gardee').length;
      const flash =
        kept === 0
          ? 'Tout ce qui était retenu est effacé.'
          : 'Ce qui pouvait l’être est effacé. Ce qui est gardé l’est pour une raison, dite ci-dessous.';
      return redirect(`${pathOf(demande)}#lignes`, { flash });
    },
  }),
];
