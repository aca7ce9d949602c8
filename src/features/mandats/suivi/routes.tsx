import { formatMois } from '../../../domain/date.ts';
import { file, page } from '../../../platform/http/reply.ts';
import { get, type Route, type SignedRq } from '../../../platform/http/route.ts';
import { type CsvColumn, toCsv } from '../../../ui/csv.ts';
import { formatNombre } from '../../accompagnements/rules.ts';
import { accesOuvertsDe } from '../acces/store.ts';
import { reglagesDe } from '../reglages/store.ts';
import { debutDuSuivi, type LigneSuivi, lignesSuivi, type SuiviMandats, suivreMandats } from '../rules.ts';
import { mandatsComptes } from './store.ts';
import { SuiviPage } from './views.tsx';

/** The équipe technique reads exact numbers; the DPO, who is not of the team, the same with small ones hidden. */
const acces = { equipe: true, dpo: true } as const;

async function suivi(rq: SignedRq): Promise<SuiviMandats> {
  const mandats = await mandatsComptes(rq.db, rq.territoire.id, debutDuSuivi(rq.today));
  return suivreMandats(mandats, { now: rq.now, public: rq.compte.role !== 'equipe' });
}

const colonnesCsv: readonly CsvColumn<LigneSuivi>[] = [
  { label: 'Rubrique', value: ({ rubrique }) => rubrique },
  { label: 'Libellé', value: ({ libelle }) => libelle },
  {
    label: 'Nombre',
    value: ({ nombre }) => (typeof nombre === 'string' ? formatNombre(nombre) : nombre),
  },
];

export const suiviRoutes: readonly Route[] = [
  get('/mandats/suivi', {
    access: acces,
    handle: async (rq) => {
      const { db, territoire, compte, now } = rq;
      const { visa } = await reglagesDe(db, territoire.id);
      const body = (
        <SuiviPage
          suivi={await suivi(rq)}
          role={compte.role}
          ouverts={await accesOuvertsDe(db, territoire.id, compte.id, now)}
          sansVisa={visa === null}
        />
      );
      return page({ title: 'Suivi des mandats', body });
    },
  }),

  get('/mandats/suivi.csv', {
    access: acces,
    acte: 'exporter le suivi des mandats',
    handle: async (rq) =>
      file({
        bytes: toCsv(colonnesCsv, lignesSuivi(await suivi(rq), formatMois)),
        type: 'text/csv; charset=utf-8',
        name: `suivi-des-mandats-${rq.today}.csv`,
      }),
  }),
];
