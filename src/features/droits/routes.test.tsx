import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { useBase } from '../../../test/base.ts';
import { expectFrenchOrData } from '../../../test/hostile-form.ts';
import { type SmallTerritoire, seedSmallTerritoire } from '../../../test/small-territoire.ts';
import { openSite, type Visitor } from '../../../test/visitor.ts';
import type { Territoire } from '../../domain/territoire.ts';
import { inTerritoire } from '../../platform/db.ts';
import { uuidv7 } from '../../platform/ids.ts';
import { appliquerConservation } from '../donnees-personnelles/nuit.ts';
import {
  decisionForm,
  demandeForm,
  guichetForm,
  lignesForm,
  prolongationForm,
  reponseForm,
  verificationForm,
} from './forms.ts';
import { rappelerDroits } from './rappels.ts';
import { dernierJourReponse } from './rules.ts';

const base = useBase();
let small: SmallTerritoire;
let site: ReturnType<typeof openSite>;
let anyone: Visitor;
let dpo: Visitor;
const today = Temporal.Now.plainDateISO('Europe/Paris');

beforeAll(async () => {
  small = await seedSmallTerritoire(base.owner);
  site = openSite(base.request);
  anyone = site.anonymous();
  dpo = await site.signedIn(small.comptes.dpo, { confirme: true });
});

const saisie = {
  droit: 'acces',
  demandeur: 'contact',
  nom: 'Compte referent',
  courriel: 'Referent@Exemple.fr',
  telephone: '',
  adresse: '',
  message: 'Que gardez-vous ?',
};

/** A request sent by the public form; its id. */
async function demander(more: Partial<typeof saisie> = {}): Promise<string> {
  const { location } = await anyone.post('/exercer-mes-droits', { ...saisie, ...more });
  const [, id = ''] = /^\/exercer-mes-droits\/recu\/([0-9a-f-]{36})$/.exec(location ?? '') ?? [];
  expect(id, String(location)).not.toBe('');
  return id;
}

const reculer = (id: string, recueLe: Temporal.PlainDate) =>
  base.owner.updateTable('droitDemande').set({ recueLe }).where('id', '=', id).execute();
const courriels = () => base.owner.selectFrom('courriel').selectAll().where('genre', '=', 'droits').execute();
const oublierCourriels = () => base.owner.deleteFrom('courriel').execute();
const fiche = async (id: string) => (await dpo.get(`/droits/${id}`)).text;
const verifier = (id: string, moyen = 'courriel') => dpo.post(`/droits/${id}/identite`, { moyen });

/** The boxes of a page, as they would be sent. */
function cases(html: string): string[] {
  return [...html.matchAll(/name="lignes" value="([^"]*)"/g)].map(([, value = '']) => value.replaceAll('&quot;', '"'));
}

/** Keeps every row that the search proposes in these tables. Returns how many. */
async function retenir(id: string, tables: readonly string[], query = ''): Promise<number> {
  const boxes = cases((await dpo.get(`/droits/${id}/recherche${query}`)).text);
  const kept = boxes.filter((box) => tables.includes(String(JSON.parse(box)[2])));
  expect((await dpo.post(`/droits/${id}/recherche`, { lignes: kept })).status).toBe(303);
  return kept.length;
}

