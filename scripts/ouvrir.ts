import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { type Role, roles } from '../src/domain/compte.ts';
import { phrase } from '../src/domain/refus.ts';
import { PHRASES_GESTE, verifierFermeture } from '../src/features/comptes/administration/rules.ts';
import { fermer, holdAdministrateurs, restantsSans } from '../src/features/comptes/administration/store.ts';
import { openDatabase } from '../src/platform/db.ts';
import { uuidv7 } from '../src/platform/ids.ts';
import { record } from '../src/platform/journal.ts';
import { startEmbedded } from '../src/platform/postgres/embedded.ts';
import { takeLock } from '../src/platform/postgres/lock.ts';
import { StartupRefusal } from '../src/platform/startup-refusal.ts';
import { prepareDatabase } from '../src/prepare.ts';

/**
 * Opens a real installation, as the owner of its database: a territoire and its first accounts. Nothing is read from the
 * web, so that the very first administrateur needs no account. Escale itself must be stopped when its PostgreSQL is embedded.
 */
const USAGE = `Ouvrir un territoire, ouvrir ou fermer un compte de l’équipe du Département :

  npm run ouvrir -- territoire --code 66 --nom "Pyrénées-Orientales" --nom-complet "Département des Pyrénées-Orientales"
  npm run ouvrir -- compte --code 66 --role administrateur --nom "Prénom Nom" --courriel prenom.nom@exemple.fr
  npm run ouvrir -- fermeture --code 66 --courriel prenom.nom@exemple.fr

Avec DATABASE_URL_PROPRIETAIRE, sur ce serveur ; sinon, sur la base embarquée de ESCALE_DONNEES (Escale arrêtée).
Les comptes des agents et des référents s’ouvrent dans Escale, depuis leurs fiches.`;

const REST = { code: z.string().regex(/^[0-9A-Z]{2,6}$/, 'Indiquez --code, par exemple 66.') };
const territoire = z.object({
  ...REST,
  nom: z.string('Indiquez --nom, par exemple "Pyrénées-Orientales".').min(1),
  'nom-complet': z.string('Indiquez --nom-complet, par exemple "Département des Pyrénées-Orientales".').min(1),
  hote: z.string().optional(),
});
const compte = z.object({
  ...REST,
  role: z.enum(
    roles.filter((role) => role !== 'agent' && role !== 'referent'),
    'Indiquez --role : equipe, direction, dpo ou administrateur.',
  ),
  nom: z.string('Indiquez --nom : le prénom et le nom de la personne.').min(1),
  courriel: z.email('Indiquez --courriel : une adresse électronique.'),
});
const fermeture = compte.pick({ code: true, courriel: true });

/** Source: art. 5, the required mention, with the name of the Département. */
function mention(nomComplet: string): string {
  return `Opération menée par le ${nomComplet}, avec l'appui financier de l'État, dans le cadre de sa politique départementale d'inclusion Numérique`;
}

function refuse(...sentences: readonly string[]): never {
  for (const sentence of sentences) console.error(sentence);
  process.exit(1);
}

function read<T>(schema: z.ZodType<T>, values: unknown): T {
  const parsed = schema.safeParse(values);
  return parsed.success ? parsed.data : refuse(...parsed.error.issues.map(({ message }) => message), '', USAGE);
}

async function openTerritoire(ownerUrl: string, values: z.output<typeof territoire>): Promise<string> {
  const owner = openDatabase(ownerUrl, { max: 1 });
  try {
    const first = (await owner.selectFrom('territoire').select('id').limit(1).executeTakeFirst()) === undefined;
    const created = await owner
      .insertInto('territoire')
      .values({
        id: values.code,
        nom: values.nom,
        nomComplet: values['nom-complet'],
        codeDepartement: values.code,
        hote: values.hote ?? null,
        parDefaut: first,
        couleur: '#0b5468',
        adresse: 'à compléter dans les réglages',
        representantNom: 'à compléter dans les réglages',
        representantFonction: 'Présidente ou Président du Département',
        mention: mention(values['nom-complet']),
      })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .returning('id')
      .executeTakeFirst();
    if (created === undefined) return refuse(`Le territoire ${values.code} est déjà ouvert.`);
    return `Le territoire ${values.code} est ouvert${first ? ' : il répond à toutes les adresses' : ''}. Ouvrez maintenant un compte d’administrateur.`;
  } finally {
    await owner.destroy();
  }
}

