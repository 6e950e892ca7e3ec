import type { ErrorCode } from '#kernel';
import { specFor } from '#testing';
import { certificate } from './certificate.decider.ts';
import type { CertificateCommand, CertificateEvent } from './certificate.messages.ts';
import {
  closeReview,
  doubt,
  doubted,
  issue,
  issued,
  issuedAt,
  more,
  nowhere,
  openReview,
  recognitionRestored,
  recognitionSuspended,
  reference,
  restoreRecognition,
  reviewClosed,
  reviewOpened,
  revoke,
  revoked,
  routing,
  share,
  shared,
  successor,
  supersede,
  superseded,
  suspendRecognition,
  toKazakhstan,
  toRussia,
  underRussia,
  union,
} from './certificate.samples.ts';

const given = specFor(certificate);

const STATES = {
  'that was not issued': [],
  'that was issued': [issued()],
  'that was shared': [issued(), shared()],
  'under review': [issued(), reviewOpened()],
  'whose review was closed': [issued(), reviewOpened(), reviewClosed()],
  'that a review revoked': [
    issued(),
    reviewOpened(),
    reviewClosed({ outcome: 'REVOKED', effectiveFrom: issuedAt }),
  ],
  'that was revoked': [issued(), revoked()],
  'that was superseded': [issued(), superseded()],
  'whose recognition is suspended': [issued(), recognitionSuspended()],
} satisfies Record<string, CertificateEvent[]>;
type Outcomes = Record<keyof typeof STATES, CertificateEvent[] | ErrorCode>;

/** One command in every state: what it adds, or why it is refused. */
function inEveryState(command: CertificateCommand, outcomes: Outcomes): void {
  test.each(Object.entries(outcomes))('a certificate %s', (state, outcome) => {
    const spec = given(...STATES[state as keyof typeof STATES]).when(command);
    if (typeof outcome === 'string') spec.thenThrows(outcome);
    else spec.then(...outcome);
  });
}
const unknown = { ...reference, digest: 'digest-x' };
const everyLifecycleCommandNames = (named: typeof reference) => [
  share(more, { named }),
  supersede({ named }),
  revoke({ named }),
  openReview({ named }),
  closeReview({ named }),
  suspendRecognition({ named }),
  restoreRecognition({ named }),
];

describe('issuing', () => {
  inEveryState(issue(), {
    'that was not issued': [issued()],
    'that was issued': [],
    'that was shared': [],
    'under review': [],
    'whose review was closed': [],
    'that a review revoked': [],
    'that was revoked': [],
    'that was superseded': [],
    'whose recognition is suspended': [],
  });

  test('again is the same record whatever comes beside it, and even without a contract', () =>
    given(issued())
      .when(issue({ sealed: 'other', jwt: 'other' }, { routing: nowhere }))
      .then());

  test('another record under the same id is refused, whatever became of the first', () => {
    const other = issue({ digest: 'digest-x' });
    given(issued()).when(other).thenThrows('RULE_RECORD_ID_REUSED');
    given(issued(), revoked()).when(other).thenThrows('RULE_RECORD_ID_REUSED');
    given(issued(), superseded()).when(other).thenThrows('RULE_RECORD_ID_REUSED');
  });

  test('without a contract in force is refused', () =>
    given()
      .when(issue({}, { routing: nowhere }))
      .thenThrows('RULE_NO_CONTRACT'));

  test('for agencies alone goes to nobody', () => {
    const answersOnly = { under: [underRussia], to: [] };
    given()
      .when(issue({}, { routing: answersOnly }))
      .then(issued({ routing: answersOnly }));
  });

  test('is for the issuer', () => {
    given()
      .when(issue({}, { by: 'KG.MOL' }))
      .thenThrows('TRUST_WRONG_ISSUER');
    given(issued())
      .when(issue({}, { by: 'RU.MOH' }))
      .thenThrows('TRUST_WRONG_ISSUER');
  });
});

