import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { useBase } from '../../../../test/base.ts';
import { expectFrenchOrData } from '../../../../test/hostile-form.ts';
import { type SmallTerritoire, seedSmallTerritoire } from '../../../../test/small-territoire.ts';
import { type Answer, openSite, type Visitor } from '../../../../test/visitor.ts';
import { inTerritoire } from '../../../platform/db.ts';
import { uuidv7 } from '../../../platform/ids.ts';
import { closePdf } from '../../../platform/pdf/render.ts';
import { annulation, avenant, constat, miseEnDemeure, opposition, signature } from '../rules/exemples.ts';
import { clauses2022, type Evenement } from '../rules.ts';
import { createConvention, saveEvenements } from '../store.ts';
import { HOSTILE } from './exemples.ts';
import { saisiesLettres } from './forms.ts';

const base = useBase();
let small: SmallTerritoire;
let now = Temporal.Instant.from('2023-01-15T09:00:00Z');
let site: ReturnType<typeof openSite>;
let equipe: Visitor;
let referent: Visitor;

beforeAll(async () => {
  small = await seedSmallTerritoire(base.owner);
  site = openSite(base.request, { clock: () => now });
  equipe = await site.signedIn(small.comptes.equipe);
  referent = await site.signedIn(small.comptes.referent);
});
afterAll(closePdf);

/** What an account sees on another day, signed in again on that day. */
async function le(day: string, compte: string, path: string): Promise<Answer> {
  const before = now;
  now = Temporal.Instant.from(`${day}T09:00:00Z`);
  try {
    return await (await site.signedIn(compte)).get(path);
  } finally {
    now = before;
  }
}

const EFFET = [signature('beneficiaire', '2022-10-03'), signature('departement', '2022-10-10')];
let rank = 0;

/** Stores a convention and its events, each under an id of its own; `ids` are theirs, in order. */
async function store(evenements: readonly Evenement[], structureId = small.structure, clauses = clauses2022) {
  rank += 1;
  const reference = `PAPIERS ${rank}/é`;
  const fields = { structureId, reference, modele: 'convention-2022', clauses };
  const ids = new Map(evenements.map(({ id }) => [id, uuidv7()]));
  const renamed = evenements.map((evenement) => {
    const id = ids.get(evenement.id) ?? '';
    if ('miseEnDemeureId' in evenement) return { ...evenement, id, miseEnDemeureId: ids.get('m1') ?? '' };
    if ('evenementId' in evenement) return { ...evenement, id, evenementId: ids.get(evenement.evenementId) ?? '' };
    return { ...evenement, id };
  });
  return inTerritoire(base.request, '66', async (db) => {
    const created = await createConvention(
      db,
      '66',
      { ...fields, pointAccueil: null, note: null },
      small.comptes.equipe,
    );
    if ('constraint' in created) throw new Error(created.constraint);
    await saveEvenements(db, '66', created.value, renamed, small.comptes.equipe);
    return { url: `/conventions/${created.value}`, ids };
  });
}

function lu({ text }: Answer): string {
  return text
    .replaceAll(/<(style|script)[\s\S]*?<\/\1>/g, ' ')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ');
}
function expectPdf(answer: Answer, disposition: RegExp): void {
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('application/pdf');
  expect(answer.headers.get('content-disposition')).toMatch(disposition);
  expect(answer.text.slice(0, 5)).toBe('%PDF-');
}
const signee = { date: '2023-01-15', signataire: 'Camille Exemple', qualite: 'Présidente' };

