import { beforeEach, describe, expect, test } from 'vitest';
import { AUJOURDHUI, usePlanning, vendredis } from '../../../../test/planning.ts';
import type { Visitor } from '../../../../test/visitor.ts';
import { entretenir } from '../../../entretien.ts';
import { type Db, inTerritoire } from '../../../platform/db.ts';
import { uuidv7 } from '../../../platform/ids.ts';
import { clauses2022, type Evenement, statutAu } from '../../conventions/rules.ts';
import { createConvention, loadConvention, saveEvenements } from '../../conventions/store.ts';

const planning = usePlanning();
const { base } = planning;
const day = Temporal.PlainDate.from;
const inBase = <T,>(work: (db: Db) => Promise<T>) => inTerritoire(base.request, '66', work);

let convention: string;
let permanence: string;
let lieu: string;
let agent: string;
let equipe: Visitor;

/** Goes to a day, where one has to sign in again. */
async function voyager(jour?: string): Promise<void> {
  planning.travel(jour);
  equipe = await planning.site.signedIn(planning.small.comptes.equipe);
}

const enregistrer = (evenements: readonly Evenement[], id = convention) =>
  inBase((db) => saveEvenements(db, '66', id, evenements, planning.small.comptes.equipe));

async function signee(effet = '2026-10-05'): Promise<string> {
  const clauses = { ...clauses2022, finAuPlusTard: day('2028-07-01') };
  const nouvelle = {
    structureId: planning.small.structure,
    reference: `C-${uuidv7()}`,
    modele: 'convention-2022',
    clauses,
    pointAccueil: null,
    note: null,
  };
  const created = await inBase((db) => createConvention(db, '66', nouvelle, planning.small.comptes.equipe));
  if ('constraint' in created) throw new Error(created.constraint);
  const by = { date: day(effet), signataire: 'Camille Exemple', qualite: 'Présidente' };
  await enregistrer(
    [
      { id: uuidv7(), type: 'signature', partie: 'departement', ...by },
      { id: uuidv7(), type: 'signature', partie: 'beneficiaire', ...by },
    ],
    created.value,
  );
  return created.value;
}

/** Vendredis 27 November, 4, 11, 18 December, 8 January. */
beforeEach(async () => {
  await voyager();
  await base.owner.deleteFrom('courriel').execute();
  // Nothing of the test before covers the structure any more.
  for (const { id } of await base.owner.selectFrom('convention').select('id').execute()) {
    await enregistrer([{ id: uuidv7(), type: 'dissolution', date: day('2026-10-31') }], id);
  }
  convention = await signee();
  lieu = await planning.lieu(`Mairie ${uuidv7()}`);
  await base.owner
    .updateTable('lieu')
    .set({
      structureId: planning.small.structure,
      accordBeneficiaireLe: day('2026-10-05'),
      accordDepartementLe: day('2026-10-05'),
    })
    .where('id', '=', lieu)
    .execute();
  agent = planning.small.agent;
  await base.owner
    .updateTable('agent')
    .set({ contratFin: day('2028-12-31') })
    .where('id', '=', agent)
    .execute();
  await base.owner.updateTable('seance').set({ statut: 'annulee' }).where('statut', '=', 'prevue').execute();
  const created = await equipe.post('/permanences/nouvelle', vendredis(agent, lieu, { au: '' }));
  expect(created.status).toBe(303);
  permanence = created.location?.split('/')[2] ?? '';
});

const dissoudre = (date: string) => enregistrer([{ id: uuidv7(), type: 'dissolution', date: day(date) }]);
const suites = async (suite = '') => (await equipe.get(`/conventions/${convention}/suites${suite}`)).text;
const combien = async (statut: 'prevue' | 'annulee') => (await planning.dates(permanence, statut)).length;
const fin = async () =>
  `${(await base.owner.selectFrom('permanence').select('au').where('id', '=', permanence).executeTakeFirstOrThrow()).au}`;
const courriels = () =>
  base.owner
    .selectFrom('courriel')
    .select(['destinataire', 'sujet', 'texte', 'genre'])
    .orderBy('destinataire')
    .execute();

