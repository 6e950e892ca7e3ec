import * as fc from 'fast-check';
import { later } from '#kernel';
import { generateKey, jcs, sha256 } from '#signing';
import { codeOf } from '#testing';
import { EMPTY_ROOT, leafHash } from '../tree/hashing.ts';
import {
  openCheckpoint,
  openWitnessed,
  parseCheckpoint,
  signCheckpoint,
  type LogPolicy,
} from './checkpoint.ts';
import { cosign } from './cosignature.ts';
import { decodeBundle, encodeBundle, logEntry, parseLogEntry } from './entry.ts';
import { formatNote, formatVkey, noteKey, parseNote, parseVkey } from './note.ts';
import { formatLogProof, parseLogProof, verifyLogProof } from './proof-file.ts';
import { bearable, isQuorum, leastQuorum } from './quorum.ts';
import { formatWitnessRequest, parseWitnessRequest } from './witness-request.ts';

const AT = '2031-05-01T10:00:00.000Z';
const ORIGIN = 'hub.example';
const logKey = generateKey('HUB', 'hub');
const witnessKeys = ['KG.MOH', 'TJ.MOH', 'RU.MOH'].map((name) => generateKey(name, 'witness'));
const policy: LogPolicy = {
  origin: ORIGIN,
  log: noteKey('log', ORIGIN, logKey.jwk),
  witnesses: witnessKeys.map(({ holder, jwk }) => noteKey('witness', holder, jwk)),
  quorum: 2,
};
const root = leafHash(Buffer.from('one'));
const checkpoint = { origin: ORIGIN, size: 1, root };
const signed = signCheckpoint(checkpoint, logKey);
const { text, signatures } = parseNote(signed);
const cosigned = (...by: readonly number[]) =>
  formatNote({
    text,
    signatures: [
      ...signatures,
      ...by.map((n) => cosign(text, witnessKeys[n]!.holder, witnessKeys[n]!, AT)),
    ],
  });

describe('a checkpoint', () => {
  test('is three lines, a blank one, and a signature', () => {
    expect(signed.split('\n')).toEqual([
      ORIGIN,
      '1',
      root.toString('base64'),
      '',
      expect.stringMatching(/^— hub\.example [A-Za-z0-9+/]{91}=$/),
      '',
    ]);
    expect(openCheckpoint(signed, policy)).toEqual({ ...checkpoint, cosignatures: [] });
  });

  test('of an empty tree has the root of nothing', () => {
    const empty = { origin: ORIGIN, size: 0, root: EMPTY_ROOT };
    expect(openCheckpoint(signCheckpoint(empty, logKey), policy)).toMatchObject(empty);
  });

  test('carries who saw it, and when', () =>
    expect(openWitnessed(cosigned(0, 2), policy).cosignatures).toEqual([
      { witness: 'KG.MOH', at: AT },
      { witness: 'RU.MOH', at: AT },
    ]));

  test('that too few saw is refused; the same witness counts once, a stranger never', () => {
    const refused = (note: string) => codeOf(() => openWitnessed(note, policy));
    expect(refused(cosigned(1))).toBe('TRUST_LOG_QUORUM');
    expect(refused(cosigned(1, 1))).toBe('TRUST_LOG_QUORUM');
    const stranger = cosign(text, 'KG.MOH', generateKey('KG.MOH', 'witness'), AT);
    const more = { text, signatures: [...parseNote(cosigned(1)).signatures, stranger] };
    expect(refused(formatNote(more))).toBe('TRUST_LOG_QUORUM');
  });

  test('is refused whole for one wrong signature, be it the second by a known key', () => {
    const [first] = parseNote(cosigned(1)).signatures.slice(1);
    const wrong = { ...first!, bytes: first!.bytes.with(20, first!.bytes[20]! ^ 1) as Buffer };
    const more = { text, signatures: [...parseNote(cosigned(1)).signatures, wrong] };
    expect(codeOf(() => openCheckpoint(formatNote(more), policy))).toBe('TRUST_SIGNATURE_INVALID');
  });

  test('may carry sixteen signatures of strangers, as long as any kind is', () => {
    const strangers = Array.from({ length: 16 }, (_, n) => ({
      name: `w${n}.example`,
      id: '00000000',
      bytes: Buffer.alloc(4_900, n),
    }));
    const note = formatNote({ text, signatures: [...signatures, ...strangers] });
    expect(openCheckpoint(note, policy)).toEqual({ ...checkpoint, cosignatures: [] });
  });

  test.each<[string, string]>([
    ['of another log', signed.replace(ORIGIN, 'hub.elsewhere')],
    ['of another size', signed.replace('\n1\n', '\n2\n')],
    [
      'not signed by the log',
      formatNote({ text, signatures: [cosign(text, 'KG.MOH', witnessKeys[0]!, AT)] }),
    ],
    ['signed by another key', signCheckpoint(checkpoint, generateKey('HUB', 'hub'))],
    [
      'with a cosignature of another time',
      formatNote({
        text,
        signatures: [
          ...signatures,
          {
            ...cosign(text, 'KG.MOH', witnessKeys[0]!, AT),
            bytes: Buffer.concat([
              cosign(text, 'KG.MOH', witnessKeys[0]!, later(AT, 1)).bytes.subarray(0, 8),
              cosign(text, 'KG.MOH', witnessKeys[0]!, AT).bytes.subarray(8),
            ]),
          },
        ],
      }),
    ],
  ])('%s is refused', (_, note) =>
    expect(codeOf(() => openCheckpoint(note, policy))).toBe('TRUST_SIGNATURE_INVALID'),
  );

  test.each([
    ...['', 'hub.example', signed.slice(0, -1), signed.replace('\n\n', '\n'), `${signed}\n`],
    ...[
      signed.replace('— ', '- '),
      signed.replace('— ', '—  '),
      signed.replace('=\n\n', '=\n\n\n'),
    ],
    ...[signed.replace('hub.example\n1', 'hub.example\n\u00001'), signed.replace(/=\n$/, '\n')],
  ])('is read from a note only: %j', (note) =>
    expect(codeOf(() => openCheckpoint(note, policy))).toBe('WIRE_LOG_NOTE'),
  );

  test.each(['01', '-1', '1.0', '9007199254740993', 'x'])('has no size %s', (size) =>
    expect(
      codeOf(() => parseCheckpoint({ text: text.replace('\n1\n', `\n${size}\n`), signatures: [] })),
    ).toBe('WIRE_LOG_NOTE'),
  );
});