describe('la page des papiers', () => {
  test('elle dit ce qui s’imprime aujourd’hui, et pourquoi pas le reste', async () => {
    const { url } = await store(EFFET);
    const page = lu(await equipe.get(`${url}/documents`));
    expect(page).toContain('Reçue par l’autre partie au plus tard le 10 février 2023 inclus (il reste 26 jours)');
    expect(page).toContain('dernier jour le 9 avril 2023. Plus tard, elle serait sans objet.');
    expect(page).toContain('Reçue aujourd’hui, elle laisserait jusqu’au 14 février 2023 inclus.');
    expect(page).toContain('Aucune mise en demeure du Département n’est enregistrée.');
    expect(page).toContain('Rien à imprimer pour l’instant.');
    expect(lu(await referent.get(`${url}/documents`))).toContain('au nom de votre structure');
    expect((await equipe.get(url)).text).toContain(`${url}/documents`);
    expect((await equipe.get('/conventions')).text).toContain('/conventions/registre.pdf');
  });

  test('avant la signature et après la fin, elle dit pourquoi rien ne part', async () => {
    const brouillon = lu(await equipe.get(`${(await store([])).url}/documents`));
    expect(brouillon).toContain('La convention n’a pas encore pris effet');
    expect(brouillon).toContain('n’était pas encore signée');
    const { url } = await store([...EFFET, opposition('2023-01-02', '2023-01-05')]);
    const finie = lu(await le('2023-04-10', small.comptes.equipe, `${url}/documents`));
    expect(finie).toContain('La convention a pris fin le 9 avril 2023.');
    expect(finie).not.toContain('Préparer');
    expect(finie).toContain('Copie de la lettre');
  });

  test('un dernier jour passé se dit, avec la reconduction que la lettre vise encore', async () => {
    const { url } = await store(EFFET, small.structure, { ...clauses2022, finAuPlusTard: null });
    const page = lu(await le('2023-02-11', small.comptes.equipe, `${url}/documents`));
    expect(page).toContain('elle empêche la reconduction du 10 octobre 2023');
    expect(page).toContain('Il est trop tard pour celle du 10 avril 2023 : le dernier jour était le 10 février 2023.');
    const last = lu(await le('2023-02-10', small.comptes.equipe, `${url}/documents`));
    expect(last).toContain('(aujourd’hui même)');
    expect(last).toContain('Plus tard, elle vise celle du 10 octobre 2023.');
  });

  test('elle suit une mise en demeure du délai au constat, pour son auteur seulement', async () => {
    const { url } = await store([...EFFET, miseEnDemeure('2023-01-10')]);
    const running = lu(await equipe.get(`${url}/documents`));
    expect(running).toContain('Le délai court jusqu’au 9 février 2023 inclus : le constat est possible à partir du 10');
    const over = await le('2023-02-10', small.comptes.equipe, `${url}/documents`);
    const autre = await le('2023-02-10', small.comptes.referent, `${url}/documents`);
    expect(over.text).toContain(`${url}/documents/constat`);
    expect(over.text).toContain(`${url}/documents/resiliation`);
    expect(autre.text).not.toContain(`${url}/documents/constat`);
    expect(lu(autre)).toContain('Aucune mise en demeure du Bénéficiaire n’est enregistrée.');
  });
});

