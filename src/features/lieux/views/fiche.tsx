import type { Role } from '../../../domain/compte.ts';
import { formatDate, formatDateCourte } from '../../../domain/date.ts';
import { cles } from '../../../domain/nomenclatures.ts';
import { ButtonLink } from '../../../ui/button.tsx';
import { Alert, DescriptionList, PageHeader, Section, StatusTag } from '../../../ui/content.tsx';
import { CRITERES_CODES } from '../forms.ts';
import { CRITERES, constatsAu, phraseManque, USAGES, usagesPossibles } from '../rules.ts';
import type { ConstatLieu, Lieu } from '../store.ts';
import { EtatLieu } from './etat.tsx';

export function FichePage(props: {
  readonly lieu: Lieu;
  readonly constats: readonly ConstatLieu[];
  readonly today: Temporal.PlainDate;
  readonly role: Role;
}) {
  const { lieu, constats, today, role } = props;
  const equipe = role === 'equipe';
  const accord = (date: Temporal.PlainDate | null) => {
    if (date !== null) return formatDate(date);
    return equipe ? <a href={`/lieux/${lieu.id}/modifier`}>Noter la date de l’accord</a> : null;
  };
  const possible = usagesPossibles(constats, today).permanence.possible;
  return (
    <>
      <PageHeader
        title={lieu.nom}
        kicker={lieu.structureNom ? `Lieu du Bénéficiaire : ${lieu.structureNom}` : 'Lieu du Département'}
        status={<EtatLieu lieu={lieu} today={today} />}
        actions={
          <>
            {equipe && !possible && lieu.fermeLe === null && (
              <ButtonLink href={`/lieux/${lieu.id}/visite`} variant="primary">
                Noter une visite
              </ButtonLink>
            )}
            <ButtonLink href={`/lieux/${lieu.id}/affiche.pdf`} variant={possible ? 'primary' : 'secondary'}>
              Affiche (PDF)
            </ButtonLink>
            <ButtonLink href={`/lieux/${lieu.id}`}>Page publique</ButtonLink>
            {equipe && <ButtonLink href={`/lieux/${lieu.id}/modifier`}>Modifier</ButtonLink>}
          </>
        }
      />
      <DescriptionList
        items={[
          { term: 'Adresse', details: `${lieu.adresse}, ${lieu.codePostal} ${lieu.commune}` },
          { term: 'Téléphone', details: lieu.telephone },
          { term: 'Comment venir', details: lieu.acces },
          { term: 'À apporter', details: lieu.aApporter },
          ...(lieu.structureId === null
            ? []
            : [
                {
                  term: 'Accord du Bénéficiaire',
                  details: accord(lieu.accordBeneficiaireLe),
                },
                {
                  term: 'Accord du Département',
                  details: accord(lieu.accordDepartementLe),
                },
              ]),
        ]}
      />
      {equipe && lieu.structureId !== null && (
        <p>
          <a href={`/structures/${lieu.structureId}`}>Voir la structure et ses conventions</a>
        </p>
      )}
      <UsagesSection constats={constats} today={today} />
      <ConstatsSection lieu={lieu} constats={constats} today={today} equipe={equipe} />
      {equipe && (
        <div class="e-actions">
          {lieu.fermeLe === null && (
            <ButtonLink href={`/permanences/nouvelle?lieu=${lieu.id}`}>Mettre en place une permanence</ButtonLink>
          )}
          {lieu.fermeLe === null ? (
            <ButtonLink href={`/lieux/${lieu.id}/fermer`} variant="tertiary">
              Fermer ce lieu
            </ButtonLink>
          ) : (
            <ButtonLink href={`/lieux/${lieu.id}/rouvrir`} variant="tertiary">
              Rouvrir ce lieu
            </ButtonLink>
          )}
        </div>
      )}
    </>
  );
}

function UsagesSection({
  constats,
  today,
}: {
  readonly constats: readonly ConstatLieu[];
  readonly today: Temporal.PlainDate;
}) {
  const usages = usagesPossibles(constats, today);
  return (
    <Section title="Ce que le lieu peut accueillir">
      {cles(USAGES).map((usage) => {
        const verdict = usages[usage];
        return (
          <Alert tone={verdict.possible ? 'success' : 'warning'} title={USAGES[usage]}>
            {verdict.possible ? (
              'Tous les critères sont constatés.'
            ) : (
              <>
                Pas encore possible :
                <ul>
                  {verdict.manques.map((manque) => (
                    <li>{phraseManque(manque)}</li>
                  ))}
                </ul>
              </>
            )}
          </Alert>
        );
      })}
    </Section>
  );
}

function ConstatsSection(props: {
  readonly lieu: Lieu;
  readonly constats: readonly ConstatLieu[];
  readonly today: Temporal.PlainDate;
  readonly equipe: boolean;
}) {
  const latest = constatsAu(props.constats, props.today);
  return (
    <Section
      title="Ce qui a été constaté"
      actions={props.equipe && <ButtonLink href={`/lieux/${props.lieu.id}/visite`}>Noter une visite</ButtonLink>}
    >
      <table class="ds-table e-stack">
        <caption class="ds-sr-only">Critères de l’article 1.2</caption>
        <thead>
          <tr>
            <th scope="col">Critère</th>
            <th scope="col">Constat</th>
            <th scope="col">Le</th>
            <th scope="col">Par</th>
          </tr>
        </thead>
        <tbody>
          {CRITERES_CODES.map((critere) => {
            const constat = latest.get(critere);
            return (
              <tr>
                <th scope="row" data-label="Critère">
                  {CRITERES[critere]}
                </th>
                <td data-label="Constat">
                  {constat === undefined && <StatusTag tone="neutral" label="jamais constaté" />}
                  {constat && (
                    <StatusTag
                      tone={constat.satisfait ? 'success' : 'danger'}
                      label={constat.satisfait ? 'oui' : 'non'}
                    />
                  )}
                </td>
                <td data-label="Le">{constat ? formatDateCourte(constat.constateLe) : '—'}</td>
                <td data-label="Par">{constat?.constatePar ?? '—'}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <Precisions constats={props.constats.filter((constat) => latest.get(constat.critere)?.id === constat.id)} />
    </Section>
  );
}

/** What the visits that still count said besides yes and no, once a visit, the latest first. */
function Precisions({ constats }: { readonly constats: readonly ConstatLieu[] }) {
  const said = constats.flatMap(({ constateLe, constatePar, precision }) =>
    precision === null ? [] : [`${formatDateCourte(constateLe)}, ${constatePar} : ${precision}`],
  );
  return said.length === 0 ? null : (
    <ul>
      {[...new Set(said)].reverse().map((one) => (
        <li>{one}</li>
      ))}
    </ul>
  );
}
