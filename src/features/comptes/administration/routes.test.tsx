import { beforeEach, describe, expect, test } from 'vitest';
import { useBase } from '../../../../test/base.ts';
import { type SmallTerritoire, seedSmallTerritoire } from '../../../../test/small-territoire.ts';
import { openSite, type Visitor } from '../../../../test/visitor.ts';
import { entretenir } from '../../../entretien.ts';
import { inTerritoire } from '../../../platform/db.ts';
import { uuidv7 } from '../../../platform/ids.ts';
import { fermerComptesEchus } from './store.ts';

const base = useBase();
const now = Temporal.Instant.from('2026-11-24T09:00:00Z');
let ids: SmallTerritoire;
let site: ReturnType<typeof openSite>;
/** Two administrateurs besides the first one: three in all. */
let deuxieme: string;
let troisieme: string;
let admin: Visitor;

beforeEach(async () => {
  if (ids === undefined) {
    ids = await seedSmallTerritoire(base.owner);
    site = openSite(base.request, { clock: () => now });
    [deuxieme, troisieme] = [await opened('deux', 'administrateur'), await opened('trois', 'administrateur')];
    for (const name of ['administrateur', 'deux', 'trois']) await addSecondFactor(`${name}@exemple.fr`);
  }
  await base.owner.updateTable('compte').set({ fermeLe: null }).execute();
  await base.owner.deleteFrom('courriel').execute();
  admin = await site.signedIn(ids.comptes.administrateur, { confirme: true });
});

async function opened(name: string, role: string): Promise<string> {
  const id = uuidv7();
  const courriel = `${name}@exemple.fr`;
  await base.owner
    .insertInto('compte')
    .values({ territoireId: '66', id, courriel, nom: `Compte ${name}`, role })
    .execute();
  return id;
}

async function addSecondFactor(courriel: string): Promise<void> {
  const mailbox = { territoireId: '66', courriel };
  await base.owner
    .insertInto('identifiant')
    .values(mailbox)
    .onConflict((c) => c.doNothing())
    .execute();
  await base.owner
    .insertInto('facteur')
    .values({
      ...mailbox,
      id: uuidv7(),
      genre: 'application',
      nom: 'Téléphone',
      secret: Buffer.alloc(20),
      prouveAt: now,
    })
    .execute();
}

const isClosed = async (id: string) =>
  (await base.owner.selectFrom('compte').select('fermeLe').where('id', '=', id).executeTakeFirstOrThrow()).fermeLe !==
  null;
const mails = () => base.owner.selectFrom('courriel').select(['destinataire', 'sujet', 'texte']).execute();
const path = (id: string) => `/administration/comptes/${id}`;

describe('liste des comptes', () => {
  test('elle se cherche, se filtre et s’exporte, sans rien du territoire voisin', async () => {
    const { text } = await admin.get('/administration/comptes');
    expect(text).toContain('Compte direction');
    expect(text).toContain('Référent de structure (Mairie de Céret)');
    expect(text).not.toContain('Compte voisin');
    const filtered = await admin.get('/administration/comptes?role=dpo');
    expect(filtered.text).toContain('1 résultat');
    expect((await admin.get('/administration/comptes?etat=ferme')).text).not.toContain('Compte dpo');
    const csv = await admin.get('/administration/comptes.csv?q=direction');
    expect(csv.text).toContain('Compte direction;direction@exemple.fr;Direction et élus;;Invité, jamais venu;;0');
  });

  test('un filtre inconnu est oublié', async () => {
    expect((await admin.get('/administration/comptes?role=__proto__&etat=constructor')).text).toContain('Compte dpo');
  });

  test('avec un seul administrateur, une alerte demande d’en inviter un second', async () => {
    expect((await admin.get('/administration')).text).not.toContain('Un seul administrateur');
    await base.owner.updateTable('compte').set({ fermeLe: now }).where('id', 'in', [deuxieme, troisieme]).execute();
    for (const page of ['/administration', '/administration/comptes']) {
      expect((await admin.get(page)).text).toContain('Un seul administrateur');
    }
  });
});

