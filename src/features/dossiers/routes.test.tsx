import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { useBase } from '../../../test/base.ts';
import { type SmallTerritoire, seedSmallTerritoire } from '../../../test/small-territoire.ts';
import { openSite, type Visitor } from '../../../test/visitor.ts';
import { inTerritoire } from '../../platform/db.ts';
import { allVersions, dossiersEnVigueur, porteDuTerritoire, saveVersion } from './store.ts';

const base = useBase();
const today = Temporal.Now.plainDateISO('Europe/Paris');
let small: SmallTerritoire;
let site: ReturnType<typeof openSite>;
let dpo: Visitor;
let administrateur: Visitor;

beforeAll(async () => {
  small = await seedSmallTerritoire(base.owner);
  site = openSite(base.request, { demo: false });
  dpo = await site.signedIn(small.comptes.dpo, { confirme: true });
  administrateur = await site.signedIn(small.comptes.administrateur, { confirme: true });
});
beforeEach(async () => {
  await sql`truncate dossier_version, dossier_acte cascade`.execute(base.owner);
});

const pdf = (words = 'Essai'): Buffer =>
  Buffer.from(`%PDF-1.4\n1 0 obj\n<< /Type /Catalog /T (${words}) >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n`);
const champs = {
  etabliLe: today.subtract({ days: 10 }).toString(),
  auteur: 'Zoé Fictive',
  revoirLe: today.add({ days: 400 }).toString(),
};

function envoi(octets: Uint8Array | null, fields: Readonly<Record<string, string>> = {}, nom = 'aipd.pdf'): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...champs, ...fields })) form.set(name, value);
  if (octets !== null) form.set('fichier', new File([new Uint8Array(octets)], nom));
  return form;
}
const versions = () => inTerritoire(base.request, '66', (db) => allVersions(db, '66'), { readOnly: true });
const porte = (demo = false, jour = today) =>
  inTerritoire(base.request, '66', (db) => porteDuTerritoire(db, '66', jour, { demo }), { readOnly: true });

async function joindre(genre: 'aipd' | 'homologation', qui = dpo, octets = pdf(genre)): Promise<string> {
  const sent = await qui.upload(`/dossiers/${genre}/nouvelle`, envoi(octets));
  expect(sent.status, sent.text).toBe(303);
  return (await versions()).at(-1)?.id ?? '';
}
const decision = { le: today.toString(), dureeMois: '12', fonction: 'Directrice générale' };

describe('la porte avant les vraies données', () => {
  test('fermée, elle le dit à la déléguée et à l’administrateur ; elle s’ouvre à la seconde signature', async () => {
    for (const [who, path] of [
      [dpo, '/dpo'],
      [dpo, '/dossiers'],
      [administrateur, '/dossiers'],
      [administrateur, '/reglages'],
    ] as const) {
      const page = (await who.get(path)).text;
      expect(page, path).toContain('Avant d’y mettre de vraies données');
      expect(page, path).toContain('L’analyse d’impact (AIPD) n’est pas au dossier.');
    }
    const [aipd, homologation] = [await joindre('aipd'), await joindre('homologation', administrateur)];
    expect((await porte()).manques.map(({ refus }) => refus)).toEqual(['aipd_non_signee', 'homologation_non_decidee']);
    await dpo.post(`/dossiers/aipd/${aipd}/signer`, { texte: 'Avis favorable' });
    expect((await porte()).etat).toBe('fermee');
    await administrateur.post(`/dossiers/homologation/${homologation}/decision`, decision);
    expect(await porte()).toEqual({ etat: 'ouverte', manques: [] });
    expect((await administrateur.get('/reglages')).text).not.toContain('Avant d’y mettre de vraies données');
    const page = (await dpo.get('/dossiers')).text;
    expect(page).toContain('de vraies données peuvent être enregistrées');
    expect(page).toContain('par Compte dpo');
    const found = await inTerritoire(base.request, '66', (db) => dossiersEnVigueur(db, '66', today));
    expect([found.aipd?.id, found.homologation?.id]).toEqual([aipd, homologation]);
    const fin = today.add({ months: 12 });
    expect((await porte(false, fin)).etat).toBe('ouverte');
    expect((await porte(false, fin.add({ days: 1 }))).manques.map(({ refus }) => refus)).toEqual([
      'homologation_expiree',
    ]);
  });

  test('dans une démonstration, elle est ouverte et dit ce qui manquerait', async () => {
    expect((await porte(true)).etat).toBe('demonstration');
    const demo = await openSite(base.request).signedIn(small.comptes.dpo);
    expect((await demo.get('/dpo')).text).toContain('rien n’est donc bloqué');
  });
});

