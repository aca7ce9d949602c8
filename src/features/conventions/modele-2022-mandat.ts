import type { Article, Bloc } from './modele.ts';

const p = (texte: string): Bloc => ({ texte });
const liste = (...elements: readonly string[]): Bloc => ({ liste: elements });
const partie = (numero: string, titre: string, ...blocs: readonly Bloc[]): Article => ({
  numero,
  titre,
  blocs,
  parties: [],
});

/**
 * Annexe 3: the form of the mandate, to be filled in by hand. The paper of 2022 names it without giving it: this wording
 * is ours. `____` is printed as a line to write on, `________` as one to sign on, `[ ]` as a box to tick.
 *
 * Source: art. 2, « Le mandat doit être signé sur place par le mandataire et le mandant, après vérification d'identité ».
 */
export const annexeMandat2022: Article = {
  numero: '3',
  titre: 'Mandat',
  blocs: [
    p(
      'Ce mandat permet à un agent de l’Équipe Départementale d’Accompagnement aux Démarches Numériques d’accomplir, au nom et pour le compte d’un usager, les seules démarches écrites ci-dessous. Il est gratuit. Il se signe toujours sur place, à deux, une fois l’identité vérifiée et l’usager informé.',
    ),
    p('Mandat n° : ____ Convention : ____'),
    p('Permanence (lieu, date) : ____'),
  ],
  parties: [
    partie(
      '3.1',
      'Les personnes',
      p('Le mandant, usager qui donne le mandat. Nom et prénoms : ____'),
      p('Date de naissance : ____'),
      p('Il agit : [ ] pour lui-même [ ] comme représentant légal de : ____'),
      p('Le mandataire, agent du Département {departement}. Nom et prénom : ____'),
      p('Fonction (conseiller ou ambassadeur du numérique) : ____'),
      p('Agent désigné pour le remplacer, s’il y en a un : ____'),
    ),
    partie(
      '3.2',
      'Vérification de l’identité',
      p('Type de document présenté : ____'),
      p('Résultat : [ ] identité vérifiée [ ] identité non vérifiée, le mandat ne peut pas être signé'),
      p('Vérifiée par : ____ Le (date et heure) : ____'),
      p('Le document est montré, puis rendu : ni copie, ni photographie, ni numéro n’en sont gardés.'),
    ),
    partie(
      '3.3',
      'Les démarches confiées',
      p(
        'Chaque démarche est nommée, avec l’organisme auprès duquel elle est faite. Ce qui n’est pas écrit n’est pas permis.',
      ),
      p('1. Démarche : ____ Organisme : ____'),
      p('2. Démarche : ____ Organisme : ____'),
      p('3. Démarche : ____ Organisme : ____'),
      p('Elles seront accomplies : [ ] en présence de l’usager [ ] à distance, après la signature de ce mandat'),
    ),
    partie(
      '3.4',
      'Demandes de données personnelles',
      p('L’agent ne peut demander la communication de données sur l’usager que si cela est écrit ici.'),
      p('1. Donnée ou document : ____ Organisme : ____'),
      p('2. Donnée ou document : ____ Organisme : ____'),
    ),
    partie(
      '3.5',
      'Ce que le mandat ne permet pas',
      liste(
        'payer, emprunter, vendre, donner ou disposer de biens de l’usager ;',
        'garder un mot de passe ou un identifiant de l’usager : il les tape lui-même ;',
        'agir pour un mineur ou pour un majeur protégé sans son représentant légal ;',
        'faire une démarche, ou s’adresser à un organisme, qui ne serait pas nommé plus haut.',
      ),
    ),
    partie(
      '3.6',
      'Durée, fin et retrait',
      p('Du : ____ Au plus tard le : ____'),
      p(
        'Le mandat prend fin quand les démarches sont achevées, à la date ci-dessus, si l’usager le retire, si l’agent y renonce, au décès de l’un ou de l’autre, ou si une mesure de protection est ouverte.',
      ),
      p(
        'L’usager peut le retirer à tout moment, en tout ou pour une seule démarche, sans donner de raison : à l’agent, à la permanence, ou auprès du Département, dont l’adresse est en tête de la Convention. Les organismes nommés plus haut en sont prévenus.',
      ),
      p('Autre moyen de le retirer : ____'),
    ),
    partie(
      '3.7',
      'Ce à quoi l’agent s’engage',
      liste(
        'n’agir que pour les démarches nommées et au seul bénéfice de l’usager ;',
        'rendre compte à l’usager de chaque acte accompli ;',
        'garder le secret professionnel sur tout ce qu’il apprend.',
      ),
    ),
    partie(
      '3.8',
      'Données personnelles et droits',
      p(
        'Le Département {departement} est responsable du traitement. Il traite les données de ce mandat pour accomplir les démarches nommées, dans sa mission d’intérêt public (RGPD, art. 6.1 e). Seuls l’agent, son remplaçant désigné et les organismes nommés les reçoivent. Elles sont détruites quand la démarche aboutit, quand le mandat est retiré ou, à défaut, au terme fixé par la loi ou le règlement.',
      ),
      p(
        'L’usager peut demander à voir ses données, à les faire corriger, limiter ou effacer, et s’opposer à leur traitement, auprès du délégué à la protection des données du Département. Il peut saisir la CNIL (www.cnil.fr).',
      ),
      p('Délégué à la protection des données (adresse, courriel) : ____'),
      p('Notice d’information remise et lue, version et langue : ____'),
    ),
    partie(
      '3.9',
      'Signatures',
      p('[ ] Identité vérifiée, notice lue, démarches comprises. Chacun garde un exemplaire.'),
      p('Fait à : ____ Le (date et heure) : ____'),
      p('Le mandant : ________ Le mandataire, qui accepte : ________'),
    ),
  ],
};
