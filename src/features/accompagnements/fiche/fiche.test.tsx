import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { demo } from '../../../../db/demo/ids.ts';
import { poserAttendu } from '../../../../test/attendus.ts';
import { useBase } from '../../../../test/base.ts';
import { testCles } from '../../../../test/cles-partagees.ts';
import { PERSONNE, poserMandat } from '../../../../test/mandats.ts';
import { saisie, useSeanceDuJour } from '../../../../test/seance-du-jour.ts';
import { openSite } from '../../../../test/visitor.ts';
import { inTerritoire } from '../../../platform/db.ts';
import { sessionCookie } from '../../../platform/http/server.ts';
import { uuidv7 } from '../../../platform/ids.ts';
import { openSession } from '../../../platform/session.ts';

const base = useBase({ demo: true });
const { agent, seance, nouveau, notes, noter } = useSeanceDuJour(base);
let passee: string;

beforeAll(async () => {
  const { id } = await base.owner
    .selectFrom('seance')
    .select('id')
    .where('agentId', '=', demo.agents.demo)
    .where('jour', '<', aujourdhui())
    .where('statut', '=', 'prevue')
    .orderBy('jour', 'desc')
    .executeTakeFirstOrThrow();
  passee = id;
});
beforeEach(async () => {
  await base.owner.deleteFrom('accompagnement').where('seanceId', '=', passee).execute();
  await base.owner.deleteFrom('rendezVous').where('seanceId', 'in', [seance(), passee]).execute();
});

const aujourdhui = () => Temporal.Now.plainDateISO('Europe/Paris');

const lucette = { debut: '09:30', fin: '10:15', prenom: 'Lucette', prevenir: 'guichet' } as const;

async function attendre(seanceId = seance(), personneId: string | null = null): Promise<string> {
  const id = await poserAttendu(base, { seanceId, ...lucette });
  const { motifId } = await base.owner
    .updateTable('rendezVous')
    .set({ personneId })
    .where('id', '=', id)
    .returning('motifId')
    .executeTakeFirstOrThrow();
  await base.owner
    .updateTable('rdvMotif')
    .set({ nom: `Déclarer ses impôts ${id.slice(-6)}` })
    .where('id', '=', motifId)
    .execute();
  return id;
}

async function personne(prenom: string, referentAgentId: string | null): Promise<string> {
  const id = uuidv7();
  await base.owner
    .insertInto('personne')
    .values({
      territoireId: '66',
      id,
      prenom,
      nom: 'Fictive',
      nomCherche: `${prenom.toLowerCase()} fictive`,
      referentAgentId,
      suivieDepuis: referentAgentId === null ? null : aujourdhui(),
    })
    .execute();
  return id;
}

/** The value typed or chosen in a field of the page. */
function coche(text: string, name: string, value: string): boolean {
  const tags = text.match(/<input[^>]*>/g) ?? [];
  return tags.some(
    (tag) => tag.includes(`name="${name}"`) && tag.includes(`value="${value}"`) && tag.includes('checked'),
  );
}

function choisi(text: string, name: string): string | undefined {
  const select = text.match(new RegExp(`<select[^>]*name="${name}"[\\s\\S]*?</select>`))?.[0] ?? '';
  return /<option value="([^"]*)" selected/.exec(select)?.[1];
}

describe('depuis un rendez-vous', () => {
  test('l’heure, la durée, le thème, l’opérateur et la personne sont repris : rien n’est tapé deux fois', async () => {
    const qui = await personne('Lucette', null);
    const rdv = await attendre(seance(), qui);
    const list = await agent().get(`/seances/${seance()}`);
    expect(list.text).toContain(`${nouveau()}?rdv=${rdv}`);
    expect(list.text).toContain('Lucette');
    const { text } = await agent().get(`${nouveau()}?rdv=${rdv}`);
    expect(text).toMatch(/name="heureDebut"[^>]*value="09:30"/);
    expect(coche(text, 'duree', '45')).toBe(true);
    expect(coche(text, 'demarches', 'ArgentImpots')).toBe(true);
    expect([choisi(text, 'operateur'), choisi(text, 'rendezVous'), choisi(text, 'personne')]).toEqual([
      'impots',
      rdv,
      qui,
    ]);
  });

  test('une fois noté, la séance le dit et ne propose plus de le noter', async () => {
    const rdv = await attendre();
    const id = await noter({ rendezVous: rdv });
    const { text } = await agent().get(`/seances/${seance()}`);
    expect(text).not.toContain(`?rdv=${rdv}`);
    expect(text).toMatch(/rendez-vous de[^<]*9[^<]*30, Lucette/);
    const again = await agent().get(`${nouveau()}?rdv=${rdv}`);
    expect(again.text).toContain('Un accompagnement est déjà noté pour ce rendez-vous');
    expect(again.text).toContain(`/accompagnements/${id}/modifier`);
  });

  test('celui d’une autre séance, ou qui n’existe pas, n’est ni repris ni montré', async () => {
    const ailleurs = await attendre(passee);
    for (const rdv of [ailleurs, uuidv7(), 'x', "' or 1=1"]) {
      const { status, text } = await agent().get(`${nouveau()}?rdv=${encodeURIComponent(rdv)}`);
      expect(status).toBe(200);
      expect(text).toContain('Ce rendez-vous n’est pas, ou n’est plus, dans cette séance');
      expect(text).not.toContain('Lucette');
    }
    const refused = await agent().post(nouveau(), { ...saisie, rendezVous: ailleurs });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('Ce rendez-vous n’est pas de cette séance : retirez le lien.');
    expect(await notes()).toEqual([]);
  });

  test('un rendez-vous annulé n’est pas dans la liste', async () => {
    const rdv = await attendre();
    await base.owner
      .updateTable('rendezVous')
      .set({ statut: 'annule', annulePar: 'personne' })
      .where('id', '=', rdv)
      .execute();
    expect((await agent().get(`/seances/${seance()}`)).text).not.toContain('Lucette');
  });
});

