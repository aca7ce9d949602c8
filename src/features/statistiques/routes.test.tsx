import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demo, voisin } from '../../../db/demo/ids.ts';
import { seedDemonstration } from '../../../db/demo/index.ts';
import { useBase } from '../../../test/base.ts';
import { testCoffre } from '../../../test/coffre.ts';
import { certifierMois } from '../../../test/releves.ts';
import { openSite, type Visitor } from '../../../test/visitor.ts';
import { inTerritoire } from '../../platform/db.ts';
import { parseForm } from '../../platform/http/form.ts';
import { uuidv7 } from '../../platform/ids.ts';
import { closePdf } from '../../platform/pdf/render.ts';
import { periodeForm } from './form.ts';
import { loadActivite } from './store.ts';

const base = useBase();
/** Tuesday 24 November 2026, 18 h in Paris. */
const NOW = Temporal.Instant.from('2026-11-24T17:00:00Z');
const TODAY = Temporal.PlainDate.from('2026-11-24');
const jour = (text: string) => Temporal.PlainDate.from(text);

let equipe: Visitor;
let referent: Visitor;
let autreReferent: Visitor;
let visiteurs: Readonly<Record<string, Visitor>>;

/** A convention whose figures are counted by hand: 3 séances, 8 acts, nothing else. */
const essai = uuidv7();
const url = `/conventions/${essai}/bilan`;

async function seance(date: string, statut: 'prevue' | 'annulee', hours: [string, string]): Promise<string> {
  const id = uuidv7();
  await base.owner
    .insertInto('seance')
    .values({
      territoireId: '66',
      id,
      agentId: demo.agents.autre,
      conventionId: essai,
      jour: jour(date),
      heureDebut: Temporal.PlainTime.from(hours[0]),
      heureFin: Temporal.PlainTime.from(hours[1]),
      statut,
      motif: 'Essai',
      endroit: 'Salle d’essai',
      createdBy: demo.comptes.equipe,
    })
    .execute();
  return id;
}

async function actes(seanceId: string, date: string, count: number, values: Record<string, unknown>): Promise<void> {
  await base.owner
    .insertInto('accompagnement')
    .values(
      Array.from({ length: count }, () => ({
        territoireId: '66',
        id: uuidv7(),
        seanceId,
        agentId: demo.agents.autre,
        conventionId: essai,
        jour: jour(date),
        dureeMinutes: 30,
        thematiques: ['Email'],
        objectif: 'permanence',
        issue: 'faite',
        genre: 'Feminin',
        trancheAge: 'SoixanteDixPlus',
        statutSocial: 'Retraite',
        ...values,
      })),
    )
    .execute();
}

/** The same clauses as the convention of Albères, signed by both on 2 September 2026, for the same structure. */
async function conventionDEssai(): Promise<void> {
  const { clauses, modele } = await base.owner
    .selectFrom('convention')
    .select(['clauses', 'modele'])
    .where('territoireId', '=', '66')
    .where('id', '=', demo.conventions.alberes)
    .executeTakeFirstOrThrow();
  await base.owner
    .insertInto('convention')
    .values({
      territoireId: '66',
      id: essai,
      structureId: demo.structures.alberes,
      reference: 'ESSAI/2026 "1"',
      modele,
      clauses: JSON.stringify(clauses),
    })
    .execute();
  for (const partie of ['departement', 'beneficiaire']) {
    const date = '2026-09-02';
    await base.owner
      .insertInto('conventionEvenement')
      .values({
        territoireId: '66',
        id: uuidv7(),
        conventionId: essai,
        type: 'signature',
        jour: jour(date),
        donnees: JSON.stringify({ partie, date, signataire: 'A. Fictif', qualite: 'Présidente' }),
      })
      .execute();
  }
  const octobre = await seance('2026-10-17', 'prevue', ['18:00', '20:30']);
  await seance('2026-10-24', 'annulee', ['18:00', '20:00']);
  const novembre = await seance('2026-11-07', 'prevue', ['18:00', '19:00']);
  await seance('2026-12-05', 'prevue', ['18:00', '20:00']);
  await actes(octobre, '2026-10-17', 6, {});
  await actes(novembre, '2026-11-07', 2, {
    thematiques: ['Email', 'Sante'],
    genre: 'Masculin',
    dureeMinutes: 45,
    trancheAge: 'MoinsDeDouze',
  });
}

