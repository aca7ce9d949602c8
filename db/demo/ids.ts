import { createHash } from 'node:crypto';
import { jourDe } from '../../src/domain/demi-journee.ts';
import { estJourOuvre } from './jours.ts';

/** First moment of the demonstration's identifiers: the day the last party signed the convention of 2022. */
const MOMENT = BigInt(Temporal.Instant.from('2022-10-10T08:00:00Z').epochMilliseconds);

/**
 * The identifier of a demo row: a valid UUID v7, always the same for the same words.
 * Example: `demoId('66', 'structure', 'ccas-ceret')`.
 */
export function demoId(...words: string[]): string {
  const hash = createHash('sha256').update(words.join('|')).digest();
  const time = MOMENT.toString(16).padStart(12, '0');
  const rest = hash.subarray(0, 10).toString('hex');
  const variant = ((Number.parseInt(rest.slice(3, 4), 16) & 0x3) | 0x8).toString(16);
  return [
    time.slice(0, 8),
    time.slice(8),
    `7${rest.slice(0, 3)}`,
    `${variant}${rest.slice(4, 7)}`,
    rest.slice(7, 19),
  ].join('-');
}

/** Identifiers of one demo territoire. */
function idsOf(territoire: string) {
  return {
    structure: (nom: string) => demoId(territoire, 'structure', nom),
    lieu: (nom: string) => demoId(territoire, 'lieu', nom),
    visite: (nom: string) => demoId(territoire, 'visite', nom),
    agent: (nom: string) => demoId(territoire, 'agent', nom),
    compte: (nom: string) => demoId(territoire, 'compte', nom),
    convention: (nom: string) => demoId(territoire, 'convention', nom),
    permanence: (nom: string) => demoId(territoire, 'permanence', nom),
    seance: (permanence: string, jour: Temporal.PlainDate) => demoId(territoire, 'seance', permanence, jour.toString()),
  };
}

export const ids66 = idsOf('66');
export const ids00 = idsOf('00');

/** What the tests and the benches of the demo département hold on to. */
export const demo = {
  territoire: '66',
  comptes: {
    agent: ids66.compte('agent'),
    equipe: ids66.compte('equipe'),
    equipeAdjoint: ids66.compte('equipe-adjoint'),
    /** Référente of the Communauté de communes Albères Côte Vermeille Illibéris. */
    referent: ids66.compte('referent'),
    /** Référent of France Services de Prades: the neighbour of the one above. */
    autreReferent: ids66.compte('autre-referent'),
    direction: ids66.compte('direction'),
    dpo: ids66.compte('dpo'),
    administrateur: ids66.compte('administrateur'),
    autreAdministrateur: ids66.compte('autre-administrateur'),
    /** Second casquette of the one above: one person, one address, two accounts. */
    autreAdministrateurEquipe: ids66.compte('autre-administrateur-equipe'),
  },
  agents: { demo: ids66.agent('maelle.tramontane'), autre: ids66.agent('bastien.micocoulier') },
  structures: { alberes: ids66.structure('cc-alberes'), prades: ids66.structure('fs-prades') },
  lieux: {
    alberes: ids66.lieu('fs-argeles'),
    alberesAutre: ids66.lieu('port-vendres'),
    prades: ids66.lieu('fs-prades'),
    /** A maison sociale de proximité: it belongs to the Département, no convention is needed. */
    departement: ids66.lieu('msp-perpignan-nord'),
    /** Its office does not close: no permanence may be held there. */
    sansBureauFerme: ids66.lieu('canohes'),
    /** Its photocopier is lost; a dérogation runs until it is back. */
    elne: ids66.lieu('mediatheque-elne'),
    /** Proposed by the référente of the Communauté de communes; nobody has visited it yet. */
    propose: ids66.lieu('banyuls-propose'),
  },
  conventions: {
    /** The convention of 2022, ended on 2023-07-01. */
    alberes2022: ids66.convention('cc-alberes-2022'),
    alberes: ids66.convention('cc-alberes'),
    prades: ids66.convention('fs-prades'),
    brouillon: ids66.convention('baixas'),
    attenteSignature: ids66.convention('torreilles'),
    finitBientot: ids66.convention('vinca'),
    /** The Bénéficiaire opposed the next renewal in time. */
    opposition: ids66.convention('arles-sur-tech'),
    miseEnDemeure: ids66.convention('le-barcares'),
    passee: ids66.convention('osseja'),
    association: ids66.convention('parenthese'),
  },
  /** The model of the Département, and its published version. */
  modeles: {
    departemental: demoId('66', 'modele', 'departemental'),
    version: demoId('66', 'modele', 'departemental', '1'),
  },
} as const;

/** What tests hold on to in the second, fictional territoire. */
export const voisin = {
  territoire: '00',
  hote: 'voisin.localhost',
  comptes: {
    agent: ids00.compte('agent'),
    equipe: ids00.compte('equipe'),
    referent: ids00.compte('referent'),
    administrateur: ids00.compte('administrateur'),
    autreAdministrateur: ids00.compte('autre-administrateur'),
    dpo: ids00.compte('dpo'),
  },
  agents: { seul: ids00.agent('anselme.zephyr') },
  structures: { commune: ids00.structure('commune'), association: ids00.structure('association') },
  lieux: { mairie: ids00.lieu('mairie'), departement: ids00.lieu('maison-sociale') },
  conventions: { commune: ids00.convention('commune') },
} as const;

/** Name of the demo agent's permanence of a day of the week, from 1 (lundi) to 5 (vendredi). */
export function permanenceDemo(jour: number): string {
  return `demo-${jour}`;
}

/** Name under which the séance outside any permanence of a Sunday, a Saturday or a holiday is known. */
export const FORUM_DU_JOUR = 'forum-du-jour';

/** The séance that the demo agent holds on the day the demo was created, whatever that day is. */
export function seanceDuJour(today: Temporal.PlainDate): string {
  return ids66.seance(estJourOuvre(today) ? permanenceDemo(jourDe(today)) : FORUM_DU_JOUR, today);
}