describe('les derniers choix', () => {
  test('au plus trois, différents, les derniers d’abord ; repris sans le profil, sauf pour dupliquer', async () => {
    for (const demarches of ['Logement', 'Logement', 'Justice', 'Associations', 'EtrangersEurope']) {
      await noter({ demarches, operateur: '' });
    }
    const { text } = await agent().get(nouveau());
    const links = [...text.matchAll(/href="([^"]*comme=[^"]*)">([^<]*)</g)];
    expect(links.map(([, , label]) => label?.replaceAll('\u00a0', ' '))).toEqual([
      'Étrangers - Europe, 45 min',
      'Associations, 45 min',
      'Justice, 45 min',
    ]);
    const href = links[2]?.[1]?.replaceAll('&amp;', '&') ?? '';
    const repris = await agent().get(href);
    expect(repris.text).toContain('sans le profil de la personne');
    expect(coche(repris.text, 'demarches', 'Justice')).toBe(true);
    expect(coche(repris.text, 'typeLieu', 'ADistance')).toBe(true);
    expect(coche(repris.text, 'genre', 'NonCommunique')).toBe(true);
    const double = await agent().get(`${href}&profil=oui`);
    expect(coche(double.text, 'genre', 'Feminin')).toBe(true);
    expect(coche(double.text, 'trancheAge', 'SoixanteDixPlus')).toBe(true);
  });

  test('ni l’heure, ni le rendez-vous, ni la personne, ni le service qui bloque ne sont repris', async () => {
    const rdv = await attendre();
    const bloque = { bloque: 'oui', bloqueOperateur: 'CAF', bloqueService: 'Connexion', obstacle: 'panne' };
    const id = await noter({ ...bloque, rendezVous: rdv, heureDebut: '09:30' });
    const { text } = await agent().get(`${nouveau()}?comme=${id}&profil=oui`);
    expect(text).toMatch(/name="heureDebut"[^>]*value=""/);
    expect(choisi(text, 'rendezVous')).toBeUndefined();
    expect(coche(text, 'bloque', 'oui')).toBe(false);
    expect(text).not.toContain('value="Connexion"');
  });

  test('celui d’un autre agent n’est pas repris, et rien n’en paraît', async () => {
    const note = await base.owner
      .selectFrom('accompagnement')
      .select('id')
      .where('agentId', '=', demo.agents.autre)
      .executeTakeFirstOrThrow();
    for (const comme of [note.id, uuidv7(), '%00']) {
      const { status, text } = await agent().get(`${nouveau()}?comme=${comme}`);
      expect(status).toBe(200);
      expect(text).not.toContain('Repris de l’accompagnement');
      expect(text).not.toContain(note.id);
    }
  });
});

