import { beforeEach, describe, expect, test } from 'vitest';
import { useAvis } from '../../../../test/avis.ts';
import type { Visitor } from '../../../../test/visitor.ts';
import { proposerPlaceLiberee } from '../attente/proposer.ts';
import { prevenir } from '../avis/prevenir.ts';

const avis = useAvis();
let agent: Visitor;
let autreAgent: Visitor;
let equipe: Visitor;

beforeEach(async () => {
  const { site, small } = avis;
  agent = await site.signedIn(small.comptes.agent);
  autreAgent = await site.signedIn(small.comptes.autreAgent);
  equipe = await site.signedIn(small.comptes.equipe);
});

/** A call to tell Violette, who has a landline, that her rendez-vous changed. */
async function appelDe(autres: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const id = await avis.rdv(await avis.seance(), '09:30', {
    prevenir: 'appel',
    telephone: '04 68 00 00 01',
    ...autres,
  });
  await avis.dans((db) => prevenir(db, avis.chez(), [id], 'change'));
  return (await avis.appels()).at(-1)?.id ?? '';
}
const lire = async (id: string) => (await avis.appels()).find((one) => one.id === id);

describe('scénario 12 : les appels à passer', () => {
  test('disent qui, quel numéro, quoi, avant quand ; à l’agent de la séance et à l’équipe, à personne d’autre', async () => {
    const id = await appelDe();
    for (const visitor of [agent, equipe]) {
      const { text } = await visitor.get('/appels');
      for (const said of [
        'Violette',
        'tel:0468000001',
        'a lieu mardi 1er décembre 2026',
        'avant le mercredi 25 novembre 2026',
      ])
        expect(text).toContain(said);
      expect((await visitor.get(`/appels/${id}`)).status).toBe(200);
    }
    expect((await autreAgent.get('/appels')).text).not.toContain('Violette');
    expect((await autreAgent.get(`/appels/${id}`)).status).toBe(404);
    const { referent, direction } = avis.small.comptes;
    for (const compte of [referent, direction]) {
      const visitor = await avis.site.signedIn(compte);
      expect((await visitor.get('/appels')).status).toBe(403);
      expect((await visitor.get(`/appels/${id}`)).status).toBe(403);
    }
  });

  test('un appel fait sort de la liste, et se remet à faire', async () => {
    const id = await appelDe();
    expect((await agent.post(`/appels/${id}`, { resultatAppel: 'joint' })).location).toBe('/appels');
    expect(await lire(id)).toMatchObject({ resultat: 'joint', faitPar: avis.small.comptes.agent });
    expect((await agent.get('/appels')).text).toContain('Passés aujourd’hui');
    expect((await equipe.post(`/appels/${id}`, { resultatAppel: 'joint' })).status).toBe(422);
    await agent.post(`/appels/${id}/defaire`);
    expect(await lire(id)).toMatchObject({ resultat: null, faitAt: null });
  });

  test('sans réponse, il reste à passer', async () => {
    const id = await appelDe();
    await agent.post(`/appels/${id}`, { resultatAppel: 'injoignable' });
    const { text } = await agent.get('/appels');
    expect(text).toContain('déjà essayé');
    expect((await agent.post(`/appels/${id}`, { resultatAppel: 'joint' })).status).toBe(303);
  });

  test('scénario 11 : sans téléphone, l’appel dit comment joindre', async () => {
    await appelDe({ prevenir: 'guichet', telephone: null });
    expect((await equipe.get('/appels')).text).toContain('à dire quand la personne vient');
  });

  test.each([[{}], [{ resultatAppel: 'pigeon' }], [{ resultatAppel: 'message', reponsePlace: 'accepte' }]])(
    '%j est refusé',
    async (fields) => {
      const id = await appelDe();
      expect((await agent.post(`/appels/${id}`, fields)).status).toBe(422);
      expect((await lire(id))?.resultat).toBeNull();
    },
  );
});