describe('la demande de chacun', () => {
  test('le formulaire se lit sans compte, et dit où en parler', async () => {
    const { text } = await anyone.get('/exercer-mes-droits');
    expect(text).toContain('Savoir ce que vous gardez de moi');
    expect(text).toContain('data-donnee="droits"');
    expect((await anyone.get('/donnees-personnelles')).text).toContain('href="/exercer-mes-droits"');
    expect((await anyone.get('/plan-du-site')).text).toContain('href="/exercer-mes-droits"');
    expect(text).not.toContain('/droits/nouvelle');
  });

  test('elle reçoit une référence et un dernier jour, sans rien dire de la personne', async () => {
    await oublierCourriels();
    const id = await demander();
    const { text } = await anyone.get(`/exercer-mes-droits/recu/${id}`);
    expect(text).toMatch(/DR-[2-9A-Z]{4}-[2-9A-Z]{4}/);
    expect(text).toContain('Réponse au plus tard le');
    expect(text).not.toContain('Compte referent');
    const [recu, delegue] = (await courriels()).sort((a, b) => (a.destinataire < b.destinataire ? 1 : -1));
    expect([recu?.destinataire, delegue?.destinataire]).toEqual(['referent@exemple.fr', 'dpo@exemple.fr']);
    expect(delegue?.texte).not.toContain('referent');
    expect(recu?.texte).not.toContain('Que gardez-vous');
  });

  test('ce qui est répondu ne dépend pas de ce qu’Escale sait de la personne', async () => {
    await oublierCourriels();
    const known = await demander();
    const unknown = await demander({ nom: 'Personne Inconnue', courriel: 'inconnue@exemple.fr' });
    const page = async (id: string) =>
      (await anyone.get(`/exercer-mes-droits/recu/${id}`)).text
        .replace(/DR-[2-9A-Z]{4}-[2-9A-Z]{4}/g, 'REF')
        .replace(/nonce="[^"]*"|value="[0-9a-f-]{36}"/g, '')
        .replaceAll(id, 'ID');
    expect(await page(unknown)).toBe(await page(known));
    const texts = (await courriels())
      .filter(({ destinataire }) => destinataire !== 'dpo@exemple.fr')
      .map(({ texte }) => texte.replace(/DR-\S+/, 'REF'));
    expect(texts).toHaveLength(2);
    expect(texts[0]).toBe(texts[1]);
  });

  test('on n’écrit pas aux gens avec ce formulaire : un message par jour, par adresse et par droit', async () => {
    await oublierCourriels();
    for (let count = 0; count < 3; count += 1) await demander();
    expect((await courriels()).map(({ destinataire }) => destinataire).sort()).toEqual([
      'dpo@exemple.fr',
      'referent@exemple.fr',
    ]);
  });

  test('vide, elle est refusée, toutes les erreurs à la fois ; sans de quoi répondre, aussi', async () => {
    const empty = await anyone.post('/exercer-mes-droits');
    expect(empty.status).toBe(422);
    for (const sentence of [
      'Choisissez ce que vous demandez.',
      'Choisissez qui vous êtes pour nous.',
      'Indiquez le nom.',
    ]) {
      expect(empty.text).toContain(sentence);
    }
    const mute = await anyone.post('/exercer-mes-droits', { ...saisie, courriel: '' });
    expect(mute.status).toBe(422);
    expect(mute.text).toContain('Indiquez comment répondre');
    expect(mute.text).toContain('Que gardez-vous ?');
    expect(
      (await anyone.post('/exercer-mes-droits', { ...saisie, courriel: '', adresse: '1 rue Fictive' })).status,
    ).toBe(303);
    expect(
      (await anyone.post('/exercer-mes-droits', { ...saisie, courriel: '', telephone: '04 00 00 00 09' })).status,
    ).toBe(303);
  });

  test.each([
    ['droit', 'tout'],
    ['demandeur', 'roi'],
    ['nom', 'a'.repeat(10_000)],
    ['nom', 'Personne\u202Einvisible'],
    ['courriel', 'pas une adresse'],
    ['telephone', '12'],
    ['message', 'x'.repeat(5_000)],
  ])('%s hostile : refusé en français', async (field, value) => {
    const { status, text } = await anyone.post('/exercer-mes-droits', { ...saisie, [field]: value });
    expect(status).toBe(422);
    expect(text).toMatch(/Une réponse est à corriger/);
  });

  test('chaque formulaire lit ou refuse, quoi qu’on lui envoie', () => {
    for (const form of [demandeForm, guichetForm, verificationForm, prolongationForm, decisionForm, reponseForm])
      expectFrenchOrData(form);
    expectFrenchOrData(lignesForm);
  });
});

