import { formatDate } from '../../../domain/date.ts';
import { DEMARCHES } from '../../../domain/nomenclatures.ts';
import type { Bloc, Repere } from '../../conventions/documents/bloc.ts';
import { type Identite, type Objet, PIECES_IDENTITE, QUALITES_REPRESENTANT, ROLES_TIERS } from '../rules.ts';
import { type Brouillon, PHRASES_EXECUTION } from './brouillon.ts';

/** A part of the mandat: its title, and what it says. */
export type SectionTexte = { readonly titre: string; readonly blocs: readonly Bloc[] };

/** What the text says besides what was typed. */
export type ContexteTexte = {
  /** « Département des Pyrénées-Orientales » */
  readonly departement: string;
  readonly agent: { readonly nom: string; readonly fonction: string };
  readonly suppleant: string | null;
  /** Where it is signed: the name of the lieu, and its address. */
  readonly endroit: string;
  /** « C-2022-014 »; null in a place of the Département. */
  readonly convention: string | null;
  /** The day of the signature, and the last one of the mandat. */
  readonly jour: Temporal.PlainDate;
  readonly dernierJour: Temporal.PlainDate;
  readonly noticeVersion: number;
};

export const nomDe = ({ prenom, nom }: { readonly prenom: string; readonly nom: string }): string => `${prenom} ${nom}`;

function personnes({ identite }: Brouillon, contexte: ContexteTexte): Bloc {
  const { representant, tiers } = identite;
  const { agent, suppleant, departement } = contexte;
  const faits: Repere[] = [
    { libelle: 'Le mandant', valeur: nomDe(identite) },
    { libelle: 'Date de naissance', valeur: formatDate(Temporal.PlainDate.from(identite.naissance)) },
    ...(identite.telephone === null ? [] : [{ libelle: 'Téléphone', valeur: identite.telephone }]),
    ...(identite.courriel === null ? [] : [{ libelle: 'Courriel', valeur: identite.courriel }]),
    ...(representant === null
      ? []
      : [
          {
            libelle: 'Représenté ou assisté par',
            valeur: `${nomDe(representant)}, ${QUALITES_REPRESENTANT[representant.qualite].toLowerCase()}`,
          },
        ]),
    {
      libelle: 'Le mandataire',
      valeur: `${agent.nom}, agent du Département (${agent.fonction.toLowerCase()}), ${departement}`,
    },
    { libelle: 'Suppléant désigné', valeur: suppleant ?? 'aucun' },
    ...(tiers === null
      ? []
      : [
          {
            libelle: ROLES_TIERS[tiers.role],
            valeur: `${tiers.nom}${tiers.langue === null ? '' : `, en ${tiers.langue}`}`,
          },
        ]),
  ];
  return { faits };
}

function verification({ verification: { piece, isPerimee }, representant }: Identite, agent: string): string {
  const qui = representant === null ? 'Le mandant' : 'La personne qui le représente ou l’assiste';
  return `${qui} a montré ce document : ${PIECES_IDENTITE[piece]}${isPerimee ? ', périmé' : ''}. ${agent} l’a regardé et a vérifié l’identité. Le document a été rendu : ni copie, ni photographie, ni numéro n’en sont gardés.`;
}

function demarches(lignes: readonly Objet[]): readonly SectionTexte[] {
  const nommees = lignes.flatMap((ligne) => (ligne.nature === 'demarche' ? [ligne] : []));
  const donnees = lignes.filter(({ nature }) => nature === 'donnees');
  return [
    {
      titre: 'Les démarches confiées',
      blocs:
        nommees.length === 0
          ? [{ texte: 'Aucune démarche n’est confiée, hormis les demandes de données ci-dessous.' }]
          : [
              { texte: 'L’agent peut faire ces démarches, et elles seules :' },
              {
                tableau: {
                  colonnes: ['N°', 'Démarche', 'Thème', 'Organisme'],
                  lignes: nommees.map(({ objet, theme, operateur }, rank) => [
                    String(rank + 1),
                    objet,
                    DEMARCHES[theme],
                    operateur,
                  ]),
                },
              },
            ],
    },
    {
      titre: 'Les demandes de données personnelles',
      blocs:
        donnees.length === 0
          ? [{ texte: 'Aucune : l’agent ne peut demander aucune donnée sur le mandant à un organisme.' }]
          : [
              { texte: 'Le mandant autorise expressément l’agent à demander, pour lui, ces données :' },
              {
                tableau: {
                  colonnes: ['N°', 'Donnée ou document', 'Organisme'],
                  lignes: donnees.map(({ objet, operateur }, rank) => [
                    String(nommees.length + rank + 1),
                    objet,
                    operateur,
                  ]),
                },
              },
            ],
    },
  ];
}

