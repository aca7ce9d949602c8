import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { seedConvention } from '../../../../test/conventions.ts';
import { usePlanning } from '../../../../test/planning.ts';
import type { Visitor } from '../../../../test/visitor.ts';
import { roles } from '../../../domain/compte.ts';
import type { Journee, SeanceTerrain } from '../../../domain/terrain.ts';
import { uuidv7 } from '../../../platform/ids.ts';
import { FORMULAIRE } from '../../accompagnements/formulaire.ts';

/** Tuesday 24 November 2026, 10 h in Paris. */
const planning = usePlanning();
const { base } = planning;
const CHEMIN = '/accompagnements/journee';
const jour = (text: string) => Temporal.PlainDate.from(text);
const heure = (text: string) => Temporal.PlainTime.from(text);

let agent: Visitor;
let autre: Visitor;
let lieu: string;
let motifId: string;

async function seance(date: string, autres: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const id = uuidv7();
  await base.owner
    .insertInto('seance')
    .values({
      territoireId: '66',
      id,
      agentId: planning.small.agent,
      lieuId: lieu,
      jour: jour(date),
      heureDebut: heure('09:00'),
      heureFin: heure('12:00'),
      motif: 'Essai',
      endroit: 'Ailleurs',
      createdBy: planning.small.comptes.agent,
      ...autres,
    })
    .execute();
  return id;
}

async function rendezVous(seanceId: string, prenom: string | null, autres: Readonly<Record<string, unknown>> = {}) {
  const id = uuidv7();
  await base.owner
    .insertInto('rendezVous')
    .values({
      territoireId: '66',
      id,
      seanceId,
      motifId,
      debut: heure('09:30'),
      fin: heure('10:00'),
      codeRdv: id.replaceAll('-', '').slice(-8).toUpperCase(),
      jetonHash: Buffer.from(id),
      canal: 'agent',
      prevenir: 'guichet',
      prenom,
      telephone: '06 39 98 00 01',
      courriel: 'personne@exemple.fr',
      besoin: 'Une raison écrite',
      ...autres,
    })
    .execute();
  return id;
}

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
  formulaire: String(FORMULAIRE),
} as const;

/** Notes something in a séance, by its page; the id of the record. */
async function noter(qui: Visitor, seanceId: string, autres: Readonly<Record<string, string>> = {}): Promise<string> {
  const id = randomUUID();
  const answer = await qui.post(`/seances/${seanceId}/accompagnements/nouveau`, { ...saisie, _cle: id, ...autres });
  expect(answer.status, answer.text).toBe(303);
  return id;
}

async function lire(qui: Visitor = agent): Promise<Journee> {
  const { status, text } = await qui.get(CHEMIN);
  expect(status).toBe(200);
  return JSON.parse(text);
}

const trouver = ({ seances }: Journee, id: string): SeanceTerrain | undefined => seances.find((one) => one.id === id);
const prenoms = (of: SeanceTerrain | undefined) => of?.rendezVous.map(({ prenom }) => prenom);

beforeAll(async () => {
  agent = await planning.site.signedIn(planning.small.comptes.agent);
  autre = await planning.site.signedIn(planning.small.comptes.autreAgent);
  lieu = await planning.lieu('Maison des essais');
  motifId = uuidv7();
  await base.owner
    .insertInto('rdvMotif')
    .values({ territoireId: '66', id: motifId, nom: 'Déclarer ses impôts', dureeMinutes: 30 })
    .execute();
});

