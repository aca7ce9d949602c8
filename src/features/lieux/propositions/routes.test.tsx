import { beforeAll, describe, expect, test } from 'vitest';
import { demo, voisin } from '../../../../db/demo/ids.ts';
import { useBase } from '../../../../test/base.ts';
import { expectFrenchOrData } from '../../../../test/hostile-form.ts';
import { openSite, type Visitor } from '../../../../test/visitor.ts';
import { formatDate } from '../../../domain/date.ts';
import { inTerritoire } from '../../../platform/db.ts';
import { exigences2022 } from '../rules.ts';
import { accorder } from './accord.ts';
import { propositionForm, refusForm } from './forms.ts';

const base = useBase({ demo: true });
const today = Temporal.Now.plainDateISO('Europe/Paris');
let site: ReturnType<typeof openSite>;
let [referent, autreReferent, equipe, agent]: Visitor[] = [];

beforeAll(async () => {
  site = openSite(base.request);
  referent = await site.signedIn(demo.comptes.referent);
  autreReferent = await site.signedIn(demo.comptes.autreReferent);
  equipe = await site.signedIn(demo.comptes.equipe);
  agent = await site.signedIn(demo.comptes.agent);
});

const who = (visitor: Visitor | undefined): Visitor => {
  if (visitor === undefined) throw new Error('Not signed in yet');
  return visitor;
};

const saisie = {
  nom: 'Salle des Essais',
  adresse: '3 rue Neuve',
  codePostal: '66700',
  commune: 'Argelès-sur-Mer',
  communeChoix: '',
  telephone: '',
  acces: '',
  aApporter: '',
  declares: ['internet', 'telephone'],
  message: 'Libre le mardi.',
};

async function propose(autres: Readonly<Record<string, string | readonly string[]>> = {}): Promise<string> {
  const { status, location } = await who(referent).post('/lieux/proposer', { ...saisie, ...autres });
  expect(status).toBe(303);
  return location?.split('/')[2] ?? '';
}

async function visiter(id: string): Promise<void> {
  const oui = Object.fromEntries(exigences2022.permanence.map((critere) => [critere, 'oui']));
  const { status } = await who(equipe).post(`/lieux/${id}/visite`, {
    constateLe: `${today}`,
    constatePar: 'Nour',
    ...oui,
  });
  expect(status).toBe(303);
}

/** The agreement of the Département, and what comes of it. */
const accord = (lieuId: string) =>
  inTerritoire(base.request, demo.territoire, (db) =>
    accorder(db, demo.territoire, { lieuId, partie: 'departement' }, { today, compteId: demo.comptes.equipe }),
  );
const rowOf = (id: string) => base.owner.selectFrom('lieu').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
const convenus = (id: string) =>
  base.owner
    .selectFrom('conventionEvenement')
    .select(['conventionId', 'donnees', 'createdBy'])
    .where('type', '=', 'lieu_convenu')
    .execute()
    .then((rows) => rows.filter(({ donnees }) => JSON.stringify(donnees).includes(id)));

