import type { Notebook, Setting } from './notebook';
import type { Network, Policy } from './policy-file';

export const RULE_IDS = [
  'notebook-no-direct-internet-access',
  'notebook-in-vpc',
  'notebook-root-access-disabled',
  'notebook-supported-platform',
  'notebook-kms-key-configured',
  'notebook-imdsv2-required',
  'notebook-required-tags',
  'notebook-idle-shutdown-configured',
] as const;

export type RuleId = (typeof RULE_IDS)[number];

export type Severity = 'critical' | 'high' | 'medium' | 'low';
const SEVERITIES: readonly Severity[] = ['low', 'medium', 'high', 'critical'];

/** `in_place`: changed on the stopped notebook (tags: without a stop); `recreate`: AWS cannot change it after launch. */
export type Fix = 'in_place' | 'recreate';

/** A rule that a notebook fails, with what was seen. */
export interface Violation {
  rule: RuleId;
  /** The observed value in AWS's own word, or `missing`; never judged again from this text. */
  observed: string;
  severity: Severity;
  fix: Fix;
}

interface Rule {
  id: RuleId;
  /** AWS Security Hub control with the same requirement, where there is one. */
  securityHub?: string;
  severity: Severity;
  network: boolean;
  /** The observed value when the notebook fails the rule, else null. */
  fails(notebook: Notebook, policy: Policy): string | null;
  fix(notebook: Notebook): Fix;
}

/**
 * The eight rules. Severities and control ids follow
 * https://docs.aws.amazon.com/securityhub/latest/userguide/sagemaker-controls.html; what can be changed in place follows
 * the members of UpdateNotebookInstance (no internet, subnet, security group or key among them).
 */
