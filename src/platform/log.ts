import { type DestinationStream, destination, pino, stdTimeFunctions } from 'pino';
import { StartupRefusal } from './startup-refusal.ts';

export const NIVEAUX = ['error', 'warn', 'info', 'debug', 'silent'] as const;
export type Niveau = (typeof NIVEAUX)[number];

/** Identifiers, counts, words of ours: never what somebody typed. */
export type Fields = Readonly<Record<string, string | number | boolean | undefined>>;

/** `what` is a constant: whatever changes goes into `fields`, and an error into `error`, where its message is left out. */
export interface Log {
  debug(what: string, fields?: Fields): void;
  info(what: string, fields?: Fields): void;
  warn(what: string, fields?: Fields): void;
  error(what: string, error: unknown, fields?: Fields): void;
}

/**
 * Opens the log: one JSON object a line, on the standard error unless told. Written at once: what is said before the process
 * ends, however it ends, is not lost.
 */
export function openLog(niveau: Niveau, to: DestinationStream = destination({ fd: 2, sync: true })): Log {
  const out = pino(
    {
      level: niveau,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (level) => ({ level }) },
    },
    to,
  );
  return {
    debug: (what, fields = {}) => out.debug(fields, what),
    info: (what, fields = {}) => out.info(fields, what),
    warn: (what, fields = {}) => out.warn(fields, what),
    error: (what, error, fields = {}) => out.error({ ...fields, error: describeError(error) }, what),
  };
}

/** What is said of an error. */
export type DescribedError = {
  readonly type: string;
  /** Of our own refusals alone. */
  readonly message?: string;
  readonly stack: readonly string[];
  readonly cause?: DescribedError;
} & Readonly<Record<string, unknown>>;

/** Of a PostgreSQL or system error: what broke, never with what. PostgreSQL's `detail` and `where` quote whole rows. */
const SAFE = [
  'code',
  'severity',
  'schema',
  'table',
  'column',
  'constraint',
  'routine',
  'syscall',
  'responseCode',
] as const;
const WORD = /^[\w$ .:-]{1,120}$/;
const FRAME = /^\s+at (?:[^"'«“`]* )?\(?(?:file:\/\/|node:|\/|[A-Za-z]:\\|native|<anonymous>|index )[^"'«“`]*\)?$/;
const DEEPEST = 5;
const FRAMES_MAX = 30;

/**
 * The type of an error, its codes and the places that it went through. Its message is left out: those of PostgreSQL, of the
 * readers of JSON or of dates quote what they were given, and nothing tells them from the others. The place names the line of
 * code, which holds the message.
 */
export function describeError(error: unknown, depth = 0): DescribedError {
  if (!(error instanceof Error)) return { type: typeof error, stack: [] };
  const said: Readonly<Record<string, unknown>> = { ...error };
  const codes = SAFE.map((name) => [name, said[name]] as const).filter(
    ([, value]) => typeof value === 'number' || (typeof value === 'string' && WORD.test(value)),
  );
  return {
    type: WORD.test(error.name) ? error.name : 'Error',
    ...(error instanceof StartupRefusal ? { message: error.message } : {}),
    ...Object.fromEntries(codes),
    stack: framesOf(error),
    ...(error.cause === undefined || depth === DEEPEST ? {} : { cause: describeError(error.cause, depth + 1) }),
  };
}

/** The lines of the stack that name a place. A message of several lines may imitate them: it is cut first. */
function framesOf({ message, stack = '' }: Error): string[] {
  const at = message === '' ? -1 : stack.indexOf(message);
  return (at === -1 ? stack : stack.slice(at + message.length))
    .split('\n')
    .slice(1)
    .filter((line) => FRAME.test(line))
    .slice(0, FRAMES_MAX)
    .map((line) => line.trim());
}
