import { readConfiguration } from './platform/configuration.ts';
import { openLog } from './platform/log.ts';
import { StartupRefusal } from './platform/startup-refusal.ts';
import { start } from './start.ts';

function refuse(...sentences: readonly string[]): never {
  for (const sentence of sentences) console.error(sentence);
  process.exit(1);
}

const read = readConfiguration(process.env);
if ('erreurs' in read) refuse(...read.erreurs);

const log = openLog(read.configuration.niveauTraces);
// What nobody caught: Node would print its message, which may quote somebody's data.
process.on('uncaughtException', (error) => {
  log.error('crash', error);
  process.exit(1);
});

const running = start(read.configuration, (line) => console.log(line), log);
let stopAsked: number | undefined;

/** A terminal's Ctrl-C arrives twice under npm, which passes it on: only one that comes a moment later insists. */
const INSISTING_AFTER_MS = 1_000;

async function stop(signal: NodeJS.Signals): Promise<void> {
  const now = performance.now();
  if (stopAsked !== undefined) {
    // PostgreSQL notices the end of this process by itself, and stops.
    if (signal === 'SIGINT' && now - stopAsked > INSISTING_AFTER_MS) process.exit(130);
    return;
  }
  stopAsked = now;
  console.log('Escale s’arrête…');
  await (await running).stop();
  console.log('Escale est arrêtée.');
  log.info('stopped', { signal });
  process.exit(0);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, (received) => void stop(received));

try {
  const { postgresEnded } = await running;
  await postgresEnded;
  if (stopAsked === undefined)
    refuse('PostgreSQL s’est arrêté sans qu’Escale le demande : relancez Escale ; son journal dit pourquoi.');
} catch (error) {
  if (error instanceof StartupRefusal) refuse(error.message);
  log.error('start failed', error);
  refuse('Escale n’a pas pu démarrer : son journal technique, ci-dessus, dit où.');
}
