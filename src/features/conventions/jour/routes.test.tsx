import { beforeAll, describe, expect, test } from 'vitest';
import { useBase } from '../../../../test/base.ts';
import { type SmallTerritoire, seedSmallTerritoire } from '../../../../test/small-territoire.ts';
import { type Answer, type Fields, openSite, type Visitor } from '../../../../test/visitor.ts';
import { inTerritoire } from '../../../platform/db.ts';
import { uuidv7 } from '../../../platform/ids.ts';
import { clauses2022, type Evenement } from '../rules.ts';
import { createConvention, saveEvenements } from '../store.ts';

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
let rank = 0;

async function create(evenements: readonly Evenement[], structureId = small.structure): Promise<string> {
  rank += 1;
  const reference = `JOUR-${rank}`;
  return inTerritoire(base.request, '66', async (db) => {
    const convention = { structureId, reference, modele: 'convention-2022', pointAccueil: null, note: null };
    const created = await createConvention(db, '66', { ...convention, clauses: clauses2022 }, small.comptes.equipe);
    if ('constraint' in created) throw new Error(created.constraint);
    await saveEvenements(db, '66', created.value, evenements, small.comptes.equipe);
    return `/conventions/${created.value}`;
  });
}

function signatures(effet: string): Evenement[] {
  const common = { type: 'signature', date: day(effet), signataire: 'Camille Exemple', qualite: 'Maire' } as const;
  return [
    { id: uuidv7(), partie: 'departement', ...common },
    { id: uuidv7(), partie: 'beneficiaire', ...common },
  ];
}

const record = (url: string, type: string, fields: Fields): Promise<Answer> =>
  equipe.post(`${url}/evenements/nouveau`, { type, ...fields });

/** Text of a page, without its marks, spaces made simple. */
function lu({ text }: Answer): string {
  return text
    .replaceAll(/<(style|script)[\s\S]*?<\/\1>/g, ' ')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ');
}

async function au(url: string, jour: string): Promise<string> {
  const page = await equipe.get(`${url}/jour?au=${jour}`);
  expect(page.status).toBe(200);
  return lu(page);
}

