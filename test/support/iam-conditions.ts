import type { ServiceControlPolicy, Statement } from '../../src/domain/guardrail';

/**
 * As much of IAM as the guardrail uses: which statements of a policy match a request. Anything else is refused loudly, so
 * that a misspelt operator or key cannot pass for one that never matches.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */

/** `context`: what AWS knows of the request; a key that is not there was not in it. Lists are keys with many values. */
export interface Request {
  action: string;
  context: Record<string, string | string[]>;
}

/** Sids of the statements that deny the request. */
export function denials(policies: ServiceControlPolicy[], request: Request): string[] {
  return policies.flatMap(({ Statement }) => Statement.filter((one) => matches(one, request)).map(({ Sid }) => Sid));
}

const EVERY_REQUEST = ['aws:PrincipalAccount', 'aws:RequestedRegion', 'aws:PrincipalTag/'];
const TAGGING = ['aws:RequestTag/', 'aws:TagKeys'];

/** https://docs.aws.amazon.com/service-authorization/latest/reference/ */
const KEYS: Record<string, string[]> = {
  'sagemaker:CreateNotebookInstance': [
    ...TAGGING,
    'sagemaker:DirectInternetAccess',
    'sagemaker:MinimumInstanceMetadataServiceVersion',
    'sagemaker:RootAccess',
    'sagemaker:VolumeKmsKeyArn',
    'sagemaker:VpcSubnets',
  ],
  'sagemaker:UpdateNotebookInstance': ['sagemaker:MinimumInstanceMetadataServiceVersion', 'sagemaker:RootAccess'],
  'iam:CreateRole': TAGGING,
  'iam:CreateUser': TAGGING,
  'iam:TagRole': TAGGING,
  'iam:TagUser': TAGGING,
  'sts:TagSession': TAGGING,
};

const MANY_VALUED = ['sagemaker:VpcSubnets', 'aws:TagKeys'];

function matches({ Action, Condition }: Statement, request: Request): boolean {
  // Read all of them first: what a statement may not hold is refused whatever the request.
  for (const action of Action) {
    for (const key of Object.values(Condition).flatMap(Object.keys)) expectKnown(action, key);
  }
  if (!Action.includes(request.action)) return false;
  return Object.entries(Condition).every(([operator, keys]) =>
    Object.entries(keys).every(([key, wanted]) => holds(operator, key, [wanted].flat(), request)),
  );
}

function expectKnown(action: string, key: string): void {
  const known = KEYS[action];
  if (!known) throw new Error(`no such action: ${action}`);
  const found = [...EVERY_REQUEST, ...known].some((one) => (one.endsWith('/') ? key.startsWith(one) : key === one));
  if (!found) throw new Error(`${action} has no condition key ${key}`);
}

function holds(operator: string, key: string, wanted: string[], { context }: Request): boolean {
  const values = valuesOf(context, key);
  const [set = operator, comparison = set] = operator.split(':');
  if (comparison === 'Null') return wanted.includes(String(values === undefined));
  if (MANY_VALUED.includes(key) !== (set === 'ForAnyValue')) throw new Error(`${operator} does not suit ${key}`);
  if (set === 'ForAnyValue') return (values ?? []).some((value) => compares(comparison, value, wanted));
  // A key that is missing does not equal anything.
  return compares(comparison, values?.[0], wanted);
}

function compares(comparison: string, value: string | undefined, wanted: string[]): boolean {
  switch (comparison) {
    case 'StringEquals':
      return wanted.some((one) => withoutVariables(one) === value);
    case 'StringNotEquals':
      return !wanted.some((one) => withoutVariables(one) === value);
    case 'StringNotLike':
      return value === undefined || !wanted.some((one) => pattern(one).test(value));
    default:
      throw new Error(`operator ${comparison} is not known here`);
  }
}

/** Names of keys are compared without case. */
function valuesOf(context: Request['context'], key: string): string[] | undefined {
  const found = Object.entries(context).find(([name]) => name.toLowerCase() === key.toLowerCase());
  return found ? [found[1]].flat() : undefined;
}

function withoutVariables(text: string): string {
  return text.replace(/\$\{(.*?)\}/g, (_whole, name: string) => {
    if (name === '$' || name === '*' || name === '?') return name;
    throw new Error(`policy variable ${name} is not known here`);
  });
}

function pattern(glob: string): RegExp {
  const literal = (text: string) => text.replace(/[.+^$(){}|[\]\\]/g, '\\$&');
  return new RegExp(`^${literal(glob).replaceAll('*', '.*').replaceAll('?', '.')}$`, 's');
}