describe('every later command', () => {
  test.each(everyLifecycleCommandNames(unknown))(
    '$type names the record by its digest',
    (command) => given(issued(), reviewOpened()).when(command).thenThrows('RULE_RECORD_UNKNOWN'),
  );

  test.each([{ id: 'certificate-x' }, { issuer: 'KG.MOL' }])('names the record by %j', (other) =>
    given(issued())
      .when(revoke({ named: { ...reference, ...other } }))
      .thenThrows('RULE_RECORD_UNKNOWN'),
  );
});

describe('sharing', () => {
  const suspension = { state: 'RU', statement: 'header.suspension.signature' };
  inEveryState(share(), {
    'that was not issued': 'RULE_RECORD_UNKNOWN',
    'that was issued': [shared()],
    'that was shared': [],
    'under review': [shared(), { ...reviewOpened({ routing: more }), by: 'HUB' }],
    'whose review was closed': [shared()],
    'that a review revoked': 'RULE_RECORD_ENDED',
    'that was revoked': 'RULE_RECORD_ENDED',
    'that was superseded': 'RULE_RECORD_ENDED',
    'whose recognition is suspended': [
      shared(),
      { ...recognitionSuspended({ ...suspension, routing: more }), by: 'HUB' },
    ],
  });

  test('without a contract in force is refused', () =>
    given(issued()).when(share(nowhere)).thenThrows('RULE_NO_CONTRACT'));

  test('under a contract that it runs under adds nothing, in whatever version', () => {
    given(issued()).when(share(routing)).then();
    const next = {
      under: [{ ...underRussia, version: 2, hash: 'hash-ru-2' }],
      to: [{ ...toRussia, grants: [{ contract: 'kg-ru', version: 2, grant: 4 }] }],
    };
    given(issued()).when(share(next)).then();
  });

  test('under a new version adds the recipients that are new', () => {
    const grants = [{ contract: 'kg-ru', version: 2, grant: 0 }];
    const version = { ...underRussia, version: 2, hash: 'hash-ru-2' };
    const labour = { authority: 'RU.MOL', grants };
    given(issued())
      .when(share({ under: [version], to: [{ ...toRussia, grants }, labour] }))
      .then(shared({ under: [version], to: [labour] }));
  });

  test('under a new contract goes also to whom another contract has sent it', () => {
    const second = {
      under: [{ contract: 'third', version: 1, hash: 'hash-3' }],
      to: [{ ...toRussia, grants: [{ contract: 'third', version: 1, grant: 0 }] }],
    };
    given(issued()).when(share(second)).then(shared(second));
    given(issued())
      .when(share({ under: [underRussia, ...second.under], to: [toRussia, ...second.to] }))
      .then(shared(second));
  });

  test('under several contracts at once takes each for itself', () => {
    const third = { contract: 'third', version: 1, hash: 'hash-3' };
    const inThird = { contract: 'third', version: 1, grant: 0 };
    const inRussia = { contract: 'kg-ru', version: 1, grant: 5 };
    const labour = { authority: 'RU.MOL', grants: [inRussia, inThird] };
    const both = { under: [underRussia, third], to: [labour] };
    given(issued()).when(share(both)).then(shared(both));
    given(issued(), shared(both))
      .when(share({ under: [third], to: [labour] }))
      .then();
  });

  test('for agencies alone is on the record, once, and tells nobody of a review', () => {
    const answersOnly = { under: more.under, to: [] };
    given(issued()).when(share(answersOnly)).then(shared(answersOnly));
    given(issued(), shared(answersOnly)).when(share(answersOnly)).then();
    given(issued(), reviewOpened()).when(share(answersOnly)).then(shared(answersOnly));
  });

  test('tells of every review that is open, and of none that is closed', () => {
    const byHub = (event: CertificateEvent) => ({ ...event, by: 'HUB' });
    given(issued(), reviewOpened(), doubted())
      .when(share())
      .then(
        shared(),
        byHub(reviewOpened({ routing: more })),
        doubted('KEY_COMPROMISED', { routing: more }),
      );
    given(issued(), recognitionSuspended(), recognitionRestored()).when(share()).then(shared());
    const third = {
      under: [{ contract: 'third', version: 1, hash: 'hash-3' }],
      to: [{ authority: 'BY.MOH', grants: [{ contract: 'third', version: 1, grant: 0 }] }],
    };
    given(issued(), reviewOpened(), shared(), reviewOpened({ routing: more }))
      .when(share(third))
      .then(shared(third), byHub(reviewOpened({ routing: third })));
  });
});

