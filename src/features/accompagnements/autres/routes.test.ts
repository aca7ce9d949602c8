import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { demo, seanceDuJour, voisin } from '../../../../db/demo/ids.ts';
import { useBase } from '../../../../test/base.ts';
import { useCles } from '../../../../test/cles-partagees.ts';
import { poserMandat } from '../../../../test/mandats.ts';
import { type Answer, type Fields, openSite, type Visitor } from '../../../../test/visitor.ts';
import { uuidv7 } from '../../../platform/ids.ts';

const base = useBase({ demo: true });
const coffre = useCles();
let today: Temporal.PlainDate;
let site: ReturnType<typeof openSite>;
let agent: Visitor;
let seance: string;

beforeAll(async () => {
  today = Temporal.Now.plainDateISO('Europe/Paris');
  seance = seanceDuJour(today);
  site = openSite(base.request);
  agent = await site.signedIn(demo.comptes.agent);
});
beforeEach(async () => {
  await base.owner.deleteFrom('accompagnement').where('versionId', 'is not', null).execute();
  await base.owner.updateTable('seance').set({ statut: 'prevue' }).where('id', '=', seance).execute();
});

const CERET = '66049';
const INDIVIDUEL = '/accompagnements/nouveau/individuel';
const ATELIER = '/accompagnements/nouveau/atelier';
const COORDINATION = '/accompagnements/nouveau/coordination';

const aide = {
  formulaire: '2',
  thematiques: ['Email'],
  demarches: [],
  duree: '30',
  issue: 'faite',
  trancheAge: 'SoixanteDixPlus',
  genre: 'Feminin',
  statutSocial: 'Retraite',
  objectif: 'autre',
  jour: '',
  typeLieu: 'Domicile',
  commune: 'Céret',
} as const;

const atelier = {
  formulaire: '2',
  titreAtelier: 'Premiers pas',
  thematiques: ['PrendreEnMainDuMateriel'],
  duree: '120',
  objectif: 'atelier',
  participants: '8',
  dejaAides: '3',
  nbGenreFeminin: '5',
  nbGenreMasculin: '3',
  nbAgeSoixanteDixPlus: '6',
  nbStatutRetraite: '8',
  typeLieu: 'LieuActivite',
  lieu: demo.lieux.alberes,
} as const;

const forum = {
  formulaire: '2',
  typeActivite: 'Evenement',
  coordNom: 'Forum des associations',
  coordNature: 'GrandPublic',
  coordAvec: 'Commune',
  coordEchelon: 'Communal',
  coordParticipants: '200',
  duree: '120',
  typeLieu: 'Autre',
  commune: 'Céret',
} as const;

function notes() {
  return base.owner
    .selectFrom('accompagnement')
    .selectAll()
    .where('versionId', 'is not', null)
    .orderBy('createdAt')
    .execute();
}

async function refuse(path: string, fields: Fields, phrase: string): Promise<Answer> {
  const refused = await agent.post(path, fields);
  expect(refused.status).toBe(422);
  expect(refused.text).toContain(phrase);
  expect(await notes()).toEqual([]);
  return refused;
}

async function noter(path: string, fields: Fields): Promise<string> {
  const { status } = await agent.post(path, fields);
  expect(status).toBe(303);
  return (await notes()).at(-1)?.id ?? '';
}

