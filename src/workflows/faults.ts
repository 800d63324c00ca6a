/**
 * Throws one fault for all that were rejected, if any. Its text holds theirs, and their causes': of an AggregateError a
 * log shows the text alone.
 */
export function throwTogether(results: PromiseSettledResult<unknown>[], what: string): void {
  const faults = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
  if (faults.length === 0) return;
  const texts = faults.map(textOf).join('; ');
  throw new AggregateError(faults, `${faults.length} of ${results.length} failed, ${what}: ${texts}`);
}

function textOf(fault: unknown): string {
  if (!(fault instanceof Error)) return String(fault);
  return fault.cause instanceof Error ? `${fault.message} (${fault.cause.message})` : fault.message;
}
