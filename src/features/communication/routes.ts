import type { Compte } from '../../domain/compte.ts';
import { formatDate, formatHeure } from '../../domain/date.ts';
import { JOURS } from '../../domain/demi-journee.ts';
import { file, type Reply } from '../../platform/http/reply.ts';
import { get, type Route, type Rq } from '../../platform/http/route.ts';
import { findLieu, type Lieu } from '../lieux/store.ts';
import { findLogo } from '../territoires/store.ts';
import { type PermanenceAffichee, renderAffiche } from './affiche.ts';
import { datesAnnoncees, formatDateAffichee, SEMAINES_AFFICHEES } from './rules.ts';
import { type DateDePermanence, datesDuLieu } from './store.ts';

/** A référent prints the posters of his own structure. */
const sien = (compte: Compte, of: Lieu) => of.structureId !== null && of.structureId === compte.structureId;

function lieu(rq: Rq): Promise<Lieu | undefined> {
  return findLieu(rq.db, rq.territoire.id, rq.params['lieu'] ?? '');
}

function toPermanenceAffichee(dates: readonly DateDePermanence[], au: Temporal.PlainDate): PermanenceAffichee[] {
  const [first] = dates;
  if (first === undefined) return [];
  return [
    {
      jour: JOURS[first.jourSemaine],
      horaires: `${formatHeure(first.heureDebut)} – ${formatHeure(first.heureFin)}`,
      modalite: 'Sans rendez-vous',
      dates: datesAnnoncees(dates, { au, max: SEMAINES_AFFICHEES }).map(({ jour, ferme }) => ({
        texte: formatDateAffichee(jour),
        ferme,
      })),
    },
  ];
}

/** Announced in the order of the week. */
function byWeekday(a: readonly DateDePermanence[], b: readonly DateDePermanence[]): number {
  const [first, second] = [a[0], b[0]];
  if (first === undefined || second === undefined) return 0;
  return first.jourSemaine - second.jourSemaine || Temporal.PlainTime.compare(first.heureDebut, second.heureDebut);
}

async function affiche(rq: Rq, of: Lieu, url: string): Promise<Reply> {
  const au = rq.today.add({ weeks: SEMAINES_AFFICHEES });
  const dates = await datesDuLieu(rq.db, rq.territoire.id, of.id, { du: rq.today, au });
  const logo = await findLogo(rq.db, rq.territoire.id);
  const groups = [...Map.groupBy(dates, ({ permanenceId }) => permanenceId).values()].sort(byWeekday);
  const complete = new URL(`/lieux/${of.id}`, url).href;
  const bytes = await renderAffiche({
    lieu: { nom: of.nom, adresse: of.adresse, commune: `${of.codePostal} ${of.commune}` },
    permanences: groups.flatMap((group) => toPermanenceAffichee(group, au)),
    telephone: of.telephone ?? rq.territoire.telephone,
    apporter: (of.aApporter ?? '')
      .split(/[\n;]/)
      .map((one) => one.trim())
      .filter((one) => one !== ''),
    page: { complete, courte: new URL(url).host },
    mention: rq.territoire.mention,
    couleur: rq.territoire.couleur,
    departement: { nom: rq.territoire.nomComplet, logo: logo?.octets ?? null },
    beneficiaire: of.structureNom === null ? null : { nom: of.structureNom, logo: null },
    etablie: { iso: rq.today.toString(), texte: formatDate(rq.today) },
  });
  return file({ bytes, type: 'application/pdf', name: `affiche-${of.id}.pdf`, inline: true });
}

/** `url`: where people reach the site, for the QR code. */
export function communicationRoutes(url: string): readonly Route[] {
  return [
    get('/lieux/:lieu/affiche.pdf', {
      access: { equipe: true, agent: true, referent: sien },
      load: lieu,
      handle: async (rq, of) => affiche(rq, of, url),
    }),
  ];
}
