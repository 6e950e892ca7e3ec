import { letsAsk, type ContractVersion } from '#contracts';
import { DEMAND_SUBJECT, type Demand } from '#recruitment';

/** Whether the version, in force now, lets agencies of a state read a demand. */
export const grantsToAgencies = (
  version: ContractVersion,
  { document, under }: Demand,
  state: string,
): boolean =>
  document !== undefined &&
  letsAsk(
    version,
    { state, role: 'agency' },
    { issuer: document.authority, recordType: DEMAND_SUBJECT, under },
  );
