import { readFile } from 'node:fs/promises';
import { checkCase, issueCase, transition } from '#client';
import { parseClearance, parseCredential, readPresentedClearance, resolve } from '#credentials';
import { dayOf } from '#kernel';
import { sampleRecruitment, scanned } from '#testing';
import { Desk } from '../stage/desk.ts';
import { Stage } from '../stage/stage.ts';

/** A worker of Kyrgyzstan with a certificate, a clearance and a case, who shows a token to the centre in Bishkek. */
describe('an information centre at its command line', () => {
  let stage: Stage;
  let desk: Desk;
  let token: string;
  let clearances: readonly string[];
  beforeAll(async () => {
    stage = await Stage.start();
    desk = new Desk(stage);
    await desk.eurasec.conclude('kg-ru-kz', ['KG.MOH', 'RU.MOH', 'KZ.MOH']);
    await stage.conclude(sampleRecruitment());
    const { push } = await desk.pushed();
    clearances = push.clearances;
    token = await openCase(resolve(parseCredential(push.record)).claims['subject']);
  });
  afterAll(() => stage.close());

  /** @returns the consent token */
  async function openCase(subject: unknown): Promise<string> {
    const at = new Date().toISOString();
    const today = dayOf(at);
    const purposes = ['ORGANISED_RECRUITMENT', 'OWN_STATUS'];
    const draft = {
      ...{ number: 'KG-2026/1', subject, destination: 'RU', registeredOn: today },
      ...{ occupations: ['7112'], languages: ['ky', 'ru'] },
      consent: { id: 'CONSENT-1', purposes, givenOn: today, language: 'ky' },
    };
    const checked = checkCase(draft, 'KG.MOL', at);
    const issued = await issueCase(checked, { key: await stage.key('KG.MOL', 'record'), at });
    const statement = transition(await stage.key('KG.MOL', 'statement'), at, {
      record: issued.reference,
      ...{ step: 'WorkerRegistered', actor: { capacity: 'EMPLOYMENT_SERVICE' }, occurredAt: at },
    });
    await (await stage.client('KG.MOL')).openCase({ record: issued.record, statement });
    return checked.claims.consentToken!;
  }

  const slip = async (out: string, clearance: string, as = 'KG.IRC') => {
    const tokenFile = await desk.write('token.txt', token.replace(/.{6}/g, '$& ').toLowerCase());
    const clearanceFile = await desk.write('clearance.txt', clearance);
    const files = ['--token-file', tokenFile, '--clearance', clearanceFile, '--out', out];
    return desk.eurasec.run(as, 'case', 'slip', ...files);
  };
  const clearanceFor = (state: string) =>
    clearances.find((one) =>
      readPresentedClearance(parseClearance(one)).profile!.startsWith(`${state}/`),
    )!;

  test('sees how the case stands', async () => {
    const { exit, out } = await desk.eurasec.run('KG.IRC', 'case', 'own-status', '--token', token);
    expect(out).toMatch(/^answer +GIVEN\ndestination +RU\nstatus +REGISTERED\n/);
    expect(out).toMatch(/clearance +CONFIRMED\n/);
    expect(exit).toBe(0);
  });

  test('prints a slip from which an agency reads the clearance and has it confirmed', async () => {
    const { exit, out, err } = await slip('slip.html', clearanceFor('RU'));
    expect({ exit, out, err }).toEqual({ exit: 0, out: 'slip.html\n', err: '' });
    const page = await readFile(desk.path('slip.html'), 'utf8');
    expect(page).toContain('Справка о ходе трудоустройства');
    expect(page).not.toContain(token);
    const read = await desk.write('scanned.txt', scanned(page)!);
    const asked = ['verify', '--destination', 'RU', '--clearance', read];
    expect((await desk.eurasec.run('RU.AGENCY1', ...asked)).out).toContain('CONFIRMED');
    expect((await slip('slip.html', clearanceFor('RU'))).err).toContain('is there already');
  });

  test('is told what is wrong with what it brings', async () => {
    const abroad = await slip('abroad.html', clearanceFor('KZ'));
    expect([abroad.exit, abroad.err]).toEqual([2, 'The clearance is for KZ, the case for RU.\n']);
    const other = await slip('other.html', clearanceFor('RU'), 'KG.MOL');
    expect(other.exit).toBe(1);
    expect(other.err).toContain('TRUST_NOT_ALLOWED');
    const short = await desk.eurasec.run('KG.IRC', 'case', 'own-status', '--token', 'ABC');
    expect(short.exit).toBe(2);
    const none = ['case', 'own-status', '--token', 'A'.repeat(26)];
    const nowhere = await desk.eurasec.run('KG.IRC', ...none);
    expect([nowhere.exit, nowhere.out]).toEqual([1, expect.stringMatching(/^answer +NOT_GIVEN\n/)]);
  });
});
