import type { Territoire } from './domain/territoire.ts';
import { entretenir } from './entretien.ts';
import { envoyerLien } from './features/comptes/lien.ts';
import { lienJob } from './features/comptes/store.ts';
import { importJob } from './features/conventions/portefeuille/store.ts';
import { traiterImport } from './features/conventions/portefeuille/travail.ts';
import { envoyerCourriel, type Poste } from './features/courriels/envoi.ts';
import { courrielJob } from './features/courriels/store.ts';
import { rappelerDroits } from './features/droits/rappels.ts';
import { rappelerEcheances } from './features/echeancier/rappels.ts';
import { exporterTete } from './features/journal/tete.ts';
import { balayerOrphelines, releverCles } from './features/mandats/destruction/cles/orphelines.ts';
import { detruire } from './features/mandats/destruction/detruire.ts';
import { destructionJob } from './features/mandats/destruction/store.ts';
import { abandonnerBrouillonsPerimes } from './features/mandats/preparation/store.ts';
import { rappelerMandats } from './features/mandats/rappels/rappels.ts';
import { envoyerLienRetrait } from './features/mandats/retrait/lien.ts';
import { lienRetraitJob } from './features/mandats/retrait/store.ts';
import { annoncerSemaine } from './features/permanences/semaine.ts';
import { rappelerReleves } from './features/releves/rappels/rappels.ts';
import { tenirLesAvis } from './features/rendez-vous/avis/travail.ts';
import { envoyerSms } from './features/sms/envoi.ts';
import { smsJob } from './features/sms/store.ts';
import { allTerritoires } from './features/territoires/store.ts';
import { rappelerViolations } from './features/violations/courriels.ts';
import {
  avisJob,
  brouillonsJob,
  echeancesJob,
  entretienJob,
  orphelinesJob,
  semaineJob,
  teteJob,
  violationsJob,
} from './jobs.ts';
import { type Work, work } from './platform/jobs.ts';
import { countPassage } from './platform/keys/passage.ts';
import type { DataKeys } from './platform/keys/store.ts';
import type { Sealers } from './platform/seal/sealers.ts';
import type { SmsTransport } from './platform/sms.ts';

export type Outils = Poste & {
  /** The data folder, for what is kept out of the database. */
  readonly dossier: string;
  readonly cles: DataKeys;
  /** Absent: what Escale certifies by itself bears no seal. */
  readonly sealers?: Sealers | undefined;
  readonly clock: () => Temporal.Instant;
  /** Absent: a demo, which sends nothing. */
  readonly sms?: SmsTransport | undefined;
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
    work(lienRetraitJob, async (id, { demande }) => envoyerLienRetrait(outils, await territoire(id), demande, clock())),
    work(courrielJob, async (id, { courriel }) => envoyerCourriel(outils, await territoire(id), courriel)),
    work(smsJob, async (id, { sms }) => envoyerSms(outils, await territoire(id), sms)),
    work(avisJob, async (id) =>
      tenirLesAvis(outils, { territoire: await territoire(id), url, coffre: outils.coffre, now: clock() }),
    ),
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
    work(echeancesJob, async (id) => {
      const chez = await territoire(id);
      const jour = { url, today: today() };
      // None waits for what another could not do: the job is tried again, and each sends once.
      const sent = await Promise.allSettled([
        rappelerEcheances(database, chez, jour),
        rappelerDroits(database, chez, jour),
        rappelerMandats(database, chez, { url, now: clock() }),
        rappelerReleves(database, chez, jour),
      ]);
      for (const result of sent) if (result.status === 'rejected') throw result.reason;
    }),
    work(violationsJob, async (id) => rappelerViolations(database, await territoire(id), { url, now: clock() })),
    work(destructionJob, async (id) => {
      const done = await detruire(outils, await territoire(id), clock());
      const isStranger = 'refus' in done && done.refus === 'autre_installation';
      // Each hour: a copy of the database that uses the same keys is found before it can sweep what it does not know.
      if (!isStranger) await countPassage(outils, id);
    }),
    work(orphelinesJob, async (id) => {
      await balayerOrphelines(outils, id, clock());
      await releverCles(outils, id, clock());
    }),
  ];
}
