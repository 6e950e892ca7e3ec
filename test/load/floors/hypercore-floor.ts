import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { pipeline } from 'node:stream';
import Hypercore from 'hypercore';
import RandomAccessMemory from 'random-access-memory';
import { firstLine, start, stop } from '../child.ts';

export const HYPERCORE_FLOOR = 'hypercore replicates and verifies the same blocks';

/** Blocks of one append. */
const GROUP = 1_000;

/**
 * Hypercore, from one process to another over TCP: the sender has the blocks in files, as the hub has its events; the
 * receiver, this process, keeps them in memory, since an auditor need not keep any.
 */
export class HypercoreFloor {
  readonly #child: ChildProcess;
  readonly #port: number;
  readonly #key: Uint8Array;
  readonly #blocks: number;

  private constructor(child: ChildProcess, port: number, key: Uint8Array, blocks: number) {
    this.#child = child;
    this.#port = port;
    this.#key = key;
    this.#blocks = blocks;
  }

  static async start(folder: string, blocks: readonly Uint8Array[]): Promise<HypercoreFloor> {
    const own = await mkdtemp(join(folder, 'hypercore-'));
    const core = new Hypercore(own);
    await core.ready();
    for (let at = 0; at < blocks.length; at += GROUP)
      await core.append(blocks.slice(at, at + GROUP));
    const { key } = core;
    await core.close();
    const child = start('./processes/hypercore.process', [own]);
    return new HypercoreFloor(child, Number(await firstLine(child)), key, blocks.length);
  }

  /** Blocks a second, all of them. */
  async measure(): Promise<number> {
    const core = new Hypercore(() => new RandomAccessMemory(), this.#key);
    await core.ready();
    const begun = performance.now();
    const socket = connect({ port: this.#port, host: '127.0.0.1', noDelay: true });
    const ended = once(socket, 'close');
    pipeline(socket, core.replicate(true), socket, () => undefined);
    await core.update({ wait: true });
    await core.download({ start: 0, end: core.length }).done();
    const seconds = (performance.now() - begun) / 1000;
    if (core.contiguousLength !== this.#blocks)
      throw new Error(`${core.contiguousLength} blocks were replicated, not ${this.#blocks}`);
    await core.close();
    socket.destroy();
    await ended;
    return this.#blocks / seconds;
  }

  close(): Promise<void> {
    return stop(this.#child);
  }
}