beforeAll(async () => {
  const { importCommunes } = await import('../territoires/communes.ts');
  await importCommunes(base.owner);
  await seedDemonstration(base.owner, { today: TODAY, coffre: testCoffre });
  await conventionDEssai();
  const site = openSite(base.request, { clock: () => NOW });
  equipe = await site.signedIn(demo.comptes.equipe);
  referent = await site.signedIn(demo.comptes.referent);
  autreReferent = await site.signedIn(demo.comptes.autreReferent);
  visiteurs = {
    agent: await site.signedIn(demo.comptes.agent),
    direction: await site.signedIn(demo.comptes.direction),
    dpo: await site.signedIn(demo.comptes.dpo),
    administrateur: await site.signedIn(demo.comptes.administrateur),
    anonyme: site.anonymous(),
    voisin: await site.signedIn(voisin.comptes.equipe, { territoireId: voisin.territoire, host: voisin.hote }),
    voisinReferent: await site.signedIn(voisin.comptes.referent, {
      territoireId: voisin.territoire,
      host: voisin.hote,
    }),
  };
});
afterAll(closePdf);

/** The lines of a CSV, « Rubrique / Libellé » → value. */
function chiffres(csv: string): Record<string, string> {
  return Object.fromEntries(
    csv
      .trim()
      .split('\r\n')
      .map((line) => line.split(';'))
      .map(([rubrique, libelle, valeur]) => [`${rubrique} / ${libelle}`, valeur ?? '']),
  );
}

describe('art. 6 : une convention finie ne couvre plus rien', () => {
  test('une séance restée prévue après le dernier jour n’entre dans aucun bilan, quelles que soient les dates demandées', async () => {
    const csv = `/conventions/${demo.conventions.alberes2022}/bilan.csv?du=2022-01-01&au=2023-12-31`;
    const before = [(await equipe.get(csv)).text, (await referent.get(csv)).text];
    expect(before[0]).toContain('Ensemble;Permanences tenues;');
    const of = await seance('2023-07-04', 'prevue', ['05:00', '06:00']);
    await base.owner
      .updateTable('seance')
      .set({ conventionId: demo.conventions.alberes2022 })
      .where('id', '=', of)
      .execute();
    expect([(await equipe.get(csv)).text, (await referent.get(csv)).text]).toEqual(before);
    await base.owner.deleteFrom('seance').where('id', '=', of).execute();
  });
});

