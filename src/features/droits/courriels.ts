import { formatDate, formatDateLongue } from '../../domain/date.ts';
import type { Message } from '../courriels/store.ts';
import { type Droit, NOMS_DROIT, type Rappel } from './rules.ts';

type Jour = Temporal.PlainDate;

/**
 * Tells who asked that the request has arrived. Nothing that was typed is in it: whoever gives the address of somebody else
 * makes them read nothing of his own.
 */
export function courrielRecu(props: {
  readonly destinataire: string;
  readonly departement: string;
  readonly reference: string;
  readonly recueLe: Jour;
  readonly dernierJour: Jour;
}): Message {
  const { destinataire, departement, reference, recueLe, dernierJour } = props;
  return {
    genre: 'droits',
    destinataire,
    sujet: 'Votre demande sur vos données personnelles est bien reçue',
    texte: [
      'Bonjour,',
      '',
      `Le ${departement} a reçu le ${formatDate(recueLe)} une demande sur des données personnelles, à laquelle cette adresse doit répondre.`,
      '',
      `Sa référence : ${reference}`,
      `Vous aurez une réponse au plus tard le ${formatDate(dernierJour)}.`,
      '',
      'Le délégué à la protection des données peut vous demander de confirmer qui vous êtes. Il ne vous demandera pas la copie d’un papier d’identité.',
      '',
      'Si vous n’avez rien demandé, ne faites rien : quelqu’un s’est trompé d’adresse.',
    ].join('\n'),
  };
}

/** Tells a DPO that a request waits. Who asks is on the page, not in the mail. */
export function courrielDelegue(props: { readonly destinataire: string; readonly adresse: string }): Message {
  const { destinataire, adresse } = props;
  return {
    genre: 'droits',
    destinataire,
    sujet: 'Une personne exerce ses droits',
    texte: [
      'Bonjour,',
      '',
      'Une demande sur des données personnelles vient d’arriver.',
      '',
      `Les demandes à traiter : ${adresse}`,
      '',
      'Ce message part au plus une fois par jour : d’autres demandes ont pu arriver depuis.',
    ].join('\n'),
  };
}

/** Tells an agent that a person asks for what their mandats say. Neither who nor of what: that is read in Escale, by them alone. */
export function courrielRemise(props: {
  readonly destinataire: string;
  readonly nom: string;
  readonly adresse: string;
}): Message {
  const { destinataire, nom, adresse } = props;
  return {
    genre: 'droits',
    destinataire,
    sujet: 'Une personne demande ce que disent ses mandats',
    texte: [
      `Bonjour ${nom},`,
      '',
      'Une personne a demandé ce qui est gardé d’elle. Ce que dit un mandat, son mandataire seul peut le lire : dites si vous en avez un d’elle, et remettez-lui le fichier.',
      '',
      `Ce qui vous attend : ${adresse}`,
    ].join('\n'),
  };
}

/** Tells the person that two more months are needed, and why. */
export function courrielProlongation(props: {
  readonly destinataire: string;
  readonly departement: string;
  readonly reference: string;
  readonly raison: string;
  readonly dernierJour: Jour;
}): Message {
  const { destinataire, departement, reference, raison, dernierJour } = props;
  return {
    genre: 'droits',
    destinataire,
    sujet: 'Votre demande sur vos données personnelles : il nous faut plus de temps',
    texte: [
      'Bonjour,',
      '',
      `Le ${departement} prolonge de deux mois le délai pour répondre à votre demande ${reference}, comme le règlement européen le permet (article 12.3).`,
      '',
      `Pourquoi : ${raison}`,
      '',
      `Vous aurez une réponse au plus tard le ${formatDate(dernierJour)}.`,
    ].join('\n'),
  };
}

/** Tells the person, before it is so, that what was frozen at their request will be used again. Source: article 18.3. */
export function courrielLevee(props: {
  readonly destinataire: string;
  readonly departement: string;
  readonly reference: string;
}): Message {
  const { destinataire, departement, reference } = props;
  return {
    genre: 'droits',
    destinataire,
    sujet: 'Vos données ne seront plus gelées',
    texte: [
      'Bonjour,',
      '',
      `À votre demande ${reference}, le ${departement} avait gelé des données qui vous concernent : il les gardait sans s’en servir.`,
      '',
      'Ce gel va être levé : ces données pourront servir à nouveau. Vous en êtes prévenu avant, comme le règlement européen le demande (article 18.3).',
      '',
      'Si vous n’êtes pas d’accord, répondez au délégué à la protection des données. Vous pouvez aussi adresser une réclamation à la CNIL : www.cnil.fr/fr/plaintes.',
    ].join('\n'),
  };
}

type ARappeler = {
  readonly reference: string;
  readonly droit: Droit;
  readonly rappel: Rappel;
  readonly dernierJour: Jour;
};

/** Reminds a DPO of what is to be answered soon, and of what is late: references and days, nobody's name. */
export function courrielRappel(props: {
  readonly destinataire: string;
  readonly nom: string;
  readonly demandes: readonly ARappeler[];
  readonly adresse: string;
}): Message {
  const { destinataire, nom, demandes, adresse } = props;
  const retards = demandes.filter(({ rappel }) => rappel === 'retard').length;
  const count = `${demandes.length} ${demandes.length > 1 ? 'demandes' : 'demande'}`;
  return {
    genre: 'droits',
    destinataire,
    sujet:
      retards === 0
        ? `Droits des personnes : ${count} à répondre bientôt`
        : `Droits des personnes : ${retards} en retard`,
    texte: [
      `Bonjour ${nom},`,
      '',
      ...demandes.map(({ reference, droit, rappel, dernierJour }, index) => {
        const when =
          rappel === 'retard'
            ? `en retard, il fallait répondre le ${formatDateLongue(dernierJour)}`
            : `à répondre le ${formatDateLongue(dernierJour)} au plus tard`;
        return `${index + 1}. ${reference}, ${NOMS_DROIT[droit].nom.toLowerCase()} : ${when}`;
      }),
      '',
      `Les demandes à traiter : ${adresse}`,
    ].join('\n'),
  };
}
