import { revoke } from '#client';
import { recordDigest } from '#credentials';
import { later } from '#kernel';
import { CASE_STATUSES } from '#recruitment';
import { sha256 } from '#signing';
import { sampleRecruitment } from '#testing';
import { sampleContract, TestHub } from '../../hub.samples.ts';
import { registered } from '../demands/demands.samples.ts';
import { ACT, attested, Recruiters, SIGNED, WAY, type OpenCase } from './cases.samples.ts';

const codeOf = (error: unknown): string => String((error as { code?: string }).code ?? error);

describe('a worker on the way', () => {
  let hub: TestHub;
  let recruiters: Recruiters;
  beforeAll(async () => {
    hub = await TestHub.start({ contracts: [sampleContract(), sampleRecruitment(['KG', 'RU'])] });
    recruiters = new Recruiters(hub);
  });
  afterAll(() => hub.close());

  const standing = (open: OpenCase, by = 'KG.MOL') =>
    hub.client(by).recruitmentCase(open.reference);
  const eventsOf = async ({ reference }: OpenCase) =>
    (await hub.events()).filter(
      ({ stream }) => stream === `case-${reference.issuer}-${reference.id}`,
    );
  const refused = (...moved: Parameters<Recruiters['move']>) =>
    recruiters.move(...moved).then(() => 'carried out', codeOf);

  test('goes from registration to return, every step signed by whom it is for', async () => {
    const open = await recruiters.opened();
    await recruiters.led(open, 'RETURNED');
    expect(await standing(open)).toMatchObject({ status: 'RETURNED', canProceed: false });
    const told = (await eventsOf(open)).map(({ type, data }) => {
      const { step, to } = JSON.parse(data) as { step?: string; to?: string };
      return step === undefined ? type : `${step} → ${to}`;
    });
    expect(told).toEqual([
      'CaseOpened',
      ...WAY.slice(0, 8).map(({ step, until }, index) => `${step} → ${statusAfter(index, until)}`),
      'PermitNotRequired → PERMITTED',
      ...WAY.slice(8).map(({ step, until }, index) => `${step} → ${statusAfter(index + 8, until)}`),
    ]);
  });

  test('is carried out once, however often it is said', async () => {
    const open = await recruiters.opened();
    const { name } = await registered(hub);
    const statement = recruiters.stated('KG.AGENCY1', open, {
      ...{ step: 'Shortlisted', actor: { capacity: 'AGENCY_ORIGIN' }, demand: name },
    });
    const say = () => hub.client('KG.AGENCY1').moveCase(open.reference, { statement });
    const first = await say();
    const actor = { capacity: 'AGENCY_DESTINATION' } as const;
    await recruiters.move('RU.AGENCY1', open, { step: 'Selected', actor });
    expect((await say()).receipt).toBe(first.receipt);
  });

  test('takes a place when selected, and gives it back when declined', async () => {
    const { name, authority, id } = await registered(hub, { headcount: 1 });
    const [one, other] = [await recruiters.opened(), await recruiters.opened()];
    const free = async () => (await hub.client('RU.MOL').demand({ authority, id })).free;
    for (const open of [one, other]) await recruiters.led(open, 'SHORTLISTED', name);
    const chosen = { step: 'Selected', actor: { capacity: 'AGENCY_DESTINATION' } } as const;
    await recruiters.move('RU.AGENCY1', one, chosen);
    expect(await free()).toBe(0);
    expect(await refused('RU.AGENCY1', other, chosen)).toBe('RULE_DEMAND_NOT_OPEN');
    await recruiters.move('KG.AGENCY1', one, {
      ...{ step: 'Declined', reason: 'WORKER_DECLINED' },
      actor: attested('WORKER', 'AGENCY_ORIGIN'),
    });
    expect(await free()).toBe(1);
    await recruiters.move('RU.AGENCY1', other, chosen);
    expect(await free()).toBe(0);
    expect((await standing(one)).status).toBe('REGISTERED');
  });

  test('one of 64 who say the same at once is heard, and the others are told why not', async () => {
    const open = await recruiters.opened();
    await recruiters.led(open, 'SHORTLISTED');
    const answers = await Promise.all(
      Array.from({ length: 64 }, () =>
        refused('RU.AGENCY1', open, {
          ...{ step: 'Selected', actor: { capacity: 'AGENCY_DESTINATION' } },
          occurredAt: hub.now(),
        }),
      ),
    );
    const moves = (await eventsOf(open)).filter(({ data }) => data.includes('"step":"Selected"'));
    expect(moves).toHaveLength(1);
    const others = new Set(answers.filter((one) => one !== 'carried out'));
    expect(
      [...others].every((one) =>
        ['RULE_TRANSITION_ILLEGAL', 'STORE_CONCURRENT_WRITE'].includes(one),
      ),
    ).toBe(true);
  });

  test('does not depart the day after the certificate was revoked, whatever was answered before', async () => {
    const open = await recruiters.opened();
    await recruiters.led(open, 'PERMITTED');
    const { issuer, id, record: text } = open.certificate;
    const jwt = text.slice(0, text.indexOf('~'));
    const record = { issuer, id, digest: recordDigest(jwt) };
    const statement = revoke(hub.key('KG.MOH statement'), hub.now(), {
      record,
      reason: 'RESULT_INVALIDATED',
    });
    await hub.client('KG.MOH').revoke(issuer, id, statement);
    const departed = { step: 'Departed', actor: { capacity: 'AGENCY_ORIGIN' } } as const;
    expect(await refused('KG.AGENCY1', open, departed)).toBe('RULE_MEDICAL_NOT_CONFIRMED');
    expect((await standing(open)).status).toBe('PERMITTED');
  });

  test('is checked by a receipt of this hub about this worker, and by no file', async () => {
    const [open, other] = [await recruiters.opened(), await recruiters.opened()];
    await recruiters.led(open, 'SELECTED');
    const says = (receipt: string, named = sha256(receipt)) => {
      const actor = { capacity: 'AGENCY_ORIGIN' } as const;
      const said = { step: 'ChecklistItemDone', item: 'MEDICAL', actor, receipt: named } as const;
      return refused('KG.AGENCY1', open, said, { receipt });
    };
    expect(await says(await recruiters.answered(other))).toBe('RULE_MEDICAL_NOT_CONFIRMED');
    expect(await says(await recruiters.answered(open), ACT)).toBe('WIRE_SCHEMA_MISMATCH');
    expect(await says('no receipt')).toBe('WIRE_NOT_JWS');
    expect(await says(await recruiters.answered(open))).toBe('carried out');
  });

  test('is held by an authority; an agency sees that the case may not go on, and nothing else', async () => {
    const open = await recruiters.opened();
    await recruiters.led(open, 'SHORTLISTED');
    const hold = {
      id: '7d1f7a9e-3f0c-4f5b-9a0e-6f6f1b7c2d11',
      until: later(hub.now(), 3_600),
      legalBasis: 'Law N 1',
      appeal: 'Court of the first instance',
    };
    await recruiters.move('RU.MIA', open, {
      ...{ step: 'HoldPlaced', reason: 'DOCUMENT_CHECK', hold },
      actor: { capacity: 'MIGRATION_DESTINATION' },
    });
    expect(Object.keys(await standing(open, 'KG.AGENCY1'))).toEqual([
      ...['issuer', 'id', 'validAt', 'knownAt', 'status', 'since', 'canProceed'],
    ]);
    expect(await standing(open, 'KG.AGENCY1')).toMatchObject({ canProceed: false });
    const select = [
      'RU.AGENCY1',
      open,
      { step: 'Selected', actor: { capacity: 'AGENCY_DESTINATION' } },
    ] as const;
    expect(await refused(...select)).toBe('RULE_CASE_MAY_NOT_PROCEED');
    await recruiters.move('RU.MIA', open, {
      ...{ step: 'HoldLifted', hold: { id: hold.id } },
      actor: { capacity: 'MIGRATION_DESTINATION' },
    });
    expect(await refused(...select)).toBe('carried out');
  });

  test('who withdraws the consent is told of to nobody from then on, and what stays is said', async () => {
    const open = await recruiters.opened();
    await recruiters.led(open, 'SHORTLISTED');
    expect((await standing(open, 'RU.MOL')).presentation).toMatch(/~$/);
    await recruiters.move('KG.AGENCY1', open, {
      step: 'ConsentWithdrawn',
      actor: attested('WORKER', 'AGENCY_ORIGIN'),
    });
    const told = await standing(open, 'RU.MOL');
    expect(told.presentation).toBeUndefined();
    expect(Object.keys(told.withdrawal!.stays)).toEqual(['EVENTS', 'COPIES_BY_LAW']);
    expect(await standing(open, 'KG.AGENCY1')).toMatchObject({ canProceed: false });
    await recruiters.move('KG.MOL', open, {
      ...{ step: 'Cancelled', reason: 'WORKER_WITHDREW' },
      actor: { capacity: 'LABOUR_ORIGIN' },
    });
    expect(await standing(open, 'RU.MOL')).toMatchObject({ status: 'SHORTLISTED' });
    expect(await standing(open)).toMatchObject({ status: 'CANCELLED' });
  });

  test('is known on both axes: a departure that was reported after the arrival was one all the same', async () => {
    const open = await recruiters.opened();
    await recruiters.led(open, 'PERMITTED');
    const departedAt = hub.now();
    const beforeArrival = later(departedAt, 0.001);
    await recruiters.move('RU.MIA', open, {
      ...{ step: 'Arrived', occurredAt: later(departedAt, 0.005) },
      actor: attested('BORDER_DESTINATION', 'MIGRATION_DESTINATION'),
    });
    const before = hub.now();
    const at = (knownAt?: string) =>
      hub.client('KG.MOL').recruitmentCase(open.reference, {
        validAt: beforeArrival,
        ...(knownAt !== undefined && { knownAt }),
      });
    expect((await at(before)).status).toBe('PERMITTED');
    await recruiters.move('KG.AGENCY1', open, {
      ...{ step: 'Departed', occurredAt: departedAt },
      actor: { capacity: 'AGENCY_ORIGIN' },
    });
    expect([(await at()).status, (await at(before)).status]).toEqual(['DEPARTED', 'PERMITTED']);
    expect((await standing(open)).status).toBe('ARRIVED');
  });

  test.each<[string, string, string, Parameters<Recruiters['move']>[2]]>([
    [
      'RULE_TRANSITION_ILLEGAL',
      'a step from elsewhere',
      'RU.AGENCY1',
      { step: 'Arrived', actor: { capacity: 'AGENCY_DESTINATION' } },
    ],
    [
      'TRUST_NOT_ALLOWED',
      'an agency of the wrong end',
      'RU.AGENCY1',
      {
        step: 'Shortlisted',
        demand: 'RU.MOL-7d1f7a9e-3f0c-4f5b-9a0e-6f6f1b7c2d11',
        actor: { capacity: 'AGENCY_ORIGIN' },
      },
    ],
    [
      'RULE_DEMAND_NOT_OPEN',
      'a demand that is not',
      'KG.AGENCY1',
      {
        step: 'Shortlisted',
        demand: 'RU.MOL-7d1f7a9e-3f0c-4f5b-9a0e-6f6f1b7c2d11',
        actor: { capacity: 'AGENCY_ORIGIN' },
      },
    ],
    [
      'RULE_REASON_UNKNOWN',
      'a reason of its own',
      'KG.MOL',
      { step: 'Cancelled', reason: 'TOO_OLD', actor: { capacity: 'LABOUR_ORIGIN' } },
    ],
    [
      'WIRE_SCHEMA_MISMATCH',
      'more than the step says',
      'KG.MOL',
      {
        step: 'Cancelled',
        reason: 'DEADLINE_PASSED',
        contract: SIGNED,
        actor: { capacity: 'LABOUR_ORIGIN' },
      },
    ],
  ])(
    'is refused (%s) for %s, and it stands in the access log with the case',
    async (code, _, by, said) => {
      const open = await recruiters.opened();
      expect(await refused(by, open, said)).toBe(code);
      const noted = (await hub.events('access')).at(-1)!;
      expect([noted.type, JSON.parse(noted.data)]).toEqual([
        'RequestRefused',
        expect.objectContaining({
          ...{ asker: by, purpose: 'SUBMIT', outcome: code },
          record: `case-${open.reference.issuer}-${open.reference.id}`,
        }),
      ]);
      expect(await eventsOf(open)).toHaveLength(1);
    },
  );

  test('strangers learn nothing of a case, not even whether there is one', async () => {
    const open = await recruiters.opened();
    const nobodys = { ...open.reference, id: '7d1f7a9e-3f0c-4f5b-9a0e-6f6f1b7c2d11' };
    for (const name of [open.reference, nobodys])
      await expect(hub.client('BY.MOL').recruitmentCase(name).catch(codeOf)).resolves.toBe(
        'TRUST_NOT_ALLOWED',
      );
    await expect(hub.client('KG.MOL').recruitmentCase(nobodys).catch(codeOf)).resolves.toBe(
      'RULE_RECORD_UNKNOWN',
    );
  });
});

/** A step that leads nowhere new leaves the case where it stood. */
function statusAfter(index: number, until: string | undefined): string {
  if (until === 'PERMITTED') return 'CONTRACTED';
  return until ?? WAY.slice(0, index).findLast((one) => one.until)?.until ?? CASE_STATUSES[1];
}
