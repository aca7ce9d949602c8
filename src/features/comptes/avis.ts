import type { SignedRq } from '../../platform/http/route.ts';
import { queueMail } from '../courriels/store.ts';
import { nomNavigateur } from './rules.ts';

/** What happens to an account that its owner must hear of, in case somebody else did it. */
export type Avis = 'facteur_ajoute' | 'facteur_retire' | 'secours' | 'codes_refaits' | 'facteurs_oublies';

const FAITS: Record<Avis, string> = {
  facteur_ajoute: 'un second facteur a été ajouté à votre compte',
  facteur_retire: 'un second facteur a été retiré de votre compte',
  secours: 'un code de secours a ouvert votre compte',
  codes_refaits: 'de nouveaux codes de secours ont remplacé les anciens',
  facteurs_oublies: 'un administrateur a retiré vos seconds facteurs : vous en choisirez un à la prochaine connexion',
};

/** Tells a mailbox what was done to it. Never refused: these mails are what shows a theft. */
export async function avertir(rq: SignedRq, avis: Avis, courriel = rq.compte.courriel): Promise<void> {
  await queueMail(rq.db, rq.territoire.id, {
    genre: 'securite',
    destinataire: courriel,
    sujet: 'Sécurité de votre compte Escale',
    texte: [
      'Bonjour,',
      '',
      `Depuis ${nomNavigateur(rq.navigateur)}, ${FAITS[avis]}.`,
      '',
      'Si c’est vous, il n’y a rien à faire. Sinon, prévenez tout de suite un administrateur de votre Département :',
      'il peut fermer toutes vos connexions.',
    ].join('\n'),
  });
}
