import { formatDate, formatHeure, parisDate, parisTime } from '../../../domain/date.ts';
import { ButtonLink, SubmitButton } from '../../../ui/button.tsx';
import { DescriptionList, PageHeader, Section, StatusTag } from '../../../ui/content.tsx';
import { HiddenField } from '../../../ui/form.tsx';
import type { Brouillon } from './brouillon/store.ts';
import type { Element, Suite } from './contenu.ts';
import { nomVersion } from './views-choix.tsx';
import { Blocs, ClausesSection, type Rang, Sommaire, SuitesElements } from './views-texte.tsx';

/** « le 24 novembre 2026 à 10 h 12, par Nour Bourdaine ». */
export function derniereEcriture({ updatedAt, updatedBy }: Pick<Brouillon, 'updatedAt' | 'updatedBy'>): string {
  const quand = `le ${formatDate(parisDate(updatedAt))} à ${formatHeure(parisTime(updatedAt))}`;
  return updatedBy === null ? quand : `${quand}, par ${updatedBy}`;
}

const AJOUTS: Readonly<Record<Suite, string>> = { articles: 'Ajouter un article', annexes: 'Ajouter une annexe' };

export function BrouillonPage({ brouillon, cle }: { readonly brouillon: Brouillon; readonly cle: string }) {
  const { contenu, modeleId, modeleNom, numero, origine } = brouillon;
  const url = `/modeles/${modeleId}/brouillon`;
  return (
    <>
      <PageHeader
        kicker={modeleNom}
        title={`Brouillon de la version ${numero}`}
        status={<StatusTag tone="info" label="Brouillon" />}
        lead={`À partir de « ${nomVersion(origine)} ». Dernière modification ${derniereEcriture(brouillon)}.`}
        actions={
          <>
            <ButtonLink href={`${url}/publier`} variant="primary">
              Publier…
            </ButtonLink>
            <ButtonLink href={`${url}/apercu.pdf`} icon="download">
              Aperçu (PDF)
            </ButtonLink>
            <ButtonLink href={`${url}/comparaison`}>Ce qui a changé</ButtonLink>
            <ButtonLink href={`${url}/abandonner`} variant="tertiary">
              Abandonner…
            </ButtonLink>
          </>
        }
      />
      <Sommaire contenu={contenu} />
      <Section title="Titre" actions={<ButtonLink href={`${url}/entete`}>Modifier le titre</ButtonLink>}>
        <DescriptionList
          items={[
            { term: 'Titre', details: contenu.titre },
            { term: 'Sous-titre', details: contenu.sousTitre },
          ]}
        />
      </Section>
      <Section title="Préambule" actions={<ButtonLink href={`${url}/preambule`}>Modifier le préambule</ButtonLink>}>
        <p class="e-muted">
          Les parties, leurs représentants et leurs délibérations sont imprimés au-dessus, d’après chaque convention.
        </p>
        <Blocs blocs={contenu.preambule} />
      </Section>
      <form method="post" action={`${url}/deplacer`}>
        <HiddenField name="_cle" value={cle} />
        <SuitesElements
          contenu={contenu}
          gestes={{
            suite: (suite) => <ButtonLink href={`${url}/ajouter?dans=${suite}`}>{AJOUTS[suite]}</ButtonLink>,
            element: (element, place) => <GestesElement url={url} element={element} place={place} />,
          }}
        />
      </form>
      <ClausesSection
        contenu={contenu}
        actions={<ButtonLink href={`${url}/parametres`}>Modifier les clauses</ButtonLink>}
      />
    </>
  );
}

function GestesElement(props: { readonly url: string; readonly element: Element; readonly place: Rang }) {
  const { url, element, place } = props;
  const { rang, freres, isPartie } = place;
  const quoi = <span class="ds-sr-only"> : {`${element.numero}. ${element.titre}`}</span>;
  const here = `${url}/elements/${element.cle}`;
  return (
    <div class="e-actions e-article__gestes">
      <ButtonLink href={here} variant="tertiary">
        Modifier{quoi}
      </ButtonLink>
      {!isPartie && (
        <ButtonLink href={`${url}/ajouter?dans=${element.cle}`} variant="tertiary">
          Ajouter une partie{quoi}
        </ButtonLink>
      )}
      {rang > 0 && (
        <SubmitButton variant="tertiary" name="deplacement" value={`avant/${element.cle}`}>
          Monter{quoi}
        </SubmitButton>
      )}
      {rang < freres - 1 && (
        <SubmitButton variant="tertiary" name="deplacement" value={`apres/${element.cle}`}>
          Descendre{quoi}
        </SubmitButton>
      )}
      <ButtonLink href={`${here}/retirer`} variant="tertiary">
        Retirer…{quoi}
      </ButtonLink>
    </div>
  );
}
