import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { useBase } from '../../../test/base.ts';
import { testCoffre } from '../../../test/coffre.ts';
import { runJobs } from '../../../test/jobs.ts';
import { IBAN, NIR, NIR_ECRIT } from '../../../test/numeros.ts';
import { type SmallTerritoire, seedSmallTerritoire } from '../../../test/small-territoire.ts';
import { startSmtp, type TestSmtp } from '../../../test/smtp.ts';
import { openSite } from '../../../test/visitor.ts';
import { inTerritoire } from '../../platform/db.ts';
import { mailTransport } from '../../platform/mail.ts';
import { adresseDesabonnement } from './desabonnement.ts';
import { REFUSABLES } from './rules.ts';
import { type Message, queueMail, refusDe, renvoyer } from './store.ts';

const base = useBase();
let ids: SmallTerritoire;
let site: ReturnType<typeof openSite>;
let smtp: TestSmtp;

beforeAll(async () => {
  ids = await seedSmallTerritoire(base.owner);
});
beforeEach(async () => {
  site = openSite(base.request);
  smtp = await startSmtp({ verdicts: { 'inconnu@exemple.fr': [550, 'User unknown'] } });
});
afterEach(async () => {
  await smtp.close();
  for (const table of ['courriel', 'identifiant', 'envoi'] as const) await base.owner.deleteFrom(table).execute();
});

const message: Message = {
  genre: 'compte',
  destinataire: 'equipe@exemple.fr',
  sujet: 'Été <b>',
  texte: 'Bonjour,\n\n1. ouvrez http://localhost/agenda\n2. lisez\n\n<script>alert(1)</script>',
};
const queue = (changes: Partial<Message> = {}, unique?: string) =>
  inTerritoire(base.request, '66', (db) =>
    queueMail(db, '66', { ...message, ...changes }, unique === undefined ? {} : { unique }),
  );
const refus = (courriel: string) => inTerritoire(base.request, '66', (db) => refusDe(db, '66', courriel));
const rows = () => base.owner.selectFrom('courriel').selectAll().orderBy('createdAt').execute();

async function send(): Promise<void> {
  const transport = mailTransport({ smtpUrl: smtp.url, from: 'Escale <ne-pas-repondre@exemple.fr>' });
  await runJobs(base, { transport });
  transport.close();
}

