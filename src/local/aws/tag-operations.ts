import {
  addTagsInput,
  createLifecycleInput,
  deleteTagsInput,
  lifecycleNameInput,
  listTagsInput,
  pageOffset,
  pageToken,
  parseInput,
} from './notebook-input';
import { notebookArn, refuseTagKeys, seconds } from './notebook-operations';
import type { Notebook, Place } from './notebook-store';
import { validation } from './service-error';

const MAX_TAGS = 50;

/** The operations on tags and on lifecycle configurations. */
export function tagOperations(now: () => Date) {
  return {
    ListTags: (place: Place, input: unknown) => {
      const wanted = parseInput(listTagsInput, input);
      const offset = pageOffset(wanted.NextToken);
      const tags = tagList(byArn(place, wanted.ResourceArn));
      const end = offset + wanted.MaxResults;
      return { Tags: tags.slice(offset, end), ...(end < tags.length && { NextToken: pageToken(end) }) };
    },

    AddTags: (place: Place, input: unknown) => {
      const { ResourceArn, Tags } = parseInput(addTagsInput, input);
      const notebook = byArn(place, ResourceArn);
      refuseTagKeys(Tags.map((tag) => tag.Key));
      const tags = new Map([...notebook.tags, ...Tags.map((tag) => [tag.Key, tag.Value] as const)]);
      if (tags.size > MAX_TAGS) {
        throw validation(`The number of tags exceeds the limit of ${MAX_TAGS} for the resource ${notebook.arn}`);
      }
      notebook.tags = tags;
      return { Tags: tagList(notebook) };
    },

    DeleteTags: (place: Place, input: unknown) => {
      const { ResourceArn, TagKeys } = parseInput(deleteTagsInput, input);
      const notebook = byArn(place, ResourceArn);
      for (const key of TagKeys) notebook.tags.delete(key);
      return {};
    },

    CreateNotebookInstanceLifecycleConfig: (place: Place, input: unknown) => {
      const wanted = parseInput(createLifecycleInput, input);
      const name = wanted.NotebookInstanceLifecycleConfigName;
      const arn = `arn:aws:sagemaker:${place.region}:${place.account}:notebook-instance-lifecycle-config/${name.toLowerCase()}`;
      if (place.lifecycleConfigs.has(name)) {
        throw validation(
          `Unable to create Notebook Instance Lifecycle Config ${arn}. (Details: Notebook Instance Lifecycle Config already exists.)`,
        );
      }
      place.lifecycleConfigs.set(name, {
        name,
        arn,
        onCreate: wanted.OnCreate,
        onStart: wanted.OnStart,
        createdAt: now(),
      });
      return { NotebookInstanceLifecycleConfigArn: arn };
    },

    DescribeNotebookInstanceLifecycleConfig: (place: Place, input: unknown) => {
      const { NotebookInstanceLifecycleConfigName: name } = parseInput(lifecycleNameInput, input);
      const config = place.lifecycleConfigs.get(name);
      if (!config)
        throw validation(
          `Unable to describe Notebook Instance Lifecycle Config '${name}'. (Details: Notebook Instance Lifecycle Config does not exist.)`,
        );
      return {
        NotebookInstanceLifecycleConfigName: config.name,
        NotebookInstanceLifecycleConfigArn: config.arn,
        OnCreate: config.onCreate,
        OnStart: config.onStart,
        CreationTime: seconds(config.createdAt),
        LastModifiedTime: seconds(config.createdAt),
      };
    },
  };
}

const tagList = (notebook: Notebook) => [...notebook.tags].map(([Key, Value]) => ({ Key, Value }));

function byArn(place: Place, arn: string): Notebook {
  const notebook = [...place.notebooks.values()].find(({ name }) => notebookArn(place, name) === arn.toLowerCase());
  if (!notebook) throw validation(`Notebook Instance ${arn} does not exist`);
  return notebook;
}
