import { readFile } from 'node:fs/promises';
import { HubError } from '#kernel';
import { ConfigurationError, type Configuration } from '#platform';
import {
  bearable,
  isQuorum,
  leastQuorum,
  parseLogPolicy,
  type NoteKey,
  type WitnessPolicy,
} from '#transparency';
import type { WitnessSetting } from '../witnesses/asked-witness.ts';
import type { WitnessSettings } from '../witnesses/witness-circle.ts';

type Settings = Configuration<'LOG_POLICY' | 'DISHONEST_WITNESSES'>;

/**
 * The witnesses that LOG_POLICY names. Where there is no such file, those that work in this very process.
 * @param own witnesses of this process: whoever runs it can make them cosign anything
 * @throws ConfigurationError for a policy that cannot be read, or whose quorum does not bear the dishonest
 */
export async function witnessSettings(
  settings: Settings,
  log: NoteKey,
  own: readonly WitnessSetting[] = [],
): Promise<WitnessSettings> {
  const text = await readFile(settings.LOG_POLICY, 'utf8').catch(unlessMissing);
  if (text !== undefined) return policySettings(policyIn(text, settings), settings, log, own);
  const dishonest = bearable(own.length);
  const quorum = own.length === 0 ? 0 : leastQuorum(own.length, dishonest);
  return { witnesses: own, quorum, dishonest };
}

function policySettings(
  { logs, witnesses, quorum }: WitnessPolicy,
  { LOG_POLICY, DISHONEST_WITNESSES: dishonest }: Settings,
  log: NoteKey,
  own: readonly WitnessSetting[],
): WitnessSettings {
  const refuse = (reason: string) =>
    new ConfigurationError(`LOG_POLICY, "${LOG_POLICY}", ${reason}`);
  if (logs.length > 0 && !logs.some(({ name, id }) => name === log.name && id === log.id))
    throw refuse(`is about other logs than ${log.name} with its key of genesis.`);
  const count = new Set(witnesses.map(({ key }) => key.name)).size;
  if (count < witnesses.length) throw refuse('has two keys of one witness: it would count twice.');
  if (quorum > 0 && !isQuorum(quorum, count, dishonest))
    throw refuse(
      `asks for ${quorum} of ${count} witnesses. Where ${dishonest} may be dishonest (DISHONEST_WITNESSES), two histories can have a quorum each unless it asks for ${leastQuorum(count, dishonest)} or more.`,
    );
  return {
    quorum,
    dishonest,
    witnesses: witnesses.map(({ key, url }) => {
      if (url === undefined) throw refuse(`does not say where ${key.name} is asked.`);
      const isIndependent = !own.some((one) => one.key.name === key.name && one.key.id === key.id);
      return { key, url, isIndependent };
    }),
  };
}

function policyIn(text: string, { LOG_POLICY }: Settings): WitnessPolicy {
  try {
    return parseLogPolicy(text);
  } catch (error) {
    if (!(error instanceof HubError)) throw error;
    throw new ConfigurationError(
      `LOG_POLICY, "${LOG_POLICY}", is no log policy as C2SP tlog-policy writes it: ${error.message}.`,
    );
  }
}

function unlessMissing(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  return undefined;
}
