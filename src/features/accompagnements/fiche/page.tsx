import type { Child } from 'hono/jsx';
import { formatDate } from '../../../domain/date.ts';
import { phrase } from '../../../domain/refus.ts';
import { isUuid } from '../../../platform/http/idempotence.ts';
import type { PageContent } from '../../../platform/http/reply.ts';
import type { Rq } from '../../../platform/http/route.ts';
import { Alert } from '../../../ui/content.tsx';
import { typedValue } from '../../../ui/field.tsx';
import { blankForm, type FormState } from '../../../ui/form-state.ts';
import { PHRASES_SAISIE } from '../rules/saisie.ts';
import { derniersAccompagnements, findAccompagnement, type SeanceAgent } from '../store.ts';
import { AccompagnementPage, CertifiePage, type DernierChoix } from '../views.tsx';
import { choixDe } from './choix.ts';
import { depart, departDe, derniersChoix } from './depart.ts';
import { resumeChoix } from './dire.ts';
import { AGENDA, type AvecSeance } from './objets.ts';
import { type Attendu, attendusDeSeance, communesProposees, releveCertifie } from './store.ts';

/** How far back the last choices are looked for. */
const NOTES_REGARDEES = 40;

const titreDe = (existing?: AvecSeance) => (existing ? 'Modifier l’accompagnement' : 'Noter un accompagnement');

type Montre = {
  readonly state: FormState;
  readonly existing?: AvecSeance | undefined;
  readonly attendus?: readonly Attendu[];
  readonly derniers?: readonly DernierChoix[];
  readonly avis?: Child;
};

/** The form of an accompagnement, filled or refused. */
export async function formPage(rq: Rq, of: SeanceAgent, montre: Montre): Promise<PageContent> {
  const { state, existing, derniers = [], avis } = montre;
  const attendus = montre.attendus ?? (await attendusDeSeance(rq.db, rq.territoire.id, of.id));
  const noted = { agentId: of.agentId, seanceId: of.id, jour: of.jour, id: existing?.id };
  const links = await choixDe(rq, noted, state, attendus);
  const communes = await communesProposees(rq.db, rq.territoire.codeDepartement, typedValue(state, 'codeInsee'));
  const title = titreDe(existing);
  return {
    title,
    breadcrumbs: [AGENDA, { href: `/seances/${of.id}`, label: of.endroit }],
    body: (
      <AccompagnementPage
        title={title}
        seance={of}
        state={state}
        action={existing ? `/accompagnements/${existing.id}/modifier` : `/seances/${of.id}/accompagnements/nouveau`}
        cle={rq.key}
        nouveau={!existing}
        base={baseDe(state, existing)}
        choix={{ ...links, communes: communes.map(({ codeInsee, nom }) => ({ value: codeInsee, label: nom })) }}
        attendu={attendus.find(({ id }) => id === typedValue(state, 'rendezVous'))}
        derniers={derniers}
        avis={avis}
      />
    ),
  };
}

/** The version that was seen when the form was first shown: a refusal does not make it newer. */
function baseDe(state: FormState, existing?: AvecSeance): string {
  const isRefused = state.errors.length > 0 && state.values['base'] !== undefined;
  return isRefused ? typedValue(state, 'base') : (existing?.versionId ?? '');
}

/** Instead of the form: its month is certified. Undefined: it is not. */
export async function certifiee(rq: Rq, of: SeanceAgent, existing?: AvecSeance): Promise<PageContent | undefined> {
  const { conventionId, jour } = existing ?? of;
  const releveId = await releveCertifie(rq.db, rq.territoire.id, conventionId, jour);
  if (releveId === null) return undefined;
  const title = titreDe(existing);
  return {
    title,
    breadcrumbs: [AGENDA, { href: `/seances/${of.id}`, label: of.endroit }],
    body: (
      <CertifiePage
        title={title}
        certifie={{ jour, releveId }}
        retour={`/seances/${of.id}`}
        historique={existing && `/accompagnements/${existing.id}/historique`}
      />
    ),
  };
}

/** Why nothing can be noted in a séance: cancelled, or to come. About no field: said above the form. */
export function refusSeance({ statut, jour }: SeanceAgent, today: Temporal.PlainDate): FormState['errors'] {
  const isFuture = Temporal.PlainDate.compare(jour, today) > 0;
  return [
    ...(statut === 'annulee' ? [phrase(PHRASES_SAISIE, { refus: 'seance_annulee' })] : []),
    ...(isFuture ? [phrase(PHRASES_SAISIE, { refus: 'date_a_venir' })] : []),
  ].map((message) => ({ field: '', message }));
}

/** A record of the agent of the séance that the address asks to take again; undefined: none, or not his. */
async function modeleDe(rq: Rq, of: SeanceAgent) {
  const asked = rq.query.get('comme') ?? '';
  if (!isUuid(asked)) return undefined;
  const found = await findAccompagnement(rq.db, rq.territoire.id, asked);
  return found?.agentId === of.agentId && found.typeActivite === 'Individuel' ? found : undefined;
}

/** The blank form of a séance, with what the address asks to start from: a rendez-vous (`rdv`), a record (`comme`, `profil`). */
export async function nouveauPage(rq: Rq, of: SeanceAgent): Promise<PageContent> {
  const closed = await certifiee(rq, of);
  if (closed !== undefined) return closed;
  const attendus = await attendusDeSeance(rq.db, rq.territoire.id, of.id);
  const rdv = rq.query.get('rdv');
  const attendu = attendus.find(({ id }) => id === rdv);
  const modele = await modeleDe(rq, of);
  const profil = rq.query.get('profil') === 'oui';
  const repris = modele && departDe(modele, { profil, seanceId: of.id });
  const values = { codeInsee: of.codeInsee ?? '', ...depart(attendu, repris) };
  const notes = await derniersAccompagnements(rq.db, rq.territoire.id, of.agentId, NOTES_REGARDEES);
  const derniers = derniersChoix(notes).map((one) => ({
    href: `/seances/${of.id}/accompagnements/nouveau?${new URLSearchParams({
      comme: one.id,
      ...(attendu === undefined ? {} : { rdv: attendu.id }),
    })}`,
    label: resumeChoix(one),
  }));
  return formPage(rq, of, {
    state: { ...blankForm(values), errors: refusSeance(of, rq.today) },
    attendus,
    derniers,
    avis: (
      <>
        {rdv !== null && attendu === undefined && (
          <Alert tone="warning">
            Ce rendez-vous n’est pas, ou n’est plus, dans cette séance : rien n’en a été repris.
          </Alert>
        )}
        {attendu?.accompagnementId != null && (
          <Alert tone="info">
            Un accompagnement est déjà noté pour ce rendez-vous :{' '}
            <a href={`/accompagnements/${attendu.accompagnementId}/modifier`}>le modifier</a>. Notez-en un autre
            seulement pour une autre démarche.
          </Alert>
        )}
        {modele !== undefined && (
          <Alert tone="info">
            Repris de l’accompagnement du {formatDate(modele.jour)}
            {profil ? ', avec le même profil' : ', sans le profil de la personne'} : relisez, puis enregistrez.
          </Alert>
        )}
      </>
    ),
  });
}
