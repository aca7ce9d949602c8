import { Section } from '../../ui/content.tsx';
import { direSort, numeroDe } from './recit.ts';
import { CANAUX_FIN, finAu } from './rules.ts';
import type { Mandat } from './store.ts';

type Geste = { readonly path: string; readonly label: string /** Needs to read the mandat. */; readonly lit: boolean };

const gestes = (isMandataire: boolean): readonly Geste[] => [
  { path: 'retirer', label: 'La personne retire son mandat, en tout ou en partie', lit: false },
  { path: 'achever', label: 'Une démarche est achevée', lit: true },
  {
    path: 'renoncer',
    label: isMandataire ? 'Je renonce à ce mandat' : 'Je ne peux plus être suppléant',
    lit: false,
  },
  { path: 'deces', label: 'La personne est décédée', lit: false },
  { path: 'protection', label: 'Une mesure de protection est ouverte', lit: false },
  { path: 'renouveler', label: 'Renouveler : un nouveau mandat, signé sur place', lit: true },
];

/** How each démarche ended, and what may still end; under a legal hold, only what does not need to read. */
export function Arreter(props: {
  readonly mandat: Mandat;
  readonly isMandataire: boolean;
  /** Something is in force, and its keys are there. */
  readonly isActive: boolean;
  readonly now: Temporal.Instant;
}) {
  const { mandat, isMandataire, isActive, now } = props;
  const ended = mandat.demarches.flatMap((demarche) => {
    const fin = mandat.finPrevueAt === null ? null : finAu(demarche, mandat.finPrevueAt, now);
    return fin === null ? [] : [{ demarche, fin }];
  });
  const base = `/mandats/${mandat.id}`;
  return (
    <Section title="Arrêter" id="fins">
      {ended.length > 0 && (
        <ul>
          {ended.map(({ demarche, fin }) => (
            <li>
              {numeroDe(demarche)} : {direSort(demarche, mandat, now)}. {CANAUX_FIN[fin.canal]}.
            </li>
          ))}
        </ul>
      )}
      {ended.some(({ fin }) => fin.cause !== 'achevement' && fin.cause !== 'expiration') && (
        <p>
          <a href={`${base}/recu`}>Reçu et organismes à prévenir</a>
        </p>
      )}
      {isActive ? (
        <ul class="e-links">
          {gestes(isMandataire)
            .filter(({ lit }) => !(lit && mandat.isRetenu))
            .map(({ path, label }) => (
              <li>
                <a href={`${base}/${path}`}>{label}</a>
              </li>
            ))}
        </ul>
      ) : (
        <p>
          Plus rien n’est en cours. Pour continuer, il faut un nouveau mandat, signé sur place :{' '}
          <a href={`${base}/renouveler`}>Renouveler</a>
        </p>
      )}
    </Section>
  );
}
