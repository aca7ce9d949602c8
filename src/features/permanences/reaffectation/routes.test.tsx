import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { AUJOURDHUI, usePlanning, vendredis } from '../../../../test/planning.ts';
import { inTerritoire } from '../../../platform/db.ts';
import { uuidv7 } from '../../../platform/ids.ts';
import { prolongerPermanences } from '../planification.ts';

const planning = usePlanning();
const { base, lieu, agent, enPlace, seancesDe } = planning;

let permanence: Awaited<ReturnType<typeof enPlace>>;

/** Last day of the agent: the séances of 11, 18 December and 8 January are left without anybody. */
const DERNIER_JOUR = '2026-12-04';

beforeAll(() => planning.travel(AUJOURDHUI));

beforeEach(async () => {
  permanence = await enPlace();
  await partir(permanence.agentId);
});

async function partir(agentId: string, jour = DERNIER_JOUR) {
  const { status } = await planning.equipe.post(`/agents/${agentId}/depart`, { jour });
  expect(status).toBe(303);
}

async function tenuesPar(permanenceId: string) {
  const rows = await base.owner
    .selectFrom('seance')
    .select(['jour', 'agentId', 'statut'])
    .where('permanenceId', '=', permanenceId)
    .orderBy('jour')
    .execute();
  return rows.map((row) => [`${row.jour}`, row.agentId, row.statut]);
}

const liste = async (suite = '') => (await planning.equipe.get(`/a-reaffecter${suite}`)).text;
const [prise, ...rest] = ['2026-12-11', '2026-12-18', '2027-01-08'] as const;

async function seanceDu(jour: string): Promise<string> {
  const found = (await seancesDe(permanence.id)).find((one) => one.jour === jour);
  return found?.id ?? '';
}

describe('la liste « à réaffecter »', () => {
  test('nomme les séances d’après le départ, et pas celles d’avant', async () => {
    const text = await liste(`?agent=${permanence.agentId}`);
    for (const jour of [prise, ...rest]) expect(text).toContain(`/seances/${await seanceDu(jour)}/reaffecter`);
    expect(text).not.toContain(await seanceDu('2026-12-04'));
    expect(text).toContain(`/permanences/${permanence.id}/reaffecter`);
    expect(text).toContain('3 résultats');
  });

  test('se trie, se cherche, se coupe en pages et se restreint à un agent', async () => {
    const other = await enPlace({ au: '' });
    await partir(other.agentId, '2026-11-27');
    const first = await liste('?tri=jour');
    expect(first).toContain('page=2');
    expect((await liste('?tri=jour&page=2')).match(/\/seances\/[0-9a-f-]+\/reaffecter/g)?.length).toBeGreaterThan(0);
    const own = await liste(`?agent=${permanence.agentId}`);
    expect(own).not.toContain(`/permanences/${other.id}/reaffecter`);
    expect(await liste('?q=introuvable')).toContain('Aucun résultat');
    // An agent who left nothing behind, an absurd one: everything.
    expect(await liste('?agent=absurde')).toContain(`/permanences/${other.id}/reaffecter`);
  });

  test('un autre territoire n’en voit rien, et un agent n’y entre pas', async () => {
    const voisin = await planning.site.signedIn(planning.small.comptes.voisin, {
      territoireId: '00',
      host: 'voisin.localhost',
    });
    const { text } = await voisin.get('/a-reaffecter');
    expect(text).toContain('Toutes les séances prévues ont un agent');
    const seance = await seanceDu(prise);
    expect((await voisin.get(`/seances/${seance}/reaffecter`)).status).toBe(404);
    expect((await voisin.post(`/permanences/${permanence.id}/reaffecter`, {})).status).toBe(404);
    const simple = await planning.site.signedIn(planning.small.comptes.agent);
    expect((await simple.get('/a-reaffecter')).status).toBe(403);
  });
});