describe('au guichet', () => {
  test('un agent enregistre, ne relit que la référence, et peut dire qu’il connaît la personne', async () => {
    for (const role of ['agent', 'equipe', 'dpo'] as const) {
      const visitor = await site.signedIn(small.comptes[role]);
      expect((await visitor.get('/exercer-mes-droits')).text).toContain('/droits/nouvelle');
      const sent = { ...saisie, recueLe: today.toString(), connue: 'oui' };
      const { location } = await visitor.post('/droits/nouvelle', sent);
      expect(location).toMatch(/^\/exercer-mes-droits\/recu\//);
      const id = location?.split('/').at(-1) ?? '';
      expect((await visitor.get(location ?? '')).text).not.toContain('Compte referent');
      if (role !== 'dpo') {
        expect((await visitor.get(`/droits/${id}`)).status).toBe(403);
        expect((await visitor.get('/droits')).status).toBe(403);
      }
      expect(await fiche(id)).toContain('Identité établie');
    }
    const referent = await site.signedIn(small.comptes.referent);
    expect((await referent.get('/droits/nouvelle')).status).toBe(403);
  });

  test.each([
    [today.add({ days: 1 }), 'ne peut pas être à venir'],
    [today.subtract({ months: 13 }), 'plus d’un an'],
  ])('reçue le %s : refusé', async (recueLe, sentence) => {
    const agent = await site.signedIn(small.comptes.agent);
    const { status, text } = await agent.post('/droits/nouvelle', { ...saisie, recueLe: recueLe.toString() });
    expect(status).toBe(422);
    expect(text).toContain(sentence);
  });
});

describe('la déléguée répond', () => {
  test('la liste se cherche, se filtre, se trie, et dit ce qui est en retard', async () => {
    const id = await demander({ nom: 'Alix Retard', droit: 'limitation' });
    await reculer(id, today.subtract({ days: 60 }));
    const list = await dpo.get('/droits?q=alix&delai=en_retard');
    expect(list.text).toContain('1 résultat');
    expect(list.text).toContain('En retard depuis le');
    expect((await dpo.get('/droits')).text).toMatch(/demandes? (est|sont) en retard/);
    expect((await dpo.get('/droits?droit=portabilite&q=alix')).text).toContain('Aucun résultat');
    expect((await dpo.get('/droits?etat=%00&droit=x&delai=y&tri=zzz&page=-1')).status).toBe(200);
  });

  test('sans identité établie, rien ne se remet ni ne s’efface, et rien n’est accordé', async () => {
    const id = await demander({ droit: 'effacement' });
    await retenir(id, ['referent']);
    const closed = async () => {
      for (const path of ['dossier', 'donnees', 'effacer']) {
        expect((await dpo.get(`/droits/${id}/${path}`)).status, path).toBe(404);
      }
      expect((await dpo.post(`/droits/${id}/effacer`)).status).toBe(404);
      expect((await dpo.post(`/droits/${id}/decision`, { decision: 'satisfaite' })).text).toContain(
        'Vérifiez d’abord l’identité',
      );
    };
    await closed();
    await verifier(id, 'aucun');
    await closed();
    await verifier(id, 'code');
    expect((await dpo.get(`/droits/${id}/dossier`)).status).toBe(200);
    // What is doubted later is doubted.
    await verifier(id, 'aucun');
    await closed();
  });

  test('l’accès : chercher, retenir, remettre un dossier lisible et un fichier', async () => {
    const id = await demander();
    await verifier(id);
    expect(await retenir(id, ['compte', 'referent'])).toBe(2);
    const again = (await dpo.get(`/droits/${id}/recherche`)).text;
    expect(again).toMatch(/2 lignes trouvées sont déjà retenues/);
    const html = await dpo.get(`/droits/${id}/dossier`);
    expect(html.headers.get('content-disposition')).toMatch(/^attachment; filename="DR-[^"]+\.html"$/);
    for (const said of [
      'Référents et contacts des structures',
      'Directrice',
      'referent@exemple.fr',
      'Base légale',
      'Combien de temps',
      'CNIL',
    ]) {
      expect(html.text, said).toContain(said);
    }
    expect(html.text).not.toMatch(/<script|src=|href=/);
    const json = JSON.parse((await dpo.get(`/droits/${id}/donnees`)).text);
    const contacts = json.donnees.find((one: { donnee: string }) => one.donnee === 'contacts');
    expect(contacts.lignes[0].valeurs).toMatchObject({ nom: 'Compte referent', fonction: 'Directrice' });
    const { rows } = await sql<{ n: number }>`select count(*) as n from journal_entree
      where acte = 'remettre à une personne ses données' and objet_id = ${id}`.execute(base.owner);
    expect(rows[0]?.n).toBe(2);
  });

  test('ce qui remet ou efface demande le code', async () => {
    const id = await demander();
    await verifier(id);
    const visitor = await site.signedIn(small.comptes.dpo);
    for (const path of ['dossier', 'donnees', 'effacer']) {
      expect((await visitor.get(`/droits/${id}/${path}`)).location).toMatch(/^\/confirmer/);
    }
    expect((await visitor.post(`/droits/${id}/effacer`)).location).toMatch(/^\/confirmer/);
  });

  test.each([
    ['[]'],
    ['{"a":1}'],
    ['["declarations","comptes","compte",{"id":"1\' or \'1\'=\'1"}]'],
    ['["declarations","comptes","pg_authid",{"rolname":"postgres"}]'],
    ['["declarations","comptes","compte",{"nom":"Compte dpo"}]'],
    ['["declarations","comptes","compte",{"role\\" is not null --":"x"}]'],
    ['["ailleurs","comptes","compte",{"id":"00000000-0000-7000-8000-000000000000"}]'],
    [''],
  ])('une case forgée %s est refusée', async (lignes) => {
    const id = await demander();
    const refused = await dpo.post(`/droits/${id}/recherche`, { lignes });
    expect(refused.status).toBe(422);
    const kept = await base.owner.selectFrom('droitLigne').select('id').where('droitDemandeId', '=', id).execute();
    expect(kept).toEqual([]);
  });

  test('une ligne d’un autre territoire ne se retient pas', async () => {
    const id = await demander();
    const box = JSON.stringify(['declarations', 'agents', 'agent', { id: small.agentVoisin }]);
    expect((await dpo.post(`/droits/${id}/recherche`, { lignes: box })).text).toContain('n’existe plus');
    expect((await dpo.post(`/droits/${id}/recherche`)).text).toContain('Cochez au moins une ligne');
  });

  test('la rectification montre où se corrige chaque ligne, et se note', async () => {
    const id = await demander({ droit: 'rectification' });
    await verifier(id);
    await retenir(id, ['referent', 'compte']);
    const text = await fiche(id);
    expect(text).toContain('La structure de ce référent');
    const [, ligne] = /\/lignes\/([0-9a-f-]{36})\/corrigee/.exec(text) ?? [];
    expect((await dpo.post(`/droits/${id}/lignes/${ligne}/corrigee`)).status).toBe(303);
    expect(await fiche(id)).toContain('Corrigée');
    expect((await dpo.post(`/droits/${id}/lignes/${ligne}/corrigee`)).status).toBe(404);
    const [, autre] = /\/lignes\/([0-9a-f-]{36})\/retirer/.exec(await fiche(id)) ?? [];
    await dpo.post(`/droits/${id}/lignes/${autre}/retirer`);
    expect(await fiche(id)).not.toMatch(/lignes\/[0-9a-f-]+\/retirer/);
    expect((await dpo.post(`/droits/${await demander()}/lignes/${ligne}/retirer`)).status).toBe(404);
  });

  test('l’effacement prend ce qui peut partir, garde le reste avec sa raison, et la réponse le dit', async () => {
    const compteId = uuidv7();
    const qui = { nom: 'Ondine Effacer', courriel: 'ondine@exemple.fr' };
    await base.owner
      .insertInto('compte')
      .values({ territoireId: '66', id: compteId, ...qui, role: 'equipe', fermeLe: Temporal.Now.instant() })
      .execute();
    await base.owner.insertInto('identifiant').values({ territoireId: '66', courriel: qui.courriel }).execute();
    await base.owner
      .insertInto('journalIdentite')
      .values({ territoireId: '66', acteur: uuidv7(), compteId, nom: qui.nom, role: 'equipe', niveau: 'double' })
      .execute();
    await base.owner
      .insertInto('referent')
      .values({ territoireId: '66', id: uuidv7(), structureId: small.structure, ...qui, fonction: 'Adjointe' })
      .execute();
    const id = await demander({ droit: 'effacement', ...qui });
    await verifier(id);
    await retenir(id, ['compte', 'referent', 'journal_identite']);
    await dpo.post(`/droits/${id}/effacer`);
    const text = await fiche(id);
    expect(text).toContain('Effacée');
    expect(text).toContain('Une obligation légale impose de la garder');
    const compte = await base.owner
      .selectFrom('compte')
      .selectAll()
      .where('id', '=', compteId)
      .executeTakeFirstOrThrow();
    expect(compte.nom).toMatch(/^Personne [0-9a-f]{8}$/);
    expect(await base.owner.selectFrom('referent').select('id').where('courriel', '=', qui.courriel).execute()).toEqual(
      [],
    );
    expect(
      await base.owner.selectFrom('identifiant').select('courriel').where('courriel', '=', qui.courriel).execute(),
    ).toEqual([]);
    const identites = await base.owner
      .selectFrom('journalIdentite')
      .select('nom')
      .where('compteId', '=', compteId)
      .execute();
    expect(identites).toEqual([{ nom: qui.nom }]);

    await dpo.post(`/droits/${id}/decision`, { decision: 'partielle', motif: 'obligation', precision: 'Merci.' });
    const lettre = (await dpo.get(`/droits/${id}/reponse`)).text;
    for (const said of [
      'Ce qui est effacé',
      'Ce qui est gardé, et pourquoi',
      'article 17.3 b',
      'CNIL',
      'Merci.',
      'Ondine Effacer',
    ]) {
      expect(lettre, said).toContain(said);
    }
    expect(
      (
        await dpo.post(`/droits/${id}/reponse`, {
          canal: 'courriel',
          repondueLe: today.subtract({ days: 1 }).toString(),
        })
      ).text,
    ).toContain('précéder la décision');
    expect((await dpo.post(`/droits/${id}/reponse`, { canal: 'courriel', repondueLe: today.toString() })).status).toBe(
      303,
    );
    expect(await fiche(id)).toContain('Répondue');
    for (const path of ['identite', 'prolonger', 'decision', 'reponse', 'effacer', 'recherche']) {
      expect((await dpo.post(`/droits/${id}/${path}`)).status, path).toBe(404);
    }
  });

  test('un compte ouvert et un agent sous contrat ne s’effacent pas', async () => {
    const id = await demander({ droit: 'effacement', nom: 'Maëlle Tramontane', courriel: 'tramontane@exemple.fr' });
    await verifier(id);
    await retenir(id, ['agent', 'compte']);
    await dpo.post(`/droits/${id}/effacer`);
    const text = await fiche(id);
    expect(text).toContain('fermez-le d’abord');
    expect(text).toContain('Le contrat court encore');
    const agent = await base.owner.selectFrom('agent').select('nom').where('id', '=', small.agent).executeTakeFirst();
    expect(agent?.nom).toBe('Tramontane');
  });

  test('un refus cite sa raison ; une autre que celles du droit est refusée', async () => {
    const id = await demander({ droit: 'portabilite' });
    expect((await dpo.post(`/droits/${id}/decision`, { decision: 'refusee' })).text).toContain('dit sa raison');
    expect((await dpo.post(`/droits/${id}/decision`, { decision: 'refusee', motif: 'archives' })).text).toContain(
      'ne vaut pas pour ce droit',
    );
    expect((await dpo.post(`/droits/${id}/decision`, { decision: 'sans_objet', motif: 'mission' })).text).toContain(
      'choisissez « Rien n’est refusé »',
    );
    expect((await dpo.get(`/droits/${id}/reponse`)).status).toBe(404);
    await dpo.post(`/droits/${id}/decision`, { decision: 'refusee', motif: 'mission' });
    const lettre = (await dpo.get(`/droits/${id}/reponse`)).text;
    expect(lettre).toContain('article 20.3');
    expect(lettre).toContain('réclamation à la CNIL');
  });

  test('le délai se prolonge une fois, la personne en est prévenue', async () => {
    await oublierCourriels();
    const id = await demander();
    const sent = {
      prolongationMotif: 'complexite',
      prolongationPrecision: 'Plusieurs registres.',
      prolongeeLe: today.toString(),
    };
    expect(
      (await dpo.post(`/droits/${id}/prolonger`, { ...sent, prolongeeLe: today.add({ days: 1 }).toString() })).status,
    ).toBe(422);
    expect((await dpo.post(`/droits/${id}/prolonger`, sent)).status).toBe(303);
    const [told] = (await courriels()).filter(({ sujet }) => sujet.includes('plus de temps'));
    expect(told?.texte).toContain('Plusieurs registres.');
    expect(await fiche(id)).toContain('trois mois');
    expect((await dpo.post(`/droits/${id}/prolonger`, sent)).text).toContain('ne se prolonge qu’une fois');
    const late = await demander();
    await reculer(late, today.subtract({ days: 50 }));
    expect((await dpo.post(`/droits/${late}/prolonger`, sent)).text).toContain('ne peut plus être prolongé');
  });

  test('ni un autre rôle, ni un autre territoire', async () => {
    const id = await demander();
    for (const role of ['agent', 'equipe', 'referent', 'direction', 'administrateur'] as const) {
      const other = await site.signedIn(small.comptes[role], { confirme: true });
      for (const path of [`/droits/${id}`, '/droits', `/droits/${id}/recherche`]) {
        expect((await other.get(path)).status, `${role} ${path}`).toBe(403);
      }
    }
    const voisin = site.anonymous('voisin.localhost');
    expect((await voisin.get(`/exercer-mes-droits/recu/${id}`)).status).toBe(404);
  });
});

describe('les nuits', () => {
  const chez = { id: '66', codeDepartement: '66', dureesConservation: {}, hote: null } as unknown as Territoire;
  const rappeler = (day: Temporal.PlainDate) =>
    rappelerDroits(base.request, chez, { url: 'http://localhost', today: day });

  test('la déléguée est rappelée à sept jours, puis le lendemain du dernier, une fois chacun', async () => {
    await base.owner.deleteFrom('droitDemande').execute();
    const id = await demander({ nom: 'Nom Secret' });
    const last = dernierJourReponse({ recueLe: today, prolongeeLe: null, repondueLe: null }, {});
    await oublierCourriels();
    await rappeler(last.subtract({ days: 8 }));
    expect(await courriels()).toEqual([]);
    await rappeler(last.subtract({ days: 7 }));
    await rappeler(last.subtract({ days: 7 }));
    await rappeler(last);
    const [avant, ...none] = await courriels();
    expect([avant?.destinataire, avant?.sujet, none.length]).toEqual([
      'dpo@exemple.fr',
      'Droits des personnes : 1 demande à répondre bientôt',
      0,
    ]);
    expect(avant?.texte).toMatch(/1\. DR-\S+, accès : à répondre/);
    expect(avant?.texte).not.toContain('Secret');
    await oublierCourriels();
    await rappeler(last.add({ days: 1 }));
    await rappeler(last.add({ days: 2 }));
    expect((await courriels()).map(({ sujet }) => sujet)).toEqual(['Droits des personnes : 1 en retard']);
    expect(id).not.toBe('');
  });

  test('une demande part trois ans après sa réponse, avec ce qui la suit ; sans réponse, jamais', async () => {
    await base.owner.deleteFrom('droitDemande').execute();
    const [answered, kept, open] = [await demander(), await demander(), await demander()];
    const limit = today.subtract({ months: 36 });
    for (const [id, day] of [
      [answered, limit.subtract({ days: 1 })],
      [kept, limit],
    ] as const) {
      await verifier(id);
      await base.owner
        .updateTable('droitDemande')
        .set({ decision: 'sans_objet', decideeLe: day, repondueLe: day, canal: 'courriel' })
        .where('id', '=', id)
        .execute();
    }
    await reculer(open, today.subtract({ years: 9 }));
    const now = Temporal.Now.instant();
    const removed = await inTerritoire(base.request, '66', (db) => appliquerConservation(db, chez, today, now));
    expect(removed['droits']).toBe(1);
    const left = await base.owner.selectFrom('droitDemande').select('id').execute();
    expect(left.map(({ id }) => id).sort()).toEqual([kept, open].sort());
    expect(await base.owner.selectFrom('droitVerification').select('droitDemandeId').execute()).toEqual([
      { droitDemandeId: kept },
    ]);
  });

  test('la base tient ce que le code promet', async () => {
    const id = await demander();
    const change = (set: string) => sql.raw(`update droit_demande set ${set} where id = '${id}'`).execute(base.owner);
    await expect(change('courriel = null')).rejects.toThrow(/droit_demande_joignable/);
    await expect(change("decision = 'refusee', decidee_le = now()")).rejects.toThrow(/droit_demande_refus_motive/);
    await expect(change("repondue_le = now(), canal = 'courriel'")).rejects.toThrow(/droit_demande_reponse_decidee/);
    await expect(change('prolongee_le = now()')).rejects.toThrow(/droit_demande_prolongation_motivee/);
  });
});
