import { createHash } from 'node:crypto';

/** One account and region that is looked at. */
export interface Target {
  account: string;
  region: string;
}

/**
 * One creation of a notebook. The name is lower-cased (AWS lower-cases it in ARNs); `createdAt` is CreationTime from
 * Describe or List, floored to whole seconds, UTC ISO (`2026-11-24T09:12:30Z`). A reused name is a new launch.
 */
export interface Launch extends Target {
  name: string;
  createdAt: string;
}

export type Setting = 'Enabled' | 'Disabled';

/** A notebook instance as DescribeNotebookInstance and ListTags report it, with the service's defaults filled in. */
export interface Notebook extends Target {
  /** In the case its creator chose. */
  name: string;
  createdAt: string;
  status: string;
  instanceType: string;
  roleArn?: string;
  directInternetAccess: Setting;
  rootAccess: Setting;
  subnetId?: string;
  securityGroups: string[];
  kmsKeyId?: string;
  volumeSizeGb: number;
  platform: string;
  /** Lowest version of the instance metadata service it accepts. */
  imdsVersion: '1' | '2';
  lifecycleConfig?: string;
  defaultCodeRepository?: string;
  additionalCodeRepositories: string[];
  tags: Record<string, string>;
}

export function launchOf(notebook: Notebook): Launch {
  const { account, region, name, createdAt } = notebook;
  return { account, region, name: name.toLowerCase(), createdAt };
}

/** The launch as one string, at most 112 characters; `parseLaunchId` reads it back. */
export function launchId(launch: Launch): string {
  return `${launch.account}/${launch.region}/${launch.name}/${launch.createdAt}`;
}

const LAUNCH_ID = /^(\d{12})\/([a-z0-9-]+)\/([a-z0-9-]{1,63})\/(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)$/;

/** Null when the text is not a launch id: it came from outside and is not trusted. */
export function parseLaunchId(text: string): Launch | null {
  const [, account, region, name, createdAt] = LAUNCH_ID.exec(text) ?? [];
  return account && region && name && createdAt ? { account, region, name, createdAt } : null;
}

/** Whole seconds, UTC, as it stands in a launch identity. */
export function wholeSeconds(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`;
}

/** Digits and letters that are not mistaken for each other when read aloud (Crockford base 32). */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The short id people use in threads and tickets: `NB-7F3K`, always the same for a launch. */
export function referenceOf(launch: Launch): string {
  const digest = createHash('sha256').update(launchId(launch)).digest();
  return `NB-${[...digest.subarray(0, 4)].map((byte) => LETTERS.charAt(byte % 32)).join('')}`;
}

/** How old the notebook is at `now`, ms. */
export function ageMs(notebook: Pick<Notebook, 'createdAt'>, now: Date): number {
  return now.getTime() - Date.parse(notebook.createdAt);
}
