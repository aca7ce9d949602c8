import { ButtonLink } from '../../ui/button.tsx';
import { Alert, PageHeader, Section, StatusTag } from '../../ui/content.tsx';
import type { AideDuMandat } from './accompagnements/store.ts';
import { AidesDuMandat } from './accompagnements/views.tsx';
import type { Acte } from './actes/store.ts';
import { ActesDe } from './actes/views.tsx';
import { type Perte, perteDe } from './perte.ts';
import {
  dernierJourDit,
  direDemarche,
  direSort,
  moment,
  nomDe,
  numeroDe,
  TONS_ETAT,
  TONS_FIN,
  titreSansNom,
} from './recit.ts';
import type { Rectification } from './rectification/store.ts';
import { CAUSES_FIN, copieImprimable, ETATS, type Etat, enCours, finAu, resteADire } from './rules.ts';
import type { DemarcheRangee, Lisible, Mandat } from './store.ts';
import { FaconsDeRetirer } from './views.tsx';
import { Arreter } from './views-arreter.tsx';
import { Qui } from './views-qui.tsx';

type Fiche = {
  readonly mandat: Mandat;
  readonly lisible: Lisible;
  readonly actes: readonly Acte[];
  /** What the document says wrong. */
  readonly notes: readonly Rectification[];
  readonly etat: Etat;
  readonly isMandataire: boolean;
  /** What becomes of what is not read any more: see `direSuite`. */
  readonly suite: string;
  readonly now: Temporal.Instant;
  /** What the agent who looks noted with it. */
  readonly aides: readonly AideDuMandat[];
};

/** The same, with what this database does not know of it, and whether something is in force. */
type Vue = Fiche & Perte & { readonly isActive: boolean };

function vueDe(fiche: Fiche): Vue {
  const { mandat, lisible, now } = fiche;
  const perte = perteDe(mandat, lisible, now);
  return { ...fiche, ...perte, isActive: !perte.isPerdu && enCours(mandat, now).length > 0 };
}

export function FichePage(props: Fiche) {
  const vue = vueDe(props);
  const { mandat, lisible, isActive, isPerdu, now } = vue;
  const { identite } = lisible;
  const etat = isPerdu ? 'detruit' : vue.etat;
  return (
    <>
      <PageHeader
        kicker="Mandat"
        title={identite === null ? titreSansNom(mandat) : nomDe(identite)}
        status={
          <>
            <StatusTag tone={TONS_ETAT[etat]} label={ETATS[etat]} />
            {mandat.isRetenu && (
              <>
                {' '}
                <StatusTag tone="warning" label="En sursis" />
              </>
            )}
          </>
        }
        lead={
          mandat.signeAt &&
          `Signé le ${moment(mandat.signeAt)}, ${mandat.endroit}${isActive ? ` ; en vigueur jusqu’au ${dernierJourDit(mandat)}` : ''}.`
        }
        actions={<Gestes {...vue} />}
      />
      <Avis {...vue} />
      <Demarches {...vue} />
      <Actes {...vue} />
      <AidesDuMandat
        aides={vue.aides}
        noter={
          isActive && vue.isMandataire && !mandat.isRetenu
            ? `/accompagnements/nouveau/individuel?mandat=${mandat.id}`
            : null
        }
      />
      <Qui mandat={mandat} identite={identite} notes={vue.notes} />
      <Arreter mandat={mandat} isMandataire={vue.isMandataire} isActive={isActive} now={now} />
      {isActive && <FaconsDeRetirer />}
    </>
  );
}

/** What is done most often, while it may be; nothing that would only be refused. */
function Gestes({ mandat, lisible, isActive, isMandataire, isPerdu, now }: Vue) {
  if (mandat.isRetenu || isPerdu) return null;
  const base = `/mandats/${mandat.id}`;
  const isLu = lisible.identite !== null;
  return (
    <>
      {isActive && (
        <ButtonLink href={`${base}/actes/nouveau`} variant="primary">
          Noter un acte
        </ButtonLink>
      )}
      {isLu && isMandataire && copieImprimable(mandat, now) && (
        <ButtonLink href={`${base}/copie.pdf`} icon="download">
          Imprimer la copie
        </ButtonLink>
      )}
      <ButtonLink href={`${base}/comptes`}>Comptes du mandat</ButtonLink>
      {isLu && (
        <ButtonLink href={`${base}/document.pdf`} icon="download">
          Document signé
        </ButtonLink>
      )}
    </>
  );
}

