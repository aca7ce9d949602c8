import { beforeAll, describe, expect, test } from 'vitest';
import { demo, voisin } from '../../../../db/demo/ids.ts';
import { useBase } from '../../../../test/base.ts';
import { testCles } from '../../../../test/cles-partagees.ts';
import { expectFrenchOrData } from '../../../../test/hostile-form.ts';
import { poserMandat } from '../../../../test/mandats.ts';
import { openSite, type Visitor } from '../../../../test/visitor.ts';
import type { Territoire } from '../../../domain/territoire.ts';
import { inTerritoire } from '../../../platform/db.ts';
import { uuidv7 } from '../../../platform/ids.ts';
import { REFUSABLES } from '../../courriels/rules.ts';
import { refusDe } from '../../courriels/store.ts';
import { appliquerConservation } from '../../donnees-personnelles/nuit.ts';
import { saveActe } from '../../mandats/actes/store.ts';
import { noterRappeles } from '../../mandats/rappels/store.ts';
import { findMandat } from '../../mandats/store.ts';
import { retenirLignes } from '../lignes/store.ts';
import { annonceForm } from '../routes-gel.tsx';
import type { Droit } from '../rules.ts';
import { saveDemande, saveVerification } from '../store.ts';

const base = useBase({ demo: true });
const today = Temporal.Now.plainDateISO('Europe/Paris');
const COURRIEL = 'violette.arbousier@exemple.invalid';
let site: ReturnType<typeof openSite>;
let dpo: Visitor;
let equipe: Visitor;
let agent: Visitor;

beforeAll(async () => {
  site = openSite(base.request);
  dpo = await site.signedIn(demo.comptes.dpo, { confirme: true });
  equipe = await site.signedIn(demo.comptes.equipe, { confirme: true });
  agent = await site.signedIn(demo.comptes.agent, { confirme: true });
});

const chez = <T>(work: Parameters<typeof inTerritoire<T>>[2]) => inTerritoire(base.request, '66', work);

/** A request of somebody known, decided as told unless nothing is. */
async function demander(
  droit: Droit,
  options: { readonly decision?: string | null; readonly courriel?: string | null } = {},
): Promise<string> {
  const { decision = 'satisfaite', courriel = COURRIEL } = options;
  const joindre = { courriel, telephone: null, adresse: '4 rue Fictive', message: null };
  const saisie = { droit, demandeur: 'contact', nom: 'Violette Arbousier', ...joindre } as const;
  const id = await chez(async (db) => {
    const saved = await saveDemande(db, '66', { ...saisie, origine: 'guichet', recueLe: today }, null);
    await saveVerification(db, '66', saved.id, { moyen: 'agent', etablie: true, jour: today, par: null });
    return saved.id;
  });
  if (decision !== null) {
    const { location } = await dpo.post(`/droits/${id}/decision`, { decision, motif: '', precision: '' });
    expect(location).toBe(['opposition', 'limitation'].includes(droit) ? `/gels/${id}` : `/droits/${id}/reponse`);
  }
  return id;
}

/** Keeps a row as the person's; its id among those of the request. */
async function retenir(droit: string, donnee: string, table: string, id: string): Promise<string> {
  const row = { source: 'declarations', donnee, table, cle: { id } };
  await chez((db) => retenirLignes(db, '66', droit, [row]));
  const kept = await base.owner
    .selectFrom('droitLigne')
    .select(['id', 'cle'])
    .where('droitDemandeId', '=', droit)
    .execute();
  return kept.find(({ cle }) => JSON.stringify(cle).includes(id))?.id ?? '';
}

const unDemande = async () =>
  (await base.owner.selectFrom('demande').select('id').where('territoireId', '=', '66').orderBy('id').execute()).at(0)
    ?.id ?? '';
const mails = () => base.owner.selectFrom('courriel').selectAll().where('destinataire', '=', COURRIEL).execute();
const prevenir = (gel: string, canal = 'courrier') => dpo.post(`/gels/${gel}/prevenir`, { canal, le: `${today}` });

