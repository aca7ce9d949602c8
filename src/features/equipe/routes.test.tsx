import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { useBase } from '../../../test/base.ts';
import { type SmallTerritoire, seedSmallTerritoire } from '../../../test/small-territoire.ts';
import { openSite, type Visitor } from '../../../test/visitor.ts';
import { parseForm } from '../../platform/http/form.ts';
import { uuidv7 } from '../../platform/ids.ts';
import { agentForm } from './forms.ts';

const base = useBase();
let small: SmallTerritoire;
let equipe: Visitor;
let site: ReturnType<typeof openSite>;

beforeAll(async () => {
  small = await seedSmallTerritoire(base.owner);
  site = openSite(base.request, { clock: () => Temporal.Instant.from('2026-11-24T09:00:00Z') });
  equipe = await site.signedIn(small.comptes.equipe);
});

const saisie = {
  prenom: 'Inès',
  nom: 'Salicorne',
  nature: 'conseiller',
  contratDebut: '2026-03-01',
  contratFin: '',
  certificat: '',
  certificatDate: '',
  portAttache: 'Céret',
  demiJournees: ['lundi-matin', 'samedi-apres-midi'],
  telephone: '',
  courriel: '',
};

async function compteOf(courriel: string) {
  return base.owner
    .selectFrom('compte')
    .select(['id', 'role', 'nom', 'agentId', 'fermeLe'])
    .where('territoireId', '=', '66')
    .where('courriel', '=', courriel)
    .executeTakeFirst();
}

