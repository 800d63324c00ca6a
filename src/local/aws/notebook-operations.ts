import type * as v from 'valibot';
import { createInput, listInput, nameInput, pageOffset, pageToken, parseInput, updateInput } from './notebook-input';
import type { Notebook, NotebookStatus, NotebookStore, Place } from './notebook-store';
import { ServiceError, validation } from './service-error';

/** The operations on notebook instances: each takes the place and the raw input and answers the service's output. */
export function notebookOperations(store: NotebookStore, now: () => Date) {
  const find = (place: Place, name: string): Notebook => {
    const notebook = place.notebooks.get(name.toLowerCase());
    if (!notebook) throw validation('RecordNotFound');
    return notebook;
  };

  return {
    CreateNotebookInstance: (place: Place, input: unknown) => {
      const wanted = parseInput(createInput, input);
      refuseTagKeys(wanted.Tags.map((tag) => tag.Key));
      refusePlatform(wanted.PlatformIdentifier);
      if (wanted.DirectInternetAccess === 'Disabled' && !wanted.SubnetId) {
        throw validation('DirectInternetAccess can be set to Disabled only if a value is set for SubnetId.');
      }
      refuseLifecycle(place, wanted.LifecycleConfigName);
      const arn = notebookArn(place, wanted.NotebookInstanceName);
      if (place.notebooks.has(wanted.NotebookInstanceName.toLowerCase())) {
        throw validation(`Cannot create a duplicate Notebook Instance (${arn})`);
      }
      const notebook = fromCreate(arn, wanted, now());
      place.notebooks.set(notebook.name.toLowerCase(), notebook);
      store.transit(place, notebook, 'Pending', 'InService');
      return { NotebookInstanceArn: arn };
    },

    DescribeNotebookInstance: (place: Place, input: unknown) =>
      described(find(place, parseInput(nameInput, input).NotebookInstanceName), place),

    ListNotebookInstances: (place: Place, input: unknown) => {
      const wanted = parseInput(listInput, input);
      const offset = pageOffset(wanted.NextToken);
      const found = [...place.notebooks.values()]
        .filter((notebook) => matchesList(notebook, wanted))
        .sort(order(wanted));
      const end = offset + wanted.MaxResults;
      return {
        NotebookInstances: found.slice(offset, end).map((notebook) => summary(notebook, place)),
        ...(end < found.length && { NextToken: pageToken(end) }),
      };
    },

    UpdateNotebookInstance: (place: Place, input: unknown) => {
      const wanted = parseInput(updateInput, input);
      const notebook = find(place, wanted.NotebookInstanceName);
      requireStatus(notebook, ['Stopped'], 'Updating');
      if (wanted.PlatformIdentifier) refusePlatform(wanted.PlatformIdentifier);
      refuseLifecycle(place, wanted.LifecycleConfigName);
      if (wanted.VolumeSizeInGB !== undefined && wanted.VolumeSizeInGB < notebook.volumeSize) {
        throw validation(
          `Requested volume size ${wanted.VolumeSizeInGB} is smaller than the current volume size ${notebook.volumeSize}. Volume size can only be increased.`,
        );
      }
      applyUpdate(notebook, wanted);
      store.transit(place, notebook, 'Updating', 'Stopped');
      return {};
    },

    StopNotebookInstance: (place: Place, input: unknown) => {
      const notebook = find(place, parseInput(nameInput, input).NotebookInstanceName);
      requireStatus(notebook, ['InService'], 'Stopping');
      store.transit(place, notebook, 'Stopping', 'Stopped');
      return undefined;
    },

    StartNotebookInstance: (place: Place, input: unknown) => {
      const notebook = find(place, parseInput(nameInput, input).NotebookInstanceName);
      requireStatus(notebook, ['Stopped', 'Failed'], 'Pending');
      refusePlatform(notebook.platform);
      notebook.failureReason = undefined;
      store.transit(place, notebook, 'Pending', 'InService');
      return undefined;
    },

    DeleteNotebookInstance: (place: Place, input: unknown) => {
      const notebook = find(place, parseInput(nameInput, input).NotebookInstanceName);
      requireStatus(notebook, ['Stopped', 'Failed'], 'Deleting');
      store.transit(place, notebook, 'Deleting', 'gone');
      return undefined;
    },
  };
}

