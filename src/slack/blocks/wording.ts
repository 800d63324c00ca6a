import type { CommandType, ExceptionCategory, Finding, OwnerSource, Status } from '../../domain/finding';
import type { Notebook, Target } from '../../domain/notebook';
import type { RuleId, Severity, Violation } from '../../domain/policy';
import type { Policy } from '../../domain/policy-file';
import { day, deadline, mention, moment, name, sentenceList } from './text';

/**
 * How things read in sentences. What is returned is mrkdwn with its untrusted parts escaped, unless a function says
 * that it is plain text.
 */

/** What every builder needs beside its subject. `now` is UTC ISO; `readerTimeZone` an IANA name, when Slack told it. */
export interface BlockContext {
  now: string;
  policy: Policy;
  readerTimeZone?: string;
}

/** The zone to write dates in where Slack does not translate them. */
export function zoneOf(context: BlockContext): string {
  return context.readerTimeZone ?? context.policy.business_hours.time_zone;
}

interface RuleWords {
  /** As a thing that is kept, covered or left to fix: "keep *root access*". */
  short: string;
  /** Follows the notebook's name: "churn-eda *has root access*". `observed` is plain text. */
  title(observed: string): string;
  /** Follows "this notebook": what it means for the company. */
  why: string;
  /** The setting as it stands before its value: "*Root access*: Enabled". */
  setting(observed: string): string;
  /** What is true once it is fixed. */
  fixed: string;
}

const absent = (observed: string) => observed === 'missing';

const RULE_WORDS: Record<RuleId, RuleWords> = {
  'notebook-no-direct-internet-access': {
    short: 'direct internet access',
    title: () => 'has direct internet access',
    why: 'can reach any site past the company network',
    setting: () => 'Direct internet access',
    fixed: 'direct internet access is off',
  },
  'notebook-in-vpc': {
    short: 'unapproved network',
    title: (observed) => (absent(observed) ? 'is not in a VPC' : 'is in a network that is not approved'),
    why: 'is outside the approved network',
    setting: (observed) => (absent(observed) ? 'VPC' : 'Subnet that is not approved'),
    fixed: 'it is in an approved network',
  },
  'notebook-root-access-disabled': {
    short: 'root access',
    title: () => 'has root access',
    why: 'gives its users root access',
    setting: () => 'Root access',
    fixed: 'root access is off',
  },
  'notebook-supported-platform': {
    short: 'an old platform',
    title: () => 'runs on an old platform',
    why: 'runs on a platform that is no longer supported',
    setting: () => 'Platform that is not supported',
    fixed: 'it runs on a supported platform',
  },
  'notebook-kms-key-configured': {
    short: 'no customer managed key',
    title: () => 'has no customer managed key',
    why: 'keeps its files without a key of our own',
    setting: () => 'Customer managed key',
    fixed: 'it has a customer managed key',
  },
  'notebook-imdsv2-required': {
    short: 'the old metadata service',
    title: () => 'accepts the old metadata service',
    why: 'answers to the old metadata service',
    setting: () => 'Lowest metadata service version',
    fixed: 'version 2 of the metadata service is required',
  },
  'notebook-required-tags': {
    short: 'missing tags',
    title: (observed) => `needs ${countOf(observed.split(', ').length, 'tag')}`,
    why: 'lacks tags that say whose it is',
    setting: () => 'Tags to add',
    fixed: 'the required tags are there',
  },
  'notebook-idle-shutdown-configured': {
    short: 'no idle shutdown',
    title: () => 'does not stop when it is idle',
    why: 'runs on when nobody uses it',
    setting: (observed) => (absent(observed) ? 'Idle shutdown' : 'Lifecycle configuration that is not approved'),
    fixed: 'it stops when it is idle',
  },
};

const NUMBERS = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];

/** Plain text: `two tags`, `12 tags`. */
export function countOf(count: number, noun: string): string {
  return `${NUMBERS[count] ?? count} ${noun}${count === 1 ? '' : 's'}`;
}

/** Plain text: `direct internet access`. */
export function ruleName(rule: RuleId): string {
  return RULE_WORDS[rule].short;
}

/** Plain text: `direct internet access and root access`. */
export function ruleNames(rules: readonly RuleId[]): string {
  return sentenceList(rules.map(ruleName));
}

