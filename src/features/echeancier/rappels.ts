import { formatDateLongue } from '../../domain/date.ts';
import { type Territoire, urlDe } from '../../domain/territoire.ts';
import { type Database, inTerritoire } from '../../platform/db.ts';
import { queueMail, refusDe } from '../courriels/store.ts';
import {
  type Element,
  joursRestants,
  RATTRAPAGE_JOURS,
  type Rappel,
  rappelsDus,
  reunir,
  TYPES_ELEMENT,
} from './rules.ts';
import { lireEcheancier } from './sources.ts';
import { type Destinataire, holdDestinataires, noterRappels, rappelesLe, reglagesDe } from './store.ts';

/** Lines of one message; the rest is read in Escale. */
const LIGNES_MAX = 40;

function dans(jours: number): string {
  if (jours < 0) return jours === -1 ? 'hier' : `il y a ${-jours} jours`;
  if (jours === 0) return 'aujourd’hui';
  return jours === 1 ? 'demain' : `dans ${jours} jours`;
}

function ligne({ type, le, depuis, sujetPublic }: Element, today: Temporal.PlainDate): string {
  const what = `${TYPES_ELEMENT[type]} (${sujetPublic})`;
  if (le !== null) return `${formatDateLongue(le)}, ${dans(joursRestants(le, today))} : ${what}`;
  return depuis === null ? what : `à faire depuis le ${formatDateLongue(depuis)} : ${what}`;
}

/** What a person is reminded of: the kind, the paper and its day; neither names of agents nor reasons of letters. */
export function texteDesRappels(props: {
  readonly nom: string;
  readonly role: Destinataire['role'];
  readonly rappels: readonly Pick<Rappel, 'element'>[];
  readonly today: Temporal.PlainDate;
  readonly url: string;
}): string {
  const { nom, role, rappels, today, url } = props;
  const more = rappels.length - LIGNES_MAX;
  const where =
    role === 'equipe'
      ? [
          'Tout est dans l’échéancier :',
          `${url}/echeancier`,
          '',
          'L’équipe technique choisit quand ces rappels partent :',
          `${url}/echeancier/rappels`,
        ]
      : ['Les échéances de votre structure :', `${url}/ma-structure/echeances`];
  return [
    `Bonjour ${nom},`,
    '',
    rappels.length === 1 ? 'Une échéance à ne pas manquer :' : `${rappels.length} échéances à ne pas manquer :`,
    '',
    ...rappels.slice(0, LIGNES_MAX).map(({ element }, index) => `${index + 1}. ${ligne(element, today)}`),
    ...(more > 0 ? ['', `Et ${more} ${more > 1 ? 'autres' : 'autre'}.`] : []),
    '',
    ...where,
  ].join('\n');
}

/** A person, with every account that is reminded: the first is the one that the reminders are noted under. */
type Personne = readonly [Destinataire, ...Destinataire[]];

function concerne(personne: Personne, { structure }: Element): boolean {
  return personne.some(({ role, structureId }) => role === 'equipe' || (structure && structure.id === structureId));
}

/**
 * Reminds of deadlines by mail: each account of the équipe technique of all of them, each référent of those of his structure.
 * One message a person and day, each step of a deadline once: a second run of the day sends nothing, and the run that follows
 * one that was missed sends what it should have. Who refused these messages gets none, and nothing is noted for them.
 */
export async function rappelerEcheances(
  database: Database,
  territoire: Territoire,
  { url, today }: { readonly url: string; readonly today: Temporal.PlainDate },
): Promise<void> {
  const { id } = territoire;
  await inTerritoire(database, id, async (db) => {
    const personnes = Map.groupBy(await holdDestinataires(db, id), ({ courriel }) => courriel);
    const lecture = await lireEcheancier(db, id, null);
    // What has just passed is no longer to come: the run of its day may have been missed.
    const since = today.subtract({ days: RATTRAPAGE_JOURS });
    const dus = rappelsDus(reunir(lecture(since), lecture(today)), await reglagesDe(db, id), today);
    for (const [courriel, [first, ...others]] of personnes) {
      if (first === undefined) continue;
      const personne: Personne = [first, ...others];
      const own = dus.filter(({ element }) => concerne(personne, element));
      if (own.length === 0 || (await refusDe(db, id, courriel)).includes('echeances')) continue;
      const comptes = personne.map((compte) => compte.id);
      if ((await rappelesLe(db, id, comptes, today)).size > 0) continue;
      const nouveaux = await noterRappels(db, id, first.id, own, today);
      if (nouveaux.length === 0) continue;
      const { nom, role } = first;
      const message = {
        genre: 'echeances',
        destinataire: courriel,
        sujet:
          nouveaux.length === 1 ? 'Une échéance à ne pas manquer' : `${nouveaux.length} échéances à ne pas manquer`,
        texte: texteDesRappels({ nom, role, rappels: nouveaux, today, url: urlDe(url, territoire) }),
      } as const;
      await queueMail(db, id, message, { unique: `echeances ${today} ${courriel}` });
    }
  });
}
