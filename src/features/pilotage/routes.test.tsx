import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demo, ids66, voisin } from '../../../db/demo/ids.ts';
import { seedDemonstration } from '../../../db/demo/index.ts';
import { useBase } from '../../../test/base.ts';
import { testCoffre } from '../../../test/coffre.ts';
import { certifierMois } from '../../../test/releves.ts';
import { openSite, type Visitor } from '../../../test/visitor.ts';
import { uuidv7 } from '../../platform/ids.ts';
import { closePdf } from '../../platform/pdf/render.ts';
import { importCommunes } from '../territoires/communes.ts';

const base = useBase();
/** Tuesday 24 November 2026, 13 h in Paris: the morning is over. */
const NOW = Temporal.Instant.from('2026-11-24T12:00:00Z');
const TODAY = Temporal.PlainDate.from('2026-11-24');

let comptes: Readonly<Record<string, Visitor>>;
const as = (nom: string): Visitor => {
  const visitor = comptes[nom];
  if (visitor === undefined) throw new Error(`No visitor ${nom}`);
  return visitor;
};

beforeAll(async () => {
  await importCommunes(base.owner);
  await seedDemonstration(base.owner, { today: TODAY, coffre: testCoffre });
  const site = openSite(base.request, { clock: () => NOW });
  const chezVoisin = { territoireId: voisin.territoire, host: voisin.hote };
  comptes = {
    equipe: await site.signedIn(demo.comptes.equipe),
    direction: await site.signedIn(demo.comptes.direction),
    referent: await site.signedIn(demo.comptes.referent),
    autreReferent: await site.signedIn(demo.comptes.autreReferent),
    agent: await site.signedIn(demo.comptes.agent),
    dpo: await site.signedIn(demo.comptes.dpo),
    administrateur: await site.signedIn(demo.comptes.administrateur),
    anonyme: site.anonymous(),
    voisinEquipe: await site.signedIn(voisin.comptes.equipe, chezVoisin),
    voisinReferent: await site.signedIn(voisin.comptes.referent, chezVoisin),
  };
});
afterAll(closePdf);

function main(html: string): string {
  return html.slice(html.indexOf('<main'), html.indexOf('</main>'));
}

