/** The sentences of the device. A no-break space is written where a page of the server would be given one. */

import type { Compte } from './file.ts';

const pluriel = (nombre: number, un: string, plusieurs: string): string => (nombre > 1 ? plusieurs : un);

export function direAttente({ attend, aCorriger }: Compte, isOnline: boolean): string {
  const what = pluriel(attend, 'accompagnement', 'accompagnements');
  const verb = pluriel(attend, 'attend', 'attendent');
  const parts = [
    attend === 0 ? '' : `${attend} ${what} ${verb} ${isOnline ? 'd’être envoyés' : 'le réseau'}`,
    aCorriger === 0
      ? ''
      : `${aCorriger} ${pluriel(aCorriger, 'accompagnement est', 'accompagnements sont')} à corriger`,
  ].filter((part) => part !== '');
  const text = parts.join(', ');
  return attend === 1 ? text.replace('envoyés', 'envoyé') : text;
}

export function direAilleurs(nombre: number): string {
  return `${nombre} ${pluriel(nombre, 'saisie d’un autre compte attend', 'saisies d’un autre compte attendent')} sur cet appareil. ${pluriel(nombre, 'Elle partira', 'Elles partiront')} quand ce compte se reconnectera ici.`;
}

export function direDepart(nombre: number): string {
  return `${nombre} ${pluriel(nombre, 'saisie n’a pas été envoyée', 'saisies n’ont pas été envoyées')} : si vous vous déconnectez maintenant, ${pluriel(nombre, 'elle sera effacée', 'elles seront effacées')} de cet appareil.`;
}

/** Before a device is wiped whose session nobody can close. `nombre`: operations that wait. */
export function direEffacement(nombre: number): string {
  const lost = `${nombre} ${pluriel(nombre, 'saisie qui n’a pas été envoyée sera perdue', 'saisies qui n’ont pas été envoyées seront perdues')}`;
  return `Effacer votre journée de cet appareil ? ${nombre === 0 ? 'Rien de ce que vous avez noté ne sera perdu' : lost}. Votre session, elle, reste ouverte sur le serveur : déconnectez-vous dès le retour du réseau.`;
}

/** `nombre`: operations that waited in a memory which the browser has thrown away, and which the page still has. */
export function direPerdues(nombre: number): string {
  const what = `${nombre} ${pluriel(nombre, 'saisie qui attendait n’y est plus', 'saisies qui attendaient n’y sont plus')}`;
  return `La mémoire de cet appareil a été effacée pendant que cette page était ouverte : ${nombre === 0 ? 'votre journée n’y est plus' : what}. Cette page s’en souvient encore.`;
}

/** What the worker says too: all that it does not say is left out of it. */
export const PHRASES_FILE = {
  sansMemoire:
    'Ce navigateur ne garde rien sur cet appareil : navigation privée, ou version trop ancienne. Notez en ligne, depuis votre agenda.',
  sansChiffre:
    'Ce navigateur ne sait pas chiffrer : rien ne peut être gardé ici sans risque. Notez en ligne, depuis votre agenda.',
  tropLourde: 'Cette saisie est trop longue pour être envoyée : raccourcissez-la.',
} as const;

export const PHRASES = {
  sansServeur:
    'Ce navigateur ne peut pas ouvrir cette page sans réseau. Ce que vous notez ici est gardé, mais laissez la page ouverte.',
  pleine:
    'Cet appareil n’a plus de place : la saisie n’est pas gardée, elle reste à l’écran. Ce qui attendait déjà est toujours là. Libérez de la place, puis enregistrez de nouveau ; ou notez-la en ligne.',
  enLigne: 'Tout est envoyé.',
  enLigneALaPlace: 'Le réseau est là : enregistrer cette saisie en ligne ?',
  pleineAuDepart:
    'Cet appareil n’a plus de place : rien de nouveau n’y est gardé. Libérez de la place, ou notez en ligne, depuis votre agenda.',
  pleineALEnvoi:
    'Cet appareil n’a plus de place pour garder la réponse du serveur : libérez-en. Rien de ce qui attend n’est perdu.',
  muette:
    'La mémoire de cet appareil ne s’ouvre plus : ce qui y attend n’est ni envoyé, ni effacé. Fermez les autres onglets d’Escale, puis rechargez cette page ; d’ici là, notez en ligne, depuis votre agenda.',
  departSansRegarder:
    'La mémoire de cet appareil ne s’ouvre pas : Escale ne sait pas si des saisies y attendent, et ne peut pas en effacer votre journée. Pour les retrouver, fermez les autres onglets d’Escale et rechargez cette page avant de vous déconnecter.',
  jamaisLue:
    'Votre journée n’est pas encore sur cet appareil. Ouvrez cette page une fois avec du réseau, après vous être connecté.',
  session: 'Votre session est terminée : reconnectez-vous pour envoyer. Rien de ce qui attend n’est perdu.',
  horsLigne: 'Sans réseau : ce que vous notez est gardé ici, et partira dès son retour.',
  portail:
    'Le réseau ne mène pas à Escale : il demande sans doute de s’identifier. Ce que vous notez est gardé ici, et partira ensuite.',
  attente: 'Le serveur ne répond pas pour l’instant : nouvel essai dans un moment.',
  interdit: 'Votre compte ne permet plus d’envoyer des accompagnements : parlez-en à l’équipe technique.',
  perdue:
    'La saisie n’a pas pu être gardée sur cet appareil, elle reste à l’écran : enregistrez de nouveau, ou notez-la en ligne.',
  gardee: 'C’est gardé sur cet appareil.',
  gardeeDuWeb: 'Le réseau a manqué : votre saisie est gardée sur cet appareil, et partira dès son retour.',
  pasEnvoye:
    'Le réseau a manqué : rien n’est envoyé, et cet appareil ne peut pas garder ce formulaire. Laissez cette page ouverte, puis enregistrez de nouveau au retour du réseau : rien ne sera compté deux fois.',
  illisible: 'Cette saisie est illisible : elle a été abîmée ou modifiée sur l’appareil. Elle ne peut qu’être retirée.',
  ecartee: 'Une version notée plus tard, sur un autre appareil, a été gardée à la place de celle-ci.',
  aCorrigerAvant:
    'Des saisies sont à corriger : ouvrez « Ma journée » pour les corriger ou les retirer, puis déconnectez-vous.',
  departSansReseau:
    'Sans réseau, vous ne pouvez pas vous déconnecter : le serveur ne peut pas fermer votre session. Rien n’est effacé ; réessayez dès le retour du réseau.',
  envoiImpossible: 'L’envoi n’a pas abouti : réessayez quand le réseau sera là. Vous restez connecté.',
} as const;
