import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { demo, seanceDuJour } from '../../../../db/demo/ids.ts';
import { useBase } from '../../../../test/base.ts';
import { certifier } from '../../../../test/releves-certifies.ts';
import { type Fields, openSite, type Visitor } from '../../../../test/visitor.ts';
import { inTerritoire } from '../../../platform/db.ts';
import { readValues } from '../../../platform/http/form.ts';
import { uuidv7 } from '../../../platform/ids.ts';
import { type Envoi, recevoir } from '../reception/recevoir.ts';

const base = useBase({ demo: true });
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
  thematiques: ['AideAuxDemarchesAdministratives'],
  demarches: ['SocialSante'],
  duree: '45',
  typeLieu: 'LieuActivite',
  issue: 'faite',
  trancheAge: 'SoixanteDixPlus',
  genre: 'Feminin',
  statutSocial: 'Retraite',
  objectif: 'permanence',
} as const;

const historique = (id: string) => `/accompagnements/${id}/historique`;

async function noter(): Promise<string> {
  const id = randomUUID();
  expect((await agent.post(`/seances/${seance}/accompagnements/nouveau`, { ...saisie, _cle: id })).status).toBe(303);
  return id;
}

async function modifier(id: string, base: string, autres: Fields): Promise<string> {
  const cle = randomUUID();
  const sent = await agent.post(`/accompagnements/${id}/modifier`, { ...saisie, ...autres, base, _cle: cle });
  expect(sent.status).toBe(303);
  return cle;
}

/** Something typed, so many minutes ago, on a device that had seen nothing but `base`; its id, and what became of it. */
async function deLAppareil(
  id: string,
  base_: string,
  minutes: number,
  asked: { readonly valeurs?: Readonly<Record<string, string>>; readonly nature?: 'modifier' | 'supprimer' } = {},
): Promise<readonly [id: string, etat: string | undefined]> {
  const { valeurs = {}, nature = 'modifier' } = asked;
  const now = Temporal.Now.instant();
  const typed = Object.entries({ ...saisie, ...valeurs, seance }).map(([name, value]) => [name, [value].flat()]);
  const envoi: Envoi = {
    id: randomUUID(),
    nature,
    accompagnement: id,
    base: base_,
    formulaire: 2,
    saisiAt: now.subtract({ minutes }),
    form: readValues(nature === 'supprimer' ? {} : Object.fromEntries(typed)),
  };
  const auteur = { compteId: demo.comptes.agent, agentId: demo.agents.demo };
  const today = now.toZonedDateTimeISO('Europe/Paris').toPlainDate();
  const [reponse] = await inTerritoire(base.request, '66', (db) => recevoir(db, '66', auteur, [envoi], { now, today }));
  return [envoi.id, reponse?.etat];
}

const note = (id: string) =>
  base.owner.selectFrom('accompagnement').selectAll().where('id', '=', id).executeTakeFirst();

async function personne(): Promise<string> {
  const id = uuidv7();
  await base.owner
    .insertInto('personne')
    .values({ territoireId: '66', id, prenom: 'Violette', nomCherche: 'violette' })
    .execute();
  return id;
}
const lier = (personneId: string, accompagnement: string) =>
  agent.post(`/personnes/${personneId}/accompagnements/lier`, { accompagnement });
const delier = (personneId: string, accompagnement: string) =>
  agent.post(`/personnes/${personneId}/accompagnements/delier`, { accompagnement });

const plain = (text: string) =>
  text
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('\u00a0', ' ')
    .replace(/\s+/g, ' ');