describe('geler', () => {
  test('une demande d’accueil limitée ne se voit plus, ne s’efface pas la nuit, et revient une fois le gel levé', async () => {
    const id = await unDemande();
    const droit = await demander('limitation');
    const ligne = await retenir(droit, 'demandes', 'demande', id);
    expect((await equipe.get(`/demandes/${id}`)).status).toBe(200);
    expect((await dpo.get(`/gels/${droit}`)).text).toContain('l’équipe ne la voit plus');
    expect((await dpo.post(`/gels/${droit}`, { lignes: ligne })).location).toBe(`/droits/${droit}#gel`);
    expect((await dpo.get(`/droits/${droit}`)).text).toContain('Gelée');

    expect((await equipe.get(`/demandes/${id}`)).status).toBe(404);
    for (const geste of ['suivi', 'notes', 'sans-suite', 'effacer', 'reprendre', 'structure', 'relier', 'referent']) {
      expect((await equipe.post(`/demandes/${id}/${geste}`, { texte: 'Rappelée' })).status, geste).toBe(404);
    }
    const board = (await equipe.get('/demandes')).text;
    expect(board).toContain('Une demande est gelée à la demande de la personne');
    expect(board).not.toContain(id);
    expect((await equipe.get('/demandes/liste')).text).not.toContain(id);
    // Its own file still has it.
    expect((await dpo.get(`/droits/${droit}/dossier`)).status).toBe(200);

    const old = today.subtract({ years: 10 }).toZonedDateTime('Europe/Paris').toInstant();
    await base.owner.updateTable('demande').set({ createdAt: old }).where('id', '=', id).execute();
    const nuit = async () => {
      const territoire = await base.owner
        .selectFrom('territoire')
        .selectAll()
        .where('id', '=', '66')
        .executeTakeFirstOrThrow();
      const chezElle = territoire as unknown as Territoire;
      await chez((db) => appliquerConservation(db, chezElle, today, Temporal.Now.instant()));
    };
    const isKept = async () =>
      (await base.owner.selectFrom('demande').select('id').where('id', '=', id).executeTakeFirst()) !== undefined;
    await nuit();
    expect(await isKept()).toBe(true);
    await prevenir(droit);
    expect((await dpo.post(`/gels/${droit}/lever`)).status).toBe(303);
    expect((await equipe.get(`/demandes/${id}`)).status).toBe(200);
    await nuit();
    expect(await isKept()).toBe(false);
  });

  test('un compte : plus aucun courriel dont on peut se passer', async () => {
    const { courriel } = await base.owner
      .selectFrom('compte')
      .select('courriel')
      .where('id', '=', demo.comptes.agent)
      .executeTakeFirstOrThrow();
    const refus = () => chez((db) => refusDe(db, '66', courriel));
    expect(await refus()).toEqual([]);
    const droit = await demander('opposition');
    const ligne = await retenir(droit, 'comptes', 'compte', demo.comptes.agent);
    const { text } = await dpo.get(`/gels/${droit}`);
    expect(text).toContain('S’opposer à un mandat, c’est le retirer');
    expect(text).not.toContain('Codes des mandats');
    expect((await dpo.post(`/gels/${droit}`, { lignes: ligne })).status).toBe(303);
    expect(await refus()).toEqual(REFUSABLES);
    expect((await dpo.get(`/droits/${droit}/reponse`)).text).toContain('Ce qui est gelé');
  });

  test('un mandat, par le code de sa copie : ni acte, ni lecture, ni rappel ; gardé, et retirable', async () => {
    const soon = Temporal.Now.instant().add({ hours: 48 });
    const { id, code, demarches } = await poserMandat(base, testCles, { finPrevueAt: soon });
    const droit = await demander('limitation');
    await base.owner.deleteFrom('courriel').execute();
    expect((await dpo.post(`/gels/${droit}`, { codes: ` ${code.toLowerCase()} \n` })).status).toBe(303);
    expect((await chez((db) => findMandat(db, '66', id)))?.isRetenu).toBe(true);
    const acte = {
      demarcheId: demarches[0] ?? '',
      agentId: demo.agents.demo,
      faitAt: Temporal.Now.instant(),
      contenu: { quoi: 'Essai', mode: 'presence', resultat: 'fait' },
      compteId: demo.comptes.agent,
    } as const;
    expect(await chez((db) => saveActe({ db, cles: testCles }, '66', acte))).toBe(false);
    expect((await agent.get(`/mandats/${id}`)).text).not.toContain('Colette');
    const now = Temporal.Now.instant();
    const rappeles = () => chez((db) => noterRappeles(db, '66', { now, before: now.add({ hours: 100 }) }));
    expect((await rappeles()).map((one) => one.id)).not.toContain(id);
    expect((await agent.get(`/mandats/${id}/retirer`)).status).toBe(200);
    const sent = await base.owner.selectFrom('courriel').selectAll().execute();
    expect(sent.map(({ sujet }) => sujet)).toEqual([`Sursis sur le mandat ${code}`]);
    expect(sent[0]?.texte).not.toMatch(/limitation|DR-|Arbousier/i);

    // It is lifted from the request alone, once the person is told.
    const sursis = await dpo.get(`/mandats/${id}/sursis`);
    expect(sursis.text).toContain(`href="/gels/${droit}"`);
    expect(sursis.text).not.toContain('Lever le sursis</button>');
    expect((await dpo.post(`/mandats/${id}/sursis/lever`)).status).toBe(422);
    expect((await dpo.get(`/droits/${droit}`)).text).toContain(`Mandat ${code}`);
    expect((await dpo.post(`/gels/${droit}/lever`)).text).toContain('Prévenez d’abord la personne');
    await prevenir(droit);
    expect((await dpo.post(`/gels/${droit}/lever`)).status).toBe(303);
    expect((await chez((db) => findMandat(db, '66', id)))?.isRetenu).toBe(false);
    expect((await rappeles()).map((one) => one.id)).toContain(id);
    expect((await dpo.get(`/droits/${droit}`)).text).toContain('le sursis est levé');
  });

  test('des codes absurdes sont refusés, sans redire ce qui est écrit, et rien n’est gelé', async () => {
    const { id, code } = await poserMandat(base, testCles);
    const droit = await demander('limitation');
    for (const codes of [
      'Colette Exemplaire',
      '0000-0000-0000',
      `${code}\nx`,
      Array(30)
        .fill(0)
        .map((_, n) => n)
        .join('\n'),
    ]) {
      const { status, text } = await dpo.post(`/gels/${droit}`, { codes });
      expect(status, codes).toBe(422);
      expect(text.match(/Colette Exemplaire/g)?.length ?? 0).toBeLessThan(2);
    }
    expect((await chez((db) => findMandat(db, '66', id)))?.isRetenu).toBe(false);
    expect((await dpo.post(`/gels/${droit}`, { codes: code })).status).toBe(303);
    expect((await dpo.post(`/gels/${droit}`, { codes: code })).text).toContain('déjà en sursis');
    for (const lignes of [uuidv7(), 'x', '<b>']) {
      expect((await dpo.post(`/gels/${droit}`, { lignes })).status).toBe(422);
    }
  });

  test('seulement d’une opposition ou d’une limitation accordée, et par la déléguée seule', async () => {
    const acces = await demander('acces');
    const refusee = await demander('limitation', { decision: null });
    for (const id of [acces, refusee, uuidv7(), 'x']) {
      expect((await dpo.get(`/gels/${id}`)).status, id).toBe(404);
      expect((await dpo.post(`/gels/${id}`)).status, id).toBe(404);
      expect((await dpo.post(`/gels/${id}/lever`)).status, id).toBe(404);
    }
    const droit = await demander('limitation');
    for (const who of [equipe, agent]) {
      expect((await who.get(`/gels/${droit}`)).status).toBe(403);
      expect((await who.post(`/gels/${droit}`)).status).toBe(403);
      expect((await who.post(`/gels/${droit}/lever`)).status).toBe(403);
    }
    const ailleurs = await site.signedIn(voisin.comptes.equipe, { territoireId: voisin.territoire, host: voisin.hote });
    expect((await ailleurs.get(`/gels/${droit}`)).status).toBeOneOf([403, 404]);
  });
});

