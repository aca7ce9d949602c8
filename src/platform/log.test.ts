import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describeError, openLog } from './log.ts';
import { StartupRefusal } from './startup-refusal.ts';

function caught(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error('Nothing was thrown');
}

describe('Ce que le journal technique dit d’une erreur', () => {
  test('son type, ses codes, les endroits traversés : jamais son message ni les lignes que PostgreSQL cite', () => {
    const error = Object.assign(new Error('la clé (courriel)=(secret@exemple.fr) existe'), {
      name: 'error',
      code: '23505',
      table: 'compte',
      constraint: 'compte_casquette_unique',
      detail: 'Key (courriel)=(secret@exemple.fr) already exists.',
      where: 'COPY compte, line 1: "secret"',
    });
    const described = describeError(error);
    expect(described).toMatchObject({
      type: 'error',
      code: '23505',
      table: 'compte',
      constraint: 'compte_casquette_unique',
    });
    expect(described.stack[0]).toMatch(/^at .*log\.test\.ts:\d+:\d+\)?$/);
    expect(JSON.stringify(described)).not.toContain('secret');
  });

  test.each([
    ['un lecteur de JSON', () => JSON.parse('secret')],
    ['un lecteur de dates', () => Temporal.PlainDate.from('secret')],
    ['une adresse', () => new URL('secret')],
    [
      'un texte jeté',
      () => {
        throw 'secret';
      },
    ],
    [
      'un objet jeté',
      () => {
        throw { message: 'secret', stack: 'secret' };
      },
    ],
  ])('ce que cite %s n’y est pas', (_, work) => {
    expect(JSON.stringify(describeError(caught(work)))).not.toContain('secret');
  });

  test('un message qui imite une pile n’y entre pas, les causes non plus', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 8 }), fc.boolean(), (text, multiline) => {
        const secret = `SECRET${text}`;
        const message = multiline ? `x\n    at ${secret} (/tmp/${secret}.ts:1:1)\n${secret}` : secret;
        const error = new RangeError('outer', { cause: new TypeError(message, { cause: new Error(message) }) });
        expect(JSON.stringify(describeError(error))).not.toContain('SECRET');
      }),
    );
  });

  test('une erreur qui se cause elle-même se dit en peu de lignes', () => {
    const error = new Error('ronde');
    error.cause = error;
    expect(JSON.stringify(describeError(error)).length).toBeLessThan(50_000);
  });

  test('nos propres refus se lisent', () => {
    expect(describeError(new StartupRefusal('Le port est pris.')).message).toBe('Le port est pris.');
  });
});

describe('Le niveau', () => {
  test.each([
    ['silent', []],
    ['error', ['bug']],
    ['warn', ['attention', 'bug']],
    ['info', ['attention', 'bug', 'started']],
    ['debug', ['attention', 'bug', 'detail', 'started']],
  ] as const)('%s garde ce qu’il dit', (niveau, kept) => {
    const lines: { msg: string; level: string; time: string }[] = [];
    const log = openLog(niveau, { write: (line) => lines.push(JSON.parse(line)) });
    log.debug('detail');
    log.info('started', { port: 3000 });
    log.warn('attention');
    log.error('bug', new Error('secret'), { route: 'GET /' });
    expect(lines.map(({ msg }) => msg).sort()).toEqual(kept);
    for (const { time, level } of lines) {
      expect(time).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
      expect(level).toBeOneOf(['debug', 'info', 'warn', 'error']);
    }
  });
});
