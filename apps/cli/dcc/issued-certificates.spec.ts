import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { allOf } from './dcc.samples.ts';
import { decodeDcc } from './decode-dcc.ts';
import { importDcc } from './import-dcc.ts';
import { readLines, type DccLine } from './read-lines.ts';

// 144 certificates that states' systems issued (eu-digital-green-certificates/dgc-testdata, Apache-2.0).
// They lie beside the project, not in it.
const FILE = fileURLToPath(
  new URL('../../../../shared/data/dcc/certificates.ndjson', import.meta.url),
);

type Published = {
  readonly hcert: string;
  /** The JSON that the certificate should hold. */
  readonly payload: object;
  /** What a verifier should find. */
  readonly expected: Readonly<Record<string, boolean>>;
};

const published = existsSync(FILE)
  ? readFileSync(FILE, 'utf8')
      .trimEnd()
      .split('\n')
      .map((text) => JSON.parse(text) as Published)
  : [];

let lines: readonly DccLine[] = [];
const at = '2026-11-24T00:00:00.000Z';
const imported = () =>
  lines.map((line) => ({ ...published[line.line - 1]!, ...line, ...importDcc(line, at) }));

if (published.length === 0)
  test('the issued certificates are not at ../shared/data/dcc: nothing was compared with them', () =>
    expect(existsSync(FILE)).toBe(false));
else
  describe('the certificates that states issued', () => {
    beforeAll(async () => (lines = await allOf(readLines(FILE))));

    test('are mapped, but for five that have a reason each', () => {
      const rejected = imported().flatMap((one) =>
        one.outcome === 'rejected' ? [`${one.line} ${one.reason}`] : [],
      );
      expect(lines).toHaveLength(144);
      expect(rejected).toStrictEqual([
        '15 SIGNER_NOT_VALID',
        '54 DISEASE_UNKNOWN',
        '55 DATES_CONTRADICT',
        '56 DISEASE_UNKNOWN',
        '139 SIGNER_KEY_USAGE',
      ]);
    });

    test('that a verifier should refuse are refused', () => {
      const toRefuse = imported().filter(({ expected }) => Object.values(expected).includes(false));
      expect(
        toRefuse.map(({ line, expected, outcome }) => ({ line, expected, outcome })),
      ).toMatchObject([{ line: 139, expected: { EXPECTEDKEYUSAGE: false }, outcome: 'rejected' }]);
    });

    test('hold what was published beside them', () => {
      const differing = lines.filter((line) => {
        const decoded = decodeDcc(line);
        const { payload } = published[line.line - 1]!;
        return decoded.outcome === 'decoded' && !isDeepStrictEqual(decoded.content, payload);
      });
      // The times signed in line 120 lie two hours after the published ones. The signature is right.
      expect(differing.map(({ line }) => line)).toStrictEqual([120]);
    });

    test('are kept byte for byte, without an outcome, assessed by nobody', () => {
      for (const one of imported()) {
        if (one.outcome === 'rejected') continue;
        const { original, assessedBy, verifiedIssuer } = one.claims;
        expect(Buffer.from(original.bytes, 'base64url').toString('utf8')).toBe(one.hcert);
        expect(assessedBy).toBe('none');
        expect(one.claims).not.toHaveProperty('assessments');
        expect(verifiedIssuer.certificateExpired).toBe(verifiedIssuer.certificateValidUntil < at);
      }
    });

    test('are tests, vaccinations and recoveries, mostly signed with ES256, by signers now past their dates', () => {
      const claims = imported().flatMap((one) => (one.outcome === 'mapped' ? [one.claims] : []));
      const count = (isOne: (one: (typeof claims)[number]) => unknown) =>
        claims.filter(isOne).length;
      expect({
        tests: count(({ tests }) => tests),
        vaccinations: count(({ vaccinations }) => vaccinations),
        recoveries: count(({ recoveries }) => recoveries),
        ps256: count(({ verifiedIssuer }) => verifiedIssuer.algorithm === 'PS256'),
        expired: count(({ verifiedIssuer }) => verifiedIssuer.certificateExpired),
        yearOfBirthOnly: count(({ subject }) => subject.birthDate?.length === 4),
        oneNameOnly: count(({ subject }) => !subject.givenName),
      }).toStrictEqual({
        tests: 56,
        vaccinations: 56,
        recoveries: 27,
        ps256: 8,
        expired: 139,
        yearOfBirthOnly: 1,
        oneNameOnly: 8,
      });
    });

    test('contradict themselves in eight lines, which a warning says', () => {
      const warned = imported().flatMap((one) =>
        one.outcome === 'mapped'
          ? one.warnings.map(({ code, pointer }) => `${one.line} ${code} ${pointer}`)
          : [],
      );
      expect(warned).toStrictEqual([
        '31 RESULT_BEFORE_SAMPLE /tests/0/resultAt',
        '35 AFTER_ISSUE /tests/0/sampledAt',
        '50 VALID_BEFORE_TEST /recoveries/0/validFrom',
        '58 BEFORE_BIRTH /recoveries/0/firstPositiveOn',
        '59 BEFORE_BIRTH /tests/0/sampledAt',
        '64 BEFORE_BIRTH /recoveries/0/firstPositiveOn',
        '65 BEFORE_BIRTH /tests/0/sampledAt',
        '135 RESULT_BEFORE_SAMPLE /tests/0/resultAt',
      ]);
    });
  });
