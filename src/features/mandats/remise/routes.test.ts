import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demo, voisin } from '../../../../db/demo/ids.ts';
import { useBase } from '../../../../test/base.ts';
import { testCles } from '../../../../test/cles-partagees.ts';
import { trouves } from '../../../../test/fouille.ts';
import { expectFrenchOrData } from '../../../../test/hostile-form.ts';
import { PERSONNE, poserMandat } from '../../../../test/mandats.ts';
import { openSite, type Visitor } from '../../../../test/visitor.ts';
import { inTerritoire } from '../../../platform/db.ts';
import { ACCES_REFUSE } from '../../../platform/http/garde.ts';
import { uuidv7 } from '../../../platform/ids.ts';
import { closePdf } from '../../../platform/pdf/render.ts';
import { saveDemande, saveVerification } from '../../droits/store.ts';
import { saveActe } from '../actes/store.ts';
import { saveRectification } from '../rectification/store.ts';
import { finirDemarches } from '../store.ts';
import { poserSursis } from '../sursis/store.ts';
import { remiseForm } from './forms.ts';
import { findRemise } from './store.ts';

const base = useBase({ demo: true });
const today = Temporal.Now.plainDateISO('Europe/Paris');
let site: ReturnType<typeof openSite>;
let moi: Visitor;
let collegue: Visitor;
let dpo: Visitor;
let equipe: Visitor;

beforeAll(async () => {
  site = openSite(base.request);
  moi = await site.signedIn(demo.comptes.agent, { confirme: true });
  dpo = await site.signedIn(demo.comptes.dpo, { confirme: true });
  equipe = await site.signedIn(demo.comptes.equipe, { confirme: true });
  const autre = await base.owner
    .selectFrom('compte')
    .select('id')
    .where('agentId', '=', demo.agents.autre)
    .executeTakeFirstOrThrow();
  collegue = await site.signedIn(autre.id, { confirme: true });
});
afterAll(closePdf);

const chez = <T>(work: Parameters<typeof inTerritoire<T>>[2]) => inTerritoire(base.request, '66', work);
let rang = 0;

/** A request of somebody of that name, whose identity is known unless told. */
async function demander(nom: string, { connue = true } = {}): Promise<string> {
  const saisie = { droit: 'acces', demandeur: 'usager', nom, courriel: null, telephone: null, message: null } as const;
  return chez(async (db) => {
    const demande = { ...saisie, adresse: '1 rue Fictive', origine: 'guichet', recueLe: today } as const;
    const { id } = await saveDemande(db, '66', demande, null);
    if (connue) await saveVerification(db, '66', id, { moyen: 'agent', etablie: true, jour: today, par: null });
    return id;
  });
}

/** The same, with what the DPO asked of the demo agent. */
async function demanderRemise(nom: string): Promise<{ droit: string; remise: string }> {
  const droit = await demander(nom);
  const { status } = await dpo.post(`/droits/${droit}/mandats`, { agents: demo.agents.demo });
  expect(status).toBe(303);
  const { id } = await base.owner
    .selectFrom('mandatRemise')
    .select('id')
    .where('droitDemandeId', '=', droit)
    .executeTakeFirstOrThrow();
  return { droit, remise: id };
}

/** A mandat of somebody whom nobody else is named after. */
async function poser(options: Parameters<typeof poserMandat>[2] = {}) {
  rang += 1;
  const nom = `Unique${'abcdefghij'[rang % 10]}${rang}`;
  const mandat = await poserMandat(base, testCles, { identite: { ...PERSONNE, nom }, ...options });
  return { ...mandat, nom };
}

const actesDe = async (id: string) =>
  (await base.owner.selectFrom('journalEntree').select('acte').where('objetId', '=', id).orderBy('id').execute()).map(
    ({ acte }) => acte,
  );
const relire = (id: string) => chez((db) => findRemise(db, '66', id));