describe('la journée qu’un appareil garde', () => {
  test('dit de qui elle est, à quelle heure, et avec quel formulaire ; elle ne se garde pas en chemin', async () => {
    const { headers } = await agent.get(CHEMIN);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
    const { version, compte, maintenant, formulaire } = await lire();
    expect({ version, compte, formulaire }).toEqual({
      version: 1,
      compte: planning.small.comptes.agent,
      formulaire: FORMULAIRE,
    });
    expect(maintenant).toBe('2026-11-24T09:00:00.000Z');
  });

  test('va de quatorze jours avant à quatorze jours après, séances annulées comprises', async () => {
    const [trop, premiere, annulee, derniere, loin] = [
      await seance('2026-11-09'),
      await seance('2026-11-10'),
      await seance('2026-11-25', { statut: 'annulee', motif: 'Salle fermée' }),
      await seance('2026-12-08'),
      await seance('2026-12-09'),
    ];
    const journee = await lire();
    expect(trouver(journee, trop)).toBeUndefined();
    expect(trouver(journee, loin)).toBeUndefined();
    expect(trouver(journee, premiere)).toMatchObject({
      jour: '2026-11-10',
      debut: '09:00',
      fin: '12:00',
      endroit: 'Maison des essais',
      adresse: '1 rue des Essais, 66400 Céret',
      statut: 'prevue',
    });
    expect(trouver(journee, annulee)?.statut).toBe('annulee');
    expect(trouver(journee, derniere)).toBeDefined();
    expect(journee.lieux).toEqual([{ id: lieu, nom: 'Maison des essais', commune: 'Céret' }]);
  });

  test('ne nomme que de la veille aux sept jours suivants, par le prénom seul', async () => {
    const avant = await seance('2026-11-22');
    const veille = await seance('2026-11-23');
    const semaine = await seance('2026-12-01');
    const apres = await seance('2026-12-02');
    for (const [id, prenom] of [
      [avant, 'Avant'],
      [veille, 'Veille'],
      [semaine, 'Semaine'],
      [apres, 'Apres'],
    ] as const)
      await rendezVous(id, prenom);
    const journee = await lire();
    expect(prenoms(trouver(journee, avant))).toEqual([]);
    expect(prenoms(trouver(journee, veille))).toEqual(['Veille']);
    expect(prenoms(trouver(journee, semaine))).toEqual(['Semaine']);
    expect(prenoms(trouver(journee, apres))).toEqual([]);
    const text = JSON.stringify(journee);
    expect(text).not.toMatch(/06 39 98|personne@exemple|Une raison écrite|Avant|Apres/);
    expect(Object.keys(trouver(journee, veille)?.rendezVous[0] ?? {}).toSorted()).toEqual(
      ['id', 'debut', 'fin', 'prenom', 'motif', 'note'].toSorted(),
    );
  });

  test('tait les places annulées, offertes ou déplacées, et tout d’une séance annulée', async () => {
    const id = await seance('2026-11-26');
    await rendezVous(id, 'Attendue');
    await rendezVous(id, null, { debut: heure('11:00'), fin: heure('11:30') });
    await rendezVous(id, 'Absente', { statut: 'absent', debut: heure('10:30'), fin: heure('11:00') });
    for (const statut of ['annule', 'a_replacer', 'deplace'])
      await rendezVous(id, `Dit ${statut}`, { statut, ...(statut === 'annule' ? { annulePar: 'personne' } : {}) });
    const annulee = await seance('2026-11-27');
    const perdu = await rendezVous(annulee, 'Personne');
    await base.owner.updateTable('rendezVous').set({ statut: 'a_replacer' }).where('id', '=', perdu).execute();
    await base.owner.updateTable('seance').set({ statut: 'annulee' }).where('id', '=', annulee).execute();
    const journee = await lire();
    expect(prenoms(trouver(journee, id))).toEqual(['Attendue', null]);
    expect(prenoms(trouver(journee, annulee))).toEqual([]);
  });

  test('rend les accompagnements à corriger, tels que le formulaire les a pris, et dit quel rendez-vous est noté', async () => {
    const id = await seance('2026-11-24');
    const [vu, attendu] = [
      await rendezVous(id, 'Notée'),
      await rendezVous(id, 'À noter', { debut: heure('10:30'), fin: heure('11:00') }),
    ];
    const note = await noter(agent, id, { rendezVous: vu });
    const second = await noter(agent, id, { duree: '30' });
    const journee = await lire();
    const found = trouver(journee, id);
    expect(found?.rendezVous.map(({ id: one, note: is }) => [one, is])).toEqual([
      [vu, true],
      [attendu, false],
    ]);
    expect(found?.accompagnements.map(({ id: one, version }) => [one, version])).toEqual([
      [note, note],
      [second, second],
    ]);
    const [first] = found?.accompagnements ?? [];
    expect(first).toMatchObject({
      resume: 'Social - Santé',
      valeurs: { seance: [id], duree: ['45'], rendezVous: [vu], genre: ['Feminin'], typeActivite: ['Individuel'] },
    });
    // What the device sends back, unchanged, is the record itself.
    const again = { ...first?.valeurs, base: note, formulaire: [String(FORMULAIRE)] };
    expect((await agent.post(`/accompagnements/${note}/modifier`, again)).status).toBe(303);
  });

  test('rappelle les derniers choix, sans aucun lien vers une personne', async () => {
    const { derniers } = await lire();
    expect(derniers.map(({ libelle }) => libelle.replace(/\u00a0/g, ' '))).toEqual([
      'Social - Santé, 30 min',
      'Social - Santé, 45 min',
    ]);
    for (const { valeurs } of derniers) {
      for (const name of ['rendezVous', 'mandat', 'personne', 'seance', 'jour', 'lieu'])
        expect(valeurs).not.toHaveProperty(name);
      // Those of the person are as on a form just opened.
      expect(valeurs).toMatchObject({
        genre: ['NonCommunique'],
        trancheAge: ['NonCommunique'],
        statutSocial: ['NonCommunique'],
        issue: ['faite'],
      });
    }
  });

  test('laisse ce qui est dans un relevé certifié, et le rend quand une correction est ouverte', async () => {
    const { small } = planning;
    const conventionId = await seedConvention(base, {
      structureId: small.structure,
      reference: 'ESSAI-JOURNEE',
      effet: jour('2026-01-01'),
      fin: jour('2027-12-31'),
      compteId: small.comptes.equipe,
    });
    const id = await seance('2026-11-13', { conventionId });
    const note = await noter(agent, id);
    expect(trouver(await lire(), id)?.accompagnements.map((one) => one.id)).toEqual([note]);
    const ligne = { territoireId: '66', conventionId, mois: jour('2026-11-01') };
    await base.owner
      .insertInto('releve')
      .values({
        ...ligne,
        id: uuidv7(),
        etat: 'certifie',
        envoyeAt: Temporal.Instant.from('2026-11-20T09:00:00Z'),
        certifieAt: Temporal.Instant.from('2026-11-20T09:00:00Z'),
        certifieNom: 'Camille Exemple',
        contenu: '{}',
        contenuSha256: Buffer.alloc(32),
        partBeneficiaire: '{}',
      })
      .execute();
    expect(trouver(await lire(), id)?.accompagnements).toEqual([]);
    await base.owner
      .insertInto('releve')
      .values({ ...ligne, id: uuidv7(), numero: 2, correctionMotif: 'Une erreur' })
      .execute();
    expect(trouver(await lire(), id)?.accompagnements.map((one) => one.id)).toEqual([note]);
  });

  test('coûte autant de questions, quel que soit ce qu’il y a à dire', async () => {
    const count = async (qui: Visitor) => {
      const asked = vi.spyOn(pg.Client.prototype, 'query');
      await lire(qui);
      const { length } = asked.mock.calls;
      asked.mockRestore();
      return length;
    };
    const before = await count(agent);
    for (const rang of Array.from({ length: 12 }).keys()) {
      const debut = heure('13:00').add({ minutes: 30 * rang });
      const fin = debut.add({ minutes: 30 });
      const id = await seance('2026-11-24', { heureDebut: debut, heureFin: fin });
      await rendezVous(id, `Prénom ${rang}`, { debut, fin });
      await noter(agent, id);
    }
    expect((await lire()).seances.length).toBeGreaterThan(20);
    expect(await count(agent)).toBe(before);
    expect(before).toBeLessThanOrEqual(12);
  });
});