async function openCompte(ownerUrl: string, values: z.output<typeof compte>): Promise<string> {
  const owner = openDatabase(ownerUrl, { max: 1 });
  try {
    const known = await owner.selectFrom('territoire').select('id').where('id', '=', values.code).executeTakeFirst();
    if (known === undefined) return refuse(`Le territoire ${values.code} n’est pas ouvert : ouvrez-le d’abord.`);
    const { nom, role } = values;
    const created = await owner.transaction().execute(async (db) => {
      const opened = await db
        .insertInto('compte')
        .values({ territoireId: values.code, id: uuidv7(), courriel: values.courriel.toLowerCase(), nom, role })
        .onConflict((conflict) =>
          conflict
            .constraint('compte_casquette_unique')
            .doUpdateSet({ nom, fermeLe: null })
            .where('compte.fermeLe', 'is not', null),
        )
        .returning('id')
        .executeTakeFirst();
      if (opened === undefined) return undefined;
      const entree = { acteur: null, acte: 'ouvrir un compte par la commande', objet: ['compte', opened.id] } as const;
      await record(db, values.code, entree);
      return opened;
    });
    if (created === undefined) return refuse('Cette adresse ouvre déjà ce compte.');
    return `Le compte de ${values.nom} est ouvert : la page /connexion lui enverra son lien.`;
  } finally {
    await owner.destroy();
  }
}

/**
 * Whoever leaves gets in no more: every account of the address is closed, its sessions and links end at once. Two
 * administrateurs stay, here as in the pages.
 */
async function closeComptes(ownerUrl: string, values: z.output<typeof fermeture>): Promise<string> {
  const owner = openDatabase(ownerUrl, { max: 1 });
  try {
    return await owner.transaction().execute(async (db) => {
      const administrateurs = await holdAdministrateurs(db, values.code);
      const comptes = await db
        .selectFrom('compte')
        .select(['id', 'nom', 'courriel', 'role'])
        .where('territoireId', '=', values.code)
        .where('courriel', '=', values.courriel.toLowerCase())
        .where('fermeLe', 'is', null)
        .execute();
      const [first] = comptes;
      if (first === undefined) return refuse('Aucun compte ouvert ne porte cette adresse.');
      for (const { courriel, role } of comptes) {
        const cible = { courriel, role: role as Role, ferme: false };
        const refus = verifierFermeture(cible, null, restantsSans(administrateurs, courriel));
        if (refus !== null) return refuse(phrase(PHRASES_GESTE, refus));
      }
      for (const { id } of comptes) {
        await fermer(db, values.code, id, Temporal.Now.instant());
        await record(db, values.code, {
          acteur: null,
          acte: 'fermer un compte par la commande',
          objet: ['compte', id],
        });
      }
      return `Le compte de ${first.nom} est fermé, et déconnecté partout.`;
    });
  } finally {
    await owner.destroy();
  }
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    code: { type: 'string' },
    nom: { type: 'string' },
    'nom-complet': { type: 'string' },
    hote: { type: 'string' },
    role: { type: 'string' },
    courriel: { type: 'string' },
  },
});

/** What the command line asks for, read and ready to be done with the owner's address. */
function asked(what: string | undefined): (ownerUrl: string) => Promise<string> {
  if (what === 'territoire') {
    const request = read(territoire, values);
    return (url) => openTerritoire(url, request);
  }
  if (what === 'compte') {
    const request = read(compte, values);
    return (url) => openCompte(url, request);
  }
  if (what === 'fermeture') {
    const request = read(fermeture, values);
    return (url) => closeComptes(url, request);
  }
  return refuse(USAGE);
}

const work = asked(positionals[0]);

try {
  await using undo = new AsyncDisposableStack();
  const given = process.env['DATABASE_URL_PROPRIETAIRE'];
  let ownerUrl = given;
  if (ownerUrl === undefined || ownerUrl === '') {
    const folder = resolve(process.env['ESCALE_DONNEES'] ?? './.escale');
    const lock = await takeLock(folder);
    undo.defer(() => lock.release());
    const postgres = await startEmbedded(folder);
    undo.defer(() => postgres.stop());
    ownerUrl = postgres.ownerUrl;
  }
  await prepareDatabase(ownerUrl, null);
  console.log(await work(ownerUrl));
} catch (error) {
  if (!(error instanceof StartupRefusal)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
