import { beforeAll, describe, expect, test } from 'vitest';
import { useBase } from '../../../test/base.ts';
import { assurance, seedConvention } from '../../../test/conventions.ts';
import { type SmallTerritoire, seedSmallTerritoire } from '../../../test/small-territoire.ts';
import { openSite, type Visitor } from '../../../test/visitor.ts';
import { inTerritoire } from '../../platform/db.ts';
import { reglagesDe } from './store.ts';

const base = useBase();
/** A Tuesday. */
const TODAY = Temporal.PlainDate.from('2026-11-24');
const day = (days: number) => TODAY.add({ days });
let small: SmallTerritoire;
let equipe: Visitor;
let referent: Visitor;

beforeAll(async () => {
  small = await seedSmallTerritoire(base.owner);
  const contrat = (id: string, fin: Temporal.PlainDate) =>
    base.owner.updateTable('agent').set({ contratFin: fin }).where('id', '=', id).execute();
  await contrat(small.agent, day(5));
  await contrat(small.autreAgent, day(300));
  const compteId = small.comptes.equipe;
  // In force since 2026-11-16: renewals on 2027-05-16, then 2027-11-16.
  const signed = { compteId, effet: day(-8), fin: day(600) };
  await seedConvention(base, {
    ...signed,
    structureId: small.structure,
    reference: 'CNV-CER',
    evenements: [assurance(day(-3))],
  });
  for (const rank of [1, 2, 3, 4, 5, 6]) {
    const evenements = [assurance(day(5 + rank))];
    await seedConvention(base, {
      ...signed,
      structureId: small.autreStructure,
      reference: `CNV-MED-${rank}`,
      evenements,
    });
  }
  const clock = () => TODAY.toZonedDateTime({ timeZone: 'Europe/Paris', plainTime: '09:00' }).toInstant();
  const site = openSite(base.request, { clock });
  equipe = await site.signedIn(small.comptes.equipe);
  referent = await site.signedIn(small.comptes.referent);
});

/** The references of the table's rows, in their order. */
const objets = (html: string) =>
  [...html.matchAll(/data-label="Objet"><a [^>]*>([^<]*)<\/a>/g)].map(([, name]) => name);

describe('L’échéancier', () => {
  test('réunit conventions et contrats, le plus pressant d’abord', async () => {
    const { text } = await equipe.get('/echeancier');
    expect(objets(text).slice(0, 3)).toEqual(['CNV-CER', 'Maëlle Tramontane', 'CNV-MED-1']);
    expect(text).toContain('En retard de 3 jours');
    expect(text).toContain('Dans 5 jours');
    expect(text).toContain('href="/echeancier" aria-current="page"');
  });

  test.each([
    ['type=contrat', 'Maëlle Tramontane', 'CNV-CER'],
    ['quand=retard', 'CNV-CER', 'CNV-MED-1'],
    ['quand=7', 'CNV-MED-1', 'CNV-CER'],
    ['type=assurance&quand=7', 'CNV-MED-1', 'Maëlle'],
    ['q=ceret', 'CNV-CER', 'CNV-MED-1'],
  ])('se réduit par %s', async (query, found, left) => {
    const { text } = await equipe.get(`/echeancier?${query}`);
    const main = text.slice(text.indexOf('<table'));
    expect(main).toContain(found);
    expect(main).not.toContain(left);
  });

  test('se trie, se tourne page par page, et ignore ce qui n’a pas de sens', async () => {
    const descending = await equipe.get('/echeancier?tri=objet&sens=decroissant');
    const names = objets(descending.text);
    expect(names).toEqual([...names].sort((a, b) => String(b).localeCompare(String(a), 'fr')));
    const second = await equipe.get('/echeancier?page=2');
    expect(objets(second.text).length).toBeGreaterThan(0);
    const absurd = await equipe.get('/echeancier?type=__proto__&quand=constructor&tri=%00&page=-4&q=%F0%00');
    expect(absurd.status).toBe(200);
  });

  test('rien ne correspond : la page le dit et propose tout', async () => {
    const { text } = await equipe.get('/echeancier?type=remede');
    expect(text).toContain('Rien ne correspond à ce choix.');
  });

  test('s’exporte et s’imprime en entier, avec le même choix', async () => {
    const csv = await equipe.get('/echeancier.csv?type=contrat');
    expect(csv.headers.get('content-type')).toContain('text/csv');
    expect(csv.headers.get('content-disposition')).toContain('echeancier-2026-11-24.csv');
    expect(csv.text.split('\r\n')[1]).toMatch(/^2026-11-29;;À venir;Fin du contrat d’un agent;;Maëlle Tramontane;$/);
    expect(csv.text.trimEnd().split('\r\n')).toHaveLength(3);
    const paper = await equipe.get('/echeancier/imprimer');
    expect(objets(paper.text)).toHaveLength(7 * 4 + 2);
  });

  test('un nom de structure hostile reste du texte, à l’écran et dans un tableur', async () => {
    const rename = (nom: string) =>
      base.owner.updateTable('structure').set({ nom }).where('id', '=', small.autreStructure).execute();
    await rename('=cmd|"/c calc"!A1 <script>alert(1)</script>');
    try {
      const { text } = await equipe.get('/echeancier');
      expect(text).not.toContain('<script>alert(1)');
      expect(text).toContain('&lt;script&gt;alert(1)');
      expect((await equipe.get('/echeancier.csv')).text).toContain(`"'=cmd|""/c calc""!A1`);
    } finally {
      await rename('Médiathèque des Essais');
    }
  });
});