type Created = v.InferOutput<typeof createInput>;
type Updated = v.InferOutput<typeof updateInput>;
type Listed = v.InferOutput<typeof listInput>;

/** ARNs hold the name in lower case, while the name keeps its case. */
export const notebookArn = (place: Pick<Place, 'account' | 'region'>, name: string) =>
  `arn:aws:sagemaker:${place.region}:${place.account}:notebook-instance/${name.toLowerCase()}`;

export const seconds = (date: Date) => date.getTime() / 1000;

/** Keys with the prefix `aws:` belong to AWS. */
export function refuseTagKeys(keys: string[]): void {
  const reserved = keys.find((key) => key.toLowerCase().startsWith('aws:'));
  if (reserved)
    throw validation(`Tag key ${reserved} is invalid: aws: prefixed tag key names are not allowed for external use.`);
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  if (twice) throw validation(`Duplicate tag keys found. Please note that Tag keys are case insensitive: ${twice}`);
}

/**
 * Since 1 July 2026 Amazon Linux 2 notebooks are neither created nor started again.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/nbi-al2.html
 */
function refusePlatform(platform: string): void {
  if (platform === 'notebook-al2023-v1') return;
  throw validation(`Platform identifier (${platform}) is not supported for this service.`);
}

function refuseLifecycle(place: Place, name: string | undefined): void {
  if (name === undefined || place.lifecycleConfigs.has(name)) return;
  throw validation(`Notebook Instance Lifecycle Config (${name}) does not exist.`);
}

function requireStatus(notebook: Notebook, allowed: NotebookStatus[], to: NotebookStatus): void {
  if (allowed.includes(notebook.status)) return;
  throw new ServiceError(
    'ValidationException',
    `Status (${notebook.status}) not in ([${allowed.join(', ')}]). Unable to transition to (${to}) for Notebook Instance (${notebook.arn}).`,
  );
}

const fromCreate = (arn: string, input: Created, at: Date): Notebook => ({
  name: input.NotebookInstanceName,
  arn,
  status: 'Pending',
  instanceType: input.InstanceType,
  roleArn: input.RoleArn,
  subnetId: input.SubnetId,
  securityGroups: input.SecurityGroupIds,
  kmsKeyId: input.KmsKeyId,
  lifecycleConfig: input.LifecycleConfigName,
  directInternetAccess: input.DirectInternetAccess,
  rootAccess: input.RootAccess,
  imds: input.InstanceMetadataServiceConfiguration.MinimumInstanceMetadataServiceVersion,
  platform: input.PlatformIdentifier,
  ipAddressType: input.IpAddressType,
  volumeSize: input.VolumeSizeInGB,
  defaultCodeRepository: input.DefaultCodeRepository,
  additionalCodeRepositories: input.AdditionalCodeRepositories,
  createdAt: at,
  modifiedAt: at,
  tags: new Map(input.Tags.map((tag) => [tag.Key, tag.Value])),
});

function applyUpdate(notebook: Notebook, input: Updated): void {
  notebook.instanceType = input.InstanceType ?? notebook.instanceType;
  notebook.roleArn = input.RoleArn ?? notebook.roleArn;
  notebook.volumeSize = input.VolumeSizeInGB ?? notebook.volumeSize;
  notebook.rootAccess = input.RootAccess ?? notebook.rootAccess;
  notebook.platform = input.PlatformIdentifier ?? notebook.platform;
  notebook.ipAddressType = input.IpAddressType ?? notebook.ipAddressType;
  notebook.imds = input.InstanceMetadataServiceConfiguration?.MinimumInstanceMetadataServiceVersion ?? notebook.imds;
  notebook.lifecycleConfig = input.DisassociateLifecycleConfig
    ? undefined
    : (input.LifecycleConfigName ?? notebook.lifecycleConfig);
  notebook.defaultCodeRepository = input.DisassociateDefaultCodeRepository
    ? undefined
    : (input.DefaultCodeRepository ?? notebook.defaultCodeRepository);
  notebook.additionalCodeRepositories = input.DisassociateAdditionalCodeRepositories
    ? []
    : (input.AdditionalCodeRepositories ?? notebook.additionalCodeRepositories);
}

