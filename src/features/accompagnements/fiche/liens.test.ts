import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { demo, seanceDuJour } from '../../../../db/demo/ids.ts';
import { useBase } from '../../../../test/base.ts';
import { useCles } from '../../../../test/cles-partagees.ts';
import { finir } from '../../../../test/destruction.ts';
import { poserMandat } from '../../../../test/mandats.ts';
import { type Answer, type Fields, openSite, type Visitor } from '../../../../test/visitor.ts';
import { uuidv7 } from '../../../platform/ids.ts';

const base = useBase({ demo: true });
const coffre = useCles();
let site: ReturnType<typeof openSite>;
let agent: Visitor;
let seance: string;

beforeAll(async () => {
  seance = seanceDuJour(Temporal.Now.plainDateISO('Europe/Paris'));
  site = openSite(base.request);
  agent = await site.signedIn(demo.comptes.agent);
});
beforeEach(async () => {
  await base.owner.deleteFrom('accompagnement').where('seanceId', '=', seance).execute();
});

const saisie = {
  ...{ thematiques: ['Email'], duree: '45', typeLieu: 'ADistance', issue: 'faite', trancheAge: 'SoixanteDixPlus' },
  ...{ genre: 'Feminin', statutSocial: 'Retraite', objectif: 'permanence', formulaire: '2' },
} as const;

async function noter(autres: Fields = {}): Promise<string> {
  const cle = randomUUID();
  const sent = await agent.post(`/seances/${seance}/accompagnements/nouveau`, { ...saisie, ...autres, _cle: cle });
  expect(sent.status).toBe(303);
  return cle;
}
const modifier = (id: string, autres: Fields) =>
  agent.post(`/accompagnements/${id}/modifier`, { ...saisie, base: id, ...autres });
const note = (id: string) =>
  base.owner.selectFrom('accompagnement').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
const cache = ({ text }: Answer, name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(text)?.[1];

async function personne(prenom: string): Promise<string> {
  const id = uuidv7();
  const suivie = { referentAgentId: demo.agents.demo, suivieDepuis: Temporal.PlainDate.from('2026-01-05') };
  await base.owner
    .insertInto('personne')
    .values({ territoireId: '66', id, prenom, nomCherche: prenom.toLowerCase(), ...suivie })
    .execute();
  return id;
}

describe('la personne suivie, dans le formulaire', () => {
  test('rattachée pendant qu’il était ouvert : ce qu’il corrige d’autre ne la détache pas ; la retirer la retire', async () => {
    const [id, who] = [await noter(), await personne('Violette')];
    const before = cache(await agent.get(`/accompagnements/${id}/modifier`), 'personneVue');
    expect(before).toBe('');
    await agent.post(`/personnes/${who}/accompagnements/lier`, { accompagnement: id });
    expect((await modifier(id, { personne: '', personneVue: '', duree: '60' })).status).toBe(303);
    expect(await note(id)).toMatchObject({ dureeMinutes: 60, personneId: who });
    const shown = await agent.get(`/accompagnements/${id}/modifier`);
    expect(cache(shown, 'personneVue')).toBe(who);
    const sent = { personne: '', personneVue: who, base: cache(shown, 'base') ?? '' };
    expect((await modifier(id, sent)).status).toBe(303);
    expect((await note(id)).personneId).toBeNull();
  });

  test('de deux versions, un lien que ni l’une ni l’autre ne change n’est pas montré comme un écart', async () => {
    const [id, who] = [await noter(), await personne('Odette')];
    await modifier(id, { genre: 'Masculin' });
    await agent.post(`/personnes/${who}/accompagnements/lier`, { accompagnement: id });
    const asked = await modifier(id, { personne: '', personneVue: '', duree: '60' });
    expect(asked.status).toBe(422);
    expect(asked.text).toContain('Deux versions de cet accompagnement');
    expect(asked.text).not.toContain('>Personne suivie<');
    expect(cache(asked, 'personneVue')).toBe('');
  });
});

describe('un mandat détruit depuis', () => {
  async function detruire(mandat: Awaited<ReturnType<typeof poserMandat>>): Promise<void> {
    await finir(base, mandat.id);
    const gone = { detruitAt: Temporal.Now.instant(), contenu: null, document: null };
    await base.owner.updateTable('mandat').set(gone).where('id', '=', mandat.id).execute();
  }

  test('la correction qui n’y touche pas garde le lien, dit par son code ; il ne se fait plus ailleurs', async () => {
    const mandat = await poserMandat(base, coffre.cles);
    const id = await noter({ mandat: mandat.id });
    await detruire(mandat);
    const shown = await agent.get(`/accompagnements/${id}/modifier`);
    expect(shown.text).toMatch(new RegExp(`${mandat.code}[^<]*, détruit depuis`));
    expect((await modifier(id, { mandat: mandat.id, duree: '60' })).status).toBe(303);
    expect(await note(id)).toMatchObject({ dureeMinutes: 60, mandatId: mandat.id });
    const other = await noter();
    const refused = await modifier(other, { mandat: mandat.id });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('Ce mandat n’est pas le vôtre, ou n’existe plus');
  });
});

describe('un service bloqué déjà suivi', () => {
  const bloque = { bloque: 'oui', bloqueOperateur: 'CAF', bloqueService: 'Mon compte', obstacle: 'panne' };

  test('le formulaire le dit et y mène, montre ce que dit l’accompagnement, et la page du service dit l’écart', async () => {
    const id = await noter(bloque);
    const avant = await agent.get(`/accompagnements/${id}/modifier`);
    expect(avant.text).not.toContain('déjà suivi par l’équipe technique');
    const equipe = await site.signedIn(demo.comptes.equipe);
    const jour = Temporal.Now.plainDateISO('Europe/Paris').toString();
    const etape = { suite: 'transmis', suiteA: 'Service des usagers', suiteJour: jour };
    expect((await equipe.post(`/services-bloques/${id}/suites`, etape)).status).toBe(303);
    expect((await equipe.get(`/services-bloques/${id}`)).text).not.toContain('corrigé depuis');
    const cle = randomUUID();
    expect((await modifier(id, { ...bloque, bloqueService: 'Mes paiements', _cle: cle })).status).toBe(303);
    const { text } = await agent.get(`/accompagnements/${id}/modifier`);
    expect(text).toContain('déjà suivi par l’équipe technique');
    expect(text).toContain(`href="/services-bloques/${id}"`);
    expect(text).toMatch(
      /name="bloqueService"[^>]*value="Mes paiements"|value="Mes paiements"[^>]*name="bloqueService"/,
    );
    for (const visitor of [equipe, agent]) {
      const page = await visitor.get(`/services-bloques/${id}`);
      expect(page.text).toContain('corrigé depuis, dit maintenant : service, « Mes paiements ».');
    }
    expect((await agent.post(`/accompagnements/${id}/supprimer`, { base: cle })).status).toBe(303);
    expect((await agent.get(`/services-bloques/${id}`)).text).toContain('a été supprimé depuis');
  });
});