describe('ce que l’on choisit de noter', () => {
  test('chaque choix mène à son formulaire, et la séance du jour est proposée d’abord', async () => {
    const { text } = await agent.get('/accompagnements/nouveau');
    expect(text).toContain(`/seances/${seance}/atelier/nouveau`);
    const links = [...text.matchAll(/href="(\/accompagnements\/nouveau\/[^"]+)"/g)].map(([, href = '']) =>
      href.replaceAll('&amp;', '&'),
    );
    expect(links).toHaveLength(8);
    for (const href of links) {
      const { status, text: form } = await agent.get(href);
      expect(status, href).toBe(200);
      expect(form, href).toContain('data-donnee="accompagnements"');
    }
  });

  test('une coordination d’aucune sorte ramène au choix', async () => {
    for (const type of ['', 'Individuel', '__proto__', 'toString']) {
      expect((await agent.get(`${COORDINATION}?type=${type}`)).location).toBe('/accompagnements/nouveau');
    }
  });

  test('où c’était est déjà coché ; n’importe quoi d’autre ne change rien', async () => {
    const checked = /<input[^>]*name="typeLieu" value="([^"]*)" checked/;
    expect(checked.exec((await agent.get(`${INDIVIDUEL}?ou=ADistance`)).text)?.[1]).toBe('ADistance');
    expect(checked.exec((await agent.get(`${INDIVIDUEL}?ou=<script>`)).text)?.[1]).toBe('LieuActivite');
  });

  test('le lieu se choisit dans une liste qui commence par ceux de l’agent', async () => {
    const { text } = await agent.get(ATELIER);
    const groups = [...text.matchAll(/<optgroup label="([^"]+)">(.*?)<\/optgroup>/gs)];
    expect(groups.map(([, label]) => label).slice(0, 2)).toEqual(['Vos lieux', 'Les autres lieux']);
    expect(groups[0]?.[2]).toContain(demo.lieux.alberes);
  });

  test('personne d’autre qu’un agent n’y entre', async () => {
    for (const role of ['equipe', 'referent', 'direction', 'dpo', 'administrateur'] as const) {
      const visitor = await site.signedIn(demo.comptes[role]);
      for (const path of ['/accompagnements', '/accompagnements/nouveau', INDIVIDUEL, ATELIER]) {
        expect((await visitor.get(path)).status).toBe(403);
      }
      expect((await visitor.post(ATELIER, atelier)).status).toBe(403);
    }
  });
});

describe('une personne aidée hors de toute séance', () => {
  test('à domicile, aujourd’hui quand rien n’est dit, dans une commune trouvée par son nom', async () => {
    await noter(INDIVIDUEL, aide);
    expect((await notes())[0]).toMatchObject({
      typeActivite: 'Individuel',
      seanceId: null,
      conventionId: null,
      lieuId: null,
      typeLieu: 'Domicile',
      codeInsee: CERET,
      participants: 1,
      agentId: demo.agents.demo,
    });
    expect((await notes())[0]?.jour.toString()).toBe(today.toString());
  });

  describe('depuis la page d’un mandat ou d’une personne', () => {
    const choisi = (text: string, name: string) =>
      new RegExp(`<select[^>]*name="${name}"[^>]*>.*?</select>`, 's')
        .exec(text)?.[0]
        .match(/<option[^>]*value="([^"]+)"[^>]*selected/)?.[1];
    let personne: string;

    beforeAll(async () => {
      personne = uuidv7();
      await base.owner
        .insertInto('personne')
        .values({ territoireId: '66', id: personne, prenom: 'Zoé', nomCherche: 'zoe' })
        .execute();
    });

    test('le lien est déjà fait, et s’enregistre', async () => {
      const { id: mandat } = await poserMandat(base, coffre.cles);
      const { text } = await agent.get(`${INDIVIDUEL}?mandat=${mandat}&personne=${personne}`);
      expect(choisi(text, 'mandat')).toBe(mandat);
      expect(choisi(text, 'personne')).toBe(personne);
      await noter(INDIVIDUEL, { ...aide, mandat, personne });
      expect((await notes())[0]).toMatchObject({ mandatId: mandat, personneId: personne });
      // Corrected, it keeps its links.
      const corriger = await agent.get(`/accompagnements/${(await notes())[0]?.id}/corriger`);
      expect(choisi(corriger.text, 'mandat')).toBe(mandat);
      expect(choisi(corriger.text, 'personne')).toBe(personne);
    });

    test('le mandat d’un autre, une fiche inconnue, n’importe quoi : rien n’est repris ni montré', async () => {
      const { id: autrui } = await poserMandat(base, coffre.cles, { agentId: demo.agents.autre });
      for (const query of [`mandat=${autrui}`, `personne=${autrui}`, 'mandat=<b>&personne=%00', 'mandat=&personne=']) {
        const { status, text } = await agent.get(`${INDIVIDUEL}?${query}`);
        expect(status).toBe(200);
        expect(text).not.toContain(autrui);
        expect(choisi(text, 'mandat')).toBeUndefined();
        expect(choisi(text, 'personne')).toBeUndefined();
      }
    });
  });

  test.each(['ceret', 'CÉRET', '66049', 'Céret (66049)'])('« %s » est Céret', async (commune) => {
    await noter(INDIVIDUEL, { ...aide, commune });
    expect((await notes())[0]?.codeInsee).toBe(CERET);
  });

  test('un nom que plusieurs communes portent : elles sont proposées, et celle choisie est gardée', async () => {
    const refused = await refuse(INDIVIDUEL, { ...aide, commune: 'Saint-Hippolyte' }, 'Plusieurs communes');
    const proposed = [...refused.text.matchAll(/name="communeChoix" value="(\d{5})"/g)].map(([, code]) => code);
    expect(proposed.length).toBeGreaterThan(1);
    await noter(INDIVIDUEL, { ...aide, commune: 'Saint-Hippolyte', communeChoix: proposed[0] ?? '' });
    expect((await notes())[0]?.codeInsee).toBe(proposed[0]);
  });

  test('une commune qui n’existe pas, ou qui manque, se dit sous le champ où elle se tape', async () => {
    const unknown = await refuse(INDIVIDUEL, { ...aide, commune: 'Atlantide' }, 'Aucune commune ne s’appelle');
    expect(unknown.text).toContain('href="#champ-commune"');
    expect(unknown.text).toContain('value="Atlantide"');
    const missing = await refuse(INDIVIDUEL, { ...aide, commune: '' }, 'Indiquez la commune.');
    expect(missing.text).toContain('href="#champ-commune"');
    expect(missing.text).not.toContain('href="#champ-codeInsee"');
  });

  test('à distance, ni lieu ni commune, même mal écrite', async () => {
    await noter(INDIVIDUEL, { ...aide, typeLieu: 'ADistance', commune: 'Atlantide', lieu: demo.lieux.alberes });
    expect((await notes())[0]).toMatchObject({ typeLieu: 'ADistance', lieuId: null, codeInsee: null });
  });

  test('dans un lieu d’activité : la convention du jour et la commune sont celles du lieu', async () => {
    await noter(INDIVIDUEL, { ...aide, typeLieu: 'LieuActivite', lieu: demo.lieux.alberes, commune: '' });
    const { codeInsee } = await base.owner
      .selectFrom('lieu')
      .select('codeInsee')
      .where('id', '=', demo.lieux.alberes)
      .executeTakeFirstOrThrow();
    expect((await notes())[0]).toMatchObject({
      lieuId: demo.lieux.alberes,
      conventionId: demo.conventions.alberes,
      codeInsee,
    });
  });

  test('un lieu du Département n’a besoin d’aucune convention', async () => {
    await noter(INDIVIDUEL, { ...aide, typeLieu: 'LieuActivite', lieu: demo.lieux.departement });
    expect((await notes())[0]).toMatchObject({ lieuId: demo.lieux.departement, conventionId: null });
  });

  test('« en noter un autre » revient au formulaire', async () => {
    expect((await agent.post(INDIVIDUEL, { ...aide, suite: 'autre' })).location).toBe(INDIVIDUEL);
    expect((await agent.post(INDIVIDUEL, aide)).location).toBe('/accompagnements');
  });
});

