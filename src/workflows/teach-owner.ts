import { folded } from '../domain/owner-keys';
import type { MessagingServices } from '../services';
import type { Scope } from './scope';

export type Taught =
  /** `before`: whom it meant until now, null for nobody. */
  { kind: 'learnt' | 'unchanged'; before: string | null } | { kind: 'not_theirs' | 'not_active' | 'too_long' };

/** A key of DynamoDB holds 1024 bytes: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
const LONGEST_TAG_BYTES = 900;

/**
 * Remembers whom a value of the owner tag means. Security may say it of any; a lead only of one that belongs to a team
 * they lead already. Guests, bots and people who left cannot own anything.
 */
export async function teachOwner(
  { owners, directory }: MessagingServices,
  scope: Scope,
  { tag, userId, now }: { tag: string; userId: string; now: Date },
): Promise<Taught> {
  if (Buffer.byteLength(folded(tag)) > LONGEST_TAG_BYTES) return { kind: 'too_long' };
  const [known, person, owner] = await Promise.all([
    owners.byTag(tag),
    directory.person(userId),
    owners.person(userId),
  ]);
  if (!scope.isSecurity && !(known?.team != null && scope.teams.includes(known.team))) return { kind: 'not_theirs' };
  if (!person?.active) return { kind: 'not_active' };
  const team = owner?.team ?? null;
  const before = known?.userId ?? null;
  if (before === userId && known?.team === team) return { kind: 'unchanged', before };
  await owners.learnTag(tag, { userId, team, timeZone: person.timeZone, checkedAt: now.toISOString() });
  return { kind: 'learnt', before };
}
