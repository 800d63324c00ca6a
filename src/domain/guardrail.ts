import { enabledRules, type RuleId } from './policy';
import type { Policy } from './policy-file';

/**
 * The policy as AWS itself can enforce it: service control policies that deny what a rule would find. Condition keys:
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemaker.html
 * A key that is not in the request makes a negated operator true and any other false:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */

export interface Statement {
  Sid: string;
  Effect: 'Deny';
  Action: string[];
  Resource: '*';
  Condition: Record<string, Record<string, string | string[]>>;
}

export interface ServiceControlPolicy {
  Version: '2012-10-17';
  Statement: Statement[];
}

/**
 * `policies`: to be attached together; none when no rule that IAM can express is on. Not ok: `part`, in words that follow
 * "there are too many of", does not fit into a policy of its own.
 */
export type Guardrail = { ok: true; policies: ServiceControlPolicy[] } | { ok: false; part: string; size: number };

/** Characters of one policy: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html */
export const LONGEST_POLICY = 5120;

/** A principal with this value of the tag is not bound. */
const EXEMPT = 'true';
/** A principal with this value may tag others; it is bound like everybody. */
const MAY_EXEMPT = 'admin';

const CREATE = 'sagemaker:CreateNotebookInstance';
const UPDATE = 'sagemaker:UpdateNotebookInstance';

interface Part {
  what: string;
  statement: Statement;
}

/**
 * The service control policies for the enabled rules. Platform and idle shutdown are not in it: IAM has no condition key
 * for the first, and for the second only ARNs of which AWS does not document the case.
 *
 * `exemptPrincipalTag`: key of an IAM tag. Principals that carry it with the value `true` are not bound. Whoever may tag
 * principals could exempt themselves, so the first statement then lets only principals with the value `admin` hand the
 * tag out.
 */
export function guardrail(policy: Policy, exemptPrincipalTag?: string): Guardrail {
  const rules = enabledRules(policy).flatMap(({ id }) => PARTS[id]?.(policy) ?? []);
  if (rules.length === 0) return { ok: true, policies: [] };
  const parts = exemptPrincipalTag
    ? [protection(exemptPrincipalTag), ...rules.map((part) => withExemption(part, exemptPrincipalTag))]
    : rules;
  const tooLong = parts.find(({ statement }) => sizeOf([statement]) > LONGEST_POLICY);
  if (tooLong) return { ok: false, part: tooLong.what, size: sizeOf([tooLong.statement]) };
  const statements = parts.map(({ statement }) => statement);
  return { ok: true, policies: inBatches(statements, (batch) => sizeOf(batch) <= LONGEST_POLICY).map(policyOf) };
}

/** The shortest JSON text of a policy. AWS counts white space, except what its console removes. */
export function policyJson(policy: ServiceControlPolicy): string {
  return JSON.stringify(policy);
}

/** The rules that IAM has a usable condition for. */
const PARTS: Partial<Record<RuleId, (policy: Policy) => Part[]>> = {
  // Not "equals Enabled": who leaves the parameter out gets direct internet access.
  'notebook-no-direct-internet-access': () => [
    part('direct internet access', 'DirectInternetAccess', CREATE, {
      StringNotEquals: { 'sagemaker:DirectInternetAccess': 'Disabled' },
    }),
  ],
  'notebook-in-vpc': (policy) => [
    part('VPC', 'NoVpc', CREATE, { Null: { 'sagemaker:VpcSubnets': 'true' } }),
    ...subnets(policy),
  ],
  // An update that says nothing of root access leaves it alone, so only one that switches it on is denied.
  'notebook-root-access-disabled': () => [
    part('root access', 'RootAccessOnCreate', CREATE, { StringNotEquals: { 'sagemaker:RootAccess': 'Disabled' } }),
    part('root access', 'RootAccessOnUpdate', UPDATE, { StringEquals: { 'sagemaker:RootAccess': 'Enabled' } }),
  ],
  'notebook-imdsv2-required': () => [
    part('metadata service', 'MetadataServiceOnCreate', CREATE, {
      StringNotEquals: { 'sagemaker:MinimumInstanceMetadataServiceVersion': '2' },
    }),
    part('metadata service', 'MetadataServiceOnUpdate', UPDATE, {
      StringEquals: { 'sagemaker:MinimumInstanceMetadataServiceVersion': '1' },
    }),
  ],
  'notebook-kms-key-configured': () => [
    part('customer managed key', 'NoCustomerKey', CREATE, { Null: { 'sagemaker:VolumeKmsKeyArn': 'true' } }),
  ],
  'notebook-required-tags': tags,
};

