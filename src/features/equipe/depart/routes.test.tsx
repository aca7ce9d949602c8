import { beforeEach, describe, expect, test } from 'vitest';
import { AUJOURDHUI, usePlanning } from '../../../../test/planning.ts';
import { inTerritoire } from '../../../platform/db.ts';
import { uuidv7 } from '../../../platform/ids.ts';
import { fermerComptesEchus } from '../../comptes/administration/store.ts';
import { loadActivite } from '../../statistiques/store.ts';

const planning = usePlanning();
const { base } = planning;

let courriel: string;
let permanence: Awaited<ReturnType<typeof planning.enPlace>>;
let compteId: string;

/** An agent with an account and five séances, the first on Friday 27 November. */
beforeEach(async () => {
  planning.travel();
  permanence = await planning.enPlace();
  courriel = `agent-${uuidv7()}@exemple.fr`;
  await base.owner.updateTable('agent').set({ courriel }).where('id', '=', permanence.agentId).execute();
  compteId = uuidv7();
  await base.owner
    .insertInto('compte')
    .values({ territoireId: '66', id: compteId, courriel, nom: 'Zoé', role: 'agent', agentId: permanence.agentId })
    .execute();
});

const chemin = () => `/agents/${permanence.agentId}/depart`;
const partir = (jour: string, motif = '') => planning.equipe.post(chemin(), { jour, motif });

async function agent() {
  const row = await base.owner
    .selectFrom('agent')
    .select(['contratFin', 'departFinPrevue', 'departMotif'])
    .where('id', '=', permanence.agentId)
    .executeTakeFirstOrThrow();
  return [`${row.contratFin}`, row.departFinPrevue?.toString() ?? null, row.departMotif];
}

async function ferme(): Promise<boolean> {
  const { fermeLe } = await base.owner
    .selectFrom('compte')
    .select('fermeLe')
    .where('id', '=', compteId)
    .executeTakeFirstOrThrow();
  return fermeLe !== null;
}

/** What the card of the agent sends, but for what is told. */
async function fiche(autres: Readonly<Record<string, string>> = {}) {
  const [contratFin = ''] = await agent();
  return planning.equipe.post(`/agents/${permanence.agentId}/modifier`, {
    prenom: 'Zoé',
    nom: 'Essai',
    nature: 'conseiller',
    contratDebut: '2026-01-01',
    contratFin: contratFin ?? '',
    certificat: '',
    certificatDate: '',
    portAttache: 'Céret',
    telephone: '',
    courriel,
    ...autres,
  });
}

/** The night's upkeep at the beginning of a day. */
function nuit(jour: string): Promise<number> {
  const now = Temporal.Instant.from(`${jour}T01:10:00Z`);
  return inTerritoire(base.request, '66', (db) => fermerComptesEchus(db, '66', Temporal.PlainDate.from(jour), now));
}

describe('avant d’enregistrer', () => {
  test('la page dit ce qui change, et rien ne change encore', async () => {
    const ask = await planning.equipe.get(chemin());
    expect(ask.text).toContain(`value="${AUJOURDHUI}"`);
    const { status, text } = await planning.equipe.get(`${chemin()}?jour=2026-12-04`);
    expect(status).toBe(200);
    expect(text).toContain('Départ le 4 décembre 2026 ?');
    expect(text).toContain('3 séances prévues');
    expect(text).toContain('11 décembre 2026');
    expect(text).toContain('reste ouvert jusqu’au 4 décembre 2026 au soir');
    expect((await planning.equipe.get(`${chemin()}?jour=${AUJOURDHUI}`)).text).toContain('se ferme aussitôt');
    expect(await agent()).toEqual(['2027-12-31', null, null]);
  });

  test.each([
    ['2025-12-31', 'Le contrat commence le 1er janvier 2026'],
    ['2028-01-01', 'Le contrat prend déjà fin le 31 décembre 2027'],
    ['31/02/2026', 'date n’existe pas dans le calendrier.'],
    ['', 'Indiquez le dernier jour.'],
    ["'; drop table agent; --", 'la date sous la forme'],
  ])('le jour « %s » est refusé, demandé ou envoyé', async (jour, message) => {
    const asked = await planning.equipe.get(`${chemin()}?jour=${encodeURIComponent(jour)}`);
    expect([asked.status, asked.text.includes(message)]).toEqual([422, true]);
    const sent = await partir(jour);
    expect([sent.status, sent.text.includes(message)]).toEqual([422, true]);
    expect(await agent()).toEqual(['2027-12-31', null, null]);
  });

  test('une raison inventée est refusée', async () => {
    const { status, text } = await partir('2026-12-04', 'maladie');
    expect([status, text.includes('Choisissez la raison dans la liste.')]).toEqual([422, true]);
    expect(await agent()).toEqual(['2027-12-31', null, null]);
  });
});

