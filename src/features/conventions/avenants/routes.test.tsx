import { beforeAll, describe, expect, test } from 'vitest';
import { useBase } from '../../../../test/base.ts';
import { type SmallTerritoire, seedSmallTerritoire } from '../../../../test/small-territoire.ts';
import { type Answer, type Fields, openSite, type Visitor } from '../../../../test/visitor.ts';
import { inTerritoire } from '../../../platform/db.ts';
import { uuidv7 } from '../../../platform/ids.ts';
import { clauses2022, type Evenement } from '../rules.ts';
import { createConvention, loadConvention, saveEvenements } from '../store.ts';

const base = useBase();
let small: SmallTerritoire;
let site: ReturnType<typeof openSite>;
let equipe: Visitor;

beforeAll(async () => {
  small = await seedSmallTerritoire(base.owner);
  site = openSite(base.request);
  equipe = await site.signedIn(small.comptes.equipe);
});

const day = Temporal.PlainDate.from;
const today = Temporal.Now.plainDateISO('Europe/Paris');

let rank = 0;
/** A convention of the 2022 model signed by both on a day, with other events. Its address. */
async function signed(effet: string, evenements: readonly Evenement[] = [], finAuPlusTard = '2023-07-01') {
  rank += 1;
  const reference = `AVENANT-${rank}`;
  const clauses = { ...clauses2022, finAuPlusTard: finAuPlusTard === '' ? null : day(finAuPlusTard) };
  const signature = { type: 'signature', date: day(effet), signataire: 'Camille Exemple', qualite: 'Maire' } as const;
  return inTerritoire(base.request, '66', async (db) => {
    const convention = { structureId: small.structure, reference, modele: 'convention-2022', clauses };
    const created = await createConvention(
      db,
      '66',
      { ...convention, pointAccueil: null, note: null },
      small.comptes.equipe,
    );
    if ('constraint' in created) throw new Error(created.constraint);
    const both: Evenement[] = [
      { id: uuidv7(), partie: 'departement', ...signature },
      { id: uuidv7(), partie: 'beneficiaire', ...signature },
    ];
    await saveEvenements(db, '66', created.value, [...both, ...evenements], small.comptes.equipe);
    return `/conventions/${created.value}`;
  });
}

const evenementsDe = (url: string) =>
  inTerritoire(base.request, '66', async (db) => {
    const convention = await loadConvention(db, '66', url.split('/')[2] ?? '');
    return convention?.evenements ?? [];
  });

/** Text of a page, without its marks, spaces made simple. */
function lu({ text }: Answer): string {
  return text
    .replaceAll(/<(style|script)[\s\S]*?<\/\1>/g, ' ')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ');
}

const frequence = { numero: '1', date: '2023-03-01', objet: 'Deux demi-journées', demiJourneesParSemaine: '2' };
const apercu = (url: string, fields: Record<string, string>) =>
  equipe.get(`${url}/avenants/nouveau?${new URLSearchParams(fields)}`);
const enregistre = (url: string, fields: Fields) => equipe.post(`${url}/avenants/nouveau`, fields);

async function signe(url: string, partie: string, date: string, avenantId?: string): Promise<Answer> {
  const id = avenantId ?? (await evenementsDe(url)).findLast(({ type }) => type === 'avenant')?.id ?? '';
  const who = { signataire: 'Sacha Exemple', qualite: 'Maire' };
  return equipe.post(`${url}/evenements/nouveau`, { type: 'signature_avenant', avenantId: id, partie, date, ...who });
}

