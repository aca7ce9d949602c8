import { formatMois } from '../../../domain/date.ts';
import { file } from '../../../platform/http/reply.ts';
import { get, type Route } from '../../../platform/http/route.ts';
import { type CsvColumn, toCsv } from '../../../ui/csv.ts';
import { type Compte, comptesDesRendezVous } from './store.ts';

const COLONNES: readonly CsvColumn<Compte>[] = [
  { label: 'Mois', value: ({ mois }) => formatMois(mois) },
  { label: 'Lieu', value: ({ lieu }) => lieu },
  { label: 'Motif', value: ({ motif }) => motif },
  { label: 'Pris', value: ({ pris }) => pris },
  { label: 'Reçus', value: ({ recus }) => recus },
  { label: 'Absents', value: ({ absents }) => absents },
  { label: 'Annulés ou à replacer', value: ({ annules }) => annules },
];

export const comptesRendezVousRoutes: readonly Route[] = [
  get('/rendez-vous.csv', {
    access: { equipe: true },
    handle: async (rq) =>
      file({
        bytes: toCsv(COLONNES, await comptesDesRendezVous(rq.db, rq.territoire.id)),
        type: 'text/csv; charset=utf-8',
        name: `rendez-vous-${rq.today}.csv`,
      }),
  }),
];
