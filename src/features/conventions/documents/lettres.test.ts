import { describe, expect, it } from 'vitest';
import { annulation, avenant, constat, jour, lettre, miseEnDemeure, opposition, remede } from '../rules/exemples.ts';
import { clauses2022, type ForceMajeure, type MiseEnDemeure, type Opposition } from '../rules.ts';
import { enonce, lignes } from './bloc.ts';
import { acteConstat, lettreResiliation } from './constat.ts';
import type { Ecriture } from './contexte.ts';
import { lettreDissolution } from './dissolution.ts';
import { evenementsImprimes, notificationDe, papierDe } from './enregistres.ts';
import { contexte, exemple, territoire } from './exemples.ts';
import { copieForceMajeure, lettreForceMajeure } from './force-majeure.ts';
import { lettreDocument } from './lettre.ts';
import { copieMiseEnDemeure, lettreMiseEnDemeure } from './mise-en-demeure.ts';
import { copieOpposition, lettreOpposition } from './opposition.ts';

const ecriture = (changes: Partial<Ecriture> = {}): Ecriture => ({
  auteur: 'departement',
  date: jour('2023-01-15'),
  envoi: { mode: 'recommandee', numero: null },
  signataire: null,
  tampon: null,
  ...changes,
});
/** All that a paper says, in one text, its no-break spaces made ordinary. */
const dit = (papier: unknown): string => JSON.stringify(papier).replaceAll('\u00a0', ' ');
const sansFin = { ...clauses2022, finAuPlusTard: null };

describe('courrier d’opposition (art. 6)', () => {
  it('effet au 10 octobre 2022 : il nomme l’anniversaire, le dernier jour utile et le dernier jour de la convention', () => {
    const ecrite = lettreOpposition(exemple('2022-10-10'), ecriture(), contexte());
    expect(ecrite.corps).toContainEqual({
      reperes: [
        { libelle: 'Date anniversaire', valeur: '10 avril 2023' },
        {
          libelle: 'Dernier jour utile',
          valeur: '10 février 2023 inclus : c’est le jour de réception de cette lettre qui compte',
        },
        { libelle: 'Dernier jour de la convention', valeur: '9 avril 2023 inclus' },
      ],
    });
    expect(dit(ecrite)).toContain('le Département s’oppose expressément à la reconduction du 10 avril 2023');
    expect(ecrite.objet).toContain('article 6');
    expect(ecrite.date.toString()).toBe('2023-01-15');
  });

  it('la clause qui compte l’envoi se lit dans la lettre', () => {
    const convention = exemple('2022-10-10', [], { ...clauses2022, oppositionCompteDe: 'envoi' });
    expect(dit(lettreOpposition(convention, ecriture(), contexte()))).toContain('c’est le jour d’envoi');
  });

  it('écrite trop tard pour un anniversaire, elle vise le suivant et dit pourquoi', () => {
    const tardive = lettreOpposition(
      exemple('2022-10-10', [], sansFin),
      ecriture({ date: jour('2023-02-11') }),
      contexte(),
    );
    expect(dit(tardive)).toContain('s’oppose expressément à la reconduction du 10 octobre 2023');
    expect(dit(tardive)).toContain(
      'Le dernier jour utile pour s’opposer à la reconduction du 10 avril 2023 (le 10 février 2023) étant passé',
    );
  });

  it('le Bénéficiaire écrit au Département, de sa commune, sous la signature de son représentant', () => {
    const ecrite = lettreOpposition(exemple('2022-10-10'), ecriture({ auteur: 'beneficiaire' }), contexte());
    expect(ecrite.expediteur.nom).toBe('Communauté de communes des Essais');
    expect(ecrite.destinataire).toEqual({
      nom: 'Département des Essais',
      lignes: [
        'À l’attention de Madame Camille Exemple',
        'Présidente du Département',
        '24 quai des Essais',
        '66906 Perpignan',
      ],
    });
    expect(ecrite.lieu).toBe('Argelès-sur-Mer');
    expect(ecrite.signature.nom).toBe('Monsieur Dominique Fictif');
    expect(dit(ecrite)).toContain('le Bénéficiaire s’oppose expressément');
  });

  it('sa copie dit si elle est arrivée à temps : le 10 février 2023 oui, le lendemain non', () => {
    const copie = (envoyee: string, recue: string | null, clauses = clauses2022) => {
      const event = opposition(envoyee, recue) as Opposition;
      return copieOpposition(exemple('2022-10-10', [event], clauses), event, contexte({ today: jour('2023-06-01') }));
    };
    expect(copie('2023-02-06', '2023-02-10').tampon).toBe(
      'Copie d’une lettre envoyée le 6 février 2023, reçue le 10 février 2023 : dans le délai, qui courait jusqu’au 10 février 2023 inclus.',
    );
    expect(copie('2023-02-06', '2023-02-11').tampon).toMatch(/après le dernier jour utile .* elle est sans objet\.$/);
    expect(copie('2023-02-06', '2023-02-11', sansFin).tampon).toMatch(
      /elle vise la reconduction du 10 octobre 2023\.$/,
    );
    expect(copie('2023-02-06', null).tampon).toMatch(/dont la réception n’est pas enregistrée\.$/);
    expect(copie('2023-02-11', '2023-02-13').tampon).toBe(
      'Copie d’une lettre envoyée le 11 février 2023, reçue le 13 février 2023.',
    );
  });

  it('la copie est la lettre de son jour : ce qui est arrivé depuis n’y change rien', () => {
    const event = opposition('2023-01-15', '2023-01-18') as Opposition;
    const since = avenant('2023-03-01', '2023-03-01', { preavisMois: 1 });
    const { tampon: _, ...alors } = copieOpposition(exemple('2022-10-10', [event]), event, contexte());
    const { tampon: __, ...ensuite } = copieOpposition(exemple('2022-10-10', [event, since]), event, contexte());
    expect(dit(ensuite)).toBe(dit(alors));
    expect(dit(alors)).toContain('10 avril 2023');
  });
});

