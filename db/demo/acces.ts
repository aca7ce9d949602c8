export const PLAIN_PIED = 'Entrée de plain-pied. L’accueil vous indique le bureau.';
export const ASCENSEUR = 'Bureau au premier étage, avec ascenseur. Présentez-vous à l’accueil.';
export const RAMPE = 'Rampe d’accès à droite de l’entrée principale.';
