import { changed, earliestDeadline, type TransitionContext, tell } from './change';
import { existingNotebookFixDate, fixDate } from './deadline';
import { close, closeGrant, NOTHING_REMINDED, tightened } from './exceptions';
import type { Command, Finding, Look, OpenViolation, OwnerFound, Transition } from './finding';
import { launchOf, referenceOf } from './notebook';
import { type Severity, strictest, worstSeverity } from './policy';
import { sameContent } from './same-content';

/** A new finding for a launch that fails at least one rule. `existing`: it was there before the bot was switched on. */
export function openFinding(
  look: Look,
  found: OwnerFound,
  context: TransitionContext & { seenByEvent: boolean; existing: boolean },
): Finding {
  const { now, policy } = context;
  const launch = launchOf(look.notebook);
  const date = (severity: Severity) =>
    context.existing ? existingNotebookFixDate(now, policy) : fixDate(severity, now, policy);
  const finding: Finding = {
    launch,
    reference: referenceOf(launch),
    notebook: look.notebook,
    violations: look.violations.map((violation) => ({
      ...violation,
      firstSeenAt: now,
      deadline: waits(violation, look) ? null : date(violation.severity),
    })),
    fixed: [],
    severity: worstSeverity(look.violations),
    status: 'open',
    owner: found.owner,
    team: found.team,
    teamTag: found.teamTag,
    ownerSearch: found.search,
    ownerSettled: false,
    ownerSince: now,
    owners: found.owner ? [found.owner.userId] : [],
    lostOwners: [],
    assignments: 0,
    handover: null,
    handovers: 0,
    launchedBy: look.launchedBy,
    sensitivity: look.sensitivity,
    firstSeenAt: now,
    openedAt: now,
    seenByEvent: context.seenByEvent,
    deadline: null,
    acknowledged: null,
    migration: null,
    request: null,
    grant: null,
    closedRequests: [],
    resolution: null,
    reminded: NOTHING_REMINDED,
    timeline: [{ at: now, status: 'open', team: found.team }],
    reopened: null,
    round: 1,
    observedAt: look.observedAt,
    version: 1,
    publishedVersion: 0,
    history: [{ version: 1, at: now, actor: 'bot', command: 'open', from: null, to: 'open' }],
    messages: {},
  };
  return tell({ ...finding, deadline: earliestDeadline(finding) }, { ...context, tellFrom: look.tellFrom });
}

export function observe(finding: Finding, look: Look, { now, policy }: TransitionContext): Transition {
  const context = { now, policy, tellFrom: look.tellFrom };
  if (look.observedAt <= finding.observedAt) return learnCaller(finding, look, context);
  if (finding.resolution) return look.violations.length > 0 ? reopen(finding, look, context) : { kind: 'unchanged' };
  if (look.violations.length === 0) {
    return resolve(finding, { type: 'resolve', evidence: 'compliant', observedAt: look.observedAt }, context, look);
  }
  const known = (violation: { rule: string }) => finding.violations.find(({ rule }) => rule === violation.rule);
  const violations = look.violations.map((violation): OpenViolation => {
    const before = known(violation);
    const firstSeenAt = before?.firstSeenAt ?? context.now;
    const dated = before?.deadline ?? fixDate(violation.severity, context.now, context.policy);
    return { ...violation, firstSeenAt, deadline: waits(violation, look) ? null : dated };
  });
  const appeared = violations.filter((violation) => !known(violation));
  const gone = finding.violations.filter(({ rule }) => !look.violations.some((violation) => violation.rule === rule));
  const sensitivity = strictest(context.policy, finding.sensitivity, look.sensitivity);
  const launchedBy = finding.launchedBy ?? look.launchedBy;
  const same =
    launchedBy === finding.launchedBy &&
    sensitivity === finding.sensitivity &&
    sameContent(violations, finding.violations) &&
    sameContent(settled(look.notebook), settled(finding.notebook)) &&
    Object.keys(tell(finding, context).messages).length === Object.keys(finding.messages).length;
  if (same) return { kind: 'unchanged' };
  return changed(
    finding,
    {
      notebook: look.notebook,
      violations,
      sensitivity,
      request: finding.request && tightened(finding.request, sensitivity, context.policy),
      launchedBy,
      observedAt: look.observedAt,
      fixed: [
        ...finding.fixed.filter(({ rule }) => !look.violations.some((violation) => violation.rule === rule)),
        ...gone.map(({ rule }) => ({ rule, at: context.now })),
      ],
      // What was decided was decided about less: a new violation asks anew, unless a planned migration takes it along.
      acknowledged: appeared.length > 0 ? null : finding.acknowledged,
    },
    {
      type: 'observe',
      note: [
        ...appeared.map(({ rule, observed }) => `new: ${rule} (${observed})`),
        ...gone.map(({ rule }) => `fixed: ${rule}`),
        ...(launchedBy && !finding.launchedBy ? [`launched by ${launchedBy.name}`] : []),
      ].join('; '),
    },
    context,
  );
}

