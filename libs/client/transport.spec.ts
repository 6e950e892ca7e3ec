import { createServer, type Server } from 'node:http';
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