describe('proposer un lieu (art. 1.2)', () => {
  test('le référent propose : l’équipe le voit, le public non, et rien ne s’y planifie', async () => {
    const id = await propose();
    expect(await rowOf(id)).toMatchObject({
      structureId: demo.structures.alberes,
      accordBeneficiaireLe: null,
      accordDepartementLe: null,
    });
    for (const visitor of [referent, equipe, agent]) {
      const { text } = await who(visitor).get(`/lieux/${id}/fiche`);
      expect(text).toContain('proposé');
      expect(text).toContain('Accès à Internet, Téléphone');
      expect(text).toContain('Libre le mardi.');
    }
    expect((await who(equipe).get('/tableau-de-bord')).text).toContain(`/lieux/${id}/visite/prevoir`);
    expect((await who(equipe).get('/lieux?q=proposé')).text).toContain(`/lieux/${id}/fiche`);
    expect((await who(referent).get('/ma-structure')).text).toContain('Salle des Essais');

    expect((await site.anonymous().get(`/lieux/${id}`)).status).toBe(404);
    expect((await who(equipe).get(`/lieux/${id}/affiche.pdf`)).status).toBe(404);
    expect((await who(referent).get(`/lieux/${id}/affiche`)).status).toBe(404);
    expect((await who(equipe).get('/permanences/nouvelle')).text).not.toContain(id);
  });

  test('tout ce qui ne va pas est dit à la fois, et rien ne se perd', async () => {
    const refused = await who(referent).post('/lieux/proposer', {
      ...saisie,
      nom: '',
      codePostal: '66000',
      declares: ['internet', 'piscine'],
      message: 'x'.repeat(10_000),
    });
    expect(refused.status).toBe(422);
    for (const phrase of [
      'Indiquez le nom du lieu.',
      'Le code postal d',
      'dans la liste.',
      '10000 caractères, 1000 au plus',
      'value="3 rue Neuve"',
    ]) {
      expect(refused.text).toContain(phrase);
    }
    expect(refused.text).toMatch(/value="internet" checked/);
  });

  test('un nom et un message hostiles sont montrés comme du texte', async () => {
    const hostile = '<script>alert(1)</script>';
    const id = await propose({ nom: hostile, message: hostile });
    for (const path of [`/lieux/${id}/fiche`, '/tableau-de-bord', '/lieux?q=script']) {
      const { text } = await who(equipe).get(path);
      expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
      expect(text).not.toContain(hostile);
    }
  });

  test('envoyé deux fois, un seul lieu est proposé', async () => {
    const cle = crypto.randomUUID();
    const [first, second] = [
      await who(referent).post('/lieux/proposer', { ...saisie, nom: 'Une fois', _cle: cle }),
      await who(referent).post('/lieux/proposer', { ...saisie, nom: 'Une fois', _cle: cle }),
    ];
    expect(second.location).toBe(first.location);
    expect(await base.owner.selectFrom('lieu').select('id').where('nom', '=', 'Une fois').execute()).toHaveLength(1);
  });

  test('ni l’équipe ni un agent ne proposent à la place du référent', async () => {
    for (const visitor of [equipe, agent]) {
      expect((await who(visitor).get('/lieux/proposer')).status).toBe(403);
      expect((await who(visitor).post('/lieux/proposer', saisie)).status).toBe(403);
    }
  });
});

describe('la visite est prévue', () => {
  test('sa date se lit sur la fiche et chez le référent, et s’efface une fois faite', async () => {
    const id = await propose();
    const le = today.add({ days: 3 });
    const sent = { visitePrevueLe: `${le}`, visitePrevuePar: 'Nour Bourdaine' };
    expect((await who(equipe).post(`/lieux/${id}/visite/prevoir`, sent)).status).toBe(303);
    expect((await who(referent).get(`/lieux/${id}/fiche`)).text).toContain(`le ${formatDate(le)}, par Nour Bourdaine`);
    expect((await who(referent).get('/ma-structure')).text).toContain(`Visite prévue le ${formatDate(le)}.`);
    await base.owner.updateTable('lieu').set({ visitePrevueLe: today }).where('id', '=', id).execute();
    await visiter(id);
    expect(await rowOf(id)).toMatchObject({ visitePrevueLe: null, visitePrevuePar: null });
  });

  test('jamais dans le passé', async () => {
    const id = await propose();
    const sent = { visitePrevueLe: `${today.subtract({ days: 1 })}`, visitePrevuePar: '' };
    const refused = await who(equipe).post(`/lieux/${id}/visite/prevoir`, { ...sent, visitePrevuePar: 'x' });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('Choisissez aujourd’hui ou un jour à venir.');
    expect((await who(equipe).post(`/lieux/${id}/visite/prevoir`, sent)).text).toContain('Indiquez qui ira.');
  });
});

