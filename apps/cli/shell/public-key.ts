import { isObject, publicFacts, thumbprint, assertPublicJwk, type SigningKey } from '#signing';
import { UsageError } from './failure.ts';
import { readJson, readText } from './files.ts';
import type { Session } from './session.ts';

/** What may be known of a key by everybody. */
export type PublicFacts = Omit<SigningKey, 'key'>;

/** The public facts in a file, as `keys show --json` prints them: how a key comes from where its private half stays. */
export async function factsIn(session: Session, file: string): Promise<PublicFacts> {
  const value = await readJson(file, session.io);
  if (isObject(value)) {
    const { holder, use, alg, kid, jwk } = value;
    const areTexts = [holder, use, alg].every((one) => typeof one === 'string');
    if (areTexts && thumbprint(assertPublicJwk(jwk)) === kid)
      return { holder, use, alg, kid, jwk } as unknown as PublicFacts; // Its form was checked.
  }
  throw new UsageError(`${file} is not what eurasec keys show --json prints of a key.`);
}

/** The public facts of a key in the folder; needs no passphrase. */
export async function factsOf(
  { options, io }: Session,
  holder: string,
  name: string,
): Promise<PublicFacts> {
  const file = `${options.keys}/${holder}/${name}.key`;
  return publicFacts(await readText(file, io), file);
}
