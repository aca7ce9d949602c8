import { formatDate } from '../../../domain/date.ts';
import { estApres, estAvant } from '../../../domain/periode.ts';
import {
  type Constat,
  evenementsDeType,
  finConvention,
  LIBELLES_PARTIE,
  lireConvention,
  type MiseEnDemeure,
  type Partie,
  type Procedure,
  procedures,
} from '../rules.ts';
import type { ConventionComplete } from '../store.ts';
import type { Acte } from './acte.ts';
import { type Bloc, enonce, lignes, texte } from './bloc.ts';
import {
  adresseDe,
  type Contexte,
  type Ecriture,
  entete,
  joursCalendaires,
  nomDe,
  type Personne,
  representantAu,
  villeDe,
} from './contexte.ts';
import type { Lettre } from './lettre.ts';

type Jour = Temporal.PlainDate;

const RESULTATS: Readonly<Record<Constat['resultat'], string>> = {
  totalement_infructueuse: 'est restée sans aucun effet',
  partiellement_infructueuse: 'est restée en partie sans effet',
  remediee: 'a été suivie d’effet : le manquement est réparé',
};

/** What a party finds once the delay of its mise en demeure is over. */
export type SaisieConstat = {
  readonly miseEnDemeureId: string;
  readonly date: Jour;
  readonly resultat: Constat['resultat'];
  /** What was seen, one thing a line; null: nothing more. */
  readonly observations: string | null;
  readonly signataire: Personne | null;
};

/** The procedure of a mise en demeure, as far as its events say; undefined when none of that id counts. */
export function findProcedure(convention: ConventionComplete, miseEnDemeureId: string): Procedure | undefined {
  const lecture = lireConvention(convention);
  if (lecture === null) return undefined;
  return procedures(convention, lecture.clausesAu).find(({ miseEnDemeure }) => miseEnDemeure.id === miseEnDemeureId);
}

function procedureDe(convention: ConventionComplete, miseEnDemeureId: string): Procedure {
  const found = findProcedure(convention, miseEnDemeureId);
  if (found === undefined) throw new Error(`Convention ${convention.id} has no mise en demeure ${miseEnDemeureId}`);
  return found;
}

/** What a constat does: ends the convention on a day, closes the procedure, or nothing, and why. */
type Effet =
  | { readonly effet: 'resiliation' | 'deja_finie'; readonly fin: Jour }
  | { readonly effet: 'cloture' | 'aucun' };

function effetDe(convention: ConventionComplete, saisie: SaisieConstat): Effet {
  const { miseEnDemeureId, date, resultat } = saisie;
  const constat: Constat = { id: 'prevision', type: 'constat', miseEnDemeureId, date, resultat };
  const then = { ...convention, evenements: [...convention.evenements, constat] };
  if (procedureDe(then, miseEnDemeureId).constat?.id !== constat.id) return { effet: 'aucun' };
  const fin = finConvention(then);
  if (fin !== null && estAvant(fin.le, date)) return { effet: 'deja_finie', fin: fin.le };
  return fin === null || resultat === 'remediee' ? { effet: 'cloture' } : { effet: 'resiliation', fin: fin.le };
}

/** Whether a constat has something to notify: it ends the convention, or closes the procedure. */
export function estNotifiable(convention: ConventionComplete, saisie: SaisieConstat): boolean {
  const { effet } = effetDe(convention, saisie);
  return effet === 'resiliation' || effet === 'cloture';
}

function remedes(convention: ConventionComplete, { miseEnDemeureId, date }: SaisieConstat): string {
  const known = evenementsDeType(convention, 'remede').filter(
    (remede) => remede.miseEnDemeureId === miseEnDemeureId && !estApres(remede.date, date),
  );
  if (known.length === 0) return 'aucun n’est enregistré';
  return known.map(({ complet, date }) => `${complet ? 'complet' : 'partiel'}, le ${formatDate(date)}`).join(' ; ');
}

function lettreCitee({ courrier }: MiseEnDemeure): string {
  return `lettre recommandée n° ${courrier.numero} envoyée le ${formatDate(courrier.envoyeLe)}`;
}

function observe(observations: string | null): readonly Bloc[] {
  if (observations === null || lignes(observations).length === 0) return [];
  return [texte('Ce qui a été observé :'), { liste: lignes(observations) }];
}

function consequence(auteur: Partie, suite: Effet): readonly Bloc[] {
  switch (suite.effet) {
    case 'aucun':
      return [texte('Ce constat est sans effet : il précède la fin du délai, ou la procédure était déjà close.')];
    case 'deja_finie':
      return [texte(`La convention avait déjà pris fin le ${formatDate(suite.fin)} : ce constat ne la résilie pas.`)];
    case 'cloture':
      return [texte('La procédure ouverte par cette mise en demeure est close. La convention se poursuit.')];
    case 'resiliation':
      return [
        texte(
          `En application de l’article 7.1, la convention est résiliée de plein droit par ${LIBELLES_PARTIE[auteur]}, sans préjudice de dommages et intérêts.`,
        ),
        { reperes: [{ libelle: 'Dernier jour de la convention', valeur: `${formatDate(suite.fin)} inclus` }] },
      ];
  }
}