describe('a verifier key', () => {
  test('is the text that other tools take', () => {
    const vkey = formatVkey(policy.log, 'log', logKey.jwk);
    expect(vkey).toMatch(/^hub\.example\+[0-9a-f]{8}\+/);
    expect(parseVkey(vkey)).toEqual(policy.log);
    const witness = policy.witnesses[0]!;
    expect(parseVkey(formatVkey(witness, 'witness', witnessKeys[0]!.jwk))).toEqual(witness);
    expect(witness.id).not.toBe(noteKey('log', 'KG.MOH', witnessKeys[0]!.jwk).id);
  });

  test.each([
    'hub.example',
    'hub.example+00000000+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx',
    'example.com/log/testdata+33d7b496+AuHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx',
    'example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkk',
  ])('is not %s', (vkey) => expect(codeOf(() => parseVkey(vkey))).toBe('WIRE_LOG_NOTE'));

  test.each(['', 'a b', 'a+b', 'a\u2003b'])('has no name %j', (name) =>
    expect(codeOf(() => noteKey('log', name, logKey.jwk))).toBe('WIRE_LOG_NOTE'),
  );
});

const event = {
  id: '00000000-0000-4000-8000-000000000001',
  stream: 'certificate-KG.MOH-00000000-0000-4000-8000-000000000002',
  revision: 0,
  type: 'CertificateIssued',
  data: '{"a":1}',
  metadata: '{"nonce":"AAAAAAAAAAAAAAAAAAAAAA"}',
};

describe('a log entry', () => {
  test('names the event and holds digests of all else', () => {
    const [data, metadata] = [event.data, event.metadata].map((text) => sha256(text));
    expect(logEntry(event).toString()).toBe(
      `{"data":"${data}","id":"${event.id}","metadata":"${metadata}","revision":0,"stream":"${event.stream}","type":"CertificateIssued","v":1}`,
    );
    expect(logEntry(event).toString()).toBe(jcs(JSON.parse(logEntry(event).toString())));
    expect(parseLogEntry(logEntry(event))).toEqual({
      ...event,
      data: expect.stringMatching(/^[\w-]{43}$/),
      metadata: expect.stringMatching(/^[\w-]{43}$/),
    });
  });

  test.each(Object.keys(event) as (keyof typeof event)[])(
    'is another one for another %s',
    (name) => {
      const changed = { ...event, [name]: name === 'revision' ? 1 : `${event[name]} ` };
      expect(logEntry(changed)).not.toEqual(logEntry(event));
    },
  );

  test('is the same wherever in the store the event stands', () =>
    expect(logEntry({ ...event, position: '0000000000000042' } as typeof event)).toEqual(
      logEntry(event),
    ));

  test('has its length in 16 bits', () => {
    expect(codeOf(() => logEntry({ ...event, stream: 'x'.repeat(65_535) }))).toBe('WIRE_TOO_LARGE');
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 256 }), (entries) => {
        expect(decodeBundle(encodeBundle(entries))).toEqual(entries.map((one) => Buffer.from(one)));
      }),
      { numRuns: 30 },
    );
    const [text, more] = [logEntry(event).toString(), 'not only ASCII: ж'];
    expect(decodeBundle(encodeBundle([text, more])).map(String)).toEqual([text, more]);
  });

  test.each(['', '{}', 'null', '{"v":1}', logEntry(event).toString().replace('"v":1', '"v":2')])(
    'is not %j',
    (text) => expect(codeOf(() => parseLogEntry(Buffer.from(text)))).toBe('WIRE_LOG_ENTRY'),
  );

  test('is not read from a bundle that breaks off, or has too many', () => {
    const bundle = encodeBundle([Buffer.from('one'), Buffer.from('two')]);
    for (const end of [1, 3, 6, 9])
      expect(codeOf(() => decodeBundle(bundle.subarray(0, end)))).toBe('WIRE_LOG_ENTRY');
    const many = encodeBundle(Array.from({ length: 257 }, () => Buffer.alloc(0)));
    expect(codeOf(() => decodeBundle(many))).toBe('WIRE_LOG_ENTRY');
  });
});

