import { grantsToRole, type ContractVersion } from '#contracts';
import { DEMAND_SUBJECT, type Demand } from '#recruitment';

/** Whether the version, in force now, lets agencies of a state read a demand: it runs under that contract, whatever version. */
export const grantsToAgencies = (
  version: ContractVersion,
  { document, under }: Demand,
  state: string,
): boolean =>
  document !== undefined &&
  under.some(({ contract }) => contract === version.contract) &&
  grantsToRole(
    version,
    { state, role: 'agency' },
    { issuer: document.authority, recordType: DEMAND_SUBJECT },
  );
