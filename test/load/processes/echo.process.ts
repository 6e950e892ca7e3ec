/**
 * The echo floor: Fastify gives the body back after one ES256 verify and one Ed25519 signature over it, all on one thread.
 * No push can cost less than this. Says its port once it listens.
 */
import { generateKeyPairSync, sign, verify } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { fastify } from 'fastify';

const issuer = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const hub = generateKeyPairSync('ed25519');
const signed = Buffer.alloc(3_000, 'a signed record of usual size ');
const signature = sign('sha256', signed, issuer.privateKey);

const server = fastify();
server.removeAllContentTypeParsers();
server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
server.post('*', (request, reply) => {
  if (!verify('sha256', signed, issuer.publicKey, signature)) throw new Error('not verified');
  const receipt = sign(null, signed.subarray(0, 400), hub.privateKey);
  void reply.header('receipt', receipt.toString('base64url')).send(request.body);
});
await server.listen({ port: 0, host: '127.0.0.1' });
const { port } = server.server.address() as AddressInfo;
process.stdout.write(`${port}\n`);
process.once('SIGTERM', () => void server.close());