describe('la réponse et la levée', () => {
  test('la réponse attend le gel, la décision ne change pas sous lui', async () => {
    const droit = await demander('opposition');
    const repondre = () => dpo.post(`/droits/${droit}/reponse`, { canal: 'courrier', repondueLe: `${today}` });
    expect((await repondre()).text).toContain('Gelez d’abord ce que la décision couvre');
    expect((await dpo.post(`/gels/${droit}`)).status).toBe(303);
    const changer = { decision: 'refusee', motif: 'imperieux', precision: '' };
    expect((await dpo.post(`/droits/${droit}/decision`, changer)).text).toContain(
      'prévenez la personne et levez le gel',
    );
    expect((await repondre()).status).toBe(303);
    expect((await dpo.post(`/gels/${droit}`)).status).toBe(404);
    // Answered, it may still be lifted.
    await prevenir(droit);
    expect((await dpo.post(`/gels/${droit}/lever`)).status).toBe(303);
    expect((await dpo.post(`/gels/${droit}/lever`)).status).toBe(404);
  });

  test('la personne est prévenue avant : par un courriel qui ne dit que sa référence, ou autrement', async () => {
    await base.owner.deleteFrom('courriel').execute();
    const droit = await demander('limitation');
    await dpo.post(`/gels/${droit}`);
    expect((await dpo.post(`/gels/${droit}/prevenir`)).status).toBe(422);
    expect((await prevenir(droit, 'courriel')).status).toBe(303);
    const [mail, ...others] = await mails();
    expect(others).toEqual([]);
    expect(mail?.texte).toContain('Ce gel va être levé');
    expect(mail?.texte).not.toContain('Arbousier');
    expect((await dpo.get(`/gels/${droit}`)).text).toContain('La personne a été prévenue de la levée');

    const sansCourriel = await demander('limitation', { courriel: null });
    await dpo.post(`/gels/${sansCourriel}`);
    expect((await prevenir(sansCourriel, 'courriel')).text).toContain('Elle n’a pas donné de courriel');
    const demain = { canal: 'telephone', le: `${today.add({ days: 1 })}` };
    expect((await dpo.post(`/gels/${sansCourriel}/prevenir`, demain)).text).toContain('aujourd’hui au plus tard');
  });

  test('une demande répondue depuis longtemps reste tant qu’elle gèle quelque chose', async () => {
    const droit = await demander('limitation');
    await dpo.post(`/gels/${droit}`);
    const old = today.subtract({ years: 10 });
    await base.owner
      .updateTable('droitDemande')
      .set({ repondueLe: old, canal: 'courrier', recueLe: old, decideeLe: old })
      .where('id', '=', droit)
      .execute();
    const territoire = (await base.owner
      .selectFrom('territoire')
      .selectAll()
      .where('id', '=', '66')
      .executeTakeFirstOrThrow()) as unknown as Territoire;
    const nuit = () => chez((db) => appliquerConservation(db, territoire, today, Temporal.Now.instant()));
    const isKept = async () =>
      (await base.owner.selectFrom('droitDemande').select('id').where('id', '=', droit).executeTakeFirst()) !==
      undefined;
    await nuit();
    expect(await isKept()).toBe(true);
    await prevenir(droit);
    await dpo.post(`/gels/${droit}/lever`);
    await nuit();
    expect(await isKept()).toBe(false);
  });

  test('son formulaire ne répond rien d’autre que du français', () => {
    expectFrenchOrData(annonceForm);
  });
});
