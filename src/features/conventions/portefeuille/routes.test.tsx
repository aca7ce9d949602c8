import { beforeAll, describe, expect, test } from 'vitest';
import { useBase } from '../../../../test/base.ts';
import { IBAN, NIR, NIR_ECRIT } from '../../../../test/numeros.ts';
import { poste } from '../../../../test/portefeuille.ts';
import { SIRETS, type SmallTerritoire, seedSmallTerritoire } from '../../../../test/small-territoire.ts';
import { openSite, type Visitor } from '../../../../test/visitor.ts';
import { inTerritoire } from '../../../platform/db.ts';
import { uuidv7 } from '../../../platform/ids.ts';
import { writeSheet } from '../../../platform/spreadsheet/write.ts';
import { evenementsEffectifs, statutAu } from '../rules.ts';
import { allConventions, saveEvenements } from '../store.ts';
import { type Cle, COLONNE_DE, COLONNES } from './colonnes.ts';

const ADRESSE = '/conventions/importer';
type Ligne = Partial<Record<Cle, string>>;

/** A CSV of these rows, with the columns that they use. */
function csv(...lignes: readonly Ligne[]): Uint8Array {
  const cles = COLONNES.map(({ cle }) => cle).filter((cle) => lignes.some((ligne) => ligne[cle] !== undefined));
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const rows = [
    cles.map((cle) => COLONNE_DE[cle].titre),
    ...lignes.map((ligne) => cles.map((cle) => ligne[cle] ?? '')),
  ];
  return new TextEncoder().encode(rows.map((row) => row.map(quoted).join(';')).join('\r\n'));
}

const NOUVELLE: Ligne = {
  siret: '999 999 999 00041',
  nom: 'Commune d’Essai',
  nature: 'commune',
  adresse: '1 place de l’Essai',
  codePostal: '66400',
  commune: 'Céret',
  representantNom: 'Madame Zoé Fictive',
  representantFonction: 'Maire',
};
const SIGNEE: Ligne = {
  ...NOUVELLE,
  reference: 'CNV-E-1',
  deliberationDepartementNumero: '18',
  deliberationDepartementDate: '12/01/2026',
  accuseDepartementNumero: '066-18',
  accuseDepartementTransmiseLe: '14/01/2026',
  accuseDepartementRecueLe: '2026-01-14',
  deliberationBeneficiaireNumero: 'DL-42',
  deliberationBeneficiaireDate: '20/01/2026',
  signatureBeneficiaireDate: '02/02/2026',
  signatureDepartementDate: '10/02/2026',
  assureur: 'Mutuelle',
  assuranceDu: '01/01/2026',
  assuranceAu: '31/12/2026',
};