describe('ce qui est refusé, en français et sans rien perdre', () => {
  const demain = () => today.add({ days: 1 }).toString();
  const hostile = '<img src=x onerror=alert(1)>';

  test('un lieu sans convention ce jour-là', async () => {
    const lieu = await base.owner
      .selectFrom('lieu')
      .innerJoin('convention', (join) =>
        join
          .onRef('convention.territoireId', '=', 'lieu.territoireId')
          .onRef('convention.structureId', '=', 'lieu.structureId'),
      )
      .select('lieu.id')
      .where('convention.id', '=', demo.conventions.passee)
      .executeTakeFirstOrThrow();
    const fields = { ...aide, typeLieu: 'LieuActivite', lieu: lieu.id };
    await refuse(INDIVIDUEL, fields, 'Aucune convention n’était en vigueur pour ce lieu');
  });

  test('un lieu qui n’existe pas, ou d’un autre territoire', async () => {
    for (const lieu of [demo.agents.demo, voisin.lieux.mairie]) {
      await refuse(INDIVIDUEL, { ...aide, typeLieu: 'LieuActivite', lieu }, 'Ce lieu n’existe plus');
    }
    await refuse(INDIVIDUEL, { ...aide, typeLieu: 'LieuActivite' }, 'Choisissez le lieu, ou un autre type de lieu.');
  });

  test('un jour à venir, avant le contrat, ou qui n’est pas un jour', async () => {
    await refuse(INDIVIDUEL, { ...aide, jour: demain() }, 'ne peut pas être daté d’un jour à venir');
    await refuse(INDIVIDUEL, { ...aide, jour: '2001-01-01' }, 'Votre contrat va du');
    await refuse(INDIVIDUEL, { ...aide, jour: '2026-02-31' }, 'Le jour');
  });

  test('0 minute, 24 heures', async () => {
    for (const dureeAutre of ['0', '1440', '-1', '1e3']) {
      const fields = { ...aide, duree: 'personnaliser', dureeAutre };
      await refuse(INDIVIDUEL, fields, 'écrivez un nombre entier de 1 à 1439 minutes');
    }
    await refuse(INDIVIDUEL, { ...aide, duree: 'personnaliser' }, 'La durée est comprise entre');
  });

  test('un thème inconnu, ou aucun', async () => {
    await refuse(ATELIER, { ...atelier, thematiques: ['Magie'] }, 'Choisissez au moins un thème dans la liste.');
    await refuse(ATELIER, { ...atelier, thematiques: [] }, 'Choisissez au moins un thème.');
    await refuse(ATELIER, { ...atelier, thematiques: ['AideAuxDemarchesAdministratives'] }, 'Précisez la démarche');
  });

  test('un binôme qui est soi-même, ou qui n’existe pas', async () => {
    for (const binome of [demo.agents.demo, demo.lieux.alberes]) {
      await refuse(ATELIER, { ...atelier, binome }, 'choisissez votre binôme dans la liste');
    }
    await noter(ATELIER, { ...atelier, binome: demo.agents.autre });
    expect((await notes())[0]?.binomeId).toBe(demo.agents.autre);
  });

  test('un texte hostile se montre tel qu’il est écrit, sans rien faire', async () => {
    const fields = { ...atelier, titreAtelier: hostile, participants: hostile, commune: hostile };
    const refused = await refuse(ATELIER, fields, 'Le nombre de participants : écrivez un nombre entier');
    expect(refused.text).not.toContain('<img src=x');
    await refuse(ATELIER, { ...atelier, titreAtelier: 'a\u202Eb' }, 'caractère invisible');
    await refuse(ATELIER, { ...atelier, lieu: "' or 1=1 --" }, 'Choisissez le lieu dans la liste.');
  });

  test('le numéro d’une saisie déjà reçue ne dit pas autre chose', async () => {
    const _cle = crypto.randomUUID();
    await noter(ATELIER, { ...atelier, _cle });
    await agent.post(INDIVIDUEL, { ...aide, _cle });
    expect(await notes()).toHaveLength(1);
  });
});

