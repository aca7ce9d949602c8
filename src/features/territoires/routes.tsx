import { createHash } from 'node:crypto';
import { z } from 'zod';
import { estRefus, phrase } from '../../domain/refus.ts';
import {
  choice,
  line,
  optionalCourriel,
  optionalDate,
  optionalLine,
  optionalTelephone,
} from '../../platform/http/fields.ts';
import { parseForm } from '../../platform/http/form.ts';
import { file, notFound, page, redirect, refusal } from '../../platform/http/reply.ts';
import { get, post, type Route, type Rq } from '../../platform/http/route.ts';
import { blankForm } from '../../ui/form-state.ts';
import { porteDuTerritoire } from '../dossiers/store.ts';
import { DEPARTEMENT } from './conservation.ts';
import { TerritoiresPage } from './liste-views.tsx';
import { recevoirLogo } from './logo-recu.ts';
import { PHRASES_LOGO } from './rules.ts';
import { findLogo, saveCoordonnees, saveLogo, territoiresOuverts } from './store.ts';
import { ReglagesPage } from './views.tsx';

const administrateur = { administrateur: true } as const;
const A_YEAR = 365 * 24 * 3600;

export function coordonneesForm(themes: readonly string[]) {
  return z.object({
    adresse: line('l’adresse', 200),
    representantFonction: line('la fonction du représentant', 120),
    representantNom: line('le nom du représentant', 120),
    telephone: optionalTelephone(),
    courriel: optionalCourriel(),
    ville: optionalLine('la ville de signature', 80),
    tribunal: optionalLine('le tribunal', 200),
    strategieAdopteeLe: optionalDate('la délibération'),
    theme: choice('le thème', themes),
  });
}

/** `themes`: the style sheets a territoire may choose; `demo`: see `porteDesDonnees`. */
export function territoiresRoutes(options: {
  readonly themes: readonly string[];
  readonly demo: boolean;
}): readonly Route[] {
  const { themes, demo } = options;
  const form = coordonneesForm(themes);

  const show = async (
    rq: Rq,
    {
      coordonnees,
      logo = blankForm(),
    }: { coordonnees?: ReturnType<typeof blankForm>; logo?: ReturnType<typeof blankForm> } = {},
  ) => {
    const { adresse, representantFonction, representantNom, telephone, courriel, theme } = rq.territoire;
    const { ville, tribunal, strategieAdopteeLe } = rq.territoire;
    const typed = blankForm({
      adresse,
      representantFonction,
      representantNom,
      telephone: telephone ?? '',
      courriel: courriel ?? '',
      ville: ville ?? '',
      tribunal: tribunal ?? '',
      strategieAdopteeLe: strategieAdopteeLe?.toString() ?? '',
      theme,
    });
    return {
      title: 'Réglages',
      body: (
        <ReglagesPage
          porte={await porteDuTerritoire(rq.db, rq.territoire.id, rq.today, { demo })}
          territoire={rq.territoire}
          coordonnees={coordonnees ?? typed}
          logo={logo}
          themes={themes}
          cle={rq.key}
        />
      ),
    };
  };

  return [
    get('/logo', {
      access: 'public',
      handle: async (rq) => {
        const logo = await findLogo(rq.db, rq.territoire.id);
        if (logo === undefined) return notFound();
        // Its address changes with it: only the one that names the present logo may be kept.
        const maxAgeSeconds = rq.query.get('v') === rq.territoire.logo ? A_YEAR : 0;
        return file({ bytes: logo.octets, type: logo.type, name: 'logo', inline: true, maxAgeSeconds });
      },
    }),

    // Read-only: a page of one territoire opens nothing in another (decision 0015).
    get('/administration/territoires', {
      access: administrateur,
      handle: async (rq) =>
        page({
          title: 'Territoires',
          breadcrumbs: [{ href: '/administration', label: 'Administration' }],
          body: <TerritoiresPage territoires={await territoiresOuverts(rq.db)} ici={rq.territoire.id} />,
        }),
    }),

    get('/reglages', { access: administrateur, handle: async (rq) => page(await show(rq)) }),

    post('/reglages', {
      access: administrateur,
      acte: 'changer les réglages',
      collecte: [DEPARTEMENT],
      handle: async (rq) => {
        const sent = parseForm(form, rq.form);
        if (!sent.ok) return refusal(await show(rq, { coordonnees: sent.state }));
        await saveCoordonnees(rq.db, rq.territoire.id, sent.data);
        return redirect('/reglages', { flash: 'Les réglages sont enregistrés.' });
      },
    }),

    post('/reglages/logo', {
      access: administrateur,
      acte: 'changer le logo',
      collecte: 'rien',
      handle: async (rq) => {
        const recu = await recevoirLogo(rq.form.files['logo']);
        if (estRefus(recu)) {
          const logo = { values: {}, errors: [{ field: 'logo', message: phrase(PHRASES_LOGO, recu) }] };
          return refusal(await show(rq, { logo }));
        }
        const empreinte = createHash('sha256').update(recu.octets).digest('hex').slice(0, 16);
        await saveLogo(rq.db, rq.territoire.id, { ...recu, empreinte });
        return redirect('/reglages', {
          flash: 'Le logo est enregistré. Les pages, les affiches et les bilans le portent dès maintenant.',
        });
      },
    }),
  ];
}
