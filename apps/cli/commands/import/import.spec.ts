import { Shell } from '../../cli.samples.ts';
import { sampleHcert, sampleSigner } from '../../dcc/dcc.samples.ts';

const signer = sampleSigner();
const certificate = signer.certificate.raw.toString('base64');
const hcert = sampleHcert(undefined, { signer });
const whole = JSON.stringify({ hcert, testContext: { CERTIFICATE: certificate } });

describe('a dry run of an import', () => {
  let shell: Shell;
  beforeAll(async () => (shell = await Shell.open()));
  afterAll(() => shell.close());

  const dryRun = async (lines: readonly string[], ...more: readonly string[]) => {
    const file = await shell.write('dcc.ndjson', lines.join('\n'));
    return shell.run(['import', 'dcc', file, '--dry-run', ...more], {});
  };

  test('tells what each line becomes, without hub and keys', async () => {
    const { exit, out } = await dryRun([whole, '', 'garbage', hcert], '--json');
    expect(exit).toBe(0);
    expect(out).toBe(
      '{"line":1,"outcome":"mapped"}\n' +
        '{"line":3,"outcome":"rejected","reason":"NOT_HC1"}\n' +
        '{"line":4,"outcome":"rejected","reason":"SIGNER_MISSING"}\n',
    );
  });

  test('sums up for people, with the lines that have one reason together', async () => {
    const { out, err } = await dryRun([whole, 'garbage', hcert, 'rubbish']);
    expect(out).toMatch(/^NOT_HC1 +The text does not begin with HC1: +2 4$/m);
    expect(err).toBe('1 mapped, 3 rejected.\n');
  });

  test('takes signers from a file of their own', async () => {
    const pem = await shell.write('signers.pem', signer.certificate.toString());
    expect((await dryRun([hcert], '--json', '--signers', pem)).out).toBe(
      '{"line":1,"outcome":"mapped"}\n',
    );
  });

  test('refuses signers that are none', async () => {
    const none = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';
    const pem = await shell.write('signers.pem', none);
    const { exit, err } = await dryRun([hcert], '--signers', pem);
    expect(exit).toBe(2);
    expect(err).toContain('certificate: 1');
  });
});
