import { formatDate, formatJourMois, formatPlage } from '../../../domain/date.ts';
import { contains } from '../../../domain/periode.ts';
import { direRythme } from '../../../domain/rythme.ts';
import { ButtonLink, PrintButton } from '../../../ui/button.tsx';
import { Alert, DescriptionList, PageHeader, Section } from '../../../ui/content.tsx';
import { direFermeture, type Fermeture } from '../../lieux/fermetures/rules.ts';
import { type Critere, phraseCriteres } from '../../lieux/rules.ts';
import { direAccueil } from '../../permanences/rules.ts';
import type { DateDuLieu } from '../rules.ts';
import type { LieuPublic, PermanencePublique } from '../store.ts';
import { direJourProche, type Passage, Passages } from './passages.tsx';
import { hrefTelephone, Telephone } from './telephone.tsx';

/** What was last seen of a criterion; null when nobody ever looked. */
export type Vu = boolean | null;

export type LieuProps = {
  readonly lieu: LieuPublic;
  readonly aujourdhui: Temporal.PlainDate;
  readonly territoire: { readonly nomComplet: string; readonly mention: string; readonly telephone: string | null };
  readonly dates: readonly DateDuLieu[];
  /** The kinds of agents who come: « un conseiller numérique ». */
  readonly aidants: readonly string[];
  readonly accessible: Vu;
  readonly bureauFerme: Vu;
  /** What a dérogation of today admits that it is without. */
  readonly sans: readonly Critere[];
  /** Other lieux, shown when this one receives nobody. */
  readonly autres: readonly Passage[];
  /** Days of the coming weeks when it does not open. */
  readonly fermetures: readonly Fermeture[];
  readonly gestion: boolean;
};

/** The page of a lieu, where the code of its poster leads. */
export function LieuPage(props: LieuProps) {
  const { lieu, territoire, dates } = props;
  const hasNext = dates.some(({ statut }) => statut === 'prevue');
  const surRendezVous = hasNext && lieu.permanences.some(({ accueil }) => accueil !== 'libre');
  const numero = lieu.telephone ?? territoire.telephone;
  const adresse = `${lieu.adresse}, ${lieu.codePostal} ${lieu.commune}`;
  return (
    <>
      <PageHeader
        kicker={lieu.structure ?? territoire.nomComplet}
        title={lieu.nom}
        lead={adresse}
        actions={
          <>
            {surRendezVous && (
              <ButtonLink href={`/prendre-rendez-vous?lieu=${lieu.id}`} icon="calendar" variant="primary">
                Prendre rendez-vous
              </ButtonLink>
            )}
            <ButtonLink href={itineraire(lieu)} icon="place" variant={surRendezVous ? 'secondary' : 'primary'}>
              Itinéraire
            </ButtonLink>
            {numero && (
              <ButtonLink href={hrefTelephone(numero)} icon="phone">
                Appeler
              </ButtonLink>
            )}
            <PrintButton />
            {props.gestion && <ButtonLink href={`/lieux/${lieu.id}/fiche`}>Gérer ce lieu</ButtonLink>}
          </>
        }
      />
      {props.fermetures.map((fermeture) => (
        <Alert tone="warning" title={`Ce lieu est fermé ${direFermeture(fermeture)}`}>
          Aucune permanence ne s’y tient ces jours-là.
        </Alert>
      ))}
      {lieu.derogation !== null && props.sans.length > 0 && (
        <Alert tone="warning" title={`Jusqu’au ${formatDate(lieu.derogation.au)}, ce lieu reçoit malgré un manque`}>
          N’y est pas constaté : {phraseCriteres(props.sans)}.
        </Alert>
      )}
      <div class="e-deux">
        {hasNext ? <Dates {...props} /> : <SansDate {...props} />}
        <div>
          <Section title="Pour venir">
            <DescriptionList
              items={[
                { term: 'Adresse', details: adresse },
                ...(lieu.permanences.length > 0 && hasNext
                  ? [{ term: 'Horaires habituels', details: <Horaires {...props} /> }]
                  : []),
                ...(lieu.acces ? [{ term: 'Comment venir', details: <Lignes texte={lieu.acces} /> }] : []),
                { term: 'Accès en fauteuil', details: direAcces(props.accessible) },
                ...telephones(props),
              ]}
            />
          </Section>
          <Section title="Ce qu’il faut apporter">
            {lieu.aApporter ? (
              <p>
                <Lignes texte={lieu.aApporter} />
              </p>
            ) : (
              <ul>
                <li>une pièce d’identité ;</li>
                <li>les courriers que vous avez reçus ;</li>
                <li>votre téléphone portable ;</li>
                <li>vos identifiants et mots de passe, si vous en avez.</li>
              </ul>
            )}
          </Section>
          <Section title="Qui vous aide">
            <p>
              {props.aidants.length > 0 ? majuscule(props.aidants.join(' ou ')) : 'Un agent'} du Département vous
              reçoit. L’aide est <strong>gratuite</strong>. Elle est <strong>confidentielle</strong> : l’agent garde le
              secret sur ce que vous lui dites.
              {props.bureauFerme && ' Vous êtes reçu dans un bureau fermé.'}
            </p>
          </Section>
        </div>
      </div>
      <p class="e-mention">{territoire.mention}</p>
    </>
  );
}

