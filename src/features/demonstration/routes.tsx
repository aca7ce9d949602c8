import { page } from '../../platform/http/reply.ts';
import { get, type Route } from '../../platform/http/route.ts';
import { Gallery } from '../../ui/gallery.tsx';

/** What only a demonstration shows. */
export const demonstrationRoutes: readonly Route[] = [
  get('/demo/composants', {
    access: 'public',
    demo: true,
    handle: async (rq) => page({ title: 'Composants', body: <Gallery params={rq.query} /> }),
  }),
];
