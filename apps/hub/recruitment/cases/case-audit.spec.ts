import { verifyHistory, type ReplayedEvent } from '#client';
import { later, type JsonObject } from '#kernel';
import { sampleRecruitment } from '#testing';
import { sampleContract, TestHub } from '../../hub.samples.ts';
import { attested, Recruiters } from './cases.samples.ts';

describe('an auditor of cases', () => {
  let hub: TestHub;
  let events: ReplayedEvent[];
  beforeAll(async () => {
    const contracts = [sampleContract(), sampleRecruitment(['KG', 'RU'])];
    hub = await TestHub.start({ contracts });
    const recruiters = new Recruiters(hub);
    await recruiters.led(await recruiters.opened(), 'RETURNED');
    const withdrawn = await recruiters.opened();
    const hold = {
      id: '7d1f7a9e-3f0c-4f5b-9a0e-6f6f1b7c2d11',
      until: later(hub.now(), 3_600),
      ...{ legalBasis: 'Law N 1', appeal: 'Court of the first instance' },
    };
    const actor = { capacity: 'MIGRATION_DESTINATION' } as const;
    const placed = { step: 'HoldPlaced', reason: 'DOCUMENT_CHECK', hold, actor } as const;
    await recruiters.move('RU.MIA', withdrawn, placed);
    const lifted = { step: 'HoldLifted', hold: { id: hold.id }, actor } as const;
    await recruiters.move('RU.MIA', withdrawn, lifted);
    await recruiters.move('KG.AGENCY1', withdrawn, {
      step: 'ConsentWithdrawn',
      actor: attested('WORKER', 'AGENCY_ORIGIN'),
    });
    events = await Array.fromAsync(hub.client('KZ.AUDIT').replay());
  });
  afterAll(() => hub.close());

  const findings = async (history: readonly ReplayedEvent[]) =>
    (await verifyHistory(hub.federation.genesis.document, history)).findings;

  test('proves every step from genesis, by the rules that decided it', async () =>
    expect(await findings(events)).toEqual([]));

  test('finds whatever is changed in an event of a case', async () => {
    const unseen: string[] = [];
    // Each member once for each type of event: every change is a replay of all.
    const tried = new Set<string>();
    for (const [index, event] of events.entries()) {
      if (!event.stream.startsWith('case-')) continue;
      const data = JSON.parse(event.data) as JsonObject;
      for (const member of Object.keys(data)) {
        if (BLIND.includes(member) || tried.has(`${event.type}.${member}`)) continue;
        tried.add(`${event.type}.${member}`);
        const changed = {
          ...event,
          data: JSON.stringify({ ...data, [member]: other(data[member]) }),
        };
        if ((await findings(events.with(index, changed))).length === 0)
          unseen.push(`${event.type}.${member}`);
      }
    }
    expect(unseen).toEqual([]);
  });

  test('finds a step that was left out, or that nobody stated', async () => {
    for (const [index, event] of events.entries()) {
      if (!event.stream.startsWith('case-') || event === events.at(-1)) continue;
      expect([event.type, (await findings(events.toSpliced(index, 1))).length > 0]).toEqual([
        event.type,
        // The end of a stream is the log's to prove.
        events.slice(index + 1).some(({ stream }) => stream === event.stream),
      ]);
    }
  });
});

/** What nobody signs: ciphertext, and an id drawn at random. */
const BLIND = ['sealed', 'subject'];

const other = (value: unknown): unknown =>
  typeof value === 'string'
    ? value.replace(/[a-z0-9]/i, (sign) => (sign === 'A' ? 'B' : 'A'))
    : 'A';
