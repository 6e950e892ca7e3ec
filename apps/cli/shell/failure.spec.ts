import { HubRefusal, HubUnreachable } from '#client';
import { RuleBroken, TrustError, WireError } from '#kernel';
import { failureOf, UsageError } from './failure.ts';

const problem = (status: number) => ({
  type: '/problems/X',
  title: 'Something',
  status,
  code: 'X',
  detail: 'Something (limit: 3).',
  pointer: '/record',
  remedy: 'Do otherwise.',
});

describe('a failure is told in a sentence, with an exit code', () => {
  test.each<[string, unknown, number, string]>([
    ['of usage', new UsageError('Name a file.'), 2, 'Name a file.'],
    [
      'of the hub that refuses',
      new HubRefusal(problem(422)),
      1,
      'The hub refused: Something (limit: 3) at /record (X). Do otherwise.',
    ],
    [
      'of the hub that is busy',
      new HubRefusal(problem(503)),
      3,
      'The hub refused: Something (limit: 3) at /record (X). Do otherwise.',
    ],
    [
      'of the hub that is not there',
      new HubUnreachable('http://hub.example', 'ECONNREFUSED'),
      3,
      'There is no answer from http://hub.example. Nothing is known of what it did; repeating the same command is safe.',
    ],
    [
      'of an input',
      new WireError('WIRE_SCHEMA_MISMATCH', 'it is so', { pointer: '/subject' }),
      2,
      'The content does not fit its schema: it is so at /subject (WIRE_SCHEMA_MISMATCH). Correct the member that the pointer names.',
    ],
    [
      'of a rule',
      new RuleBroken('RULE_NOT_A_PARTY', 'it is so', { facts: { authority: 'TJ.MOH' } }),
      2,
      'The signer is not a party of the contract: it is so (RULE_NOT_A_PARTY). authority: TJ.MOH. Only parties sign, suspend and terminate.',
    ],
    [
      'of a signature',
      new TrustError('TRUST_SIGNATURE_INVALID', 'it is so'),
      1,
      'The signature does not verify: it is so (TRUST_SIGNATURE_INVALID). Sign with the key that kid names.',
    ],
    [
      'of a key file',
      new WireError('WIRE_KEY_FILE', 'it is so', {
        facts: { file: 'KG/root.key', reason: 'cannot be read' },
      }),
      2,
      'KG/root.key cannot be read (WIRE_KEY_FILE). Check its path, its content and the passphrase.',
    ],
    [
      'of the file system',
      Object.assign(new Error('it is so'), { code: 'EACCES', path: 'a.json' }),
      2,
      'a.json may not be opened by this user.',
    ],
    [
      'of the program, without what it was about',
      new TypeError('Ivanov is not a function'),
      4,
      'A defect of this program ended the command (TypeError). With EURASEC_DEBUG=1 it says where.',
    ],
  ])('%s', (_, error, exit, sentence) => expect(failureOf(error)).toEqual({ exit, sentence }));
});
