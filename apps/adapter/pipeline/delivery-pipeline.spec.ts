import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eraseWorker, reportCompromise, revoke, openReview } from '#client';
import type { Delivery, Message } from '#fan-out';
import { generateKey, genesisKey, sha256, type SigningKey } from '#signing';
import { SqliteThread } from '#sqlite';
import { codeOfAsync, TestNationalSystem } from '#testing';
import {
  AT,
  endorsed,
  HIV,
  lifecycle,
  recordIn,
  SampleHub,
  StoppedClock,
} from '../adapter.samples.ts';
import { ru } from '../countries/ru/index.ts';
import { Inbox } from '../inbox/inbox.ts';
import { HttpJsonNationalSystem } from '../national-system/http-json.national-system.ts';
import { DeliveryPipeline } from './delivery-pipeline.ts';
import { HubKnowledge } from './hub-knowledge.ts';
import { OwnKeys } from './own-keys.ts';

const folder = mkdtempSync(join(tmpdir(), 'pipeline-'));
const thread = SqliteThread.start();
let server: TestNationalSystem;
let nationalSystem: HttpJsonNationalSystem;
beforeAll(async () => {
  server = await TestNationalSystem.start();
  nationalSystem = new HttpJsonNationalSystem(server.url);
});
afterAll(async () => {
  nationalSystem.close();
  await server.close();
  await thread.close();
  rmSync(folder, { recursive: true });
});

let hub: SampleHub;
let inbox: Inbox;
let pipeline: DeliveryPipeline;
let reports: object[];
let file = 0;
beforeEach(async () => {
  hub = new SampleHub();
  inbox = await Inbox.open(thread, join(folder, `${++file}.db`));
  reports = [];
  pipeline = pipelineOf('RU.MOH');
  server.behaviour = {};
  server.effects.clear();
  server.requests.length = 0;
});
afterEach(() => inbox.close());

function pipelineOf(authority: string, keys: SigningKey[] = [hub.key(`${authority} encryption`)]) {
  const report = (what: string, facts: object) => void reports.push({ what, ...facts });
  return new DeliveryPipeline({
    authority,
    country: ru,
    keys: new OwnKeys(keys, genesisKey(hub.federation.genesis.document.hub.lane)),
    knowledge: new HubKnowledge(hub.federation.genesis.document, hub, report),
    inbox,
    nationalSystem,
    clock: new StoppedClock(),
    report,
    patience: { UPSTREAM_REFUSED: 2, UPSTREAM_UNAVAILABLE: 3 },
    settled: () => {},
  });
}

const receive = async (delivery: Delivery, ...changes: [object?]) =>
  pipeline.receive(await hub.message('RU.MOH', delivery, ...changes));
const outcomes = () =>
  inbox
    .unconfirmed('RU.MOH', 500)
    .map(({ outcome, reason }) => (reason ? `${outcome} ${reason}` : outcome));