describe('la convention un jour donné', () => {
  test('art. 8.2 : tout ce qui était en vigueur le 12 mars 2023', async () => {
    const url = await create([
      ...signatures('2022-10-10'),
      {
        id: uuidv7(),
        type: 'mise_en_demeure',
        auteur: 'departement',
        motif: 'Bureau fermé',
        courrier: {
          numero: '1A 1',
          envoyeLe: day('2023-03-01'),
          recuLe: day('2023-03-03'),
          premierePresentationLe: null,
          sort: 'remis',
        },
      },
    ]);
    const page = await equipe.get(`${url}/jour?au=2023-03-12`);
    const text = lu(page);
    expect(text).toContain('La convention au 12 mars 2023 En vigueur, mise en demeure en cours');
    expect(text).toContain('Période période 1, du 10 octobre 2022 au 9 avril 2023');
    expect(text).toContain('Fin connue ce jour-là 1er juillet 2023, par son terme (art. 6)');
    expect(text).toContain('Remède attendu au plus tard le 2 avril 2023.');
    expect(text).toContain('Représentant du Bénéficiaire Camille Exemple, Maire (signataire du 10 octobre 2022)');
    expect(page.text).toContain(`href="${url}/attestation.pdf?au=2023-03-12"`);
    expect(await au(url, '2023-03-02')).not.toContain('mise en demeure en cours');
    expect(await au(url, '2022-10-09')).toContain('Brouillon');
    expect(await au(url, '2022-10-09')).toContain('(d’après le registre d’aujourd’hui)');
    expect(await au(url, '2099-01-01')).toContain('Ce jour est à venir');
  });

  test('préambule : un nouveau représentant est nommé de son jour, sur la page et sur les papiers', async () => {
    const url = await create(signatures('2022-10-10'));
    const change = { partie: 'beneficiaire', date: '2023-03-01', nom: 'Sacha Nouveau', qualite: 'Maire' };
    expect((await record(url, 'representant', change)).status).toBe(303);
    const charge = { partie: 'beneficiaire', date: '2023-02-01', nom: 'Noa Suivi', qualite: 'Secrétaire' };
    expect((await record(url, 'responsable', charge)).status).toBe(303);
    expect(await au(url, '2023-02-28')).toContain('Camille Exemple, Maire (signataire du 10 octobre 2022)');
    expect(await au(url, '2023-03-01')).toContain('Sacha Nouveau, Maire (depuis le 1er mars 2023)');
    expect(await au(url, '2023-01-31')).not.toContain('Noa Suivi');
    expect(await au(url, '2023-02-01')).toContain('Noa Suivi, Secrétaire, depuis le 1er février 2023');
    expect(lu(await equipe.get(url))).toContain('représenté par Sacha Nouveau, Maire');
  });

  test('« fait en 2 exemplaires originaux » : qui les garde, où, depuis quand', async () => {
    const url = await create(signatures('2022-10-10'));
    const first = { exemplaire: '1', detenteur: 'departement', emplacement: 'Armoire 3', date: '2022-10-12' };
    expect((await record(url, 'original', first)).status).toBe(303);
    expect((await record(url, 'original', { ...first, emplacement: 'Archives', date: '2023-01-10' })).status).toBe(303);
    expect(await au(url, '2023-01-09')).toContain('Original n° 1 le Département, Armoire 3, depuis le 12 octobre 2022');
    expect(await au(url, '2023-01-10')).toContain('Original n° 1 le Département, Archives, depuis le 10 janvier 2023');
    expect(await au(url, '2023-01-10')).toContain('Original n° 2 non renseigné');
    expect(lu(await record(url, 'original', { ...first, date: '2022-10-09' }))).toContain(
      'il n’y avait pas d’original à garder',
    );
    expect((await record(url, 'original', { ...first, exemplaire: '3' })).status).toBe(422);
  });

  test('art. 5 : la charte se propose avec la mention du Département, puis avec ce que l’autre a accepté', async () => {
    const url = await create(signatures('2022-10-10'));
    const form = await equipe.get(`${url}/evenements/nouveau?type=charte`);
    expect(form.text).toMatch(/<textarea[^>]*name="mention"[^>]*>\s*Mention</);
    const charte = {
      partie: 'departement',
      date: '2022-11-02',
      nom: 'Charte du kit',
      mention: 'Mention exacte',
      logos: 'Logo en bas à gauche',
      taillePourcent: '120',
    };
    expect(lu(await record(url, 'charte', { ...charte, taillePourcent: '80' }))).toContain('indiquez 100 % ou plus');
    expect((await record(url, 'charte', charte)).status).toBe(303);
    const second = await equipe.get(`${url}/evenements/nouveau?type=charte&partie=beneficiaire`);
    expect(second.text).toContain('Mention exacte');
    expect(second.text).toContain('value="120"');
    expect(await au(url, '2022-11-08')).toContain('Accord attendu de la part du Bénéficiaire sur « Charte du kit ».');
    expect((await record(url, 'charte', { ...charte, partie: 'beneficiaire', date: '2022-11-09' })).status).toBe(303);
    expect(await au(url, '2022-11-09')).toContain('Charte du kit, acceptée par les deux parties le 9 novembre 2022');
  });

  test('préambule : une association donne son autorisation, avec ses mots et sans rien à transmettre', async () => {
    await base.owner
      .updateTable('structure')
      .set({ nature: 'association' })
      .where('id', '=', small.autreStructure)
      .execute();
    const url = await create([], small.autreStructure);
    const page = await equipe.get(url);
    expect(page.text).toContain('<option value="autorisation">Autorisation du Bénéficiaire</option>');
    expect(page.text).toContain('evenements/nouveau?type=autorisation');
    const form = await equipe.get(`${url}/evenements/nouveau?type=autorisation`);
    expect(lu(form)).toContain('Acte qui autorise à signer');
    expect(form.text).not.toContain('accuseNumero');
    const acte = { numero: 'pouvoir donné par l’assemblée générale', date: '2022-09-19' };
    expect((await record(url, 'autorisation', acte)).status).toBe(303);
    const recorded = await equipe.get(url);
    expect(lu(recorded)).toContain('Autorisation du Bénéficiaire');
    expect(lu(recorded)).not.toContain(
      'L’accusé de réception en préfecture manque pour la délibération du Bénéficiaire',
    );
    const [, remplace] = /type=autorisation&amp;remplace=([0-9a-f-]{36})/.exec(recorded.text) ?? [];
    expect((await record(url, 'autorisation', { ...acte, date: '2022-09-20', remplace: remplace ?? '' })).status).toBe(
      303,
    );
    const commune = await create([]);
    expect((await equipe.get(`${commune}/evenements/nouveau?type=autorisation`)).status).toBe(404);
    expect((await record(commune, 'autorisation', acte)).status).toBe(404);
  });

  test('préambule : une convention à transmettre elle-même attend son accusé de réception', async () => {
    const url = await create(signatures('2022-10-10'));
    expect(await au(url, '2022-11-01')).toContain('Transmission de la convention à la préfecture non requise');
    await base.owner
      .updateTable('convention')
      .set({ clauses: JSON.stringify({ ...clauses2022, finAuPlusTard: '2023-07-01', transmissionRequise: true }) })
      .where('id', '=', url.split('/')[2] ?? '')
      .execute();
    expect(await au(url, '2022-11-01')).toContain(
      'L’accusé de réception en préfecture manque pour la convention elle-même.',
    );
    const accuse = { deliberationId: '', numero: '066-1', transmiseLe: '2022-10-12', recueLe: '2022-10-12' };
    expect((await record(url, 'teletransmission', accuse)).status).toBe(303);
    expect(await au(url, '2022-11-01')).not.toContain('manque pour la convention elle-même');
    const twice = await record(url, 'teletransmission', accuse);
    expect(lu(twice)).toContain('Cet accusé de réception est déjà enregistré.');
  });

  test('des saisies hostiles sont refusées ou montrées telles quelles, jamais exécutées', async () => {
    const url = await create(signatures('2022-10-10'));
    const charge = {
      partie: 'departement',
      date: '2022-11-01',
      nom: '<script>alert(1)</script>',
      qualite: '"><img src=x>',
    };
    expect((await record(url, 'responsable', charge)).status).toBe(303);
    const page = await equipe.get(`${url}/jour?au=2022-11-01`);
    expect(page.text).toContain('&lt;script&gt;alert(1)');
    expect(page.text).not.toContain('<img src=x>');
    const long = { ...charge, nom: 'x'.repeat(10_000), qualite: '\u202Etxet' };
    expect((await record(url, 'responsable', long)).text).toContain('2 réponses sont à corriger');
    const original = { exemplaire: '1', detenteur: 'prefecture', emplacement: '\0', date: '31/02/2023' };
    expect((await record(url, 'original', original)).text).toContain('3 réponses sont à corriger');
    const charte = { partie: '', date: '', nom: '', mention: '', logos: '', taillePourcent: '1e3' };
    expect((await record(url, 'charte', charte)).text).toContain('6 réponses sont à corriger');
    expect((await record(url, 'decision_opposition', { oppositionId: uuidv7(), date: '2022-11-01' })).status).toBe(422);
  });

  test('elle dit les alertes du jour, pas celles qu’on a apprises depuis', async () => {
    const url = await create(signatures('2022-10-10'));
    const opposition = { auteur: 'beneficiaire', envoyeeLe: '2023-02-08', recueLe: '2023-02-13' };
    expect((await record(url, 'opposition', opposition)).status).toBe(303);
    expect(await au(url, '2023-02-12')).toContain('n’a pas de date de réception');
    expect(await au(url, '2023-02-13')).toContain('est arrivée après le 10 février 2023');
    expect(await au(url, '2023-02-07')).not.toContain('opposition par le Bénéficiaire');
  });
});