describe('inviter', () => {
  const saisie = { nom: 'Inès Salicorne', courriel: 'Ines.Salicorne@exemple.fr', role: 'direction' };

  test('le compte est ouvert, et un courriel dit où aller et que faire', async () => {
    const sent = await admin.post('/administration/comptes/inviter', saisie);
    const { text } = await admin.get(sent.location ?? '');
    expect(text).toContain('Invité, jamais venu');
    const [mail] = await mails();
    expect(mail).toMatchObject({ destinataire: 'ines.salicorne@exemple.fr', sujet: 'Votre compte Escale est ouvert' });
    expect(mail?.texte).toContain('http://localhost/connexion');
    expect(mail?.texte).not.toContain('jeton');
    const again = await admin.post('/administration/comptes/inviter', saisie);
    expect(again.status).toBe(422);
    expect(again.text).toContain('a déjà un compte ouvert dans ce rôle');
    expect((await admin.post(`${sent.location}/relancer`)).status).toBe(303);
    expect(await mails()).toHaveLength(2);
  });

  test('ni un agent, ni un référent, ni un rôle inventé ne s’invitent ici', async () => {
    for (const role of ['agent', 'referent', 'roi', '']) {
      expect((await admin.post('/administration/comptes/inviter', { ...saisie, role })).status, role).toBe(422);
    }
    expect(await mails()).toHaveLength(0);
  });

  test('le code est redemandé', async () => {
    const tiede = await site.signedIn(ids.comptes.administrateur);
    expect((await tiede.post('/administration/comptes/inviter', saisie)).location).toMatch(/^\/confirmer/);
    expect((await tiede.post(`${path(ids.comptes.dpo)}/fermer`)).location).toMatch(/^\/confirmer/);
    expect(await isClosed(ids.comptes.dpo)).toBe(false);
  });
});

describe('fermer et rouvrir', () => {
  test('un compte fermé perd aussitôt ses connexions ; rouvert, il est invité de nouveau', async () => {
    const dpo = await site.signedIn(ids.comptes.dpo);
    expect((await dpo.get('/mon-compte')).status).toBe(200);
    expect((await admin.get(`${path(ids.comptes.dpo)}/fermer`)).text).toContain('Ce qui prend fin aussitôt');
    expect((await admin.post(`${path(ids.comptes.dpo)}/fermer`)).status).toBe(303);
    expect(await isClosed(ids.comptes.dpo)).toBe(true);
    expect((await dpo.get('/mon-compte')).location).toMatch(/^\/connexion/);
    expect((await admin.post(`${path(ids.comptes.dpo)}/fermer`)).text).toContain('déjà fermé');
    expect((await admin.post(`${path(ids.comptes.dpo)}/rouvrir`)).status).toBe(303);
    expect(await isClosed(ids.comptes.dpo)).toBe(false);
    expect((await mails())[0]?.destinataire).toBe('dpo@exemple.fr');
  });

  test('le compte d’un agent se ferme ici, mais ne se rouvre que depuis sa fiche', async () => {
    expect((await admin.post(`${path(ids.comptes.agent)}/fermer`)).status).toBe(303);
    expect((await admin.post(`${path(ids.comptes.agent)}/rouvrir`)).status).toBe(422);
    expect((await admin.get(path(ids.comptes.agent))).text).toContain('depuis la fiche de l’agent');
    expect(await isClosed(ids.comptes.agent)).toBe(true);
  });

  test('l’avant-dernier administrateur ne se ferme pas, ni soi-même', async () => {
    const soi = await admin.post(`${path(ids.comptes.administrateur)}/fermer`);
    expect(soi.status).toBe(422);
    expect(soi.text).toContain('votre propre compte');
    expect((await admin.post(`${path(deuxieme)}/fermer`)).status).toBe(303);
    const refused = await admin.post(`${path(troisieme)}/fermer`);
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('il en faut au moins deux');
    expect(await isClosed(troisieme)).toBe(false);
  });

  test('une invitation sans réponse ne compte pas : il en reste deux qui soient déjà venus', async () => {
    const jamaisVenu = await opened('quatre', 'administrateur');
    expect((await admin.post(`${path(deuxieme)}/fermer`)).status).toBe(303);
    expect((await admin.post(`${path(troisieme)}/fermer`)).text).toContain('qui soient déjà venus');
    expect(await isClosed(troisieme)).toBe(false);
    expect((await admin.post(`${path(jamaisVenu)}/fermer`)).status).toBe(303);
    await base.owner.deleteFrom('compte').where('id', '=', jamaisVenu).execute();
  });

  test('qui doit redonner son code revient où était son bouton', async () => {
    const tiede = await site.signedIn(ids.comptes.administrateur);
    const page = path(ids.comptes.dpo);
    expect((await tiede.post(`${page}/rouvrir`)).location).toBe(`/confirmer?suite=${encodeURIComponent(page)}`);
    expect((await tiede.get('/administration/comptes/inviter')).location).toMatch(/^\/confirmer/);
  });

  test('deux fermetures au même instant n’en laissent jamais moins de deux', async () => {
    const autres = await Promise.all([deuxieme, troisieme].map((id) => site.signedIn(id, { confirme: true })));
    await Promise.all(autres.map((one, index) => one.post(`${path(index === 0 ? troisieme : deuxieme)}/fermer`)));
    const closed = await Promise.all([deuxieme, troisieme].map(isClosed));
    expect(closed.filter(Boolean)).toHaveLength(1);
  });
});

