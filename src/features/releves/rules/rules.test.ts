import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  AXES,
  cles,
  DEMARCHES,
  GENRES,
  ISSUES,
  MATERIELS,
  OBJECTIFS,
  STATUTS_SOCIAUX,
  THEMATIQUES,
  TRANCHES_AGE,
} from '../../../domain/nomenclatures.ts';
import { conventionDu } from '../../conventions/rules/exemples.ts';
import { clauses2022 } from '../../conventions/rules.ts';
import { empreinteCourte, empreinteDe } from '../empreinte.ts';
import {
  type ActeLu,
  type Avancement,
  attente,
  canonique,
  contenuReleve,
  ecarts,
  frequence,
  moisDus,
  montrer,
  PART_VIDE,
  periodeDuReleve,
  rangsDus,
  type SeanceLue,
} from '../rules.ts';

const jour = (text: string) => Temporal.PlainDate.from(text);
const heure = (text: string) => Temporal.PlainTime.from(text);
const SEL = '0'.repeat(32);
const octobre = { debut: jour('2026-10-01'), fin: jour('2026-10-31') };

const seance = (le: string, autres: Partial<SeanceLue> = {}): SeanceLue => ({
  jour: jour(le),
  heureDebut: heure('09:00'),
  heureFin: heure('12:00'),
  lieu: 'Mairie',
  statut: 'prevue',
  sansAgent: false,
  cause: null,
  motif: null,
  personnes: 0,
  ...autres,
});

const actes: fc.Arbitrary<ActeLu> = fc.oneof(
  fc.record({
    type: fc.constant('Individuel' as const),
    minutes: fc.integer({ min: 1, max: 1439 }),
    thematiques: fc.subarray(cles(THEMATIQUES), { minLength: 1 }),
    demarches: fc.subarray(cles(DEMARCHES)),
    objectif: fc.constantFrom(...cles(OBJECTIFS)),
    issue: fc.constantFrom(...cles(ISSUES)),
    genre: fc.constantFrom(...cles(GENRES)),
    trancheAge: fc.constantFrom(...cles(TRANCHES_AGE)),
    statutSocial: fc.constantFrom(...cles(STATUTS_SOCIAUX)),
  }),
  fc.record({
    type: fc.constant('Collectif' as const),
    minutes: fc.integer({ min: 1, max: 480 }),
    thematiques: fc.subarray(cles(THEMATIQUES), { minLength: 1 }),
    demarches: fc.subarray(cles(DEMARCHES)),
    materiels: fc.subarray(cles(MATERIELS)),
    objectif: fc.constantFrom(...cles(OBJECTIFS)),
    axe: fc.constantFrom(...cles(AXES), null),
    participants: fc.integer({ min: 5, max: 12 }),
    dejaAides: fc.integer({ min: 0, max: 5 }),
    genres: fc.record({ Feminin: fc.integer({ min: 0, max: 5 }) }),
    tranchesAge: fc.record({ SoixanteDixPlus: fc.integer({ min: 0, max: 5 }) }),
    statutsSociaux: fc.record({ Retraite: fc.integer({ min: 0, max: 5 }) }),
  }),
  fc.record({ type: fc.constant('Coordination' as const), minutes: fc.integer({ min: 1, max: 480 }) }),
);
const seances: fc.Arbitrary<SeanceLue> = fc.record({
  jour: fc.integer({ min: 0, max: 30 }).map((days) => octobre.debut.add({ days })),
  heureDebut: fc.constantFrom(heure('09:00'), heure('14:00')),
  heureFin: fc.constantFrom(heure('16:30'), heure('17:00')),
  lieu: fc.constantFrom('Mairie', 'Médiathèque'),
  statut: fc.constantFrom('prevue' as const, 'annulee' as const),
  sansAgent: fc.boolean(),
  cause: fc.constantFrom('absence' as const, 'fermeture' as const, null),
  motif: fc.constantFrom('Travaux', null),
  personnes: fc.integer({ min: 0, max: 9 }),
});

describe('art. 3.4 : les mois dont un relevé est dû', () => {
  const convention = conventionDu('2026-08-31', [], { ...clauses2022, finAuPlusTard: jour('2026-11-10') });

  it('chaque mois fini où la convention était en vigueur, ne serait-ce qu’un jour', () => {
    const dus = (le: string, depuis = '2020-01-01') =>
      moisDus(convention, { depuis: jour(depuis), aujourdhui: jour(le) }).map((mois) =>
        mois.toPlainYearMonth().toString(),
      );
    expect(dus('2026-08-31')).toEqual([]);
    expect(dus('2026-09-01')).toEqual(['2026-08']);
    expect(dus('2026-11-01')).toEqual(['2026-08', '2026-09', '2026-10']);
    expect(dus('2027-03-01')).toEqual(['2026-08', '2026-09', '2026-10', '2026-11']);
    expect(dus('2027-03-01', '2026-10-15')).toEqual(['2026-10', '2026-11']);
  });

  it('ne compte que les jours couverts', () => {
    const dit = (mois: string) => {
      const found = periodeDuReleve(convention, jour(mois));
      return found && `${found.debut} ${found.fin}`;
    };
    expect(dit('2026-08-01')).toBe('2026-08-31 2026-08-31');
    expect(dit('2026-09-01')).toBe('2026-09-01 2026-09-30');
    expect(dit('2026-07-01')).toBe(null);
    expect(dit('2027-01-01')).toBe(null);
  });
});

