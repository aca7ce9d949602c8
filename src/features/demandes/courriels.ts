import { formatDate } from '../../domain/date.ts';
import type { Message } from '../courriels/store.ts';

/**
 * Tells who asked that the demande has arrived. Nothing that was typed is in it, but the commune, which is one of the official
 * list: whoever gives the address of somebody else makes them read nothing of his own.
 */
export function courrielRecu(props: {
  readonly destinataire: string;
  readonly departement: string;
  readonly commune: string;
  readonly jour: Temporal.PlainDate;
}): Message {
  const { destinataire, departement, commune, jour } = props;
  return {
    genre: 'demande',
    destinataire,
    sujet: 'Votre demande d’accueil d’une permanence est bien reçue',
    texte: [
      'Bonjour,',
      '',
      `Le ${departement} a reçu le ${formatDate(jour)} une demande pour accueillir, à ${commune}, une permanence d’aide aux démarches en ligne.`,
      '',
      'Et maintenant :',
      '1. l’équipe du Département lit la demande et vous appelle',
      '2. elle visite avec vous le lieu auquel vous pensez',
      '3. chacun prend sa délibération, puis signe la convention.',
      '',
      'Si vous n’avez rien demandé, ne faites rien : quelqu’un s’est trompé d’adresse.',
    ].join('\n'),
  };
}

/** Tells somebody of the équipe technique that a demande waits. Who asks is on the page, not in the mail. */
export function courrielEquipe(props: {
  readonly destinataire: string;
  readonly commune: string;
  readonly adresse: string;
}): Message {
  const { destinataire, commune, adresse } = props;
  return {
    genre: 'demande',
    destinataire,
    sujet: 'Une structure demande une permanence',
    texte: [
      'Bonjour,',
      '',
      `Une structure demande à accueillir une permanence à ${commune}.`,
      '',
      `Les demandes à suivre : ${adresse}`,
      '',
      'Ce message part au plus une fois par jour : d’autres demandes ont pu arriver depuis.',
    ].join('\n'),
  };
}
