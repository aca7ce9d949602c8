import { join, resolve } from 'node:path';
import { z } from 'zod';
import { NIVEAUX, type Niveau } from './log.ts';

/** How this Escale runs, read once from the environment. */
export interface Configuration {
  readonly port: number;
  /** Address of the network card that is listened on. */
  readonly adresse: string;
  /** Where people reach the site, without a final slash: « https://escale.exemple.fr ». */
  readonly url: string;
  /** Absolute path of the data folder. */
  readonly donnees: string;
  /** The key of the coffre, 32 bytes in base64; undefined: the file `cle` of the data folder. */
  readonly cle: string | undefined;
  /** The master key of the keys, 32 bytes in base64; undefined: the file `cle-maitre` of the data folder. */
  readonly cleMaitre: string | undefined;
  /** The one before, until a rotation is over. */
  readonly cleMaitrePrecedente: string | undefined;
  /** Where the keys are kept, each in all of them; empty: the embedded PostgreSQL of the data folder. */
  readonly clesUrls: readonly string[];
  /** How many proxies of ours stand in front, each adding one address to X-Forwarded-For. */
  readonly proxies: number;
  /** Undefined: the embedded PostgreSQL. */
  readonly databaseUrl: string | undefined;
  /** The owner's address, who migrates. Undefined with `databaseUrl` given: this Escale never migrates. */
  readonly databaseUrlProprietaire: string | undefined;
  readonly demo: boolean;
  readonly smtpUrl: string | undefined;
  /** Sender of the mail: « Escale <ne-pas-repondre@exemple.fr> ». */
  readonly expediteur: string | undefined;
  /** Where SMS are handed over; undefined: none leaves, and a call replaces each. */
  readonly smsUrl: string | undefined;
  readonly smsJeton: string | undefined;
  /** The name or the number that SMS come from. */
  readonly smsExpediteur: string | undefined;
  /** What the log keeps. */
  readonly niveauTraces: Niveau;
  /** Absolute path of the PEM file of the anchors of signatures; undefined: no chain is followed. */
  readonly ancres: string | undefined;
  /** Absolute path of the folder of the certificates that seal documents, one a territoire. */
  readonly cachets: string;
  /** Where timestamps of seals are asked for (RFC 3161); undefined: none is. */
  readonly horodatage: string | undefined;
  /** Opens GET /metriques; undefined: the page does not exist. */
  readonly jetonMetriques: string | undefined;
}

const POSTGRES = /^postgres(?:ql)?:$/;
const HTTP = /^https?:$/;
const SMTP = /^smtps?:$/;
const PORT_MAX = 65_535;

