import { revoke } from '#client';
import { newVerificationCode } from '#credentials';
import type { Cast } from '../cast.ts';
import type { Story } from '../story.ts';

/** A revocation and a successor travel to whoever had the record. */
export async function lifecycle(story: Story, cast: Cast): Promise<void> {
  story.act('Revocation and supersession');
  const revoked = await cast.push('revoked', 5);
  await story.step('KG.MOH', 'revokes a certificate: the blank was stolen', 'revoked', async () => {
    const statement = revoke(await cast.key('KG.MOH', 'statement'), cast.now(), {
      record: revoked.reference,
      reason: 'BLANK_LOST_OR_STOLEN',
    });
    const hub = await cast.client('KG.MOH');
    await hub.revoke('KG.MOH', revoked.id, statement);
    return 'revoked';
  });
  await story.step('RU.MOH', 'revokes what is not its own', 'TRUST_WRONG_ISSUER', async () => {
    const { reference, id } = cast.certificate('fit');
    const statement = revoke(await cast.key('RU.MOH', 'statement'), cast.now(), {
      record: reference,
      reason: 'CLERICAL_ERROR',
    });
    const hub = await cast.client('RU.MOH');
    await hub.revoke('KG.MOH', id, statement);
    return 'revoked';
  });
  const old = await cast.push('old', 6);
  await story.step('KG.MOH', 'pushes a successor that corrects it', '201', async () => {
    const { id, digest } = old.reference;
    await cast.push('successor', 6, {
      claims: { ...numbered(6), supersedes: { id, digest, reason: 'CORRECTED' } },
    });
    return '201';
  });
  await story.step('KG.MOH', 'pushes another one', 'RULE_ALREADY_SUPERSEDED', async () => {
    const { id, digest } = old.reference;
    await cast.push('second successor', 6, {
      claims: { ...numbered(60), supersedes: { id, digest } },
    });
    return '201';
  });
  for (const authority of ['RU.MOH', 'RU.MOL', 'KZ.MOH'])
    await story.step(`${authority}'s system`, 'learns of both', 'both', async () => {
      await cast.arrived(authority, revoked, 'CertificateRevoked');
      await cast.arrived(authority, old, 'CertificateSuperseded');
      await cast.arrived(authority, cast.certificate('successor'), 'CertificateIssued');
      return 'both';
    });
}

/** A new paper: another number, another code on it. */
const numbered = (n: number) => ({
  number: { series: 'KG-T', number: `S${n}`, blankNo: `S${n}` },
  verificationCode: newVerificationCode(),
});
