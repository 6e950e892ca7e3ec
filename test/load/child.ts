import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export type Options = {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly stdio?: StdioOptions;
  /** For Node itself. */
  readonly flags?: readonly string[];
};

/** Starts a module, named from this file without its extension, in the form this process runs. Its stderr is passed on. */
export function start(
  module: string,
  parameters: readonly string[] = [],
  { flags = [], ...options }: Options = {},
): ChildProcess {
  const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.js';
  const file = fileURLToPath(new URL(`${module}${extension}`, import.meta.url));
  const child = spawn(process.execPath, [...process.execArgv, ...flags, file, ...parameters], {
    stdio: ['ignore', 'pipe', 'inherit'],
    ...options,
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
}

/** However the bench ends, nothing that it started is left. */
const running = new Set<ChildProcess>();
process.once('exit', () => running.forEach((child) => child.kill('SIGKILL')));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => process.exit(1));

/** What the process writes until it ends. @throws Error if it fails */
export async function runToEnd(module: string, ...parameters: readonly string[]): Promise<string> {
  const child = start(module, parameters);
  const chunks: Buffer[] = [];
  child.stdout!.on('data', (chunk: Buffer) => chunks.push(chunk));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`${module} ended with ${code}`);
  return Buffer.concat(chunks).toString();
}

/** The first line a process writes: what it says once it is ready. @throws Error if it ends before */
export async function firstLine(child: ChildProcess): Promise<string> {
  let text = '';
  for await (const chunk of child.stdout!.iterator({ destroyOnReturn: false })) {
    text += String(chunk);
    const end = text.indexOf('\n');
    if (end < 0) continue;
    child.stdout!.resume();
    return text.slice(0, end);
  }
  throw new Error('a process ended before it was ready');
}

/** Asks a process to end, as an operator would, and waits until it has. */
export async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}
