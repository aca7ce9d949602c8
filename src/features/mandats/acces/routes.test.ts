import { beforeAll, describe, expect, test } from 'vitest';
import { demo } from '../../../../db/demo/ids.ts';
import { useBase } from '../../../../test/base.ts';
import { useCles } from '../../../../test/cles-partagees.ts';
import { type MandatPose, poserMandat } from '../../../../test/mandats.ts';
import { type Answer, openSite, type Visitor } from '../../../../test/visitor.ts';
import { inTerritoire } from '../../../platform/db.ts';
import { ACCES_REFUSE } from '../../../platform/http/garde.ts';
import { uuidv7 } from '../../../platform/ids.ts';
import { placeDe, sceller } from '../contenu.ts';
import { finirDemarches } from '../store.ts';

const base = useBase({ demo: true });
const store = useCles();
const MOTIF = 'L’agent est absent et une échéance tombe demain';
let now = Temporal.Now.instant();
let site: ReturnType<typeof openSite>;
let equipe: Visitor;
let adjoint: Visitor;
let dpo: Visitor;
let mandat: MandatPose;

beforeAll(async () => {
  site = openSite(base.request, { cles: store.cles, clock: () => now });
  equipe = await site.signedIn(demo.comptes.equipe, { confirme: true });
  adjoint = await site.signedIn(demo.comptes.equipeAdjoint, { confirme: true });
  dpo = await site.signedIn(demo.comptes.dpo, { confirme: true });
  mandat = await poserMandat(base, store.cles);
});

const chez = <T>(work: Parameters<typeof inTerritoire<T>>[2]) => inTerritoire(base.request, '66', work);
const lu = ({ text }: Answer): string => text.replaceAll(/<[^>]*>/g, ' ').replaceAll(/[\s\u00a0]+/g, ' ');
const actes = async (id: string) =>
  (await base.owner.selectFrom('journalEntree').select('acte').where('objetId', '=', id).orderBy('id').execute()).map(
    ({ acte }) => acte,
  );
const courriels = (code: string) =>
  base.owner
    .selectFrom('courriel')
    .select(['destinataire', 'genre', 'sujet', 'texte'])
    .where('sujet', 'like', `%${code}%`)
    .orderBy('destinataire')
    .execute();

describe('Retrouver un mandat', () => {
  test('par le code de la copie, écrit comme on veut, et par rien d’autre', async () => {
    const page = await equipe.get('/mandats/suivi/recherche');
    expect(lu(page)).toContain('Ni son nom ni sa démarche ne permettent de chercher');
    const typed = mandat.code.toLowerCase().replaceAll('-', ' ');
    const found = await equipe.post('/mandats/suivi/recherche', { code: typed });
    expect(found.location).toBe(`/mandats/${mandat.id}/acces`);
    expect(await actes(mandat.id)).toContain('chercher un mandat par son code');
    for (const [code, message] of [
      ['', 'Indiquez le code du mandat'],
      ['Colette Exemplaire', 'Un code de mandat a 12 signes'],
      ['a'.repeat(64), 'Le code du mandat'],
      ['0000-0000-0000', 'Aucun mandat signé ne porte ce code'],
    ] as const) {
      const refused = await equipe.post('/mandats/suivi/recherche', { code });
      expect(refused.status, code).toBe(422);
      expect(lu(refused)).toContain(message);
    }
  });

  test('un brouillon n’a pas encore de code, et n’est là pour personne d’autre', async () => {
    const id = uuidv7();
    const seance = await base.owner
      .selectFrom('seance')
      .select('id')
      .where('agentId', '=', demo.agents.demo)
      .executeTakeFirstOrThrow();
    const draft = { territoireId: '66', id, forme: 'tablette', agentId: demo.agents.demo, seanceId: seance.id };
    await base.owner
      .insertInto('mandat')
      .values({ ...draft, noticeVersion: 1, code: 'BBBB-CCCC-DDDD' })
      .execute();
    expect((await equipe.post('/mandats/suivi/recherche', { code: 'BBBB-CCCC-DDDD' })).status).toBe(422);
    expect((await equipe.get(`/mandats/${id}/acces`)).status).toBe(404);
    expect((await dpo.get(`/mandats/${id}/sursis`)).status).toBe(404);
    expect(lu(await site.anonymous().get('/verifier?q=BBBB-CCCC-DDDD'))).toContain('Ce code n’est pas connu ici');
  });
});