describe('bilan d’une convention (art. 3.4)', () => {
  test('art. 3.4 : l’équipe lit les chiffres exacts, comptés à la main', async () => {
    const { status, text, headers } = await equipe.get(`${url}.csv`);
    expect(status).toBe(200);
    expect(headers.get('content-disposition')).toBe('attachment; filename="bilan-ESSAI-2026-1-.csv"');
    expect(chiffres(text)).toMatchObject({
      'Ensemble / Personnes aidées': '8',
      'Ensemble / Permanences tenues': '2',
      'Ensemble / Permanences annulées': '1',
      'Ensemble / Heures de permanence': '3,5',
      'Ensemble / Minutes d’aide individuelle': '270',
      'Mois / octobre 2026': '6',
      'Mois / novembre 2026': '2',
      'Thème / E-mail': '8',
      'Thème / Santé': '2',
      'Genre / Féminin': '6',
      'Genre / Masculin': '2',
      'Âge / Moins de 12 ans': '2',
      'Situation / Retraité': '8',
      'Résultat / Démarche faite': '8',
    });
  });

  test('art. 4.1 : le référent lit les mois certifiés, les petits nombres cachés ; d’un mois corrigé, ses permanences', async () => {
    const lire = async () => chiffres((await referent.get(`${url}.csv`)).text);
    expect(await lire()).toMatchObject({ 'Ensemble / Personnes aidées': '0', 'Thème / E-mail': '0' });
    await certifierMois(base.owner, essai, '2026-10');
    expect(await lire()).toMatchObject({
      'Ensemble / Personnes aidées': '6',
      'Ensemble / Permanences tenues': '1',
      'Ensemble / Minutes d’aide individuelle': '180',
      'Thème / E-mail': '6',
      'Mois / octobre 2026': '6',
      'Genre / Féminin': '6',
      'Genre / Masculin': '0',
    });
    const { text } = await referent.get(url);
    expect(text).toContain('Les mois certifiés');
    expect(text).not.toMatch(/<td[^>]*>[1-4]<\/td>/);
    // The text of a bar or of a column is its number.
    expect(text).not.toMatch(/font-weight="700">[1-4]<\/text>/);
    expect((await equipe.get(url)).text).toMatch(/font-weight="700">2<\/text>/);
    await certifierMois(base.owner, essai, '2026-10', 2);
    expect(await lire()).toMatchObject({
      'Ensemble / Personnes aidées': 'non publié',
      'Ensemble / Permanences tenues': '1',
      'Genre / Féminin': 'non publié',
    });
  });

  test('la page montre la vie de la convention, des graphiques et le tableau de chacun', async () => {
    const { status, text } = await equipe.get(url);
    expect(status).toBe(200);
    expect(text).toContain('du 2 septembre 2026 au 24 novembre 2026');
    expect(text.match(/<svg[^>]*role="img"/g)?.length).toBe(text.match(/<figure/g)?.length);
    expect(text.match(/<figure/g)?.length).toBeGreaterThanOrEqual(6);
    expect(text).toContain('Chiffres provisoires');
    expect(text).toContain('<a href="/releves">relevés d’activité</a>');
    const dehors = (await referent.get(url)).text;
    expect(dehors).toContain('<a href="/ma-structure#releves">relevé d’activité</a>');
    expect(dehors).not.toContain('Chiffres provisoires');
    expect(text).not.toContain('ESSAI/2026 "1"<');
  });

  test('une période choisie compte ses deux jours extrêmes, et rien d’autre', async () => {
    const un = chiffres((await equipe.get(`${url}.csv?du=2026-10-17&au=17/10/2026`)).text);
    expect(un).toMatchObject({ 'Ensemble / Personnes aidées': '6', 'Ensemble / Permanences tenues': '1' });
    const apres = chiffres((await equipe.get(`${url}.csv?du=2026-10-18`)).text);
    expect(apres).toMatchObject({ 'Ensemble / Personnes aidées': '2', 'Ensemble / Permanences annulées': '1' });
    // What is to come is not counted as held.
    const futur = chiffres((await equipe.get(`${url}.csv?du=2026-12-01&au=2026-12-31`)).text);
    expect(futur).toMatchObject({ 'Ensemble / Permanences tenues': '0', 'Ensemble / Personnes aidées': '0' });
    expect((await equipe.get(`${url}?du=2026-12-01&au=2026-12-31`)).text).toContain('Aucun accompagnement noté');
  });

  test('hors de l’équipe, les dates s’étendent au mois : deux bilans voisins ne trahissent pas un jour', async () => {
    const a = (await referent.get(`${url}.csv?du=2026-10-01&au=2026-10-17`)).text;
    const b = (await referent.get(`${url}.csv?du=2026-10-02&au=2026-10-30`)).text;
    expect(a).toBe(b);
    expect((await referent.get(`${url}?du=2026-10-17&au=2026-10-17`)).text).toContain(
      'du 1er octobre 2026 au 31 octobre 2026',
    );
  });

  test.each([
    ['du=2026-02-31', 'Le premier jour : cette date n’existe pas dans le calendrier.'],
    ['au=0000-01-01', 'Le dernier jour : l’année doit être comprise entre 1900 et 2100.'],
    ['du=9999-01-01', 'Le premier jour : l’année doit être comprise entre 1900 et 2100.'],
    ['du=demain%3Cscript%3E', 'Le premier jour : écrivez la date'],
    ['du=2026-11-01&au=2026-10-01', 'Le dernier jour ne peut pas précéder le premier, le 1er novembre 2026.'],
    ['du=%00%E2%80%AE&au=abc', 'Le dernier jour : écrivez la date'],
  ])('une date impossible est dite, et rien n’est perdu : %s', async (query, message) => {
    const { status, text } = await equipe.get(`${url}?${query}`);
    expect(status).toBe(422);
    expect(text).toContain(message);
    expect(text).not.toContain('<script>');
    for (const kind of ['pdf', 'csv']) {
      const answer = await equipe.get(`${url}.${kind}?${query}`);
      expect([answer.status, answer.location?.startsWith(`${url}?`)]).toEqual([303, true]);
    }
  });

  test('le PDF tient en une page', async () => {
    const { status, text, headers } = await referent.get(`${url}.pdf`);
    expect([status, headers.get('content-type')]).toEqual([200, 'application/pdf']);
    expect(text.startsWith('%PDF-')).toBe(true);
    expect(text.match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
  });

  test('avant la dernière signature il n’y a rien à compter', async () => {
    const vide = `/conventions/${demo.conventions.attenteSignature}/bilan`;
    const { status, text } = await equipe.get(vide);
    expect(status).toBe(200);
    expect(text).toContain('Il n’y a encore rien à compter');
    expect((await equipe.get(`${vide}.pdf`)).location).toContain(vide);
  });

  test('le bilan de l’autre structure n’existe pas pour un référent, ni celui du voisin pour personne', async () => {
    for (const suffix of ['', '.pdf', '.csv']) {
      expect((await autreReferent.get(`${url}${suffix}`)).status).toBe(404);
      expect((await referent.get(`/conventions/${demo.conventions.prades}/bilan${suffix}`)).status).toBe(404);
      expect((await equipe.get(`/conventions/${voisin.conventions.commune}/bilan${suffix}`)).status).toBe(404);
      const statuses = await Promise.all(
        Object.entries(visiteurs).map(async ([nom, visiteur]) => [nom, (await visiteur.get(`${url}${suffix}`)).status]),
      );
      expect(Object.fromEntries(statuses)).toEqual({
        agent: 403,
        direction: 403,
        dpo: 403,
        administrateur: 403,
        anonyme: 303,
        voisin: 404,
        voisinReferent: 404,
      });
    }
    expect((await equipe.get('/conventions/pas-un-identifiant/bilan')).status).toBe(404);
    expect((await equipe.get(`/conventions/${uuidv7()}/bilan`)).status).toBe(404);
  });

  test('la base ne rend que les lignes du territoire, même si la requête nomme une autre convention', async () => {
    const tout = { debut: jour('2020-01-01'), fin: jour('2030-01-01') };
    const [own, other] = await Promise.all([
      inTerritoire(base.request, '66', (db) => loadActivite(db, '66', tout, essai)),
      inTerritoire(base.request, voisin.territoire, (db) => loadActivite(db, '66', tout, essai)),
    ]);
    expect([own.seances.length, own.accompagnements.length]).toEqual([4, 8]);
    expect([other.seances.length, other.accompagnements.length]).toEqual([0, 0]);
  });

  test('quoi qu’on écrive dans les dates, le formulaire répond en français', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (du, au) => {
        const form = parseForm(periodeForm, { values: { du: [du], au: [au] }, files: {} });
        if (!form.ok)
          for (const { message } of form.state.errors) expect(message).toMatch(/^Le (premier|dernier) jour/);
      }),
    );
  });
});
