import { demo } from '../db/demo/ids.ts';
import { placeDe, sceller } from '../src/features/mandats/contenu.ts';
import { saveRectification } from '../src/features/mandats/rectification/store.ts';
import type { Identite, Objet } from '../src/features/mandats/rules.ts';
import { inTerritoire } from '../src/platform/db.ts';
import { uuidv7 } from '../src/platform/ids.ts';
import type { DataKeys } from '../src/platform/keys/store.ts';
import type { Base } from './base.ts';
import { type MandatPose, poserMandat } from './mandats.ts';

/** An invented person of whom each word is found nowhere else. */
const IDENTITE: Identite = {
  prenom: 'Zéphyrine',
  nom: 'Quolibetskaïa',
  naissance: '1933-07-19',
  telephone: '04 68 99 99 91',
  courriel: 'zephyrine@brindezingue.invalid',
  representant: { prenom: 'Tancrède', nom: 'Falbalasse', qualite: 'tuteur' },
  tiers: { nom: 'Ursuline Catachrèse', role: 'interprete', langue: 'volapük' },
  verification: { piece: 'livret_famille', isPerimee: true },
  execution: 'distance',
  exclusions: ['Ne touchez pas au vélocipède'],
};
const OBJETS: readonly Objet[] = [
  { nature: 'demarche', theme: 'Logement', objet: 'Réclamer la prime xylophage', operateur: 'Office Gnomonique' },
  { nature: 'donnees', objet: 'Mon relevé de carambistouilles', operateur: 'Caisse Escarboucle' },
];
const ACTE = { quoi: 'Tampon pataphysique apposé', resultat: 'fait' };
const NOTE = { champ: 'Surnom', faux: 'la Berlificoteuse', juste: 'la Zigomatique' };

/** What must appear nowhere: folded as `trouves` folds what it reads. */
export const SECRETS = [
  'zephyrine',
  'quolibetskaia',
  '1933-07-19',
  '19 juillet 1933',
  '19/07/1933',
  '04 68 99 99 91',
  '0468999991',
  'brindezingue',
  'tancrede',
  'falbalasse',
  'ursuline',
  'catachrese',
  'volapuk',
  'velocipede',
  'xylophage',
  'gnomonique',
  'carambistouilles',
  'escarboucle',
  'pataphysique',
  'berlificoteuse',
  'zigomatique',
] as const;

function fold(text: string): string {
  return text
    .replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replaceAll(/[\s\u00a0\u202f]+/g, ' ')
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase();
}

/** The secret words that a text bears: as written, in an address, or in the bytes that it shows in hexadecimal or base64. */
export function trouves(text: string): readonly string[] {
  const bytes = [
    ...[...text.matchAll(/(?:\\\\?x)?([0-9a-f]{16,})/gi)].map(([, hex = '']) =>
      Buffer.from(hex, 'hex').toString('utf8'),
    ),
    ...[...text.matchAll(/[A-Za-z0-9+/_-]{16,}={0,2}/g)].map(([one]) => Buffer.from(one, 'base64').toString('utf8')),
  ];
  const read = [text, ...bytes, text.replaceAll(/(?:%[0-9A-F]{2})+/gi, decoded)].map(fold);
  return SECRETS.filter((word) => read.some((one) => one.includes(word)));
}

function decoded(escaped: string): string {
  return Buffer.from(escaped.replaceAll('%', ''), 'hex').toString('utf8');
}

/** A mandat of the demo agent, with a substitute, an act and a note of rectification, made of the words that must appear nowhere. */
export async function poserSecret(base: Base, cles: DataKeys): Promise<MandatPose> {
  const suppleant = await base.owner
    .selectFrom('compte')
    .innerJoin('agent', 'agent.id', 'compte.agentId')
    .select('agent.id')
    .where('compte.territoireId', '=', '66')
    .where('agent.id', 'not in', [demo.agents.demo, demo.agents.autre])
    .orderBy('agent.id')
    .executeTakeFirstOrThrow();
  const posed = await poserMandat(base, cles, { identite: IDENTITE, objets: OBJETS, suppleantId: suppleant.id });
  const [demarcheId = ''] = posed.demarches;
  const key = (await cles.open('66', [demarcheId])).get(demarcheId);
  if (key === undefined) throw new Error('No key');
  const id = uuidv7();
  const acte = { territoireId: '66', id, demarcheId, agentId: demo.agents.demo, faitAt: Temporal.Now.instant() };
  const contenu = sceller(key, ACTE, placeDe.acte(id));
  await inTerritoire(base.request, '66', (db) =>
    db
      .insertInto('mandatActe')
      .values({ ...acte, contenu })
      .execute(),
  );
  const note = { mandatId: posed.id, agentId: demo.agents.demo, noteAt: acte.faitAt, contenu: NOTE };
  const compteId = demo.comptes.agent;
  if (!(await inTerritoire(base.request, '66', (db) => saveRectification({ db, cles }, '66', { ...note, compteId })))) {
    throw new Error('The note was refused');
  }
  return posed;
}
