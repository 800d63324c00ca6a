import {
  AddTagsCommand,
  type AddTagsCommandInput,
  CreateNotebookInstanceCommand,
  type CreateNotebookInstanceCommandInput,
  DeleteNotebookInstanceCommand,
  DescribeNotebookInstanceCommand,
  type DescribeNotebookInstanceCommandOutput,
  ListTagsCommand,
  paginateListNotebookInstances,
  type SageMakerClient,
  StartNotebookInstanceCommand,
  StopNotebookInstanceCommand,
  UpdateNotebookInstanceCommand,
  type UpdateNotebookInstanceCommandInput,
} from '@aws-sdk/client-sagemaker';
import * as v from 'valibot';
import type { AwsStandIn } from './aws/aws';
import type { Caller } from './aws/callers';
import type { Notebook } from './aws/notebook-store';
import { ServiceError } from './aws/service-error';
import type { NotebookView, Outcome } from './page-state';

/** The account that the AWS pane shows. */
export interface CloudAccount {
  id: string;
  name: string;
  region: string;
}

export type WriteOperation =
  | 'CreateNotebookInstance'
  | 'UpdateNotebookInstance'
  | 'StopNotebookInstance'
  | 'StartNotebookInstance'
  | 'DeleteNotebookInstance'
  | 'AddTags';

/** What the AWS pane can do: list, and run one operation as a caller. A refusal of AWS is an Outcome in its words. */
export interface Cloud {
  notebooks(): Promise<NotebookView[]>;
  run(operation: WriteOperation, input: Record<string, unknown>, caller: Caller): Promise<Outcome>;
}

/** The stand-in's notebooks. */
export function standInCloud(aws: AwsStandIn, account: CloudAccount): Cloud {
  return {
    notebooks: async () => aws.sagemaker.list(account.id, account.region).map(viewOf),
    run: async (operation, input, caller) => {
      try {
        aws.sagemaker.run(operation, input, caller);
        return { ok: true };
      } catch (fault) {
        if (fault instanceof ServiceError) return { ok: false, error: `${fault.code}: ${fault.message}` };
        throw fault;
      }
    },
  };
}

/** Looks are kept this long, ms: the page asks often, and AWS throttles. */
const LOOK_AGAIN_MS = 2000;

/**
 * Notebooks behind any SageMaker endpoint. With `readOnly` every write is refused here, before it is sent.
 * `onWrite` hears of each accepted write, because such an endpoint may emit no events.
 */
export function sdkCloud(options: {
  client: SageMakerClient;
  readOnly: boolean;
  onWrite: (operation: WriteOperation, input: Record<string, unknown>, caller: Caller) => void;
}): Cloud {
  const { client } = options;
  let known: { at: number; views: Promise<NotebookView[]> } | undefined;
  return {
    notebooks: () => {
      if (!known || performance.now() - known.at > LOOK_AGAIN_MS) {
        known = { at: performance.now(), views: lookAtAll(client) };
      }
      return known.views;
    },
    run: async (operation, input, caller) => {
      if (options.readOnly) {
        return { ok: false, error: 'Local mode changes nothing in a real account: use the console or your own tools.' };
      }
      try {
        await send(client, operation, input);
      } catch (fault) {
        if (!(fault instanceof Error)) throw fault;
        return { ok: false, error: `${fault.name}: ${fault.message}` };
      }
      known = undefined;
      options.onWrite(operation, input, caller);
      return { ok: true };
    },
  };
}

async function lookAtAll(client: SageMakerClient): Promise<NotebookView[]> {
  const views: NotebookView[] = [];
  for await (const page of paginateListNotebookInstances({ client, pageSize: 100 }, { SortBy: 'CreationTime' })) {
    for (const { NotebookInstanceName, NotebookInstanceArn } of page.NotebookInstances ?? []) {
      const [described, { Tags = [] }] = await Promise.all([
        client.send(new DescribeNotebookInstanceCommand({ NotebookInstanceName })),
        client.send(new ListTagsCommand({ ResourceArn: NotebookInstanceArn })),
      ]);
      views.push(describedView(described, Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value ?? '']))));
    }
  }
  return views;
}

/** The page's input is the operation's own, and the service checks it. */
const inputOf = <T>() => v.custom<T>((value) => typeof value === 'object' && value !== null);
const createInput = inputOf<CreateNotebookInstanceCommandInput>();
const updateInput = inputOf<UpdateNotebookInstanceCommandInput>();
const addTagsInput = inputOf<AddTagsCommandInput>();

function send(client: SageMakerClient, operation: WriteOperation, input: Record<string, unknown>): Promise<unknown> {
  const named = { NotebookInstanceName: String(input.NotebookInstanceName) };
  switch (operation) {
    case 'CreateNotebookInstance':
      return client.send(new CreateNotebookInstanceCommand(v.parse(createInput, input)));
    case 'UpdateNotebookInstance':
      return client.send(new UpdateNotebookInstanceCommand(v.parse(updateInput, input)));
    case 'AddTags':
      return client.send(new AddTagsCommand(v.parse(addTagsInput, input)));
    case 'StopNotebookInstance':
      return client.send(new StopNotebookInstanceCommand(named));
    case 'StartNotebookInstance':
      return client.send(new StartNotebookInstanceCommand(named));
    case 'DeleteNotebookInstance':
      return client.send(new DeleteNotebookInstanceCommand(named));
  }
}

const viewOf = (notebook: Notebook): NotebookView => ({
  name: notebook.name,
  status: notebook.status,
  createdAt: notebook.createdAt.toISOString(),
  directInternetAccess: notebook.directInternetAccess,
  rootAccess: notebook.rootAccess,
  subnetId: notebook.subnetId,
  instanceType: notebook.instanceType,
  platform: notebook.platform,
  imds: notebook.imds,
  kmsKeyId: notebook.kmsKeyId,
  lifecycleConfig: notebook.lifecycleConfig,
  tags: Object.fromEntries(notebook.tags),
});

/** Emulators leave fields out; the service's own defaults stand in for them. */
const describedView = (
  notebook: DescribeNotebookInstanceCommandOutput,
  tags: Record<string, string>,
): NotebookView => ({
  name: notebook.NotebookInstanceName ?? '',
  status: notebook.NotebookInstanceStatus ?? 'unknown',
  createdAt: (notebook.CreationTime ?? new Date(0)).toISOString(),
  directInternetAccess: notebook.DirectInternetAccess ?? 'Enabled',
  rootAccess: notebook.RootAccess ?? 'Enabled',
  subnetId: notebook.SubnetId,
  instanceType: notebook.InstanceType ?? 'unknown',
  platform: notebook.PlatformIdentifier ?? 'unknown',
  imds: notebook.InstanceMetadataServiceConfiguration?.MinimumInstanceMetadataServiceVersion ?? '1',
  kmsKeyId: notebook.KmsKeyId,
  lifecycleConfig: notebook.NotebookInstanceLifecycleConfigName,
  tags,
});
