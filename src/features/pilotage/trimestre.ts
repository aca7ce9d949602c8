import { type Cumul, formatNombre } from '../accompagnements/rules.ts';
import { type BilanPeriode, minutesDAide } from '../statistiques/rules.ts';
import type { Couverture } from './rules.ts';

/** What the elected officials read: the last three months beside the three before, both masked. */
export type Pilotage = {
  readonly courant: BilanPeriode;
  readonly precedent: BilanPeriode;
  readonly couverture: Couverture;
  readonly couvertureAvant: Couverture;
};

type Valeur = number | string | null;
type Ligne = { readonly rubrique: string; readonly libelle: string; readonly courant: Valeur; readonly avant: Valeur };

export const colonnesPilotage = [
  { label: 'Rubrique', value: ({ rubrique }: Ligne) => rubrique },
  { label: 'Libellé', value: ({ libelle }: Ligne) => libelle },
  { label: 'Trois derniers mois', value: ({ courant }: Ligne) => courant },
  { label: 'Trois mois précédents', value: ({ avant }: Ligne) => avant },
];

function cell(nombre: Cumul): number | string {
  return typeof nombre === 'number' ? nombre : formatNombre(nombre);
}

type Comptee = { readonly libelle: string; readonly nombre: Cumul };

/** Two lists of the same cells, line by line. */
export function coteACote(courant: readonly Comptee[], avant: readonly Comptee[]) {
  return courant.map(({ libelle, nombre }, rang) => ({ libelle, courant: nombre, avant: avant[rang]?.nombre ?? 0 }));
}

/** Every figure of the page, one a line: for the export. */
export function lignesPilotage({ courant, precedent, couverture, couvertureAvant }: Pilotage): readonly Ligne[] {
  const ensemble = (libelle: string, read: (total: BilanPeriode) => Valeur): Ligne => ({
    rubrique: 'Ensemble',
    libelle,
    courant: read(courant),
    avant: read(precedent),
  });
  const detail = (rubrique: string, read: (total: BilanPeriode) => readonly Comptee[]): Ligne[] =>
    coteACote(read(courant), read(precedent)).map((line) => ({
      rubrique,
      libelle: line.libelle,
      courant: cell(line.courant),
      avant: cell(line.avant),
    }));
  return [
    ensemble('Premier jour', ({ periode }) => periode.debut.toString()),
    ensemble('Dernier jour', ({ periode }) => periode.fin.toString()),
    ensemble('Personnes aidées', ({ personnesAidees }) => cell(personnesAidees)),
    ensemble('Ateliers', ({ ateliers }) => ateliers),
    ensemble('Participants aux ateliers', ({ participants }) => cell(participants)),
    ensemble('Permanences tenues', ({ permanencesTenues }) => permanencesTenues),
    ensemble('Permanences annulées', ({ permanencesAnnulees }) => permanencesAnnulees),
    ensemble('Heures de permanence', ({ heuresPermanence }) => heuresPermanence),
    ensemble('Minutes d’aide individuelle', minutesDAide),
    {
      rubrique: 'Couverture',
      libelle: `Communes couvertes sur ${couverture.communes}`,
      courant: couverture.communesCouvertes,
      avant: couvertureAvant.communesCouvertes,
    },
    ...detail('Thème', ({ parThematique }) => parThematique),
    ...detail('Démarche', ({ parDemarche }) => parDemarche),
    ...detail('Âge', ({ parTrancheAge }) => parTrancheAge),
    ...detail('Situation', ({ parStatutSocial }) => parStatutSocial),
    ...detail('Genre', ({ parGenre }) => parGenre),
    ...[...couverture.lignes, couverture.ailleurs].flatMap(({ nom, permanences, personnes }): Ligne[] => [
      { rubrique: 'Permanences par commune', libelle: nom, courant: permanences, avant: null },
      { rubrique: 'Personnes aidées par commune', libelle: nom, courant: cell(personnes), avant: null },
    ]),
  ];
}
