import type { Notebook, Target } from './notebook';
import { networksFor, type RuleId, tagsToAdd, type Violation } from './policy';
import type { Network, Policy } from './policy-file';

/**
 * AWS CLI commands that people copy into a POSIX shell. Options and limits:
 * https://docs.aws.amazon.com/cli/latest/reference/sagemaker/create-notebook-instance.html
 */

type Options = [option: string, ...values: string[]][];

/** The approved network to move into: the one the notebook is in already, else the first; undefined when there is none. */
export function networkFor(policy: Policy, notebook: Target & Pick<Notebook, 'subnetId'>): Network | undefined {
  const networks = networksFor(policy, notebook);
  return networks.find(({ subnets }) => notebook.subnetId && subnets.includes(notebook.subnetId)) ?? networks[0];
}

const LONGEST_NAME = 63;

/** Options share a line up to this many characters, so that the command stays short enough to read at a glance. */
const LINE_LENGTH = 76;

/** A name beside the old one: `churn-eda` gives `churn-eda-2`, that gives `churn-eda-3`; at most 63 characters. */
export function nextName(name: string): string {
  const [, base = name, number] = /^(.+)-(\d{1,2})$/.exec(name) ?? [];
  const ending = `-${Number(number ?? 1) + 1}`;
  return base.slice(0, LONGEST_NAME - ending.length).replace(/-+$/, '') + ending;
}

/**
 * The command that creates the notebook again as the policy wants it, under a new name: every setting is kept except
 * those that break a rule. It runs as it stands; only where AWS did not tell a setting that it needs, or the policy wants
 * a key that nobody has named, a part in ‹ › is left to fill in. Missing tags are not made up.
 */
export function correctedLaunch(notebook: Notebook, policy: Policy, network: Network): string {
  const { subnetId, lifecycleConfig } = notebook;
  const subnet = subnetId && network.subnets.includes(subnetId) ? subnetId : (network.subnets[0] ?? '‹subnet›');
  const approvedConfigs = isOn(policy, 'notebook-idle-shutdown-configured') ? policy.approved_lifecycle_configs : [];
  const config = lifecycleConfig && approvedConfigs.includes(lifecycleConfig) ? lifecycleConfig : approvedConfigs[0];
  const tags = Object.entries(notebook.tags).filter(([key]) => !key.toLowerCase().startsWith('aws:'));
  return create(notebook.region, [
    ['--notebook-instance-name', nextName(notebook.name)],
    ['--instance-type', notebook.instanceType],
    ['--role-arn', notebook.roleArn ?? '‹role ARN›'],
    ['--direct-internet-access', 'Disabled'],
    ['--subnet-id', subnet],
    ['--security-group-ids', ...network.security_groups],
    ['--root-access', isOn(policy, 'notebook-root-access-disabled') ? 'Disabled' : notebook.rootAccess],
    ['--volume-size-in-gb', String(notebook.volumeSizeGb)],
    ...optional('--kms-key-id', keyFor(notebook, policy)),
    ['--platform-identifier', platformFor(notebook, policy)],
    requireImdsV2,
    ...optional('--lifecycle-config-name', config ?? lifecycleConfig),
    ...optional('--default-code-repository', notebook.defaultCodeRepository),
    ...optional('--additional-code-repositories', ...notebook.additionalCodeRepositories),
    ...optional('--tags', ...tagWords(tags)),
  ]);
}

/**
 * The same for a launch whose settings are unknown, with parts in ‹ › to fill in. Null when the account and region have
 * no approved network, so that nothing would work.
 */
export function genericLaunch(policy: Policy, target: Target): string | null {
  const [network] = networksFor(policy, target);
  if (!network) return null;
  const tags = Object.entries(policy.required_tags).map(([key, allowed]): [string, string] => [key, blank(allowed)]);
  const needs = (rule: RuleId, ...option: [string, string]) => (isOn(policy, rule) ? [option] : []);
  return create(target.region, [
    ['--notebook-instance-name', '‹name›'],
    ['--instance-type', '‹instance type›'],
    ['--role-arn', '‹role ARN›'],
    ['--direct-internet-access', 'Disabled'],
    ['--subnet-id', ...network.subnets.slice(0, 1)],
    ['--security-group-ids', ...network.security_groups],
    ...needs('notebook-root-access-disabled', '--root-access', 'Disabled'),
    ...needs('notebook-kms-key-configured', '--kms-key-id', '‹key ARN›'),
    ...needs('notebook-supported-platform', '--platform-identifier', policy.supported_platforms[0] ?? '‹platform›'),
    requireImdsV2,
    ...optional('--lifecycle-config-name', ...policy.approved_lifecycle_configs.slice(0, 1)),
    ...(isOn(policy, 'notebook-required-tags') ? optional('--tags', ...shorthandTags(tags)) : []),
  ]);
}

/**
 * The commands that fix what can be fixed in place: stop, update, start, then the tags. A notebook that is not running is
 * neither stopped nor started. Values of missing tags are left in ‹ › to fill in. An Amazon Linux 2 notebook gets a
 * platform that starts again; one on Amazon Linux 1 never would, so that it is not stopped at all. Empty when nothing is
 * left to do.
 */