describe('a quorum', () => {
  test('is so large that two of them share an honest witness', () => {
    for (let n = 1; n <= 12; n++)
      for (let f = 0; f < n; f++)
        for (let k = 1; k <= n; k++)
          // Two quorums of k among n share at least 2k − n; more than f of these must be.
          expect(isQuorum(k, n, f)).toBe(2 * k - n > f);
  });

  test('can be had with as many away as may be dishonest', () => {
    for (let n = 1; n <= 30; n++) {
      expect(leastQuorum(n, bearable(n))).toBeLessThanOrEqual(n - bearable(n));
      expect(leastQuorum(n, bearable(n) + 1)).toBeGreaterThan(n - bearable(n) - 1);
    }
    expect([leastQuorum(5, 1), bearable(5)]).toEqual([4, 1]);
  });

  test('is not larger than all', () => expect(isQuorum(6, 5, 1)).toBe(false));
});

describe('what a log asks a witness', () => {
  const proof = [root, EMPTY_ROOT];
  const large = signCheckpoint({ ...checkpoint, size: 5 }, logKey);

  test('is read as it was written', () => {
    const request = parseWitnessRequest(Buffer.from(formatWitnessRequest(3, proof, large)));
    expect(request).toMatchObject({ old: 3, proof, checkpoint: { origin: ORIGIN, size: 5, root } });
    expect(formatNote(request.note)).toBe(large);
    expect(parseWitnessRequest(Buffer.from(formatWitnessRequest(0, [], large))).proof).toEqual([]);
  });

  test.each([
    ['nothing', ''],
    ['no old size', formatWitnessRequest(3, proof, large).replace('old', 'new')],
    ['an old size with a leading zero', formatWitnessRequest(3, proof, large).replace('3', '03')],
    ['an old size above the new', formatWitnessRequest(6, proof, large)],
    ['a hash that is none', formatWitnessRequest(3, [Buffer.from('short')], large)],
    [
      'too many hashes',
      formatWitnessRequest(
        3,
        Array.from({ length: 64 }, () => root),
        large,
      ),
    ],
    ['no checkpoint', formatWitnessRequest(3, proof, '')],
  ])('is not %s', (_, body) =>
    expect(codeOf(() => parseWitnessRequest(Buffer.from(body)))).toBe('WIRE_LOG_NOTE'),
  );
});

describe('a proof in one text', () => {
  const leaf = root;
  const whole = { index: 0, proof: [], checkpoint: cosigned(0, 1) };

  test('is read as it was written', () => {
    expect(parseLogProof(formatLogProof(whole))).toEqual(whole);
    const more = { ...whole, extra: Buffer.from('beside'), proof: [root, EMPTY_ROOT], index: 12 };
    expect(parseLogProof(formatLogProof(more))).toEqual(more);
    const nothing = { ...whole, extra: Buffer.alloc(0) };
    expect(parseLogProof(formatLogProof(nothing))).toEqual(nothing);
  });

  test('proves a leaf to who knows log and witnesses', () => {
    expect(verifyLogProof(parseLogProof(formatLogProof(whole)), leaf, policy)).toMatchObject({
      size: 1,
      cosignatures: [{ witness: 'KG.MOH' }, { witness: 'TJ.MOH' }],
    });
    expect(codeOf(() => verifyLogProof(whole, EMPTY_ROOT, policy))).toBe('TRUST_LOG_PROOF');
    expect(codeOf(() => verifyLogProof({ ...whole, checkpoint: signed }, leaf, policy))).toBe(
      'TRUST_LOG_QUORUM',
    );
  });

  test.each([
    ...['', 'c2sp.org/tlog-proof@v1\n\n', formatLogProof(whole).replace('@v1', '@v2')],
    ...[formatLogProof(whole).replace('index 0', 'index 00')],
    formatLogProof({ ...whole, extra: Buffer.from('beside') }).replace('extra ', 'extra !'),
    formatLogProof({ ...whole, proof: [Buffer.from('short')] }),
  ])('is not %j', (text) => expect(codeOf(() => parseLogProof(text))).toBe('WIRE_LOG_NOTE'));
});
