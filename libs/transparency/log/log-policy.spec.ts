import { generateKey } from '#signing';
import { codeOf } from '#testing';
import { parseLogPolicy } from './log-policy.ts';
import { formatVkey, noteKey } from './note.ts';

const ORIGIN = 'hub.example';
const log = generateKey('HUB', 'hub');
const LOG = formatVkey(noteKey('log', ORIGIN, log.jwk), 'log', log.jwk);
const [KG, RU, TJ] = ['KG.MOH', 'RU.MOH', 'TJ.MOH'].map((name) => {
  const { jwk } = generateKey(name, 'witness');
  return formatVkey(noteKey('witness', name, jwk), 'witness', jwk);
});
const THREE = `witness kg ${KG} https://kg.example/witness\nwitness ru ${RU}\nwitness tj ${TJ}\n`;

describe('a log policy', () => {
  test('names logs, witnesses, where they are asked, and how many of them are a quorum', () => {
    const text = `# of the sample\n\n log\t${LOG} https://hub.example \n${THREE}group all-states 2 kg ru tj\nquorum all-states\n`;
    const { logs, witnesses, quorum } = parseLogPolicy(text);
    expect(logs.map(({ name }) => name)).toEqual([ORIGIN]);
    expect(witnesses.map(({ key, url }) => [key.name, url])).toEqual([
      ['KG.MOH', 'https://kg.example/witness'],
      ['RU.MOH', undefined],
      ['TJ.MOH', undefined],
    ]);
    expect(quorum).toBe(2);
  });

  test.each([
    ['all', 'group g all kg tj\nquorum g', ['KG.MOH', 'TJ.MOH'], 2],
    ['any', 'group g any kg tj\nquorum g', ['KG.MOH', 'TJ.MOH'], 1],
    ['one', 'quorum ru', ['RU.MOH'], 1],
    ['none', 'quorum none', [], 0],
  ])('may ask for %s', (_, rest, names, least) => {
    const { witnesses, quorum } = parseLogPolicy(`${THREE}${rest}\n`);
    expect([witnesses.map(({ key }) => key.name), quorum]).toEqual([names, least]);
  });

  test.each([
    ['without a quorum', THREE],
    ['with two quorums', `${THREE}quorum kg\nquorum ru\n`],
    ['whose quorum nobody is', `${THREE}quorum by\n`],
    ['that asks for more than there are', `${THREE}group g 4 kg ru tj\nquorum g\n`],
    ['that asks for nobody', `${THREE}group g 0 kg ru tj\nquorum g\n`],
    ['that counts one twice', `${THREE}group g 2 kg kg ru\nquorum g\n`],
    ['that counts one in two groups', `${THREE}group g 1 kg\ngroup h 1 kg ru\nquorum g\n`],
    ['with two names for one key', `${THREE}witness again ${KG}\nquorum kg\n`],
    ['with two keys of one name', `witness kg ${KG}\nwitness kg ${RU}\nquorum kg\n`],
    ['with a group before its members', `group g 1 kg\n${THREE}quorum g\n`],
    ['with groups of groups', `${THREE}group g 1 kg\ngroup h 1 g\nquorum h\n`],
    ['with a log for a witness', `witness kg ${LOG}\nquorum kg\n`],
    ['with a witness for a log', `log ${KG}\nquorum none\n`],
    ['with two logs of one key', `log ${LOG}\nlog ${LOG}\nquorum none\n`],
    ['with another URL than http', `witness kg ${KG} file:///etc\nquorum kg\n`],
    ['with a word that nobody knows', 'witnesses 3\nquorum none\n'],
    ['with a word too many', 'quorum none at all\n'],
    ['called none', `witness none ${KG}\nquorum none\n`],
    ['with a control character', `${THREE}quorum kg\r\n`],
  ])('%s is refused', (_, text) =>
    expect(codeOf(() => parseLogPolicy(text))).toBe('WIRE_LOG_NOTE'),
  );
});