/** Plain text: `direct internet access is off`. */
export function fixedWords(rule: RuleId): string {
  return RULE_WORDS[rule].fixed;
}

/** Plain text, follows the notebook's name: `has direct internet access`. */
export function violationTitle(violation: Pick<Violation, 'rule' | 'observed'>): string {
  return RULE_WORDS[violation.rule].title(violation.observed);
}

/** `Direct internet access: Enabled` */
export function observedSetting(violation: Pick<Violation, 'rule' | 'observed'>): string {
  return `${RULE_WORDS[violation.rule].setting(violation.observed)}: ${name(violation.observed, 200)}`;
}

/** `direct internet access is still *Enabled*` */
export function stillWords(violation: Pick<Violation, 'rule' | 'observed'>): string {
  const setting = RULE_WORDS[violation.rule].setting(violation.observed);
  const start = setting.startsWith('VPC') ? setting : setting.charAt(0).toLowerCase() + setting.slice(1);
  const verb = violation.rule === 'notebook-required-tags' ? 'are' : 'is';
  return `${start} ${verb} still *${name(violation.observed, 200)}*`;
}

function fixWord(violation: Pick<Violation, 'rule' | 'fix'>): string {
  if (violation.fix === 'recreate') return 'recreate';
  return violation.rule === 'notebook-required-tags' ? 'add tags' : 'fix in place';
}

/** `• *Root access: Enabled.* Can be changed on the stopped notebook → fix in place` */
export function violationBullet(violation: Pick<Violation, 'rule' | 'observed' | 'fix'>): string {
  return `• *${observedSetting(violation)}.* ${whyThatFix(violation)} → ${fixWord(violation)}`;
}

function whyThatFix(violation: Pick<Violation, 'rule' | 'fix'>): string {
  if (violation.fix === 'recreate') return 'AWS cannot change this after launch';
  if (violation.rule === 'notebook-required-tags') return 'Can be changed while it runs';
  // Amazon Linux 2 does not start again after a stop, unless its platform was changed in between.
  if (violation.rule === 'notebook-supported-platform')
    return 'Can be changed on the stopped notebook, before it starts again';
  return 'Can be changed on the stopped notebook';
}

/** `direct internet access, recreate` */
export function violationShort(violation: Pick<Violation, 'rule' | 'fix'>): string {
  return `${ruleName(violation.rule)}, ${violation.fix === 'recreate' ? 'recreate' : 'in place'}`;
}

/** Nothing has to be recreated. */
export function isInPlace({ violations }: Pick<Finding, 'violations'>): boolean {
  return violations.every(({ fix }) => fix === 'in_place');
}

/** Plain text, for a header and for lists: `churn-eda has direct internet access`. */
export function findingTitle(finding: Pick<Finding, 'notebook' | 'violations'>): string {
  const { notebook, violations } = finding;
  const [first] = violations;
  if (!first) return notebook.name;
  const tagsOnly = violations.length === 1 && first.rule === 'notebook-required-tags';
  if (isInPlace(finding) && !tagsOnly) return `${notebook.name} needs a small settings change`;
  return `${notebook.name} ${violationTitle(first)}`;
}

const SEVERITY_WORDS: Record<Severity, string> = { critical: 'Critical', high: 'High', medium: 'Medium', low: 'Low' };

export function severityWord(severity: Severity): string {
  return SEVERITY_WORDS[severity];
}

const STATUS_WORDS: Record<Status, string> = {
  open: 'open',
  acknowledged: 'acknowledged',
  migration_scheduled: 'migration planned',
  exception_requested: 'with security',
  exception_granted: 'allowed for now',
  resolved: 'resolved',
};

/** Plain text, for lists. */
export function statusWord(status: Status): string {
  return STATUS_WORDS[status];
}

/** `Migration planned for {date}`: what was decided, for people other than the owner. Empty while nothing was. */
export function decisionWords(finding: Finding): string {
  const { acknowledged, grant, migration, request } = finding;
  if (finding.status === 'exception_requested' && request) {
    return `Policy exception requested by ${mention(request.by)}, ${moment(request.at)}`;
  }
  if (finding.status === 'migration_scheduled' && migration) {
    return `Migration planned for ${day(migration.at)} by ${mention(migration.by)}, ${moment(migration.decidedAt)}`;
  }
  if (finding.status === 'exception_granted' && grant) {
    return `Allowed until ${deadline(grant.until)} by ${people(grant.approvers)}, ${moment(grant.at)}`;
  }
  if (finding.status === 'acknowledged' && acknowledged) {
    return `Acknowledged by ${mention(acknowledged.by)}, ${moment(acknowledged.at)}`;
  }
  return '';
}

