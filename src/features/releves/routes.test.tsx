import { readXlsx } from 'hucre/xlsx';
import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { useBase } from '../../../test/base.ts';
import { seedConvention } from '../../../test/conventions.ts';
import { type SmallTerritoire, seedSmallTerritoire } from '../../../test/small-territoire.ts';
import { openSite, type Visitor } from '../../../test/visitor.ts';
import { inTerritoire } from '../../platform/db.ts';
import { uuidv7 } from '../../platform/ids.ts';
import { allTerritoires } from '../territoires/store.ts';
import { rappelerReleves } from './rappels/rappels.ts';

const base = useBase();
let now = Temporal.Instant.from('2026-11-03T09:00:00Z');
let small: SmallTerritoire;
let site: ReturnType<typeof openSite>;
let agent: Visitor;
let equipe: Visitor;
let referent: Visitor;
let convention: string;
let seances: string[];

const jour = (text: string) => Temporal.PlainDate.from(text);
const travel = (le: string) => {
  now = Temporal.Instant.from(`${le}T09:00:00Z`);
};

async function seance(le: string, conventionId: string, agentId: string, statut: 'prevue' | 'annulee' = 'prevue') {
  const id = uuidv7();
  const heures = { heureDebut: Temporal.PlainTime.from('09:00'), heureFin: Temporal.PlainTime.from('12:00') };
  const ou = { endroit: 'Salle des fêtes', motif: 'Panne du chauffage', createdBy: uuidv7() };
  await base.owner
    .insertInto('seance')
    .values({ territoireId: '66', id, agentId, conventionId, jour: jour(le), ...heures, ...ou, statut })
    .execute();
  return id;
}

function ligne(seanceId: string, le: string, genre = 'Feminin') {
  return {
    ...{ territoireId: '66', id: uuidv7(), seanceId, agentId: small.agent, conventionId: convention, jour: jour(le) },
    ...{ dureeMinutes: 30, thematiques: ['Email'], objectif: 'accueil', issue: 'faite', typeLieu: 'Autre' },
    ...{ genre, trancheAge: 'SoixanteDixPlus', statutSocial: 'Retraite' },
  };
}
const aide = (genre = 'Feminin') =>
  base.owner
    .insertInto('accompagnement')
    .values(ligne(seances[0] ?? '', '2026-10-13', genre))
    .execute();

beforeAll(async () => {
  small = await seedSmallTerritoire(base.owner);
  site = openSite(base.request, { clock: () => now });
  const of = { effet: jour('2026-10-10'), fin: jour('2027-07-01'), compteId: small.comptes.equipe };
  convention = await seedConvention(base, { structureId: small.structure, reference: 'C-1', ...of });
});

beforeEach(async () => {
  travel('2026-11-03');
  await sql`truncate releve, releve_acte, releve_relance, accompagnement, seance, courriel cascade`.execute(base.owner);
  agent = await site.signedIn(small.comptes.agent);
  equipe = await site.signedIn(small.comptes.equipe);
  referent = await site.signedIn(small.comptes.referent, { confirme: true });
  seances = [
    await seance('2026-10-13', convention, small.agent),
    await seance('2026-10-20', convention, small.agent, 'annulee'),
  ];
  for (let rang = 0; rang < 6; rang += 1) await aide();
  await aide('Masculin');
});

const part = {
  ...{ personnesRecues: '12', joursFermes: '1', fermetures: 'Pont de la Toussaint', pannes: '0', pannesDetail: '' },
  ...{ communications: '2', communicationsDetail: 'Affiches', remarque: '' },
};

async function preparer(qui = agent, mois = '2026-10'): Promise<string> {
  const made = await qui.post(`/releves/preparer?convention=${convention}&mois=${mois}`);
  expect(made.status, made.text).toBe(303);
  return made.location ?? '';
}

async function envoye(): Promise<string> {
  const url = await preparer();
  expect((await agent.post(`${url}/envoyer`)).status).toBe(303);
  return url;
}

const empreinteDans = (page: string): string => /name="empreinte" value="([0-9a-f]{64})"/.exec(page)?.[1] ?? '';
const empreinteVue = async (url: string) => empreinteDans((await referent.get(`${url}/certifier`)).text);
/** The tables of a page, each with its numbers. */
const figures = (page: string): readonly string[] => page.match(/<figure.*?<\/figure>/gs) ?? [];

