import type { Child } from 'hono/jsx';
import { formatDate, formatDuree, formatHeure } from '../../../domain/date.ts';
import { JOURS, jourDe } from '../../../domain/demi-journee.ts';
import { ButtonLink } from '../../../ui/button.tsx';
import { PhoneLink } from '../../../ui/contact.tsx';
import { Alert, EmptyState, Hero, Section } from '../../../ui/content.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { type CommuneTrouvee, deCommune } from '../../portail/rules.ts';
import { adresse } from '../chemin.ts';
import type { Creneau } from '../creneaux.ts';
import { direOu, majuscule, parJour } from '../dire.ts';
import type { Motif } from '../rules.ts';

export const PRENDRE = '/prendre-rendez-vous';

/** The first question: where. Also what is shown when what was typed leads nowhere. */
export function OuPage(props: { readonly ou: string; readonly motif: string | undefined; readonly inconnue: boolean }) {
  return (
    <>
      <Hero title="Prendre rendez-vous" lead="Un agent vous reçoit près de chez vous. C’est gratuit et confidentiel.">
        <OuForm {...props} />
      </Hero>
      {props.inconnue && (
        <Alert tone="warning" title="Nous ne trouvons pas cette commune">
          Nous ne connaissons pas « {props.ou} ». Vérifiez le nom, ou écrivez les 5 chiffres du code postal.
        </Alert>
      )}
      <p>
        Vous avez déjà un rendez-vous ? <a href="/mon-rendez-vous">Le retrouver, le changer ou l’annuler</a>.
      </p>
      <p>
        Vous pouvez aussi venir sans rendez-vous : <a href="/?page=1">voir les permanences</a>.
      </p>
    </>
  );
}

function OuForm({ ou, motif }: { readonly ou: string; readonly motif: string | undefined }) {
  return (
    <search class="e-search">
      <form method="get" action={PRENDRE}>
        <label class="ds-label" for="ou">
          Votre commune ou votre code postal
        </label>
        <div class="e-search__row">
          <input
            class="ds-input e-search__commune"
            type="search"
            id="ou"
            name="ou"
            value={ou}
            maxlength={80}
            autocomplete="postal-code"
          />
          {motif !== undefined && <input type="hidden" name="motif" value={motif} />}
          <button class="ds-button" type="submit" data-variant="primary">
            <Icon name="search" />
            Chercher
          </button>
        </div>
      </form>
    </search>
  );
}

/** Several communes answer: which one? */
export function CommunesPage(props: {
  readonly ou: string;
  readonly communes: readonly CommuneTrouvee[];
  readonly motif: string | undefined;
}) {
  const { ou, motif } = props;
  return (
    <>
      <Hero title="Quelle est votre commune ?" lead={`Plusieurs communes répondent à « ${ou} ». Choisissez la vôtre.`}>
        <ul class="e-communes">
          {props.communes.map(({ codeInsee, nom, codesPostaux: [codePostal] }) => (
            <li>
              <a href={adresse(PRENDRE, { ou: nom, commune: codeInsee, motif })}>{nom}</a> {codePostal}
            </li>
          ))}
        </ul>
      </Hero>
      <p>Votre commune n’est pas dans la liste ? Écrivez son nom en entier, ou son code postal.</p>
      <OuForm ou={ou} motif={motif} />
    </>
  );
}

/** Where one looks: around a commune, or at one lieu. */
type Lieudit = { readonly nom: string; readonly isLieu: boolean };

export const TITRE_MOTIFS = 'Pour quoi venez-vous ?';

export function titreCreneaux({ nom, isLieu }: Lieudit): string {
  return isLieu ? `Rendez-vous : ${nom}` : `Rendez-vous près ${deCommune(nom)}`;
}

/** The second question: what for. */
export function MotifsPage(props: {
  readonly ou: Lieudit;
  readonly motifs: readonly Motif[];
  readonly query: Readonly<Record<string, string>>;
  readonly telephone: string | null;
}) {
  return (
    <>
      <Hero
        title={TITRE_MOTIFS}
        lead={`${titreCreneaux(props.ou)}. Choisissez ce qui s’approche le plus de votre besoin.`}
      />
      {props.motifs.length === 0 ? (
        <EmptyState title="Les rendez-vous ne se prennent pas ici pour le moment.">
          Venez sans rendez-vous à une <a href="/?page=1">permanence</a>
          {props.telephone !== null && (
            <>
              , ou téléphonez au <PhoneLink number={props.telephone} />
            </>
          )}
          .
        </EmptyState>
      ) : (
        <ul class="e-motifs">
          {props.motifs.map(({ id, nom, dureeMinutes, aApporter }) => (
            <li>
              <a href={adresse(PRENDRE, { ...props.query, motif: id })}>{nom}</a>
              <span>
                {formatDuree(dureeMinutes)}
                {aApporter !== null && `. À apporter : ${aApporter}`}
              </span>
            </li>
          ))}
        </ul>
      )}
      <p>
        Ce n’est pas le bon endroit ? <a href={PRENDRE}>Chercher ailleurs</a>.
      </p>
    </>
  );
}

