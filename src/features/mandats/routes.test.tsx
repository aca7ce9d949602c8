import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demo, voisin } from '../../../db/demo/ids.ts';
import { useBase } from '../../../test/base.ts';
import { testCles } from '../../../test/cles-partagees.ts';
import { expectFrenchOrData } from '../../../test/hostile-form.ts';
import { AIDE_LOGEMENT, PERSONNE, poserMandat, RELEVE_CARRIERE } from '../../../test/mandats.ts';
import { openSite, type Visitor } from '../../../test/visitor.ts';
import { parisDate, parisTime } from '../../domain/date.ts';
import { inTerritoire } from '../../platform/db.ts';
import { closePdf } from '../../platform/pdf/render.ts';
import { acteForm } from './actes/forms.ts';
import { decesForm, protectionForm, renoncerForm } from './fins/forms.ts';
import { direSuite } from './fins/suite.ts';
import { findMandat } from './store.ts';

const base = useBase({ demo: true });
/** Names and things that nothing but a page for the two agents may say. */
const SECRETS = /Colette|Exemplaire|logement|CAF \(|CARSAT|carrière/i;

let site: ReturnType<typeof openSite>;
let moi: Visitor;
let collegue: Visitor;

beforeAll(async () => {
  site = openSite(base.request);
  moi = await site.signedIn(demo.comptes.agent);
  const autre = await base.owner
    .selectFrom('compte')
    .select('id')
    .where('agentId', '=', demo.agents.autre)
    .executeTakeFirstOrThrow();
  collegue = await site.signedIn(autre.id);
});
afterAll(closePdf);

const poser = (options: Parameters<typeof poserMandat>[2] = {}) => poserMandat(base, testCles, options);
const relire = (id: string) => inTerritoire(base.request, '66', (db) => findMandat(db, '66', id));

const aLInstant = () => {
  const now = Temporal.Now.instant();
  return { faitLe: parisDate(now).toString(), faitA: parisTime(now).toString({ smallestUnit: 'minute' }) };
};
const acte = () => ({ demarche: '1', quoi: 'Formulaire envoyé', mode: 'presence', resultat: 'fait', ...aLInstant() });

describe('la liste', () => {
  test('dit ce qui est en cours, ce qui finit bientôt, ce qui est à signer ; et rien à qui n’a pas de mandat', async () => {
    const proche = { ...PERSONNE, prenom: 'Ondine', nom: 'Bientôt' };
    await poser({ identite: proche, finPrevueAt: Temporal.Now.instant().add({ hours: 30 }) });
    await poser();
    const { text } = await moi.get('/mandats');
    expect(text.indexOf('Ondine Bientôt')).toBeLessThan(text.indexOf('Colette Exemplaire'));
    expect(text).toContain('Finit bientôt');
    expect(text).toContain('Demander l’aide au logement ; Mon relevé de carrière');
    expect((await collegue.get('/mandats')).text).toContain('Aucun mandat pour l’instant.');
    const seul = await site.signedIn(voisin.comptes.agent, { territoireId: voisin.territoire, host: voisin.hote });
    expect((await seul.get('/mandats')).text).not.toMatch(SECRETS);
  });

  test('un brouillon y mène à sa signature, et sa fiche aussi', async () => {
    const signed = await poser();
    const { seanceId } = (await relire(signed.id)) ?? { seanceId: '' };
    const id = crypto.randomUUID();
    const row = { territoireId: '66', id, forme: 'tablette', agentId: demo.agents.demo, seanceId, noticeVersion: 1 };
    await base.owner.insertInto('mandat').values(row).execute();
    expect((await moi.get('/mandats?etat=brouillon')).text).toContain(`href="/mandats/${id}/signer"`);
    expect((await moi.get(`/mandats/${id}`)).location).toBe(`/mandats/${id}/signer`);
    for (const path of ['actes/nouveau', 'comptes', 'retirer', 'recu']) {
      expect((await moi.get(`/mandats/${id}/${path}`)).status, path).toBe(404);
    }
  });

  test('se filtre par état, sans qu’une adresse absurde casse rien', async () => {
    expect((await moi.get('/mandats?etat=detruit')).text).toContain('Aucun mandat dans cet état.');
    for (const query of ['etat=%00', 'etat=toString', 'page=0', 'page=99999', 'page=-1', 'page=deux']) {
      expect((await moi.get(`/mandats?${query}`)).status, query).toBe(200);
    }
  });

  test('un nom se cherche sans jamais être dans une adresse, ni dans ce que la base garde', async () => {
    await poser({ identite: { ...PERSONNE, nom: 'Introuvable-Ailleurs' } });
    const found = await moi.post('/mandats/recherche', { recherche: 'introuvable-ailleurs colette' });
    expect(found.status).toBe(200);
    expect(found.text).toContain('1 mandat pour « introuvable-ailleurs colette »');
    expect((await collegue.post('/mandats/recherche', { recherche: 'introuvable' })).text).not.toContain('Colette');
    const hostile = await moi.post('/mandats/recherche', { recherche: '<script>alert(1)</script>' });
    expect(hostile.text).toContain('&lt;script&gt;');
    expect(hostile.text).not.toContain('<script>alert');
    for (const recherche of ['', ' ', '\0', '\u202E', 'x'.repeat(5_000)]) {
      expect((await moi.post('/mandats/recherche', { recherche })).status).toBeOneOf([200, 303]);
    }
    const rows = await base.owner.selectFrom('envoi').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain('introuvable');
  });
});

describe('ce que le journal garde des lectures', () => {
  test('la liste et la recherche y laissent une ligne chacune, qui ne dit pas qui est cherché', async () => {
    const lignes = async () =>
      (
        await base.owner
          .selectFrom('journalEntree')
          .select(['acte', 'objetId', 'acteur'])
          .where('acte', 'in', ['consulter la liste des mandats', 'chercher un mandat par un nom'])
          .orderBy('id')
          .execute()
      ).map(({ acte, objetId, acteur }) => [acte, objetId, acteur === null ? 'personne' : 'quelqu’un']);
    const before = (await lignes()).length;
    await moi.get('/mandats?etat=actif');
    expect((await moi.post('/mandats/recherche', { recherche: 'Colette Exemplaire' })).status).toBe(200);
    expect((await lignes()).slice(before)).toEqual([
      ['consulter la liste des mandats', null, 'quelqu’un'],
      ['chercher un mandat par un nom', null, 'quelqu’un'],
    ]);
    // Refused before anything is read: nothing is said to have been.
    const equipe = await site.signedIn(demo.comptes.equipe);
    expect((await equipe.post('/mandats/recherche', { recherche: 'Colette' })).status).toBe(403);
    expect(await lignes()).toHaveLength(before + 2);
  });
});

describe('la fiche', () => {
  test('dit qui, quoi, ce qui exclut, et à ses deux agents seulement', async () => {
    const identite = { ...PERSONNE, exclusions: ['Rien avec la banque'], courriel: 'colette@exemple.fr' };
    const { id, code } = await poser({ identite, suppleantId: demo.agents.autre });
    const { text } = await moi.get(`/mandats/${id}`);
    for (const said of [
      'Colette Exemplaire',
      AIDE_LOGEMENT.objet,
      RELEVE_CARRIERE.operateur,
      code,
      'Rien avec la banque',
    ]) {
      expect(text).toContain(said);
    }
    expect(text).toContain(`href="/mandats/${id}/document.pdf"`);
    expect(text).toContain(`href="/mandats/${id}/renouveler"`);
    // The title stays in the history of the browser.
    expect(/<title>([^<]*)/.exec(text)?.[1]).not.toMatch(SECRETS);
    expect((await collegue.get(`/mandats/${id}`)).status).toBe(200);
    const views = await base.owner
      .selectFrom('journalEntree')
      .select(['acte', 'objetId'])
      .where('objetId', '=', id)
      .execute();
    expect(views.map((view) => view.acte)).toContain('consulter un mandat');
  });

  test('scénario 12 : un autre agent, un référent, un élu, la DPO, un voisin n’en voient rien', async () => {
    const { id } = await poser();
    const paths = [
      '',
      '/actes/nouveau',
      '/comptes',
      '/comptes.pdf',
      '/achever',
      '/retirer',
      '/renoncer',
      '/deces',
      '/recu',
      '/recu.pdf',
    ];
    for (const path of paths) {
      expect((await collegue.get(`/mandats/${id}${path}`)).status, path).toBe(404);
      for (const role of ['referent', 'direction', 'dpo', 'equipe', 'administrateur'] as const) {
        const visitor = await site.signedIn(demo.comptes[role]);
        const answer = await visitor.get(`/mandats/${id}${path}`);
        expect(answer.status, `${role} ${path}`).toBe(403);
        expect(answer.text).not.toMatch(SECRETS);
      }
    }
    for (const path of ['/actes', '/achever', '/retirer', '/renoncer', '/deces', '/protection', '/recu']) {
      expect((await collegue.post(`/mandats/${id}${path}`, acte())).status, path).toBe(404);
    }
    const loin = await site.signedIn(voisin.comptes.agent, { territoireId: voisin.territoire, host: voisin.hote });
    expect((await loin.get(`/mandats/${id}`)).status).toBe(404);
    expect((await site.anonymous().get(`/mandats/${id}`)).location).toContain('/connexion');
    expect((await relire(id))?.demarches.every(({ fin }) => fin === null)).toBe(true);
  });

  test('ce que la notice promettait pour prévenir les tiers vaut encore, quoi que disent les réglages', async () => {
    const { id } = await poser({ delaiTiersHeures: 5 });
    await moi.post(`/mandats/${id}/retirer`, { rang: ['1', '2'] });
    for (const { fin, destructibleAt } of (await relire(id))?.demarches ?? []) {
      expect(destructibleAt).toEqual(fin?.at.add({ hours: 5 }));
    }
    expect((await relire(id))?.demarches.every(({ fin }) => fin !== null)).toBe(true);
  });

  test('une fois détruit, elle dit quand, sans rien de ce qu’il disait ; sous une retenue, rien ne se lit', async () => {
    const { id, demarches } = await poser();
    await moi.post(`/mandats/${id}/retirer`, { rang: ['1', '2'] });
    const at = Temporal.Now.instant();
    for (const one of demarches) {
      await base.owner
        .updateTable('mandatDemarche')
        .set({ contenu: null, detruiteAt: at })
        .where('id', '=', one)
        .execute();
    }
    await testCles.destroy('66', [id, ...demarches]);
    await base.owner
      .updateTable('mandat')
      .set({ contenu: null, document: null, detruitAt: at })
      .where('id', '=', id)
      .execute();
    const { text } = await moi.get(`/mandats/${id}`);
    expect(text).toContain('Détruit le');
    expect(text).not.toMatch(SECRETS);
    expect((await moi.get('/mandats?etat=detruit')).text).toMatch(/Détruit<\/span>.*le \d/s);

    const held = await poser();
    const hold = { territoireId: '66', id: crypto.randomUUID(), mandatId: held.id, motif: 'Réquisition du parquet' };
    await base.owner.insertInto('mandatSursis').values(hold).execute();
    const page = (await moi.get(`/mandats/${held.id}`)).text;
    expect(page).toContain('Ce mandat est en sursis');
    expect(page).not.toMatch(SECRETS);
    expect((await moi.post(`/mandats/${held.id}/actes`, acte())).status).toBe(422);
  });
});

describe('les actes', () => {
  test('se notent un par un, se lisent, et font les comptes, à l’écran et en PDF', async () => {
    const { id } = await poser({ suppleantId: demo.agents.autre });
    const form = (await moi.get(`/mandats/${id}/actes/nouveau?rang=2`)).text;
    expect(form).toMatch(/value="2" checked/);
    expect(form).toContain('Aucun paiement');
    expect((await moi.post(`/mandats/${id}/actes`, acte())).location).toBe(`/mandats/${id}#actes`);
    const distant = { ...acte(), demarche: '2', mode: 'distance', quoi: 'Relevé demandé', resultat: 'en_attente' };
    expect((await collegue.post(`/mandats/${id}/actes`, distant)).status).toBe(303);
    const { text } = await moi.get(`/mandats/${id}/comptes`);
    for (const said of ['Formulaire envoyé', 'Relevé demandé', 'À distance, sans la personne', 'Bastien Micocoulier']) {
      expect(text).toContain(said);
    }
    const pdf = await moi.get(`/mandats/${id}/comptes.pdf`);
    expect(Buffer.from(pdf.bytes.subarray(0, 5)).toString()).toBe('%PDF-');
    expect(pdf.headers.get('content-disposition')).toBe(`attachment; filename="comptes-${id}.pdf"`);
  });

  test('sont refusés hors du mandat, à venir, avant la signature, après la fin ; rien de ce qui était tapé n’est perdu', async () => {
    const { id } = await poser({ identite: { ...PERSONNE, execution: 'presence' } });
    const tomorrow = Temporal.Now.plainDateISO('Europe/Paris').add({ days: 2 }).toString();
    const wrong = { ...acte(), demarche: '9', mode: 'distance', faitLe: tomorrow };
    const refused = await moi.post(`/mandats/${id}/actes`, wrong);
    expect(refused.status).toBe(422);
    for (const sentence of ['il ne permet rien d’autre', 'notez-le une fois fait', 'au même endroit']) {
      expect(refused.text).toContain(sentence);
    }
    expect(refused.text).toContain('Formulaire envoyé');
    const early = await moi.post(`/mandats/${id}/actes`, { ...acte(), faitLe: '2020-01-01' });
    expect(early.text).toContain('Cet acte précède la signature du mandat.');
    const blank = await moi.post(`/mandats/${id}/actes`, {});
    for (const sentence of ['Indiquez ce qui a été fait.', 'Indiquez le jour.', 'Choisissez le résultat.']) {
      expect(blank.text).toContain(sentence);
    }
    await moi.post(`/mandats/${id}/achever`, { rang: '1' });
    expect((await moi.post(`/mandats/${id}/actes`, acte())).text).toContain('Cette démarche est finie');
    const rows = await base.owner.selectFrom('mandatActe').selectAll().execute();
    const own = new Set((await relire(id))?.demarches.map((one) => one.id));
    expect(rows.filter(({ demarcheId }) => own.has(demarcheId))).toEqual([]);
  });

  test('scénario 15 : une seconde après le terme, refusé, avant qu’aucune tâche soit passée', async () => {
    const finPrevueAt = Temporal.Now.instant().add({ hours: 24 });
    const { id } = await poser({ finPrevueAt });
    const late = openSite(base.request, { clock: () => finPrevueAt.add({ seconds: 1 }) });
    const visitor = await late.signedIn(demo.comptes.agent);
    const refused = await visitor.post(`/mandats/${id}/actes`, acte());
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('Plus aucune démarche de ce mandat n’est en cours');
    expect((await visitor.get(`/mandats/${id}`)).text).toContain('Expiré');
    expect((await visitor.post(`/mandats/${id}/retirer`, { rang: '1' })).status).toBe(422);
  });

  test('scénario 15 : des textes hostiles se lisent, sans rien injecter, à l’écran et en PDF', async () => {
    const nom = `<script>alert(1)</script> O’Brien ${'é'.repeat(200)}`;
    const { id } = await poser({ identite: { ...PERSONNE, nom } });
    const quoi = `"><img src=x onerror=alert(1)> #read("/etc/passwd") ${'x'.repeat(300)}`;
    expect((await moi.post(`/mandats/${id}/actes`, { ...acte(), quoi })).status).toBe(303);
    for (const path of ['', '/comptes', '/retirer', '/actes/nouveau']) {
      const { text } = await moi.get(`/mandats/${id}${path}`);
      expect(text).not.toContain('<script>alert');
      expect(text).not.toContain('<img src=x');
    }
    expect((await moi.get(`/mandats/${id}/comptes.pdf`)).status).toBe(200);
    expect((await moi.post(`/mandats/${id}/actes`, { ...acte(), quoi: 'a\u202Eb' })).status).toBe(422);
  });

  test('le formulaire lit ou refuse tout, en français', () => {
    for (const form of [acteForm, renoncerForm, decesForm, protectionForm]) expectFrenchOrData(form);
  });
});

describe('les fins', () => {
  test('une démarche s’achève après confirmation : aussitôt illisible, les autres continuent', async () => {
    const { id, demarches } = await poser();
    expect((await moi.get(`/mandats/${id}/achever?choisir=oui`)).status).toBe(422);
    const confirm = (await moi.get(`/mandats/${id}/achever?rang=1`)).text;
    expect(confirm).toContain('Ce qui s’ensuit');
    expect((await relire(id))?.demarches[0]?.fin).toBeNull();
    expect((await moi.post(`/mandats/${id}/achever`, { rang: '1' })).status).toBe(303);
    const { text } = await moi.get(`/mandats/${id}`);
    expect(text).not.toContain(AIDE_LOGEMENT.objet);
    expect(text).toContain(RELEVE_CARRIERE.objet);
    expect((await relire(id))?.demarches[0]).toMatchObject({
      id: demarches[0],
      fin: { cause: 'achevement', canal: 'agent' },
    });
    // A second time, or for what is not in force: refused, and nothing changes.
    for (const rang of [['1'], ['7'], [], ['1', '2']]) {
      expect((await moi.post(`/mandats/${id}/achever`, { rang })).status, String(rang)).toBe(422);
    }
    expect((await relire(id))?.demarches[1]?.fin).toBeNull();
  });

  test('le retrait au guichet donne un reçu, avec qui prévenir et un lien pour le reste', async () => {
    const { id } = await poser({ suppleantId: demo.agents.autre });
    await base.owner.deleteFrom('courriel').where('genre', '=', 'mandat').execute();
    expect((await moi.post(`/mandats/${id}/retirer`, { rang: '1' })).location).toBe(`/mandats/${id}/recu`);
    const { text } = await moi.get(`/mandats/${id}/recu`);
    expect(text).toContain(AIDE_LOGEMENT.operateur);
    expect(text).toContain('Retirée par la personne');
    const lien = /http:\/\/localhost\/retrait\/([0-9a-f-]{36})/.exec(text)?.[1] ?? '';
    expect((await site.anonymous().get(`/retrait/${lien}`)).text).toContain(RELEVE_CARRIERE.objet);
    expect((await moi.get(`/mandats/${id}/recu.pdf`)).headers.get('content-type')).toBe('application/pdf');
    const mails = await base.owner.selectFrom('courriel').selectAll().where('genre', '=', 'mandat').execute();
    // The one who withdrew knows; the other is told, without anything of it.
    expect(mails).toHaveLength(1);
    expect(mails[0]?.texte).toContain(`/mandats/${id}`);
    for (const { sujet, texte } of mails) expect(`${sujet} ${texte}`).not.toMatch(SECRETS);

    expect((await moi.post(`/mandats/${id}/recu`, {})).text).toContain('Cochez les organismes que vous avez prévenus.');
    const noted = await moi.post(`/mandats/${id}/recu`, { rang: '1' });
    const flash = (answer: typeof noted) => decodeURIComponent(answer.headers.get('set-cookie') ?? '');
    // No visa: what is over is not destroyed, and nothing says that it is.
    expect(flash(noted)).toContain('ne se lit plus ; sa destruction attend le visa des Archives départementales.');
    const told = (await moi.get(`/mandats/${id}/recu`)).text;
    expect(told).toContain('prévenu le');
    expect(told).not.toContain(AIDE_LOGEMENT.operateur);
    const first = (await relire(id))?.demarches[0];
    expect(first?.destructibleAt).toEqual(first?.tiersPrevenusAt);
    expect((await moi.post(`/mandats/${id}/recu`, { rang: '1' })).status).toBe(422);
  });

  test('une fois le visa donné, la suite se dit, sans promettre que c’est déjà fait ; sous un sursis, elle l’attend', async () => {
    const visa = { reference: 'AD66-2026-1', date: Temporal.PlainDate.from('2026-01-05'), portee: 'Mandats' };
    expect(direSuite({ isRetenu: false }, visa)).toBe('sa destruction suit');
    expect(direSuite({ isRetenu: true }, visa)).toBe('sa destruction attend la levée du sursis');
    const { id } = await poser();
    for (const path of ['achever?rang=1', 'retirer?rang=1']) {
      const { text } = await moi.get(`/mandats/${id}/${path}`);
      expect(text).toContain('ne se lit plus');
      expect(text).toContain('sa destruction attend le visa des Archives départementales');
      expect(text).not.toMatch(/sont détruits|tout est détruit/);
    }
  });

  test('le suppléant ne renonce pas à la place du mandataire : la page lui dit de le prévenir', async () => {
    const { id } = await poser({ suppleantId: demo.agents.autre });
    const { text } = await collegue.get(`/mandats/${id}/renoncer`);
    expect(text).toContain('Seul le mandataire y renonce');
    expect(text).not.toContain(`action="/mandats/${id}/renoncer"`);
    expect((await collegue.get(`/mandats/${id}`)).text).not.toContain('Je renonce à ce mandat');
    expect((await collegue.post(`/mandats/${id}/renoncer`, { annonce: 'telephone' })).status).toBe(404);
    expect((await relire(id))?.demarches.every(({ fin }) => fin === null)).toBe(true);
    expect((await moi.post(`/mandats/${id}/renoncer`, { annonce: 'telephone' })).status).toBe(303);
  });

  test('scénario 9 : deux agents qui arrêtent la même démarche au même instant : un seul le fait, l’autre le lit', async () => {
    const { id } = await poser({ suppleantId: demo.agents.autre });
    const both = await Promise.all([
      moi.post(`/mandats/${id}/retirer`, { rang: ['1', '2'] }),
      collegue.post(`/mandats/${id}/achever`, { rang: '2' }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([303, 422]);
    const causes = (await relire(id))?.demarches.map(({ fin }) => fin?.cause);
    expect([
      ['retrait', 'retrait'],
      [undefined, 'achevement'],
    ]).toContainEqual(causes);
  });

  test('l’agent renonce en disant comment la personne le sait', async () => {
    const { id } = await poser();
    expect((await moi.post(`/mandats/${id}/renoncer`, {})).text).toContain(
      'Choisissez comment la personne en est informée.',
    );
    expect((await moi.post(`/mandats/${id}/renoncer`, { annonce: 'telephone' })).status).toBe(303);
    expect((await moi.get(`/mandats/${id}`)).text).toContain('Renonciation de l’agent (par téléphone)');
    expect((await moi.post(`/mandats/${id}/renoncer`, { annonce: 'telephone' })).status).toBe(422);
    expect((await moi.get(`/mandats/${id}/renoncer`)).text).toContain('Plus rien n’est en cours');
  });

  test('scénario 15 : un décès, une mesure de protection arrêtent tout, à l’instant où ils sont notés', async () => {
    const { id } = await poser();
    const tomorrow = Temporal.Now.plainDateISO('Europe/Paris').add({ days: 1 }).toString();
    expect((await moi.post(`/mandats/${id}/deces`, { survenuLe: tomorrow, preuve: 'proche' })).text).toContain(
      'Cette date est à venir.',
    );
    expect((await moi.post(`/mandats/${id}/deces`, { survenuLe: '2026-02-31', preuve: 'copie' })).status).toBe(422);
    expect((await moi.post(`/mandats/${id}/deces`, { survenuLe: '2026-03-03', preuve: 'proche' })).status).toBe(303);
    const mandat = await relire(id);
    for (const { fin, moyen, evenementLe } of mandat?.demarches ?? []) {
      expect(fin?.cause).toBe('deces');
      expect(moyen).toBe('proche');
      expect(evenementLe?.toString()).toBe('2026-03-03');
    }
    expect((await moi.get(`/mandats/${id}`)).text).toContain('Décès, le 3 mars 2026 (dit par un proche), noté le');
    const other = await poser();
    const measure = { survenuLe: '2026-03-03', preuve: 'jugement' };
    expect((await moi.post(`/mandats/${other.id}/protection`, measure)).status).toBe(303);
    expect((await moi.post(`/mandats/${other.id}/actes`, acte())).status).toBe(422);
  });
});