describe('la déléguée demande', () => {
  test('aux agents que des mandats nomment, une fois, par un courriel qui ne nomme personne', async () => {
    const { nom } = await poser();
    const droit = await demander(`Colette ${nom}`);
    await base.owner.deleteFrom('courriel').execute();
    const { text } = await dpo.get(`/droits/${droit}/mandats`);
    expect(text).toContain('Maëlle Tramontane');
    expect((await dpo.post(`/droits/${droit}/mandats`)).text).toContain('Choisissez à qui le demander.');
    expect((await dpo.post(`/droits/${droit}/mandats`, { agents: [demo.agents.demo] })).status).toBe(303);
    const mails = await base.owner.selectFrom('courriel').selectAll().execute();
    expect(mails).toHaveLength(1);
    expect(`${mails[0]?.sujet} ${mails[0]?.texte}`).not.toMatch(/Colette|Unique|DR-/);
    // Asked already: nobody is asked twice.
    expect((await dpo.post(`/droits/${droit}/mandats`, { agents: [demo.agents.demo] })).status).toBe(422);
    expect((await moi.get('/mandats')).text).toContain('/remises/');
    expect((await collegue.get('/mandats')).text).not.toContain('/remises/');
  });

  test('de quelqu’un de connu seulement ; pour l’accès et la portabilité ; à nul autre qu’un agent mandaté', async () => {
    await poser();
    const inconnu = await demander('Colette Personne', { connue: false });
    expect((await dpo.get(`/droits/${inconnu}/mandats`)).status).toBe(404);
    expect((await dpo.post(`/droits/${inconnu}/mandats`, { agents: [demo.agents.demo] })).status).toBe(404);
    expect((await dpo.get(`/droits/${inconnu}`)).text).toContain('Vérifiez d’abord l’identité');
    const droit = await demander('Colette Personne');
    for (const agents of [uuidv7(), demo.agents.autre, voisin.agents.seul, 'x', '<b>']) {
      expect((await dpo.post(`/droits/${droit}/mandats`, { agents })).status, agents).toBe(422);
    }
    await base.owner.updateTable('droitDemande').set({ droit: 'effacement' }).where('id', '=', droit).execute();
    expect((await dpo.get(`/droits/${droit}/mandats`)).status).toBe(404);
    for (const who of [moi, equipe]) expect((await who.get(`/droits/${droit}/mandats`)).status).toBe(403);
  });

  test('ne plus le demander : la tâche s’en va', async () => {
    const { nom } = await poser();
    const { droit, remise } = await demanderRemise(`Colette ${nom}`);
    expect((await dpo.post(`/droits/${droit}/mandats/${uuidv7()}/retirer`)).status).toBe(404);
    expect((await dpo.post(`/droits/${droit}/mandats/${remise}/retirer`)).status).toBe(303);
    expect(await relire(remise)).toBeUndefined();
    expect((await moi.get(`/remises/${remise}`)).status).toBe(404);
  });
});

