import { readdirSync, readFileSync } from 'node:fs';

/** Of a clock tick of Linux, as /proc counts in. */
const MILLISECONDS = 10;

/** Milliseconds of processor time that a process has had so far; undefined where there is no /proc, or no such process. */
function spentBy(pid: number): number | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in brackets may hold anything; the 14th and 15th field are user and system time.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * MILLISECONDS;
  } catch {
    return undefined;
  }
}

/** The processes that this one started and that run a program. */
function childrenOf(program: string): readonly number[] {
  try {
    return readdirSync('/proc').flatMap((name) => {
      if (!/^\d+$/.test(name)) return [];
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
      return parent === process.pid && stat.includes(`(${program})`) ? [Number(name)] : [];
    });
  } catch {
    return [];
  }
}

/** What each of some processes spends, from now on. */
export class Processors {
  readonly #pids: Readonly<Record<string, number>>;
  readonly #before: Readonly<Record<string, number | undefined>>;

  constructor(pids: Readonly<Record<string, number>>) {
    const [broker] = childrenOf('java');
    this.#pids = { ...pids, ...(broker !== undefined && { broker }), bench: process.pid };
    this.#before = this.#spent();
  }

  /** Milliseconds of each since then; of none where there is no /proc. */
  get spent(): Readonly<Record<string, number>> {
    const now = this.#spent();
    return Object.fromEntries(
      Object.keys(now).flatMap((name) => {
        const [before, after] = [this.#before[name], now[name]];
        return before === undefined || after === undefined ? [] : [[name, after - before]];
      }),
    );
  }

  #spent(): Record<string, number | undefined> {
    const spent = Object.entries(this.#pids).map(([name, pid]) => [name, spentBy(pid)] as const);
    return Object.fromEntries(spent);
  }
}
