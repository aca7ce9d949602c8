import { describe, expect, test } from 'vitest';
import { phrase } from '../../domain/refus.ts';
import {
  alertesAgent,
  contratAu,
  estCertifie,
  finContratProposee,
  joursHorsContrat,
  PHRASES_AGENT,
  verifierCertificat,
  verifierContrat,
} from './rules.ts';

const jour = (text: string) => Temporal.PlainDate.from(text);
const contrats = [
  { debut: jour('2025-09-01'), fin: jour('2026-08-31') },
  { debut: jour('2026-10-01'), fin: jour('2027-09-30') },
];
const certificat = { intitule: 'Médiation numérique', obtenuLe: jour('2025-12-01') };

describe('équipe départementale', () => {
  test('préambule : un conseiller est recruté pour 2 ans ; annexe 1 : un ambassadeur pour 1 an', () => {
    expect(`${finContratProposee('conseiller', jour('2025-09-01'))}`).toBe('2027-08-31');
    expect(`${finContratProposee('ambassadeur', jour('2025-09-01'))}`).toBe('2026-08-31');
  });

  test('annexe 1 : un contrat vaut son dernier jour compris, et se renouvelle', () => {
    expect(contratAu(contrats, jour('2026-08-31'))).toBe(contrats[0]);
    expect(contratAu(contrats, jour('2026-09-01'))).toBeNull();
    expect(contratAu([{ debut: jour('2026-01-01'), fin: null }], jour('2040-01-01'))).not.toBeNull();
    const jours = ['2026-08-31', '2026-09-15', '2026-10-01', '2027-10-01'].map(jour);
    expect(joursHorsContrat(contrats, jours).map(String)).toEqual(['2026-09-15', '2027-10-01']);
  });

  test('préambule : la formation certifiante est suivie', () => {
    expect(estCertifie(certificat, jour('2025-12-01'))).toBe(true);
    expect(estCertifie(certificat, jour('2025-11-30'))).toBe(false);
    expect(estCertifie(null, jour('2025-12-01'))).toBe(false);
  });

  test('annexe 1 : la fin d’un contrat est annoncée deux mois avant', () => {
    const alertes = (date: string) =>
      alertesAgent({ contrats, certificat }, jour(date)).map((a) => phrase(PHRASES_AGENT, a));
    expect(alertes('2027-07-29')).toEqual([]);
    expect(alertes('2027-07-30')).toEqual(['Le contrat de cet agent prend fin le 30 septembre 2027.']);
    expect(alertes('2027-10-01')).toEqual(['Le contrat de cet agent a pris fin le 30 septembre 2027.']);
    expect(
      alertesAgent({ contrats: [{ debut: jour('2026-01-01'), fin: null }], certificat: null }, jour('2027-01-01')),
    ).toEqual([{ refus: 'certificat_absent' }]);
  });
});

describe('préambule : fiche d’un agent', () => {
  const date = (iso: string) => Temporal.PlainDate.from(iso);

  test('un contrat ne finit pas avant de commencer ; un jour est le plus court', () => {
    expect(verifierContrat(date('2026-03-01'), date('2026-02-28'))).toMatchObject({ refus: 'contrat_inverse' });
    expect(verifierContrat(date('2026-03-01'), date('2026-03-01'))).toBeNull();
  });

  test('un certificat a un intitulé et une date passée, ou n’est pas encore enregistré', () => {
    const today = date('2026-11-24');
    expect(verifierCertificat(null, null, today)).toBeNull();
    expect(verifierCertificat('Titre', today, today)).toBeNull();
    expect(verifierCertificat('Titre', null, today)).toEqual({ refus: 'certificat_sans_date' });
    expect(verifierCertificat(null, today, today)).toEqual({ refus: 'certificat_sans_intitule' });
    expect(verifierCertificat('Titre', date('2026-11-25'), today)).toEqual({ refus: 'certificat_futur' });
  });
});
