import { beforeAll, describe, expect, test } from 'vitest';
import { demo, ids66, voisin } from '../../../../db/demo/ids.ts';
import { useBase } from '../../../../test/base.ts';
import { expectFrenchOrData } from '../../../../test/hostile-form.ts';
import { jpegDeTelephone, pngBavard, SECRETS } from '../../../../test/photos.ts';
import { openSite, type Visitor } from '../../../../test/visitor.ts';
import { formatDate } from '../../../domain/date.ts';
import { photoForm, visiteForm, visitePrevueForm } from './forms.ts';
import { MAX_PHOTO_OCTETS, MAX_PHOTOS } from './photo.ts';

const base = useBase({ demo: true });
const today = Temporal.Now.plainDateISO('Europe/Paris');
let site: ReturnType<typeof openSite>;
let equipe: Visitor;

beforeAll(async () => {
  site = openSite(base.request);
  equipe = await site.signedIn(demo.comptes.equipe);
});

async function visiter(
  autres: Readonly<Record<string, string>> = {},
  lieu: string = demo.lieux.alberes,
): Promise<string> {
  const sent = { constateLe: `${today}`, constatePar: 'Nour Bourdaine', internet: 'oui', ...autres };
  const { status, location } = await equipe.post(`/lieux/${lieu}/visite`, sent);
  expect(status).toBe(303);
  return location?.split('/')[2] ?? '';
}

function envoi(octets: Uint8Array, { nom = 'photo.jpg', type = 'image/jpeg', legende = '' } = {}): FormData {
  const form = new FormData();
  form.set('photo', new File([new Uint8Array(octets)], nom, { type }));
  form.set('legende', legende);
  return form;
}

const photosDe = (visiteId: string) =>
  base.owner.selectFrom('lieuPhoto').selectAll().where('visiteId', '=', visiteId).orderBy('id').execute();

describe('le rapport d’une visite (art. 1.2)', () => {
  test('dit chaque critère : vu, absent, pas vu, avec sa remarque', async () => {
    const id = await visiter({
      wifi: 'non',
      remarque_wifi: 'Borne en commande',
      remarque_telephone: 'Pièce fermée ce jour-là',
      precision: 'Rampe à demander à l’accueil.',
    });
    const { text } = await equipe.get(`/visites/${id}`);
    expect(text).toContain(`Visite du ${formatDate(today)}`);
    for (const said of ['Borne en commande', 'Pièce fermée ce jour-là', 'Rampe à demander à l’accueil.', 'pas vu']) {
      expect(text).toContain(said);
    }
    const rows = await base.owner.selectFrom('lieuConstat').selectAll().where('visiteId', '=', id).execute();
    expect(rows.map(({ critere, satisfait, precision }) => [critere, satisfait, precision]).sort()).toEqual([
      ['internet', true, null],
      ['wifi', false, 'Borne en commande'],
    ]);
    expect((await equipe.get(`/lieux/${demo.lieux.alberes}/fiche`)).text).toContain(`/visites/${id}`);
  });

  test('se lit par l’agent et le référent du lieu, et par nul autre', async () => {
    const id = await visiter();
    for (const compte of [demo.comptes.agent, demo.comptes.referent]) {
      const { status, text } = await (await site.signedIn(compte)).get(`/visites/${id}`);
      expect(status).toBe(200);
      expect(text).not.toContain('Ajouter la photo');
    }
    expect((await (await site.signedIn(demo.comptes.autreReferent)).get(`/visites/${id}`)).status).toBe(404);
    expect((await (await site.signedIn(demo.comptes.direction)).get(`/visites/${id}`)).status).toBe(403);
    const voisine = await site.signedIn(voisin.comptes.equipe, { territoireId: voisin.territoire, host: voisin.hote });
    expect((await voisine.get(`/visites/${id}`)).status).toBe(404);
  });

  test('les visites d’avant ont leur rapport aussi', async () => {
    const { status, text } = await equipe.get(`/visites/${ids66.visite('fs-argeles')}`);
    expect(status).toBe(200);
    expect(text).toContain('Nour Bourdaine, équipe technique');
  });
});

