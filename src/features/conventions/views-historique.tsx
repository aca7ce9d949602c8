import { formatDate, formatDateCourte, formatHeure, parisDate, parisTime } from '../../domain/date.ts';
import { EmptyState, Section } from '../../ui/content.tsx';
import { SimpleTable } from '../../ui/simple-table.tsx';
import { saisieDuType, saisiesPossibles, TITRES_SAISIE } from './evenement-form.ts';
import { annulations, enClair, isCited, nomsDe, titreEvenement } from './recit.ts';
import { jourConnu } from './rules.ts';
import type { ConventionComplete, Enregistrement } from './store.ts';

/**
 * All that was recorded, by the day it happened, with who recorded it when; what was cancelled stays, struck through.
 */
export function HistoriqueSection(props: {
  readonly convention: ConventionComplete;
  readonly lieux: readonly { readonly id: string; readonly nom: string }[];
  readonly isEquipe: boolean;
}) {
  const { convention, lieux, isEquipe } = props;
  const cancelled = annulations(convention.evenements);
  const noms = nomsDe(convention, lieux);
  const sorted = convention.enregistrements.toSorted(
    (a, b) =>
      Temporal.PlainDate.compare(jourConnu(a.evenement), jourConnu(b.evenement)) ||
      Temporal.Instant.compare(a.createdAt, b.createdAt),
  );
  return (
    <Section title="Ce qui s’est passé" id="historique">
      {sorted.length === 0 ? (
        <EmptyState title="Rien n’est encore enregistré." />
      ) : (
        <SimpleTable
          caption="Rien ne s’efface : un enregistrement annulé reste lisible, barré"
          columns={[
            { label: 'Date' },
            { label: 'Événement' },
            { label: 'Enregistré' },
            ...(isEquipe ? [{ label: 'Actions' }] : []),
          ]}
          rows={sorted.map((enregistrement) => [
            formatDateCourte(jourConnu(enregistrement.evenement)),
            <Evenement
              titre={titreEvenement(enregistrement.evenement, convention)}
              enregistrement={enregistrement}
              motif={cancelled.get(enregistrement.evenement.id)}
              noms={noms}
            />,
            <ParQui enregistrement={enregistrement} />,
            ...(isEquipe
              ? [
                  <Actions
                    convention={convention}
                    evenement={enregistrement.evenement}
                    isCancelled={cancelled.has(enregistrement.evenement.id)}
                  />,
                ]
              : []),
          ])}
        />
      )}
      {isEquipe && <Enregistrer convention={convention} />}
    </Section>
  );
}

function Evenement(props: {
  readonly titre: string;
  readonly enregistrement: Enregistrement;
  readonly motif: string | undefined;
  readonly noms: ReadonlyMap<string, string>;
}) {
  const { evenement } = props.enregistrement;
  const texte = enClair(evenement, props.noms);
  if (props.motif === undefined) {
    return (
      <div>
        <strong>{props.titre}</strong>
        <br />
        {texte}
      </div>
    );
  }
  return (
    <div>
      <strong>Annulé</strong> : <del>{texte}</del>
      <br />
      <span class="e-muted">Motif : {props.motif}</span>
    </div>
  );
}

function ParQui({ enregistrement: { createdAt, createdBy } }: { readonly enregistrement: Enregistrement }) {
  return (
    <span class="e-muted">
      le {formatDateCourte(parisDate(createdAt))} à {formatHeure(parisTime(createdAt))}
      {createdBy !== null && `, par ${createdBy}`}
    </span>
  );
}

function Actions(props: {
  readonly convention: ConventionComplete;
  readonly evenement: Enregistrement['evenement'];
  readonly isCancelled: boolean;
}) {
  const { convention, evenement, isCancelled } = props;
  if (isCancelled || evenement.type === 'annulation') return <span class="e-muted">—</span>;
  const base = `/conventions/${convention.id}/evenements`;
  const cited = isCited(convention.evenements, evenement.id);
  const type = saisieDuType(evenement, convention);
  const correction =
    evenement.type === 'avenant'
      ? `/conventions/${convention.id}/avenants/nouveau?remplace=${evenement.id}`
      : type && `${base}/nouveau?type=${type}&remplace=${evenement.id}`;
  const what = `${titreEvenement(evenement, convention).toLowerCase()} du ${formatDate(jourConnu(evenement))}`;
  return (
    <div>
      {correction && !cited && (
        <>
          <a href={correction}>
            Corriger<span class="ds-sr-only"> : {what}</span>
          </a>
          <br />
        </>
      )}
      <a href={`${base}/${evenement.id}/annuler`}>
        Annuler<span class="ds-sr-only"> : {what}</span>
      </a>
    </div>
  );
}

/** Chooses what to record: one small form, so that the page does not list a link a kind. */
function Enregistrer({ convention }: { readonly convention: ConventionComplete }) {
  return (
    <form class="e-form" method="get" action={`/conventions/${convention.id}/evenements/nouveau`}>
      <div class="ds-field e-field">
        <label class="ds-label" for="evenement-type">
          Enregistrer ce qui vient de se passer
        </label>
        <select class="ds-input" id="evenement-type" name="type">
          {saisiesPossibles(convention).map((type) => (
            <option value={type}>{TITRES_SAISIE[type]}</option>
          ))}
        </select>
      </div>
      <button class="ds-button" type="submit" data-variant="secondary">
        Continuer
      </button>
    </form>
  );
}