async function certifie(): Promise<string> {
  const url = await envoye();
  expect((await referent.post(`${url}/part`, part)).status).toBe(303);
  const done = await referent.post(`${url}/certifier`, { empreinte: await empreinteVue(url), atteste: 'oui' });
  expect(done.status, done.text).toBe(303);
  return url;
}

const courriels = () =>
  base.owner.selectFrom('courriel').select(['destinataire', 'sujet']).orderBy('createdAt').orderBy('id').execute();
const etat = async () =>
  (await base.owner.selectFrom('releve').select(['etat', 'numero']).orderBy('numero').execute()).map(
    (one) => `${one.numero} ${one.etat}`,
  );
const actes = async () =>
  (await base.owner.selectFrom('releveActe').select('acte').orderBy('createdAt').orderBy('id').execute()).map(
    ({ acte }) => acte,
  );

describe('de la proposition à la certification', () => {
  test('préparé des saisies, envoyé, complété, certifié avec le code, puis figé', async () => {
    const url = await preparer();
    const page = (await agent.get(url)).text;
    expect(page).toContain('Salle des fêtes');
    expect(page).toContain('Annulée : Panne du chauffage');
    await agent.post(`${url}/envoyer`);
    expect((await courriels()).map(({ destinataire }) => destinataire)).toEqual(['referent@exemple.fr']);

    const read = (await referent.get(url)).text;
    expect(read).toContain('Ajouter ma part');
    expect(read).not.toContain('Certifier</a>');
    expect((await referent.get('/ma-structure')).text).toContain('Un relevé vous attend');
    await referent.post(`${url}/part`, part);
    const seen = await empreinteVue(url);
    expect((await referent.post(`${url}/certifier`, { empreinte: seen })).text).toContain('Cochez la case');
    expect((await referent.post(`${url}/certifier`, { empreinte: seen, atteste: 'oui' })).status).toBe(303);
    expect(await actes()).toEqual(['envoye', 'part', 'certifie']);
    expect((await courriels()).slice(1).map(({ sujet }) => sujet)).toEqual([
      'Relevé d’activité certifié : octobre 2026',
      'Relevé d’activité certifié : octobre 2026',
    ]);
    const done = (await agent.get(url)).text;
    expect(done).toContain('Certifié par Compte referent, Directrice');
    expect(done).toContain('Empreinte vérifiée');
    // Frozen: neither the records of its month nor itself change, whoever asks.
    await expect(aide()).rejects.toThrow(/certified/);
    await expect(base.owner.deleteFrom('accompagnement').execute()).rejects.toThrow(/certified/);
    await expect(base.owner.updateTable('releve').set({ certifieNom: 'x' }).execute()).rejects.toThrow(/never changed/);
  });

  test('l’empreinte montrée est celle de ce qui est gardé : changé en dehors d’Escale, cela se voit', async () => {
    const url = await certifie();
    await sql`alter table releve disable trigger releve_certifie_immuable;
      update releve set contenu = jsonb_set(contenu, '{aides,nombre}', '700');
      alter table releve enable trigger releve_certifie_immuable`.execute(base.owner);
    expect((await referent.get(url)).text).toContain('L’empreinte ne correspond plus');
  });

  test('le référent ne lit pas les petits nombres ; l’équipe les lit ; le tableur a des nombres', async () => {
    // Of 7 people, 1 and 6 would be told: nothing of the table is published. Of 8, 2 and 6 are masked.
    await aide('Masculin');
    const url = await envoye();
    const page = (await referent.get(url)).text;
    expect(page).toContain('moins de 5');
    expect(page).toContain('non publié');
    const book = async (qui: Visitor) => readXlsx((await qui.get(`${url}/tableur.xlsx`)).bytes);
    const dehors = await book(referent);
    expect(dehors.sheets.map(({ name }) => name)).toEqual(['Synthèse', 'Profils', 'Thèmes', 'Séances']);
    expect(JSON.stringify(dehors.sheets[1])).toContain('non publié');
    expect(JSON.stringify(dehors.sheets[0])).not.toContain('Équipe seulement');
    expect(JSON.stringify(dehors.sheets[3]?.rows[0])).not.toContain('Personnes aidées');
    const dedans = await book(equipe);
    expect(JSON.stringify(dedans.sheets[0])).toContain('Équipe seulement');
    expect(dedans.sheets[1]?.rows).toContainEqual(['Genre', 'Masculin', 2, 'personnes aidées', 1]);
    const pdf = await referent.get(`${url}/document.pdf`);
    expect(new TextDecoder('latin1').decode(pdf.bytes.subarray(0, 5))).toBe('%PDF-');
  });

  test('retourné avec des remarques, corrigé, renvoyé ; repris tant qu’il n’est pas certifié', async () => {
    const url = await envoye();
    expect((await referent.post(`${url}/retourner`, { remarques: '' })).status).toBe(422);
    expect((await referent.post(`${url}/retourner`, { remarques: 'Il manque le 20.' })).status).toBe(303);
    expect((await agent.get(url)).text).toContain('Il manque le 20.');
    expect((await courriels()).at(-1)?.sujet).toContain('retourné');
    await agent.post(`${url}/envoyer`);
    expect((await agent.post(`${url}/reprendre`)).status).toBe(303);
    expect(await etat()).toEqual(['1 a_envoyer']);
    expect((await agent.post(`${url}/reprendre`)).status).toBe(422);
    expect(await actes()).toEqual(['envoye', 'retourne', 'envoye', 'repris']);
  });

  test('une correction ouvre une version à côté, et dit ce qui change', async () => {
    const url = await certifie();
    expect((await agent.post(`${url}/corriger`, { raison: '' })).status).toBe(422);
    const opened = await agent.post(`${url}/corriger`, { raison: 'Une personne oubliée' });
    const next = opened.location ?? '';
    expect(await etat()).toEqual(['1 certifie', '2 a_envoyer']);
    await aide();
    const page = (await agent.get(next)).text;
    expect(page).toContain('Une personne oubliée');
    expect(page).toContain('Personnes aidées : 7 → 8');
    expect((await agent.get(url)).text).toContain('Une version plus récente existe');
    // Twice: the second is told that it is open already.
    expect((await equipe.post(`${url}/corriger`, { raison: 'Encore' })).status).toBe(422);
    await agent.post(`${next}/envoyer`);
    const seen = await empreinteVue(next);
    expect((await referent.post(`${next}/certifier`, { empreinte: seen, atteste: 'oui' })).status).toBe(303);
    expect(await etat()).toEqual(['1 certifie', '2 certifie']);
  });

  test('hors de l’équipe, rien n’est lu avant l’envoi ; une correction d’une personne laisse les tableaux d’avant', async () => {
    for (let rang = 0; rang < 3; rang += 1) await aide();
    for (let rang = 0; rang < 7; rang += 1) await aide('Masculin');
    const url = await preparer();
    expect((await referent.get(url)).text).toContain('dès que le relevé vous est envoyé');
    for (const kind of ['document.pdf', 'tableur.xlsx']) {
      expect((await referent.get(`${url}/${kind}`)).location, kind).toBe(url);
    }
    await agent.post(`${url}/envoyer`);
    await referent.post(`${url}/part`, part);
    await referent.post(`${url}/certifier`, { empreinte: await empreinteVue(url), atteste: 'oui' });
    const next = (await agent.post(`${url}/corriger`, { raison: 'Une oubliée' })).location ?? '';
    await aide();
    expect((await referent.get(next)).text).not.toContain('Personnes aidées : 17');
    await agent.post(`${next}/envoyer`);
    const page = (await referent.get(next)).text;
    expect(page).toContain('Personnes aidées : 17 → 18');
    expect(page).toContain('Ces tableaux restent ceux de la version 1 : genre');
    expect((await referent.get(`${next}/certifier`)).text).toContain('8\u00a0h\u00a030 (version 1)');
    const book = async (qui: Visitor) => readXlsx((await qui.get(`${next}/tableur.xlsx`)).bytes);
    expect((await book(referent)).sheets[1]?.rows).toContainEqual(['Genre', 'Féminin', 9, 'personnes aidées', 1]);
    expect((await book(equipe)).sheets[1]?.rows).toContainEqual(['Genre', 'Féminin', 10, 'personnes aidées', 2]);
    expect((await referent.get(`${next}/document.pdf`)).headers.get('content-type')).toBe('application/pdf');
  });
});

