/** What a message is for, and whether one may do without it. */
export type Genre =
  | 'connexion'
  | 'securite'
  | 'compte'
  | 'journal'
  | 'semaine'
  | 'suites'
  | 'echeances'
  | 'demande'
  | 'droits'
  | 'mandat'
  | 'rendez_vous'
  | 'releve';

/** What a message ends with. A `refusable` one also has a name, for the page where it is refused. */
export const GENRES: Readonly<Record<Genre, { readonly pourquoi: string; readonly refusable?: string }>> = {
  connexion: {
    pourquoi: 'Vous recevez ce message parce que cette adresse vient d’être indiquée sur la page de connexion.',
  },
  securite: { pourquoi: 'Ce message protège votre compte : il ne peut pas être refusé.' },
  compte: { pourquoi: 'Vous recevez ce message parce qu’un compte vous est ouvert sur Escale.' },
  journal: { pourquoi: 'Vous recevez ce message parce que vous êtes délégué à la protection des données.' },
  demande: {
    pourquoi:
      'Vous recevez ce message parce que cette adresse figure dans une demande d’accueil d’une permanence, ou parce que vous suivez ces demandes.',
  },
  droits: {
    pourquoi:
      'Vous recevez ce message parce que cette adresse figure dans une demande sur des données personnelles, ou parce que vous y répondez.',
  },
  mandat: { pourquoi: 'Vous recevez ce message parce qu’un mandat vous concerne. Il ne dit ni de qui, ni pour quoi.' },
  rendez_vous: {
    pourquoi:
      'Vous recevez ce message parce que cette adresse a été donnée pour un rendez-vous avec un agent, ou pour la liste d’attente.',
  },
  releve: {
    pourquoi:
      'Vous recevez ce message parce qu’un relevé d’activité vous concerne : vous l’envoyez, le certifiez ou le suivez.',
  },
  semaine: {
    pourquoi: 'Vous recevez ce message chaque lundi où des permanences vous attendent.',
    refusable: 'Ma semaine : le lundi matin, mes permanences de la semaine',
  },
  suites: {
    pourquoi:
      'Vous recevez ce message parce que des permanences qui vous concernent sont annulées, rétablies ou déplacées.',
  },
  echeances: {
    pourquoi: 'Vous recevez ce message quand une échéance approche, ou attend depuis longtemps.',
    refusable: 'Les échéances : un message les jours où une convention, un contrat ou une pièce le demande',
  },
};

/** The kinds that one may refuse. */
export const REFUSABLES: readonly Genre[] = (Object.keys(GENRES) as Genre[]).filter(
  (genre) => GENRES[genre].refusable !== undefined,
);

/** What the text of a message is made of: a paragraph of lines, or a numbered list. */
export type Bloc =
  | { readonly type: 'paragraphe'; readonly lignes: readonly string[] }
  | { readonly type: 'liste'; readonly points: readonly string[] };

/**
 * Reads the text of a message as blocks, so that its two forms say the same thing. Blank lines part them; lines « 1. … » are
 * a list. Example: « Bonjour,\n\n1. ouvrez\n2. lisez » → a paragraph, then a list of two.
 */
export function blocs(texte: string): Bloc[] {
  const found: Bloc[] = [];
  for (const paragraphe of texte.trim().split(/\n\s*\n/)) {
    for (const part of parNature(paragraphe.split('\n'))) found.push(part);
  }
  return found;
}

const POINT = /^\d+\. /;

function parNature(lignes: readonly string[]): Bloc[] {
  const parts: { estListe: boolean; lignes: string[] }[] = [];
  for (const ligne of lignes) {
    const estListe = POINT.test(ligne);
    const last = parts.at(-1);
    if (last !== undefined && last.estListe === estListe) last.lignes.push(ligne);
    else parts.push({ estListe, lignes: [ligne] });
  }
  return parts
    .filter((part) => part.lignes.some((ligne) => ligne !== ''))
    .map(({ estListe, lignes: own }) =>
      estListe
        ? { type: 'liste', points: own.map((ligne) => ligne.replace(POINT, '')) }
        : { type: 'paragraphe', lignes: own },
    );
}