/** The enabled rules that the guardrail enforces, in their order. */
export function guardedRules(policy: Policy): RuleId[] {
  return enabledRules(policy).flatMap(({ id }) => (PARTS[id]?.(policy).length ? [id] : []));
}

/** Leaves the rest of a statement enough room below `LONGEST_POLICY`. */
const LONGEST_SUBNET_LIST = 4500;

/**
 * Where networks are approved, other subnets are denied; elsewhere any VPC will do, as in the rule. The key has many
 * values, so that one value outside the list must be enough. Accounts whose networks are in the same regions share a
 * statement, which keeps it short and exact.
 */
function subnets({ networks }: Policy): Part[] {
  const accountsByRegions = new Map<string, string[]>();
  for (const account of new Set(networks.map((network) => network.account))) {
    const own = networks.filter((network) => network.account === account);
    const regions = [...new Set(own.map(({ region }) => region))].sort().join(' ');
    accountsByRegions.set(regions, [...(accountsByRegions.get(regions) ?? []), account]);
  }
  const subnetsOf = (accounts: string[]) =>
    networks.filter(({ account }) => accounts.includes(account)).flatMap((network) => network.subnets);
  return [...accountsByRegions]
    .flatMap(([regions, sharing]) =>
      inBatches(sharing, (batch) => JSON.stringify([batch, subnetsOf(batch)]).length <= LONGEST_SUBNET_LIST).map(
        (accounts) => ({ regions: regions.split(' '), accounts }),
      ),
    )
    .map(({ regions, accounts }, index) =>
      part('approved subnets', `UnapprovedSubnet${index + 1}`, CREATE, {
        StringEquals: { 'aws:PrincipalAccount': accounts, 'aws:RequestedRegion': regions },
        'ForAnyValue:StringNotEquals': { 'sagemaker:VpcSubnets': subnetsOf(accounts) },
      }),
    );
}

/** Conditions of one statement must all hold, so each tag needs its own. `?*`: missing and empty are the same to the rule. */
function tags({ required_tags }: Policy): Part[] {
  return Object.entries(required_tags).map(([tag, allowed], index) =>
    part(`allowed values of the tag ${tag}`, `RequiredTag${index + 1}`, CREATE, {
      ...(allowed.length > 0
        ? { StringNotEquals: { [`aws:RequestTag/${tag}`]: allowed.map(literal) } }
        : { StringNotLike: { [`aws:RequestTag/${tag}`]: '?*' } }),
    }),
  );
}

/** Without what IAM would take for a policy variable. */
function literal(value: string): string {
  return value.replaceAll('$', '$${$}');
}

function protection(tag: string): Part {
  const tagging = ['iam:CreateRole', 'iam:CreateUser', 'iam:TagRole', 'iam:TagUser', 'sts:TagSession'];
  return {
    what: 'exempt tag',
    statement: {
      Sid: 'ProtectExemptTag',
      Effect: 'Deny',
      Action: tagging,
      Resource: '*',
      Condition: {
        Null: { [`aws:RequestTag/${tag}`]: 'false' },
        StringNotEquals: { [`aws:PrincipalTag/${tag}`]: MAY_EXEMPT },
      },
    },
  };
}

function withExemption({ what, statement }: Part, tag: string): Part {
  const { StringNotEquals, ...others } = statement.Condition;
  const Condition = { ...others, StringNotEquals: { ...StringNotEquals, [`aws:PrincipalTag/${tag}`]: EXEMPT } };
  return { what, statement: { ...statement, Condition } };
}

function part(what: string, Sid: string, action: string, Condition: Statement['Condition']): Part {
  return { what, statement: { Sid, Effect: 'Deny', Action: [action], Resource: '*', Condition } };
}

/** As few batches as the order allows. One that does not fit on its own is a batch all the same. */
function inBatches<Item>(items: Item[], fits: (batch: Item[]) => boolean): Item[][] {
  const batches: Item[][] = [];
  for (const item of items) {
    const last = batches.at(-1);
    if (last && fits([...last, item])) last.push(item);
    else batches.push([item]);
  }
  return batches;
}

function policyOf(statements: Statement[]): ServiceControlPolicy {
  return { Version: '2012-10-17', Statement: statements };
}

/** In bytes, which are never fewer than characters: reports differ on which of them AWS counts. */
function sizeOf(statements: Statement[]): number {
  return Buffer.byteLength(policyJson(policyOf(statements)));
}
