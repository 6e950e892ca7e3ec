/** A thread that checks a store which another thread reads. */
import { parentPort, workerData } from 'node:worker_threads';
import { summaryOf } from '#client';
import { HubError } from '#kernel';
import { checkStore } from './check-store.ts';
import { readModelsIn } from './read-models-in.ts';
import { RemoteStore } from './remote-store.ts';
import type { FromThread, ThreadTask, ToThread } from './thread-messages.ts';

if (!parentPort) throw new Error('check.thread.ts runs as a worker');
const port = parentPort;
const { genesis, options, readModels, mostFindings } = workerData as ThreadTask;
const store = new RemoteStore(port);
port.on('message', (message: ToThread) => store.answered(message));

const tell = (message: FromThread): void => port.postMessage(message);

try {
  const check = await checkStore({
    ...{ genesis, store, options },
    ...(readModels !== undefined && { readModels: readModelsIn(readModels) }),
  });
  const { history, findings, damage, isSound } = check;
  tell({
    result: {
      summary: summaryOf(history),
      findings: findings.slice(0, mostFindings),
      findingCount: findings.length,
      ...{ damage, isSound, readModels: check.readModels },
    },
  });
} catch (error) {
  const code = error instanceof HubError ? error.code : 'UNEXPECTED';
  tell({ failure: { code, message: String(error) } });
}
port.close();
