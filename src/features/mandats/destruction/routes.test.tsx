import { createHash, randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { demo } from '../../../../db/demo/ids.ts';
import { useBase } from '../../../../test/base.ts';
import { testSealers } from '../../../../test/cachets-memoire.ts';
import { useCles } from '../../../../test/cles-partagees.ts';
import { testCoffre } from '../../../../test/coffre.ts';
import { finir, leverSursis, poserSursis, poserVisa, TERRITOIRE } from '../../../../test/destruction.ts';
import { type MandatPose, PERSONNE, poserMandat } from '../../../../test/mandats.ts';
import { openSite, type Visitor } from '../../../../test/visitor.ts';
import { orphelinesJob } from '../../../jobs.ts';
import { inTerritoire } from '../../../platform/db.ts';
import { uuidv7 } from '../../../platform/ids.ts';
import { unfinishedJobs } from '../../../platform/jobs.ts';
import type { DataKeys } from '../../../platform/keys/store.ts';
import { withClient } from '../../../platform/postgres/embedded.ts';
import { SealerRefusal } from '../../../platform/seal/sealer.ts';
import type { Sealers } from '../../../platform/seal/sealers.ts';
import { works } from '../../../travaux.ts';
import { detruire } from './detruire.ts';
import { demanderDestruction, destructionJob } from './store.ts';

const base = useBase({ demo: true });
const cles = useCles(2);
let dpo: Visitor;
let equipe: Visitor;
let detruit: MandatPose;

const now = () => Temporal.Now.instant();
const passer = () => detruire({ database: base.request, cles: cles.cles }, TERRITOIRE, now());
/** The job of the night, as it runs. */
const nuit = async () => {
  const outils = { database: base.request, cles: cles.cles, coffre: testCoffre, url: 'https://escale.test' };
  const all = works({ ...outils, transport: undefined, dossier: '', clock: now });
  await all.find(({ job }) => job === orphelinesJob)?.run('66', {});
};
const lu = (text: string) => text.replaceAll(/<[^>]+>/g, ' ').replaceAll(/[\s\u00a0\u202f]+/g, ' ');
const ouvrir = async (path = '/destructions') => lu((await dpo.get(path)).text);

beforeAll(async () => {
  const site = openSite(base.request, { cles: cles.cles });
  dpo = await site.signedIn(demo.comptes.dpo);
  equipe = await site.signedIn(demo.comptes.equipe);
  await poserVisa(base);
  detruit = await poserMandat(base, cles.cles);
  await finir(base, detruit.id, { cause: 'retrait', canal: 'lien' });
  await passer();
});

describe('La page des destructions', () => {
  test('montre ce qui est détruit, par le code du mandat, sans nommer personne ; l’équipe la lit aussi', async () => {
    for (const visitor of [dpo, equipe]) {
      const { text } = await visitor.get('/destructions');
      expect(text).toContain(detruit.code);
      expect(lu(text)).toContain('Démarche 1 et ses actes');
      expect(lu(text)).toContain('Retirée par la personne');
      expect(lu(text)).toContain('Rien n’attend');
      for (const word of [PERSONNE.nom, PERSONNE.prenom, 'logement', 'CARSAT']) expect(text).not.toContain(word);
    }
    for (const compte of [demo.comptes.agent, demo.comptes.direction, demo.comptes.administrateur]) {
      const other = await openSite(base.request, { cles: cles.cles }).signedIn(compte);
      expect((await other.get('/destructions')).status).toBe(403);
    }
  });

  test('scénario 10 : dit ce qui attend et pourquoi : un sursis, les tiers, le visa, une place des clés', async () => {
    const [retenu, retire, fini] = [
      await poserMandat(base, cles.cles),
      await poserMandat(base, cles.cles),
      await poserMandat(base, cles.cles),
    ];
    for (const { id } of [retenu, fini]) await finir(base, id);
    await finir(base, retire.id, { cause: 'retrait', canal: 'guichet', delaiTiersHeures: 72 });
    await poserSursis(base, retenu.id);
    expect(await ouvrir()).toMatch(
      /Sursis \(mesure de justice\) 2 0 .*Tiers à prévenir 2 0 .*Le prochain passage, dans l’heure 2 0/,
    );

    await poserVisa(base, null);
    const sansVisa = await dpo.get('/destructions');
    expect(lu(sansVisa.text)).toMatch(/Visa des Archives départementales manquant 2 0/);
    expect(sansVisa.text).toContain('href="/mandats/reglages"');
    await poserVisa(base);

    const [, second = ''] = cles.urls;
    await withClient(second, (client) => client.query('alter table cle rename to cle_absente'));
    await expect(passer()).rejects.toThrow('reprendra');
    const sansPlace = await ouvrir();
    expect(sansPlace).toContain('Une place des clés ne répond pas 1 sur 2');
    expect(sansPlace).toMatch(/Une place des clés qui ne répond pas 2 0/);
    await withClient(second, (client) => client.query('alter table cle_absente rename to cle'));

    await leverSursis(base, retenu.id);
    await passer();
    expect(await ouvrir()).not.toMatch(/Sursis|ne répond pas|prochain passage/);
  });

  test('rapproche les clés de la base, et dit quand elles en servent une autre', async () => {
    expect(await ouvrir()).toMatch(/Places qui répondent 2 sur 2 .*Mandats et démarches sans clé inconnu/);
    const perdu = await poserMandat(base, cles.cles);
    await cles.cles.destroy('66', [perdu.id]);
    // What the night found, and nothing of it is done again at each reading.
    await nuit();
    expect(await ouvrir()).toContain(
      'Des clés manquent Mandats et démarches qui devraient se lire et ne s’ouvrent plus : 1.',
    );
    await cles.cles.adopt(uuidv7());
    expect(await ouvrir()).toContain('Les clés servent une autre base que celle-ci');
    for (const url of cles.urls) await withClient(url, (client) => client.query('delete from magasin'));
    await cles.cles.reach('66', 1_000);
    expect(await ouvrir()).toContain('Cette base est plus ancienne que les clés');
    for (const url of cles.urls) await withClient(url, (client) => client.query('delete from passage'));
  });

  test('ne compte pas les clés à chaque lecture', async () => {
    const asked: string[] = [];
    const counted = new Proxy(cles.cles, {
      get: (keys, name: keyof DataKeys) => {
        asked.push(name);
        return keys[name].bind(keys);
      },
    });
    const visitor = await openSite(base.request, { cles: counted }).signedIn(demo.comptes.dpo);
    asked.length = 0;
    expect((await visitor.get('/destructions')).status).toBe(200);
    expect(asked).toContain('places');
    for (const name of ['madeBetween', 'present', 'open']) expect(asked).not.toContain(name);
  });

  test('dit que le certificat du cachet est à renouveler, quand ce qui est détruit n’est pas certifié', async () => {
    const { id } = await poserMandat(base, cles.cles);
    await finir(base, id);
    const sealers: Sealers = { ...testSealers, sealerOf: () => Promise.reject(new SealerRefusal('expiré')) };
    await detruire({ database: base.request, cles: cles.cles, sealers }, TERRITOIRE, now());
    const sansCachet = await openSite(base.request, { cles: cles.cles, sealers }).signedIn(demo.comptes.dpo);
    expect(lu((await sansCachet.get('/destructions')).text)).toMatch(/Certificat du cachet à renouveler 2 1/);
    expect(await ouvrir()).not.toContain('à renouveler');
    await passer();
    expect(lu((await sansCachet.get('/destructions')).text)).not.toContain('à renouveler');
  });

  test('se trie, se cherche, se filtre par année et s’exporte', async () => {
    const annee = now().toZonedDateTimeISO('Europe/Paris').year;
    const cherche = detruit.code.slice(0, 9).toLowerCase();
    expect(await ouvrir(`/destructions?q=${cherche}&tri=objet&sens=croissant`)).toContain('3 résultats');
    expect(await ouvrir(`/destructions?annee=${annee - 1}`)).toContain('Rien ne correspond');
    for (const tri of ['code', 'objet', 'cause', 'detruiteAt', 'numero', "x'; drop table mandat"]) {
      expect((await dpo.get(`/destructions?tri=${encodeURIComponent(tri)}&page=99999`)).status).toBe(200);
    }
    const { text, headers } = await dpo.get(`/destructions.csv?q=${cherche}&annee=${annee}`);
    expect(headers.get('content-type')).toContain('text/csv');
    const lines = text.trim().split('\r\n');
    expect(lines).toHaveLength(4);
    expect(lines[0]).toContain('Empreinte du chiffré (SHA-256)');
    for (const line of lines.slice(1))
      expect(line).toMatch(new RegExp(`${detruit.code};.*AD66-2026-014;[0-9]{2}/[0-9]{2}/[0-9]{4};[0-9a-f]{64};1$`));
  });
});

describe('Les certificats', () => {
  test('se listent, numérotés, et s’ouvrent ; leur empreinte est celle du fichier', async () => {
    const { text } = await dpo.get('/destructions/certificats');
    const [, href = ''] =
      /href="(\/destructions\/certificats\/[0-9a-f-]{36})"[^>]*>N° 1 /.exec(text.replaceAll('\u00a0', ' ')) ?? [];
    const pdf = await equipe.get(href);
    expect(pdf.headers.get('content-disposition')).toContain('certificat-destruction-1.pdf');
    expect(Buffer.from(pdf.bytes.subarray(0, 5)).toString()).toBe('%PDF-');
    expect(text).toContain(createHash('sha256').update(pdf.bytes).digest('hex'));
    for (const id of [randomUUID(), 'x', "'"]) {
      expect((await dpo.get(`/destructions/certificats/${encodeURIComponent(id)}`)).status).toBe(404);
    }
  });
});

test('la destruction se demande dans la transaction qui finit une démarche, ou pas du tout', async () => {
  const asked = () =>
    inTerritoire(base.request, '66', async (db) =>
      (await unfinishedJobs(db, '66')).filter(({ name }) => name === destructionJob.name),
    );
  const before = (await asked()).length;
  const undone = inTerritoire(base.request, '66', async (db) => {
    await demanderDestruction(db, '66');
    throw new Error('annulé');
  });
  await expect(undone).rejects.toThrow('annulé');
  expect(await asked()).toHaveLength(before);
  await inTerritoire(base.request, '66', (db) => demanderDestruction(db, '66'));
  expect(await asked()).toHaveLength(before + 1);
});
