import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cles, DEMARCHES } from '../../../domain/nomenclatures.ts';
import { phrase } from '../../../domain/refus.ts';
import { type LigneSaisie, lirePortee, OPERATEURS, PHRASES_PORTEE } from '../rules.ts';
import { acteInterdit, estVague, normaliser } from './portee-mots.ts';

const logement: LigneSaisie = {
  nature: 'demarche',
  theme: 'Logement',
  objet: 'Demander l’aide au logement',
  operateur: 'CAF (fictive)',
};
const releve: LigneSaisie = {
  nature: 'donnees',
  theme: '',
  objet: 'Mon relevé de carrière',
  operateur: 'CARSAT (fictive)',
};
const lire = (...lignes: readonly LigneSaisie[]) =>
  lirePortee(lignes.map((ligne, rank) => ({ ...ligne, rang: rank + 1 })));
const refus = (...lignes: readonly LigneSaisie[]) => {
  const read = lire(...lignes);
  return 'erreurs' in read ? read.erreurs.map(({ rang, champ, refus }) => `${rang} ${champ} ${refus.refus}`) : [];
};

describe('Art. 2 : scénario 5, la portée d’un mandat', () => {
  test('des démarches nommées, chacune avec son organisme, et des demandes de données à part', () => {
    expect(lire(logement, releve)).toEqual([
      logement,
      { nature: 'donnees', objet: 'Mon relevé de carrière', operateur: 'CARSAT (fictive)' },
    ]);
  });

  test('vide, elle est refusée', () => {
    expect(refus()).toEqual(['1 objet aucune_demarche']);
    expect(refus({ ...logement, objet: ' \u200b ' })).toEqual(['1 objet objet_absent']);
  });

  test('une démarche nommée deux fois est refusée, même écrite autrement', () => {
    expect(refus(logement, releve, { ...logement, objet: "demander  l'AIDE au logement !" })).toEqual([
      '3 objet doublon',
    ]);
    expect(refus(logement, { ...logement, operateur: 'MSA (fictive)' })).toEqual([]);
    expect(phrase(PHRASES_PORTEE, { refus: 'doublon', de: 1 })).toContain('ligne 1');
  });

  test('un thème ou une nature inconnus sont refusés, chacun sur son champ', () => {
    expect(refus({ ...logement, theme: 'Tout' })).toEqual(['1 theme theme_inconnu']);
    expect(refus({ ...logement, theme: '__proto__' })).toEqual(['1 theme theme_inconnu']);
    expect(refus({ ...logement, nature: 'procuration' })).toEqual(['1 nature nature_inconnue']);
  });

  test('une demande de données sans organisme est refusée, une démarche sans opérateur aussi', () => {
    expect(refus({ ...releve, operateur: '' })).toEqual(['1 operateur organisme_absent']);
    expect(refus({ ...logement, operateur: '' })).toEqual(['1 operateur operateur_absent']);
    expect(refus({ ...logement, operateur: 'Tous les organismes' })).toEqual(['1 operateur operateur_vague']);
  });

  test('tout ce qui manque est dit en une fois', () => {
    expect(refus({ nature: 'demarche', theme: '', objet: '', operateur: '' })).toEqual([
      '1 theme theme_inconnu',
      '1 objet objet_absent',
      '1 operateur operateur_absent',
    ]);
  });

  test.each([
    'tout',
    'Tout',
    'TOUT !',
    'Toutes les démarches',
    'toutes mes démarches administratives',
    'L’ensemble de mes papiers',
    'Tous ses dossiers en cours',
    'Faire tout le nécessaire',
    'Tout faire',
    'tout ce qu’il faut',
    'n’importe quelle démarche',
    'Démarches administratives',
    'Mes papiers',
    'Aide administrative',
    'everything',
    'all my papers and things',
    'Pleins pouvoirs',
    'Procuration générale',
    'APL, RSA, etc.',
    'Ｔｏｕｔ',
    'T\u200bout',
    'x',
    '123',
  ])('« %s » ne nomme rien de précis', (objet) => {
    expect(estVague(objet)).toBe(true);
    expect(refus({ ...logement, objet })).toEqual(['1 objet objet_vague']);
  });

  test.each([
    ['Payer ma facture d’eau', 'payer'],
    ['PAYER', 'payer'],
    ['Régler l’amende', 'regler l amende'],
    ['Faire un virement à mon fils', 'virement'],
    ['Mettre en place le prélèvement', 'prelevement'],
    ['Télécharger l’attestation de paiement et payer la facture', 'payer'],
    ['Acheter un billet de train', 'acheter'],
    ['Demander un prêt', 'demander un pret'],
    ['Souscrire un crédit', 'souscrire un credit'],
    ['Enregistrer ma carte bancaire', 'carte bancaire'],
  ])('« %s » est un paiement', (objet, mot) => {
    expect(acteInterdit(objet)).toEqual({ refus: 'paiement', mot });
  });

  test.each([
    ['Vendre la voiture', 'vendre'],
    ['La vente de la maison', 'vente'],
    ['Faire une donation à ma nièce', 'donation'],
    ['Donner mon terrain', 'donner mon terrain'],
    ['Résilier une assurance-vie', 'resilier une assurance vie'],
    ['Résilier le contrat d’assurance vie', 'resilier le contrat d assurance vie'],
    ['Changer la clause bénéficiaire', 'clause beneficiaire'],
    ['Renoncer à la succession', 'renoncer a la succession'],
    ['Clôturer mon compte bancaire', 'cloturer mon compte bancaire'],
  ])('« %s » est un acte de disposition', (objet, mot) => {
    expect(acteInterdit(objet)).toEqual({ refus: 'disposition', mot });
    expect(refus({ ...logement, objet })).toEqual(['1 objet disposition']);
  });

  test.each([
    'Télécharger une attestation de paiement',
    'Suivre mes remboursements de soins',
    'Demander un délai de paiement',
    'Demander une aide à payer le loyer',
    'Déclarer la vente de mon véhicule',
    'Changer le taux de prélèvement à la source',
    'Contester un virement',
    'Demander un crédit d’impôt',
    'Établir une procuration de vote',
    'Mettre à jour ma carte Vitale',
    'Actualiser ma situation chaque mois',
    'Demander l’aide pour tous mes enfants',
    'Consulter le simulateur de prêt',
    'Renouveler ma carte d’identité',
    'Acte de naissance',
    'Résilier mon abonnement de transport',
  ])('« %s » est une démarche comme une autre', (objet) => {
    expect([estVague(objet), acteInterdit(objet)]).toEqual([false, null]);
    expect(refus({ ...logement, objet })).toEqual([]);
  });

  test('les organismes proposés sont tous précis', () => {
    for (const operateur of Object.values(OPERATEURS)) expect(refus({ ...logement, operateur }), operateur).toEqual([]);
  });

  test('quoi qu’on écrive, une réponse : des démarches nommées, ou des refus sur des champs qui existent', () => {
    const texte = fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), fc.constantFrom('tout', 'payer', 'CAF', ''));
    const ligne = fc.record({
      nature: fc.oneof(fc.constantFrom('demarche', 'donnees'), texte),
      theme: fc.oneof(fc.constantFrom(...cles(DEMARCHES)), texte),
      objet: texte,
      operateur: texte,
    });
    fc.assert(
      fc.property(fc.array(ligne, { maxLength: 10 }), (lignes) => {
        const read = lire(...lignes);
        if (!('erreurs' in read)) {
          expect(read).toHaveLength(lignes.length);
          for (const { objet, operateur } of read) {
            expect([estVague(objet), acteInterdit(objet), estVague(operateur)]).toEqual([false, null, false]);
          }
          return;
        }
        expect(read.erreurs.length).toBeGreaterThan(0);
        for (const { rang } of read.erreurs) expect(rang).toBeLessThanOrEqual(Math.max(1, lignes.length));
      }),
    );
  });

  test('comparer ne dépend ni des accents, ni de la casse, ni des espaces : une seconde fois ne change rien', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (texte) => {
        expect(normaliser(normaliser(texte))).toBe(normaliser(texte));
      }),
    );
  });
});