describe('la mandataire fait le fichier', () => {
  test('des mandats qu’elle coche : à lire, pour un ordinateur, et le document octet pour octet', async () => {
    const { id, nom, demarches, code } = await poser();
    const [first = '', second = ''] = demarches;
    const now = Temporal.Now.instant().subtract({ hours: 1 });
    const contenu = { quoi: 'Formulaire xylographe envoyé', mode: 'distance', resultat: 'fait' } as const;
    const qui = { agentId: demo.agents.demo, compteId: demo.comptes.agent };
    await chez((db) => saveActe({ db, cles: testCles }, '66', { demarcheId: first, faitAt: now, contenu, ...qui }));
    const note = { champ: 'Prénom', faux: 'Colette', juste: 'Colette-Aimée' };
    const noteAt = Temporal.Now.instant();
    await chez((db) =>
      saveRectification({ db, cles: testCles }, '66', { mandatId: id, noteAt, contenu: note, ...qui }),
    );
    const fin = { at: now, cause: 'retrait', canal: 'guichet', compteId: null, delaiTiersHeures: 72 } as const;
    await chez((db) => finirDemarches(db, '66', id, { ...fin, demarcheIds: [second] }));
    const { droit, remise } = await demanderRemise(`colette ${nom}`);
    const { text } = await moi.get(`/remises/${remise}`);
    expect(text).toContain(`value="${id}"`);
    expect(text).toContain('naissance le 12 avril 1948');
    const { status, headers, bytes } = await moi.get(`/remises/${remise}/fichier?mandat=${id}`);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/zip');
    expect(headers.get('content-disposition')).not.toContain(nom);
    const archive = Buffer.from(bytes);
    for (const said of [
      `Colette ${nom}`,
      '12 avril 1948',
      'Demander l’aide au logement',
      'CARSAT (fictive)',
      'Formulaire xylographe envoyé',
      'Retirée par la personne',
      'Colette-Aimée\u00a0»',
      '"juste": "Colette-Aimée"',
      `"code": "${code}"`,
      `mandat-${code}.pdf`,
      `recu-${code}.pdf`,
      `%PDF-1.7 essai ${id}\n%%EOF`,
    ]) {
      expect(archive.includes(said), said).toBe(true);
    }
    expect(await actesDe(id)).toContain('mettre un mandat dans le fichier de sa personne');
    expect(await actesDe(remise)).toContain('demander le fichier de ce que disent les mandats d’une personne');
    expect(await relire(remise)).toMatchObject({ mandats: 1, issue: null });
    // What was made is kept nowhere: neither the name, nor which mandat.
    const kept = JSON.stringify(await base.owner.selectFrom('mandatRemise').selectAll().execute());
    expect(kept).not.toContain(id);
    expect(trouves(kept)).toEqual([]);

    expect((await moi.post(`/remises/${remise}/remis`, { canal: 'guichet', closeLe: `${today}` })).status).toBe(303);
    const fiche = (await dpo.get(`/droits/${droit}`)).text;
    expect(fiche).toContain('1 mandat, le ');
    expect(fiche).toContain('de la main à la main');
    expect(fiche).not.toMatch(/Formulaire|logement|CARSAT|1948/);
    expect(fiche).not.toContain(code);
    for (const path of ['', `/fichier?mandat=${id}`]) {
      expect((await moi.get(`/remises/${remise}${path}`)).status).toBe(404);
    }
    expect((await moi.get('/mandats')).text).not.toContain(`/remises/${remise}`);
  });

  test('par un autre nom que celui de la demande, qui n’est écrit nulle part', async () => {
    const { nom, id } = await poser();
    const { remise } = await demanderRemise('Nom Depouse');
    expect((await moi.get(`/remises/${remise}`)).text).toContain('Aucun mandat lisible ne porte ce nom');
    const found = await moi.post(`/remises/${remise}/recherche`, { recherche: nom });
    expect(found.status).toBe(200);
    expect(found.text).toContain(`value="${id}"`);
    const rows = await base.owner.selectFrom('envoi').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain(nom);
    for (const typed of ['', '\0', '<script>alert(1)</script>', 'x'.repeat(5_000)]) {
      const { status, text } = await moi.post(`/remises/${remise}/recherche`, { recherche: typed });
      expect(status).toBe(200);
      expect(text).not.toContain('<script>alert');
    }
  });

  test('jamais du mandat d’un autre, ni d’un mandat retenu, inventé ou mal écrit', async () => {
    const { id, nom } = await poser();
    const deLAutre = await poserMandat(base, testCles, { agentId: demo.agents.autre });
    const retenu = await poser();
    await chez((db) =>
      poserSursis(db, '66', {
        mandatId: retenu.id,
        motif: 'Enquête fictive en cours',
        compteId: demo.comptes.dpo,
        now: Temporal.Now.instant(),
      }),
    );
    const { remise } = await demanderRemise(`Colette ${nom}`);
    const before = await relire(remise);
    for (const mandat of [deLAutre.id, retenu.id, uuidv7(), 'x', '', "' or 1=1"]) {
      const query = `mandat=${id}&mandat=${encodeURIComponent(mandat)}`;
      expect((await moi.get(`/remises/${remise}/fichier?${query}`)).status, mandat).toBe(404);
    }
    expect(await relire(remise)).toEqual(before);
    const empty = await moi.get(`/remises/${remise}/fichier`);
    expect(empty.status).toBe(422);
    expect(empty.text).toContain('Cochez au moins un mandat');
    const many = Array.from({ length: 21 }, () => `mandat=${uuidv7()}`).join('&');
    expect((await moi.get(`/remises/${remise}/fichier?${many}`)).text).toContain('20 mandats au plus');
    expect(await actesDe(id)).not.toContain('mettre un mandat dans le fichier de sa personne');
  });

  test('et personne d’autre qu’elle : ni collègue, ni équipe, ni déléguée ; un refus laisse une ligne', async () => {
    const { id, nom } = await poser();
    const { remise } = await demanderRemise(`Colette ${nom}`);
    for (const [who, status] of [
      [collegue, 404],
      [equipe, 403],
      [dpo, 403],
    ] as const) {
      expect((await who.get(`/remises/${remise}`)).status).toBe(status);
      expect((await who.get(`/remises/${remise}/fichier?mandat=${id}`)).status).toBe(status);
      expect((await who.post(`/remises/${remise}/recherche`, { recherche: nom })).status).toBe(status);
      expect((await who.post(`/remises/${remise}/aucun`)).status).toBe(status);
    }
    expect((await actesDe(remise)).filter((acte) => acte === ACCES_REFUSE)).toHaveLength(12);
    expect((await site.anonymous().get(`/remises/${remise}`)).location).toMatch(/^\/connexion/);
    const sansCode = await site.signedIn(demo.comptes.agent);
    expect((await sansCode.get(`/remises/${remise}/fichier?mandat=${id}`)).location).toMatch(/^\/confirmer/);
  });

  test('une identité qui n’est plus établie ferme tout', async () => {
    const { nom } = await poser();
    const { droit, remise } = await demanderRemise(`Colette ${nom}`);
    await dpo.post(`/droits/${droit}/identite`, { moyen: 'aucun' });
    expect((await moi.get(`/remises/${remise}`)).status).toBe(404);
    expect((await moi.get('/mandats')).text).not.toContain(`/remises/${remise}`);
  });
});