function Dates({ dates, aujourdhui, lieu, fermetures }: LieuProps) {
  const fermetureDu = (jour: Temporal.PlainDate) =>
    fermetures.find(({ du, au }) => contains({ debut: du, fin: au }, jour));
  return (
    <Section title="Prochaines permanences">
      <ol class="e-dates">
        {dates.map(({ jour, heureDebut, heureFin, statut, ferie, report = null }) => (
          <li>
            <strong>{direJourProche(jour, aujourdhui)}</strong>
            <span class={statut === 'prevue' ? 'e-heures' : 'e-muted'}>
              {statut === 'prevue'
                ? formatPlage(heureDebut, heureFin)
                : direAutrement({ jour, statut, ferie, report }, fermetureDu(jour))}
            </span>
          </li>
        ))}
      </ol>
      <p>
        <a href={`/lieux/${lieu.id}/calendrier.ics`}>Suivre ces dates dans mon calendrier</a>
      </p>
      {lieu.fermeLe && <Alert tone="warning">Ce lieu ne reçoit plus à partir du {formatDate(lieu.fermeLe)}.</Alert>}
    </Section>
  );
}

function direAutrement(
  { jour, statut, ferie, report }: Pick<DateDuLieu, 'jour' | 'statut' | 'ferie' | 'report'>,
  fermeture: Fermeture | undefined,
): string {
  if (statut === 'a_confirmer') return 'À confirmer : téléphonez avant de venir';
  if (statut === 'vacances') return `Pas de permanence (${ferie})`;
  if (report) {
    const quand = report.jour.equals(jour) ? 'ce jour-là' : `le ${formatJourMois(report.jour)}`;
    return `Pas de permanence ici : elle se tient exceptionnellement ${quand}${report.lieu === null ? '' : `, à ${report.lieu}`}`;
  }
  if (statut === 'annulee' && fermeture !== undefined) return `Lieu fermé ${direFermeture(fermeture)}`;
  return ferie === null ? 'Pas de permanence' : `Pas de permanence (jour férié : ${ferie})`;
}

function SansDate({ lieu, aujourdhui, autres, dates }: LieuProps) {
  const first = dates.find(({ statut }) => statut === 'a_confirmer');
  const isClosed = lieu.fermeLe !== null && Temporal.PlainDate.compare(lieu.fermeLe, aujourdhui) <= 0;
  return (
    <Section title="Prochaines permanences">
      <Alert tone="warning">
        {isClosed
          ? `Ce lieu ne reçoit plus depuis le ${formatDate(lieu.fermeLe)}.`
          : direAttente(first?.jour, aujourdhui)}
      </Alert>
      {autres.length > 0 && (
        <>
          <h3>Les lieux les plus proches</h3>
          <Passages passages={autres} aujourdhui={aujourdhui} />
        </>
      )}
      <p>
        <a href="/">Chercher près de chez vous</a>
      </p>
    </Section>
  );
}

function direAttente(jour: Temporal.PlainDate | undefined, aujourdhui: Temporal.PlainDate): string {
  if (jour === undefined) return 'Aucune permanence n’est prévue ici pour le moment.';
  return `La prochaine permanence, ${direJourProche(jour, aujourdhui)}, n’est pas confirmée : téléphonez avant de venir.`;
}

function Horaires({ lieu, aujourdhui }: LieuProps) {
  return (
    <ul class="e-links">
      {lieu.permanences.map((permanence) => (
        <li>{direPermanence(permanence, aujourdhui)}</li>
      ))}
    </ul>
  );
}

/** « Chaque mardi, de 9 h à 12 h, sans rendez-vous », with its first day when it is to come and its last when it has one. */
function direPermanence(permanence: PermanencePublique, aujourdhui: Temporal.PlainDate): string {
  const { du, au, heureDebut, heureFin } = permanence;
  const debut = Temporal.PlainDate.compare(du, aujourdhui) > 0 ? `, à partir du ${formatDate(du)}` : '';
  const fin = au === null ? '' : `, jusqu’au ${formatDate(au)}`;
  return `${majuscule(direRythme(permanence))}, ${formatPlage(heureDebut, heureFin)}${debut}${fin}. ${direAccueil(permanence)}.`;
}

function telephones({ lieu, territoire }: LieuProps) {
  if (lieu.telephone) return [{ term: 'Téléphone', details: <Telephone numero={lieu.telephone} /> }];
  if (!territoire.telephone) return [];
  return [{ term: 'Téléphone du Département', details: <Telephone numero={territoire.telephone} /> }];
}

function direAcces(accessible: Vu): string {
  if (accessible === null) return 'Nous ne l’avons pas encore vérifié. Téléphonez avant de venir.';
  return accessible
    ? 'Oui. Ce lieu est accessible aux personnes à mobilité réduite.'
    : 'Non. Téléphonez avant de venir : nous chercherons un autre lieu avec vous.';
}

/** A text of several lines, each on its own. */
function Lignes({ texte }: { readonly texte: string }) {
  return (
    <>
      {texte.split('\n').map((ligne, rang) => (
        <>
          {rang > 0 && <br />}
          {ligne}
        </>
      ))}
    </>
  );
}

function majuscule(texte: string): string {
  return texte.charAt(0).toUpperCase() + texte.slice(1);
}

/** A map that shows the way, on a site of its own: nothing of it is loaded here. */
function itineraire({ adresse, codePostal, commune }: LieuPublic): string {
  return `https://www.openstreetmap.org/search?query=${encodeURIComponent(`${adresse}, ${codePostal} ${commune}`)}`;
}

/** Title of the page, as a shared link shows it. */
export function titreDuLieu({ nom, commune }: Pick<LieuPublic, 'nom' | 'commune'>): string {
  return nom.includes(commune) ? nom : `${nom}, ${commune}`;
}
