import type { OwnerImport } from '../aws/owner-entries';
import type { Policy } from '../domain/policy-file';
import type { SeededNotebook } from './aws/sagemaker';
import type { CloudAccount } from './cloud';
import type { NotebookView } from './page-state';
import { localWorkspace } from './workspace';

const DAY_MS = 24 * 60 * 60 * 1000;

export const SEEDED_NAMES = ['feature-store', 'forecasting'];

/** A network that the policy approves for the account and region. */
export function approvedNetwork(policy: Policy, account: CloudAccount) {
  const network = policy.networks.find((each) => each.account === account.id && each.region === account.region);
  const [subnetId] = network?.subnets ?? [];
  return network && subnetId ? { subnetId, securityGroupIds: network.security_groups } : undefined;
}

/** Two good notebooks from before the bot watched. None where the policy approves no network: none could be good. */
export function seededNotebooks(policy: Policy, account: CloudAccount, now: Date): SeededNotebook[] {
  const network = approvedNetwork(policy, account);
  if (!network) return [];
  const owners = ['dana@acme.example', 'lena@acme.example'];
  return SEEDED_NAMES.map((name, index) => ({
    name,
    createdAt: new Date(now.getTime() - (21 + index * 60) * DAY_MS),
    directInternetAccess: 'Disabled',
    rootAccess: 'Disabled',
    imds: '2',
    subnetId: network.subnetId,
    securityGroups: network.securityGroupIds,
    platform: policy.supported_platforms[0] ?? 'notebook-al2023-v1',
    lifecycleConfig: policy.approved_lifecycle_configs[0],
    tags: { Owner: owners[index] ?? '', Project: name, Team: 'growth', DataSensitivity: 'internal' },
  }));
}

/** Newest first; the good notebooks that were there from the start come last. */
export function inPaneOrder(notebooks: NotebookView[]): NotebookView[] {
  const newestFirst = [...notebooks].sort((a, b) => b.createdAt.localeCompare(a.createdAt));
  const seeded = ({ name }: NotebookView) => SEEDED_NAMES.includes(name);
  return [...newestFirst.filter((each) => !seeded(each)), ...newestFirst.filter(seeded)];
}

/** The people of the local workspace as rows of the owners table: their teams, and who leads them. */
export function ownerRows(): OwnerImport[] {
  return localWorkspace.people.map(({ id, name, email, tz, team, lead }) => ({
    userId: id,
    tag: name,
    email,
    team: team ?? null,
    lead: lead === true,
    timeZone: tz,
  }));
}
