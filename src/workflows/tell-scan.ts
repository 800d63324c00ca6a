import { isOver, type Scan } from '../domain/scan';
import type { Services } from '../services';

/** How often a message may change while work goes on. */
const PROGRESS_MS = 3000;

/**
 * Brings the message of a scan up to date: while the scan runs at most every three seconds, and always when it is over.
 * Several may do so at once, and a slower update may show an older state last: whoever was overtaken shows it anew.
 */
export async function tellScan(
  { scans, scanMessages, policy }: Services,
  id: string,
  clock: () => Date,
): Promise<void> {
  let scan = await scans.get(id);
  if (!scan) return;
  const isFull = scan.place.account === null && scan.place.region === null;
  if (isOver(scan) && isFull) await scans.finished(scan, accountsNotChecked(scan, policy.accounts));
  const now = clock().getTime();
  let taken = await scans.claimTelling(id, {
    now: new Date(now).toISOString(),
    notSince: isOver(scan) ? null : new Date(now - PROGRESS_MS).toISOString(),
  });
  while (scan && taken !== null) {
    const answer = await scanMessages.update(scan);
    // What is not shown of a scan that goes on comes with its next update; the end has to be seen.
    if (answer.kind === 'later' && isOver(scan))
      throw new Error(`Slack did not take the end of a scan: ${answer.reason}`);
    scan = await scans.get(id);
    taken = scan && scan.tellings > taken ? scan.tellings : null;
  }
}

/** Names of the accounts of which something could not be looked at. */
function accountsNotChecked({ results }: Scan, accounts: Services['policy']['accounts']): string[] {
  const missed = results.filter(({ notChecked }) => notChecked.length > 0).map(({ account }) => account);
  return [...new Set(missed)].map((account) => accounts[account]?.name ?? account);
}
