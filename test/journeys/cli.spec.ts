import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { parseCredential, resolve, type MedicalCertificateClaims } from '#credentials';
import { until } from '#testing';
import type { CommandLine } from '../stage/command-line.ts';
import { Desk, type FiledPush } from '../stage/desk.ts';
import { Stage } from '../stage/stage.ts';

describe('the command line', () => {
  let stage: Stage;
  let desk: Desk;
  let eurasec: CommandLine;
  beforeAll(async () => {
    stage = await Stage.start();
    desk = new Desk(stage);
    eurasec = desk.eurasec;
    await eurasec.conclude('kg-ru-kz', ['KG.MOH', 'RU.MOH', 'KZ.MOH']);
  });
  afterAll(() => stage.close());

  describe('endorses', () => {
    test('an authority with its key, and retires the key', async () => {
      const endorse = (...argv: string[]) => eurasec.done('KG', 'endorse', ...argv);
      await endorse(
        ...['authority', 'KG.MIGR', '--name', 'Migration Service', '--role', 'migration-authority'],
      );
      await eurasec.done('KG.MIGR', 'keys', 'generate', '--use', 'request');
      await endorse('key', '--holder', 'KG.MIGR', '--use', 'request');
      expect(await eurasec.done('KG.MIGR', 'contract', 'show', 'kg-ru-kz')).toContain('IN_FORCE');
      const [key] = await eurasec.json<{ kid: string }>('', 'keys', 'show', 'KG.MIGR');
      await endorse('retire', key!.kid);
      const { exit, err } = await eurasec.run('KG.MIGR', 'contract', 'show', 'kg-ru-kz');
      expect(exit).toBe(1);
      expect(err).toContain('TRUST_KEY_RETIRED');
    });

    test('a state that the quorum of roots admits', async () => {
      await eurasec.done('AM', 'keys', 'generate', '--use', 'root');
      await desk.write('am-root.json', await eurasec.done('', 'keys', 'show', 'AM', '--json'));
      const about = ['--state', 'AM', '--status', 'member', '--root', 'am-root.json'];
      await eurasec.done('', 'state', 'draft', 'am.json', ...about);
      for (const root of ['KG', 'RU', 'KZ']) await eurasec.done(root, 'state', 'sign', 'am.json');
      const tooFew = await eurasec.run('', 'state', 'send', 'am.json');
      expect(tooFew.exit).toBe(1);
      expect(tooFew.err).toContain('TRUST_QUORUM');
      await eurasec.done('BY', 'state', 'sign', 'am.json');
      expect(await eurasec.done('', 'state', 'send', 'am.json')).toContain('state-AM');
    });

    test('what was signed elsewhere, line by line', async () => {
      const offline = ['licence', 'grant', 'RU.AGENCY2', '--number', 'RU-2', '--offline'];
      const granted = ['--name', 'Sample Two LLC', '--destination', 'RU', '--until', '2099-12-31'];
      const licence = await eurasec.done('RU.MOL', ...offline, ...granted);
      const file = await desk.write('statements.txt', licence.trim(), 'garbage', licence.trim());
      const { exit, out, err } = await eurasec.run('', 'endorse', 'send', file);
      expect(exit).toBe(1);
      expect(out).toMatch(/^2: .+WIRE_NOT_JWS.+\n$/);
      expect(err).toBe('2 recorded, 1 refused.\n');
    });
  });

  describe('licenses', () => {
    const about = ['RU.AGENCY3', '--number', 'RU-3'];
    const act = (verb: string) => eurasec.done('RU.MOL', 'licence', verb, ...about);
    const row = async (...more: string[]) => {
      const printed = await eurasec.done('', 'licence', 'register', '--destination', 'KZ', ...more);
      expect(printed).toMatch(/^Register of agencies on .+ UTC: 1 licence\n\nagency +tax number /);
      return printed.split('\n').find((line) => line.startsWith('RU.AGENCY3'));
    };

    test('an agency, and the register that anybody reads or proves says so', async () => {
      const granted = ['--name', 'Sample LLC', '--tax-id', '7700000001', '--destination', 'KZ'];
      await eurasec.done(
        'RU.MOL',
        ...['licence', 'grant', ...about, ...granted, '--until', '2099-12-31'],
      );
      expect(await row()).toMatch(
        /^RU\.AGENCY3 +7700000001 +RU-3 +RU\.MOL +KZ .+ ACTIVE +Sample LLC$/,
      );
      expect(await row('--prove')).toBe(await row());
    });

    test('it no more, again, and no more for good', async () => {
      await act('suspend');
      expect(await row('--status', 'SUSPENDED')).toContain('SUSPENDED');
      // Acts on one licence are ordered by the second they were signed in.
      const suspended = Math.floor(Date.now() / 1000);
      await until(() => Math.floor(Date.now() / 1000) > suspended);
      await act('restore');
      expect(await row()).toContain('ACTIVE');
      await act('revoke');
      expect(await row('--prove', '--status', 'REVOKED')).toContain('REVOKED');
      const { exit, err } = await eurasec.run('RU.MOL', 'licence', 'suspend', ...about);
      expect(exit).toBe(1);
      expect(err).toContain('RULE_LICENCE_REVOKED');
    });
  });

  describe('a contract', () => {
    test('in force is shown as such, and verified from genesis', async () => {
      const shown = await eurasec.done('RU.MOH', 'contract', 'show', 'kg-ru-kz');
      expect(shown).toContain('kg-ru-kz is IN_FORCE.');
      const verified = await eurasec.done('RU.MOH', 'contract', 'verify', 'kg-ru-kz');
      expect(verified).toMatch(/signatures +3 of 3\n/);
      expect(verified).toMatch(/at the hub +IN_FORCE\n/);
    });

    test('changed after signing does not verify', async () => {
      await eurasec.done('RU.MOH', 'contract', 'show', 'kg-ru-kz', '--out', 'copy.json');
      const text = await readFile(desk.path('copy.json'), 'utf8');
      await desk.write('changed.json', text.replace('"retentionDays": 365', '"retentionDays": 9'));
      expect((await eurasec.run('RU.MOH', 'contract', 'verify', 'copy.json')).exit).toBe(0);
      const { exit, err } = await eurasec.run('RU.MOH', 'contract', 'verify', 'changed.json');
      expect(exit).toBe(1);
      expect(err).toContain('TRUST_SIGNATURE_INVALID');
    });

    test('gets a new version, is suspended and terminated', async () => {
      await eurasec.conclude('kg-tj', ['KG.MOH', 'TJ.MOH']);
      const contract = async () => (await stage.client('KG.MOH')).contract('kg-tj');
      const draft = ['kg-tj-2.json', '--id', 'kg-tj', '--until', '2098-01-01', '--new-version'];
      await eurasec.done('KG.MOH', 'contract', 'draft', ...draft, '--party', 'KG.MOH', 'TJ.MOH');
      await eurasec.done('KG.MOH', 'contract', 'propose', 'kg-tj-2.json');
      for (const party of ['KG.MOH', 'TJ.MOH'])
        await eurasec.done(party, 'contract', 'sign', 'kg-tj-2.json');
      expect((await contract()).versions).toHaveLength(2);
      const inAMinute = new Date(Date.now() + 60_000).toISOString();
      await eurasec.done('TJ.MOH', 'contract', 'suspend', 'kg-tj', '--from', inAMinute);
      await eurasec.done('TJ.MOH', 'contract', 'terminate', 'kg-tj', '--from', inAMinute);
      expect((await contract()).terminatedFrom).toBe(inAMinute);
    });
  });

  describe('certificates', () => {
    test('are pushed, each line with its outcome, and pushed again without harm', async () => {
      const { pushes } = await desk.issued(3);
      const [first, second, third] = pushes.map((push) => JSON.stringify(push));
      const unsigned = pushes[2]!.record.replace(/[^.~]{86}~/, `${'A'.repeat(86)}~`);
      const altered = JSON.stringify({ ...pushes[2], record: unsigned });
      const file = await desk.write('mixed.ndjson', first!, '{', '', second!, altered, third!);
      const run = await eurasec.run('KG.MOH', 'push', file);
      expect(run.exit).toBe(1);
      expect(run.out).toMatch(/^line 2 {2}refused: .+WIRE_NOT_JSON.+\nline 5 {2}refused: .+\n$/);
      expect(run.err).toBe('3 accepted, 2 refused.\n');
      const again = await desk.push(file);
      expect(again.map(({ line, status }) => `${line} ${status}`)).toEqual([
        '1 200',
        '2 400',
        '4 200',
        '5 409', // Its id names line 6, which was stored meanwhile.
        '6 200',
      ]);
      expect(await desk.lines(`${file}.receipts.ndjson`)).toHaveLength(3);
    });

    test('of a folder go file by file', async () => {
      const { pushes } = await desk.issued(2);
      await mkdir(desk.path('outbox'));
      await desk.write('outbox/a.json', JSON.stringify(pushes[0], undefined, 2));
      await desk.write('outbox/b.ndjson', JSON.stringify(pushes[1]));
      const outcomes = await desk.push('outbox');
      expect(outcomes.map(({ file, status }) => `${file} ${status}`)).toEqual([
        'outbox/a.json 201',
        'outbox/b.ndjson 201',
      ]);
      expect(existsSync(desk.path('outbox/a.json.receipts.ndjson'))).toBe(true);
    });

    test('with a fault are not signed, and the fault is told without the person', async () => {
      const { consent: _, ...lacking } = desk.claims();
      const stated = [desk.claims(), lacking].map((one) => JSON.stringify(one));
      const file = await desk.write('faulty.ndjson', ...stated);
      const { exit, out, err } = await eurasec.run('KG.MOH', 'issue', file, '--out', 'none.ndjson');
      expect({ exit, out }).toEqual({ exit: 2, out: '' });
      expect(err).toMatch(/^line 2 {2}.+ a claim is missing at \/consent .+\nNothing was signed/);
      expect(existsSync(desk.path('none.ndjson'))).toBe(false);
    });

    test('reach a recipient with what was sealed to it', async () => {
      const { id } = await desk.pushed();
      type Delivered = { record?: { id: string }; claims?: { examinations?: object } };
      const examined = () =>
        ([...stage.nationalSystem('RU').effects.values()] as Delivered[]).find(
          ({ record, claims }) => record?.id === id && claims?.examinations,
        );
      await until(() => examined() !== undefined);
      expect(examined()?.claims?.examinations).toMatchObject({
        HIV: { finding: { result: 'NOT_DETECTED' } },
      });
    });
  });

  describe('the life of a certificate', () => {
    const stateOf = async (id: string, ...axes: readonly string[]) => {
      const asked = ['certificate', 'KG.MOH', id, ...axes];
      return (await eurasec.json<{ status: string }>('KZ.AUDIT', ...asked))[0]?.status;
    };

    test('ends with a revocation, which does not change what was true before', async () => {
      const { id } = await desk.pushed();
      const before = new Date().toISOString();
      await eurasec.done('KG.MOH', 'revoke', id, '--reason', 'CLERICAL_ERROR');
      expect(await stateOf(id)).toBe('REVOKED');
      expect(await stateOf(id, '--valid-at', before)).toBe('ISSUED');
      expect(await stateOf(id, '--valid-at', before, '--known-at', before)).toBe('ISSUED');
    });

    test('has doubts, which the issuer settles', async () => {
      const { id } = await desk.pushed();
      const doubt = ['review', 'open', id, '--issuer', 'KG.MOH', '--reason', 'RECIPIENT_DOUBT'];
      await eurasec.done('RU.MOH', ...doubt);
      expect(await stateOf(id)).toBe('UNDER_REVIEW');
      await eurasec.done('KG.MOH', 'review', 'close', id, '--outcome', 'UPHELD');
      expect(await stateOf(id)).toBe('ISSUED');
    });

    test('is recognised, or not, state by state', async () => {
      const { id } = await desk.pushed();
      const about = [id, '--issuer', 'KG.MOH'];
      const recognised = async (as: string) =>
        (await eurasec.json<{ recognised: boolean }>(as, 'certificate', 'KG.MOH', id))[0]
          ?.recognised;
      await eurasec.done('RU.MOH', 'recognition', 'suspend', ...about, '--reason', 'CLINIC_DOUBT');
      expect([await recognised('RU.MOH'), await recognised('KZ.MOH')]).toEqual([false, true]);
      await eurasec.done('RU.MOH', 'recognition', 'restore', ...about);
      expect(await recognised('RU.MOH')).toBe(true);
    });

    test('goes on in a successor', async () => {
      const claims = desk.claims();
      const { id } = await desk.pushed();
      const file = await desk.write('successor.json', JSON.stringify(claims));
      const [made] = await eurasec.json<{ id: string }>(
        ...(['KG.MOH', 'supersede', id, file, '--corrected'] as const),
      );
      expect(await stateOf(id)).toBe('SUPERSEDED');
      expect(await stateOf(made!.id)).toBe('ISSUED');
    });
  });

  describe('an agency', () => {
    const ask = async ({ record }: FiledPush, changes: object = {}) => {
      // Sound: the issuer wrote them all.
      const shown = resolve(parseCredential(record)).claims as unknown as MedicalCertificateClaims;
      const { verificationCode: code, subject } = shown;
      const documentNumber = subject.documents[0]!.number;
      const question = { code, documentNumber, birthDate: subject.birthDate, ...changes };
      const file = await desk.write('question.json', JSON.stringify(question));
      return eurasec.run('RU.AGENCY1', 'verify', '--destination', 'RU', '--question', file);
    };

    test('learns that a worker is cleared, by code or by clearance', async () => {
      const { push } = await desk.pushed();
      const byCode = await ask(push);
      expect(byCode.exit).toBe(0);
      expect(byCode.out).toMatch(/^answer +CONFIRMED\nvalid until +\d{4}-\d\d-\d\d\n/);
      const clearance = await desk.write('clearance.txt', push.clearances[0]!);
      const presented = ['verify', '--destination', 'RU', '--clearance', clearance];
      expect((await eurasec.run('RU.AGENCY1', ...presented)).exit).toBe(0);
    });

    test('checks a clearance where there is no network, as of a time', async () => {
      const { push } = await desk.pushed();
      const clearance = await desk.write('clearance.txt', push.clearances[0]!);
      const about = ['--kit', 'kit.json', '--destination', 'RU', '--clearance', clearance];
      const nowhere = ['--hub', 'http://127.0.0.1:1'];
      const check = (...more: string[]) =>
        eurasec.run('', 'offline', 'check', ...about, ...nowhere, ...more);
      // A list is given for a second as it was made: it may be from before the push.
      let told = '';
      await until(async () => {
        await eurasec.done('', 'offline', 'fetch', 'kit.json');
        const { exit, out } = await check();
        told = out;
        return exit === 0;
      });
      expect(told).toMatch(/^answer +CONFIRMED\nvalid until +\S+\nas of +\S+Z\nlist ends +\S+Z\n/);
      const inTwoDays = new Date(Date.now() + 2 * 86_400_000).toISOString();
      const late = await check('--at', inTwoDays, '--json');
      expect(late.exit).toBe(1);
      expect(late.out).toContain('"answer":"CANNOT_ANSWER","reasons":["LIST_EXPIRED"]');
      const past = ['status-list', 'past', 'KG.MOH-1', '--known-at', inTwoDays];
      expect(await eurasec.done('KZ.AUDIT', ...past)).toMatch(/^[A-Za-z0-9_-]+\n$/);
    });

    test('learns nothing from a no', async () => {
      const { push } = await desk.pushed();
      const { exit, out } = await ask(push, { birthDate: '1990-01-01' });
      expect(exit).toBe(1);
      expect(out).toMatch(/^answer +NOT_CONFIRMED\nchecked at +.+\nreceipt +.+\n$/);
    });

    test('is told by the hub where its licence ends, and by the command what no code is', async () => {
      const { push } = await desk.pushed();
      expect((await ask(push, { code: 'ABC' })).exit).toBe(2);
      const clearance = await desk.write('clearance.txt', push.clearances[1]!);
      const abroad = ['verify', '--destination', 'KZ', '--clearance', clearance];
      const { exit, err } = await eurasec.run('RU.AGENCY1', ...abroad);
      expect(exit).toBe(1);
      expect(err).toContain('LICENCE_SCOPE');
    });

    test('gets no yes for an erased worker, and nobody anything else', async () => {
      const { id, push } = await desk.pushed();
      await eurasec.done('KG.MOH', 'erase', id, '--basis', 'SUBJECT_REQUEST');
      expect((await ask(push)).out).toContain('NOT_CONFIRMED');
      const read = await eurasec.done('RU.MOH', 'certificate', 'KG.MOH', id);
      expect(read).toContain('Erased: nothing of it can be opened.');
    });
  });

  describe('an auditor', () => {
    test('proves everything again, from the hub or from a file', async () => {
      const replayed = await eurasec.done('KZ.AUDIT', 'audit', 'replay');
      expect(replayed).toMatch(/not proved +0\n/);
      const events = await eurasec.done('KZ.AUDIT', 'audit', 'events');
      const file = await desk.write('events.ndjson', ...events.split('\n').filter(Boolean));
      const saved = ['audit', 'replay', '--events', file];
      expect((await eurasec.run('', ...saved)).exit).toBe(0);
    });

    test('has the hub replay itself, and checks what it signed', async () => {
      const asked = ['audit', 'replay', '--by-hub', '--out', 'report.jws'];
      const told = await eurasec.done('KZ.AUDIT', ...asked);
      expect(told).toMatch(/not proved +0\n/);
      expect(told).toMatch(/read model records +0 of \d+ rows are wrong\n/);
      const path = `${stage.folder}/report.jws`;
      expect(await readFile(path, 'utf8')).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
      const by = await eurasec.run('KG.MOH', 'audit', 'replay', '--by-hub');
      expect([by.exit, by.err]).toEqual([1, expect.stringContaining('TRUST_NOT_ALLOWED')]);
    });

    test('sees what was taken out of a history', async () => {
      const events = (await eurasec.done('KZ.AUDIT', 'audit', 'events'))
        .split('\n')
        .filter(Boolean);
      const first = events.findIndex((line) => line.includes('"type":"KeyEndorsed"'));
      const file = await desk.write('cut.ndjson', ...events.toSpliced(first, 1));
      const { exit, out } = await eurasec.run('', 'audit', 'replay', '--events', file);
      expect(exit).toBe(1);
      expect(out).toContain('STORE_CORRUPT');
    });

    test('only is shown all events', async () => {
      const { exit, out, err } = await eurasec.run('KG.MOH', 'audit', 'events');
      expect({ exit, out }).toEqual({ exit: 1, out: '' });
      expect(err).toContain('TRUST_NOT_ALLOWED');
    });
  });

  describe('a recipient', () => {
    test('sees what is parked and what waits behind it, and has it sent again', async () => {
      const system = stage.nationalSystem('KZ');
      system.behaviour = { status: 422 };
      const { id } = await desk.pushed();
      await eurasec.done('KG.MOH', 'revoke', id, '--reason', 'CLERICAL_ERROR');
      type Line = { readonly event: string; readonly stream: string; readonly standing: string };
      const list = async () =>
        (await eurasec.json<Line>('KZ.MOH', 'delivery', 'list')).filter(({ stream }) =>
          stream.endsWith(id),
        );
      await until(
        async () => (await list()).map(({ standing }) => standing).join() === 'PARKED,HELD',
      );
      const [parked, held] = (await list()) as [Line, Line];
      const shown = await eurasec.done('KZ.MOH', 'delivery', 'show', parked.event);
      expect(shown).toMatch(/^standing +PARKED\n.+\nreason +UPSTREAM_REFUSED\n/);
      expect(shown).toContain(`\n${held.event}  CertificateRevoked  `);
      const told = await eurasec.done('KZ.MOH', 'delivery', 'list');
      expect(told).toMatch(/^KZ\.MOH: 1 parked, 1 held back, \d+ not heard of\n/);
      system.behaviour = {};
      const again = await eurasec.done('KZ.MOH', 'delivery', 'redrive', '--parked');
      expect(again).toBe(`${parked.event} of ${parked.stream} comes again\n`);
      await until(async () => (await list()).length === 0);
      const gone = await eurasec.run('KZ.MOH', 'delivery', 'redrive', parked.event);
      expect({ exit: gone.exit, code: /RULE_\w+/.exec(gone.err)?.[0] }).toEqual({
        ...{ exit: 2, code: 'RULE_DELIVERY_UNKNOWN' },
      });
    });

    test('says which delivery it wants', async () => {
      const { exit, err } = await eurasec.run('KZ.MOH', 'delivery', 'redrive');
      expect(exit).toBe(2);
      expect(err).toContain('Say which delivery comes again');
    });
  });

  test('an operator checks the store where it lies, beside the hub', async () => {
    const told = await eurasec.done('', 'fsck');
    expect(told).toContain('Nothing is wrong.');
    expect(told).toMatch(/the notary's file +laid beside the events\n/);
    expect(told).toMatch(/read model records +\d+ rows up to \d+, as a rebuild gives them\n/);
  });
});
