import type { Territoire } from '../../domain/territoire.ts';
import type { Db } from '../../platform/db.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { EmptyState, KeyFigures, Section } from '../../ui/content.tsx';
import { SimpleTable } from '../../ui/simple-table.tsx';
import type { ConventionSuivie } from '../conventions/store.ts';
import { type LigneReleve, lireFrequences, lireLignes } from './lecture.ts';
import { EtatTag, titreDuMois } from './views/commun.tsx';
import { hrefDe } from './views/liste.tsx';

/** How many conventions are late with their relevés, and on whose side. */
export type RetardsReleves = { readonly agent: number; readonly beneficiaire: number };

export async function lireRetards(
  db: Db,
  territoire: Territoire,
  today: Temporal.PlainDate,
  conventions: readonly ConventionSuivie[],
): Promise<RetardsReleves> {
  const all = lireFrequences(await lireLignes(db, territoire, today, {}, conventions), today);
  const count = (partie: keyof RetardsReleves) =>
    all.filter(({ frequence }) => frequence.parties.includes(partie)).length;
  return { agent: count('agent'), beneficiaire: count('beneficiaire') };
}

/** Said where the équipe technique arrives. */
export function RetardsSection({ retards }: { readonly retards: RetardsReleves }) {
  return (
    <Section
      title="Relevés d’activité"
      id="releves"
      actions={<ButtonLink href="/releves">Voir la fréquence des relevés</ButtonLink>}
    >
      {retards.agent + retards.beneficiaire === 0 ? (
        <EmptyState title="Aucun relevé n’est en retard" />
      ) : (
        <KeyFigures
          items={[
            { value: String(retards.agent), label: 'conventions où l’agent est en retard' },
            { value: String(retards.beneficiaire), label: 'conventions où le Bénéficiaire est en retard' },
          ]}
        />
      )}
    </Section>
  );
}

/** Months shown to a référent where he arrives: those that wait for him, then the latest. */
const MOIS_MONTRES = 4;

export async function lireRelevesDe(
  db: Db,
  territoire: Territoire,
  today: Temporal.PlainDate,
  structureId: string,
): Promise<LigneReleve[]> {
  return lireLignes(db, territoire, today, { structureId });
}

/** What a référent has to certify, first; then where the last months stand. */
export function RelevesSection({ lignes }: { readonly lignes: readonly LigneReleve[] }) {
  const waiting = lignes.filter(({ attente }) => attente?.partie === 'beneficiaire');
  const others = lignes.filter((one) => !waiting.includes(one)).slice(0, Math.max(0, MOIS_MONTRES - waiting.length));
  const conventions = new Map(lignes.map(({ convention }) => [convention.id, convention.reference]));
  return (
    <Section title="Relevés à certifier" id="releves">
      {lignes.length === 0 ? (
        <EmptyState title="Aucun relevé pour l’instant">
          Chaque mois fini, l’agent vous envoie ce qui a été fait ; vous le certifiez (art. 3.4).
        </EmptyState>
      ) : (
        <>
          <p>
            {waiting.length === 0
              ? 'Aucun relevé ne vous attend.'
              : `${waiting.length === 1 ? 'Un relevé vous attend' : `${waiting.length} relevés vous attendent`} : relisez, ajoutez votre part, puis certifiez.`}
          </p>
          <SimpleTable
            caption="Relevés des derniers mois"
            captionHidden
            columns={[{ label: 'Mois' }, { label: 'Convention' }, { label: 'État' }]}
            rows={[...waiting, ...others].map((ligne) => [
              <a href={hrefDe(ligne)}>{titreDuMois(ligne.mois)}</a>,
              ligne.convention.reference,
              <EtatTag etat={ligne.releve?.etat ?? 'a_envoyer'} isLate={ligne.isLate} />,
            ])}
          />
          <ul class="e-links">
            {[...conventions].map(([id, reference]) => (
              <li>
                <a href={`/conventions/${id}/releves`}>Tous les relevés de la convention {reference}</a>
              </li>
            ))}
          </ul>
        </>
      )}
    </Section>
  );
}
