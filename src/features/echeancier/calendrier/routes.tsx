import type { Compte } from '../../../domain/compte.ts';
import { urlDe } from '../../../domain/territoire.ts';
import type { Coffre } from '../../../platform/coffre.ts';
import { RYTHME_PUBLIC } from '../../../platform/http/limits.ts';
import { file, page, type Reply, redirect } from '../../../platform/http/reply.ts';
import { get, post, type Route, type Rq } from '../../../platform/http/route.ts';
import { calendrierDeLAgent, fenetreDuFlux } from '../../agenda/flux/evenements.ts';
import { seancesDuFlux } from '../../agenda/flux/store.ts';
import { CALENDRIERS } from '../conservation.ts';
import { reunir } from '../rules.ts';
import { lireEcheancier } from '../sources.ts';
import { agenda } from './agenda.ts';
import { compteDuFlux, fermerFlux, fluxDe, oublierAdresse, ouvrirFlux } from './store.ts';
import { FermerPage, MonCalendrierPage, RemplacerPage } from './views.tsx';

/** Who sees deadlines in Escale, and the agents, who see their séances. */
const suiveurs = { agent: true, equipe: true, referent: true } as const;
const FIL = [{ href: '/mon-compte', label: 'Mon compte' }];
const FIL_CALENDRIER = [...FIL, { href: '/mon-compte/calendrier', label: 'Mon calendrier' }];
/** What has passed stays that long in a calendar. */
const PASSE_JOURS = 31;

/** What a calendar holds: of an agent his séances, of the others the deadlines that they see. */
async function contenu(rq: Rq, { role, agentId, structureId }: Compte, url: string): Promise<string> {
  const { db, territoire, today, now } = rq;
  if (role === 'agent') {
    const seances = await seancesDuFlux(db, territoire.id, fenetreDuFlux(today), { agentId: agentId ?? '' });
    return calendrierDeLAgent(seances, { url });
  }
  const lecture = await lireEcheancier(db, territoire.id, structureId);
  const elements = reunir(lecture(today.subtract({ days: PASSE_JOURS })), lecture(today));
  return agenda(elements, { territoireId: territoire.id, url, now });
}

export function calendrierRoutes(options: { readonly url: string; readonly coffre: Coffre }): readonly Route[] {
  const { coffre } = options;
  return [
    get('/mon-compte/calendrier', {
      access: suiveurs,
      handle: async (rq) => {
        const flux = await fluxDe(rq.db, rq.territoire.id, rq.compte.id, coffre);
        const jeton = flux?.jeton ?? null;
        const adresse = jeton === null ? null : `${urlDe(options.url, rq.territoire)}/calendrier/${jeton}.ics`;
        const contient = rq.compte.role === 'agent' ? 'seances' : 'echeances';
        const body = <MonCalendrierPage flux={flux} adresse={adresse} contient={contient} cle={rq.key} />;
        return page({ title: 'Mon calendrier', breadcrumbs: FIL, body });
      },
    }),

    post('/mon-compte/calendrier', {
      access: suiveurs,
      acte: 'ouvrir l’adresse de son calendrier',
      collecte: [CALENDRIERS],
      handle: async (rq) => {
        await ouvrirFlux(rq.db, rq.territoire.id, rq.compte.id, { coffre, now: rq.now });
        return redirect('/mon-compte/calendrier');
      },
    }),

    get('/mon-compte/calendrier/remplacer', {
      access: suiveurs,
      collecte: [CALENDRIERS],
      handle: async (rq) =>
        page({ title: 'Remplacer l’adresse', breadcrumbs: FIL_CALENDRIER, body: <RemplacerPage cle={rq.key} /> }),
    }),

    post('/mon-compte/calendrier/note', {
      access: suiveurs,
      acte: 'copier l’adresse de son calendrier',
      collecte: 'rien',
      handle: async (rq) => {
        await oublierAdresse(rq.db, rq.territoire.id, rq.compte.id);
        return redirect('/mon-compte/calendrier', { flash: 'L’adresse n’est plus montrée.' });
      },
    }),

    get('/mon-compte/calendrier/fermer', {
      access: suiveurs,
      handle: async (rq) =>
        page({ title: 'Fermer mon calendrier', breadcrumbs: FIL_CALENDRIER, body: <FermerPage cle={rq.key} /> }),
    }),

    post('/mon-compte/calendrier/fermer', {
      access: suiveurs,
      acte: 'fermer l’adresse de son calendrier',
      collecte: 'rien',
      handle: async (rq) => {
        await fermerFlux(rq.db, rq.territoire.id, rq.compte.id);
        return redirect('/mon-compte/calendrier', { flash: 'Votre calendrier est fermé.' });
      },
    }),

    // Read by programs, which sign in nowhere: the secret of the address says whose it is, and opens nothing else.
    get('/calendrier/:jeton.ics', {
      access: 'public',
      rythme: RYTHME_PUBLIC,
      load: (rq): Promise<Compte | undefined> => compteDuFlux(rq.db, rq.territoire.id, rq.params['jeton'] ?? ''),
      handle: async (rq, compte): Promise<Reply> => {
        const bytes = await contenu(rq, compte, urlDe(options.url, rq.territoire));
        const type = 'text/calendar; charset=utf-8';
        return file({ bytes, type, name: 'escale.ics', inline: true, revalidated: true });
      },
    }),
  ];
}
