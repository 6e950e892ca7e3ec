import { jcs } from '#signing';
import { LoggedHistory } from '#testing';
import { EMPTY_ROOT, signCheckpoint } from '#transparency';
import { Shell } from '../cli.samples.ts';

const logged = new LoggedHistory();
const INDEX = logged.history.events.length - 1;

let shell: Shell;
beforeEach(async () => {
  shell = await Shell.open();
  await shell.write('genesis.json', jcs(logged.history.federation.genesis));
});
afterEach(() => shell.close());

describe('eurasec verify-receipt', () => {
  const run = async (by: readonly string[], ...more: readonly string[]) => {
    const lines = logged.history.events.map((event) => `${JSON.stringify(event)}\n`);
    const files = {
      receipt: await shell.write(
        'receipt.json',
        JSON.stringify({ receipt: logged.receipt(INDEX) }),
      ),
      proof: await shell.write('proof', await logged.proof(INDEX, by)),
      trust: await shell.write('trust-list.ndjson', lines.join('')),
    };
    const { receipt, proof, trust } = files;
    return shell.run(['verify-receipt', receipt, '--proof', proof, '--trust-list', trust, ...more]);
  };

  test('proves an event from files and genesis, with no hub', async () => {
    const { exit, out } = await run(['KG', 'RU', 'BY']);
    expect(exit).toBe(0);
    expect(out).toContain(`event ${logged.history.events[INDEX]!.id} is in the log`);
    expect(out).toContain(`${INDEX} of ${INDEX + 1}`);
    expect(out).toMatch(/KG\.MOH \(2026-\S+\), RU\.MOH/);
  });

  test('needs no more than a proof that brings its receipt along', async () => {
    const lines = logged.history.events.map((event) => `${JSON.stringify(event)}\n`);
    const trust = await shell.write('trust-list.ndjson', lines.join(''));
    const receipt = logged.receipt(INDEX);
    const proof = await shell.write(
      'proof',
      await logged.proof(INDEX, ['KG', 'RU', 'BY'], { receipt }),
    );
    const kept = shell.path('kept');
    const verify = (file: string, ...more: readonly string[]) =>
      shell.run(['verify-receipt', file, '--trust-list', trust, ...more]);
    expect(await verify(proof, '--save', kept)).toMatchObject({ exit: 0 });
    expect(await verify(kept)).toMatchObject({ exit: 0 });
    const none = await shell.write('none', await logged.proof(INDEX, ['KG', 'RU', 'BY']));
    const { exit, err } = await verify(none);
    expect([exit, err]).toEqual([2, expect.stringContaining('WIRE_NOT_JWS')]);
  });

  test('says what is missing', async () => {
    const { exit, err } = await run(['KG']);
    expect(exit).toBe(1);
    expect(err).toContain('TRUST_LOG_QUORUM');
    expect((await run(['KG'], '--quorum', '1')).exit).toBe(0);
  });

  test('tells a file without a receipt', async () => {
    const empty = await shell.write('empty.json', '{}');
    const { exit, err } = await shell.run(['verify-receipt', empty, '--proof', empty]);
    expect([exit, err]).toEqual([2, expect.stringContaining('holds no receipt')]);
  });
});

describe('eurasec witness compare', () => {
  const [one, another] = [
    logged.checkpoint(['KG']),
    signCheckpoint(
      { origin: 'hub.example', size: INDEX + 1, root: EMPTY_ROOT },
      logged.history.key('HUB log'),
    ),
  ];
  const files = async () => [
    await shell.write('one', one),
    await shell.write(
      'other.ndjson',
      `${JSON.stringify({ note: another, refused: 'ANOTHER_ROOT' })}\n`,
    ),
  ];

  test('prints two roots of one size, with both signatures', async () => {
    const { exit, out } = await shell.run(['witness', 'compare', ...(await files())]);
    expect(exit).toBe(1);
    expect(out).toContain(`Two trees of ${INDEX + 1} leaves`);
    for (const part of [EMPTY_ROOT.toString('base64'), one, another]) expect(out).toContain(part);
  });

  test('finds nothing in what agrees', async () => {
    const [file] = await files();
    const { exit, out } = await shell.run(['witness', 'compare', file!, file!]);
    expect([exit, out]).toEqual([0, 'No two of 2 checkpoints contradict each other.\n']);
  });
});
