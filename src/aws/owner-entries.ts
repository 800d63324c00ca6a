import { folded } from '../domain/owner-keys';

/** Who a tag value or an e-mail address stands for. */
export interface OwnerRow {
  userId: string;
  /** In lower case; null while unknown. */
  team: string | null;
  /** IANA time zone, when Slack told it. */
  timeZone?: string;
  /** When Slack last said that the user is active, UTC ISO. */
  checkedAt?: string;
}

/** One line of an import, with its Slack user found. `lead`: leads the team. */
export interface OwnerImport {
  userId: string;
  tag: string | null;
  email: string | null;
  team: string | null;
  lead: boolean;
  timeZone?: string;
}

/** One fact of the table. `key` is the tag value, the address, the Slack user id or the team, as it is stored. */
export interface OwnerEntry {
  kind: 'tag' | 'email' | 'person' | 'lead';
  key: string;
  userId: string;
  team: string | null;
  timeZone?: string;
}

/** The facts that an import states, one a key: a later line wins, but a person keeps a team that only an earlier one names. */
export function ownerEntries(rows: OwnerImport[]): OwnerEntry[] {
  const entries = new Map<string, OwnerEntry>();
  const add = (entry: OwnerEntry) => entries.set(`${entry.kind} ${entry.key}`, entry);
  for (const { userId, tag, email, timeZone, lead, ...row } of rows) {
    const team = row.team === null ? null : folded(row.team);
    if (tag) add({ kind: 'tag', key: folded(tag), userId, team, timeZone });
    if (email) add({ kind: 'email', key: folded(email), userId, team, timeZone });
    const before = entries.get(`person ${userId}`);
    add({ kind: 'person', key: userId, userId, team: team ?? before?.team ?? null, timeZone });
    if (lead && team) add({ kind: 'lead', key: team, userId, team });
  }
  return [...entries.values()];
}

/** A fact that an import adds (`before` is null) or replaces; for a lead, `before` is the team's former one. */
export interface ImportChange {
  before: OwnerEntry | null;
  after: OwnerEntry;
}

/** The wanted facts that are not stored as they are wanted. */
export function entriesThatDiffer(stored: OwnerEntry[], wanted: OwnerEntry[]): ImportChange[] {
  const known = new Map(stored.map((entry) => [`${entry.kind} ${entry.key}`, entry]));
  return wanted.flatMap((after) => {
    const before = known.get(`${after.kind} ${after.key}`) ?? null;
    return before?.userId === after.userId && before.team === after.team ? [] : [{ before, after }];
  });
}
