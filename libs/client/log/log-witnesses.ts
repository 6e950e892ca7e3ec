import type { Transport } from '../transport.ts';

/** How a hub's log stands with its witnesses. */
export type LogWitnesses = {
  /** Leaves of the newest checkpoint that has its quorum, and of the newest that the log signed. */
  readonly published: number;
  readonly signed: number;
  /** How long an event has waited for a checkpoint with its quorum. */
  readonly waitingSeconds: number;
  readonly quorum: number;
  readonly witnesses: readonly {
    readonly name: string;
    /** False for one that works in the hub's own process. */
    readonly isIndependent: boolean;
    readonly standing: 'UNHEARD' | 'HEARD' | 'COSIGNS' | 'SILENT' | 'REFUSES';
    /** Leaves of the last tree that it has seen. */
    readonly size?: number;
    /** When it last cosigned, as it says; absent while it was only heard. */
    readonly at?: string;
  }[];
};

/** As the operator of the hub sees it: proof is in the checkpoint's cosignatures alone. */
export const logWitnesses = (transport: Transport): Promise<LogWitnesses> =>
  transport.get('/v1/log/witnesses');
