import { formatDate } from '../../domain/date.ts';
import type { Remise } from '../mandats/remise/store.ts';
import type { LigneRetenue } from './lignes/store.ts';
import { type Decision, DROITS_EXERCES, type Droit, MOTIFS_REFUS, NOMS_DROIT, REMIS } from './rules.ts';
import type { DemandeDroit } from './store.ts';

/** A kept row, with the name of its kind. */
export type LigneNommee = Pick<LigneRetenue, 'fait' | 'raison'> & { readonly nom: string };

/** What the person reads: sentences, and what became of each kind. */
export type Reponse = {
  readonly paragraphes: readonly string[];
  readonly listes: readonly { readonly titre: string; readonly lignes: readonly string[] }[];
};

const ACCORDE: Readonly<Record<Droit, string>> = {
  acces:
    'Vous trouverez avec cette lettre tout ce que nous gardons de vous : ce que c’est, pourquoi, combien de temps, et qui le lit.',
  rectification: 'Ce qui était inexact est corrigé.',
  effacement: 'Ce qui vous concernait est effacé. Nos sauvegardes le perdent à leur tour, à la fin de leur durée.',
  opposition: 'Nous ne nous servons plus de ces données.',
  limitation:
    'Ces données sont gelées : nous les gardons sans nous en servir, et nous vous préviendrons avant de nous en servir à nouveau.',
  portabilite: 'Vous trouverez avec cette lettre vos données dans un fichier qu’un autre service peut lire.',
};

const SORTS: readonly { readonly fait: LigneRetenue['fait']; readonly titre: string }[] = [
  { fait: 'corrigee', titre: 'Ce qui est corrigé' },
  { fait: 'effacee', titre: 'Ce qui est effacé' },
  { fait: 'gelee', titre: 'Ce qui est gelé' },
  { fait: 'gardee', titre: 'Ce qui est gardé, et pourquoi' },
];

/** Each thing once, with how many rows bear it. Example: Courriels envoyés twice → « Courriels envoyés (2) ». */
function compter(said: readonly string[]): string[] {
  const counts = Map.groupBy(said, (one) => one);
  return [...counts].map(([one, all]) => (all.length === 1 ? one : `${one} (${all.length})`));
}

function refus({ motif }: Pick<DemandeDroit, 'motif'>): string {
  if (motif === null) return '';
  const { libelle, article } = MOTIFS_REFUS[motif];
  return `${libelle} (règlement européen 2016/679, article ${article}).`;
}

/** Mandats are sealed: nobody but their agents reads them, whoever answers. */
const MANDATS_A_PART =
  'Si vous avez signé un mandat, ce qu’il dit est scellé et n’est pas ici : l’agent que vous avez mandaté vous en remet un fichier à part, avec le document signé.';

/** What agents handed over, or the sentence that says who may. */
function mandatsDits(remises: readonly Remise[]): readonly string[] {
  const remis = remises.filter(({ issue }) => issue === 'remis');
  if (remis.length === 0) return [MANDATS_A_PART];
  return remis.map(({ agent, mandats, closeLe }) => {
    const what = (mandats ?? 0) > 1 ? `ce que disent ${mandats} de vos mandats` : 'ce que dit votre mandat';
    const when = closeLe === null ? '' : `, le ${formatDate(closeLe)}`;
    return `Le fichier de ${what} vous a été remis à part par ${agent}${when} : personne d’autre n’a pu le lire.`;
  });
}

function sens(demande: DemandeDroit, decision: Decision, remises: readonly Remise[]): readonly string[] {
  const granted = ACCORDE[demande.droit];
  const apart = REMIS.has(demande.droit) ? mandatsDits(remises) : [];
  switch (decision) {
    case 'satisfaite':
      return [granted, ...apart];
    case 'partielle':
      return [
        `Votre demande est accordée en partie. ${granted}`,
        ...apart,
        `Le reste ne peut pas l’être : ${refus(demande)}`,
      ];
    case 'refusee':
      return [`Nous ne pouvons pas accorder votre demande : ${refus(demande)}`];
    case 'sans_objet':
      return [
        'Nous avons cherché dans tout ce que nous gardons, avec ce que vous nous avez donné : nous ne gardons rien de vous, hors cette demande. L’aide reçue dans une permanence est notée sans nom.',
        MANDATS_A_PART,
      ];
    case 'retiree':
      return ['Vous avez renoncé à votre demande : nous ne lui donnons pas d’autre suite.'];
  }
}

/**
 * What the answer to a request says, once it is decided: what was asked, what is granted, what is refused and why, what
 * became of each kind of data.
 *
 * Source: art. 4.1 (règlement européen 2016/679, articles 12.3 and 12.4).
 */
export function composerReponse(
  demande: DemandeDroit & { readonly decision: Decision },
  lignes: readonly LigneNommee[],
  remises: readonly Remise[],
): Reponse {
  const { droit, recueLe, reference, precision, decision } = demande;
  const { nom, article } = NOMS_DROIT[droit];
  const asked = `Vous nous avez demandé, le ${formatDate(recueLe)} : « ${DROITS_EXERCES[droit]} » (${nom.toLowerCase()}, article ${article} du règlement européen 2016/679). Votre demande porte la référence ${reference}.`;
  return {
    paragraphes: [
      asked,
      ...sens(demande, decision, remises),
      ...(precision === null ? [] : precision.split('\n').filter(Boolean)),
    ],
    listes: SORTS.flatMap(({ fait, titre }) => {
      const said = lignes
        .filter((ligne) => ligne.fait === fait)
        .map((ligne) => (ligne.raison === null ? ligne.nom : `${ligne.nom} : ${ligne.raison}`));
      return said.length === 0 ? [] : [{ titre, lignes: compter(said) }];
    }),
  };
}
