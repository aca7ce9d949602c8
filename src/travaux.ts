import type { Territoire } from './domain/territoire.ts';
import { entretenir } from './entretien.ts';
import { envoyerLien } from './features/comptes/lien.ts';
import { lienJob } from './features/comptes/store.ts';
import { importJob } from './features/conventions/portefeuille/store.ts';
import { traiterImport } from './features/conventions/portefeuille/travail.ts';
import { envoyerCourriel, type Poste } from './features/courriels/envoi.ts';
import { courrielJob } from './features/courriels/store.ts';
import { rappelerEcheances } from './features/echeancier/rappels.ts';
import { exporterTete } from './features/journal/tete.ts';
import { abandonnerBrouillonsPerimes } from './features/mandats/preparation/store.ts';
import { annoncerSemaine } from './features/permanences/semaine.ts';
import { allTerritoires } from './features/territoires/store.ts';
import { brouillonsJob, echeancesJob, entretienJob, semaineJob, teteJob } from './jobs.ts';
import { type Work, work } from './platform/jobs.ts';
import type { DataKeys } from './platform/keys/store.ts';

export type Outils = Poste & {
  /** The data folder, for what is kept out of the database. */
  readonly dossier: string;
  readonly cles: DataKeys;
  readonly clock: () => Temporal.Instant;
};

/** What runs each kind of job. */
export function works(outils: Outils): readonly Work[] {
  const { database, dossier, url, clock } = outils;
  const today = () => clock().toZonedDateTimeISO('Europe/Paris').toPlainDate();
  const territoire = async (id: string): Promise<Territoire> => {
    const found = (await allTerritoires(database)).find((one) => one.id === id);
    if (found === undefined) throw new Error(`No territoire ${id}`);
    return found;
  };
  return [
    work(lienJob, async (id, { demande }) => envoyerLien(outils, await territoire(id), demande, clock())),
    work(courrielJob, async (id, { courriel }) => envoyerCourriel(outils, await territoire(id), courriel)),
    work(importJob, async (id, { import: importId }) =>
      traiterImport(database, await territoire(id), importId, clock()),
    ),
    work(entretienJob, async (id) => void (await entretenir(database, await territoire(id), clock()))),
    work(teteJob, async (id) => exporterTete(database, await territoire(id), { dossier, today: today() })),
    work(brouillonsJob, async (id) => void (await abandonnerBrouillonsPerimes(outils, id, clock()))),
    work(semaineJob, async (id) => {
      const lundi = today().subtract({ days: today().dayOfWeek - 1 });
      await annoncerSemaine(database, await territoire(id), { url, lundi });
    }),
    work(echeancesJob, async (id) => rappelerEcheances(database, await territoire(id), { url, today: today() })),
  ];
}
