import { checkCertificate } from '#client';
import { Shell } from '../../cli.samples.ts';

describe('a sample', () => {
  let shell: Shell;
  beforeAll(async () => (shell = await Shell.open()));
  afterAll(() => shell.close());

  test('can be issued as it is, with a clearance for each profile', async () => {
    const { exit, out } = await shell.run(['sample'], {});
    expect(exit).toBe(0);
    const { clearances, warnings } = checkCertificate(
      JSON.parse(out) as object,
      new Date().toISOString(),
    );
    expect({ clearances, warnings }).toEqual({ clearances: 2, warnings: [] });
  });

  test('of several is of as many people, one a line', async () => {
    type Sample = { subject: { documents: { number: string }[] }; verificationCode: string };
    const samples = await shell.json<Sample>('sample', '--count', '3');
    const documents = samples.map(({ subject }) => subject.documents[0]!.number);
    expect(documents).toEqual(['PE0000001', 'PE0000002', 'PE0000003']);
    expect(new Set(samples.map(({ verificationCode }) => verificationCode)).size).toBe(3);
  });
});
