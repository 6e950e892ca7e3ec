/** The writer thread: everything that waits is committed together, so that one sync to disk serves many calls. */
import { parentPort, receiveMessageOnPort } from 'node:worker_threads';
import { pack, type Call, type Control, type Reply, type Request } from './crossing.ts';
import { Database } from './database.ts';
import type { OperationsModule } from './operations.ts';

if (!parentPort) throw new Error('thread.ts runs as a worker');
const port = parentPort;
const databases = new Map<number, Database>();
const waiting: Request[] = [];
let working = false;

port.on('message', (request: Request) => {
  waiting.push(request);
  if (!working) void work();
});

/** A rejection here (an answer that cannot cross) ends the thread, and with it every call. */
async function work(): Promise<void> {
  working = true;
  for (drain(); waiting.length > 0; drain()) {
    commit(takeCalls());
    const next = waiting.shift();
    if (next?.kind === 'control') answer([await control(next.id, next.control)]);
  }
  working = false;
}

function drain(): void {
  for (let next; (next = receiveMessageOnPort(port));) waiting.push(next.message as Request);
}

/** The calls that wait before the next control. */
function takeCalls(): Call[] {
  const until = waiting.findIndex(({ kind }) => kind === 'control');
  const requests = waiting.splice(0, until < 0 ? waiting.length : until);
  return requests.flatMap((request) => (request.kind === 'calls' ? request.calls : []));
}

/** One transaction for each database that is called, answered as soon as it is durable. */
function commit(calls: readonly Call[]): void {
  for (const [id, group] of Map.groupBy(calls, ([, database]) => database))
    answer(opened(id).run(group));
}

async function control(id: number, request: Control): Promise<Reply> {
  try {
    await perform(request);
    return [id, true, undefined];
  } catch (error) {
    return [id, false, pack(error)];
  }
}

async function perform(request: Control): Promise<void> {
  if (request.kind === 'open') {
    const module = (await import(request.module)) as OperationsModule;
    databases.set(request.database, new Database(request.file, module));
  } else if (request.kind === 'checkpoint') {
    opened(request.database).checkpoint();
  } else {
    opened(request.database).close();
    databases.delete(request.database);
  }
}

function opened(id: number): Database {
  const database = databases.get(id);
  if (!database) throw new Error(`database ${id} is not open`);
  return database;
}

function answer(replies: readonly Reply[]): void {
  port.postMessage(replies);
}
