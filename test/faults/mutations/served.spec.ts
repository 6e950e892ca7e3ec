import { readFileSync, writeFileSync } from 'node:fs';
import { HubRefusal, openReview, verifyBundle } from '#client';
import { parseClearance, parseStatusList, statusAt } from '#credentials';
import { HubError } from '#kernel';
import { sha256 } from '#signing';
import { Ministries, referenceTo } from '../../../apps/hub/audit/replay.samples.ts';
import { TestHub, type Certificate } from '../../../apps/hub/hub.samples.ts';
import { SampleLog } from '../../../apps/hub/proofs/log.samples.ts';
import { Chance } from '../chance.ts';
import { extent, SEED } from '../extent.ts';
import { bitOfEvent, readRows, type StoredRow } from './stored-events.ts';

const BITS = extent(8, 500);
/** A machine that is busy is no failure. */
const PATIENCE = 120_000 + BITS * 5_000;

describe('a hub over a store in which a bit turned over', () => {
  const log = new SampleLog();
  const certificates: Certificate[] = [];
  let hub: TestHub;
  let written: Buffer;
  let rows: readonly StoredRow[];
  let before: readonly string[];
  beforeAll(async () => {
    hub = await TestHub.start({ log });
    for (let n = 0; n < 5; n++) certificates.push(await hub.pushed({ clearances: 2 }));
    const [, revoked, superseded, erased, reviewed] = certificates;
    const ministries = new Ministries(hub);
    await ministries.revoke(revoked!);
    await ministries.supersede(superseded!);
    await ministries.erase(erased!);
    const doubt = { record: referenceTo(reviewed!), reason: 'RECIPIENT_DOUBT' as const };
    const opened = openReview(hub.key('RU.MOH statement'), hub.now(), doubt);
    await hub.client('RU.MOH').review('KG.MOH', reviewed!.id, opened);
    await log.sign(hub);
    // The first time shows what is shown; the second is compared with.
    await answers();
    before = await answers();
    await hub.shut();
    written = readFileSync(hub.file('events.db'));
    rows = readRows(hub.file('events.db'));
  }, PATIENCE);
  afterAll(async () => {
    writeFileSync(hub.file('events.db'), written);
    await hub.close();
  });

  /** What the hub shows of each certificate: to an agency, a recipient, everybody and an auditor. */
  async function answers(): Promise<readonly string[]> {
    const told: string[] = [];
    for (const certificate of certificates)
      for (const ask of [verified, read, listed, proved])
        told.push(await ask(certificate).catch(refused));
    return told;
  }

  const refused = (error: unknown): string => {
    if (error instanceof HubError || error instanceof HubRefusal) return error.code;
    throw error;
  };

  async function verified({ claims }: Certificate): Promise<string> {
    const question = {
      code: claims.verificationCode,
      documentNumber: claims.subject.documents[0]!.number,
      birthDate: claims.subject.birthDate,
      destination: 'RU',
    };
    const answer = await hub.client('RU.AGENCY1').verify(question, hub.receiptKey);
    return `${answer.answer} ${answer.validUntil}`;
  }

  async function read({ id }: Certificate): Promise<string> {
    const told = await hub.client('RU.MOH').certificate('KG.MOH', id);
    return sha256(JSON.stringify({ ...(told as object), validAt: '', knownAt: '' }));
  }

  async function listed({ clearances }: Certificate): Promise<string> {
    const { uri, idx } = parseClearance(clearances[0]!).payload.status.status_list;
    const { list } = parseStatusList(await hub.anybody.statusList(uri));
    return `list ${statusAt(list, idx)}`;
  }

  async function proved(certificate: Certificate): Promise<string> {
    const bundle = await hub.client('KZ.AUDIT').evidence(certificate);
    const { document } = hub.federation.genesis;
    const { isProved, record } = await verifyBundle(bundle, document, { quorum: 0 });
    return `${isProved} ${JSON.stringify(record?.answer.status)}`;
  }

  test('shows what it shows before', () => {
    const shown = (at: number) => before.filter((_, index) => index % 4 === at);
    const [good, ...others] = shown(0);
    expect(good).toMatch(/^CONFIRMED 20/);
    expect(others.map((one) => one.split(' ')[0])).toEqual(Array(4).fill('NOT_CONFIRMED'));
    expect(shown(2)).toEqual(['list 0', ...Array<string>(4).fill('list 1')]);
    expect(shown(3).every((one) => one.startsWith('true '))).toBe(true);
  });

  test(
    `shows none of ${BITS} damaged events for a sound one (SEED=${SEED})`,
    async () => {
      const chance = new Chance(SEED + 3);
      // Every other one in a record: there the hub starts, and is asked.
      const of = Object.groupBy(rows, ({ stream }) =>
        stream.startsWith('certificate-') ? 'records' : 'grounds',
      ) as Record<'records' | 'grounds', readonly StoredRow[]>;
      const wrong: string[] = [];
      const seen = { refusedToStart: 0, refusedToAnswer: 0 };
      for (let n = 0; n < BITS; n++) {
        const { bit, row } = bitOfEvent(written, of[n % 2 ? 'grounds' : 'records'], chance);
        const what = `${n}: bit ${bit}, ${row.type} of ${row.stream}`;
        const bytes = Buffer.from(written);
        bytes[bit >> 3]! ^= 1 << (bit & 7);
        writeFileSync(hub.file('events.db'), bytes);
        try {
          await hub.open();
        } catch (error) {
          seen.refusedToStart++;
          if (refused(error) !== 'STORE_CORRUPT') wrong.push(`${what}: ${String(error)}`);
          continue;
        }
        const after = await answers().finally(() => hub.shut());
        const isRefused = (told: string) => /^(STORE_CORRUPT|STORE_BEHIND)$/.test(told);
        after.forEach((told, at) => {
          if (told !== before[at] && !isRefused(told)) wrong.push(`${what}: ${told}`);
        });
        if (after.some(isRefused)) seen.refusedToAnswer++;
        // What is about the record whose event it was, was not even given as it was.
        certificates.forEach(({ id }, at) => {
          const [answer, , , bundle] = after.slice(at * 4, at * 4 + 4);
          const isShown = answer!.startsWith('CONFIRMED') || !isRefused(bundle!);
          if (row.stream.endsWith(id) && isShown) wrong.push(`${what}: ${answer} ${bundle}`);
        });
      }
      expect(wrong).toEqual([]);
      expect(seen.refusedToStart + seen.refusedToAnswer).toBeGreaterThan(0);
      process.stdout.write(`${BITS} bits: ${JSON.stringify(seen)} (SEED=${SEED})\n`);
    },
    PATIENCE,
  );
});
