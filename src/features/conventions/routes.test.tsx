import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { useBase } from '../../../test/base.ts';
import { type SmallTerritoire, seedSmallTerritoire } from '../../../test/small-territoire.ts';
import { type Answer, type Fields, openSite, type Visitor } from '../../../test/visitor.ts';
import { uuidv7 } from '../../platform/ids.ts';
import { closePdf } from '../../platform/pdf/render.ts';

const base = useBase();
let small: SmallTerritoire;
let site: ReturnType<typeof openSite>;
let equipe: Visitor;

beforeAll(async () => {
  small = await seedSmallTerritoire(base.owner);
  site = openSite(base.request);
  equipe = await site.signedIn(small.comptes.equipe);
});
afterAll(closePdf);

const modele = {
  pointAccueil: 'Médiathèque, salle du premier étage',
  dureeMois: '6',
  reconduction: 'illimitee',
  reconductions: '',
  finAuPlusTard: '2023-07-01',
  reconductionPourUnJour: 'non',
  preavisMois: '2',
  oppositionCompteDe: 'reception',
  delaiRemedeJours: '30',
  courrierNonRetire: 'premiere_presentation',
  delaiForceMajeureJours: '30',
  forceMajeureCompteDe: 'reception',
  demiJourneesParSemaine: '1',
  note: '',
};

let rank = 0;
async function createConvention(changes: Fields = {}): Promise<string> {
  rank += 1;
  const fields = { structureId: small.structure, reference: `ESSAI-${rank}`, ...modele, ...changes };
  const created = await equipe.post('/conventions/nouvelle', fields);
  expect(created.status).toBe(303);
  return created.location ?? '';
}

const record = (url: string, type: string, fields: Fields): Promise<Answer> =>
  equipe.post(`${url}/evenements/nouveau`, { type, ...fields });

async function deliberations(url: string): Promise<void> {
  const departement = { partie: 'departement', numero: '18', date: '2021-12-16' };
  const beneficiaire = { partie: 'beneficiaire', numero: 'DL2022-0167', date: '19/09/2022' };
  const accuse = { accuseNumero: '2022-000000000-1', transmiseLe: '2022-09-28', recueLe: '2022-09-28' };
  expect((await record(url, 'deliberation', departement)).status).toBe(303);
  expect((await record(url, 'deliberation', { ...beneficiaire, ...accuse })).status).toBe(303);
}

const signe = (url: string, partie: string, date: string) =>
  record(url, 'signature', { partie, date, signataire: 'Camille Exemple', qualite: 'Présidente' });

async function signed(changes: Fields = {}, effet = '2022-10-10'): Promise<string> {
  const url = await createConvention(changes);
  await deliberations(url);
  expect((await signe(url, 'beneficiaire', '2022-10-03')).status).toBe(303);
  expect((await signe(url, 'departement', effet)).status).toBe(303);
  return url;
}

/** Text of a page, without its marks, spaces made simple. */
function lu({ text }: Answer): string {
  return text
    .replaceAll(/<(style|script)[\s\S]*?<\/\1>/g, ' ')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ');
}

