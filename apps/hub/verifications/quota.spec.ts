import { Quota } from './quota.ts';

const AT = '2031-05-01T10:00:40.000Z';

test('an asker has its limit each minute, and no other asker pays for it', () => {
  const quota = new Quota();
  quota.take('RU.AGENCY', 2, AT);
  quota.take('RU.AGENCY', 2, AT);
  expect(() => quota.take('RU.AGENCY', 2, AT)).toThrow(
    expect.objectContaining({ code: 'RULE_QUOTA', facts: { limit: 2, retryAfter: 20 } }),
  );
  quota.take('RU.OTHER', 2, AT);
  quota.take('RU.AGENCY', 2, '2031-05-01T10:01:00.000Z');
});
