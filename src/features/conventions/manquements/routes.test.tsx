import { beforeAll, describe, expect, test } from 'vitest';
import { demo, seanceDuJour, voisin } from '../../../../db/demo/ids.ts';
import { useBase } from '../../../../test/base.ts';
import { expectFrenchOrData } from '../../../../test/hostile-form.ts';
import { openSite, type Visitor } from '../../../../test/visitor.ts';
import { formatDate } from '../../../domain/date.ts';
import { inTerritoire } from '../../../platform/db.ts';
import { uuidv7 } from '../../../platform/ids.ts';
import { ecrire } from '../portefeuille/store.ts';
import { manquementForm, reponseForm } from './forms.ts';

const base = useBase({ demo: true });
const today = Temporal.Now.plainDateISO('Europe/Paris');
const path = `/lieux/${demo.lieux.alberes}/manquement`;
const convention = `/conventions/${demo.conventions.alberes}`;
const saisie = { nature: 'moyens', constateLe: `${today}`, remarque: 'Imprimante en panne', seance: '' };
let site: ReturnType<typeof openSite>;
let equipe: Visitor;
let agent: Visitor;

beforeAll(async () => {
  site = openSite(base.request);
  equipe = await site.signedIn(demo.comptes.equipe);
  agent = await site.signedIn(demo.comptes.agent);
});

const rows = (remarque: string) =>
  base.owner.selectFrom('manquement').selectAll().where('remarque', '=', remarque).execute();

async function signaler(remarque: string, autres: Readonly<Record<string, string>> = {}): Promise<string> {
  expect((await agent.post(path, { ...saisie, remarque, ...autres })).status).toBe(303);
  return (await rows(remarque))[0]?.id ?? '';
}

describe('un agent signale un manquement (art. 3.2)', () => {
  test('depuis sa séance, en quelques touches : elle y est liée, et l’équipe le lit', async () => {
    const { lieuId } = await base.owner
      .selectFrom('seance')
      .select('lieuId')
      .where('id', '=', seanceDuJour(today))
      .executeTakeFirstOrThrow();
    // On a day without a permanence, the demo agent is elsewhere: there is no lieu to speak of.
    const seance = lieuId === null ? '' : seanceDuJour(today);
    const of = `/lieux/${lieuId ?? demo.lieux.alberes}/manquement`;
    const asked = await agent.get(`${of}?seance=${seance}`);
    expect(asked.text).toContain(`value="${today}"`);
    const remarque = 'Porte fermée';
    const { location } = await agent.post(of, { ...saisie, nature: 'accueil', remarque, seance });
    expect(location).toBe(lieuId === null ? `/lieux/${demo.lieux.alberes}/fiche` : `/seances/${seance}`);
    expect(await rows(remarque)).toMatchObject([
      {
        nature: 'accueil',
        seanceId: lieuId === null ? null : seance,
        conventionId: demo.conventions.alberes,
        createdBy: demo.comptes.agent,
      },
    ]);
    expect((await equipe.get('/manquements')).text).toContain(remarque);
    expect((await equipe.get(convention)).text).toContain(remarque);
  });

  test('le référent ne le lit pas ; un agent ne lit pas la liste', async () => {
    await signaler('Pas pour le référent');
    const referent = await site.signedIn(demo.comptes.referent);
    expect((await referent.get(convention)).text).not.toContain('Pas pour le référent');
    expect((await referent.get(path)).status).toBe(403);
    expect((await referent.post(path, saisie)).status).toBe(403);
    for (const visitor of [referent, agent]) expect((await visitor.get('/manquements')).status).toBe(403);
  });

  test.each([
    [{ nature: '' }, 'Choisissez de quoi il s’agit.'],
    [{ nature: 'humeur' }, 'Choisissez de quoi il s’agit dans la liste.'],
    [{ constateLe: `${today.add({ days: 1 })}` }, 'La date ne peut pas être dans le futur.'],
    [{ constateLe: `${today.subtract({ months: 7 })}` }, 'Signalez dans les 6 mois'],
    [{ remarque: 'x'.repeat(10_000) }, '10000 caractères, 300 au plus'],
  ])('%j est refusé', async (autres, phrase) => {
    const { status, text } = await agent.post(path, { ...saisie, ...autres });
    expect(status).toBe(422);
    expect(text).toContain(phrase);
  });

  test('au Département, aucune convention n’y engage', async () => {
    const own = `/lieux/${demo.lieux.departement}/manquement`;
    expect((await agent.get(own)).text).toContain('aucune convention n’y engage');
    expect((await agent.post(own, saisie)).status).toBe(422);
    expect((await agent.post(`/lieux/${voisin.lieux.mairie}/manquement`, saisie)).status).toBe(404);
  });

  test('la séance d’un autre lieu n’y est pas liée', async () => {
    const other = await base.owner
      .selectFrom('seance')
      .select('id')
      .where('lieuId', '=', demo.lieux.prades)
      .executeTakeFirstOrThrow();
    await signaler('Ailleurs', { seance: other.id });
    expect((await rows('Ailleurs'))[0]?.seanceId).toBeNull();
  });

  test('une remarque hostile est montrée comme du texte, et le tableur ne l’exécute pas', async () => {
    await signaler('=cmd|<script>alert(1)</script>');
    expect((await equipe.get('/manquements')).text).not.toContain('<script>alert');
    expect((await equipe.get('/manquements.csv?q=cmd')).text).toContain("'=cmd|");
  });
});