describe('mise en demeure (art. 7.1)', () => {
  const manquements = '- Horaires non affichés (art. 1.2)\n\n• Bureau fermé le 5 décembre 2022';

  it('avant réception, elle donne le délai et un exemple ; chaque manquement est une ligne', () => {
    const ecrite = lettreMiseEnDemeure(
      exemple('2022-10-10'),
      { ...ecriture({ date: jour('2023-01-06') }), manquements, recueLe: null },
      contexte(),
    );
    expect(ecrite.corps).toContainEqual({
      liste: ['Horaires non affichés (art. 1.2)', 'Bureau fermé le 5 décembre 2022'],
    });
    expect(dit(ecrite)).toContain('30 jours calendaires');
    expect(dit(ecrite)).toContain('reçue le 9 janvier 2023, elle laisse jusqu’au 8 février 2023 inclus');
    expect(dit(ecrite)).toContain('le délai court de sa première présentation');
  });

  it('reçue le 10 janvier 2023 : dernier jour pour remédier, le 9 février 2023', () => {
    const event = miseEnDemeure('2023-01-10') as MiseEnDemeure;
    const copie = copieMiseEnDemeure(exemple('2022-10-10', [event]), event, contexte());
    expect(copie.corps).toContainEqual({
      reperes: [
        { libelle: 'Délai pour remédier', valeur: '30 jours calendaires' },
        { libelle: 'Réception qui compte', valeur: '10 janvier 2023' },
        { libelle: 'Dernier jour pour remédier', valeur: '9 février 2023 inclus' },
      ],
    });
    expect(copie.envoi).toEqual({ mode: 'recommandee', numero: '1A 000 000 0000 0' });
    expect(copie.tampon).toBe('Copie d’une lettre envoyée le 6 janvier 2023, reçue le 10 janvier 2023.');
  });

  it('refusée, elle compte de sa première présentation ; sans cette clause, aucun délai ne court', () => {
    const refusee: MiseEnDemeure = {
      ...(miseEnDemeure(null) as MiseEnDemeure),
      courrier: { ...lettre('2023-01-06', null), sort: 'refuse', premierePresentationLe: jour('2023-01-10') },
    };
    const copie = (clauses = clauses2022) =>
      dit(copieMiseEnDemeure(exemple('2022-10-10', [refusee], clauses), refusee, contexte()));
    expect(copie()).toContain('9 février 2023 inclus');
    expect(copie()).toContain('présentée le 10 janvier 2023, refusée');
    expect(copie({ ...clauses2022, courrierNonRetire: 'sans_effet' })).not.toContain('première présentation.');
  });

  it('un délai changé entre l’envoi et la réception compte : c’est la clause du jour de réception', () => {
    const event = miseEnDemeure('2023-01-10') as MiseEnDemeure;
    const change = avenant('2023-01-08', '2023-01-09', { delaiRemedeJours: 45 });
    const copie = copieMiseEnDemeure(exemple('2022-10-10', [event, change]), event, contexte());
    expect(dit(copie)).toContain('24 février 2023 inclus');
  });

  it('le numéro de la lettre recommandée ne se coupe pas', () => {
    const event = miseEnDemeure('2023-01-10') as MiseEnDemeure;
    const { data } = lettreDocument(copieMiseEnDemeure(exemple('2022-10-10', [event]), event, contexte()));
    expect(data['envoi']).toBe(
      'Lettre recommandée avec avis de réception n°\u00a01A\u00a0000\u00a0000\u00a00000\u00a00',
    );
  });
});

