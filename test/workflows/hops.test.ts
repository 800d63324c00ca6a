import type { Services } from '../../src/services';
import { auditNotebook } from '../../src/workflows/audit-notebook';
import { decide } from '../../src/workflows/decide';
import { DANA, LENA, startWorld, type World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const tick = () => new Promise((resolve) => setImmediate(resolve));

/**
 * Services whose calls wait: all that were asked for at the same time go together, as one hop. Counts hops instead of
 * measuring time.
 */
function gated(services: Services) {
  let waiting: (() => Promise<unknown>)[] = [];
  const asked: string[][] = [];
  let names: string[] = [];
  const gate = <T extends object>(part: T, label: string): T =>
    new Proxy(part, {
      get: (target, property, receiver) => {
        const value: unknown = Reflect.get(target, property, receiver);
        if (typeof value !== 'function') return value;
        return (...args: unknown[]) =>
          new Promise((resolve, reject) => {
            names.push(`${label}.${String(property)}`);
            waiting.push(() => Promise.resolve(value.apply(target, args)).then(resolve, reject));
          });
      },
    });
  const { notebooks, findings, owners, directory, notifier, events } = services;
  return {
    services: {
      ...services,
      notebooks: gate(notebooks, 'notebooks'),
      findings: gate(findings, 'findings'),
      owners: gate(owners, 'owners'),
      directory: gate(directory, 'directory'),
      notifier: gate(notifier, 'notifier'),
      events: gate(events, 'events'),
    },
    /** The calls of each hop, until the work is done. */
    async hopsOf(work: Promise<unknown>): Promise<string[][]> {
      let done = false;
      const ended = work.finally(() => {
        done = true;
      });
      while (!done) {
        await tick();
        const now = waiting;
        if (now.length > 0) asked.push(names);
        waiting = [];
        names = [];
        await Promise.all(now.map((call) => call()));
        await tick();
      }
      await ended;
      return asked;
    },
  };
}

it('a launch is four calls away from its card: look, owner, save, post', async () => {
  await world.launch('hops');
  await world.settleAll();
  world.events.splice(0);
  const { services, hopsOf } = gated(world.services);
  const caller = { name: 'dana@acme.example' };
  const request = { account: '111122223333', region: 'eu-west-1', name: 'hops', caller, launched: true };
  const hops = await hopsOf(auditNotebook(services, request, new Date()));
  const posted = hops.findIndex((calls) => calls.includes('notifier.post'));
  expect(hops.slice(0, posted + 1).map(([first]) => first)).toEqual([
    'notebooks.look',
    'owners.byTag',
    'findings.open',
    'notifier.post',
  ]);
});

it.each([
  ['the owner', DANA],
  ['their lead', LENA],
])('a decision of %s is durable after two calls', async (_who, userId) => {
  const name = `click-${userId.toLowerCase()}`;
  await world.launch(name);
  await world.settleAll();
  await world.deliver();
  const [finding] = await world.findings(name);
  if (!finding) throw new Error('no finding');
  const { services, hopsOf } = gated(world.services);
  const command = { type: 'acknowledge' as const, by: userId };
  const hops = await hopsOf(decide(services, { launch: finding.launch, userId, command, now: new Date() }));
  expect(hops).toEqual([expect.arrayContaining(['findings.get', 'owners.teamsLedBy']), ['findings.save']]);
});
