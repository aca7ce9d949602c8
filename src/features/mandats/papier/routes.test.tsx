import { createHash } from 'node:crypto';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { demo } from '../../../../db/demo/ids.ts';
import { lireCachets } from '../../../../test/cachet.ts';
import { cachetExpire, EXPIRE } from '../../../../test/cachets-memoire.ts';
import { MANDAT_SAISI } from '../../../../test/mandat-saisi.ts';
import { errorsOf, useMandatSite } from '../../../../test/mandat-site.ts';
import { jpegDeTelephone, pngBavard, SECRETS } from '../../../../test/photos.ts';
import { closePdf } from '../../../platform/pdf/render.ts';
import { abandonnerBrouillonsPerimes } from '../preparation/store.ts';
import { REGLAGES_PROPOSES } from '../rules.ts';

const site = useMandatSite();
afterAll(closePdf);
beforeEach(() => site.at(site.a('11:00')));

const numeros = async () =>
  (
    await site.base.owner
      .selectFrom('mandatPapier')
      .select('numero')
      .where('agentId', '=', demo.agents.demo)
      .where('mandatId', 'is', null)
      .where('annuleAt', 'is', null)
      .orderBy('numero')
      .execute()
  ).map(({ numero }) => numero);

/** One form printed this morning. */
async function imprime(heure = '09:00'): Promise<string> {
  const known = new Set(await numeros());
  const now = site.now;
  await site.at(site.a(heure));
  await site.agent.post('/mandats/papier', { nombre: '1' });
  await site.at(now);
  const numero = (await numeros()).find((one) => !known.has(one));
  if (numero === undefined) throw new Error('No form was printed');
  return numero;
}

const formulaire = (numero: string) =>
  site.base.owner.selectFrom('mandatPapier').selectAll().where('numero', '=', numero).executeTakeFirstOrThrow();
/** The mandat of « /mandats/…/signe ». */
const row = (signe: string) =>
  site.base.owner
    .selectFrom('mandat')
    .selectAll()
    .where('id', '=', signe.split('/')[2] ?? '')
    .executeTakeFirstOrThrow();

async function pdf(): Promise<Uint8Array> {
  await imprime();
  return (await site.agent.get('/mandats/papier/formulaires.pdf')).bytes;
}

type Envoi = { readonly scan?: Uint8Array; readonly nom?: string } & Readonly<Record<string, unknown>>;

function enregistrer(numero: string, { scan, nom = 'scan.pdf', ...changes }: Envoi = {}) {
  const form = new FormData();
  const fields = { ...MANDAT_SAISI, numero, signeLe: site.today.toString(), signeA: '10:15', ...changes };
  for (const [name, value] of Object.entries(fields)) form.set(name, String(value));
  if (scan !== undefined) form.set('scan', new File([new Uint8Array(scan)], nom));
  return site.agent.upload('/mandats/papier/enregistrer', form);
}

describe('Les formulaires numérotés', () => {
  test('de 1 à 20 à la fois, chacun à son agent, chacun son numéro', async () => {
    for (const nombre of ['0', '21', '', '1e1', '-3']) {
      expect((await site.agent.post('/mandats/papier', { nombre })).status, nombre).toBe(422);
    }
    const before = (await numeros()).length;
    await site.agent.post('/mandats/papier', { nombre: '20' });
    const all = await numeros();
    expect(all.length).toBe(before + 20);
    expect(new Set(all).size).toBe(all.length);
    const page = await site.agent.get('/mandats/papier');
    for (const numero of all) expect(page.text).toContain(numero);
    const { bytes, headers } = await site.agent.get('/mandats/papier/formulaires.pdf');
    expect(headers.get('content-type')).toBe('application/pdf');
    expect(Buffer.from(bytes.subarray(0, 5)).toString()).toBe('%PDF-');
    expect((await (await site.signedIn(demo.comptes.equipe)).get('/mandats/papier')).status).toBe(403);
  });

  test('un numéro s’annule une fois, avec sa raison, et ne s’enregistre plus', async () => {
    const numero = await imprime();
    expect(errorsOf((await site.agent.post('/mandats/papier/annuler', { numero })).text)).toEqual([
      'Choisissez pourquoi ce numéro est annulé.',
    ]);
    expect((await site.agent.post('/mandats/papier/annuler', { numero, raison: 'perdu' })).status).toBe(303);
    expect((await site.agent.post('/mandats/papier/annuler', { numero, raison: 'perdu' })).status).toBe(422);
    const sent = await enregistrer(numero, { scan: await pdf() });
    expect(errorsOf(sent.text)).toEqual([expect.stringContaining('un numéro ne sert qu’une fois')]);
  });
});

