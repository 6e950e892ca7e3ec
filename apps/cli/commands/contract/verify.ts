import { access } from 'node:fs/promises';
import { hashOf, standingOf, verifyContract, versionOf, type SignerOf } from '#contracts';
import { TrustError } from '#kernel';
import { authority, keyOf, type TrustList } from '#participants';
import { verificationKey } from '#signing';
import type { Session } from '../../shell/session.ts';
import { examples, type Verb } from '../../shell/verb.ts';
import { newestVersion, readContract, tellContract } from './contract-file.ts';

export const verifyAContract: Verb = (parent, act) => {
  parent
    .command('verify')
    .description('check that every party signed, with keys proved from genesis')
    .argument('<file or id>', 'a contract file, or a contract of the hub')
    .addHelpText(
      'after',
      examples(
        'eurasec contract verify kg-ru.json --as RU.MOH',
        'eurasec contract verify kg-ru --as RU.MOH',
      ),
    )
    .action(act(run));
};

async function run(session: Session, named: string): Promise<void> {
  const { trust, contracts } = await session.knowledge(await session.hub());
  const isFile = await access(named).then(
    () => true,
    () => !/^[a-z0-9][a-z0-9-]{0,62}$/.test(named),
  );
  const { document, signatures } = await (isFile ? readContract : newestVersion)(session, named);
  verifyContract(document, signatures, signerIn(trust));
  const { id, version } = document;
  const isKnown = versionOf(contracts, { contract: id, version, hash: hashOf(document) });
  const standing = isKnown && standingOf(contracts, id, session.now());
  tellContract(
    session,
    { document, signatures },
    {
      verified: 'every party signed',
      'at the hub': standing ?? 'not agreed there',
    },
  );
}

/** Whether a key still counted when it signed is the hub's record to show; here it must be its holder's. */
const signerIn =
  (trust: TrustList): SignerOf =>
  (kid) => {
    const key = keyOf(trust, kid);
    if (key?.use !== 'statement')
      throw new TrustError('TRUST_KEY_NOT_ENDORSED', 'no root stands for a signature', {
        facts: { kid },
      });
    return {
      authority: key.holder,
      signsContracts: authority(trust, key.holder)?.signsContracts ?? false,
      key: verificationKey(key.jwk, key.alg),
    };
  };
