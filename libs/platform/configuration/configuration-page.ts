import { PROCESSES } from './processes.ts';
import type { Setting } from './setting.ts';
import { SETTINGS, type Variable } from './settings.ts';

/** The page docs/configuration.md. */
export function configurationPage(): string {
  const rows = Object.entries(SETTINGS).map(([name, setting]: [string, Setting<unknown>]) => {
    const standard = setting.default === undefined ? 'none' : `\`${setting.default}\``;
    return `| \`${name}\` | ${setting.meaning} | ${setting.holds} | ${standard} | ${readersOf(name)} |`;
  });
  return `# Configuration

Environment variables, and nothing else, configure a process. Each is read once, at the start; a bad one
stops the process with a sentence that names it. A variable without a default must be set where it is
read. This page is made from the code by \`npm run docs\`; [operations](operations.md) says which processes there are.

| Variable | Meaning | May hold | Default | Read by |
| --- | --- | --- | --- | --- |
${rows.join('\n')}

The processes are started as \`node dist/apps/hub/main.js\`, likewise \`relay\`, \`adapter\` and \`standalone\`, which is what
\`npm start\` runs.
`;
}

/** The processes that read a variable; what none of them reads is for the command line. */
function readersOf(name: string): string {
  const readers = Object.entries(PROCESSES)
    .filter(([, variables]: [string, readonly Variable[]]) =>
      variables.some((variable) => variable === name),
    )
    .map(([process]) => process);
  return readers.join(', ') || '`eurasec`';
}
