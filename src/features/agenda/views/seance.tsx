import type { Child } from 'hono/jsx';
import { formatHeure, formatPlage } from '../../../domain/date.ts';
import { estAvant } from '../../../domain/periode.ts';
import { ButtonLink } from '../../../ui/button.tsx';
import { StatusTag } from '../../../ui/content.tsx';
import { Admission } from '../../lieux/admission.tsx';
import {
  direExceptions,
  direRendezVous,
  estSansAgent,
  type RendezVousAgenda,
  type SeanceAgenda,
  STATUTS_RDV,
} from '../rules.ts';

type Jour = Temporal.PlainDate;
/** Last day on which each lieu hosts by dérogation. */
export type Admis = ReadonlyMap<string, Jour>;

/** Who looks: the agent of the agenda, the équipe technique, or another agent at a lieu. */
export type Regard = 'agent' | 'equipe' | 'autre';

/** « 9 h – 12 h » */
export function heures({ heureDebut, heureFin }: Pick<SeanceAgenda, 'heureDebut' | 'heureFin'>): string {
  return `${formatHeure(heureDebut)} – ${formatHeure(heureFin)}`;
}

/** « annulée », « à réaffecter », and how the séance differs from its series. */
export function Etat({ seance, today }: { readonly seance: SeanceAgenda; readonly today: Jour }) {
  return (
    <>
      {seance.statut === 'annulee' && <StatusTag tone="danger" label="annulée" />}
      {estSansAgent(seance) && (
        <StatusTag tone="warning" label={estAvant(seance.jour, today) ? 'sans agent' : 'à réaffecter'} />
      )}
      {direExceptions(seance).map((one) => (
        <StatusTag tone="info" label={one} />
      ))}
    </>
  );
}

/** Why: of a cancelled séance, or of help given elsewhere. */
export function Pourquoi({ seance }: { readonly seance: SeanceAgenda }) {
  const { motif, permanenceId, auteur } = seance;
  if (permanenceId === null) return <>{`${motif ?? ''} (demandé par ${auteur ?? 'l’équipe'})`}</>;
  return <>{motif}</>;
}

/** Where the lines of an agenda lead, by whoever reads it. */
export function hrefSeance({ id, jour, lieuId }: SeanceAgenda, regard: Regard): string | undefined {
  if (regard === 'agent') return `/seances/${id}`;
  if (regard === 'equipe') return `/planning?vue=jour&jour=${jour}#seance-${id}`;
  return lieuId === null ? undefined : `/lieux/${lieuId}/agenda?vue=jour&jour=${jour}#seance-${id}`;
}

/** A séance as one of a week or of a month. `qui`: the agent is named; `ou`: the lieu is. */
export function LigneSeance(props: {
  readonly seance: SeanceAgenda;
  readonly regard: Regard;
  readonly today: Jour;
  readonly admis: Admis;
  readonly qui?: boolean;
  readonly ou?: boolean;
}) {
  const { seance, regard, today, admis } = props;
  const href = hrefSeance(seance, regard);
  const combien = direRendezVous(seance.rendezVous);
  const title = <strong>{heures(seance)}</strong>;
  return (
    <>
      {href === undefined ? title : <a href={href}>{title}</a>}
      {props.ou && <span>{seance.endroit}</span>}
      {props.qui && <span>{seance.agentNom}</span>}
      {seance.salle && <span class="e-muted">{seance.salle}</span>}
      {combien !== '' && <span class="e-agenda__rdv">{combien}</span>}
      {seance.aReplacer > 0 && <span class="e-agenda__empechement">{seance.aReplacer} à replacer</span>}
      {(seance.motif || seance.permanenceId === null) && (
        <span class="e-muted">
          <Pourquoi seance={seance} />
        </span>
      )}
      <Etat seance={seance} today={today} />
      <Admission admis={admis} lieuId={seance.lieuId} />
    </>
  );
}

/** The rendez-vous of a séance, by hour; a first name only where it may be read. */
export function RendezVous({ liste }: { readonly liste: readonly RendezVousAgenda[] }) {
  if (liste.length === 0) return null;
  return (
    <ul class="e-agenda__liste">
      {liste.map(({ debut, prenom, motif, statut }) => (
        <li>
          <strong>{formatHeure(debut)}</strong> {prenom !== null && <>{prenom}, </>}
          {motif}
          {statut !== 'confirme' && <span class="e-muted"> ({STATUTS_RDV[statut]})</span>}
        </li>
      ))}
    </ul>
  );
}

