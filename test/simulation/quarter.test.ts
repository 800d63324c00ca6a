import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import type { Finding } from '../../src/domain/finding';
import { numbersFor } from '../../src/workflows/numbers';
import { createWatch, findingProblems } from './invariants';
import { DAY, liveThroughQuarter, type Quarter, START, WEEKS } from './quarter';
import { recount } from './recount';

/** Only the date is virtual: connections and their timers run in real time. */
const REAL = [
  'hrtime',
  'nextTick',
  'performance',
  'queueMicrotask',
  'requestAnimationFrame',
  'cancelAnimationFrame',
  'requestIdleCallback',
  'cancelIdleCallback',
  'setImmediate',
  'clearImmediate',
  'setInterval',
  'clearInterval',
  'setTimeout',
  'clearTimeout',
] as const;

/** A small company among all other tests; `npm run test:quarter` has the whole one. */
const IS_WHOLE = process.env.npm_lifecycle_event === 'test:quarter';
const NOTEBOOKS = Number(process.env.QUARTER_NOTEBOOKS ?? (IS_WHOLE ? 200 : 30));
/** `QUARTER_SEED=123 npm run test:quarter` lives through the same quarter again; a failure prints the seed. */
const SEED = Number(process.env.QUARTER_SEED ?? 0) || undefined;

beforeAll(() => {
  jest.useFakeTimers({ now: START, doNotFake: [...REAL] });
});

afterAll(() => {
  jest.useRealTimers();
});

it(`a quarter of ${NOTEBOOKS} notebooks and 40 people keeps every promise`, async () => {
  const seeds = SEED ? fc.constant(SEED) : fc.noShrink(fc.noBias(fc.integer({ min: 1, max: 2 ** 30 })));
  await fc.assert(fc.asyncProperty(seeds, liveThrough), { numRuns: 1, endOnFailure: true });
}, 1_800_000);

async function liveThrough(seed: number): Promise<void> {
  const watch = createWatch();
  let looked = START;
  await liveThroughQuarter({
    seed,
    notebooks: NOTEBOOKS,
    check: async (quarter) => {
      expect(watch.messages(quarter)).toEqual([]);
      if (quarter.now < looked + DAY || quarter.isOut()) return;
      looked = quarter.now;
      expect(await problemsOf(quarter)).toEqual([]);
    },
    end: async (quarter) => {
      const findings: Finding[] = [];
      for await (const finding of quarter.world.services.findings.all()) findings.push(finding);
      // Something happened at all: an empty quarter would keep every promise, too.
      const seen = new Set(findings.flatMap(({ history }) => history.map(({ command }) => command)));
      expect([...seen]).toEqual(
        expect.arrayContaining(
          NOTEBOOKS < 200
            ? ['remind', 'resolve']
            : ['acknowledge', 'approve', 'expire', 'remind', 'escalate', 'resolve'],
        ),
      );
      for (let week = 1; week <= WEEKS; week += 1) {
        const to = new Date(START + week * 7 * DAY).toISOString();
        for (const days of [7, 30]) {
          const from = new Date(Date.parse(to) - days * DAY).toISOString();
          const told = await numbersFor(quarter.world.services, { team: null, from, to });
          const counted = recount(findings, quarter.launches, { from, to });
          expect({
            to,
            open: { now: told.open.now, before: told.open.before },
            launches: { part: told.launches.part, all: told.launches.all },
            fixed: { count: told.timeToFix.count, mean: told.timeToFix.meanMs, median: told.timeToFix.medianMs },
            decided: { count: told.timeToDecision.count, median: told.timeToDecision.medianMs },
          }).toEqual({ to, ...counted });
        }
      }
    },
  });
}

async function problemsOf({ world, now }: Quarter): Promise<string[]> {
  const { Items = [] } = await world.dynamo.send(
    new ScanCommand({
      TableName: world.names.findings,
      FilterExpression: 'begins_with(sk, :findings)',
      ExpressionAttributeValues: { ':findings': 'F#' },
    }),
  );
  const due = new Map(Items.map((row) => [row.reference, { nextDueAt: row.nextDueAt }]));
  const problems: string[] = [];
  for await (const finding of world.services.findings.all()) {
    problems.push(...findingProblems(finding, due.get(finding.reference) ?? {}, now));
  }
  return problems;
}