/** A quoted-printable or base64 part, read. */
const decoded = (text: string): string =>
  text
    .split(/(?=Content-Type: )/)
    .map((part) => {
      const body = part.slice(part.indexOf('\r\n\r\n') + 4);
      return part.includes('base64')
        ? Buffer.from(body.split('--')[0] ?? '', 'base64').toString('utf8')
        : Buffer.from(
            body
              .replaceAll(/=\r\n/g, '')
              .replaceAll(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
            'latin1',
          ).toString('utf8');
    })
    .join('\n');

describe('Un courriel', () => {
  test('part une fois, en deux formes qui disent la même chose', async () => {
    await queue();
    await send();
    await send();
    expect(smtp.received).toHaveLength(1);
    const text = decoded(smtp.received[0]?.text ?? '');
    expect(text).toContain('<a href="http://localhost/agenda"');
    expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(text).toContain('un compte vous est ouvert sur Escale');
    expect((await rows())[0]?.envoyeAt).not.toBeNull();
  });

  test('ne porte ni numéro de sécurité sociale, ni IBAN, ni mot de passe, d’où qu’ils lui viennent', async () => {
    const texte = `Bonjour,\n\nVotre message : « ${NIR_ECRIT}, mdp : Tournesol66 ».\n\n${IBAN}`;
    await queue({ sujet: `Au sujet de ${NIR}`, texte });
    const [kept] = await rows();
    expect(kept?.sujet).toBe('Au sujet de [numéro de sécurité sociale retiré]');
    await send();
    const [sent] = smtp.received;
    for (const secret of [NIR, NIR_ECRIT, IBAN, 'Tournesol66']) {
      expect(JSON.stringify(kept)).not.toContain(secret);
      expect(decoded(sent?.text ?? '')).not.toContain(secret);
    }
    expect(decoded(sent?.text ?? '')).toContain('mdp : [mot de passe retiré]');
  });

  test('demandé deux fois sous le même nom, part une fois', async () => {
    await queue({}, 'lundi');
    await queue({}, 'lundi');
    await queue({}, 'mardi');
    await send();
    expect(smtp.received).toHaveLength(2);
  });

  test('dont la transaction est annulée, ne part pas', async () => {
    const undone = inTerritoire(base.request, '66', async (db) => {
      await queueMail(db, '66', message);
      throw new Error('boom');
    });
    await expect(undone).rejects.toThrow('boom');
    await send();
    expect(smtp.received).toEqual([]);
  });

  test('refusé par le serveur, garde ce qu’il a dit, ne retient pas les autres, et se renvoie', async () => {
    await queue({ destinataire: 'inconnu@exemple.fr' });
    await queue();
    await send();
    expect(smtp.received).toHaveLength(1);
    const [lost] = await rows();
    expect(lost?.echec).toContain('User unknown');
    const again = () => inTerritoire(base.request, '66', (db) => renvoyer(db, '66', lost?.id ?? ''));
    expect(await again()).toBe(true);
    expect(await again()).toBe(false);
    await base.owner
      .updateTable('courriel')
      .set({ destinataire: 'connu@exemple.fr' })
      .where('id', '=', lost?.id ?? '')
      .execute();
    await send();
    expect(smtp.received.map(({ to }) => to[0])).toEqual(['equipe@exemple.fr', 'connu@exemple.fr']);
  });

  test('sans serveur, comme en démonstration, reste lisible et ne part pas', async () => {
    await queue();
    await runJobs(base);
    expect((await rows())[0]?.envoyeAt).toBeNull();
    const page = await site.anonymous().get('/demo/courriels');
    expect(page.text).toContain('Été &lt;b&gt;');
    const html = await site.anonymous().get(`/demo/courriels/${(await rows())[0]?.id}`);
    expect(html.text).toContain('<ol');
    expect(html.text).not.toContain('<script>');
  });
});

describe('Ne plus recevoir un courriel', () => {
  const lien = (destinataire = 'agent@exemple.fr', territoireId = '66') =>
    new URL(
      adresseDesabonnement(testCoffre, 'http://localhost', territoireId, { destinataire, genre: 'semaine' }) ?? '',
    );

  test('se fait sans se connecter, par un bouton ; la page seule ne fait rien', async () => {
    const { pathname, search, searchParams } = lien();
    const page = await site.anonymous().get(pathname + search);
    expect(page.text).toContain('Ma semaine');
    expect(await refus('agent@exemple.fr')).toEqual([]);
    const answer = await site.anonymous().post('/desabonnement', { jeton: searchParams.get('jeton') ?? '' });
    expect(answer.location).toBe('/desabonnement/fait');
    expect(await refus('agent@exemple.fr')).toEqual(['semaine']);
    // Twice is once.
    await site.anonymous().post('/desabonnement', { jeton: searchParams.get('jeton') ?? '' });
    expect(await refus('agent@exemple.fr')).toEqual(['semaine']);
  });

  test.each([
    ['vide', ''],
    ['inventé', 'abcdef'],
    ['trop long', 'a'.repeat(3000)],
    ['coupé', lien().searchParams.get('jeton')?.slice(0, -4) ?? ''],
    ['d’un autre territoire', lien('agent@exemple.fr', '00').searchParams.get('jeton') ?? ''],
  ])('par un lien %s, est refusé', async (_name, jeton) => {
    const answer = await site.anonymous().post('/desabonnement', { jeton });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('Ce lien ne fonctionne pas');
    expect(await refus('agent@exemple.fr')).toEqual([]);
    expect((await site.anonymous().get(`/desabonnement?jeton=${jeton}`)).status).toBe(200);
  });

  test('n’est pas proposé pour ce qui protège un compte', () => {
    const securite = { destinataire: 'a@exemple.fr', genre: 'securite' } as const;
    expect(adresseDesabonnement(testCoffre, 'http://localhost', '66', securite)).toBeUndefined();
  });

  test('se règle aussi dans « Mon compte », dans les deux sens', async () => {
    const visitor = await site.signedIn(ids.comptes.agent);
    const { courriel } = await base.owner
      .selectFrom('compte')
      .select('courriel')
      .where('id', '=', ids.comptes.agent)
      .executeTakeFirstOrThrow();
    const path = '/mon-compte/courriels';
    expect((await visitor.get(path)).text).toMatch(/value="semaine"[^>]*checked/);
    expect((await visitor.post(path)).location).toBe('/mon-compte');
    expect(await refus(courriel)).toEqual(REFUSABLES);
    expect((await visitor.get(path)).text).not.toMatch(/value="semaine"[^>]*checked/);
    await visitor.post(path, { recus: REFUSABLES });
    expect(await refus(courriel)).toEqual([]);
    expect((await visitor.post(path, { recus: 'securite' })).status).toBe(422);
  });
});
