import { beforeAll, describe, expect, test } from 'vitest';
import { useBase } from '../../../../test/base.ts';
import { expectFrenchOrData } from '../../../../test/hostile-form.ts';
import {
  type PermanenceRdv,
  placesPrises,
  poserMotif,
  poserPermanence,
  saisieRdv,
} from '../../../../test/rendez-vous.ts';
import { type SmallTerritoire, seedSmallTerritoire } from '../../../../test/small-territoire.ts';
import { openSite, type Visitor } from '../../../../test/visitor.ts';
import { motifForm } from '../motifs/forms.ts';
import { deplacerForm, guichetForm, priseForm } from '../saisie.ts';
import { annulerForm, rechercheForm, venueForm } from './forms.ts';

const base = useBase();
/** A Tuesday, 10 h in Paris: the séance of that day is on. */
const MATIN = '2026-11-24T09:00:00Z';
let now = Temporal.Instant.from(MATIN);
let small: SmallTerritoire;
let site: ReturnType<typeof openSite>;
let equipe: Visitor;
let agent: Visitor;
let motifId: string;
let permanence: PermanenceRdv;
let seanceId: string;

beforeAll(async () => {
  small = await seedSmallTerritoire(base.owner);
  site = openSite(base.request, { clock: () => now });
  equipe = await site.signedIn(small.comptes.equipe);
  agent = await site.signedIn(small.comptes.agent);
  motifId = await poserMotif(base.owner);
  permanence = await poserPermanence(base.owner, ['2026-11-24', '2026-12-01']);
  seanceId = permanence.seances['2026-11-24'] ?? '';
});

/** Takes a moment by the operator's page; the id of its page. */
async function pris(debut: string, autres: Record<string, string> = {}, seance = seanceId): Promise<string> {
  const saisie = saisieRdv({ motifId, seanceId: seance, debut }, { canal: 'telephone', ou: 'Céret', ...autres });
  const answer = await equipe.post('/rendez-vous/nouveau', saisie);
  expect(answer.status, answer.text).toBe(303);
  return answer.location?.split('/').at(-1) ?? '';
}

const lire = (id: string) =>
  base.owner.selectFrom('rendezVous').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
/** Calls about a change or a cancellation; those of reminders are told elsewhere. */
const appels = async (rendezVousId: string) =>
  (
    await base.owner
      .selectFrom('appel')
      .select('raison')
      .where('rendezVousId', '=', rendezVousId)
      .where('raison', 'in', ['changement', 'annulation'])
      .execute()
  ).length;

describe('prendre pour quelqu’un', () => {
  test('une page : où et pour quoi, puis les heures et la personne', async () => {
    const asked = await equipe.get(`/rendez-vous/nouveau?ou=66400&motif=${motifId}`);
    expect(asked.text).toContain(`value="${seanceId} 10:30"`);
    expect(asked.text).not.toContain(`value="${seanceId} 09:30"`);
  });

  test('scénario 12 : un fixe ; ni compte, ni courriel inventé, un appel au lieu d’un SMS', async () => {
    const id = await pris('10:30', { prenom: 'Paulette', telephone: '01 99 00 00 12' });
    expect(await lire(id)).toMatchObject({ prevenir: 'appel', courriel: null, canal: 'telephone', statut: 'confirme' });
    expect(await base.owner.selectFrom('sms').select('id').execute()).toEqual([]);
    expect(await base.owner.selectFrom('courriel').select('id').execute()).toEqual([]);
    // What changes is then said by a voice.
    const later = permanence.seances['2026-12-01'] ?? '';
    const moved = await equipe.post(`/rendez-vous/${id}/deplacer`, { creneau: `${later} 09:00` });
    expect(await appels(moved.location?.split('/').at(-1) ?? '')).toBe(1);
  });

  test('une heure perdue : 422, ce qui est écrit reste, les plus proches sont offertes', async () => {
    await pris('11:00', { prenom: 'Karim' });
    const saisie = { canal: 'agent', ou: 'Céret', prenom: 'Mireille', telephone: '06 39 98 00 45' };
    const lost = await agent.post('/rendez-vous/nouveau', saisieRdv({ motifId, seanceId, debut: '11:00' }, saisie));
    expect(lost.status).toBe(422);
    for (const kept of ['Mireille', '06 39 98 00 45', 'value="Céret"']) expect(lost.text).toContain(kept);
    expect(lost.text).toContain(`value="${seanceId} 11:30"`);
  });

  test.each([
    ['passée', '09:00'],
    ['jamais proposée', '10:45'],
  ])('une heure %s ne se prend pas, même par un agent', async (_, debut) => {
    const saisie = saisieRdv({ motifId, seanceId, debut }, { canal: 'agent', ou: 'Céret' });
    expect((await agent.post('/rendez-vous/nouveau', saisie)).status).toBe(422);
  });
});