describe('superseding', () => {
  inEveryState(supersede(), {
    'that was not issued': 'RULE_RECORD_UNKNOWN',
    'that was issued': [superseded()],
    'that was shared': [superseded({ routing: union })],
    'under review': 'RULE_REVIEW_OPEN',
    'whose review was closed': [superseded()],
    'that a review revoked': 'RULE_RECORD_ENDED',
    'that was revoked': 'RULE_RECORD_ENDED',
    'that was superseded': [],
    'whose recognition is suspended': [superseded()],
  });

  test('as a correction says so', () =>
    given(issued())
      .when(supersede({ corrected: true }))
      .then(superseded({ corrected: true })));

  test('lets one successor win', () => {
    const second = { id: 'certificate-3', digest: 'digest-3' };
    const again = (change: Partial<typeof successor>) =>
      given(issued(), superseded()).when(supersede({ successor: { ...successor, ...change } }));
    again(second).thenThrows('RULE_ALREADY_SUPERSEDED');
    again({ id: second.id }).thenThrows('RULE_ALREADY_SUPERSEDED');
    again({ digest: second.digest }).thenThrows('RULE_ALREADY_SUPERSEDED');
  });

  test('by itself is refused', () =>
    given(issued())
      .when(supersede({ successor: { ...successor, id: reference.id } }))
      .thenThrows('RULE_RECORD_ID_REUSED'));

  test('is for the issuer', () =>
    given(issued())
      .when(supersede({ by: 'KG.MOL' }))
      .thenThrows('TRUST_WRONG_ISSUER'));
});

describe('revoking', () => {
  inEveryState(revoke(), {
    'that was not issued': 'RULE_RECORD_UNKNOWN',
    'that was issued': [revoked()],
    'that was shared': [revoked({ routing: union })],
    'under review': [revoked()],
    'whose review was closed': [revoked()],
    'that a review revoked': 'RULE_RECORD_ENDED',
    'that was revoked': [],
    'that was superseded': 'RULE_RECORD_ENDED',
    'whose recognition is suspended': [revoked()],
  });

  test('by another statement comes too late', () =>
    given(issued(), revoked())
      .when(revoke({ statement: 'header.other.signature' }))
      .thenThrows('RULE_RECORD_ENDED'));

  test('by the same statement under another signature changes nothing', () =>
    given(issued(), revoked())
      .when(revoke({ statement: 'header.revocation.other-signature' }))
      .then());

  test('reaches back as far as the issuer says, to the issue and before it', () => {
    const day = '2031-04-30T18:00:00.000Z';
    given(issued())
      .when(revoke({ effectiveFrom: issuedAt }))
      .then(revoked({ effectiveFrom: issuedAt }));
    given(issued())
      .when(revoke({ effectiveFrom: day }))
      .then(revoked({ effectiveFrom: day }));
  });

  test('has no effect from the future, but for clocks that differ a little', () => {
    const skew = '2031-05-10T08:01:00.000Z';
    given(issued())
      .when(revoke({ effectiveFrom: skew }))
      .then(revoked({ effectiveFrom: skew }));
    given(issued())
      .when(revoke({ effectiveFrom: '2031-05-10T08:01:00.001Z' }))
      .thenThrows('RULE_EFFECTIVE_TOO_LATE');
  });

  test('is for the issuer', () => {
    given(issued())
      .when(revoke({ by: 'RU.MOH' }))
      .thenThrows('TRUST_WRONG_ISSUER');
    given(issued(), revoked())
      .when(revoke({ by: 'RU.MOH' }))
      .thenThrows('TRUST_WRONG_ISSUER');
  });
});