describe('a delivery', () => {
  test('is checked, opened, handed to the national system and settled', async () => {
    const delivery = await hub.certificate('RU.MOH');
    await receive(delivery);
    const { id, type } = delivery.event;
    expect([...server.effects]).toEqual([
      [
        `${id}:RU.MOH`,
        {
          event: { id, type, recordedAt: AT },
          authority: 'RU.MOH',
          record: recordIn(delivery),
          worker: 'pairwise',
          claims: expect.objectContaining({
            assessments: [expect.objectContaining({ profile: 'RU/LABOUR/2', outcome: 'FIT' })],
            examinations: expect.objectContaining({
              HIV: { finding: expect.objectContaining({ result: 'NOT_DETECTED' }) },
            }),
          }),
        },
      ],
    ]);
    expect(inbox.unconfirmed('RU.MOH', 10)).toEqual([
      { event: id, digest: sha256(JSON.stringify(delivery)), outcome: 'DELIVERED', time: AT },
    ]);
  });

  test('of what became of a demand is checked as one', async () => {
    const demand = { authority: 'RU.MOL', id: 'a' };
    const event = { ...(await hub.certificate('RU.MOH')).event, stream: 'demand-RU.MOL-a' };
    const filled = { event: { ...event, type: 'DemandFilled' }, subject: 'pairwise', data: demand };
    await receive(filled);
    expect([...server.effects.values()]).toEqual([
      expect.objectContaining({ demand, facts: demand, authority: 'RU.MOH' }),
    ]);
    expect(outcomes()).toEqual(['DELIVERED']);
  });

  test('to a labour ministry shows no finding', async () => {
    pipeline = pipelineOf('RU.MOL');
    const delivery = await hub.certificate('RU.MOL');
    await pipeline.receive(await hub.message('RU.MOL', delivery));
    const [[, document]] = [...server.effects] as [[string, { claims: object }]];
    expect(document.claims).toHaveProperty('subject');
    expect(document.claims).not.toHaveProperty('examinations');
  });

  test('that comes again has no effect again', async () => {
    const message = await hub.message('RU.MOH', await hub.certificate('RU.MOH'));
    await pipeline.receive(message);
    await pipeline.receive(message);
    expect(server.requests).toHaveLength(1);
    expect(outcomes()).toEqual(['DELIVERED']);
  });

  test.each(['ERASED', 'NOTHING_GRANTED'] as const)(
    'of a record withheld as %s is acknowledged alike and reaches no national system',
    async (withheld) => {
      const { event, subject } = await hub.certificate('RU.MOH');
      await receive({ event, subject, withheld });
      expect(outcomes()).toEqual(['DELIVERED']);
      expect(server.requests).toEqual([]);
    },
  );

  test('encrypted for an older key of ours is opened too', async () => {
    const older = generateKey('RU.MOH', 'encryption');
    pipeline = pipelineOf('RU.MOH', [hub.key('RU.MOH encryption'), older]);
    await receive(await hub.certificate('RU.MOH'), { recipient: older });
    expect(outcomes()).toEqual(['DELIVERED']);
  });

  test('signed with a key endorsed since the list was read is accepted after one more look', async () => {
    await receive(await hub.certificate('RU.MOH'));
    const { key, statement } = endorsed('KG.MOH', 'record', hub.key('KG root'));
    hub.say(statement);
    await receive(await hub.certificate('RU.MOH', { key, n: 2 }));
    expect(outcomes()).toEqual(['DELIVERED', 'DELIVERED']);
    expect(hub.asked).toBe(2);
  });

  test('waits while the hub is away', async () => {
    hub.trustList = async function* () {
      throw new Error('no answer');
    };
    await expect(receive(await hub.certificate('RU.MOH'))).rejects.toThrow('no answer');
    expect(outcomes()).toEqual([]);
  });
});

