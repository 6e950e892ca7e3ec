import type { Answer } from '#client';
import { newVerificationCode, parseClearance } from '#credentials';
import type { Cast } from '../cast.ts';
import { offlineChecks } from '../offline.ts';
import type { Story } from '../story.ts';

/** An agency learns whether a worker may be placed, and nothing else. */
export async function verification(story: Story, cast: Cast): Promise<void> {
  story.act('Verification');
  const agency = 'RU.AGENCY1';
  const fit = cast.certificate('fit');
  await story.step(agency, 'asks by code, document and birth date', 'CONFIRMED', async () =>
    answerOf(await cast.ask(fit)),
  );
  await story.step(agency, 'asks by the clearance in a QR code', 'CONFIRMED', async () =>
    answerOf(
      await cast.question({ clearance: presented(fit.push.clearances![0]!), destination: 'RU' }),
    ),
  );
  await story.step(agency, 'asks about the successor of a certificate', 'CONFIRMED', async () =>
    answerOf(await cast.ask(cast.certificate('successor'))),
  );
  const noes: Answer[] = [];
  const no = (what: string, ask: () => Promise<Answer>) =>
    story.step(agency, `asks about ${what}`, 'NOT_CONFIRMED', async () => {
      const answer = await ask();
      noes.push(answer);
      return answerOf(answer);
    });
  await no('a worker found unfit', () => cast.ask(cast.certificate('unfit')));
  await no('one whose certificate was revoked', () => cast.ask(cast.certificate('revoked')));
  await no('one whose certificate was superseded', () => cast.ask(cast.certificate('old')));
  await no('a code that nobody has', () => cast.ask(fit, { code: newVerificationCode() }));
  await no('a wrong birth date', () => cast.ask(fit, { birthDate: '1999-01-01' }));
  await no('a wrong document', () => cast.ask(fit, { documentNumber: 'XX0000000' }));
  await story.step(
    agency,
    'compares every no, but for time, id and signature',
    '1 form',
    async () => Promise.resolve(`${new Set(noes.map(formOf)).size} form`),
  );
  await story.step(
    agency,
    'asks for a state its licence does not name',
    'LICENCE_SCOPE',
    async () => answerOf(await cast.ask(fit, { destination: 'KZ' })),
  );
  await offlineChecks(story, cast);
}

const answerOf = ({ answer }: Answer): string => answer;

/** An answer without what is of the moment, and the length of each part of its signed text. */
const formOf = ({ checkedAt: _, receiptId: __, proof, ...rest }: Answer): string =>
  JSON.stringify([rest, proof.split('.').map(({ length }) => length)]);

/** Only profile and code shown; the rest stays with the worker. */
function presented(clearance: string): string {
  const { jwt, disclosures } = parseClearance(clearance);
  const shown = disclosures.filter((one) =>
    /"(profile|verificationCode)"/.test(Buffer.from(one, 'base64url').toString()),
  );
  return [jwt, ...shown, ''].join('~');
}