describe('de la création à la signature', () => {
  test('le formulaire est rempli d’après le modèle de 2022', async () => {
    const form = await equipe.get(`/conventions/nouvelle?structure=${small.structure}`);
    expect(form.text).toContain(`value="${small.structure}" selected`);
    expect(form.text).toMatch(/name="reference"[^>]*value="CNV-\d{4}-\d{3}"/);
    expect(form.text).toMatch(/name="dureeMois"[^>]*value="6"/);
    expect(form.text).toMatch(/name="preavisMois"[^>]*value="2"/);
    expect((await equipe.get('/conventions/nouvelle?structure=nulle')).text).not.toContain(' selected');
  });

  test('la page dit ce qui manque, étape après étape', async () => {
    const url = await createConvention();
    const empty = lu(await equipe.get(url));
    expect(empty).toContain('Brouillon');
    expect(empty).toContain('Il manque la délibération du Département.');
    expect(empty).toContain('Il manque la délibération du Bénéficiaire.');
    await deliberations(url);
    const authorised = lu(await equipe.get(url));
    expect(authorised).toContain(
      'L’accusé de réception en préfecture manque pour la délibération du Département (18).',
    );
    expect(authorised).toContain('Signature du Département attendue.');
    await signe(url, 'beneficiaire', '2022-10-03');
    const half = lu(await equipe.get(url));
    expect(half).toContain('En cours de signature');
    expect(half).not.toContain('Signature du Bénéficiaire attendue.');
    await signe(url, 'departement', '2022-10-10');
    expect(lu(await equipe.get(`${url}/jour?au=2022-10-10`))).toContain('La convention au 10 octobre 2022 En vigueur');
  });

  test.each([
    ['2022-10-10', ['10 avril 2023', '10 février 2023', '10 avril 2023', '1er juillet 2023'], 2],
    ['2022-10-31', ['30 avril 2023', '28 février 2023', '30 avril 2023', '1er juillet 2023'], 2],
    ['2023-02-01', ['1er février 2023', '1er juillet 2023', 'aucun avant la fin'], 1],
  ])('effet %s : les dates du tableau de référence', async (effet, dates, periodes) => {
    const text = lu(await equipe.get(await signed({}, effet)));
    for (const date of dates) expect(text).toContain(date);
    expect(text.match(/Période \d/g)).toHaveLength(periodes);
    expect(text).toContain('Arrivée à son terme');
  });

  test('effet 10 octobre 2022 : chaque ligne du tableau, dans l’ordre', async () => {
    const text = lu(await equipe.get(await signed()));
    expect(text).toContain('Période 1 10 octobre 2022 9 avril 2023 10 avril 2023 10 février 2023');
    expect(text).toContain('Période 2 10 avril 2023 1er juillet 2023 aucun avant la fin aucun');
  });

  test('la convention se lit en PDF', async () => {
    const url = await signed({ demiJourneesParSemaine: '3', dureeMois: '7', finAuPlusTard: '' });
    const pdf = await equipe.get(`${url}/convention.pdf`);
    expect(pdf.status).toBe(200);
    expect(pdf.headers.get('content-type')).toBe('application/pdf');
    expect(pdf.headers.get('content-disposition')).toMatch(/^inline; filename="convention-ESSAI-\d+\.pdf"$/);
    expect(pdf.text.startsWith('%PDF-')).toBe(true);
    expect((await equipe.get(`${await createConvention()}/convention.pdf`)).status).toBe(200);
  });
});

describe('l’état un jour donné', () => {
  test.each([
    ['2022-10-09', 'En cours de signature'],
    ['2023-03-12', 'En vigueur'],
    ['2023-07-01', 'En vigueur'],
    ['2023-07-02', 'Arrivée à son terme'],
  ])('le %s : %s', async (jour, etat) => {
    const url = await signed();
    expect((await equipe.get(`${url}?au=${jour}`)).location).toBe(`${url}/jour?au=${jour}`);
    expect(lu(await equipe.get(`${url}/jour?au=${jour}`))).toMatch(new RegExp(`La convention au [^:]+ 202. ${etat}`));
  });

  test.each(['2023-02-31', 'demain', '0000-01-01', '9999-12-31', '2023-02-01 ou 02', '<script>'])(
    'une date impossible (%s) est dite en clair',
    async (jour) => {
      const page = await equipe.get(`${await signed()}/jour?au=${encodeURIComponent(jour)}`);
      expect(page.status).toBe(422);
      expect(page.text).toContain('Une réponse est à corriger');
      expect(page.text).not.toContain('<script>"');
    },
  );
});

