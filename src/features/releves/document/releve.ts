import { formatDate, formatDateLongue, formatHeure, parisDate } from '../../../domain/date.ts';
import type { Territoire } from '../../../domain/territoire.ts';
import { type PdfDocument, renderPdf } from '../../../platform/pdf/render.ts';
import { formatNombre, type Nombre } from '../../accompagnements/rules.ts';
import type { ConventionComplete } from '../../conventions/store.ts';
import {
  direGardes,
  direLigne,
  direLignePart,
  ETATS_RELEVE,
  lignesPart,
  type Montre,
  RAISONS,
  RETENUES,
  type Tableau,
} from '../rules.ts';
import type { Releve } from '../store.ts';
import { titreDuMois } from '../views/commun.tsx';

export type DonneesDocument = {
  readonly releve: Releve;
  readonly convention: ConventionComplete;
  readonly montre: Montre;
  /** The print of what it shows, as it is printed. */
  readonly empreinte: string;
  /** What changed since the version before; null: there is none. */
  readonly ecarts: readonly string[] | null;
  readonly territoire: Pick<Territoire, 'nomComplet' | 'couleur' | 'mention'>;
  readonly logo: Uint8Array | null;
  readonly logoStructure: Uint8Array | null;
  readonly today: Temporal.PlainDate;
};

function taille(nombre: Nombre): number {
  return typeof nombre === 'number' ? nombre : 0;
}

/** The lines of a table that say something, all of them. */
function volet({ titre, unite, lignes, retenue, version }: Tableau, montre: Montre, sorted: boolean) {
  const said = (lignes ?? []).filter(({ nombre }) => nombre !== 0);
  const kept = sorted ? said.toSorted((a, b) => taille(b.nombre) - taille(a.nombre)) : said;
  return {
    titre: version === montre.version ? titre : `${titre} (version ${version})`,
    unite,
    retenue: retenue && RETENUES[retenue],
    // A hidden number is drawn without a bar: its length would say what its text hides.
    lignes: kept.map(({ libelle, nombre }) => ({ libelle, longueur: taille(nombre), texte: formatNombre(nombre) })),
  };
}

function certification({ etat, certifieAt, certifieNom }: Releve) {
  if (etat !== 'certifie' || certifieAt === null || certifieNom === null) {
    return {
      certifie: false,
      phrase: `${ETATS_RELEVE[etat]} : chiffres provisoires, non certifiés par le Bénéficiaire (art. 3.4)`,
    };
  }
  return { certifie: true, phrase: `Certifié par ${certifieNom}, le ${formatDate(parisDate(certifieAt))} (art. 3.4)` };
}

function manquees({ seances }: Montre) {
  return seances
    .filter(({ raison }) => raison !== null)
    .map(({ jour, debut, fin, lieu, raison, precision }) => {
      const [from, to] = [debut, fin].map((heure) => formatHeure(Temporal.PlainTime.from(heure)));
      return {
        quand: `${formatDateLongue(Temporal.PlainDate.from(jour))}, ${from} – ${to}`,
        lieu,
        pourquoi: [raison === null ? '' : RAISONS[raison], precision].filter(Boolean).join(' : '),
      };
    });
}

/** A relevé as Typst is given it: the day that it bears is that of its certification, or the day that it is drawn. */
export function releveDocument(donnees: DonneesDocument): PdfDocument {
  const { releve, convention, montre, empreinte, ecarts, territoire, today } = donnees;
  const jour = releve.certifieAt === null ? today : parisDate(releve.certifieAt);
  // Beside what the help given to one person was about, which is the longest.
  const themesAteliers = montre.themes.filter(({ unite }) => unite === 'ateliers');
  const themes = montre.themes.filter(({ unite }) => unite !== 'ateliers');
  return {
    template: 'src/features/releves/document/releve.typ',
    data: {
      mois: titreDuMois(releve.mois),
      beneficiaire: convention.structure.nom,
      departement: territoire.nomComplet,
      reference: convention.reference,
      version: releve.numero,
      motif: releve.correctionMotif,
      couleur: territoire.couleur,
      mention: territoire.mention,
      empreinte,
      jour: { iso: jour.toString(), texte: formatDate(jour) },
      certification: certification(releve),
      chiffres: [
        {
          valeur: String(montre.tenues),
          libelle: `permanences tenues, sur ${montre.tenues + montre.manquees} prévues`,
        },
        { valeur: formatNombre(montre.personnesAidees), libelle: 'personnes aidées' },
        { valeur: montre.heuresPermanence, libelle: 'de permanence' },
        { valeur: direLigne(montre.heuresAide, montre), libelle: 'd’aide individuelle' },
      ],
      autres: [
        { libelle: 'Ateliers', valeur: String(montre.ateliers) },
        {
          libelle: 'Participants, déjà aidés',
          valeur: `${formatNombre(montre.participants)}, ${direLigne(montre.dejaAides, montre)}`,
        },
        { libelle: 'Durée des ateliers', valeur: montre.heuresAtelier },
        { libelle: 'Services en ligne bloqués', valeur: formatNombre(montre.servicesBloques) },
      ],
      gauche: themes.map((one) => volet(one, montre, true)),
      // Age bands read in their order.
      droite: montre.profils.map((one) => volet(one, montre, false)),
      ateliers: themesAteliers.map((one) => volet(one, montre, true)),
      gardes: direGardes([...montre.profils, ...montre.themes], montre),
      manquees: manquees(montre),
      part:
        releve.part &&
        lignesPart(releve.part).map((ligne) => ({ libelle: ligne.libelle, texte: direLignePart(ligne) })),
      // The font of documents draws no arrow.
      ecarts: ecarts?.map((ligne) => ligne.replaceAll(' → ', ' devient ')) ?? null,
      masque: montre.isPublic,
    },
    images: { departement: donnees.logo, beneficiaire: donnees.logoStructure },
  };
}

export function renderReleve(donnees: DonneesDocument): Promise<Uint8Array> {
  return renderPdf(releveDocument(donnees));
}
