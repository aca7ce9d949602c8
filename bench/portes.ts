/**
 * What the doors cost: a session and the journal on a page, a crowd in front of them, the journal on twenty writers at
 * once, and reading a journal of a million entries again. Escale has no switch that turns a session or the journal off: what is measured without them
 * is put together here.
 */

import { sql } from 'kysely';
import { demo } from '../db/demo/ids.ts';
import { seedDemonstration } from '../db/demo/index.ts';
import type { AppOptions } from '../src/app.ts';
import { importCommunes } from '../src/features/territoires/communes.ts';
import { openDatabase } from '../src/platform/db.ts';
import { lazyKeys } from '../test/cles.ts';
import { startTestServer, withParts } from '../test/cluster.ts';
import { testCoffre } from '../test/coffre.ts';
import { measureWriters } from './portes/ecritures.ts';
import { measureCrowd } from './portes/foule.ts';
import { measurePage } from './portes/page.ts';
import { measureVerification } from './portes/verification.ts';

const { server, stop } = await startTestServer();
const cles = lazyKeys(() => server.clesUrl);
const { adminUrl, template, owner, request, password } = server;
const requestUrl = withParts(adminUrl, { role: request, password, database: template });
const asOwner = openDatabase(withParts(adminUrl, { role: owner, password, database: template }), { max: 2 });
const database = openDatabase(requestUrl);
try {
  const today = Temporal.Now.plainDateISO('Europe/Paris');
  await importCommunes(asOwner);
  await seedDemonstration(asOwner, { today, coffre: testCoffre });
  await sql`analyze`.execute(asOwner);
  const options: AppOptions = { database, demo: true, url: 'http://localhost', coffre: testCoffre, cles };
  await measurePage(options, demo.comptes.agent, '/agenda');
  await measurePage(options, demo.comptes.equipe, '/structures');
  await measurePage(options, demo.comptes.dpo, '/journal');
  await measureCrowd(options);
  await measureWriters(options, asOwner);
  await measureVerification(asOwner, database, requestUrl);
} finally {
  await Promise.all([asOwner.destroy(), database.destroy()]);
  await stop();
}
process.exit();
