import { type Role, rolesLibelles } from '../../../domain/compte.ts';
import type { Message } from '../../courriels/store.ts';
import { MOTIFS_OUBLI, type MotifOubli } from './forms.ts';

/** The mail of an invitation: what Escale is, where to go, what to do. No secret in it: the link is asked for there. */
export function courrielInvitation(props: {
  readonly nom: string;
  readonly courriel: string;
  readonly role: Role;
  readonly departement: string;
  readonly adresse: string;
}): Message {
  const { nom, courriel, role, departement, adresse } = props;
  return {
    genre: 'compte',
    destinataire: courriel,
    sujet: 'Votre compte Escale est ouvert',
    texte: [
      `Bonjour ${nom},`,
      '',
      `Un compte vous est ouvert sur Escale, la plateforme du ${departement} pour l’inclusion numérique.`,
      `Votre rôle : ${rolesLibelles[role]}.`,
      '',
      'Pour vous connecter la première fois :',
      `1. ouvrez ${adresse}`,
      `2. indiquez cette adresse électronique : ${courriel}`,
      '3. ouvrez le lien que vous recevez, dans les 15 minutes',
      '4. choisissez un second facteur (une application sur votre téléphone, ou une clé), comme la page l’explique.',
      '',
      'Si vous n’attendiez pas ce message, ne faites rien : sans vous, ce compte ne s’ouvre pas.',
    ].join('\n'),
  };
}

/** What the other administrateurs hear when second factors were removed: the theft of a mailbox begins like that. */
export function courrielOubli(props: {
  readonly destinataire: string;
  readonly nom: string;
  readonly par: string;
  readonly motif: MotifOubli;
}): Message {
  const { destinataire, nom, par, motif } = props;
  return {
    genre: 'securite',
    destinataire,
    sujet: 'Seconds facteurs retirés d’un compte Escale',
    texte: [
      'Bonjour,',
      '',
      `${par} a retiré les seconds facteurs et les codes de secours de ${nom}.`,
      `Motif : ${MOTIFS_OUBLI[motif].toLowerCase()}.`,
      '',
      `Si ${nom} n’a rien demandé, fermez ce compte dans l’administration, et prévenez la personne.`,
    ].join('\n'),
  };
}
