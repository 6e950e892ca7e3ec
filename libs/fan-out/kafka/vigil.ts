import { connect, isIP, Socket } from 'node:net';
import { connect as connectSecurely } from 'node:tls';
import type { ISocketFactory, ISocketFactoryArgs } from 'kafkajs';
import type { Report } from './report.ts';

/** Milliseconds between two looks. */
const LOOK = 500;

/** Looks without a word from a broker after which it is asked whether it is there, and looks that its answer may take. */
const QUIET = 3;
const ANSWER = 4;

/** Which versions of its questions the broker knows (ApiVersions, 18): the one that is answered from memory, and to anybody. */
const QUESTION = Buffer.from('0000000a' + '0012' + '0000' + '00000001' + 'ffff', 'hex');

const KEEP_ALIVE = 60_000;

type Watched = {
  readonly open: (onConnect: () => void) => Socket;
  readonly sockets: Set<Socket>;
  /** Looks since it was heard. Counted and not timed: a process that slept itself has not listened. */
  quiet: number;
  isSilent: boolean;
};

/**
 * Takes a broker that takes connections and answers nothing for one that is away: ends the connections to it, and refuses
 * others until it answers. The client would wait for it for minutes, also when another broker has its place.
 */
export class Vigil {
  readonly #report: Report;
  readonly #rest: number;
  readonly #watched = new Map<string, Watched>();
  #looking: NodeJS.Timeout | undefined;

  /** @param rest milliseconds between two looks */
  constructor(report: Report, rest = LOOK) {
    this.#report = report;
    this.#rest = rest;
  }

  /** Makes the client's connections. */
  readonly sockets: ISocketFactory = (wanted) => {
    const watched = this.#watch(wanted);
    const socket = watched.isSilent ? refused() : watched.open(wanted.onConnect);
    this.#listen(socket, watched);
    return socket;
  };

  close(): void {
    clearInterval(this.#looking);
    this.#watched.clear();
  }

  #watch(wanted: ISocketFactoryArgs): Watched {
    const broker = `${wanted.host}:${wanted.port}`;
    const known = this.#watched.get(broker);
    if (known) return known;
    const open = (onConnect: () => void) => openSocket({ ...wanted, onConnect });
    const watched = { open, sockets: new Set<Socket>(), quiet: 0, isSilent: false };
    this.#watched.set(broker, watched);
    this.#looking ??= setInterval(() => this.#look(), this.#rest).unref();
    return watched;
  }

  #listen(socket: Socket, watched: Watched): void {
    watched.sockets.add(socket);
    socket.on('data', () => {
      watched.quiet = 0;
      watched.isSilent = false;
    });
    socket.on('close', () => watched.sockets.delete(socket));
  }

  #look(): void {
    for (const [broker, watched] of this.#watched) {
      if (watched.sockets.size === 0 && !watched.isSilent) this.#watched.delete(broker);
      else if (++watched.quiet === QUIET) this.#ask(watched);
      else if (watched.quiet >= QUIET + ANSWER) this.#takeForAway(broker, watched);
    }
  }

  /** Over a connection of its own: on the others may wait what takes long. */
  #ask(watched: Watched): void {
    const socket = watched.open(() => socket.write(QUESTION));
    this.#listen(socket, watched);
    socket.unref();
    socket.on('data', () => socket.destroy());
    socket.on('error', (error) => {
      // Away altogether, which the client sees by itself.
      if (!(error instanceof Silence)) watched.isSilent = false;
    });
  }

  #takeForAway(broker: string, watched: Watched): void {
    if (!watched.isSilent) this.#report('a broker does not answer', { broker });
    watched.isSilent = true;
    watched.quiet = QUIET - 1; // It is asked again at the next look.
    for (const socket of watched.sockets) socket.destroy(new Silence('it does not answer'));
  }
}

/** The client goes on after this one as it does when nobody listens. */
class Silence extends Error {
  readonly code = 'ECONNREFUSED';
}

function refused(): Socket {
  const socket = new Socket();
  process.nextTick(() => socket.destroy(new Silence('it does not answer')));
  return socket;
}

function openSocket({ host, port, ssl, onConnect }: ISocketFactoryArgs): Socket {
  const name = isIP(host) ? {} : { servername: host };
  const socket = ssl
    ? connectSecurely({ host, port, ...name, ...ssl }, onConnect)
    : connect({ host, port }, onConnect);
  return socket.setKeepAlive(true, KEEP_ALIVE);
}