describe('l’accord des deux parties (art. 1.2)', () => {
  test('chacune le sien, daté ; le dernier ouvre le lieu, et la convention en vigueur le dit', async () => {
    const id = await propose();
    const early = await who(equipe).post(`/lieux/${id}/accord`);
    expect(early.status).toBe(422);
    expect(early.text).toContain('Le Département donne son accord après une visite');
    await visiter(id);
    expect((await who(equipe).post(`/lieux/${id}/accord`)).status).toBe(303);
    expect(await rowOf(id)).toMatchObject({ accordDepartementLe: today, accordBeneficiaireLe: null });
    expect(await convenus(id)).toEqual([]);
    expect((await site.anonymous().get(`/lieux/${id}`)).status).toBe(404);

    expect((await who(referent).get(`/lieux/${id}/accord`)).text).toContain('Donner l’accord du Bénéficiaire ?');
    expect((await who(referent).post(`/lieux/${id}/accord`)).status).toBe(303);
    expect(await rowOf(id)).toMatchObject({ accordBeneficiaireLe: today });
    expect(await convenus(id)).toMatchObject([
      { conventionId: demo.conventions.alberes, createdBy: demo.comptes.referent },
    ]);
    expect((await site.anonymous().get(`/lieux/${id}`)).status).toBe(200);
    expect((await who(equipe).get('/permanences/nouvelle')).text).toContain(id);
    expect((await who(equipe).get(`/conventions/${demo.conventions.alberes}`)).text).toContain('Salle des Essais');
  });

  test('avant toute convention en vigueur, le lieu est convenu, et rien n’est dit d’une convention', async () => {
    const id = await propose();
    const { structureId } = await base.owner
      .selectFrom('convention')
      .select('structureId')
      .where('id', '=', demo.conventions.brouillon)
      .executeTakeFirstOrThrow();
    const autre = { structureId, accordBeneficiaireLe: today };
    await base.owner.updateTable('lieu').set(autre).where('id', '=', id).execute();
    await visiter(id);
    expect(await accord(id)).toEqual({ convenu: true, ecrit: false });
    expect(await convenus(id)).toEqual([]);
    const ailleurs = await propose();
    await base.owner.updateTable('lieu').set({ accordBeneficiaireLe: today }).where('id', '=', ailleurs).execute();
    await visiter(ailleurs);
    expect(await accord(ailleurs)).toEqual({ convenu: true, ecrit: true });
  });

  test('il ne se donne pas deux fois', async () => {
    const id = await propose();
    await who(referent).post(`/lieux/${id}/accord`);
    const again = await who(referent).post(`/lieux/${id}/accord`);
    expect(again.status).toBe(422);
    expect(again.text).toContain('Cet accord est déjà donné.');
  });

  test('les deux parties à la fois : un seul événement', async () => {
    const id = await propose();
    await visiter(id);
    await Promise.all([referent, equipe].map((visitor) => who(visitor).post(`/lieux/${id}/accord`)));
    expect(await convenus(id)).toHaveLength(1);
  });

  test('le voisin et l’autre territoire ne le donnent pas', async () => {
    const id = await propose();
    expect((await who(autreReferent).get(`/lieux/${id}/fiche`)).status).toBe(404);
    expect((await who(autreReferent).post(`/lieux/${id}/accord`)).status).toBe(404);
    expect((await who(agent).post(`/lieux/${id}/accord`)).status).toBe(403);
    expect((await who(equipe).post(`/lieux/${voisin.lieux.mairie}/accord`)).status).toBe(404);
    expect((await rowOf(id)).accordBeneficiaireLe).toBeNull();
  });
});

describe('refuser un lieu proposé', () => {
  test('avec un motif, que le référent lit ; il peut le proposer de nouveau', async () => {
    const id = await propose();
    expect((await who(equipe).post(`/lieux/${id}/refuser`, { refusMotif: '' })).text).toContain(
      'Indiquez le motif du refus.',
    );
    const refusMotif = 'L’entrée a trois marches.';
    expect((await who(equipe).post(`/lieux/${id}/refuser`, { refusMotif })).status).toBe(303);
    const { text } = await who(referent).get(`/lieux/${id}/fiche`);
    expect(text).toContain(`Refusé le ${formatDate(today)}`);
    expect(text).toContain(refusMotif);
    expect((await who(referent).post(`/lieux/${id}/accord`)).text).toContain('Cette proposition a été refusée');
    expect((await who(equipe).post(`/lieux/${id}/refuser`, { refusMotif })).status).toBe(422);

    expect((await who(referent).post(`/lieux/${id}/reproposer`)).status).toBe(303);
    expect((await who(referent).get(`/lieux/${id}/fiche`)).text).not.toContain(refusMotif);
    expect((await who(referent).post(`/lieux/${id}/accord`)).status).toBe(303);
  });

  test('un lieu convenu ne se refuse plus', async () => {
    const sent = { refusMotif: 'Trop tard' };
    const refused = await who(equipe).post(`/lieux/${demo.lieux.alberes}/refuser`, sent);
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('Ce lieu n’attend plus de réponse.');
  });
});

test.each([
  ['proposition', propositionForm],
  ['refus', refusForm],
])('formulaire « %s » : quoi qu’on y écrive, il répond en français', (_, schema) => {
  expectFrenchOrData(schema);
});
