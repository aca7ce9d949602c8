import type { Article } from './modele.ts';

const axe = (numero: number, titre: string, resume: string, ...actions: readonly string[]): Article => ({
  numero: `Axe ${numero}`,
  titre,
  blocs: [{ texte: resume }, { liste: actions }],
  parties: [],
});

/** Annexe 1: the seven axes of the strategy, reworded. */
export const axes2022: readonly Article[] = [
  axe(
    1,
    'Des services publics plus simples',
    'Rendre les démarches et les relations avec le Département plus faciles.',
    'aider les habitants, chaque jour et en atelier, dans leurs démarches en ligne ;',
    'faire connaître et faire utiliser les services en ligne, avec les opérateurs, et veiller à leur accessibilité ;',
    'accompagner la pratique de la télémédecine avec les centres de santé.',
  ),
  axe(
    2,
    'Une jeunesse connectée',
    'Faire du numérique un appui de la réussite éducative, du CM2 à la fin du collège.',
    'développer des pratiques et des ressources éducatives numériques ;',
    'animer des ateliers dans les écoles et soutenir les projets des collèges ;',
    'accompagner les jeunes suivis en protection de l’enfance.',
  ),
  axe(
    3,
    'Des seniors à l’aise avec le numérique',
    'Prévenir l’isolement et aider à bien vieillir.',
    'proposer un apprentissage adapté aux seniors ;',
    'faire connaître les outils utiles à l’autonomie, aux changements de vie et au lien entre générations.',
  ),
  axe(
    4,
    'Un accès numérique à la culture',
    'Faire des médiathèques des lieux d’inclusion numérique.',
    'intervenir dans les médiathèques et faire connaître leurs ressources en ligne ;',
    'animer des actions de médiation et de création numérique (image, son, jeu, programmation) pour tous les âges.',
  ),
  axe(
    5,
    'Une citoyenneté numérique',
    'Encourager la participation et la démocratie locale.',
    'aider chacun à prendre part aux consultations et aux votations en ligne ;',
    'contribuer à une formation citoyenne ouverte à tous, en ligne.',
  ),
  axe(
    6,
    'Des acteurs locaux qui relaient',
    'Associer les partenaires du territoire au développement du numérique.',
    'aller vers les pépinières d’entreprises et les chambres consulaires ;',
    'travailler avec les établissements d’enseignement et leurs étudiants.',
  ),
  axe(
    7,
    'Un numérique plus vert',
    'Maîtriser l’empreinte du numérique sur l’environnement.',
    'acheter et concevoir de façon responsable, former les agents ;',
    'sensibiliser entreprises, collectivités et habitants au numérique responsable.',
  ),
];