describe('à qui elle se dit', () => {
  test('jamais rien d’un autre agent', async () => {
    const id = await seance('2026-11-19', { agentId: planning.small.autreAgent });
    await rendezVous(id, 'Lucette');
    const demain = await seance('2026-11-30', { agentId: planning.small.autreAgent });
    await rendezVous(demain, 'Gaston');
    const note = await noter(autre, id, { duree: '15' });
    const [mienne, sienne] = [await lire(agent), await lire(autre)];
    expect(JSON.stringify(mienne)).not.toMatch(new RegExp(`${id}|${demain}|${note}|Lucette|Gaston`));
    expect(sienne.seances.map((one) => [one.id, prenoms(one)])).toEqual([
      [id, []],
      [demain, ['Gaston']],
    ]);
    expect(sienne.derniers.map(({ valeurs }) => valeurs['duree'])).toEqual([['15']]);
    expect(sienne.compte).toBe(planning.small.comptes.autreAgent);
  });

  test('ce qu’un autre a noté dans une séance qui vous est confiée depuis reste à lui', async () => {
    const id = await seance('2026-11-20', { agentId: planning.small.autreAgent });
    const note = await noter(autre, id);
    await base.owner.updateTable('seance').set({ agentId: planning.small.agent }).where('id', '=', id).execute();
    expect(trouver(await lire(agent), id)?.accompagnements).toEqual([]);
    expect(JSON.stringify(await lire(autre))).not.toContain(note);
  });

  test('à aucun autre rôle, à personne sans session, ni à une session à moitié ouverte', async () => {
    expect((await planning.site.anonymous().get(CHEMIN)).location).toMatch(/^\/connexion\?/);
    const half = await planning.site.signedIn(planning.small.comptes.agent, { niveau: 'lien' });
    expect((await half.get(CHEMIN)).location).toMatch(/^\/connexion\/code/);
    for (const role of roles.filter((one) => one !== 'agent')) {
      const visitor = await planning.site.signedIn(planning.small.comptes[role]);
      const { status, text } = await visitor.get(CHEMIN);
      expect(status, role).toBe(403);
      expect(text).not.toContain('seances');
    }
    const ailleurs = await planning.site.signedIn(planning.small.comptes.agent, { host: 'voisin.localhost' });
    expect((await ailleurs.get(CHEMIN)).location).toMatch(/^\/connexion\?/);
  });

  test('une page laissée ouverte, qui la redemande seule, ne garde pas la session de qui n’est plus là', async () => {
    const qui = await planning.site.signedIn(planning.small.comptes.agent);
    planning.travel('2026-11-25');
    const matin = await planning.site.signedIn(planning.small.comptes.agent);
    const seen = () =>
      base.owner
        .selectFrom('session')
        .select(['id', 'seenAt'])
        .where('compteId', '=', planning.small.comptes.agent)
        .orderBy('id')
        .execute();
    await base.owner
      .updateTable('session')
      .set({ seenAt: Temporal.Instant.from('2026-11-25T08:00:00Z') })
      .where('createdAt', '=', Temporal.Instant.from('2026-11-25T09:00:00Z'))
      .execute();
    const before = await seen();
    expect((await matin.get(CHEMIN)).status).toBe(200);
    expect((await matin.get('/sw.js')).status).toBe(200);
    expect(await seen()).toEqual(before);
    await matin.get('/agenda');
    expect(await seen()).not.toEqual(before);
    // One that is over says so.
    expect((await qui.get(CHEMIN)).location).toMatch(/^\/connexion\?/);
    planning.travel();
  });

  test('une adresse chargée d’autre chose n’y change rien', async () => {
    const plain = await lire();
    for (const query of ['?agent=1', `?agentId=${planning.small.autreAgent}`, '?jour=2020-01-01', '?%00=%E2%80%AE']) {
      const { status, text } = await agent.get(`${CHEMIN}${query}`);
      expect(status, query).toBe(200);
      expect(JSON.parse(text), query).toEqual(plain);
    }
    expect((await agent.post(CHEMIN)).status).toBe(404);
  });
});
