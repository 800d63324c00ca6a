import {
  DescribeNotebookInstanceCommand,
  type DescribeNotebookInstanceCommandOutput,
  ListNotebookInstancesCommand,
  ListTagsCommand,
  type NotebookInstanceSummary,
  type RootAccess,
  SageMakerClient,
  type Tag,
} from '@aws-sdk/client-sagemaker';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { type Notebook, type Setting, type Target, wholeSeconds } from '../domain/notebook';
import type { Policy } from '../domain/policy-file';
import { createReaderSessions, type Session } from './reader-sessions';

/** `gone` only when the service itself said, in that very account and region, that it knows no such notebook. */
export type LookResult = { kind: 'found'; notebook: Notebook } | { kind: 'gone' } | { kind: 'unknown'; reason: string };

/** A notebook as a list shows it, without its settings. Times in whole seconds, UTC ISO; null when AWS told none. */
export interface ListedNotebook {
  name: string;
  createdAt: string | null;
  lastModifiedAt: string | null;
}

export type ListResult = { kind: 'listed'; notebooks: ListedNotebook[] } | { kind: 'unknown'; reason: string };

interface NotebooksOptions {
  /** Roles for accounts other than the home account. */
  accounts: Policy['accounts'];
  /** The account that our own credentials belong to; undefined: AWS is asked, once. */
  homeAccount?: string;
  /** ms since 1970, for knowing when credentials end. */
  now?: () => number;
}