describe('la liste du jour', () => {
  test('arrivé, reçu, absent : un bouton, et tout se reprend', async () => {
    const id = await pris('11:30', { prenom: 'Lucien' });
    const path = `/rendez-vous/${id}/venue`;
    expect((await equipe.get('/rendez-vous')).text).toContain('Lucien');
    expect((await equipe.post(path, { venue: 'absent' })).text).toContain('L’absence se note une fois l’heure passée.');
    await equipe.post(path, { venue: 'arrive' });
    expect(`${(await lire(id)).arriveAt}`).toBe('2026-11-24T09:00:00Z');
    await equipe.post(path, { venue: 'recu' });
    expect(await lire(id)).toMatchObject({ statut: 'recu' });
    await equipe.post(path, { venue: 'confirme' });
    expect(await lire(id)).toMatchObject({ statut: 'confirme', arriveAt: null, recuAt: null });
    expect((await equipe.post(path, { venue: 'jamais' })).status).toBe(422);
  });

  test('pas avant le jour', async () => {
    const id = await pris('09:30', { prenom: 'Solange' }, permanence.seances['2026-12-01']);
    const early = await equipe.post(`/rendez-vous/${id}/venue`, { venue: 'arrive' });
    expect(early.text).toContain('Cela se note à partir du jour du rendez-vous.');
  });

  test('un agent y voit ses séances et celles de ses lieux, l’équipe toutes', async () => {
    expect((await agent.get('/rendez-vous')).text).not.toContain('Lucien');
    const { lieuId } = permanence;
    const half = { jourSemaine: 4, demiJournee: 'apres-midi', lieuId, agentId: small.agent };
    await base.owner
      .insertInto('permanence')
      .values({
        ...{ territoireId: '66', id: '00000000-0000-7000-8000-0000000000aa', ...half },
        ...{ du: Temporal.PlainDate.from('2026-01-01'), au: null },
        heureDebut: Temporal.PlainTime.from('14:00'),
        heureFin: Temporal.PlainTime.from('17:00'),
      })
      .execute();
    expect((await agent.get('/rendez-vous')).text).toContain('Lucien');
  });

  test('un jour absurde est aujourd’hui', async () => {
    for (const jour of ['', '2026-02-31', '<script>', '9999-99-99']) {
      expect((await equipe.get(`/rendez-vous?jour=${jour}`)).text).toContain('mardi 24 novembre 2026');
    }
  });
});

describe('retrouver', () => {
  test('par le code, tapé n’importe comment ; par le prénom, sans accent ni majuscule', async () => {
    const id = await pris('10:00', { prenom: 'Zélie-Rose' }, permanence.seances['2026-12-01']);
    const { codeRdv } = await lire(id);
    const typed = `${codeRdv.slice(0, 4)} - ${codeRdv.slice(4)}`.toLowerCase();
    expect((await equipe.post('/rendez-vous/recherche', { cherche: typed })).text).toContain('Zélie-Rose');
    const byName = await equipe.post('/rendez-vous/recherche', { cherche: 'zelie rose' });
    expect(byName.status).toBe(200);
    expect(byName.text).toContain(`/rendez-vous/${id}`);
    for (const nothing of ['%', '_', "'; drop table rendez_vous; --", 'Personne']) {
      expect((await equipe.post('/rendez-vous/recherche', { cherche: nothing })).text).toContain(
        'Aucun rendez-vous ne répond.',
      );
    }
  });
});

