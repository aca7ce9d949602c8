import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demo, voisin } from '../../../../db/demo/ids.ts';
import { useBase } from '../../../../test/base.ts';
import { testCles } from '../../../../test/cles-partagees.ts';
import { testCoffre } from '../../../../test/coffre.ts';
import { expectFrenchOrData } from '../../../../test/hostile-form.ts';
import { AIDE_LOGEMENT, type MandatPose, PERSONNE, poserMandat, RELEVE_CARRIERE } from '../../../../test/mandats.ts';
import { type Answer, openSite, type Visitor } from '../../../../test/visitor.ts';
import { inTerritoire } from '../../../platform/db.ts';
import { closePdf } from '../../../platform/pdf/render.ts';
import { allTerritoires } from '../../territoires/store.ts';
import { rappelerMandats } from '../rappels/rappels.ts';
import { ESSAIS_MAX } from '../rules.ts';
import { findMandat } from '../store.ts';
import { codesForm, demandeForm } from './forms.ts';
import { demanderLienRetrait, envoyerLienRetrait } from './lien.ts';
import { creerLien } from './store.ts';

const base = useBase({ demo: true });
const SECRETS = /Colette|Exemplaire|logement|CAF \(|CARSAT|carrière/i;

let site: ReturnType<typeof openSite>;
let agent: Visitor;
let equipe: Visitor;
let passant: Visitor;

beforeAll(async () => {
  site = openSite(base.request);
  agent = await site.signedIn(demo.comptes.agent);
  equipe = await site.signedIn(demo.comptes.equipe);
  passant = site.anonymous();
});
afterAll(closePdf);

const poser = (options: Parameters<typeof poserMandat>[2] = {}) => poserMandat(base, testCles, options);
const relire = (id: string) => inTerritoire(base.request, '66', (db) => findMandat(db, '66', id));
const finis = async (id: string) => (await relire(id))?.demarches.map(({ fin }) => fin && `${fin.cause} ${fin.canal}`);
const lienDe = (id: string, hours = 24) =>
  inTerritoire(base.request, '66', (db) =>
    creerLien(db, '66', id, { origine: 'copie', expireAt: Temporal.Now.instant().add({ hours }) }),
  );
const cookieOf = (answer: Answer): Record<string, string> => ({
  cookie: (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '',
});

/** A page without what is drawn anew for each: keys and nonces. */
const same = ({ text }: Answer): string => text.replaceAll(/[0-9a-f-]{36}|nonce="[^"]*"/g, '');

describe('avec les deux codes, au téléphone ou au guichet', () => {
  const codes = ({ code, codeRetrait }: MandatPose) => ({ ou: 'telephone', code, codeRetrait });

  test('l’équipe technique retire par numéro, sans rien lire de ce qui est scellé', async () => {
    const pose = await poser();
    const given = { ...codes(pose), code: pose.code.toLowerCase().replaceAll('-', ' '), codeRetrait: '48 21 77 30' };
    const proved = await equipe.post('/retraits/nouveau', given);
    expect(proved.location).toMatch(/^\/retraits\/choix\?preuve=/);
    const path = proved.location ?? '';
    const choose = await equipe.get(path);
    expect(choose.text).toContain('Démarche n° 1');
    expect(choose.text).toContain('Demande de données n° 2');
    const confirm = await equipe.get(`${path}&choisir=oui&rang=2`);
    expect(confirm.text).toContain('Retirer, sans retour');
    expect((await equipe.get(`${path}&choisir=oui`)).status).toBe(422);
    const preuve = new URL(path, 'http://localhost').searchParams.get('preuve') ?? '';
    expect(await finis(pose.id)).toEqual([null, null]);
    const done = await equipe.post('/retraits/choix', { preuve, rang: '2' });
    const receipt = await equipe.get(done.location ?? '');
    expect(receipt.text).toContain('Le retrait est enregistré');
    expect(await finis(pose.id)).toEqual([null, 'retrait telephone']);
    for (const { text } of [choose, confirm, receipt]) expect(text).not.toMatch(SECRETS);
    // Again: it is over already.
    expect((await equipe.post('/retraits/choix', { preuve, rang: '2' })).status).toBe(422);
    const whole = await equipe.get(`${path}&tout=oui`);
    expect(whole.text).toContain('value="1"');
  });

  test('un agent qui n’est pas nommé retire devant la personne ; sa preuve ne sert qu’à lui, un quart d’heure', async () => {
    const pose = await poser({ agentId: demo.agents.autre });
    expect((await agent.get(`/mandats/${pose.id}`)).status).toBe(404);
    const path = (await agent.post('/retraits/nouveau', { ...codes(pose), ou: 'guichet' })).location ?? '';
    const preuve = new URL(path, 'http://localhost').searchParams.get('preuve') ?? '';
    expect((await equipe.get(path)).location).toBe('/retraits/nouveau');
    expect((await equipe.post('/retraits/choix', { preuve, rang: '1' })).location).toBe('/retraits/nouveau');
    const later = openSite(base.request, { clock: () => Temporal.Now.instant().add({ minutes: 16 }) });
    expect((await (await later.signedIn(demo.comptes.agent)).get(path)).location).toBe('/retraits/nouveau');
    for (const forged of ['', 'x', preuve.slice(0, -2), `${preuve.slice(0, -4)}AAAA`, 'y'.repeat(5000)]) {
      expect((await agent.post('/retraits/choix', { preuve: forged, rang: '1' })).location).toBe('/retraits/nouveau');
    }
    expect(await finis(pose.id)).toEqual([null, null]);
    await agent.post('/retraits/choix', { preuve, rang: ['1', '2'] });
    expect(await finis(pose.id)).toEqual(['retrait guichet', 'retrait guichet']);
    expect((await agent.get(path)).text).toContain('Plus rien n’est en cours');
  });

  test('des codes faux, un mandat qui n’existe pas, un mandat bloqué : la même réponse, qui dit quoi faire', async () => {
    const pose = await poser();
    const wrong = { ...codes(pose), codeRetrait: '0000-0000' };
    const answers = [await agent.post('/retraits/nouveau', wrong)];
    answers.push(await agent.post('/retraits/nouveau', { ...codes(pose), code: '0000-0000-0000' }));
    for (let essai = 1; essai < ESSAIS_MAX; essai += 1) await agent.post('/retraits/nouveau', wrong);
    answers.push(await agent.post('/retraits/nouveau', codes(pose)));
    for (const { status, location } of answers) {
      expect(status).toBe(303);
      expect(location).toBe('/retraits/nouveau?refus=faux');
    }
    const { text } = await agent.get('/retraits/nouveau?refus=faux');
    expect(text).toContain('Ces deux codes n’ouvrent aucun mandat');
    expect(text).toContain('Après 5 essais faux');
    const { echecsRetrait } = await base.owner
      .selectFrom('mandat')
      .select('echecsRetrait')
      .where('id', '=', pose.id)
      .executeTakeFirstOrThrow();
    expect(echecsRetrait).toBe(ESSAIS_MAX);
    // The mandataire, before the person, withdraws it all the same.
    expect((await agent.post(`/mandats/${pose.id}/retirer`, { rang: ['1', '2'] })).status).toBe(303);
  });

  test('des codes mal écrits sont refusés en place, tous deux, sans être comptés', async () => {
    const refused = await agent.post('/retraits/nouveau', { ou: 'telephone', code: 'abc', codeRetrait: '12' });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('Le code du mandat comporte 12 chiffres et lettres');
    expect(refused.text).toContain('Le code de retrait comporte 8 chiffres');
    expect((await agent.post('/retraits/nouveau', {})).text).toContain('Choisissez où est la personne.');
    for (const role of ['referent', 'direction', 'dpo', 'administrateur'] as const) {
      expect((await (await site.signedIn(demo.comptes[role])).get('/retraits/nouveau')).status).toBe(403);
    }
    for (const form of [codesForm, demandeForm]) expectFrenchOrData(form);
  });
});

describe('par lettre au Département', () => {
  test('l’équipe technique l’enregistre par le code du mandat, en tout ou par numéro, sans rien lire, et le mandataire l’apprend', async () => {
    const pose = await poser();
    await base.owner.deleteFrom('courriel').where('genre', '=', 'mandat').execute();
    expect((await equipe.get(`/mandats/${pose.id}/lettre`)).location).toMatch(/^\/confirmer/);
    const sure = await site.signedIn(demo.comptes.equipe, { confirme: true });
    const found = await sure.post('/mandats/suivi/recherche', { code: pose.code });
    const door = await sure.get(found.location ?? '');
    expect(door.text).toContain(`href="/mandats/${pose.id}/lettre"`);
    const path = `/mandats/${pose.id}/lettre`;
    const choose = await sure.get(path);
    expect(choose.text).toContain('Démarche n° 1');
    expect((await sure.get(`${path}?choisir=oui`)).status).toBe(422);
    const confirm = await sure.get(`${path}?choisir=oui&rang=1`);
    expect(confirm.text).toContain('Retirer, sans retour');
    expect(await finis(pose.id)).toEqual([null, null]);
    const done = await sure.post(path, { rang: '1' });
    expect(await finis(pose.id)).toEqual(['retrait courrier', null]);
    const receipt = await sure.get(done.location ?? '');
    expect(receipt.text).toContain('Imprimer pour la personne');
    expect((await sure.post(path, { rang: '1' })).status).toBe(422);
    await sure.post(path, { rang: '2' });
    expect(await finis(pose.id)).toEqual(['retrait courrier', 'retrait courrier']);
    expect((await sure.get(path)).text).toContain('Plus rien n’est en cours');
    for (const { text } of [choose, confirm, receipt]) expect(text).not.toMatch(SECRETS);
    const mails = await base.owner.selectFrom('courriel').selectAll().where('genre', '=', 'mandat').execute();
    expect(mails.map(({ sujet }) => sujet)).toEqual(Array(2).fill('Un mandat est retiré, en tout ou en partie'));
    expect(JSON.stringify(mails)).not.toMatch(SECRETS);
    const acts = await base.owner.selectFrom('journalEntree').select('acte').where('objetId', '=', pose.id).execute();
    expect(acts.filter(({ acte }) => acte === 'retirer un mandat par lettre')).toHaveLength(2);
    expect((await agent.get(`/mandats/${pose.id}`)).text).toContain('Par lettre.');
    for (const role of ['agent', 'dpo', 'direction', 'referent'] as const) {
      const other = await site.signedIn(demo.comptes[role], { confirme: true });
      expect((await other.post(path, { rang: '1' })).status).toBe(403);
    }
  });
});

describe('par le lien de la personne, sans compte', () => {
  test('scénario 9 : une démarche, puis tout ; chaque lien sert une fois, et le reçu en donne un pour le reste', async () => {
    const { id } = await poser({ suppleantId: demo.agents.autre });
    await base.owner.deleteFrom('courriel').where('genre', '=', 'mandat').execute();
    const lien = await lienDe(id);
    const first = await passant.get(`/retrait/${lien}`);
    expect(first.status).toBe(200);
    expect(first.text).toContain(AIDE_LOGEMENT.objet);
    expect(first.text).toContain(AIDE_LOGEMENT.operateur);
    expect((await passant.get(`/retrait/${lien}?choisir=oui`)).status).toBe(422);
    const confirm = await passant.get(`/retrait/${lien}?choisir=oui&rang=1`);
    expect(confirm.text).toContain('Vous allez retirer');
    expect(await finis(id)).toEqual([null, null]);

    const done = await passant.post('/retrait', { lien, rang: '1' });
    expect(done.location).toBe('/retrait/recu');
    expect(await finis(id)).toEqual(['retrait lien', null]);
    const cookie = cookieOf(done);
    expect(done.headers.get('set-cookie')).toContain('HttpOnly');
    const receipt = await passant.get('/retrait/recu', cookie);
    expect(receipt.text).toContain(AIDE_LOGEMENT.operateur);
    expect((await passant.get('/retrait/recu.pdf', cookie)).headers.get('content-type')).toBe('application/pdf');
    const next = /\/retrait\/([0-9a-f-]{36})/.exec(receipt.text)?.[1] ?? '';
    expect(next).not.toBe(lien);

    expect((await passant.get(`/retrait/${lien}`)).status).toBe(404);
    expect((await passant.post('/retrait', { lien, rang: '2' })).status).toBe(404);
    expect(await finis(id)).toEqual(['retrait lien', null]);
    const rest = await passant.get(`/retrait/${next}?tout=oui`);
    expect(rest.text).toContain(RELEVE_CARRIERE.objet);
    expect(rest.text).not.toContain(AIDE_LOGEMENT.objet);
    expect((await passant.post('/retrait', { lien: next, rang: '2' })).location).toBe('/retrait/recu');
    expect(await finis(id)).toEqual(['retrait lien', 'retrait lien']);

    const told = await base.owner.selectFrom('courriel').selectAll().where('genre', '=', 'mandat').execute();
    expect(told).toHaveLength(4);
    for (const { sujet, texte } of told) expect(`${sujet} ${texte}`).not.toMatch(SECRETS);
    // Neither link, nor anything said, is where somebody else reads.
    const kept = JSON.stringify([
      await base.owner.selectFrom('envoi').selectAll().execute(),
      await base.owner.selectFrom('journalEntree').selectAll().execute(),
      told,
    ]);
    for (const secret of [lien, next]) expect(kept).not.toContain(secret);
    expect(kept).not.toMatch(SECRETS);
    const acts = await base.owner
      .selectFrom('journalEntree')
      .select(['acte', 'acteur'])
      .where('objetId', '=', id)
      .where('acte', '=', 'retirer un mandat par le lien')
      .execute();
    expect(acts).toEqual([
      { acte: 'retirer un mandat par le lien', acteur: null },
      { acte: 'retirer un mandat par le lien', acteur: null },
    ]);
  });

  test('servi, expiré, inventé ou d’un mandat fini : la même page, le même code', async () => {
    const [used, over] = [await poser(), await poser()];
    const servi = await lienDe(used.id);
    await passant.post('/retrait', { lien: servi, rang: '1' });
    const fini = await lienDe(over.id);
    await agent.post(`/mandats/${over.id}/retirer`, { rang: ['1', '2'] });
    const expire = await lienDe(used.id, -1);
    const bon = await lienDe(used.id);
    const mal = [
      'abc',
      bon.slice(0, -1),
      `${bon}0`,
      'x'.repeat(3000),
      '%00',
      '%E0%A4%A',
      "'%20or%201=1",
      'mal-recopie',
    ];
    const liens = [servi, fini, expire, crypto.randomUUID(), ...mal];
    const answers = await Promise.all(liens.map((lien) => passant.get(`/retrait/${lien}`)));
    for (const answer of answers) {
      expect(answer.status).toBe(404);
      expect(answer.text).toContain('Ce lien ne sert plus');
      expect(answer.text).not.toMatch(SECRETS);
    }
    expect(new Set(answers.map(same)).size).toBe(1);
    expect((await site.anonymous(voisin.hote).get(`/retrait/${await lienDe(used.id)}`)).status).toBe(404);
    for (const cut of ['/retrait', '/retrait/', `/retrait/${bon}/suite`]) {
      expect((await passant.get(cut)).location, cut).toBe('/retrait/mal-recopie');
    }
    for (const said of [
      'Rien ne vient d’être retiré',
      'il compte 36 signes',
      'href="/retirer-un-mandat"',
      'carré noir',
    ]) {
      expect(answers[0]?.text).toContain(said);
    }
    for (const lien of ['', '\0', 'x'.repeat(3000), "' or 1=1"]) {
      expect((await passant.post('/retrait', { lien, rang: '1' })).status).toBe(404);
    }
  });

  test('recopié avec des majuscules, des espaces ou un point de trop, il ouvre la même page', async () => {
    const { id } = await poser();
    const lien = await lienDe(id);
    const written = [
      lien.toUpperCase(),
      `${lien}.`,
      encodeURIComponent(`${lien.slice(0, 20)} ${lien.slice(20)}`),
      encodeURIComponent(lien.replace('-', '–').replaceAll('0', 'O').replaceAll('1', 'l')),
    ];
    for (const path of written) {
      const shown = await passant.get(`/retrait/${path}`);
      expect(shown.status, path).toBe(200);
      // What the page sends is the link itself.
      expect((await passant.get(`/retrait/${path}?tout=oui`)).text).toContain(`name="lien" value="${lien}"`);
    }
    expect((await passant.post('/retrait', { lien, rang: ['1', '2'] })).status).toBe(303);
  });

  test('scénario 8 : deux appuis sur le même bouton n’en font qu’un, et mènent au même endroit', async () => {
    const { id } = await poser();
    const fields = { lien: await lienDe(id), rang: '1', _cle: crypto.randomUUID() };
    const [one, two] = await Promise.all([passant.post('/retrait', fields), passant.post('/retrait', fields)]);
    expect([one.location, two.location]).toEqual(['/retrait/recu', '/retrait/recu']);
    expect(await finis(id)).toEqual(['retrait lien', null]);
    // Whichever answer the browser keeps: its receipt opens, with the link for the rest.
    for (const answer of [one, two]) {
      expect((await passant.get('/retrait/recu', cookieOf(answer))).text).toMatch(/\/retrait\/[0-9a-f-]{36}/);
    }
    const late = openSite(base.request, { clock: () => Temporal.Now.instant().add({ minutes: 11 }) }).anonymous();
    const again = await late.post('/retrait', fields);
    expect([again.location, again.headers.get('set-cookie')]).toEqual(['/retrait/recu', null]);
    expect((await passant.post('/retrait', { ...fields, rang: '2' })).headers.get('set-cookie')).toBeNull();
    const other = { lien: await lienDe(id), rang: '2' };
    const both = await Promise.all([passant.post('/retrait', other), passant.post('/retrait', other)]);
    expect(both.map(({ status }) => status).sort()).toEqual([303, 404]);
  });

  test('une démarche finie entre-temps : tout est redemandé, et le lien sert encore', async () => {
    const { id } = await poser();
    const lien = await lienDe(id);
    await agent.post(`/mandats/${id}/achever`, { rang: '1' });
    const refused = await passant.post('/retrait', { lien, rang: ['1', '2'] });
    expect(refused.status).toBe(422);
    expect(await finis(id)).toEqual(['achevement agent', null]);
    expect((await passant.post('/retrait', { lien, rang: '2' })).status).toBe(303);
  });

  test('le reçu ne s’affiche que sur l’appareil qui a retiré, dix minutes au plus, et plus une fois fermé', async () => {
    const { id } = await poser();
    const done = await passant.post('/retrait', { lien: await lienDe(id), rang: ['1', '2'] });
    expect((await passant.get('/retrait/recu')).text).toContain('Ce reçu ne s’affiche plus');
    expect((await passant.get('/retrait/recu', { cookie: 'escale_recu=faux' })).text).toContain('ne s’affiche plus');
    expect((await passant.get('/retrait/recu.pdf')).location).toBe('/retrait/recu');
    const later = openSite(base.request, { clock: () => Temporal.Now.instant().add({ minutes: 10 }) });
    expect((await later.anonymous().get('/retrait/recu', cookieOf(done))).text).toContain('ne s’affiche plus');
    const { text } = await passant.get('/retrait/recu', cookieOf(done));
    expect(text).toContain('C’est retiré');
    expect(text).toContain('il s’affiche dix minutes au plus');
    expect(text).toContain('action="/retrait/recu/fermer"');
    expect(done.headers.get('set-cookie')).not.toMatch(/max-age|expires/i);
    const closed = await passant.post('/retrait/recu/fermer', {}, cookieOf(done));
    expect(closed.location).toBe('/retrait/recu');
    expect(closed.headers.get('set-cookie')).toMatch(/^escale_recu=;.*Max-Age=0/);
  });

  test('un agent connecté sur le même appareil ne signe pas ce retrait', async () => {
    const { id } = await poser();
    expect((await agent.post('/retrait', { lien: await lienDe(id), rang: '1' })).status).toBe(303);
    const { finiePar } = await base.owner
      .selectFrom('mandatDemarche')
      .select('finiePar')
      .where('mandatId', '=', id)
      .where('rang', '=', 1)
      .executeTakeFirstOrThrow();
    expect(finiePar).toBeNull();
    const acts = await base.owner
      .selectFrom('journalEntree')
      .select(['acte', 'acteur'])
      .where('objetId', '=', id)
      .execute();
    expect(acts).toEqual([{ acte: 'retirer un mandat par le lien', acteur: null }]);
  });
});

describe('demander un nouveau lien', () => {
  const outils = () => ({ database: base.request, coffre: testCoffre, cles: testCles, url: 'http://localhost' });

  /** Asks as the form does, then does the job that it asked for. */
  async function demander(code: string, now = Temporal.Now.instant()): Promise<string[]> {
    const [territoire] = (await allTerritoires(base.request)).filter(({ id }) => id === '66');
    if (territoire === undefined) throw new Error('No territoire');
    await base.owner.deleteFrom('courriel').where('genre', '=', 'mandat').execute();
    const sealed = testCoffre.seal(Buffer.from(JSON.stringify({ code })), 'lien-retrait').toString('base64');
    await envoyerLienRetrait(outils(), territoire, sealed, now);
    const mails = await base.owner.selectFrom('courriel').selectAll().where('genre', '=', 'mandat').execute();
    return mails.map(({ destinataire, texte }) => {
      expect(texte).not.toMatch(SECRETS);
      return `${destinataire} ${/\/retrait\/([0-9a-f-]{36})/.exec(texte)?.[1]}`;
    });
  }

  test('la réponse est la même, que le code existe ou non, et le code ne se lit pas dans la file', async () => {
    const { code } = await poser();
    for (const asked of [code, '0000-0000-0000', code.toLowerCase()]) {
      expect((await passant.post('/retirer-un-mandat', { code: asked })).location).toBe('/retirer-un-mandat/envoye');
    }
    for (const bad of ['', 'abc', '\0', 'x'.repeat(3000), 'e'.repeat(64)]) {
      expect((await passant.post('/retirer-un-mandat', { code: bad })).status).toBe(422);
    }
    expect((await passant.get('/retirer-un-mandat/envoye')).text).toContain(
      'Si ce code est celui d’un mandat en cours',
    );
    await inTerritoire(base.request, '66', (db) => demanderLienRetrait(db, '66', testCoffre, code));
  });

  test('part à l’adresse du mandat, trois fois par jour au plus, et sert à retirer', async () => {
    const identite = { ...PERSONNE, courriel: 'personne.fictive@exemple.fr' };
    const { id, code } = await poser({ identite });
    const [sent = ''] = await demander(code);
    const [to, lien = ''] = sent.split(' ');
    expect(to).toBe('personne.fictive@exemple.fr');
    expect((await passant.get(`/retrait/${lien}`)).status).toBe(200);
    expect(await demander(code)).toHaveLength(1);
    expect(await demander(code)).toHaveLength(1);
    expect(await demander(code)).toHaveLength(0);
    expect(await demander(code, Temporal.Now.instant().add({ hours: 25 }))).toHaveLength(1);
    await agent.post(`/mandats/${id}/retirer`, { rang: ['1', '2'] });
    expect(await demander(code, Temporal.Now.instant().add({ hours: 50 }))).toHaveLength(0);
  });

  test('rien ne part sans adresse, pour un code inconnu, ni une fois la clé détruite', async () => {
    const { code } = await poser();
    expect(await demander(code)).toEqual([]);
    expect(await demander('0000-0000-0000')).toEqual([]);
    const gone = await poser({ identite: { ...PERSONNE, courriel: 'personne.fictive@exemple.fr' } });
    await testCles.destroy('66', [gone.id, ...gone.demarches]);
    expect(await demander(gone.code)).toEqual([]);
  });
});

test('les mandats qui finissent bientôt se rappellent à leur mandataire, en un message sans rien de personne', async () => {
  const [territoire] = (await allTerritoires(base.request)).filter(({ id }) => id === '66');
  if (territoire === undefined) throw new Error('No territoire');
  const now = Temporal.Now.instant();
  await poser({ finPrevueAt: now.add({ hours: 48 }) });
  await poser({ finPrevueAt: now.add({ hours: 72 }) });
  await base.owner.deleteFrom('courriel').where('genre', '=', 'mandat').execute();
  await rappelerMandats(base.request, territoire, { url: 'http://localhost', now });
  await rappelerMandats(base.request, territoire, { url: 'http://localhost', now: now.add({ hours: 24 }) });
  const mails = await base.owner.selectFrom('courriel').selectAll().where('genre', '=', 'mandat').execute();
  expect(mails.map(({ sujet }) => sujet)).toEqual(['2 mandats finissent bientôt']);
  expect(mails[0]?.texte).not.toMatch(SECRETS);
});
