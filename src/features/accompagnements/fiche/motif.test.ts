import { expect, test } from 'vitest';
import { themeDuMotif } from './motif.ts';

test.each([
  ['Déclarer ses impôts', ['AideAuxDemarchesAdministratives'], ['ArgentImpots'], 'impots'],
  ['Dossier MDPH', ['AideAuxDemarchesAdministratives'], ['SocialSante'], 'mdph'],
  ['Aide au LOGEMENT', ['AideAuxDemarchesAdministratives'], ['Logement'], null],
  [
    'Carte d’identité ou passeport',
    ['AideAuxDemarchesAdministratives'],
    ['PapiersElectionsCitoyennete'],
    'france_titres',
  ],
  ['Actualisation France Travail', ['AideAuxDemarchesAdministratives'], ['TravailFormation'], 'france_travail'],
  ['Prendre en main son téléphone', ['PrendreEnMainDuMateriel'], [], null],
  ['Créer une boîte mail', ['Email'], [], null],
])('« %s » dit le thème', (nom, thematiques, demarches, operateur) => {
  expect(themeDuMotif(nom)).toEqual({ thematiques, demarches, operateur });
});

test.each(['Autre demande', 'Scaphandre', 'Cafétéria', ''])('« %s » ne dit rien', (nom) => {
  expect(themeDuMotif(nom)).toBeNull();
});
