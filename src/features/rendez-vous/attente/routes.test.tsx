import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { useAvis } from '../../../../test/avis.ts';
import { testCoffre } from '../../../../test/coffre.ts';
import { type Fields, openSite, type Visitor } from '../../../../test/visitor.ts';
import { segments } from '../../sms/rules.ts';
import { poserLiens } from '../avis/liens.ts';
import { jetonDe } from '../code.ts';
import { proposerPlaceLiberee } from './proposer.ts';

const avis = useAvis();
let qui: Record<'anonyme' | 'agent' | 'autreAgent' | 'equipe' | 'referent' | 'direction', Visitor>;

beforeEach(async () => {
  const { site, small } = avis;
  const { agent, autreAgent, equipe, referent, direction } = small.comptes;
  qui = {
    anonyme: site.anonymous(),
    agent: await site.signedIn(agent),
    autreAgent: await site.signedIn(autreAgent),
    equipe: await site.signedIn(equipe),
    referent: await site.signedIn(referent),
    direction: await site.signedIn(direction),
  };
});

const saisie = (): Fields => ({
  attenteLieu: avis.lieuId,
  motifId: avis.motifId,
  attenteDu: '2026-11-24',
  attenteAu: '2026-12-24',
  prenom: 'Odette',
  telephone: '06 39 98 00 02',
});
const attentes = () => avis.base.owner.selectFrom('rdvAttente').selectAll().execute();

/** A place that is held for somebody, and the secret of its link. */
async function place(): Promise<{ id: string; jeton: string; attente: string }> {
  const attente = await avis.attente();
  const seanceId = await avis.seance();
  const libre = { seanceId, motifId: avis.motifId, debut: avis.heure('09:30'), fin: avis.heure('10:00') };
  const id = (await avis.dans((db) => proposerPlaceLiberee(db, avis.chez(), libre))) ?? '';
  return { id, jeton: jetonDe(testCoffre, id), attente };
}

describe('S’inscrire sur la liste d’attente', () => {
  test('se fait sans compte, avec un prénom ; le papier porte le code, l’adresse ne porte rien', async () => {
    await avis.seance();
    expect((await qui.anonyme.get('/attente/nouvelle')).text).toContain('Médiathèque de Céret');
    const sent = await qui.anonyme.post('/attente/nouvelle', saisie());
    expect(sent.location).toBe('/attente/inscrite');
    const [row] = await attentes();
    expect(row).toMatchObject({ prenom: 'Odette', prevenir: 'sms', statut: 'en_attente', createdBy: null });
    const cookie = sent.headers.get('set-cookie')?.split(';')[0] ?? '';
    const papier = await qui.anonyme.get('/attente/inscrite', { cookie });
    expect(papier.text).toContain(row?.codeAttente.slice(0, 4));
    expect((await qui.anonyme.get('/attente/inscrite')).location).toBe('/attente/nouvelle');
    const { texte = '' } = (await avis.sms())[0] ?? {};
    expect(texte).toContain('inscription faite, Médiathèque de Céret.');
    expect(segments(poserLiens(avis.chez(), { hote: null }, texte))).toBeLessThanOrEqual(2);
  });

  test('par un agent pour quelqu’un sans rien : à dire sur place', async () => {
    await avis.seance();
    await qui.agent.post('/attente/nouvelle', { ...saisie(), telephone: '' });
    expect((await attentes())[0]).toMatchObject({ prevenir: 'guichet', createdBy: avis.small.comptes.agent });
  });

  test('deux demandes de la même personne au même instant n’inscrivent qu’une fois ; une autre n’attend pas pour elles', async () => {
    await avis.seance();
    const courriel = 'odette@exemple.fr';
    const answers = await Promise.all([
      qui.anonyme.post('/attente/nouvelle', { ...saisie(), courriel }),
      qui.anonyme.post('/attente/nouvelle', { ...saisie(), courriel }),
      qui.anonyme.post('/attente/nouvelle', saisie()),
      qui.anonyme.post('/attente/nouvelle', { ...saisie(), prenom: 'Marceline' }),
    ]);
    expect(answers.map(({ status }) => status).filter((status) => status === 422)).toHaveLength(2);
    expect((await attentes()).map(({ prenom }) => prenom).toSorted()).toEqual(['Marceline', 'Odette']);
  });

  test('scénario 3 : le même envoi deux fois n’inscrit qu’une fois', async () => {
    await avis.seance();
    const fields = { ...saisie(), _cle: randomUUID() };
    const answers = await Promise.all([1, 2, 3].map(() => qui.anonyme.post('/attente/nouvelle', fields)));
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303]);
    expect(await attentes()).toHaveLength(1);
    expect(await avis.sms()).toHaveLength(1);
  });

  test.each([
    ['attenteAu', '2026-11-01', 'La dernière date vient avant la première.'],
    ['attenteAu', '2027-12-01', 'On n’attend pas plus de 180 jours.'],
    ['attenteLieu', '00000000-0000-7000-8000-000000000000', 'Choisissez le lieu dans la liste.'],
    ['motifId', '00000000-0000-7000-8000-000000000000', 'Choisissez le type de rendez-vous dans la liste.'],
    ['prevenir', 'courriel', 'Indiquez l’adresse électronique'],
    ['prenom', '', 'Indiquez le prénom.'],
    ['prenom', 'a\u202Eb', 'caractère invisible'],
  ])('%s = %j est refusé, ce qui est saisi reste', async (field, value, said) => {
    await avis.seance();
    const refused = await qui.anonyme.post('/attente/nouvelle', { ...saisie(), [field]: value });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain(said);
    expect(refused.text).toContain('06 39 98 00 02');
    expect(await attentes()).toEqual([]);
  });

  test('deux fois la même personne au même lieu : une suffit', async () => {
    await avis.seance();
    await qui.anonyme.post('/attente/nouvelle', saisie());
    const again = await qui.anonyme.post('/attente/nouvelle', { ...saisie(), prenom: 'odette' });
    expect(again.text).toContain('Vous attendez déjà une place');
  });

  test('un motif réservé aux professionnels ne s’attend pas par la page publique', async () => {
    await avis.seance();
    const motifId = await avis.motif('Réservé', { ouvertA: ['prescripteur'] });
    expect((await qui.anonyme.post('/attente/nouvelle', { ...saisie(), motifId })).status).toBe(422);
    expect((await qui.agent.post('/attente/nouvelle', { ...saisie(), motifId })).status).toBe(303);
  });
});

