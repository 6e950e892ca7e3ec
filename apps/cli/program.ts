import { Command, CommanderError } from 'commander';
import { VERBS } from './commands/index.ts';
import { BAD_INPUT, DONE, EXIT_CODES, type ExitCode } from './shell/exit.ts';
import { failureOf } from './shell/failure.ts';
import type { Io } from './shell/io.ts';
import { keyIdsLast } from './shell/key-ids-last.ts';
import { addCommonOptions, type CommonOptions } from './shell/options.ts';
import { Session } from './shell/session.ts';
import { examples, type Act, type Perform } from './shell/verb.ts';

/** Runs one command line and says how it ended. Whatever happens, a person reads sentences. */
export async function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  let exit: ExitCode = DONE;
  const act: Act =
    <Values extends readonly unknown[]>(perform: Perform<Values>) =>
    async (...received) => {
      const command = received.at(-1) as Command; // Commander's last argument.
      const session = new Session(command.optsWithGlobals<CommonOptions>(), io);
      // Sound: commander hands over the arguments that the command declares, and its options.
      exit = (await perform(session, ...(received.slice(0, -1) as unknown as Values))) ?? DONE;
    };
  try {
    await program(io, act).parseAsync(keyIdsLast(argv), { from: 'user' });
    return exit;
  } catch (error) {
    // Commander has said what is wrong with the command line, or shown the help that was asked for.
    if (error instanceof CommanderError) return error.exitCode === 0 ? DONE : BAD_INPUT;
    const failure = failureOf(error);
    io.err(`${failure.sentence}\n`);
    if (io.environment['EURASEC_DEBUG'] && error instanceof Error) io.err(`${error.stack}\n`);
    return failure.exit;
  }
}

function program(io: Io, act: Act): Command {
  const root = new Command('eurasec')
    .description('The EurAsEC hub, for ministries, agencies and auditors.')
    .exitOverride()
    .configureOutput({ writeOut: (text) => io.out(text), writeErr: (text) => io.err(text) })
    .configureHelp({ showGlobalOptions: true })
    .showHelpAfterError('(--help shows how)')
    .addHelpText('after', examples(...EXAMPLES) + exitCodes());
  addCommonOptions(root);
  for (const verb of VERBS) verb(root, act);
  return root;
}

const EXAMPLES = [
  'eurasec keys show',
  'eurasec contract show kg-ru --as KG.MOH',
  'eurasec issue claims.ndjson --as KG.MOH --out certificates.ndjson',
  'eurasec push certificates.ndjson --as KG.MOH',
  'eurasec verify --as RU.AGENCY1 --destination RU --question question.json',
  'eurasec audit replay --as KZ.AUDIT',
];

const exitCodes = (): string =>
  `\nExit codes:\n${Object.entries(EXIT_CODES)
    .map(([code, meaning]) => `  ${code}  ${meaning}\n`)
    .join('')}\nMore in docs/cli.md.\n`;
