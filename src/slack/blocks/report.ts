import type { ReportNumbers } from '../../domain/report-numbers';
import { type Picture, type ReportContent, weekly } from './chart';
import { COUNTED, numbersBody, plainWords, policyButton, unescapedTitle, whose } from './digest';
import { context, header, moment, name, section, shortened } from './text';
import type { BlockContext } from './wording';

const LONGEST_TEXT = 4000;

export interface Report {
  numbers: ReportNumbers[];
  days: number;
}

/** The numbers of the last days, for whoever asked for them. */
export function reportMessage(
  { numbers, days }: Report,
  { policy, now }: BlockContext,
  picture: Picture,
): ReportContent {
  const [first] = numbers;
  const title = `Notebooks, last ${days} days`;
  const hasBefore = numbers.some(({ kpis }) => !kpis.isFirst);
  const body = numbersBody(numbers, { quiet: 'Quiet', withDecisions: true });
  return {
    text: shortened(plainWords([`${title}${whose(numbers)}:`, ...body]), LONGEST_TEXT),
    blocks: [
      header(unescapedTitle(title, numbers)),
      context(`As of ${moment(now)}${hasBefore ? ` · compared with the ${days} days before` : ''}`),
      ...body.map(section),
      ...(numbers.length === 1 && first ? weekly(first.weeks, picture, policy.business_hours.time_zone) : []),
      policyButton(policy.policy_url),
      context(COUNTED),
    ],
  };
}

/** The numbers of a team are for its lead and for security. */
export function noReport(team: string | null): ReportContent {
  const text = team
    ? `*No report:* the numbers of team ${name(team)} are for its lead and for security.`
    : '*No report:* the numbers are for leads and for security, and I know of no team that you lead.';
  return { text, blocks: [section(text)] };
}

export interface ExportFacts {
  findings: number;
  /** Launches in the second file; null when there is none. */
  launches: number | null;
}

/** What stands above the files. mrkdwn. */
export function exportText({ findings, launches }: ExportFacts): string {
  const notebooks = `${findings} ${findings === 1 ? 'notebook' : 'notebooks'}`;
  const more =
    launches === null ? '' : `, and ${launches} ${launches === 1 ? 'launch' : 'launches'} of the last 90 days`;
  return `*Your export:* ${notebooks} that you may see${more}. Moments are UTC.`;
}
