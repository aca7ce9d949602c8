import { formatDate } from '../../../domain/date.ts';
import { lePlusTard } from '../../../domain/periode.ts';
import { clausesEnClair } from '../clauses-form.ts';
import {
  type Avenant,
  type Clauses,
  clausesAu,
  dateEffet,
  effetAvenant,
  LIBELLES_PARTIE,
  lireConvention,
  PARTIES,
  type Partie,
} from '../rules.ts';
import type { ConventionComplete } from '../store.ts';
import type { Acte, SignatureActe } from './acte.ts';
import { type Bloc, type Repere, texte } from './bloc.ts';
import { adresseDe, type Contexte, nomDe, representantAu, villeDe } from './contexte.ts';

/**
 * The clauses in force just before an avenant: those that the earlier ones left, or those of its date while it is not
 * signed by both.
 */
export function clausesAvant(convention: ConventionComplete, avenant: Avenant): Clauses {
  const effective = lireConvention(convention)?.avenants ?? [];
  const rank = effective.findIndex(({ id }) => id === avenant.id);
  if (rank < 0) return clausesAu(convention, avenant.date);
  let clauses = convention.clauses;
  for (const { changements } of effective.slice(0, rank)) clauses = { ...clauses, ...changements };
  return clauses;
}

/** Each clause that an avenant changes, before and after, in plain French; empty when it changes none of those held here. */
export function modifications(convention: ConventionComplete, avenant: Avenant): readonly (readonly string[])[] {
  const before = clausesAvant(convention, avenant);
  const after = new Map(
    clausesEnClair({ ...before, ...avenant.changements }).map(({ term, details }) => [term, details]),
  );
  return clausesEnClair(before).flatMap(({ term, details }) => {
    const next = after.get(term) ?? details;
    return next === details ? [] : [[term, details, next]];
  });
}

function partie(convention: ConventionComplete, qui: Partie, jour: Temporal.PlainDate, contexte: Contexte): Repere {
  const { nom, qualite } = representantAu(convention, qui, jour, contexte);
  const where = adresseDe(convention, qui, contexte).join(', ');
  return {
    libelle: LIBELLES_PARTIE[qui].replace(/^l/u, 'L'),
    valeur: `${nomDe(convention, qui, contexte)}, ${where}. Représentant : ${nom}, ${qualite}.`,
  };
}

function priseDEffet(convention: ConventionComplete, avenant: Avenant): readonly Bloc[] {
  const effet = effetAvenant(avenant);
  const rule = 'Cet avenant prend effet le jour de la dernière des deux signatures (article 8.2)';
  if (effet === null) return [texte(`${rule}.`)];
  const isLate = lireConvention(convention)?.avenantsSansEffet.some(({ id }) => id === avenant.id) ?? true;
  return isLate
    ? [texte(`${rule}.`)]
    : [texte(`${rule}.`), { reperes: [{ libelle: 'Date d’effet de l’avenant', valeur: formatDate(effet) }] }];
}

function tampon(convention: ConventionComplete, avenant: Avenant): string | null {
  if (effetAvenant(avenant) === null)
    return 'Projet : sans effet tant que les deux parties ne l’ont pas signé (article 8.2).';
  const lecture = lireConvention(convention);
  if (lecture === null) return 'Sans effet : la convention n’est pas signée par les deux parties.';
  if (!lecture.avenantsSansEffet.some(({ id }) => id === avenant.id)) return null;
  return 'Sans effet : signé après la fin de la convention, qu’un avenant ne fait pas revivre (article 8.2).';
}

/**
 * The paper of an avenant: parties, object, each clause changed with its text before and after, effect, signatures.
 *
 * Source: art. 8.2, « prendre la forme d'un avenant dûment daté et signé par chacune d'elles »; préambule for the parties.
 * What is not signed by both is printed « Projet ».
 * Example: signed 2022-11-09 by the Département and 2022-11-03 by the Bénéficiaire → effect 2022-11-09.
 */
export function acteAvenant(convention: ConventionComplete, avenant: Avenant, contexte: Contexte): Acte {
  const effet = dateEffet(convention);
  const changes = modifications(convention, avenant);
  const jour = effetAvenant(avenant) ?? avenant.date;
  const signature = (qui: Partie): SignatureActe => {
    const le = avenant.signatures[qui];
    const { nom, qualite } = representantAu(convention, qui, le ?? avenant.date, contexte);
    return { titre: `Pour ${LIBELLES_PARTIE[qui]}`, qualite, nom, signeeLe: le === null ? null : formatDate(le) };
  };
  return {
    titre: `Avenant n° ${avenant.numero}`,
    intitule: `Avenant n° ${avenant.numero}`,
    sousTitre: `À la convention d’objectifs et de partenariat ${convention.reference}`,
    reference: `Convention ${convention.reference}`,
    emetteurs: PARTIES.map((qui) => ({
      partie: qui,
      nom: nomDe(convention, qui, contexte),
      logo: contexte.logos[qui],
    })),
    corps: [
      texte('Entre les parties :'),
      { faits: PARTIES.map((qui) => partie(convention, qui, jour, contexte)) },
      texte(
        effet === null
          ? 'Les parties conviennent de ce qui suit.'
          : `Vu la convention conclue entre elles, qui a pris effet le ${formatDate(effet)}, et son article 8.2, les parties conviennent de ce qui suit.`,
      ),
      { titre: 'Article 1. Objet' },
      texte(/[.!?…»]$/u.test(avenant.objet) ? avenant.objet : `${avenant.objet}.`),
      { titre: 'Article 2. Modifications' },
      ...(changes.length === 0
        ? [texte('Cet avenant ne change ni la durée, ni le préavis, ni les délais, ni la fréquence des permanences.')]
        : [
            texte('Les clauses suivantes sont remplacées :'),
            { tableau: { colonnes: ['Clause', 'Jusqu’à présent', 'Désormais'], lignes: changes } },
          ]),
      { titre: 'Article 3. Prise d’effet' },
      ...priseDEffet(convention, avenant),
      { titre: 'Article 4. Autres clauses' },
      texte('Toutes les autres clauses de la convention restent inchangées et continuent de s’appliquer.'),
    ],
    fait: `Fait en deux exemplaires originaux, à ${villeDe(convention, 'departement', contexte)}, le ${formatDate(avenant.date)}.`,
    signatures: PARTIES.map(signature),
    tampon: tampon(convention, avenant),
    etablie: lePlusTard(avenant.date, jour),
    couleur: contexte.territoire.couleur,
  };
}
