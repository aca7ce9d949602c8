import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demo, voisin } from '../../../db/demo/ids.ts';
import { useBase } from '../../../test/base.ts';
import { openSite } from '../../../test/visitor.ts';
import { formatJourMois } from '../../domain/date.ts';
import { inTerritoire } from '../../platform/db.ts';
import { closePdf } from '../../platform/pdf/render.ts';
import { findLieu } from '../lieux/store.ts';
import { allTerritoires } from '../territoires/store.ts';
import { annonceLisible, donneesAffiche } from './annonce.ts';
import { dernierJourUsuel } from './rules/periode.ts';
import { datesDuLieu } from './store.ts';

const base = useBase({ demo: true });
let today: Temporal.PlainDate;
let site: ReturnType<typeof openSite>;

beforeAll(() => {
  today = Temporal.Now.plainDateISO('Europe/Paris');
  site = openSite(base.request);
});
afterAll(closePdf);

async function donnees(lieuId: string, au = dernierJourUsuel(today)) {
  const territoire = (await allTerritoires(base.request)).find(({ id }) => id === '66');
  return inTerritoire(base.request, '66', async (db) => {
    const lieu = await findLieu(db, '66', lieuId);
    if (lieu === undefined || territoire === undefined) throw new Error('The demo has this lieu');
    const seances = await datesDuLieu(db, '66', lieuId, { du: today, au });
    const annonce = annonceLisible(seances, { du: today, au, codeDepartement: '66', vacances: [] });
    const periode = au.equals(dernierJourUsuel(today)) ? ('6-semaines' as const) : ('trimestre' as const);
    const logos = { departement: null, beneficiaire: null };
    return donneesAffiche({ lieu, territoire, annonce, periode, logos, url: 'https://escale.exemple.fr', today });
  });
}

describe('ce que l’affiche d’un lieu annonce (art. 1.2, art. 5)', () => {
  test('les permanences dans l’ordre de la semaine, leurs dates, la mention mot pour mot', async () => {
    const { permanences, mention, page, lieu } = await donnees(demo.lieux.alberes);
    expect(permanences.map(({ jour }) => jour)).toEqual(['lundi', 'mercredi', 'vendredi']);
    for (const { dates } of permanences) expect(dates.length).toBeGreaterThanOrEqual(5);
    expect(mention).toContain("avec l'appui financier de l'État");
    expect(page).toEqual({
      complete: `https://escale.exemple.fr/lieux/${demo.lieux.alberes}`,
      courte: 'escale.exemple.fr',
    });
    expect(lieu.commune).toMatch(/^66\d{3} /);
  });

  test('une séance annulée aujourd’hui est annoncée fermée aussitôt', async () => {
    const equipe = await site.signedIn(demo.comptes.equipe);
    const next = await base.owner
      .selectFrom('seance')
      .select(['id', 'jour'])
      .where('lieuId', '=', demo.lieux.departement)
      .where('jour', '>', today)
      .where('statut', '=', 'prevue')
      .orderBy('jour')
      .executeTakeFirstOrThrow();
    await equipe.post(`/seances/${next.id}/annuler`, { motif: 'Panne' });
    const { permanences, beneficiaire } = await donnees(demo.lieux.departement);
    expect(permanences.flatMap(({ dates }) => dates)).toContainEqual({
      texte: formatJourMois(next.jour),
      ferme: 'pas de permanence',
    });
    expect(JSON.stringify(permanences)).not.toContain('Panne');
    expect(beneficiaire).toBeNull();
  });

  test('un trimestre annonce plus de dates que six semaines, et ce qui y change au-delà des six semaines', async () => {
    const equipe = await site.signedIn(demo.comptes.equipe);
    const loin = dernierJourUsuel(today).add({ days: 1 });
    const next = await base.owner
      .selectFrom('seance')
      .select(['id', 'jour'])
      .where('lieuId', '=', demo.lieux.departement)
      .where('jour', '>=', loin)
      .where('statut', '=', 'prevue')
      .orderBy('jour')
      .executeTakeFirstOrThrow();
    await equipe.post(`/seances/${next.id}/annuler`, { motif: 'Panne' });
    const said = { texte: formatJourMois(next.jour), ferme: 'pas de permanence' };
    const usuelle = await donnees(demo.lieux.departement);
    expect(usuelle.permanences.flatMap(({ dates }) => dates)).not.toContainEqual(said);
    expect(usuelle.suite).toBeNull();
    const au = today.add({ weeks: 13 }).subtract({ days: 1 });
    const trimestre = await donnees(demo.lieux.departement, au);
    expect(trimestre.permanences.flatMap(({ dates }) => dates)).toContainEqual(said);
    expect(trimestre.suite).toMatch(/^Dates jusqu’au \d/);
  });

  test('une permanence arrêtée n’est plus annoncée', async () => {
    const equipe = await site.signedIn(demo.comptes.equipe);
    const before = (await donnees(demo.lieux.departement)).permanences.length;
    const one = await base.owner
      .selectFrom('permanence')
      .select('id')
      .where('lieuId', '=', demo.lieux.departement)
      .executeTakeFirstOrThrow();
    const hier = `${today.subtract({ days: 1 })}`;
    expect((await equipe.post(`/permanences/${one.id}/arreter`, { au: hier, motif: 'Fin' })).status).toBe(303);
    expect((await donnees(demo.lieux.departement)).permanences).toHaveLength(before - 1);
  });

  test('l’affiche est un PDF, même pour un lieu sans permanence', async () => {
    const equipe = await site.signedIn(demo.comptes.equipe);
    for (const lieu of [demo.lieux.alberes, demo.lieux.sansBureauFerme]) {
      const { status, headers, text } = await equipe.get(`/lieux/${lieu}/affiche.pdf`);
      expect(status).toBe(200);
      expect(headers.get('content-type')).toBe('application/pdf');
      expect(headers.get('content-disposition')).toBe(`inline; filename="affiche-${lieu}.pdf"`);
      expect(headers.get('cache-control')).toBe('no-store');
      expect(text.slice(0, 5)).toBe('%PDF-');
    }
  });
});