describe('Enregistrer un mandat papier', () => {
  test('le scan PDF est gardé octet pour octet, scellé à sa suite, et lié à la séance qui était en cours', async () => {
    const numero = await imprime();
    const scan = await pdf();
    const { status, location } = await enregistrer(numero, { scan });
    expect(status).toBe(303);
    const kept = await site.base.owner
      .selectFrom('mandat')
      .selectAll()
      .where('id', '=', (location ?? '').split('/')[2] ?? '')
      .executeTakeFirstOrThrow();
    expect(kept).toMatchObject({ forme: 'papier', etat: 'signe', seanceId: site.seance, traits: [] });
    expect(kept.signeAt).toEqual(site.a('10:15'));
    const { bytes } = await site.agent.get(`/mandats/${kept.id}/document.pdf`);
    expect(Buffer.from(bytes.subarray(0, scan.length)).equals(Buffer.from(scan))).toBe(true);
    expect(Buffer.from(kept.documentSha256 ?? [])).toEqual(createHash('sha256').update(bytes).digest());
    expect(await lireCachets(bytes)).toHaveLength(1);
    expect((await site.agent.get(`/mandats/${kept.id}/copie.pdf`)).status).toBe(200);
    // A number serves once.
    expect((await enregistrer(numero, { scan })).status).toBe(422);
    expect((await site.agent.get('/mandats/papier')).text).toContain(`/mandats/${kept.id}`);
  });

  test('enregistré le lendemain, sa copie s’imprime ce jour-là, et la nuit d’après l’oublie', async () => {
    const numero = await imprime();
    const scan = await pdf();
    const lendemain = site.today.add({ days: 1 });
    await site.at(site.a('09:00', lendemain));
    const { location } = await enregistrer(numero, { scan });
    const signe = location ?? '';
    expect((await site.agent.get(signe)).text).toContain('Imprimer la copie');
    const places = { database: site.base.request, cles: site.cles };
    await abandonnerBrouillonsPerimes(places, '66', site.a('23:30', lendemain));
    const copie = signe.replace(/signe$/, 'copie.pdf');
    expect((await site.agent.get(copie)).headers.get('content-type')).toBe('application/pdf');
    const minuit = site.a('00:00', lendemain.add({ days: 1 }));
    await site.at(minuit);
    expect((await site.agent.get(copie)).location).toBe(signe);
    await abandonnerBrouillonsPerimes(places, '66', minuit);
    expect((await row(signe)).copie).toBeNull();
  });

  test('garde la notice et le délai du papier imprimé, quoi qu’il ait changé depuis', async () => {
    const numero = await imprime();
    const scan = await pdf();
    const known = { ...REGLAGES_PROPOSES, piecesAcceptees: [...REGLAGES_PROPOSES.piecesAcceptees] };
    const { visa: _, ...reglages } = known;
    const printed = await formulaire(numero);
    await site.base.owner
      .insertInto('mandatReglages')
      .values({ territoireId: '66', ...reglages, delaiTiersHeures: 24 })
      .execute();
    // One number never stands under two texts.
    const again = await site.agent.get('/mandats/papier/formulaires.pdf');
    expect(again.status).toBe(422);
    expect(errorsOf(again.text)).toEqual([expect.stringContaining('a changé depuis')]);
    const paper = await row((await enregistrer(numero, { scan })).location ?? '');
    const other = await imprime('09:30');
    const lot = encodeURIComponent(site.a('09:30').toString());
    expect((await site.agent.get(`/mandats/papier/formulaires.pdf?lot=${lot}`)).status).toBe(200);
    await site.base.owner.deleteFrom('mandatReglages').execute();
    await site.agent.post('/mandats/papier/annuler', { numero: other, raison: 'inutile' });
    expect(printed).toMatchObject({ delaiTiersHeures: 72 });
    expect(paper).toMatchObject({ delaiTiersHeures: 72, noticeSha256: printed.noticeSha256 });
    const after = await formulaire(other);
    expect(after.delaiTiersHeures).toBe(24);
    expect(after.noticeSha256).not.toEqual(printed.noticeSha256);
  });

  test('sans cachet qui scelle, la page le dit d’abord, et l’envoi est refusé sans rien perdre', async () => {
    const numero = await imprime();
    const scan = await pdf();
    await site.at(site.now, cachetExpire);
    expect((await site.agent.get('/mandats/papier/enregistrer')).text).toContain(EXPIRE);
    const { status, text } = await enregistrer(numero, { scan });
    expect(status).toBe(422);
    expect(errorsOf(text)).toEqual([EXPIRE]);
    expect(text).toContain('value="Exemplaire"');
    expect(await numeros()).toContain(numero);
  });

  test('une image est mise en page, sans ce que l’appareil y avait noté', async () => {
    const { location } = await enregistrer(await imprime(), { scan: jpegDeTelephone(), nom: 'scan.jpg' });
    const { bytes } = await site.agent.get((location ?? '').replace(/signe$/, 'document.pdf'));
    expect(await lireCachets(bytes)).toHaveLength(1);
    for (const secret of SECRETS) expect(Buffer.from(bytes).includes(secret), secret).toBe(false);
  });

  test('scénario 2 : ni hors séance, ni à venir, ni avant l’impression, ni après trente jours', async () => {
    const numero = await imprime();
    const scan = await pdf();
    const tried = async (changes: Record<string, string>) =>
      errorsOf((await enregistrer(numero, { scan, ...changes })).text);
    expect(await tried({ signeA: '11:01' })).toEqual([expect.stringContaining('à venir')]);
    expect(await tried({ signeA: '08:45' })).toEqual([expect.stringContaining('n’a pas pu être signé avant')]);
    const old = site.today.subtract({ days: 31 }).toString();
    expect(await tried({ signeLe: old })).toEqual([expect.stringContaining('dans les 30 jours')]);
    expect(await tried({ signeLe: '2026-02-31' })).toEqual([expect.stringContaining('n’existe pas')]);
    await site.at(site.a('14:00'));
    expect(await tried({ signeA: '13:30' })).toEqual([expect.stringContaining('Aucune de vos séances')]);
    expect((await enregistrer(numero, { scan })).status).toBe(303);
  });

  test('scénario 4 : l’âge est celui du jour de la signature', async () => {
    const { text } = await enregistrer(await imprime(), {
      scan: await pdf(),
      mandantNaissance: site.today.subtract({ years: 18 }).add({ days: 1 }).toString(),
    });
    expect(errorsOf(text)).toEqual([expect.stringContaining('mineure jusqu’au')]);
  });

  test.each([
    ['absent', undefined, 'Joignez le mandat'],
    ['d’un autre genre', Buffer.from('<svg onload="alert(1)"/>'), 'ni un PDF, ni une image'],
    ['coupé', Buffer.from('%PDF-1.7\n1 0 obj'), 'abîmé ou incomplet'],
    ['d’une image coupée', pngBavard().subarray(0, 60), 'abîmé ou incomplet'],
    ['d’une image qui ne se dessine pas', pngBavard(), 'abîmé ou incomplet'],
    ['d’une image immense', pngBavard({ cote: 40_000 }), 'dépasse 10 Mo'],
    ['avec un script', Buffer.from('%PDF-1.4\n1 0 obj<</OpenAction<</S/JavaScript/JS(x)>>>>endobj\n%%EOF'), 'script'],
  ])('un scan %s est refusé, et ce qui était saisi reste', async (_, scan, message) => {
    const numero = await imprime();
    const { status, text } = await enregistrer(numero, scan === undefined ? {} : { scan });
    expect(status).toBe(422);
    expect(errorsOf(text)).toEqual([expect.stringContaining(message)]);
    expect(text).toContain('value="Exemplaire"');
    expect(await numeros()).toContain(numero);
  });

  test('trop lourd, ou accompagné d’un autre fichier, il est refusé', async () => {
    const numero = await imprime();
    const heavy = await enregistrer(numero, { scan: new Uint8Array(10 * 1024 * 1024 + 1) });
    expect(errorsOf(heavy.text)).toEqual([expect.stringContaining('dépasse 10 Mo')]);
    expect((await enregistrer(numero, { scan: new Uint8Array(11 * 1024 * 1024) })).status).toBe(413);
  });

  test('deux envois à la fois du même numéro : un mandat', async () => {
    const numero = await imprime();
    const scan = await pdf();
    const answers = await Promise.all([1, 2].map(() => enregistrer(numero, { scan })));
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 422]);
    const used = await site.base.owner
      .selectFrom('mandatPapier')
      .select('mandatId')
      .where('numero', '=', numero)
      .executeTakeFirstOrThrow();
    expect(used.mandatId).not.toBeNull();
  });

  test('sans le code redonné, rien ne s’enregistre', async () => {
    const distrait = await site.signedIn(demo.comptes.agent, false);
    expect((await distrait.get('/mandats/papier/enregistrer')).location).toMatch(/^\/confirmer/);
  });
});
