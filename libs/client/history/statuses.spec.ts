import { later } from '#kernel';
import { generateKey } from '#signing';
import { referenceTo } from '#testing';
import { changeRecognition, reportCompromise, revoke } from '../statements.ts';
import { agreedHistory, verified } from './history.samples.ts';
import { statusIn } from './statuses.ts';

describe('how a certificate stood', () => {
  test('is answered in all four cells of a late revocation', async () => {
    const history = agreedHistory();
    const record = history.issue();
    history.pass(3_600);
    const effectiveFrom = later(history.now, -60);
    history.about(
      'revocation+jws',
      revoke(history.key('KG.MOH statement'), history.now, {
        record: referenceTo(record),
        reason: 'NEW_FINDING',
        effectiveFrom,
      }),
    );
    const result = await verified(history);
    const cells = [later(effectiveFrom, -1), effectiveFrom].map((validAt) =>
      [later(history.now, -1), history.now].map(
        (knownAt) => statusIn(result, record, { validAt, knownAt }).status,
      ),
    );
    expect(cells).toEqual([
      ['ISSUED', 'ISSUED'],
      ['ISSUED', 'REVOKED'],
    ]);
  });

  test('follows what was known of its key', async () => {
    const history = agreedHistory();
    const record = history.issue();
    const validAt = history.now;
    history.pass(60);
    const { kid } = history.key('KG.MOH record');
    history.submit(reportCompromise(history.key('KG root'), history.now, { kid, since: validAt }));
    const result = await verified(history);
    const known = (knownAt: string) => statusIn(result, record, { validAt, knownAt }).status;
    expect([known(later(history.now, -0.001)), known(history.now)]).toEqual([
      'ISSUED',
      'UNDER_REVIEW',
    ]);
  });

  test('is another thing than who recognises it', async () => {
    const history = agreedHistory();
    const record = history.issue();
    const said = {
      record: referenceTo(record),
      act: 'SUSPEND',
      state: 'RU',
      reason: 'DOUBT',
    } as const;
    history.about(
      'recognition+jws',
      changeRecognition(history.key('RU.MOL statement'), history.now, said),
    );
    const result = await verified(history);
    const axes = { validAt: history.now, knownAt: history.now };
    expect(statusIn(result, record, { ...axes, recipientState: 'RU' })).toEqual({
      status: 'ISSUED',
      recognised: false,
    });
    expect(statusIn(result, record, axes)).toEqual({ status: 'ISSUED', recognised: true });
  });

  test('is unknown where it was never issued, was not known yet, or is a forgery', async () => {
    const history = agreedHistory();
    const forged = history.issue({ key: generateKey('KG.MOH', 'record') });
    history.pass(1);
    const record = history.issue();
    const result = await verified(history);
    const at = { validAt: history.now, knownAt: history.now };
    const unknown = { status: 'UNKNOWN', recognised: false };
    expect(statusIn(result, { issuer: 'KG.MOH', id: 'A' }, at)).toEqual(unknown);
    expect(statusIn(result, forged, at)).toEqual(unknown);
    expect(statusIn(result, record, { ...at, knownAt: later(history.now, -0.001) })).toEqual(
      unknown,
    );
    expect(statusIn(result, record, at).status).toBe('ISSUED');
  });
});