describe('scénario 4 : répondre à une place, par le lien', () => {
  test('la prendre mène au ticket ; le lien ne la propose plus', async () => {
    const { id, jeton, attente } = await place();
    const shown = await qui.anonyme.get(`/place/${jeton}`);
    expect(shown.text).toContain('mardi 1er décembre 2026');
    const taken = await qui.anonyme.post('/place', { jeton, reponsePlace: 'accepte' });
    expect(taken.location).toBe('/mon-rendez-vous/ticket?nouveau=oui');
    expect(await avis.lire(id)).toMatchObject({ statut: 'confirme' });
    expect(await avis.statutAttente(attente)).toBe('place');
    expect((await avis.sms()).map(({ texte }) => texte.slice(0, 8))).toEqual(['Une plac', 'Rendez-v']);
    expect((await qui.anonyme.get(`/place/${jeton}`)).text).toContain('n’est plus proposée');
    expect((await qui.anonyme.post('/place', { jeton, reponsePlace: 'accepte' })).status).toBe(404);
  });

  test('la page seule ne prend rien ; la laisser la passe à la suivante', async () => {
    const { id, jeton } = await place();
    const suivante = await avis.attente();
    await qui.anonyme.get(`/place/${jeton}`);
    expect((await avis.lire(id)).statut).toBe('tenu');
    expect((await qui.anonyme.post('/place', { jeton, reponsePlace: 'laisse' })).location).toBe('/place/laissee');
    expect(await avis.statutAttente(suivante)).toBe('propose');
  });

  test('un lien inventé, coupé, vide ou d’autre chose répond comme celui d’une place partie', async () => {
    const { jeton, attente } = await place();
    const others = [
      randomUUID(),
      '',
      'x',
      '%00',
      jetonDe(testCoffre, attente),
      jeton.slice(0, -1),
      "';drop table rdv_attente;--",
    ];
    for (const one of others) {
      const answer = await qui.anonyme.post('/place', { jeton: one, reponsePlace: 'accepte' });
      expect(answer.status, one).toBe(404);
      expect(answer.text).toContain('Cette place n’est plus proposée');
    }
    expect((await qui.anonyme.get(`/place/${randomUUID()}`)).status).toBe(404);
    expect(
      (await avis.base.owner.selectFrom('rendezVous').select('statut').execute()).map(({ statut }) => statut),
    ).toEqual(['tenu']);
  });

  test('des liens essayés l’un après l’autre ne le sont pas longtemps', async () => {
    const { base, clock } = avis;
    const proxied = openSite(base.request, { clock, proxies: 1 }).anonymous();
    const from = { 'x-forwarded-for': '203.0.113.9' };
    for (const chemin of ['/place', '/attente']) {
      const statuts = new Set<number>();
      for (let essai = 0; essai < 121; essai += 1) {
        statuts.add((await proxied.get(`${chemin}/${randomUUID()}`, from)).status);
      }
      expect([...statuts], chemin).toEqual([404, 429]);
    }
  });

  test('quitter la liste par le lien lâche la place tenue', async () => {
    const { id, attente } = await place();
    const jeton = jetonDe(testCoffre, attente);
    expect((await qui.anonyme.get(`/attente/${jeton}`)).text).toContain('une place lui est proposée');
    expect((await qui.anonyme.post('/attente/retirer', { jeton })).location).toBe('/attente/retiree');
    expect(await avis.statutAttente(attente)).toBe('retire');
    expect((await avis.lire(id)).statut).toBe('annule');
  });
});

describe('La liste, pour qui reçoit', () => {
  test('l’équipe voit tout, un agent ses lieux, la structure et la direction rien', async () => {
    await avis.attente({ prenom: 'Capucine' });
    await avis.seance();
    expect((await qui.equipe.get('/attente')).text).toContain('Capucine');
    expect((await qui.agent.get('/attente')).text).toContain('Capucine');
    expect((await qui.autreAgent.get('/attente')).text).not.toContain('Capucine');
    for (const role of ['referent', 'direction'] as const) expect((await qui[role].get('/attente')).status).toBe(403);
  });

  test('retirer quelqu’un se fait à l’accueil', async () => {
    const attente = await avis.attente();
    expect((await qui.equipe.post(`/attente/${attente}/retirer`)).status).toBe(303);
    expect(await avis.statutAttente(attente)).toBe('retire');
  });
});
