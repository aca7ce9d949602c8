import { formatDateLongue, formatHeure, parisDate, parisTime } from '../../../domain/date.ts';
import { JOURS, jourDe } from '../../../domain/demi-journee.ts';
import type { Message } from '../../courriels/store.ts';
import { autourDuNom } from '../../sms/rules.ts';
import { direCode } from '../code.ts';
import { marqueLien, sansMarque, type Vers } from './liens.ts';
import type { Evenement } from './rules.ts';
import type { RendezVousADire } from './store.ts';

type Jour = Temporal.PlainDate;

/** « mardi 24/11 à 9 h 30 »: figures, since « août » alone would double the price of a message. */
function quandCourt({ jour, debut }: Pick<RendezVousADire, 'jour' | 'debut'>): string {
  const [day, month] = [jour.day, jour.month].map((part) => String(part).padStart(2, '0'));
  return `${JOURS[jourDe(jour)]} ${day}/${month} à ${formatHeure(debut)}`;
}

/** « mardi 24 novembre 2026 à 9 h 30 » */
export function quandLong({ jour, debut }: Pick<RendezVousADire, 'jour' | 'debut'>): string {
  return `${formatDateLongue(jour)} à ${formatHeure(debut)}`;
}

function jusqua(at: Temporal.Instant): string {
  return `${JOURS[jourDe(parisDate(at))]} à ${formatHeure(parisTime(at))}`;
}

/** Of the length of the link that stands there once the message leaves. */
const JETON = '00000000-0000-0000-0000-000000000000';

/** A short message around the name of a lieu, measured with its link at its real length, then written with the mark of it. */
export function smsAvecLien(
  lieu: string,
  { site, vers, id }: { readonly site: string; readonly vers: Vers; readonly id: string },
  ecrire: (lieu: string) => string,
): string {
  const marque = marqueLien(vers, id);
  const link = `${site}/${vers}/${JETON}`;
  return autourDuNom(sansMarque(lieu), (nom) => ecrire(nom).replace(marque, link)).replace(link, marque);
}

/**
 * The short message of a piece of news: when, where, the code, the link. Never what the rendez-vous is for: a telephone is read
 * over a shoulder. Two messages at most, whatever the name of the lieu.
 */
export function texteSms(
  evenement: Evenement,
  rdv: RendezVousADire,
  { site, today }: { readonly site: string; readonly today: Jour },
): string {
  const quand = quandCourt(rdv);
  const code = direCode(rdv.code);
  const vers = evenement === 'place' ? 'place' : 'rdv';
  const marque = marqueLien(vers, rdv.id);
  const suite = `Code ${code}. Changer ou annuler : ${marque}`;
  const jours = rdv.jour.since(today).days;
  const veille = jours === 0 ? 'aujourd’hui, ' : jours === 1 ? 'demain, ' : '';
  const ecrire: Record<Evenement, (lieu: string) => string> = {
    pris: (lieu) => `Rendez-vous confirmé : ${quand}, ${lieu}. ${suite}`,
    change: (lieu) => `Votre rendez-vous a changé : ${quand}, ${lieu}. ${suite}`,
    annule: (lieu) =>
      `Votre rendez-vous du ${quand}, ${lieu}, est annulé. En prendre un autre : ${site}/prendre-rendez-vous`,
    a_replacer: (lieu) =>
      `Votre rendez-vous du ${quand}, ${lieu}, ne peut pas avoir lieu. Choisir une autre date : ${marque}`,
    rappel: (lieu) => `Rappel, rendez-vous ${veille}${quand}, ${lieu}. ${suite}`,
    place: (lieu) =>
      `Une place se libère : ${quand}, ${lieu}. ${rdv.tenuJusqua === null ? '' : `Répondez avant ${jusqua(rdv.tenuJusqua)} : `}${marque}`,
  };
  return smsAvecLien(rdv.lieuNom, { site, vers, id: rdv.id }, ecrire[evenement]);
}

const SUJETS: Readonly<Record<Evenement, string>> = {
  pris: 'Votre rendez-vous est confirmé',
  change: 'Votre rendez-vous a changé',
  annule: 'Votre rendez-vous est annulé',
  a_replacer: 'Votre rendez-vous est à replacer',
  rappel: 'Rappel de votre rendez-vous',
  place: 'Une place se libère',
};

function faits(rdv: RendezVousADire): string[] {
  return [
    `Quand : ${quandLong(rdv)}`,
    `Où : ${[sansMarque(rdv.lieuNom), rdv.adresse].filter(Boolean).join(', ')}`,
    `Code : ${direCode(rdv.code)}`,
  ];
}

const aApporter = ({ aApporter: bring }: RendezVousADire): string[] =>
  bring === null ? [] : ['', `À apporter : ${sansMarque(bring)}`];