describe('refused, told to the hub and never handed on, is', () => {
  const refusals: [string, string, () => Promise<Message>][] = [
    [
      'a lane key that the hub of genesis did not sign',
      'TRUST_KEY_UNKNOWN',
      async () =>
        hub.message('RU.MOH', await hub.certificate('RU.MOH'), {
          hubLaneKey: generateKey('HUB', 'hub'),
        }),
    ],
    [
      "another authority's message",
      'TRUST_KEY_UNKNOWN',
      async () => ({
        ...(await hub.message('RU.MOL', await hub.certificate('RU.MOL'))),
        authority: 'RU.MOH',
      }),
    ],
    [
      'a message for another topic',
      'TRUST_MISROUTED',
      async () => hub.message('RU.MOH', await hub.certificate('RU.MOH'), { topic: 'exchange.KZ' }),
    ],
    [
      "a message under another event's id",
      'TRUST_MISROUTED',
      async () => hub.message('RU.MOH', await hub.certificate('RU.MOH'), { event: 'other' }),
    ],
    [
      'a text that is no delivery',
      'WIRE_SCHEMA_MISMATCH',
      async () => hub.message('RU.MOH', await hub.certificate('RU.MOH'), { text: '{}' }),
    ],
    [
      'a record of a key that nobody endorsed',
      'TRUST_KEY_NOT_ENDORSED',
      async () =>
        hub.message(
          'RU.MOH',
          await hub.certificate('RU.MOH', { key: generateKey('KG.MOH', 'record') }),
        ),
    ],
    [
      'a record of a key that the hub itself endorsed',
      'TRUST_KEY_NOT_ENDORSED',
      async () => {
        const { key, statement } = endorsed('KG.MOH', 'record', hub.key('HUB receipt'));
        const { kid, alg, jwk, use, holder } = key;
        hub.forge({
          type: 'KeyEndorsed',
          data: { kid, alg, jwk, use, holder, validFrom: AT, validUntil: AT, statement },
          at: AT,
          by: 'KG',
        });
        return hub.message('RU.MOH', await hub.certificate('RU.MOH', { key }));
      },
    ],
    [
      'a record signed with a key for other things',
      'TRUST_KEY_USE',
      async () =>
        hub.message(
          'RU.MOH',
          await hub.certificate('RU.MOH', { key: hub.key('KG.MOH statement') }),
        ),
    ],
    [
      'a record recorded after its key was compromised',
      'TRUST_KEY_COMPROMISED',
      async () => {
        const { kid } = hub.key('KG.MOH record');
        hub.say(reportCompromise(hub.key('KG root'), AT, { kid, since: AT }));
        return hub.message('RU.MOH', await hub.certificate('RU.MOH'));
      },
    ],
    [
      "a record of another authority's key",
      'TRUST_WRONG_ISSUER',
      async () =>
        hub.message('RU.MOH', await hub.certificate('RU.MOH', { key: hub.key('KG.MOL record') })),
    ],
    [
      'an altered record',
      'TRUST_SIGNATURE_INVALID',
      async () => {
        const delivery = await hub.certificate('RU.MOH');
        const [jwt, ...disclosures] = delivery.presentation.split('~') as [string];
        const [header, payload] = jwt.split('.');
        const other = (await hub.certificate('RU.MOH', { n: 2 })).presentation.split('~')[0]!;
        const forged = `${header}.${payload}.${other.split('.')[2]}`;
        return hub.message('RU.MOH', {
          ...delivery,
          presentation: [forged, ...disclosures].join('~'),
        });
      },
    ],
    [
      'a record of another stream',
      'TRUST_MISROUTED',
      async () => {
        const delivery = await hub.certificate('RU.MOH');
        return hub.message('RU.MOH', {
          ...delivery,
          event: { ...delivery.event, stream: 'certificate-KG.MOH-other' },
        });
      },
    ],
    [
      'a record under a contract that is not known',
      'RULE_CONTRACT_UNKNOWN',
      async () => {
        const delivery = await hub.certificate('RU.MOH');
        const under = [{ ...hub.reference, hash: 'other' }];
        return hub.message('RU.MOH', { ...delivery, event: { ...delivery.event, under } });
      },
    ],
    [
      'a record under a contract that a party did not sign',
      'RULE_CONTRACT_UNKNOWN',
      async () => {
        hub.agree(['KG']);
        return hub.message('RU.MOH', await hub.certificate('RU.MOH'));
      },
    ],
    [
      'a record under no contract',
      'RULE_NO_CONTRACT',
      async () => {
        const delivery = await hub.certificate('RU.MOH');
        return hub.message('RU.MOH', { ...delivery, event: { ...delivery.event, under: [] } });
      },
    ],
    [
      'a record that shows more than is granted',
      'RULE_CLAIM_NOT_GRANTED',
      async () => hub.message('RU.MOH', await hub.certificate('RU.MOH', { select: () => true })),
    ],
    [
      'a sealed item of another place',
      'RULE_SEALED_MISMATCH',
      async () => {
        const delivery = await hub.certificate('RU.MOH');
        const sealed = delivery.sealed.map((item) => ({
          ...item,
          path: ['examinations', 'DRUGS', 'finding'],
        }));
        return hub.message('RU.MOH', { ...delivery, sealed });
      },
    ],
    [
      'a sealed item for somebody else',
      'RULE_SEALED_NOT_GRANTED',
      async () => {
        const delivery = await hub.certificate('RU.MOH');
        const sealed = delivery.sealed.map((item) => ({ ...item, to: 'RU.MOL' }));
        return hub.message('RU.MOH', { ...delivery, sealed });
      },
    ],
  ];

  test.each(refusals)('%s: %s', async (_, code, make) => {
    await pipeline.receive(await make());
    expect(outcomes()).toEqual([`REFUSED ${code}`]);
    expect(server.requests).toEqual([]);
  });

  test('also when it is sent again, and no longer once it is redriven and right', async () => {
    const { key, statement } = endorsed('KG.MOH', 'record', hub.key('KG root'));
    const delivery = await hub.certificate('RU.MOH', { key });
    await receive(delivery);
    hub.say(statement);
    await receive(delivery);
    expect(outcomes()).toEqual(['REFUSED TRUST_KEY_NOT_ENDORSED']);
    await receive({ ...delivery, redriven: 'redrive' });
    expect(outcomes()).toEqual(['DELIVERED']);
  });

  test('reported with its code, and a forged event of the hub once', async () => {
    const { statement } = endorsed('KG.MOH', 'record', hub.key('HUB receipt'));
    hub.forge({ type: 'KeyEndorsed', data: { statement }, at: AT, by: 'KG' });
    const key = generateKey('KG.MOH', 'record');
    const delivery = await hub.certificate('RU.MOH', { key });
    await receive(delivery);
    expect(reports).toEqual([
      {
        what: 'the hub holds an event that nothing proves',
        type: 'KeyEndorsed',
        code: expect.any(String),
      },
      {
        what: 'a delivery is refused',
        authority: 'RU.MOH',
        event: delivery.event.id,
        code: 'TRUST_KEY_NOT_ENDORSED',
      },
    ]);
  });
});

