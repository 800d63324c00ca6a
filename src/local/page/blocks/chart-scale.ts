/** The values at which a chart has a line: from 0 to the first round value that is not below the highest. */
export function ticksUpTo(highest: number): number[] {
  const step = roundStep(Math.max(1, highest) / 4);
  const count = Math.max(1, Math.ceil(highest / step));
  return Array.from({ length: count + 1 }, (_, index) => index * step);
}

/** The smallest of 1, 2, 5, 10, 20, 50 … that is not below: counts have no fractions. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, least)));
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= least) ?? power * 10;
}