const isUrl = (protocol: RegExp) => (text: string) => URL.canParse(text) && protocol.test(new URL(text).protocol);
const isPort = (text: string): boolean => /^[0-9]{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= PORT_MAX;

/** A place of keys and its two synchronous replicas. */
const CLES_MAX = 3;

const cle = (name: string) =>
  z
    .string()
    .refine(
      (text) => Buffer.from(text, 'base64').byteLength === 32,
      `${name} doit être une clé de 32 octets en base64, comme en donne « openssl rand -base64 32 ».`,
    );

const environment = z
  .object({
    PORT: z.string().refine(isPort, `PORT doit être un nombre entier de 1 à ${PORT_MAX}.`).default('3000'),
    ESCALE_ADRESSE: z
      .union([z.ipv4(), z.ipv6()], 'ESCALE_ADRESSE doit être une adresse IP, comme 127.0.0.1 ou 0.0.0.0.')
      .optional(),
    ESCALE_URL: z
      .string()
      .refine(isUrl(HTTP), 'ESCALE_URL doit être une adresse complète, comme https://escale.exemple.fr.')
      .refine(
        (text) => !URL.canParse(text) || new URL(text).pathname === '/',
        'ESCALE_URL doit s’arrêter après le nom du site : Escale ne se place pas dans un sous-dossier.',
      )
      .optional(),
    ESCALE_DONNEES: z.string().default('./.escale'),
    ESCALE_ANCRES: z.string().optional(),
    ESCALE_CACHETS: z.string().optional(),
    ESCALE_HORODATAGE: z
      .string()
      .refine(
        isUrl(HTTP),
        'ESCALE_HORODATAGE doit être l’adresse d’un serveur d’horodatage (RFC 3161), comme https://horodatage.exemple.fr/tsp.',
      )
      .optional(),
    ESCALE_PROXYS: z
      .string()
      .regex(/^[0-5]$/, 'ESCALE_PROXYS doit être le nombre de serveurs placés devant Escale, de 0 à 5.')
      .default('0'),
    ESCALE_CLE: cle('ESCALE_CLE').optional(),
    ESCALE_CLE_MAITRE: cle('ESCALE_CLE_MAITRE').optional(),
    ESCALE_CLE_MAITRE_PRECEDENTE: cle('ESCALE_CLE_MAITRE_PRECEDENTE').optional(),
    CLES_URL: z
      .string()
      .transform((text) => text.trim().split(/\s+/))
      .refine(
        (urls) => urls.length <= CLES_MAX && urls.every(isUrl(POSTGRES)),
        'CLES_URL doit être une à trois adresses PostgreSQL, séparées par des espaces.',
      )
      .optional(),
    ESCALE_DEMO: z.enum(['oui', 'non'], 'ESCALE_DEMO doit être « oui » ou « non ».').optional(),
    DATABASE_URL: z
      .string()
      .refine(
        isUrl(POSTGRES),
        'DATABASE_URL doit être une adresse PostgreSQL, comme postgres://role:motdepasse@serveur/base.',
      )
      .optional(),
    DATABASE_URL_PROPRIETAIRE: z
      .string()
      .refine(
        isUrl(POSTGRES),
        'DATABASE_URL_PROPRIETAIRE doit être une adresse PostgreSQL, comme postgres://role:motdepasse@serveur/base.',
      )
      .optional(),
    SMTP_URL: z
      .string()
      .refine(
        isUrl(SMTP),
        'SMTP_URL doit être l’adresse d’un serveur de courriel, comme smtps://compte:motdepasse@serveur.',
      )
      .optional(),
    ESCALE_EXPEDITEUR: z
      .string()
      .regex(
        /^[^<>\r\n]*<?[^\s<>@]+@[^\s<>@]+>?$/,
        'ESCALE_EXPEDITEUR doit être une adresse électronique, comme ne-pas-repondre@exemple.fr.',
      )
      .optional(),
    SMS_URL: z
      .string()
      .refine(isUrl(HTTP), 'SMS_URL doit être l’adresse d’une passerelle de SMS, comme https://sms.exemple.fr/envoi.')
      .optional(),
    SMS_JETON: z
      .string()
      .regex(/^[\x21-\x7e]+$/, 'SMS_JETON doit être écrit sans espace ni accent.')
      .optional(),
    SMS_EXPEDITEUR: z
      .string()
      .regex(
        /^(?:[A-Za-z0-9 ]{3,11}|\+?[0-9]{5,15})$/,
        'SMS_EXPEDITEUR doit être un nom de 3 à 11 lettres ou chiffres, ou un numéro.',
      )
      .optional(),
    ESCALE_TRACES_NIVEAU: z.enum(NIVEAUX, `ESCALE_TRACES_NIVEAU doit être l’un de : ${NIVEAUX.join(', ')}.`).optional(),
    ESCALE_METRIQUES_JETON: z
      .string()
      .regex(
        /^[A-Za-z0-9._~+/=-]{32,}$/,
        'ESCALE_METRIQUES_JETON doit compter au moins 32 lettres ou chiffres, comme en donne « openssl rand -hex 32 ».',
      )
      .optional(),
  })
  // Each pair below is checked on its own, so that every wrong value is said at once.
  .superRefine((env, context) => {
    const say = (message: string): void => void context.addIssue({ code: 'custom', message });
    if (env.DATABASE_URL_PROPRIETAIRE !== undefined && env.DATABASE_URL === undefined) {
      say('DATABASE_URL_PROPRIETAIRE ne sert qu’avec DATABASE_URL : indiquez les deux, ou aucune.');
    }
    if (env.ESCALE_CLE_MAITRE_PRECEDENTE !== undefined && env.ESCALE_CLE_MAITRE === undefined) {
      say('ESCALE_CLE_MAITRE_PRECEDENTE ne sert qu’avec ESCALE_CLE_MAITRE : indiquez les deux, ou aucune.');
    }
    if (env.SMS_URL === undefined && (env.SMS_JETON !== undefined || env.SMS_EXPEDITEUR !== undefined)) {
      say('SMS_JETON et SMS_EXPEDITEUR ne servent qu’avec SMS_URL : indiquez-la, ou aucune des trois.');
    }
    const demo = env.ESCALE_DEMO ?? (env.DATABASE_URL === undefined ? 'oui' : 'non');
    if (demo === 'non' && env.SMTP_URL === undefined) {
      say('SMTP_URL manque : hors démonstration, la connexion se fait par un lien envoyé par courriel.');
    }
    if (demo === 'non' && env.ESCALE_EXPEDITEUR === undefined) {
      say('ESCALE_EXPEDITEUR manque : hors démonstration, les courriels portent l’adresse de leur expéditeur.');
    }
    if (demo === 'non' && env.ESCALE_URL === undefined) {
      say('ESCALE_URL manque : hors démonstration, les courriels et les affiches portent l’adresse du site.');
    }
  });

/**
 * Reads the configuration from `env`, an empty value counting as absent. Returns every wrong value at once, each as one
 * French sentence that names its variable.
 *
 * Without ESCALE_ADRESSE, a demo that nothing configures listens on this machine alone (anyone may sign in to it), and an
 * installation on all its network cards.
 */
export function readConfiguration(env: NodeJS.ProcessEnv): { configuration: Configuration } | { erreurs: string[] } {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
  const parsed = environment.safeParse(given, { jitless: true });
  if (!parsed.success) return { erreurs: parsed.error.issues.map(({ message }) => message) };
  const values = parsed.data;
  const port = Number(values.PORT);
  const demo = values.ESCALE_DEMO === undefined ? values.DATABASE_URL === undefined : values.ESCALE_DEMO === 'oui';
  return {
    configuration: {
      port,
      adresse: values.ESCALE_ADRESSE ?? (demo && values.ESCALE_URL === undefined ? '127.0.0.1' : '0.0.0.0'),
      url: new URL(values.ESCALE_URL ?? `http://localhost:${port}`).origin,
      donnees: resolve(values.ESCALE_DONNEES),
      ancres: values.ESCALE_ANCRES === undefined ? undefined : resolve(values.ESCALE_ANCRES),
      cachets: resolve(values.ESCALE_CACHETS ?? join(values.ESCALE_DONNEES, 'cachets')),
      horodatage: values.ESCALE_HORODATAGE,
      cle: values.ESCALE_CLE,
      cleMaitre: values.ESCALE_CLE_MAITRE,
      cleMaitrePrecedente: values.ESCALE_CLE_MAITRE_PRECEDENTE,
      clesUrls: values.CLES_URL ?? [],
      proxies: Number(values.ESCALE_PROXYS),
      databaseUrl: values.DATABASE_URL,
      databaseUrlProprietaire: values.DATABASE_URL_PROPRIETAIRE,
      demo,
      smtpUrl: values.SMTP_URL,
      expediteur: values.ESCALE_EXPEDITEUR,
      smsUrl: values.SMS_URL,
      smsJeton: values.SMS_JETON,
      smsExpediteur: values.SMS_EXPEDITEUR,
      // A demo is tried at a terminal, where a line a request would hide what is said to the person.
      niveauTraces: values.ESCALE_TRACES_NIVEAU ?? (demo ? 'warn' : 'info'),
      jetonMetriques: values.ESCALE_METRIQUES_JETON,
    },
  };
}
