import { dateIn, isWorkingMoment } from '../../src/domain/business-hours';
import type { Finding } from '../../src/domain/finding';
import type { Message } from '../../src/local/slack/store';
import { SECURITY } from '../support/world';
import { DAY, HOUR, MINUTE, type Quarter } from './quarter';

const metadataOf = ({ metadata }: Message): Record<string, string> =>
  (metadata as { event_payload?: Record<string, string> } | undefined)?.event_payload ?? {};

/** Looks at what is new since the last step, so that a step costs little. Answers what is wrong, in words. */
export function createWatch() {
  const seen = new Map<string, number>();
  const posted = new Set<string>();
  const daily = new Map<string, number>();
  const told = new Set<string>();

  /** Every message that appeared in a DM or in the security channel. */
  function messages({ world, company, launches, now, what }: Quarter): string[] {
    const wrong: string[] = [];
    const readers = [
      ...company.workspace.people.map(({ id, tz }) => ({ to: id, channel: `D${id.slice(1)}`, timeZone: tz })),
      { to: 'security', channel: SECURITY, timeZone: 'Europe/Berlin' },
    ];
    for (const { to, channel, timeZone } of readers) {
      const all = world.slack.messages(channel);
      for (const message of all.slice(seen.get(channel) ?? 0)) {
        const say = (problem: string) =>
          wrong.push(`${new Date(now).toISOString()} (${what}) ${to}: ${problem}: ${message.text.slice(0, 160)}`);
        const payload = metadataOf(message);
        const id = payload.notice ? `${to} ${payload.notice}` : `${payload.launch} ${payload.message}`;
        if (posted.has(id)) say('the same message twice');
        posted.add(id);
        if (!payload.notice && !payload.launch) say('a message of unknown kind');
        const at = new Date(Number(message.ts) * 1000).toISOString();
        if (payload.notice) {
          const hours = { ...world.services.policy.business_hours, time_zone: timeZone };
          if (!isWorkingMoment(at, hours)) say(`a notice outside working hours (${at} in ${timeZone})`);
          const day = `${to} ${dateIn(at, hours)}`;
          daily.set(day, (daily.get(day) ?? 0) + 1);
          if ((daily.get(day) ?? 0) > 2) say('a third notice on one day');
          for (const line of sentences(message)) {
            const key = `${day} ${line}`;
            if (told.has(key)) say(`told twice on one day: ${line}`);
            told.add(key);
          }
        } else if (to !== 'security') {
          const name = payload.launch?.split('/')[2] ?? '';
          const launched = launches.find((one) => one.name.toLowerCase() === name);
          const waited = launched ? now - launched.at : 0;
          if (!payload.message?.startsWith('card/1/')) say('sent at once, though no card of a launch');
          // Slack or the events may have been out for some hours.
          if (!launched || waited > 7 * HOUR) say(`the card of a launch came after ${waited / HOUR} h`);
        }
      }
      seen.set(channel, all.length);
    }
    return wrong;
  }

  return { messages };
}

/** What a notice says of each finding. */
function sentences({ text, blocks }: Message): string[] {
  const whole = `${text}\n${JSON.stringify(blocks)}`;
  const references = [...new Set([...whole.matchAll(/NB-[0-9A-Z]{4}/g)].map(([reference]) => reference))];
  const rows = blocks.flatMap((block) => {
    const row = JSON.stringify(block);
    return references.some((reference) => row.includes(reference)) ? [row] : [];
  });
  return rows.map((row) => row.replace(/"block_id":"[^"]*"/g, ''));
}

/** What must hold of every finding, once nothing is out and everything that was due has had its turn. */
export function findingProblems(finding: Finding, due: { nextDueAt?: string }, now: number): string[] {
  const wrong: string[] = [];
  const { status, grant, request, messages, history } = finding;
  const late = (at: string, allowed: number) => Date.parse(at) + allowed < now;
  if (status !== 'resolved') {
    if (grant && late(grant.until, 15 * MINUTE)) wrong.push(`a grant did not end on ${grant.until}`);
    if (request && late(request.timeoutAt, 15 * MINUTE))
      wrong.push(`a request did not time out on ${request.timeoutAt}`);
    if (!due.nextDueAt) wrong.push(`forgotten: nothing will ever happen to it (${status})`);
    else if (late(due.nextDueAt, DAY)) wrong.push(`was due at ${due.nextDueAt} and nobody came`);
  }
  const told = Object.entries(messages);
  if (status === 'open' && !told.some(([, { kind, ts }]) => (kind === 'card' || kind === 'orphan') && ts)) {
    if (late(finding.openedAt, 5 * DAY)) wrong.push('open for days, and nobody was told');
  }
  const reminderOf = (step: string, audience: string) =>
    told.flatMap(([, { reminder, postedAt }]) =>
      reminder?.step === step && reminder.audience === audience && postedAt ? [{ reminder, postedAt }] : [],
    );
  for (const step of ['undecided_again', 'date_passed', 'migration_missed']) {
    for (const { reminder, postedAt } of reminderOf(step, 'lead')) {
      const before = reminderOf(step, 'owner').find((owners) => owners.reminder.anchor === reminder.anchor)?.postedAt;
      // Whoever puts off their reminder hears at once when the lead is asked; the reminder may come after that.
      const announced =
        step === 'undecided_again' &&
        history.some(({ command, at }) => command === 'snooze' && at > reminder.anchor && at <= postedAt);
      if (announced) continue;
      if (!before) wrong.push(`the lead heard of ${step} and the owner did not`);
      if (before && before > postedAt) wrong.push(`the lead heard of ${step} before the owner`);
    }
  }
  return wrong.map((problem) => `${finding.reference} ${finding.launch.name}: ${problem}`);
}
