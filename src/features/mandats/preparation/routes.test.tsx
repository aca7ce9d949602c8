import { randomUUID } from 'node:crypto';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { demo } from '../../../../db/demo/ids.ts';
import { MANDAT_SAISI } from '../../../../test/mandat-saisi.ts';
import { errorsOf, useMandatSite } from '../../../../test/mandat-site.ts';
import { readIdentifiant } from '../../../platform/installation.ts';
import { closePdf } from '../../../platform/pdf/render.ts';
import { abandonnerBrouillonsPerimes } from './store.ts';

const site = useMandatSite();
afterAll(closePdf);
beforeEach(() => site.at(site.a('10:00')));

const count = async () => (await site.rows()).length;
const jour = (years: number, days = 0) => site.today.subtract({ years }).add({ days }).toString();

describe('Scénario 2 : un mandat ne se prépare que pendant une séance en cours', () => {
  test.each([
    ['avant', '08:29'],
    ['après', '12:31'],
    ['la nuit', '23:30'],
  ])('%s, la page dit pourquoi et l’envoi est refusé, sans rien écrire', async (_, heure) => {
    await site.at(site.a(heure));
    const before = await count();
    const shown = await site.agent.get(`/seances/${site.seance}/mandats/nouveau`);
    expect(shown.status).toBe(200);
    expect(shown.text).toContain('Pas de signature maintenant');
    expect(shown.text).toContain('aide ponctuelle');
    const sent = await site.prepare();
    expect(sent.status).toBe(422);
    expect(await count()).toBe(before);
  });

  test('ni dans la séance d’un autre jour, d’un autre agent, ou annulée', async () => {
    const before = await count();
    const other = async (where: 'agentId', is: string) => {
      const { id } = await site.base.owner
        .selectFrom('seance')
        .select('id')
        .where(where, '=', is)
        .where('jour', '<>', site.today)
        .where('territoireId', '=', '66')
        .executeTakeFirstOrThrow();
      return site.agent.post(`/seances/${id}/mandats/nouveau`, MANDAT_SAISI);
    };
    expect((await other('agentId', demo.agents.demo)).status).toBe(422);
    expect((await other('agentId', demo.agents.autre)).status).toBe(404);
    const cancel = (statut: string) =>
      site.base.owner
        .updateTable('seance')
        .set({ statut, motif: statut === 'annulee' ? 'Essai' : null })
        .where('id', '=', site.seance)
        .execute();
    await cancel('annulee');
    expect((await site.prepare()).status).toBe(422);
    await cancel('prevue');
    expect(await count()).toBe(before);
  });

  test('préparé à temps, il ne se signe plus une fois la séance finie', async () => {
    const mandat = await site.brouillon();
    const sent = await site.signatures(mandat);
    await site.at(site.a('12:31'));
    const answer = await site.agent.post(`${mandat}/signer`, sent);
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('n’est plus ouverte à la signature');
    expect((await site.agent.get(`${mandat}/signer`)).text).toContain('Pas de signature maintenant');
  });
});