describe('constat et notification de résiliation (art. 7.1)', () => {
  const convention = exemple('2022-10-10', [miseEnDemeure('2023-01-10'), remede('2023-02-01', false)]);
  const saisie = {
    miseEnDemeureId: 'm1',
    date: jour('2023-02-10'),
    resultat: 'partiellement_infructueuse',
    observations: 'Les horaires sont affichés\nLe bureau reste fermé',
    signataire: null,
  } as const;

  it('lettre reçue le 10 janvier 2023, constat du 10 février 2023 : ce jour est le dernier', () => {
    const acte = acteConstat(convention, saisie, contexte());
    expect(dit(acte)).toContain('30 jours calendaires, jusqu’au 9 février 2023 inclus');
    expect(dit(acte)).toContain('partiel, le 1er février 2023');
    expect(dit(acte)).toContain('constate que cette mise en demeure est restée en partie sans effet');
    expect(acte.corps).toContainEqual({
      reperes: [{ libelle: 'Dernier jour de la convention', valeur: '10 février 2023 inclus' }],
    });
    expect(acte.fait).toBe('Fait à Perpignan, le 10 février 2023.');
  });

  it('la notification rappelle la lettre, ce qui a été observé, le dernier jour et le tribunal (art. 8.1)', () => {
    const ecrite = lettreResiliation(convention, { ...saisie, envoi: null, tampon: null }, contexte());
    expect(ecrite.titre).toBe('Notification de résiliation');
    expect(dit(ecrite)).toContain('envoyée le 6 janvier 2023 et reçue le 10 janvier 2023');
    expect(dit(ecrite)).toContain('Le délai qu’elle ouvrait a pris fin le 9 février 2023.');
    expect(dit(ecrite)).toContain('Le bureau reste fermé');
    expect(dit(ecrite)).toContain('tribunal administratif de Montpellier');
    const sansTribunal = contexte({ territoire: { ...territoire, tribunal: null } });
    expect(dit(lettreResiliation(convention, { ...saisie, envoi: null, tampon: null }, sansTribunal))).not.toContain(
      'litige',
    );
  });

  it('un manquement réparé ne résilie rien : la lettre clôt la procédure', () => {
    const reparee = { ...saisie, resultat: 'remediee', observations: null, envoi: null, tampon: null } as const;
    const ecrite = lettreResiliation(convention, reparee, contexte());
    expect(ecrite.titre).toBe('Clôture d’une mise en demeure');
    expect(dit(ecrite)).toContain('La convention se poursuit.');
    expect(dit(ecrite)).not.toContain('résiliée');
  });

  it('un constat enregistré avant la fin du délai se dit sans effet', () => {
    const premature = acteConstat(convention, { ...saisie, date: jour('2023-02-09') }, contexte());
    expect(dit(premature)).toContain('Ce constat est sans effet');
    expect(dit(premature)).not.toContain('Dernier jour de la convention');
  });

  it('fait après la fin de la convention, il ne résilie rien', () => {
    const finie = exemple('2022-10-10', [miseEnDemeure('2023-01-10'), opposition('2023-01-12', '2023-01-13')]);
    const apres = dit(acteConstat(finie, { ...saisie, date: jour('2023-04-10') }, contexte()));
    expect(apres).toContain('La convention avait déjà pris fin le 9 avril 2023');
    expect(apres).not.toContain('résiliée');
    const dernier = dit(acteConstat(finie, { ...saisie, date: jour('2023-04-09') }, contexte()));
    expect(dernier).toContain('9 avril 2023 inclus');
  });

  it('enregistré, il s’imprime avec sa notification ; sa mise en demeure annulée, il ne s’imprime plus', () => {
    const event = constat('2023-02-10');
    const complete = exemple('2022-10-10', [miseEnDemeure('2023-01-10'), event]);
    const [imprime] = evenementsImprimes(complete).filter(({ type }) => type === 'constat');
    if (imprime?.type !== 'constat') throw new Error('The constat is expected first');
    expect(dit(papierDe(complete, imprime, contexte()))).toContain('10 février 2023 inclus');
    expect(dit(notificationDe(complete, imprime, contexte()))).toContain('Notification de la résiliation');
    const tardif = { ...constat('2023-08-01'), id: 'k2' };
    const finie = exemple('2022-10-10', [miseEnDemeure('2023-01-10'), tardif]);
    const [sansSuite] = evenementsImprimes(finie).filter(({ type }) => type === 'constat');
    expect(sansSuite && notificationDe(finie, sansSuite, contexte())).toBeNull();
    const annulee = exemple('2022-10-10', [miseEnDemeure('2023-01-10'), event, annulation('m1')]);
    expect(evenementsImprimes(annulee)).toEqual([]);
  });
});

