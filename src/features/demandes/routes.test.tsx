import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { useBase } from '../../../test/base.ts';
import { IBAN_ECRIT, NIR } from '../../../test/numeros.ts';
import { SIRETS, type SmallTerritoire, seedSmallTerritoire } from '../../../test/small-territoire.ts';
import { openSite, type Visitor } from '../../../test/visitor.ts';
import { inTerritoire } from '../../platform/db.ts';
import { uuidv7 } from '../../platform/ids.ts';
import { clauses2022 } from '../conventions/rules.ts';
import { createConvention, saveEvenements } from '../conventions/store.ts';
import { saveActe, saveVersion } from '../dossiers/store.ts';

const base = useBase();
let small: SmallTerritoire;
let site: ReturnType<typeof openSite>;
let equipe: Visitor;

beforeAll(async () => {
  small = await seedSmallTerritoire(base.owner);
  site = openSite(base.request);
  equipe = await site.signedIn(small.comptes.equipe);
});
beforeEach(async () => {
  await base.owner.deleteFrom('demande').execute();
  await base.owner.deleteFrom('courriel').execute();
});

const ADRESSE = '/accueillir-une-permanence';
const saisie = {
  nom: 'Maison des Essais',
  nature: 'association',
  commune: 'Céret',
  siret: '',
  contactNom: 'Violette Fictive',
  contactFonction: 'Coordinatrice',
  contactCourriel: 'Violette@Exemple.fr',
  contactTelephone: '04 00 00 00 09',
  lieu1Nom: 'Salle du haut',
  lieu1Adresse: '2 rue Haute',
  lieu1Criteres: ['recoit_public', 'internet'],
  message: 'Le jeudi nous irait.',
};

async function demandes() {
  return base.owner.selectFrom('demande').selectAll().orderBy('createdAt').execute();
}

/** Sends the public form, and returns the demande that it made. */
async function demander(fields: Record<string, string | readonly string[]> = {}) {
  const sent = await site.anonymous().post(ADRESSE, { ...saisie, ...fields });
  expect(sent.location).toBe(`${ADRESSE}/merci`);
  const [demande] = (await demandes()).slice(-1);
  if (demande === undefined) throw new Error('No demande was recorded');
  return demande;
}

async function fiche(id: string): Promise<string> {
  return (await equipe.get(`/demandes/${id}`)).text;
}

