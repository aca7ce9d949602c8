import { formatDate, formatDateCourte } from '../../../domain/date.ts';
import type { Territoire } from '../../../domain/territoire.ts';
import { type PdfDocument, renderPdf } from '../../../platform/pdf/render.ts';
import {
  dateEffet,
  derniereJournee,
  type Echeance,
  echeances,
  isStatutEnVigueur,
  STATUTS_CONVENTION,
  type StatutConvention,
  statutAu,
} from '../rules.ts';
import type { ConventionComplete } from '../store.ts';
import { typeset } from './typographie.ts';

/** A convention as the register lists it, dates being already written in French. */
export type LigneRegistre = {
  readonly reference: string;
  readonly structure: string;
  readonly commune: string;
  readonly siret: string;
  readonly effet: string | null;
  readonly fin: string | null;
  readonly echeance: { readonly date: string; readonly quoi: string } | null;
  readonly statut: StatutConvention;
};

/** The deadlines in few words: a line of the register holds on one line of paper. */
const ECHEANCES: Readonly<Record<Echeance['type'], string>> = {
  opposition: 'dernier jour d’opposition',
  reconduction: 'reconduction tacite',
  fin: 'dernier jour',
  remede: 'dernier jour pour remédier',
  constat: 'constat possible',
  assurance: 'fin de l’assurance',
};

/** The register of conventions of a territoire, on a day. */
export type Registre = {
  readonly departement: string;
  readonly logo: Uint8Array | null;
  readonly etablie: Temporal.PlainDate;
  readonly lignes: readonly LigneRegistre[];
  readonly couleur: string;
};

/** Groups of three figures, as people read a SIRET: « 200 043 602 00019 ». */
function siretLisible(siret: string): string {
  return siret.replace(/^(...)(...)(...)(.....)$/u, '$1 $2 $3 $4').replaceAll(' ', '\u00a0');
}

/**
 * The register: every convention by reference, with its effect, its last day, its next deadline and its state on `jour`.
 *
 * Source: art. 6 (effect, end, « opposition expresse »). The end shown before the last signature is the one its clauses fix.
 * Example: effet 2022-10-10, on 2023-01-15 → fin 01/07/2023, échéance 10/02/2023, « En vigueur ».
 */
export function registre(
  conventions: readonly ConventionComplete[],
  territoire: Territoire,
  logo: Uint8Array | null,
  jour: Temporal.PlainDate,
): Registre {
  const lignes = conventions.map((convention): LigneRegistre => {
    const { structure, reference } = convention;
    const effet = dateEffet(convention);
    const fin = derniereJournee(convention) ?? convention.clauses.finAuPlusTard;
    const [next] = echeances(convention, jour);
    return {
      reference,
      structure: structure.nom,
      commune: structure.commune,
      siret: siretLisible(structure.siret),
      effet: effet === null ? null : formatDateCourte(effet),
      fin: fin === null ? null : formatDateCourte(fin),
      echeance: next === undefined ? null : { date: formatDateCourte(next.date), quoi: ECHEANCES[next.type] },
      statut: statutAu(convention, jour),
    };
  });
  const order = new Intl.Collator('fr', { numeric: true });
  return {
    departement: territoire.nomComplet,
    logo,
    etablie: jour,
    lignes: lignes.toSorted((a, b) => order.compare(a.reference, b.reference)),
    couleur: territoire.couleur,
  };
}

/** The register as a tagged PDF (PDF/UA-1), A4 landscape, its header on each page. Same register, same bytes. */
export function renderRegistre(of: Registre): Promise<Uint8Array> {
  return renderPdf(registreDocument(of));
}

/** What is sent to Typst for the register: kept apart so that tests can read it. */
export function registreDocument({ departement, logo, etablie, lignes, couleur }: Registre): PdfDocument {
  const inForce = lignes.filter(({ statut }) => isStatutEnVigueur(statut)).length;
  const data = typeset({
    titre: 'Registre des conventions',
    departement,
    etablie: { iso: etablie.toString(), texte: formatDate(etablie) },
    nombre: lignes.length === 1 ? '1 convention' : `${lignes.length} conventions`,
    enVigueur: `${inForce} en vigueur`,
    lignes: lignes.map(({ statut, ...ligne }) => ({ ...ligne, statut: STATUTS_CONVENTION[statut] })),
    couleur,
  });
  return {
    template: 'src/features/conventions/documents/registre.typ',
    data: data as PdfDocument['data'],
    images: { departement: logo },
  };
}
