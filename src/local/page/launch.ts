import type { PageState } from '../page-state';
import { localWorkspace } from '../workspace';

/** What the launch form holds; tags are lines of `Key=value`. */
export interface Launch {
  name: string;
  internet: 'Enabled' | 'Disabled';
  root: 'Enabled' | 'Disabled';
  subnetId: string;
  securityGroups: string;
  platform: string;
  imds: '1' | '2';
  tags: string;
}

export const platforms = ['notebook-al2023-v1', 'notebook-al2-v3'];

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
    name: freeName(state),
    internet: 'Enabled',
    root: 'Enabled',
    subnetId: '',
    securityGroups: '',
    platform: 'notebook-al2023-v1',
    imds: '2',
    tags: ownTags(state),
  };
}

/** A launch inside the approved network. */
export function compliant(state: PageState): Launch {
  return {
    ...misconfigured(state),
    internet: 'Disabled',
    root: 'Disabled',
    subnetId: state.approvedNetwork?.subnetId ?? '',
    securityGroups: state.approvedNetwork?.securityGroupIds.join(', ') ?? '',
  };
}

/** CreateNotebookInstance's own input. */
export function createInput(launch: Launch, state: PageState): Record<string, unknown> {
  const groups = launch.securityGroups.split(/[\s,]+/).filter(Boolean);
  return {
    NotebookInstanceName: launch.name.trim(),
    InstanceType: 'ml.t3.medium',
    RoleArn: `arn:aws:iam::${state.account.id}:role/notebook-dev`,
    DirectInternetAccess: launch.internet,
    RootAccess: launch.root,
    PlatformIdentifier: launch.platform,
    InstanceMetadataServiceConfiguration: { MinimumInstanceMetadataServiceVersion: launch.imds },
    ...(launch.subnetId.trim() ? { SubnetId: launch.subnetId.trim() } : {}),
    ...(groups.length > 0 ? { SecurityGroupIds: groups } : {}),
    Tags: Object.entries(readTags(launch.tags)).map(([Key, Value]) => ({ Key, Value })),
  };
}

/** Lines of `Key=value`; a line without a key is left out. */
export function readTags(text: string): Record<string, string> {
  const tags: Record<string, string> = {};
  for (const line of text.split('\n')) {
    const [key = '', ...value] = line.split('=');
    if (key.trim()) tags[key.trim()] = value.join('=').trim();
  }
  return tags;
}
