import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import type { ISocketFactoryArgs } from 'kafkajs';
import { until } from '#testing';
import { Vigil } from './vigil.ts';

describe('a broker that takes connections', () => {
  /** What was written to it. */
  const asked: Buffer[] = [];
  /** To what it gives an answer. */
  let answers: (question: Buffer) => boolean = () => true;
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', (question) => {
      asked.push(question);
      if (answers(question)) socket.write('answer');
    });
  });
  const reports: string[] = [];
  const vigil = new Vigil((what) => void reports.push(what), 20);
  const open = (): Socket => {
    const { port } = server.address() as AddressInfo;
    const wanted = { host: '127.0.0.1', port, ssl: undefined, onConnect: () => {} };
    const socket = vigil.sockets(wanted as unknown as ISocketFactoryArgs);
    return socket.on('error', () => {});
  };

  beforeAll(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  beforeEach(() => (answers = () => true));
  afterAll(() => {
    vigil.close();
    server.close();
  });

  test('and thinks long about one question, but answers others, keeps its connections', async () => {
    answers = (question) => question.toString() !== 'long';
    const socket = open();
    socket.write('long');
    asked.length = 0;
    await until(() => asked.length > 3);
    expect(socket.destroyed).toBe(false);
    expect(reports).toEqual([]);
    socket.destroy();
  });

  test('and answers nothing is away until it answers', async () => {
    const socket = open();
    answers = () => false;
    const lost = { code: 'ECONNREFUSED' };
    expect(await once(socket, 'error')).toEqual([expect.objectContaining(lost)]);
    expect(reports).toEqual(['a broker does not answer']);
    expect(await once(open(), 'error')).toEqual([expect.objectContaining(lost)]);
    answers = () => true;
    await until(async () => {
      const again = open();
      again.write('question');
      const isHeard = await once(again, 'data').catch(() => false);
      again.destroy();
      return isHeard !== false;
    });
    expect(reports).toEqual(['a broker does not answer']);
  });
});
