import { StoreError } from '#kernel';
import { FIELDS, type Field, type Fields } from './fields.ts';
import { reportTo, type Literal } from './logger.ts';
import { NestLogger } from './nest-logger.ts';
import { PinoLogger } from './pino-logger.ts';

type Line = Record<string, unknown>;

/** What could be in anything that a ministry or a stranger sends; nobody's data. */
const CANARIES = [
  'Testov Primer Obrazcovich',
  'Тестов Пример',
  'testov.primer@example.org',
  'AC1234567',
  '22501199012345',
  '1990-01-31',
  '+996 555 123456',
  'P<KGZTESTOV<<PRIMER<<<<<<<<<<<<<<<<<<<<<<<<<',
  'HIV positive',
  'Zk3-vq8W_testcode-of-130-bits',
];
const BREAKS = [
  '',
  '\r\n{"level":"info","message":"forged"}',
  '\u2028',
  '\u0085',
  '\u001b[2J',
  '\u202e',
];
const DIRTY = CANARIES.flatMap((canary) => BREAKS.map((end) => `${canary}${end}`));

function recorded(write: (logger: PinoLogger) => void): { text: string; lines: Line[] } {
  const chunks: string[] = [];
  write(new PinoLogger('debug', { write: (chunk) => chunks.push(chunk) }));
  const text = chunks.join('');
  return {
    text,
    lines: text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Line),
  };
}

const expectClean = ({ text, lines }: { text: string; lines: Line[] }, count: number) => {
  expect(lines).toHaveLength(count);
  expect(CANARIES.filter((canary) => text.includes(canary))).toEqual([]);
  expect(text).toMatch(/^[\x20-\x7e\n]*$/);
  expect(text).not.toContain('forged');
};

describe('a log line', () => {
  test('has a message, fields in their shapes, and the error', () => {
    const error = new StoreError('STORE_BEHIND', 'Testov Primer', { cause: new Error('Testov') });
    const { lines } = recorded((logger) =>
      logger.error(
        'process.failed',
        { process: 'backfill', participant: 'KG.MOH', count: 3 },
        error,
      ),
    );
    expect(lines).toEqual([
      {
        level: 'error',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        message: 'process.failed',
        process: 'backfill',
        participant: 'KG.MOH',
        count: 3,
        error: 'StoreError',
        errorCode: 'STORE_BEHIND',
        stack: expect.arrayContaining([expect.stringMatching(/^at .*logging\.spec\.ts:\d+:\d+/)]),
        cause: { error: 'Error', stack: expect.any(Array) },
      },
    ]);
  });

  test('comes from a report too', () => {
    const facts = { authority: 'RU.MOH', message: 'Testov Primer' };
    const { lines } = recorded((logger) => reportTo(logger)('a delivery waits', facts));
    expect(lines).toMatchObject([
      { level: 'warn', message: 'a delivery waits', authority: 'RU.MOH' },
    ]);
    expect(Object.keys(lines[0]!)).toEqual(['level', 'time', 'authority', 'message']);
  });

  test('below the level is not written', () => {
    const chunks: string[] = [];
    const logger = new PinoLogger('warn', { write: (chunk) => chunks.push(chunk) });
    logger.info('hub.started');
    expect(chunks).toEqual([]);
  });

  test('shows its fields when they are what they should be', () => {
    const fields: Required<Fields> = {
      participant: 'RU.AGENCY7',
      authority: 'RU.MOH',
      type: 'CertificateIssued',
      state: 'RU',
      kid: 'A'.repeat(43),
      event: '00000000-0000-4000-8000-000000000000',
      traceId: '00000000-0000-4000-8000-000000000001',
      code: 'STORE_BEHIND',
      brokerError: 'NOT_LEADER_FOR_PARTITION',
      route: '/v1/medical-certificates/:issuer/:id',
      method: 'POST',
      status: 201,
      origin: 'http://127.0.0.1:8080',
      version: '0.1.0',
      part: 'event-store',
      process: 'backfill',
      count: 12,
      milliseconds: 1.5,
    };
    expect(recorded((logger) => logger.info('all.fields', fields)).lines[0]).toMatchObject(fields);
    expect(Object.keys(fields).sort()).toEqual(Object.keys(FIELDS).sort());
  });
});

describe('no personal data and no control character gets into the log', () => {
  test.each(Object.keys(FIELDS) as Field[])('through the field %s', (field) =>
    expectClean(
      recorded((logger) => {
        for (const dirty of DIRTY) logger.info('canary', { [field]: dirty });
        for (const dirty of [22501199012345, { name: 'Testov Primer Obrazcovich' }, ['AC1234567']])
          logger.info('canary', { [field]: dirty as never });
      }),
      DIRTY.length + 3,
    ),
  );

  test('through a field that is not on the list', () =>
    expectClean(
      recorded((logger) => {
        for (const dirty of DIRTY) logger.info('canary', { [dirty]: dirty, name: dirty } as Fields);
      }),
      DIRTY.length,
    ));

  test('through a message made at run time', () =>
    expectClean(
      recorded((logger) => {
        for (const dirty of DIRTY) logger.warn(dirty);
      }),
      DIRTY.length,
    ));

  test('through an error and its causes', () =>
    expectClean(
      recorded((logger) => {
        for (const dirty of DIRTY) {
          const named = Object.assign(new Error(dirty), { name: dirty, code: dirty });
          logger.error('canary', {}, new Error(dirty, { cause: named }));
          logger.error('canary', {}, new Error(`${dirty}\n    at ${dirty} (file:///hub.js:1:2)`));
          logger.error(
            'canary',
            {},
            Object.assign(new Error('a'), { stack: `    at ${dirty}:1:2` }),
          );
          logger.error('canary', {}, dirty);
        }
      }),
      DIRTY.length * 4,
    ));

  test('through a report', () =>
    expectClean(
      recorded((logger) => {
        const report = reportTo(logger);
        for (const dirty of DIRTY) report(dirty, { message: dirty, authority: dirty, code: dirty });
      }),
      DIRTY.length,
    ));

  test('through Nest', () =>
    expectClean(
      recorded((logger) => {
        const nest = new NestLogger(logger);
        for (const dirty of DIRTY) {
          nest.log(dirty, dirty);
          nest.warn(dirty, 'Router');
          nest.error(new Error(dirty), dirty, dirty);
        }
      }),
      DIRTY.length * 3,
    ));

  test('by a text that is not in the code: it does not compile', () => {
    const literal: Literal<'hub.started'> = 'hub.started';
    const made: [Literal<string>, Literal<`hub.${string}`>] extends [never, never] ? true : false =
      true;
    expect([literal, made]).toEqual(['hub.started', true]);
  });
});
