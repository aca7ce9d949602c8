import { parisDate } from '../../../domain/date.ts';
import type { Territoire } from '../../../domain/territoire.ts';
import { type Acte as Papier, renderActe } from '../../conventions/documents/acte.ts';
import type { Bloc } from '../../conventions/documents/bloc.ts';
import { dernierJourDit, direDemarche, direSort, moment, nomDe } from '../recit.ts';
import { MODES_ACTE, RESULTATS_ACTE } from '../rules.ts';
import type { Lisible, Mandat } from '../store.ts';
import type { Acte } from './store.ts';

/** What a paper of a mandat is made from. */
export type SourcePapier = {
  readonly territoire: Pick<Territoire, 'nomComplet' | 'couleur'>;
  readonly logo: Uint8Array | null;
  readonly mandat: Mandat;
  readonly lisible: Lisible;
  readonly now: Temporal.Instant;
};

/** What every paper of a mandat begins with: whose it is, who acts, since when. */
export function faitsDuMandat({ mandat, lisible }: SourcePapier): Bloc {
  const { identite } = lisible;
  return {
    faits: [
      { libelle: 'Personne', valeur: identite === null ? 'Ne se lit plus' : nomDe(identite) },
      { libelle: 'Mandataire', valeur: mandat.agent },
      ...(mandat.suppleant === null ? [] : [{ libelle: 'Suppléant', valeur: mandat.suppleant }]),
      { libelle: 'Signé', valeur: mandat.signeAt === null ? '' : `le ${moment(mandat.signeAt)}, ${mandat.endroit}` },
      { libelle: 'Dernier jour', valeur: dernierJourDit(mandat) },
    ],
  };
}

/** What a paper of a mandat says, without its dress. */
export type PapierDuMandat = Pick<
  Papier,
  'titre' | 'intitule' | 'sousTitre' | 'corps' | 'aOuvrir' | 'fait' | 'signatures'
>;

/** Its common dress: the logo of the Département, the code of the mandat at the foot of each page. */
export function papierDuMandat(
  { territoire, logo, mandat, now }: SourcePapier,
  paper: PapierDuMandat,
): Promise<Uint8Array> {
  return renderActe({
    ...paper,
    reference: `Mandat ${mandat.code ?? ''}`,
    emetteurs: [{ partie: 'departement', nom: territoire.nomComplet, logo }],
    tampon: null,
    etablie: parisDate(now),
    couleur: territoire.couleur,
  });
}

function blocsDe(source: SourcePapier, actes: readonly Acte[]): readonly Bloc[] {
  const { mandat, lisible, now } = source;
  return mandat.demarches.flatMap((demarche): Bloc[] => {
    const own = actes.filter(({ demarcheId }) => demarcheId === demarche.id);
    const lignes = own.flatMap(({ contenu, faitAt, agent }) =>
      contenu === null
        ? []
        : [[moment(faitAt), contenu.quoi, MODES_ACTE[contenu.mode], RESULTATS_ACTE[contenu.resultat], agent]],
    );
    const fermes = own.length - lignes.length;
    return [
      { titre: direDemarche(demarche, lisible.objets.get(demarche.id)) },
      { texte: `${direSort(demarche, mandat, now)}.` },
      ...(lignes.length === 0
        ? []
        : [{ tableau: { colonnes: ['Quand', 'Ce qui a été fait', 'Comment', 'Résultat', 'Par'], lignes } }]),
      ...(fermes === 0 ? [] : [{ texte: `Actes qui ne se lisent plus : ${fermes}.` }]),
      ...(own.length === 0 ? [{ texte: 'Aucun acte.' }] : []),
    ];
  });
}

/** The accounts of a mandat as a PDF, to hand over to the person. Source: Code civil, 1993. */
export function renderComptes(source: SourcePapier, actes: readonly Acte[]): Promise<Uint8Array> {
  return papierDuMandat(source, {
    titre: 'Comptes du mandat',
    intitule: 'Comptes du mandat',
    sousTitre: `Ce qui a été fait en votre nom, au ${moment(source.now)}`,
    corps: [
      faitsDuMandat(source),
      ...blocsDe(source, actes),
      { texte: 'Code civil, article 1993 : tout mandataire est tenu de rendre compte de sa gestion.' },
    ],
    fait: 'Remis à la personne.',
    signatures: [{ titre: 'Pour le Département', qualite: 'Mandataire', nom: source.mandat.agent, signeeLe: null }],
  });
}
