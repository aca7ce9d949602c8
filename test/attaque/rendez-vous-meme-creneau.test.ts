import { beforeAll, describe, expect, test } from 'vitest';
import { demo } from '../../db/demo/ids.ts';
import { type PermanenceRdv, placesPrises, poserMotif, poserPermanence, saisieRdv } from '../rendez-vous.ts';
import { useCible } from './cible.ts';

const CLIENTS = 50;
const FOIS = 20;
const HEURES = ['09:00', '09:30', '10:00', '10:30', '11:00', '11:30'] as const;

describe('Cinquante personnes veulent la même heure', () => {
  // Each comes from its own address, as behind a proxy of ours: limits count addresses.
  const cible = useCible({ proxies: 1 });
  let motifId: string;
  let permanence: PermanenceRdv;
  let operateur: string;
  let agent: string;
  let jours: readonly string[];

  beforeAll(async () => {
    const lundi = Temporal.Now.plainDateISO('Europe/Paris').add({ days: 10 });
    jours = Array.from({ length: Math.ceil(FOIS / HEURES.length) + 2 }, (_, rank) => `${lundi.add({ days: rank })}`);
    motifId = await poserMotif(cible.base.owner);
    permanence = await poserPermanence(cible.base.owner, jours);
    operateur = await cible.token(demo.comptes.equipe);
    agent = await cible.token(demo.comptes.agent);
  });

  /** The demonstration has some. */
  const countSms = async () => (await cible.base.owner.selectFrom('sms').select('id').execute()).length;

  /** Three doors, in turn: the public page, whoever answers the telephone or the counter, a professional. */
  function demander(rang: number, creneau: { readonly seanceId: string; readonly debut: string }) {
    const prenom = `Prénom ${rang}`;
    const telephone = `06 39 98 ${String(rang).padStart(2, '0')} 01`;
    const saisie = saisieRdv({ motifId, ...creneau }, { prenom, telephone });
    const headers = { 'x-forwarded-for': `198.51.100.${rang + 1}` };
    if (rang % 3 === 0) return cible.send('/prendre-rendez-vous/vous', saisie, { headers });
    if (rang % 3 === 1) {
      const [token, canal] = rang % 2 === 0 ? [operateur, 'telephone'] : [agent, 'agent'];
      return cible.send('/rendez-vous/nouveau', { ...saisie, canal, ou: 'Céret' }, { token, headers });
    }
    const pour = { prescripteurNom: 'Ana Fictive', prescripteurStructure: 'Maison sociale' };
    return cible.send('/prendre-rendez-vous/vous', { ...saisie, ...pour }, { headers });
  }

  test('scénarios 1 et 2 : vingt fois, cinquante à la fois, par trois portes ; un seul l’a, un seul message part', {
    timeout: 240_000,
  }, async () => {
    const canaux = new Set<string>();
    const deja = await countSms();
    for (let fois = 0; fois < FOIS; fois += 1) {
      const jour = jours[Math.floor(fois / HEURES.length)] ?? '';
      const seanceId = permanence.seances[jour] ?? '';
      const debut = HEURES[fois % HEURES.length] ?? '';
      const answers = await Promise.all(
        Array.from({ length: CLIENTS }, (_, rang) => demander((rang + fois) % CLIENTS, { seanceId, debut })),
      );
      const statuses = answers.map(({ status }) => status);
      expect(
        statuses.filter((status) => status === 303),
        `${fois}`,
      ).toHaveLength(1);
      expect(
        statuses.filter((status) => status === 422),
        `${fois}`,
      ).toHaveLength(CLIENTS - 1);

      const rows = (await placesPrises(cible.base.owner, seanceId)).filter((row) => `${row.debut}`.startsWith(debut));
      expect(rows).toHaveLength(1);
      canaux.add(rows[0]?.canal ?? '');
      const told = await cible.base.owner
        .selectFrom('sms')
        .select('destinataire')
        .where('rendezVousId', '=', rows[0]?.id ?? '')
        .execute();
      expect(told).toHaveLength(1);

      for (const [rang, { status, text }] of answers.entries()) {
        if (status !== 422) continue;
        const who = (rang + fois) % CLIENTS;
        expect(text).toContain(`value="Prénom ${who}"`);
        expect(text).toContain(`value="06 39 98 ${String(who).padStart(2, '0')} 01"`);
        const offered = [...text.matchAll(/type="radio"[^>]*name="creneau" value="([^"]*)"/g)].map(([, one]) => one);
        expect(offered.length).toBeGreaterThan(0);
        expect(offered).not.toContain(`${seanceId} ${debut}`);
      }
    }
    expect(await countSms()).toBe(deja + FOIS);
    // Whoever is first changes: no door has the others' place.
    expect(canaux.size).toBeGreaterThan(1);
  });

  test('scénario 3 : le même formulaire, vingt fois à la fois : un rendez-vous, un message, la même suite', async () => {
    const seanceId = permanence.seances[jours.at(-1) ?? ''] ?? '';
    const _cle = crypto.randomUUID();
    const saisie = saisieRdv({ motifId, seanceId, debut: '09:00' }, { prenom: 'Double', telephone: '06 39 98 77 01' });
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => cible.send('/prendre-rendez-vous/vous', { ...saisie, _cle })),
    );
    expect(new Set(answers.map(({ status, location }) => `${status} ${location}`))).toEqual(
      new Set(['303 /mon-rendez-vous/ticket?nouveau=oui']),
    );
    const [row, ...others] = await placesPrises(cible.base.owner, seanceId);
    expect(others).toEqual([]);
    const told = await cible.base.owner
      .selectFrom('sms')
      .select('id')
      .where('rendezVousId', '=', row?.id ?? '')
      .execute();
    expect(told).toHaveLength(1);
  });

  test('prendre, déplacer et annuler ensemble : jamais deux sur une heure, jamais une erreur', {
    timeout: 60_000,
  }, async () => {
    const seanceId = permanence.seances[jours.at(-2) ?? ''] ?? '';
    const taken: string[] = [];
    for (const [rang, debut] of HEURES.slice(0, 4).entries()) {
      const saisie = saisieRdv(
        { motifId, seanceId, debut },
        { prenom: `Mouvant ${rang}`, canal: 'agent', ou: 'Céret' },
      );
      const { location } = await cible.send('/rendez-vous/nouveau', saisie, { token: operateur });
      taken.push(location ?? '');
    }
    const answers = await Promise.all(
      taken.flatMap((path, rang) => [
        ...HEURES.map((debut) =>
          cible.send(`${path}/deplacer`, { creneau: `${seanceId} ${debut}` }, { token: operateur }),
        ),
        ...(rang % 2 === 0 ? [cible.send(`${path}/annuler`, { demandePar: 'personne' }, { token: operateur })] : []),
      ]),
    );
    for (const { status } of answers) expect([303, 422]).toContain(status);
    const rows = await placesPrises(cible.base.owner, seanceId);
    expect(new Set(rows.map(({ debut }) => `${debut}`)).size).toBe(rows.length);
    expect(rows.length).toBeLessThanOrEqual(4);
  });
});
