import { createRequire } from 'node:module';

type RequestQueue = {
  readonly pending: readonly unknown[];
  scheduleCheckPendingRequests(): void;
};

let isMended = false;

/**
 * kafkajs 2.2.4 looks at the waiting requests of every connection each millisecond, also when none waits: with a dozen
 * connections a fifth of a core (tulios/kafkajs#1604), and a TimeoutNegativeWarning on Node 24 (#1751). Here it looks
 * only while one waits, which is when its own look could do something.
 */
export function mendIdleTimer(): void {
  if (isMended) return;
  const load = createRequire(import.meta.url);
  const { prototype } = load('kafkajs/src/network/requestQueue/index.js') as {
    prototype: RequestQueue;
  };
  const schedule = prototype.scheduleCheckPendingRequests;
  prototype.scheduleCheckPendingRequests = function (this: RequestQueue) {
    if (this.pending.length > 0) schedule.call(this);
  };
  isMended = true;
}