/** A look that is too old says nothing about settings, but the event that led to it may have named the launcher. */
function learnCaller(finding: Finding, { launchedBy }: Look, context: TransitionContext): Transition {
  if (finding.resolution || finding.launchedBy || !launchedBy) {
    return { kind: 'unchanged', refusal: { code: 'older_look' } };
  }
  return changed(finding, { launchedBy }, { type: 'observe', note: `launched by ${launchedBy.name}` }, context);
}

/** The part of a notebook that a finding is about: whether it runs at the moment is not. */
function settled(notebook: Finding['notebook']) {
  const { status, ...rest } = notebook;
  return rest;
}

export function resolve(
  finding: Finding,
  command: Extract<Command, { type: 'resolve' }>,
  context: TransitionContext,
  look?: Look,
): Transition {
  if (finding.resolution) return { kind: 'unchanged' };
  if (command.observedAt <= finding.observedAt) return { kind: 'unchanged', refusal: { code: 'older_look' } };
  const closedPending = finding.request ? close(finding, finding.request, { outcome: 'resolved' }, context) : {};
  const { closedRequests } = closeGrant({ ...finding, ...closedPending }, 'resolved', undefined, context);
  return changed(
    finding,
    {
      closedRequests,
      request: null,
      grant: null,
      migration: null,
      acknowledged: null,
      handover: null,
      notebook: look?.notebook ?? finding.notebook,
      observedAt: command.observedAt,
      resolution: { at: context.now, evidence: command.evidence, lookedAt: command.observedAt },
    },
    { type: 'resolve', note: command.evidence },
    context,
  );
}

export function reopen(finding: Finding, look: Look, context: TransitionContext): Transition {
  if (!finding.resolution || look.violations.length === 0) return { kind: 'unchanged' };
  if (look.observedAt <= finding.observedAt) return { kind: 'unchanged', refusal: { code: 'older_look' } };
  const violations = look.violations.map(
    (violation): OpenViolation => ({
      ...violation,
      firstSeenAt: context.now,
      deadline: waits(violation, look) ? null : fixDate(violation.severity, context.now, context.policy),
    }),
  );
  return changed(
    finding,
    {
      notebook: look.notebook,
      violations,
      fixed: [],
      severity: worstSeverity(violations),
      sensitivity: strictest(context.policy, finding.sensitivity, look.sensitivity),
      resolution: null,
      reopened: { at: context.now, goodAt: finding.resolution.lookedAt },
      openedAt: context.now,
      reminded: NOTHING_REMINDED,
      observedAt: look.observedAt,
      round: finding.round + 1,
    },
    { type: 'reopen', note: violations.map(({ rule, observed }) => `${rule} (${observed})`).join('; ') },
    context,
  );
}

/** The date a recreate-only violation would have waits while there is nowhere to move to. */
function waits(violation: { fix: string }, look: Look): boolean {
  return violation.fix === 'recreate' && !look.networkReady;
}
