import type { Setting } from './setting.ts';
import { SETTINGS } from './settings.ts';

/** The page docs/configuration.md. */
export function configurationPage(): string {
  const rows = Object.entries(SETTINGS).map(([name, setting]: [string, Setting<unknown>]) => {
    const standard = setting.default === undefined ? 'none' : `\`${setting.default}\``;
    return `| \`${name}\` | ${setting.meaning} | ${setting.holds} | ${standard} |`;
  });
  return `# Configuration

Environment variables, and nothing else, configure a process. Each is read once, at the start; a bad one
stops the process with a sentence that names it. A variable without a default must be set where it is
read. This page is made from the code by \`npm run docs\`.

| Variable | Meaning | May hold | Default |
| --- | --- | --- | --- |
${rows.join('\n')}
`;
}
