import type { Child } from 'hono/jsx';
import { phraseGarde, phraseSuite } from '../../../domain/conservation.ts';
import type { Territoire } from '../../../domain/territoire.ts';
import { PageHeader, Section } from '../../../ui/content.tsx';
import { SimpleTable } from '../../../ui/simple-table.tsx';
import { DONNEES } from '../../donnees-personnelles/registre.ts';
import { Telephone } from './telephone.tsx';

/** How to reach the Département: what it gave of its address, number and mailbox. */
function Contact({ territoire }: { readonly territoire: Territoire }) {
  return (
    <ul>
      <li>
        {territoire.nomComplet}, {territoire.adresse}
      </li>
      {territoire.telephone && (
        <li>
          Téléphone : <Telephone numero={territoire.telephone} />
        </li>
      )}
      {territoire.courriel && (
        <li>
          Courriel : <a href={`mailto:${territoire.courriel}`}>{territoire.courriel}</a>
        </li>
      )}
    </ul>
  );
}

export function MentionsLegales({ territoire }: { readonly territoire: Territoire }) {
  return (
    <>
      <PageHeader title="Mentions légales" />
      <Section title="Éditeur du site">
        <p>
          Ce site est édité par le {territoire.nomComplet}. Responsable de la publication : {territoire.representantNom}
          , {territoire.representantFonction}.
        </p>
        <Contact territoire={territoire} />
        <p>{territoire.mention}</p>
      </Section>
      <Section title="Hébergement">
        <p>
          Le Département choisit où ce site est hébergé. Il donne le nom et l’adresse de l’hébergeur à qui les demande,
          aux coordonnées ci-dessus.
        </p>
      </Section>
      <Section title="Logiciel et données">
        <ul>
          <li>Le logiciel s’appelle Escale. C’est un logiciel libre, sous licence EUPL-1.2.</li>
          <li>Communes, codes postaux et intercommunalités : code officiel géographique (Insee), licence ouverte.</li>
          <li>
            Coordonnées des communes :{' '}
            <a href="https://www.geonames.org/" rel="external">
              GeoNames
            </a>
            , licence CC BY 4.0.
          </li>
        </ul>
      </Section>
    </>
  );
}

export function DonneesPersonnelles({ territoire }: { readonly territoire: Territoire }) {
  return (
    <>
      <PageHeader
        title="Données personnelles"
        lead="Ce qui est gardé, pourquoi et combien de temps. Pour être aidé, vous n’avez ni compte à créer ni nom à donner."
      />
      <Section title="Si vous venez à une permanence">
        <ul>
          <li>Escale n’enregistre pas votre nom, ni votre adresse, ni votre numéro de téléphone.</li>
          <li>
            L’agent note seulement l’aide donnée : le thème, la durée, et un profil général (par exemple « 60 - 69 ans
            »).
          </li>
          <li>L’agent est tenu au secret professionnel. Ce que vous lui dites ne sert qu’à votre démarche.</li>
        </ul>
      </Section>
      <Section title="Si vous consultez ce site">
        <ul>
          <li>La commune que vous cherchez n’est pas enregistrée.</li>
          <li>Il n’y a ni publicité, ni mesure d’audience, ni contenu venu d’un autre site.</li>
          <li>
            Un cookie n’est déposé qu’à la connexion d’un agent ou d’un partenaire, et pour afficher un message une
            seule fois. Aucun consentement n’est nécessaire.
          </li>
        </ul>
      </Section>
      <Section title="Ce qui est gardé">
        <SimpleTable
          caption="Données gardées par Escale"
          captionHidden
          columns={[{ label: 'Donnée' }, { label: 'Pourquoi' }, { label: 'Combien de temps' }, { label: 'Ensuite' }]}
          rows={DONNEES.map((donnee) => [
            `${donnee.nom} : ${donnee.quoi}`,
            donnee.pourquoi,
            phraseGarde(donnee, territoire.dureesConservation),
            phraseSuite(donnee),
          ])}
        />
        <p>
          Le délégué à la protection des données du Département choisit ces durées. Escale les applique chaque nuit.{' '}
          <a href="/donnees-personnelles/affichette">L’affichette du guichet, en grands caractères</a>
        </p>
      </Section>
      <Section title="Qui est responsable">
        <p>
          Le {territoire.nomComplet} est responsable de ces données. Elles servent à sa mission d’inclusion numérique et
          à l’exécution des conventions qu’il signe.
        </p>
      </Section>
      <Section title="Vos droits">
        <p>
          Vous pouvez demander à voir, corriger ou effacer ce qui vous concerne, ou vous opposer à son usage. C’est
          gratuit, et la réponse vient en un mois : <a href="/exercer-mes-droits">exercer mes droits</a>. Un agent peut
          aussi noter votre demande, dans une permanence. Ou écrivez au délégué à la protection des données :
        </p>
        <Contact territoire={territoire} />
        <p>
          Si la réponse ne vous convient pas, vous pouvez adresser une réclamation à la{' '}
          <a href="https://www.cnil.fr/fr/plaintes" rel="external">
            CNIL
          </a>
          .
        </p>
      </Section>
    </>
  );
}