describe('ce qu’un accompagnement est devenu', () => {
  test('chaque geste, ce qu’il change en toutes lettres, et rien d’autre', async () => {
    const id = await noter();
    await modifier(id, id, { duree: '60', demarches: ['Logement'], operateur: 'caf' });
    const { status, text } = await agent.get(historique(id));
    expect(status).toBe(200);
    const said = plain(text);
    expect(said).toContain('Durée : 45 min devient 1 h');
    expect(said).toContain('Démarches : Social - Santé devient Logement');
    expect(said).toContain('Opérateur : non renseigné devient Caisse d’allocations familiales (CAF)');
    expect(said).toMatch(/Modifié le \d+(er)? \S+ \d{4} à \d+ h.* version actuelle.*Noté le/);
    expect(said).not.toMatch(/SocialSante|SoixanteDixPlus|Genre : Féminin devient/);
    expect(said).not.toContain('Saisi sans réseau');
  });

  test('reçu bien après avoir été saisi, cela se lit', async () => {
    const late = await noter();
    const [, etat] = await deLAppareil(late, late, 90, { valeurs: { duree: '60' } });
    expect(etat).toBe('acceptee');
    expect(plain((await agent.get(historique(late))).text)).toMatch(/Saisi sans réseau, reçu le/);
  });

  test('celui d’avant les versions dit qu’il n’a pas de trace', async () => {
    const old = await base.owner
      .selectFrom('accompagnement')
      .select('id')
      .where('agentId', '=', demo.agents.demo)
      .where('versionId', 'is', null)
      .executeTakeFirstOrThrow();
    expect((await agent.get(historique(old.id))).text).toContain('noté avant que les versions soient gardées');
  });

  test('rattaché puis détaché : par qui et quand, et ce qui se corrige entre-temps ne le dit pas à sa place', async () => {
    const [id, who] = [await noter(), await personne()];
    expect((await lier(who, id)).status).toBe(303);
    await modifier(id, id, { duree: '60' });
    const linked = await agent.get(historique(id));
    expect(plain(linked.text)).toMatch(
      /Modifié le .*45 min devient 1 h.*Rattaché à une personne suivie le .* à .* h .* Par vous\./,
    );
    expect(linked.text).toContain(`href="/personnes/${who}"`);
    expect(plain(linked.text)).not.toContain('Personne suivie :');
    expect(await note(id)).toMatchObject({ personneId: who, dureeMinutes: 60 });
    await delier(who, id);
    expect(plain((await agent.get(historique(id))).text)).toMatch(
      /Détaché de la personne suivie le .* Par vous\..*Modifié le/,
    );
    await lier(who, id);
    await base.owner.deleteFrom('personne').where('id', '=', who).execute();
    const gone = await agent.get(historique(id));
    expect(gone.text).toContain('Sa fiche n’existe plus.');
    expect(gone.text).not.toContain(who);
  });

  test('un autre agent, l’équipe, le référent n’en lisent rien, supprimé ou non', async () => {
    const id = await noter();
    const others = await Promise.all(
      (['equipe', 'referent', 'direction', 'dpo'] as const).map((role) => site.signedIn(demo.comptes[role])),
    );
    const autrui = await base.owner
      .selectFrom('accompagnement')
      .select('id')
      .where('agentId', '=', demo.agents.autre)
      .executeTakeFirstOrThrow();
    expect((await agent.get(historique(autrui.id))).status).toBe(404);
    expect((await agent.get(historique(randomUUID()))).status).toBe(404);
    for (const visitor of others) expect((await visitor.get(historique(id))).status).toBe(403);
    await agent.post(`/accompagnements/${id}/supprimer`, { base: id });
    const mine = await agent.get(historique(id));
    expect(plain(mine.text)).toMatch(/Cet accompagnement est supprimé.*Supprimé le.*Noté le/);
    await base.owner
      .updateTable('compte')
      .set({ agentId: demo.agents.autre })
      .where('id', '=', demo.comptes.agent)
      .execute();
    expect((await agent.get(historique(id))).status).toBe(404);
    await base.owner
      .updateTable('compte')
      .set({ agentId: demo.agents.demo })
      .where('id', '=', demo.comptes.agent)
      .execute();
  });
});