describe('refus', () => {
  test('les chiffres ont changé depuis qu’ils ont été lus', async () => {
    const url = await envoye();
    await referent.post(`${url}/part`, part);
    const seen = await empreinteVue(url);
    await aide();
    const refused = await referent.post(`${url}/certifier`, { empreinte: seen, atteste: 'oui' });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('a changé depuis que vous l’avez lu');
    expect(await etat()).toEqual(['1 envoye']);
    // The page shown bears the new print.
    const fresh = empreinteDans(refused.text);
    expect((await referent.post(`${url}/certifier`, { empreinte: fresh, atteste: 'oui' })).status).toBe(303);
  });

  test('il certifie ce qu’il a lu, tableaux compris : un détail qui change sans changer un total est refusé, et relu', async () => {
    for (let rang = 0; rang < 9; rang += 1) await aide('Masculin');
    const url = await envoye();
    await referent.post(`${url}/part`, part);
    const read = (await referent.get(`${url}/certifier`)).text;
    const seen = empreinteDans(read);
    await sql`update accompagnement set thematiques = '{Sante}'`.execute(base.owner);
    const refused = await referent.post(`${url}/certifier`, { empreinte: seen, atteste: 'oui' });
    expect(refused.status).toBe(422);
    expect(
      [figures(read), figures(refused.text)].map((all) => all.filter((one) => one.includes('>Santé<')).length),
    ).toEqual([0, 1]);
    const again = await referent.post(`${url}/certifier`, { empreinte: empreinteDans(refused.text), atteste: 'oui' });
    expect(again.status).toBe(303);
    // What is frozen is what that page showed, and bears its print.
    const { contenuSha256 } = await base.owner.selectFrom('releve').select('contenuSha256').executeTakeFirstOrThrow();
    expect(Buffer.from(contenuSha256 ?? []).toString('hex')).toBe(empreinteDans(refused.text));
    expect(figures((await referent.get(url)).text)).toEqual(figures(refused.text));
    const { sel } = await base.owner
      .selectFrom('releve')
      .select(sql<string>`encode(sel, 'hex')`.as('sel'))
      .executeTakeFirstOrThrow();
    const tableurs = await Promise.all(
      [equipe, referent].map(async (who) => (await who.get(`${url}/tableur.xlsx`)).bytes),
    );
    expect(
      await Promise.all(tableurs.map(async (bytes) => JSON.stringify(await readXlsx(bytes)).includes(sel))),
    ).toEqual([true, false]);
  });

  test('sans sa part, sans le code, ou deux fois', async () => {
    const url = await envoye();
    const refused = await referent.post(`${url}/certifier`, { empreinte: 'a'.repeat(64), atteste: 'oui' });
    expect(refused.text).toContain('Ajoutez d’abord votre part');
    const sansCode = await site.signedIn(small.comptes.referent);
    const asked = await sansCode.post(`${url}/certifier`, { empreinte: 'a'.repeat(64), atteste: 'oui' });
    expect(asked.location).toMatch(/^\/confirmer/);
    await referent.post(`${url}/part`, part);
    const form = { empreinte: await empreinteVue(url), atteste: 'oui', _cle: uuidv7() };
    const twice = await Promise.all([
      referent.post(`${url}/certifier`, form),
      referent.post(`${url}/certifier`, { ...form, _cle: uuidv7() }),
    ]);
    expect(twice.map(({ status }) => status).sort()).toEqual([303, 422]);
    expect((await referent.post(`${url}/certifier`, form)).status).toBeOneOf([303, 422]);
    expect((await actes()).filter((acte) => acte === 'certifie')).toHaveLength(1);
  });

  test('le référent d’une autre structure, un autre agent, la direction', async () => {
    const url = await envoye();
    await base.owner
      .updateTable('compte')
      .set({ structureId: small.autreStructure })
      .where('id', '=', small.comptes.referent)
      .execute();
    for (const path of ['', '/part', '/certifier', '/document.pdf', '/tableur.xlsx']) {
      expect((await referent.get(`${url}${path}`)).status, path).toBe(404);
    }
    expect((await referent.post(`${url}/retourner`, { remarques: 'x' })).status).toBe(404);
    await base.owner
      .updateTable('compte')
      .set({ structureId: small.structure })
      .where('id', '=', small.comptes.referent)
      .execute();
    const other = await site.signedIn(small.comptes.autreAgent);
    expect((await other.get(url)).status).toBe(404);
    expect((await other.post(`${url}/reprendre`)).status).toBe(404);
    expect((await other.get(`/releves/preparer?convention=${convention}&mois=2026-10`)).status).toBe(404);
    const direction = await site.signedIn(small.comptes.direction);
    expect((await direction.get(url)).status).toBe(403);
    const board = await direction.get('/releves');
    expect(board.text).toContain('Mairie de Céret');
    expect(board.text).not.toContain('Tramontane');
    expect((await direction.get('/releves.xlsx')).status).toBe(200);
  });

  test('un mois en cours, un mois sans convention ; l’équipe n’envoie qu’une fois l’agent parti', async () => {
    for (const mois of ['2026-11', '2026-09']) {
      const page = await equipe.post(`/releves/preparer?convention=${convention}&mois=${mois}`);
      expect(page.text, mois).toContain('n’appelle pas de relevé');
    }
    const url = await preparer(equipe);
    expect((await equipe.post(`${url}/envoyer`)).text).toContain('c’est à lui d’envoyer');
    const fin = (au: string) =>
      base.owner
        .updateTable('agent')
        .set({ contratFin: jour(au) })
        .where('id', '=', small.agent)
        .execute();
    await fin('2026-10-31');
    expect((await equipe.post(`${url}/envoyer`)).status).toBe(303);
    await fin('2027-08-31');
  });
});

