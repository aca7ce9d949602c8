import { formatDate, parisDate } from '../../../domain/date.ts';
import type { Territoire } from '../../../domain/territoire.ts';
import { type ZipEntry, zip } from '../../../platform/zip.ts';
import { FaitsFichier as Faits, fichierHtml } from '../../../ui/fichier.tsx';
import type { Acte } from '../actes/store.ts';
import { dernierJourDit, direDemarche, direSort, moment, nomDe } from '../recit.ts';
import {
  CANAUX_FIN,
  EXECUTIONS,
  estADire,
  finAu,
  type Identite,
  JAMAIS,
  MODES_ACTE,
  PIECES_IDENTITE,
  QUALITES_REPRESENTANT,
  RESULTATS_ACTE,
  ROLES_TIERS,
} from '../rules.ts';
import type { DemarcheRangee } from '../store.ts';
import type { MandatEntier } from './entier.ts';
import type { RemiseDemandee } from './store.ts';

type Fait = readonly [string, string];

/** What the file of a person is made from. */
export type Dossier = {
  readonly remise: Pick<RemiseDemandee, 'reference' | 'recueLe'>;
  readonly entiers: readonly MandatEntier[];
  readonly territoire: Pick<Territoire, 'nomComplet'>;
  /** Who makes it. */
  readonly agent: string;
  readonly now: Temporal.Instant;
};

/** What is recorded of who the person is, and of how the mandat is carried out. */
function faitsIdentite(identite: Identite): readonly Fait[] {
  const { representant, tiers, verification, exclusions } = identite;
  const autres: Fait[] = [];
  if (representant !== null) {
    autres.push([
      'Représentant',
      `${nomDe(representant)}, ${QUALITES_REPRESENTANT[representant.qualite].toLowerCase()}`,
    ]);
  }
  if (tiers !== null) autres.push([ROLES_TIERS[tiers.role], [tiers.nom, tiers.langue].filter(Boolean).join(', ')]);
  return [
    ['Nom', nomDe(identite)],
    ['Date de naissance', formatDate(Temporal.PlainDate.from(identite.naissance))],
    ['Téléphone', identite.telephone ?? 'non renseigné'],
    ['Courriel', identite.courriel ?? 'non renseigné'],
    ...autres,
    [
      'Identité vérifiée avec',
      `${PIECES_IDENTITE[verification.piece]}${verification.isPerimee ? ', périmée' : ''} ; ni copie ni numéro n’en sont gardés`,
    ],
    ['Exécution', EXECUTIONS[identite.execution]],
    ['Exclu', [JAMAIS, ...exclusions].join(' ; ')],
  ];
}

function faitsMandat({ mandat, document, recu }: MandatEntier): readonly Fait[] {
  const { code, signeAt, forme } = mandat;
  return [
    ['Code du mandat', code ?? ''],
    ['Signé', signeAt === null ? '' : `le ${moment(signeAt)}, ${mandat.endroit}, ${SIGNATURES[forme]}`],
    ['Dernier jour', dernierJourDit(mandat)],
    ['Mandataire', mandat.agent],
    ['Suppléant', mandat.suppleant ?? 'aucun'],
    ['Document signé', document === null ? 'il ne se lit plus' : nomDuDocument(mandat)],
    ...(recu === null ? [] : [['Reçu de ce qui a pris fin', nomDuRecu(mandat)] as const]),
  ];
}

const SIGNATURES = { tablette: 'sur tablette', papier: 'sur papier' } as const;

const nomDuDocument = ({ code }: MandatEntier['mandat']): string => `mandat-${code}.pdf`;
const nomDuRecu = ({ code }: MandatEntier['mandat']): string => `recu-${code}.pdf`;

/** How a démarche ended when it did, and whether its operator was told. */
function faitsFin(demarche: DemarcheRangee, { mandat }: MandatEntier, now: Temporal.Instant): readonly Fait[] {
  const fin = mandat.finPrevueAt === null ? null : finAu(demarche, mandat.finPrevueAt, now);
  const sort: Fait = ['Où elle en est', direSort(demarche, mandat, now)];
  if (fin === null) return [sort];
  const { tiersPrevenusAt } = demarche;
  const told: Fait = [
    'Organisme prévenu',
    tiersPrevenusAt === null ? 'pas encore noté' : `le ${moment(tiersPrevenusAt)}`,
  ];
  return [sort, ['Comment la fin a été dite', CANAUX_FIN[fin.canal]], ...(estADire(fin.cause) ? [told] : [])];
}

function direActe({ contenu, faitAt, agent }: Acte): readonly Fait[] {
  if (contenu === null) return [['Acte', `le ${moment(faitAt)}, par ${agent} : il ne se lit plus`]];
  return [
    ['Acte', `le ${moment(faitAt)}, par ${agent}`],
    ['Ce qui a été fait', contenu.quoi],
    ['Comment', MODES_ACTE[contenu.mode]],
    ['Résultat', RESULTATS_ACTE[contenu.resultat]],
  ];
}

