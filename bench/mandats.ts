/** What mandats cost: signing one, listing those of an agent, destroying what they said. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { seedDemonstration } from '../db/demo/index.ts';
import { importCommunes } from '../src/features/territoires/communes.ts';
import { openDatabase } from '../src/platform/db.ts';
import { openSealers } from '../src/platform/seal/sealers.ts';
import { lazyKeys } from '../test/cles.ts';
import { startTestServer, withParts } from '../test/cluster.ts';
import { testCoffre } from '../test/coffre.ts';
import { measureDestruction } from './mandats-destruction.ts';
import { measureListe } from './mandats-liste.ts';
import { measureSignature } from './mandats-signature.ts';

const { server, stop } = await startTestServer();
const cles = lazyKeys(() => server.clesUrl);
const { adminUrl, template, owner: role, request: requestRole, password } = server;
const owner = openDatabase(withParts(adminUrl, { role, password, database: template }), { max: 2 });
const request = openDatabase(withParts(adminUrl, { role: requestRole, password, database: template }));
const cachets = await mkdtemp(join(tmpdir(), 'escale-cachets-'));
try {
  await measureSignature();
  await importCommunes(owner);
  await seedDemonstration(owner, { today: Temporal.Now.plainDateISO('Europe/Paris'), coffre: testCoffre });
  await sql`analyze`.execute(owner);
  await measureListe({ base: { owner, request }, cles });
  await measureDestruction({ base: { owner, request }, cles, sealers: await openSealers(cachets) });
} finally {
  await Promise.all([owner.destroy(), request.destroy(), cles.close()]);
  await rm(cachets, { recursive: true });
  await stop();
}
process.exit();
