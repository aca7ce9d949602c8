import { formatDate, formatDateCourte, parisDate } from '../../domain/date.ts';
import { NATURES_STRUCTURE } from '../../domain/nomenclatures.ts';
import { phrase } from '../../domain/refus.ts';
import { formatSiret } from '../../domain/siret.ts';
import { ButtonLink, SubmitButton } from '../../ui/button.tsx';
import { MailLink, PhoneLink } from '../../ui/contact.tsx';
import { Alert, DescriptionList, EmptyState, PageHeader, Section, StatusTag } from '../../ui/content.tsx';
import { DateField, TextArea, TextField } from '../../ui/field.tsx';
import { Form, FormActions, HiddenField } from '../../ui/form.tsx';
import type { FormState } from '../../ui/form-state.ts';
import { SENS_STATUT } from '../conventions/recit.ts';
import { STATUTS_CONVENTION, statutAu } from '../conventions/rules.ts';
import { CRITERES, type Critere, exigences2022 } from '../lieux/rules.ts';
import { CRITERES_EN_CLAIR } from './forms.ts';
import { estEnRetard, MOTIFS_SANS_SUITE, PHRASES_PIECE, type Piece } from './rules.ts';
import type { LieuPropose, Note } from './store.ts';
import { type DemandeLue, EtatTag, recueLe } from './views.tsx';

type Fiche = {
  readonly demande: DemandeLue;
  readonly lieux: readonly LieuPropose[];
  readonly notes: readonly Note[];
  readonly suivi: FormState;
  readonly note: FormState;
  readonly cle: string;
  readonly today: Temporal.PlainDate;
};

export function FichePage(props: Fiche) {
  const { demande } = props;
  return (
    <>
      <PageHeader
        kicker="Demande de permanence"
        title={demande.nom}
        status={<EtatTag etat={demande.etat} />}
        lead={`${NATURES_STRUCTURE[demande.nature]}, ${demande.commune} ; ${recueLe(demande)}.`}
        actions={
          demande.etat !== 'sans_suite' && (
            <ButtonLink href={`/demandes/${demande.id}/sans-suite`} variant="tertiary">
              Classer sans suite
            </ButtonLink>
          )
        }
      />
      {demande.etat === 'sans_suite' && <SansSuite demande={demande} cle={props.cle} />}
      <Pieces {...props} />
      <Suivi {...props} />
      <Ecrit {...props} />
      <Notes {...props} />
    </>
  );
}

function SansSuite({ demande, cle }: { readonly demande: DemandeLue; readonly cle: string }) {
  const { sansSuiteLe, sansSuiteMotif, sansSuitePrecision } = demande;
  return (
    <Alert tone="neutral" title="Cette demande est sans suite">
      <p>
        {sansSuiteMotif && MOTIFS_SANS_SUITE[sansSuiteMotif]}
        {sansSuitePrecision && ` : ${sansSuitePrecision}`}
        {sansSuiteLe && `, le ${formatDate(sansSuiteLe)}`}.
      </p>
      <form method="post" action={`/demandes/${demande.id}/reprendre`}>
        <HiddenField name="_cle" value={cle} />
        <SubmitButton variant="secondary">Reprendre cette demande</SubmitButton>
      </form>
      <p>
        <a href={`/demandes/${demande.id}/effacer`}>L’effacer</a>, si elle n’aurait pas dû arriver ou si la personne le
        demande.
      </p>
    </Alert>
  );
}

/** Where a missing piece is dealt with, and what that link says. */
function geste(piece: Piece, demande: DemandeLue, lieux: readonly LieuPropose[]): { href: string; label: string } {
  const { id, structureId, convention } = demande;
  const evenement = (type: string, more = '') =>
    `/conventions/${convention?.id}/evenements/nouveau?type=${type}${more}`;
  switch (piece.refus) {
    case 'structure_absente':
      return { href: `/demandes/${id}/structure`, label: 'L’inscrire au registre' };
    case 'referent_absent':
      return { href: `/demandes/${id}/referent`, label: 'Inviter le référent' };
    case 'lieu_absent': {
      const known = new URLSearchParams({ structure: structureId ?? '', demande: id });
      const [lieu] = lieux;
      if (lieu !== undefined) known.set('nom', lieu.nom);
      if (lieu?.adresse) known.set('adresse', lieu.adresse);
      known.set('commune', `${demande.commune} (${demande.codeInsee})`);
      return { href: `/lieux/nouveau?${known}`, label: 'Déclarer le lieu' };
    }
    case 'lieu_non_visite':
      return { href: `/lieux/${piece.lieu.id}/visite`, label: 'Noter la visite' };
    case 'lieu_non_convenu':
      return { href: `/lieux/${piece.lieu.id}/modifier`, label: 'Noter l’accord' };
    case 'convention_absente':
      return { href: `/conventions/nouvelle?structure=${structureId}&demande=${id}`, label: 'Ouvrir la convention' };
    case 'deliberation_absente':
      return { href: evenement('deliberation', `&partie=${piece.partie}`), label: 'Enregistrer la délibération' };
    case 'accuse_absent':
      return { href: evenement('teletransmission'), label: 'Enregistrer l’accusé' };
    case 'assurance_absente':
    case 'assurance_expiree':
      return { href: evenement('assurance'), label: 'Enregistrer l’attestation' };
    case 'signature_absente':
      return { href: evenement('signature', `&partie=${piece.partie}`), label: 'Enregistrer la signature' };
  }
}