/** What must be known before anything else. */
function Avis({ mandat, lisible, suite, isActive, isPerdu, perdues, isMandataire, now }: Vue) {
  const aDire = mandat.demarches.filter(
    ({ fin, tiersPrevenusAt, id }) => fin !== null && resteADire(fin.cause, tiersPrevenusAt) && lisible.objets.has(id),
  );
  const isLu = lisible.identite !== null;
  return (
    <>
      {mandat.isRetenu && <EnSursis isActive={isActive} />}
      {perdues.size > 0 && <ClesDetruites isPerdu={isPerdu} />}
      {isLu && isMandataire && copieImprimable(mandat, now) && (
        <Alert tone="info" title="La copie s’imprime encore, jusqu’à minuit">
          <p>
            Elle est pour la personne : elle porte le code et le lien qui retirent le mandat, écrits nulle part
            ailleurs. Si elle l’a déjà, ne l’imprimez pas à nouveau.
          </p>
        </Alert>
      )}
      {aDire.length > 0 && (
        <Alert tone="warning" title="Des organismes sont à prévenir">
          <p>
            {aDire.length === 1
              ? 'Un organisme n’est pas encore prévenu'
              : `${aDire.length} organismes ne sont pas encore prévenus`}{' '}
            que vous n’agissez plus. <a href={`/mandats/${mandat.id}/recu`}>Reçu et organismes à prévenir</a>
          </p>
        </Alert>
      )}
      {!isActive && !isPerdu && !mandat.isRetenu && !isLu && (
        <Alert
          tone="neutral"
          title={mandat.detruitAt === null ? 'Ce mandat est fini' : `Détruit le ${moment(mandat.detruitAt)}`}
        >
          <p>
            Ce qu’il disait ne se lit plus{mandat.detruitAt === null && ` ; ${suite}`}. Restent ses dates, ses fins et
            les empreintes qui prouvent qu’il a existé.
          </p>
        </Alert>
      )}
    </>
  );
}

function EnSursis({ isActive }: Pick<Vue, 'isActive'>) {
  return (
    <Alert tone="warning" title="Ce mandat est en sursis">
      <p>
        La personne déléguée à la protection des données l’a demandé, par exemple pendant une plainte ou une enquête.
        Tant qu’il dure, personne ne le lit, vous compris ; rien n’y est ajouté et rien n’en est détruit. Ses actes, ses
        comptes et son document ne s’ouvrent donc pas.
      </p>
      {isActive && <p>La personne peut toujours le retirer : notez-le ci-dessous, par numéro de démarche.</p>}
    </Alert>
  );
}

/** Said in a backup that was restored: it is older than the destruction, and still takes the mandat to be in force. */
function ClesDetruites({ isPerdu }: Pick<Vue, 'isPerdu'>) {
  return (
    <Alert
      tone="warning"
      title={isPerdu ? 'Ce mandat est détruit : il ne se lit plus' : 'Une partie de ce mandat est détruite'}
    >
      <p>
        {isPerdu ? 'Ses clés n’existent plus : rien de ce qu’il disait' : 'Sa clé n’existe plus : ce qu’elle disait'} ne
        peut être lu, ni ici ni ailleurs. Les pages que vous lisez viennent d’une sauvegarde, plus ancienne que cette
        destruction : elles n’en savent ni le jour ni la cause. Ne faites plus rien au nom de la personne
        {isPerdu ? '.' : ' pour cette démarche.'}
      </p>
    </Alert>
  );
}

function Demarches(vue: Vue) {
  const { mandat, lisible, perdues, now } = vue;
  const inForce = new Set(enCours(mandat, now).map(({ id }) => id));
  return (
    <Section title="Ce qui est confié" id="demarches">
      <ul class="e-mandat-demarches">
        {mandat.demarches.map((demarche) => (
          <li>
            <p>
              <Sort {...vue} demarche={demarche} />{' '}
              <strong>{direDemarche(demarche, lisible.objets.get(demarche.id))}</strong>
            </p>
            {perdues.has(demarche.id) && <p class="e-muted">Sa clé est détruite : elle ne se lit plus.</p>}
            {!inForce.has(demarche.id) && <p class="e-muted">{direSort(demarche, mandat, now)}.</p>}
            {inForce.has(demarche.id) && lisible.objets.has(demarche.id) && (
              <p class="e-mandat-gestes">
                <a href={`/mandats/${mandat.id}/actes/nouveau?rang=${demarche.rang}`}>
                  Noter un acte<span class="ds-sr-only"> : {numeroDe(demarche)}</span>
                </a>
                <a href={`/mandats/${mandat.id}/achever?rang=${demarche.rang}`}>
                  Achever<span class="ds-sr-only"> : {numeroDe(demarche)}</span>
                </a>
              </p>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Sort({ demarche, mandat, perdues, now }: Vue & { readonly demarche: DemarcheRangee }) {
  if (demarche.detruiteAt !== null || perdues.has(demarche.id))
    return <StatusTag tone="neutral" label={ETATS.detruit} />;
  const fin = mandat.finPrevueAt === null ? null : finAu(demarche, mandat.finPrevueAt, now);
  if (fin === null) return <StatusTag tone="success" label={ETATS.actif} />;
  return <StatusTag tone={TONS_FIN[fin.cause]} label={CAUSES_FIN[fin.cause]} />;
}

function Actes({ mandat, lisible, actes }: Fiche) {
  return (
    <Section title="Ce qui a été fait" id="actes">
      {actes.length === 0 && <p class="e-muted">Aucun acte noté.</p>}
      {actes.length > 0 &&
        mandat.demarches.map((demarche) => (
          <>
            <h3>{direDemarche(demarche, lisible.objets.get(demarche.id))}</h3>
            <ActesDe actes={actes.filter(({ demarcheId }) => demarcheId === demarche.id)} titre={numeroDe(demarche)} />
          </>
        ))}
    </Section>
  );
}