/** Confirms as the page asks: what it carries, and its reason. */
/** The form of the decision, filled in as its page shows it. */
async function decision(change: Readonly<Record<string, string>> = {}) {
  const text = await suites('/annuler');
  const hidden = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(text)?.[1] ?? '';
  return {
    dernierJour: hidden('dernierJour'),
    seances: hidden('seances'),
    motif: 'Fin de la convention',
    ...change,
  };
}

const envoyer = (form: Readonly<Record<string, string>>) =>
  equipe.post(`/conventions/${convention}/suites/annuler`, form);
const decider = async (change: Readonly<Record<string, string>> = {}) => envoyer(await decision(change));

describe('avant le dernier jour', () => {
  test('une convention qui continue : rien au-delà, rien à confirmer', async () => {
    expect(await suites()).toContain('Aucune séance n’est prévue après le dernier jour');
    expect((await equipe.get(`/conventions/${convention}/suites/annuler`)).location).toBe(
      `/conventions/${convention}/suites`,
    );
  });

  test('art. 7.2 : ce qui se passera est montré, séances, permanences et lieux', async () => {
    await dissoudre('2026-12-11');
    const text = await suites();
    expect(text).toContain('prend fin le vendredi 11 décembre 2026 au soir');
    expect(text).toContain('la dissolution du Bénéficiaire');
    expect(text).toContain('3 séances : rien ne change');
    expect(text).toContain('séances attendent une décision');
    expect(text).toContain('vendredi 18 décembre 2026');
    expect(text).not.toContain('vendredi 4 décembre 2026');
    expect(text).toContain(`/lieux/${lieu}/fiche`);
    expect(text).toContain('Permanences qui s’arrêteraient');
    expect((await equipe.get(`/conventions/${convention}`)).text).toContain(`/conventions/${convention}/suites`);
    expect((await equipe.get('/tableau-de-bord')).text).toContain('Décider des séances');
  });
});