describe('préparer un avenant', () => {
  test('art. 8.2 : le formulaire propose le numéro et montre ce que dit chaque clause aujourd’hui', async () => {
    const url = await signed('2022-10-10', [], '');
    const form = await equipe.get(`${url}/avenants/nouveau`);
    expect(form.text).toMatch(/name="numero"[^>]*value="1"/);
    expect(lu(form)).toContain('Aujourd’hui : 1 demi-journée par semaine.');
    expect(lu(form)).toContain('Aujourd’hui : 2 mois avant l’anniversaire.');
    expect(lu(form)).toContain('Fin au plus tard (facultatif) Aujourd’hui : aucune.');
  });

  test('art. 8.2 : l’aperçu montre avant et après, et n’écrit rien', async () => {
    const url = await signed('2022-10-10');
    const page = await apercu(url, { ...frequence, finAuPlusTard: '2024-07-01', suppose: '2023-03-20' });
    expect(page.status).toBe(200);
    const text = lu(page);
    expect(text).toContain('Permanences (art. 1.2) 1 demi-journée par semaine 2 demi-journées par semaine');
    expect(text).toContain('Fin au plus tard (art. 6) 1er juillet 2023 inclus 1er juillet 2024 inclus');
    expect(text).toContain('Dernier jour sans l’avenant 1er juillet 2023');
    expect(text).toContain('Dernier jour avec l’avenant 1er juillet 2024');
    expect(text).toContain('Période 4 10 avril 2024 (pas de période) 1er juillet 2024 (—) aucun (—) aucun (—)');
    expect(await evenementsDe(url)).toHaveLength(2);
    const shorter = lu(await apercu(url, { ...frequence, finAuPlusTard: '2023-03-31', suppose: '2023-03-20' }));
    expect(shorter).toContain('31 mars 2023 (9 avril 2023) aucun (10 avril 2023) aucun (10 février 2023)');
    expect(shorter).toContain('Période 2 pas de période (10 avril 2023) — (1er juillet 2023)');
    const back = await apercu(url, { ...frequence, modifier: 'oui' });
    expect(back.text).toContain('value="Deux demi-journées"');
  });

  test('art. 8.2 : ce qui est écrit comme aujourd’hui n’est pas un changement', async () => {
    const url = await signed('2022-10-10');
    const same = {
      demiJourneesParSemaine: '1',
      finAuPlusTard: '2023-07-01',
      reconduction: 'illimitee',
      preavisMois: '2',
    };
    const page = await apercu(url, { ...frequence, ...same, suppose: '2023-03-20' });
    expect(lu(page)).toContain('ne change aucune des clauses qu’Escale calcule');
    expect(lu(page)).toContain('Les périodes et les derniers jours pour s’opposer ne changent pas.');
    expect((await enregistre(url, { ...frequence, ...same })).status).toBe(303);
    const [avenant] = (await evenementsDe(url)).filter(({ type }) => type === 'avenant');
    expect(avenant).toMatchObject({ changements: {}, numero: '1' });
  });

  test('chaque clause qu’un avenant peut changer se range et se relit', async () => {
    const url = await signed('2022-10-10');
    const all = {
      ...frequence,
      sansFin: 'oui',
      dureeMois: '12',
      reconduction: 'limitee',
      reconductions: '3',
      preavisMois: '3',
      delaiRemedeJours: '45',
      delaiForceMajeureJours: '15',
      oppositionCompteDe: 'envoi',
      forceMajeureCompteDe: 'envoi',
      courrierNonRetire: 'sans_effet',
      reconductionPourUnJour: 'oui',
    };
    expect((await enregistre(url, all)).status).toBe(303);
    const avenant = (await evenementsDe(url)).find(({ type }) => type === 'avenant');
    expect(avenant).toMatchObject({
      changements: {
        demiJourneesParSemaine: 2,
        finAuPlusTard: null,
        dureeMois: 12,
        reconductions: 3,
        preavisMois: 3,
        delaiRemedeJours: 45,
        delaiForceMajeureJours: 15,
        oppositionCompteDe: 'envoi',
        forceMajeureCompteDe: 'envoi',
        courrierNonRetire: 'sans_effet',
        reconductionPourUnJour: true,
      },
    });
    const form = await equipe.get(`${url}/avenants/nouveau?remplace=${avenant?.id}`);
    for (const value of ['value="12"', 'value="45"', 'value="limitee" selected', 'name="sansFin"']) {
      expect(form.text).toContain(value);
    }
    expect(form.text).toMatch(/value="envoi" checked/);
  });
});

