/**
 * Every refusal of the hub: its stable code, what it means, and what the caller can do.
 * Families (style §4): WIRE_ not readable, TRUST_ not proved, RULE_ makes no sense now, STORE_ try again, UPSTREAM_ a national system.
 */
export const ERROR_CODES = {
  WIRE_TOO_LARGE: [
    'The input is larger than allowed',
    'Send less at once; the limit is in the facts.',
  ],
  WIRE_TOO_DEEP: ['The JSON is nested too deeply', 'Send JSON nested at most 32 levels deep.'],
  WIRE_NOT_JSON: ['The input is not JSON', 'Send UTF-8 JSON (RFC 8259).'],
  WIRE_DUPLICATE_MEMBER: ['A JSON object names a member twice', 'Name each member once.'],
  WIRE_FORBIDDEN_MEMBER: ['A JSON object has a member with a forbidden name', 'Remove the member.'],
  WIRE_NOT_BASE64URL: [
    'A part is not canonical base64url',
    'Encode with base64url, no padding, unused bits zero (RFC 7515 §2).',
  ],
  WIRE_NOT_JWS: [
    'The input is not a compact JWS',
    'Send header.payload.signature (RFC 7515 §7.1).',
  ],
  WIRE_HEADER_UNACCEPTABLE: [
    'A JOSE header has a parameter that is not accepted',
    'Use only alg, typ and kid; keys never travel in headers.',
  ],
  WIRE_NOT_JWE: [
    'The input is not an acceptable compact JWE',
    'Encrypt with exactly the algorithms and header parameters of this place (RFC 7516 §7.1).',
  ],
  WIRE_KEY_FILE: ['The key file cannot be used', 'Check its path, its content and the passphrase.'],
  WIRE_TYP_UNEXPECTED: [
    'The signed object is of another type',
    'Sign with the typ that this place expects.',
  ],
  WIRE_SCHEMA_MISMATCH: [
    'The content does not fit its schema',
    'Correct the member that the pointer names.',
  ],
  WIRE_UNKNOWN_RECORD_TYPE: [
    'The record type is not known',
    'Use a vct that contracts/ describes.',
  ],
  WIRE_DISCLOSURE_INVALID: [
    'A disclosure is malformed',
    'Issue the credential again (RFC 9901 §5.2).',
  ],
  WIRE_DISCLOSURE_UNREFERENCED: [
    'A disclosure has no digest in the record',
    'Send only disclosures that the issuer signed.',
  ],
  WIRE_DIGEST_REPEATED: [
    'A digest stands more than once in the record',
    'Issue the credential again with fresh salts.',
  ],
  WIRE_DIGEST_COUNT: [
    'A level of the record has the wrong number of digests',
    'Fill up with decoys to the number the record type fixes.',
  ],
  WIRE_SALT_WEAK: [
    'A salt is shorter than 128 bits or used twice',
    'Issue the credential again with fresh random salts of at least 16 bytes.',
  ],
  WIRE_S5_IN_THE_OPEN: [
    'A claim that must travel sealed is in the open',
    'Seal the claim to the authority that is granted it.',
  ],
  WIRE_CONTENT_TYPE: [
    'The content type is not accepted here',
    'Send application/json, or application/x-ndjson for a batch.',
  ],
  WIRE_CONTENT_ENCODING: [
    'Compressed bodies are not accepted',
    'Send the body without Content-Encoding.',
  ],
  WIRE_NOT_FOUND: ['There is nothing here', 'Check the path.'],
  WIRE_LOG_NOTE: [
    'The text is not what a transparency log exchanges',
    'Send a checkpoint, request or proof as C2SP writes it (c2sp.org).',
  ],
  WIRE_EVIDENCE_FORM: [
    'The file is not an evidence bundle',
    'Take the zip as the hub gave it; unpacked and packed again it is another file.',
  ],
  WIRE_LOG_ENTRY: [
    'The bytes are not an entry of this log',
    'Read entry bundles as C2SP tlog-tiles writes them.',
  ],
  WIRE_FORMAT: [
    'The foreign document cannot be read',
    'See the reason; the document is kept nowhere.',
  ],
  TRUST_REQUEST_UNSIGNED: [
    'The request carries no signature',
    'Sign the request (RFC 9421) with an endorsed request key.',
  ],
  TRUST_REQUEST_SIGNATURE_INVALID: [
    'The request signature does not fit the request',
    'Sign method, authority, path, query and content-digest of exactly what you send.',
  ],
  TRUST_REQUEST_EXPIRED: [
    'The request signature is too old or from the future',
    'Set the clock; sign again (created within 60 s).',
  ],
  TRUST_REQUEST_REPLAYED: [
    'This signed request was already used',
    'Sign a new request with a new nonce.',
  ],
  TRUST_CONTENT_DIGEST_MISMATCH: [
    'The body is not the one that was signed',
    'Compute Content-Digest (RFC 9530) over the bytes you send.',
  ],
  TRUST_SIGNATURE_INVALID: ['The signature does not verify', 'Sign with the key that kid names.'],
  TRUST_DECRYPTION_FAILED: [
    'The message was not made for this key, or was altered',
    'Encrypt to the key that is endorsed for encryption now.',
  ],
  TRUST_ALGORITHM_MISMATCH: [
    'The algorithm is not the one of the key',
    'Use the algorithm that the key was endorsed for.',
  ],
  TRUST_KEY_UNKNOWN: ['The key is not known', "Have the key endorsed by its state's root."],
  TRUST_KEY_NOT_ENDORSED: [
    "No endorsement by the state's root leads to this key",
    "Have the key endorsed by its state's root; the hub cannot do it.",
  ],
  TRUST_KEY_USE: ['The key was endorsed for another use', 'Sign with a key endorsed for this use.'],
  TRUST_KEY_NOT_ACTIVE: [
    'The key was not active at that time',
    'Sign with a key that is active now.',
  ],
  TRUST_KEY_RETIRED: ['The key was retired', 'Sign with a key that is active now.'],
  TRUST_KEY_COMPROMISED: [
    'The key was reported compromised',
    "Sign with another key; ask the state's root for one.",
  ],
  TRUST_WRONG_ISSUER: [
    'The signer is not the issuer that the record names',
    'Push only records of your own authority.',
  ],
  TRUST_NOT_ALLOWED: ['This participant may not do this', 'See which role the operation asks for.'],
  TRUST_MEMBERSHIP: [
    'The state is not an active member',
    'Nothing to do until its membership is restored; old records still verify.',
  ],
  TRUST_IAT_TOO_OLD: [
    'The record was signed too long ago',
    "Sign again; the contract's maxAge is in the facts.",
  ],
  TRUST_IAT_IN_FUTURE: [
    'The record was signed in the future',
    'Set the clock of the signing system.',
  ],
  TRUST_GENESIS_MISMATCH: [
    'The genesis document is another one than the pinned one',
    'Compare the hash with your own state, out of band.',
  ],
  TRUST_QUORUM: [
    'Too few roots signed',
    'Collect the signatures that the genesis quorum asks for.',
  ],
  TRUST_CONTRACT_UNSIGNED: [
    'A party has not signed the contract',
    'Collect a signature of every party that the facts name.',
  ],
  TRUST_EVIDENCE_ALTERED: [
    'The evidence bundle is not as the hub made it',
    'Nothing in it counts; have it given again. The facts name the file.',
  ],
  TRUST_ANSWER_MISMATCH: [
    'The events do not give the answer that was signed',
    "Keep answer and excerpt; together they show whose word was false. Ask the hub's operator.",
  ],
  TRUST_LOG_FORK: [
    'The store does not hold what its log has signed',
    'Restore the newest backup of the store; over an older one the log signs nothing more.',
  ],
  TRUST_LOG_CUT: [
    'Events are missing that a checkpoint of the log covers',
    'Keep the checkpoint and tell the other states; the operator brings the newest backup back.',
  ],
  TRUST_LOG_PROOF: [
    'The proof does not lead to the root of the checkpoint',
    'Ask for another proof; if that fails too, keep both and tell the other states.',
  ],
  TRUST_LOG_QUORUM: [
    'Too few witnesses stand behind the checkpoint',
    'Ask for a newer checkpoint; the facts say how many were counted.',
  ],
  TRUST_MISROUTED: [
    'The message was made for another topic or authority',
    'Nothing; the message is refused.',
  ],
  LICENCE_SCOPE: [
    'The licence does not cover this destination',
    'Ask the licensing authority to extend the licence.',
  ],
  LICENCE_NOT_ACTIVE: ['The licence is not active', 'Ask the licensing authority.'],
  RULE_NO_CONTRACT: [
    'No exchange contract in force allows this',
    'Conclude a contract that grants this record type from this issuer.',
  ],
  RULE_RECORD_ID_REUSED: [
    'This id already names another record',
    'Draw a new random id for a new record.',
  ],
  RULE_RECORD_UNKNOWN: ['There is no such record', 'Check issuer and id.'],
  RULE_RECORD_ERASED: ['The record was erased', 'Nothing; erasure is final.'],
  RULE_RECORD_ENDED: ['The record is revoked or superseded', 'Nothing; these states are final.'],
  RULE_ALREADY_SUPERSEDED: [
    'The predecessor already has another successor',
    'Supersede the newest record.',
  ],
  RULE_SUBJECT_ERASED: ['The worker was erased', 'Nothing; erasure is final.'],
  RULE_NO_REVIEW_OPEN: ['No review of this record is open', 'Open a review first.'],
  RULE_REVIEW_OPEN: ['A review of this record is already open', 'Close it first.'],
  RULE_STATUS_INDEX_SPENT: [
    'A status list index is not yours or already used',
    'Ask for an allocation and use each index once.',
  ],
  RULE_STATUS_NOT_DELEGATED: [
    'The issuer has endorsed no status key that this hub has',
    'Have its state endorse one (eurasec endorse key), or ask about the worker online.',
  ],
  RULE_CLEARANCE_MISMATCH: [
    'A clearance does not say what its record says',
    'Issue the clearance from the same examination data.',
  ],
  RULE_SEALED_MISMATCH: [
    'A sealed item does not fit the record',
    'Seal exactly the disclosure whose digest stands in the record.',
  ],
  RULE_SEALED_NOT_GRANTED: [
    'A sealed item is for an authority that no contract grants it to',
    'Send it only where a grant names it.',
  ],
  RULE_CLAIM_NOT_GRANTED: [
    'A claim is shown that no grant gives to this authority',
    'Nothing; the message is refused.',
  ],
  RULE_STATEMENT_MISMATCH: [
    'An event says something else than the statement behind it',
    'Nothing; the message is refused.',
  ],
  RULE_ASSESSMENT_DATES: [
    'An assessment does not end with the earliest of its examinations',
    'validUntil is the earliest end of the items the profile asks for, and of the certificate.',
  ],
  RULE_EXAMINATION_MISSING: [
    'A favourable assessment rests on an examination that was not performed',
    'Examine for every item that the profile asks for.',
  ],
  RULE_RECORD_DATES: [
    'The dates of the record contradict each other',
    'Correct the date that the pointer names.',
  ],
  RULE_PROFILE_UNKNOWN: [
    'The recognition profile is not known',
    'Use a profile in force on the day of the examination.',
  ],
  RULE_UNFIT_UNCONFIRMED: [
    'An unfavourable outcome rests on an unconfirmed test',
    'Confirm the test first (confirmatoryDone).',
  ],
  RULE_CONTRACT_UNKNOWN: ['There is no such contract', 'Check the id.'],
  RULE_CONTRACT_VERSION: [
    'The contract version does not follow the one in force',
    'Name the hash of the newest version in previous and count on by one.',
  ],
  RULE_CONTRACT_STATE: [
    'The contract is not in a state that allows this',
    'See its state with GET.',
  ],
  RULE_NOT_A_PARTY: [
    'The signer is not a party of the contract',
    'Only parties sign, suspend and terminate.',
  ],
  RULE_EFFECTIVE_TOO_EARLY: [
    'The change would take effect too early',
    'Set effectiveFrom later than now plus the margin in the facts.',
  ],
  RULE_EFFECTIVE_TOO_LATE: [
    'The change would take effect in the future',
    'Set effectiveFrom to now or to a moment before.',
  ],
  RULE_REVIEW_DEADLINE: [
    'The deadline of the review is not within 30 days',
    'Set a deadline after now and at most 30 days ahead.',
  ],
  RULE_CONTRACT_INVALID: [
    'The contract contradicts itself',
    'Correct the member that the pointer names.',
  ],
  RULE_AUTHORITY_UNKNOWN: [
    'The authority is not endorsed',
    "Have its state's root endorse it first.",
  ],
  RULE_ALREADY_ENDORSED: [
    'This was already endorsed differently',
    'Endorse a new key or authority id.',
  ],
  RULE_STATEMENT_STALE: [
    'A newer statement about the same thing came first',
    'Sign again; the time of signing must be later than that of the last one.',
  ],
  RULE_LICENCE_REVOKED: [
    'The licence was revoked, for good',
    'License the agency anew, under another number.',
  ],
  RULE_AGENCY_UNKNOWN: ['The agency is not licensed', 'License it first.'],
  RULE_STATE_UNKNOWN: ['The state was not admitted', 'Have the quorum of roots admit it.'],
  RULE_DELIVERY_UNKNOWN: ['There is no such delivery', 'Confirm only what was delivered to you.'],
  RULE_TRANSITION_ILLEGAL: [
    'The case does not allow this step where it stands',
    'See docs/recruitment.md for what may come next.',
  ],
  RULE_ACT_NOT_ON_FILE: [
    'Nobody signed for the party with its act on file',
    "Name the digest of the party's own act in attestation.",
  ],
  RULE_OCCURRED_OUT_OF_ORDER: [
    'It cannot have happened at that time',
    'Correct occurredAt; it is compared with what was reported before.',
  ],
  RULE_CONSENT_MISSING: [
    'The worker has not consented to this',
    "Have the worker's consent to organised recruitment first.",
  ],
  RULE_CONSENT_WITHDRAWN: [
    'The worker has withdrawn the consent',
    'Nothing; a new case needs a new consent.',
  ],
  RULE_CASE_MAY_NOT_PROCEED: [
    'The case may not go on now',
    'Ask the labour ministry of your state; it may know more than you may be told.',
  ],
  RULE_DEMAND_UNKNOWN: ['There is no such demand', 'Check authority and id.'],
  RULE_DEMAND_INVALID: [
    'The demand contradicts itself',
    'Correct the member that the pointer names.',
  ],
  RULE_DEMAND_NOT_OPEN: [
    'The demand is not open for this',
    'See its status with GET; it must be open, and for this origin and destination.',
  ],
  RULE_NO_PLACE: [
    'No place of the demand is free or reserved for this case',
    'Choose another demand, or wait until a place is released.',
  ],
  RULE_RESERVATION_TIME: [
    'The reservation would last too long, or has ended already',
    'Set until after now and at most an hour ahead.',
  ],
  RULE_QUOTA_CATEGORY: [
    'The quota has no such category, or fewer places',
    'Use a category of the quota in force, within its places.',
  ],
  RULE_REASON_UNKNOWN: [
    'The reason is none of the neutral codes of this step',
    'Use a code that docs/recruitment.md lists.',
  ],
  RULE_MEDICAL_NOT_CONFIRMED: [
    'No verification confirms the worker for this',
    'Verify the worker under the profile of the corridor, and name that receipt.',
  ],
  RULE_CHECKLIST_INCOMPLETE: [
    'The checklist of the corridor is not done',
    'Report every item that the corridor asks for.',
  ],
  RULE_CONTRACT_LANGUAGE: [
    'The contract is in no language that the worker understands',
    'Give the worker the contract in a language of the record.',
  ],
  RULE_NO_FEE_UNDECLARED: [
    'It was not declared that the worker pays no fee',
    'Charge the worker nothing, and declare it (ILO principles for fair recruitment).',
  ],
  RULE_CONTRACT_DIFFERS: [
    'The other side signed another contract',
    'Both sides sign the same file, by its hash.',
  ],
  RULE_PERMIT_NEEDED: ['The corridor asks for a permit', 'Apply for a permit of the corridor.'],
  RULE_PERMIT_NOT_NEEDED: ['The corridor asks for no permit', 'Nothing; the case goes on without.'],
  RULE_PERMIT_MISMATCH: [
    'The permit is not one that the corridor asks for, or has run out',
    'Name a permit of a type that the corridor lists.',
  ],
  RULE_NOTHING_NEW: [
    'The change names what is so already',
    'Name the new demand or the new contract.',
  ],
  RULE_HOLD_TERMS: [
    'The hold lacks an end, a legal basis or an appeal route',
    'State all three; the end must be ahead.',
  ],
  RULE_HOLD_UNKNOWN: [
    'There is no such hold of this authority',
    'Only who placed a hold lifts it, by its id.',
  ],
  RULE_CORRIDOR_UNKNOWN: [
    'No rule is known for this corridor on that day',
    'Nobody is recruited from this origin to this destination until its rules are known.',
  ],
  RULE_QUOTA: ['Too many requests', 'Wait; the time is in Retry-After.'],
  STORE_CONCURRENT_WRITE: ['Another change came first', 'Read again and repeat.'],
  STORE_BUSY: [
    'The hub has as much at hand as it takes at once',
    'Repeat after the time in Retry-After; push fewer batches at once.',
  ],
  STORE_BEHIND: ["The hub's view is behind its store", 'Repeat in a few seconds.'],
  STORE_UNWITNESSED: [
    'Too few witnesses have seen what was recorded for too long',
    'Repeat later; the operator must bring the witnesses of the log back. Revocations, suspensions, erasures and compromised keys are taken meanwhile.',
  ],
  STORE_UNAVAILABLE: ['The store does not answer', 'Repeat in a few seconds.'],
  STORE_LOCKED: [
    'Another process writes to this store',
    'Stop it, or use a store that several processes can share (esdb://, kafka://, postgres://).',
  ],
  STORE_FENCED: [
    'Another owner took this lane over',
    'Stop; the newer owner goes on from where the lane stands.',
  ],
  STORE_LANE_LOST: [
    'The lane went to another relay',
    'Nothing; the relay asks for the lane again, and waits while the other has it.',
  ],
  STORE_POSITION_MISSING: [
    "A lane's position is gone, its messages are there",
    'Stop; bring the topic of positions back. A lane that began anew would deliver everything again.',
  ],
  STORE_TOPIC_UNFIT: [
    'A topic is not set up as it must be',
    'Set it up as the facts say, or delete it while nothing waits in it.',
  ],
  STORE_KEY_MISSING: [
    'The vault lacks a key that it once had',
    'Stop; bring back the newest replica of the vault with its epoch keys. A copy from before the last turn opens nothing.',
  ],
  STORE_CORRUPT: [
    'The store holds what its writer cannot have written',
    'Stop; eurasec fsck says what is wrong, and of a backup whether it is sound.',
  ],
  UPSTREAM_UNAVAILABLE: ['The national system does not answer', 'It is tried again.'],
  UPSTREAM_WITNESS: [
    'A witness of the log does not answer as C2SP tlog-witness says',
    'It is asked again; other witnesses may make the quorum.',
  ],
  UPSTREAM_REFUSED: [
    'The national system refused the delivery',
    'See the reason; parked after the last try.',
  ],
} as const satisfies Record<string, readonly [meaning: string, remedy: string]>;

export type ErrorCode = keyof typeof ERROR_CODES;
