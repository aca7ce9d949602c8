import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { useAvis } from '../../../test/avis.ts';
import type { Fields, Visitor } from '../../../test/visitor.ts';
import { uuidv7 } from '../../platform/ids.ts';
import { appliquerConservation } from '../donnees-personnelles/nuit.ts';
import { chercherPersonne, effacerToutes, exporterLignes } from '../droits/dossier/sources.ts';
import { prevenir } from '../rendez-vous/avis/prevenir.ts';

const avis = useAvis();
let equipe: Visitor;

beforeEach(async () => {
  equipe = await avis.site.signedIn(avis.small.comptes.equipe);
});

async function creer(fields: Fields): Promise<string> {
  const sent = await equipe.post('/personnes/nouvelle', fields);
  expect(sent.status, sent.text).toBe(303);
  return sent.location?.split('/').at(-1) ?? '';
}
const violette = { prenom: 'Violette', nom: 'Arbousier', telephone: '06 39 98 00 01', anneeNaissance: '1950' };
const chercher = async (cherche: string) => (await equipe.post('/personnes/recherche', { cherche })).text;
const personne = (id: string) =>
  avis.base.owner.selectFrom('personne').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

describe('Une fiche légère', () => {
  test('se crée avec un prénom, se trouve sans accents, par le téléphone ou le courriel', async () => {
    await creer({ prenom: 'Éléonore', nom: 'D’Ys-Gaillard', telephone: '+33 6 39 98 00 09', courriel: 'E@exemple.fr' });
    for (const texte of ['eleonore', 'gaillard ys', 'GAIL', '0639980009', '06 39 98', 'e@exemple.fr'])
      expect(await chercher(texte), texte).toContain('D’Ys-Gaillard');
    for (const texte of ['aillard', 'x@exemple.fr', '%', '_', "' or 1=1 --", 'é'])
      expect(await chercher(texte), texte).not.toContain('D’Ys-Gaillard');
  });

  test('ne se lit que par qui reçoit', async () => {
    const id = await creer(violette);
    const { referent, direction, dpo, administrateur, agent } = avis.small.comptes;
    for (const compte of [referent, direction, dpo, administrateur]) {
      const visitor = await avis.site.signedIn(compte);
      for (const path of ['/personnes', `/personnes/${id}`, '/personnes/nouvelle'])
        expect((await visitor.get(path)).status, path).toBe(403);
    }
    expect((await (await avis.site.signedIn(agent)).get(`/personnes/${id}`)).text).toContain('Arbousier');
    expect((await avis.site.anonymous().get(`/personnes/${id}`)).status).toBe(303);
  });

  test('personne n’est listé avant d’être cherché', async () => {
    await creer(violette);
    expect((await equipe.get('/personnes')).text).not.toContain('Arbousier');
  });

  test('montre ses doublons probables avant de se créer, et se crée quand même si on le dit', async () => {
    await creer(violette);
    for (const proche of [
      { prenom: 'Violete', nom: 'Arbousier' },
      { prenom: 'Arbousier', nom: 'Violette', anneeNaissance: '1950' },
      { prenom: 'Paul', telephone: '06 39 98 00 01' },
    ]) {
      const refused = await equipe.post('/personnes/nouvelle', proche);
      expect(refused.status).toBe(422);
      expect(refused.text).toContain('peut-être déjà une fiche');
    }
    const autre = { prenom: 'Violette', nom: 'Arbousier', anneeNaissance: '1975' };
    await creer(autre);
    await creer({ ...violette, malgre: 'oui' });
  });

  test.each([
    ['prenom', '', 'Indiquez le prénom.'],
    ['anneeNaissance', '1800', 'nombre entier'],
    ['anneeNaissance', '2030', 'nombre entier'],
    ['telephone', '12', '10 chiffres'],
    ['courriel', 'violette', 'incomplète'],
    ['commune', 'Atlantide', 'commune'],
    ['nom', 'a\u202Eb', 'caractère invisible'],
  ])('%s = %j est refusé', async (field, value, said) => {
    const refused = await equipe.post('/personnes/nouvelle', { ...violette, [field]: value });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain(said);
  });

  test('une adresse qui ne nomme aucun rendez-vous ouvre une fiche vide', async () => {
    for (const rdv of ['-'.repeat(36), uuidv7(), 'x', '%00'])
      expect((await equipe.get(`/personnes/nouvelle?rdv=${rdv}`)).status, rdv).toBe(200);
  });

  test('se crée ou se retrouve depuis un rendez-vous', async () => {
    const [a, b] = [
      await avis.rdv(await avis.seance(), '09:30'),
      await avis.rdv(await avis.seance('2026-12-02'), '09:30'),
    ];
    expect((await equipe.get(`/personnes/nouvelle?rdv=${a}`)).text).toContain('value="Violette"');
    const id = await creer({ prenom: 'Violette', telephone: '06 39 98 00 01', pourRdv: a });
    expect((await avis.lire(a)).personneId).toBe(id);
    const page = (await equipe.get(`/personnes/nouvelle?rdv=${b}`)).text;
    expect(page).toContain(`/personnes/${id}/rattacher`);
    await equipe.post(`/personnes/${id}/rattacher`, { pourRdv: b });
    expect((await avis.lire(b)).personneId).toBe(id);
    expect((await equipe.get(`/personnes/${id}`)).text).toContain('2 décembre 2026');
    expect((await equipe.get('/personnes/nouvelle?rdv=zzz')).status).toBe(200);
  });
});