describe('les photos d’une visite', () => {
  test('sont gardées sans l’endroit, l’heure, l’appareil ni le nom qu’elles portaient', async () => {
    const id = await visiter();
    const sent = [
      envoi(jpegDeTelephone({ orientation: 6 }), { legende: 'La porte ferme' }),
      envoi(pngBavard(), { nom: 'x.png' }),
    ];
    for (const form of sent) expect((await equipe.upload(`/visites/${id}/photos`, form)).status).toBe(303);
    const rows = await photosDe(id);
    expect(rows.map(({ type, legende }) => [type, legende])).toEqual([
      ['image/jpeg', 'La porte ferme'],
      ['image/png', null],
    ]);
    for (const { octets } of rows) {
      for (const secret of SECRETS) expect(Buffer.from(octets).includes(secret), secret).toBe(false);
    }
    const { text } = await equipe.get(`/visites/${id}`);
    expect(text).toContain('alt="La porte ferme"');
    const shown = await equipe.get(`/photos/${rows[0]?.id}`);
    expect(shown.headers.get('content-type')).toBe('image/jpeg');
    expect(shown.headers.get('cache-control')).toBe('no-store');
    expect(shown.headers.get('x-content-type-options')).toBe('nosniff');
    expect(shown.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  test('ne se voient que de qui voit la fiche du lieu', async () => {
    const id = await visiter();
    await equipe.upload(`/visites/${id}/photos`, envoi(jpegDeTelephone()));
    const path = `/photos/${(await photosDe(id))[0]?.id}`;
    expect((await (await site.signedIn(demo.comptes.referent)).get(path)).status).toBe(200);
    expect((await (await site.signedIn(demo.comptes.agent)).get(path)).status).toBe(200);
    expect((await (await site.signedIn(demo.comptes.autreReferent)).get(path)).status).toBe(404);
    expect((await (await site.signedIn(demo.comptes.dpo)).get(path)).status).toBe(403);
    expect((await site.anonymous().get(path)).status).toBe(303);
    const voisine = await site.signedIn(voisin.comptes.equipe, { territoireId: voisin.territoire, host: voisin.hote });
    expect((await voisine.get(path)).status).toBe(404);
  });

  test.each([
    ['rien', new Uint8Array(), 'photo.jpg', 'Choisissez une photo.'],
    ['du SVG nommé .jpg', Buffer.from('<svg onload="alert(1)"/>'), 'photo.jpg', 'n’est pas une photo JPEG ou PNG'],
    ['un programme', Buffer.from('MZ\u0090'), 'photo.png', 'n’est pas une photo JPEG ou PNG'],
    ['une photo coupée', jpegDeTelephone().subarray(0, 200), 'photo.jpg', 'Cette photo est abîmée'],
    ['un PNG qui se déplie', pngBavard({ cote: 8000, largeur: 60_000 }), 'photo.png', 'millions de pixels'],
  ])('%s est refusé, et la phrase dit quoi faire', async (_, octets, nom, phrase) => {
    const id = await visiter();
    const refused = await equipe.upload(`/visites/${id}/photos`, envoi(octets, { nom, legende: 'Gardée' }));
    expect(refused.status).toBe(422);
    expect(refused.text).toContain(phrase);
    expect(refused.text).toContain('value="Gardée"');
    expect(await photosDe(id)).toEqual([]);
  });

  test('trop lourde, elle est refusée avant d’être lue en entier', async () => {
    const id = await visiter();
    const heavy = Buffer.concat([jpegDeTelephone(), Buffer.alloc(MAX_PHOTO_OCTETS)]);
    const just = await equipe.upload(`/visites/${id}/photos`, envoi(heavy));
    expect(just.status).toBe(422);
    expect(just.text).toContain('dépasse 6 Mo');
    const far = await site.app.request(`/visites/${id}/photos`, {
      method: 'POST',
      body: Buffer.alloc(MAX_PHOTO_OCTETS + 200_000),
      headers: { host: 'localhost', origin: 'http://localhost', 'content-type': 'multipart/form-data; boundary=x' },
    });
    expect(far.status).toBe(413);
  });

  test('huit au plus, même envoyées à la fois', async () => {
    const id = await visiter();
    const all = await Promise.all(
      Array.from({ length: MAX_PHOTOS + 2 }, () => equipe.upload(`/visites/${id}/photos`, envoi(jpegDeTelephone()))),
    );
    expect(all.filter(({ status }) => status === 303)).toHaveLength(MAX_PHOTOS);
    expect(all.find(({ status }) => status === 422)?.text).toContain('Une visite garde 8 photos au plus');
    expect(await photosDe(id)).toHaveLength(MAX_PHOTOS);
  });

  test('une légende hostile est montrée comme du texte ; trop longue, elle est refusée', async () => {
    const id = await visiter();
    const hostile = '"><script>alert(1)</script>';
    await equipe.upload(`/visites/${id}/photos`, envoi(jpegDeTelephone(), { legende: hostile }));
    expect((await equipe.get(`/visites/${id}`)).text).not.toContain('<script>alert');
    const long = await equipe.upload(
      `/visites/${id}/photos`,
      envoi(jpegDeTelephone(), { legende: 'x'.repeat(10_000) }),
    );
    expect(long.text).toContain('10000 caractères, 150 au plus');
  });

  test('se retirent pour de bon, par l’équipe seule', async () => {
    const id = await visiter();
    await equipe.upload(`/visites/${id}/photos`, envoi(jpegDeTelephone()));
    const photo = (await photosDe(id))[0]?.id;
    const referent = await site.signedIn(demo.comptes.referent);
    expect((await referent.post(`/photos/${photo}/retirer`)).status).toBe(403);
    expect((await equipe.get(`/photos/${photo}/retirer`)).text).toContain('Retirer cette photo ?');
    expect((await equipe.post(`/photos/${photo}/retirer`)).location).toBe(`/visites/${id}#photos`);
    expect(await photosDe(id)).toEqual([]);
    expect((await equipe.get(`/photos/${photo}`)).status).toBe(404);
  });
});

test.each([
  ['visite', visiteForm],
  ['visite prévue', visitePrevueForm],
  ['photo', photoForm],
])('formulaire « %s » : quoi qu’on y écrive, il répond en français', (_, schema) => {
  expectFrenchOrData(schema);
});