describe('Le calendrier', () => {
  test('montre le mois, ses échéances et ses voisins', async () => {
    const { text } = await equipe.get('/echeancier/calendrier');
    expect(text).toContain('<h1>Novembre 2026</h1>');
    expect(text).toContain('aria-current="date"');
    expect(text).toContain('href="/echeancier/calendrier?mois=2026-10"');
    expect(text).toContain('Maëlle Tramontane');
    expect(text).toContain('En retard : ');
  });

  test('ne dit pas en retard ce qui est simplement passé', async () => {
    const clock = () => day(200).toZonedDateTime({ timeZone: 'Europe/Paris', plainTime: '09:00' }).toInstant();
    const later = await openSite(base.request, { clock }).signedIn(small.comptes.equipe);
    const { text } = await later.get('/echeancier/calendrier?mois=2027-05&type=reconduction');
    expect(text).toContain('CNV-CER');
    expect(text).not.toContain('En retard : ');
  });

  test('connaît les reconductions qui suivent la prochaine', async () => {
    // Effect on 2026-11-16: renewals on 2027-05-16, then 2027-11-16.
    const { text } = await equipe.get('/echeancier/calendrier?mois=2027-11&type=reconduction');
    expect(text).toContain('CNV-CER');
    expect(text).not.toContain('Aucune échéance en');
  });

  test.each(['2026-13', '0000-01', '9999-12', 'zut', '', '2026-11-24'])('« %s » montre ce mois-ci', async (mois) => {
    const { status, text } = await equipe.get(`/echeancier/calendrier?mois=${mois}`);
    expect(status).toBe(200);
    expect(text).toContain('<h1>Novembre 2026</h1>');
  });
});

describe('Cette semaine', () => {
  test('dit ce qui est en retard et ce qui tombe d’ici dimanche, et rien d’autre', async () => {
    const { text } = await equipe.get('/cette-semaine');
    expect(text).toContain('Du 23 novembre 2026 au 29 novembre 2026');
    const [, late = '', week = '', toDo = ''] = text.split('<section class="e-section"');
    expect(late).toContain('CNV-CER');
    expect(week).toContain('Maëlle Tramontane');
    // Monday of the week after.
    expect(week).not.toContain('CNV-MED-1');
    expect(toDo).toContain('Toutes les pièces sont signées et transmises');
  });

  test('se trouve depuis le tableau de bord et l’échéancier', async () => {
    for (const path of ['/tableau-de-bord', '/echeancier']) {
      expect((await equipe.get(path)).text).toContain('href="/cette-semaine"');
    }
  });
});

describe('Le référent', () => {
  test('voit les échéances de sa structure, et d’aucune autre', async () => {
    const { text } = await referent.get('/ma-structure/echeances');
    expect(text).toContain('CNV-CER');
    expect(text).not.toContain('CNV-MED-1');
    expect(text).not.toContain('Tramontane');
    expect((await referent.get('/ma-structure')).text).toContain('href="/ma-structure/echeances"');
  });

  test('n’ouvre rien de ce qui est au territoire', async () => {
    for (const path of ['/echeancier', '/echeancier.csv', '/cette-semaine', '/echeancier/rappels']) {
      expect((await referent.get(path)).status).toBe(403);
    }
  });
});

describe('Les jours des rappels', () => {
  const reglages = () => inTerritoire(base.request, '66', (db) => reglagesDe(db, '66'));
  const proposes = {
    opposition: '60, 30, 7',
    reconduction: '30',
    fin: '90, 30, 7',
    remede: '15, 3',
    constat: '0',
    assurance: '60, 30, 7',
    teletransmission: '60, 15',
    transmission: '60, 15',
    decision_opposition: '15, 3',
    signature: '60, 30',
    contrat: '90, 30',
    conformite: '60, 15',
  };

  test('se proposent, se changent, se relisent et reviennent à ce qui est proposé', async () => {
    const form = await equipe.get('/echeancier/rappels');
    for (const value of Object.values(proposes)) expect(form.text).toContain(`value="${value}"`);
    const changed = await equipe.post('/echeancier/rappels', { ...proposes, opposition: '45 et 10', contrat: '' });
    expect(changed.location).toBe('/echeancier');
    expect(await reglages()).toEqual({ opposition: [45, 10], contrat: [] });
    expect((await equipe.get('/echeancier/rappels')).text).toContain('value="45, 10"');
    await equipe.post('/echeancier/rappels', proposes);
    expect(await reglages()).toEqual({});
  });

  test('mal écrits, sont tous refusés à la fois, et rien de ce qui est saisi ne se perd', async () => {
    const typed = { ...proposes, opposition: 'trente', fin: '1,2,3,4,5,6,7', contrat: '<script>' };
    const refused = await equipe.post('/echeancier/rappels', typed);
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('« trente » n’est pas un nombre de jours de 0 à 365');
    expect(refused.text).toContain('Choisissez 6 rappels au plus.');
    expect(refused.text).toContain('value="1,2,3,4,5,6,7"');
    expect(refused.text).not.toContain('<script>"');
    expect(await reglages()).toEqual({});
    expect((await equipe.post('/echeancier/rappels', { ...proposes, fin: '9'.repeat(10_000) })).status).toBe(422);
  });

  test('d’un territoire ne changent rien à l’autre', async () => {
    await equipe.post('/echeancier/rappels', { ...proposes, fin: '10' });
    expect(await inTerritoire(base.request, '00', (db) => reglagesDe(db, '00'))).toEqual({});
    await equipe.post('/echeancier/rappels', proposes);
  });
});