describe('La séance, et les mandats qui attendent leurs signatures', () => {
  const texte = async (path: string) => (await site.agent.get(path)).text;
  const nouveau = `/seances/${site.seance}/mandats/nouveau`;

  test('elle n’offre de signer que quand c’est possible ; sinon elle dit quand ça l’était', async () => {
    for (const heure of ['08:30', '10:00', '12:30']) {
      await site.at(site.a(heure));
      expect(await texte(`/seances/${site.seance}`), heure).toContain(nouveau);
    }
    await site.at(site.a('08:29'));
    const early = await texte(`/seances/${site.seance}`);
    expect(early).not.toContain(nouveau);
    expect(early).toMatch(/Un mandat s’y signe de 8\sh\s30 à 12\sh\s30/);
    for (const at of [site.a('12:31'), site.a('10:00', site.today.add({ days: 3 }))]) {
      await site.at(at);
      const late = await texte(`/seances/${site.seance}`);
      expect(late).not.toContain(nouveau);
      expect(late).toMatch(/Un mandat s’y signait jusqu’à 12\sh\s30/);
      expect(late).toContain('href="/ponctuelles/nouvelle"');
    }
  });

  test('se distinguent par une initiale et une heure, en tête de liste, et s’abandonnent de là', async () => {
    const signed = await site.signe();
    const [un, deux] = [
      await site.brouillon({ mandantPrenom: 'Colette' }),
      await site.brouillon({ mandantPrenom: 'Élodie', mandantNom: 'Discrète' }),
    ];
    for (const text of [await texte('/mandats'), await texte(nouveau)]) {
      expect(text).toMatch(/Reprendre le mandat de C…, commencé le \d/);
      expect(text).toMatch(/Reprendre le mandat de É…, commencé le \d/);
      expect(text).toMatch(/Il manque les signatures, jusqu’à 12\sh\s30\./);
      expect(text).not.toMatch(/Élodie|Discrète/);
      for (const brouillon of [un, deux]) expect(text).toContain(`href="${brouillon}/abandonner"`);
    }
    const list = await texte('/mandats');
    for (const brouillon of [un, deux]) expect(list.indexOf(brouillon)).toBeLessThan(list.indexOf(`href="${signed}"`));
    expect(await texte(`${deux}/abandonner`)).toContain('Abandonner ce mandat ?');
    expect((await site.agent.post(`${deux}/abandonner`, {})).status).toBe(303);
    expect(await texte('/mandats')).not.toContain('mandat de É…');

    await site.at(site.a('12:31'));
    expect(await texte('/mandats')).toContain('Il ne se signe plus');
    expect(await texte(`${un}/signer`)).toContain(`href="${un}/abandonner"`);
  });

  test('disent ce qui les arrête depuis qu’ils sont préparés', async () => {
    const mandat = await site.brouillon({ suppleant: demo.agents.autre, mandantPrenom: 'Wanda' });
    const contrat = (contratFin: Temporal.PlainDate) =>
      site.base.owner.updateTable('agent').set({ contratFin }).where('id', '=', demo.agents.autre).execute();
    const { contratFin } = await site.base.owner
      .selectFrom('agent')
      .select('contratFin')
      .where('id', '=', demo.agents.autre)
      .executeTakeFirstOrThrow();
    await contrat(site.today.subtract({ days: 1 }));
    expect(await texte('/mandats')).toContain('Le suppléant désigné n’est plus en poste.');
    await contrat(contratFin);
    expect(await texte('/mandats')).not.toContain('Le suppléant désigné n’est plus en poste.');
    await site.agent.post(`${mandat}/abandonner`, {});
  });
});

describe('Scénario 3 : l’identité est vérifiée, jamais copiée', () => {
  test('sans document montré, ou avec un que le territoire n’accepte pas, c’est refusé', async () => {
    const before = await count();
    for (const pieceVue of ['', 'livret_famille', 'permis', '__proto__']) {
      const { status, text } = await site.prepare({ pieceVue });
      expect(status, pieceVue).toBe(422);
      expect(text).toContain('href="#champ-pieceVue"');
    }
    expect(await count()).toBe(before);
  });

  test('un fichier joint est refusé, et rien n’en reste', async () => {
    const form = new FormData();
    for (const [name, value] of Object.entries(MANDAT_SAISI)) form.set(name, value);
    form.set('copie', new File([new Uint8Array(2_000)], 'carte-identite.jpg', { type: 'image/jpeg' }));
    const before = await count();
    const { status, text } = await site.agent.upload(`/seances/${site.seance}/mandats/nouveau`, form);
    expect(status).toBe(422);
    expect(errorsOf(text)).toEqual([expect.stringContaining('Aucun fichier n’est accepté ici')]);
    expect(await count()).toBe(before);
    const shown = (await site.agent.get(`/seances/${site.seance}/mandats/nouveau`)).text;
    expect(shown).not.toContain('type="file"');
    expect(shown).not.toContain('multipart');
  });

  test('périmé, le document suit le réglage du territoire', async () => {
    expect((await site.prepare({ perimee: 'oui' })).status).toBe(303);
    await site.base.owner
      .insertInto('mandatReglages')
      .values({
        territoireId: '66',
        piecesAcceptees: ['passeport'],
        perimeesAcceptees: false,
        dureeDefautMois: 1,
        dureeMaxMois: 2,
        delaiTiersHeures: 0,
        rappelJours: 7,
      })
      .execute();
    const { text } = await site.prepare({ perimee: 'oui', pieceVue: 'passeport', dureeMois: '3' });
    expect(errorsOf(text)).toEqual([expect.stringContaining('de 1 à 2 mois')]);
    const perimee = await site.prepare({ perimee: 'oui', pieceVue: 'passeport', dureeMois: '2' });
    expect(errorsOf(perimee.text)).toEqual([expect.stringContaining('document périmé')]);
    expect((await site.agent.get(`/seances/${site.seance}/mandats/nouveau`)).text).not.toContain('périmé');
    await site.base.owner.deleteFrom('mandatReglages').execute();
  });
});