describe('force majeure et dissolution (art. 7.2)', () => {
  const faits = { faits: 'Inondation des locaux', covid19: false, notifieeLe: null };
  const event: ForceMajeure = {
    type: 'force_majeure',
    id: 'f1',
    auteur: 'beneficiaire',
    motif: 'Inondation des locaux.',
    covid19: true,
    courrier: lettre('2023-01-06', '2023-01-10'),
  };

  it('reçue le 10 janvier 2023 : dernier jour, le 9 février 2023 ; la Covid-19 est nommée', () => {
    const copie = copieForceMajeure(exemple('2022-10-10', [event]), event, contexte());
    expect(copie.corps).toContainEqual({
      reperes: [
        { libelle: 'Délai', valeur: '30 jours calendaires' },
        { libelle: 'Réception qui compte', valeur: '10 janvier 2023' },
        { libelle: 'Dernier jour de la convention', valeur: '9 février 2023 inclus' },
      ],
    });
    expect(dit(copie)).toContain('Covid-19');
    expect(dit(copie)).toContain('sans indemnité');
  });

  it('avant réception, un exemple ; si c’est l’envoi qui compte, le dernier jour est déjà connu', () => {
    const ecrite = (clauses = clauses2022) =>
      dit(
        lettreForceMajeure(
          exemple('2022-10-10', [], clauses),
          { ...ecriture({ date: jour('2023-01-06') }), ...faits },
          contexte(),
        ),
      );
    expect(ecrite()).toContain('reçue le 9 janvier 2023, elle met fin à la convention le 8 février 2023');
    expect(ecrite()).not.toContain('Covid');
    expect(ecrite({ ...clauses2022, forceMajeureCompteDe: 'envoi' })).toContain('5 février 2023 inclus');
  });

  it('dissolution le 15 mars 2023 : ce jour est le dernier, la lettre est datée du jour où on l’apprend', () => {
    const ecrite = lettreDissolution(
      exemple('2022-10-10'),
      { type: 'dissolution', id: 'd1', date: jour('2023-03-15') },
      jour('2023-03-20'),
      contexte(),
    );
    expect(ecrite.date.toString()).toBe('2023-03-20');
    expect(ecrite.corps).toContainEqual({
      reperes: [{ libelle: 'Dernier jour de la convention', valeur: '15 mars 2023 inclus' }],
    });
  });
});

describe('qui signe, et ce qui est tapé', () => {
  it('un changement de représentant compte de son jour, pas avant', () => {
    const change = {
      type: 'representant',
      id: 'r1',
      partie: 'departement',
      date: jour('2023-01-10'),
      nom: 'Monsieur Nouveau Fictif',
      qualite: 'Président',
    } as const;
    const convention = exemple('2022-10-10', [change]);
    const signe = (date: string) => lettreOpposition(convention, ecriture({ date: jour(date) }), contexte()).signature;
    expect(signe('2023-01-09').nom).toBe('Madame Camille Exemple');
    expect(signe('2023-01-10').nom).toBe('Monsieur Nouveau Fictif');
    const delegue = { nom: 'Claude Délégué', qualite: 'Pour la Présidente et par délégation' };
    expect(lettreOpposition(convention, ecriture({ signataire: delegue }), contexte()).signature).toEqual(delegue);
  });

  it('ce qui n’est pas connu ne laisse pas de ligne vide dans l’adresse', () => {
    const sansNom = contexte({ territoire: { ...territoire, representantNom: '', adresse: '' } });
    const ecrite = lettreOpposition(exemple('2022-10-10'), ecriture({ auteur: 'beneficiaire' }), sansNom);
    expect(ecrite.destinataire.lignes).toEqual(['Présidente du Département']);
  });

  it('les puces tapées et les lignes vides disparaissent, un seul fait est une phrase', () => {
    expect(lignes(' - a \n\n– b\n  \n• c - d')).toEqual(['a', 'b', 'c - d']);
    expect(enonce('Bureau fermé.')).toEqual({ texte: '« Bureau fermé ».' });
    expect(enonce('a\nb')).toEqual({ liste: ['a', 'b'] });
    expect(lignes('-20 % des séances')).toEqual(['-20 % des séances']);
  });
});
