import { describe, expect, test } from 'vitest';
import { phrase } from '../../../domain/refus.ts';
import {
  type DemandeModification,
  direException,
  exceptionsDe,
  type Occurrence,
  PHRASES_MODIFICATION,
  verifierModification,
} from './rules.ts';

const date = (text: string) => Temporal.PlainDate.from(text);
const heure = (text: string) => Temporal.PlainTime.from(text);
const AUJOURDHUI = date('2026-11-24');

function occurrence(autres: Partial<Occurrence> = {}): Occurrence {
  return {
    jour: date('2026-12-01'),
    heureDebut: heure('09:00'),
    heureFin: heure('12:00'),
    lieuId: 'mairie',
    agentId: 'maelle',
    ...autres,
  };
}

describe('ce qui diffère de la série', () => {
  test('le jour, les heures, le lieu, l’agent, chacun nommé', () => {
    const serie = occurrence();
    expect(exceptionsDe(occurrence(), serie)).toEqual([]);
    expect(exceptionsDe(occurrence({ jour: date('2026-12-02'), lieuId: 'mediatheque' }), serie)).toEqual([
      'jour',
      'lieu',
    ]);
    expect(exceptionsDe(occurrence({ heureFin: heure('11:30'), agentId: 'bastien' }), serie)).toEqual([
      'horaire',
      'agent',
    ]);
  });

  test('ce qu’on en dit ; d’un autre agent, rien', () => {
    const moved = {
      ...occurrence({ jour: date('2026-12-02') }),
      jourPrevu: date('2026-12-01'),
      endroit: 'Médiathèque',
    };
    expect(direException({ ...moved, exceptions: ['jour', 'lieu'] })).toBe(
      'exceptionnellement à Médiathèque, le mercredi 2 décembre 2026 au lieu du mardi 1er décembre 2026',
    );
    expect(direException({ ...moved, exceptions: ['horaire'] })).toBe('exceptionnellement de 9\u00a0h à 12\u00a0h');
    expect(direException({ ...moved, exceptions: ['agent'] })).toBeNull();
  });
});

describe('déplacer une séance', () => {
  const demande = (vers: Partial<Occurrence>, autres: Partial<DemandeModification> = {}): DemandeModification => ({
    seance: { ...occurrence(), permanenceId: 'serie', statut: 'prevue', tenue: false },
    vers: occurrence(vers),
    ferie: null,
    lieuFermeLe: null,
    usage: { possible: true, derogation: null },
    lieuConvenu: true,
    conventions: null,
    contrats: [{ debut: date('2026-01-01'), fin: date('2027-12-31') }],
    ...autres,
  });
  const said = (one: DemandeModification) =>
    verifierModification(one, AUJOURDHUI).map((refus) => phrase(PHRASES_MODIFICATION, refus));

  test('un mardi au mercredi : accepté', () => {
    expect(said(demande({ jour: date('2026-12-02') }))).toEqual([]);
  });

  test('sans rien changer, un jour passé, un jour férié, des heures inversées', () => {
    expect(said(demande({}))).toEqual(['Rien ne change : modifiez le jour, les heures ou le lieu.']);
    expect(said(demande({ jour: date('2026-11-23') }))).toEqual([
      'Ce jour est passé : choisissez aujourd’hui ou un jour à venir.',
    ]);
    expect(said(demande({ jour: date('2026-12-25') }, { ferie: 'Noël' }))).toEqual([
      'Ce jour est férié (Noël) : aucune permanence ne se tient.',
    ]);
    expect(said(demande({ heureFin: heure('09:00') }))).toEqual(['L’heure de fin doit suivre l’heure de début.']);
  });

  test('tout ce qui manque au lieu et au contrat, d’un coup', () => {
    const all = said(
      demande(
        { jour: date('2028-01-04'), lieuId: 'ailleurs' },
        {
          lieuFermeLe: date('2026-11-01'),
          lieuConvenu: false,
          conventions: [],
          usage: { possible: false, manques: [] },
        },
      ),
    );
    expect(all).toHaveLength(5);
    expect(all).toContain('Ce lieu est fermé : rouvrez-le d’abord.');
    expect(all).toContain('Aucune convention n’est en vigueur ce jour-là.');
    expect(all).toContain('L’agent n’a pas de contrat en cours ce jour-là.');
  });

  test('une séance passée, annulée, tenue, ou qui n’est pas d’une série reste comme elle est', () => {
    const seance = { ...occurrence(), permanenceId: 'serie', statut: 'prevue', tenue: false } as const;
    const kept = (autres: Partial<DemandeModification['seance']>) =>
      verifierModification(demande({ jour: date('2026-12-02') }, { seance: { ...seance, ...autres } }), AUJOURDHUI);
    expect(kept({ jour: date('2026-11-23') })).toEqual([{ refus: 'seance_passee' }]);
    expect(kept({ statut: 'annulee' })).toEqual([{ refus: 'deja_annulee' }]);
    expect(kept({ tenue: true })).toEqual([{ refus: 'seance_tenue' }]);
    expect(kept({ permanenceId: null })).toEqual([{ refus: 'aide_ponctuelle' }]);
  });
});