describe('L’accès exceptionnel', () => {
  test('redemande le code de connexion, puis une raison', async () => {
    const unconfirmed = await site.signedIn(demo.comptes.equipe);
    expect((await unconfirmed.get(`/mandats/${mandat.id}/acces`)).location).toMatch(/^\/confirmer/);
    expect((await unconfirmed.post(`/mandats/${mandat.id}/acces`, { motif: MOTIF })).location).toMatch(/^\/confirmer/);
    const form = await equipe.get(`/mandats/${mandat.id}/acces`);
    expect(lu(form)).toContain(
      'Le délégué à la protection des données et le mandataire reçoivent aussitôt un courriel',
    );
    expect(form.text).not.toContain('Colette');
    const short = await equipe.post(`/mandats/${mandat.id}/acces`, { motif: 'urgence' });
    expect(short.status).toBe(422);
    expect(lu(short)).toContain('10 caractères au moins');
    expect(short.text).toContain('urgence');
    expect((await equipe.post(`/mandats/${mandat.id}/acces`, { motif: 'x'.repeat(501) })).status).toBe(422);
    expect((await equipe.get(`/mandats/${mandat.id}/lecture`)).status).toBe(404);
    expect(await courriels(mandat.code)).toEqual([]);
  });

  test('ouvre la lecture une heure, à ce compte seul, et le dit au délégué et au mandataire', async () => {
    const [demarche = ''] = mandat.demarches;
    const acte = { quoi: 'Dossier envoyé', resultat: 'fait' };
    const id = uuidv7();
    const key = (await store.cles.open('66', [demarche])).get(demarche);
    if (key === undefined) throw new Error('No key');
    await chez((db) =>
      db
        .insertInto('mandatActe')
        .values({
          ...{ territoireId: '66', id, demarcheId: demarche, agentId: demo.agents.demo, faitAt: now },
          contenu: sceller(key, acte, placeDe.acte(id)),
        })
        .execute(),
    );
    const opened = await equipe.post(`/mandats/${mandat.id}/acces`, { motif: MOTIF });
    expect(opened.location).toBe(`/mandats/${mandat.id}/lecture`);
    const page = await equipe.get(`/mandats/${mandat.id}/lecture`);
    const text = lu(page);
    for (const shown of [
      'Colette Exemplaire',
      '12 avril 1948',
      'Demander l’aide au logement',
      'Dossier envoyé',
      'en lecture seule',
      MOTIF,
      'Fermer maintenant',
    ]) {
      expect(text).toContain(shown);
    }
    const pdf = await equipe.get(`/mandats/${mandat.id}/lecture/document.pdf`);
    expect(pdf.text).toContain(`essai ${mandat.id}`);
    expect(pdf.headers.get('content-disposition')).toBe(`inline; filename="mandat-${mandat.code}.pdf"`);
    // Nobody else of the team, and no way to act.
    expect((await adjoint.get(`/mandats/${mandat.id}/lecture`)).status).toBe(404);
    expect((await adjoint.get(`/mandats/${mandat.id}/lecture/document.pdf`)).status).toBe(404);
    expect((await dpo.get(`/mandats/${mandat.id}/lecture`)).status).toBe(403);
    expect([...page.text.matchAll(/<form[^>]*action="([^"]*)"/g)].map(([, action]) => action)).toEqual([
      '/deconnexion',
      `/mandats/${mandat.id}/acces/fermer`,
    ]);
    expect(lu(await equipe.get('/mandats/suivi'))).toContain(`Le mandat ${mandat.code} vous est ouvert`);
    expect(await actes(mandat.id)).toEqual(
      expect.arrayContaining([
        'ouvrir un mandat par accès exceptionnel',
        'lire un mandat par accès exceptionnel',
        'lire le document d’un mandat par accès exceptionnel',
        ACCES_REFUSE,
      ]),
    );
  });

  test('le courriel dit qui, quand et quel mandat, ni pourquoi, ni rien de ce qu’il contient', async () => {
    const sent = await courriels(mandat.code);
    const agent = await base.owner
      .selectFrom('compte')
      .select('courriel')
      .where('id', '=', demo.comptes.agent)
      .executeTakeFirstOrThrow();
    const delegue = await base.owner
      .selectFrom('compte')
      .select('courriel')
      .where('id', '=', demo.comptes.dpo)
      .executeTakeFirstOrThrow();
    expect(sent.map(({ destinataire }) => destinataire).sort()).toEqual([agent.courriel, delegue.courriel].sort());
    for (const { genre, texte } of sent) {
      expect(genre).toBe('mandat');
      expect(texte).toContain('Raison à lire dans Escale');
      expect(texte).not.toContain('échéance');
      expect(texte).toMatch(/a ouvert le mandat \S+ le \d+ \S+ 20\d\d à/);
      expect(texte).not.toMatch(/Colette|Exemplaire|logement|CARSAT/);
    }
    const { rows } = await chez(async (db) => ({ rows: await db.selectFrom('mandatAcces').selectAll().execute() }));
    expect(rows).toHaveLength(1);
    const line = await base.owner.selectFrom('journalEntree').selectAll().where('objetId', '=', mandat.id).execute();
    expect(JSON.stringify(line)).not.toContain('CAF');
  });

  test('la personne déléguée lit qui a ouvert quoi, jusqu’à quand et pourquoi', async () => {
    const text = lu(await dpo.get('/mandats/acces'));
    expect(text).toContain(mandat.code);
    expect(text).toContain(MOTIF);
    expect(text).not.toContain('Colette');
    expect((await equipe.get('/mandats/acces')).status).toBe(403);
    expect(lu(await dpo.get('/dpo'))).toMatch(new RegExp(`Mandat ${mandat.code}, ouvert par .* Ouvert`));
    const journal = lu(await dpo.get(`/journal?q=${mandat.id}`));
    expect(journal).toContain('lire un mandat par accès exceptionnel');
    expect(lu(await dpo.get('/journal?q=acc%C3%A8s+refus%C3%A9'))).toContain(mandat.id);
  });

  test('se ferme quand on veut, et de lui-même à la dernière minute', async () => {
    expect((await equipe.post(`/mandats/${mandat.id}/acces/fermer`)).location).toBe('/mandats/suivi');
    expect((await equipe.get(`/mandats/${mandat.id}/lecture`)).status).toBe(404);
    expect((await equipe.post(`/mandats/${mandat.id}/acces/fermer`)).status).toBe(404);
    await equipe.post(`/mandats/${mandat.id}/acces`, { motif: MOTIF });
    const opened = now;
    now = opened.add({ minutes: 59, seconds: 59 });
    expect((await equipe.get(`/mandats/${mandat.id}/lecture`)).status).toBe(200);
    now = opened.add({ minutes: 60 });
    expect((await equipe.get(`/mandats/${mandat.id}/lecture`)).status).toBe(404);
    expect((await equipe.get(`/mandats/${mandat.id}/lecture/document.pdf`)).status).toBe(404);
    now = opened;
  });

  test('rien de ce qui est fini, retiré en partie ou détruit ne s’y lit', async () => {
    const partial = await poserMandat(base, store.cles);
    const fin = { at: now, cause: 'achevement', canal: 'agent', compteId: null, delaiTiersHeures: 0 } as const;
    await chez((db) => finirDemarches(db, '66', partial.id, { ...fin, demarcheIds: partial.demarches.slice(0, 1) }));
    await equipe.post(`/mandats/${partial.id}/acces`, { motif: MOTIF });
    const text = lu(await equipe.get(`/mandats/${partial.id}/lecture`));
    expect(text).toContain('Démarche 1 : ne se lit plus');
    expect(text).not.toContain('aide au logement');
    expect(text).toContain('Mon relevé de carrière');
    // Over while it is open.
    await chez((db) => finirDemarches(db, '66', partial.id, fin));
    const over = lu(await equipe.get(`/mandats/${partial.id}/lecture`));
    expect(over).toContain('Ce que dit ce mandat ne se lit plus');
    expect(over).not.toMatch(/Colette|relevé/);
    expect((await equipe.get(`/mandats/${partial.id}/lecture/document.pdf`)).status).toBe(404);
    await equipe.post(`/mandats/${partial.id}/acces/fermer`);
    const refused = await equipe.post(`/mandats/${partial.id}/acces`, { motif: MOTIF });
    expect(refused.status).toBe(422);
    expect(lu(refused)).toContain('plus personne ne le lit');
  });

  test('un mandataire parti n’est plus averti, le délégué l’est toujours', async () => {
    const left = await poserMandat(base, store.cles, { agentId: demo.agents.autre });
    await base.owner.updateTable('compte').set({ fermeLe: now }).where('agentId', '=', demo.agents.autre).execute();
    await equipe.post(`/mandats/${left.id}/acces`, { motif: MOTIF });
    expect(await courriels(left.code)).toHaveLength(1);
    await base.owner.updateTable('compte').set({ fermeLe: null }).where('agentId', '=', demo.agents.autre).execute();
  });
});

