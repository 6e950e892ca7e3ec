import { once } from 'node:events';
import { run } from './program.ts';

const { INIT_CWD, npm_lifecycle_event: script } = process.env;
// npm runs scripts in the project's folder; the files on the command line are where the person stands.
if (script === 'eurasec' && INIT_CWD) process.chdir(INIT_CWD);

// A reader that has enough (`| head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

process.exitCode = await run(process.argv.slice(2), {
  out: (text) => void process.stdout.write(text),
  async flow(lines) {
    for await (const line of lines)
      if (!process.stdout.write(line)) await once(process.stdout, 'drain');
  },
  err: (text) => void process.stderr.write(text),
  isWatched: process.stderr.isTTY,
  stdin: process.stdin,
  environment: process.env,
  now: () => new Date().toISOString(),
});