describe('confier une séance', () => {
  test('elle seule change de main', async () => {
    const remplacant = await agent('Remplaçant');
    const answer = await planning.equipe.post(`/seances/${await seanceDu(prise)}/reaffecter`, { agentId: remplacant });
    expect([answer.status, answer.location]).toEqual([303, '/a-reaffecter']);
    expect((await tenuesPar(permanence.id)).filter(([, id]) => id === remplacant)).toEqual([
      [prise, remplacant, 'prevue'],
    ]);
    expect(await liste(`?agent=${permanence.agentId}`)).toContain('2 résultats');
  });

  test('refusée à qui est pris, à qui part, au même, à un inconnu ; rien ne change', async () => {
    const pris = await enPlace();
    const part = await agent('Partante');
    await partir(part, '2026-12-01');
    const path = `/seances/${await seanceDu(prise)}/reaffecter`;
    const before = await tenuesPar(permanence.id);
    const refus = async (agentId: string) => {
      const { status, text } = await planning.equipe.post(path, { agentId });
      expect(status).toBe(422);
      return text;
    };
    expect(await refus(pris.agentId)).toContain('L’agent est déjà pris à cet horaire : 11 décembre 2026.');
    expect(await refus(part)).toContain('L’agent n’a pas de contrat en cours à ces dates : 11 décembre 2026.');
    expect(await refus(permanence.agentId)).toContain('C’est déjà l’agent de ces séances');
    for (const absurd of [uuidv7(), planning.small.agentVoisin, '', 'x']) {
      expect(await refus(absurd)).toMatch(/Choisissez l’agent/);
    }
    expect(await tenuesPar(permanence.id)).toEqual(before);
  });

  test('la page propose d’abord les agents libres', async () => {
    const libre = await agent('Libre');
    const pris = await enPlace();
    const { text } = await planning.equipe.get(`/seances/${await seanceDu(prise)}/reaffecter`);
    const [free = '', taken = ''] = text.split('Pris, ou sans contrat ce jour-là');
    expect(free).toContain(libre);
    expect(free).not.toContain(`value="${pris.agentId}"`);
    expect(taken).toContain(pris.agentId);
    expect(text).not.toContain(`value="${permanence.agentId}"`);
  });

  test('annulée avec un motif, elle quitte la liste', async () => {
    const id = await seanceDu(prise);
    const answer = await planning.equipe.post(`/seances/${id}/annuler`, { motif: 'Départ de l’agent' });
    expect(answer.location).toBe('/a-reaffecter');
    expect(await liste(`?agent=${permanence.agentId}`)).not.toContain(id);
    const refused = await planning.equipe.post(`/seances/${id}/reaffecter`, { agentId: await agent('Tardive') });
    expect([refused.status, refused.text.includes('rétablissez-la d’abord')]).toEqual([422, true]);
  });

  test('une aide ponctuelle se confie aussi', async () => {
    const ailleurs = await agent('Forum');
    const ponctuelle = { agentId: ailleurs, jour: '2026-12-09', heureDebut: '14:00', heureFin: '16:00' };
    const saved = await planning.equipe.post('/ponctuelles/nouvelle', {
      ...ponctuelle,
      endroit: 'École',
      motif: 'Forum',
    });
    expect(saved.status).toBe(303);
    await partir(ailleurs);
    const { id } = await base.owner
      .selectFrom('seance')
      .select('id')
      .where('agentId', '=', ailleurs)
      .executeTakeFirstOrThrow();
    const remplacant = await agent('Présente');
    expect((await planning.equipe.post(`/seances/${id}/reaffecter`, { agentId: remplacant })).status).toBe(303);
  });

  test('deux personnes qui la confient au même instant : l’une après l’autre, jamais deux séances à la fois', async () => {
    const autre = await enPlace();
    await partir(autre.agentId);
    const remplacant = await agent('Convoitée');
    const path = async (id: string) =>
      `/seances/${(await seancesDe(id)).find((one) => one.jour === prise)?.id}/reaffecter`;
    const answers = await Promise.all(
      [await path(permanence.id), await path(autre.id)].map((to) => planning.equipe.post(to, { agentId: remplacant })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 422]);
  });
});