describe('du projet à l’effet', () => {
  test('art. 8.2 : chaque signature vient à son jour ; l’effet, à la dernière', async () => {
    const url = await signed('2022-10-10');
    expect((await enregistre(url, frequence)).location).toBe(`${url}#avenants`);
    expect(lu(await equipe.get(`${url}/jour?au=2023-03-02`))).toContain(
      'Signature de l’avenant n° 1 attendue de la part du Département.',
    );
    expect((await signe(url, 'beneficiaire', '2023-03-06')).status).toBe(303);
    const half = lu(await equipe.get(url));
    expect(half).toContain('Pas encore signé par les deux parties');
    expect(half).toContain('L’avenant n° 1 est sans effet : il n’est pas signé par le Département.');
    expect((await signe(url, 'departement', '2023-03-20')).status).toBe(303);
    expect(lu(await equipe.get(url))).toContain('En vigueur depuis le 20 mars 2023');
    const before = lu(await equipe.get(`${url}/jour?au=2023-03-19`));
    expect(before).toContain('Permanences (art. 1.2) 1 demi-journée par semaine la convention, telle que signée');
    const after = lu(await equipe.get(`${url}/jour?au=2023-03-20`));
    expect(after).toContain(
      'Permanences (art. 1.2) 2 demi-journées par semaine avenant n° 1 (Deux demi-journées), en vigueur depuis le 20 mars 2023',
    );
  });

  test('une convention en cours propose l’avenant et ses signatures, avec le représentant du jour', async () => {
    const effet = today.subtract({ days: 20 });
    const change: Evenement = {
      id: uuidv7(),
      type: 'representant',
      partie: 'beneficiaire',
      date: today.subtract({ days: 3 }),
      nom: 'Sacha Nouveau',
      qualite: 'Maire',
    };
    const url = await signed(effet.toString(), [change], '');
    expect((await equipe.get(url)).text).toContain(`${url}/avenants/nouveau"`);
    const date = today.subtract({ days: 2 }).toString();
    expect((await enregistre(url, { ...frequence, date })).status).toBe(303);
    const page = await equipe.get(url);
    const [, path = ''] = /href="([^"]*type=signature_avenant[^"]*partie=beneficiaire)"/.exec(page.text) ?? [];
    const form = await equipe.get(path.replaceAll('&amp;', '&'));
    expect(form.text).toMatch(/name="signataire"[^>]*value="Sacha Nouveau"/);
    expect((await signe(url, 'beneficiaire', today.toString())).status).toBe(303);
    expect((await signe(url, 'departement', today.toString())).status).toBe(303);
    expect(lu(await equipe.get(url))).toContain('En vigueur depuis');
    expect(lu(await equipe.get(url))).toContain('représenté par Sacha Nouveau, Maire');
  });

  test('deux signatures de la même partie au même instant : une seule', async () => {
    const url = await signed('2022-10-10');
    await enregistre(url, frequence);
    const answers = await Promise.all(['2023-03-06', '2023-03-07'].map((date) => signe(url, 'departement', date)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 422]);
  });

  test('deux avenants du même numéro au même instant : un seul ; un envoi répété n’en fait pas deux', async () => {
    const url = await signed('2022-10-10');
    const answers = await Promise.all([enregistre(url, frequence), enregistre(url, frequence)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 422]);
    const again = { ...frequence, numero: '2', _cle: uuidv7() };
    expect([(await enregistre(url, again)).status, (await enregistre(url, again)).status]).toEqual([303, 303]);
    expect((await evenementsDe(url)).filter(({ type }) => type === 'avenant')).toHaveLength(2);
  });

  test('corriger un projet le remplace ; signé, il faut d’abord annuler la signature', async () => {
    const url = await signed('2022-10-10');
    await enregistre(url, frequence);
    const [first] = (await evenementsDe(url)).filter(({ type }) => type === 'avenant');
    const remplace = first?.id ?? '';
    const form = await equipe.get(`${url}/avenants/nouveau?remplace=${remplace}`);
    expect(lu(form)).toContain('Corriger l’avenant n° 1');
    expect((await enregistre(url, { ...frequence, demiJourneesParSemaine: '3', remplace })).status).toBe(303);
    expect((await evenementsDe(url)).map(({ type }) => type)).toEqual([
      'signature',
      'signature',
      'avenant',
      'annulation',
      'avenant',
    ]);
    expect((await enregistre(url, { ...frequence, remplace })).status).toBe(404);
    await signe(url, 'departement', '2023-03-06');
    const second = (await evenementsDe(url)).findLast(({ type }) => type === 'avenant');
    expect((await equipe.get(`${url}/avenants/nouveau?remplace=${second?.id}`)).status).toBe(404);
    expect((await equipe.get(url)).text).not.toContain(`remplace=${second?.id}`);
    expect((await equipe.get(`${url}/avenants/nouveau?remplace=x`)).status).toBe(404);
  });
});