describe('ce qui est refusé', () => {
  test('une signature sans délibération, à venir, ou deux fois', async () => {
    const url = await createConvention();
    const early = await signe(url, 'departement', '2022-10-10');
    expect(early.status).toBe(422);
    expect(lu(early)).toContain('Pas de signature sans les deux délibérations');
    expect(early.text).toContain('value="Camille Exemple"');
    await deliberations(url);
    const future = Temporal.Now.plainDateISO().add({ days: 2 }).toString();
    expect(lu(await signe(url, 'departement', future))).toContain('n’enregistrez que ce qui a déjà eu lieu');
    expect((await signe(url, 'departement', '2022-10-10')).status).toBe(303);
    const twice = await signe(url, 'departement', '2022-10-11');
    expect(twice.status).toBe(422);
    expect(lu(twice)).toContain('La signature par le Département est déjà enregistrée.');
  });

  test('deux signatures de la même partie au même instant : une seule', async () => {
    const url = await createConvention();
    await deliberations(url);
    const answers = await Promise.all(
      ['2022-10-10', '2022-10-11', '2022-10-12'].map((date) => signe(url, 'departement', date)),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 422, 422]);
  });

  test('un accusé à moitié rempli, et tous ses oublis à la fois', async () => {
    const url = await createConvention();
    const half = await record(url, 'deliberation', {
      partie: 'departement',
      numero: '18',
      date: '2021-12-16',
      accuseNumero: 'AR-1',
    });
    expect(half.status).toBe(422);
    expect(half.text).toContain('2 réponses sont à corriger');
  });

  test('un constat avant la fin du délai, puis accepté le lendemain', async () => {
    const url = await signed();
    const courrier = { numero: '1A 1', envoyeLe: '2023-01-06', sort: 'remis', recuLe: '2023-01-10' };
    const lettre = { auteur: 'departement', motif: 'Bureau fermé', premierePresentationLe: '', ...courrier };
    expect((await record(url, 'mise_en_demeure', lettre)).status).toBe(303);
    expect(lu(await equipe.get(`${url}/jour?au=2023-02-09`))).toContain('En vigueur, mise en demeure en cours');
    expect(lu(await equipe.get(`${url}/jour?au=2023-02-10`))).toContain('En vigueur, constat attendu');
    const form = await equipe.get(`${url}/evenements/nouveau?type=constat`);
    const miseEnDemeureId = /<option value="([0-9a-f-]{36})"/.exec(form.text)?.[1] ?? '';
    const constat = { miseEnDemeureId, resultat: 'totalement_infructueuse' };
    const early = await record(url, 'constat', { ...constat, date: '2023-02-09' });
    expect(early.status).toBe(422);
    expect(lu(early)).toContain('le constat est possible à partir du 10 février 2023');
    expect((await record(url, 'constat', { ...constat, date: '2023-02-10' })).status).toBe(303);
    expect(lu(await equipe.get(url))).toContain('Résiliée');
    expect(lu(await record(url, 'constat', { ...constat, date: '2023-02-11' }))).toContain('Cette procédure est close');
  });

  test('un accusé de réception pour une association, qui n’a rien à transmettre', async () => {
    await base.owner
      .updateTable('structure')
      .set({ nature: 'association' })
      .where('id', '=', small.autreStructure)
      .execute();
    const url = await createConvention({ structureId: small.autreStructure });
    const decision = { partie: 'beneficiaire', numero: 'décision du conseil d’administration', date: '2022-09-19' };
    const accuse = { accuseNumero: 'AR-1', transmiseLe: '2022-09-28', recueLe: '2022-09-28' };
    const refused = await record(url, 'deliberation', { ...decision, ...accuse });
    expect(refused.status).toBe(422);
    expect(lu(refused)).toContain('ne transmet pas ses décisions à la préfecture');
    expect(lu(await equipe.get(url))).toContain('Il manque l’autorisation du Bénéficiaire.');
    expect((await record(url, 'deliberation', decision)).status).toBe(303);
    expect((await equipe.get(`${url}/convention.pdf`)).status).toBe(200);
  });

  test('une signature avant l’accusé de réception est signalée, pas bloquée', async () => {
    const url = await createConvention();
    await deliberations(url);
    expect((await signe(url, 'beneficiaire', '2022-09-27')).status).toBe(303);
    expect(lu(await equipe.get(url))).toContain('précède l’accusé de réception de la préfecture du 28 septembre 2022');
  });

  test('un lieu qui n’est pas de la structure', async () => {
    const refused = await record(await signed(), 'lieu_convenu', { lieuId: uuidv7(), date: '2022-10-10' });
    expect(refused.status).toBe(422);
    expect(lu(refused)).toContain('Choisissez le lieu dans la liste.');
  });

  test('art. 1.2 : un lieu dont la fiche ne date pas les deux accords', async () => {
    const lieuId = uuidv7();
    await base.owner
      .insertInto('lieu')
      .values({
        territoireId: '66',
        id: lieuId,
        structureId: small.structure,
        nom: 'Salle à convenir',
        adresse: '1 rue des Essais',
        codePostal: '66700',
        codeInsee: '66049',
        accordDepartementLe: Temporal.PlainDate.from('2022-09-20'),
      })
      .execute();
    const url = await signed();
    const refused = await record(url, 'lieu_convenu', { lieuId, date: '2022-10-10' });
    expect(refused.status).toBe(422);
    expect(lu(refused)).toContain('datez-y d’abord leurs deux accords');
    await base.owner
      .updateTable('lieu')
      .set({ accordBeneficiaireLe: Temporal.PlainDate.from('2022-10-01') })
      .where('id', '=', lieuId)
      .execute();
    expect(lu(await equipe.get(`${url}/jour?au=2022-10-10`))).toContain('Salle à convenir');
    expect((await record(url, 'lieu_convenu', { lieuId, date: '2022-10-10' })).status).toBe(303);
  });

  test('ce qui ne tient pas debout dans les clauses, et une référence prise', async () => {
    const reference = `DOUBLE-${rank}`;
    await createConvention({ reference });
    const fields = { structureId: small.structure, reference, ...modele };
    const send = (changes: Fields) => equipe.post('/conventions/nouvelle', { ...fields, ...changes });
    expect(lu(await send({}))).toContain('Une autre convention porte déjà cette référence.');
    const clauses = await send({ preavisMois: '6', reconduction: 'limitee', reconductions: 'deux' });
    expect(clauses.text).toContain('2 réponses sont à corriger');
    expect(clauses.text).toContain('value="deux"');
    expect(lu(await send({ structureId: small.structureVoisine }))).toContain('Choisissez la structure dans la liste.');
  });

  test('des saisies hostiles : tout est refusé d’un coup, rien n’est perdu ni exécuté', async () => {
    const hostile = await equipe.post('/conventions/nouvelle', {
      structureId: "' or 1=1 --",
      reference: 'x'.repeat(300),
      ...modele,
      pointAccueil: '\u202Etxet',
      dureeMois: '-1',
      finAuPlusTard: '2023-02-31',
      reconduction: '<script>alert(1)</script>',
      note: 'a\0b',
    });
    expect(hostile.status).toBe(422);
    expect(hostile.text).toContain('7 réponses sont à corriger');
    expect(hostile.text).not.toContain('<script>alert');
    const url = await createConvention({ pointAccueil: '<script>alert(1)</script>', reference: '"><img src=x>' });
    const page = await equipe.get(url);
    expect(page.text).toContain('&lt;script&gt;alert(1)');
    expect(page.text).not.toContain('<img src=x>');
    expect((await equipe.get(`${url}/convention.pdf`)).headers.get('content-disposition')).toMatch(
      /"convention-[\w-]+\.pdf"/,
    );
    expect((await record(url, 'annulation', {})).status).toBe(404);
    expect((await record(url, 'constructor', {})).status).toBe(404);
    expect((await equipe.get(`${url}/evenements/nouveau?type=signature&remplace=x`)).status).toBe(404);
  });
});