const CALLS = {
  maxAttempts: 4,
  requestHandler: { connectionTimeout: 2_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
};

/** The notebook instances of every account and region that we may look into. */
export function createNotebooks({ accounts, homeAccount, now = Date.now }: NotebooksOptions) {
  const clients = new Map<string, { client: SageMakerClient; session: Session | undefined }>();
  let stsClient: STSClient | undefined;
  const sts = () => {
    stsClient ??= new STSClient(CALLS);
    return stsClient;
  };
  const credentialsFor = createReaderSessions(sts, accounts, now);
  let home = homeAccount;

  async function ownAccount(): Promise<string | undefined> {
    home ??= (await sts().send(new GetCallerIdentityCommand({}))).Account;
    return home;
  }

  /** Null when we have no way into the account. Rejects with the error of STS. */
  async function clientFor({ account, region }: Target): Promise<SageMakerClient | null> {
    const session = account === (await ownAccount()) ? undefined : await credentialsFor(account);
    if (session === null) return null;
    const key = `${account}#${region}`;
    const known = clients.get(key);
    if (known && known.session === session) return known.client;
    known?.client.destroy();
    const client = new SageMakerClient({ ...CALLS, region, retryMode: 'adaptive', credentials: session });
    clients.set(key, { client, session });
    return client;
  }

  /**
   * Looks at a notebook by name, with one Describe beside one ListTags. Missing rights are `unknown`. Throws, with the
   * cause, when AWS throttles after all retries or cannot be reached: that says nothing about the notebook.
   */
  async function look(target: Target, name: string): Promise<LookResult> {
    try {
      const client = await clientFor(target);
      if (!client) return { kind: 'unknown', reason: noWayInto(target) };
      return await lookWith(client, target, name);
    } catch (error) {
      if (isDenied(error)) return { kind: 'unknown', reason: `${error.name}: ${error.message}` };
      throw new Error(`Cannot look at the notebook ${name} in ${target.account} ${target.region}`, { cause: error });
    }
  }

  /**
   * All notebooks of an account and region. Missing rights are `unknown`. Throws, with the cause, when AWS throttles after
   * all retries or cannot be reached.
   */
  async function list(target: Target): Promise<ListResult> {
    try {
      const client = await clientFor(target);
      if (!client) return { kind: 'unknown', reason: noWayInto(target) };
      return { kind: 'listed', notebooks: await listWith(client) };
    } catch (error) {
      if (isDenied(error)) return { kind: 'unknown', reason: `${error.name}: ${error.message}` };
      throw new Error(`Cannot list the notebooks in ${target.account} ${target.region}`, { cause: error });
    }
  }

  /** Where we run ourselves. Throws when AWS does not say whose credentials these are. */
  async function homeTarget(): Promise<Target> {
    const [account, region] = await Promise.all([ownAccount(), sts().config.region()]);
    if (!account) throw new Error('AWS does not say which account these credentials belong to');
    return { account, region };
  }

  return { look, list, home: homeTarget };
}

const noWayInto = ({ account }: Target) => `policy.yml names no role in account ${account}`;

/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ListNotebookInstances.html */
const MOST_A_PAGE = 100;

async function listWith(client: SageMakerClient): Promise<ListedNotebook[]> {
  const notebooks: ListedNotebook[] = [];
  let token: string | undefined;
  do {
    const page = await client.send(new ListNotebookInstancesCommand({ MaxResults: MOST_A_PAGE, NextToken: token }));
    notebooks.push(...(page.NotebookInstances ?? []).flatMap(listedOf));
    // A page may be empty although others follow.
    token = page.NextToken;
  } while (token);
  return notebooks;
}

function listedOf(summary: NotebookInstanceSummary): ListedNotebook[] {
  const { NotebookInstanceName: name, CreationTime: created, LastModifiedTime: modified } = summary;
  if (!name) return [];
  return [
    {
      name,
      createdAt: created ? wholeSeconds(created) : null,
      lastModifiedAt: modified ? wholeSeconds(modified) : null,
    },
  ];
}

async function lookWith(client: SageMakerClient, target: Target, name: string): Promise<LookResult> {
  const [described, tags] = await Promise.allSettled([describe(client, name), listTags(client, arnOf(target, name))]);
  if (described.status === 'rejected') throw described.reason;
  if (described.value === null) return { kind: 'gone' };
  if (tags.status === 'rejected') throw tags.reason;
  if (tags.value === null) {
    // It may have gone between the two answers; ListTags alone is no evidence.
    if ((await describe(client, name)) === null) return { kind: 'gone' };
    return { kind: 'unknown', reason: 'AWS describes the notebook, but knows no tags of it' };
  }
  return notebookOf(target, described.value, tags.value);
}

/** Null when the service says that there is no such notebook. */
async function describe(client: SageMakerClient, name: string): Promise<DescribeNotebookInstanceCommandOutput | null> {
  try {
    return await client.send(new DescribeNotebookInstanceCommand({ NotebookInstanceName: name }));
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** Null when the service says that there is no such notebook. */
async function listTags(client: SageMakerClient, arn: string): Promise<Tag[] | null> {
  const tags: Tag[] = [];
  let token: string | undefined;
  try {
    do {
      const page = await client.send(new ListTagsCommand({ ResourceArn: arn, NextToken: token }));
      tags.push(...(page.Tags ?? []));
      token = page.NextToken;
    } while (token);
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
  return tags;
}

/** AWS lower-cases the name in the ARN. */
function arnOf({ account, region }: Target, name: string): string {
  return `arn:${partitionOf(region)}:sagemaker:${region}:${account}:notebook-instance/${name.toLowerCase()}`;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

function notebookOf(target: Target, described: DescribeNotebookInstanceCommandOutput, tags: Tag[]): LookResult {
  const { NotebookInstanceName: name, CreationTime: createdAt } = described;
  if (!name || !createdAt) return { kind: 'unknown', reason: 'AWS told neither name nor creation time' };
  const imds = described.InstanceMetadataServiceConfiguration?.MinimumInstanceMetadataServiceVersion;
  return {
    kind: 'found',
    notebook: {
      account: target.account,
      region: target.region,
      name,
      createdAt: wholeSeconds(createdAt),
      status: described.NotebookInstanceStatus ?? 'Unknown',
      instanceType: described.InstanceType ?? 'unknown',
      roleArn: described.RoleArn,
      directInternetAccess: settingOf(described.DirectInternetAccess),
      rootAccess: settingOf(described.RootAccess),
      subnetId: described.SubnetId,
      securityGroups: described.SecurityGroups ?? [],
      kmsKeyId: described.KmsKeyId,
      volumeSizeGb: described.VolumeSizeInGB ?? 5,
      // Never taken for a supported one.
      platform: described.PlatformIdentifier ?? 'unknown',
      imdsVersion: imds === '2' ? '2' : '1',
      lifecycleConfig: described.NotebookInstanceLifecycleConfigName,
      defaultCodeRepository: described.DefaultCodeRepository,
      additionalCodeRepositories: described.AdditionalCodeRepositories ?? [],
      tags: Object.fromEntries(tags.flatMap(({ Key, Value }) => (Key === undefined ? [] : [[Key, Value ?? '']]))),
    },
  };
}

/** No member of Describe's answer is required. What is absent has the service's default, which is the open setting. */
function settingOf(setting: RootAccess | undefined): Setting {
  return setting === 'Disabled' ? 'Disabled' : 'Enabled';
}

/** Describe says `RecordNotFound` or `does not exist` in a ValidationException, which also tells of malformed input. */
function isMissing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return (
    error.name === 'ResourceNotFound' ||
    (error.name === 'ValidationException' && /RecordNotFound|does not exist/i.test(error.message))
  );
}

/** SageMaker says AccessDeniedException, STS AccessDenied. */
function isDenied(error: unknown): error is Error {
  return error instanceof Error && /^AccessDenied(Exception)?$/.test(error.name);
}