describe('préparer une lettre', () => {
  test('le formulaire est prêt, sa réponse est un fichier, et rien n’est écrit', async () => {
    const { url } = await store(EFFET);
    const path = `${url}/documents/opposition`;
    const form = await equipe.get(path);
    expect(form.text).toContain('value="2023-01-15"');
    expect(form.text).toContain('value="Anne Fictive"');
    expect((await referent.get(path)).text).toContain('value="Jeanne Fictive"');
    const written = () => base.owner.selectFrom('journalEntree').select('id').execute();
    const before = (await written()).length;
    const cle = uuidv7();
    const sent = { ...signee, _cle: cle, mode: 'recommandee', numero: '1A 000 000 0000 0' };
    expectPdf(
      await equipe.post(path, sent),
      /^attachment; filename="opposition-a-la-reconduction-papiers-\d+-e\.pdf"$/,
    );
    expectPdf(await equipe.post(path, sent), /^attachment/);
    expectPdf(await referent.post(path, { ...signee, mode: 'main_propre' }), /^attachment/);
    expect(await written()).toHaveLength(before);
  });

  test('les deux parties font chacune leur lettre, jamais celle de l’autre', async () => {
    const { url } = await store(EFFET);
    const path = `${url}/documents/opposition`;
    const fields = { ...signee, mode: 'recommandee' };
    const departement = await equipe.post(path, { ...fields, auteur: 'beneficiaire' });
    const beneficiaire = await referent.post(path, { ...fields, auteur: 'departement' });
    expectPdf(departement, /^attachment/);
    expect(beneficiaire.text === departement.text).toBe(false);
    expect((await equipe.post(path, fields)).text === departement.text).toBe(true);
  });

  test('tout ce qui manque est dit à la fois, et ce qui était tapé reste', async () => {
    const { url } = await store(EFFET);
    const refused = await equipe.post(`${url}/documents/mise-en-demeure`, {
      date: '31/02/2023',
      manquements: ' ',
      numero: '<b>n</b>',
      qualite: 'x'.repeat(121),
    });
    expect(refused.status).toBe(422);
    const page = lu(refused);
    expect(page).toContain('cette date n’existe pas dans le calendrier');
    expect(page).toContain('Indiquez les manquements reprochés.');
    expect(page).toContain('Indiquez le nom du signataire.');
    expect(page).toContain('121 caractères, 120 au plus');
    expect(refused.text).toContain('value="&lt;b&gt;n&lt;/b&gt;"');
    expect(refused.text).toContain('31/02/2023');
  });

  test('une date où la lettre serait sans effet est refusée avec sa raison', async () => {
    const { url } = await store(EFFET);
    const opposee = await equipe.post(`${url}/documents/opposition`, {
      ...signee,
      mode: 'recommandee',
      date: '2023-02-11',
    });
    expect(opposee.status).toBe(422);
    expect(lu(opposee)).toContain(
      'Plus aucune reconduction n’est possible : la convention prend fin le 1er juillet 2023',
    );
    const apres = { ...signee, date: '2023-07-02', manquements: 'Bureau fermé', faits: 'Inondation' };
    for (const quoi of ['mise-en-demeure', 'force-majeure']) {
      const answer = await equipe.post(`${url}/documents/${quoi}`, apres);
      expect(answer.status).toBe(422);
      expect(lu(answer)).toContain('La convention a pris fin le 1er juillet 2023.');
    }
    const avant = await referent.post(`${url}/documents/force-majeure`, { ...apres, date: '2022-10-09' });
    expect(lu(avant)).toContain('n’était pas encore signée par les deux parties à cette date');
  });

  test('mise en demeure et force majeure, avec ce que tapent les mal élevés', async () => {
    const { url } = await store(EFFET);
    const texte = HOSTILE.replaceAll(/[\u202E\0]/gu, '');
    const fields = { ...signee, manquements: `${texte}\n${texte}`, faits: texte, covid19: 'oui' };
    for (const quoi of ['mise-en-demeure', 'force-majeure']) {
      expectPdf(await referent.post(`${url}/documents/${quoi}`, fields), /^attachment/);
      const forbidden = { ...fields, manquements: HOSTILE, faits: HOSTILE };
      expect(lu(await referent.post(`${url}/documents/${quoi}`, forbidden))).toContain('caractère invisible');
      const long = { ...fields, manquements: 'a'.repeat(10_000), faits: 'a'.repeat(10_000) };
      expect((await referent.post(`${url}/documents/${quoi}`, long)).status).toBe(422);
    }
  });

  test('un constat attend la fin du délai, et vient de l’auteur de la lettre', async () => {
    const { url, ids } = await store([...EFFET, miseEnDemeure('2023-01-10')]);
    const fields = { ...signee, miseEnDemeureId: ids.get('m1') ?? '', resultat: 'totalement_infructueuse' };
    for (const quoi of ['constat', 'resiliation']) {
      const path = `${url}/documents/${quoi}`;
      const early = await equipe.post(path, { ...fields, date: '2023-02-09' });
      expect(early.status).toBe(422);
      expect(lu(early)).toContain('le constat est possible à partir du 10 février 2023');
      expectPdf(await equipe.post(path, { ...fields, date: '2023-02-10' }), /^attachment/);
      const autre = await referent.post(path, { ...fields, date: '2023-02-10' });
      expect(lu(autre)).toContain('Choisissez la mise en demeure dans la liste.');
      expect((await equipe.post(path, { ...fields, miseEnDemeureId: uuidv7() })).status).toBe(422);
      const late = await equipe.post(path, { ...fields, date: '2023-07-02' });
      expect(lu(late)).toContain('La convention a pris fin le 1er juillet 2023.');
    }
  });

  test.each(Object.entries(saisiesLettres))('%s : n’importe quoi est lu, ou refusé en français', (_, { schema }) => {
    expectFrenchOrData(schema);
  });
});