describe('opening a review', () => {
  inEveryState(openReview(), {
    'that was not issued': 'RULE_RECORD_UNKNOWN',
    'that was issued': [reviewOpened()],
    'that was shared': [reviewOpened({ routing: union })],
    'under review': [],
    'whose review was closed': [],
    'that a review revoked': [],
    'that was revoked': 'RULE_RECORD_ENDED',
    'that was superseded': 'RULE_RECORD_ENDED',
    'whose recognition is suspended': [reviewOpened()],
  });

  test('by another statement waits until the first review is closed', () => {
    const statement = 'header.second.signature';
    given(issued(), reviewOpened()).when(openReview({ statement })).thenThrows('RULE_REVIEW_OPEN');
    given(issued(), doubted()).when(openReview({ statement })).thenThrows('RULE_REVIEW_OPEN');
    given(issued(), reviewOpened(), reviewClosed())
      .when(openReview({ statement }))
      .then(reviewOpened({ statement }));
  });

  test('is for the issuer and those it went to', () => {
    const byIssuer = { by: 'KG.MOH', reason: 'ISSUER_DOUBT' } as const;
    given(issued()).when(openReview(byIssuer)).then(reviewOpened(byIssuer));
    given(issued())
      .when(openReview({ by: 'KZ.MOL' }))
      .thenThrows('TRUST_NOT_ALLOWED');
    given(issued())
      .when(openReview({ by: 'RU.MOL' }))
      .thenThrows('TRUST_NOT_ALLOWED');
    const byNewcomer = { by: 'KZ.MOL', routing: union };
    given(issued(), shared()).when(openReview(byNewcomer)).then(reviewOpened(byNewcomer));
  });

  test('sets a deadline of 30 days at most', () => {
    const deadline = '2031-06-09T08:00:00.000Z';
    given(issued()).when(openReview({ deadline })).then(reviewOpened({ deadline }));
    const late = '2031-06-09T08:00:00.001Z';
    given(issued())
      .when(openReview({ deadline: late }))
      .thenThrows('RULE_REVIEW_DEADLINE');
    const past = '2031-05-10T08:00:00.000Z';
    given(issued())
      .when(openReview({ deadline: past }))
      .thenThrows('RULE_REVIEW_DEADLINE');
  });
});

describe('a doubt that the hub derives', () => {
  inEveryState(doubt(), {
    'that was not issued': 'RULE_RECORD_UNKNOWN',
    'that was issued': [doubted()],
    'that was shared': [doubted('KEY_COMPROMISED', { routing: union })],
    'under review': [doubted()],
    'whose review was closed': [doubted()],
    'that a review revoked': [],
    'that was revoked': [],
    'that was superseded': [],
    'whose recognition is suspended': [doubted()],
  });

  test('is told once', () => given(issued(), doubted()).when(doubt()).then());

  test('does not hide another', () => {
    const twice = 'NUMBER_USED_TWICE';
    given(issued(), doubted()).when(doubt(twice)).then(doubted(twice));
    given(issued(), doubted(), doubted(twice)).when(doubt()).then();
    given(issued(), doubted(), doubted(twice)).when(doubt(twice)).then();
  });

  test('of a key does not come back once the issuer has upheld the record', () => {
    given(issued(), doubted(), reviewClosed()).when(doubt()).then();
    given(issued(), doubted(), reviewOpened(), reviewClosed()).when(doubt()).then();
    const second = reviewClosed({ statement: 'header.second.signature' });
    given(issued(), doubted(), reviewClosed(), reviewOpened(), second).when(doubt()).then();
  });

  test('of a number comes back when it is used once more', () => {
    const twice = 'NUMBER_USED_TWICE';
    given(issued(), doubted(twice), reviewClosed()).when(doubt(twice)).then(doubted(twice));
    given(issued(), doubted(twice), reviewClosed()).when(doubt()).then(doubted());
    given(issued(), doubted(), reviewClosed()).when(doubt(twice)).then(doubted(twice));
  });

  test('is nobody else’s to state, and all else is stated by somebody', () => {
    given(issued())
      .when(openReview({ reason: 'KEY_COMPROMISED' }))
      .thenThrows('TRUST_NOT_ALLOWED');
    given(issued())
      .when(openReview({ reason: 'NUMBER_USED_TWICE' }))
      .thenThrows('TRUST_NOT_ALLOWED');
    given(issued()).when(doubt('ISSUER_DOUBT')).thenThrows('TRUST_NOT_ALLOWED');
  });
});