function UneDemarche(props: {
  readonly entier: MandatEntier;
  readonly demarche: DemarcheRangee;
  readonly now: Temporal.Instant;
}) {
  const { entier, demarche, now } = props;
  const objet = entier.lisible.objets.get(demarche.id);
  const actes = entier.actes.filter(({ demarcheId }) => demarcheId === demarche.id);
  return (
    <>
      <h3>{direDemarche(demarche, objet)}</h3>
      <Faits
        items={[
          ...(objet?.nature === 'demarche' ? [['Thème', objet.theme] as const] : []),
          ...faitsFin(demarche, entier, now),
        ]}
      />
      {actes.length === 0 && <p>Aucun acte n’a été fait.</p>}
      {actes.map((acte) => (
        <div class="ligne">
          <Faits items={direActe(acte)} />
        </div>
      ))}
    </>
  );
}

function UnMandat({ entier, now }: { readonly entier: MandatEntier; readonly now: Temporal.Instant }) {
  const { mandat, lisible, rectifications } = entier;
  return (
    <section>
      <h2>Mandat {mandat.code}</h2>
      <Faits items={faitsMandat(entier)} />
      {lisible.identite !== null && <Faits items={faitsIdentite(lisible.identite)} />}
      {rectifications.map(({ champ, faux, juste, noteAt, agent }) => (
        <div class="ligne">
          <Faits
            items={[
              ['Note de rectification', `le ${moment(noteAt)}, par ${agent}`],
              [champ, `au lieu de « ${faux} », il faut lire « ${juste} »`],
            ]}
          />
        </div>
      ))}
      {mandat.demarches.map((demarche) => (
        <UneDemarche entier={entier} demarche={demarche} now={now} />
      ))}
    </section>
  );
}

function leHtml({ remise, entiers, territoire, agent, now }: Dossier): string {
  return fichierHtml(
    'Ce que disent vos mandats',
    <>
      <p>
        Établi le {formatDate(parisDate(now))} par {agent}, pour le {territoire.nomComplet}, en réponse à la demande{' '}
        {remise.reference} du {formatDate(remise.recueLe)}.
      </p>
      <p>
        Ce que disent vos mandats est scellé : votre mandataire seul peut faire ce fichier, et Escale n’en garde rien.
        Les mêmes faits sont dans « mandats.json », pour un ordinateur. Les documents signés y sont tels que signés.
      </p>
      {entiers.map((entier) => (
        <UnMandat entier={entier} now={now} />
      ))}
      <h2>Combien de temps</h2>
      <p>
        Jusqu’à l’achèvement, au retrait ou au terme de chaque mandat ; la clé part alors, et ce qu’elle fermait ne se
        lit plus. Vous pouvez retirer un mandat à tout moment, sans raison à donner.
      </p>
    </>,
  );
}

const iso = (at: Temporal.Instant | null): string | null => at?.toString() ?? null;

function leJson({ remise, entiers, territoire, agent, now }: Dossier): string {
  const mandats = entiers.map((entier) => {
    const { mandat, lisible, actes, rectifications } = entier;
    return {
      code: mandat.code,
      forme: mandat.forme,
      signeAt: iso(mandat.signeAt),
      finPrevueAt: iso(mandat.finPrevueAt),
      endroit: mandat.endroit,
      mandataire: mandat.agent,
      suppleant: mandat.suppleant,
      identite: lisible.identite,
      document: entier.document === null ? null : nomDuDocument(mandat),
      recu: entier.recu === null ? null : nomDuRecu(mandat),
      rectifications: rectifications.map(({ champ, faux, juste, noteAt, agent: par }) => ({
        champ,
        faux,
        juste,
        noteAt: iso(noteAt),
        par,
      })),
      demarches: mandat.demarches.map((demarche) => {
        const fin = mandat.finPrevueAt === null ? null : finAu(demarche, mandat.finPrevueAt, now);
        return {
          rang: demarche.rang,
          nature: demarche.nature,
          ...lisible.objets.get(demarche.id),
          fin: fin && { at: iso(fin.at), cause: fin.cause, canal: fin.canal },
          tiersPrevenusAt: iso(demarche.tiersPrevenusAt),
          actes: actes
            .filter(({ demarcheId }) => demarcheId === demarche.id)
            .map(({ faitAt, agent: par, contenu }) => ({ faitAt: iso(faitAt), par, ...contenu })),
        };
      }),
    };
  });
  const said = { reference: remise.reference, responsable: territoire.nomComplet, etabliAt: iso(now), par: agent };
  return `${JSON.stringify({ ...said, mandats }, null, 2)}\n`;
}

/** The whole file to hand over: to read, for another program, and the papers byte for byte as they were sealed. */
export function fichierDesMandats(dossier: Dossier): Uint8Array {
  const papers = dossier.entiers.flatMap(({ mandat, document, recu }): ZipEntry[] => [
    ...(document === null ? [] : [{ name: nomDuDocument(mandat), bytes: document }]),
    ...(recu === null ? [] : [{ name: nomDuRecu(mandat), bytes: recu }]),
  ]);
  const said: ZipEntry[] = [
    { name: 'mandats.html', bytes: Buffer.from(leHtml(dossier)) },
    { name: 'mandats.json', bytes: Buffer.from(leJson(dossier)) },
  ];
  return zip([...said, ...papers], dossier.now);
}