describe('un atelier', () => {
  test('les nombres restent des nombres : aucune personne, aucun croisement', async () => {
    const persons = () =>
      base.owner
        .selectFrom('personne')
        .select((q) => q.fn.countAll<number>().as('n'))
        .executeTakeFirstOrThrow();
    const before = await persons();
    await noter(ATELIER, atelier);
    const rows = await notes();
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      typeActivite: 'Collectif',
      participants: 8,
      genre: null,
      trancheAge: null,
      personneId: null,
      conventionId: demo.conventions.alberes,
      collectif: {
        titre: 'Premiers pas',
        niveau: null,
        dejaAides: 3,
        genres: { Feminin: 5, Masculin: 3 },
        tranchesAge: { SoixanteDixPlus: 6 },
        statutsSociaux: { Retraite: 8 },
      },
    });
    expect(await persons()).toEqual(before);
  });

  test('un groupe plus grand que l’atelier est refusé, et la somme est dite', async () => {
    const refused = await refuse(
      ATELIER,
      { ...atelier, nbGenreFeminin: '6', nbGenreNonCommunique: '2' },
      'Il y a plus de personnes comptées par genre que de participants.',
    );
    expect(refused.text).toContain('11 personnes comptées sur 8 participants.');
    expect(refused.text).toContain('6 personnes comptées sur 8 participants.');
    expect(refused.text).toMatch(/<details class="e-details" open[^>]*><summary>Compter par genre/);
    await refuse(ATELIER, { ...atelier, nbAgeMoinsDeDouze: '3' }, 'plus de personnes comptées par âge');
    await refuse(ATELIER, { ...atelier, nbStatutSansEmploi: '1' }, 'plus de personnes comptées par situation');
    await refuse(ATELIER, { ...atelier, dejaAides: '9' }, 'plus de personnes comptées déjà aidées');
  });

  test('ni zéro participant, ni plus de 2 000', async () => {
    for (const participants of ['0', '2001', '', '-3', '8,5']) {
      const fields = { ...atelier, participants, dejaAides: '', nbGenreFeminin: '', nbGenreMasculin: '' };
      await refuse(ATELIER, { ...fields, nbAgeSoixanteDixPlus: '', nbStatutRetraite: '' }, 'ombre de participants');
    }
    await refuse(ATELIER, { ...atelier, nbGenreFeminin: '99999999999' }, 'Un nombre de personnes : écrivez');
  });

  test('dans une séance : son jour, son lieu, sa convention, sa durée déjà remplis', async () => {
    const path = `/seances/${seance}/atelier/nouveau`;
    const { text } = await agent.get(path);
    expect(text).not.toContain('name="jour"');
    expect(text).not.toContain('name="lieu"');
    const of = await base.owner
      .selectFrom('seance')
      .select(['jour', 'lieuId', 'conventionId'])
      .where('id', '=', seance)
      .executeTakeFirstOrThrow();
    const { lieu: _, ...fields } = atelier;
    const posted = await agent.post(path, { ...fields, jour: '2031-01-01', seance: demo.agents.demo });
    expect(posted.location).toBe(`/seances/${seance}`);
    const [noted] = await notes();
    expect(noted).toMatchObject({ seanceId: seance, lieuId: of.lieuId, conventionId: of.conventionId });
    expect(noted?.jour.toString()).toBe(of.jour.toString());
    expect((await agent.get(`/seances/${seance}`)).text).toContain('Atelier : Premiers pas');
  });

  test('dans une séance annulée, ou celle d’un autre : rien', async () => {
    await base.owner.updateTable('seance').set({ statut: 'annulee' }).where('id', '=', seance).execute();
    const refused = await refuse(`/seances/${seance}/atelier/nouveau`, atelier, 'Cette séance est annulée');
    expect(refused.text).toContain('<li>Cette séance est annulée');
    const other = await base.owner
      .selectFrom('seance')
      .select('id')
      .where('agentId', '=', demo.agents.autre)
      .executeTakeFirstOrThrow();
    expect((await agent.get(`/seances/${other.id}/atelier/nouveau`)).status).toBe(404);
    expect((await agent.post(`/seances/${other.id}/atelier/nouveau`, atelier)).status).toBe(404);
  });
});

