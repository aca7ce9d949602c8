import { beforeAll, describe, expect, test } from 'vitest';
import { useBase } from '../../../../test/base.ts';
import { type SmallTerritoire, seedSmallTerritoire } from '../../../../test/small-territoire.ts';
import { type Answer, openSite, type Visitor } from '../../../../test/visitor.ts';
import { inTerritoire } from '../../../platform/db.ts';
import { REGLAGES_PROPOSES } from '../rules.ts';
import { reglagesDe } from './store.ts';

const base = useBase();
let ids: SmallTerritoire;
let equipe: Visitor;
let dpo: Visitor;
let site: ReturnType<typeof openSite>;

const PAGE = '/mandats/reglages';
const saisie = {
  pieces: ['carte_identite', 'passeport'],
  perimees: 'oui',
  dureeDefautMois: '3',
  dureeMaxMois: '12',
  delaiTiersHeures: '72',
  rappelJours: '7',
  visaReference: '',
  visaDate: '',
  visaPortee: '',
};

beforeAll(async () => {
  ids = await seedSmallTerritoire(base.owner);
  site = openSite(base.request);
  equipe = await site.signedIn(ids.comptes.equipe, { confirme: true });
  dpo = await site.signedIn(ids.comptes.dpo, { confirme: true });
});

const lu = ({ text }: Answer): string => text.replaceAll(/<[^>]*>/g, ' ').replaceAll(/[\s\u00a0]+/g, ' ');
const enVigueur = (territoireId = '66') =>
  inTerritoire(base.request, territoireId, (db) => reglagesDe(db, territoireId));
const changes = async () =>
  (
    await base.owner.selectFrom('journalEntree').selectAll().where('objetType', '=', 'reglage').orderBy('id').execute()
  ).map(({ acte, objetId }) => `${acte} ${objetId}`);

describe('Les réglages des mandats', () => {
  test('au départ, ceux qu’Escale propose ; sans visa, la destruction attend et cela se voit', async () => {
    for (const one of [equipe, dpo]) {
      const text = lu(await one.get(PAGE));
      expect(text).toContain('La destruction attend');
      expect(text).toContain('l’origine : valeur proposée par Escale');
      expect(text).toContain('72 h');
    }
    expect((await (await site.signedIn(ids.comptes.agent)).get(PAGE)).status).toBe(403);
  });

  test('changer redemande le code', async () => {
    const unconfirmed = await site.signedIn(ids.comptes.equipe);
    expect((await unconfirmed.get(PAGE)).status).toBe(200);
    expect((await unconfirmed.get(`${PAGE}/modifier`)).location).toMatch(/^\/confirmer/);
    expect((await unconfirmed.post(`${PAGE}/modifier`, saisie)).location).toMatch(/^\/confirmer/);
  });

  test('tout ce qui ne va pas est dit à la fois, et ce qui est écrit reste', async () => {
    const refused = await equipe.post(`${PAGE}/modifier`, {
      ...saisie,
      pieces: [],
      dureeMaxMois: '36',
      delaiTiersHeures: 'trois jours',
      rappelJours: '0',
      visaDate: '31/02/2026',
    });
    expect(refused.status).toBe(422);
    for (const message of [
      'Choisissez au moins une pièce d’identité',
      'de 1 à 24 mois',
      'de 0 à 168 heures',
      'de 1 à 60 jours',
    ]) {
      expect(lu(refused)).toContain(message);
    }
    expect(refused.text).toContain('trois jours');
    const ordre = await equipe.post(`${PAGE}/modifier`, {
      ...saisie,
      dureeDefautMois: '6',
      dureeMaxMois: '4',
      visaReference: 'TG-2026-04',
    });
    expect(lu(ordre)).toContain('ne peut pas dépasser la plus longue, 4 mois');
    expect(lu(ordre)).toContain('Un visa se donne entier : écrivez sa date');
    expect(lu(ordre)).toContain('écrivez ce qu’il couvre');
    const demain = Temporal.Now.plainDateISO('Europe/Paris').add({ days: 1 });
    const avance = { ...saisie, visaReference: 'TG', visaDate: `${demain}`, visaPortee: 'Mandats échus' };
    expect(lu(await equipe.post(`${PAGE}/modifier`, avance))).toContain('n’est pas encore donné');
    expect(await enVigueur()).toEqual(REGLAGES_PROPOSES);
    expect(await changes()).toEqual([]);
  });

  test('chaque changement est au journal par son nom, sans sa valeur, et daté sur la page', async () => {
    const visa = { visaReference: 'TG-2026-04', visaDate: '2026-04-01', visaPortee: 'Mandats échus ou retirés' };
    const { perimees: _, ...sansPerimees } = saisie;
    const saved = await equipe.post(`${PAGE}/modifier`, { ...sansPerimees, ...visa, dureeMaxMois: '6' });
    expect(saved.location).toBe(PAGE);
    expect(await enVigueur()).toEqual({
      piecesAcceptees: ['carte_identite', 'passeport'],
      perimeesAcceptees: false,
      dureeDefautMois: 3,
      dureeMaxMois: 6,
      delaiTiersHeures: 72,
      rappelJours: 7,
      visa: {
        reference: 'TG-2026-04',
        date: Temporal.PlainDate.from('2026-04-01'),
        portee: 'Mandats échus ou retirés',
      },
    });
    const acte = 'changer un réglage des mandats';
    expect(await changes()).toEqual(['pieces', 'perimees', 'duree_max', 'visa'].map((cle) => `${acte} ${cle}`));
    const text = lu(await dpo.get(PAGE));
    expect(text).not.toContain('La destruction attend');
    expect(text).toContain('TG-2026-04, du 1er avril 2026 : Mandats échus ou retirés');
    expect(text.match(/valeur proposée par Escale/g)).toHaveLength(3);
    const journal = await base.owner.selectFrom('journalEntree').selectAll().execute();
    expect(JSON.stringify(journal)).not.toContain('TG-2026-04');
  });

  test('le même formulaire deux fois ne change rien, et une date gardée reste', async () => {
    const state = lu(await dpo.get(PAGE));
    const before = await changes();
    const visa = { visaReference: 'TG-2026-04', visaDate: '2026-04-01', visaPortee: 'Mandats échus ou retirés' };
    const { perimees: _, ...same } = { ...saisie, ...visa, dureeMaxMois: '6' };
    await dpo.post(`${PAGE}/modifier`, same);
    expect(lu(await dpo.get(PAGE))).toBe(state);
    await dpo.post(`${PAGE}/modifier`, { ...same, visaReference: '', visaDate: '', visaPortee: '' });
    expect(lu(await dpo.get(PAGE))).toContain('La destruction attend');
    expect((await changes()).slice(before.length)).toEqual(['changer un réglage des mandats visa']);
    expect(await enVigueur('00')).toEqual(REGLAGES_PROPOSES);
  });
});
