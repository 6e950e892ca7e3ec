import { existsSync } from 'node:fs';
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { JsonObject } from '#kernel';
import { until } from '#testing';
import { CommandLine } from '../stage/command-line.ts';
import { Stage } from '../stage/stage.ts';

// 144 certificates that states' systems issued (eu-digital-green-certificates/dgc-testdata, Apache-2.0).
// They lie beside the project, not in it.
const ISSUED = fileURLToPath(
  new URL('../../../shared/data/dcc/certificates.ndjson', import.meta.url),
);
const MAPPED = 139;
const REJECTED = [
  [15, 'SIGNER_NOT_VALID'],
  [54, 'DISEASE_UNKNOWN'],
  [55, 'DATES_CONTRADICT'],
  [56, 'DISEASE_UNKNOWN'],
  [139, 'SIGNER_KEY_USAGE'],
];
const RECIPIENTS = ['RU', 'KZ'];

type Line = {
  readonly line: number;
  readonly outcome: 'mapped' | 'rejected';
  readonly reason?: string;
  readonly status?: number;
  readonly record?: { readonly id: string };
  readonly receipt?: string;
};
type Delivered = {
  readonly event: { readonly type: string };
  readonly record: { readonly issuer: string; readonly id: string };
  readonly claims: JsonObject & { readonly original: { readonly bytes: string } };
};

