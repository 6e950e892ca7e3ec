import { setTimeout as pause } from 'node:timers/promises';
import { PinoLogger } from '../logging/pino-logger.ts';
import { Lifecycle } from './lifecycle.ts';

describe('a lifecycle', () => {
  const lines: string[] = [];
  const logger = new PinoLogger('info', { write: (line) => lines.push(line) });

  test('closes in reverse order, each part after the one before has finished', async () => {
    const closed: string[] = [];
    const lifecycle = new Lifecycle(logger);
    lifecycle.onClose('store', () => closed.push('store'));
    lifecycle.onClose('http', async () => {
      closed.push('http: no new requests');
      await pause(5);
      closed.push('http: the last one answered');
    });
    await lifecycle.close();
    expect(closed).toEqual(['http: no new requests', 'http: the last one answered', 'store']);
  });

  test('closes once, however often it is asked', async () => {
    let times = 0;
    const lifecycle = new Lifecycle(logger);
    lifecycle.onClose('store', () => void times++);
    await Promise.all([lifecycle.close(), lifecycle.close()]);
    expect(times).toBe(1);
  });

  test('goes on when a part fails to close, and says which', async () => {
    let closed = false;
    const lifecycle = new Lifecycle(logger);
    lifecycle.onClose('store', () => (closed = true));
    lifecycle.onClose('relay', () => {
      throw new Error('stuck');
    });
    await lifecycle.close();
    expect(closed).toBe(true);
    expect(JSON.parse(lines.at(-1)!)).toMatchObject({ message: 'close.failed', part: 'relay' });
  });
});