describe('une action de coordination', () => {
  test.each([
    [forum, { nature: 'GrandPublic', avec: 'Commune', echelon: 'Communal', theme: null, participants: 200 }],
    [
      { ...forum, typeActivite: 'Partenariat', coordNature: 'RDVElu', coordParticipants: '' },
      { nature: 'RDVElu', avec: 'Commune', echelon: 'Communal', theme: null, participants: null },
    ],
    [
      { ...forum, typeActivite: 'Animation', coordNature: 'Webinaire', coordAvec: 'Demande', coordTheme: 'Reseau' },
      { nature: 'Webinaire', avec: 'Demande', echelon: null, theme: 'Reseau', participants: 200 },
    ],
  ])('%o', async (fields, detail) => {
    await noter(COORDINATION, fields);
    expect((await notes())[0]).toMatchObject({
      typeActivite: fields.typeActivite,
      participants: 0,
      codeInsee: CERET,
      coordination: { nom: 'Forum des associations', ...detail },
    });
  });

  test('la réponse d’une autre liste, ou d’une autre sorte, est refusée', async () => {
    await refuse(COORDINATION, { ...forum, coordNature: 'Webinaire' }, 'Choisissez une réponse dans la liste.');
    await refuse(COORDINATION, { ...forum, coordEchelon: '' }, 'Choisissez une réponse.');
    await refuse(COORDINATION, { ...forum, coordNom: '' }, 'Indiquez le nom.');
    for (const typeActivite of ['Individuel', 'Collectif', 'Magie', '']) {
      await refuse(COORDINATION, { ...forum, typeActivite }, 'Choisissez ce que vous notez');
    }
  });
});