describe('une version', () => {
  test('elle se lit telle qu’elle est venue, par la déléguée et l’administrateur seuls', async () => {
    const octets = pdf('octet pour octet');
    const id = await joindre('aipd', dpo, octets);
    const sent = await administrateur.get(`/dossiers/${id}/fichier`);
    expect(Buffer.compare(sent.bytes, octets)).toBe(0);
    expect(sent.headers.get('content-disposition')).toContain('aipd-version-1.pdf');
    for (const role of ['agent', 'equipe', 'referent', 'direction'] as const) {
      const other = await site.signedIn(small.comptes[role], { confirme: true });
      expect((await other.get('/dossiers')).status, role).toBe(403);
      expect((await other.get(`/dossiers/${id}/fichier`)).status, role).toBe(403);
    }
  });

  test.each<[string, () => Uint8Array | null, string]>([
    ['rien', () => null, 'Choisissez le fichier à joindre.'],
    [
      'une image nommée .pdf',
      () => Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0]),
      'n’est pas un PDF',
    ],
    ['des octets au hasard', () => randomBytes(3000), 'n’est pas un PDF'],
    ['un PDF coupé', () => pdf().subarray(0, 40), 'sa fin manque'],
    [
      'un PDF chiffré',
      () => Buffer.from('%PDF-1.4\n1 0 obj\n<< >>\nendobj\ntrailer\n<< /Encrypt 5 0 R >>\n%%EOF\n'),
      'mot de passe',
    ],
    [
      'un PDF qui agit',
      () => Buffer.from('%PDF-1.4\n1 0 obj\n<< /S /JavaScript /JS (app.alert(1)) >>\nendobj\n%%EOF\n'),
      'un script',
    ],
    ['plus de 10 Mo', () => Buffer.concat([Buffer.alloc(10 * 1024 * 1024), pdf()]), 'dépasse 10 Mo'],
  ])('%s est refusé, avec les autres erreurs', async (_, octets, said) => {
    const refused = await dpo.upload('/dossiers/aipd/nouvelle', envoi(octets(), { auteur: '' }));
    expect(refused.status).toBe(422);
    expect(refused.text).toContain(said);
    expect(refused.text).toContain('Indiquez l’auteur.');
    expect(await versions()).toEqual([]);
  });

  test('ses dates se tiennent, et le même fichier ne vient pas deux fois', async () => {
    const dates = { etabliLe: today.add({ days: 1 }).toString(), revoirLe: today.toString() };
    const refused = await dpo.upload('/dossiers/aipd/nouvelle', envoi(pdf(), dates));
    expect(refused.text).toContain('ne peut pas être à venir');
    expect(refused.text).toContain('vient après la date du document');
    await joindre('aipd');
    const again = await dpo.upload('/dossiers/aipd/nouvelle', envoi(pdf('aipd')));
    expect(again.text).toContain('déjà une version de ce dossier');
    expect((await dpo.upload('/dossiers/homologation/nouvelle', envoi(pdf('aipd')))).status).toBe(303);
  });

  test('elle et ce qui en est fait ne changent plus : PostgreSQL le refuse', async () => {
    const id = await joindre('aipd');
    await dpo.post(`/dossiers/aipd/${id}/signer`, {});
    for (const query of [
      sql`update dossier_version set auteur = 'x'`,
      sql`delete from dossier_acte`,
      sql`delete from dossier_version`,
    ]) {
      await expect(query.execute(base.owner)).rejects.toThrow();
    }
    const forged = sql`insert into dossier_acte (territoire_id, version_id, genre, type, le, duree_mois, fonction)
      values ('66', ${id}, 'aipd', 'decision', current_date, 12, 'x')`;
    await expect(forged.execute(base.owner)).rejects.toThrow('dossier_acte_selon_son_type');
  });
});

