// Writes the pages of docs/ that are made from the code; a spec beside each source compares them.
import { writeFileSync } from 'node:fs';
import { recordsPage } from '../libs/credentials/records/records-page.ts';
import { configurationPage } from '../libs/platform/configuration/configuration-page.ts';
import { errorsPage } from '../libs/platform/http/errors-page.ts';
import { recruitmentPage } from '../libs/recruitment/recruitment-page.ts';

writeFileSync(new URL('../docs/configuration.md', import.meta.url), configurationPage());
writeFileSync(new URL('../docs/errors.md', import.meta.url), errorsPage());
writeFileSync(new URL('../docs/records.md', import.meta.url), recordsPage());
writeFileSync(new URL('../docs/recruitment.md', import.meta.url), recruitmentPage());
