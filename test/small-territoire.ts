import { toNomRecherche } from '../src/domain/commune.ts';
import type { Role } from '../src/domain/compte.ts';
import type { Database } from '../src/platform/db.ts';
import { uuidv7 } from '../src/platform/ids.ts';

const COMMUNES = [
  ['66049', 'Céret', ['66400']],
  ['66136', 'Perpignan', ['66000', '66100']],
  ['66017', 'Le Barcarès', ['66420']],
  ['66176', 'Saint-Hippolyte', ['66510']],
  ['12226', 'Saint-Hippolyte', ['12140']],
  ['68300', 'Saint-Hippolyte', ['68590']],
] as const;

function territoire(id: string, nom: string, hote: string | null) {
  return {
    id,
    nom,
    nomComplet: `Département ${nom}`,
    codeDepartement: id,
    hote,
    parDefaut: hote === null,
    couleur: '#8a1538',
    adresse: '1 rue Fictive',
    representantNom: 'Anne Fictive',
    representantFonction: 'Présidente',
    mention: 'Mention',
  };
}

/** Some rows of two territoires, and who can sign in there. */
export type SmallTerritoire = {
  readonly comptes: Readonly<Record<Role | 'autreAgent' | 'voisin', string>>;
  /** The structure of the référent, another one, and one of the neighbour territoire. */
  readonly structure: string;
  readonly autreStructure: string;
  readonly structureVoisine: string;
  /** The agent of the account, another one, and one of the neighbour territoire. */
  readonly agent: string;
  readonly autreAgent: string;
  readonly agentVoisin: string;
};

/** SIRETs whose key is right and which nobody bears. */
export const SIRETS = ['99999999900009', '99999999900017', '99999999900025', '99999999900033'] as const;

function structure(territoireId: string, nom: string, siret: string) {
  return {
    territoireId,
    id: uuidv7(),
    nom,
    nature: 'commune',
    siret,
    adresse: '1 place de la Mairie',
    codePostal: '66400',
    codeInsee: '66049',
    representantNom: 'Jeanne Fictive',
    representantFonction: 'Maire',
    telephone: '04 00 00 00 01',
  };
}

function agent(territoireId: string, prenom: string, nom: string) {
  return {
    territoireId,
    id: uuidv7(),
    prenom,
    nom,
    nature: 'conseiller',
    contratDebut: Temporal.PlainDate.from('2025-09-01'),
    contratFin: Temporal.PlainDate.from('2027-08-31'),
    portAttache: '66136',
    demiJournees: ['mardi-matin', 'jeudi-apres-midi'],
    courriel: `${toNomRecherche(nom)}@exemple.fr`,
  };
}

/**
 * Two territoires with as little as a test of pages needs: « 66 », served by default, and « 00 » at `voisin.localhost`; a
 * few communes, two structures, two agents and one account a role. `owner` is the owner's database.
 */
export async function seedSmallTerritoire(owner: Database): Promise<SmallTerritoire> {
  await owner
    .insertInto('commune')
    .values(
      COMMUNES.map(([codeInsee, nom, codesPostaux]) => ({
        codeInsee,
        nom,
        nomRecherche: toNomRecherche(nom),
        codesPostaux: [...codesPostaux],
        departement: codeInsee.slice(0, 2),
      })),
    )
    .execute();
  await owner
    .insertInto('territoire')
    .values([territoire('66', 'des Essais', null), territoire('00', 'Voisin', 'voisin.localhost')])
    .execute();
  const structures = [
    structure('66', 'Mairie de Céret', SIRETS[0]),
    structure('66', 'Médiathèque des Essais', SIRETS[1]),
    structure('00', 'Mairie voisine', SIRETS[0]),
  ] as const;
  await owner.insertInto('structure').values(structures).execute();
  const agents = [
    agent('66', 'Maëlle', 'Tramontane'),
    agent('66', 'Bastien', 'Micocoulier'),
    agent('00', 'Anselme', 'Zéphyr'),
  ] as const;
  await owner.insertInto('agent').values(agents).execute();

  const comptes = {
    agent: uuidv7(),
    autreAgent: uuidv7(),
    equipe: uuidv7(),
    referent: uuidv7(),
    direction: uuidv7(),
    dpo: uuidv7(),
    administrateur: uuidv7(),
    voisin: uuidv7(),
  };
  const compte = (name: keyof typeof comptes, role: Role, links: { agentId?: string; structureId?: string } = {}) => ({
    territoireId: name === 'voisin' ? '00' : '66',
    id: comptes[name],
    courriel: `${name.toLowerCase()}@exemple.fr`,
    nom: `Compte ${name}`,
    role,
    ...links,
  });
  await owner
    .insertInto('compte')
    .values([
      { ...compte('agent', 'agent', { agentId: agents[0].id }), courriel: agents[0].courriel },
      { ...compte('autreAgent', 'agent', { agentId: agents[1].id }), courriel: agents[1].courriel },
      compte('equipe', 'equipe'),
      compte('referent', 'referent', { structureId: structures[0].id }),
      compte('direction', 'direction'),
      compte('dpo', 'dpo'),
      compte('administrateur', 'administrateur'),
      compte('voisin', 'equipe'),
    ])
    .execute();
  await owner
    .insertInto('referent')
    .values({
      territoireId: '66',
      id: uuidv7(),
      structureId: structures[0].id,
      nom: 'Compte referent',
      fonction: 'Directrice',
      courriel: 'referent@exemple.fr',
    })
    .execute();
  return {
    comptes,
    structure: structures[0].id,
    autreStructure: structures[1].id,
    structureVoisine: structures[2].id,
    agent: agents[0].id,
    autreAgent: agents[1].id,
    agentVoisin: agents[2].id,
  };
}