describe('la remise', () => {
  test('ne se note qu’une fois le fichier fait, et pas à venir', async () => {
    const { nom, id } = await poser();
    const { remise } = await demanderRemise(`Colette ${nom}`);
    const noter = (closeLe: string) => moi.post(`/remises/${remise}/remis`, { canal: 'courrier', closeLe });
    expect((await noter(`${today}`)).text).toContain('Faites d’abord le fichier');
    await moi.get(`/remises/${remise}/fichier?mandat=${id}`);
    expect((await noter(`${today.add({ days: 1 })}`)).text).toContain('ce jour est à venir');
    expect((await noter(`${today.subtract({ days: 1 })}`)).text).toContain('avant d’être fait');
    expect((await moi.post(`/remises/${remise}/remis`)).status).toBe(422);
    expect((await noter(`${today}`)).status).toBe(303);
    expect((await noter(`${today}`)).status).toBe(404);
  });

  test('un agent qui n’a rien de cette personne le dit aussi', async () => {
    const { droit, remise } = await demanderRemise('Personne Absente');
    expect((await moi.post(`/remises/${remise}/aucun`)).status).toBe(303);
    expect((await dpo.get(`/droits/${droit}`)).text).toContain('aucun de ses mandats n’est à cette personne');
    expect(await relire(remise)).toMatchObject({ issue: 'aucun', mandats: null, canal: null });
    expect((await dpo.post(`/droits/${droit}/mandats/${remise}/retirer`)).status).toBe(404);
  });

  test('son formulaire ne répond rien d’autre que du français, quoi qu’on lui envoie', () => {
    expectFrenchOrData(remiseForm);
  });
});
