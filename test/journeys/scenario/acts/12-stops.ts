import { randomUUID } from 'node:crypto';
import { changeLicence, revoke } from '#client';
import { later } from '#kernel';
import { until } from '#testing';
import type { Cast } from '../cast.ts';
import { attested, move, own, read, standingOf } from '../recruitment.ts';
import type { Story } from '../story.ts';
import { AGENCY, DEPARTED } from '../way.ts';
import { select, standingOfLicence } from './09-demand.ts';

/** A certificate that no longer counts, a step out of turn, a hold, a licence suspended, a consent withdrawn. */
export async function stops(story: Story, cast: Cast): Promise<void> {
  story.act('Recruitment: what stops a worker');
  await revocation(story, cast);
  await outOfTurn(story, cast);
  await hold(story, cast);
  await suspension(story, cast);
  await withdrawal(story, cast);
}

async function revocation(story: Story, cast: Cast): Promise<void> {
  const builder = cast.candidate('second builder');
  await story.step(
    'KG.MOH',
    "revokes a builder's certificate, as of yesterday",
    'revoked',
    async () => {
      const statement = revoke(await cast.key('KG.MOH', 'statement'), cast.now(), {
        record: builder.certificate.reference,
        reason: 'RESULT_INVALIDATED',
        effectiveFrom: later(cast.now(), -86_400),
      });
      await (await cast.client('KG.MOH')).revoke('KG.MOH', builder.certificate.id, statement);
      return 'revoked';
    },
  );
  await story.step(
    AGENCY,
    'reports the departure today, whatever was answered before',
    'RULE_MEDICAL_NOT_CONFIRMED',
    () => move(cast, AGENCY, builder, DEPARTED),
  );
  await story.step(AGENCY, 'cancels the case', 'CANCELLED', () =>
    move(cast, AGENCY, builder, {
      ...{ step: 'Cancelled', reason: 'WORKER_WITHDREW', actor: own('AGENCY_ORIGIN') },
    }),
  );
  await story.step('RU.MOL', 'sees the place free again', 'OPEN, 1 free', () =>
    standingOf(cast, cast.demand!),
  );
  await story.step('RU.AGENCY1', 'selects the fourth after all', 'SELECTED', () =>
    select(cast, 'fourth builder'),
  );
}

async function outOfTurn(story: Story, cast: Cast): Promise<void> {
  await story.step(
    'RU.AGENCY1',
    'reports the arrival of one who never left',
    'RULE_TRANSITION_ILLEGAL',
    () =>
      move(cast, 'RU.AGENCY1', cast.candidate('fourth builder'), {
        ...{ step: 'Arrived', actor: own('AGENCY_DESTINATION') },
      }),
  );
}

async function hold(story: Story, cast: Cast): Promise<void> {
  const builder = cast.candidate('third builder');
  const id = randomUUID();
  await story.step('RU.MIA', 'places a hold: a basis, an end, where to appeal', 'PERMITTED', () =>
    move(cast, 'RU.MIA', builder, {
      ...{ step: 'HoldPlaced', reason: 'DOCUMENT_CHECK', actor: own('MIGRATION_DESTINATION') },
      hold: {
        ...{ id, until: later(cast.now(), 86_400) },
        ...{ legalBasis: 'A made-up law on entry, article 1', appeal: 'Court of first instance' },
      },
    }),
  );
  await story.step(AGENCY, 'reads the case: it may not go on, and not why', SEEN, async () => {
    const {
      issuer: _,
      id: __,
      validAt: ___,
      knownAt: ____,
      since: _____,
      ...seen
    } = await read(cast, builder, AGENCY);
    return JSON.stringify(seen);
  });
  await story.step(AGENCY, 'reports a departure', 'RULE_CASE_MAY_NOT_PROCEED', () =>
    move(cast, AGENCY, builder, DEPARTED),
  );
  await story.step('RU.MIA', 'lifts the hold', 'may go on', async () => {
    await move(cast, 'RU.MIA', builder, {
      ...{ step: 'HoldLifted', actor: own('MIGRATION_DESTINATION'), hold: { id } },
    });
    return (await read(cast, builder, AGENCY)).canProceed ? 'may go on' : 'held';
  });
}

const SEEN = '{"status":"PERMITTED","canProceed":false}';

async function suspension(story: Story, cast: Cast): Promise<void> {
  const builder = cast.candidate('third builder');
  const change = async (act: 'SUSPEND' | 'RESTORE', expected: string) => {
    const change = { act, agency: AGENCY, number: 'KG-0002' };
    // Statements are dated in seconds, and the later of two counts.
    const at = later(cast.now(), act === 'RESTORE' ? 1 : 0);
    const statement = changeLicence(await cast.key('KG.MOL', 'statement'), at, change);
    await (await cast.client('KG.MOL')).submitStatement(statement);
    await until(async () => (await standingOfLicence(cast)) === expected, TEN_SECONDS);
    return expected;
  };
  await story.step('KG.MOL', `suspends the licence of ${AGENCY}`, 'SUSPENDED', () =>
    change('SUSPEND', 'SUSPENDED'),
  );
  await story.step(AGENCY, 'reports a departure', 'LICENCE_NOT_ACTIVE', () =>
    move(cast, AGENCY, builder, DEPARTED),
  );
  await story.step('KG.MOL', 'restores it', 'ACTIVE', () => change('RESTORE', 'ACTIVE'));
  await story.step(AGENCY, 'reports the departure', 'DEPARTED', () =>
    move(cast, AGENCY, builder, DEPARTED),
  );
}

/** Within which a suspension is promised to take effect on every hub. */
const TEN_SECONDS = 10_000;

async function withdrawal(story: Story, cast: Cast): Promise<void> {
  const builder = cast.candidate('fifth builder');
  const lookUp = async () => {
    const centre = await cast.client('KG.IRC');
    const told = await centre.ownStatus(builder.claims.consentToken!, cast.stage.receiptKey);
    return told.answer === 'GIVEN' ? `${told.answer}: ${told.status}` : told.answer;
  };
  await story.step(
    'KG.IRC',
    'looks up a case for the worker with the token',
    'GIVEN: SHORTLISTED',
    lookUp,
  );
  await story.step(
    AGENCY,
    'passes on that the worker withdraws the consent',
    'may not go on',
    async () => {
      const actor = attested('WORKER', 'AGENCY_ORIGIN');
      await move(cast, AGENCY, builder, { step: 'ConsentWithdrawn', actor });
      return (await read(cast, builder, AGENCY)).canProceed ? 'may go on' : 'may not go on';
    },
  );
  await story.step('KG.IRC', 'looks it up again', 'NOT_GIVEN', lookUp);
  await story.step('RU.AGENCY1', 'selects the worker', 'RULE_CONSENT_WITHDRAWN', () =>
    select(cast, 'fifth builder'),
  );
  await story.step('RU.MOL', 'reads the case', `nothing shown, stays: ${STAYS}`, async () => {
    const { presentation, withdrawal: told } = await read(cast, builder, 'RU.MOL');
    const stays = Object.keys(told?.stays ?? {}).join(', ');
    return `${presentation === undefined ? 'nothing shown' : 'shown'}, stays: ${stays}`;
  });
  await story.step("RU.MOL's system", 'is told of the withdrawal, to let go', 'told', async () => {
    await cast.arrived('RU.MOL', builder, 'ConsentWithdrawn');
    return 'told';
  });
}

const STAYS = 'EVENTS, COPIES_BY_LAW';
