import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { PROJECT_ROOT } from '../src/platform/project-root.ts';
import { useBase } from './base.ts';

const base = useBase();
const run = promisify(execFile);

/** What `npm run ouvrir -- …` says, and whether it succeeded. */
async function ouvrir(...args: readonly string[]): Promise<{ ok: boolean; said: string }> {
  const env = { ...process.env, DATABASE_URL_PROPRIETAIRE: base.ownerUrl };
  try {
    const { stdout } = await run(process.execPath, [join(PROJECT_ROOT, 'scripts/ouvrir.ts'), ...args], { env });
    return { ok: true, said: stdout };
  } catch (error) {
    return { ok: false, said: error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error) };
  }
}

const personne = ['--code', '66', '--courriel', 'Prenom.Nom@exemple.fr'];

test('un vrai territoire s’ouvre en ligne de commande, puis ses comptes s’ouvrent et se ferment', {
  timeout: 60_000,
}, async () => {
  const compte = ['compte', ...personne, '--role', 'equipe', '--nom', 'Prénom Nom'];
  expect(await ouvrir(...compte)).toEqual({ ok: false, said: expect.stringContaining('n’est pas ouvert') });
  const territoire = ['territoire', '--code', '66', '--nom', 'Essai', '--nom-complet', 'Département de l’Essai'];
  expect((await ouvrir(...territoire)).ok).toBe(true);
  expect(await ouvrir(...territoire)).toEqual({ ok: false, said: expect.stringContaining('déjà ouvert') });
  const { mention } = await base.owner.selectFrom('territoire').select('mention').executeTakeFirstOrThrow();
  expect(mention).toContain("par le Département de l’Essai, avec l'appui financier de l'État");

  expect((await ouvrir(...compte)).ok).toBe(true);
  expect(await ouvrir(...compte)).toEqual({ ok: false, said: expect.stringContaining('ouvre déjà ce compte') });
  expect((await ouvrir('fermeture', ...personne)).said).toContain('est fermé');
  expect((await ouvrir('fermeture', ...personne)).ok).toBe(false);
  expect((await ouvrir('compte', ...personne, '--role', 'dpo', '--nom', 'Prénom Nom')).ok).toBe(true);
  const open = base.owner.selectFrom('compte').select(['courriel', 'role']).where('fermeLe', 'is', null);
  expect(await open.execute()).toEqual([{ courriel: 'prenom.nom@exemple.fr', role: 'dpo' }]);

  const administrateur = (name: string) => ['--code', '66', '--courriel', `${name}@exemple.fr`];
  for (const name of ['un', 'deux']) {
    const opened = await ouvrir('compte', ...administrateur(name), '--role', 'administrateur', '--nom', name);
    expect(opened.ok).toBe(true);
  }
  const actes = await base.owner.selectFrom('journalEntree').select(['acte', 'acteur']).execute();
  expect(actes).toContainEqual({ acte: 'fermer un compte par la commande', acteur: null });
  expect(actes.filter(({ acte }) => acte === 'ouvrir un compte par la commande')).toHaveLength(4);
  const refused = await ouvrir('fermeture', ...administrateur('un'));
  expect(refused).toEqual({ ok: false, said: expect.stringContaining('invitez-en d’abord deux autres') });
  expect(await open.where('role', '=', 'administrateur').execute()).toHaveLength(2);
});

test('une demande incomplète est refusée, chaque manque dans une phrase', async () => {
  const { ok, said } = await ouvrir('compte', '--code', '66', '--role', 'agent');
  expect(ok).toBe(false);
  expect(said).toContain('Indiquez --role : equipe, direction, dpo ou administrateur.');
  expect(said).toContain('Indiquez --courriel');
  expect((await ouvrir('autre')).said).toContain('npm run ouvrir -- territoire');
});
