/**
 * The floor of what is only served: an HTTP server that answers every request with so many random bytes. Says its port once it
 * listens.
 */
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const body = randomBytes(Number(process.argv[2]));
const server = createServer((_request, response) => void response.end(body));
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`);
});
process.once('SIGTERM', () => void server.close());