export function Accessibilite({ territoire }: { readonly territoire: Territoire }) {
  return (
    <>
      <PageHeader title="Accessibilité" lead="Déclaration d’accessibilité, dans son état réel." />
      <Section title="État de conformité">
        <p>
          Le {territoire.nomComplet} vise la conformité au référentiel général d’amélioration de l’accessibilité (RGAA
          4.1). Aucun organisme extérieur n’a encore audité ce site. Tant que cet audit n’a pas eu lieu, le site est
          déclaré <strong>non conforme</strong>.
        </p>
      </Section>
      <Section title="Ce qui est vérifié">
        <p>
          L’outil axe contrôle automatiquement, en largeur de téléphone et d’ordinateur : la page d’accueil et sa
          recherche, la page d’un lieu, les pages légales, le plan du site, la connexion et les composants des
          formulaires. Le parcours public fonctionne sans JavaScript et au clavier. Un outil ne trouve qu’une partie des
          défauts.
        </p>
      </Section>
      <Section title="Ce qui manque">
        <ul>
          <li>
            Les documents PDF (affiches, conventions, bilans) sont balisés, mais aucune personne ne les a audités.
          </li>
          <li>Le site n’a pas encore été essayé avec des lecteurs d’écran par les personnes qui s’en servent.</li>
          <li>Il n’existe ni en langue des signes, ni en d’autres langues que le français.</li>
          <li>L’itinéraire s’ouvre sur un site de cartes extérieur, dont nous ne maîtrisons pas l’accessibilité.</li>
        </ul>
      </Section>
      <Section title="Signaler une difficulté">
        <p>Dites-nous ce qui vous bloque : nous vous donnons l’information autrement, et nous corrigeons la page.</p>
        <Contact territoire={territoire} />
        <p>
          Sans réponse satisfaisante, vous pouvez saisir le{' '}
          <a href="https://formulaire.defenseurdesdroits.fr/" rel="external">
            Défenseur des droits
          </a>
          , gratuitement.
        </p>
      </Section>
    </>
  );
}

/** Links of one part of the site, as the plan shows them. */
export type PartieDuPlan = {
  readonly titre: string;
  readonly entrees: readonly { readonly href: string; readonly label: string }[];
};

export function PlanDuSite({ parties }: { readonly parties: readonly PartieDuPlan[] }): Child {
  return (
    <>
      <PageHeader title="Plan du site" />
      {parties.map(({ titre, entrees }) => (
        <Section title={titre}>
          <ul>
            {entrees.map(({ href, label }) => (
              <li>
                <a href={href}>{label}</a>
              </li>
            ))}
          </ul>
        </Section>
      ))}
    </>
  );
}
