/** Whether two plain values hold the same, whatever order a store gave the keys back in. Undefined counts as absent. */
export function sameContent(one: unknown, other: unknown): boolean {
  return inKeyOrder(one) === inKeyOrder(other);
}

function inKeyOrder(value: unknown): string | undefined {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
