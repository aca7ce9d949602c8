import { formatDate } from '../../../domain/date.ts';
import { contains, lePlusTard } from '../../../domain/periode.ts';
import type { LieuDeStructure } from '../../structures/store.ts';
import { clausesEnClair } from '../clauses-form.ts';
import { lieuxConvenusAu } from '../lieux-convenus.ts';
import { SENS_STATUT } from '../recit.ts';
import {
  type CauseFin,
  clausesAu,
  conventionAu,
  dateEffet,
  effetAvenant,
  evenementsDeType,
  type Lecture,
  LIBELLES_PARTIE,
  lireConvention,
  type PeriodeConvention,
  STATUTS_CONVENTION,
  statutAu,
} from '../rules.ts';
import type { ConventionComplete } from '../store.ts';
import type { Acte } from './acte.ts';
import { type Bloc, type Repere, texte } from './bloc.ts';
import { adresseDe, type Contexte, nomDe, representantAu, villeDe } from './contexte.ts';

type Jour = Temporal.PlainDate;

/** More would fill the page of a convention renewed for ever. */
const PERIODES_ATTESTEES = 12;
const HORIZON_MOIS = 18;

const CAUSES: Readonly<Record<CauseFin, string>> = {
  terme: 'terme de la convention, article 6',
  opposition: 'opposition à la reconduction, article 6',
  faute: 'résiliation pour faute, article 7.1',
  force_majeure: 'force majeure ou empêchement, article 7.2',
  dissolution: 'dissolution du Bénéficiaire, article 7.2',
};

function faits(vue: ConventionComplete, lecture: Lecture | null): readonly Repere[] {
  const decisions = evenementsDeType(vue, 'deliberation').map(
    ({ partie, numero, date }) => `${LIBELLES_PARTIE[partie]} : ${numero}, du ${formatDate(date)}`,
  );
  const accuses = evenementsDeType(vue, 'teletransmission').map(
    ({ numero, recueLe }) => `n° ${numero}, du ${formatDate(recueLe)}`,
  );
  const signatures = evenementsDeType(vue, 'signature')
    .toSorted((a, b) => Temporal.PlainDate.compare(a.date, b.date))
    .map(({ partie, date }) => `${LIBELLES_PARTIE[partie]}, le ${formatDate(date)}`);
  const avenants = evenementsDeType(vue, 'avenant').flatMap((avenant) => {
    const effet = effetAvenant(avenant);
    return effet === null ? [] : [`n° ${avenant.numero}, effet au ${formatDate(effet)}`];
  });
  const none = 'aucun ne figure au dossier';
  const fin = lecture?.fin ?? null;
  return [
    { libelle: 'Autorisations', valeur: decisions.join(' ; ') || 'aucune ne figure au dossier' },
    { libelle: 'Accusés de réception', valeur: accuses.join(' ; ') || none },
    { libelle: 'Signatures', valeur: signatures.join(' ; ') || 'aucune' },
    { libelle: 'Date d’effet', valeur: lecture === null ? 'aucune : une signature manque' : formatDate(lecture.effet) },
    { libelle: 'Avenants signés', valeur: avenants.join(' ; ') || 'aucun' },
    {
      libelle: 'Dernier jour',
      valeur: fin === null ? 'aucun n’est connu' : `${formatDate(fin.le)} inclus (${CAUSES[fin.cause]})`,
    },
  ];
}

function anniversaireEnClair({ anniversaire }: PeriodeConvention): readonly [string, string] {
  if (anniversaire === null) return ['aucun', 'sans objet'];
  const { date, dernierJourOpposition, oppositionId } = anniversaire;
  const stopped = oppositionId === null ? '' : ', sans reconduction';
  return [`${formatDate(date)}${stopped}`, formatDate(dernierJourOpposition)];
}

function periodes(lecture: Lecture, au: Jour): readonly Bloc[] {
  const all = lecture.jusquA(lecture.fin?.le ?? lePlusTard(lecture.effet, au).add({ months: HORIZON_MOIS }));
  const shown = all.slice(-PERIODES_ATTESTEES);
  if (shown.length === 0) return [texte('Signée après son dernier jour possible, la convention n’a aucune période.')];
  const colonnes = ['Période', 'Premier jour', 'Dernier jour', 'Anniversaire', 'Dernier jour pour s’opposer'];
  const lignes = shown.map((periode) => [
    `${periode.rang}${contains(periode, au) ? ' (en cours)' : ''}`,
    formatDate(periode.debut),
    formatDate(periode.fin),
    ...anniversaireEnClair(periode),
  ]);
  const cut = shown.length < all.length ? [texte(`Les ${shown.length} dernières périodes, sur ${all.length}.`)] : [];
  return [...cut, { tableau: { colonnes, lignes } }];
}

