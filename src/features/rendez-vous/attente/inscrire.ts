import { formatDate } from '../../../domain/date.ts';
import type { Db } from '../../../platform/db.ts';
import { queueMail } from '../../courriels/store.ts';
import { autourDuNom, numeroMobile } from '../../sms/rules.ts';
import { queueSms } from '../../sms/store.ts';
import { marqueLien, sansMarque } from '../avis/liens.ts';
import { jetonDe } from '../code.ts';
import type { ChezAttente } from './proposer.ts';
import { type Attente, findAttente, type NouvelleAttente, saveAttente } from './store.ts';

/** Tells somebody that they are on the list, with the link that takes them off it, where a message reaches them. */
async function confirmer(db: Db, { territoire }: ChezAttente, attente: Attente): Promise<void> {
  const lien = marqueLien('attente', attente.id);
  const lieu = sansMarque(attente.lieu);
  const mobile = numeroMobile(attente.telephone);
  if (attente.prevenir === 'sms' && mobile !== null) {
    const texte = autourDuNom(
      lieu,
      (nom) => `Vous êtes sur la liste pour un rendez-vous, ${nom}. Ne plus attendre : ${lien}`,
    );
    await queueSms(db, territoire.id, { destinataire: mobile, texte }, { unique: `attente ${attente.id}` });
  }
  if (attente.prevenir === 'courriel' && attente.courriel !== null) {
    const texte = [
      'Bonjour,',
      '',
      `Vous êtes sur la liste d’attente pour un rendez-vous : ${lieu}, du ${formatDate(attente.du)} au ${formatDate(attente.au)}.`,
      'Dès qu’une place se libère, un message vous la propose, et vous la garde quelques heures.',
      '',
      'Ne plus attendre :',
      lien,
    ].join('\n');
    const message = {
      genre: 'rendez_vous',
      destinataire: attente.courriel,
      sujet: 'Vous êtes sur la liste d’attente',
      texte,
    } as const;
    await queueMail(db, territoire.id, message, { unique: `attente ${attente.id}` });
  }
}

/** Writes somebody on the waiting list and tells them. Returns the id. */
export async function inscrire(
  db: Db,
  chez: ChezAttente,
  saisie: NouvelleAttente,
  createdBy: string | null,
): Promise<string> {
  const jetonOf = (id: string) => jetonDe(chez.coffre, id);
  const id = await saveAttente(db, chez.territoire.id, saisie, { jetonOf, createdBy });
  const attente = await findAttente(db, chez.territoire.id, id);
  if (attente !== undefined) await confirmer(db, chez, attente);
  return id;
}