describe('confier une permanence', () => {
  test('pour de bon : toutes ses séances d’après, les annulées aussi, et celles ajoutées plus tard', async () => {
    await planning.equipe.post(`/seances/${await seanceDu('2026-12-18')}/annuler`, { motif: 'Essai' });
    const remplacant = await agent('Durable');
    const answer = await planning.equipe.post(`/permanences/${permanence.id}/reaffecter`, {
      du: prise,
      au: '',
      agentId: remplacant,
    });
    expect([answer.status, answer.location]).toEqual([303, `/permanences/${permanence.id}`]);
    expect(await tenuesPar(permanence.id)).toEqual([
      ['2026-11-27', permanence.agentId, 'prevue'],
      ['2026-12-04', permanence.agentId, 'prevue'],
      ['2026-12-11', remplacant, 'prevue'],
      ['2026-12-18', remplacant, 'annulee'],
      ['2027-01-08', remplacant, 'prevue'],
    ]);
    expect((await planning.equipe.post(`/seances/${await seanceDu('2026-12-18')}/retablir`)).status).toBe(303);
    expect(await liste()).not.toContain(`/permanences/${permanence.id}/reaffecter`);
  });

  test('sans fin prévue : les séances que la nuit ajoute sont au nouvel agent', async () => {
    const ouverte = await enPlace({ au: '' });
    await partir(ouverte.agentId);
    const remplacant = await agent('Suivante');
    const answer = await planning.equipe.post(`/permanences/${ouverte.id}/reaffecter`, {
      du: prise,
      au: '',
      agentId: remplacant,
    });
    expect(answer.status).toBe(303);
    const plusTard = Temporal.PlainDate.from(AUJOURDHUI).add({ days: 21 });
    await inTerritoire(base.request, '66', (db) => prolongerPermanences(db, '66', plusTard));
    const late = (await tenuesPar(ouverte.id)).filter(([jour = '']) => jour > '2027-11-24');
    expect(late.length).toBeGreaterThan(0);
    expect(new Set(late.map(([, id]) => id))).toEqual(new Set([remplacant]));
  });

  test('pour un temps : seules les séances de ces jours changent, la permanence attend encore quelqu’un', async () => {
    const remplacant = await agent('Passagère');
    await planning.equipe.post(`/permanences/${permanence.id}/reaffecter`, {
      du: prise,
      au: '2026-12-31',
      agentId: remplacant,
    });
    expect((await tenuesPar(permanence.id)).filter(([, id]) => id === remplacant)).toHaveLength(2);
    expect(await liste(`?agent=${permanence.agentId}`)).toContain('1 résultat');
  });

  test('ce qui a été confié à quelqu’un d’autre lui reste', async () => {
    const [un, deux] = [await agent('Première'), await agent('Seconde')];
    await planning.equipe.post(`/seances/${await seanceDu('2026-12-18')}/reaffecter`, { agentId: un });
    await planning.equipe.post(`/permanences/${permanence.id}/reaffecter`, { du: prise, au: '', agentId: deux });
    expect((await tenuesPar(permanence.id)).map(([, id]) => id).slice(2)).toEqual([deux, un, deux]);
  });

  test('refusée d’un coup, avec toutes les dates ; rien ne change', async () => {
    const pris = await enPlace();
    const before = await tenuesPar(permanence.id);
    const path = `/permanences/${permanence.id}/reaffecter`;
    const refused = await planning.equipe.post(path, { du: prise, au: '', agentId: pris.agentId });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('11 décembre 2026');
    const dates = await planning.equipe.post(path, { du: '2026-11-23', au: '2026-11-20', agentId: uuidv7() });
    expect(dates.status).toBe(422);
    expect(dates.text).toContain('Les séances passées gardent leur agent');
    expect(dates.text).toContain('Le dernier jour ne peut pas précéder le premier.');
    expect(dates.text).toContain('Choisissez l’agent dans la liste.');
    expect(await tenuesPar(permanence.id)).toEqual(before);
  });

  test('art. 1.2 : un lieu qui n’est plus conforme ne se confie pas', async () => {
    await base.owner
      .insertInto('lieuConstat')
      .values({
        territoireId: '66',
        id: uuidv7(),
        lieuId: permanence.lieuId,
        critere: 'telephone',
        satisfait: false,
        constateLe: Temporal.PlainDate.from('2026-11-20'),
        constatePar: 'Essai',
      })
      .execute();
    const { status, text } = await planning.equipe.post(`/permanences/${permanence.id}/reaffecter`, {
      du: prise,
      au: '',
      agentId: await agent('Bloquée'),
    });
    expect([status, text.includes('Téléphone : absent')]).toEqual([422, true]);
  });
});

describe('ce que le public lit d’une séance sans agent', () => {
  test('« à confirmer » sur la page du lieu ; plus rien dans les listes ; elle revient une fois confiée', async () => {
    const seul = await lieu('Lieu sans agent');
    const part = await agent('Publique');
    const created = await planning.equipe.post(
      '/permanences/nouvelle',
      vendredis(part, seul, { heureDebut: '14:00', heureFin: '16:00' }),
    );
    await partir(part, '2026-11-25');
    const anonymous = planning.site.anonymous();
    const page = (await anonymous.get(`/lieux/${seul}`)).text;
    expect(page).toContain('n’est pas confirmée : téléphonez avant de venir.');
    const toutes = async () => {
      const pages = [1, 2, 3, 4, 5].map((numero) => anonymous.get(`/?page=${numero}`));
      return (await Promise.all(pages)).map(({ text }) => text).join('');
    };
    expect(await toutes()).not.toContain('Lieu sans agent');
    await planning.equipe.post(`${created.location}/reaffecter`, {
      du: '2026-11-27',
      au: '2026-11-30',
      agentId: await agent('Secours'),
    });
    const after = (await anonymous.get(`/lieux/${seul}`)).text;
    expect(after).toMatch(/de 14\sh à 16\sh/);
    expect(after).toContain('À confirmer : téléphonez avant de venir');
    expect(await toutes()).toContain('Lieu sans agent');
  });
});