/** Addresses of the links of a page's own content. */
function liens(html: string): string[] {
  return [
    ...new Set([...main(html).matchAll(/href="(\/[^"#]*)/g)].map(([, href]) => (href ?? '').replaceAll('&amp;', '&'))),
  ];
}

async function statuts(path: string): Promise<Record<string, number>> {
  const answers = Object.entries(comptes).map(async ([nom, visiteur]) => [nom, (await visiteur.get(path)).status]);
  return Object.fromEntries(await Promise.all(answers));
}

describe('qui lit quoi', () => {
  const refuse = {
    equipe: 403,
    direction: 403,
    referent: 403,
    autreReferent: 403,
    agent: 403,
    dpo: 403,
    administrateur: 403,
    anonyme: 303,
    voisinEquipe: 403,
    voisinReferent: 403,
  };
  test('le tableau de bord est à l’équipe, le pilotage à la direction et à l’équipe, « ma structure » aux référents', async () => {
    expect(await statuts('/tableau-de-bord')).toEqual({ ...refuse, equipe: 200, voisinEquipe: 200 });
    const lecteurs = { ...refuse, equipe: 200, direction: 200, voisinEquipe: 200 };
    expect(await statuts('/pilotage')).toEqual(lecteurs);
    expect(await statuts('/pilotage.csv')).toEqual(lecteurs);
    expect(await statuts('/ma-structure')).toEqual({
      ...refuse,
      referent: 200,
      autreReferent: 200,
      voisinReferent: 200,
    });
  });
});

describe('ma structure', () => {
  test('un référent voit sa structure, ses conventions, ses lieux, ses affiches et ses chiffres', async () => {
    const { text } = await as('referent').get('/ma-structure');
    expect(liens(text)).toEqual(
      expect.arrayContaining([
        `/structures/${demo.structures.alberes}`,
        `/lieux/${demo.lieux.alberes}/affiche.pdf`,
        `/lieux/${demo.lieux.alberesAutre}/affiche.pdf`,
        `/conventions/${demo.conventions.alberes}`,
        `/conventions/${demo.conventions.alberes}/bilan`,
        `/conventions/${demo.conventions.alberes2022}/bilan`,
      ]),
    );
    expect(text).toContain('Imprimer l’affiche');
    expect(text).toMatch(/chaque partie peut s’opposer à la prochaine reconduction/);
    expect(text).toContain('Du 10 octobre 2022 au 1er juillet 2023.');
    expect(text).toContain('personnes aidées');
  });

  test.each([
    ['referent', demo.structures.alberes, demo.structures.prades],
    ['autreReferent', demo.structures.prades, demo.structures.alberes],
  ])('rien de l’autre structure n’y paraît : %s', async (nom, sienne, autre) => {
    const { text } = await as(nom).get('/ma-structure');
    const others = await base.owner
      .selectFrom('lieu')
      .select(['id', 'nom'])
      .where('territoireId', '=', '66')
      .where((or) => or.or([or('structureId', 'is distinct from', sienne)]))
      .execute();
    const conventions = await base.owner
      .selectFrom('convention')
      .select(['id', 'reference'])
      .where('structureId', '!=', sienne)
      .execute();
    const own = await base.owner.selectFrom('lieu').select('id').where('structureId', '=', sienne).execute();
    expect(own.length).toBeGreaterThan(0);
    for (const { id } of own) expect(text).toContain(id);
    for (const { id } of [...others, ...conventions]) expect(text).not.toContain(id);
    for (const { reference } of conventions) expect(main(text)).not.toContain(reference);
    expect(text).not.toContain(autre);
    const ofOther = await base.owner.selectFrom('structure').select('nom').where('id', '=', autre).executeTakeFirst();
    expect(main(text)).not.toContain(ofOther?.nom);
  });

  test('chaque lien s’ouvre pour lui, et répond « introuvable » à l’autre', async () => {
    for (const [nom, autre] of [
      ['referent', 'autreReferent'],
      ['autreReferent', 'referent'],
    ] as const) {
      const found = liens((await as(nom).get('/ma-structure')).text);
      expect(found.length).toBeGreaterThan(5);
      for (const href of found) {
        expect([href, (await as(nom).get(href)).status]).toEqual([href, 200]);
        // The public page of a lieu is everyone's; « Vos échéances » shows each his own.
        if (/^\/lieux\/[^/]+$/.test(href) || href === '/ma-structure/echeances') continue;
        expect([href, (await as(autre).get(href)).status]).toEqual([href, 404]);
      }
    }
  });

  test('les petits nombres sont cachés, comptés à la main', async () => {
    const conventionId = demo.conventions.prades;
    // A certified month keeps its records.
    await sql`truncate releve cascade`.execute(base.owner);
    await sql`delete from accompagnement where territoire_id = '66' and convention_id = ${conventionId}`.execute(
      base.owner,
    );
    const seance = await base.owner
      .selectFrom('seance')
      .select(['id', 'agentId', 'jour'])
      .where('conventionId', '=', conventionId)
      .where('statut', '=', 'prevue')
      .where('jour', '<', TODAY.with({ day: 1 }))
      .executeTakeFirstOrThrow();
    const mois = seance.jour.toPlainYearMonth().toString();
    const acte = () => ({
      territoireId: '66',
      id: uuidv7(),
      seanceId: seance.id,
      agentId: seance.agentId,
      conventionId,
      jour: seance.jour,
      dureeMinutes: 41,
      thematiques: ['Parentalite'],
      objectif: 'permanence',
      issue: 'faite',
      genre: 'Feminin',
      trancheAge: 'SoixanteDixPlus',
      statutSocial: 'Retraite',
    });
    await base.owner.insertInto('accompagnement').values([acte(), acte(), acte()]).execute();
    await certifierMois(base.owner, conventionId, mois);
    const few = main((await as('autreReferent').get('/ma-structure')).text);
    expect(few).toContain('moins de 5');
    expect(few).not.toContain('2\u00a0h\u00a003');
    expect(few).not.toContain('parentalité');
    await sql`truncate releve cascade`.execute(base.owner);
    await base.owner.insertInto('accompagnement').values([acte(), acte()]).execute();
    await certifierMois(base.owner, conventionId, mois);
    const five = main((await as('autreReferent').get('/ma-structure')).text);
    expect(five).toContain('<strong>5</strong>');
    expect(five).toContain('3\u00a0h\u00a025');
    expect(five).toContain('parentalité (5)');
  });

  test('une structure sans lieu ni convention a ses états vides', async () => {
    const { id: structureId } = await base.owner
      .selectFrom('structure')
      .leftJoin('convention', 'convention.structureId', 'structure.id')
      .leftJoin('lieu', 'lieu.structureId', 'structure.id')
      .select('structure.id')
      .where('structure.territoireId', '=', '66')
      .where('convention.id', 'is', null)
      .where('lieu.id', 'is', null)
      .executeTakeFirstOrThrow();
    const id = uuidv7();
    await base.owner
      .insertInto('compte')
      .values({ territoireId: '66', id, courriel: 'seul@exemple.fr', nom: 'Seul', role: 'referent', structureId })
      .execute();
    const seul = await openSite(base.request, { clock: () => NOW }).signedIn(id);
    const { status, text } = await seul.get('/ma-structure');
    expect(status).toBe(200);
    for (const title of [
      'Aucune permanence n’est prévue',
      'Aucun lieu n’est encore déclaré',
      'Aucune convention n’est enregistrée',
      'Il n’y a encore rien à compter',
    ]) {
      expect(text).toContain(title);
    }
  });
});

describe('tableau de bord', () => {
  test('il dit la semaine, les signatures attendues et les échéances, avec le lien où agir', async () => {
    const { text } = await as('equipe').get('/tableau-de-bord');
    const { rows } = await sql<{ tenues: number; annulees: number; total: number }>`
      select count(*) filter (where statut = 'prevue' and jour + heure_fin <= timestamp '2026-11-24 13:00') as tenues,
        count(*) filter (where statut = 'annulee') as annulees, count(*) as total
      from seance where territoire_id = '66' and jour between '2026-11-23' and '2026-11-29'`.execute(base.owner);
    const { tenues = 0, annulees = 0, total = 0 } = rows[0] ?? {};
    expect(total).toBeGreaterThan(0);
    const week = main(text).split('id="releves"')[0] ?? '';
    expect([...week.matchAll(/<strong>(\d+)<\/strong>/g)].map(([, value]) => Number(value))).toEqual([
      tenues,
      total - tenues - annulees,
      annulees,
    ]);
    const signatures = text.slice(text.indexOf('id="signatures"'), text.indexOf('id="echeances"'));
    expect(signatures).toContain(demo.conventions.brouillon);
    expect(signatures).toContain(demo.conventions.attenteSignature);
    expect(signatures).not.toContain(demo.conventions.alberes);
    const echeances = text.slice(text.indexOf('id="echeances"'), text.indexOf('id="alertes"'));
    expect(echeances).toContain(demo.conventions.finitBientot);
    expect(echeances).not.toContain(demo.conventions.passee);
    expect(text).toContain('Tous les lieux où une permanence est prévue sont conformes');
  });

  test('chacun de ses liens s’ouvre', async () => {
    const found = liens((await as('equipe').get('/tableau-de-bord')).text);
    expect(found.length).toBeGreaterThan(15);
    for (const href of found) expect([href, (await as('equipe').get(href)).status]).toEqual([href, 200]);
  });

  test('un lieu qui cesse d’être conforme alors qu’une permanence y est prévue y paraît', async () => {
    await base.owner
      .insertInto('lieuConstat')
      .values({
        territoireId: '66',
        id: uuidv7(),
        lieuId: demo.lieux.prades,
        critere: 'internet',
        satisfait: false,
        constateLe: TODAY,
        constatePar: 'N. Bourdaine <script>',
      })
      .execute();
    const { text } = await as('equipe').get('/tableau-de-bord');
    const lieux = text.slice(text.indexOf('id="lieux"'), text.indexOf('id="agents"'));
    expect(lieux).toContain(`/lieux/${demo.lieux.prades}/fiche`);
    expect(lieux).toContain('Accès à Internet : absent');
    expect(text).not.toContain('<script>');
    // Not conforming either, but nothing is planned there.
    expect(lieux).not.toContain(demo.lieux.sansBureauFerme);
  });

  test('un agent dont le contrat finit bientôt, ou sans certificat, y paraît', async () => {
    await base.owner
      .updateTable('agent')
      .set({ contratFin: TODAY.add({ days: 30 }), certificat: null, certificatDate: null })
      .where('id', '=', demo.agents.autre)
      .execute();
    const { text } = await as('equipe').get('/tableau-de-bord');
    const agents = text.slice(text.indexOf('id="agents"'));
    expect(agents).toContain(`/agents/${demo.agents.autre}`);
    expect(agents).toContain('prend fin le 24 décembre 2026');
    expect(agents).toContain('Aucune formation certifiante');
  });

  test('un territoire presque vide a ses états vides', async () => {
    await sql`delete from accompagnement where territoire_id = '00'`.execute(base.owner);
    await sql`delete from seance where territoire_id = '00'`.execute(base.owner);
    const { text } = await as('voisinEquipe').get('/tableau-de-bord');
    expect(text).toContain('Aucune permanence cette semaine');
    expect(text).not.toContain(ids66.convention('baixas'));
    const pilotage = await as('voisinEquipe').get('/pilotage');
    expect([pilotage.status, pilotage.text.includes('Aucun accompagnement noté depuis six mois')]).toEqual([200, true]);
  });
});

describe('pilotage', () => {
  test('les chiffres des deux trimestres sont ceux de la base', async () => {
    const { rows } = await sql<{ courant: number; avant: number; tenues: number; communes: number }>`
      select
        (select count(*) from accompagnement where territoire_id = '66' and type_activite = 'Individuel'
          and jour between '2026-08-01' and '2026-10-31') as courant,
        (select count(*) from accompagnement where territoire_id = '66' and type_activite = 'Individuel'
          and jour between '2026-05-01' and '2026-07-31') as avant,
        (select count(*) from seance where territoire_id = '66' and statut = 'prevue'
          and jour between '2026-08-01' and '2026-10-31') as tenues,
        (select count(distinct l.code_insee) from seance s join lieu l on l.territoire_id = s.territoire_id and l.id = s.lieu_id
          where s.territoire_id = '66' and s.statut = 'prevue' and s.jour between '2026-08-01' and '2026-10-31') as communes`.execute(
      base.owner,
    );
    const { text } = await as('direction').get('/pilotage.csv');
    const [row] = rows;
    expect(text).toContain(`Ensemble;Personnes aidées;${row?.courant};${row?.avant}\r\n`);
    expect(text).toContain(`Ensemble;Permanences tenues;${row?.tenues};`);
    expect(text).toContain(`Couverture;Communes couvertes sur 226;${row?.communes};`);
  });

  test('art. 4.1 : aucun nombre de personnes de 1 à 4 ne sort, ni sur la page ni dans le fichier', async () => {
    for (const nom of ['direction', 'equipe']) {
      const { text } = await as(nom).get('/pilotage');
      expect(text).not.toMatch(/font-weight="700">[1-4]<\/text>/);
      const csv = (await as(nom).get('/pilotage.csv')).text;
      const people = csv.split('\r\n').filter((line) => /^(Thème|Démarche|Âge|Situation|Genre|Personnes)/.test(line));
      expect(people.length).toBeGreaterThan(40);
      expect(people.filter((line) => /;[1-4](;|$)/.test(line))).toEqual([]);
    }
  });

  test('la page montre la couverture et ne nomme personne', async () => {
    const { text } = await as('direction').get('/pilotage');
    expect(text).toContain('des 226 communes du département');
    expect(text).toContain('Argelès-sur-Mer');
    expect(main(text)).not.toContain('Tramontane');
    expect(liens(text)).toEqual(['/pilotage.csv', '/releves']);
  });
});