describe('importing documents of another system', () => {
  let stage: Stage;
  let eurasec: CommandLine;
  beforeAll(async () => {
    stage = await Stage.start();
    eurasec = new CommandLine(stage);
    await eurasec.conclude('kg-ru-kz', ['KG.MOH', 'RU.MOH', 'KZ.MOH'], '--include-evidence');
  });
  afterAll(() => stage.close());

  const write = async (name: string, text: string) => {
    await writeFile(join(stage.folder, name), text);
    return name;
  };

  test.each<[string, string | undefined, string]>([
    ['a file that is not there', undefined, 'nothing.ndjson is not there.'],
    ['an empty file', '', 'nothing.ndjson is empty.'],
    ['a file of blank lines', '\n\n', 'nothing.ndjson is empty.'],
  ])('refuses %s with a sentence', async (_, text, sentence) => {
    if (text !== undefined) await write('nothing.ndjson', text);
    const { exit, out, err } = await eurasec.run('KG.MOH', 'import', 'dcc', 'nothing.ndjson');
    expect({ exit, out, err }).toEqual({ exit: 2, out: '', err: `${sentence}\n` });
  });

  test('tells what a line of garbage is, and sends nothing of it', async () => {
    const file = await write('garbage.ndjson', 'garbage\nHC1:%%%\n{"hcert":7}\n');
    const { exit, out, err } = await eurasec.run('KG.MOH', 'import', 'dcc', file, '--json');
    expect(exit).toBe(1);
    expect(out).toBe(
      '{"line":1,"outcome":"rejected","reason":"NOT_HC1"}\n' +
        '{"line":2,"outcome":"rejected","reason":"NOT_BASE45"}\n' +
        '{"line":3,"outcome":"rejected","reason":"LINE_UNREADABLE"}\n',
    );
    expect(err).toBe('0 mapped, 3 rejected.\n0 accepted, 0 refused.\n');
  });

  if (!existsSync(ISSUED))
    test('the issued certificates are not at ../shared/data/dcc: nothing was imported', () =>
      expect(existsSync(ISSUED)).toBe(false));
  else
    describe('of the certificates that states issued', () => {
      const file = 'dcc.ndjson';
      let imported: Line[];
      let issued: readonly string[];
      beforeAll(async () => {
        await copyFile(ISSUED, join(stage.folder, file));
        issued = (await readFile(ISSUED, 'utf8'))
          .trimEnd()
          .split('\n')
          .map((line) => (JSON.parse(line) as { hcert: string }).hcert);
        imported = await eurasec.json<Line>('KG.MOH', 'import', 'dcc', file);
      });

      const mapped = () => imported.filter(({ outcome }) => outcome === 'mapped');
      const deliveredTo = (state: string) =>
        [...stage.nationalSystem(state).effects.values()] as Delivered[];

      test('a dry run tells the same, a line each, and needs neither hub nor key', async () => {
        const lines = await eurasec.json<Line>('', 'import', 'dcc', file, '--dry-run');
        expect(lines).toHaveLength(issued.length);
        expect(lines.map(({ line }) => line)).toEqual(issued.map((_, index) => index + 1));
        const rejected = lines.filter(({ outcome }) => outcome === 'rejected');
        expect(rejected.map(({ line, reason }) => [line, reason])).toEqual(REJECTED);
        const others = lines.filter(({ outcome }) => outcome !== 'rejected');
        expect(others.every((one) => Object.keys(one).join() === 'line,outcome')).toBe(true);
      });

      test('each is accepted, but for those that have a reason', () => {
        const rejected = imported.filter(({ outcome }) => outcome === 'rejected');
        expect(rejected.map(({ line, reason }) => [line, reason])).toEqual(REJECTED);
        expect(mapped()).toHaveLength(MAPPED);
        expect(mapped().filter(({ status }) => status !== 201)).toEqual([]);
      });

      test.each(RECIPIENTS)(
        'each reaches the national system of %s, in its own bytes, and says nothing about fitness',
        async (state) => {
          await until(() => stage.nationalSystem(state).effects.size >= MAPPED);
          const delivered = deliveredTo(state);
          expect(delivered).toHaveLength(MAPPED);
          const byId = new Map(delivered.map((one) => [one.record.id, one]));
          for (const { line, record } of mapped()) {
            const { event, claims } = byId.get(record!.id)!;
            expect(event.type).toBe('EvidenceReceived');
            const original = Buffer.from(claims.original.bytes, 'base64url').toString('utf8');
            expect(original).toBe(issued[line - 1]);
            expect(claims['assessedBy']).toBe('none');
            expect(claims).not.toHaveProperty('assessments');
          }
        },
      );

      test('its evidence verifies with no hub', async () => {
        const [{ record }] = mapped() as [Line];
        const get = ['evidence', 'get', 'KG.MOH', record!.id, '--out', 'dcc.zip'];
        await eurasec.done('KZ.AUDIT', ...get);
        const away = ['--hub', 'http://127.0.0.1:1'];
        const told = await eurasec.done('', 'evidence', 'verify', 'dcc.zip', ...away);
        expect(told).toMatch(/\nproved +record KG\.MOH .+\nstatus +RECEIVED\n/);
      });

      test('none confirms anybody: it has no code to ask with, and its number is none', async () => {
        const asked = ['--destination', 'RU', '--birth-date', '1990-01-01'];
        const question = ['--code', 'A'.repeat(26), '--document-number', 'AB12345'];
        const { exit, out } = await eurasec.run('RU.AGENCY1', 'verify', ...asked, ...question);
        expect(exit).toBe(1);
        expect(out).toContain('NOT_CONFIRMED');
        for (const { claims } of deliveredTo('RU'))
          expect(claims).not.toHaveProperty('verificationCode');
      });

      test('imported again they are the same records, with the same receipts', async () => {
        const again = await eurasec.json<Line>('KG.MOH', 'import', 'dcc', file);
        const told = (lines: readonly Line[]) =>
          lines.map(({ line, record, receipt }) => ({ line, record, receipt }));
        const inOrder = [...imported].sort((one, other) => one.line - other.line);
        expect(told(again.sort((one, other) => one.line - other.line))).toEqual(told(inOrder));
      });

      test('imported again without what was kept of the receipts, too', async () => {
        await writeFile(join(stage.folder, `${file}.receipts.ndjson`), '');
        const again = await eurasec.json<Line>('KG.MOH', 'import', 'dcc', file);
        const accepted = again.filter(({ outcome }) => outcome === 'mapped');
        expect(accepted.every(({ status }) => status === 200)).toBe(true);
        expect(new Set(accepted.map(({ receipt }) => receipt))).toEqual(
          new Set(mapped().map(({ receipt }) => receipt)),
        );
      });

      test('a ministry without a contract is refused, line by line', async () => {
        await copyFile(ISSUED, join(stage.folder, 'tj.ndjson'));
        const { exit, out } = await eurasec.run('TJ.MOH', 'import', 'dcc', 'tj.ndjson', '--json');
        expect(exit).toBe(1);
        expect(out.match(/"code":"RULE_NO_CONTRACT"/g)).toHaveLength(MAPPED);
      });
    });
});
