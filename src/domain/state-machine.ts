import { changed, refused, statusOf, type TransitionContext } from './change';
import { answer, approve, ask, close, closePending, endGrant, NOTHING_REMINDED, requestException } from './exceptions';
import type { Audience, Command, Finding, ReminderStep, Transition } from './finding';
import { latestMigration } from './limits';
import { observe, reopen, resolve } from './observations';
import { queueLine, queueReminder, SECURITY_CHANNEL } from './outbox';
import { leadAnnouncedAt } from './reminder-steps';
import { maySnooze, reminderKey, snoozeUntil, stillApplies, toldToOthers, wasRemindedOf } from './reminders';
import { sameContent } from './same-content';

/**
 * Applies one command. A pure function: who may give the command is decided elsewhere (authorisation), time is passed in.
 * `refused` and `unchanged` change nothing; a refusal says why.
 */
export function transition(finding: Finding, command: Command, context: TransitionContext): Transition {
  switch (command.type) {
    case 'acknowledge':
      return acknowledge(finding, command.by, context);
    case 'schedule_migration':
      return scheduleMigration(finding, command, context);
    case 'request_exception':
      return requestException(finding, command, context);
    case 'withdraw':
    case 'deny':
    case 'time_out':
      return closePending(finding, command, context);
    case 'approve':
      return approve(finding, command, context);
    case 'expire':
    case 'revoke':
      return endGrant(finding, command, context);
    case 'observe':
      return observe(finding, command.look, context);
    case 'resolve':
      return resolve(finding, command, context);
    case 'reopen':
      return reopen(finding, command.look, context);
    case 'disown':
      return disown(finding, command, context);
    case 'assign_owner':
      return assignOwner(finding, command, context);
    case 'ask':
      return ask(finding, command, context);
    case 'answer':
      return answer(finding, command, context);
    case 'remind':
    case 'escalate':
      return remind(finding, command, context);
    case 'snooze':
      return snooze(finding, command.by, context);
  }
}

function acknowledge(finding: Finding, by: string, context: TransitionContext): Transition {
  if (finding.acknowledged && statusOf(finding) === 'acknowledged') {
    return { kind: 'unchanged', refusal: { code: 'already', ...finding.acknowledged } };
  }
  if (finding.status !== 'open') return refused(finding);
  return changed(
    finding,
    { acknowledged: { at: context.now, by }, ownerSettled: true },
    { type: 'acknowledge', by },
    context,
  );
}

function scheduleMigration(
  finding: Finding,
  command: Extract<Command, { type: 'schedule_migration' }>,
  context: TransitionContext,
): Transition {
  if (finding.resolution) return refused(finding);
  const latest = latestMigration(finding, context.policy);
  if (command.at <= context.now) return { kind: 'refused', refusal: { code: 'date_past' } };
  if (command.at > latest) return { kind: 'refused', refusal: { code: 'date_too_late', latest } };
  const { by, at, files, note } = command;
  const before = finding.migration;
  const said = files && before?.files === files ? before.said : files && { by, at: context.now };
  const withdrawn = finding.request
    ? close(finding, finding.request, { outcome: 'withdrawn', by, note: `migration planned for ${at}` }, context)
    : {};
  return changed(
    finding,
    { ...withdrawn, migration: { at, by, decidedAt: context.now, files, said, note }, ownerSettled: true },
    { type: 'schedule_migration', by, note: [`planned for ${at}`, note].filter(Boolean).join('; ') },
    context,
  );
}

function disown(
  finding: Finding,
  command: Extract<Command, { type: 'disown' }>,
  context: TransitionContext,
): Transition {
  if (finding.resolution) return refused(finding);
  if (finding.handover) {
    return { kind: 'unchanged', refusal: { code: 'already', by: finding.handover.by, at: finding.handover.at } };
  }
  const { by, proposed, note } = command;
  return changed(
    finding,
    { handover: { by, at: context.now, proposed, note }, handovers: finding.handovers + 1 },
    { type: 'disown', by, note },
    context,
  );
}

