import type { Target } from '../domain/notebook';
import type { CallerIdentity } from '../domain/notebook-event';
import { isQuiet } from '../domain/outbox';
import type { Services } from '../services';
import { callerUserId } from './find-owner';

const ONCE_A_DAY_MS = 24 * 60 * 60 * 1000;

/**
 * A guardrail stopped a launch: tells the person who tried, and nobody else, how to launch within the rules. At most once
 * a day, because people try again. No finding: there is no notebook.
 */
export async function explainBlockedLaunch(
  services: Services,
  blocked: Target & { eventId: string; caller: CallerIdentity | null },
  now: Date,
): Promise<'told' | 'told_already' | 'nobody_to_tell' | 'quiet'> {
  const userId = await callerUserId(services, blocked.caller, now);
  if (!userId) return 'nobody_to_tell';
  const person = await services.owners.person(userId);
  if (isQuiet(services.policy, person?.team ?? null)) return 'quiet';
  const day = { now: now.toISOString(), expiresAt: new Date(now.getTime() + ONCE_A_DAY_MS).toISOString() };
  const mark = `blocked#${userId}`;
  if (!(await services.owners.once(mark, day))) return 'told_already';
  const isFirst = await services.owners.greet(userId, `blocked/${blocked.eventId}`);
  try {
    await services.notifier.explainBlockedLaunch(userId, blocked, { now: day.now, isFirst });
  } catch (fault) {
    // So that the retry may tell them.
    await services.owners.forget(mark);
    throw fault;
  }
  return 'told';
}