describe('les liens', () => {
  test('les personnes qu’il suit sont proposées, celles des autres non', async () => {
    const mienne = await personne('Ginette', demo.agents.demo);
    const autre = await personne('Mourad', demo.agents.autre);
    const { text } = await agent().get(nouveau());
    expect(text).toContain(`value="${mienne}"`);
    expect(text).not.toContain(autre);
    expect(text).not.toContain('Mourad');
    await noter({ personne: mienne });
    expect((await notes())[0]?.personneId).toBe(mienne);
  });

  test('ses mandats en cours signés dans cette séance : leur code et leur jour, jamais un nom', async () => {
    const mandat = (agentId: string, seanceId: string) => poserMandat(base, testCles, { agentId, seanceId });
    const ici = await mandat(demo.agents.demo, seance());
    const ailleurs = await mandat(demo.agents.demo, passee);
    const autrui = await mandat(demo.agents.autre, seance());
    const fini = await mandat(demo.agents.demo, seance());
    await base.owner
      .updateTable('mandatDemarche')
      .set({ finieAt: Temporal.Now.instant(), finCause: 'achevement', finCanal: 'agent' })
      .set({ destructibleAt: Temporal.Now.instant().add({ hours: 1 }) })
      .where('mandatId', '=', fini.id)
      .execute();
    const { text } = await agent().get(nouveau());
    expect(text).toContain(`value="${ici.id}"`);
    expect(text).toContain(`${ici.code}, signé le`);
    for (const one of [ailleurs, autrui, fini]) expect(text).not.toContain(one.id);
    expect(text).not.toContain(PERSONNE.nom);
    const refused = await agent().post(nouveau(), { ...saisie, mandat: autrui.id });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('Ce mandat n’est pas le vôtre');
  });

  test('un pli s’ouvre de lui-même quand il contient une réponse ou une erreur, et reste fermé sinon', async () => {
    const plis = (text: string) =>
      [...text.matchAll(/<details class="e-details"([^>]*)><summary>([^<]*)</g)].map(([, open, summary]) => [
        summary?.replaceAll('\u00a0', ' '),
        open?.includes('open') ?? false,
      ]);
    const blank = Object.fromEntries(plis((await agent().get(nouveau())).text));
    expect(blank['Lieu, heure, objectif, axe']).toBe(false);
    expect(blank['Opérateur, matériel, autonomie']).toBe(false);
    const refused = await agent().post(nouveau(), { ...saisie, bloque: 'oui', autonomie: '', genre: '' });
    const opened = Object.fromEntries(plis(refused.text));
    expect(opened['Un service en ligne bloque']).toBe(true);
    expect(opened['Lieu, heure, objectif, axe']).toBe(true);
    expect(refused.text).toContain('Choisissez le genre.');
  });
});

test('la page du formulaire pèse moins de 40 Ko compressés, styles et scripts compris', async () => {
  const page = await agent().get(nouveau());
  const assets = [...page.text.matchAll(/(?:href|src)="(\/assets\/[^"]+\.(?:css|js))"/g)].map(([, path]) => path ?? '');
  expect(assets.length).toBeGreaterThanOrEqual(2);
  let weight = gzipSync(page.bytes).length;
  for (const path of assets) {
    const asset = await agent().get(path);
    expect(asset.status).toBe(200);
    weight += gzipSync(asset.bytes).length;
  }
  console.log(`La page du formulaire : ${weight} octets compressés.`);
  expect(weight).toBeLessThan(40 * 1024);
});

test('une correction que l’appareil a gardée, avec les champs de sa page, est reçue, puis reconnue', async () => {
  const accompagnement = await noter({ duree: '45' });
  const { text } = await agent().get(`/accompagnements/${accompagnement}/modifier`);
  const cache = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(text)?.[1] ?? '';
  expect(cache('seance')).toBe(seance());
  const id = randomUUID();
  const typed = { ...saisie, duree: '60', seance: cache('seance'), typeActivite: cache('typeActivite') };
  const valeurs = Object.fromEntries(Object.entries(typed).map(([name, value]) => [name, [value].flat()]));
  const saisiAt = Temporal.Now.instant().toString();
  const commun = { id, nature: 'modifier', accompagnement, base: cache('base'), formulaire: 2, saisiAt } as const;
  const rejouer = async (): Promise<unknown> => {
    const site = openSite(base.request);
    const token = await inTerritoire(base.request, '66', (db) =>
      openSession(db, '66', demo.comptes.agent, Temporal.Now.instant()),
    );
    const response = await site.app.request('/accompagnements/envoi', {
      method: 'POST',
      body: JSON.stringify({ compte: demo.comptes.agent, operations: [{ ...commun, valeurs }] }),
      headers: {
        host: 'localhost',
        origin: 'http://localhost',
        'content-type': 'application/json',
        cookie: `${sessionCookie(false)}=${token}`,
      },
    });
    return response.json();
  };
  expect(await rejouer()).toMatchObject({ reponses: [{ id, etat: 'acceptee' }] });
  expect(await rejouer()).toMatchObject({ reponses: [{ id, etat: 'deja' }] });
  expect((await notes()).map(({ dureeMinutes, seanceId }) => [dureeMinutes, seanceId])).toEqual([[60, seance()]]);
});