function lieuxConvenus(vue: ConventionComplete, lieux: readonly LieuDeStructure[], au: Jour): Bloc {
  const agreed = lieuxConvenusAu(vue, lieux, au);
  if (agreed.length === 0) return texte('Aucun lieu n’est convenu ce jour-là.');
  return {
    faits: agreed.map(({ lieu, depuis }) => ({
      libelle: lieu === null ? 'Lieu qui n’est plus au registre' : `${lieu.nom}, ${lieu.commune}`,
      valeur: `depuis le ${formatDate(depuis)}`,
    })),
  };
}

/**
 * The certificate of the dates of a convention, as they stood on a day: state, effect, periods, anniversaries, last days to
 * oppose, last day in force, clauses and agreed lieux of that day. A past day ignores what came after it; a day to come supposes that
 * nothing more happens, and says so.
 *
 * Source: art. 6, « prend effet à compter de sa signature »; art. 8.2 (« dûment daté »): the state on any day is provable.
 * Example: effet 2022-10-10, on 2023-03-12 → « En vigueur », période 1 en cours, anniversaire 10 avril 2023, dernier jour
 * pour s’opposer 10 février 2023, dernier jour 1er juillet 2023.
 */
export function acteAttestation(
  convention: ConventionComplete,
  au: Jour,
  contexte: Contexte,
  lieux: readonly LieuDeStructure[] = [],
): Acte {
  const { territoire, today } = contexte;
  const vue: ConventionComplete = { ...convention, evenements: conventionAu(convention, au).evenements };
  const lecture = lireConvention(vue);
  const statut = statutAu(convention, au);
  const { structure } = convention;
  const representant = representantAu(convention, 'departement', today, contexte);
  const isToCome = Temporal.PlainDate.compare(au, today) > 0;
  return {
    titre: `Attestation de dates au ${formatDate(au)}`,
    intitule: 'Attestation de dates',
    sousTitre: `Convention ${convention.reference}, au ${formatDate(au)}`,
    reference: `Convention ${convention.reference}`,
    emetteurs: [
      { partie: 'departement', nom: nomDe(convention, 'departement', contexte), logo: contexte.logos.departement },
    ],
    corps: [
      texte(
        `Le ${territoire.nomComplet} atteste ce qui suit de la convention d’objectifs et de partenariat ${convention.reference}, ${lecture === null ? 'préparée' : 'conclue'} avec le Bénéficiaire, ${structure.nom} (SIRET ${structure.siret}), ${adresseDe(convention, 'beneficiaire', contexte).join(', ')}.`,
      ),
      {
        reperes: [
          { libelle: `Au ${formatDate(au)}`, valeur: STATUTS_CONVENTION[statut] },
          { libelle: 'Ce qui veut dire', valeur: SENS_STATUT[statut].sens },
        ],
      },
      { titre: 'Dates' },
      { faits: faits(vue, lecture) },
      ...(lecture === null ? [] : periodes(lecture, au)),
      { titre: 'Clauses de ce jour' },
      { faits: clausesEnClair(clausesAu(vue, au)).map(({ term, details }) => ({ libelle: term, valeur: details })) },
      { titre: 'Lieux convenus' },
      lieuxConvenus(vue, lieux, au),
      texte(
        isToCome
          ? 'Ce jour est à venir : l’attestation suppose qu’aucun autre événement n’intervient d’ici là. Premiers et derniers jours compris.'
          : 'Seul compte ce qui avait eu lieu à ce jour. Premiers et derniers jours compris.',
      ),
    ],
    fait: `Fait à ${villeDe(convention, 'departement', contexte)}, le ${formatDate(today)}.`,
    signatures: [{ titre: `Pour ${LIBELLES_PARTIE.departement}`, ...representant, signeeLe: null }],
    tampon: dateEffet(vue) === null ? 'À ce jour, la convention n’est pas signée par les deux parties.' : null,
    etablie: today,
    couleur: territoire.couleur,
  };
}
