import { page } from '../../platform/http/reply.ts';
import { get, type Route } from '../../platform/http/route.ts';
import { porteDuTerritoire } from '../dossiers/store.ts';
import { SECTIONS } from './sections.ts';
import { type SectionLue, TableauPage } from './views.tsx';

/** The board where the DPO arrives. `demo`: see `porteDesDonnees`. */
export function dpoRoutes({ demo }: { readonly demo: boolean }): readonly Route[] {
  return [
    get('/dpo', {
      access: { dpo: true },
      handle: async ({ db, territoire, now, today }) => {
        const sections: SectionLue[] = [];
        // One connection: they are read one after the other.
        for (const section of SECTIONS) {
          sections.push({ ...section, lignes: await section.lire({ db, territoire, now, today }) });
        }
        const porte = await porteDuTerritoire(db, territoire.id, today, { demo });
        return page({
          title: 'Tableau du DPO',
          body: <TableauPage sections={sections} porte={porte} today={today} />,
        });
      },
    }),
  ];
}
