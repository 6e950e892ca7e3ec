import { CASE_STATUSES, CHECKLIST_ITEMS } from '#recruitment';
import { sampleIssue, scanned } from '#testing';
import { generateKey } from '#signing';
import { UsageError } from '../shell/failure.ts';
import { qrSvg } from './qr-code.ts';
import { slipPage, type GivenStatus } from './slip.ts';
import { CLEARANCES, ITEMS, LABELS, STATUSES } from './slip-texts.ts';

const given: GivenStatus = {
  answer: 'GIVEN',
  destination: 'RU',
  status: 'SELECTED',
  since: '2026-11-24T08:00:00.000Z',
  canProceed: true,
  checklist: [
    { item: 'TRAINING', isDone: true },
    { item: 'MEDICAL', isDone: false },
  ],
  clearance: 'CONFIRMED',
  aud: 'KG.IRC',
  checkedAt: '2026-11-25T09:30:00.000Z',
  receiptId: '5cea73e6-d889-44e2-8901-7667003b42bf',
  proof: 'header.payload.signature',
};
const page = (change: Partial<GivenStatus> = {}, qr = qrSvg('the clearance')) =>
  slipPage({ ...given, ...change }, { qr, validUntil: '2027-11-24' });

/** The words on a page, without markup. */
const wordsOf = (text: string) =>
  text
    .replace(/<style>.*?<\/style>/s, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');

describe('the slip of a worker', () => {
  test('says how the case stands, in Russian and in English', () => {
    const words = wordsOf(page());
    for (const { ru, en } of [STATUSES.SELECTED, ITEMS.TRAINING, CLEARANCES.CONFIRMED, LABELS.done])
      expect([words.includes(ru), words.includes(en)]).toEqual([true, true]);
    expect(words).toContain('2026-11-24');
    expect(words).toContain('2026-11-25 09:30 UTC');
    expect(words).toContain('KG.IRC');
    expect(wordsOf(page({ canProceed: false }))).toContain('May go on нет no');
    expect(words).toContain('May go on да yes');
    expect(words).toContain(`${ITEMS.MEDICAL.en} ${LABELS.open.ru} ${LABELS.open.en}`);
  });

  test('has words for whatever the hub may say', () => {
    for (const status of CASE_STATUSES) expect(page({ status })).toContain(STATUSES[status].ru);
    const checklist = CHECKLIST_ITEMS.map((item) => ({ item, isDone: true }));
    for (const item of CHECKLIST_ITEMS) expect(page({ checklist })).toContain(ITEMS[item].ru);
  });

  test('shows a code from which a camera reads the very clearance', async () => {
    const key = generateKey('KG.MOH', 'record');
    const list = 'https://hub.example/v1/status-lists/KG.MOH-1';
    const { clearances } = await sampleIssue({ n: 1, key, status: [{ list, index: 7 }] });
    expect(scanned(page({}, qrSvg(clearances[0]!)))).toBe(clearances[0]);
    const longest = 'a~'.repeat(685);
    expect(scanned(page({}, qrSvg(longest)))).toBe(longest);
    expect(() => qrSvg(`${longest}a`)).toThrow(UsageError);
  });

  test.each(['NOT_CONFIRMED', 'NOT_NEEDED'] as const)(
    'shows no code where the clearance is %s',
    (clearance) => {
      expect(page({ clearance })).not.toContain('<svg');
      expect(scanned(page({ clearance }))).toBeUndefined();
      expect(page({ clearance })).toContain(CLEARANCES[clearance].en);
    },
  );

  test('is a page without a code where no clearance is at hand', () =>
    expect(slipPage(given, undefined)).not.toContain('<svg'));

  test('loads nothing, runs nothing, and is one A4 sheet', () => {
    const text = page();
    expect(text).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
    expect(text).toContain('size: A4 portrait');
    expect(text.replaceAll('xmlns="http://www.w3.org/2000/svg"', '')).not.toMatch(
      /https?:|url\(|<script|<link|<img|@import| src=/,
    );
  });

  test('shows what a hub says as text, whatever it is', () => {
    const hostile = `<script>alert("1")</script>'&`;
    const text = page({ aud: hostile, destination: hostile, receiptId: hostile });
    expect(text).not.toContain('<script');
    const escaped = '&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&#39;&amp;';
    expect(text.split(escaped)).toHaveLength(4);
  });
});