describe('qui la lit, et comment', () => {
  test('le référent de la structure, et l’équipe technique ; personne d’autre', async () => {
    const url = await create(signatures('2022-10-10'));
    const other = await create(signatures('2022-10-10'), small.autreStructure);
    const referent = await site.signedIn(small.comptes.referent);
    expect((await referent.get(`${url}/jour?au=2023-03-12`)).status).toBe(200);
    expect((await referent.get(`${other}/jour?au=2023-03-12`)).status).toBe(404);
    for (const role of ['agent', 'direction', 'dpo', 'administrateur'] as const) {
      const visitor = await site.signedIn(small.comptes[role]);
      expect((await visitor.get(`${url}/jour?au=2023-03-12`)).status, role).toBe(403);
    }
    const neighbour = await site.signedIn(small.comptes.voisin, { territoireId: '00', host: 'voisin.localhost' });
    expect((await neighbour.get(`${url}/jour?au=2023-03-12`)).status).toBe(404);
    expect((await site.anonymous().get(`${url}/jour`)).location).toContain('/connexion');
  });

  test('sans jour, c’est aujourd’hui ; une date impossible se corrige sur place', async () => {
    const url = await create(signatures('2022-10-10'));
    expect(lu(await equipe.get(`${url}/jour`))).toContain('Arrivée à son terme');
    const wrong = await equipe.get(`${url}/jour?au=${encodeURIComponent('31/02/2023"><script>')}`);
    expect(wrong.status).toBe(422);
    expect(wrong.text).not.toContain('"><script>');
    expect((await equipe.get(`${url}/jour?au=12/03/2023`)).status).toBe(200);
  });
});
