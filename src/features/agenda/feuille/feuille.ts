import { formatDate, formatDateLongue, formatDuree, formatHeure } from '../../../domain/date.ts';
import type { Territoire } from '../../../domain/territoire.ts';
import { type PdfDocument, renderPdf } from '../../../platform/pdf/render.ts';
import type { Lieu } from '../../lieux/store.ts';
import {
  changementsDuJour,
  codesMontres,
  direAccueil,
  lignesVides,
  type RendezVousFeuille,
  type SeanceFeuille,
} from '../rules/feuille.ts';
import type { FermetureAgenda } from '../rules.ts';

/** Those who are expected, or already came. */
const ATTENDUS: ReadonlySet<RendezVousFeuille['statut']> = new Set(['confirme', 'arrive', 'recu', 'absent']);

export type DonneesFeuille = {
  readonly lieu: Pick<Lieu, 'id' | 'nom' | 'adresse' | 'codePostal' | 'commune' | 'telephone'>;
  readonly territoire: Pick<Territoire, 'nomComplet' | 'couleur' | 'telephone' | 'mention'>;
  readonly jour: Temporal.PlainDate;
  readonly today: Temporal.PlainDate;
  readonly seances: readonly SeanceFeuille[];
  readonly fermeture: Pick<FermetureAgenda, 'motif'> | null;
  readonly logo: Uint8Array | null;
};

function minutes({ debut, fin }: RendezVousFeuille): number {
  return debut.until(fin).total('minutes');
}

/**
 * The sheet of a day for the counter of a place, as Typst is given it: hours and the first letters of codes, never a name; lines for
 * those who come without a rendez-vous; what is not as usual; whom to telephone.
 */
export function feuilleDocument(donnees: DonneesFeuille): PdfDocument {
  const { lieu, territoire, jour, today, seances, fermeture, logo } = donnees;
  const here = seances.filter((one) => one.lieuId === lieu.id && one.jour.equals(jour) && one.statut === 'prevue');
  const codes = codesMontres(seances.flatMap(({ rendezVous }) => rendezVous.map(({ code }) => code)));
  return {
    template: 'src/features/agenda/feuille/feuille.typ',
    data: {
      lieu: { nom: lieu.nom, adresse: `${lieu.adresse}, ${lieu.codePostal} ${lieu.commune}` },
      jour: { iso: jour.toString(), texte: formatDateLongue(jour) },
      etablie: formatDate(today),
      couleur: territoire.couleur,
      departement: territoire.nomComplet,
      mention: territoire.mention,
      telephone: territoire.telephone ?? lieu.telephone,
      changements: [
        ...(fermeture === null ? [] : [`Le lieu est fermé ce jour-là : ${fermeture.motif}.`]),
        ...changementsDuJour({ lieuId: lieu.id, jour }, seances),
      ],
      seances: here.map((seance) => ({
        horaires: `${formatHeure(seance.heureDebut)} – ${formatHeure(seance.heureFin)}`,
        salle: seance.salle,
        accueil: direAccueil(seance),
        rendezVous: seance.rendezVous
          .filter(({ statut }) => ATTENDUS.has(statut))
          .map((one) => ({
            heure: formatHeure(one.debut),
            code: codes.get(one.code) ?? '',
            duree: formatDuree(minutes(one)),
          })),
        vides: lignesVides(seance),
      })),
    },
    images: { logo },
  };
}

export function renderFeuille(donnees: DonneesFeuille): Promise<Uint8Array> {
  return renderPdf(feuilleDocument(donnees));
}