describe('corriger et annuler', () => {
  const firstId = (text: string, what: string) =>
    new RegExp(`type=${what}&amp;remplace=([0-9a-f-]{36})`).exec(text)?.[1];

  test('une opposition reçue plus tard se corrige, l’ancienne reste lisible', async () => {
    const url = await signed();
    const sent = { auteur: 'beneficiaire', envoyeeLe: '2023-02-01', recueLe: '' };
    expect((await record(url, 'opposition', sent)).status).toBe(303);
    const before = await equipe.get(url);
    expect(lu(before)).toContain('n’a pas de date de réception');
    const remplace = firstId(before.text, 'opposition') ?? '';
    const form = await equipe.get(`${url}/evenements/nouveau?type=opposition&remplace=${remplace}`);
    expect(form.text).toContain('value="2023-02-01"');
    expect((await record(url, 'opposition', { ...sent, recueLe: '2023-02-03', remplace })).status).toBe(303);
    const after = await equipe.get(url);
    expect(lu(after)).toContain('Terminée, non reconduite');
    expect(after.text).toContain('<del>');
    expect((await record(url, 'opposition', { ...sent, remplace })).status).toBe(404);
  });

  test('une opposition tardive est enregistrée et signalée', async () => {
    const url = await signed();
    expect(
      (await record(url, 'opposition', { auteur: 'departement', envoyeeLe: '2023-02-09', recueLe: '2023-02-13' }))
        .status,
    ).toBe(303);
    const text = lu(await equipe.get(url));
    expect(text).toContain('est arrivée après le 10 février 2023');
    expect(text).toContain('une décision est attendue');
    const day = await equipe.get(`${url}/jour?au=2023-02-13`);
    expect(lu(day)).toContain('l’opposition du Département a été envoyée à temps, et reçue trop tard');
    const form = await equipe.get(`${url}/evenements/nouveau?type=decision_opposition`);
    const oppositionId = /<option value="([0-9a-f-]{36})"/.exec(form.text)?.[1] ?? '';
    const decision = { oppositionId, date: '2023-02-20', issue: 'admise', motif: 'Grève de la Poste' };
    expect((await record(url, 'decision_opposition', decision)).status).toBe(303);
    expect(lu(await equipe.get(url))).toContain('Terminée, non reconduite');
    expect(lu(await record(url, 'decision_opposition', decision))).toContain('Aucune décision n’est attendue');
  });

  test('une signature annulée avec son motif peut être enregistrée de nouveau', async () => {
    const url = await signed();
    const id = firstId((await equipe.get(url)).text, 'signature') ?? '';
    const path = `${url}/evenements/${id}/annuler`;
    expect(lu(await equipe.get(path))).toContain('Annuler cet enregistrement ?');
    expect((await equipe.post(path, { motif: ' ' })).status).toBe(422);
    expect((await equipe.post(path, { motif: 'date mal recopiée' })).status).toBe(303);
    const page = lu(await equipe.get(url));
    expect(page).toContain('En cours de signature');
    expect(page).toContain('Motif : date mal recopiée');
    expect(lu(await equipe.post(path, { motif: 'encore' }))).toContain('Cet enregistrement est déjà annulé.');
    expect((await equipe.get(`${url}/evenements/${uuidv7()}/annuler`)).status).toBe(404);
  });
});

