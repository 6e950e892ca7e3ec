import { parseJws } from '#signing';
import { Shell } from '../../cli.samples.ts';

/** Roots are offline: what they sign is carried to the hub by somebody else. */
describe('signed without a hub at hand,', () => {
  let shell: Shell;
  beforeAll(async () => {
    shell = await Shell.open();
    const generate = (holder: string, ...use: string[]) =>
      shell.run(['keys', 'generate', '--as', holder, '--use', ...use]);
    await generate('KG', 'root');
    await generate('KG.MOH', 'record', 'statement');
  });
  afterAll(() => shell.close());

  async function signed(typ: string, ...argv: string[]) {
    const { exit, out, err } = await shell.run(['endorse', ...argv, '--offline']);
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    return parseJws(out.trim(), { typ }).payload;
  }
  const kid = async (use: string) =>
    (await shell.json<{ kid: string }>('keys', 'show', 'KG.MOH', '--use', use))[0]!.kid;

  test('an authority is endorsed', async () =>
    expect(
      await signed(
        'endorsement+jws',
        ...['authority', 'KG.MOH', '--as', 'KG', '--name', 'Ministry of Health'],
        ...['--role', 'health-ministry', '--signs-contracts'],
      ),
    ).toMatchObject({
      iss: 'KG',
      authority: {
        id: 'KG.MOH',
        name: 'Ministry of Health',
        roles: ['health-ministry'],
        signsContracts: true,
      },
    }));

  test('a key is endorsed, from the folder or from its public facts', async () => {
    const until = ['--until', '2099-01-01'];
    const ofFolder = ['key', '--as', 'KG', '--holder', 'KG.MOH', '--use', 'record', ...until];
    const said = await signed('endorsement+jws', ...ofFolder);
    expect(said).toMatchObject({
      key: {
        holder: 'KG.MOH',
        use: 'record',
        alg: 'ES256',
        validUntil: '2099-01-01T00:00:00.000Z',
      },
    });
    const { out } = await shell.run(['keys', 'show', 'KG.MOH', '--use', 'record', '--json']);
    const file = await shell.write('record.json', out);
    const brought = await signed('endorsement+jws', 'key', '--as', 'KG', '--file', file, ...until);
    expect((brought['key'] as { jwk: object }).jwk).toEqual((said['key'] as { jwk: object }).jwk);
  });

  test('a key is retired, by the root', async () =>
    expect(
      await signed('retirement+jws', 'retire', await kid('record'), '--as', 'KG'),
    ).toMatchObject({ iss: 'KG', kid: await kid('record') }));

  test('a compromise is reported', async () =>
    expect(
      await signed(
        'compromise+jws',
        ...['compromise', await kid('record'), '--as', 'KG', '--since', '2026-11-01'],
      ),
    ).toMatchObject({ since: '2026-11-01T00:00:00.000Z' }));

  test('a file that is no public key is refused', async () => {
    const file = await shell.write('no-key.json', '{"holder":"KG.MOH","use":"record"}');
    const { exit, err } = await shell.run(['endorse', 'key', '--as', 'KG', '--file', file]);
    expect(exit).toBe(2);
    expect(err).toContain('no-key.json');
  });
});
