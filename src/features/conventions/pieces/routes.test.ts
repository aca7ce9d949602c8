import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { useBase } from '../../../../test/base.ts';
import { certifier, der, type Signataire } from '../../../../test/certificats.ts';
import { signerPdf } from '../../../../test/pdf-signe.ts';
import { type SmallTerritoire, seedSmallTerritoire } from '../../../../test/small-territoire.ts';
import { type Answer, openSite, type Visitor } from '../../../../test/visitor.ts';
import { inTerritoire } from '../../../platform/db.ts';
import { uuidv7 } from '../../../platform/ids.ts';
import { closePdf } from '../../../platform/pdf/render.ts';
import { clauses2022, type Evenement } from '../rules.ts';
import { createConvention, saveEvenements } from '../store.ts';
import { octetsDe, savePiece } from './store.ts';

const base = useBase();
let small: SmallTerritoire;
let site: ReturnType<typeof openSite>;
let equipe: Visitor;
let referent: Visitor;
let camille: Signataire;

beforeAll(async () => {
  small = await seedSmallTerritoire(base.owner);
  camille = await certifier('Camille Exemple', { autorite: true });
  site = openSite(base.request, { ancres: [der(camille)] });
  equipe = await site.signedIn(small.comptes.equipe);
  referent = await site.signedIn(small.comptes.referent);
});
afterAll(closePdf);

const day = Temporal.PlainDate.from;
const deliberations: readonly Evenement[] = [
  { id: uuidv7(), type: 'deliberation', partie: 'departement', numero: '18', date: day('2021-12-16') },
  { id: uuidv7(), type: 'deliberation', partie: 'beneficiaire', numero: 'DL2022-0167', date: day('2022-09-19') },
];

let rank = 0;
async function ouverte(options: { structure?: string; evenements?: readonly Evenement[] } = {}): Promise<string> {
  rank += 1;
  const { structure = small.structure, evenements = [] } = options;
  const own = evenements.map((evenement) => ({ ...evenement, id: uuidv7() }));
  return inTerritoire(base.request, '66', async (db) => {
    const convention = {
      structureId: structure,
      reference: `PIECES-${rank}`,
      modele: 'convention-2022',
      clauses: clauses2022,
      pointAccueil: null,
      note: null,
    };
    const created = await createConvention(db, '66', convention, small.comptes.equipe);
    if (!('value' in created)) throw new Error(created.constraint);
    await saveEvenements(db, '66', created.value, own, small.comptes.equipe);
    return created.value;
  });
}

const lu = ({ text }: Answer): string => text.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');
const piecesDe = (conventionId: string) =>
  base.owner.selectFrom('piece').selectAll().where('conventionId', '=', conventionId).orderBy('createdAt').execute();

async function figee(
  convention: string,
): Promise<{ readonly id: string; readonly octets: Uint8Array; readonly code: string }> {
  expect((await equipe.post(`/conventions/${convention}/pieces/figer`)).status).toBe(303);
  const last = (await piecesDe(convention)).filter(({ genre }) => genre === 'figee').at(-1);
  if (last === undefined) throw new Error('Nothing was frozen');
  return { id: last.id, octets: last.octets, code: last.code ?? '' };
}

function fichier(
  octets: Uint8Array,
  nom = 'convention-signee.pdf',
  champs: Readonly<Record<string, string>> = {},
): FormData {
  const form = new FormData();
  form.set('fichier', new File([new Uint8Array(octets)], nom));
  for (const [name, value] of Object.entries(champs)) form.set(name, value);
  return form;
}
const envoyer = (qui: Visitor, convention: string, octets: Uint8Array, nom?: string) =>
  qui.upload(`/conventions/${convention}/pieces/signee`, fichier(octets, nom));

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const SCAN = Buffer.from('%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n');