describe('what becomes of a record', () => {
  const revocation = async (by = 'KG.MOH statement', data: object = {}) => {
    const issued = await hub.certificate('RU.MOH');
    const record = recordIn(issued);
    const statement = revoke(hub.key(by), AT, { record, reason: 'NEW_FINDING' });
    const facts = { ...record, reason: 'NEW_FINDING', effectiveFrom: AT, ...data };
    return lifecycle(issued, 'CertificateRevoked', facts, statement);
  };

  test('is handed on with its statement', async () => {
    const delivery = await revocation();
    await receive(delivery);
    const [[, document]] = [...server.effects] as [[string, object]];
    expect(document).toMatchObject({
      event: { type: 'CertificateRevoked' },
      facts: { reason: 'NEW_FINDING', effectiveFrom: AT },
      statement: expect.any(String),
    });
  });

  test('by its own record, or by the hub for reasons of its own, comes without a statement', async () => {
    const issued = await hub.certificate('RU.MOH');
    const record = recordIn(issued);
    const by = { id: 'x', digest: 'y' };
    await receive(lifecycle(issued, 'CertificateSuperseded', { ...record, by, corrected: false }));
    await receive(
      lifecycle(issued, 'ReviewOpened', { ...record, reason: 'KEY_COMPROMISED' }, undefined, 2),
    );
    expect(outcomes()).toEqual(['DELIVERED', 'DELIVERED']);
  });

  test.each<[string, string, () => Promise<Delivery>]>([
    [
      'a revocation without its statement',
      'WIRE_SCHEMA_MISMATCH',
      async () => {
        const { statement: _, ...rest } = (await revocation()) as Delivery & { statement: string };
        return rest;
      },
    ],
    [
      'a review for doubts of its own by the hub',
      'WIRE_SCHEMA_MISMATCH',
      async () => {
        const issued = await hub.certificate('RU.MOH');
        return lifecycle(issued, 'ReviewOpened', { ...recordIn(issued), reason: 'ISSUER_DOUBT' });
      },
    ],
    ['a revocation by somebody else', 'TRUST_NOT_ALLOWED', () => revocation('KG.MOL statement')],
    ['a revocation with a record key', 'TRUST_KEY_USE', () => revocation('KG.MOH record')],
    [
      'a revocation for another reason than signed',
      'RULE_STATEMENT_MISMATCH',
      () => revocation(undefined, { reason: 'COURT_DECISION' }),
    ],
    [
      'a revocation of another record than signed',
      'RULE_STATEMENT_MISMATCH',
      () => revocation(undefined, { digest: 'other' }),
    ],
    [
      'a closing that was signed as an opening',
      'RULE_STATEMENT_MISMATCH',
      async () => {
        const issued = await hub.certificate('RU.MOH');
        const record = recordIn(issued);
        const statement = openReview(hub.key('KG.MOH statement'), AT, {
          record,
          reason: 'ISSUER_DOUBT',
        });
        return lifecycle(issued, 'ReviewClosed', { ...record, outcome: 'UPHELD' }, statement);
      },
    ],
    [
      'an event of an unknown type',
      'WIRE_SCHEMA_MISMATCH',
      async () => lifecycle(await hub.certificate('RU.MOH'), 'CertificateBurnt', {}),
    ],
  ])('is refused when it is %s: %s', async (_, code, make) => {
    await receive(await make());
    expect(outcomes()).toEqual([`REFUSED ${code}`]);
    expect(server.requests).toEqual([]);
  });
});

