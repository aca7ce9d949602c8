import { z } from 'zod';
import { readValues } from '../../../platform/http/form.ts';
import { donnees } from '../../../platform/http/reply.ts';
import { post, type Route } from '../../../platform/http/route.ts';
import { SAISIES } from '../conservation.ts';
import { situerEnvois } from './communes.ts';
import { type Envoi, type Reponse, recevoir } from './recevoir.ts';

/** What one sending may hold: a device sends a day in several. */
export const ENVOIS_MAX = 200;

const operation = z.strictObject({
  id: z.uuid().toLowerCase(),
  nature: z.enum(['creer', 'modifier', 'supprimer']),
  accompagnement: z.uuid().toLowerCase(),
  base: z.uuid().toLowerCase().nullable(),
  formulaire: z.int().min(1).max(1000),
  saisiAt: z.iso.datetime({ offset: true }).transform((text, context) => {
    try {
      return Temporal.Instant.from(text);
    } catch {
      context.issues.push({ code: 'custom', message: 'Not an instant', input: text });
      return z.NEVER;
    }
  }),
  valeurs: z.record(z.string().max(40), z.array(z.string().max(2000)).max(40)),
});

const envoi = z.strictObject({
  /** The account that typed them. */
  compte: z.uuid().toLowerCase(),
  operations: z.array(z.unknown()).max(ENVOIS_MAX),
});

const ID_MAX = 64;

function lireEnvoi(sent: unknown, known: Parameters<typeof readValues>[1]): Envoi | { readonly id: string } {
  const read = operation.safeParse(sent);
  if (!read.success) {
    const { id } = Object(sent) as { id?: unknown };
    return { id: typeof id === 'string' ? id.slice(0, ID_MAX) : '' };
  }
  const { valeurs, ...rest } = read.data;
  return { ...rest, form: readValues(valeurs, known) };
}

const refusee = (id: string, message: string): Reponse => ({ id, etat: 'refusee', raisons: [{ field: '', message }] });

export const receptionRoutes: readonly Route[] = [
  post('/accompagnements/envoi', {
    acte: 'envoyer des accompagnements',
    collecte: SAISIES,
    access: { agent: true },
    donnees: true,
    handle: async (rq) => {
      const read = envoi.safeParse(rq.corps);
      if (!read.success) {
        return donnees({ message: `Cet envoi est illisible, ou contient plus de ${ENVOIS_MAX} saisies.` }, 400);
      }
      const { compte, operations } = read.data;
      const known: Parameters<typeof readValues>[1] = new Map();
      const lus = operations.map((one) => lireEnvoi(one, known));
      if (compte !== rq.compte.id) {
        const message = 'Cette saisie est celle d’un autre compte : reconnectez-vous avec lui pour l’envoyer.';
        return donnees({ reponses: lus.map(({ id }) => refusee(id, message)) });
      }
      const auteur = { compteId: rq.compte.id, agentId: rq.compte.agentId ?? '' };
      const lisibles = lus.filter((one) => 'form' in one);
      const { envois, dire } = await situerEnvois(rq.db, rq.territoire.codeDepartement, lisibles);
      const received = (await recevoir(rq.db, rq.territoire.id, auteur, envois, rq)).map(dire).values();
      const illisible = 'Cette saisie est illisible : notez de nouveau l’accompagnement.';
      // Answered in the order they came: one sent twice is answered twice.
      const reponses = lus.map((one) => {
        const answered = 'form' in one ? received.next().value : undefined;
        return answered ?? refusee(one.id, illisible);
      });
      return donnees({ reponses });
    },
  }),
];