describe('imprimer ce qui est enregistré', () => {
  test('chaque événement qui a un papier l’imprime, toujours le même', async () => {
    const all = [
      ...EFFET,
      avenant('2022-11-09', '2022-11-03', { demiJourneesParSemaine: 3 }),
      miseEnDemeure('2023-01-10'),
      opposition('2023-01-12', null),
      constat('2023-02-10'),
    ];
    const { url, ids } = await store(all);
    for (const id of ['a1', 'm1', 'o-2023-01-12', 'k-2023-02-10']) {
      const path = `${url}/evenements/${ids.get(id)}/document.pdf`;
      const first = await equipe.get(path);
      expectPdf(first, /^inline; filename="[a-z0-9-]+\.pdf"$/);
      const later = await le('2024-06-01', small.comptes.referent, path);
      expect(later.text === first.text, id).toBe(true);
    }
    expectPdf(await equipe.get(`${url}/evenements/${ids.get('k-2023-02-10')}/notification.pdf`), /^inline/);
  });

  test('ce qui n’a pas de papier, ou n’en a plus, ramène à la page', async () => {
    const { url, ids } = await store([...EFFET, opposition('2023-01-12', null), annulation('o-2023-01-12')]);
    for (const path of [
      `${ids.get('s-departement')}/document.pdf`,
      `${ids.get('o-2023-01-12')}/document.pdf`,
      `${ids.get('s-departement')}/notification.pdf`,
    ]) {
      const answer = await equipe.get(`${url}/evenements/${path}`);
      expect([answer.status, answer.location]).toEqual([303, `${url}/documents`]);
    }
    const other = await store(EFFET);
    expect((await equipe.get(`${url}/evenements/${other.ids.get('s-departement')}/document.pdf`)).status).toBe(404);
    expect((await equipe.get(`${url}/evenements/${uuidv7()}/document.pdf`)).status).toBe(404);
  });

  test('l’attestation d’un jour choisi ; une date fausse est expliquée', async () => {
    const { url } = await store(EFFET);
    expectPdf(
      await equipe.get(`${url}/attestation.pdf?au=2023-03-12`),
      /filename="attestation-de-dates-au-12-mars-2023-/,
    );
    expectPdf(await referent.get(`${url}/attestation.pdf`), /au-15-janvier-2023-/);
    expectPdf(await equipe.get(`${url}/attestation.pdf?au=12/03/2023`), /au-12-mars-2023-/);
    for (const [au, phrase] of [
      ['2023-02-31', 'Cette date n’existe pas dans le calendrier.'],
      ['demain<script>', 'Écrivez la date sous la forme'],
      ['0001-01-01', 'L’année doit être comprise entre 1900 et 2100.'],
    ] as const) {
      const refused = await equipe.get(`${url}/attestation.pdf?au=${encodeURIComponent(au)}`);
      expect(refused.status, au).toBe(422);
      expect(lu(refused)).toContain(phrase);
    }
  });

  test('le registre s’imprime pour l’équipe technique', async () => {
    expectPdf(await equipe.get('/conventions/registre.pdf'), /filename="registre-des-conventions-2023-01-15\.pdf"/);
    expect((await referent.get('/conventions/registre.pdf')).status).toBe(403);
    expect((await site.anonymous().get('/conventions/registre.pdf')).location).toContain('/connexion');
  });
});

describe('qui imprime quoi', () => {
  test('un référent n’a que les conventions de sa structure ; les autres rôles, aucune', async () => {
    const { url, ids } = await store([...EFFET, miseEnDemeure('2023-01-10')], small.autreStructure);
    const paths = [
      `${url}/documents`,
      `${url}/attestation.pdf`,
      `${url}/evenements/${ids.get('m1')}/document.pdf`,
      ...Object.keys(saisiesLettres).map((quoi) => `${url}/documents/${quoi}`),
    ];
    const neighbour = await site.signedIn(small.comptes.voisin, { territoireId: '00', host: 'voisin.localhost' });
    for (const path of paths) {
      expect((await equipe.get(path)).status, path).toBe(200);
      expect((await referent.get(path)).status, path).toBe(404);
      expect((await neighbour.get(path)).status, path).toBe(404);
      for (const role of ['agent', 'direction', 'dpo', 'administrateur'] as const)
        expect((await (await site.signedIn(small.comptes[role])).get(path)).status, `${role} ${path}`).toBe(403);
    }
    const send = await referent.post(`${url}/documents/opposition`, { ...signee, mode: 'recommandee' });
    expect(send.status).toBe(404);
  });
});