describe('l’équipe technique y répond', () => {
  test('une fois, à sa date', async () => {
    const id = await signaler('À répondre');
    expect((await equipe.post(`/manquements/${id}/repondre`, { reponse: '' })).text).toContain('Indiquez la réponse.');
    const sent = { reponse: 'Imprimante remplacée' };
    expect((await equipe.post(`/manquements/${id}/repondre`, sent)).location).toBe(`${convention}#manquements`);
    expect(await rows('À répondre')).toMatchObject([{ reponduLe: today, reponse: 'Imprimante remplacée' }]);
    const again = await equipe.post(`/manquements/${id}/repondre`, sent);
    expect(again.status).toBe(422);
    expect(again.text).toContain('Ce manquement a déjà sa réponse');
  });
});

describe('une mise en demeure les cite (art. 7.1)', () => {
  const ouverts = `${convention}/evenements/nouveau?type=mise_en_demeure&manquements=ouverts`;

  test('le motif est prérempli de ceux qui attendent, et l’événement les lie', async () => {
    await base.owner.deleteFrom('manquement').where('conventionId', '=', demo.conventions.alberes).execute();
    const id = await signaler('Sans chauffage', { nature: 'accueil' });
    const done = await signaler('Déjà réparé');
    await equipe.post(`/manquements/${done}/repondre`, { reponse: 'Fait' });
    expect((await equipe.get(convention)).text).toContain('manquements=ouverts');

    const { text } = await equipe.get(ouverts);
    const motif = `Manquement à l’article 3.2 : accueil des usagers ou de l’agent, le ${formatDate(today)} à France Services d’Argelès-sur-Mer (Sans chauffage).`;
    expect(text).toContain(motif);
    expect(text).not.toContain('Déjà réparé');
    expect(text).toContain(`name="manquements" value="${id}"`);

    const sent = { type: 'mise_en_demeure', auteur: 'departement', motif, manquements: id };
    const courrier = { numero: '1A', envoyeLe: `${today}`, sort: 'en_cours', recuLe: '', premierePresentationLe: '' };
    const refused = await equipe.post(`${convention}/evenements/nouveau`, { ...sent, ...courrier, numero: '' });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain(`name="manquements" value="${id}"`);
    expect((await rows('Sans chauffage'))[0]?.miseEnDemeureId).toBeNull();

    expect((await equipe.post(`${convention}/evenements/nouveau`, { ...sent, ...courrier })).status).toBe(303);
    expect((await rows('Sans chauffage'))[0]?.miseEnDemeureId).toMatch(/^[0-9a-f-]{36}$/);
    expect((await equipe.get(convention)).text).toContain('mis en demeure');
    expect((await equipe.post(`/manquements/${id}/repondre`, { reponse: 'x' })).status).toBe(422);
  });

  test('corrigée, elle les cite encore ; annulée, ils attendent de nouveau', async () => {
    const id = await signaler('Sans téléphone');
    const courrier = { numero: '3A', envoyeLe: `${today}`, sort: 'en_cours', recuLe: '', premierePresentationLe: '' };
    const sent = { type: 'mise_en_demeure', auteur: 'departement', motif: 'Essai', ...courrier };
    await equipe.post(`${convention}/evenements/nouveau`, { ...sent, manquements: id });
    const first = (await rows('Sans téléphone'))[0]?.miseEnDemeureId ?? '';
    expect((await equipe.post(`${convention}/evenements/nouveau`, { ...sent, remplace: first })).status).toBe(303);
    const second = (await rows('Sans téléphone'))[0]?.miseEnDemeureId ?? '';
    expect(second).not.toBe(first);
    await equipe.post(`${convention}/evenements/${second}/annuler`, { motif: 'Envoyée par erreur' });
    expect((await rows('Sans téléphone'))[0]?.miseEnDemeureId).toBeNull();
  });

  test('une lettre du Bénéficiaire n’en cite aucun', async () => {
    const id = await signaler('Sans internet');
    const courrier = { numero: '4A', envoyeLe: `${today}`, sort: 'en_cours', recuLe: '', premierePresentationLe: '' };
    const sent = { type: 'mise_en_demeure', auteur: 'beneficiaire', motif: 'Essai', manquements: id, ...courrier };
    expect((await equipe.post(`${convention}/evenements/nouveau`, sent)).status).toBe(303);
    expect((await rows('Sans internet'))[0]?.miseEnDemeureId).toBeNull();
  });

  test('une annulation reprise d’un registre les fait attendre de nouveau', async () => {
    const id = await signaler('Sans table');
    const courrier = { numero: '5A', envoyeLe: `${today}`, sort: 'en_cours', recuLe: '', premierePresentationLe: '' };
    const sent = { type: 'mise_en_demeure', auteur: 'departement', motif: 'Essai', manquements: id, ...courrier };
    await equipe.post(`${convention}/evenements/nouveau`, sent);
    const evenementId = (await rows('Sans table'))[0]?.miseEnDemeureId ?? '';
    expect(evenementId).not.toBe('');
    const annulation = { id: uuidv7(), type: 'annulation', evenementId, date: today, motif: 'Essai' } as const;
    const evenements = [{ conventionId: demo.conventions.alberes, evenement: annulation }];
    const rien = { structuresNouvelles: [], structuresModifiees: [], conventionsNouvelles: [], notes: [] };
    await inTerritoire(base.request, '66', (db) => ecrire(db, '66', { ...rien, evenements }, null));
    expect((await rows('Sans table'))[0]?.miseEnDemeureId).toBeNull();
  });

  test('ceux d’une autre convention ne se lient pas', async () => {
    const other = await base.owner
      .selectFrom('manquement')
      .select('id')
      .where('conventionId', '=', demo.conventions.prades)
      .executeTakeFirstOrThrow();
    const courrier = { numero: '2A', envoyeLe: `${today}`, sort: 'en_cours', recuLe: '', premierePresentationLe: '' };
    const sent = { type: 'mise_en_demeure', auteur: 'departement', motif: 'Essai', manquements: `${other.id} x'--` };
    expect((await equipe.post(`${convention}/evenements/nouveau`, { ...sent, ...courrier })).status).toBe(303);
    const row = await base.owner
      .selectFrom('manquement')
      .select('miseEnDemeureId')
      .where('id', '=', other.id)
      .executeTakeFirstOrThrow();
    expect(row.miseEnDemeureId).toBeNull();
  });
});

test.each([
  ['manquement', manquementForm],
  ['réponse', reponseForm],
])('formulaire « %s » : quoi qu’on y écrive, il répond en français', (_, schema) => {
  expectFrenchOrData(schema);
});
