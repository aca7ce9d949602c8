import { createHash, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { demo } from '../../../../db/demo/ids.ts';
import { lireCachets } from '../../../../test/cachet.ts';
import { cachetExpire, EXPIRE, testSealers } from '../../../../test/cachets-memoire.ts';
import { dessin, MANDAT_SAISI } from '../../../../test/mandat-saisi.ts';
import { errorsOf, useMandatSite } from '../../../../test/mandat-site.ts';
import { openSite } from '../../../../test/visitor.ts';
import { inTerritoire } from '../../../platform/db.ts';
import { closePdf } from '../../../platform/pdf/render.ts';
import { allTerritoires } from '../../territoires/store.ts';
import { lireNotice } from '../notice/notice.ts';
import { publierNotice } from '../notice/store.ts';
import { NOTICE_1 } from '../rules.ts';
import { findMandat, lireMandats } from '../store.ts';

const site = useMandatSite();
afterAll(closePdf);
beforeEach(() => site.at(site.a('10:00')));

const idOf = (mandat: string) => mandat.replace('/mandats/', '');
const row = (mandat: string) =>
  site.base.owner.selectFrom('mandat').selectAll().where('id', '=', idOf(mandat)).executeTakeFirstOrThrow();
const chez = <T,>(work: Parameters<typeof inTerritoire<T>>[2]) => inTerritoire(site.base.request, '66', work);

describe('Scénario 1 : un mandat signé', () => {
  test('est scellé, prouvé et rendu, en une seule transaction', async () => {
    const mandat = await site.brouillon({ l2_nature: 'donnees', l2_objet: 'Mon relevé', l2_operateur: 'carsat' });
    const { status, location } = await site.signer(mandat);
    expect([status, location]).toEqual([303, `${mandat}/signe`]);
    const kept = await row(mandat);
    expect(kept).toMatchObject({ etat: 'signe', forme: 'tablette', noticeVersion: 1, agentId: demo.agents.demo });
    expect(kept.signeAt).toEqual(site.now);
    const territoire = (await allTerritoires(site.base.owner)).find(({ id }) => id === '66');
    if (territoire === undefined) throw new Error('The demo territoire is missing');
    const { sha256, delaiTiersHeures } = await chez((db) => lireNotice(db, territoire, 1));
    expect(kept).toMatchObject({ delaiTiersHeures, noticeSha256: Buffer.from(sha256, 'hex') });
    expect(kept.finPrevueAt).toEqual(
      site.today.add({ months: 3, days: 1 }).toZonedDateTime('Europe/Paris').toInstant(),
    );
    const { bytes, headers } = await site.agent.get(`${mandat}/document.pdf`);
    expect(headers.get('content-disposition')).toBe(`inline; filename="mandat-${kept.code}.pdf"`);
    expect(Buffer.from(kept.documentSha256 ?? [])).toEqual(createHash('sha256').update(bytes).digest());
    expect(await lireCachets(bytes)).toMatchObject([
      { kind: 'ETSI.CAdES.detached', date: site.now.toString({ smallestUnit: 'second' }) },
    ]);
    expect(
      await site.base.owner.selectFrom('mandatTrait').selectAll().where('mandatId', '=', kept.id).execute(),
    ).toHaveLength(2);
    const lien = await site.base.owner
      .selectFrom('mandatLien')
      .selectAll()
      .where('mandatId', '=', kept.id)
      .executeTakeFirstOrThrow();
    expect(lien).toMatchObject({ origine: 'copie', usedAt: null, expireAt: kept.finPrevueAt });
    const found = await chez((db) => findMandat(db, '66', kept.id));
    const lu =
      found && (await chez((db) => lireMandats({ db, cles: site.cles }, '66', [found], site.now))).get(kept.id);
    expect(lu?.identite).toMatchObject({
      nom: 'Exemplaire',
      verification: { piece: 'carte_identite', isPerimee: false },
    });
    expect([...(lu?.objets.values() ?? [])].map(({ nature }) => nature)).toEqual(['demarche', 'donnees']);
  });

  test('laisse au journal ce qui est fait, et rien de qui', async () => {
    const mandat = await site.signe();
    await site.agent.get(`${mandat}/document.pdf`);
    await site.agent.get(`${mandat}/copie.pdf`);
    const lines = await site.base.owner
      .selectFrom('journalEntree')
      .selectAll()
      .where('objetId', '=', idOf(mandat))
      .orderBy('id')
      .execute();
    expect(lines.map(({ acte }) => acte)).toEqual([
      'préparer un mandat',
      'relire un mandat à signer',
      'signer un mandat',
      'lire le document d’un mandat',
      'imprimer la copie d’un mandat',
    ]);
    for (const table of ['journal_entree', 'envoi', 'courriel', 'mandat', 'mandat_demarche', 'mandat_trait']) {
      const { rows } = await sql`select t::text from ${sql.table(table)} t`.execute(site.base.owner);
      expect(JSON.stringify(rows), table).not.toMatch(/Exemplaire|logement/);
    }
  });

  test('sans cachet, ou quand la fin échoue, rien n’est signé et les traits resservent', async () => {
    const mandat = await site.brouillon();
    const sent = await site.signatures(mandat);
    const bugs: string[] = [];
    const broken = (sealers: typeof testSealers | undefined) =>
      openSite(site.base.request, {
        cles: site.cles,
        clock: () => site.now,
        sealers: sealers as typeof testSealers,
        onBug: (_, where) => bugs.push(where),
      }).signedIn(demo.comptes.agent, { confirme: true });
    const away = { ...testSealers, seal: () => Promise.reject(new Error('away')) };
    for (const sealers of [undefined, away]) {
      const answer = await (await broken(sealers)).post(`${mandat}/signer`, sent);
      expect(answer.status).toBe(500);
    }
    expect(bugs).toEqual(['POST /mandats/:mandat/signer', 'POST /mandats/:mandat/signer']);
    expect((await row(mandat)).etat).toBe('brouillon');
    expect((await site.agent.post(`${mandat}/signer`, sent)).status).toBe(303);
  });

  test('quand le cachet ne scelle plus, la page le dit avant, et l’envoi garde les traits', async () => {
    const mandat = await site.brouillon();
    const sent = await site.signatures(mandat);
    await site.at(site.now, cachetExpire);
    const page = await site.agent.get(`${mandat}/signer`);
    expect([page.status, page.text.includes('name="traitMandant"')]).toEqual([200, false]);
    expect(page.text).toContain(EXPIRE);
    // It expired while they were signing.
    const answer = await site.agent.post(`${mandat}/signer`, sent);
    expect(answer.status).toBe(422);
    expect(errorsOf(answer.text)).toEqual([EXPIRE]);
    expect(answer.text).toContain(`name="traitMandant" value="${sent['traitMandant']}"`);
    expect((await row(mandat)).etat).toBe('brouillon');
    await site.at(site.now);
    expect((await site.agent.post(`${mandat}/signer`, sent)).status).toBe(303);
  });

  test('la copie porte le code et le lien, jusqu’à minuit ; la base ne les a pas', async () => {
    const mandat = await site.signe();
    const copie = await site.agent.get(`${mandat}/copie.pdf`);
    expect(copie.headers.get('content-type')).toBe('application/pdf');
    expect((await site.agent.get(`${mandat}/signe`)).text).toContain('Imprimer la copie');
    await site.at(site.a('00:00', site.today.add({ days: 1 })));
    expect((await site.agent.get(`${mandat}/copie.pdf`)).location).toBe(`${mandat}/signe`);
    expect((await site.agent.get(`${mandat}/signe`)).text).not.toContain('Imprimer la copie');
    expect((await site.agent.get(`${mandat}/document.pdf`)).status).toBe(200);
  });

  test('un autre agent n’en lit rien, le suppléant nommé lit le document', async () => {
    const seul = await site.signe();
    const avec = await site.signe({ suppleant: demo.agents.autre });
    const { id } = await site.base.owner
      .insertInto('compte')
      .values({
        territoireId: '66',
        id: randomUUID(),
        courriel: 'suppleant@exemple.fr',
        nom: 'Suppléant d’essai',
        role: 'agent',
        agentId: demo.agents.autre,
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning('id')
      .executeTakeFirst()
      .then(
        async (made) =>
          made ??
          (await site.base.owner
            .selectFrom('compte')
            .select('id')
            .where('agentId', '=', demo.agents.autre)
            .executeTakeFirstOrThrow()),
      );
    const autre = await site.signedIn(id);
    expect((await autre.get(`${seul}/document.pdf`)).status).toBe(404);
    expect((await autre.get(`${avec}/document.pdf`)).status).toBe(200);
    expect((await autre.get(`${avec}/copie.pdf`)).status).toBe(404);
    expect((await autre.post(`${avec}/signer`)).status).toBe(404);
  });
});

describe('Scénario 6 : ce qui a été montré est ce qui est signé', () => {
  test('modifié dans un autre onglet, il est montré à nouveau, et les signatures sont annulées', async () => {
    const mandat = await site.brouillon();
    const sent = await site.signatures(mandat);
    await site.agent.post(`${mandat}/modifier`, { ...MANDAT_SAISI, l1_objet: 'Demander la prime d’activité' });
    const answer = await site.agent.post(`${mandat}/signer`, sent);
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('Le texte du mandat n’est plus celui qui a été montré');
    expect(answer.text).not.toContain('La notice d’information a changé');
    expect(answer.text).toContain('Demander la prime d’activité');
    expect(answer.text).toContain('name="traitMandant" value=""');
    expect((await row(mandat)).etat).toBe('brouillon');
  });

  test('la notice publiée entre-temps, ou un réglage, aussi', async () => {
    const mandat = await site.brouillon();
    const sent = await site.signatures(mandat);
    const texte = { ...NOTICE_1, secret: 'L’agent se tait.' };
    await chez((db) => publierNotice(db, '66', texte, { compteId: demo.comptes.dpo, now: site.now }));
    const answer = await site.agent.post(`${mandat}/signer`, sent);
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('La notice d’information a changé : c’est maintenant la version 2.');
    expect(answer.text).toContain('L’agent se tait.');
    const again = await site.signatures(mandat);
    await site.base.owner
      .insertInto('mandatReglages')
      .values({
        territoireId: '66',
        piecesAcceptees: ['passeport'],
        perimeesAcceptees: true,
        dureeDefautMois: 1,
        dureeMaxMois: 2,
        delaiTiersHeures: 72,
        rappelJours: 7,
      })
      .execute();
    const settings = await site.agent.post(`${mandat}/signer`, again);
    expect(settings.text).toContain('Les réglages du Département ont changé');
    // What was prepared no longer goes, even once shown again.
    const stuck = await site.signer(mandat);
    expect(errorsOf(stuck.text)).toEqual([
      expect.stringContaining('n’accepte pas ce document'),
      expect.stringContaining('2 mois'),
    ]);
    await site.base.owner.deleteFrom('mandatReglages').execute();
    expect((await site.signer(mandat)).status).toBe(303);
    expect((await row(mandat)).noticeVersion).toBe(2);
  });

  test.each([
    ['absente', ''],
    ['d’un autre', 'a.b.c'],
    ['hostile', "'; drop table mandat; --"],
  ])('une empreinte %s est refusée', async (_, vu) => {
    const mandat = await site.brouillon();
    expect((await site.signer(mandat, { vu })).status).toBe(422);
    expect((await row(mandat)).etat).toBe('brouillon');
  });
});

describe('Scénario 7 : deux signatures, dessinées ici', () => {
  test.each([
    ['vide', { traitMandant: '' }, 'traitMandant'],
    ['d’un point', { traitMandataire: '[[[10,10]]]' }, 'traitMandataire'],
    ['la même pour les deux', { traitMandant: dessin(901), traitMandataire: dessin(901) }, 'traitMandataire'],
    ['en SVG', { traitMandant: '<svg onload="alert(1)"/>' }, 'traitMandant'],
    ['coupée', { traitMandant: '[[[1,2],' }, 'traitMandant'],
    ['hors du cadre', { traitMandant: '[[[0,0],[9000,90]]]' }, 'traitMandant'],
  ])('%s, elle est refusée sur son cadre', async (_, changes, field) => {
    const mandat = await site.brouillon();
    const answer = await site.signer(mandat, changes);
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(`href="#champ-${field}"`);
    expect(answer.text).not.toContain('<svg onload');
    expect((await row(mandat)).etat).toBe('brouillon');
  });

  test('celle qui a déjà signé ne signe pas un autre mandat, même déplacée', async () => {
    const first = await site.brouillon();
    const sent = await site.signatures(first);
    expect((await site.agent.post(`${first}/signer`, sent)).status).toBe(303);
    const second = await site.brouillon();
    const moved = JSON.stringify(
      (JSON.parse(sent['traitMandant'] ?? '') as [number, number][][]).map((trait) =>
        trait.map(([x, y]) => [x + 20, y + 5]),
      ),
    );
    const answer = await site.signer(second, { traitMandataire: moved });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('L’un de ces dessins a déjà signé un mandat');
  });

  test('10 Mo de traits sont refusés avant d’être lus', async () => {
    const mandat = await site.brouillon();
    const answer = await site.signer(mandat, { traitMandant: `[[${'[1,2],'.repeat(1_700_000)}[1,2]]]` });
    expect(answer.status).toBe(413);
    expect((await row(mandat)).etat).toBe('brouillon');
  });

  test('sans les deux cases, le dessin reste et rien n’est signé', async () => {
    const mandat = await site.brouillon();
    const sent = await site.signatures(mandat);
    const answer = await site.agent.post(`${mandat}/signer`, { ...sent, noticeLue: '', accord: '' });
    expect(errorsOf(answer.text)).toHaveLength(2);
    expect(answer.text).toContain(`name="traitMandant" value="${sent['traitMandant']}"`);
  });
});

describe('Scénario 8 : une seule signature', () => {
  test('le même envoi répété mène au même endroit ; avec d’autres réponses, ou d’un autre onglet, 409', async () => {
    const mandat = await site.brouillon();
    const sent = { ...(await site.signatures(mandat)), _cle: randomUUID() };
    const answers = await Promise.all([1, 2, 3].map(() => site.agent.post(`${mandat}/signer`, sent)));
    expect(answers.map(({ status, location }) => `${status} ${location}`)).toEqual(
      Array(3).fill(`303 ${mandat}/signe`),
    );
    expect((await site.agent.post(`${mandat}/signer`, { ...sent, traitMandant: dessin(950) })).status).toBe(409);
    const replay = await site.agent.post(`${mandat}/signer`, { ...sent, _cle: randomUUID() });
    expect(replay.status).toBe(409);
    expect(replay.text).toContain('Ce mandat est déjà signé');
    const demarches = await site.base.owner
      .selectFrom('mandatDemarche')
      .select('id')
      .where('mandatId', '=', idOf(mandat))
      .execute();
    expect(demarches).toHaveLength(1);
  });

  test('deux onglets à la fois : un mandat, l’autre reçoit 409', async () => {
    const mandat = await site.brouillon();
    const [one, two] = [await site.signatures(mandat), await site.signatures(mandat)];
    const answers = await Promise.all([one, two].map((sent) => site.agent.post(`${mandat}/signer`, sent)));
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 409]);
    for (const path of ['modifier', 'abandonner']) {
      expect((await site.agent.post(`${mandat}/${path}`, MANDAT_SAISI)).location, path).toBe(`${mandat}/signe`);
    }
    expect((await row(mandat)).etat).toBe('signe');
  });
});

describe('Scénario 14 : renouveler', () => {
  test('reprend le mandat mais pas la vérification, et l’ancien ne change pas', async () => {
    const old = await site.signe({ mandantTelephone: '04 68 00 00 00' });
    const before = await row(old);
    const shown = await site.agent.get(`${old}/renouveler`);
    expect(shown.text).toContain('value="Exemplaire"');
    expect(shown.text).toContain('04 68 00 00 00');
    expect(shown.text).not.toMatch(/name="pieceVue"[^>]*checked/);
    const remplace = idOf(old);
    const unchecked = await site.prepare({ remplace, pieceVue: '' });
    expect(errorsOf(unchecked.text)).toEqual(['Choisissez le document que la personne a montré.']);
    const renewed = await site.signe({ remplace });
    expect((await row(renewed)).remplaceId).toBe(remplace);
    const { copie: _, updatedAt: __, ...same } = before;
    expect(await row(old)).toMatchObject(same);
  });

  test('ne repropose pas ce que la personne vient de retirer, encore lisible pour prévenir les tiers', async () => {
    const old = await site.signe({ l2_nature: 'donnees', l2_objet: 'Mes trimestres', l2_operateur: 'carsat' });
    expect((await site.agent.get(`${old}/renouveler`)).text).toContain('value="Mes trimestres"');
    await site.agent.post(`${old}/retirer`, { rang: '2' });
    const part = (await site.agent.get(`${old}/renouveler`)).text;
    expect(part).toMatch(/name="l1_objet"[^>]* value="Demander/);
    expect(part).not.toContain('Mes trimestres');
    await site.agent.post(`${old}/retirer`, { rang: '1' });
    expect((await site.agent.get(`${old}/renouveler`)).text).not.toMatch(/name="l1_objet"[^>]* value="[^"]|Exemplaire/);
  });

  test('hors séance, c’est refusé ; le mandat d’un autre aussi', async () => {
    const old = await site.signe();
    const elsewhere = await site.prepare({ remplace: randomUUID() });
    expect(errorsOf(elsewhere.text)).toEqual(['Le mandat à remplacer n’est pas l’un des vôtres.']);
    await site.at(site.a('23:00'));
    expect((await site.agent.get(`${old}/renouveler`)).text).toContain('la personne présente');
    expect((await site.prepare({ remplace: idOf(old) })).status).toBe(422);
  });
});

describe('Scénario 15 : noms hostiles et heures', () => {
  test.each([
    ['d’un script', '<script>alert(1)</script>'],
    ['d’apostrophes', "L’Hôte d'Éçà ''; --"],
    ['de Typst', '#panic("x") $ [ ] *gras* _i_ \\ @ref'],
    ['de 100 caractères', 'É'.repeat(100)],
    ['d’un autre alphabet', 'Ольга 王小明 🦊'],
  ])('un nom %s se signe, et le PDF se fait', async (_, mandantNom) => {
    const mandat = await site.signe({ mandantNom, l1_objet: `Demander ${mandantNom.slice(0, 60)}` });
    const { bytes, status } = await site.agent.get(`${mandat}/document.pdf`);
    expect(status).toBe(200);
    expect(await lireCachets(bytes)).toHaveLength(1);
  });

  test('un nom de 300 caractères, ou retourné, est refusé et se corrige', async () => {
    for (const mandantNom of ['a'.repeat(300), 'Colette \u202Eeslaf']) {
      const { status, text } = await site.prepare({ mandantNom });
      expect(status).toBe(422);
      expect(text).toContain('href="#champ-mandantNom"');
    }
  });

  test('l’heure est celle du serveur : ce que la tablette prétend ne compte pas', async () => {
    const mandat = await site.brouillon();
    const answer = await site.signer(mandat, { signeAt: '2030-01-01T00:00:00Z', date: '2030-01-01' });
    expect(answer.status).toBe(303);
    expect((await row(mandat)).signeAt).toEqual(site.now);
  });

  test('l’autorité d’horodatage muette n’empêche pas de signer', async () => {
    const mandat = await site.signe();
    expect((await row(mandat)).horodateAt).toBeNull();
  });
});