function summary(notebook: Notebook, place: Place) {
  return {
    NotebookInstanceName: notebook.name,
    NotebookInstanceArn: notebook.arn,
    NotebookInstanceStatus: notebook.status,
    ...(notebook.status === 'InService' && { Url: url(notebook, place) }),
    InstanceType: notebook.instanceType,
    CreationTime: seconds(notebook.createdAt),
    LastModifiedTime: seconds(notebook.modifiedAt),
    NotebookInstanceLifecycleConfigName: notebook.lifecycleConfig,
    DefaultCodeRepository: notebook.defaultCodeRepository,
    ...(notebook.additionalCodeRepositories.length > 0 && {
      AdditionalCodeRepositories: notebook.additionalCodeRepositories,
    }),
  };
}

export function described(notebook: Notebook, place: Place) {
  return {
    ...summary(notebook, place),
    FailureReason: notebook.failureReason,
    SubnetId: notebook.subnetId,
    ...(notebook.subnetId && { SecurityGroups: notebook.securityGroups, NetworkInterfaceId: 'eni-0123456789abcdef0' }),
    RoleArn: notebook.roleArn,
    KmsKeyId: notebook.kmsKeyId,
    DirectInternetAccess: notebook.directInternetAccess,
    VolumeSizeInGB: notebook.volumeSize,
    RootAccess: notebook.rootAccess,
    PlatformIdentifier: notebook.platform,
    IpAddressType: notebook.ipAddressType,
    InstanceMetadataServiceConfiguration: { MinimumInstanceMetadataServiceVersion: notebook.imds },
  };
}

const url = (notebook: Notebook, place: Place) =>
  `${notebook.name.toLowerCase()}.notebook.${place.region}.sagemaker.aws`;

const matchesList = (notebook: Notebook, wanted: Listed) =>
  notebook.name.includes(wanted.NameContains ?? '') &&
  notebook.status === (wanted.StatusEquals ?? notebook.status) &&
  (notebook.lifecycleConfig ?? '').includes(wanted.NotebookInstanceLifecycleConfigNameContains ?? '') &&
  (notebook.defaultCodeRepository ?? '').includes(wanted.DefaultCodeRepositoryContains ?? '') &&
  (wanted.AdditionalCodeRepositoryEquals === undefined ||
    notebook.additionalCodeRepositories.includes(wanted.AdditionalCodeRepositoryEquals)) &&
  seconds(notebook.createdAt) > (wanted.CreationTimeAfter ?? -Infinity) &&
  seconds(notebook.createdAt) < (wanted.CreationTimeBefore ?? Infinity) &&
  seconds(notebook.modifiedAt) > (wanted.LastModifiedTimeAfter ?? -Infinity) &&
  seconds(notebook.modifiedAt) < (wanted.LastModifiedTimeBefore ?? Infinity);

function order(wanted: Listed) {
  const direction = wanted.SortOrder === 'Ascending' ? 1 : -1;
  const key = (notebook: Notebook) =>
    wanted.SortBy === 'Name'
      ? notebook.name
      : wanted.SortBy === 'Status'
        ? notebook.status
        : notebook.createdAt.toISOString();
  return (a: Notebook, b: Notebook) =>
    direction * (key(a) === key(b) ? a.name.localeCompare(b.name) : key(a) < key(b) ? -1 : 1);
}