describe('un départ du jour', () => {
  test('ferme le compte, ses sessions et ses liens aussitôt ; les autres casquettes restent', async () => {
    const autre = uuidv7();
    await base.owner
      .insertInto('compte')
      .values({ territoireId: '66', id: autre, courriel, nom: 'Zoé', role: 'direction' })
      .execute();
    const [own, other] = [await planning.site.signedIn(compteId), await planning.site.signedIn(autre)];
    expect((await own.get('/agenda')).status).toBe(200);
    const answer = await partir(AUJOURDHUI, 'mutation');
    expect([answer.status, answer.location]).toEqual([303, `/a-reaffecter?agent=${permanence.agentId}`]);
    expect(await agent()).toEqual([AUJOURDHUI, '2027-12-31', 'mutation']);
    expect(await ferme()).toBe(true);
    expect((await own.get('/agenda')).location).toMatch(/^\/connexion/);
    expect((await other.get('/pilotage')).status).toBe(200);
    const card = await planning.equipe.get(`/agents/${permanence.agentId}`);
    expect(card.text).toContain('Départ enregistré : dernier jour le 24 novembre 2026 (mutation ou autre poste)');
    expect(card.text).toContain('fermé par le départ');
    expect(card.text).toContain('à réaffecter');
  });

  test('corriger la fiche ensuite ne rouvre pas le compte', async () => {
    await partir(AUJOURDHUI);
    expect((await fiche({ telephone: '04 00 00 00 09' })).status).toBe(303);
    expect([await ferme(), await agent()]).toEqual([true, [AUJOURDHUI, '2027-12-31', null]]);
  });

  test('écrire une nouvelle fin de contrat efface le départ et rouvre le compte', async () => {
    await partir(AUJOURDHUI, 'demission');
    expect((await fiche({ contratFin: '2027-06-30' })).status).toBe(303);
    expect([await ferme(), await agent()]).toEqual([false, ['2027-06-30', null, null]]);
    expect((await planning.equipe.get('/a-reaffecter')).text).not.toContain(permanence.agentId);
  });

  test('une adresse changée après le départ n’ouvre rien', async () => {
    await partir(AUJOURDHUI);
    expect((await fiche({ courriel: `neuve-${uuidv7()}@exemple.fr` })).status).toBe(303);
    const open = await base.owner
      .selectFrom('compte')
      .select('id')
      .where('agentId', '=', permanence.agentId)
      .where('fermeLe', 'is', null)
      .execute();
    expect(open).toEqual([]);
  });
});

describe('un départ à venir', () => {
  test('laisse le compte ouvert jusqu’au dernier jour ; la nuit qui suit le ferme', async () => {
    await partir('2026-12-04');
    const own = await planning.site.signedIn(compteId);
    expect(await ferme()).toBe(false);
    await nuit('2026-12-04');
    expect([await ferme(), (await own.get('/agenda')).status]).toEqual([false, 200]);
    await nuit('2026-12-05');
    expect(await ferme()).toBe(true);
    expect((await own.get('/agenda')).location).toMatch(/^\/connexion/);
  });

  test('la raison n’est lue que par l’équipe technique', async () => {
    await partir('2026-12-04', 'demission');
    const own = await planning.site.signedIn(compteId);
    const { text } = await own.get(`/agents/${permanence.agentId}`);
    expect(text).toContain('Départ enregistré : dernier jour le 4 décembre 2026');
    expect(text.toLowerCase()).not.toContain('démission');
    expect(text).not.toContain('/depart');
    expect((await own.post(chemin(), { jour: AUJOURDHUI })).status).toBe(403);
  });
});

test('un dernier jour déjà passé ferme le compte aussitôt, mais ne précède pas une aide notée', async () => {
  const [seance] = await planning.seancesDe(permanence.id);
  planning.travel('2026-12-01');
  await base.owner
    .insertInto('accompagnement')
    .values({
      territoireId: '66',
      id: uuidv7(),
      seanceId: seance?.id ?? '',
      agentId: permanence.agentId,
      jour: Temporal.PlainDate.from('2026-11-27'),
      dureeMinutes: 30,
      thematiques: ['Email'],
      objectif: 'mise_en_autonomie',
      issue: 'faite',
      genre: 'NonCommunique',
      trancheAge: 'SoixanteDixPlus',
      statutSocial: 'Retraite',
    })
    .execute();
  const equipe = await planning.site.signedIn(planning.small.comptes.equipe);
  const refused = await equipe.post(chemin(), { jour: '2026-11-26' });
  expect([refused.status, refused.text.includes('un accompagnement le 27 novembre 2026')]).toEqual([422, true]);
  expect((await equipe.post(chemin(), { jour: '2026-11-27' })).status).toBe(303);
  expect(await ferme()).toBe(true);
});

