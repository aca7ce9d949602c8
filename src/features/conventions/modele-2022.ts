import type { Bloc, Modele } from './modele.ts';
import { axes2022 } from './modele-2022-axes.ts';
import { annexeMandat2022 } from './modele-2022-mandat.ts';

const p = (texte: string): Bloc => ({ texte });
const liste = (...elements: readonly string[]): Bloc => ({ liste: elements });

/**
 * Texts of the convention of 2022, reworded: same articles, same numbers, same obligations. Only the mention of art. 5
 * is the paper's own, and it is a parameter.
 */
export const modele2022: Modele = {
  version: 'modèle 2022-1',
  titre: 'Convention d’objectifs et de partenariat',
  sousTitre: 'Politique départementale d’inclusion numérique. Dispositif « Conseiller et ambassadeur du numérique »',
  preambule: [
    p(
      'Le Département {departement} déploie le très haut débit et, dans le même mouvement, veut que chacun puisse se servir des services en ligne : accomplir une démarche administrative sur Internet suppose de pouvoir y être aidé.',
    ),
    p(
      'À cette fin, et selon la stratégie d’inclusion numérique adoptée par délibération du {deliberationStrategie}, qui repose sur les trois piliers du développement durable (social, économique, environnemental), le Département a constitué une Équipe Départementale d’Accompagnement aux Démarches Numériques, formée et certifiée : {effectif}. Le recrutement des conseillers est soutenu par l’État.',
    ),
    p('Cette équipe :'),
    liste(
      'aide les habitants dans leurs démarches numériques de tous les jours ;',
      'fait connaître les enjeux du numérique et encourage des usages citoyens et critiques ;',
      'conduit chacun vers l’autonomie dans ses démarches administratives en ligne ;',
      'prépare et anime des ateliers pour de petits groupes, là où elle est accueillie.',
    ),
    { texte: 'Point d’accueil : {pointAccueil}.', si: 'pointAccueil' },
    p('Les parties conviennent de ce qui suit.'),
  ],
  articles: [
    {
      numero: '1',
      titre: 'Objet',
      blocs: [
        p(
          'La présente convention (« la Convention ») fixe ce que les parties attendent de l’Équipe Départementale d’Accompagnement aux Démarches Numériques et la manière dont elle intervient auprès du Bénéficiaire, dans le cadre de la politique départementale décrite en annexe 1.',
        ),
      ],
      parties: [
        {
          numero: '1.1',
          titre: 'Missions des conseillers et des ambassadeurs',
          blocs: [
            p('Les conseillers et ambassadeurs du numérique :'),
            liste(
              'accueillent, orientent et informent le public ;',
              'tiennent des permanences d’aide aux démarches administratives en ligne dans des lieux ouverts au public (mairie, bibliothèque, CCAS, France Services, etc.) ;',
              'soutiennent les usagers dans leur vie numérique quotidienne : travail à distance, téléconsultation, achat ou vente en ligne, etc. ;',
              'les accompagnent dans l’usage des services en ligne des opérateurs (facilitation numérique) ;',
              'les accompagnent dans leurs démarches administratives (facilitation administrative) ;',
              'les mettent en relation, chaque fois que possible, avec les opérateurs ;',
              'les aident à reconnaître les opérateurs dont relève leur situation ;',
              'les rendent autonomes dans leurs démarches courantes ;',
              'les sensibilisent aux enjeux du numérique : information et vérification des sources, données personnelles, réseaux sociaux, suivi de la scolarité, etc. ;',
              'conçoivent et animent des ateliers, individuels ou collectifs, conformes à la politique départementale ;',
              'prennent part à toute autre action d’accompagnement aux usages numériques.',
            ),
          ],
          parties: [],
        },
        {
          numero: '1.2',
          titre: 'Modalités d’intervention',
          blocs: [
            p(
              'Rythme et horaires. L’intervention a lieu {frequence}, en présence, dans la structure du Bénéficiaire. Les horaires y sont affichés de manière visible : le Département réalise l’affiche et le kit de communication et les remet au Bénéficiaire.',
            ),
            p('Lieu. Le Bénéficiaire choisit le lieu en accord avec le Département. Ce lieu comprend :'),
            liste(
              'pour l’aide aux démarches : un espace qui reçoit du public, accessible aux personnes à mobilité réduite ;',
              'pour les ateliers : une salle où tiennent six à huit personnes, avec Internet et le Wifi ;',
              'un bureau fermé qui garantit la confidentialité.',
            ),
            p(
              'Équipement. Le Bénéficiaire fournit au moins un accès à Internet, un ordinateur, une imprimante avec numériseur, une photocopieuse et un téléphone.',
            ),
            p(
              'Ateliers. Le Département conçoit et propose les ateliers. Ils font partie du dispositif et figurent au catalogue départemental, diffusé avec le kit de communication.',
            ),
          ],
          parties: [],
        },
      ],
    },
    {
      numero: '2',
      titre: 'Confidentialité',
      blocs: [
        p(
          'Les agents de l’équipe sont tenus au secret professionnel pour tout ce qu’ils apprennent dans leurs missions, y compris lors des échanges de données que les textes prévoient entre administrations et dans leurs relations avec les services du Département.',
        ),
        p(
          'Les données recueillies servent uniquement à la démarche demandée et au seul bénéfice de l’usager (accès aux droits, lutte contre la fraude). Elles sont détruites quand la démarche aboutit, quand l’usager retire son mandat ou, à défaut, au terme fixé par la loi ou le règlement.',
        ),
        p('Un mandat, joint en annexe 3, est nécessaire pour agir au nom et pour le compte de l’usager :'),
        liste(
          'lorsque l’agent (mandataire) et l’usager (mandant) réalisent la démarche ensemble et le souhaitent tous deux ;',
          'lorsque l’agent agit à distance, en faveur et à la place de l’usager.',
        ),
        p(
          'Le mandat est signé sur place par les deux personnes, une fois l’identité vérifiée et l’usager informé de l’emploi de ses données, de ses droits et des démarches prévues. Il couvre les actes accomplis pour l’usager et les demandes de communication de données personnelles. L’usager peut le retirer à tout moment.',
        ),
      ],
      parties: [],
    },
    {
      numero: '3',
      titre: 'Mise en œuvre',
      blocs: [],
      parties: [
        {
          numero: '3.1',
          titre: 'Collaboration',
          blocs: [
            p('Le Bénéficiaire reçoit dans ses locaux les interventions des conseillers et ambassadeurs du numérique.'),
          ],
          parties: [],
        },
        {
          numero: '3.2',
          titre: 'Engagements du Bénéficiaire',
          blocs: [
            p('Le Bénéficiaire s’engage :'),
            liste(
              'à accueillir l’agent et à lui permettre d’exercer sa mission ;',
              'à mettre à sa disposition les moyens et équipements nécessaires ;',
              'à garantir que toutes ces activités sont gratuites pour les usagers ;',
              'à faire connaître le dispositif au moyen du kit de communication du Département.',
            ),
          ],
          parties: [],
        },
        {
          numero: '3.3',
          titre: 'Engagements du Département',
          blocs: [
            p(
              'Outre les interventions de l’article 1, le Département accompagne le Bénéficiaire pendant toute la Convention : une équipe technique dédiée reste en contact fréquent avec lui et répond à ses questions.',
            ),
          ],
          parties: [],
        },
        {
          numero: '3.4',
          titre: 'Suivi',
          blocs: [
            p(
              'Le Bénéficiaire transmet à l’équipe technique les éléments qui permettent de piloter le dispositif et d’en mesurer les effets, pour ses propres activités comme pour celles de l’agent.',
            ),
            p(
              'L’agent rend compte régulièrement de son activité : ateliers, participants, profils des personnes aidées, etc. Le Bénéficiaire veille à la fréquence de ces comptes-rendus et répond de la fiabilité des informations transmises.',
            ),
            p(
              'Un comité technique départemental réunit, au moins une fois par an et à l’initiative du Département, les représentants du Département, ceux des Bénéficiaires et ceux des autres organismes employant au moins un conseiller numérique. Un comité de pilotage organise le travail collectif et fixe les axes de progrès. Ces instances dressent le bilan du dispositif.',
            ),
          ],
          parties: [],
        },
      ],
    },
    {
      numero: '4',
      titre: 'Responsabilité et assurances',
      blocs: [],
      parties: [
        {
          numero: '4.1',
          titre: 'Responsabilité',
          blocs: [
            p(
              'Le Département lance, coordonne et met en œuvre les actions du dispositif et en porte la responsabilité, sans effacer celle que le Bénéficiaire tient de ses propres engagements. Publications et bilans paraissent sous la responsabilité éditoriale des deux parties, dans le respect de l’article 5.',
            ),
            p(
              'Le Bénéficiaire respecte les lois et règlements applicables à ses actions, en particulier le règlement (UE) 2016/679 du 27 avril 2016 et la loi n° 78-17 du 6 janvier 1978 modifiée sur la protection des données personnelles et, le cas échéant, les règles de la commande publique.',
            ),
            p(
              'Le Département est responsable du traitement des données du dispositif. À ce titre il informe les personnes de leurs droits, notamment d’accès et d’opposition, et de la façon de les exercer.',
            ),
          ],
          parties: [],
        },
        {
          numero: '4.2',
          titre: 'Assurances',
          blocs: [
            p(
              'Le Bénéficiaire est couvert par une assurance de responsabilité civile générale pendant toute la durée de la Convention.',
            ),
          ],
          parties: [],
        },
      ],
    },
    {
      numero: '5',
      titre: 'Communication et propriété intellectuelle',
      blocs: [
        p(
          'Chaque partie informe l’autre de toute communication qu’elle projette sur la Convention. Une communication externe demande l’autorisation préalable de l’autre partie.',
        ),
        p(
          'Dans sa communication écrite ou orale sur le dispositif, le Bénéficiaire fait état du soutien du Département. Tout support (plaquette, site, affiche, vidéo, etc.) porte le logo du Département et la mention :',
        ),
        p('« {mention} »'),
        p(
          'Les parties arrêtent ensemble la forme, le contenu et la place de ces éléments ; leur format est au moins égal à celui de tout autre partenaire du Bénéficiaire. Le Bénéficiaire ne porte atteinte ni à l’image ni à la renommée du Département.',
        ),
      ],
      parties: [],
    },
    {
      numero: '6',
      titre: 'Durée',
      blocs: [
        p(
          'La Convention prend effet à la date de la dernière signature des parties. Elle est conclue pour une durée de {duree}.',
        ),
        {
          texte:
            'Elle se renouvelle tacitement pour la même durée, {reconduction}, sauf si l’une des parties s’y oppose expressément au plus tard {preavis} avant la date anniversaire.',
          si: 'reconduction',
        },
        { texte: 'Elle prend fin au plus tard le {finAuPlusTard}.', si: 'finAuPlusTard' },
      ],
      parties: [],
    },
    {
      numero: '7',
      titre: 'Résiliation',
      blocs: [],
      parties: [
        {
          numero: '7.1',
          titre: 'Pour faute',
          blocs: [
            p(
              'Si une partie n’exécute pas ou exécute mal ses obligations, l’autre la met en demeure par lettre recommandée avec avis de réception. Si cette mise en demeure reste sans effet, en tout ou en partie, {delaiRemede} après sa réception, la Convention est résiliée de plein droit par la partie qui l’a envoyée, sans préjudice des dommages et intérêts auxquels elle pourrait prétendre.',
            ),
          ],
          parties: [],
        },
        {
          numero: '7.2',
          titre: 'Pour force majeure ou empêchement',
          blocs: [
            p(
              'Si un cas de force majeure empêche une partie de faire réaliser la mission de l’article 1, elle le notifie à l’autre par lettre recommandée avec avis de réception. La Convention est résiliée de plein droit, sans indemnité, {delaiForceMajeure} après cette notification. Aucune partie ne répond des manquements dus à la force majeure.',
            ),
            p(
              'La force majeure et le cas fortuit s’entendent au sens de la jurisprudence française et européenne. Les parties y assimilent l’impossibilité d’exécuter la Convention en raison de l’épidémie de Covid-19.',
            ),
            p('La dissolution du Bénéficiaire met également fin, de plein droit, à la Convention.'),
          ],
          parties: [],
        },
      ],
    },
    {
      numero: '8',
      titre: 'Dispositions générales',
      blocs: [],
      parties: [
        {
          numero: '8.1',
          titre: 'Domicile et litiges',
          blocs: [
            p(
              'Chaque partie élit domicile à son siège, indiqué en tête de la Convention. Le droit français s’applique. Tout litige sur la validité, l’interprétation ou l’exécution de la Convention relève du {tribunal}.',
            ),
          ],
          parties: [],
        },
        {
          numero: '8.2',
          titre: 'Modification',
          blocs: [p('Aucune modification n’a d’effet sans un avenant daté et signé par chacune des parties.')],
          parties: [],
        },
      ],
    },
  ],
  annexes: [
    {
      numero: '1',
      titre: 'Les sept axes de la stratégie départementale d’inclusion numérique',
      blocs: [
        p(
          'Stratégie adoptée par délibération du {deliberationStrategie}. Chaque axe se décline dans un programme d’actions, établi avec les territoires et les acteurs locaux.',
        ),
      ],
      parties: axes2022,
    },
    {
      numero: '3',
      titre: 'Mandat',
      blocs: [
        p(
          'Le mandat mentionné à l’article 2 est établi selon le modèle en vigueur du Département, remis au Bénéficiaire avec la Convention. Il nomme le mandant et le mandataire, les démarches autorisées et leur durée, rappelle les droits de la personne sur ses données et son droit de retrait à tout moment, et se signe toujours sur place.',
        ),
      ],
      parties: [],
    },
  ],
};

/** The same convention with the form of the mandate as annexe 3, where the first version only described it. */
export const modele2022Mandat: Modele = {
  ...modele2022,
  version: 'modèle 2022-2',
  annexes: modele2022.annexes.map((annexe) => (annexe.numero === annexeMandat2022.numero ? annexeMandat2022 : annexe)),
};