describe('art. 3.4 : « la bonne fréquence »', () => {
  const mois = (debut: string, autres: Partial<Avancement> = {}): Avancement => ({
    ...{ mois: jour(debut), numero: 1, etat: 'a_envoyer', envoyeLe: null, retourneLe: null, ouvertLe: null },
    ...autres,
  });

  it('l’agent est attendu de la fin du mois, le Bénéficiaire de l’envoi ; les rappels suivent', () => {
    const agent = attente(mois('2026-10-01'));
    expect(agent).toMatchObject({ partie: 'agent', depuis: jour('2026-10-31'), enRetardLe: jour('2026-11-05') });
    const rangs = (le: string) => agent && rangsDus(agent, jour(le));
    expect([rangs('2026-11-04'), rangs('2026-11-05'), rangs('2026-11-10'), rangs('2026-11-20')]).toEqual([
      [],
      [1],
      [1, 2],
      [1, 2, 3],
    ]);
    const envoye = attente(mois('2026-10-01', { etat: 'envoye', envoyeLe: jour('2026-11-03') }));
    expect(envoye).toMatchObject({ partie: 'beneficiaire', enRetardLe: jour('2026-11-10') });
    const retourne = attente(mois('2026-10-01', { etat: 'retourne', retourneLe: jour('2026-11-06') }));
    expect(retourne).toMatchObject({ partie: 'agent', enRetardLe: jour('2026-11-11') });
    const correction = attente(mois('2026-10-01', { numero: 2, ouvertLe: jour('2027-01-10') }));
    expect(correction).toMatchObject({ partie: 'agent', enRetardLe: jour('2027-01-15') });
    expect(attente(mois('2026-10-01', { etat: 'certifie' }))).toBe(null);
  });

  it('dit qui est en retard et depuis quand', () => {
    const all = [
      mois('2026-10-01'),
      mois('2026-08-01', { etat: 'certifie' }),
      mois('2026-09-01', { etat: 'envoye', envoyeLe: jour('2026-10-03') }),
    ];
    const le = frequence(all, jour('2026-11-06'));
    expect(le.retards.map(({ partie }) => partie)).toEqual(['beneficiaire', 'agent']);
    expect(le.depuis?.toString()).toBe('2026-10-10');
    expect(le.dernierCertifie?.toString()).toBe('2026-08-01');
    expect(frequence(all, jour('2026-10-09')).depuis).toBe(null);
  });
});

describe('art. 3.4 : ce que compte un mois', () => {
  it('les permanences manquées disent pourquoi, sauf pourquoi quelqu’un est absent', () => {
    const { permanences } = contenuReleve(octobre, {
      seances: [
        seance('2026-10-06', { personnes: 4 }),
        seance('2026-10-13', { statut: 'annulee', cause: 'absence', motif: 'Agent absent' }),
        seance('2026-10-20', { statut: 'annulee', cause: 'fermeture', motif: 'Travaux' }),
        seance('2026-10-27', { sansAgent: true }),
      ],
      actes: [],
      servicesBloques: 0,
    });
    expect(permanences).toMatchObject({ tenues: 1, manquees: 3, minutes: 180 });
    expect(permanences.seances.map(({ raison, precision }) => [raison, precision])).toEqual([
      [null, null],
      ['absence', null],
      ['fermeture', 'Travaux'],
      ['sans_agent', null],
    ]);
  });

  it('des ateliers ne font pas de personnes', () => {
    const contenu = contenuReleve(octobre, {
      seances: [],
      actes: [
        {
          ...{ type: 'Collectif', minutes: 90, thematiques: ['Email'], participants: 7, dejaAides: 2 },
          ...{ demarches: [], materiels: ['Ordinateur'], objectif: 'accueil', axe: null },
          ...{ genres: { Feminin: 4 }, tranchesAge: {}, statutsSociaux: {} },
        },
      ],
      servicesBloques: 1,
    });
    expect(contenu.aides.nombre).toBe(0);
    expect(contenu.ateliers).toMatchObject({ nombre: 1, participants: 7, genres: { Feminin: 4 }, minutes: 90 });
    const table = montrer(contenu, { isPublic: false, avant: [] }).profils.find(
      ({ titre }) => titre === 'Genre, en atelier',
    );
    expect(table?.lignes?.map(({ nombre }) => nombre)).toEqual([0, 4, 0, 3]);
  });

  it('ne dépend pas de l’ordre, ni l’empreinte', () => {
    fc.assert(
      fc.property(fc.array(seances, { maxLength: 12 }), fc.array(actes, { maxLength: 20 }), (list, done) => {
        const one = contenuReleve(octobre, { seances: list, actes: done, servicesBloques: 2 });
        const other = contenuReleve(octobre, {
          seances: list.toReversed(),
          actes: done.toReversed(),
          servicesBloques: 2,
        });
        expect(canonique(other)).toBe(canonique(one));
        const read = JSON.parse(JSON.stringify(one)) as typeof one;
        expect(empreinteDe({ contenu: read, part: PART_VIDE }, SEL)).toBe(
          empreinteDe({ contenu: other, part: PART_VIDE }, SEL),
        );
      }),
      { numRuns: 60 },
    );
  });

  it('l’empreinte est celle d’un texte que chacun peut refaire', () => {
    expect(canonique({ b: 1, a: [{ d: null, c: 'é' }] })).toBe('{"a":[{"c":"é","d":null}],"b":1}');
    expect(empreinteCourte('3f2a91bc0d47e8a1ffff')).toBe('3f2a 91bc 0d47 e8a1');
  });

  it('sans le sel, une empreinte ne dit pas si un petit nombre essayé est le bon', () => {
    const version = {
      contenu: contenuReleve(octobre, { seances: [], actes: [], servicesBloques: 2 }),
      part: PART_VIDE,
    };
    const autre = SEL.replace('0', '1');
    expect(empreinteDe(version, SEL)).not.toBe(empreinteDe(version, autre));
    const essais = [0, 1, 2, 3, 4].map((n) => ({ ...version, contenu: { ...version.contenu, servicesBloques: n } }));
    for (const essai of essais) expect(empreinteDe(essai, null)).not.toBe(empreinteDe(version, SEL));
    // What was certified before there was a salt keeps its print.
    expect(empreinteDe(version, null)).toBe(createHash('sha256').update(canonique(version)).digest('hex'));
  });
});