describe('reprendre une version mise de côté', () => {
  async function ecartee(): Promise<{ id: string; actuelle: string; version: string }> {
    const id = await noter();
    const actuelle = await modifier(id, id, { genre: 'Masculin' });
    const [version, etat] = await deLAppareil(id, id, 10, { valeurs: { duree: '90' } });
    expect(etat).toBe('ecartee');
    return { id, actuelle, version };
  }

  test('elle se voit, se reprend par une opération de plus, puis n’est plus proposée', async () => {
    const { id, actuelle, version } = await ecartee();
    const seen = await agent.get(historique(id));
    expect(seen.text).toContain('Une version a été mise de côté');
    expect(seen.text).toContain(`name="reprise" value="${version}"`);
    const taken = await agent.post(historique(id), { reprise: version, base: actuelle });
    expect([taken.status, taken.location]).toEqual([303, historique(id)]);
    expect(await note(id)).toMatchObject({ dureeMinutes: 90, genre: 'Feminin' });
    const { text } = await agent.get(historique(id));
    expect(text).not.toContain('name="reprise"');
    expect(plain(text)).toContain('Genre : Masculin devient Féminin');
  });

  test('rattaché depuis : la version reprise garde le lien, sauf si c’est la personne qu’elle changeait', async () => {
    const [{ id, actuelle, version }, who, autre] = [await ecartee(), await personne(), await personne()];
    await lier(who, id);
    expect((await agent.post(historique(id), { reprise: version, base: actuelle })).status).toBe(303);
    expect(await note(id)).toMatchObject({ dureeMinutes: 90, personneId: who });
    const second = await ecartee();
    const [pourAutre] = await deLAppareil(second.id, second.id, 5, { valeurs: { personne: autre } });
    await lier(who, second.id);
    const taken = await agent.post(historique(second.id), { reprise: pourAutre, base: second.actuelle });
    expect(taken.status).toBe(303);
    expect(await note(second.id)).toMatchObject({ personneId: autre });
  });

  test('elle n’est pas reprise par-dessus une version qu’on n’a pas vue', async () => {
    const { id, actuelle, version } = await ecartee();
    await modifier(id, actuelle, { duree: '15', genre: 'Masculin' });
    const refused = await agent.post(historique(id), { reprise: version, base: actuelle });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('modifié entre-temps sur un autre appareil');
    expect((await note(id))?.dureeMinutes).toBe(15);
  });

  test.each(['', 'x', '00000000-0000-7000-8000-000000000000'])('« %s » n’est pas une version', async (reprise) => {
    const { id, actuelle } = await ecartee();
    const refused = await agent.post(historique(id), { reprise, base: actuelle });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('Cette version n’existe plus');
  });

  test('ni la version actuelle, ni une version passée, ni celle d’un autre accompagnement', async () => {
    const { id, actuelle } = await ecartee();
    const other = await ecartee();
    for (const reprise of [id, actuelle, other.version]) {
      expect((await agent.post(historique(id), { reprise, base: actuelle })).status).toBe(422);
    }
    expect((await note(id))?.dureeMinutes).toBe(45);
  });

  test('modifié ici, supprimé là : la modification se note de nouveau, dans un nouvel accompagnement', async () => {
    const id = await noter();
    const [version] = await deLAppareil(id, id, 10, { valeurs: { duree: '90' } });
    const [, etat] = await deLAppareil(id, id, 5, { nature: 'supprimer' });
    expect(etat).toBe('acceptee');
    expect(await note(id)).toBeUndefined();
    const seen = await agent.get(historique(id));
    expect(seen.text).toContain('Noter de nouveau cette version');
    const cle = randomUUID();
    const taken = await agent.post(historique(id), { reprise: version, base: '', _cle: cle });
    expect([taken.status, taken.location]).toEqual([303, historique(cle)]);
    expect(await note(cle)).toMatchObject({ dureeMinutes: 90, seanceId: seance });
  });

  test('le mois certifié, rien ne se reprend', async () => {
    const { id, actuelle, version } = await ecartee();
    const row = await note(id);
    await certifier(base, row?.conventionId ?? '', row?.jour ?? Temporal.Now.plainDateISO());
    const seen = await agent.get(historique(id));
    expect(seen.text).toMatch(/Le relevé d[^<]* est certifié/);
    expect(seen.text).not.toContain('name="reprise"');
    const refused = await agent.post(historique(id), { reprise: version, base: actuelle });
    expect(refused.status).toBe(422);
    expect((await note(id))?.dureeMinutes).toBe(45);
  });
});