describe('annuler un départ', () => {
  test('rend le contrat et le compte ; ce qui est confié à d’autres y reste', async () => {
    await partir(AUJOURDHUI, 'retraite');
    const remplacant = await planning.agent('Gardienne');
    const [first] = await planning.seancesDe(permanence.id);
    await planning.equipe.post(`/seances/${first?.id}/reaffecter`, { agentId: remplacant });
    expect((await planning.equipe.get(`${chemin()}/annuler`)).text).toContain(
      'prend de nouveau fin le 31 décembre 2027',
    );
    expect((await planning.equipe.post(`${chemin()}/annuler`)).status).toBe(303);
    expect([await ferme(), await agent()]).toEqual([false, ['2027-12-31', null, null]]);
    const held = await base.owner
      .selectFrom('seance')
      .select('agentId')
      .where('permanenceId', '=', permanence.id)
      .orderBy('jour')
      .execute();
    expect(held.map(({ agentId }) => agentId)).toEqual([remplacant, ...Array(4).fill(permanence.agentId)]);
  });

  test('refusé quand l’adresse ouvre désormais le compte d’un autre agent', async () => {
    await partir(AUJOURDHUI);
    const autre = await planning.agent('Héritière');
    await base.owner
      .insertInto('compte')
      .values({ territoireId: '66', id: uuidv7(), courriel, nom: 'Héritière', role: 'agent', agentId: autre })
      .execute();
    const { status, text } = await planning.equipe.post(`${chemin()}/annuler`);
    expect([status, text.includes('Cette adresse ouvre déjà le compte de Héritière')]).toEqual([422, true]);
    expect(await agent()).toEqual([AUJOURDHUI, '2027-12-31', null]);
  });

  test('sans départ enregistré, il n’y a rien à annuler', async () => {
    expect((await planning.equipe.get(`${chemin()}/annuler`)).location).toBe(`/agents/${permanence.agentId}`);
    expect((await planning.equipe.post(`${chemin()}/annuler`)).location).toBe(`/agents/${permanence.agentId}`);
    expect(await agent()).toEqual(['2027-12-31', null, null]);
  });
});

test('un départ ne s’enregistre pas deux fois, même au même instant', async () => {
  const answers = await Promise.all([partir('2026-12-04', 'autre'), partir('2026-12-11', 'retraite')]);
  expect(answers.map(({ status }) => status).sort()).toEqual([303, 422]);
  expect((await agent())[1]).toBe('2027-12-31');
  const again = await partir('2026-12-02');
  expect([again.status, again.text.includes('Un départ est déjà enregistré')]).toEqual([422, true]);
});

test('les bilans ne comptent pas une séance que personne n’a tenue', async () => {
  const jour = Temporal.PlainDate.from('2026-12-18');
  const count = async () => {
    const { seances } = await inTerritoire(base.request, '66', (db) =>
      loadActivite(db, '66', { debut: jour, fin: jour }),
    );
    return seances.filter(({ statut }) => statut === 'prevue').length;
  };
  const before = await count();
  await partir('2026-12-11');
  expect(await count()).toBe(before - 1);
});

describe('Les personnes suivies par qui s’en va', () => {
  async function suivie(prenom: string): Promise<string> {
    const id = uuidv7();
    await base.owner
      .insertInto('personne')
      .values({
        ...{ territoireId: '66', id, prenom, nom: 'Fictive', nomCherche: `${prenom.toLowerCase()} fictive` },
        ...{ referentAgentId: permanence.agentId, suivieDepuis: Temporal.PlainDate.from(AUJOURDHUI) },
      })
      .execute();
    return id;
  }
  const lue = (id: string) =>
    base.owner
      .selectFrom('personne')
      .select(['referentAgentId', 'suivieDepuis'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
  const partirAvec = (suivies: string) => planning.equipe.post(chemin(), { jour: AUJOURDHUI, motif: '', suivies });

  test('se lisent avant le départ, chacune avec de quoi la confier, et encore après', async () => {
    const id = await suivie('Lucette');
    const { text } = await planning.equipe.get(`${chemin()}?jour=${AUJOURDHUI}`);
    for (const said of ['Lucette Fictive', `/personnes/${id}/referent/passer`, `/personnes/${id}/referent/arreter`]) {
      expect(text).toContain(said);
    }
    expect((await partirAvec('')).status).toBe(303);
    expect((await lue(id)).referentAgentId).toBe(permanence.agentId);
    expect((await planning.equipe.get(`/agents/${permanence.agentId}`)).text).toContain('/suivies"');
    expect((await planning.equipe.get(`/agents/${permanence.agentId}/suivies`)).text).toContain('Lucette Fictive');
  });

  test('se confient toutes à un agent présent, leur suivi gardant son premier jour', async () => {
    const id = await suivie('Lucette');
    const { small } = planning;
    for (const wrong of [permanence.agentId, uuidv7(), 'x']) {
      const refused = await partirAvec(wrong);
      expect(refused.status).toBe(422);
      expect(refused.text).toContain('Choisissez un agent présent');
    }
    expect((await agent())[1]).toBeNull();
    expect((await partirAvec(small.autreAgent)).status).toBe(303);
    expect(await lue(id)).toEqual({
      referentAgentId: small.autreAgent,
      suivieDepuis: Temporal.PlainDate.from(AUJOURDHUI),
    });
  });

  test('ou ne sont plus suivies par personne', async () => {
    const id = await suivie('Lucette');
    expect((await partirAvec('personne')).status).toBe(303);
    expect(await lue(id)).toEqual({ referentAgentId: null, suivieDepuis: null });
  });
});