describe('an erasure notice', () => {
  const notice = async (by: string, data: object = {}) => {
    const issued = await hub.certificate('RU.MOH');
    const { issuer, id } = recordIn(issued);
    const statement = eraseWorker(hub.key(by), AT, { record: { issuer, id }, basis: 'LAW' });
    const facts = { records: [{ issuer, id }], basis: 'LAW', ...data };
    const delivery = lifecycle(issued, 'SubjectErased', facts, statement, 0);
    return { ...delivery, event: { ...delivery.event, stream: 'subject-1' } };
  };

  test('is answered with what the national system did', async () => {
    await receive(await notice('KG.MOH statement'));
    server.behaviour = {
      answer: {
        outcome: 'RETAINED',
        reason: 'Law 323, art. 22',
        until: '2031-01-01T00:00:00.000Z',
      },
    };
    await receive(await notice('KG.MOH statement'));
    expect(outcomes().toSorted()).toEqual(['ERASED', 'RETAINED Law 323, art. 22']);
  });

  test.each<[string, string, () => Promise<Delivery>]>([
    ['by another state', 'TRUST_NOT_ALLOWED', () => notice('RU.MOH statement')],
    [
      'on another basis than signed',
      'RULE_STATEMENT_MISMATCH',
      () => notice('KG.MOH statement', { basis: 'OTHER' }),
    ],
    [
      "of other states' records",
      'RULE_STATEMENT_MISMATCH',
      () => notice('KG.MOH statement', { records: [{ issuer: 'TJ.MOH', id: 'x' }] }),
    ],
  ])('%s is refused: %s', async (_, code, make) => {
    await receive(await make());
    expect(outcomes()).toEqual([`REFUSED ${code}`]);
  });
});

describe('a national system that fails', () => {
  test('is tried again, and what it refuses is parked after the last try', async () => {
    server.behaviour = { status: 422 };
    const delivery = await hub.certificate('RU.MOH');
    expect(await codeOfAsync(() => receive(delivery))).toBe('UPSTREAM_REFUSED');
    expect(outcomes()).toEqual([]);
    await receive(delivery);
    expect(outcomes()).toEqual(['PARKED UPSTREAM_REFUSED']);
    expect(server.effects.size).toBe(0);
  });

  test('gets more patience while it is away', async () => {
    server.behaviour = { status: 503 };
    const delivery = await hub.certificate('RU.MOH');
    for (const _ of [1, 2])
      expect(await codeOfAsync(() => receive(delivery))).toBe('UPSTREAM_UNAVAILABLE');
    await receive(delivery);
    expect(outcomes()).toEqual(['PARKED UPSTREAM_UNAVAILABLE']);
  });

  test('holds back later events of that record until they are redriven, in order', async () => {
    const issued = await hub.certificate('RU.MOH');
    const record = recordIn(issued);
    const superseded = lifecycle(issued, 'CertificateSuperseded', {
      ...record,
      by: { id: 'x', digest: 'y' },
      corrected: false,
    });
    server.behaviour = { status: 422 };
    await codeOfAsync(() => receive(issued));
    await receive(issued);
    server.behaviour = {};
    await receive(superseded);
    expect(outcomes()).toEqual(['PARKED UPSTREAM_REFUSED']);
    expect(inbox.outcome('RU.MOH', superseded.event.id)).toBe('HELD');

    await receive(issued);
    await receive(superseded);
    expect(server.effects.size).toBe(0);

    await receive({ ...superseded, redriven: 'redrive' });
    expect(inbox.outcome('RU.MOH', superseded.event.id)).toBe('HELD');
    await receive({ ...issued, redriven: 'redrive' });
    await receive({ ...superseded, redriven: 'redrive' });
    expect([...server.effects.keys()]).toEqual([
      `${issued.event.id}:RU.MOH`,
      `${superseded.event.id}:RU.MOH`,
    ]);
    expect(outcomes()).toEqual(['DELIVERED', 'DELIVERED']);
  });
});

test('no personal data is in what the adapter keeps or reports', async () => {
  await receive(await hub.certificate('RU.MOH'));
  await receive(await hub.certificate('RU.MOH', { key: generateKey('KG.MOH', 'record') }));
  const kept = JSON.stringify([inbox.unconfirmed('RU.MOH', 10), reports]);
  for (const canary of ['PRIMEROVA', 'PE0000001', HIV[1]!]) expect(kept).not.toContain(canary);
});