/**
 * The constat that the author of a mise en demeure makes once its delay is over: what was asked, the delay, what was found,
 * and what follows. Nothing is terminated without it.
 *
 * Source: art. 7.1, « restée partiellement ou totalement infructueuse après un délai de trente (30) jours calendaires ».
 * Example: letter received 2023-01-10, constat of 2023-02-10 « totalement infructueuse » → last day 2023-02-10.
 * Throws when the convention has no such mise en demeure.
 */
export function acteConstat(convention: ConventionComplete, saisie: SaisieConstat, contexte: Contexte): Acte {
  const { miseEnDemeure, recueLe, dernierJourRemede } = procedureDe(convention, saisie.miseEnDemeureId);
  const { auteur } = miseEnDemeure;
  const { nom, qualite } = saisie.signataire ?? representantAu(convention, auteur, saisie.date, contexte);
  const delai = lireConvention(convention)?.clausesAu(recueLe ?? saisie.date).delaiRemedeJours ?? 0;
  return {
    titre: 'Constat après mise en demeure',
    intitule: 'Constat',
    sousTitre: `Après mise en demeure, convention ${convention.reference} (article 7.1)`,
    reference: `Convention ${convention.reference}`,
    emetteurs: [{ partie: auteur, nom: nomDe(convention, auteur, contexte), logo: contexte.logos[auteur] }],
    corps: [
      {
        faits: [
          {
            libelle: 'Auteur du constat',
            valeur: `${nomDe(convention, auteur, contexte)}, ${adresseDe(convention, auteur, contexte).join(', ')}`,
          },
          { libelle: 'Convention', valeur: `${convention.reference}, avec ${convention.structure.nom}` },
          { libelle: 'Mise en demeure', valeur: lettreCitee(miseEnDemeure) },
          { libelle: 'Reçue le', valeur: recueLe === null ? '' : formatDate(recueLe) },
          {
            libelle: 'Délai pour remédier',
            valeur:
              dernierJourRemede === null
                ? joursCalendaires(delai)
                : `${joursCalendaires(delai)}, jusqu’au ${formatDate(dernierJourRemede)} inclus`,
          },
          { libelle: 'Remède', valeur: remedes(convention, saisie) },
        ],
      },
      texte('Il était demandé de remédier à ce qui suit :'),
      enonce(miseEnDemeure.motif),
      texte(
        `Le ${formatDate(saisie.date)}, le délai étant écoulé, ${LIBELLES_PARTIE[auteur]} constate que cette mise en demeure ${RESULTATS[saisie.resultat]}.`,
      ),
      ...observe(saisie.observations),
      ...consequence(auteur, effetDe(convention, saisie)),
    ],
    fait: `Fait à ${villeDe(convention, auteur, contexte)}, le ${formatDate(saisie.date)}.`,
    signatures: [{ titre: `Pour ${LIBELLES_PARTIE[auteur]}`, qualite, nom, signeeLe: null }],
    tampon: null,
    etablie: saisie.date,
    couleur: contexte.territoire.couleur,
  };
}

/**
 * The registered letter that tells the other party what the constat means: the convention is terminated for fault, from
 * which day; or the procedure is closed.
 *
 * Source: art. 7.1, « la Convention sera résiliée de plein droit par l'autre Partie »; art. 8.1 for the competent court.
 * Throws when the convention has no such mise en demeure.
 */
export function lettreResiliation(
  convention: ConventionComplete,
  saisie: SaisieConstat & Pick<Ecriture, 'envoi' | 'tampon'>,
  contexte: Contexte,
): Lettre {
  const { miseEnDemeure, recueLe, dernierJourRemede } = procedureDe(convention, saisie.miseEnDemeureId);
  const { auteur } = miseEnDemeure;
  const suite = effetDe(convention, saisie);
  const isEnd = suite.effet === 'resiliation';
  const received = recueLe === null ? '' : ` et reçue le ${formatDate(recueLe)}`;
  const over =
    dernierJourRemede === null ? '' : ` Le délai qu’elle ouvrait a pris fin le ${formatDate(dernierJourRemede)}.`;
  const { tribunal } = contexte.territoire;
  return {
    ...entete(convention, { ...saisie, auteur }, contexte),
    titre: isEnd ? 'Notification de résiliation' : 'Clôture d’une mise en demeure',
    objet: isEnd
      ? 'Notification de la résiliation de la convention pour faute (article 7.1)'
      : 'Clôture de la procédure de mise en demeure (article 7.1)',
    corps: [
      texte(
        `Par ${lettreCitee(miseEnDemeure)}${received}, ${LIBELLES_PARTIE[auteur]} vous a mis en demeure de remédier à ce qui suit :`,
      ),
      enonce(miseEnDemeure.motif),
      texte(
        `${over} Le ${formatDate(saisie.date)}, ${LIBELLES_PARTIE[auteur]} a constaté que cette mise en demeure ${RESULTATS[saisie.resultat]}.`.trim(),
      ),
      ...observe(saisie.observations),
      ...consequence(auteur, suite),
      ...(isEnd
        ? [
            texte(
              `Les interventions de l’Équipe Départementale d’Accompagnement aux Démarches Numériques prennent fin ce jour-là.${
                tribunal === null ? '' : ` Tout litige relève du ${tribunal.replace(/^le\s+/iu, '')} (article 8.1).`
              }`,
            ),
          ]
        : []),
    ],
  };
}

/** A recorded constat, as it would have been typed. */
export function saisieDuConstat({ miseEnDemeureId, date, resultat }: Constat): SaisieConstat {
  return { miseEnDemeureId, date, resultat, observations: null, signataire: null };
}
