import { nextDueAt } from '../domain/due';
import type { Caller, Command, Finding, Look } from '../domain/finding';
import { ageMs, type Launch, launchOf, type Notebook, type Target } from '../domain/notebook';
import type { CallerIdentity } from '../domain/notebook-event';
import { openFinding } from '../domain/observations';
import { folded } from '../domain/owner-keys';
import { UNNAMED_CALLER } from '../domain/owner-search';
import { audit, networksFor, sensitivityOf, strictest } from '../domain/policy';
import type { Policy } from '../domain/policy-file';
import { sameContent } from '../domain/same-content';
import type { Services } from '../services';
import { type Changed, changeFinding, changeOnce, GRACE_MS } from './change-finding';
import { deliverClaimed, deliverMessages, isFirstMessage, leaseUntil } from './deliver-messages';
import { callerUserId, findOwner, teamOf } from './find-owner';
import { publishChanges } from './publish-changes';
import { tellChanges } from './tell-changes';

export interface AuditRequest extends Target {
  name: string;
  caller: CallerIdentity | null;
  /** The event was the launch itself. */
  launched: boolean;
  /** One of many looks that belong together: see `Look`. UTC ISO. */
  tellFrom?: string;
}

/** `unknown`: AWS did not let us look; nothing is concluded and nothing is written. */
export type Audited =
  | { kind: 'compliant' | 'gone' | 'deleting' }
  | { kind: 'finding'; finding: Finding }
  | { kind: 'unknown'; reason: string };

/**
 * Looks at a notebook name now and brings what we know in line with what was seen. `now` is when the look begins: it
 * orders looks, so that an older one never overwrites a newer one. Safe to repeat, reorder and run side by side.
 */
export async function auditNotebook(services: Services, request: AuditRequest, now: Date): Promise<Audited> {
  const observedAt = now.toISOString();
  const [look, known] = await Promise.all([
    services.notebooks.look(request, request.name),
    services.findings.unresolvedOfName(request, request.name),
  ]);
  switch (look.kind) {
    case 'unknown':
      return look;
    case 'gone':
      await services.findings.recordClear(request, request.name, observedAt);
      // Read again: one that was opened before the note was made is here now; who opens one later sees the note.
      await resolveGone(services, await services.findings.unresolvedOfName(request, request.name), observedAt, now);
      return { kind: 'gone' };
    case 'found':
      return auditFound(services, { ...request, notebook: look.notebook, known, observedAt }, now);
  }
}

interface Found extends AuditRequest {
  notebook: Notebook;
  known: Finding[];
  observedAt: string;
}

async function auditFound(services: Services, found: Found, now: Date): Promise<Audited> {
  const { notebook, known, observedAt } = found;
  const launch = launchOf(notebook);
  const earlier = known.filter((finding) => finding.launch.createdAt < launch.createdAt);
  await resolveGone(services, earlier, observedAt, now);
  if (notebook.status === 'Deleting') return { kind: 'deleting' };
  const existing = known.find((finding) => finding.launch.createdAt === launch.createdAt);
  const look = lookAt(notebook, existing, observedAt, services.policy);
  if (!existing && look.violations.length === 0) {
    await Promise.all([
      services.findings.recordClear(found, found.name, observedAt),
      teamOf(services, notebook).then((team) => recordLaunch(services, look, team)),
    ]);
  } else if (!existing) {
    const opened = await open(services, look, found, now);
    if (opened) return { kind: 'finding', finding: opened };
  }
  // Unresolved ones were read beside the look; a resolved one, or one just opened elsewhere, is read now.
  const stored = existing ?? (await services.findings.get(launch));
  if (!stored) return { kind: 'compliant' };
  // Whoever opened it did not come to the end of it, and may not have noted the launch.
  if (stored.publishedVersion === 0) await recordLaunch(services, look, launchTeam(stored));
  const launchedBy = stored.launchedBy ?? (await launcherOf(services, found, now));
  const seen = lookAt(notebook, stored, observedAt, services.policy);
  return observe(services, stored, { ...seen, launchedBy, tellFrom: found.tellFrom }, now);
}

/** Within the hour its maker is still at it, so that the event counts as news of the launch. */
const YOUNG_MS = 60 * 60_000;

/** Nobody told its owner when it was launched: it gets the time of a notebook that was there before the bot. */
const EXISTING_MS = 24 * 60 * 60_000;

type Seen = Omit<Look, 'launchedBy' | 'tellFrom'>;

function lookAt(notebook: Notebook, existing: Finding | undefined, observedAt: string, policy: Policy): Seen {
  const tagged = sensitivityOf(notebook, policy);
  const sensitivity = existing ? strictest(policy, existing.sensitivity, tagged) : tagged;
  return {
    notebook,
    violations: audit(notebook, policy, sensitivity),
    sensitivity,
    networkReady: networksFor(policy, notebook).length > 0,
    observedAt,
  };
}

/** Null while the event that tells the caller may still come; a launch whose caller AWS does not name has one as well. */
function callerOf({ launched, caller }: Found): CallerIdentity | null {
  return launched ? (caller ?? UNNAMED_CALLER) : null;
}

async function launcherOf(services: Services, found: Found, now: Date): Promise<Caller | null> {
  const caller = callerOf(found);
  return caller && { ...caller, userId: await callerUserId(services, caller, now) };
}

