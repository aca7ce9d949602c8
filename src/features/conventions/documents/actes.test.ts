import { describe, expect, it } from 'vitest';
import { avenant, constat, jour, miseEnDemeure, opposition } from '../rules/exemples.ts';
import { type Avenant, clauses2022 } from '../rules.ts';
import { acteAttestation } from './attestation.ts';
import { acteAvenant, clausesAvant, modifications } from './avenant.ts';
import { contexte, exemple, territoire } from './exemples.ts';
import { registre } from './registre.ts';
import { unbroken } from './typographie.ts';

const dit = (papier: unknown): string => JSON.stringify(papier);
const un = avenant('2022-11-09', '2022-11-03', { demiJourneesParSemaine: 3 }, 'a1') as Avenant;
const deux = {
  ...(avenant('2022-12-01', '2022-12-05', { demiJourneesParSemaine: 5, preavisMois: 3 }, 'a2') as Avenant),
  numero: '2',
};

describe('avenant (art. 8.2)', () => {
  it('dit chaque clause changée, avant et après, et rien d’autre', () => {
    const convention = exemple('2022-10-10', [un, deux]);
    expect(modifications(convention, un)).toEqual([
      ['Permanences (art. 1.2)', '1 demi-journée par semaine', '3 demi-journées par semaine'],
    ]);
    expect(modifications(convention, deux)).toEqual([
      [
        'Opposition à la reconduction (art. 6)',
        '2 mois avant l’anniversaire, compte la réception',
        '3 mois avant l’anniversaire, compte la réception',
      ],
      ['Permanences (art. 1.2)', '3 demi-journées par semaine', '5 demi-journées par semaine'],
    ]);
    expect(clausesAvant(convention, un)).toEqual(clauses2022);
  });

  it('prend effet à la dernière signature : 3 puis 9 novembre 2022 → 9 novembre', () => {
    const acte = acteAvenant(exemple('2022-10-10', [un]), un, contexte());
    expect(acte.corps).toContainEqual({
      reperes: [{ libelle: 'Date d’effet de l’avenant', valeur: '9 novembre 2022' }],
    });
    expect(acte.signatures.map(({ signeeLe }) => signeeLe)).toEqual(['9 novembre 2022', '3 novembre 2022']);
    expect(acte.tampon).toBeNull();
    expect(acte.etablie.toString()).toBe('2022-11-09');
  });

  it('non signé par les deux : projet, sans date d’effet, une ligne à remplir', () => {
    const attendu = avenant('2022-11-09', null, { demiJourneesParSemaine: 3 }) as Avenant;
    const acte = acteAvenant(exemple('2022-10-10', [attendu]), attendu, contexte());
    expect(acte.tampon).toContain('Projet');
    expect(acte.signatures.map(({ signeeLe }) => signeeLe)).toEqual(['9 novembre 2022', null]);
    expect(dit(acte)).not.toContain('Date d’effet');
    expect(
      modifications(exemple('2022-10-10', [un, attendu]), { ...attendu, id: 'a3', date: jour('2022-12-01') }),
    ).toEqual([]);
  });

  it('signé après la fin, il ne la fait pas revivre et le dit', () => {
    const tard = avenant('2023-08-01', '2023-08-01', { finAuPlusTard: jour('2024-07-01') }) as Avenant;
    const acte = acteAvenant(exemple('2022-10-10', [tard]), tard, contexte());
    expect(acte.tampon).toContain('Sans effet');
    expect(dit(acte)).not.toContain('Date d’effet');
  });

  it('sans clause chiffrée changée, seul l’objet compte', () => {
    const objet = { ...(avenant('2022-11-09', '2022-11-09', {}) as Avenant), objet: 'Un second lieu' };
    const acte = acteAvenant(exemple('2022-10-10', [objet]), objet, contexte());
    expect(acte.corps).toContainEqual({ texte: 'Un second lieu.' });
    expect(dit(acte)).not.toContain('tableau');
  });
});