test('le référent imprime l’affiche de ses lieux, l’agent celle de tous, personne celle d’un autre territoire', async () => {
  const status = async (compte: string, lieu: string) =>
    (await (await site.signedIn(compte)).get(`/lieux/${lieu}/affiche.pdf`)).status;
  expect(await status(demo.comptes.referent, demo.lieux.alberes)).toBe(200);
  expect(await status(demo.comptes.referent, demo.lieux.prades)).toBe(404);
  expect(await status(demo.comptes.referent, demo.lieux.departement)).toBe(404);
  expect(await status(demo.comptes.agent, demo.lieux.prades)).toBe(200);
  expect(await status(demo.comptes.equipe, voisin.lieux.mairie)).toBe(404);
  expect(await status(demo.comptes.direction, demo.lieux.alberes)).toBe(403);
  expect((await site.anonymous().get(`/lieux/${demo.lieux.alberes}/affiche.pdf`)).location).toContain('/connexion');
});

describe('la période de l’affiche', () => {
  const affiche = `/lieux/${demo.lieux.alberes}/affiche`;
  const PERIODES = ['6-semaines', 'trimestre', 'convention'];

  test('l’équipe, l’agent et le référent impriment chacune des trois', async () => {
    for (const compte of [demo.comptes.equipe, demo.comptes.agent, demo.comptes.referent]) {
      const visitor = await site.signedIn(compte);
      for (const periode of PERIODES) {
        const { status, headers } = await visitor.get(`${affiche}.pdf?periode=${periode}`);
        expect([status, headers.get('content-type')], `${compte} ${periode}`).toEqual([200, 'application/pdf']);
      }
    }
  });

  test('ni la direction, ni un passant, ni le référent d’une autre structure', async () => {
    const asked = `${affiche}.pdf?periode=trimestre`;
    expect((await (await site.signedIn(demo.comptes.direction)).get(asked)).status).toBe(403);
    expect((await (await site.signedIn(demo.comptes.autreReferent)).get(asked)).status).toBe(404);
    expect((await site.anonymous().get(asked)).location).toContain('/connexion');
  });

  test.each(['', '52-semaines', 'Trimestre', '%27%3B--', '<b>', 'a'.repeat(200), 'trimestre&periode=convention'])(
    'une valeur inventée est refusée : %s',
    async (value) => {
      const equipe = await site.signedIn(demo.comptes.equipe);
      for (const path of [affiche, `${affiche}.pdf`]) {
        const { status, text } = await equipe.get(`${path}?periode=${value}`);
        expect(status, path).toBe(422);
        expect(text).toContain('Choisissez une des périodes proposées.');
        expect(text).not.toContain('<b>');
      }
    },
  );

  test('un lieu du Département n’a pas de convention : la période n’est pas proposée, et se refuse', async () => {
    const equipe = await site.signedIn(demo.comptes.equipe);
    const path = `/lieux/${demo.lieux.departement}/affiche`;
    expect((await equipe.get(path)).text).not.toContain('Jusqu’à la fin de la convention');
    expect((await equipe.get(affiche)).text).toContain('Jusqu’à la fin de la convention');
    const { status, text } = await equipe.get(`${path}.pdf?periode=convention`);
    expect(status).toBe(422);
    expect(text).toContain('Aucune convention en cours ne donne de dernier jour à ce lieu');
  });
});
