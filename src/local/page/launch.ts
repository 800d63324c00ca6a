import type { PageState } from '../page-state';
import { localWorkspace } from '../workspace';
import { readTags } from './tags';

/** What the launch form holds; tags are lines of `Key=value`. */
export interface Launch {
  /** Who launches; `past`: it was launched two years ago, on a platform that AWS makes no more. */
  by: 'me' | 'pipeline' | 'past';
  name: string;
  internet: 'Enabled' | 'Disabled';
  root: 'Enabled' | 'Disabled';
  subnetId: string;
  securityGroups: string;
  imds: '1' | '2';
  tags: string;
}

const names = ['churn-eda', 'nlp-lab', 'price-model', 'image-labels', 'ad-ranking'];

/** The first name nobody has used yet. */
export function freeName(state: PageState): string {
  const taken = new Set(state.notebooks.map((notebook) => notebook.name));
  const free = names.find((name) => !taken.has(name));
  if (free) return free;
  let count = 2;
  while (taken.has(`churn-eda-${count}`)) count += 1;
  return `churn-eda-${count}`;
}

function ownTags(state: PageState): string {
  const email = localWorkspace.people.find(({ id }) => id === state.me)?.email ?? '';
  return [`Owner=${email}`, 'Project=churn', 'Team=growth', 'DataSensitivity=internal'].join('\n');
}

/** A launch as SageMaker's console offers it by default: direct internet access, root, no network of one's own. */
export function misconfigured(state: PageState): Launch {
  return {
    by: 'me',
    name: freeName(state),
    internet: 'Enabled',
    root: 'Enabled',
    subnetId: '',
    securityGroups: '',
    imds: '2',
    tags: ownTags(state),
  };
}

/** A launch inside the approved network. */
function compliant(state: PageState): Launch {
  return {
    ...misconfigured(state),
    internet: 'Disabled',
    root: 'Disabled',
    subnetId: state.approvedNetwork?.subnetId ?? '',
    securityGroups: state.approvedNetwork?.securityGroupIds.join(', ') ?? '',
  };
}

export const presets: { label: string; fill: (state: PageState) => Launch }[] = [
  { label: 'Misconfigured', fill: misconfigured },
  { label: 'Compliant', fill: compliant },
  { label: 'By a pipeline, no tags', fill: (state) => ({ ...misconfigured(state), by: 'pipeline', tags: '' }) },
  { label: 'Two years old, Amazon Linux 2', fill: (state) => ({ ...misconfigured(state), by: 'past' }) },
];

/** What to POST, and where, for a launch to happen. */
export function launchRequest(launch: Launch, state: PageState): { path: string; body: Record<string, unknown> } {
  if (launch.by === 'past') return { path: '/api/aws/old', body: { name: launch.name.trim() } };
  const by = launch.by === 'pipeline' ? { by: launch.by } : {};
  return { path: '/api/aws/create', body: { input: createInput(launch, state), ...by } };
}

/** CreateNotebookInstance's own input. */
function createInput(launch: Launch, state: PageState): Record<string, unknown> {
  const groups = launch.securityGroups.split(/[\s,]+/).filter(Boolean);
  return {
    NotebookInstanceName: launch.name.trim(),
    InstanceType: 'ml.t3.medium',
    RoleArn: `arn:aws:iam::${state.account.id}:role/notebook-dev`,
    DirectInternetAccess: launch.internet,
    RootAccess: launch.root,
    PlatformIdentifier: 'notebook-al2023-v1',
    InstanceMetadataServiceConfiguration: { MinimumInstanceMetadataServiceVersion: launch.imds },
    ...(launch.subnetId.trim() ? { SubnetId: launch.subnetId.trim() } : {}),
    ...(groups.length > 0 ? { SecurityGroupIds: groups } : {}),
    Tags: Object.entries(readTags(launch.tags)).map(([Key, Value]) => ({ Key, Value })),
  };
}
