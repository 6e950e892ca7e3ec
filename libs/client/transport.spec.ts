import { createServer, type IncomingMessage, type Server } from 'node:http';
import { generateKey, parseRequestSignature, verificationKey, verifyRequest } from '#signing';
import { freePort } from '#testing';
import { Transport } from './transport.ts';

describe('a request that the hub is not ready for', () => {
  let server: Server;
  let origin: string;
  let refusals: string[];
  let asked: number;

  beforeEach(async () => {
    [refusals, asked] = [[], 0];
    const port = await freePort();
    origin = `http://127.0.0.1:${port}`;
    server = createServer((_, response) => {
      asked++;
      const code = refusals.shift();
      const headers = { 'content-type': 'application/json', 'retry-after': '1' };
      response.writeHead(code ? 503 : 200, headers);
      response.end(JSON.stringify(code ? { code, title: code, status: 503 } : { stored: true }));
    });
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  const ask = (patienceSeconds?: number) =>
    new Transport(origin, undefined, patienceSeconds === undefined ? {} : { patienceSeconds }).post(
      '/v1/any',
      {},
    );

  test('is repeated when the hub says, for as long as there is patience', async () => {
    refusals = ['STORE_BEHIND', 'STORE_BUSY'];
    expect(await ask(2)).toEqual({ stored: true });
    expect(asked).toBe(3);
  });

  test.each([
    ['STORE_BEHIND', undefined],
    ['STORE_BEHIND', 0.5],
    ['STORE_CONCURRENT_WRITE', 60],
    ['TRUST_NOT_ALLOWED', 60],
  ])('is not repeated for %s with %s seconds of patience', async (code, patience) => {
    refusals = [code];
    await expect(ask(patience)).rejects.toMatchObject({ code });
    expect(asked).toBe(1);
  });
});

describe('a request to one hub of several', () => {
  let server: Server;
  let asked: IncomingMessage;
  let at: string;

  beforeEach(async () => {
    const port = await freePort();
    at = `http://127.0.0.1:${port}`;
    server = createServer((request, response) => {
      asked = request;
      response.end('{}');
    });
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  test('goes where that one is, signed for the origin that all have', async () => {
    const key = generateKey('KG.MOH', 'request');
    await new Transport('https://hub.example', key, { at }).get('/v1/any');
    const { headers } = asked;
    const received = {
      method: 'GET',
      authority: 'hub.example',
      path: '/v1/any',
      query: '?',
      headers,
    };
    const verify = async (authority: string) =>
      verifyRequest(
        { ...received, authority },
        parseRequestSignature(headers),
        verificationKey(key.jwk, key.alg),
        new Date().toISOString(),
      );
    await verify('hub.example');
    await expect(verify(new URL(at).host)).rejects.toMatchObject({
      code: 'TRUST_REQUEST_SIGNATURE_INVALID',
    });
  });

  test('names the position that the answer must not lie before', async () => {
    await new Transport(at, undefined, { after: '0000000000000042' }).get('/v1/any');
    expect(asked.headers['eurasec-position']).toBe('0000000000000042');
    await new Transport(at).get('/v1/any');
    expect(asked.headers['eurasec-position']).toBeUndefined();
  });
});
