import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { phrase } from '../../../domain/refus.ts';
import { conventionDu } from '../../conventions/rules/exemples.ts';
import { seChevauchent } from '../rules.ts';
import {
  type DemandeReaffectation,
  disponibilite,
  PHRASES_REAFFECTATION,
  verifierReaffectation,
  verifierSeanceAConfier,
} from './rules.ts';

const jour = (iso: string) => Temporal.PlainDate.from(iso);
const heure = (text: string) => Temporal.PlainTime.from(text);
const matin = { heureDebut: heure('09:00'), heureFin: heure('12:00') };
const MARDIS = ['2026-12-01', '2026-12-08', '2026-12-15'];
const seances = MARDIS.map((iso) => ({ date: jour(iso), ...matin, agentId: 'parti' }));
const prevue = (iso: string, debut = '09:00', fin = '12:00') => ({
  id: `p-${iso}`,
  agentId: 'autre',
  lieuId: 'ailleurs',
  date: jour(iso),
  heureDebut: heure(debut),
  heureFin: heure(fin),
});
const demande = (autres: Partial<DemandeReaffectation> = {}): DemandeReaffectation => ({
  seances,
  agentId: 'autre',
  lieu: { usage: { possible: true, derogation: null }, lieuConvenu: true },
  conventions: null,
  contrats: [{ debut: jour('2026-01-01'), fin: jour('2027-12-31') }],
  prevues: [],
  ...autres,
});
const dites = (cas: DemandeReaffectation) =>
  verifierReaffectation(cas).map((one) => phrase(PHRASES_REAFFECTATION, one));

describe('confier des séances à un autre agent', () => {
  test('un agent libre, sous contrat, dans un lieu qui convient : rien ne s’y oppose', () => {
    expect(verifierReaffectation(demande())).toEqual([]);
    expect(verifierReaffectation(demande({ lieu: null, prevues: [prevue('2026-12-01', '12:00', '13:00')] }))).toEqual(
      [],
    );
  });

  test('tout ce qui s’y oppose est dit à la fois, avec les dates', () => {
    const refused = demande({
      lieu: { usage: { possible: false, manques: [] }, lieuConvenu: false },
      conventions: [conventionDu('2022-10-10')],
      contrats: [{ debut: jour('2026-01-01'), fin: jour('2026-12-10') }],
      prevues: [prevue('2026-12-08', '11:00', '14:00')],
    });
    const said = dites(refused).join('\n');
    expect(verifierReaffectation(refused)).toHaveLength(5);
    expect(said).toContain('n’a pas de contrat en cours à ces dates : 15 décembre 2026');
    expect(said).toContain('déjà pris à cet horaire : 8 décembre 2026');
    expect(said).toContain('La convention n’est pas en vigueur à ces dates : 1er décembre 2026');
    expect(said).toContain('pas encore l’accord');
  });

  test('art. 1.2 : par dérogation, rien ne se confie après son dernier jour', () => {
    const derogation = {
      usage: 'permanence',
      criteres: ['wifi'],
      auteur: 'Alix Fictive',
      motif: 'Travaux',
      du: jour('2026-11-24'),
      au: jour('2026-12-08'),
      leveeLe: null,
    } as const;
    const lieu = { usage: { possible: true, derogation }, lieuConvenu: true } as const;
    expect(dites(demande({ lieu }))).toEqual([
      'La dérogation qui admet les permanences dans ce lieu aura pris fin à ces dates : 15 décembre 2026.',
    ]);
    expect(verifierReaffectation(demande({ lieu, seances: seances.slice(0, 2) }))).toEqual([]);
  });

  test('à soi-même, ou sans aucune séance : refusé', () => {
    expect(verifierReaffectation(demande({ agentId: 'parti' }))).toEqual([{ refus: 'agent_identique' }]);
    expect(verifierReaffectation(demande({ seances: [] }))).toEqual([{ refus: 'aucune_seance' }]);
  });

  test('ce que l’autre tient déjà ne compte pas contre lui', () => {
    const [first, ...rest] = seances;
    const mixed = first === undefined ? [] : [{ ...first, agentId: 'autre' }, ...rest];
    expect(verifierReaffectation(demande({ seances: mixed, prevues: [prevue('2026-12-01')] }))).toEqual([]);
  });

  test.each([
    ['2026-11-23', 'prevue', false, 'seance_passee'],
    ['2026-11-24', 'prevue', false, null],
    ['2026-11-24', 'prevue', true, 'seance_tenue'],
    ['2026-12-01', 'annulee', false, 'seance_annulee'],
  ] as const)('séance du %s, %s, aide notée : %s → %s', (iso, statut, tenue, refus) => {
    const found = verifierSeanceAConfier({ jour: jour(iso), statut, tenue }, jour('2026-11-24'));
    expect(found?.refus ?? null).toBe(refus);
  });

  const plages = fc.tuple(
    fc.integer({ min: 0, max: 30 }),
    fc.integer({ min: 7, max: 17 }),
    fc.integer({ min: 1, max: 4 }),
  );

  test('accepté, personne n’est à deux endroits à la fois ; la disponibilité annoncée dit la même chose', () => {
    fc.assert(
      fc.property(fc.array(plages), fc.integer({ min: -5, max: 40 }), (taken, days) => {
        const prevues = taken.map(([day, hour, hours], rank) => ({
          ...prevue(jour('2026-11-25').add({ days: day }).toString()),
          id: `p${rank}`,
          heureDebut: Temporal.PlainTime.from({ hour }),
          heureFin: Temporal.PlainTime.from({ hour: hour + hours }),
        }));
        const contrats = [{ debut: jour('2026-01-01'), fin: jour('2026-11-25').add({ days }) }];
        const refus = verifierReaffectation(demande({ prevues, contrats }));
        const free = disponibilite(seances, { contrats, prevues });
        expect(refus.length === 0).toBe(free.prises + free.horsContrat === 0);
        if (refus.length === 0) {
          for (const one of seances) expect(prevues.some((other) => seChevauchent(one, other))).toBe(false);
        }
      }),
    );
  });
});
