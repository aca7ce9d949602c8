import { describe, expect, test } from 'vitest';
import { avenant, conventionDu, jour, signature } from '../rules/exemples.ts';
import { type Convention, clauses2022, type Evenement } from '../rules.ts';
import { direRequete, readCriteres, requeteDe } from './criteres.ts';
import { type Criteres, estGardee, type Filtrable, manquesDe } from './rules.ts';

const deliberation = (partie: 'departement' | 'beneficiaire'): Evenement => ({
  type: 'deliberation',
  id: `d-${partie}`,
  partie,
  numero: '1',
  date: jour('2022-09-19'),
});
const accuse = (deliberationId: string | null): Evenement => ({
  type: 'teletransmission',
  id: `t-${deliberationId}`,
  deliberationId,
  numero: 'AR',
  transmiseLe: jour('2022-09-28'),
  recueLe: jour('2022-09-28'),
});
const assurance = (du: string, au: string): Evenement => ({
  type: 'assurance',
  id: `i-${du}`,
  assureur: 'Mutuelle fictive',
  valableDu: jour(du),
  valableAu: jour(au),
});
const avec = (...evenements: Evenement[]): Convention => ({ clauses: clauses2022, evenements });

describe('pièces qui manquent (préambule, art. 4.2, art. 6)', () => {
  test('préambule : une convention vide attend deux délibérations et deux signatures', () => {
    expect(manquesDe(avec(), jour('2022-09-01'))).toEqual([
      'deliberation_departement',
      'deliberation_beneficiaire',
      'signature_departement',
      'signature_beneficiaire',
    ]);
  });

  test('préambule : l’accusé n’est attendu qu’une fois la délibération enregistrée', () => {
    const convention = avec(deliberation('departement'), deliberation('beneficiaire'), accuse('d-departement'));
    expect(manquesDe(convention, jour('2022-10-01'))).toEqual([
      'accuse_beneficiaire',
      'signature_departement',
      'signature_beneficiaire',
    ]);
    expect(manquesDe({ ...convention, beneficiaireTransmet: false }, jour('2022-10-01'))).not.toContain(
      'accuse_beneficiaire',
    );
  });

  test('préambule : une fois signée par les deux, sa propre transmission, si ses clauses du jour la requièrent', () => {
    const requise = { ...clauses2022, transmissionRequise: true };
    const signee = conventionDu('2022-10-10', [], requise);
    expect(manquesDe(signee, jour('2022-10-11'))).toContain('transmission');
    const transmise = { ...signee, evenements: [...signee.evenements, accuse(null)] };
    expect(manquesDe(transmise, jour('2022-10-11'))).not.toContain('transmission');
    const seule: Convention = { clauses: requise, evenements: [signature('departement', '2022-10-10')] };
    expect(manquesDe(seule, jour('2022-10-11'))).not.toContain('transmission');
    expect(manquesDe(conventionDu('2022-10-10'), jour('2022-10-11'))).not.toContain('transmission');
    const avenantee = conventionDu('2022-10-10', [avenant('2022-12-01', '2022-12-05', { transmissionRequise: true })]);
    expect(manquesDe(avenantee, jour('2022-12-04'))).not.toContain('transmission');
    expect(manquesDe(avenantee, jour('2022-12-05'))).toContain('transmission');
  });

  test('art. 4.2 : l’assurance manque entre deux attestations, et ne manque plus après la fin', () => {
    const convention = conventionDu('2022-10-10', [
      assurance('2022-10-10', '2022-12-31'),
      assurance('2023-02-01', '2023-12-31'),
    ]);
    const manque = (date: string) => manquesDe(convention, jour(date)).includes('assurance');
    expect(['2022-10-09', '2022-12-31', '2023-01-01', '2023-01-31', '2023-02-01', '2023-07-02'].map(manque)).toEqual([
      false,
      false,
      true,
      true,
      false,
      false,
    ]);
  });
});

describe('critères de la liste', () => {
  const tous: Criteres = { etat: '', epci: '', nature: '', sous: null, manque: '' };
  const one: Filtrable = {
    statut: 'en_vigueur',
    epciSiren: '200000172',
    nature: 'commune',
    echeance: { date: jour('2026-12-26') },
    manques: ['assurance'],
  };
  const today = jour('2026-11-26');

  test.each<[string, Partial<Criteres>, boolean]>([
    ['aucun', {}, true],
    ['le bon état', { etat: 'en_vigueur' }, true],
    ['un autre état', { etat: 'opposee' }, false],
    ['la bonne intercommunalité', { epci: '200000172' }, true],
    ['une autre', { epci: '200000173' }, false],
    ['la bonne nature', { nature: 'commune' }, true],
    ['une autre nature', { nature: 'ccas' }, false],
    ['une échéance au trentième jour, compris', { sous: 30 }, true],
    ['une échéance au-delà', { sous: 15 }, false],
    ['la pièce qui manque', { manque: 'assurance' }, true],
    ['une pièce qui ne manque pas', { manque: 'transmission' }, false],
    ['tous à la fois', { etat: 'en_vigueur', nature: 'commune', sous: 60, manque: 'assurance' }, true],
  ])('%s', (_, criteres, attendu) => {
    expect(estGardee(one, { ...tous, ...criteres }, today)).toBe(attendu);
  });

  test('sans échéance, aucun délai ne la garde', () => {
    expect(estGardee({ ...one, echeance: null }, { ...tous, sous: 180 }, today)).toBe(false);
  });

  test('une adresse absurde ne restreint rien, et s’écrit toujours de même', () => {
    const params = new URLSearchParams(
      '?etat=x&epci=%00&nature=toString&sous=-1&manque=__proto__&page=4&tri=x&q=%20perp%20',
    );
    expect(readCriteres(params)).toEqual(tous);
    expect(requeteDe(params)).toBe('q=perp&tri=reference&sens=decroissant');
    expect(requeteDe(new URLSearchParams('?sous=30&manque=assurance&page=9'))).toBe(
      'sous=30&manque=assurance&tri=reference&sens=decroissant',
    );
    expect(requeteDe(new URLSearchParams(`?q=${'a'.repeat(10_000)}`)).length).toBeLessThan(200);
  });

  test('elle se dit en français', () => {
    const noms = new Map([['200000172', 'CC d’essai']]);
    expect(direRequete(new URLSearchParams(), noms)).toBe('toutes les conventions');
    expect(direRequete(new URLSearchParams('q=perp&epci=200000172&sous=30&nature=ccas'), noms)).toBe(
      '« perp » ; intercommunalité : CC d’essai ; structure : Centre communal ou intercommunal d’action sociale ; échéance dans les 30 jours',
    );
  });
});