describe('reprendre un portefeuille', () => {
  const base = useBase();
  let small: SmallTerritoire;
  let site: ReturnType<typeof openSite>;
  let equipe: Visitor;
  const { travailler, envoyer, analyser, importer } = poste(
    () => base.request,
    () => equipe,
  );

  beforeAll(async () => {
    small = await seedSmallTerritoire(base.owner);
    site = openSite(base.request);
    equipe = await site.signedIn(small.comptes.equipe, { confirme: true });
  });

  const all = () => inTerritoire(base.request, '66', (db) => allConventions(db, '66'));
  async function convention(reference: string) {
    const found = (await all()).find((one) => one.reference === reference);
    if (found === undefined) throw new Error(`No convention ${reference}`);
    return found;
  }
  const types = async (reference: string) =>
    evenementsEffectifs((await convention(reference)).evenements).map(({ type }) => type);

  test('rien n’est écrit avant la confirmation ; ensuite la convention est en vigueur', async () => {
    const { id, text } = await analyser(csv(SIGNEE));
    expect(text).toContain('ligne nouvelle');
    expect(await all()).toEqual([]);
    expect((await equipe.get(`${ADRESSE}/${id}/ecrire`)).text).toContain(
      '1 ligne ajoute une structure ou une convention',
    );
    await equipe.post(`${ADRESSE}/${id}/ecrire`);
    expect((await equipe.get(`${ADRESSE}/${id}`)).headers.get('refresh')).toBe('2');
    await travailler(id);
    const done = await equipe.get(`${ADRESSE}/${id}`);
    expect(done.text).toContain('Le fichier est au registre');
    expect(done.headers.get('refresh')).toBeNull();
    const signee = await convention('CNV-E-1');
    expect(signee.structure).toMatchObject({ nom: 'Commune d’Essai', siret: '99999999900041', commune: 'Céret' });
    expect(statutAu(signee, Temporal.PlainDate.from('2026-02-10'))).toBe('en_vigueur');
    const signature = signee.evenements.find((one) => one.type === 'signature' && one.partie === 'departement');
    expect(signature).toMatchObject({ signataire: 'Anne Fictive', qualite: 'Présidente' });
    expect(signee.enregistrements.every(({ createdBy }) => createdBy === 'Compte equipe')).toBe(true);
  });

  test('le même fichier, importé deux fois, ne change rien : il n’y a plus rien à écrire', async () => {
    const before = await convention('CNV-E-1');
    const again = await importer(csv(SIGNEE));
    expect(again.analyse).toContain('Il n’y a rien à écrire');
    expect(again.status).toBe(422);
    expect(await convention('CNV-E-1')).toEqual(before);
  });

  test('le travail relancé après coup n’écrit rien de plus', async () => {
    const { id } = await importer(csv({ ...SIGNEE, reference: 'CNV-E-2' }));
    const before = await convention('CNV-E-2');
    await travailler(id);
    await travailler(uuidv7());
    expect(await convention('CNV-E-2')).toEqual(before);
  });

  test('toutes les erreurs à la fois, chacune avec sa ligne et sa colonne', async () => {
    const { text, id } = await analyser(
      csv(
        { ...NOUVELLE, siret: '12345678901234', nature: 'château' },
        { siret: '999 999 999 00058', nom: 'Incomplète', codePostal: '66400', commune: 'Atlantide' },
        { ...NOUVELLE, codePostal: '75001', courriel: 'pas une adresse', pointAccueil: 'Mairie' },
        { ...SIGNEE, reference: 'CNV-X-1', signatureDepartementDate: '31/02/2026', assuranceAu: '' },
        { ...SIGNEE, reference: 'CNV-X-2', deliberationBeneficiaireDate: '01/03/2026' },
        { ...SIGNEE, reference: 'CNV-X-3', signatureDepartementDate: '01/01/2099', dureeMois: '2', preavisMois: '2' },
        { ...SIGNEE, siret: '9,99999E+13', reference: 'a'.repeat(41), reconductions: 'souvent' },
        { nom: 'Sans numéro' },
      ),
    );
    for (const message of [
      'sa clé de contrôle est fausse',
      'La nature : « château » ne convient pas. Écrivez : Commune, Intercommunalité (EPCI)',
      'remplissez la case « Adresse »',
      'Aucune commune ne s’appelle « Atlantide »',
      'Le code postal de Céret est 66400.',
      'adresse électronique est incomplète',
      'Indiquez la référence de la convention',
      'n’existe pas dans le calendrier',
      'Il manque « Assurance : au » pour enregistrer l’attestation d’assurance',
      'Pas de signature sans les deux délibérations : il manque celle qui autorise le Bénéficiaire',
      'Le préavis doit être plus court que la durée d’une période',
      'Le 1er janvier 2099 est à venir',
      'Le tableur a abrégé ce numéro SIRET',
      '41 caractères, 40 au plus',
      'Reconductions : écrivez un nombre de 0 à 40',
      'Indiquez le numéro SIRET de la structure.',
    ]) {
      expect(text, message).toContain(message);
    }
    expect(text).toContain('Rien ne peut être écrit tel quel');
    const rapport = (await equipe.get(`${ADRESSE}/${id}/rapport.csv`)).text;
    expect(rapport).toContain('4;À corriger;Commune d’Essai;;Code postal;Le code postal de Céret est 66400.');
    expect((await equipe.get(`${ADRESSE}/${id}/ecrire`)).location).toBe(`${ADRESSE}/${id}`);
    expect((await equipe.post(`${ADRESSE}/${id}/ecrire`)).status).toBe(422);
  });

  test('un secret dans une case est refusé avec sa colonne, et ne se montre ni ne s’écrit nulle part', async () => {
    const { text, id } = await analyser(
      csv({ ...NOUVELLE, siret: '999 999 999 00108', nom: `Mairie ${NIR_ECRIT}`, adresse: `RIB ${IBAN}` }),
      `portefeuille ${IBAN}.csv`,
    );
    const rapport = (await equipe.get(`${ADRESSE}/${id}/rapport.csv`)).text;
    expect(rapport).toContain(
      'Structure;N’écrivez pas de numéro de sécurité sociale ici : Escale n’en garde aucun. Corrigez cette case, puis renvoyez le fichier.',
    );
    expect(rapport).toContain('Adresse;N’écrivez pas d’IBAN ici');
    expect(text).toContain('portefeuille [IBAN retiré].csv');
    for (const secret of [NIR_ECRIT, IBAN]) expect(text + rapport).not.toContain(secret);
    expect((await equipe.post(`${ADRESSE}/${id}/ecrire`)).status).toBe(422);
    const titre = await analyser(new TextEncoder().encode(`SIRET;${NIR}\n1;x`));
    expect(titre.text).toContain('« [numéro de sécurité sociale retiré] » n’est pas un titre du modèle');
  });

  test('des lignes qui se contredisent sont renvoyées à celle qui l’a dit d’abord', async () => {
    const { text } = await analyser(
      csv(
        { ...SIGNEE, siret: '999 999 999 00066', reference: 'CNV-C-1' },
        { siret: '999 999 999 00066', nom: 'Autre nom', reference: 'CNV-C-1', deliberationBeneficiaireNumero: 'DL-43' },
        { siret: SIRETS[0], reference: 'CNV-C-1' },
        { siret: SIRETS[0], reference: 'CNV-E-1' },
      ),
    );
    expect(text).toContain('La ligne 2 dit autre chose : « Commune d’Essai ».');
    expect(text).toContain('La ligne 2 dit autre chose de la délibération du Bénéficiaire.');
    expect(text.match(/est celle d’une autre structure/g)).toHaveLength(2);
  });

  test('une ligne de plus ajoute une seconde attestation et une opposition', async () => {
    const { status } = await importer(
      csv(
        { ...SIGNEE, reference: 'CNV-L-1' },
        {
          siret: '999 999 999 00041',
          reference: 'CNV-L-1',
          assureur: 'Mutuelle',
          assuranceDu: '01/01/2027',
          assuranceAu: '31/12/2027',
          oppositionAuteur: 'bénéficiaire',
          oppositionEnvoyeeLe: '01/03/2026',
        },
      ),
    );
    expect(status).toBe(303);
    expect((await types('CNV-L-1')).slice(5)).toEqual(['assurance', 'assurance', 'opposition']);
  });

  test('une date corrigée remplace l’ancienne, qui reste, annulée ; l’accusé suit sa délibération', async () => {
    const base1 = { ...SIGNEE, reference: 'CNV-R-1' };
    await importer(csv(base1));
    const { analyse } = await importer(
      csv({ siret: '999 999 999 00041', reference: 'CNV-R-1', deliberationDepartementNumero: '19', note: 'Corrigée.' }),
    );
    expect(analyse).toContain('« 18, 12/01/2026 » devient « 19, 12/01/2026 »');
    expect(analyse).toContain('ajout de « Corrigée. »');
    const corrigee = await convention('CNV-R-1');
    expect(corrigee.note).toBe('Corrigée.');
    const effectifs = evenementsEffectifs(corrigee.evenements);
    const [deliberation] = effectifs.filter((one) => one.type === 'deliberation' && one.partie === 'departement');
    expect(deliberation).toMatchObject({ numero: '19', date: Temporal.PlainDate.from('2026-01-12') });
    expect(effectifs.filter(({ type }) => type === 'teletransmission')).toMatchObject([
      { deliberationId: deliberation?.id, numero: '066-18' },
    ]);
    expect(corrigee.evenements.filter(({ type }) => type === 'annulation')).toHaveLength(2);
    expect((await analyser(csv({ ...base1, deliberationDepartementNumero: '19' }))).text).toContain('rien à écrire');
  });

  test('une opposition dont on apprend la réception est la même ; une clause ne change pas', async () => {
    const ligne = {
      ...SIGNEE,
      reference: 'CNV-O-1',
      oppositionAuteur: 'Département',
      oppositionEnvoyeeLe: '01/06/2026',
    };
    await importer(csv(ligne));
    await importer(csv({ ...ligne, oppositionRecueLe: '03/06/2026' }));
    const oppositions = evenementsEffectifs((await convention('CNV-O-1')).evenements).filter(
      (one) => one.type === 'opposition',
    );
    expect(oppositions).toMatchObject([{ recueLe: Temporal.PlainDate.from('2026-06-03') }]);
    const { text } = await analyser(
      csv({ ...ligne, preavisMois: '3', finAuPlusTard: '01/07/2027', pointAccueil: 'Ailleurs' }),
    );
    expect(text).toContain('Cette convention dit « 2 » : une clause ne change que par un avenant (art. 8.2).');
    expect(text).toContain('Cette convention dit « aucune »');
    expect(text).toContain('Le point d’accueil est écrit dans la convention');
  });

  test('une structure du registre se corrige, une case vide ne l’efface pas', async () => {
    const { analyse } = await importer(csv({ siret: SIRETS[1], nom: 'Médiathèque rebaptisée', representantNom: '' }));
    expect(analyse).toContain('« Médiathèque des Essais » devient « Médiathèque rebaptisée »');
    const fiche = (await equipe.get(`/structures/${small.autreStructure}`)).text;
    expect(fiche).toContain('Médiathèque rebaptisée');
    expect(fiche).toContain('Jeanne Fictive');
    expect((await analyser(csv({ siret: SIRETS[1], fermeeLe: '01/01/2026' }))).text).toContain('ne ferme ni ne rouvre');
  });

  test.each([
    [
      'Windows-1252, virgules',
      ',',
      (text: string) => Uint8Array.from(text, (c) => ({ '’': 0x92 })[c] ?? c.charCodeAt(0)),
    ],
    ['UTF-8 avec marque, tabulations', '\t', (text: string) => new TextEncoder().encode(`\uFEFF${text}`)],
  ])('%s', async (_, separator, encode) => {
    const text = new TextDecoder()
      .decode(csv({ ...NOUVELLE, siret: SIRETS[3], note: '', reference: '' }))
      .replaceAll('";"', `"${separator}"`);
    const { text: said } = await analyser(
      encode(text.replace('SIRET', 'siret').replace('Représentant', 'REPRESENTANT')),
    );
    expect(said).toContain('Commune d’Essai');
    expect(said).toContain('ligne nouvelle');
  });

  test('un classeur : dates d’Excel, SIRET et code postal devenus des nombres', async () => {
    const cles = [
      'siret',
      'nom',
      'nature',
      'adresse',
      'codePostal',
      'commune',
      'representantNom',
      'representantFonction',
    ] as const;
    const titres = [
      ...cles,
      'reference',
      'deliberationDepartementNumero',
      'deliberationDepartementDate',
      'dissolution',
    ] as const;
    const values = cles.map((cle) => NOUVELLE[cle] ?? '');
    const book = await writeSheet(
      'Feuille',
      titres.map((cle) => COLONNE_DE[cle].titre),
      [[99999999900074, ...values.slice(1, 4), 66400, ...values.slice(5), 'CNV-B-1', 12, 46034, null]],
    );
    const { status } = await importer(book, 'registre.xlsx');
    expect(status).toBe(303);
    const [deliberation] = (await convention('CNV-B-1')).evenements;
    expect(deliberation).toMatchObject({ numero: '12', date: Temporal.PlainDate.from('2026-01-12') });
  });

  test('ce qui ressemble à une formule est un texte : neutralisé à l’export, relu exactement', async () => {
    const nom = `=cmd|' /C calc'!A0`;
    const { status } = await importer(
      csv({ ...NOUVELLE, siret: '999 999 999 00082', nom: `'${nom}`, adresse: '@SUM(1)' }),
    );
    expect(status).toBe(303);
    const exported = await equipe.get('/conventions/registre.csv');
    expect(exported.text).toContain(`;'=cmd|' /C calc'!A0;`);
    expect(exported.text).toContain(`;'@SUM(1);`);
    const again = await analyser(new TextEncoder().encode(exported.text));
    expect(again.text).toContain('Il n’y a rien à écrire');
  });

  test('un nom hostile est montré comme du texte', async () => {
    const { text } = await analyser(
      csv({ ...NOUVELLE, siret: '999 999 999 00090', nom: '<script>alert(1)</script>' }),
      '<b>x.csv',
    );
    expect(text).toContain('&lt;script&gt;alert(1)');
    expect(text).toContain('&lt;b&gt;x.csv');
    expect(text).not.toContain('<script>alert');
  });

  test.each([
    ['un PDF', new TextEncoder().encode('%PDF-1.7'), 'n’est pas un tableau'],
    ['un guillemet ouvert', new TextEncoder().encode('SIRET;Structure\n"1;x\n2;y\n'), 'guillemet ouvert'],
    ['20 001 lignes', new TextEncoder().encode(`SIRET\n${'1\n'.repeat(20_001)}`), 'plus de 20'],
    [
      'un titre inconnu',
      new TextEncoder().encode('SIRET;Couleur\n1;bleu'),
      'Colonne B : « Couleur » n’est pas un titre du modèle',
    ],
    ['un titre deux fois', new TextEncoder().encode('SIRET;siret\n1;1'), 'Ce titre est écrit deux fois'],
    ['pas de SIRET', new TextEncoder().encode('Structure\nX'), 'Il manque la colonne « SIRET »'],
    ['une case de trop', new TextEncoder().encode('SIRET\n1;2'), 'plus de cases que la ligne des titres'],
  ])('%s : la page le dit, et rien ne s’écrit', async (_, bytes, sentence) => {
    const { id, text } = await analyser(bytes);
    expect(text).toContain(sentence);
    expect((await equipe.post(`${ADRESSE}/${id}/ecrire`)).status).toBe(422);
  });

  test('un envoi sans fichier, ou trop lourd, est refusé', async () => {
    const empty = await equipe.upload(ADRESSE, new FormData());
    expect(empty.status).toBe(422);
    expect(empty.text).toContain('Choisissez le fichier à analyser.');
    const heavy = { 'content-type': 'multipart/form-data; boundary=x', 'content-length': String(22 * 1024 * 1024) };
    expect((await equipe.post(ADRESSE, {}, heavy)).status).toBe(413);
    // Nobody fills the memory of the server before having said who he is.
    const some = { ...heavy, 'content-length': String(2 * 1024 * 1024) };
    expect((await equipe.post(ADRESSE, {}, some)).status).not.toBe(413);
    for (const other of [
      site.anonymous(),
      await site.signedIn(small.comptes.agent),
      await site.signedIn(small.comptes.equipe, { niveau: 'lien' }),
    ]) {
      expect((await other.post(ADRESSE, {}, some)).status).toBe(413);
    }
  });

  test('le modèle se télécharge, s’explique, et sa ligne d’exemple ne s’importe pas', async () => {
    const model = await equipe.get(`${ADRESSE}/modele.csv`);
    const { text } = await analyser(new TextEncoder().encode(model.text));
    expect(text).toContain('sa clé de contrôle est fausse');
    expect(text).not.toContain('Rien ne peut être écrit tel quel</p><p>Aucune');
    const valid = model.text.replace('000 000 000 00000', '999 999 999 00108');
    expect((await analyser(new TextEncoder().encode(valid))).text).toContain('ligne nouvelle');
    const colonnes = (await equipe.get(`${ADRESSE}/colonnes`)).text;
    for (const { titre } of COLONNES) expect(colonnes).toContain(titre);
  });

  describe('la case « Autres événements »', () => {
    const note = (text: string) => JSON.stringify({ id: uuidv7(), type: 'note', date: '2026-03-01', texte: text });
    const ligne = (autres: string, reference = 'CNV-J-1') => csv({ ...SIGNEE, reference, autres });

    test('porte ce qu’aucune colonne ne montre, une fois', async () => {
      const autres = `${note('un')}\n${note('deux')}`;
      await importer(ligne(autres));
      expect((await types('CNV-J-1')).filter((type) => type === 'note')).toHaveLength(2);
      expect((await importer(ligne(autres))).status).toBe(422);
    });

    test.each([
      ['du texte', 'Avenant n° 1', 'ne se lit pas'],
      ['un type inconnu', `{"id":"${uuidv7()}","type":"sortilege"}`, 'ne se lit pas'],
      ['sans identifiant', '{"type":"note","date":"2026-03-01","texte":"x"}', 'ne se lit pas'],
      ['un tableau', '[1]', 'ne se lit pas'],
      ['un champ de trop', `{"id":"${uuidv7()}","type":"note","date":"2026-03-01","texte":"x","prive":1}`, 'incomplet'],
      ['une date impossible', `{"id":"${uuidv7()}","type":"note","date":"2026-02-31","texte":"x"}`, 'incomplet'],
      [
        'une annulation de rien',
        `{"id":"${uuidv7()}","type":"annulation","evenementId":"${uuidv7()}","date":"2026-03-01","motif":"x"}`,
        'n’existe pas dans cette convention',
      ],
      [
        'un lieu d’ailleurs',
        `{"id":"${uuidv7()}","type":"lieu_convenu","lieuId":"${uuidv7()}","date":"2026-03-01"}`,
        'n’est pas un lieu de cette structure',
      ],
      [
        'un constat sans mise en demeure',
        `{"id":"${uuidv7()}","type":"constat","miseEnDemeureId":"${uuidv7()}","date":"2026-03-01","resultat":"remediee"}`,
        'suppose une mise en demeure qui compte encore',
      ],
    ])('%s est refusé', async (_, autres, sentence) => {
      expect((await analyser(ligne(autres, 'CNV-J-2'))).text).toContain(sentence);
    });

    test('un événement enregistré ne se modifie pas, et n’est pas celui d’une autre convention', async () => {
      const [known] = (await convention('CNV-J-1')).evenements.filter(({ type }) => type === 'note');
      const changed = JSON.stringify({ id: known?.id, type: 'note', date: '2026-03-01', texte: 'autre' });
      expect((await analyser(ligne(changed))).text).toContain('ne se modifie pas');
      expect((await analyser(ligne(changed, 'CNV-J-3'))).text).toContain('est celui d’une autre convention');
      const fresh = note('partagée');
      const { text } = await analyser(
        csv({ ...SIGNEE, reference: 'CNV-J-4', autres: fresh }, { ...SIGNEE, reference: 'CNV-J-5', autres: fresh }),
      );
      expect(text).toContain('est celui d’une autre convention');
    });
  });

  test('20 000 lignes s’analysent sans faire attendre les autres, et les erreurs se lisent par pages', async () => {
    const line = (rank: number) => `${99_999_999_900_009 + rank};Commune ${rank}`;
    const rows = ['SIRET;Structure', ...Array.from({ length: 20_000 }, (_, rank) => line(rank))];
    const id = await envoyer(new TextEncoder().encode(rows.join('\n')));
    let isDone = false;
    const work = travailler(id).then(() => {
      isDone = true;
    });
    expect((await equipe.get('/structures')).status).toBe(200);
    expect(isDone).toBe(false);
    await work;
    const page = (await equipe.get(`${ADRESSE}/${id}?verdict=erreur&page=400`)).text;
    expect(page).toMatch(/Ligne 20\s001</);
    expect((await equipe.get(`${ADRESSE}/${id}?page=%00&verdict=x`)).status).toBe(200);
  }, 60_000);

  test('le registre a changé entre l’analyse et la confirmation : rien n’est écrit, et la page dit pourquoi', async () => {
    const { id } = await analyser(csv({ ...SIGNEE, reference: 'CNV-T-1' }));
    await importer(csv({ ...SIGNEE, siret: '999 999 999 00116', nom: 'Autre', reference: 'CNV-T-1' }));
    await equipe.post(`${ADRESSE}/${id}/ecrire`);
    await travailler(id);
    const page = (await equipe.get(`${ADRESSE}/${id}`)).text;
    expect(page).toContain('est celle d’une autre structure');
    expect(page).toContain('Rien ne peut être écrit tel quel');
  });

  test('deux imports du même fichier, confirmés ensemble, n’écrivent qu’une fois', async () => {
    const file = csv({ ...SIGNEE, reference: 'CNV-T-2' });
    const ids = [await envoyer(file), await envoyer(file)];
    for (const id of ids) await travailler(id);
    for (const id of ids) await equipe.post(`${ADRESSE}/${id}/ecrire`);
    await Promise.all(ids.map(travailler));
    expect(await types('CNV-T-2')).toHaveLength(6);
  });

  test('un import s’abandonne tant qu’il n’est pas écrit', async () => {
    const { id } = await analyser(csv({ ...SIGNEE, reference: 'CNV-A-1' }));
    expect((await equipe.post(`${ADRESSE}/${id}/abandonner`)).location).toBe(ADRESSE);
    expect((await equipe.get(`${ADRESSE}/${id}`)).status).toBe(404);
    const { id: written } = await importer(csv({ ...SIGNEE, reference: 'CNV-A-2' }));
    expect((await equipe.post(`${ADRESSE}/${written}/abandonner`)).status).toBe(422);
  });

  test('ni un autre rôle, ni un autre territoire, ni sans redonner le code', async () => {
    const { id } = await analyser(csv({ ...SIGNEE, reference: 'CNV-P-1' }));
    for (const role of ['agent', 'referent', 'direction', 'dpo', 'administrateur'] as const) {
      const other = await site.signedIn(small.comptes[role], { confirme: true });
      for (const path of ['/conventions/registre.xlsx', '/conventions/registre.csv', ADRESSE, `${ADRESSE}/${id}`]) {
        expect((await other.get(path)).status, `${role} ${path}`).toBe(403);
      }
    }
    const voisin = await site.signedIn(small.comptes.voisin, { territoireId: '00', host: 'voisin.localhost' });
    expect((await voisin.get(`${ADRESSE}/${id}`)).status).toBe(404);
    expect((await voisin.get('/conventions/registre.csv')).text).not.toContain('Commune d’Essai');
    const hurried = await site.signedIn(small.comptes.equipe);
    expect((await hurried.post(`${ADRESSE}/${id}/ecrire`)).location).toMatch(/^\/confirmer\?suite=/);
  });

  test('une autre façon d’enregistrer attend que l’import soit écrit', async () => {
    const { id } = await analyser(csv({ ...SIGNEE, reference: 'CNV-E-1', dissolution: '01/05/2026' }));
    await equipe.post(`${ADRESSE}/${id}/ecrire`);
    await travailler(id);
    const known = await convention('CNV-E-1');
    const event = { id: uuidv7(), type: 'note', date: Temporal.PlainDate.from('2026-05-02'), texte: 'x' } as const;
    await inTerritoire(base.request, '66', (db) => saveEvenements(db, '66', known.id, [event], null));
    expect((await types('CNV-E-1')).slice(-2)).toEqual(['dissolution', 'note']);
  });
});
