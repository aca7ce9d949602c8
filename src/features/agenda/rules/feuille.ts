import { formatDateLongue, formatHeure } from '../../../domain/date.ts';

type Jour = Temporal.PlainDate;
type Heure = Temporal.PlainTime;

/** One rendez-vous as the sheet of a place reads it: an hour and a code, nobody. */
export interface RendezVousFeuille {
  readonly debut: Heure;
  readonly fin: Heure;
  readonly code: string;
  readonly statut: 'tenu' | 'confirme' | 'arrive' | 'recu' | 'absent' | 'annule' | 'a_replacer';
}

/** One half-day of the sheet. */
export interface SeanceFeuille {
  readonly id: string;
  readonly lieuId: string | null;
  readonly lieuNom: string;
  readonly jour: Jour;
  readonly heureDebut: Heure;
  readonly heureFin: Heure;
  readonly statut: 'prevue' | 'annulee';
  readonly salle: string | null;
  /** How people are received; help given elsewhere has no series: as they come. */
  readonly accueil: 'libre' | 'rendez_vous' | 'mixte';
  readonly rdvDebut: Heure | null;
  readonly rdvFin: Heure | null;
  readonly jourPrevu: Jour | null;
  readonly exceptions: readonly string[];
  /** The contract of its agent is over by then. */
  readonly sansAgent: boolean;
  readonly rendezVous: readonly RendezVousFeuille[];
}

const CODE_MONTRE = 4;

/**
 * What the sheet shows of each code: its first letters, as few as tell those of a day apart. The whole code changes or cancels a
 * rendez-vous: it is on the slip of the person, and on no paper that lies on the table of somebody else’s house.
 * Example: « K7RT2MPA » and « K7RT9XCD » → « K7RT2 » and « K7RT9 »; « K7RT2MPA » alone → « K7RT ».
 */
export function codesMontres(codes: readonly string[]): ReadonlyMap<string, string> {
  let length = CODE_MONTRE;
  const distinct = new Set(codes);
  while (length < 8 && new Set([...distinct].map((code) => code.slice(0, length))).size < distinct.size) length += 1;
  return new Map([...distinct].map((code) => [code, code.slice(0, length)]));
}

/** « Sans rendez-vous », « Sur rendez-vous », « Sur rendez-vous de 9 h à 10 h 30, puis sans rendez-vous » */
export function direAccueil({
  accueil,
  rdvDebut,
  rdvFin,
}: Pick<SeanceFeuille, 'accueil' | 'rdvDebut' | 'rdvFin'>): string {
  if (accueil === 'libre') return 'Sans rendez-vous';
  if (accueil === 'rendez_vous' || rdvDebut === null || rdvFin === null) return 'Sur rendez-vous';
  return `Sur rendez-vous de ${formatHeure(rdvDebut)} à ${formatHeure(rdvFin)}, sans rendez-vous le reste du temps`;
}

/** Lines left blank for those who come without a rendez-vous. */
export function lignesVides({ accueil }: Pick<SeanceFeuille, 'accueil'>): number {
  return { libre: 10, mixte: 6, rendez_vous: 2 }[accueil];
}

const plage = ({ heureDebut, heureFin }: Pick<SeanceFeuille, 'heureDebut' | 'heureFin'>) =>
  `${formatHeure(heureDebut)} – ${formatHeure(heureFin)}`;

/**
 * What is not as usual in a lieu on a day, a sentence each, without any name nor reason: the reason may tell of somebody’s health.
 * Example: séance of Tuesday 24 November 2026 held on Thursday 26 → on the 24th « La permanence de 9 h – 12 h est déplacée au jeudi 26
 * novembre 2026, 9 h – 12 h. »; on the 26th « La permanence de 9 h – 12 h remplace celle du mardi 24 novembre 2026. »
 */
export function changementsDuJour(
  { lieuId, jour }: { readonly lieuId: string; readonly jour: Jour },
  seances: readonly SeanceFeuille[],
): readonly string[] {
  const isHere = (one: SeanceFeuille) => one.lieuId === lieuId && one.jour.equals(jour);
  const codes = codesMontres(seances.flatMap(({ rendezVous }) => rendezVous.map(({ code }) => code)));
  return seances.flatMap((seance) => {
    if (!isHere(seance)) return seance.statut === 'prevue' ? [direDepart(seance, lieuId)] : [];
    const gone = seance.rendezVous.filter(({ statut }) => statut === 'annule' || statut === 'a_replacer');
    return [
      ...direSeance(seance),
      ...gone.map(({ debut, code, statut }) => {
        const end = statut === 'annule' ? 'annulé' : 'ne peut pas être tenu : le Département rappelle la personne';
        return `Rendez-vous de ${formatHeure(debut)} (${codes.get(code) ?? ''}) : ${end}.`;
      }),
    ];
  });
}

function direSeance(seance: SeanceFeuille): readonly string[] {
  const { jour, jourPrevu, exceptions, statut, sansAgent } = seance;
  if (statut === 'annulee') return [`La permanence de ${plage(seance)} n’a pas lieu.`];
  const moved = jourPrevu !== null && !jourPrevu.equals(jour);
  return [
    ...(moved ? [`La permanence de ${plage(seance)} remplace celle du ${formatDateLongue(jourPrevu)}.`] : []),
    ...(exceptions.includes('horaire') ? [`Horaire exceptionnel : ${plage(seance)}.`] : []),
    ...(exceptions.includes('lieu') ? [`La permanence de ${plage(seance)} se tient ici exceptionnellement.`] : []),
    ...(exceptions.includes('agent')
      ? [`La permanence de ${plage(seance)} est tenue par un autre agent que d’habitude.`]
      : []),
    ...(sansAgent ? [`La permanence de ${plage(seance)} n’est pas confirmée : téléphonez.`] : []),
  ];
}

function direDepart(seance: SeanceFeuille, lieuId: string): string {
  const where = seance.lieuId === lieuId ? '' : `, ${seance.lieuNom}`;
  return `La permanence prévue ce jour est déplacée au ${formatDateLongue(seance.jour)}, ${plage(seance)}${where}.`;
}
