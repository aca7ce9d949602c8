import { beforeAll } from 'vitest';
import { z } from 'zod';
import { queueMail } from '../src/features/courriels/store.ts';
import { line } from '../src/platform/http/fields.ts';
import { parseForm } from '../src/platform/http/form.ts';
import { file, page, redirect, refusal } from '../src/platform/http/reply.ts';
import { get, post, type Route } from '../src/platform/http/route.ts';
import { createServer, type ServerOptions } from '../src/platform/http/server.ts';
import { trouble } from '../src/site.tsx';
import { type Base, useBase } from './base.ts';
import { testCoffre } from './coffre.ts';
import { type SmallTerritoire, seedSmallTerritoire } from './small-territoire.ts';
import { Visitor } from './visitor.ts';

const noteForm = z.object({ note: line('la note', 50) });

/** One page of each kind and one form of each outcome: a note is written as a mail whose subject it is. */
const smallRoutes: readonly Route[] = [
  get('/', { access: 'public', handle: async (rq) => page({ title: 'Accueil', body: <p>{rq.query.get('q')}</p> }) }),
  get('/fichier', {
    access: 'public',
    handle: async () => file({ bytes: 'a;b', type: 'text/csv; charset=utf-8', name: 'essai.csv' }),
  }),
  get('/reserve', { access: { equipe: true }, handle: async () => page({ title: 'Réservée', body: <p>Réservée</p> }) }),
  get('/objets/:objet', { access: 'public', handle: async () => page({ title: 'Objet', body: <p>Objet</p> }) }),
  get('/panne', {
    access: 'public',
    handle: async () => {
      throw new Error('secret detail of the machine');
    },
  }),
  ...['/notes', '/autres-notes'].map((path) =>
    post(path, {
      access: 'public',
      handle: async (rq) => {
        const form = parseForm(noteForm, rq.form);
        const sujet = form.ok ? form.data.note : 'refusée';
        await queueMail(rq.db, rq.territoire.id, {
          genre: 'compte',
          destinataire: 'essai@exemple.fr',
          sujet,
          texte: '',
        });
        if (!form.ok) return refusal({ title: 'Note', body: <p>{form.state.errors[0]?.message}</p> });
        if (sujet === 'panne') throw new Error('secret detail of the machine');
        return redirect(`/?q=${encodeURIComponent(sujet)}`, { flash: `« ${sujet} » est notée.` });
      },
    }),
  ),
  post('/notes/:note/effacer', {
    access: 'public',
    load: (rq) =>
      rq.db
        .selectFrom('courriel')
        .select('id')
        .where('territoireId', '=', rq.territoire.id)
        .where('id', '=', rq.params['note'] ?? '')
        .executeTakeFirst(),
    handle: async (rq, { id }) => {
      await rq.db.deleteFrom('courriel').where('territoireId', '=', rq.territoire.id).where('id', '=', id).execute();
      return redirect('/', { flash: 'La note est effacée.' });
    },
  }),
  post('/lourd', {
    access: { equipe: true },
    poids: 24 * 1024 * 1024,
    handle: async ({ form }) => redirect(`/?q=${form.files['piece']?.size}`),
  }),
  post('/reserve', { access: { equipe: true }, handle: async () => redirect('/') }),
  post('/reserve/jeter', { access: { equipe: true }, handle: async () => redirect('/') }),
];

/** A site with next to nothing but the platform itself, on two small territoires. */
export type SmallSite = {
  readonly base: Base;
  readonly ids: SmallTerritoire;
  /** The application; its options may be changed for one test. */
  open(options?: Partial<ServerOptions>): ReturnType<typeof createServer>;
  visitor(options?: Partial<ServerOptions>): Visitor;
  /** Subjects of the notes written, in order. */
  notes(): Promise<string[]>;
};

export function useSmallSite(): SmallSite {
  const base = useBase();
  let ids: SmallTerritoire | undefined;
  let territoire: Awaited<ReturnType<ServerOptions['findTerritoire']>>;
  beforeAll(async () => {
    ids = await seedSmallTerritoire(base.owner);
    const row = await base.owner.selectFrom('territoire').selectAll().where('id', '=', '66').executeTakeFirstOrThrow();
    territoire = { ...row, dureesConservation: {}, logo: null };
  });
  const open: SmallSite['open'] = (options = {}) =>
    createServer({
      database: base.request,
      routes: smallRoutes,
      before: [],
      demo: false,
      secure: false,
      clock: () => Temporal.Now.instant(),
      print: testCoffre.print,
      findTerritoire: async () => territoire,
      layout: ({ flash, nonce, key, territoire: of }, content) =>
        String(
          <html lang="fr">
            <title>{content.title}</title>
            <script nonce={nonce}></script>
            <p class="flash">{flash}</p>
            <p class="territoire">{of?.nom}</p>
            <input name="_cle" value={key} />
            <main>{content.body}</main>
          </html>,
        ),
      trouble,
      afterWrite: () => undefined,
      onBug: (error, where) => {
        throw new Error(`Bug at ${where}`, { cause: error });
      },
      ...options,
    });
  return {
    base,
    get ids() {
      if (ids === undefined) throw new Error('The small site exists only inside tests and hooks');
      return ids;
    },
    open,
    visitor: (options) => new Visitor(open(options)),
    notes: async () => {
      const rows = await base.owner.selectFrom('courriel').select('sujet').orderBy('createdAt').execute();
      return rows.map(({ sujet }) => sujet);
    },
  };
}
