import type { Owner, OwnerFound, OwnerSource } from '../domain/finding';
import type { Notebook } from '../domain/notebook';
import type { CallerIdentity } from '../domain/notebook-event';
import { mayStillLearnCaller } from '../domain/outbox';
import { folded } from '../domain/owner-keys';
import { isEmail, isPerson, ownerRungs, type Rung, searchReport, type Tried } from '../domain/owner-search';
import type { MessagingServices } from '../services';

/** How long a person found in the owners table is trusted to be active without asking Slack again. */
const CHECKED_MS = 24 * 60 * 60 * 1000;

interface Candidate {
  userId: string;
  team: string | null;
  timeZone?: string;
  /** Slack said so within the last day. */
  fresh: boolean;
}

/**
 * Climbs the owner ladder until a rung holds an active person. `without`: people that Slack cannot reach any more.
 * When nobody is found, what every rung said is kept, so that people can see why.
 */
export async function findOwner(
  services: MessagingServices,
  search: { notebook: Notebook; caller: CallerIdentity | null; now: Date; without?: string[] },
): Promise<OwnerFound> {
  const { notebook, caller, now, without = [] } = search;
  const { policy } = services;
  const teamTag = notebook.tags[policy.tags.team]?.trim() || null;
  const tried: Tried = {};
  // While the caller may still be learnt, nobody who is only a stand-in for the owner is bothered.
  const early = mayStillLearnCaller(notebook, caller, now.toISOString());
  const rungs = ownerRungs(notebook, caller, policy).filter(
    ({ kind }) => !early || kind === 'tag' || kind === 'email_tag',
  );
  for (const rung of rungs) {
    const candidate = await candidateOf(services, rung, now);
    const known = candidate && !without.includes(candidate.userId) ? candidate : null;
    const active = known && (await activeOwner(services, known, rung, now));
    if (active) return { ...active, teamTag, search: [] };
    tried[rung.kind] = candidate ? 'left' : 'unknown';
  }
  return { owner: null, team: null, teamTag, search: searchReport(notebook, caller, policy, tried) };
}

/** The team of a notebook that nobody has to be told about: what the owners table says of its owner tag, else its Team tag. */
export async function teamOf({ owners, policy }: MessagingServices, { tags }: Notebook): Promise<string | null> {
  const tag = tags[policy.tags.owner]?.trim();
  const row = tag ? ((await owners.byTag(tag)) ?? (isEmail(tag) ? await owners.byEmail(tag) : null)) : null;
  return row?.team ?? (folded(tags[policy.tags.team] ?? '') || null);
}

async function candidateOf(services: MessagingServices, rung: Rung, now: Date): Promise<Candidate | null> {
  switch (rung.kind) {
    case 'tag':
      return fromTable(services, rung.seen, now);
    case 'email_tag':
      return byEmail(services, { email: rung.seen, row: await services.owners.byEmail(rung.seen) }, now);
    case 'caller':
      return byCallerName(services, rung.seen, now);
    case 'team': {
      const lead = await services.owners.leadOf(rung.seen);
      return lead && { userId: lead.userId, team: folded(rung.seen), fresh: false };
    }
    case 'account':
      return { userId: rung.userId, team: (await services.owners.person(rung.userId))?.team ?? null, fresh: false };
  }
}

/** The Slack user behind a CloudTrail caller, undefined when nobody is known by that name. */
export async function callerUserId(
  services: MessagingServices,
  caller: CallerIdentity | null,
  now: Date,
): Promise<string | undefined> {
  if (!caller || !isPerson(caller, services.policy)) return undefined;
  return (await byCallerName(services, caller.name, now))?.userId;
}

async function byCallerName(services: MessagingServices, name: string, now: Date): Promise<Candidate | null> {
  if (!isEmail(name)) return fromTable(services, name, now);
  // Side by side, because a launch waits for the answer.
  const [tagged, row] = await Promise.all([fromTable(services, name, now), services.owners.byEmail(name)]);
  return tagged ?? byEmail(services, { email: name, row }, now);
}

async function fromTable(services: MessagingServices, tag: string, now: Date): Promise<Candidate | null> {
  const row = await services.owners.byTag(tag);
  return row && { userId: row.userId, team: row.team, timeZone: row.timeZone, fresh: isFresh(row.checkedAt, now) };
}

/** From the cache (`row`), else from Slack; an answer is remembered, so that the next notebook costs no lookup. */
async function byEmail(
  services: MessagingServices,
  { email, row }: { email: string; row: Awaited<ReturnType<MessagingServices['owners']['byEmail']>> },
  now: Date,
): Promise<Candidate | null> {
  if (row && isFresh(row.checkedAt, now)) {
    return { userId: row.userId, team: row.team, timeZone: row.timeZone, fresh: true };
  }
  const person = await services.directory.personByEmail(email);
  if (!person) return null;
  const team = row?.team ?? (await services.owners.person(person.userId))?.team ?? null;
  await services.owners.saveEmail(email, {
    userId: person.userId,
    team,
    timeZone: person.timeZone,
    checkedAt: now.toISOString(),
  });
  return { userId: person.userId, team, timeZone: person.timeZone, fresh: true };
}

function isFresh(checkedAt: string | undefined, now: Date): boolean {
  return checkedAt !== undefined && now.getTime() - Date.parse(checkedAt) < CHECKED_MS;
}

async function activeOwner(
  services: MessagingServices,
  candidate: Candidate,
  rung: Rung,
  now: Date,
): Promise<{ owner: Owner; team: string | null } | null> {
  const source: OwnerSource = { kind: rung.kind, seen: rung.seen };
  const { userId, team } = candidate;
  if (candidate.fresh) return { owner: { userId, source, timeZone: candidate.timeZone }, team };
  const person = await services.directory.person(userId);
  if (!person?.active) return null;
  if (rung.kind === 'tag') await services.owners.stampChecked(rung.seen, { userId, checkedAt: now.toISOString() });
  return { owner: { userId, source, timeZone: person.timeZone }, team };
}