describe('closing a review', () => {
  inEveryState(closeReview(), {
    'that was not issued': 'RULE_RECORD_UNKNOWN',
    'that was issued': 'RULE_NO_REVIEW_OPEN',
    'that was shared': 'RULE_NO_REVIEW_OPEN',
    'under review': [reviewClosed()],
    'whose review was closed': [],
    'that a review revoked': [],
    'that was revoked': 'RULE_RECORD_ENDED',
    'that was superseded': 'RULE_RECORD_ENDED',
    'whose recognition is suspended': 'RULE_NO_REVIEW_OPEN',
  });

  test('by another statement finds it closed', () =>
    given(issued(), reviewOpened(), reviewClosed())
      .when(closeReview({ statement: 'header.other.signature' }))
      .thenThrows('RULE_NO_REVIEW_OPEN'));

  test('closes every doubt at once, and tells everybody', () => {
    given(issued(), shared(), reviewOpened(), doubted())
      .when(closeReview())
      .then(reviewClosed({ routing: union }));
    given(issued(), reviewOpened(), doubted(), reviewClosed()).when(supersede()).then(superseded());
  });

  test('by revoking takes effect now, or from when the issuer says', () => {
    const outcome = 'REVOKED';
    given(issued(), reviewOpened())
      .when(closeReview({ outcome }))
      .then(reviewClosed({ outcome, effectiveFrom: '2031-05-10T08:00:00.000Z' }));
    given(issued(), reviewOpened())
      .when(closeReview({ outcome, effectiveFrom: issuedAt }))
      .then(reviewClosed({ outcome, effectiveFrom: issuedAt }));
    given(issued(), reviewOpened())
      .when(closeReview({ outcome, effectiveFrom: '2031-05-10T08:01:00.001Z' }))
      .thenThrows('RULE_EFFECTIVE_TOO_LATE');
  });

  test('by upholding has no date of its own', () =>
    given(issued(), reviewOpened())
      .when(closeReview({ effectiveFrom: '2032-01-01T00:00:00.000Z' }))
      .then(reviewClosed()));

  test('by revoking ends the record', () =>
    given(issued(), reviewOpened(), reviewClosed({ outcome: 'REVOKED', effectiveFrom: issuedAt }))
      .when(supersede())
      .thenThrows('RULE_RECORD_ENDED'));

  test('is for the issuer, not for who asked for the review', () =>
    given(issued(), reviewOpened())
      .when(closeReview({ by: 'RU.MOH' }))
      .thenThrows('TRUST_WRONG_ISSUER'));
});