describe('la décision', () => {
  test('art. 6 : une seule annule ce qui est au-delà, arrête la permanence et avertit', async () => {
    await dissoudre('2026-12-11');
    const [before, all] = [await combien('prevue'), await combien('annulee')];
    const answer = await decider({ motif: 'La commune fusionne' });
    expect([answer.status, answer.location]).toEqual([303, `/conventions/${convention}/suites`]);
    expect(await planning.dates(permanence)).toEqual(['2026-11-27', '2026-12-04', '2026-12-11']);
    expect(await combien('annulee')).toBe(before - 3 + all);
    expect(await fin()).toBe('2026-12-11');
    const motifs = (await planning.seancesDe(permanence)).filter(({ statut }) => statut === 'annulee');
    expect(new Set(motifs.map(({ motif }) => motif))).toEqual(new Set(['La commune fusionne']));
    const sent = await courriels();
    expect(sent.map(({ destinataire, genre }) => [destinataire, genre])).toEqual([
      ['referent@exemple.fr', 'suites'],
      ['tramontane@exemple.fr', 'suites'],
    ]);
    for (const { sujet, texte } of sent) {
      expect(sujet).toBe('Permanences annulées : Mairie de Céret');
      expect(texte).toContain('La convention prend fin le 11 décembre 2026.');
      expect(texte).toContain('le vendredi, de 9\u00a0h à 12\u00a0h');
      expect(texte).not.toContain('fusionne');
      expect(texte).not.toContain('dissolution');
    }
    const after = await suites();
    expect(after).toContain('Ce qui a été décidé');
    expect(after).toContain('par Compte equipe');
    expect(after).toContain('Aucune séance n’est prévue après le dernier jour');
    expect((await equipe.get('/tableau-de-bord')).text).toContain('Une convention couvre toutes les séances prévues');
  });

  test('le dernier jour passé, ce qui a eu lieu reste et ce qui vient se décide encore', async () => {
    await dissoudre('2026-12-11');
    await voyager('2027-01-12');
    expect(await suites()).toContain('a pris fin le vendredi 11 décembre 2026');
    expect((await decider()).status).toBe(303);
    expect(await planning.dates(permanence)).toEqual([
      '2026-11-27',
      '2026-12-04',
      '2026-12-11',
      '2026-12-18',
      '2027-01-08',
    ]);
    expect(await fin()).toBe('2027-01-11');
  });

  test('rejouée, elle n’annule et n’écrit rien de plus', async () => {
    await dissoudre('2026-12-11');
    const form = await decision({ _cle: crypto.randomUUID() });
    expect((await envoyer(form)).status).toBe(303);
    const count = (await courriels()).length;
    expect((await envoyer(form)).status).toBe(303);
    expect((await courriels()).length).toBe(count);
    const again = await equipe.post(`/conventions/${convention}/suites/annuler`, {
      dernierJour: '2026-12-11',
      seances: '47',
      motif: 'Encore',
    });
    expect(again.status).toBe(422);
  });

  test('deux personnes qui confirment au même instant : une seule décision, un seul avis', async () => {
    await dissoudre('2026-12-11');
    const answers = await Promise.all([decider(), decider()]);
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 422]);
    expect(await courriels()).toHaveLength(2);
    const decisions = await base.owner
      .selectFrom('finDecision')
      .select('id')
      .where('conventionId', '=', convention)
      .execute();
    expect(decisions).toHaveLength(1);
  });

  test('ce qui a changé depuis l’ouverture de la page est à relire', async () => {
    await dissoudre('2026-12-11');
    for (const change of [{ dernierJour: '2026-12-18' }, { seances: '1' }]) {
      const { status, text } = await decider(change);
      expect(status).toBe(422);
      expect(text).toContain('ont changé depuis que vous avez ouvert cette page');
    }
    expect(await combien('annulee')).toBe(0);
    expect(await courriels()).toEqual([]);
  });

  test('toutes les erreurs à la fois, et ce qui a été tapé revient, échappé', async () => {
    await dissoudre('2026-12-11');
    const vide = await decider({ motif: '', dernierJour: 'hier', seances: 'x' });
    expect(vide.status).toBe(422);
    expect(vide.text).toContain('Indiquez le motif.');
    expect(vide.text).toContain('3 réponses sont à corriger');
    const long = await decider({ motif: `<script>alert(1)</script>${'a'.repeat(10_000)}` });
    expect(long.status).toBe(422);
    expect(long.text).toContain('&lt;script&gt;');
    expect(long.text).not.toContain('<script>alert');
  });

  test('sans fin connue, elle est refusée', async () => {
    const answer = await equipe.post(`/conventions/${convention}/suites/annuler`, {
      dernierJour: '2026-12-11',
      seances: '3',
      motif: 'Essai',
    });
    expect(answer.status).toBe(422);
  });
});

describe('revenir sur la décision', () => {
  test('art. 6 : la convention se poursuit, les séances se rétablissent et la permanence reprend', async () => {
    const id = uuidv7();
    await enregistrer([{ id, type: 'dissolution', date: day('2026-12-11') }]);
    const before = await planning.dates(permanence);
    await decider();
    expect((await equipe.get(`/conventions/${convention}/suites/retablir`)).status).toBe(303);
    const trop = await equipe.post(`/conventions/${convention}/suites/retablir`);
    expect(trop.status).toBe(422);
    expect(trop.text).toContain('Aucune séance annulée ne peut être rétablie aujourd’hui.');

    await enregistrer([
      { id: uuidv7(), type: 'annulation', evenementId: id, date: day(AUJOURDHUI), motif: 'Erreur de saisie' },
    ]);
    expect(await suites()).toContain('sont de nouveau couvertes');
    await base.owner.deleteFrom('courriel').execute();
    expect((await equipe.post(`/conventions/${convention}/suites/retablir`)).status).toBe(303);
    expect(await planning.dates(permanence)).toEqual(before);
    expect(await fin()).toBe('null');
    const sent = await courriels();
    expect(sent.map(({ sujet }) => sujet)).toEqual(Array(2).fill('Permanences rétablies : Mairie de Céret'));
  });

  test('celle dont l’agent est pris ailleurs reste annulée, avec sa raison', async () => {
    const id = uuidv7();
    await enregistrer([{ id, type: 'dissolution', date: day('2026-12-11') }]);
    const before = await planning.dates(permanence);
    await decider();
    const ailleurs = { agentId: agent, jour: '2026-12-18', heureDebut: '09:00', heureFin: '11:00' };
    const taken = await equipe.post('/ponctuelles/nouvelle', {
      ...ailleurs,
      endroit: 'École',
      motif: 'Forum',
    });
    expect(taken.status).toBe(303);
    await enregistrer([{ id: uuidv7(), type: 'annulation', evenementId: id, date: day(AUJOURDHUI), motif: 'Erreur' }]);
    await equipe.post(`/conventions/${convention}/suites/retablir`);
    expect(await planning.dates(permanence)).toEqual(before.filter((one) => one !== '2026-12-18'));
  });
});