function Pieces({ demande, lieux, today }: Fiche) {
  const { pieces, structureId, structureNom, convention } = demande;
  return (
    <Section title="Ce qui manque" id="pieces">
      {pieces.length === 0 ? (
        <p>
          {demande.etat === 'sans_suite'
            ? 'Rien : la demande est sans suite.'
            : 'Rien ne manque : les permanences peuvent commencer.'}
        </p>
      ) : (
        <ol class="e-pieces">
          {pieces.map((piece) => {
            const { href, label } = geste(piece, demande, lieux);
            return (
              <li>
                {phrase(PHRASES_PIECE, piece)}. <a href={href}>{label}</a>
              </li>
            );
          })}
        </ol>
      )}
      <DescriptionList
        items={[
          {
            term: 'Structure au registre',
            details: structureId && (
              <>
                <a href={`/structures/${structureId}`}>{structureNom}</a> (
                <a href={`/demandes/${demande.id}/structure`}>en choisir une autre</a>)
              </>
            ),
          },
          {
            term: 'Lieux',
            details: demande.lieux.length > 0 && (
              <ul class="e-links">
                {demande.lieux.map((lieu) => (
                  <li>
                    <a href={`/lieux/${lieu.id}/fiche`}>{lieu.nom}</a>
                    {lieu.visiteLe && `, visité le ${formatDateCourte(lieu.visiteLe)}`}
                  </li>
                ))}
              </ul>
            ),
          },
          {
            term: 'Convention',
            details: convention && (
              <>
                <a href={`/conventions/${convention.id}`}>{convention.reference}</a>{' '}
                <StatusTag
                  tone={SENS_STATUT[statutAu(convention, today)].tone}
                  label={STATUTS_CONVENTION[statutAu(convention, today)]}
                />
              </>
            ),
          },
        ].map(({ term, details }) => ({ term, details: details || null }))}
      />
    </Section>
  );
}

function Suivi({ demande, suivi, cle, today }: Fiche) {
  return (
    <Section title="Suivi" id="suivi">
      {estEnRetard(demande.prochaineActionLe, today) && (
        <Alert tone="warning">La prochaine action était prévue : faites-la, ou donnez-lui une autre date.</Alert>
      )}
      <Form state={suivi} action={`/demandes/${demande.id}/suivi`} idempotencyKey={cle}>
        <DateField state={suivi} name="contacteeLe" label="Premier contact le" optional />
        <DateField
          state={suivi}
          name="visitePrevueLe"
          label="Visite prévue le"
          hint="La visite faite se note sur la fiche du lieu."
          optional
        />
        <TextField
          state={suivi}
          name="prochaineAction"
          label="Prochaine action"
          hint="Par exemple : rappeler la secrétaire générale."
          optional
          autocomplete="off"
        />
        <DateField state={suivi} name="prochaineActionLe" label="À faire le" optional />
        <FormActions>
          <SubmitButton>Enregistrer le suivi</SubmitButton>
        </FormActions>
      </Form>
    </Section>
  );
}

function Ecrit({ demande, lieux }: Fiche) {
  return (
    <Section title="Ce que la structure a écrit" id="demande">
      <DescriptionList
        items={[
          { term: 'Contact', details: `${demande.contactNom}, ${demande.contactFonction}` },
          { term: 'Courriel', details: <MailLink address={demande.contactCourriel} /> },
          {
            term: 'Téléphone',
            details: demande.contactTelephone && <PhoneLink number={demande.contactTelephone} />,
          },
          { term: 'SIRET', details: demande.siret && formatSiret(demande.siret) },
          { term: 'Message', details: demande.message && <p class="e-pre">{demande.message}</p> },
        ]}
      />
      {lieux.map((lieu) => (
        <Propose lieu={lieu} />
      ))}
    </Section>
  );
}

/** What a place is said to have, and what a permanence would still need there. Source: art. 1.2. */
function Propose({ lieu }: { readonly lieu: LieuPropose }) {
  const missing = exigences2022.permanence.filter((critere) => !lieu.criteres.includes(critere));
  const names = (criteres: readonly Critere[], of: Readonly<Record<Critere, string>>) =>
    criteres.map((critere) => of[critere]).join(', ');
  return (
    <>
      <h3>
        Lieu proposé : {lieu.nom}
        {lieu.adresse && `, ${lieu.adresse}`}
      </h3>
      <DescriptionList
        items={[
          { term: 'Dit y avoir', details: names(lieu.criteres, CRITERES_EN_CLAIR) },
          {
            term: 'Reste à voir pour une permanence',
            details: missing.length === 0 ? 'rien, d’après la demande' : names(missing, CRITERES),
          },
        ]}
      />
    </>
  );
}

function Notes({ demande, notes, note, cle }: Fiche) {
  return (
    <Section title="Notes" id="notes">
      {notes.length === 0 && <EmptyState title="Aucune note." />}
      <Form state={note} action={`/demandes/${demande.id}/notes`} idempotencyKey={cle}>
        <TextArea
          state={note}
          name="texte"
          label="Ajouter une note"
          hint="Un appel, un courriel, ce qui a été convenu. Rien sur la vie privée des personnes."
          rows={3}
        />
        <FormActions>
          <SubmitButton variant="secondary">Ajouter la note</SubmitButton>
        </FormActions>
      </Form>
      <ul class="e-notes">
        {notes.map(({ texte, createdAt, createdBy }) => (
          <li>
            <p class="e-muted">
              {formatDate(parisDate(createdAt))}
              {createdBy && `, ${createdBy}`}
            </p>
            <p class="e-pre">{texte}</p>
          </li>
        ))}
      </ul>
    </Section>
  );
}
