import { ButtonLink, SubmitButton } from '../../../ui/button.tsx';
import { PhoneLink } from '../../../ui/contact.tsx';
import { EmptyState, PageHeader, Section } from '../../../ui/content.tsx';
import { HiddenField } from '../../../ui/form.tsx';
import { Pagination } from '../../../ui/pagination.tsx';
import type { Creneau } from '../creneaux.ts';
import { direOu, direQuand, majuscule } from '../dire.ts';
import { creneauDe } from '../saisie.ts';
import type { AReplacer } from './store.ts';

export type Ligne = {
  readonly rdv: AReplacer;
  readonly creneaux: readonly Creneau[];
  readonly cles: readonly string[];
};

/** Rendez-vous whose séance is gone: for each, the nearest moments, one tap each. */
export function AReplacerPage(props: {
  readonly lignes: readonly Ligne[];
  readonly total: number;
  readonly page: number;
  readonly pages: number;
}) {
  const { lignes, total, page, pages } = props;
  return (
    <>
      <PageHeader
        title="Rendez-vous à replacer"
        lead="Leur permanence est annulée ou raccourcie. Choisissez une autre heure : la personne est prévenue par son canal. Si la permanence revient, ils reprennent leur place d’eux-mêmes."
        actions={<ButtonLink href="/appels">Appels à passer</ButtonLink>}
      />
      {total === 0 ? (
        <EmptyState title="Aucun rendez-vous n’attend d’autre date" />
      ) : (
        <p role="status">{total === 1 ? '1 rendez-vous attend' : `${total} rendez-vous attendent`} une autre date.</p>
      )}
      {lignes.map(({ rdv, creneaux, cles }) => (
        <Section title={`${rdv.prenom}, ${direQuand(rdv)}`} id={`rdv-${rdv.id}`}>
          <p>
            {rdv.lieu}, {rdv.motif} {rdv.telephone !== null && <PhoneLink number={rdv.telephone} />}
          </p>
          {creneaux.length === 0 && <p class="e-muted">Aucune autre heure n’est libre près de là.</p>}
          <ul class="e-links">
            {creneaux.map((creneau, rank) => (
              <li>
                <form method="post" action={`/rendez-vous/${rdv.id}/deplacer`}>
                  <HiddenField name="_cle" value={cles[rank] ?? ''} />
                  <HiddenField name="creneau" value={creneauDe(creneau)} />
                  <SubmitButton variant="secondary">
                    {majuscule(direQuand(creneau))}, {direOu(creneau)}
                    <span class="ds-sr-only"> : y placer {rdv.prenom}</span>
                  </SubmitButton>
                </form>
              </li>
            ))}
          </ul>
          <p>
            <a href={`/rendez-vous/${rdv.id}/deplacer`}>
              D’autres heures<span class="ds-sr-only"> pour {rdv.prenom}</span>
            </a>{' '}
            ·{' '}
            <a href={`/rendez-vous/${rdv.id}/annuler`}>
              Annuler ce rendez-vous<span class="ds-sr-only"> de {rdv.prenom}</span>
            </a>
          </p>
        </Section>
      ))}
      <Pagination page={page} pages={pages} href={(one) => `/a-replacer?page=${one}`} />
    </>
  );
}