describe('la liste', () => {
  test('elle se cherche, se filtre, se trie et s’exporte', async () => {
    await signed({ reference: 'LISTE-FINIE' });
    await createConvention({ reference: 'LISTE-BROUILLON' });
    const all = lu(await equipe.get('/conventions?q=LISTE'));
    expect(all).toContain('LISTE-FINIE');
    expect(all).toContain('LISTE-BROUILLON');
    const drafts = lu(await equipe.get('/conventions?q=LISTE&etat=brouillon'));
    expect(drafts).toContain('LISTE-BROUILLON');
    expect(drafts).not.toContain('LISTE-FINIE');
    const csv = await equipe.get('/conventions.csv?q=LISTE-FINIE');
    expect(csv.headers.get('content-type')).toContain('text/csv');
    expect(csv.text).toContain(
      'LISTE-FINIE;Mairie de Céret;Commune;Céret;;Arrivée à son terme;10/10/2022;;;01/07/2023;',
    );
    expect((await equipe.get('/conventions?etat=%00&tri=x&page=99999')).status).toBe(200);
  });
});

describe('qui voit quoi', () => {
  test('un référent lit les conventions de sa structure, sans pouvoir écrire', async () => {
    const mine = await signed();
    const other = await createConvention({ structureId: small.autreStructure });
    const referent = await site.signedIn(small.comptes.referent);
    const page = await referent.get(mine);
    expect(page.status).toBe(200);
    expect(page.text).not.toContain('/evenements/');
    expect((await referent.get(`${mine}/convention.pdf`)).status).toBe(200);
    expect((await referent.get(other)).status).toBe(404);
    expect((await referent.get(`${other}/convention.pdf`)).status).toBe(404);
    expect((await referent.get('/conventions')).status).toBe(403);
    expect((await referent.get(`${mine}/evenements/nouveau?type=note`)).status).toBe(403);
    expect((await referent.post(`${mine}/evenements/nouveau`, { type: 'note' })).status).toBe(403);
  });

  test('les autres rôles et les inconnus n’ont rien', async () => {
    const url = await signed();
    for (const role of ['agent', 'direction', 'dpo', 'administrateur'] as const) {
      const visitor = await site.signedIn(small.comptes[role]);
      for (const path of [url, '/conventions', '/conventions.csv', `${url}/convention.pdf`]) {
        expect((await visitor.get(path)).status, `${role} ${path}`).toBe(403);
      }
    }
    expect((await site.anonymous().get(url)).location).toContain('/connexion');
    expect((await equipe.get(`/conventions/${uuidv7()}`)).status).toBe(404);
    expect((await equipe.get('/conventions/1')).status).toBe(404);
    const neighbour = await site.signedIn(small.comptes.voisin, { territoireId: '00', host: 'voisin.localhost' });
    expect((await neighbour.get(url)).status).toBe(404);
  });
});
