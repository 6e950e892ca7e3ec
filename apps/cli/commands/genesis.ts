import { writeFile } from 'node:fs/promises';
import {
  assertGenesis,
  genesisHash,
  isObject,
  parseHeader,
  signGenesis,
  verifyGenesis,
  type Genesis,
  type GenesisFile,
} from '#signing';
import { UsageError } from '../shell/failure.ts';
import { jsonFile, writeNew } from '../shell/files.ts';
import { factsIn, factsOf } from '../shell/public-key.ts';
import type { Session } from '../shell/session.ts';
import { facts } from '../shell/table.ts';
import { examples, group, type Verb } from '../shell/verb.ts';

export const genesis: Verb = (parent, act) => {
  const one = group(
    parent,
    'genesis',
    'the founding document: drafted once, signed by every root, pinned by its hash',
  );
  one
    .command('draft')
    .description('write the document, unsigned; roots and hub keys are read from the key folder')
    .argument('<file>', 'to write')
    .requiredOption('--origin <host>', 'host and port of the hub, its name for ever')
    .requiredOption('--quorum <roots>', 'how many roots admit another state', Number)
    .requiredOption('--state <state=name...>', 'a founding state, KG="Kyrgyz Republic"')
    .option('--root <file...>', 'public facts of roots that are not in the folder')
    .option('--receipt-key <file>', "public facts of the hub's receipt key, if not in the folder")
    .option('--lane-key <file>', "public facts of the hub's lane key, if not in the folder")
    .option('--log-key <file>', "public facts of the log's key, if not in the folder")
    .addHelpText(
      'after',
      examples(
        'eurasec genesis draft genesis.json --origin hub.example --quorum 2 --state KG="Kyrgyz Republic" RU="Russian Federation" KZ="Republic of Kazakhstan"',
      ),
    )
    .action(act(draft));
  one
    .command('sign')
    .description("add a root's signature; the file goes from state to state")
    .argument('<file>')
    .addHelpText('after', examples('eurasec genesis sign genesis.json --as KG'))
    .action(act(sign));
  one
    .command('verify')
    .description('check form and every signature, and print the hash to compare out of band')
    .argument('[file]', 'default: the one that --genesis names')
    .addHelpText(
      'after',
      examples('eurasec genesis verify genesis.json --genesis-hash <hash your state published>'),
    )
    .action(act(verify));
};

type Draft = {
  readonly origin: string;
  readonly quorum: number;
  readonly state: readonly string[];
  readonly root?: readonly string[];
  readonly receiptKey?: string;
  readonly laneKey?: string;
  readonly logKey?: string;
};

async function draft(session: Session, file: string, options: Draft): Promise<void> {
  const brought = await Promise.all((options.root ?? []).map((one) => factsIn(session, one)));
  const rootOf = async (state: string) =>
    brought.find(({ holder }) => holder === state) ?? (await factsOf(session, state, 'root'));
  const hubKey = (name: string, file: string | undefined) =>
    file === undefined ? factsOf(session, 'HUB', name) : factsIn(session, file);
  const states = options.state.map(async (one) => {
    const [state = '', ...name] = one.split('=');
    return { state, name: name.join('='), root: (await rootOf(state)).jwk };
  });
  const document: Genesis = {
    origin: options.origin,
    states: await Promise.all(states),
    hub: {
      receipt: (await hubKey('receipt', options.receiptKey)).jwk,
      lane: (await hubKey('lane', options.laneKey)).jwk,
      log: (await hubKey('log', options.logKey)).jwk,
    },
    quorum: options.quorum,
    foundedAt: session.now(),
  };
  assertGenesis(document);
  await writeNew(file, jsonFile({ document, signatures: [] } satisfies GenesisFile));
  tell(session, document, []);
}

async function sign(session: Session, file: string): Promise<void> {
  const { document, signatures } = await read(session, file);
  const root = await session.key('root');
  const state = document.states.find(({ root: { x } }) => x === root.jwk.x);
  if (!state) throw new UsageError(`${root.holder} founds no hub with this document.`);
  const others = signatures.filter((one) => !isBy(one.protected, root.kid));
  const signed = { document, signatures: [...others, signGenesis(document, root)] };
  await writeFile(file, jsonFile(signed));
  tell(session, document, signed.signatures);
}

async function verify(session: Session, given: string | undefined): Promise<void> {
  const file = given ?? session.options.genesis;
  const value = await session.readJson(file);
  const document = verifyGenesis(value as GenesisFile, session.options.genesisHash);
  tell(session, document, (value as GenesisFile).signatures);
}

async function read(session: Session, file: string): Promise<GenesisFile> {
  const value = await session.readJson(file);
  if (!isObject(value) || !Array.isArray(value['signatures']))
    throw new UsageError(`${file} is not a genesis file.`);
  assertGenesis(value['document']);
  return value as unknown as GenesisFile;
}

const isBy = (header: string, kid: string): boolean =>
  parseHeader(header, 'genesis-signature+jws').kid === kid;

function tell(session: Session, document: Genesis, signatures: readonly unknown[]): void {
  const { origin, states, quorum } = document;
  const told = {
    origin,
    states: states.map(({ state }) => state).join(' '),
    quorum,
    signatures: `${signatures.length} of ${states.length}`,
    hash: genesisHash(document),
  };
  session.show({ ...told, signatures: signatures.length }, facts(told));
}