describe('attestation de dates (art. 6, art. 8.2)', () => {
  it('au 12 mars 2023, effet 10 octobre 2022 : périodes, anniversaires, derniers jours pour s’opposer', () => {
    const acte = acteAttestation(exemple('2022-10-10'), jour('2023-03-12'), contexte({ today: jour('2024-01-02') }));
    expect(acte.corps).toContainEqual({
      tableau: {
        colonnes: ['Période', 'Premier jour', 'Dernier jour', 'Anniversaire', 'Dernier jour pour s’opposer'],
        lignes: [
          ['1 (en cours)', '10 octobre 2022', '9 avril 2023', '10 avril 2023', '10 février 2023'],
          ['2', '10 avril 2023', '1er juillet 2023', 'aucun', 'sans objet'],
        ],
      },
    });
    expect(dit(acte)).toContain('"libelle":"Au 12 mars 2023","valeur":"En vigueur"');
    expect(dit(acte)).toContain('1er juillet 2023 inclus (terme de la convention, article 6)');
    expect(acte.fait).toBe('Fait à Perpignan, le 2 janvier 2024.');
  });

  it('un jour passé ignore la suite ; un jour à venir dit ce qu’il suppose', () => {
    const opposee = exemple('2022-10-10', [opposition('2023-01-20', '2023-01-25'), un]);
    const au = (date: string) => dit(acteAttestation(opposee, jour(date), contexte({ today: jour('2023-02-01') })));
    expect(au('2023-01-19')).toContain('"valeur":"En vigueur"');
    expect(au('2022-11-08')).toContain('"libelle":"Permanences (art. 1.2)","valeur":"1 demi-journée par semaine"');
    expect(au('2022-11-09')).toContain('3 demi-journées par semaine');
    expect(au('2023-01-25')).toContain('ne sera pas reconduite');
    expect(au('2023-01-25')).toContain('9 avril 2023 inclus (opposition à la reconduction, article 6)');
    expect(au('2023-04-10')).toContain('Terminée, non reconduite');
    expect(au('2023-04-10')).toContain('Ce jour est à venir');
    expect(au('2023-02-01')).not.toContain('Ce jour est à venir');
  });

  it('les lieux convenus avant la signature y sont, du jour de son effet', () => {
    const lieu = {
      id: '00000000-0000-7000-8000-000000000003',
      nom: 'Mairie des Essais',
      commune: 'Argelès-sur-Mer',
      structureId: '00000000-0000-7000-8000-000000000002',
      fermeLe: null,
      accordBeneficiaireLe: jour('2022-09-20'),
      accordDepartementLe: jour('2022-09-22'),
    };
    const acte = acteAttestation(exemple('2022-10-10'), jour('2023-03-12'), contexte(), [lieu]);
    expect(dit(acte)).toContain('"libelle":"Mairie des Essais, Argelès-sur-Mer","valeur":"depuis le 10 octobre 2022"');
    expect(dit(acteAttestation(exemple('2022-10-10'), jour('2022-10-09'), contexte(), [lieu]))).toContain(
      'Aucun lieu n’est convenu ce jour-là.',
    );
  });

  it('avant la signature, aucune date n’est inventée', () => {
    const acte = acteAttestation(exemple('2022-10-10'), jour('2022-10-09'), contexte());
    expect(acte.tampon).toContain('n’est pas signée');
    expect(dit(acte)).toContain('aucune : une signature manque');
    expect(dit(acte)).not.toContain('tableau');
  });

  it('une convention reconduite depuis vingt ans tient ses douze dernières périodes', () => {
    const longue = exemple('2003-01-01', [], { ...clauses2022, finAuPlusTard: null });
    const acte = acteAttestation(longue, jour('2023-01-15'), contexte());
    const tableau = acte.corps.find((bloc) => 'tableau' in bloc);
    expect(tableau && 'tableau' in tableau && tableau.tableau.lignes).toHaveLength(12);
    expect(dit(acte)).toMatch(/Les 12 dernières périodes, sur 4[0-9]\./);
    expect(dit(acte)).toContain('(en cours)');
  });
});

describe('registre des conventions', () => {
  it('chaque convention tient sur une ligne, dans l’ordre des références', () => {
    const finie = [miseEnDemeure('2023-01-10'), constat('2023-02-10')];
    const all = [
      { ...exemple('2022-10-10'), reference: 'CNV-2022-010' },
      { ...exemple('2022-10-10', finie), reference: 'CNV-2022-2' },
      { ...exemple('2022-10-10'), evenements: [], reference: 'CNV-2023-001' },
    ];
    const { lignes } = registre(all, territoire, null, jour('2023-01-15'));
    expect(lignes.map(({ reference }) => reference)).toEqual(['CNV-2022-2', 'CNV-2022-010', 'CNV-2023-001']);
    expect(lignes[1]).toEqual({
      reference: 'CNV-2022-010',
      structure: 'Communauté de communes des Essais',
      commune: 'Argelès-sur-Mer',
      siret: '999\u00a0999\u00a0999\u00a000009',
      effet: '10/10/2022',
      fin: '01/07/2023',
      echeance: { date: '10/02/2023', quoi: 'dernier jour d’opposition' },
      statut: 'en_vigueur',
    });
    expect(lignes[0]).toMatchObject({ fin: '10/02/2023', statut: 'mise_en_demeure' });
    expect(lignes[2]).toMatchObject({ effet: null, fin: '01/07/2023', echeance: null, statut: 'brouillon' });
  });
});

describe('typographie', () => {
  it('aucune ligne ne commence par une ponctuation, aucune date ne se coupe après son jour', () => {
    expect(unbroken('n° 18 : « oui » ; le 1er juillet, 30 jours (art. 7.1) ?').replaceAll('\u00a0', '~')).toBe(
      'n°~18~: «~oui~»~; le 1er~juillet, 30~jours (art.~7.1)~?',
    );
    expect(unbroken('a > b : c').replaceAll('\u00a0', '~')).toBe('a > b~: c');
  });
});