describe('Réunir deux fiches', () => {
  async function deux(): Promise<{ gardee: string; autre: string; rdv: string; attente: string }> {
    const gardee = await creer({ prenom: 'Violette', nom: 'Arbousier' });
    const autre = await creer({ ...violette, malgre: 'oui' });
    const rdv = await avis.rdv(await avis.seance(), '09:30', { personneId: autre });
    const attente = await avis.attente({ personneId: autre });
    return { gardee, autre, rdv, attente };
  }
  const reunir = (gardee: string, autre: string) => equipe.post(`/personnes/${gardee}/fusionner`, { autre });

  test('ce qui était à l’autre suit, ce qui manquait est complété, la trace le dit ; cela se défait exactement', async () => {
    const { gardee, autre, rdv } = await deux();
    const before = [await personne(gardee), await personne(autre)];
    expect((await reunir(gardee, autre)).status).toBe(303);
    expect((await avis.lire(rdv)).personneId).toBe(gardee);
    expect(await personne(gardee)).toMatchObject({ telephone: '06 39 98 00 01', anneeNaissance: 1950 });
    const page = (await equipe.get(`/personnes/${gardee}`)).text;
    expect(page).toContain('Compte equipe');
    expect(page).toContain('1 rendez-vous, 1 attente, 0 accompagnement, 2 réponse');
    expect((await equipe.get(`/personnes/${autre}`)).text).toContain('Voir la fiche gardée');
    expect(await chercher('arbousier')).toContain('Une fiche trouvée');
    const fusion = /name="fusion" value="([^"]+)"/.exec(page)?.[1] ?? '';
    await equipe.post(`/personnes/${gardee}/defusionner`, { fusion });
    expect((await avis.lire(rdv)).personneId).toBe(autre);
    const after = [await personne(gardee), await personne(autre)].map(({ updatedAt: _, ...rest }) => rest);
    expect(after).toEqual(before.map(({ updatedAt: _, ...rest }) => rest));
  });

  test('réunie ensuite à une troisième, elle se défait d’abord de celle-ci', async () => {
    const { gardee, autre, rdv } = await deux();
    const derniere = await creer({ prenom: 'Violette', nom: 'Arbousier-Deux', malgre: 'oui' });
    await reunir(gardee, autre);
    const fusion = /name="fusion" value="([^"]+)"/.exec((await equipe.get(`/personnes/${gardee}`)).text)?.[1] ?? '';
    await reunir(derniere, gardee);
    await equipe.post(`/personnes/${gardee}/defusionner`, { fusion });
    expect((await avis.lire(rdv)).personneId).toBe(derniere);
    expect((await personne(autre)).fusionneeDans).toBe(gardee);
  });

  test('ne se défait plus une fois la fiche changée', async () => {
    const { gardee, autre, rdv } = await deux();
    await reunir(gardee, autre);
    const fusion = /name="fusion" value="([^"]+)"/.exec((await equipe.get(`/personnes/${gardee}`)).text)?.[1] ?? '';
    await equipe.post(`/personnes/${gardee}/modifier`, { prenom: 'Violetta', nom: 'Arbousier' });
    await equipe.post(`/personnes/${gardee}/defusionner`, { fusion });
    expect((await avis.lire(rdv)).personneId).toBe(gardee);
  });

  test('avec elle-même, une inconnue, une déjà réunie, ou en même temps dans les deux sens : refusé ou fait une fois', async () => {
    const { gardee, autre } = await deux();
    expect((await reunir(gardee, gardee)).status).toBe(422);
    expect((await reunir(gardee, '00000000-0000-7000-8000-000000000000')).status).toBe(422);
    const both = await Promise.all([reunir(gardee, autre), reunir(autre, gardee)]);
    expect(both.map(({ status }) => status).sort()).toEqual([303, 422]);
    expect((await reunir(gardee, autre)).status).toBe(422);
  });

  test('deux rendez-vous à la même permanence l’empêchent, sans rien changer', async () => {
    const { gardee, autre } = await deux();
    const seance = await avis.seance('2026-12-03');
    await avis.rdv(seance, '09:00', { personneId: gardee, prenom: 'A' });
    const own = await avis.rdv(seance, '10:00', { personneId: autre, prenom: 'B' });
    expect((await reunir(gardee, autre)).text).toContain('annulez-en un');
    expect((await avis.lire(own)).personneId).toBe(autre);
  });
});