/** The mail of a piece of news. Mails are read at home: what to bring is in it; why the person comes is not. */
export function courrielPersonne(
  evenement: Evenement,
  rdv: RendezVousADire,
  { site, destinataire }: { readonly site: string; readonly destinataire: string },
): Message {
  const lien = marqueLien(evenement === 'place' ? 'place' : 'rdv', rdv.id);
  const changer = ['', 'Voir, changer ou annuler ce rendez-vous :', lien];
  const suites: Record<Evenement, readonly string[]> = {
    pris: [...aApporter(rdv), ...changer],
    change: [...aApporter(rdv), ...changer],
    rappel: [...aApporter(rdv), ...changer],
    annule: ['', 'Prendre un autre rendez-vous :', `${site}/prendre-rendez-vous`],
    a_replacer: [
      '',
      'Choisir une autre date :',
      lien,
      '',
      'Sans réponse de votre part, un agent vous proposera une autre date.',
    ],
    place: ['', 'Prendre cette place, ou la laisser :', lien],
  };
  const nouvelles: Record<Evenement, string> = {
    pris: 'Votre rendez-vous avec un agent du Département est confirmé.',
    change: 'Votre rendez-vous a changé. Voici où et quand il a lieu maintenant.',
    annule: 'Ce rendez-vous est annulé.',
    a_replacer: 'Ce rendez-vous ne peut pas avoir lieu : la permanence est annulée ou raccourcie.',
    rappel: 'Nous vous attendons.',
    place:
      rdv.tenuJusqua === null
        ? 'Une place se libère.'
        : `Une place se libère. Elle vous est gardée jusqu’au ${formatDateLongue(parisDate(rdv.tenuJusqua))} à ${formatHeure(parisTime(rdv.tenuJusqua))}.`,
  };
  return {
    genre: 'rendez_vous',
    destinataire,
    sujet: SUJETS[evenement],
    texte: ['Bonjour,', '', nouvelles[evenement], '', ...faits(rdv), ...suites[evenement]].join('\n'),
    rendezVousId: rdv.id,
  };
}

const NOUVELLES_PRESCRIPTEUR: Readonly<Partial<Record<Evenement, string>>> = {
  pris: 'Le rendez-vous que vous avez pris pour quelqu’un est confirmé.',
  change: 'Le rendez-vous que vous avez pris pour quelqu’un a changé. Voici où et quand il a lieu maintenant.',
  annule: 'Le rendez-vous que vous avez pris pour quelqu’un est annulé.',
  a_replacer:
    'Le rendez-vous que vous avez pris pour quelqu’un ne peut pas avoir lieu. Une autre date va être cherchée.',
};

/** The mail to the professional who took the rendez-vous for somebody; null for what is the person's business alone. */
export function courrielPrescripteur(evenement: Evenement, rdv: RendezVousADire, destinataire: string): Message | null {
  const nouvelle = NOUVELLES_PRESCRIPTEUR[evenement];
  if (nouvelle === undefined) return null;
  return {
    genre: 'rendez_vous',
    destinataire,
    sujet: `${SUJETS[evenement].replace('Votre', 'Le')} (code ${direCode(rdv.code)})`,
    texte: ['Bonjour,', '', nouvelle, '', ...faits(rdv), ...(evenement === 'pris' ? aApporter(rdv) : [])].join('\n'),
  };
}

const A_DIRE: Readonly<Record<Evenement, (quand: string, lieu: string) => string>> = {
  pris: (quand, lieu) => `Confirmer le rendez-vous du ${quand}, ${lieu}.`,
  change: (quand, lieu) => `Le rendez-vous a changé : il a lieu ${quand}, ${lieu}. Vérifier que cela convient.`,
  annule: (quand, lieu) => `Le rendez-vous du ${quand}, ${lieu}, est annulé. Proposer une autre date.`,
  a_replacer: (quand, lieu) => `Le rendez-vous du ${quand}, ${lieu}, ne peut pas avoir lieu. Proposer une autre date.`,
  rappel: (quand, lieu) => `Rappeler le rendez-vous ${quand}, ${lieu}.`,
  place: (quand, lieu) => `Une place se libère ${quand}, ${lieu}. La personne la veut-elle ?`,
};

const A_DIRE_MAX = 500;

/** What to bring, as one sentence, however it was typed. Example: « Votre téléphone. » → « À apporter : Votre téléphone. » */
export function phraseAApporter(typed: string): string {
  return `À apporter : ${typed.replace(/[.\s]+$/, '')}.`;
}

/** What whoever telephones has to say: nobody's name, which the list shows beside it while it is kept. */
export function texteAppel(evenement: Evenement, rdv: RendezVousADire): string {
  const parts = [
    A_DIRE[evenement](quandLong(rdv), rdv.lieuNom),
    `Code ${direCode(rdv.code)}.`,
    ...(rdv.aApporter === null || evenement === 'annule' || evenement === 'a_replacer'
      ? []
      : [phraseAApporter(rdv.aApporter)]),
  ];
  return [...parts.join(' ')].slice(0, A_DIRE_MAX).join('');
}