describe('Scénario 4 : mineurs et majeurs protégés', () => {
  test('18 ans demain : refusé sans représentant, accepté avec ; 18 ans aujourd’hui : accepté', async () => {
    const refused = await site.prepare({ mandantNaissance: jour(18, 1) });
    expect(refused.status).toBe(422);
    expect(errorsOf(refused.text)).toEqual([expect.stringMatching(/mineure jusqu’au .*Point-justice/)]);
    const parent = { representantPrenom: 'Anne', representantNom: 'Exemplaire', representantQualite: 'parent' };
    expect((await site.prepare({ mandantNaissance: jour(18, 1), ...parent })).status).toBe(303);
    expect((await site.prepare({ mandantNaissance: jour(18) })).status).toBe(303);
  });

  test('un représentant à moitié dit est refusé, champ par champ', async () => {
    const { text } = await site.prepare({ protege: 'oui', representantNom: 'Exemplaire' });
    expect(errorsOf(text)).toEqual(['Indiquez le prénom du représentant.', 'Choisissez la qualité du représentant.']);
    expect(errorsOf((await site.prepare({ protege: 'oui' })).text)).toEqual([
      expect.stringContaining('ne signe pas seule'),
    ]);
  });
});

describe('Scénario 5 : la portée', () => {
  test('chaque refus est dit sur son champ, et ce qui était saisi reste', async () => {
    const { status, text } = await site.prepare({
      l1_objet: 'Tout',
      l2_nature: 'donnees',
      l2_objet: 'Mon relevé de carrière',
      l3_objet: 'Payer la cantine',
      l3_theme: 'FamilleScolarite',
      l3_operateur: 'autre',
      l3_autre: 'Commune fictive',
      l4_objet: 'Demander l’aide au logement',
      l4_theme: 'Inconnu',
      l4_operateur: 'pirate',
    });
    expect(status).toBe(422);
    for (const field of ['l1_objet', 'l2_operateur', 'l3_objet', 'l4_theme', 'l4_operateur']) {
      expect(text, field).toContain(`href="#champ-${field}"`);
    }
    expect(text).toContain('Payer la cantine');
    expect(errorsOf(text)).toContain(
      'Démarche 2 : une demande de données personnelles nomme l’organisme qui les détient : il faut un mandat exprès pour chacun.',
    );
  });
});

