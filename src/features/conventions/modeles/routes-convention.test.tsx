import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { useBase } from '../../../../test/base.ts';
import { articleDe, changer, creerModele, lu, ORIGINE, publier } from '../../../../test/modeles.ts';
import { type SmallTerritoire, seedSmallTerritoire } from '../../../../test/small-territoire.ts';
import { openSite, type Visitor } from '../../../../test/visitor.ts';
import { inTerritoire } from '../../../platform/db.ts';
import { uuidv7 } from '../../../platform/ids.ts';
import { closePdf } from '../../../platform/pdf/render.ts';
import { versionsPubliees } from './store.ts';

const base = useBase();
let small: SmallTerritoire;
let site: ReturnType<typeof openSite>;
let equipe: Visitor;

beforeAll(async () => {
  small = await seedSmallTerritoire(base.owner);
  site = openSite(base.request);
  equipe = await site.signedIn(small.comptes.equipe);
});
afterAll(closePdf);

describe('une convention et son modèle', () => {
  const clauses = {
    dureeMois: '6',
    reconduction: 'illimitee',
    reconductions: '',
    finAuPlusTard: '',
    reconductionPourUnJour: 'non',
    preavisMois: '2',
    oppositionCompteDe: 'reception',
    delaiRemedeJours: '30',
    courrierNonRetire: 'premiere_presentation',
    delaiForceMajeureJours: '30',
    forceMajeureCompteDe: 'reception',
    demiJourneesParSemaine: '4',
  };
  let version = '';
  let conventions = 0;

  beforeAll(async () => {
    const url = await creerModele(equipe);
    const { cle } = await articleDe(base, url, '8');
    await changer(equipe, `${url}/elements/${cle}`, { numero: '8', titre: 'Titre de ce modèle', texte: '' });
    version = (await publier(equipe, url)).split('/').at(-1) ?? '';
  });

  async function conclure(modele: string): Promise<string> {
    conventions += 1;
    const fields = { ...clauses, structureId: small.structure, reference: `M-${conventions}`, modele };
    const created = await equipe.post('/conventions/nouvelle', fields);
    expect(created.status).toBe(303);
    return created.location ?? '';
  }

  async function signer(url: string): Promise<void> {
    for (const partie of ['departement', 'beneficiaire']) {
      const deliberation = { type: 'deliberation', partie, numero: '1', date: '2025-01-06' };
      expect((await equipe.post(`${url}/evenements/nouveau`, deliberation)).status).toBe(303);
    }
    const signature = {
      type: 'signature',
      partie: 'beneficiaire',
      date: '2025-02-03',
      signataire: 'Camille Exemple',
      qualite: 'Maire',
    };
    expect((await equipe.post(`${url}/evenements/nouveau`, signature)).status).toBe(303);
  }

  const modeleDe = async (url: string) =>
    base.owner
      .selectFrom('convention')
      .select(['modele', 'modeleVersionId', 'clauses'])
      .where('id', '=', url.split('/')[2] ?? '')
      .executeTakeFirstOrThrow();

  test('le formulaire propose la dernière version de chaque modèle, et la page dit laquelle elle porte', async () => {
    const form = await equipe.get('/conventions/nouvelle');
    expect(form.text).toContain(`<option value="${version}" selected`);
    expect(form.text).toContain('Convention de 2022, version 2</option>');
    expect(form.text).not.toContain('Convention de 2022, version 1</option>');
    const url = await conclure(version);
    expect(await modeleDe(url)).toMatchObject({ modele: null, modeleVersionId: version });
    const page = await equipe.get(url);
    expect(lu(page)).toMatch(/modèle « Modèle d’essai \d+ » n° 1/);
    expect((await equipe.get(`${url}/convention.pdf`)).text.slice(0, 5)).toBe('%PDF-');
    const deDeux = await conclure(ORIGINE);
    expect(await modeleDe(deDeux)).toMatchObject({ modele: 'convention-2022-2', modeleVersionId: null });
    const refused = await equipe.post('/conventions/nouvelle', {
      ...clauses,
      structureId: small.structure,
      reference: 'M-0',
      modele: uuidv7(),
    });
    expect(refused.status).toBe(422);
    expect(lu(refused)).toContain('Ce modèle n’existe pas');
    // A model that is gone between two clicks is never taken from a neighbour: the keys begin with the territoire.
    await expect(
      sql`insert into convention (territoire_id, id, structure_id, reference, clauses, modele_version_id)
        values ('00', ${uuidv7()}, ${small.structureVoisine}, 'V', '{}', ${version})`.execute(base.owner),
    ).rejects.toThrow(/convention_modele_version/);
    await expect(
      sql`update convention set modele = 'convention-2022' where id = ${url.split('/')[2]}`.execute(base.owner),
    ).rejects.toThrow(/convention_un_modele/);
  });

  test('tant que personne n’a signé, elle peut en changer, avec ou sans ses clauses (art. 8.2)', async () => {
    const url = await conclure(version);
    const form = await equipe.get(`${url}/modele`);
    expect(form.text).not.toContain(`<option value="${version}"`);
    expect((await equipe.post(`${url}/modele`, {})).status).toBe(422);
    expect((await equipe.post(`${url}/modele`, { modele: uuidv7(), clauses: 'garder' })).status).toBe(422);
    expect((await equipe.post(`${url}/modele`, { modele: ORIGINE, clauses: 'garder' })).location).toBe(`${url}#modele`);
    expect(await modeleDe(url)).toMatchObject({ modele: 'convention-2022-2', clauses: { demiJourneesParSemaine: 4 } });
    await equipe.post(`${url}/modele`, { modele: version, clauses: 'reprendre' });
    expect(await modeleDe(url)).toMatchObject({ modeleVersionId: version, clauses: { demiJourneesParSemaine: 1 } });
  });

  test('dès la première signature elle garde sa version, sur la page comme dans PostgreSQL (art. 8.2)', async () => {
    const url = await conclure(version);
    await signer(url);
    expect((await equipe.get(url)).text).not.toContain(`${url}/modele`);
    expect((await equipe.get(`${url}/modele`)).location).toBe(url);
    expect((await equipe.post(`${url}/modele`, { modele: ORIGINE, clauses: 'garder' })).location).toBe(url);
    const change = sql`update convention set modele = 'convention-2022', modele_version_id = null where id = ${url.split('/')[2]}`;
    await expect(change.execute(base.owner)).rejects.toThrow(/une partie a signé/);
    expect(await modeleDe(url)).toMatchObject({ modele: null, modeleVersionId: version });

    // Recorded by mistake and cancelled: nobody has signed.
    const { id } = await base.owner
      .selectFrom('conventionEvenement')
      .select('id')
      .where('conventionId', '=', url.split('/')[2] ?? '')
      .where('type', '=', 'signature')
      .executeTakeFirstOrThrow();
    expect((await equipe.post(`${url}/evenements/${id}/annuler`, { motif: 'Erreur de saisie.' })).status).toBe(303);
    expect((await equipe.post(`${url}/modele`, { modele: ORIGINE, clauses: 'garder' })).location).toBe(`${url}#modele`);
  });

  test('un PDF figé pour signature garde le modèle qu’il porte ; retiré, la convention peut en changer', async () => {
    const url = await conclure(version);
    await equipe.post(`${url}/evenements/nouveau`, {
      type: 'deliberation',
      partie: 'departement',
      numero: '1',
      date: '2025-01-06',
    });
    expect((await equipe.post(`${url}/pieces/figer`)).status).toBe(303);
    expect((await equipe.get(url)).text).not.toContain(`${url}/modele`);
    const refused = await equipe.post(`${url}/modele`, { modele: ORIGINE, clauses: 'garder' });
    expect(refused.location).toBe(url);
    expect(await modeleDe(url)).toMatchObject({ modeleVersionId: version });
    const { id } = await base.owner
      .selectFrom('piece')
      .select('id')
      .where('conventionId', '=', url.split('/')[2] ?? '')
      .executeTakeFirstOrThrow();
    expect((await equipe.post(`/pieces/${id}/retirer`, { motif: 'Mauvais modèle.' })).status).toBe(303);
    expect((await equipe.post(`${url}/modele`, { modele: ORIGINE, clauses: 'garder' })).location).toBe(`${url}#modele`);
  });

  test('une version publiée ensuite ne change pas celles qui existent ; son papier reste le même', async () => {
    const url = await conclure(version);
    const papier = async () => (await equipe.get(`${url}/convention.pdf`)).text;
    const before = await papier();
    const { modeleId } = (await inTerritoire(base.request, '66', (db) => versionsPubliees(db, '66'))).find(
      ({ id }) => id === version,
    ) ?? { modeleId: '' };
    const brouillon = `/modeles/${modeleId}/brouillon`;
    await equipe.post(`${brouillon}/nouveau`, { origine: version });
    await changer(equipe, `${brouillon}/entete`, { titre: 'Un autre titre', sousTitre: 'x' });
    const suivante = await publier(equipe, brouillon);
    expect(await papier()).toBe(before);
    expect(await modeleDe(url)).toMatchObject({ modeleVersionId: version });
    expect((await equipe.get('/conventions/nouvelle')).text).toContain(
      `<option value="${suivante.split('/').at(-1)}" selected`,
    );
    expect((await equipe.get('/conventions/nouvelle')).text).not.toContain(`<option value="${version}"`);
    // A form opened before keeps what it showed.
    expect(await modeleDe(await conclure(version))).toMatchObject({ modeleVersionId: version });
    const page = lu(await equipe.get(`/modeles/${modeleId}/versions/${version}`));
    expect(page).toMatch(/\d conventions/);
  });
});
