import fc from 'fast-check';
import { expect, test } from 'vitest';
import { adresseAnnuler, attendre, changerSerie, planningEntier } from '../../../../test/changements.ts';
import { usePlanning } from '../../../../test/planning.ts';
import { poserMotif } from '../../../../test/rendez-vous.ts';

/** What an arbitrary draws. */
type Tire<A> = A extends fc.Arbitrary<infer T> ? T : never;

const planning = usePlanning();
const { base, enPlace, seancesDe } = planning;

/** What differed of some séances before: moved, cancelled, elsewhere, by somebody else, ended sooner. */
const ecart = fc.record({
  rang: fc.nat(4),
  quoi: fc.constantFrom('jour', 'annulee', 'lieu', 'agent', 'horaire'),
});
/** Who is awaited, in which séance and at what time. */
const attendu = fc.record({ rang: fc.nat(4), debut: fc.constantFrom('09:00', '09:30', '10:30', '11:30') });

const modification = fc.record({
  nature: fc.constant('modifier' as const),
  le: fc.constantFrom('2026-11-25', '2026-12-05', '2026-12-11'),
  jour: fc.constantFrom('5', '5', '4', '1'),
  rythme: fc.constantFrom('1', '1', '2'),
  heures: fc.constantFrom(['09:00', '12:00'], ['10:00', '13:00'], ['09:00', '10:30'], ['14:00', '17:00']),
  au: fc.constantFrom('2027-01-08', '2026-12-20', '2027-02-12'),
  ailleurs: fc.boolean(),
  accueil: fc.constantFrom('libre', 'rendez_vous'),
});
const arret = fc.record({
  nature: fc.constant('arreter' as const),
  au: fc.constantFrom('2026-11-27', '2026-12-05', '2026-12-20'),
  aussi: fc.boolean(),
});
const passage = fc.record({
  nature: fc.constant('reaffecter' as const),
  du: fc.constantFrom('2026-11-25', '2026-12-05'),
  au: fc.constantFrom('', '2026-12-20'),
});

async function differer(
  id: string,
  { rang, quoi }: Tire<typeof ecart>,
  autres: { readonly lieuId: string; readonly agentId: string },
) {
  const change = {
    jour: { jour: Temporal.PlainDate.from('2026-12-13').add({ days: rang }) },
    annulee: { statut: 'annulee', motif: 'Fête du village' },
    lieu: { lieuId: autres.lieuId },
    agent: { agentId: autres.agentId },
    horaire: { heureFin: Temporal.PlainTime.from('11:00') },
  }[quoi];
  await base.owner
    .updateTable('seance')
    .set({ ...change, ...(quoi === 'annulee' ? {} : { exceptions: [quoi] }) })
    .where('id', '=', id)
    .execute();
}

type Change = { readonly id: string; readonly chemin: string; readonly lieuId: string };

/** Makes the change by its page. */
async function changer(
  { chemin, lieuId }: Change,
  acte: Tire<typeof modification> | Tire<typeof arret> | Tire<typeof passage>,
  autres: { readonly lieuId: string; readonly agentId: string },
) {
  if (acte.nature === 'modifier') {
    const { le, jour, rythme, heures, au, ailleurs, accueil } = acte;
    const [heureDebut = '', heureFin = ''] = heures;
    const saisie = { le, jour, rythme, heureDebut, heureFin, au, accueil, lieuId: ailleurs ? autres.lieuId : lieuId };
    return changerSerie(planning.equipe, chemin, saisie);
  }
  const form =
    acte.nature === 'arreter'
      ? { au: acte.au, motif: 'Essai', ...(acte.aussi ? { aussi: 'oui' } : {}) }
      : { agentId: autres.agentId, du: acte.du, au: acte.au };
  return planning.equipe.post(`${chemin}/${acte.nature}`, form);
}

test('changer une permanence puis annuler le changement laisse le planning comme il était, ligne à ligne', async () => {
  const motifId = await poserMotif(base.owner);
  const faits = { modifier: 0, arreter: 0, reaffecter: 0 };
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(ecart, { maxLength: 3, selector: ({ rang }) => rang }),
      fc.uniqueArray(attendu, { maxLength: 4, selector: ({ rang, debut }) => `${rang} ${debut}` }),
      fc.boolean(),
      fc.boolean(),
      fc.oneof({ weight: 3, arbitrary: modification }, arret, passage),
      async (ecarts, attendus, aCommence, aDeux, acte) => {
        const one = await enPlace(aCommence ? {} : { du: '2026-11-25' });
        if (aCommence)
          await base.owner
            .updateTable('permanence')
            .set({ du: Temporal.PlainDate.from('2026-11-01') })
            .where('id', '=', one.id)
            .execute();
        const autres = { lieuId: await planning.lieu('Ailleurs'), agentId: await planning.agent('Autre') };
        if (aDeux) {
          const second = { agentId: await planning.agent('Second'), du: '2026-11-25', au: '2027-01-08' };
          expect((await planning.equipe.post(`${one.chemin}/binome`, second)).status).toBe(303);
        }
        const seances = await seancesDe(one.id);
        for (const { rang, debut } of attendus) {
          const fin = Temporal.PlainTime.from(debut).add({ minutes: 30 }).toString().slice(0, 5);
          await attendre(base.owner, {
            ...{ seanceId: seances[rang]?.id ?? '', motifId, debut, fin },
            telephone: `06 39 98 ${debut.replace(':', ' ')}`,
          });
        }
        for (const one of ecarts) await differer(seances[one.rang]?.id ?? '', one, autres);
        const before = await planningEntier(base.owner);
        await changer(one, acte, autres);
        // What the rules refuse changes nothing, and offers nothing to take back.
        const adresse = await adresseAnnuler(planning.equipe, one.chemin);
        const isChanged = JSON.stringify(await planningEntier(base.owner)) !== JSON.stringify(before);
        expect(adresse !== null).toBe(isChanged);
        if (adresse !== null) {
          faits[acte.nature]++;
          expect((await planning.equipe.get(adresse)).text).toContain('exactement comme avant');
          expect((await planning.equipe.post(adresse)).status).toBe(303);
        }
        expect(await planningEntier(base.owner)).toEqual(before);
      },
    ),
    { numRuns: 25 },
  );
  for (const [nature, fois] of Object.entries(faits)) expect([nature, fois > 0]).toEqual([nature, true]);
}, 240_000);