const RULES: readonly Rule[] = [
  {
    // > Direct internet access must be Disabled.
    id: 'notebook-no-direct-internet-access',
    securityHub: 'SageMaker.1',
    severity: 'high',
    network: true,
    fails: (notebook) => enabled(notebook.directInternetAccess),
    fix: () => 'recreate',
  },
  {
    // > The notebook must be in a VPC and, where the policy lists approved subnets for its account and region, in one of them.
    id: 'notebook-in-vpc',
    securityHub: 'SageMaker.2',
    severity: 'high',
    network: true,
    fails: (notebook, policy) => {
      if (!notebook.subnetId) return 'missing';
      const approved = networksFor(policy, notebook).flatMap((network) => network.subnets);
      return approved.length === 0 || approved.includes(notebook.subnetId) ? null : notebook.subnetId;
    },
    fix: () => 'recreate',
  },
  {
    // > Users must not have root access.
    id: 'notebook-root-access-disabled',
    securityHub: 'SageMaker.3',
    severity: 'high',
    network: false,
    fails: (notebook) => enabled(notebook.rootAccess),
    fix: () => 'in_place',
  },
  {
    // > The notebook must run on a platform that AWS supports.
    id: 'notebook-supported-platform',
    securityHub: 'SageMaker.8',
    severity: 'medium',
    network: false,
    fails: (notebook, policy) => (policy.supported_platforms.includes(notebook.platform) ? null : notebook.platform),
    // Amazon Linux 1 cannot be upgraded: https://docs.aws.amazon.com/sagemaker/latest/dg/nbi-al2.html
    fix: (notebook) => (notebook.platform.startsWith('notebook-al1') ? 'recreate' : 'in_place'),
  },
  {
    // > The volume must be encrypted with a customer managed key.
    id: 'notebook-kms-key-configured',
    securityHub: 'SageMaker.21',
    severity: 'medium',
    network: false,
    fails: (notebook) => (notebook.kmsKeyId && !/alias\/aws\//.test(notebook.kmsKeyId) ? null : 'missing'),
    fix: () => 'recreate',
  },
  {
    // > Version 2 of the instance metadata service must be required.
    id: 'notebook-imdsv2-required',
    severity: 'medium',
    network: false,
    fails: (notebook) => (notebook.imdsVersion === '2' ? null : notebook.imdsVersion),
    fix: () => 'in_place',
  },
  {
    // > The notebook must carry the required tags, with allowed values.
    id: 'notebook-required-tags',
    severity: 'low',
    network: false,
    fails: (notebook, policy) => {
      const wanting = tagsToAdd(notebook, policy);
      return wanting.length > 0 ? wanting.join(', ') : null;
    },
    fix: () => 'in_place',
  },
  {
    // > An approved lifecycle configuration must stop the notebook when it is idle.
    id: 'notebook-idle-shutdown-configured',
    severity: 'low',
    network: false,
    fails: (notebook, policy) => {
      if (policy.approved_lifecycle_configs.length === 0) return null;
      if (!notebook.lifecycleConfig) return 'missing';
      return policy.approved_lifecycle_configs.includes(notebook.lifecycleConfig) ? null : notebook.lifecycleConfig;
    },
    fix: () => 'in_place',
  },
];

function enabled(setting: Setting): string | null {
  return setting === 'Enabled' ? 'Enabled' : null;
}

/** Required tags that are absent, empty or hold a value that is not allowed, in the order of the policy. */
export function tagsToAdd(notebook: Pick<Notebook, 'tags'>, policy: Policy): string[] {
  return Object.entries(policy.required_tags).flatMap(([key, allowed]) => {
    const value = notebook.tags[key]?.trim() ?? '';
    return value === '' || (allowed.length > 0 && !allowed.includes(value)) ? [key] : [];
  });
}

/** What the notebook fails, in the order of the rules; empty when it is compliant. */
export function audit(notebook: Notebook, policy: Policy, sensitivity: string): Violation[] {
  return RULES.flatMap((rule) => {
    const setting = policy.rules[rule.id];
    if (setting?.enabled === false) return [];
    const observed = rule.fails(notebook, policy);
    if (observed === null) return [];
    const base = setting?.severity ?? rule.severity;
    const severity = rule.network && policy.data_sensitivity.sensitive.includes(sensitivity) ? oneStepUp(base) : base;
    return [{ rule: rule.id, observed, severity, fix: rule.fix(notebook) }];
  });
}

function oneStepUp(severity: Severity): Severity {
  return SEVERITIES[SEVERITIES.indexOf(severity) + 1] ?? 'critical';
}

/**
 * The rules that are switched on, in their order, with their severity before the sensitivity of data is weighed. Without
 * approved configurations there is nothing that the rule on idle shutdown could ask for.
 */
export function enabledRules(policy: Policy): { id: RuleId; severity: Severity }[] {
  return RULES.flatMap(({ id, severity }) => {
    const setting = policy.rules[id];
    if (setting?.enabled === false) return [];
    if (id === 'notebook-idle-shutdown-configured' && policy.approved_lifecycle_configs.length === 0) return [];
    return [{ id, severity: setting?.severity ?? severity }];
  });
}

/** The worst of the violations; `low` when there is none. */
export function worstSeverity(violations: readonly Pick<Violation, 'severity'>[]): Severity {
  return violations.reduce<Severity>(
    (worst, { severity }) => (SEVERITIES.indexOf(severity) > SEVERITIES.indexOf(worst) ? severity : worst),
    'low',
  );
}

export function isNetworkRule(rule: RuleId): boolean {
  return RULES.some(({ id, network }) => id === rule && network);
}

export function securityHubControl(rule: RuleId): string | undefined {
  return RULES.find(({ id }) => id === rule)?.securityHub;
}

/** The approved networks of an account and region. */
export function networksFor(policy: Policy, target: { account: string; region: string }): Network[] {
  return policy.networks.filter(({ account, region }) => account === target.account && region === target.region);
}

/** The stricter of two data sensitivities. A missing or unknown value counts as the strictest level. */
export function strictest(policy: Policy, one: string | undefined, other: string | undefined): string {
  const { levels } = policy.data_sensitivity;
  const rank = (value: string | undefined) =>
    value && levels.includes(value) ? levels.indexOf(value) : levels.length - 1;
  return levels[Math.max(rank(one), rank(other))] ?? '';
}

/** The data sensitivity that a notebook's tag states; a missing or unknown one is the strictest. */
export function sensitivityOf(notebook: Pick<Notebook, 'tags'>, policy: Policy): string {
  const value = notebook.tags[policy.tags.data_sensitivity]?.trim();
  return strictest(policy, value, value);
}

/** The longest policy exception for data of this sensitivity, days. */
export function longestExceptionDays(policy: Policy, sensitivity: string): number {
  const { max_days } = policy.policy_exceptions;
  return max_days[sensitivity] ?? max_days.default ?? 30;
}

/** How many distinct approvers a policy exception needs for data of this sensitivity. */
export function quorumFor(policy: Policy, sensitivity: string): number {
  const { quorum } = policy.security;
  return quorum[sensitivity] ?? quorum.default ?? 1;
}
