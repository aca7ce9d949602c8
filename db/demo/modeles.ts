import type { Insertable } from 'kysely';
import { libelleDe } from '../../src/features/conventions/modeles/brouillon/store.ts';
import { ajouter, type ContenuModele, remplacer, trouver } from '../../src/features/conventions/modeles/contenu.ts';
import { MODELE_2022, versionIntegree } from '../../src/features/conventions/modeles/integres.ts';
import { writeContenu } from '../../src/features/conventions/modeles/stored.ts';
import type { DB } from '../types.ts';
import { demo, demoId } from './ids.ts';

type Jour = Temporal.PlainDate;

const territoireId = demo.territoire;
const NOM = 'Convention départementale';
const cle = (nom: string): string => demoId(territoireId, 'element', nom);

/** What the Département made of the model of 2022: no hard end, and an article of its own. */
function premiereVersion(): ContenuModele {
  const { contenu } = versionIntegree('convention-2022-2');
  return ajouter({ ...contenu, clauses: { ...contenu.clauses, finAuPlusTard: null } }, 'articles', {
    cle: cle('continuite'),
    numero: '9',
    titre: 'Continuité de l’accueil',
    blocs: [
      {
        texte:
          'Le Bénéficiaire prévient l’équipe technique dès qu’il sait qu’il ne pourra pas accueillir une permanence, et au plus tard la veille.',
      },
      { texte: 'Le Département le prévient de même, et propose une autre date aussitôt que possible.' },
    ],
    parties: [],
  });
}

/** Where the équipe technique stands with the next one. */
function brouillon(): ContenuModele {
  const before = premiereVersion();
  const duree = before.articles.find(({ numero }) => numero === '6');
  const continuite = trouver(before, cle('continuite'))?.element;
  if (duree === undefined || continuite === undefined) throw new Error('The demo model lacks an article');
  const said = remplacer(before, continuite.cle, {
    ...continuite,
    blocs: continuite.blocs.map((bloc) =>
      'texte' in bloc ? { texte: bloc.texte.replace('au plus tard la veille', 'au plus tard l’avant-veille') } : bloc,
    ),
  });
  return ajouter(
    said,
    { cle: duree.cle },
    {
      cle: cle('decompte'),
      numero: '6.1',
      titre: 'Décompte du préavis',
      blocs: [
        { texte: 'Pour le préavis, le jour qui compte est celui de l’opposition elle-même : {oppositionCompteDe}.' },
      ],
      parties: [],
    },
  );
}

type Rows = {
  readonly modele: Insertable<DB['modele']>;
  readonly version: Insertable<DB['modeleVersion']>;
  readonly brouillon: Insertable<DB['modeleBrouillon']>;
};

/** A model of the Département: a published version, and a draft of the next. */
export function modeleRows(today: Jour): Rows {
  const at = (days: number) => today.subtract({ days }).toZonedDateTime('Europe/Paris').add({ hours: 11 }).toInstant();
  const modeleId = demo.modeles.departemental;
  const createdBy = demo.comptes.equipe;
  const origine = MODELE_2022.versions[1]?.id ?? '';
  return {
    modele: { territoireId, id: modeleId, nom: NOM, createdBy, createdAt: at(200) },
    version: {
      territoireId,
      id: demo.modeles.version,
      modeleId,
      numero: 1,
      libelle: libelleDe({ modeleNom: NOM, numero: 1 }),
      origine,
      contenu: JSON.parse(writeContenu(premiereVersion())),
      createdBy,
      createdAt: at(190),
    },
    brouillon: {
      territoireId,
      modeleId,
      origine: demo.modeles.version,
      contenu: JSON.parse(writeContenu(brouillon())),
      createdBy,
      createdAt: at(6),
      updatedBy: demo.comptes.equipeAdjoint,
      updatedAt: at(2),
    },
  };
}
