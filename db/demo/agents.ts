import type { Insertable } from 'kysely';
import { DEMI_JOURNEES_SEMAINE, type DemiJourneeSemaine } from '../../src/domain/demi-journee.ts';
import type { NatureAgent } from '../../src/domain/nomenclatures.ts';
import { finContratProposee } from '../../src/features/equipe/rules.ts';
import type { DB } from '../types.ts';
import type { CommuneDemo } from './communes.ts';
import { hasard } from './hasard.ts';
import { demo, ids66 } from './ids.ts';
import { jourOuvreAvant } from './jours.ts';
import { telephoneFictif } from './personnes.ts';

type Jour = Temporal.PlainDate;

interface AgentDemo {
  readonly prenom: string;
  readonly nom: string;
  readonly nature: NatureAgent;
  /** INSEE code of the commune the agent starts from. */
  readonly port: string;
}

/** An agent with what the planning needs: home base and contract. */
export interface AgentPlace {
  readonly slug: string;
  readonly id: string;
  readonly prenom: string;
  readonly nom: string;
  readonly courriel: string;
  readonly commune: CommuneDemo;
  readonly contratDebut: Jour;
  readonly contratFin: Jour;
  readonly demiJournees: readonly DemiJourneeSemaine[];
  readonly row: Insertable<DB['agent']>;
}

/**
 * The team of the préambule: 11 conseillers and 10 ambassadeurs. People are invented: their family names are winds,
 * plants and stones of the country. The first one is the agent of the demo account.
 */
const AGENTS: readonly AgentDemo[] = [
  { prenom: 'Maëlle', nom: 'Tramontane', nature: 'conseiller', port: '66008' },
  { prenom: 'Bastien', nom: 'Micocoulier', nature: 'conseiller', port: '66136' },
  { prenom: 'Inès', nom: 'Salicorne', nature: 'conseiller', port: '66171' },
  { prenom: 'Tom', nom: 'Basalte', nature: 'conseiller', port: '66164' },
  { prenom: 'Lucie', nom: 'Arbousier', nature: 'conseiller', port: '66049' },
  { prenom: 'Karim', nom: 'Mistral', nature: 'conseiller', port: '66149' },
  { prenom: 'Jeanne', nom: 'Garrigue', nature: 'conseiller', port: '66210' },
  { prenom: 'Hugo', nom: 'Chêneliège', nature: 'conseiller', port: '66136' },
  { prenom: 'Sofia', nom: 'Lavandin', nature: 'conseiller', port: '66088' },
  { prenom: 'Noé', nom: 'Ardoise', nature: 'conseiller', port: '66180' },
  { prenom: 'Élise', nom: 'Ponant', nature: 'conseiller', port: '66124' },
  { prenom: 'Léo', nom: 'Aubépine', nature: 'ambassadeur', port: '66136' },
  { prenom: 'Camille', nom: 'Granit', nature: 'ambassadeur', port: '66065' },
  { prenom: 'Yasmine', nom: 'Romarin', nature: 'ambassadeur', port: '66136' },
  { prenom: 'Théo', nom: 'Schiste', nature: 'ambassadeur', port: '66149' },
  { prenom: 'Zoé', nom: 'Asphodèle', nature: 'ambassadeur', port: '66037' },
  { prenom: 'Amine', nom: 'Levant', nature: 'ambassadeur', port: '66172' },
  { prenom: 'Rose', nom: 'Genévrier', nature: 'ambassadeur', port: '66003' },
  { prenom: 'Paul', nom: 'Siroco', nature: 'ambassadeur', port: '66187' },
  { prenom: 'Nina', nom: 'Galet', nature: 'ambassadeur', port: '66028' },
  { prenom: 'Mehdi', nom: 'Cytise', nature: 'ambassadeur', port: '66024' },
];

/** Name of an agent in ids and e-mail addresses. Example: « Hugo Chêneliège » → `hugo.cheneliege`. */
function slugOf({ prenom, nom }: AgentDemo): string {
  return `${prenom}.${nom}`
    .toLowerCase()
    .normalize('NFD')
    .replace(/[^a-z.]/g, '');
}

const DEMI_JOURNEES = DEMI_JOURNEES_SEMAINE.filter((half) => !half.startsWith('samedi'));

/**
 * The team, under contract today: two years for the conseillers, one for the ambassadeurs. Two ambassadeurs are still in
 * training. Each is free on eight half-days or nine, the demo agent on all ten.
 */
export function agents(today: Jour, communes: ReadonlyMap<string, CommuneDemo>): readonly AgentPlace[] {
  return AGENTS.map((agent, rank) => {
    const slug = slugOf(agent);
    const draw = hasard(`agent ${slug}`);
    const commune = communes.get(agent.port);
    if (commune === undefined) throw new Error(`Unknown commune ${agent.port}: import the communes first`);
    const age = agent.nature === 'conseiller' ? draw.integer(150, 300) : draw.integer(125, 215);
    const contratDebut = today.subtract({ days: age }).with({ day: 1 });
    const contratFin = finContratProposee(agent.nature, contratDebut);
    const isCertified = agent.nature === 'conseiller' || rank % 5 !== 4;
    const createdAt = contratDebut.toZonedDateTime('Europe/Paris').add({ hours: 9 }).toInstant();
    const off = rank === 0 ? [] : [draw.pick(DEMI_JOURNEES), draw.pick(DEMI_JOURNEES)];
    const demiJournees = DEMI_JOURNEES.filter((half) => !off.includes(half));
    const courriel = `${slug}@exemple.fr`;
    return {
      slug,
      id: ids66.agent(slug),
      prenom: agent.prenom,
      nom: agent.nom,
      courriel,
      commune,
      contratDebut,
      contratFin,
      demiJournees,
      row: {
        territoireId: demo.territoire,
        id: ids66.agent(slug),
        prenom: agent.prenom,
        nom: agent.nom,
        nature: agent.nature,
        contratDebut,
        contratFin,
        certificat: isCertified ? 'Responsable d’espace de médiation numérique, bloc 1' : null,
        certificatDate: isCertified ? jourOuvreAvant(contratDebut.add({ days: 90 })) : null,
        portAttache: agent.port,
        demiJournees: [...demiJournees],
        telephone: telephoneFictif(300 + rank),
        courriel,
        createdAt,
        updatedAt: createdAt,
      },
    };
  });
}
