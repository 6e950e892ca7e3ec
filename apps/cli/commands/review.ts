import { Option } from 'commander';
import { REVIEW_REASONS, type ReviewReason } from '#certificates';
import { closeReview, openReview } from '#client';
import type { Instant } from '#kernel';
import { showReceipt } from '../shell/receipt.ts';
import { DIGEST, referenceTo, type Digest } from '../shell/record.ts';
import type { Session } from '../shell/session.ts';
import { instant, participant, recordId } from '../shell/values.ts';
import { examples, group, type Verb } from '../shell/verb.ts';

type Common = Digest & { readonly issuer?: string };
type Opening = Common & { readonly reason: ReviewReason; readonly deadline?: Instant };
type Closing = Common & {
  readonly outcome: 'UPHELD' | 'REVOKED';
  readonly effectiveFrom?: Instant;
};

const ISSUER = ['--issuer <authority>', 'default: the acting ministry'] as const;

export const review: Verb = (parent, act) => {
  const one = group(parent, 'review', 'doubt a certificate for a while, and settle it');
  one
    .command('open')
    .description('it confirms nobody until the review is closed')
    .argument('<id>', 'of the record', recordId)
    .addOption(new Option('--reason <code>').choices(REVIEW_REASONS).makeOptionMandatory())
    .option('--deadline <instant>', 'at most 30 days ahead', instant)
    .option(...ISSUER, participant)
    .option(...DIGEST)
    .addHelpText(
      'after',
      examples('eurasec review open <id> --as RU.MOH --issuer KG.MOH --reason RECIPIENT_DOUBT'),
    )
    .action(act(open));
  one
    .command('close')
    .description('by the issuer: it stands, or it is revoked')
    .argument('<id>', 'of the record', recordId)
    .addOption(
      new Option('--outcome <outcome>').choices(['UPHELD', 'REVOKED']).makeOptionMandatory(),
    )
    .option('--effective-from <instant>', 'of the revocation; default now', instant)
    .option(...ISSUER, participant)
    .option(...DIGEST)
    .addHelpText('after', examples('eurasec review close <id> --as KG.MOH --outcome UPHELD'))
    .action(act(close));
};

async function open(session: Session, id: string, options: Opening): Promise<void> {
  const { issuer = session.holder, reason, deadline, digest } = options;
  const hub = await session.hub();
  const statement = openReview(await session.key('statement'), session.now(), {
    record: await referenceTo(hub, issuer, id, digest),
    reason,
    ...(deadline && { deadline }),
  });
  await showReceipt(session, await hub.review(issuer, id, statement));
}

async function close(session: Session, id: string, options: Closing): Promise<void> {
  const { issuer = session.holder, outcome, effectiveFrom, digest } = options;
  const hub = await session.hub();
  const statement = closeReview(await session.key('statement'), session.now(), {
    record: await referenceTo(hub, issuer, id, digest),
    outcome,
    ...(effectiveFrom && { effectiveFrom }),
  });
  await showReceipt(session, await hub.review(issuer, id, statement));
}