const DEEDS: Record<CommandType, string> = {
  open: 'saw it first',
  acknowledge: 'chose *Acknowledge*',
  schedule_migration: 'chose *Schedule Migration*',
  request_exception: 'chose *Request Exception*',
  withdraw: 'withdrew the request',
  approve: 'approved the request',
  deny: 'denied the request',
  time_out: 'closed the request, as no answer came in time',
  expire: 'ended the policy exception on its date',
  revoke: 'revoked the policy exception',
  observe: 'saw a change',
  resolve: 'saw that it is resolved',
  reopen: 'saw that it needs a fix again',
  disown: 'said that it is not theirs',
  assign_owner: 'named an owner',
  ask: 'asked the requester',
  answer: 'answered the question',
  remind: 'sent a reminder',
  escalate: 'told others that it waits',
  snooze: 'put the reminder off',
};

/** Follows a person: `chose *Schedule Migration*`. */
export function deed(command: CommandType): string {
  return DEEDS[command];
}

/** A person of the history, where `bot` stands for the bot itself. */
export function actor(userId: string): string {
  return userId === 'bot' ? 'Notebook Audit' : mention(userId);
}

export function people(userIds: readonly string[]): string {
  return sentenceList(userIds.map(actor));
}

/** Who decides on policy exceptions. */
export function approverGroup(policy: Policy): string {
  const { user_group, users } = policy.security;
  return user_group ? `<!subteam^${user_group}>` : people(users);
}

const CATEGORY_WORDS: Record<ExceptionCategory, string> = {
  packages: 'packages',
  s3_data: 'data in S3',
  third_party_api: 'a third-party API',
  other: 'another reason',
};

/** Plain text: why a policy exception is asked for. */
export function categoryWord(category: ExceptionCategory): string {
  return CATEGORY_WORDS[category];
}

/** Plain text: the account's name in the policy, else its id. */
export function accountName(policy: Policy, account: string): string {
  return policy.accounts[account]?.name ?? account;
}

/** `ml-dev (111122223333)` */
export function accountWithId(policy: Policy, account: string): string {
  const known = policy.accounts[account]?.name;
  return known ? `${name(known)} (${account})` : account;
}

/** `ml-dev, eu-west-1` */
export function place(policy: Policy, target: Target): string {
  return `${name(accountName(policy, target.account))}, ${target.region}`;
}

/** How we know the owner, for the owner: `Sent to you because …`. */
export function ownerSourceWords(source: OwnerSource, policy: Policy): string {
  switch (source.kind) {
    case 'tag':
    case 'email_tag':
      return `Sent to you because its tag *${name(policy.tags.owner)} = ${name(source.seen)}* points to you.`;
    case 'caller':
      return `Sent to you because AWS names *${name(source.seen)}* as its launcher.`;
    case 'team':
      return `Sent to you because you lead the team its tag names, *${name(source.seen)}*, and I found no owner.`;
    case 'account':
      return 'Sent to you because you are the contact of its AWS account, and I found no owner.';
    case 'assigned':
      return `${actor(source.by)} says this notebook is yours.`;
  }
}

/** Plain text, follows "this notebook": what the worst of it means. */
export function violationWhy(violations: readonly Pick<Violation, 'rule' | 'fix'>[]): string {
  const worst = violations.find(({ fix }) => fix === 'recreate') ?? violations[0];
  return worst ? RULE_WORDS[worst.rule].why : '';
}

/** The Amazon Linux that AWS no longer starts again after a stop (https://docs.aws.amazon.com/sagemaker/latest/dg/nbi-al2.html). */
export function outdatedLinux({ platform }: Pick<Notebook, 'platform'>): '1' | '2' | null {
  if (platform.startsWith('notebook-al1-')) return '1';
  return platform.startsWith('notebook-al2-') ? '2' : null;
}
