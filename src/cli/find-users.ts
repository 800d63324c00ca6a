import type { CsvProblem, OwnerClaim } from '../domain/owners-csv';
import { quoted } from '../domain/printable';
import type { OperatorServices } from '../services';

type People = NonNullable<ReturnType<OperatorServices['people']>>;

export interface FoundUser {
  claim: OwnerClaim;
  userId: string;
  /** IANA time zone, when Slack told it. */
  timeZone?: string;
}

const SIDE_BY_SIDE = 8;

/**
 * The Slack user of every row: the one it names, or the one whose address it is. Slack is asked once about each; `checked`
 * is false when there is no token to ask with. A user who cannot own anything is a problem of every row that names them.
 */
export async function findUsers(
  claims: OwnerClaim[],
  people: People | null,
): Promise<{ rows: FoundUser[]; problems: CsvProblem[]; checked: boolean }> {
  const rows: FoundUser[] = [];
  const problems: CsvProblem[] = [];
  const answers = people ? await askAll(claims, people) : null;
  for (const claim of claims) {
    const answer = answers ? (answers.get(whoOf(claim)) ?? NOBODY) : unchecked(claim);
    if ('problem' in answer) problems.push({ line: claim.line, message: answer.problem });
    else rows.push({ claim, ...answer });
  }
  return { rows, problems, checked: people !== null };
}

type Answer = { userId: string; timeZone?: string } | { problem: string };

const NOBODY: Answer = { problem: 'Slack was not asked about this user' };

const whoOf = ({ userId, email }: OwnerClaim) => userId ?? email ?? '';

function unchecked({ userId }: OwnerClaim): Answer {
  if (userId) return { userId };
  return { problem: 'slack_user is empty, and no Slack token is configured to look the email up' };
}

async function askAll(claims: OwnerClaim[], people: People): Promise<Map<string, Answer>> {
  const wanted = [...new Map(claims.map((claim) => [whoOf(claim), claim]))];
  const answers = new Map<string, Answer>();
  for (let start = 0; start < wanted.length; start += SIDE_BY_SIDE) {
    const batch = wanted.slice(start, start + SIDE_BY_SIDE);
    await Promise.all(batch.map(async ([who, claim]) => answers.set(who, await ask(claim, people))));
  }
  return answers;
}

async function ask({ userId, email }: OwnerClaim, people: People): Promise<Answer> {
  if (userId) {
    const person = await people.person(userId);
    if (!person) return { problem: `Slack knows no user ${userId}` };
    if (!person.active) return { problem: `${userId} is deactivated, a guest, a bot or not of this workspace` };
    return { userId, timeZone: person.timeZone };
  }
  const person = email ? await people.personByEmail(email) : null;
  if (!person) return { problem: `nobody active in Slack has the email ${quoted(email ?? '')}` };
  return { userId: person.userId, timeZone: person.timeZone };
}