function noteCombien(nombre: number): string {
  if (nombre === 0) return 'Aucun accompagnement noté';
  return nombre === 1 ? '1 accompagnement noté' : `${nombre} accompagnements notés`;
}

/** A séance of the day, with all that is known of it and what can be done. */
export function CarteSeance(props: {
  readonly seance: SeanceAgenda;
  readonly rendezVous: readonly RendezVousAgenda[];
  readonly regard: Regard;
  readonly today: Jour;
  readonly admis: Admis;
}) {
  const { seance, rendezVous, regard, today, admis } = props;
  return (
    <section class="ds-card e-card e-seance" id={`seance-${seance.id}`}>
      <h2>{regard === 'agent' ? seance.endroit : `${seance.endroit}, ${seance.agentNom}`}</h2>
      <p>
        {formatPlage(seance.heureDebut, seance.heureFin)}
        {seance.adresse && <> · {seance.adresse}</>}
        {seance.salle && <> · {seance.salle}</>}
      </p>
      {(seance.motif || seance.permanenceId === null) && (
        <p>
          <Pourquoi seance={seance} />
        </p>
      )}
      <Etat seance={seance} today={today} />
      <Admission admis={admis} lieuId={seance.lieuId} />
      {seance.rendezVous > 0 && <p>{direRendezVous(seance.rendezVous)} :</p>}
      <RendezVous liste={rendezVous} />
      {seance.aReplacer > 0 && <p class="e-agenda__empechement">{seance.aReplacer} rendez-vous à replacer</p>}
      {regard === 'agent' && <p class="e-muted">{noteCombien(seance.accompagnements)}</p>}
      <div class="e-actions">
        <Actions seance={seance} regard={regard} today={today} />
      </div>
    </section>
  );
}

function Actions({
  seance,
  regard,
  today,
}: {
  readonly seance: SeanceAgenda;
  readonly regard: Regard;
  readonly today: Jour;
}): Child {
  const { id, lieuId, jour } = seance;
  const feuille = lieuId !== null && (
    <ButtonLink href={`/lieux/${lieuId}/feuille?jour=${jour}`}>Feuille du jour</ButtonLink>
  );
  if (regard === 'agent') {
    const ouverte = seance.statut === 'prevue' && !estAvant(today, jour);
    return (
      <>
        {ouverte && (
          <ButtonLink href={`/seances/${id}/accompagnements/nouveau`} variant="primary">
            Noter un accompagnement
          </ButtonLink>
        )}
        <ButtonLink href={`/seances/${id}`}>Voir la séance</ButtonLink>
        {feuille}
      </>
    );
  }
  if (regard === 'autre') return feuille;
  return (
    <>
      <LiensSeance seance={seance} today={today} />
      {feuille}
    </>
  );
}

/** What the équipe technique can do of a séance; nothing once it is past. */
export function LiensSeance({ seance, today }: { readonly seance: SeanceAgenda; readonly today: Jour }) {
  const { id, permanenceId, statut, jour } = seance;
  const isPast = estAvant(jour, today);
  const isLost = statut === 'annulee' && permanenceId === null;
  const which = (
    <span class="ds-sr-only">
      , {seance.endroit}, {heures(seance)}
    </span>
  );
  const links: readonly (readonly [boolean, string, string])[] = [
    [!isPast && estSansAgent(seance), `/seances/${id}/reaffecter`, 'Confier'],
    [!isPast && statut === 'prevue', `/seances/${id}/modifier`, 'Déplacer'],
    [!isPast && statut === 'prevue', `/seances/${id}/annuler`, 'Annuler'],
    [!isPast && statut === 'annulee' && !isLost, `/seances/${id}/retablir`, 'Rétablir'],
    [permanenceId !== null, `/permanences/${permanenceId}`, 'Permanence'],
  ];
  return (
    <>
      {links.map(([shown, href, label]) =>
        shown ? (
          <a href={href}>
            {label}
            {which}
          </a>
        ) : null,
      )}
    </>
  );
}