describe('rien ne se décide tout seul', () => {
  const mise = (): Evenement => ({
    id: uuidv7(),
    type: 'mise_en_demeure',
    auteur: 'departement',
    motif: 'Bureau indisponible',
    courrier: {
      numero: '1A 000 000 0000 0',
      envoyeLe: day('2026-11-16'),
      recuLe: day('2026-11-18'),
      premierePresentationLe: null,
      sort: 'remis',
    },
  });

  test('art. 7.1 : quarante nuits après la mise en demeure, un constat est attendu et rien n’est annulé', async () => {
    await enregistrer([mise()]);
    const before = await planning.dates(permanence);
    const territoire = { id: '66', codeDepartement: '66', dureesConservation: {} };
    for (const night of ['2026-12-18', '2026-12-19', '2026-12-31', '2027-01-05']) {
      await entretenir(base.request, territoire, Temporal.Instant.from(`${night}T01:10:00Z`));
    }
    const after = await planning.dates(permanence);
    expect(after.slice(0, before.length)).toEqual(before);
    expect(await combien('annulee')).toBe(0);
    const read = await inBase((db) => loadConvention(db, '66', convention));
    expect(read && statutAu(read, day('2026-12-18'))).toBe('mise_en_demeure');
    expect(read && statutAu(read, day('2027-01-05'))).toBe('constat_attendu');
    await voyager('2027-01-05');
    expect(await suites()).toContain('Aucune séance n’est prévue après le dernier jour');
  });

  test('art. 7.1 : c’est le constat d’une personne qui laisse des séances au-delà', async () => {
    const demande = mise();
    await enregistrer([demande]);
    await voyager('2027-01-05');
    await enregistrer([
      {
        id: uuidv7(),
        type: 'constat',
        miseEnDemeureId: demande.id,
        date: day('2027-01-05'),
        resultat: 'totalement_infructueuse',
      },
    ]);
    expect(await suites()).toContain('séances attendent une décision');
    expect(await combien('annulee')).toBe(0);
  });
});

describe('qui décide', () => {
  test('l’équipe technique, et personne d’autre', async () => {
    await dissoudre('2026-12-11');
    const chemin = `/conventions/${convention}/suites`;
    for (const role of ['agent', 'referent', 'direction', 'dpo', 'administrateur'] as const) {
      const visitor = await planning.site.signedIn(planning.small.comptes[role]);
      expect((await visitor.get(chemin)).status, role).toBe(403);
      expect((await visitor.post(`${chemin}/annuler`, {})).status, role).toBe(403);
    }
    const { voisin } = planning.small.comptes;
    const other = await planning.site.signedIn(voisin, { territoireId: '00', host: 'voisin.localhost' });
    expect((await other.get(chemin)).status).toBe(404);
    expect((await other.post(`${chemin}/annuler`, {})).status).toBe(404);
    expect((await other.post(`${chemin}/retablir`, {})).status).toBe(404);
    expect((await equipe.get('/conventions/pas-un-id/suites')).status).toBe(404);
  });
});
