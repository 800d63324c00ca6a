import * as v from 'valibot';
import { type Document, isMap, isNode, isSeq, LineCounter, parseDocument, visit } from 'yaml';
import { isTimeZone } from './business-hours';
import { RULE_IDS } from './policy';

const SEVERITIES = ['critical', 'high', 'medium', 'low'] as const;
const text = (what: string) => v.pipe(v.string(`${what} must be text`), v.nonEmpty(`${what} must not be empty`));
const matching = (pattern: RegExp, message: string) => v.pipe(v.string(message), v.regex(pattern, message));
const userId = matching(/^[UW][A-Z0-9]+$/, 'a Slack user id looks like U012ABCDEF');
const channelId = matching(/^[CG][A-Z0-9]+$/, 'a Slack channel id looks like C012ABCDEF');
const groupId = matching(/^S[A-Z0-9]+$/, 'a Slack user group id looks like S012ABCDEF');
const accountId = matching(/^\d{12}$/, 'an AWS account id is 12 digits, in quotes');
const region = matching(/^[a-z]{2,4}(-[a-z]+)+-\d$/, 'an AWS region looks like eu-west-1');
const clockTime = matching(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time looks like "09:00", in quotes');
const days = (message: string, most: number) =>
  v.pipe(v.number(message), v.integer(message), v.minValue(1, message), v.maxValue(most, message));
const url = v.pipe(v.string('a web address is text'), v.regex(/^https:\/\//, 'a web address starts with https://'));
const severity = v.picklist(SEVERITIES, 'a severity is critical, high, medium or low');

const rule = v.strictObject({
  enabled: v.optional(v.boolean('enabled is true or false'), true),
  severity: v.optional(severity),
});
const rules = v.optional(v.record(v.picklist(RULE_IDS, `a rule is one of ${RULE_IDS.join(', ')}`), rule), {});

const network = v.strictObject({
  account: accountId,
  region,
  subnets: v.pipe(
    v.array(matching(/^subnet-[0-9a-z]+$/, 'a subnet id looks like subnet-0abc')),
    v.minLength(1, 'name at least one subnet'),
  ),
  security_groups: v.pipe(
    v.array(matching(/^sg-[0-9a-z]+$/, 'a security group id looks like sg-0abc')),
    v.minLength(1, 'name at least one security group'),
    v.maxLength(5, 'a notebook takes at most 5 security groups'),
  ),
  /** How traffic leaves it, as its owners state it. */
  egress: v.optional(
    v.strictObject({
      mirror: v.optional(text('mirror')),
      nat: v.optional(v.boolean('nat is true or false'), false),
      s3: v.optional(v.boolean('s3 is true or false'), false),
    }),
    {},
  ),
});

const step = matching(/^[1-9]\d{0,2}[hd]$/, 'a step looks like 2h (working hours) or 3d (days)');
const ladder = (owner: string[], lead: string) =>
  v.optional(
    v.strictObject({
      owner: v.optional(v.pipe(v.array(step), v.length(2, 'name two steps for the owner')), owner),
      lead: v.optional(step, lead),
    }),
    {},
  );

/** What policy.yml holds. Names are the file's own, so that a message can quote them. */
export const policySchema = v.strictObject({
  mode: v.picklist(['observe', 'notify'], 'mode is observe (message nobody) or notify'),
  notify_only: v.optional(v.array(matching(/^team:.+$/, 'an entry looks like team:growth')), []),
  operator: text('operator'),
  help_channel: channelId,
  policy_url: url,
  sso_portal: v.optional(url),
  business_hours: v.strictObject({
    time_zone: v.pipe(
      v.string('time_zone is text'),
      v.check(isTimeZone, 'time_zone is an IANA name such as Europe/Berlin'),
    ),
    start: v.optional(clockTime, '09:00'),
    end: v.optional(clockTime, '17:00'),
    holidays: v.optional(v.array(matching(/^\d{4}-\d\d-\d\d$/, 'a holiday looks like "2026-12-25", in quotes')), []),
  }),
  accounts: v.optional(
    v.record(
      accountId,
      v.strictObject({
        name: text('name'),
        contact: v.optional(userId),
        /** Role to assume for looking into an account that is not the bot's own. */
        role_arn: v.optional(matching(/^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/, 'role_arn is the ARN of an IAM role')),
        external_id: v.optional(text('external_id')),
      }),
    ),
    {},
  ),
  /** Where sweeps look in every account; empty: only the region that the bot runs in. */
  regions: v.optional(v.array(region), []),
  security: v.strictObject({
    user_group: v.optional(groupId),
    users: v.optional(v.array(userId), []),
    /** Distinct approvers needed, by data sensitivity; `default` for all others. */
    quorum: v.optional(v.record(v.string(), days('a quorum is a whole number, 1 to 5', 5)), { default: 1 }),
    answer_within_business_days: v.optional(days('answer_within_business_days is 1 to 30', 30), 2),
  }),
  rules,
  required_tags: v.optional(v.record(v.string(), v.array(v.string('an allowed value is text'))), {
    Owner: [],
    Project: [],
    Team: [],
    DataSensitivity: [],
  }),
  tags: v.optional(
    v.strictObject({
      owner: v.optional(text('owner'), 'Owner'),
      team: v.optional(text('team'), 'Team'),
      data_sensitivity: v.optional(text('data_sensitivity'), 'DataSensitivity'),
    }),
    {},
  ),
  /** From the least to the most sensitive; a notebook without the tag counts as the last. */
  data_sensitivity: v.optional(
    v.strictObject({
      levels: v.pipe(v.array(text('a level')), v.minLength(1, 'name at least one level')),
      /** Levels for which network violations weigh one step more, and protection must be described. */
      sensitive: v.optional(v.array(v.string()), []),
    }),
    { levels: ['public', 'internal', 'confidential', 'restricted'], sensitive: ['confidential', 'restricted'] },
  ),
  networks: v.optional(v.array(network), []),
  supported_platforms: v.optional(v.array(text('a platform')), ['notebook-al2023-v1']),
  approved_lifecycle_configs: v.optional(v.array(text('a lifecycle configuration')), []),
  deadlines: v.optional(
    v.strictObject({
      critical: v.optional(days('a deadline is 1 to 365 days', 365), 1),
      high: v.optional(days('a deadline is 1 to 365 days', 365), 7),
      medium: v.optional(days('a deadline is 1 to 365 days', 365), 30),
      low: v.optional(days('a deadline is 1 to 365 days', 365), 90),
    }),
    {},
  ),
  /**
   * When somebody is reminded who has not decided, counted from the (re)open, by severity; the lead after the owner was
   * told when that will be.
   */
  reminders: v.optional(
    v.strictObject({
      critical: ladder(['2h', '4h'], '6h'),
      high: ladder(['1d', '3d'], '5d'),
      medium: ladder(['5d', '12d'], '20d'),
      low: ladder(['14d', '40d'], '60d'),
      snoozes: v.optional(
        v.pipe(
          v.number('snoozes is 0 to 5'),
          v.integer('snoozes is 0 to 5'),
          v.minValue(0, 'snoozes is 0 to 5'),
          v.maxValue(5, 'snoozes is 0 to 5'),
        ),
        2,
      ),
    }),
    {},
  ),
  existing_notebooks: v.optional(
    v.strictObject({ deadline_days: v.optional(days('deadline_days is 1 to 365', 365), 30) }),
    {},
  ),
  migration: v.optional(
    v.strictObject({
      /** The latest date that may be promised, days after the finding was (re)opened. */
      latest_days: v.optional(days('latest_days is 1 to 365', 365), 45),
      backup_bucket: v.optional(matching(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'backup_bucket is an S3 bucket name')),
    }),
    {},
  ),
  policy_exceptions: v.optional(
    v.strictObject({
      /** The longest grant, days, by data sensitivity; `default` for all others. */
      max_days: v.optional(v.record(v.string(), days('a limit is 1 to 365 days', 365)), {
        default: 30,
        confidential: 7,
        restricted: 7,
      }),
    }),
    {},
  ),
  /** Session or user names that are pipelines and services, never people; `*` stands for any characters. */
  ignored_callers: v.optional(v.array(text('an entry')), [
    'i-*',
    'AWSServiceRoleFor*',
    'awslambda*',
    'botocore-session-*',
    'aws-go-sdk-*',
    'aws-sdk-*',
    'AssumeRoleSession*',
    'GitHubActions*',
    'gitlab-*',
    'terraform*',
    'jenkins*',
    'codebuild*',
    'AWSCodeBuild*',
    'AWSCloudFormation*',
    'servicecatalog*',
    'SageMaker',
  ]),
});

export type Policy = v.InferOutput<typeof policySchema>;
export type Network = Policy['networks'][number];

/** One thing wrong with the policy file: line from 1, the key as a path, what to do about it. */
export interface PolicyProblem {
  line: number;
  key: string;
  message: string;
}

export type ParsedPolicy = { ok: true; policy: Policy } | { ok: false; problems: PolicyProblem[] };

/** Reads policy.yml. Every problem is reported, not only the first, each with its line and key. */
export function parsePolicy(yaml: string): ParsedPolicy {
  const lines = new LineCounter();
  const document = parseDocument(yaml, { lineCounter: lines, logLevel: 'error' });
  if (document.errors.length > 0) {
    return {
      ok: false,
      problems: document.errors.map((error) => ({
        line: lines.linePos(error.pos[0]).line,
        key: '',
        message: error.message.split('\n', 1)[0] ?? error.message,
      })),
    };
  }
  const aliases = aliasesOf(document);
  if (aliases.length > 0) {
    const message = 'aliases (*name) are not supported: write the value out';
    return { ok: false, problems: aliases.map((start) => ({ line: lines.linePos(start).line, key: '', message })) };
  }
  const parsed = v.safeParse(policySchema, document.toJS());
  if (!parsed.success) return { ok: false, problems: parsed.issues.map(problemOf) };
  const problems = crossChecks(parsed.output).map(([path, message]) => ({
    line: lineOf(path),
    key: path.join('.'),
    message,
  }));
  return problems.length > 0 ? { ok: false, problems } : { ok: true, policy: parsed.output };

  function problemOf(issue: v.BaseIssue<unknown>): PolicyProblem {
    const path = (issue.path ?? []).map((item) => item.key as string | number);
    const last = issue.path?.at(-1);
    const unknown = issue.expected === 'never';
    const missing = last && !unknown && last.value === undefined;
    const message = unknown ? `is not a known key` : missing ? 'is missing' : issue.message;
    return { line: lineOf(path), key: path.join('.'), message };
  }

  /** The line of the deepest part of the path that the file has. */
  function lineOf(path: (string | number)[]): number {
    let [start, node]: [number, unknown] = [0, document.contents];
    for (const key of path) {
      const part = partOf(node, key);
      if (!part) break;
      [start, node] = part;
    }
    return lines.linePos(start).line;
  }
}

/** Where a part of a map or list begins, and what it holds. A key is found by its text: an account may lack its quotes. */
function partOf(node: unknown, key: string | number): [start: number, value: unknown] | undefined {
  if (isMap(node)) {
    const pair = node.items.find((item) => isNode(item.key) && String(item.key) === String(key));
    return pair && isNode(pair.key) && pair.key.range ? [pair.key.range[0], pair.value] : undefined;
  }
  const item = isSeq(node) ? node.items[Number(key)] : undefined;
  return isNode(item) && item.range ? [item.range[0], item] : undefined;
}

/** Where aliases stand. One without its anchor, within itself or multiplied a thousandfold cannot be read as plain values. */
function aliasesOf(document: Document): number[] {
  const starts: number[] = [];
  visit(document, {
    Alias: (_key, { range }) => {
      starts.push(range?.[0] ?? 0);
    },
  });
  return starts;
}

/** Hours and days cannot be compared: how many working hours a day has depends on the day. */
function orderProblem([first = '', second = '', lead = '']: string[]): string | null {
  const inOrder = (one: string, other: string, mayBeSame: boolean) => {
    const later = Number.parseInt(other, 10) - Number.parseInt(one, 10);
    return one.at(-1) !== other.at(-1) || later > 0 || (mayBeSame && later === 0);
  };
  if (!inOrder(first, second, false)) return `the owner's second step (${second}) must come after the first (${first})`;
  if (!inOrder(second, lead, true))
    return `the lead's step (${lead}) must not come before the owner's second (${second})`;
  return null;
}

function crossChecks(policy: Policy): [(string | number)[], string][] {
  const problems: [(string | number)[], string][] = [];
  if (!policy.security.user_group && policy.security.users.length === 0) {
    problems.push([['security'], 'name a user_group or users: somebody has to decide on policy exceptions']);
  }
  for (const level of policy.data_sensitivity.sensitive) {
    if (!policy.data_sensitivity.levels.includes(level)) {
      problems.push([['data_sensitivity', 'sensitive'], `"${level}" is not one of the levels`]);
    }
  }
  for (const [group, values] of [
    [['security', 'quorum'], policy.security.quorum],
    [['policy_exceptions', 'max_days'], policy.policy_exceptions.max_days],
  ] as const) {
    for (const key of Object.keys(values)) {
      if (key !== 'default' && !policy.data_sensitivity.levels.includes(key)) {
        problems.push([[...group, key], 'is neither "default" nor one of data_sensitivity.levels']);
      }
    }
    if (values.default === undefined) problems.push([[...group], 'needs an entry "default"']);
  }
  for (const level of SEVERITIES) {
    const { owner, lead } = policy.reminders[level];
    const order = orderProblem([...owner, lead]);
    if (order) problems.push([['reminders', level], order]);
  }
  if (policy.business_hours.end <= policy.business_hours.start) {
    problems.push([['business_hours', 'end'], 'must be later than start']);
  }
  return problems;
}
