import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { demo } from '../../../../../db/demo/ids.ts';
import { useBase } from '../../../../../test/base.ts';
import { cellsOf } from '../../../../../test/portefeuille.ts';
import { certifier, rouvrir } from '../../../../../test/releves-certifies.ts';
import { type Fields, openSite, type Visitor } from '../../../../../test/visitor.ts';
import { saisieInitiale, toSaisie } from '../../formulaire.ts';
import type { Collectif, Coordination, Individuel } from '../../rules/saisie.ts';
import { ecrireFiltres, lireFiltres, retient } from './filtres.ts';
import { totaux } from './totaux.ts';

const TODAY = Temporal.PlainDate.from('2026-03-12');
const cadre = {
  jour: TODAY,
  heureDebut: null,
  seanceId: null,
  typeLieu: 'Domicile',
  lieuId: null,
  codeInsee: '66049',
  axe: null,
  binomeId: null,
} as const;
const aide = {
  ...cadre,
  typeActivite: 'Individuel',
  dureeMinutes: 30,
  thematiques: ['Email'],
} as unknown as Individuel;
const atelier = {
  ...cadre,
  typeActivite: 'Collectif',
  dureeMinutes: 120,
  participants: 8,
  thematiques: ['Bureautique'],
} as unknown as Collectif;
const forum = { ...cadre, typeActivite: 'Evenement', dureeMinutes: 60 } as unknown as Coordination;

describe('ce qu’une liste totalise', () => {
  test('une aide et un atelier de huit : deux actes, neuf passages', () => {
    expect(totaux([aide, atelier])).toEqual({ actes: 2, passages: 9, ateliers: 1, coordinations: 0, minutes: 150 });
    expect(totaux([])).toEqual({ actes: 0, passages: 0, ateliers: 0, coordinations: 0, minutes: 0 });
  });

  test('une coordination compte son temps, et personne', () => {
    expect(totaux([forum])).toEqual({ actes: 1, passages: 0, ateliers: 0, coordinations: 1, minutes: 60 });
  });
});

describe('ce qu’une adresse demande', () => {
  const lire = (search: string) => lireFiltres(new URLSearchParams(search), TODAY);

  test('sans rien, les trois derniers mois', () => {
    expect(ecrireFiltres(lire(''))).toEqual({ du: '2025-12-12', au: '2026-03-12', type: '', lieu: '', theme: '' });
  });

  test('ce qui est absurde ne filtre rien', () => {
    const absurd = 'du=demain&au=2026-02-31&type=__proto__&lieu=toString&theme=%3Cscript%3E';
    expect(lire(absurd)).toEqual(lire(''));
    expect(lire('type=Collectif&lieu=Domicile&theme=Email')).toMatchObject({
      type: 'Collectif',
      lieu: 'Domicile',
      theme: 'Email',
    });
  });

  test('par type, par endroit, par thème', () => {
    const kept = (search: string) => [aide, atelier, forum].filter((one) => retient(lire(search), one));
    expect(kept('')).toEqual([aide, atelier, forum]);
    expect(kept('type=Evenement')).toEqual([forum]);
    expect(kept('theme=Email')).toEqual([aide]);
    expect(kept('lieu=ADistance')).toEqual([]);
    expect(kept('lieu=Domicile&theme=Bureautique')).toEqual([atelier]);
  });

  test('le formulaire de départ se lit comme une aide', () => {
    expect(totaux([toSaisieDeDepart()])).toMatchObject({ actes: 1, passages: 1, minutes: 30 });
  });
});

function toSaisieDeDepart(): Individuel {
  const data = { ...saisieInitiale, thematiques: ['Email'], demarches: [], operateur: null, bloque: false };
  const lue = toSaisie('Individuel', data, undefined, TODAY);
  if ('erreurs' in lue) throw new Error('The first form is refused');
  return lue.saisie as Individuel;
}

