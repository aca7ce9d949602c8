/**
 * The sentences of the device. A no-break space is written where a page of the server would be given one. Each is exported alone: a
 * script carries those that it says; those of the day's page alone are in that page.
 */

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

/** What a page of the server could not send is kept here. */
export function direGardees(nombre: number): string {
  return `Le réseau a manqué : ${nombre > 1 ? `vos ${nombre} saisies sont gardées` : 'votre saisie est gardée'} sur cet appareil, et ${pluriel(nombre, 'partira', 'partiront')} dès son retour.`;
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

export const sansMemoire =
  'Ce navigateur ne garde rien sur cet appareil : navigation privée, ou version trop ancienne. Notez en ligne, depuis votre agenda.';
export const sansChiffre =
  'Ce navigateur ne sait pas chiffrer : rien ne peut être gardé ici sans risque. Notez en ligne, depuis votre agenda.';
export const pleine =
  'Cet appareil n’a plus de place : la saisie n’est pas gardée, elle reste à l’écran. Ce qui attendait déjà est toujours là. Libérez de la place, puis enregistrez de nouveau ; ou notez-la en ligne.';
export const jamaisLue =
  'Votre journée n’est pas encore sur cet appareil. Ouvrez cette page une fois avec du réseau, après vous être connecté.';
export const session = 'Votre session est terminée : reconnectez-vous pour envoyer. Rien de ce qui attend n’est perdu.';
export const horsLigne = 'Sans réseau : ce que vous notez est gardé ici, et partira dès son retour.';
export const enLigne = 'Tout est envoyé.';
export const interdit = 'Votre compte ne permet plus d’envoyer des accompagnements : parlez-en à l’équipe technique.';
export const perdue =
  'La saisie n’a pas pu être gardée sur cet appareil, elle reste à l’écran : enregistrez de nouveau, ou notez-la en ligne.';
export const gardee = 'C’est gardé sur cet appareil.';
export const pasEnvoye =
  'Le réseau a manqué : rien n’est envoyé, et cet appareil ne peut pas garder ce formulaire. Laissez cette page ouverte, puis enregistrez de nouveau au retour du réseau : rien ne sera compté deux fois.';
export const aCorrigerAvant =
  'Des saisies sont à corriger : ouvrez « Ma journée » pour les corriger ou les retirer, puis déconnectez-vous.';
export const departSansReseau =
  'Sans réseau, vous ne pouvez pas vous déconnecter : le serveur ne peut pas fermer votre session. Rien n’est effacé ; réessayez dès le retour du réseau.';
export const envoiImpossible = 'L’envoi n’a pas abouti : réessayez quand le réseau sera là. Vous restez connecté.';
export const tropLourde = 'Cette saisie est trop longue pour être envoyée : raccourcissez-la.';
export const enLigneALaPlace = 'Le réseau est là : enregistrer cette saisie en ligne ?';
export const pleineAuDepart =
  'Cet appareil n’a plus de place : rien de nouveau n’y est gardé. Libérez de la place, ou notez en ligne, depuis votre agenda.';
export const muette =
  'La mémoire de cet appareil ne s’ouvre plus : ce qui y attend n’est ni envoyé, ni effacé. Fermez les autres onglets d’Escale, puis rechargez cette page ; d’ici là, notez en ligne, depuis votre agenda.';
export const departSansRegarder =
  'La mémoire de cet appareil ne s’ouvre pas : Escale ne sait pas si des saisies y attendent, et ne peut pas en effacer votre journée. Pour les retrouver, fermez les autres onglets d’Escale et rechargez cette page avant de vous déconnecter.';
