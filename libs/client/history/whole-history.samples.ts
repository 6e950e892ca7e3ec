import {
  changeRecognition,
  closeReview,
  eraseWorker,
  openReview,
  reportCompromise,
  retireKey,
  revoke,
  suspendContract,
  terminateContract,
} from '../statements.ts';
import { hashOf } from '#contracts';
import { later } from '#kernel';
import { referenceTo, type SampleRecord } from '#testing';
import { recruit } from './cases.samples.ts';
import { recruitmentOf } from './demands.samples.ts';
import { contractOf, newHistory, receiptsBy } from './history.samples.ts';

/** Everything that can happen, happens once. */
export function wholeHistory() {
  const history = newHistory();
  const kgRu = contractOf(history, 'kg-ru', ['KG', 'RU'], { includeEvidence: true });
  history.agree(kgRu);
  history.agree(recruitmentOf(history, ['KG.MOL', 'RU.MOL']));
  recruit(history);
  const ministry = history.key('KG.MOH statement');
  const at = () => history.now;
  const records = Array.from({ length: 4 }, () => history.issue());
  const [revoked, reviewed, replaced, erased] = records as [
    SampleRecord,
    SampleRecord,
    SampleRecord,
    SampleRecord,
  ];
  const evidence = history.issue({ isEvidence: true, subject: erased.subject });
  history.pass(60);
  history.about(
    'revocation+jws',
    revoke(ministry, at(), {
      record: referenceTo(revoked),
      reason: 'NEW_FINDING',
      effectiveFrom: later(at(), -3_600),
    }),
  );
  history.about(
    'review+jws',
    openReview(history.key('RU.MOH statement'), at(), {
      record: referenceTo(reviewed),
      reason: 'RECIPIENT_DOUBT',
      deadline: later(at(), 86_400),
    }),
  );
  history.pass(60);
  history.about(
    'review+jws',
    closeReview(ministry, at(), { record: referenceTo(reviewed), outcome: 'UPHELD' }),
  );
  const labour = history.key('RU.MOL statement');
  history.about(
    'recognition+jws',
    changeRecognition(labour, at(), {
      record: referenceTo(reviewed),
      act: 'SUSPEND',
      state: 'RU',
      reason: 'DOUBT',
    }),
  );
  history.pass(1);
  history.about(
    'recognition+jws',
    changeRecognition(labour, at(), { record: referenceTo(reviewed), act: 'RESTORE', state: 'RU' }),
  );
  const successor = history.issue({ supersedes: replaced });
  history.confirm(
    receiptsBy(history, 'RU.MOH', [
      revoked.event,
      reviewed.event,
      { event: replaced.event, outcome: 'PARKED' },
    ]),
  );
  history.redrive('RU.MOH', replaced);
  history.pass(1);
  history.confirm(receiptsBy(history, 'RU.MOH', [replaced.event]));
  history.erase(
    eraseWorker(ministry, at(), {
      record: { issuer: 'KG.MOH', id: evidence.id },
      basis: 'CONSENT_WITHDRAWN',
    }),
  );
  history.pass(1);
  const kgBy = contractOf(history, 'kg-by', ['KG', 'BY'], { includeValid: true });
  history.agree(kgBy);
  history.backfill('kg-by', [successor, reviewed]);
  history.submit(
    reportCompromise(history.key('KG root'), at(), {
      kid: history.key('KG.MOH record').kid,
      since: later(at(), -200),
    }),
  );
  for (const record of [reviewed, erased, successor])
    history.certificate({
      type: 'OpenReview',
      data: {
        record: referenceTo(record),
        reason: 'KEY_COMPROMISED',
        kid: history.key('KG.MOH record').kid,
      },
      at: at(),
      by: 'HUB',
    });
  history.submit(
    retireKey(history.key('RU root'), at(), { kid: history.key('RU.MOH record').kid }),
  );
  const named = (document: typeof kgBy) => ({
    contract: document.id,
    version: 1,
    hash: hashOf(document),
    effectiveFrom: later(at(), 1),
  });
  history.endContract(
    suspendContract(history.key('BY.MOH statement'), at(), {
      ...named(kgBy),
      effectiveUntil: later(at(), 60),
    }),
  );
  history.endContract(terminateContract(ministry, at(), named(kgRu)));
  return { history, erased, successor, reviewed };
}