describe('tant que les deux dossiers ne sont pas signés', () => {
  const today = Temporal.Now.plainDateISO('Europe/Paris');
  const vraie = () => openSite(base.request, { demo: false }).anonymous();

  /** Signs both files, the homologation for so many months from `le`. */
  async function signer(le: Temporal.PlainDate): Promise<void> {
    const version = { etabliLe: le, revoirLe: le.add({ years: 3 }), auteur: 'Essai', fichier: 'essai.pdf' };
    await inTerritoire(base.request, '66', async (db) => {
      for (const genre of ['aipd', 'homologation'] as const) {
        const octets = Buffer.from(`%PDF-1.4 ${genre}`);
        const id = await saveVersion(db, '66', { genre, ...version, octets }, small.comptes.dpo);
        const acte =
          genre === 'aipd'
            ? ({ type: 'signature', le, texte: null } as const)
            : ({ type: 'decision', le, dureeMois: 12, fonction: 'Directrice générale' } as const);
        await saveActe(db, '66', { id, genre }, acte, small.comptes.dpo);
      }
    });
  }

  test('le formulaire est fermé, dit ce qui est attendu et à qui parler, et ne garde rien', async () => {
    await base.owner.updateTable('territoire').set({ courriel: 'inclusion@departement.invalid' }).execute();
    const closed = await vraie().get(ADRESSE);
    expect(closed.status).toBe(200);
    expect(closed.text).toContain('Pas de demande en ligne pour le moment');
    expect(closed.text).toContain('inclusion@departement.invalid');
    expect(closed.text).not.toContain('name="contactNom"');
    const sent = await vraie().post(ADRESSE, saisie);
    expect(sent.status).toBe(422);
    expect(sent.text).toContain('homologue la sécurité du site');
    expect(sent.text).not.toContain('Violette');
    expect(await demandes()).toEqual([]);
    expect(await base.owner.selectFrom('courriel').selectAll().execute()).toEqual([]);
  });

  test('les droits des personnes restent ouverts', async () => {
    const demande = { droit: 'acces', demandeur: 'autre', nom: 'Violette Fictive', courriel: '', telephone: '' };
    expect((await vraie().get('/exercer-mes-droits')).text).toContain('name="nom"');
    const sent = await vraie().post('/exercer-mes-droits', { ...demande, adresse: '2 rue Haute', message: '' });
    expect(sent.location).toMatch(/^\/exercer-mes-droits\/recu\//);
  });

  test('les deux signés, il s’ouvre ; l’homologation expirée, il se referme', async () => {
    await signer(today.subtract({ months: 13 }));
    expect((await vraie().post(ADRESSE, saisie)).status).toBe(422);
    await signer(today);
    expect((await vraie().get(ADRESSE)).text).toContain('name="contactNom"');
    expect((await vraie().post(ADRESSE, saisie)).location).toBe(`${ADRESSE}/merci`);
    expect(await demandes()).toHaveLength(1);
  });
});

describe('une structure demande une permanence', () => {
  test('ni IBAN ni numéro de sécurité sociale dans la demande ou ses notes : rien n’est gardé ni envoyé (art. 2)', async () => {
    const message = `Voici notre RIB : ${IBAN_ECRIT}`;
    const refused = await site.anonymous().post(ADRESSE, { ...saisie, message });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('N’écrivez pas d’IBAN ici : Escale n’en garde aucun.');
    expect(refused.text).toContain('Voici notre RIB : [IBAN retiré]');
    expect(refused.text).toContain('value="Maison des Essais"');
    expect(await demandes()).toEqual([]);
    expect(await base.owner.selectFrom('courriel').selectAll().execute()).toEqual([]);
    const { id } = await demander({ siret: SIRETS[3] });
    const note = await equipe.post(`/demandes/${id}/notes`, { texte: `M. Fictif, ${NIR}` });
    expect(note.status).toBe(422);
    expect(note.text).not.toContain(NIR);
    expect(await base.owner.selectFrom('demandeNote').selectAll().execute()).toEqual([]);
  });

  test('sans compte : la demande est gardée avec son lieu, et confirmée par courriel sans rien de ce qui est saisi', async () => {
    const demande = await demander();
    expect(demande).toMatchObject({
      nom: 'Maison des Essais',
      codeInsee: '66049',
      contactCourriel: 'violette@exemple.fr',
      structureId: null,
    });
    const lieux = await base.owner.selectFrom('demandeLieu').select(['nom', 'criteres']).execute();
    expect(lieux).toEqual([{ nom: 'Salle du haut', criteres: ['recoit_public', 'internet'] }]);
    const courriels = await base.owner.selectFrom('courriel').selectAll().orderBy('destinataire').execute();
    expect(courriels.map(({ destinataire, genre }) => [destinataire, genre])).toEqual([
      ['equipe@exemple.fr', 'demande'],
      ['violette@exemple.fr', 'demande'],
    ]);
    for (const { texte } of courriels) {
      expect(texte).toContain('Céret');
      expect(texte).not.toMatch(/Maison des Essais|Violette Fictive|Salle du haut|jeudi/);
    }
    expect((await site.anonymous().get(`${ADRESSE}/merci`)).text).toContain('Votre demande est envoyée');
  });

  test('la page dit ce qui est gardé, et la page d’accueil y mène', async () => {
    const page = await site.anonymous().get(ADRESSE);
    expect(page.text).toContain('data-donnee="demandes"');
    expect((await site.anonymous().get('/')).text).toContain(`href="${ADRESSE}"`);
  });

  test('un formulaire vide est refusé, toutes les erreurs à la fois', async () => {
    const refused = await site.anonymous().post(ADRESSE, { lieu2Adresse: '3 rue Basse' });
    expect(refused.status).toBe(422);
    for (const sentence of [
      'Indiquez le nom de la structure.',
      'Choisissez la nature de la structure.',
      'Indiquez la commune.',
      'Indiquez vos prénom et nom.',
      'Indiquez votre fonction.',
      'Indiquez l’adresse électronique.',
    ]) {
      expect(refused.text).toContain(sentence);
    }
    expect(refused.text).toContain('value="3 rue Basse"');
    expect(await demandes()).toEqual([]);
  });

  test.each([
    ['siret', '12345678901234', 'sa clé de contrôle est fausse'],
    ['commune', 'Atlantide', 'Aucune commune ne s’appelle « Atlantide »'],
    ['commune', 'Saint-Hippolyte', 'Plusieurs communes sont possibles'],
    ['nature', 'chateau', 'Choisissez la nature de la structure dans la liste.'],
    ['contactCourriel', 'violette', 'adresse électronique est incomplète'],
    ['contactTelephone', '12', 'comporte 10 chiffres'],
    ['message', 'a'.repeat(10_000), '10000 caractères, 2000 au plus'],
    ['nom', 'Maison\u202Eessaie', 'caractère invisible'],
    ['lieu1Criteres', 'piscine', 'dans la liste'],
    ['lieu1Nom', '', 'Indiquez comment s’appelle ce lieu'],
  ])('%s : ce qui ne va pas est refusé en français', async (field, value, sentence) => {
    const refused = await site.anonymous().post(ADRESSE, { ...saisie, [field]: value });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain(sentence);
    expect(await demandes()).toEqual([]);
  });

  test('une structure connue reçoit la même réponse qu’une inconnue', async () => {
    const inconnue = await site.anonymous().post(ADRESSE, saisie);
    const connue = await site.anonymous().post(ADRESSE, { ...saisie, nom: 'Mairie de Céret', siret: SIRETS[0] });
    expect([connue.status, connue.location]).toEqual([inconnue.status, inconnue.location]);
    expect(connue.headers.get('set-cookie')).toBe(inconnue.headers.get('set-cookie'));
  });

  test('un programme qui remplit tout croit avoir réussi, et rien n’est gardé', async () => {
    const sent = await site.anonymous().post(ADRESSE, { ...saisie, adresse_site: 'https://exemple.fr' });
    expect(sent.location).toBe(`${ADRESSE}/merci`);
    expect(await demandes()).toEqual([]);
  });

  test('dix demandes du jour ne font qu’un courriel par adresse ; renvoyer le même formulaire n’en fait qu’une', async () => {
    const once = { ...saisie, _cle: crypto.randomUUID() };
    await site.anonymous().post(ADRESSE, once);
    await site.anonymous().post(ADRESSE, once);
    expect(await demandes()).toHaveLength(1);
    await demander();
    expect(await demandes()).toHaveLength(2);
    expect(await base.owner.selectFrom('courriel').select('id').execute()).toHaveLength(2);
  });

  test('plus de dix envois d’une adresse en une heure attendent', async () => {
    const own = openSite(base.request, { proxies: 1 });
    const send = () => own.anonymous().post(ADRESSE, {}, { 'x-forwarded-for': '203.0.113.9' });
    for (let i = 0; i < 10; i += 1) expect((await send()).status).toBe(422);
    const late = await send();
    expect(late.status).toBe(429);
    expect(Number(late.headers.get('retry-after'))).toBeGreaterThan(60);
  });
});

describe('l’équipe technique suit les demandes', () => {
  test('le tableau les range par état, la liste se cherche et se filtre, le tableur neutralise les formules', async () => {
    await demander({ nom: '=cmd|calc', commune: 'Perpignan' });
    const { id } = await demander({ nom: '<script>alert(1)</script>' });
    await equipe.post(`/demandes/${id}/suivi`, { contacteeLe: Temporal.Now.plainDateISO('Europe/Paris').toString() });
    const board = (await equipe.get('/demandes')).text;
    expect(board).toContain('&lt;script&gt;');
    expect(board).not.toContain('<script>alert');
    expect(board).toMatch(/Contactées <span[^>]*>1</);
    expect((await equipe.get('/demandes/liste?etat=contactee')).text).toContain('1 résultat');
    expect((await equipe.get('/demandes/liste?q=perpignan')).text).toContain('1 résultat');
    expect((await equipe.get('/demandes/liste?etat=%00&nature=x&tri=y&page=-4')).status).toBe(200);
    expect((await equipe.get('/demandes.csv')).text).toContain(`'=cmd|calc;Association;`);
  });

  test('le suivi, ses refus, ses notes', async () => {
    const { id } = await demander();
    const refused = await equipe.post(`/demandes/${id}/suivi`, {
      contacteeLe: '2020-01-01',
      prochaineAction: 'Rappeler',
    });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('Le premier contact ne peut pas précéder la demande.');
    expect(refused.text).toContain('Indiquez pour quel jour');
    expect(refused.text).toContain('value="Rappeler"');
    await equipe.post(`/demandes/${id}/suivi`, { prochaineAction: 'Rappeler', prochaineActionLe: '2026-01-02' });
    expect(await fiche(id)).toContain('La prochaine action était prévue');
    expect((await equipe.get('/demandes')).text).toContain('02/01/2026 : Rappeler');

    expect((await equipe.post(`/demandes/${id}/notes`, { texte: '' })).text).toContain('Indiquez la note.');
    await equipe.post(`/demandes/${id}/notes`, { texte: 'Appelée.\nElle rappelle <lundi>.' });
    const text = await fiche(id);
    expect(text).toContain('Elle rappelle &lt;lundi&gt;.');
    expect(text).toContain('Compte equipe');
  });

  test('sans suite demande une raison, quitte le tableau, et se reprend', async () => {
    const { id } = await demander();
    expect((await equipe.post(`/demandes/${id}/sans-suite`, {})).text).toContain('Choisissez la raison.');
    await equipe.post(`/demandes/${id}/sans-suite`, { sansSuiteMotif: 'locaux', sansSuitePrecision: 'escalier' });
    expect((await equipe.get('/demandes')).text).toContain('Une demande sans suite');
    expect(await fiche(id)).toContain('Les locaux ne conviennent pas : escalier');
    await equipe.post(`/demandes/${id}/reprendre`);
    expect((await equipe.get('/demandes')).text).toMatch(/Nouvelles <span[^>]*>1</);
    await equipe.post(`/demandes/${id}/notes`, { texte: 'Appelée.' });
    expect((await equipe.get(`/demandes/${id}/effacer`)).text).toContain('disparaissent, sans retour');
    expect((await equipe.post(`/demandes/${id}/effacer`)).location).toBe('/demandes');
    expect((await equipe.get(`/demandes/${id}`)).status).toBe(404);
    expect(await base.owner.selectFrom('demandeNote').select('id').execute()).toEqual([]);
  });

  test('devient une structure : préremplie, les ressemblantes montrées, le SIRET déjà connu refusé', async () => {
    const { id } = await demander({ nom: 'Médiathèque de Céret', siret: '999 999 999 00017' });
    const page = (await equipe.get(`/demandes/${id}/structure`)).text;
    expect(page).toContain('value="Médiathèque de Céret"');
    expect(page).toContain('value="Céret (66049)"');
    expect(page).toContain('elle porte ce numéro SIRET');
    const structure = {
      nom: 'Médiathèque de Céret',
      nature: 'mediatheque',
      siret: SIRETS[1],
      adresse: '3 rue Neuve',
      codePostal: '66400',
      commune: 'Céret',
      representantNom: 'Zoé Fictive',
      representantFonction: 'Maire',
    };
    const refused = await equipe.post(`/demandes/${id}/structure`, structure);
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('déjà celui de la structure « Médiathèque des Essais »');

    const saved = await equipe.post(`/demandes/${id}/structure`, { ...structure, siret: '99999999900041' });
    expect(saved.location).toBe(`/demandes/${id}#pieces`);
    const text = await fiche(id);
    expect(text).toContain('Aucun référent n’a de compte');
    expect(text).toContain('Aucun lieu n’est déclaré');
    expect(text).toContain('La convention n’est pas encore ouverte');
    await base.owner.deleteFrom('demande').execute();
    await base.owner.deleteFrom('structure').where('siret', '=', '99999999900041').execute();
  });

  test('se relie à une structure du registre, jamais à celle d’un autre territoire', async () => {
    const { id } = await demander();
    for (const structureId of ['', 'x', small.structureVoisine]) {
      const refused = await equipe.post(`/demandes/${id}/relier`, { structureId });
      expect(refused.status).toBe(422);
      expect(refused.text).toContain('Choisissez la structure dans la liste.');
    }
    const done = await equipe.post(`/demandes/${id}/relier`, { structureId: small.autreStructure });
    expect(done.location).toBe(`/demandes/${id}#pieces`);
  });

  test('le référent invité reçoit un courriel, et son compte n’ouvre rien sans second facteur', async () => {
    const { id } = await demander();
    expect((await equipe.get(`/demandes/${id}/referent`)).location).toBe(`/demandes/${id}/structure`);
    await equipe.post(`/demandes/${id}/relier`, { structureId: small.autreStructure });
    const page = (await equipe.get(`/demandes/${id}/referent`)).text;
    expect(page).toContain('value="violette@exemple.fr"');
    expect((await equipe.post(`/demandes/${id}/referent`, { nom: 'X' })).status).toBe(422);
    await base.owner.deleteFrom('courriel').execute();

    const card = { nom: 'Violette Fictive', fonction: 'Coordinatrice', courriel: 'violette@exemple.fr' };
    expect((await equipe.post(`/demandes/${id}/referent`, card)).location).toBe(`/demandes/${id}#pieces`);
    const [courriel] = await base.owner.selectFrom('courriel').selectAll().execute();
    expect(courriel).toMatchObject({ genre: 'compte', destinataire: 'violette@exemple.fr' });
    expect(courriel?.texte).toContain('choisissez un second facteur');
    expect(await fiche(id)).not.toContain('Aucun référent');

    const compte = await base.owner
      .selectFrom('compte')
      .select(['id', 'role', 'structureId'])
      .where('courriel', '=', 'violette@exemple.fr')
      .executeTakeFirstOrThrow();
    expect(compte).toMatchObject({ role: 'referent', structureId: small.autreStructure });
    const half = await site.signedIn(compte.id, { niveau: 'lien' });
    expect((await half.get('/ma-structure')).location).toMatch(/^\/connexion\/code/);

    expect((await equipe.post(`/demandes/${id}/referent`, card)).text).toContain('Cette adresse est déjà celle de');
  });

  test('les liens vers le lieu et la convention ramènent à la demande', async () => {
    const { id } = await demander();
    await equipe.post(`/demandes/${id}/relier`, { structureId: small.autreStructure });
    const lien = /href="(\/lieux\/nouveau[^"]+)"/.exec(await fiche(id))?.[1]?.replaceAll('&amp;', '&') ?? '';
    const form = (await equipe.get(lien)).text;
    expect(form).toContain('value="Salle du haut"');
    expect(form).toContain(`action="/lieux/nouveau?demande=${id}"`);
    const lieu = { nom: 'Salle du haut', adresse: '2 rue Haute', codePostal: '66400', commune: 'Céret' };
    const made = await equipe.post(`/lieux/nouveau?demande=${id}`, { ...lieu, structureId: small.autreStructure });
    expect(made.location).toBe(`/demandes/${id}`);
    expect(await fiche(id)).toContain('Lieu à visiter : Salle du haut');

    const elsewhere = await equipe.post('/lieux/nouveau?demande=//exemple.fr', {
      ...lieu,
      structureId: small.autreStructure,
    });
    expect(elsewhere.location).toMatch(/^\/lieux\/[0-9a-f-]{36}\/fiche$/);
    const convention = (await equipe.get(`/conventions/nouvelle?structure=${small.autreStructure}&demande=${id}`)).text;
    expect(convention).toContain(`action="/conventions/nouvelle?demande=${id}"`);
  });

  test('une convention signée met la demande en vigueur, sans que personne ne l’écrive', async () => {
    const { id } = await demander();
    await equipe.post(`/demandes/${id}/relier`, { structureId: small.structure });
    const today = Temporal.Now.plainDateISO('Europe/Paris');
    await inTerritoire(base.request, '66', async (db) => {
      const created = await createConvention(
        db,
        '66',
        {
          structureId: small.structure,
          reference: 'CNV-D',
          modele: 'convention-2022',
          clauses: { ...clauses2022, finAuPlusTard: null },
          pointAccueil: null,
          note: null,
        },
        small.comptes.equipe,
      );
      if (!('value' in created)) throw new Error('refused');
      const signer = { signataire: 'Zoé Fictive', qualite: 'Maire' };
      await saveEvenements(
        db,
        '66',
        created.value,
        [
          { id: uuidv7(), type: 'deliberation', partie: 'departement', numero: '1', date: today },
          { id: uuidv7(), type: 'deliberation', partie: 'beneficiaire', numero: '2', date: today },
          { id: uuidv7(), type: 'signature', partie: 'departement', date: today, ...signer },
          { id: uuidv7(), type: 'signature', partie: 'beneficiaire', date: today, ...signer },
        ],
        null,
      );
    });
    const text = await fiche(id);
    expect(text).toContain('En vigueur');
    expect(text).toContain('Attestation d’assurance du Bénéficiaire');
    expect((await equipe.get('/demandes/liste?etat=en_vigueur')).text).toContain('1 résultat');
  });

  test('ni un autre rôle, ni un autre territoire', async () => {
    const { id } = await demander();
    for (const role of ['agent', 'referent', 'direction', 'dpo', 'administrateur'] as const) {
      const other = await site.signedIn(small.comptes[role]);
      expect((await other.get('/demandes')).status, role).toBe(403);
      expect((await other.post(`/demandes/${id}/notes`, { texte: 'x' })).status, role).toBe(403);
    }
    const voisin = await site.signedIn(small.comptes.voisin, { territoireId: '00', host: 'voisin.localhost' });
    expect((await voisin.get(`/demandes/${id}`)).status).toBe(404);
    expect((await voisin.get('/demandes')).text).toContain('Aucune demande pour l’instant');
  });

  test('la base tient ce que le code promet', async () => {
    const { id } = await demander();
    await expect(sql`update demande set sans_suite_le = now() where id = ${id}`.execute(base.owner)).rejects.toThrow(
      /demande_sans_suite_motivee/,
    );
    await expect(sql`update demande set prochaine_action = 'x' where id = ${id}`.execute(base.owner)).rejects.toThrow(
      /demande_action_datee/,
    );
  });
});
