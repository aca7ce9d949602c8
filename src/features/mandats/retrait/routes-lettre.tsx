import { type PageContent, page, redirect, refusal } from '../../../platform/http/reply.ts';
import { get, post, type Route, type Rq } from '../../../platform/http/route.ts';
import { COURRIELS } from '../../courriels/conservation.ts';
import type { MandatsOptions } from '../chemin.ts';
import { type Choix, lireChoix, lireRangs } from '../choix.ts';
import { PREUVES_MANDAT } from '../conservation.ts';
import { holdDemarches } from '../fins/store.ts';
import { loadSigne, type MandatSigne } from '../recherche/signe.ts';
import { enCours } from '../rules.ts';
import { retirer } from './retirer.ts';
import { FaitPage } from './views.tsx';
import { LettrePage } from './views-lettre.tsx';

const access = { equipe: true } as const;
const SUIVI = { href: '/mandats/suivi', label: 'Suivi des mandats' } as const;
const RECHERCHE = { href: '/mandats/suivi/recherche', label: 'Retrouver un mandat' } as const;

async function loadHeld(rq: Rq): Promise<MandatSigne | undefined> {
  await holdDemarches(rq.db, rq.territoire.id, rq.params['mandat'] ?? '');
  return loadSigne(rq);
}

function lettrePage(rq: Rq, mandat: MandatSigne, choix: Choix): PageContent {
  return {
    title: 'Retrait par lettre',
    breadcrumbs: [SUIVI, RECHERCHE],
    body: <LettrePage mandat={mandat} inForce={enCours(mandat, rq.now)} choix={choix} cle={rq.key} />,
  };
}

/**
 * Withdrawal by a letter that the Département received: the équipe technique finds the mandat by the code that the letter bears,
 * and reads nothing that is sealed. Source: the text of the mandat, « par lettre au Département »; Code civil, 2004.
 */
export function lettreRoutes(options: MandatsOptions): readonly Route[] {
  return [
    get('/mandats/:mandat/lettre', {
      load: loadSigne,
      access,
      niveau: 'confirme',
      handle: async (rq, mandat) => {
        const choix = lireChoix(enCours(mandat, rq.now), rq.query);
        const content = lettrePage(rq, mandat, choix);
        return 'state' in choix && choix.state.errors.length > 0 ? refusal(content) : page(content);
      },
    }),

    post('/mandats/:mandat/lettre', {
      load: loadHeld,
      access,
      niveau: 'confirme',
      acte: 'retirer un mandat par lettre',
      collecte: [PREUVES_MANDAT, COURRIELS],
      handle: async (rq, mandat) => {
        const choix = lireRangs(enCours(mandat, rq.now), (rq.form.values['rang'] ?? []).slice(0, 20));
        if ('state' in choix) return refusal(lettrePage(rq, mandat, choix));
        await retirer(rq, options, mandat, { canal: 'courrier', demarches: choix.demarches });
        return redirect(`/mandats/${mandat.id}/lettre/recu`);
      },
    }),

    get('/mandats/:mandat/lettre/recu', {
      load: loadSigne,
      access,
      handle: async (rq, mandat) =>
        page({
          title: 'Le retrait est enregistré',
          breadcrumbs: [SUIVI, RECHERCHE],
          body: <FaitPage mandat={mandat} autre={RECHERCHE.href} now={rq.now} />,
        }),
    }),
  ];
}
