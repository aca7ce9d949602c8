/** « Activités réalisées par le Bénéficiaire »: his own part, typed by his référent. Source: art. 3.4. */
export interface PartBeneficiaire {
  /** People whom the structure received itself for a digital matter; null: it does not count them. */
  readonly personnesRecues: number | null;
  /** Days on which a lieu was closed although a permanence was expected. */
  readonly joursFermes: number;
  readonly fermetures: string | null;
  readonly pannes: number;
  /** Of the equipment that the convention asks for: Internet, computer, printer, telephone. */
  readonly pannesDetail: string | null;
  /** Posters, leaflets, announcements, publications. */
  readonly communications: number;
  readonly communicationsDetail: string | null;
  readonly remarque: string | null;
}

/** Nothing to tell: what the form proposes. */
export const PART_VIDE: PartBeneficiaire = {
  personnesRecues: null,
  joursFermes: 0,
  fermetures: null,
  pannes: 0,
  pannesDetail: null,
  communications: 0,
  communicationsDetail: null,
  remarque: null,
};

export type LignePart = { readonly libelle: string; readonly nombre: number | null; readonly texte: string | null };

/** His part, a line a subject. */
export function lignesPart(part: PartBeneficiaire): readonly LignePart[] {
  return [
    { libelle: 'Personnes reçues par la structure', nombre: part.personnesRecues, texte: null },
    { libelle: 'Jours de fermeture', nombre: part.joursFermes, texte: part.fermetures },
    { libelle: 'Pannes d’équipement', nombre: part.pannes, texte: part.pannesDetail },
    { libelle: 'Actions de communication', nombre: part.communications, texte: part.communicationsDetail },
    ...(part.remarque === null ? [] : [{ libelle: 'Remarque', nombre: null, texte: part.remarque }]),
  ];
}

/** « 3 : fermeture annuelle », « non compté ». */
export function direLignePart({ nombre, texte }: Omit<LignePart, 'libelle'>): string {
  if (nombre === null) return texte ?? 'non compté';
  return texte === null ? String(nombre) : `${nombre} : ${texte}`;
}
