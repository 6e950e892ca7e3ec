import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Which of the texts stand in files of the folder, byte for byte. */
export async function foundIn(
  folder: string,
  files: string,
  texts: readonly string[],
): Promise<readonly string[]> {
  const patterns = join(folder, 'looked-for');
  await writeFile(patterns, texts.join('\n'));
  const grep = spawn(
    'grep',
    [
      ...['--recursive', '--no-filename', '--only-matching', '--text', '--fixed-strings'],
      ...[`--include=${files}`, `--file=${patterns}`, folder],
    ],
    { env: { LC_ALL: 'C' } },
  );
  let found = '';
  grep.stdout.setEncoding('utf8').on('data', (text: string) => (found += text));
  const [code] = (await once(grep, 'close')) as [number | null];
  if (code !== 0 && code !== 1) throw new Error(`grep ended with ${code}`);
  return [...new Set(found.split('\n').filter(Boolean))];
}