describe('Un mandat préparé', () => {
  test('n’est nulle part en clair, et n’est ouvert qu’à son agent', async () => {
    const mandat = await site.brouillon({ mandantNom: 'Introuvable-Essai' });
    const id = mandat.replace('/mandats/', '');
    const tables = ['mandat', 'envoi', 'journal_entree', 'courriel'] as const;
    for (const table of tables) {
      const dump = JSON.stringify(
        await site.base.owner
          .selectFrom(table as 'mandat')
          .selectAll()
          .execute(),
      );
      expect(dump, table).not.toContain('Introuvable-Essai');
    }
    for (const path of ['signer', 'modifier', 'abandonner']) {
      expect((await site.agent.get(`${mandat}/${path}`)).status, path).toBe(200);
      for (const compte of [demo.comptes.equipe, demo.comptes.dpo, demo.comptes.direction]) {
        expect((await (await site.signedIn(compte)).get(`${mandat}/${path}`)).status, path).toBe(403);
      }
    }
    const distrait = await site.signedIn(demo.comptes.agent, false);
    expect((await distrait.get(`${mandat}/signer`)).location).toMatch(/^\/confirmer/);
    expect((await site.agent.get(`/seances/${site.seance}/mandats/nouveau`)).text).toContain(`/mandats/${id}/signer`);
  });

  test('se modifie, puis s’abandonne : sa clé est détruite, sa ligne effacée', async () => {
    const mandat = await site.brouillon();
    const id = mandat.replace('/mandats/', '');
    expect((await site.agent.get(`${mandat}/modifier`)).text).toContain('value="Exemplaire"');
    const changed = { ...MANDAT_SAISI, mandantNom: '<script>alert(1)</script>' };
    expect((await site.agent.post(`${mandat}/modifier`, changed)).location).toBe(`${mandat}/signer`);
    const shown = (await site.agent.get(`${mandat}/signer`)).text;
    expect(shown).toContain('&lt;script&gt;alert(1)');
    expect(shown).not.toContain('<script>alert');
    expect((await site.cles.open('66', [id])).size).toBe(1);
    const cle = { _cle: randomUUID() };
    expect((await site.agent.post(`${mandat}/abandonner`, cle)).location).toBe(`/seances/${site.seance}`);
    expect((await site.agent.post(`${mandat}/abandonner`, cle)).location).toBe(`/seances/${site.seance}`);
    expect((await site.cles.open('66', [id])).size).toBe(0);
    expect((await site.rows()).some((row) => row.id === id)).toBe(false);
    expect((await site.agent.get(`${mandat}/signer`)).status).toBe(404);
  });

  test('dans une base restaurée à côté, il s’efface et sa clé reste : la vraie base peut l’avoir signé', async () => {
    const [un, deux] = [await site.brouillon(), await site.brouillon()].map((path) => path.replace('/mandats/', ''));
    await site.cles.adopt(randomUUID());
    expect((await site.agent.post(`/mandats/${un}/abandonner`, {})).location).toBe(`/seances/${site.seance}`);
    const places = { database: site.base.request, cles: site.cles };
    expect(await abandonnerBrouillonsPerimes(places, '66', site.a('12:31'))).toBeGreaterThan(0);
    expect((await site.rows()).filter(({ id }) => id === un || id === deux)).toEqual([]);
    expect((await site.cles.present('66', [un ?? '', deux ?? ''])).size).toBe(2);
    await site.cles.adopt(await readIdentifiant(site.base.request));
  });

  test('la nuit abandonne ceux des séances finies, deux fois sans plus d’effet, et laisse les autres', async () => {
    const mandat = await site.brouillon();
    const id = mandat.replace('/mandats/', '');
    const places = { database: site.base.request, cles: site.cles };
    expect(await abandonnerBrouillonsPerimes(places, '66', site.a('12:30'))).toBe(0);
    expect((await site.agent.get(`${mandat}/signer`)).status).toBe(200);
    const signed = await site.signe();
    expect(await abandonnerBrouillonsPerimes(places, '66', site.a('12:31'))).toBeGreaterThan(0);
    expect(await abandonnerBrouillonsPerimes(places, '66', site.a('12:31'))).toBe(0);
    expect((await site.cles.open('66', [id])).size).toBe(0);
    expect((await site.agent.get(`${mandat}/signer`)).status).toBe(404);
    expect((await site.agent.get(`${signed}/document.pdf`)).status).toBe(200);
  });
});