/** Null when another look opened it first. */
async function open(services: Services, seen: Seen, found: Found, now: Date): Promise<Finding | null> {
  const [owner, launchedBy] = await Promise.all([
    findOwner(services, { notebook: seen.notebook, caller: callerOf(found), now }),
    launcherOf(services, found, now),
  ]);
  const look = { ...seen, launchedBy, tellFrom: found.tellFrom };
  const age = ageMs(look.notebook, now);
  const context = {
    now: look.observedAt,
    policy: services.policy,
    seenByEvent: age <= YOUNG_MS,
    existing: age > EXISTING_MS,
  };
  const claims = claimed(openFinding(look, owner, context), now);
  const [opened, finding] = await Promise.all([
    services.findings.open(claims, new Date(now.getTime() + GRACE_MS).toISOString()),
    greeted(services, claims),
    recordLaunch(services, seen, launchTeam(owner)),
  ]);
  if (!opened) return null;
  const [, clearAt] = await Promise.all([
    sendOpened(services, finding, now),
    services.findings.clearAt(look.notebook, look.notebook.name),
  ]);
  // A look that began after ours saw nothing wrong: what holds is what is there now.
  if (clearAt && clearAt > look.observedAt) await auditNotebook(services, found, new Date());
  return finding;
}

/** What the first look at a launch saw is kept for the numbers; later ones change nothing. */
function recordLaunch({ findings }: Services, { notebook, violations, observedAt }: Seen, team: string | null) {
  const { name } = notebook;
  const rules = violations.map(({ rule }) => rule);
  return findings.recordLaunch({ launch: launchOf(notebook), name, team, rules, lookedAt: observedAt });
}

function launchTeam({ team, teamTag }: { team: string | null; teamTag: string | null }): string | null {
  return team ?? (teamTag === null ? null : folded(teamTag));
}

/** The finding with its due messages already claimed, so that opening it and claiming them is one write. */
function claimed(finding: Finding, now: Date): Finding {
  const at = now.toISOString();
  const messages = Object.entries(finding.messages).map(([key, message]) => [
    key,
    !message.atOnce || (message.notBefore && message.notBefore > at)
      ? message
      : { ...message, attempt: 1, firstTriedAt: at, leaseUntil: leaseUntil(0, now) },
  ]);
  return { ...finding, messages: Object.fromEntries(messages) };
}

/** The finding whose cards know whether they are the first message to their reader; asked beside the write, to save time. */
async function greeted(services: Services, finding: Finding): Promise<Finding> {
  const messages = Object.entries(finding.messages).map(async ([key, message]) =>
    message.leaseUntil ? [key, { ...message, greeting: await isFirstMessage(services, finding, key) }] : [key, message],
  );
  return { ...finding, messages: Object.fromEntries(await Promise.all(messages)) };
}

async function sendOpened(services: Services, finding: Finding, now: Date): Promise<void> {
  const keys = Object.keys(finding.messages).filter((key) => finding.messages[key]?.leaseUntil);
  await Promise.all([...keys.map((key) => deliverClaimed(services, finding, key)), publishChanges(services, finding)]);
  await deliverMessages(services, finding, now);
}

async function observe(services: Services, stored: Finding, look: Look, now: Date): Promise<Audited> {
  const tagsChanged = !sameContent(look.notebook.tags, stored.notebook.tags);
  const seen = await changeOrRetry(services, stored, { type: 'observe', look }, now);
  if (seen.kind === 'unchanged') await services.findings.observed(stored.launch, look.observedAt);
  let finding = 'finding' in seen ? seen.finding : stored;
  if (finding.status !== 'resolved' && !finding.ownerSettled && (tagsChanged || !finding.owner)) {
    const owner = await findOwner(services, {
      notebook: look.notebook,
      caller: finding.launchedBy,
      now,
      without: finding.lostOwners,
    });
    const assigned = await changeOrRetry(services, finding, { type: 'assign_owner', by: null, found: owner }, now);
    if ('finding' in assigned) finding = assigned.finding;
  }
  // Most looks see what was seen before: then there is nothing to send, to publish or to note.
  const dueAt = nextDueAt(finding, services.policy);
  if (dueAt !== null && dueAt <= now.toISOString()) await tellChanges(services, finding, now);
  return finding.status === 'resolved' ? { kind: 'compliant' } : { kind: 'finding', finding };
}

/** Resolves by evidence what a look that began at `observedAt` did not find any more. */
async function resolveGone(services: Services, findings: Finding[], observedAt: string, now: Date): Promise<void> {
  // One that was launched after the look began is not what the look missed.
  const missed = findings.filter(({ launch }) => Date.parse(launch.createdAt) <= Date.parse(observedAt));
  for (const finding of missed) {
    const command: Command = { type: 'resolve', evidence: 'gone', observedAt };
    const result = await changeOrRetry(services, finding, command, now);
    if (result.kind === 'changed') await tellChanges(services, result.finding, now);
  }
}

/** On the finding as it was read; only when somebody else was first is it read again. */
async function changeOrRetry(services: Services, finding: Finding, command: Command, now: Date): Promise<Changed> {
  const first = await changeOnce(services, finding, command, now);
  return first ?? changeFinding(services, finding.launch, () => command, now);
}

/** Looks at the notebook of a finding again because somebody asked. */
export async function checkAgain(
  services: Services,
  { account, region }: Launch,
  name: string,
  now: Date,
): Promise<Audited> {
  return auditNotebook(services, { account, region, name, caller: null, launched: false }, now);
}