export type CreneauxProps = {
  readonly ou: Lieudit;
  readonly motif: Motif;
  readonly creneaux: readonly Creneau[];
  readonly query: Readonly<Record<string, string>>;
  readonly page: number;
  readonly hasNext: boolean;
  /** Where to wait for something sooner. */
  readonly attente: string;
  readonly telephone: string | null;
};

/** The third: when. */
export function CreneauxPage(props: CreneauxProps) {
  const { ou, motif, creneaux, page } = props;
  const href = (n: number) => adresse(PRENDRE, { ...props.query, motif: motif.id, page: String(n) });
  return (
    <>
      <Hero
        title={titreCreneaux(ou)}
        lead={`${motif.nom}, ${formatDuree(motif.dureeMinutes)}. Choisissez une heure.`}
      />
      {creneaux.length === 0 ? (
        <Aucun {...props} />
      ) : (
        <>
          <Creneaux creneaux={creneaux} motif={motif} />
          <nav class="e-actions" aria-label="Autres heures">
            {page > 1 && (
              <ButtonLink href={href(page - 1)} icon="previous">
                Heures précédentes
              </ButtonLink>
            )}
            {props.hasNext && (
              <a class="ds-button" data-variant="secondary" href={href(page + 1)}>
                Heures suivantes
                <Icon name="next" />
              </a>
            )}
          </nav>
          <p>
            Rien ne convient ? <a href={props.attente}>S’inscrire sur la liste d’attente</a>, ou{' '}
            <a href={adresse(PRENDRE, { motif: motif.id })}>chercher ailleurs</a>.
          </p>
        </>
      )}
    </>
  );
}

function Aucun({ page, attente, motif, telephone }: CreneauxProps) {
  return (
    <EmptyState
      title={page > 1 ? 'Il n’y a pas d’autre heure libre.' : 'Aucune heure n’est libre pour le moment.'}
      action={
        <>
          <ButtonLink href={attente} variant="primary">
            S’inscrire sur la liste d’attente
          </ButtonLink>
          <ButtonLink href={adresse(PRENDRE, { motif: motif.id })}>Chercher ailleurs</ButtonLink>
        </>
      }
    >
      Vous pouvez aussi venir sans rendez-vous à une <a href="/?page=1">permanence</a>
      {telephone !== null && (
        <>
          , ou téléphoner au <PhoneLink number={telephone} />
        </>
      )}
      .
    </EmptyState>
  );
}

function Creneaux({ creneaux, motif }: { readonly creneaux: readonly Creneau[]; readonly motif: Motif }) {
  return (
    <>
      {parJour(creneaux).map(({ jour, seances }) => (
        <Section title={majuscule(`${JOURS[jourDe(jour)]} ${formatDate(jour)}`)}>
          {seances.map((seance) => (
            <Seance seance={seance} motif={motif} />
          ))}
        </Section>
      ))}
    </>
  );
}

function Seance({ seance, motif }: { readonly seance: readonly Creneau[]; readonly motif: Motif }) {
  const [first] = seance;
  if (first === undefined) return null;
  const ou = direOu(first);
  return (
    <div class="e-creneaux">
      <h3>{ou}</h3>
      <ul>
        {seance.map(({ seanceId, debut }) => (
          <li>
            <a
              class="ds-button"
              data-variant="secondary"
              href={adresse(`${PRENDRE}/vous`, { creneau: `${seanceId} ${heure(debut)}`, motif: motif.id })}
            >
              {formatHeure(debut)}
              <Lu>, {ou}</Lu>
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Lu(props: { readonly children?: Child }) {
  return <span class="ds-sr-only">{props.children}</span>;
}

function heure(debut: Temporal.PlainTime): string {
  return debut.toString({ smallestUnit: 'minute' });
}
