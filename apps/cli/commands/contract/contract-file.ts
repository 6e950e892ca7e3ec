import type { ContractVersionState } from '#client';
import { hashOf, type ContractDocument } from '#contracts';
import { isObject, type GeneralSignature } from '#signing';
import { UsageError } from '../../shell/failure.ts';
import type { Session } from '../../shell/session.ts';
import { facts } from '../../shell/table.ts';

/** A contract on its way between the parties: the document and the signatures it has so far. */
export type ContractFile = {
  readonly document: ContractDocument;
  readonly signatures: readonly GeneralSignature[];
};

/** Reads such a file. The hub judges the document; here it only has to be one. */
export async function readContract(session: Session, file: string): Promise<ContractFile> {
  const value = await session.readJson(file);
  const { document, signatures } = isObject(value) ? value : {};
  if (!isObject(document) || typeof document['id'] !== 'string' || !Array.isArray(signatures))
    throw new UsageError(`${file} is not a contract file; eurasec contract draft writes one.`);
  return value as ContractFile;
}

/** The newest version that the hub has of a contract, be it signed by all or not. */
export async function newestVersion(session: Session, id: string): Promise<ContractVersionState> {
  const { drafts, versions } = await (await session.hub()).contract(id);
  return newest([...versions, ...drafts])!; // Something was proposed, or the hub would not know it.
}

/** The newest version that every party signed. */
export async function agreedVersion(session: Session, id: string): Promise<ContractVersionState> {
  const agreed = newest((await (await session.hub()).contract(id)).versions);
  if (agreed) return agreed;
  throw new UsageError(`${id} was not signed by every party yet.`);
}

const newest = (versions: readonly ContractVersionState[]): ContractVersionState | undefined =>
  [...versions].sort((one, other) => one.version - other.version).at(-1);

export function tellContract(
  session: Session,
  { document, signatures }: ContractFile,
  more: Readonly<Record<string, string>> = {},
): void {
  const { id, version, parties, validFrom, validUntil, grants } = document;
  const told = {
    contract: id,
    version,
    parties: parties.join(' '),
    grants: grants.length,
    valid: `${validFrom.slice(0, 10)} to ${validUntil.slice(0, 10)}`,
    signatures: `${signatures.length} of ${parties.length}`,
    hash: hashOf(document),
    ...more,
  };
  session.show({ ...told, signatures: signatures.length }, () => facts(told));
}
