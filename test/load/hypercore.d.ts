/** What the bench asks of it. */
declare module 'hypercore' {
  import type { Duplex } from 'node:stream';

  export default class Hypercore {
    /** @param storage a folder, or what opens a file by its name */
    constructor(storage: string | ((name: string) => unknown), key?: Uint8Array);
    readonly key: Uint8Array;
    readonly length: number;
    /** Blocks from the first on that are here. */
    readonly contiguousLength: number;
    ready(): Promise<void>;
    append(blocks: readonly Uint8Array[]): Promise<unknown>;
    /** Encrypted; every block is verified against the tree that the key signed. */
    replicate(isInitiator: boolean): Duplex;
    update(options: { readonly wait: true }): Promise<boolean>;
    download(range: { readonly start: number; readonly end: number }): { done(): Promise<unknown> };
    close(): Promise<void>;
  }
}

declare module 'random-access-memory' {
  export default class RandomAccessMemory {}
}
