import type { Verb } from '../shell/verb.ts';
import { audit } from './audit.ts';
import { recruitmentCase } from './case/index.ts';
import { certificate } from './certificate.ts';
import { contract } from './contract/index.ts';
import { delivery } from './delivery/index.ts';
import { demand } from './demand/index.ts';
import { endorse } from './endorse/index.ts';
import { erase } from './erase.ts';
import { evidence } from './evidence.ts';
import { fsck } from './fsck.ts';
import { genesis } from './genesis.ts';
import { importForeign } from './import/index.ts';
import { issue } from './issue.ts';
import { keys } from './keys.ts';
import { licence } from './licence/index.ts';
import { offline } from './offline/index.ts';
import { push } from './push.ts';
import { recognition } from './recognition.ts';
import { review } from './review.ts';
import { revoke } from './revoke.ts';
import { sample } from './sample/index.ts';
import { state } from './state.ts';
import { statusList } from './status-list.ts';
import { supersede } from './supersede.ts';
import { vault } from './vault.ts';
import { verifyReceipt } from './verify-receipt.ts';
import { verify } from './verify.ts';
import { witness } from './witness.ts';

/** Every command, in the order in which `--help` shows them: found a hub, agree, exchange, ask, look back. */
export const VERBS: readonly Verb[] = [
  keys,
  genesis,
  state,
  endorse,
  licence,
  contract,
  statusList,
  sample,
  issue,
  push,
  importForeign,
  supersede,
  revoke,
  review,
  recognition,
  erase,
  verify,
  offline,
  demand,
  recruitmentCase,
  certificate,
  verifyReceipt,
  evidence,
  witness,
  delivery,
  audit,
  fsck,
  vault,
];