describe('Figer le PDF pour signature', () => {
  test('garde les octets exacts, un code au pied des pages, et dit ce qui manque', async () => {
    const convention = await ouverte();
    const page = lu(await equipe.get(`/conventions/${convention}/pieces/figer`));
    expect(page).toContain('La délibération du Département n’est pas enregistrée');
    expect(page).toContain('La délibération du Bénéficiaire n’est pas enregistrée');
    const { id, octets, code } = await figee(convention);
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/);
    const answer = await site.app.request(`/pieces/${id}/fichier`);
    expect(answer.status).toBe(303);
    const file = await equipe.get(`/pieces/${id}/fichier`);
    expect(file.headers.get('content-disposition')).toBe(
      `attachment; filename="convention-PIECES-${rank}-a-signer.pdf"`,
    );
    const stored = await inTerritoire(base.request, '66', (db) => octetsDe(db, '66', id), { readOnly: true });
    expect(Buffer.compare(stored, octets)).toBe(0);
    const shown = lu(await equipe.get(`/conventions/${convention}`));
    expect(shown).toContain(`code ${code}`);
    expect(shown).toContain('Télécharger le PDF à signer');
    const digest = createHash('sha256').update(octets).digest('hex');
    expect((await equipe.get(`/pieces/${id}`)).text).toContain(digest);
  });

  test('figer à nouveau garde l’ancienne version, et prévient', async () => {
    const convention = await ouverte({ evenements: deliberations });
    const first = await figee(convention);
    expect(lu(await equipe.get(`/conventions/${convention}/pieces/figer`))).toContain(`Une version est déjà figée`);
    const second = await figee(convention);
    expect(second.code).not.toBe(first.code);
    expect((await equipe.get(`/pieces/${first.id}/fichier`)).status).toBe(200);
    const signed = await signerPdf(first.octets, camille);
    expect(lu(await envoyer(equipe, convention, signed))).toContain('Ce n’est pas le PDF figé');
  });

  test('n’est plus possible une fois une signature enregistrée, ou lue (art. 6)', async () => {
    const signee: Evenement = {
      id: uuidv7(),
      type: 'signature',
      partie: 'departement',
      date: day('2022-10-10'),
      signataire: 'Camille Exemple',
      qualite: 'Présidente',
    };
    const paper = await ouverte({ evenements: [...deliberations, signee] });
    expect(lu(await equipe.get(`/conventions/${paper}/pieces/figer`))).toContain('Une signature est déjà enregistrée');
    const refused = await equipe.post(`/conventions/${paper}/pieces/figer`);
    expect(refused.status).toBe(422);
    expect(await piecesDe(paper)).toEqual([]);
    const convention = await ouverte({ evenements: deliberations });
    const { octets } = await figee(convention);
    const { location } = await envoyer(equipe, convention, await signerPdf(octets, camille));
    expect((await equipe.post(`/conventions/${convention}/pieces/figer`)).status).toBe(422);
    expect((await equipe.post(`${location}/retirer`, { motif: 'signé par erreur' })).status).toBe(303);
    await figee(convention);
  });
});

describe('Le PDF signé qui revient (art. 8.2)', () => {
  test('est lu, gardé tel quel, et propose d’enregistrer les signatures sans rien enregistrer', async () => {
    const convention = await ouverte({ evenements: deliberations });
    const { octets } = await figee(convention);
    const signed = await signerPdf(octets, camille, { date: new Date('2022-10-03T08:00:00Z'), forme: 'flux' });
    const sent = await envoyer(equipe, convention, signed, '../../C:\\Mes documents\\<b>signé</b>.pdf');
    expect(sent.status).toBe(303);
    const page = await equipe.get(sent.location ?? '');
    expect(lu(page)).toMatch(
      /Signé par Camille Exemple \(Organisme de l’essai\), le 3 octobre 2022 à 10.h \(heure annoncée par le signataire\), contenu intact, chaîne vérifiée/,
    );
    expect(page.text).not.toContain('<b>signé');
    expect(page.text).not.toContain('Mes documents');
    const rows = await base.owner
      .selectFrom('conventionEvenement')
      .select('type')
      .where('conventionId', '=', convention)
      .execute();
    expect(rows.map(({ type }) => type)).toEqual(['deliberation', 'deliberation']);
    const link = /href="([^"]*evenements\/nouveau\?[^"]*partie=beneficiaire[^"]*)"/.exec(page.text)?.[1];
    const form = await equipe.get((link ?? '').replaceAll('&amp;', '&'));
    expect(form.text).toContain('value="Camille Exemple"');
    expect(form.text).toContain('value="2022-10-03"');
    const kept = (await piecesDe(convention)).at(-1);
    expect(Buffer.compare(kept?.octets ?? Buffer.alloc(0), signed)).toBe(0);
    // The other party signs that one.
    expect(lu(await equipe.get(`/conventions/${convention}`))).toContain('l’autre partie signe');
    expect(lu(await envoyer(equipe, convention, signed))).toContain('Ce fichier signé est déjà joint');
    const both = await signerPdf(signed, await certifier('Dominique Exemple'));
    const second = await envoyer(referent, convention, both);
    expect(lu(await referent.get(second.location ?? ''))).toContain('chaîne non vérifiée');
    expect((await referent.get(second.location ?? '')).text).not.toMatch(/\/pieces\/[^"]*\/retirer/);
  });

  test('changé d’un octet, il est refusé avec la position, et rien n’est gardé', async () => {
    const convention = await ouverte();
    const { octets } = await figee(convention);
    const signed = await signerPdf(octets, camille);
    signed[1000] = (signed[1000] ?? 0) ^ 1;
    const answer = await envoyer(equipe, convention, signed);
    expect(answer.status).toBe(422);
    expect(lu(answer)).toMatch(/au moins un octet a changé \(le premier à la position 1.001\)/);
    expect(await piecesDe(convention)).toHaveLength(1);
    expect(lu(await equipe.upload(`/conventions/${convention}/pieces/signee`, new FormData()))).toContain(
      'Choisissez le PDF signé',
    );
  });

  test('sans version figée, la page le dit et n’accepte rien', async () => {
    const convention = await ouverte();
    expect(lu(await equipe.get(`/conventions/${convention}/pieces/signee`))).toContain('Aucun PDF n’est figé');
    expect((await envoyer(equipe, convention, SCAN)).status).toBe(422);
  });

  test('envoyé deux fois au même instant, il n’est gardé qu’une', async () => {
    const convention = await ouverte();
    const { octets } = await figee(convention);
    const signed = await signerPdf(octets, camille);
    const answers = await Promise.all([1, 2].map(() => envoyer(equipe, convention, signed)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 422]);
  });
});