describe('registre des agents', () => {
  test('préambule, annexe 1 : sans fin de contrat, la durée habituelle du poste est retenue', async () => {
    const conseiller = await equipe.post('/agents/nouveau', saisie);
    expect((await equipe.get(conseiller.location ?? '')).text).toContain('du 1er mars 2026 au 29 février 2028');
    const ambassadeur = await equipe.post('/agents/nouveau', { ...saisie, nature: 'ambassadeur' });
    expect((await equipe.get(ambassadeur.location ?? '')).text).toContain('du 1er mars 2026 au 28 février 2027');
  });

  test('une autre durée est acceptée : la durée habituelle n’est qu’une proposition', async () => {
    const created = await equipe.post('/agents/nouveau', { ...saisie, contratFin: '2026-03-01' });
    const { text } = await equipe.get(created.location ?? '');
    expect(text).toContain('du 1er mars 2026 au 1er mars 2026');
    expect(text).toContain('Contrat terminé');
  });

  test('préambule : la formation certifiante absente est signalée, et s’enregistre', async () => {
    const created = await equipe.post('/agents/nouveau', saisie);
    const flagged = await equipe.get(created.location ?? '');
    expect(flagged.text).toContain('Aucune formation certifiante n’est enregistrée');
    const certified = { ...saisie, certificat: 'Responsable d’espace numérique', certificatDate: '15/09/2026' };
    await equipe.post(`${created.location}/modifier`, certified);
    const fiche = await equipe.get(created.location ?? '');
    expect(fiche.text).not.toContain('Aucune formation certifiante n’est enregistrée');
    expect(fiche.text).toContain('Responsable d’espace numérique, obtenue le 15 septembre 2026');
  });

  test('la liste se cherche, se filtre et s’exporte', async () => {
    const found = await equipe.get('/agents?q=tramontane');
    expect(found.text).toContain('Tramontane Maëlle');
    expect(found.text).toContain('1 résultat');
    expect(found.text).not.toContain('Zéphyr');
    expect((await equipe.get('/agents?nature=ambassadeur')).text).not.toContain('Tramontane');
    const csv = await equipe.get('/agents.csv?q=tramontane');
    expect(csv.text).toContain('Tramontane;Maëlle;Conseiller numérique;01/09/2025;31/08/2027');
    expect(csv.text).toContain('mardi matin, jeudi après-midi');
  });

  test('la fiche montre la semaine et les permanences à venir, sans celles qui sont annulées', async () => {
    const lieuId = uuidv7();
    const place = { nom: 'Maison des Essais', adresse: '1 rue', codePostal: '66400', codeInsee: '66049' };
    await base.owner
      .insertInto('lieu')
      .values({ territoireId: '66', id: lieuId, ...place })
      .execute();
    const seance = (jour: string, statut: string) => ({
      territoireId: '66',
      id: uuidv7(),
      agentId: small.agent,
      lieuId,
      jour: Temporal.PlainDate.from(jour),
      heureDebut: Temporal.PlainTime.from('09:00'),
      heureFin: Temporal.PlainTime.from('12:00'),
      statut,
      motif: 'Essai',
      endroit: 'Ici',
      createdBy: small.comptes.equipe,
    });
    await base.owner
      .insertInto('seance')
      .values([seance('2026-11-23', 'prevue'), seance('2026-11-24', 'prevue'), seance('2026-12-01', 'annulee')])
      .execute();
    const { text } = await equipe.get(`/agents/${small.agent}`);
    expect(text).toContain('2 demi-journées par semaine');
    expect(text).toContain('mardi 24 novembre 2026');
    expect(text).toContain('Maison des Essais');
    expect(text).not.toContain('lundi 23 novembre 2026');
    expect(text).not.toContain('1er décembre 2026');
  });

  test('un formulaire vide est refusé, toutes les erreurs à la fois', async () => {
    const { status, text } = await equipe.post('/agents/nouveau', { certificatDate: '2026-11-25' });
    expect(status).toBe(422);
    expect(text).toContain('Indiquez le prénom.');
    expect(text).toContain('Indiquez le nom.');
    expect(text).toContain('Choisissez la nature du poste.');
    expect(text).toContain('Indiquez le début du contrat.');
    expect(text).toContain('Indiquez la commune de rattachement.');
    expect(text).toContain('Indiquez l’intitulé du certificat');
  });

  test.each([
    ['contratFin', '2026-02-28', 'La fin du contrat ne peut pas précéder son début, le 1er mars 2026.'],
    ['contratDebut', '2026-02-31', 'cette date n’existe pas dans le calendrier'],
    ['contratDebut', '0000-01-01', 'l’année doit être comprise entre 1900 et 2100'],
    ['contratDebut', '9999-01-01', 'l’année doit être comprise entre 1900 et 2100'],
    ['contratDebut', 'demain', 'écrivez la date sous la forme JJ/MM/AAAA'],
    ['certificat', 'Titre professionnel', 'Indiquez la date d’obtention du certificat.'],
    ['certificatDate', '2026-01-01', 'Indiquez l’intitulé du certificat'],
    ['portAttache', 'Atlantide', 'Aucune commune'],
    ['portAttache', 'Saint-Hippolyte', 'Plusieurs communes sont possibles : choisissez la bonne ci-dessous'],
    ['demiJournees', 'dimanche-matin', 'Choisissez les demi-journées dans la liste.'],
    ['nom', 'x'.repeat(300), '300 caractères, 80 au plus'],
    ['nom', 'Sali\u202Ecorne', 'caractère invisible'],
    ['prenom', 'In\0ès', 'caractère invisible'],
  ])('%s « %s » est refusé en français', async (field, value, sentence) => {
    const refused = await equipe.post('/agents/nouveau', { ...saisie, [field]: value });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain(sentence);
    expect(refused.text).toMatch(/<input[^>]*value="samedi-apres-midi"/);
  });

  test('un certificat daté de demain est refusé, un certificat du jour accepté', async () => {
    const certified = (certificatDate: string) => ({ ...saisie, certificat: 'Titre', certificatDate });
    const tomorrow = await equipe.post('/agents/nouveau', certified('2026-11-25'));
    expect(tomorrow.text).toContain('La date d’obtention est dans l’avenir');
    expect((await equipe.post('/agents/nouveau', certified('2026-11-24'))).status).toBe(303);
  });

  test('un nom hostile est montré comme du texte', async () => {
    const created = await equipe.post('/agents/nouveau', { ...saisie, nom: '<script>alert(1)</script>' });
    const { text } = await equipe.get(created.location ?? '');
    expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  });
});

