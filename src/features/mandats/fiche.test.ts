import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demo } from '../../../db/demo/ids.ts';
import { useBase } from '../../../test/base.ts';
import { useCles } from '../../../test/cles-partagees.ts';
import { finir, leverSursis, poserSursis } from '../../../test/destruction.ts';
import { poserMandat } from '../../../test/mandats.ts';
import { openSite, type Visitor } from '../../../test/visitor.ts';
import { closePdf } from '../../platform/pdf/render.ts';

const base = useBase({ demo: true });
const store = useCles();
const SECRETS = /Colette|Exemplaire|logement|CAF \(|CARSAT|carrière/i;

let moi: Visitor;
let collegue: Visitor;

beforeAll(async () => {
  const site = openSite(base.request, { cles: store.cles });
  moi = await site.signedIn(demo.comptes.agent);
  const { id } = await base.owner
    .selectFrom('compte')
    .select('id')
    .where('agentId', '=', demo.agents.autre)
    .executeTakeFirstOrThrow();
  collegue = await site.signedIn(id);
});
afterAll(closePdf);

const poser = (options: Parameters<typeof poserMandat>[2] = {}) => poserMandat(base, store.cles, options);
const lire = async (id: string, visitor = moi) => (await visitor.get(`/mandats/${id}`)).text;
const lien = (id: string, path: string) => `href="/mandats/${id}/${path}"`;

describe('la copie, depuis la fiche', () => {
  test('s’y imprime jusqu’au minuit qui suit, par le mandataire seul', async () => {
    const { id } = await poser({ suppleantId: demo.agents.autre });
    expect(await lire(id)).toContain(lien(id, 'copie.pdf'));
    expect(await lire(id, collegue)).not.toContain(lien(id, 'copie.pdf'));
    const demain = Temporal.Now.zonedDateTimeISO('Europe/Paris').startOfDay().add({ days: 1 }).toInstant();
    const after = openSite(base.request, { cles: store.cles, clock: () => demain });
    expect(await lire(id, await after.signedIn(demo.comptes.agent))).not.toContain(lien(id, 'copie.pdf'));
  });

  test('ne s’y propose plus une fois tout fini, ni d’un mandat signé un autre jour', async () => {
    const over = await poser();
    await finir(base, over.id);
    expect(await lire(over.id)).not.toContain(lien(over.id, 'copie.pdf'));
    const { id } = await poser({ forme: 'tablette' });
    expect(await lire(id)).not.toContain(lien(id, 'copie.pdf'));
  });
});

describe('en sursis', () => {
  const FERMES = ['actes/nouveau', 'achever', 'comptes', 'document.pdf', 'copie.pdf', 'renouveler'];
  const OUVERTS = ['retirer', 'renoncer', 'deces', 'protection'];

  test('un mandat le dit, à la liste et à la fiche, et n’offre que ce qui arrête sans lire', async () => {
    const { id } = await poser();
    for (const path of [...FERMES, ...OUVERTS]) expect(await lire(id), path).toContain(lien(id, path));
    await poserSursis(base, id);
    const text = await lire(id);
    expect(text).toContain('En sursis');
    expect(text).toContain('Ce mandat est en sursis');
    expect(text).not.toMatch(SECRETS);
    for (const path of FERMES) expect(text, path).not.toContain(lien(id, path));
    for (const path of OUVERTS) expect(text, path).toContain(lien(id, path));
    expect((await moi.get('/mandats')).text).toContain('En sursis');
    expect((await moi.post(`/mandats/${id}/retirer`, { rang: '1' })).status).toBe(303);
    await leverSursis(base, id);
    const levee = await lire(id);
    expect(levee).not.toContain('En sursis');
    expect(levee).toContain('Colette Exemplaire');
  });
});

describe('quand ses clés n’existent plus et que la base l’ignore', () => {
  test('un mandat se dit détruit, à la liste et à la fiche, et n’offre plus rien', async () => {
    const { id, demarches } = await poser();
    await store.cles.destroy('66', [id, ...demarches]);
    const text = await lire(id);
    expect(text).toContain('Ce mandat est détruit : il ne se lit plus');
    expect(text).not.toMatch(SECRETS);
    for (const path of ['actes/nouveau', 'achever', 'retirer', 'comptes', 'document.pdf', 'copie.pdf']) {
      expect(text, path).not.toContain(lien(id, path));
    }
    expect((await moi.get('/mandats')).text).toContain('ses clés n’existent plus');
  });

  test('une démarche seule le dit d’elle, et le reste se lit', async () => {
    const { id, demarches } = await poser();
    await store.cles.destroy('66', demarches.slice(0, 1));
    const text = await lire(id);
    expect(text).toContain('Une partie de ce mandat est détruite');
    expect(text).not.toContain('aide au logement');
    expect(text).toContain('Mon relevé de carrière');
    expect(text).not.toContain(lien(id, 'achever?rang=1'));
    expect(text).toContain(lien(id, 'achever?rang=2'));
  });
});