describe('art. 4.1 : un petit nombre ne se devine pas', () => {
  it('peu de personnes aidées : ni profil, ni thème, ni heures hors de l’équipe', () => {
    const acte: ActeLu = {
      type: 'Individuel',
      minutes: 50,
      thematiques: ['Email'],
      demarches: [],
      objectif: 'accueil',
      issue: 'faite',
      genre: 'Feminin',
      trancheAge: 'SoixanteDixPlus',
      statutSocial: 'Retraite',
    };
    const contenu = contenuReleve(octobre, {
      seances: [seance('2026-10-06', { personnes: 2 })],
      actes: [acte, acte],
      servicesBloques: 0,
    });
    const dehors = montrer(contenu, { isPublic: true, avant: [] });
    expect(dehors).toMatchObject({ personnesAidees: '<5', heuresAide: { valeur: 'non publié' } });
    expect(dehors.profils.every(({ lignes }) => lignes === null)).toBe(true);
    expect(dehors.seances[0]?.personnes).toBe(null);
    expect(montrer(contenu, { isPublic: false, avant: [] })).toMatchObject({
      personnesAidees: 2,
      heuresAide: { valeur: '1\u00a0h\u00a040' },
    });
  });
});

describe('la différence entre deux versions', () => {
  it('n’est vide que si rien n’a changé', () => {
    const months = fc.record({
      seances: fc.array(seances, { maxLength: 4 }),
      actes: fc.array(actes, { maxLength: 6 }),
      servicesBloques: fc.integer({ min: 0, max: 2 }),
    });
    fc.assert(
      fc.property(months, months, fc.boolean(), (one, other, isPublic) => {
        const [a, b] = [one, other].map((all) => ({ contenu: contenuReleve(octobre, all), part: null }));
        if (a === undefined || b === undefined) return;
        expect(ecarts([a, a], { isPublic })).toEqual([]);
        expect(ecarts([a, b], { isPublic }).length === 0).toBe(canonique(a) === canonique(b));
      }),
      { numRuns: 100 },
    );
  });

  it('dit de quoi à quoi ; hors de l’équipe, pas les petits nombres', () => {
    const version = (personnes: number, remarque: string | null = null) => ({
      contenu: contenuReleve(octobre, {
        seances: [seance('2026-10-06', { personnes })],
        actes: [],
        servicesBloques: 0,
      }),
      part: { ...PART_VIDE, remarque },
    });
    expect(ecarts([version(2), version(3)], { isPublic: false })).toEqual([
      'Permanence du 06/10/2026 à 09:00, Mairie : tenue, jusqu’à 12:00, 2 aidé(s) → tenue, jusqu’à 12:00, 3 aidé(s)',
    ]);
    expect(ecarts([version(2), version(3)], { isPublic: true })).toEqual([
      'Des nombres trop petits pour être publiés ont changé.',
    ]);
    expect(ecarts([version(2), version(2, 'Panne')], { isPublic: true })).toEqual([
      'Part du Bénéficiaire, Remarque : aucun → Panne',
    ]);
  });
});