describe('téléphone perdu', () => {
  const saisie = { motif: 'perdu', identite: 'oui' };
  const facteurs = async () =>
    (await base.owner.selectFrom('facteur').select('id').where('courriel', '=', 'equipe@exemple.fr').execute()).length;

  test('les seconds facteurs partent, la personne et les autres administrateurs l’apprennent', async () => {
    await addSecondFactor('equipe@exemple.fr');
    const equipe = await site.signedIn(ids.comptes.equipe);
    const sent = await admin.post(`${path(ids.comptes.equipe)}/telephone-perdu`, saisie);
    expect(sent.status).toBe(303);
    expect(await facteurs()).toBe(0);
    expect((await equipe.get('/structures')).location).toMatch(/^\/connexion/);
    const told = (await mails()).map(({ destinataire }) => destinataire).sort();
    expect(told).toEqual(['deux@exemple.fr', 'equipe@exemple.fr', 'trois@exemple.fr']);
    const entries = await base.owner.selectFrom('journalEntree').select(['acte', 'objetId']).execute();
    expect(entries).toContainEqual({ acte: 'retirer les seconds facteurs d’un compte', objetId: ids.comptes.equipe });
  });

  test('sans identité vérifiée ni motif, rien ne part ; jamais pour soi-même', async () => {
    await addSecondFactor('equipe@exemple.fr');
    const refused = await admin.post(`${path(ids.comptes.equipe)}/telephone-perdu`, {});
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('2 réponses sont à corriger');
    const soi = await admin.post(`${path(ids.comptes.administrateur)}/telephone-perdu`, saisie);
    expect(soi.status).toBe(422);
    expect(await facteurs()).toBe(1);
    expect(await mails()).toHaveLength(0);
  });
});

test('déconnecter partout ferme les connexions, pas le compte', async () => {
  const direction = await site.signedIn(ids.comptes.direction);
  expect((await admin.post(`${path(ids.comptes.direction)}/deconnecter`)).status).toBe(303);
  expect((await direction.get('/mon-compte')).location).toMatch(/^\/connexion/);
  expect(await isClosed(ids.comptes.direction)).toBe(false);
});

test('le compte d’un agent se ferme le lendemain de la fin de son contrat, une seule fois', async () => {
  const close = (day: string) =>
    inTerritoire(base.request, '66', (db) => fermerComptesEchus(db, '66', Temporal.PlainDate.from(day), now));
  expect(await close('2027-08-31')).toBe(0);
  expect(await close('2027-09-01')).toBe(2);
  expect(await close('2027-09-01')).toBe(0);
  expect(await isClosed(ids.comptes.agent)).toBe(true);
  await base.owner.updateTable('compte').set({ fermeLe: null }).execute();
  await entretenir(
    base.request,
    { id: '66', codeDepartement: '66', dureesConservation: {} },
    Temporal.Instant.from('2027-08-31T22:00:01Z'),
  );
  expect(await isClosed(ids.comptes.agent)).toBe(true);
  expect(await isClosed(ids.comptes.equipe)).toBe(false);
  const acte = { acteur: null, objetType: 'compte', objetId: ids.comptes.agent };
  const entries = base.owner.selectFrom('journalEntree').select(['acteur', 'objetType', 'objetId']);
  expect(await entries.where('acte', '=', 'fermer un compte, contrat échu').execute()).toContainEqual(acte);
});

test('la liste des territoires se lit et ne s’écrit pas', async () => {
  const { text } = await admin.get('/administration/territoires');
  expect(text).toContain('Département des Essais (ici)');
  expect(text).toContain('voisin.localhost');
  expect(text).not.toContain('method="post" action="/administration');
});