/**
 * The whole text of a mandat, as it is read, signed and printed: nothing else is agreed on.
 *
 * Source: art. 2; Code civil, 1984 (both accept), 1987 and 1988 (named démarches), 1993 (account), 2003 to 2006 (ends, third
 * parties); RGPD 13; Code pénal, 226-13.
 */
export function texteDuMandat(brouillon: Brouillon, contexte: ContexteTexte): readonly SectionTexte[] {
  const { identite, lignes } = brouillon;
  const { endroit, convention, jour, dernierJour, noticeVersion, agent } = contexte;
  return [
    {
      titre: 'Les personnes',
      blocs: [
        personnes(brouillon, contexte),
        {
          texte: `Signé sur place, à : ${endroit}${convention === null ? '' : ` (convention ${convention})`}, le ${formatDate(jour)}.`,
        },
      ],
    },
    { titre: 'L’identité vérifiée', blocs: [{ texte: verification(identite, agent.nom) }] },
    ...demarches(lignes),
    {
      titre: 'Ce que ce mandat ne permet pas',
      blocs: [
        {
          liste: [
            'faire une démarche, ou s’adresser à un organisme, qui n’est pas nommé plus haut',
            'payer, acheter, emprunter, vendre, donner, ou disposer des biens du mandant',
            'garder un mot de passe ou un identifiant du mandant, qui les tape lui-même',
            ...identite.exclusions,
          ],
        },
      ],
    },
    {
      titre: 'Comment, et jusqu’à quand',
      blocs: [
        { texte: PHRASES_EXECUTION[identite.execution] },
        {
          reperes: [
            { libelle: 'Premier jour', valeur: formatDate(jour) },
            { libelle: 'Dernier jour, inclus', valeur: formatDate(dernierJour) },
          ],
        },
        {
          texte:
            'Chaque démarche prend fin quand elle est achevée. Le mandat prend fin au plus tard le dernier jour ci-dessus ; avant, si le mandant le retire, si l’agent y renonce ou quitte le Département, au décès de l’un ou de l’autre, ou si une mesure de protection est ouverte.',
        },
      ],
    },
    {
      titre: 'Le retirer',
      blocs: [
        { texte: 'Le mandant le retire quand il veut, en tout ou pour une seule démarche, sans dire pourquoi :' },
        {
          liste: [
            'auprès de l’agent, en permanence',
            'par téléphone, avec le code de sa copie',
            'par le lien de sa copie, qui sert une fois',
            'par lettre au Département',
          ],
        },
        { texte: 'Le retrait vaut aussitôt. L’agent prévient les organismes nommés plus haut.' },
      ],
    },
    {
      titre: 'Ce à quoi l’agent s’engage',
      blocs: [
        {
          liste: [
            'n’agir que pour les démarches nommées, au seul bénéfice du mandant',
            'rendre compte au mandant de chaque acte qu’il a fait',
            'garder le secret professionnel sur tout ce qu’il apprend (Code pénal, article 226-13)',
          ],
        },
      ],
    },
    {
      titre: 'Les données personnelles',
      blocs: [
        {
          texte: `Ce qui concerne une démarche ne se lit plus quand elle est achevée, quand elle est retirée et les organismes prévenus, ou au terme du mandat ; puis c’est détruit. Le document signé est détruit avec la dernière démarche. La notice d’information, version ${noticeVersion}, en français, a été lue ou expliquée ; elle est jointe.`,
        },
      ],
    },
  ];
}