describe('compte d’un agent', () => {
  test('une adresse ouvre un compte d’agent ; l’effacer le ferme', async () => {
    const created = await equipe.post('/agents/nouveau', { ...saisie, courriel: 'Ines@Exemple.fr' });
    const id = created.location?.split('/')[2] ?? '';
    const account = await compteOf('ines@exemple.fr');
    expect(account).toMatchObject({ role: 'agent', agentId: id, nom: 'Inès Salicorne', fermeLe: null });
    const ines = await site.signedIn(account?.id ?? '');
    expect((await ines.get(`/agents/${id}`)).status).toBe(200);

    await equipe.post(`/agents/${id}/modifier`, saisie);
    expect((await compteOf('ines@exemple.fr'))?.fermeLe).not.toBeNull();
    expect((await ines.get(`/agents/${id}`)).location).toContain('/connexion');
  });

  test('l’adresse d’un autre agent est refusée : ni agent ni compte à moitié', async () => {
    const refused = await equipe.post('/agents/nouveau', {
      ...saisie,
      nom: 'Jamais',
      courriel: 'micocoulier@exemple.fr',
    });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('ouvre déjà le compte de Compte autreAgent');
    expect((await equipe.get('/agents?q=jamais')).text).toContain('Rien ne correspond à « jamais »');
    expect(await compteOf('micocoulier@exemple.fr')).toMatchObject({ agentId: small.autreAgent });
  });

  test('changer le nom d’un agent change celui de son compte', async () => {
    const form = { ...saisie, prenom: 'Bastien', nom: 'Cade', courriel: 'micocoulier@exemple.fr' };
    expect((await equipe.post(`/agents/${small.autreAgent}/modifier`, form)).status).toBe(303);
    expect(await compteOf('micocoulier@exemple.fr')).toMatchObject({ nom: 'Bastien Cade', agentId: small.autreAgent });
  });
});

describe('qui lit un agent', () => {
  test('l’équipe les lit tous, un agent sa seule fiche, personne d’autre', async () => {
    const status = async (role: keyof SmallTerritoire['comptes'], path: string) =>
      (await (await site.signedIn(small.comptes[role])).get(path)).status;
    expect(await status('equipe', `/agents/${small.agent}`)).toBe(200);
    expect(await status('agent', `/agents/${small.agent}`)).toBe(200);
    expect(await status('agent', `/agents/${small.autreAgent}`)).toBe(404);
    for (const role of ['referent', 'direction', 'dpo', 'administrateur'] as const) {
      expect(await status(role, `/agents/${small.agent}`)).toBe(403);
    }
    for (const path of ['/agents', '/agents.csv', '/agents/nouveau', `/agents/${small.agent}/modifier`]) {
      expect(await status('agent', path)).toBe(403);
      expect((await site.anonymous().get(path)).location).toContain('/connexion');
    }
  });

  test('l’agent d’un autre territoire est introuvable', async () => {
    expect((await equipe.get(`/agents/${small.agentVoisin}`)).status).toBe(404);
    expect((await equipe.post(`/agents/${small.agentVoisin}/modifier`, saisie)).status).toBe(404);
    expect((await equipe.get('/agents/x')).status).toBe(404);
  });
});

test('le formulaire d’un agent accepte ou refuse en français, quoi qu’on lui envoie', () => {
  const names = Object.keys(agentForm.shape);
  const values = fc.dictionary(fc.constantFrom(...names), fc.array(fc.string({ unit: 'binary' }), { maxLength: 3 }));
  fc.assert(
    fc.property(values, (typed) => {
      const read = parseForm(agentForm, { values: typed, files: {} });
      for (const { field, message } of read.state.errors) {
        expect(names).toContain(field);
        expect(message).not.toMatch(/Invalid|expected/);
        expect(message).toMatch(/\.$/);
      }
      expect(read.ok).toBe(read.state.errors.length === 0);
    }),
    { numRuns: 200 },
  );
});
