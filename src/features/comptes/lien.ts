import { z } from 'zod';
import { type Territoire, urlDe } from '../../domain/territoire.ts';
import type { Coffre } from '../../platform/coffre.ts';
import { type Database, type Db, inTerritoire } from '../../platform/db.ts';
import { enqueue } from '../../platform/jobs.ts';
import { queueMail } from '../courriels/store.ts';
import { suiteSure } from './ouverture.ts';
import { holdCompteByCourriel, LIEN_MINUTES, lienJob, liensRecents, saveLien } from './store.ts';

const LIENS_PAR_QUART_D_HEURE = 3;
const PLACE = 'lien-connexion';

const demande = z.object({ courriel: z.string(), suite: z.string().optional() });

/**
 * Asks for a sign-in link, in the time that it takes to write a line: whether the address opens an account is found later,
 * so that neither the answer nor its delay tells it.
 */
export async function demanderLien(
  db: Db,
  territoireId: string,
  coffre: Coffre,
  asked: z.infer<typeof demande>,
): Promise<void> {
  const sealed = coffre.seal(Buffer.from(JSON.stringify(asked)), PLACE).toString('base64');
  await enqueue(db, territoireId, lienJob, { demande: sealed });
}

/** The message that carries a sign-in link: nothing confidential but the link itself. */
export function texteDuLien({ nom, lien }: { readonly nom: string; readonly lien: string }): string {
  return [
    `Bonjour ${nom},`,
    '',
    'Pour entrer dans Escale, ouvrez ce lien puis appuyez sur « Me connecter » :',
    lien,
    '',
    `Il sert une seule fois, pendant ${LIEN_MINUTES} minutes. Si vous ne l’avez pas demandé, ne faites rien : personne ne peut entrer sans lui.`,
  ].join('\n');
}

/** Sends the link asked for, when the address opens an account that has not had three in a quarter of an hour. */
export async function envoyerLien(
  { database, coffre, url }: { readonly database: Database; readonly coffre: Coffre; readonly url: string },
  territoire: Territoire,
  sealed: string,
  now: Temporal.Instant,
): Promise<void> {
  const asked = demande.parse(JSON.parse(coffre.open(Buffer.from(sealed, 'base64'), PLACE).toString('utf8')));
  await inTerritoire(database, territoire.id, async (db) => {
    const today = now.toZonedDateTimeISO('Europe/Paris').toPlainDate();
    const compte = await holdCompteByCourriel(db, territoire.id, asked.courriel, today);
    if (compte === undefined) return;
    if ((await liensRecents(db, territoire.id, compte.id, now)) >= LIENS_PAR_QUART_D_HEURE) return;
    const lien = new URL('/connexion/lien', urlDe(url, territoire));
    lien.searchParams.set('jeton', await saveLien(db, territoire.id, compte.id, now));
    const suite = suiteSure(asked.suite);
    if (suite !== undefined) lien.searchParams.set('suite', suite);
    await queueMail(db, territoire.id, {
      genre: 'connexion',
      destinataire: compte.courriel,
      sujet: 'Votre lien de connexion à Escale',
      texte: texteDuLien({ nom: compte.nom, lien: lien.href }),
    });
  });
}
