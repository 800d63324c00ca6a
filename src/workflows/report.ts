import type { ReportRequest } from '../domain/job-events';
import { folded } from '../domain/owner-keys';
import { reportHistory, reportNumbers } from '../domain/report-numbers';
import type { MessagingServices } from '../services';
import { readHistory } from './numbers';
import { type Scope, scopeOf } from './scope';

/** How far back a message of an earlier try is looked for: AWS gives up on an event after six hours. */
const LOOK_BACK_MS = 6 * 60 * 60_000;

/**
 * Sends the numbers of the last days to whoever asked for them, once for each `id`. Throws when Slack takes none at the
 * moment: AWS tries again.
 */
export async function report(
  services: MessagingServices,
  { userId, days, team }: ReportRequest,
  { id, now }: { id: string; now: Date },
): Promise<void> {
  const { notifier, policy, reports } = services;
  const addressed = { to: userId, id: `report/${id}` };
  const since = new Date(now.getTime() - LOOK_BACK_MS).toISOString();
  if (await notifier.findNotice({ ...addressed, since })) return;
  const at = now.toISOString();
  const hours = policy.business_hours;
  const teams = teamsFor(await scopeOf(services, userId), team && folded(team));
  const answer =
    teams === null
      ? await reports.postNoReport({ ...addressed, team })
      : await reports.postReport({
          ...addressed,
          now: at,
          report: {
            days,
            numbers: await readHistory(services, reportHistory(days, at, hours)).then((history) =>
              teams.map((one) => reportNumbers(history, { team: one, days, now: at, hours })),
            ),
          },
        });
  if (answer.kind === 'later') throw new Error(`the report could not be sent yet: ${answer.reason}`);
}

/** Whose numbers the person may see of those asked for; one that is null is the whole company's. Null: none. */
function teamsFor({ teams, isSecurity }: Scope, asked: string | null): (string | null)[] | null {
  if (isSecurity) return [asked];
  const led = asked === null ? teams : teams.filter((team) => team === asked);
  return led.length > 0 ? led : null;
}