describe('corriger, refaire, supprimer', () => {
  test('chaque sorte revient telle qu’elle est, et sa correction la remplace', async () => {
    const cases = [
      [INDIVIDUEL, aide, { duree: '45' }, 'Modifier l’accompagnement'],
      [ATELIER, atelier, { duree: '45' }, 'Modifier l’atelier'],
      [COORDINATION, forum, { duree: '45' }, 'Modifier l’évènement'],
    ] as const;
    for (const [path, fields, change, title] of cases) {
      const id = await noter(path, fields);
      const form = await agent.get(`/accompagnements/${id}/corriger`);
      expect(form.text).toContain(`<h1>${title}</h1>`);
      const version = /name="base" value="([^"]*)"/.exec(form.text)?.[1] ?? '';
      expect(version).toBe(id);
      const sent = { ...fields, ...change, base: version };
      expect((await agent.post(`/accompagnements/${id}/corriger`, sent)).location).toBe('/accompagnements');
      expect((await notes()).find((one) => one.id === id)).toMatchObject({ dureeMinutes: 45 });
    }
    expect((await notes()).map(({ codeInsee }) => codeInsee).filter((one) => one === CERET)).toHaveLength(2);
  });

  test('la commune revient par son nom, et se relit', async () => {
    const id = await noter(INDIVIDUEL, aide);
    const { text } = await agent.get(`/accompagnements/${id}/corriger`);
    expect(text).toContain('value="Céret (66049)"');
  });

  test('corrigé entre-temps sur un autre appareil : rien n’est écrasé en silence', async () => {
    const id = await noter(ATELIER, atelier);
    await agent.post(`/accompagnements/${id}/corriger`, { ...atelier, base: id, participants: '9' });
    const changed = (await notes())[0]?.versionId ?? '';
    const late = await agent.post(`/accompagnements/${id}/corriger`, { ...atelier, base: id, participants: '10' });
    expect(late.status).toBe(422);
    expect(late.text).toContain('Cette saisie a été modifiée entre-temps');
    expect(late.text).toContain(`name="base" value="${changed}"`);
    expect(late.text).toMatch(/name="participants"[^>]* value="10"/);
    expect((await notes())[0]?.participants).toBe(9);
    await agent.post(`/accompagnements/${id}/corriger`, { ...atelier, base: changed, participants: '10' });
    expect((await notes())[0]?.participants).toBe(10);
  });

  test('on ne change pas une sorte en une autre', async () => {
    const id = await noter(ATELIER, atelier);
    const sent = { ...aide, typeActivite: 'Individuel', base: id };
    expect((await agent.post(`/accompagnements/${id}/corriger`, sent)).status).toBe(422);
    expect((await notes())[0]?.typeActivite).toBe('Collectif');
  });

  test('refaire reprend ce qui a été fait, pas qui est venu', async () => {
    const id = await noter(ATELIER, atelier);
    const { text } = await agent.get(`${ATELIER}?de=${id}`);
    expect(text).toContain('value="Premiers pas"');
    expect(text).toMatch(/name="participants"[^>]* value=""/);
    expect(text).toMatch(/name="nbGenreFeminin"[^>]* value=""/);
    expect(text).toMatch(new RegExp(`name="jour"[^>]* value="${today}"`));
    for (const de of [demo.agents.demo, 'nimporte', '%00']) {
      const { status, text: blank } = await agent.get(`${ATELIER}?de=${de}`);
      expect(status).toBe(200);
      expect(blank).not.toContain('Premiers pas');
    }
    expect((await agent.get(`${INDIVIDUEL}?de=${id}`)).text).not.toContain('Premiers pas');
  });

  test('supprimer se confirme, puis efface', async () => {
    const id = await noter(COORDINATION, forum);
    const path = `/accompagnements/${id}/corriger/supprimer`;
    expect((await agent.get(path)).text).toContain('La suppression est définitive.');
    expect(await notes()).toHaveLength(1);
    expect((await agent.post(path, { base: id })).location).toBe('/accompagnements');
    expect(await notes()).toEqual([]);
    expect((await agent.get(`/accompagnements/${id}/corriger`)).location).toBe(`/accompagnements/${id}/historique`);
  });

  test('ce qu’un autre a noté n’existe pas', async () => {
    const { id } = await base.owner
      .selectFrom('accompagnement')
      .select('id')
      .where('agentId', '=', demo.agents.autre)
      .executeTakeFirstOrThrow();
    for (const path of ['corriger', 'corriger/supprimer']) {
      expect((await agent.get(`/accompagnements/${id}/${path}`)).status).toBe(404);
      expect((await agent.post(`/accompagnements/${id}/${path}`, atelier)).status).toBe(404);
    }
  });
});
