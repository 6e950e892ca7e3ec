import {
  CONTRACT,
  COUNT,
  DIGEST,
  list,
  object,
  PARTICIPANT,
  VERSION,
  type JsonSchema,
} from './json-schema.ts';

/** Contract versions that an event was frozen under. */
export const UNDER: JsonSchema = list(
  object({ contract: CONTRACT, version: VERSION, hash: DIGEST }),
);

const GRANT = object({ contract: CONTRACT, version: VERSION, grant: COUNT });

/** Authorities that an event goes to, with the grants that let each see something. */
export const RECIPIENTS: JsonSchema = list(object({ authority: PARTICIPANT, grants: list(GRANT) }));
