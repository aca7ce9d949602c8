import { writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demo, seanceDuJour } from '../../../../db/demo/ids.ts';
import { useBase } from '../../../../test/base.ts';
import { useCles } from '../../../../test/cles-partagees.ts';
import { dessin, MANDAT_SAISI } from '../../../../test/mandat-saisi.ts';
import { openSite, type Visitor } from '../../../../test/visitor.ts';
import { closePdf } from '../../../platform/pdf/render.ts';

const base = useBase({ demo: true });
const store = useCles();
const today = Temporal.Now.plainDateISO('Europe/Paris');
const SEANCE = `/seances/${seanceDuJour(today)}`;
let now: Temporal.Instant;
let agent: Visitor;
beforeAll(async () => {
  const s = await base.owner
    .selectFrom('seance')
    .selectAll()
    .where('id', '=', seanceDuJour(today))
    .executeTakeFirstOrThrow();
  now = today.toZonedDateTime({ timeZone: 'Europe/Paris', plainTime: s.heureDebut }).toInstant().add({ minutes: 30 });
  const site = openSite(base.request, { cles: store.cles, clock: () => now });
  agent = await site.signedIn(demo.comptes.agent, { confirme: true });
});
afterAll(closePdf);

test('essai', async () => {
  const made = await agent.post(`${SEANCE}/mandats/nouveau`, MANDAT_SAISI);
  if (made.status !== 303) console.log(made.text.slice(0, 6000));
  expect(made.status).toBe(303);
  const shown = await agent.get(made.location ?? '');
  const vu = /name="vu" value="([^"]+)"/.exec(shown.text)?.[1] ?? '';
  const signed = await agent.post(made.location ?? '', {
    vu,
    noticeLue: 'oui',
    accord: 'oui',
    traitMandant: dessin(1),
    traitMandataire: dessin(2),
  });
  if (signed.status !== 303) console.log(signed.text.slice(0, 9000));
  expect(signed.location).toMatch(/signe$/);
  const root = (signed.location ?? '').replace(/signe$/, '');
  await writeFile('/tmp/m-document.pdf', (await agent.get(`${root}document.pdf`)).bytes);
  await writeFile('/tmp/m-copie.pdf', (await agent.get(`${root}copie.pdf`)).bytes);
  expect((await agent.get(`${root}signe`)).text).toContain('Imprimer la copie');
});