function assignOwner(
  finding: Finding,
  command: Extract<Command, { type: 'assign_owner' }>,
  context: TransitionContext,
): Transition {
  if (finding.resolution) return refused(finding);
  const { by, found } = command;
  const next = found.owner?.userId;
  if (by === null && !command.lost && (finding.ownerSettled || finding.handover)) return { kind: 'unchanged' };
  if (next === finding.owner?.userId && !finding.handover) {
    if (by !== null) return { kind: 'refused', refusal: { code: 'not_a_new_owner' } };
    const learnt = !next && !sameContent(found.search, finding.ownerSearch);
    if (!learnt) return { kind: 'unchanged' };
  }
  // Tags that lead nowhere are no reason to leave a notebook without the owner it has.
  if (by === null && !command.lost && !next && finding.owner) return { kind: 'unchanged' };
  const { request } = finding;
  return changed(
    finding,
    {
      owner: found.owner,
      // Whoever said "Not mine" and is asked again is asked anew.
      ...(next === finding.owner?.userId && !finding.handover
        ? {}
        : { ownerSince: context.now, reminded: { ...NOTHING_REMINDED, told: toldToOthers(finding) } }),
      team: found.team,
      teamTag: found.teamTag,
      ownerSearch: found.search,
      owners: next && !finding.owners.includes(next) ? [...finding.owners, next] : finding.owners,
      lostOwners: command.lost && finding.owner ? [...finding.lostOwners, finding.owner.userId] : finding.lostOwners,
      assignments: finding.assignments + 1,
      ownerSettled: finding.ownerSettled || by !== null,
      handover: null,
      request: request && by ? { ...request, ownerChangedBy: [...request.ownerChangedBy, by] } : request,
    },
    { type: 'assign_owner', by: by ?? undefined, note: next },
    context,
  );
}

/** Takes a step of the reminder ladder, once: the reminder is queued, and the step is marked as taken. */
function remind(
  finding: Finding,
  command: Extract<Command, { type: 'remind' | 'escalate' }>,
  context: TransitionContext,
): Transition {
  const { type, reminder, keys, to } = command;
  const taken = finding.reminded.told[reminderKey(reminder)] !== undefined;
  if (taken || !stillApplies(finding, reminder)) return { kind: 'unchanged' };
  const told = { ...finding.reminded.told, ...Object.fromEntries(keys.map((key) => [key, context.now])) };
  const entry = { type, note: `${reminder.step}: ${to ?? `no ${reminder.audience}`}` };
  const result = changed(finding, { reminded: { ...finding.reminded, told } }, entry, context);
  if (result.kind !== 'changed' || to === null) return result;
  const reminded = queueReminder(result.finding, to, reminder, context);
  // A new owner hears of what the approvers know already.
  if (wasRemindedOf(finding, reminder)) return { ...result, finding: reminded };
  return { ...result, finding: withThreadLine(reminded, reminder.step, reminder.audience, context) };
}

/** The approvers read in the thread of their card that the exception ends soon. */
function withThreadLine(finding: Finding, step: ReminderStep, audience: Audience, context: TransitionContext): Finding {
  const { grant } = finding;
  const isEnding = step === 'exception_7_days' || step === 'exception_1_day';
  if (!grant || !isEnding || audience !== 'owner') return finding;
  const { requestId, until } = grant;
  const line = { about: 'expiring', requestId, until, renewalAsked: finding.request !== null } as const;
  return queueLine(finding, SECURITY_CHANNEL, line, context);
}

function snooze(finding: Finding, by: string, context: TransitionContext): Transition {
  if (finding.status !== 'open') return refused(finding);
  if (!maySnooze(finding, context.policy)) return { kind: 'refused', refusal: { code: 'no_more_snoozes' } };
  const until = snoozeUntil(finding, context.policy, context.now);
  if (finding.reminded.snoozedUntil === until) return { kind: 'unchanged' };
  const reminded = {
    ...finding.reminded,
    snoozes: finding.reminded.snoozes + 1,
    snoozedUntil: until,
    leadAnnouncedAt: leadAnnouncedAt(finding) ?? context.now,
  };
  return changed(finding, { reminded }, { type: 'snooze', by, note: `until ${until}` }, context);
}
