import { afterAll, describe, expect, test } from 'vitest';
import { demo } from '../../../../db/demo/ids.ts';
import { useBase } from '../../../../test/base.ts';
import { errorsOf } from '../../../../test/mandat-site.ts';
import { type Fields, openSite, type Visitor } from '../../../../test/visitor.ts';
import { inTerritoire } from '../../../platform/db.ts';
import { closePdf } from '../../../platform/pdf/render.ts';
import { NOTICE_1, RUBRIQUES, remplirNotice, type TexteNotice } from '../rules.ts';
import { valeursDe } from './forms.ts';
import { noticeEnVigueur, publierNotice } from './store.ts';

const base = useBase({ demo: true });
const dpo = (confirme = true) => openSite(base.request).signedIn(demo.comptes.dpo, { confirme });
const vueDe = (text: string): string => /name="vue" value="([0-9a-f]{64})"/.exec(text)?.[1] ?? '';
const proposer = (visitor: Visitor, texte: TexteNotice) =>
  visitor.post('/mandats/notice', { ...valeursDe(texte), suite: 'publier' } as Fields);
const enVigueur = () => inTerritoire(base.request, '66', (db) => noticeEnVigueur(db, '66'));
afterAll(closePdf);

describe('La notice d’information', () => {
  test('la première dit tout ce que demande le RGPD, dans les mots du territoire', () => {
    const lue = remplirNotice(NOTICE_1, {
      departement: 'Département d’essai',
      adresse: '1 rue des Exemples',
      contact: 'dpo@exemple.fr',
      tiers: '72 heures',
      duree: '12 mois',
    });
    const text = lue.flatMap(({ titre, paragraphes }) => [titre, ...paragraphes]).join('\n');
    expect(lue.map(({ titre }) => titre)).toEqual(Object.values(RUBRIQUES));
    for (const dit of [
      'Département d’essai, 1 rue des Exemples',
      'dpo@exemple.fr',
      'article 6.1 e',
      'CNIL',
      '226-13',
      '72 heures',
      '12 mois au plus',
      'faire corriger',
    ]) {
      expect(text).toContain(dit);
    }
    expect(text).not.toMatch(/[{}]/);
  });

  test('un mot entre accolades qui n’est pas un paramètre reste tel quel', () => {
    const vide = { departement: 'X', adresse: 'X', contact: 'X', tiers: 'X', duree: 'X' };
    const lue = remplirNotice({ ...NOTICE_1, secret: '{inconnu} {constructor} {departement}' }, vide);
    expect(lue.at(-1)?.paragraphes).toEqual(['{inconnu} {constructor} X']);
  });

  test('l’aperçu n’écrit rien ; publiée, une version prend la suite, les anciennes restent', async () => {
    const visitor = await dpo();
    const texte = { ...NOTICE_1, secret: 'L’agent <b>se tait</b>, au {departement}.' };
    const apercu = await visitor.post('/mandats/notice', { ...valeursDe(texte), suite: 'apercu' });
    expect(apercu.status).toBe(200);
    expect(apercu.text).toContain('L’agent &lt;b&gt;se tait&lt;/b&gt;, au Département des Pyrénées-Orientales.');
    expect((await enVigueur()).version).toBe(1);
    expect((await proposer(visitor, texte)).location).toBe('/mandats/notice/publier');
    expect((await enVigueur()).version).toBe(1);
    expect((await visitor.get('/mandats/notice')).text).toContain('Un texte attend d’être publié');
    const confirm = (await visitor.get('/mandats/notice/publier')).text;
    expect(confirm).toContain('Publier la version 2 ?');
    expect(confirm).toContain('Une partie change.');
    expect(confirm).toContain('&lt;b&gt;se tait&lt;/b&gt;');
    const published = await visitor.post('/mandats/notice/publier', { vue: vueDe(confirm) });
    expect(published.location).toBe('/mandats/notice');
    expect(await enVigueur()).toMatchObject({ version: 2, texte });
    const after = (await visitor.get('/mandats/notice')).text;
    expect(after).toContain('Version 1, fournie avec Escale');
    expect(after).not.toContain('Un texte attend d’être publié');
    expect((await visitor.get('/mandats/notice/publier')).location).toBe('/mandats/notice');
  });

  test('une partie vide est refusée, un texte de deux mille caractères non', async () => {
    const visitor = await dpo();
    const { status, text } = await visitor.post('/mandats/notice', {
      ...valeursDe({ ...NOTICE_1, droits: ' ' }),
      suite: 'publier',
    });
    expect(status).toBe(422);
    expect(errorsOf(text)).toEqual(['Indiquez le texte de la partie « Vos droits ».']);
    const long = await visitor.post('/mandats/notice', {
      ...valeursDe({ ...NOTICE_1, base: 'a'.repeat(3_000) }),
      suite: 'apercu',
    });
    expect(long.text).toContain('a'.repeat(3_000));
  });

  test('le code est redemandé avant de publier, sans rien perdre du texte', async () => {
    const visitor = await dpo(false);
    const { version, texte } = await enVigueur();
    const next = { ...texte, secret: 'Un texte long, écrit pendant plus de dix minutes.' };
    expect((await proposer(visitor, next)).location).toBe('/mandats/notice/publier');
    for (const answer of [
      await visitor.get('/mandats/notice/publier'),
      await visitor.post('/mandats/notice/publier', { vue: 'x' }),
    ]) {
      expect(answer.location).toBe('/confirmer?suite=%2Fmandats%2Fnotice%2Fpublier');
    }
    expect((await enVigueur()).version).toBe(version);
    expect((await visitor.get('/mandats/notice')).text).toContain('écrit pendant plus de dix minutes');
    expect((await visitor.post('/mandats/notice/abandonner', {})).location).toBe('/mandats/notice');
    expect((await visitor.get('/mandats/notice')).text).not.toContain('écrit pendant plus de dix minutes');
  });

  test('ce qui a changé depuis la page qui confirme ne se publie pas', async () => {
    const visitor = await dpo();
    const { version, texte } = await enVigueur();
    await proposer(visitor, { ...texte, secret: 'Le premier texte.' });
    const vue = vueDe((await visitor.get('/mandats/notice/publier')).text);
    await proposer(await dpo(), { ...texte, secret: 'Le second texte.' });
    for (const sent of [vue, '', 'x'.repeat(5_000)]) {
      const refused = await visitor.post('/mandats/notice/publier', { vue: sent });
      expect(refused.status).toBe(422);
      expect(errorsOf(refused.text)[0]).toContain('a changé depuis que cette page s’est ouverte');
      expect(refused.text).toContain('Le second texte.');
    }
    expect((await enVigueur()).version).toBe(version);
    await visitor.post('/mandats/notice/abandonner', {});
    expect((await visitor.post('/mandats/notice/publier', { vue })).location).toBe('/mandats/notice');
    expect((await enVigueur()).version).toBe(version);
  });

  test('publiées ensemble, deux versions ont deux numéros', async () => {
    const before = (await enVigueur()).version;
    const publier = () =>
      inTerritoire(base.request, '66', (db) =>
        publierNotice(db, '66', NOTICE_1, { compteId: demo.comptes.dpo, now: Temporal.Now.instant() }),
      );
    const versions = await Promise.all([publier(), publier(), publier()]);
    expect(versions.sort((a, b) => a - b)).toEqual([before + 1, before + 2, before + 3]);
  });
});

test('un mot entre accolades qu’Escale ne sait pas remplacer est refusé, un texte inchangé ne fait pas de version', async () => {
  const visitor = await dpo();
  const { texte, version } = await enVigueur();
  const wrong = { ...valeursDe({ ...texte, secret: 'Écrivez à {inconnu}, au {departement}.' }), suite: 'publier' };
  const refused = await visitor.post('/mandats/notice', wrong as Record<string, string>);
  expect(refused.status).toBe(422);
  expect(refused.text).toContain('Escale ne sait pas remplacer {inconnu} :');
  const same = { ...valeursDe(texte), suite: 'publier' };
  expect((await visitor.post('/mandats/notice', same as Record<string, string>)).status).toBe(303);
  expect((await enVigueur()).version).toBe(version);
});
