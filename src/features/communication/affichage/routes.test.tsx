import { beforeAll, describe, expect, test } from 'vitest';
import { demo, voisin } from '../../../../db/demo/ids.ts';
import { useBase } from '../../../../test/base.ts';
import { openSite, type Visitor } from '../../../../test/visitor.ts';
import { formatDate } from '../../../domain/date.ts';

const base = useBase({ demo: true });
const today = Temporal.Now.plainDateISO('Europe/Paris');
const lieu = demo.lieux.prades;
const path = `/lieux/${lieu}/affiche`;
let site: ReturnType<typeof openSite>;
let equipe: Visitor;
let referent: Visitor;

beforeAll(async () => {
  site = openSite(base.request);
  equipe = await site.signedIn(demo.comptes.equipe);
  referent = await site.signedIn(demo.comptes.autreReferent);
});

const fiche = async () => {
  const { text } = await equipe.get(`/lieux/${lieu}/fiche`);
  return text.slice(text.indexOf('id="affiche"'));
};
const tableau = async () => {
  const { text } = await equipe.get('/tableau-de-bord');
  return text.slice(text.indexOf('id="affiches"'), text.indexOf('id="manquements"'));
};

describe('« l’affiche est posée » (art. 1.2)', () => {
  test('jamais confirmée, la fiche et le tableau de bord le disent', async () => {
    expect(await fiche()).toContain('Personne n’a encore confirmé que l’affiche est posée');
    expect(await tableau()).toContain(`/lieux/${lieu}/fiche#affiche`);
  });

  test('le référent la confirme, à sa date ; elle est à jour', async () => {
    const { text } = await referent.get(path);
    expect(text).toContain(`Ce qu’elle doit dire le ${formatDate(today)}`);
    expect((await referent.post(path)).location).toBe(`/lieux/${lieu}/fiche#affiche`);
    expect(await fiche()).toContain(`Le ${formatDate(today)}, confirmée par Marius Ardoisier.`);
    expect(await tableau()).not.toContain(lieu);
    expect((await referent.get('/ma-structure')).text).toContain(`Affiche posée le ${formatDate(today)}, à jour.`);
  });

  test('une séance annulée depuis la périme, et elle dit laquelle ; rétablie, elle est juste de nouveau', async () => {
    const seance = await base.owner
      .selectFrom('seance')
      .select(['id', 'jour'])
      .where('lieuId', '=', lieu)
      .where('jour', '>', today)
      .orderBy('jour')
      .executeTakeFirstOrThrow();
    await equipe.post(`/seances/${seance.id}/annuler`, { motif: 'Agent en formation' });
    const said = `elle ne dit pas : le ${formatDate(seance.jour)} : pas de permanence`;
    expect(await fiche()).toContain(said);
    expect(await tableau()).toContain(said);
    expect((await referent.get('/ma-structure')).text).toContain('elle n’est plus à jour, remplacez-la.');
    expect((await referent.get(path)).text).not.toContain('Agent en formation');
    await equipe.post(`/seances/${seance.id}/retablir`);
    expect(await fiche()).toContain('Posée, et à jour');
  });

  test('un agent sur place la confirme aussi', async () => {
    const agent = await site.signedIn(demo.comptes.agent);
    expect((await agent.post(path)).status).toBe(303);
    expect(await fiche()).toContain('confirmée par Maëlle Tramontane.');
    const rows = await base.owner.selectFrom('affichePose').select('createdBy').where('lieuId', '=', lieu).execute();
    expect(rows).toHaveLength(2);
  });

  test('posée pour un trimestre, elle est comparée jusqu’au bout de ce trimestre', async () => {
    const { text } = await referent.get(`${path}?periode=trimestre`);
    expect(text).toContain(`href="${path}.pdf?periode=trimestre"`);
    expect((await referent.post(path, { periode: 'trimestre' })).status).toBe(303);
    expect(await fiche()).toContain('Posée, et à jour');
    const seance = await base.owner
      .selectFrom('seance')
      .select(['id', 'jour'])
      .where('lieuId', '=', lieu)
      .where('jour', '>', today.add({ weeks: 7 }))
      .where('jour', '<', today.add({ weeks: 12 }))
      .orderBy('jour')
      .executeTakeFirstOrThrow();
    await equipe.post(`/seances/${seance.id}/annuler`, { motif: 'Agent en formation' });
    expect(await fiche()).toContain(`elle ne dit pas : le ${formatDate(seance.jour)} : pas de permanence`);
    await equipe.post(`/seances/${seance.id}/retablir`);
    expect(await fiche()).toContain('Posée, et à jour');
  });

  test('une période inventée ne se confirme pas', async () => {
    const { status, text } = await referent.post(path, { periode: 'toujours' });
    expect(status).toBe(422);
    expect(text).toContain('Choisissez une des périodes proposées.');
  });

  test('ni le référent voisin, ni un autre territoire, ni la direction', async () => {
    expect((await (await site.signedIn(demo.comptes.referent)).post(path)).status).toBe(404);
    expect((await (await site.signedIn(demo.comptes.direction)).post(path)).status).toBe(403);
    expect((await equipe.post(`/lieux/${voisin.lieux.mairie}/affiche`)).status).toBe(404);
  });

  test('un lieu fermé n’a plus d’affiche à poser', async () => {
    await base.owner.updateTable('lieu').set({ fermeLe: today }).where('id', '=', lieu).execute();
    const refused = await equipe.post(path);
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('Ce lieu est fermé : son affiche est à retirer.');
    await base.owner.updateTable('lieu').set({ fermeLe: null }).where('id', '=', lieu).execute();
  });

  test('la démonstration en montre une juste et une périmée', async () => {
    expect((await equipe.get(`/lieux/${demo.lieux.alberes}/fiche`)).text).toContain('Posée, et à jour');
    expect((await equipe.get(`/lieux/${demo.lieux.alberesAutre}/fiche`)).text).toContain('elle n’est plus à jour');
  });
});
