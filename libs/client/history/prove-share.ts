import type { RecordReference, Routing } from '#certificates';
import type { ContractReference, DomainEvent, Instant } from '#kernel';
import { assertDecided, type Append } from './append.ts';
import { referenceTo, type Known, type KnownRecord } from './known.ts';

/** What the rules of the record's family say to sharing it. */
type Share = (
  data: { readonly record: RecordReference; readonly routing: Routing },
  at: Instant,
) => readonly DomainEvent[];

/** Under a contract in force that includes what is valid, and to all that it names and had nothing of it yet. */
export function proveShare(
  append: Append,
  record: KnownRecord,
  known: Known,
  decided: Share,
): void {
  const [{ at, under = [] }] = append;
  known.lookback.decided(at, (grounds, moment) => {
    const versions = grounds
      .active(moment)
      .filter((one) => one.document.includeValid && under.some((named) => isVersion(one, named)));
    const routing = grounds.routeUnder(versions, record);
    assertDecided(append, decided({ record: referenceTo(record), routing }, at));
  });
  for (const { contract, version } of under)
    known.shares.set(
      `${contract} ${version}`,
      (known.shares.get(`${contract} ${version}`) ?? 0) + 1,
    );
}

const isVersion = (one: ContractReference, { contract, version, hash }: ContractReference) =>
  one.contract === contract && one.version === version && one.hash === hash;