describe('signer, décider, retirer', () => {
  test('rien ne se signe sans redonner son code, et la déléguée seule signe', async () => {
    const id = await joindre('aipd');
    const sans = await site.signedIn(small.comptes.dpo);
    expect((await sans.post(`/dossiers/aipd/${id}/signer`, {})).location).toMatch(/^\/confirmer/);
    expect((await administrateur.post(`/dossiers/aipd/${id}/signer`, {})).status).toBe(403);
    expect((await versions())[0]?.signature).toBeNull();
    await dpo.post(`/dossiers/aipd/${id}/signer`, { texte: 'Avis favorable' });
    await dpo.post(`/dossiers/aipd/${id}/signer`, { texte: 'Avis changé' });
    expect((await versions())[0]?.signature).toEqual({ le: today, avis: 'Avis favorable' });
  });

  test('une homologation ne se signe pas, une AIPD ne se décide pas', async () => {
    const [aipd, homologation] = [await joindre('aipd'), await joindre('homologation')];
    expect((await dpo.get(`/dossiers/aipd/${homologation}/signer`)).status).toBe(404);
    expect((await dpo.post(`/dossiers/homologation/${aipd}/decision`, decision)).status).toBe(404);
  });

  test.each([
    ['le', today.add({ days: 1 }).toString(), 'ne peut pas être à venir'],
    ['le', today.subtract({ days: 11 }).toString(), 'ne peut pas précéder'],
    ['dureeMois', '61', 'de 1 à 60 mois'],
    ['dureeMois', '0', 'de 1 à 60 mois'],
    ['fonction', '', 'Indiquez la fonction du signataire.'],
  ])('décision : %s = %s est refusé', async (field, value, said) => {
    const id = await joindre('homologation');
    const refused = await dpo.post(`/dossiers/homologation/${id}/decision`, { ...decision, [field]: value });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain(said);
    expect((await versions())[0]?.decision).toBeNull();
  });

  test('une version retirée reste dans l’historique, avec sa raison, et la porte se referme', async () => {
    const [aipd, homologation] = [await joindre('aipd'), await joindre('homologation')];
    await dpo.post(`/dossiers/aipd/${aipd}/signer`, {});
    await dpo.post(`/dossiers/homologation/${homologation}/decision`, decision);
    expect((await dpo.post(`/dossiers/${aipd}/retirer`, {})).status).toBe(422);
    await administrateur.post(`/dossiers/${aipd}/retirer`, { texte: 'Mauvais fichier' });
    expect((await porte()).manques.map(({ refus }) => refus)).toEqual(['aipd_absente']);
    const page = (await dpo.get('/dossiers')).text;
    expect(page).toContain('Mauvais fichier');
    expect(page).toContain('Retirée');
    expect((await dpo.get(`/dossiers/aipd/${aipd}/signer`)).location).toBe('/dossiers#aipd');
  });

  test('celle d’un autre territoire est introuvable', async () => {
    const id = await inTerritoire(base.request, '00', (db) =>
      saveVersion(
        db,
        '00',
        {
          genre: 'aipd',
          etabliLe: today,
          revoirLe: today.add({ days: 1 }),
          auteur: 'x',
          fichier: 'x.pdf',
          octets: pdf(),
        },
        small.comptes.voisin,
      ),
    );
    for (const path of [`/dossiers/${id}/fichier`, `/dossiers/aipd/${id}/signer`, `/dossiers/${id}/retirer`]) {
      expect((await dpo.get(path)).status, path).toBe(404);
    }
    expect((await porte()).manques).toHaveLength(2);
  });

  test('chaque acte est au journal', async () => {
    const id = await joindre('aipd');
    await dpo.post(`/dossiers/aipd/${id}/signer`, {});
    const actes = await base.owner.selectFrom('journalEntree').select('acte').where('objetId', '=', id).execute();
    expect(actes.map(({ acte }) => acte).sort()).toEqual([
      'ajouter une version de l’AIPD',
      'signer une version de l’AIPD',
    ]);
  });
});