describe('scénario 4 : proposer une place au téléphone', () => {
  async function offre(): Promise<{ appel: string; rdv: string; attente: string }> {
    const attente = await avis.attente({ prevenir: 'appel', telephone: '04 68 00 00 02' });
    const seanceId = await avis.seance();
    const libre = { seanceId, motifId: avis.motifId, debut: avis.heure('09:30'), fin: avis.heure('10:00') };
    const rdv = (await avis.dans((db) => proposerPlaceLiberee(db, avis.chez(), libre))) ?? '';
    return { appel: (await avis.appels()).at(-1)?.id ?? '', rdv, attente };
  }

  test('il faut dire ce que la personne répond ; elle la prend, et rien ne lui redit ce qu’elle vient d’entendre', async () => {
    const { appel, rdv, attente } = await offre();
    const sans = await agent.post(`/appels/${appel}`, { resultatAppel: 'joint' });
    expect(sans.text).toContain('Dites si la personne prend la place.');
    expect((await agent.post(`/appels/${appel}`, { resultatAppel: 'joint', reponsePlace: 'accepte' })).status).toBe(
      303,
    );
    expect((await avis.lire(rdv)).statut).toBe('confirme');
    expect(await avis.statutAttente(attente)).toBe('place');
    expect((await avis.appels()).map(({ resultat }) => resultat)).toEqual(['joint']);
  });

  test('laissée, elle va à la suivante ; passé l’heure, la réponse est refusée', async () => {
    const { appel, attente } = await offre();
    const suivante = await avis.attente();
    await agent.post(`/appels/${appel}`, { resultatAppel: 'joint', reponsePlace: 'retire' });
    expect(await avis.statutAttente(attente)).toBe('retire');
    expect(await avis.statutAttente(suivante)).toBe('propose');
  });

  test('sa séance annulée entre-temps, la réponse n’est pas notée comme si la personne avait la place', async () => {
    const { appel, rdv } = await offre();
    const { seanceId } = await avis.lire(rdv);
    await avis.base.owner.updateTable('seance').set({ statut: 'annulee' }).where('id', '=', seanceId).execute();
    const late = await agent.post(`/appels/${appel}`, { resultatAppel: 'joint', reponsePlace: 'accepte' });
    expect(late.status).toBe(422);
    expect(late.text).toContain('Cette place n’est plus proposée');
    expect((await avis.appels()).map(({ resultat }) => resultat)).toEqual([null]);
    expect((await agent.get('/appels')).text).not.toContain('Proposer une place');
  });

  test('après l’heure, la place n’est plus à prendre', async () => {
    const { appel } = await offre();
    avis.travel('2026-11-25T17:00:01Z');
    const visitor = await avis.site.signedIn(avis.small.comptes.equipe);
    const late = await visitor.post(`/appels/${appel}`, { resultatAppel: 'joint', reponsePlace: 'accepte' });
    expect(late.text).toContain('Le temps de répondre est passé');
  });
});

describe('Ce qui est à replacer', () => {
  test('montre les heures proches, d’un geste ; la personne est prévenue ; la structure ne voit rien', async () => {
    const perdue = await avis.seance('2026-12-01');
    const id = await avis.rdv(perdue, '09:30');
    await avis.seance('2026-12-08');
    await avis.base.owner
      .updateTable('seance')
      .set({ statut: 'annulee', motif: 'Essai' })
      .where('id', '=', perdue)
      .execute();
    const { text } = await equipe.get('/a-replacer');
    expect(text).toContain('Violette');
    const creneau = /name="creneau" value="([^"]+)"/.exec(text)?.[1] ?? '';
    expect((await equipe.post(`/rendez-vous/${id}/deplacer`, { creneau })).status).toBe(303);
    expect((await equipe.get('/a-replacer')).text).toContain('Aucun rendez-vous n’attend');
    expect((await avis.sms()).at(-1)?.texte).toContain('mardi 08/12');
    expect((await autreAgent.get('/a-replacer')).text).not.toContain('Violette');
    const referent = await avis.site.signedIn(avis.small.comptes.referent);
    expect((await referent.get('/a-replacer')).status).toBe(403);
  });

  test('une adresse absurde ne fait pas de page blanche', async () => {
    expect((await equipe.get('/a-replacer?page=999999&page=x')).status).toBe(200);
  });
});
