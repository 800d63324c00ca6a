import * as v from 'valibot';
import { brokenConstraint, validation } from './service-error';

/**
 * The input of the SageMaker operations, checked as the service's model does.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateNotebookInstance.html
 */
const NAME_PATTERN = '^[a-zA-Z0-9](-*[a-zA-Z0-9])*';
const regex = (pattern: string) => `Member must satisfy regular expression pattern: ${pattern}`;
const matching = (pattern: string) => v.pipe(v.string(), v.regex(new RegExp(`${pattern}$`), regex(pattern)));
const oneOf = <const T extends string[]>(...values: T) =>
  v.picklist(values, `Member must satisfy enum value set: [${values.join(', ')}]`);
const atMost = (length: number) => `Member must have length less than or equal to ${length}`;

const name = v.pipe(matching(NAME_PATTERN), v.maxLength(63, atMost(63)));
const instanceType = matching('^ml\\.[a-z0-9-]+\\.[a-z0-9-]+');
const roleArn = matching('^arn:aws[a-z\\-]*:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+');
const onOff = oneOf('Enabled', 'Disabled');
const platform = oneOf(
  'notebook-al1-v1',
  'notebook-al2-v1',
  'notebook-al2-v2',
  'notebook-al2-v3',
  'notebook-al2023-v1',
);
const volume = v.pipe(
  v.number(),
  v.minValue(5, 'Member must have value greater than or equal to 5'),
  v.maxValue(16384, 'Member must have value less than or equal to 16384'),
);
const imds = v.object({ MinimumInstanceMetadataServiceVersion: oneOf('1', '2') });
const repositories = v.pipe(v.array(v.string()), v.maxLength(3, atMost(3)));
const tagText = (length: number) =>
  v.pipe(
    v.string(),
    v.maxLength(length, atMost(length)),
    v.regex(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u, regex('^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)$')),
  );
const tagKey = v.pipe(tagText(128), v.minLength(1, 'Member must have length greater than or equal to 1'));
const tags = v.pipe(v.array(v.object({ Key: tagKey, Value: tagText(256) })), v.maxLength(50, atMost(50)));
const hooks = v.optional(
  v.pipe(
    v.array(v.object({ Content: v.optional(v.pipe(v.string(), v.maxLength(16384, atMost(16384)))) })),
    v.maxLength(1, atMost(1)),
  ),
  [],
);
const epoch = v.optional(v.number());

export const createInput = v.object({
  NotebookInstanceName: name,
  InstanceType: instanceType,
  RoleArn: roleArn,
  SubnetId: v.optional(v.string()),
  SecurityGroupIds: v.optional(v.pipe(v.array(v.string()), v.maxLength(5, atMost(5))), []),
  KmsKeyId: v.optional(v.string()),
  Tags: v.optional(tags, []),
  LifecycleConfigName: v.optional(v.string()),
  DirectInternetAccess: v.optional(onOff, 'Enabled'),
  VolumeSizeInGB: v.optional(volume, 5),
  DefaultCodeRepository: v.optional(v.string()),
  AdditionalCodeRepositories: v.optional(repositories, []),
  RootAccess: v.optional(onOff, 'Enabled'),
  PlatformIdentifier: v.optional(platform, 'notebook-al2023-v1'),
  IpAddressType: v.optional(oneOf('ipv4', 'dualstack'), 'ipv4'),
  InstanceMetadataServiceConfiguration: v.optional(imds, { MinimumInstanceMetadataServiceVersion: '1' }),
});

export const updateInput = v.object({
  NotebookInstanceName: name,
  InstanceType: v.optional(instanceType),
  RoleArn: v.optional(roleArn),
  LifecycleConfigName: v.optional(v.string()),
  DisassociateLifecycleConfig: v.optional(v.boolean(), false),
  VolumeSizeInGB: v.optional(volume),
  DefaultCodeRepository: v.optional(v.string()),
  DisassociateDefaultCodeRepository: v.optional(v.boolean(), false),
  AdditionalCodeRepositories: v.optional(repositories),
  DisassociateAdditionalCodeRepositories: v.optional(v.boolean(), false),
  RootAccess: v.optional(onOff),
  PlatformIdentifier: v.optional(platform),
  IpAddressType: v.optional(oneOf('ipv4', 'dualstack')),
  InstanceMetadataServiceConfiguration: v.optional(imds),
});

export const nameInput = v.object({ NotebookInstanceName: name });

export const listInput = v.object({
  MaxResults: v.optional(
    v.pipe(
      v.number(),
      v.minValue(1, 'Member must have value greater than or equal to 1'),
      v.maxValue(100, 'Member must have value less than or equal to 100'),
    ),
    10,
  ),
  NextToken: v.optional(v.string()),
  NameContains: v.optional(v.string()),
  StatusEquals: v.optional(v.string()),
  DefaultCodeRepositoryContains: v.optional(v.string()),
  AdditionalCodeRepositoryEquals: v.optional(v.string()),
  NotebookInstanceLifecycleConfigNameContains: v.optional(v.string()),
  CreationTimeBefore: epoch,
  CreationTimeAfter: epoch,
  LastModifiedTimeBefore: epoch,
  LastModifiedTimeAfter: epoch,
  SortBy: v.optional(oneOf('Name', 'CreationTime', 'Status'), 'Name'),
  SortOrder: v.optional(oneOf('Ascending', 'Descending'), 'Ascending'),
});

export const listTagsInput = v.object({
  ResourceArn: v.string(),
  MaxResults: v.optional(v.pipe(v.number(), v.minValue(50, 'Member must have value greater than or equal to 50')), 50),
  NextToken: v.optional(v.string()),
});

export const addTagsInput = v.object({ ResourceArn: v.string(), Tags: tags });
export const deleteTagsInput = v.object({ ResourceArn: v.string(), TagKeys: v.array(tagKey) });

export const createLifecycleInput = v.object({
  NotebookInstanceLifecycleConfigName: name,
  OnCreate: hooks,
  OnStart: hooks,
});
export const lifecycleNameInput = v.object({ NotebookInstanceLifecycleConfigName: name });

export const pageToken = (offset: number) => Buffer.from(String(offset)).toString('base64');

export function pageOffset(token: string | undefined): number {
  if (token === undefined) return 0;
  const offset = Buffer.from(token, 'base64').toString();
  if (!/^\d+$/.test(offset)) throw validation('Invalid NextToken');
  return Number(offset);
}

/** Parses the input of an operation. @throws ServiceError with the text of the first broken constraint. */
export function parseInput<S extends v.GenericSchema>(schema: S, input: unknown): v.InferOutput<S> {
  const parsed = v.safeParse(schema, input, { abortEarly: true });
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const member = (issue.path ?? []).map(({ key }) => lowerFirst(String(key))).join('.');
  if (issue.input === undefined) throw brokenConstraint('null', member, 'Member must not be null');
  const value = typeof issue.input === 'object' ? JSON.stringify(issue.input) : String(issue.input);
  throw brokenConstraint(value, member, issue.message);
}

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);