describe('Un document numérisé', () => {
  test('se joint à un événement, et le prouve dans la liste', async () => {
    const convention = await ouverte({ evenements: deliberations });
    const form = await equipe.get(`/conventions/${convention}/pieces/nouvelle`);
    const evenementId = /<option value="([0-9a-f-]{36})"/.exec(form.text)?.[1] ?? '';
    const path = `/conventions/${convention}/pieces/nouvelle`;
    expect((await equipe.upload(path, fichier(PNG, 'délibération.png', { evenementId }))).status).toBe(303);
    expect((await equipe.upload(path, fichier(SCAN, 'original.pdf', { evenementId: '' }))).status).toBe(303);
    const page = await equipe.get(`/conventions/${convention}`);
    expect(lu(page)).toContain('délibération.png');
    expect(lu(page)).toMatch(/Document numérisé , PNG, 1 Ko Délibération :/);
    const [image] = await piecesDe(convention);
    const file = await referent.get(`/pieces/${image?.id}/fichier`);
    expect(file.headers.get('content-type')).toBe('image/png');
    expect(file.headers.get('content-disposition')).toMatch(/^inline; filename="convention-PIECES-\d+-document\.png"$/);
    const twice = await equipe.upload(path, fichier(PNG, 'autre-nom.png', { evenementId }));
    expect(lu(twice)).toContain('est déjà joint à cette convention, pour le même événement');
    const foreign = await equipe.upload(path, fichier(PNG, 'x.png', { evenementId: uuidv7() }));
    expect(lu(foreign)).toContain('Choisissez l’événement dans la liste.');
  });

  test.each([
    ['du texte nommé .pdf', Buffer.from('bonjour'), 'n’est ni un PDF, ni une image'],
    ['une page web', Buffer.from('<html><script>alert(1)</script></html>'), 'n’est ni un PDF, ni une image'],
    ['un SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'n’est ni un PDF, ni une image'],
    ['un PNG coupé', PNG.subarray(0, 30), 'sa fin manque'],
    ['un PDF coupé', Buffer.from('%PDF-1.4\n1 0 obj\n'), 'sa fin manque'],
    ['un PDF chiffré', Buffer.from('%PDF-1.4\ntrailer\n<< /Encrypt 4 0 R >>\n%%EOF'), 'protégé par un mot de passe'],
    ['un PDF à script', Buffer.from('%PDF-1.4\n<< /S /Java#53cript /JS (x) >>\n%%EOF'), 'contient un script'],
    ['un PDF qui lance un programme', Buffer.from('%PDF-1.4\n<< /S /Launch >>\n%%EOF'), 'contient un script'],
  ])('%s est refusé avec une phrase', async (_, octets, dit) => {
    const convention = await ouverte();
    const answer = await equipe.upload(`/conventions/${convention}/pieces/nouvelle`, fichier(octets, 'piece.pdf'));
    expect(answer.status).toBe(422);
    expect(lu(answer)).toContain(dit);
    expect(await piecesDe(convention)).toEqual([]);
  });

  test('de plus de 20 Mo est refusé, de 20 Mo est gardé', async () => {
    const convention = await ouverte();
    const path = `/conventions/${convention}/pieces/nouvelle`;
    const lourd = (bytes: number) =>
      Buffer.concat([SCAN, Buffer.alloc(bytes - SCAN.length - 7, 0x20), Buffer.from('\n%%EOF\n')]);
    expect((await equipe.upload(path, fichier(lourd(20 * 1024 * 1024)))).status).toBe(303);
    const answer = await equipe.upload(path, fichier(lourd(20 * 1024 * 1024 + 1)));
    expect(answer.status).toBe(422);
    expect(lu(answer)).toContain('dépasse 20 Mo');
  });
});

describe('Retirer une pièce', () => {
  test('la garde, avec qui, quand et pourquoi, hors de la liste', async () => {
    const convention = await ouverte();
    await equipe.upload(`/conventions/${convention}/pieces/nouvelle`, fichier(PNG, 'erreur.png'));
    const [piece] = await piecesDe(convention);
    const path = `/pieces/${piece?.id}`;
    expect((await equipe.post(`${path}/retirer`, { motif: '' })).text).toContain('Indiquez le motif du retrait.');
    expect((await equipe.post(`${path}/retirer`, { motif: 'mauvais fichier' })).status).toBe(303);
    expect((await equipe.post(`${path}/retirer`, { motif: 'encore' })).status).toBe(303);
    expect(lu(await equipe.get(path))).toContain('par Compte equipe. Motif : mauvais fichier');
    expect((await equipe.get(`${path}/fichier`)).status).toBe(200);
    expect((await equipe.get(`${path}/retirer`)).location).toBe(path);
    const list = lu(await equipe.get(`/conventions/${convention}`));
    expect(list).toContain('Aucune pièce n’est jointe.');
    expect(list).toContain('Une pièce retirée');
    // The same file may come again.
    expect((await equipe.upload(`/conventions/${convention}/pieces/nouvelle`, fichier(PNG))).status).toBe(303);
  });

  test('PostgreSQL refuse de changer ou d’effacer une pièce, et calcule lui-même son empreinte', async () => {
    for (const statement of [
      'update piece set nom = nom',
      'delete from piece',
      'truncate piece_retrait',
      'delete from piece_retrait',
    ]) {
      await expect(sql.raw(statement).execute(base.owner), statement).rejects.toThrow('ne se modifie ni ne s’efface');
    }
    const rows = await base.owner.selectFrom('piece').select(['octets', 'sha256']).execute();
    expect(rows.length).toBeGreaterThan(5);
    for (const { octets, sha256 } of rows) {
      expect(Buffer.compare(createHash('sha256').update(octets).digest(), sha256)).toBe(0);
    }
  });
});

describe('Qui voit quoi', () => {
  test('la structure voisine, un autre territoire, un autre rôle : introuvable ou réservé', async () => {
    const convention = await ouverte({ structure: small.autreStructure });
    const { id, octets } = await figee(convention);
    for (const path of [`/pieces/${id}`, `/pieces/${id}/fichier`, `/conventions/${convention}/pieces/signee`]) {
      expect((await referent.get(path)).status, path).toBe(404);
    }
    expect((await envoyer(referent, convention, await signerPdf(octets, camille))).status).toBe(404);
    const voisin = await site.signedIn(small.comptes.voisin, { territoireId: '00', host: 'voisin.localhost' });
    expect((await voisin.get(`/pieces/${id}`)).status).toBe(404);
    expect((await voisin.get(`/pieces/${id}/fichier`)).status).toBe(404);
    const agent = await site.signedIn(small.comptes.agent);
    expect((await agent.get(`/pieces/${id}/fichier`)).status).toBe(403);
    await expect(inTerritoire(base.request, '00', (db) => octetsDe(db, '00', id), { readOnly: true })).rejects.toThrow(
      'no result',
    );
    await expect(
      inTerritoire(base.request, '00', (db) =>
        savePiece(
          db,
          '66',
          { conventionId: convention, genre: 'scan', type: 'image/png', evenementId: null, nom: 'x', octets: PNG },
          null,
        ),
      ),
    ).rejects.toThrow('row-level security');
  });
});
