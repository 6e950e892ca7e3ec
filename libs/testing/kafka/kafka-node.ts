import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** What the broker writes once it serves. */
const STARTED = 'Kafka Server started';

/** Milliseconds for a start, and for a stop that was asked for kindly. */
const START = 90_000;
const STOP = 20_000;

const LOGGING = 'org.slf4j.simpleLogger';

/** Enough for tests; the JIT's last stage costs a short-lived broker more than it gives. */
const FRUGAL = ['-Xms64m', '-Xmx384m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];
const FAST = ['-Xms256m', '-Xmx512m'];

export type JavaOptions = { readonly classPath: string; readonly isFast: boolean };

/** One running broker. */
export class KafkaNode {
  readonly properties: string;
  readonly #java: JavaOptions;
  readonly #log: string;
  #process: ChildProcess | undefined;

  constructor(properties: string, java: JavaOptions) {
    this.properties = properties;
    this.#java = java;
    this.#log = `${properties}.log`;
  }

  /** Resolves once it serves. */
  async start(): Promise<void> {
    const log = openSync(this.#log, 'w');
    const child = spawn(
      'java',
      [
        ...(this.#java.isFast ? FAST : FRUGAL),
        `-D${LOGGING}.defaultLogLevel=error`,
        `-D${LOGGING}.log.kafka.server.KafkaRaftServer=info`,
        '-cp',
        this.#java.classPath,
        'kafka.Kafka',
        this.properties,
      ],
      // A group of its own: Ctrl-C at the terminal is for whoever started it, and that one stops it.
      { stdio: ['ignore', log, log], detached: true },
    );
    closeSync(log);
    this.#process = child;
    // A test run that breaks off leaves no broker behind.
    const end = () => void child.kill('SIGKILL');
    process.once('exit', end);
    child.once('exit', () => process.off('exit', end));
    const deadline = performance.now() + START;
    while (!(await this.log()).includes(STARTED)) {
      if (child.exitCode !== null || performance.now() > deadline) {
        await this.kill();
        throw new Error(`The broker did not start:\n${(await this.log()).slice(-2_000)}`);
      }
      await sleep(50);
    }
  }

  log(): Promise<string> {
    return readFile(this.#log, 'utf8');
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  signal(signal: NodeJS.Signals): void {
    this.#process?.kill(signal);
  }

  /** Lets it say good-bye to its clients and write what it has. */
  async stop(): Promise<void> {
    await this.#end('SIGTERM', STOP);
  }

  async kill(): Promise<void> {
    await this.#end('SIGKILL', STOP);
  }

  async #end(signal: NodeJS.Signals, patience: number): Promise<void> {
    const child = this.#process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    const timer = setTimeout(() => child.kill('SIGKILL'), patience);
    await ended;
    clearTimeout(timer);
  }
}