describe('annuler et déplacer', () => {
  test('à la demande de la personne : personne n’est rappelé ; par nous : un appel est à passer', async () => {
    const seance = permanence.seances['2026-12-01'] ?? '';
    const hers = await pris('11:00', { prenom: 'Josette', telephone: '01 99 00 00 55' }, seance);
    await equipe.post(`/rendez-vous/${hers}/annuler`, { demandePar: 'personne' });
    expect(await lire(hers)).toMatchObject({ statut: 'annule', annulePar: 'personne' });
    expect(await appels(hers)).toBe(0);
    const ours = await pris('11:00', { prenom: 'Fatou', telephone: '01 99 00 00 56' }, seance);
    const answer = await equipe.post(`/rendez-vous/${ours}/annuler`, { demandePar: 'nous', annuleMotif: 'Travaux' });
    expect(answer.status).toBe(303);
    expect(await lire(ours)).toMatchObject({ annulePar: 'equipe', annuleMotif: 'Travaux', version: 1 });
    expect(await appels(ours)).toBe(1);
    const twice = await equipe.post(`/rendez-vous/${ours}/annuler`, { demandePar: 'nous' });
    expect(twice.text).toContain('Ce rendez-vous est déjà annulé.');
  });

  test('déplacé vers une heure prise : il reste où il était, et le dit', async () => {
    const seance = permanence.seances['2026-12-01'] ?? '';
    const one = await pris('11:00', { prenom: 'Tiago' }, seance);
    await pris('11:30', { prenom: 'Aïcha' }, seance);
    const lost = await equipe.post(`/rendez-vous/${one}/deplacer`, { creneau: `${seance} 11:30` });
    expect(lost.status).toBe(422);
    expect(lost.text).toContain('vient d’être pris');
    expect(await lire(one)).toMatchObject({ statut: 'confirme' });
    const names = (await placesPrises(base.owner, seance)).map(({ prenom }) => prenom);
    expect(names.filter((name) => name === 'Tiago')).toHaveLength(1);
  });

  test('une séance annulée : le rendez-vous est à replacer, et se déplace', async () => {
    const other = await poserPermanence(base.owner, ['2026-12-02', '2026-12-09']);
    const [gone = '', next = ''] = Object.values(other.seances);
    const id = await pris('09:00', { prenom: 'Marcel' }, gone);
    await base.owner.updateTable('seance').set({ statut: 'annulee', motif: 'Essai' }).where('id', '=', gone).execute();
    expect(await lire(id)).toMatchObject({ statut: 'a_replacer', aDire: 'a_replacer' });
    const moved = await equipe.post(`/rendez-vous/${id}/deplacer`, { creneau: `${next} 09:00` });
    expect(moved.status).toBe(303);
    expect(await lire(id)).toMatchObject({ statut: 'deplace', aDire: null });
  });
});

describe('les types de rendez-vous', () => {
  const saisie = {
    intitule: 'Aide au CESU',
    dureeMinutes: '40',
    delaiHeures: '4',
    horizonJours: '30',
    limiteHeures: '3',
    ouvertA: 'public',
    aApporter: '',
  };

  test('ajouté, modifié, arrêté, repris ; deux ne portent pas le même nom', async () => {
    expect((await equipe.post('/rendez-vous/motifs/nouveau', saisie)).location).toBe('/rendez-vous/motifs');
    const twice = await equipe.post('/rendez-vous/motifs/nouveau', saisie);
    expect(twice.status).toBe(422);
    expect(twice.text).toContain('Un type de rendez-vous porte déjà cet intitulé.');
    const of = () =>
      base.owner.selectFrom('rdvMotif').selectAll().where('nom', '=', 'Aide au CESU').executeTakeFirstOrThrow();
    const { id } = await of();
    await equipe.post(`/rendez-vous/motifs/${id}`, { ...saisie, dureeMinutes: '50', ouvertA: [] as never });
    expect(await of()).toMatchObject({ dureeMinutes: 50, ouvertA: [], delaiHeures: 4 });
    await equipe.post(`/rendez-vous/motifs/${id}/arreter`);
    expect(await of()).toMatchObject({ actif: false });
    expect((await equipe.get('/rendez-vous/nouveau')).text).not.toContain('Aide au CESU');
    await equipe.post(`/rendez-vous/motifs/${id}/reprendre`);
    expect((await equipe.get('/rendez-vous/nouveau')).text).toContain('Aide au CESU');
  });

  test('un agent ne les change pas', async () => {
    expect((await agent.get('/rendez-vous/motifs')).status).toBe(403);
  });
});

test.each([
  ['prise', priseForm],
  ['guichet', guichetForm],
  ['déplacement', deplacerForm],
  ['annulation', annulerForm],
  ['venue', venueForm],
  ['recherche', rechercheForm],
  ['type', motifForm],
])('formulaire « %s » : quoi qu’on y écrive, il répond en français', (_, schema) => {
  expectFrenchOrData(schema);
});

test('une séance passée ne se prend plus', async () => {
  now = Temporal.Instant.from('2026-11-25T09:00:00Z');
  try {
    const saisie = saisieRdv({ motifId, seanceId, debut: '11:30' }, { canal: 'agent', ou: 'Céret' });
    const later = await site.signedIn(small.comptes.equipe);
    const late = await later.post('/rendez-vous/nouveau', saisie);
    expect(late.text).toContain('Cette heure est passée.');
  } finally {
    now = Temporal.Instant.from(MATIN);
  }
});