describe('deux à la fois', () => {
  test('une saisie en cours d’écriture, et le référent qui certifie : il attend, et voit que les chiffres ont changé', async () => {
    const url = await envoye();
    await referent.post(`${url}/part`, part);
    const seen = await empreinteVue(url);
    const written = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    const slow = inTerritoire(base.request, '66', async (db) => {
      await db
        .insertInto('accompagnement')
        .values(ligne(seances[0] ?? '', '2026-10-13'))
        .execute();
      begun.resolve();
      await written.promise;
    });
    await begun.promise;
    const certifying = referent.post(`${url}/certifier`, { empreinte: seen, atteste: 'oui' });
    await expect
      .poll(async () => {
        const { rows } = await sql<{ waiting: number }>`select count(*) as waiting from pg_locks
          where not granted`.execute(base.owner);
        return rows[0]?.waiting;
      })
      .toBeGreaterThan(0);
    written.resolve();
    await slow;
    const refused = await certifying;
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('a changé depuis que vous l’avez lu');
    expect(await etat()).toEqual(['1 envoye']);
  });
});

describe('les courriels', () => {
  test('proposé à la fin du mois, rappelé à ses délais, chacun une fois', async () => {
    const territoire = (await allTerritoires(base.owner)).find(({ id }) => id === '66');
    if (territoire === undefined) throw new Error('No territoire');
    const nuit = async (le: string) => {
      travel(le);
      const before = (await courriels()).length;
      for (const _ of [1, 2])
        await rappelerReleves(base.request, territoire, { url: 'http://localhost', today: jour(le) });
      return (await courriels()).slice(before).map(({ destinataire, sujet }) => `${destinataire} ${sujet}`);
    };
    const [agentMail, referentMail] = ['tramontane@exemple.fr', 'referent@exemple.fr'];
    expect(await nuit('2026-10-31')).toEqual([]);
    expect(await nuit('2026-11-01')).toEqual([`${agentMail} Un relevé d’activité à envoyer`]);
    expect(await nuit('2026-11-04')).toEqual([]);
    expect(await nuit('2026-11-05')).toEqual([`${agentMail} Rappel : un relevé d’activité à envoyer`]);
    // Two nights were missed: one message, not two.
    expect(await nuit('2026-11-25')).toEqual([`${agentMail} Rappel : un relevé d’activité à envoyer`]);
    const { id } = await base.owner.selectFrom('releve').select('id').executeTakeFirstOrThrow();
    agent = await site.signedIn(small.comptes.agent);
    await agent.post(`/releves/${id}/envoyer`);
    expect(await nuit('2026-11-30')).toEqual([]);
    expect(await nuit('2026-12-02')).toContain(`${referentMail} Rappel : un relevé d’activité à certifier`);
    equipe = await site.signedIn(small.comptes.equipe);
    agent = await site.signedIn(small.comptes.agent);
    expect((await equipe.get('/releves')).text).toContain('Bénéficiaire');
    expect((await equipe.get('/tableau-de-bord')).text).toContain('conventions où le Bénéficiaire est en retard');
    expect((await equipe.get('/releves.csv')).text).toContain('C-1;Céret;Mairie de Céret;En retard;02/12/2026;');
    const { bytes } = await equipe.get('/releves.xlsx');
    const [titres, ligne] = (await readXlsx(bytes)).sheets[0]?.rows ?? [];
    expect(ligne?.[titres?.indexOf('Depuis le') ?? -1]).toEqual(new Date('2026-12-02T00:00:00Z'));
    expect((await agent.get('/releves')).text).toContain('Octobre 2026');
  });
});
