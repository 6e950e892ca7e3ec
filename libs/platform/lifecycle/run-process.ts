import { ERROR_CODES, HubError } from '#kernel';
import { ConfigurationError } from '../configuration/configuration.ts';
import type { Logger } from '../logging/logger.ts';
import { Lifecycle } from './lifecycle.ts';

/** Milliseconds that closing may take before the process is ended as it is. */
const PATIENCE = 20_000;

/**
 * Runs a process: starts its parts, and on SIGINT or SIGTERM closes them in reverse order and ends with 0.
 * A second signal ends it at once; nothing acknowledged is lost, for it is on disk. What nobody caught
 * ends it with 1, logged without its message: a process in an unknown state must not go on.
 */
export async function runProcess(
  logger: Logger,
  start: (lifecycle: Lifecycle) => Promise<void>,
): Promise<void> {
  const lifecycle = new Lifecycle(logger);
  // Whoever reads what this process says may leave; it works on without them.
  for (const output of [process.stdout, process.stderr]) output.on('error', () => {});
  const fail = (error: unknown) => {
    logger.error('process.crashed', {}, error);
    process.exit(1);
  };
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
  let signals = 0;
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      if (++signals > 1) process.exit(1);
      void stop(lifecycle, logger);
    });
  try {
    await start(lifecycle);
  } catch (error) {
    await lifecycle.close();
    const sentence = sentenceFor(error);
    if (sentence === undefined) return fail(error);
    process.stderr.write(`${sentence}\n`);
    process.exit(1);
  }
}

async function stop(lifecycle: Lifecycle, logger: Logger): Promise<void> {
  setTimeout(() => {
    logger.error('process.slow-to-stop', { part: lifecycle.current });
    process.exit(1);
  }, PATIENCE).unref();
  await lifecycle.close();
  logger.info('process.stopped');
  process.exit(0);
}

/** For the person who started the process and can do something about it. */
function sentenceFor(error: unknown): string | undefined {
  if (error instanceof ConfigurationError) return error.message;
  if (!(error instanceof HubError)) return systemSentence(error);
  const [meaning, remedy] = ERROR_CODES[error.code];
  return `${error.code}: ${meaning}. ${remedy}\n${error.message}`;
}

/** What the system refuses at a start, by Node's code. */
const REFUSED: Readonly<Record<string, string>> = {
  EACCES: 'this user may not use it',
  EADDRINUSE: 'something else listens there',
  EADDRNOTAVAIL: 'this machine has no such address',
  EDQUOT: 'the disk quota is used up',
  ENOENT: 'it is not there and cannot be made',
  ENOSPC: 'the disk is full',
  EPERM: 'this user may not do that',
  EROFS: 'it is on a file system that is read-only',
};

function systemSentence(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  const { code, path, address, port } = error as NodeJS.ErrnoException & {
    readonly address?: string;
    readonly port?: number;
  };
  const meaning = REFUSED[code ?? ''];
  const what = path ?? (address === undefined ? 'The system refuses' : `${address}:${port}`);
  return meaning && `${what}: ${meaning} (${code}).`;
}