describe('suspending recognition', () => {
  inEveryState(suspendRecognition(), {
    'that was not issued': 'RULE_RECORD_UNKNOWN',
    'that was issued': [recognitionSuspended()],
    'that was shared': [recognitionSuspended({ routing: union })],
    'under review': [recognitionSuspended()],
    'whose review was closed': [recognitionSuspended()],
    'that a review revoked': 'RULE_RECORD_ENDED',
    'that was revoked': 'RULE_RECORD_ENDED',
    'that was superseded': 'RULE_RECORD_ENDED',
    'whose recognition is suspended': [],
  });

  test('is for an authority of the accepting state, if the record went to that state', () => {
    const bySecond = { by: 'RU.MOL' };
    given(issued()).when(suspendRecognition(bySecond)).then(recognitionSuspended(bySecond));
    given(issued())
      .when(suspendRecognition({ by: 'KZ.MOH' }))
      .thenThrows('TRUST_NOT_ALLOWED');
    given(issued())
      .when(suspendRecognition({ by: 'KG.MOH' }))
      .thenThrows('TRUST_NOT_ALLOWED');
    given(issued())
      .when(suspendRecognition({ state: 'KZ' }))
      .thenThrows('TRUST_NOT_ALLOWED');
    const kazakh = { state: 'KZ', routing: union };
    given(issued(), shared()).when(suspendRecognition(kazakh)).then(recognitionSuspended(kazakh));
  });

  test('by one state leaves the others as they are', () => {
    const kazakh = { state: 'KZ', statement: 'header.kz.signature' };
    const told = { ...kazakh, routing: union };
    given(issued(), shared(), recognitionSuspended())
      .when(suspendRecognition(kazakh))
      .then(recognitionSuspended(told));
    given(
      issued(),
      shared(),
      recognitionSuspended(),
      recognitionSuspended(told),
      recognitionRestored(),
    )
      .when(suspendRecognition({ state: 'KZ', statement: 'header.again.signature' }))
      .then();
  });

  test('again by another statement changes nothing until it was restored', () => {
    const statement = 'header.again.signature';
    given(issued(), recognitionSuspended()).when(suspendRecognition({ statement })).then();
    const restored = [issued(), recognitionSuspended(), recognitionRestored()];
    given(...restored)
      .when(suspendRecognition())
      .then();
    given(...restored)
      .when(suspendRecognition({ statement }))
      .then(recognitionSuspended({ statement }));
  });
});

describe('restoring recognition', () => {
  test('by one state leaves the others suspended', () => {
    const kazakh = { state: 'KZ', statement: 'header.kz.signature', routing: union };
    const both = [issued(), shared(), recognitionSuspended(), recognitionSuspended(kazakh)];
    const told = recognitionRestored({ routing: union });
    given(...both)
      .when(restoreRecognition())
      .then(told);
    const again = { state: 'KZ', statement: 'header.kz-restoration.signature' };
    given(...both, told)
      .when(restoreRecognition(again))
      .then(recognitionRestored({ ...again, routing: union }));
  });

  inEveryState(restoreRecognition(), {
    'that was not issued': 'RULE_RECORD_UNKNOWN',
    'that was issued': [],
    'that was shared': [],
    'under review': [],
    'whose review was closed': [],
    'that a review revoked': [],
    'that was revoked': [],
    'that was superseded': [],
    'whose recognition is suspended': [recognitionRestored()],
  });

  test('of a record that has ended is refused', () => {
    given(issued(), recognitionSuspended(), revoked())
      .when(restoreRecognition())
      .thenThrows('RULE_RECORD_ENDED');
  });

  test('is for an authority of the accepting state', () =>
    given(issued(), recognitionSuspended())
      .when(restoreRecognition({ by: 'KZ.MOH' }))
      .thenThrows('TRUST_NOT_ALLOWED'));

  test('by a statement that was carried out before does not undo a later suspension', () => {
    const statement = 'header.again.signature';
    given(
      issued(),
      recognitionSuspended(),
      recognitionRestored(),
      recognitionSuspended({ statement }),
    )
      .when(restoreRecognition())
      .then();
  });
});

test('whoever the record ever went to is told, each once', () => {
  const again = { under: [underRussia], to: [toRussia] };
  given(issued(), shared(), shared(again), shared(more))
    .when(revoke())
    .then(revoked({ routing: { under: union.under, to: [toKazakhstan, toRussia] } }));
});
