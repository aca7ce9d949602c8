import { describe, expect, test } from 'vitest';
import { readConfiguration } from './configuration.ts';

const REELLE = {
  DATABASE_URL: 'postgres://r:m@serveur/base',
  SMTP_URL: 'smtps://c:m@serveur',
  ESCALE_URL: 'https://escale.exemple.fr/',
  ESCALE_EXPEDITEUR: 'Escale <ne-pas-repondre@exemple.fr>',
};

function erreurs(env: Record<string, string>): readonly string[] {
  const read = readConfiguration(env);
  return 'erreurs' in read ? read.erreurs : [];
}

describe('la passerelle de SMS', () => {
  test('est une adresse, avec un jeton et un expéditeur, ou rien', () => {
    const sms = { SMS_URL: 'https://sms.exemple.fr/envoi', SMS_JETON: 'abc', SMS_EXPEDITEUR: 'Escale66' };
    expect(readConfiguration({ ...REELLE, ...sms })).toMatchObject({
      configuration: { smsUrl: 'https://sms.exemple.fr/envoi', smsJeton: 'abc', smsExpediteur: 'Escale66' },
    });
    expect(readConfiguration(REELLE)).toMatchObject({ configuration: { smsUrl: undefined } });
  });

  test.each([
    ['SMS_URL', { SMS_URL: 'sms.exemple.fr' }],
    ['SMS_JETON', { SMS_URL: 'https://sms.exemple.fr', SMS_JETON: 'a b' }],
    ['SMS_EXPEDITEUR', { SMS_URL: 'https://sms.exemple.fr', SMS_EXPEDITEUR: 'Le Département du Sud' }],
    ['SMS_JETON', { SMS_JETON: 'abc' }],
  ])('%s faux est dit', (nom, env) => {
    expect(erreurs({ ...REELLE, ...env }).join(' ')).toContain(nom);
  });
});

describe('configuration', () => {
  test('sans rien, c’est une démonstration sur le port 3000 de cette machine', () => {
    expect(readConfiguration({})).toMatchObject({
      configuration: {
        port: 3000,
        adresse: '127.0.0.1',
        demo: true,
        url: 'http://localhost:3000',
        databaseUrl: undefined,
      },
    });
  });

  test('avec DATABASE_URL, c’est une vraie installation', () => {
    expect(readConfiguration(REELLE)).toMatchObject({
      configuration: { demo: false, adresse: '0.0.0.0', url: 'https://escale.exemple.fr' },
    });
  });

  test('une valeur vide compte comme absente', () => {
    expect(readConfiguration({ PORT: '', DATABASE_URL: ' ' })).toMatchObject({
      configuration: { port: 3000, demo: true },
    });
  });

  test('toutes les valeurs fausses sont dites en une fois, chacune par son nom', () => {
    const dites = erreurs({
      PORT: '70000',
      ESCALE_ADRESSE: 'ici',
      ESCALE_URL: 'escale',
      ESCALE_DEMO: 'peut-être',
      DATABASE_URL: 'mysql://serveur/base',
      DATABASE_URL_PROPRIETAIRE: 'x',
      SMTP_URL: 'http://serveur',
      ESCALE_EXPEDITEUR: 'personne',
      ESCALE_HORODATAGE: 'horodatage.exemple.fr',
      ESCALE_TRACES_NIVEAU: 'tout',
      ESCALE_METRIQUES_JETON: 'court',
      CLES_URL: 'postgres://a/b postgres://c/d mysql://e/f',
      ESCALE_CLE_MAITRE_PRECEDENTE: 'trop courte',
    });
    const noms = [
      'PORT',
      'ESCALE_ADRESSE',
      'ESCALE_URL',
      'ESCALE_DEMO',
      'DATABASE_URL',
      'DATABASE_URL_PROPRIETAIRE',
      'SMTP_URL',
      'ESCALE_EXPEDITEUR',
      'ESCALE_HORODATAGE',
      'ESCALE_TRACES_NIVEAU',
      'ESCALE_METRIQUES_JETON',
      'CLES_URL',
      'ESCALE_CLE_MAITRE_PRECEDENTE',
    ];
    for (const nom of noms) expect(dites.filter((phrase) => phrase.startsWith(`${nom} `))).toHaveLength(1);
    expect(dites).toHaveLength(noms.length);
  });

  test.each(['0', '-1', '3000.5', 'abc', '65536', '١'])('PORT « %s » est refusé', (PORT) => {
    expect(erreurs({ PORT })).toEqual(['PORT doit être un nombre entier de 1 à 65535.']);
  });

  test('hors démonstration, le courriel et l’adresse du site sont demandés ensemble', () => {
    const dites = erreurs({ ESCALE_DEMO: 'non' });
    expect(dites.map((phrase) => phrase.split(' ')[0])).toEqual(['SMTP_URL', 'ESCALE_EXPEDITEUR', 'ESCALE_URL']);
  });

  test('une démonstration ne trace que ce qui va mal, une installation chaque demande', () => {
    expect(readConfiguration({})).toMatchObject({ configuration: { niveauTraces: 'warn', jetonMetriques: undefined } });
    expect(readConfiguration({ ESCALE_TRACES_NIVEAU: 'debug' })).toMatchObject({
      configuration: { niveauTraces: 'debug' },
    });
    const smtp = { SMTP_URL: 'smtp://serveur', ESCALE_EXPEDITEUR: 'a@exemple.fr', ESCALE_URL: 'https://exemple.fr' };
    expect(readConfiguration({ ESCALE_DEMO: 'non', ...smtp })).toMatchObject({
      configuration: { niveauTraces: 'info' },
    });
  });

  test('les clés ont une à trois places', () => {
    const [a, b] = ['postgres://r:m@un/cles', 'postgresql://r:m@deux/cles'];
    expect(readConfiguration({ CLES_URL: ` ${a}  ${b} ` })).toMatchObject({ configuration: { clesUrls: [a, b] } });
    expect(readConfiguration({})).toMatchObject({ configuration: { clesUrls: [] } });
    const dite = 'CLES_URL doit être une à trois adresses PostgreSQL, séparées par des espaces.';
    expect(erreurs({ CLES_URL: `${a} ${a} ${a} ${a}` })).toEqual([dite]);
  });

  test('les cachets sont dans le dossier de données, sauf s’il en est dit un autre ; rien n’est horodaté sans adresse', () => {
    expect(readConfiguration({ ESCALE_DONNEES: '/var/lib/escale' })).toMatchObject({
      configuration: { cachets: '/var/lib/escale/cachets', horodatage: undefined },
    });
    const ailleurs = { ESCALE_CACHETS: '/etc/escale/cachets', ESCALE_HORODATAGE: 'https://tsp.exemple.fr/a' };
    expect(readConfiguration(ailleurs)).toMatchObject({
      configuration: { cachets: '/etc/escale/cachets', horodatage: 'https://tsp.exemple.fr/a' },
    });
  });

  test('une adresse dans un sous-dossier est refusée', () => {
    expect(erreurs({ ESCALE_URL: 'https://exemple.fr/escale' })).toHaveLength(1);
  });
});