describe('mes accompagnements', () => {
  const base = useBase({ demo: true });
  let today: Temporal.PlainDate;
  let agent: Visitor;
  let autre: Visitor;

  beforeAll(async () => {
    today = Temporal.Now.plainDateISO('Europe/Paris');
    const site = openSite(base.request);
    agent = await site.signedIn(demo.comptes.agent);
    autre = await site.signedIn(demo.comptes.equipe);
  });
  beforeEach(async () => {
    await base.owner.transaction().execute(async (trx) => {
      // Months that the demonstration certified too.
      await sql`select set_config('escale.agregation', 'oui', true)`.execute(trx);
      await trx.deleteFrom('accompagnement').where('agentId', '=', demo.agents.demo).execute();
    });
  });

  const noter = async (path: string, fields: Fields) => {
    const posted = await agent.post(`/accompagnements/nouveau/${path}`, { formulaire: '2', jour: '', ...fields });
    expect(posted.status).toBe(303);
  };
  const unAtelier = {
    titreAtelier: '=HYPERLINK("http://ailleurs.exemple")',
    thematiques: ['Email', 'Bureautique'],
    duree: '90',
    objectif: 'atelier',
    participants: '6',
    nbGenreFeminin: '4',
    typeLieu: 'LieuActivite',
    lieu: demo.lieux.alberes,
  };
  const uneAide = {
    thematiques: ['Sante'],
    duree: '30',
    issue: 'faite',
    trancheAge: 'SoixanteDixPlus',
    genre: 'Feminin',
    statutSocial: 'Retraite',
    objectif: 'autre',
    typeLieu: 'Domicile',
    commune: 'Céret',
  };
  const unForum = {
    typeActivite: 'Animation',
    coordNom: 'Réseau des médiateurs',
    coordNature: 'Webinaire',
    coordAvec: 'Demande',
    coordTheme: 'Reseau',
    duree: '60',
    typeLieu: 'ADistance',
  };
  const tout = async () => {
    await noter('atelier', unAtelier);
    await noter('individuel', uneAide);
    await noter('coordination', unForum);
  };
  const lignes = (text: string) => (text.match(/<tr><th scope="row">/g) ?? []).length;

  test('rien encore : la page dit quoi faire', async () => {
    const { text } = await agent.get('/accompagnements');
    expect(text).toContain('Rien n’est noté sur cette période');
    expect(text).toContain('href="/accompagnements/nouveau"');
  });

  test('toutes les sortes, leurs totaux, et ce que l’on peut en faire', async () => {
    await tout();
    const { text } = await agent.get('/accompagnements');
    expect(lignes(text)).toBe(3);
    expect(text).toMatch(/<strong>3<\/strong><span>actes notés/);
    expect(text).toMatch(/<strong>7<\/strong><span>passages/);
    expect(text).toMatch(/<strong>3\u00a0h<\/strong><span>en tout/);
    expect(text).toContain('Réseau des médiateurs');
    for (const geste of ['corriger', 'historique']) expect(text).toContain(`/${geste}"`);
    const refaire = /href="([^"]*de=[^"]*)"/.exec(text)?.[1] ?? '';
    expect((await agent.get(refaire.replaceAll('&amp;', '&'))).status).toBe(200);
  });

  test('la recherche et les filtres réduisent la liste et ses totaux', async () => {
    await tout();
    for (const [search, count] of [
      ['q=reseau', 1],
      ['q=hyperlink', 1],
      ['q=ceret', 1],
      ['q=introuvable', 0],
      ['type=Collectif', 1],
      ['theme=Email', 1],
      ['lieu=Domicile', 1],
      [`lieu=${demo.lieux.alberes}`, 1],
      [`du=${today.add({ days: 1 })}`, 0],
      [`au=${today.subtract({ days: 1 })}`, 0],
      ['du=n-importe&au=quoi&tri=__proto__&page=-3', 3],
    ] as const) {
      const { status, text } = await agent.get(`/accompagnements?${search}`);
      expect(status, search).toBe(200);
      expect(lignes(text), search).toBe(count);
    }
  });

  test('trié par durée, du plus long au plus court ; vingt par page', async () => {
    await tout();
    const { text } = await agent.get('/accompagnements?tri=duree&sens=decroissant');
    const order = [...text.matchAll(/data-label="Durée"[^>]*>([^<]+)</g)].map(([, duree]) => duree);
    expect(order).toEqual(['1\u00a0h\u00a030', '1\u00a0h', '30\u00a0min']);
    const [row] = await base.owner
      .selectFrom('accompagnement')
      .selectAll()
      .where('agentId', '=', demo.agents.demo)
      .where('typeActivite', '=', 'Individuel')
      .execute();
    if (row === undefined) throw new Error('Nothing was noted');
    const copies = Array.from({ length: 20 }, () => ({ ...row, id: crypto.randomUUID() }));
    await base.owner.insertInto('accompagnement').values(copies).execute();
    expect(lignes((await agent.get('/accompagnements?page=2')).text)).toBe(3);
  });

  test('le CSV : une ligne par acte, les libellés en français, les listes jointes', async () => {
    await tout();
    const { text, headers } = await agent.get('/accompagnements.csv?tri=duree&sens=decroissant');
    expect(headers.get('content-type')).toContain('text/csv');
    const [titles = '', ...rows] = text.trimEnd().split('\r\n');
    expect(titles).toContain('Durée (minutes)');
    expect(rows).toHaveLength(3);
    expect(rows[0]).toContain('"E-mail ; Bureautique"');
    // What a spreadsheet would run is held back.
    expect(rows[0]).toContain('"\'=HYPERLINK(""http://ailleurs.exemple"")"');
    expect(rows[2]).toContain('70 ans et plus');
    expect(text).not.toContain('SoixanteDixPlus');
    expect((await agent.get('/accompagnements.csv?type=Animation')).text.trimEnd().split('\r\n')).toHaveLength(2);
  });

  test('le tableur : autant de colonnes que de titres, des nombres et des jours', async () => {
    await tout();
    const { bytes } = await agent.get('/accompagnements.xlsx?tri=duree&sens=decroissant');
    const [titles = [], ...rows] = await cellsOf(bytes);
    expect(new Set(titles).size).toBe(titles.length);
    const cell = (rank: number, title: string) => rows[rank]?.[titles.indexOf(title)];
    expect(cell(0, 'Type')).toBe('Atelier collectif');
    expect(cell(0, 'Participants')).toBe(6);
    expect(cell(0, 'Genre : Féminin')).toBe(4);
    expect(cell(0, 'Genre : Masculin')).toBe(0);
    expect(cell(0, 'Atelier : titre')).toBe('=HYPERLINK("http://ailleurs.exemple")');
    expect(cell(1, 'Coordination : thème')).toBe('Maillage territorial - faire réseau / créer du lien');
    expect(cell(2, 'Commune')).toBe('Céret');
    expect(cell(2, 'Genre')).toBe('Féminin');
    expect(cell(2, 'Mois')).toBe(today.toPlainYearMonth().toString());
  });

  test('rien n’y nomme personne : ni le binôme, ni qui est suivi', async () => {
    await noter('atelier', { ...unAtelier, titreAtelier: 'Clavier', binome: demo.agents.autre });
    const { prenom, nom } = await base.owner
      .selectFrom('agent')
      .select(['prenom', 'nom'])
      .where('id', '=', demo.agents.autre)
      .executeTakeFirstOrThrow();
    const { text } = await agent.get('/accompagnements.csv');
    expect(text).not.toContain(nom);
    expect(text).not.toContain(prenom);
    expect(text).toContain(';oui;');
  });

  test('un mois certifié se consulte au lieu de se modifier, tant qu’aucune correction n’est ouverte', async () => {
    await noter('atelier', unAtelier);
    const { conventionId } = await base.owner
      .selectFrom('accompagnement')
      .select('conventionId')
      .where('agentId', '=', demo.agents.demo)
      .executeTakeFirstOrThrow();
    await certifier(base, conventionId ?? '', today);
    const { text } = await agent.get('/accompagnements');
    expect(text).toContain('certifié');
    expect(text).not.toContain('/corriger"');
    const { id } = await base.owner
      .selectFrom('releve')
      .select('id')
      .where('conventionId', '=', conventionId)
      .where('mois', '=', today.with({ day: 1 }))
      .executeTakeFirstOrThrow();
    expect(text).toContain(`<a href="/releves/${id}">Relevé`);
    await rouvrir(base, conventionId ?? '', today);
    const reopened = await agent.get('/accompagnements');
    expect(reopened.text).toContain('/corriger"');
    expect(reopened.text).not.toContain('href="/releves/');
  });

  test('à chacun les siens', async () => {
    await noter('atelier', { ...unAtelier, titreAtelier: 'Clavier' });
    await base.owner
      .updateTable('accompagnement')
      .set({ agentId: demo.agents.autre })
      .where('agentId', '=', demo.agents.demo)
      .execute();
    expect(lignes((await agent.get('/accompagnements')).text)).toBe(0);
    for (const path of ['/accompagnements', '/accompagnements.csv', '/accompagnements.xlsx']) {
      expect((await autre.get(path)).status).toBe(403);
    }
  });
});
