import type { Child } from 'hono/jsx';
import { formatDate } from '../../domain/date.ts';
import { ButtonLink, PrintButton } from '../../ui/button.tsx';
import { Alert, DescriptionList, PageHeader, Section } from '../../ui/content.tsx';
import { SimpleTable } from '../../ui/simple-table.tsx';
import { estPossible, GESTES, type Geste } from './gestes.ts';
import {
  ATTEINTES,
  type Evenement,
  type Faits,
  type Horloge,
  ISSUES_CLOTURE,
  MOTIFS_SANS_INFORMATION,
  momentLong,
  phraseHorloge,
  TYPES_EVENEMENT,
} from './rules.ts';
import { EtatTag, type ViolationLue } from './views.tsx';

type Fiche = { readonly violation: ViolationLue; readonly horloge: Horloge };

export function FichePage({ violation, horloge }: Fiche) {
  const { etat, faits, notification, information, mesures } = violation;
  return (
    <>
      <PageHeader
        kicker="Violation de données"
        title={violation.reference}
        status={<EtatTag etat={etat} />}
        lead={`Connue le ${momentLong(faits.connueAt)}.`}
        actions={<PrintButton />}
      />
      {horloge.etat !== 'arretee' && (
        <Alert tone={horloge.etat === 'court' ? 'warning' : 'danger'} title="Le délai de 72 heures">
          {phraseHorloge(horloge)}
        </Alert>
      )}
      <Section title="Ce qui est connu" id="faits" actions={<Gestes violation={violation} types={['correction']} />}>
        <FaitsListe faits={faits} />
      </Section>
      <Section title="Ce qui est décidé" id="decisions">
        <DescriptionList
          items={[
            {
              term: 'Notification à la CNIL',
              details: (
                <Decision
                  texte={notification && detail(notification)}
                  gestes={<Gestes violation={violation} types={['notification', 'sans_notification']} />}
                />
              ),
            },
            {
              term: 'Information des personnes',
              details: (
                <Decision
                  texte={information && detail(information)}
                  gestes={<Gestes violation={violation} types={['information', 'sans_information']} />}
                />
              ),
            },
            {
              term: 'Mesures',
              details: (
                <Decision
                  texte={
                    mesures.length > 0 && (
                      <ul>
                        {mesures.map(({ mesure }) => (
                          <li class="e-lines">{mesure}</li>
                        ))}
                      </ul>
                    )
                  }
                  gestes={<Gestes violation={violation} types={['mesure']} />}
                />
              ),
            },
            {
              term: 'Clôture',
              details: (
                <Decision
                  texte={violation.cloture && detail(violation.cloture)}
                  gestes={<Gestes violation={violation} types={['cloture', 'reouverture']} />}
                />
              ),
            },
          ]}
        />
      </Section>
      <Section title="Historique" id="historique">
        <SimpleTable
          caption="Tout ce qui a été inscrit, du plus ancien au plus récent"
          captionHidden
          columns={[{ label: 'Quand' }, { label: 'Quoi' }, { label: 'Ce qui est inscrit' }, { label: 'Par' }]}
          rows={violation.historique.map(({ at, evenement, par }) => [
            momentLong(at),
            TYPES_EVENEMENT[evenement.type],
            detail(evenement),
            par ?? 'Identité effacée',
          ])}
        />
      </Section>
    </>
  );
}

function Decision({ texte, gestes }: { readonly texte: Child; readonly gestes: Child }) {
  return (
    <>
      {texte || <p class="e-muted">Rien n’est encore inscrit.</p>}
      <div class="e-actions">{gestes}</div>
    </>
  );
}

/** The buttons of what may be added now, of these kinds. */
function Gestes(props: { readonly violation: ViolationLue; readonly types: readonly Geste['type'][] }) {
  const { violation, types } = props;
  return (
    <>
      {GESTES.filter((geste) => types.includes(geste.type) && estPossible(geste, violation)).map(
        ({ chemin, titre }) => (
          <ButtonLink href={`/violations/${violation.id}/${chemin}`}>{titre}</ButtonLink>
        ),
      )}
    </>
  );
}

function personnesEnClair(personnes: number | null): string | null {
  if (personnes === null) return null;
  return personnes <= 1 ? `${personnes} personne` : `environ ${personnes.toLocaleString('fr-FR')} personnes`;
}

function FaitsListe({ faits }: { readonly faits: Faits }) {
  return (
    <DescriptionList
      items={[
        { term: 'Atteinte', details: ATTEINTES[faits.atteinte] },
        { term: 'Ce qui s’est passé', details: <span class="e-lines">{faits.quoi}</span> },
        { term: 'Sortes de données', details: <span class="e-lines">{faits.sortes}</span> },
        { term: 'Personnes', details: personnesEnClair(faits.personnes) },
        { term: 'Connue le', details: momentLong(faits.connueAt) },
      ]}
    />
  );
}

/** What an event says, for whoever reads the register. */
function detail(evenement: Evenement): Child {
  switch (evenement.type) {
    case 'declaration':
      return <FaitsBref faits={evenement} />;
    case 'correction':
      return (
        <>
          <p class="e-lines">Raison : {evenement.raison}</p>
          <FaitsBref faits={evenement} />
        </>
      );
    case 'notification':
      return (
        <>
          <p>
            Notifiée le {momentLong(evenement.notifieeAt)}, sous le numéro {evenement.numero}.
          </p>
          {evenement.raisonRetard !== null && <p class="e-lines">Motifs du retard : {evenement.raisonRetard}</p>}
        </>
      );
    case 'sans_notification':
      return <p class="e-lines">Pas de notification : {evenement.raison}</p>;
    case 'information':
      return (
        <p>
          Le {formatDate(evenement.informeesLe)}, {personnesEnClair(evenement.informees)} : {evenement.moyen}.
        </p>
      );
    case 'sans_information':
      return (
        <>
          <p>{MOTIFS_SANS_INFORMATION[evenement.cas]}.</p>
          <p class="e-lines">{evenement.raison}</p>
        </>
      );
    case 'mesure':
      return <p class="e-lines">{evenement.mesure}</p>;
    case 'cloture':
      return (
        <>
          <p>{ISSUES_CLOTURE[evenement.denouement]}.</p>
          {evenement.raison !== null && <p class="e-lines">{evenement.raison}</p>}
        </>
      );
    case 'reouverture':
      return <p class="e-lines">{evenement.raison}</p>;
  }
}

function FaitsBref({ faits }: { readonly faits: Faits }) {
  return (
    <>
      <p class="e-lines">{faits.quoi}</p>
      <p class="e-muted">
        {ATTEINTES[faits.atteinte]} ; {faits.sortes} ; {personnesEnClair(faits.personnes) ?? 'nombre inconnu'} ; connue
        le {momentLong(faits.connueAt)}.
      </p>
    </>
  );
}
