import { z } from 'zod';
import type { Territoire } from '../../../domain/territoire.ts';
import type { Coffre } from '../../../platform/coffre.ts';
import { type Database, type Db, inTerritoire } from '../../../platform/db.ts';
import { enqueue } from '../../../platform/jobs.ts';
import type { DataKeys } from '../../../platform/keys/store.ts';
import { queueMail } from '../../courriels/store.ts';
import { enCours, LIENS_PAR_JOUR } from '../rules.ts';
import { findMandat, lireMandats } from '../store.ts';
import { adresseDuLien } from './jeton.ts';
import { creerLien, holdMandatParCode, lienRetraitJob, liensEnvoyes } from './store.ts';

const PLACE = 'lien-retrait';
const JOURS = 7;
const demande = z.object({ code: z.string() });

/**
 * Asks that a link be sent for the mandat of a code, in the time that it takes to write a line: whether there is one, and an
 * address, is found later, so that neither the answer nor its delay tells it.
 */
export async function demanderLienRetrait(db: Db, territoireId: string, coffre: Coffre, code: string): Promise<void> {
  const sealed = coffre.seal(Buffer.from(JSON.stringify({ code })), PLACE).toString('base64');
  await enqueue(db, territoireId, lienRetraitJob, { demande: sealed });
}

/**
 * Sends a link of withdrawal to the address that the mandat holds, when something of it is in force and fewer than three left
 * in a day. The mail says neither who nor what.
 */
export async function envoyerLienRetrait(
  {
    database,
    coffre,
    cles,
    url,
  }: { readonly database: Database; readonly coffre: Coffre; readonly cles: DataKeys; readonly url: string },
  territoire: Territoire,
  sealed: string,
  now: Temporal.Instant,
): Promise<void> {
  const { code } = demande.parse(JSON.parse(coffre.open(Buffer.from(sealed, 'base64'), PLACE).toString('utf8')));
  await inTerritoire(database, territoire.id, async (db) => {
    const id = await holdMandatParCode(db, territoire.id, code);
    const mandat = id === undefined ? undefined : await findMandat(db, territoire.id, id);
    if (mandat === undefined || mandat.finPrevueAt === null || enCours(mandat, now).length === 0) return;
    if ((await liensEnvoyes(db, territoire.id, mandat.id, now.subtract({ hours: 24 }))) >= LIENS_PAR_JOUR) return;
    const lisible = (await lireMandats({ db, cles }, territoire.id, [mandat], now)).get(mandat.id);
    const courriel = lisible?.identite?.courriel;
    if (courriel == null) return;
    const term = now.add({ hours: 24 * JOURS });
    const expireAt = Temporal.Instant.compare(term, mandat.finPrevueAt) < 0 ? term : mandat.finPrevueAt;
    const jeton = await creerLien(db, territoire.id, mandat.id, { origine: 'courriel', expireAt });
    await queueMail(db, territoire.id, {
      genre: 'mandat',
      destinataire: courriel,
      sujet: 'Votre lien pour retirer un mandat',
      texte: [
        'Bonjour,',
        '',
        'Pour retirer un mandat, en tout ou en partie, ouvrez ce lien :',
        adresseDuLien(url, territoire, jeton),
        '',
        `Il sert une seule fois, pendant ${JOURS} jours. Rien n’est retiré avant que vous ne l’ayez confirmé.`,
        '',
        'Si vous n’avez rien demandé, ne faites rien.',
      ].join('\n'),
    });
  });
}
