/** Gives the hypercore in a folder to whoever connects. Says its port once it listens. */
import { createServer, type AddressInfo } from 'node:net';
import { pipeline } from 'node:stream';
import Hypercore from 'hypercore';

const core = new Hypercore(process.argv[2]!);
await core.ready();
const server = createServer({ noDelay: true }, (socket) => {
  // It ends when the other side has all and goes.
  pipeline(socket, core.replicate(false), socket, () => undefined);
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`);
});
process.once('SIGTERM', () => process.exit());