describe('Le sursis', () => {
  test('se pose avec une raison, ferme toute lecture, et se lève', async () => {
    const held = await poserMandat(base, store.cles);
    await equipe.post(`/mandats/${held.id}/acces`, { motif: MOTIF });
    const found = await dpo.post('/mandats/sursis/recherche', { code: held.code });
    expect(found.location).toBe(`/mandats/${held.id}/sursis`);
    const motif = 'Plainte déposée, le parquet demande de garder';
    expect((await dpo.post(`/mandats/${held.id}/sursis`, { motif: 'plainte' })).status).toBe(422);
    expect((await dpo.post(`/mandats/${held.id}/sursis`, { motif })).location).toBe('/mandats/sursis');
    expect((await dpo.post(`/mandats/${held.id}/sursis`, { motif })).status).toBe(422);
    expect(lu(await dpo.get('/mandats/sursis'))).toMatch(new RegExp(`${held.code} .*${motif} En sursis`));
    expect(lu(await dpo.get('/dpo'))).toContain(`Mandat ${held.code}, en sursis`);
    // What was open shows nothing any more, and nothing opens.
    const reading = lu(await equipe.get(`/mandats/${held.id}/lecture`));
    expect(reading).toContain('Ce que dit ce mandat ne se lit plus');
    expect(reading).not.toContain('Colette');
    expect((await equipe.get(`/mandats/${held.id}/lecture/document.pdf`)).status).toBe(404);
    expect(lu(await adjoint.post(`/mandats/${held.id}/acces`, { motif: MOTIF }))).toContain('Ce mandat est en sursis');
    expect((await dpo.post(`/mandats/${held.id}/sursis/lever`)).location).toBe('/mandats/sursis');
    expect((await dpo.post(`/mandats/${held.id}/sursis/lever`)).status).toBe(404);
    expect(lu(await equipe.get(`/mandats/${held.id}/lecture`))).toContain('Colette');
    expect(await actes(held.id)).toEqual(
      expect.arrayContaining(['mettre un mandat en sursis', 'lever le sursis d’un mandat']),
    );
    const told = (await courriels(held.code)).filter(({ sujet }) => sujet.startsWith('Sursis'));
    expect(told.map(({ sujet }) => sujet).sort()).toEqual([
      `Sursis levé sur le mandat ${held.code}`,
      `Sursis sur le mandat ${held.code}`,
    ]);
    for (const { texte } of told) expect(texte).not.toMatch(/Plainte|Colette|logement/);
  });

  test('deux personnes qui le posent ensemble n’en posent qu’un', async () => {
    const held = await poserMandat(base, store.cles);
    const motif = 'Enquête administrative en cours';
    const answers = await Promise.all([1, 2].map(() => dpo.post(`/mandats/${held.id}/sursis`, { motif })));
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 422]);
  });

  test('sur un mandat détruit, il n’y a plus rien à retenir', async () => {
    const gone = await poserMandat(base, store.cles);
    await base.owner
      .updateTable('mandat')
      .set({ detruitAt: now, contenu: null, document: null })
      .where('id', '=', gone.id)
      .execute();
    expect(lu(await dpo.get(`/mandats/${gone.id}/sursis`))).toContain('Ce mandat est détruit');
    expect((await dpo.post(`/mandats/${gone.id}/sursis`, { motif: 'Plainte déposée' })).status).toBe(422);
  });
});
