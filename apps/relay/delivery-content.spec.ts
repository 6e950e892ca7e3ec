import { medicalCertificateContract, type Grant } from '#contracts';
import { parseCredential, resolve, withDisclosures, openSealed } from '#credentials';
import { generateKey } from '#signing';
import { sampleIssue, type SampleChanges } from '#testing';
import { ERASED } from '#vault';
import {
  lifecycleContent,
  openRecord,
  recordContent,
  type OpenRecord,
} from './delivery-content.ts';

const issuerKey = generateKey('KG.MOH', 'record');
const ministryKey = generateKey('RU.MOH', 'encryption');
const HIV = ['examinations', 'HIV', 'finding'];

const contract = (unfavourableBasis?: string) =>
  medicalCertificateContract({
    id: 'kg-ru',
    parties: [
      { state: 'KG', health: 'KG.MOH' },
      { state: 'RU', health: 'RU.MOH' },
    ],
    validFrom: '2026-01-01T00:00:00.000Z',
    validUntil: '2027-01-01T00:00:00.000Z',
    ...(unfavourableBasis !== undefined && { unfavourableBasis }),
  });
const health = (law?: string) => grantsTo('RU.MOH', contract(law).grants);
const labour = grantsTo('labour-ministry', contract().grants);

function grantsTo(recipient: string, grants: readonly Grant[]): Grant[] {
  return grants.filter(
    ({ from, to }) =>
      from === 'KG.MOH' &&
      ('authority' in to ? to.authority : to.state === 'RU' && to.role) === recipient,
  );
}

async function issued(changes: SampleChanges = {}): Promise<OpenRecord> {
  const { record, sealed } = await sampleIssue({
    key: issuerKey,
    seal: [{ path: HIV, to: 'RU.MOH', kid: ministryKey.kid, jwk: ministryKey.jwk }],
    ...changes,
  });
  const { jwt, disclosures } = parseCredential(record);
  return openRecord({ jwt } as never, { disclosures, sealed, clearances: [] });
}

function claimsOf(content: ReturnType<typeof recordContent>) {
  if (!('presentation' in content)) throw new Error('nothing was shown');
  return resolve(parseCredential(content.presentation)).claims as Record<string, unknown>;
}

test('a labour ministry sees who may work and until when, and no finding', async () => {
  const content = recordContent(await issued(), 'RU.MOL', labour);
  const claims = claimsOf(content);
  expect(claims['assessments']).toEqual([expect.objectContaining({ profile: 'RU/LABOUR/2' })]);
  expect(claims['subject']).toMatchObject({ familyNameLatin: 'PRIMEROVA' });
  expect(claims).not.toHaveProperty('documentType');
  expect(claims).not.toHaveProperty('verificationCode');
  expect(claims).not.toHaveProperty('examinations');
  expect(content).not.toHaveProperty('sealed');
});

test('a health ministry also gets what was sealed for it', async () => {
  const content = recordContent(await issued(), 'RU.MOH', health());
  if (!('presentation' in content)) throw new Error('nothing was shown');
  expect(content.sealed).toEqual([
    { path: HIV, to: 'RU.MOH', digest: expect.any(String), jwe: expect.any(String) },
  ]);
  const opened = await openSealed(content.sealed ?? [], ministryKey);
  const whole = resolve(parseCredential(withDisclosures(content.presentation, opened)));
  expect(whole.claims['examinations']).toMatchObject({
    HIV: { finding: { result: 'NOT_DETECTED' } },
    TB: { finding: { result: 'NOT_DETECTED' } },
  });
});

test('what is sealed goes to nobody else, and only under a grant', async () => {
  const record = await issued();
  const withoutHiv = health().map((grant) => ({
    ...grant,
    claims: grant.claims.filter((path) => path[1] !== 'HIV'),
  }));
  expect(recordContent(record, 'RU.MOH', withoutHiv)).not.toHaveProperty('sealed');
  expect(recordContent(record, 'RU.FMBA', health())).not.toHaveProperty('sealed');
});

test('an unfavourable outcome shows nothing, unless a law lets it be seen', async () => {
  const record = await issued({ outcomes: { 'RU/LABOUR/2': 'UNFIT', 'KZ/LABOUR/1': 'FIT' } });
  expect(recordContent(record, 'RU.MOL', labour)).toEqual({ withheld: 'NOTHING_GRANTED' });
  expect(recordContent(record, 'RU.MOH', health())).toEqual({ withheld: 'NOTHING_GRANTED' });
  expect(claimsOf(recordContent(record, 'RU.MOH', health('Law 323')))['assessments']).toEqual([
    expect.objectContaining({ profile: 'RU/LABOUR/2', outcome: 'UNFIT' }),
  ]);
});

test('a worker examined for another state only is as unseen as an unfit one', async () => {
  const record = await issued({ outcomes: { 'KZ/LABOUR/1': 'FIT' } });
  expect(recordContent(record, 'RU.MOL', labour)).toEqual({ withheld: 'NOTHING_GRANTED' });
});

test('grants that are not known show nothing', async () =>
  expect(recordContent(await issued(), 'RU.MOL', [])).toEqual({ withheld: 'NOTHING_GRANTED' }));

test('an erased record is withheld', () =>
  expect(recordContent(ERASED, 'RU.MOL', labour)).toEqual({ withheld: 'ERASED' }));

test('a lifecycle event is its clear data and its statement', () => {
  expect(lifecycleContent({ issuer: 'KG.MOH', reason: 'NEW_FINDING', statement: 'a.b.c' })).toEqual(
    {
      data: { issuer: 'KG.MOH', reason: 'NEW_FINDING' },
      statement: 'a.b.c',
    },
  );
  expect(lifecycleContent({ issuer: 'KG.MOH', corrected: true })).toEqual({
    data: { issuer: 'KG.MOH', corrected: true },
  });
});