describe('ce qui est refusé', () => {
  test('toutes les raisons à la fois, et rien de perdu', async () => {
    const url = await signed('2022-10-10');
    const fields = {
      numero: '',
      date: '2023-02-31',
      objet: 'x'.repeat(400),
      demiJourneesParSemaine: '15',
      dureeMois: 'six',
      preavisMois: '-1',
      reconduction: '<script>alert(1)</script>',
    };
    for (const refused of [await apercu(url, fields), await enregistre(url, fields)]) {
      expect(refused.status).toBe(422);
      expect(refused.text).toContain('7 réponses sont à corriger');
      expect(refused.text).toContain('value="six"');
      expect(refused.text).not.toContain('<script>alert');
    }
  });

  test('ce qui ne tient pas debout est dit ensemble, chaque phrase sur son champ', async () => {
    const url = await signed('2022-10-10');
    const both = await apercu(url, {
      ...frequence,
      finAuPlusTard: '2024-07-01',
      sansFin: 'oui',
      reconduction: 'limitee',
      suppose: '2023-02-01',
    });
    expect(both.text).toContain('3 réponses sont à corriger');
    const rules = await apercu(url, { ...frequence, dureeMois: '2', finAuPlusTard: '2023-02-01' });
    expect(rules.text).toContain('2 réponses sont à corriger');
    expect(rules.text).toContain('href="#champ-preavisMois"');
    expect(rules.text).toContain('href="#champ-finAuPlusTard"');
  });

  test('avant l’effet, après la fin, à venir : une phrase claire', async () => {
    const url = await signed('2022-10-10');
    const say = async (date: string) => lu(await enregistre(url, { ...frequence, date }));
    expect(await say('2022-10-09')).toContain('n’était pas encore signée par les deux parties à cette date');
    expect(await say('2023-07-02')).toContain('La convention a pris fin le 1er juillet 2023.');
    const running = await signed(today.toString(), [], '');
    const future = today.add({ days: 2 }).toString();
    expect(lu(await enregistre(running, { ...frequence, date: future }))).toContain('est à venir');
    await enregistre(url, frequence);
    expect(lu(await signe(url, 'departement', '2023-07-02'))).toContain(
      'La convention a pris fin le 1er juillet 2023.',
    );
    expect(lu(await signe(url, 'departement', '2023-02-28'))).toContain('personne n’a pu le signer avant');
    expect((await signe(url, 'departement', '2023-03-06', uuidv7())).status).toBe(422);
  });

  test('un avenant ne se prépare que par l’équipe technique, sur une convention de son territoire', async () => {
    const url = await signed('2022-10-10');
    for (const role of ['agent', 'referent', 'direction', 'dpo', 'administrateur'] as const) {
      const visitor = await site.signedIn(small.comptes[role]);
      expect((await visitor.get(`${url}/avenants/nouveau`)).status, role).toBe(403);
      expect((await visitor.post(`${url}/avenants/nouveau`, frequence)).status, role).toBe(403);
    }
    const neighbour = await site.signedIn(small.comptes.voisin, { territoireId: '00', host: 'voisin.localhost' });
    expect((await neighbour.get(`${url}/avenants/nouveau`)).status).toBe(404);
    expect((await neighbour.post(`${url}/avenants/nouveau`, frequence)).status).toBe(404);
    const referent = await site.signedIn(small.comptes.referent);
    await enregistre(url, frequence);
    const page = await referent.get(url);
    expect(lu(page)).toContain('Avenant n° 1 : Deux demi-journées');
    expect(page.text).not.toContain('avenants/nouveau');
  });
});