describe('Les droits de la personne', () => {
  test('sa fiche et ses rendez-vous se trouvent, s’exportent et s’effacent', async () => {
    const id = await creer(violette);
    const rdv = await avis.rdv(await avis.seance(), '09:30', {
      personneId: id,
      prenom: 'V.',
      telephone: null,
      prevenir: 'guichet',
    });
    const who = { nom: 'Violette Arbousier', courriel: null, telephone: null };
    await avis.dans(async (db) => {
      const { trouvailles } = await chercherPersonne(db, '66', who);
      const own = trouvailles.filter(({ table }) => table === 'personne');
      expect(own).toHaveLength(1);
      const all = await exporterLignes(db, '66', own);
      expect(all.map(({ table }) => table)).toEqual(expect.arrayContaining(['personne', 'rendez_vous']));
      const today = avis.clock().toZonedDateTimeISO('Europe/Paris').toPlainDate();
      const sorts = await effacerToutes(db, { territoireId: '66', now: avis.clock(), today }, own);
      expect(sorts.map(({ fait }) => fait)).toEqual(['effacee']);
    });
    expect(await avis.lire(rdv)).toMatchObject({ prenom: null, personneId: null });
    expect(await avis.base.owner.selectFrom('personne').select('id').execute()).toEqual([]);
  });
});

test('scénario 15 : passé la durée, plus rien d’une personne dans aucune colonne ; les comptes par lieu et motif sont les mêmes', async () => {
  const MOTS = [
    'Zéphyrine',
    'Quolibetskaïa',
    '06 39 98 77 77',
    '+33639987777',
    'zephyrine@',
    'Tancrède',
    'Falbalasse',
    'brindezingue',
  ];
  const id = await creer({ prenom: 'Zéphyrine', nom: 'Quolibetskaïa', telephone: '06 39 98 77 77' });
  const who = {
    ...{ personneId: id, prenom: 'Zéphyrine', telephone: '06 39 98 77 77', courriel: 'zephyrine@brindezingue.invalid' },
    ...{ besoin: 'Ma Falbalasse', prescripteurNom: 'Tancrède', prescripteurCourriel: 'tancrede@brindezingue.invalid' },
  };
  const seance = await avis.seance('2026-11-25');
  const rdvs = [
    await avis.rdv(seance, '09:00', { ...who, statut: 'recu' }),
    await avis.rdv(seance, '09:30', { ...who, statut: 'annule', annulePar: 'agent', annuleMotif: 'Tancrède malade' }),
    await avis.rdv(seance, '10:00', { ...who, statut: 'absent', prevenir: 'appel' }),
  ];
  await avis.attente({
    ...who,
    besoin: undefined,
    prescripteurNom: undefined,
    prescripteurCourriel: undefined,
    au: Temporal.PlainDate.from('2026-11-26'),
  });
  await avis.dans((db) => prevenir(db, avis.chez(), rdvs, 'change'));
  const compter = async () => (await equipe.get('/rendez-vous.csv')).text;
  const before = await compter();
  expect(before).toContain('novembre 2026;Médiathèque de Céret;Démarches en ligne;3;1;1;1');

  const bytes = async () => {
    const { rows } = await sql<{
      nom: string;
    }>`select quote_ident(table_schema) || '.' || quote_ident(table_name) as nom
      from information_schema.tables where table_schema in ('public', 'travaux') and table_type = 'BASE TABLE'`.execute(
      avis.base.owner,
    );
    const found: string[] = [];
    for (const { nom } of rows) {
      const { rows: all } = await sql<{ t: string }>`select t::text as t from ${sql.raw(nom)} t`.execute(
        avis.base.owner,
      );
      for (const { t } of all)
        for (const mot of MOTS) if (t.toLowerCase().includes(mot.toLowerCase())) found.push(`${nom}: ${mot}`);
    }
    return found;
  };
  expect((await bytes()).length).toBeGreaterThan(10);
  const later = Temporal.Instant.from('2028-06-01T01:00:00Z');
  const removed = await avis.dans((db) =>
    appliquerConservation(db, { id: '66', dureesConservation: {} }, Temporal.PlainDate.from('2028-06-01'), later),
  );
  expect(removed['rendezvous']).toBeGreaterThan(0);
  expect(removed['personnes']).toBeGreaterThan(0);
  expect(removed['sms']).toBeGreaterThan(0);
  expect(await bytes()).toEqual([]);
  const visitor = await avis.site.signedIn(avis.small.comptes.equipe);
  expect((await visitor.get('/rendez-vous.csv')).text).toBe(before);
  const acts = await sql<{
    acte: string;
  }>`select acte from journal_entree where acte = 'effacer ce qui a passé sa durée'`.execute(avis.base.owner);
  expect(acts.rows.length).toBeGreaterThan(0);
  // Twice is once.
  const again = await avis.dans((db) =>
    appliquerConservation(db, { id: '66', dureesConservation: {} }, Temporal.PlainDate.from('2028-06-01'), later),
  );
  expect([again['rendezvous'], again['personnes']]).toEqual([0, 0]);
});
