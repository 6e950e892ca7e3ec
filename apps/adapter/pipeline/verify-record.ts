import {
  openSealed,
  parseCredential,
  recordDigest,
  recordTypeOf,
  resolve,
  sealedPaths,
  validatePresentation,
  verifyCredentialAsync,
  withDisclosures,
  type ParsedCredential,
  type RecordType,
  type Resolved,
} from '#credentials';
import type { Grant } from '#contracts';
import { grantsSealed, selects } from '#exchange';
import type { Delivery, SealedDisclosure } from '#fan-out';
import { RuleBroken, TrustError, type Instant } from '#kernel';
import { judge } from '#participants';
import { verificationKey } from '#signing';
import type { Knowledge } from './hub-knowledge.ts';
import type { OwnKeys } from './own-keys.ts';
import { documentOf, grantsTo } from './proved-contracts.ts';
import type { VerifiedDelivery } from './verified-delivery.ts';

type RecordDelivery = Extract<Delivery, { presentation: string }>;

/**
 * Checks a record as if nobody had before: issuer's signature and key → place → contract → what is shown → what
 * is sealed → content. Each step throws its one code.
 */
export async function verifyRecord(
  delivery: RecordDelivery,
  authority: string,
  knowledge: Knowledge,
  keys: OwnKeys,
): Promise<VerifiedDelivery> {
  const { event, subject, presentation, existsSince = event.recordedAt, sealed = [] } = delivery;
  const parsed = parseCredential(presentation);
  const type = recordTypeOf(parsed.payload.vct);
  await verifyIssuer(parsed, existsSince, knowledge);
  checkPlace(event, parsed, type);
  const grants = grantsUnder(event, authority, parsed, type, knowledge);
  const shown = resolve(parsed);
  checkOnlyGranted(shown, authority, grants, type);
  const opened = await openGranted(sealed, authority, grants, keys);
  const whole =
    opened.length === 0 ? shown : resolve(parseCredential(withDisclosures(presentation, opened)));
  checkSealedPlaces(sealed, whole);
  validatePresentation(type, whole);
  const { iss: issuer, id } = parsed.payload;
  return {
    authority,
    event,
    subject,
    record: { issuer, id, digest: recordDigest(parsed.jwt) },
    content: { claims: whole.claims },
  };
}

/** Judged at the time the record is known to have existed, never at a time its signer claims (architecture §6). */
async function verifyIssuer(
  parsed: ParsedCredential,
  recordedAt: Instant,
  { trust }: Knowledge,
): Promise<void> {
  const { iss, iat } = parsed.payload;
  const key = judge(trust, parsed.header.kid, { use: 'record', iat, recordedAt });
  await verifyCredentialAsync(parsed, verificationKey(key.jwk, key.alg));
  if (key.holder !== iss)
    throw new TrustError('TRUST_WRONG_ISSUER', `${key.kid} is a key of ${key.holder}`, {
      facts: { kid: key.kid },
    });
}

function checkPlace({ stream }: Delivery['event'], parsed: ParsedCredential, type: RecordType) {
  const { iss, id } = parsed.payload;
  if (stream !== `${type.family}-${iss}-${id}`)
    throw new TrustError('TRUST_MISROUTED', `a record of another stream than ${stream}`);
}

function grantsUnder(
  { under }: Delivery['event'],
  authority: string,
  { payload }: ParsedCredential,
  { name }: RecordType,
  { trust, contracts }: Knowledge,
): readonly Grant[] {
  const documents = under.map((reference) => documentOf(reference, contracts));
  const matter = { issuer: payload.iss, recordType: name };
  const grants = grantsTo(authority, matter, documents, trust);
  if (grants.length === 0)
    throw new RuleBroken(
      'RULE_NO_CONTRACT',
      `nothing grants ${name} of ${payload.iss} to ${authority}`,
    );
  return grants;
}

function checkOnlyGranted(
  { disclosed }: Resolved,
  authority: string,
  grants: readonly Grant[],
  type: RecordType,
): void {
  const isGranted = selects(grants, authority, sealedPaths(type));
  const excess = disclosed.find(
    ({ path, value, isContainer }) => !isContainer && !isGranted(path, value),
  );
  if (excess)
    throw new RuleBroken('RULE_CLAIM_NOT_GRANTED', 'a claim is shown beyond the grants', {
      pointer: `/${excess.path.join('/')}`,
    });
}

function openGranted(
  sealed: readonly SealedDisclosure[],
  authority: string,
  grants: readonly Grant[],
  keys: OwnKeys,
): Promise<readonly string[]> {
  for (const { to, path } of sealed)
    if (to !== authority || !grantsSealed(grants, path))
      throw new RuleBroken('RULE_SEALED_NOT_GRANTED', 'a sealed item is not for this authority');
  return keys.open((key) => openSealed(sealed, key));
}

/** What came out of the seal must stand where the item said. */
function checkSealedPlaces(sealed: readonly SealedDisclosure[], { disclosed }: Resolved): void {
  for (const { digest, path } of sealed) {
    const found = disclosed.find((one) => one.digest === digest);
    if (found?.path.join('/') !== path.join('/'))
      throw new RuleBroken('RULE_SEALED_MISMATCH', 'a sealed item belongs elsewhere in the record');
  }
}