export function inPlaceFix(notebook: Notebook, violations: readonly Violation[], policy: Policy): string {
  const fixable = new Set(violations.flatMap(({ rule, fix }) => (fix === 'in_place' ? [rule] : [])));
  const on = (rule: RuleId, ...option: [string, ...string[]]) => (fixable.has(rule) ? [option] : []);
  const settings: Options = [
    ...on('notebook-root-access-disabled', '--root-access', 'Disabled'),
    ...on('notebook-imdsv2-required', ...requireImdsV2),
    ...policy.approved_lifecycle_configs
      .slice(0, 1)
      .flatMap((config) => on('notebook-idle-shutdown-configured', '--lifecycle-config-name', config)),
  ];
  const needsPlatform = fixable.has('notebook-supported-platform') || settings.length > 0;
  const platform = platformFor(notebook, policy);
  const updates: Options =
    needsPlatform && platform !== notebook.platform ? [...settings, ['--platform-identifier', platform]] : settings;
  const missing = fixable.has('notebook-required-tags') ? tagsToAdd(notebook, policy) : [];
  const steps = [
    ...(updates.length > 0 && !notebook.platform.startsWith('notebook-al1-') ? stopped(notebook, updates) : []),
    ...(missing.length > 0 ? [addTags(notebook, missing, policy)] : []),
  ];
  return steps.join(' &&\n');
}

function stopped(notebook: Notebook, updates: Options): string[] {
  const { region, name } = notebook;
  const step = (words: string, more: Options = []) =>
    command(`aws sagemaker ${words}`, [['--region', region], ['--notebook-instance-name', name], ...more]);
  const wait = step('wait notebook-instance-stopped');
  const update = step('update-notebook-instance', updates);
  if (isStopped(notebook)) return [update];
  return [step('stop-notebook-instance'), wait, update, wait, step('start-notebook-instance')];
}

/** Any other status is on the way to running, or was when AWS was last asked. */
export function isStopped({ status }: Pick<Notebook, 'status'>): boolean {
  return status === 'Stopped' || status === 'Failed';
}

function addTags(notebook: Notebook, keys: string[], policy: Policy): string {
  const tags = keys.map((key): [string, string] => [key, blank(policy.required_tags[key] ?? [])]);
  return command('aws sagemaker add-tags', [
    ['--region', notebook.region],
    ['--resource-arn', notebookArn(notebook)],
    ['--tags', ...shorthandTags(tags)],
  ]);
}

/** The service lower-cases the name in ARNs. */
function notebookArn({ account, region, name }: Notebook): string {
  const partition = region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
  return `arn:${partition}:sagemaker:${region}:${account}:notebook-instance/${name.toLowerCase()}`;
}

const requireImdsV2: [string, string] = [
  '--instance-metadata-service-configuration',
  'MinimumInstanceMetadataServiceVersion=2',
];

function isOn(policy: Policy, rule: RuleId): boolean {
  return policy.rules[rule]?.enabled !== false;
}

/** AWS neither creates nor starts these any more: https://docs.aws.amazon.com/sagemaker/latest/dg/nbi-al2.html */
const RETIRED_PLATFORM = /^notebook-al[12]-/;

function platformFor({ platform }: Notebook, policy: Policy): string {
  const wanted = policy.supported_platforms.filter((supported) => !RETIRED_PLATFORM.test(supported));
  if (RETIRED_PLATFORM.test(platform)) return wanted[0] ?? 'notebook-al2023-v1';
  if (!isOn(policy, 'notebook-supported-platform') || wanted.includes(platform)) return platform;
  return wanted[0] ?? platform;
}

function keyFor({ kmsKeyId }: Notebook, policy: Policy): string | undefined {
  const managedByAws = !kmsKeyId || /alias\/aws\//.test(kmsKeyId);
  return managedByAws && isOn(policy, 'notebook-kms-key-configured') ? '‹key ARN›' : kmsKeyId;
}

/** A value that only its owner knows. */
function blank(allowed: readonly string[]): string {
  return allowed.length > 0 && allowed.length <= 5 ? `‹${allowed.join(' | ')}›` : '‹value›';
}

/** Shorthand where nothing in the tags could be misread by it, else JSON. */
function tagWords(tags: [string, string][]): string[] {
  if (tags.length === 0) return [];
  return tags.flat().every((text) => /^[\w.:/@+-]+$/.test(text)) ? shorthandTags(tags) : [tagsJson(tags)];
}

/** Bidirectional controls are spelled out, so that a command reads as it runs. */
function tagsJson(tags: [string, string][]): string {
  return JSON.stringify(tags.map(([Key, Value]) => ({ Key, Value }))).replace(
    /[\u007F-\u009F\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Easier to fill in by hand than JSON. */
function shorthandTags(tags: [string, string][]): string[] {
  return tags.map(([key, value]) => `Key=${key},Value=${value}`);
}

function optional(option: string, ...values: (string | undefined)[]): Options {
  const present = values.filter((value) => value !== undefined);
  return present.length > 0 ? [[option, ...present]] : [];
}

function create(region: string, options: Options): string {
  return command('aws sagemaker create-notebook-instance', [['--region', region], ...options]);
}

function command(words: string, options: Options): string {
  const lines = [words];
  for (const text of options.map((option) => option.map(shellWord).join(' '))) {
    const last = lines.at(-1) ?? '';
    if (last.length + 1 + text.length <= LINE_LENGTH) lines.splice(-1, 1, `${last} ${text}`);
    else lines.push(text);
  }
  return lines.join(' \\\n  ');
}

/** One word for a POSIX shell: as it is when nothing in it means anything to the shell, else in single quotes. */
export function shellWord(text: string): string {
  return /^[A-Za-z0-9_:/.,@%+-][A-Za-z0-9_:/.,@%+=-]*$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
