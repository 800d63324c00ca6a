import { readFile, rename, writeFile } from 'node:fs/promises';
import * as v from 'valibot';
import type { Notebook } from './aws/notebook-store';
import type { SeededNotebook } from './aws/sagemaker';

const onOff = v.picklist(['Enabled', 'Disabled']);
const moment = v.pipe(
  v.string(),
  v.isoTimestamp(),
  v.transform((text) => new Date(text)),
);

/** A notebook on its way to another status has arrived there when it is read again. */
const status = v.pipe(
  v.picklist(['InService', 'Stopped', 'Failed', 'Pending', 'Updating', 'Stopping']),
  v.transform((seen) => {
    if (seen === 'Pending') return 'InService';
    return seen === 'Updating' || seen === 'Stopping' ? 'Stopped' : seen;
  }),
);

const saved = v.object({
  /** The local clock when it was saved. */
  now: moment,
  notebooks: v.array(
    v.object({
      name: v.string(),
      status,
      failureReason: v.optional(v.string()),
      instanceType: v.string(),
      roleArn: v.string(),
      subnetId: v.optional(v.string()),
      securityGroups: v.array(v.string()),
      kmsKeyId: v.optional(v.string()),
      lifecycleConfig: v.optional(v.string()),
      directInternetAccess: onOff,
      rootAccess: onOff,
      imds: v.picklist(['1', '2']),
      platform: v.string(),
      ipAddressType: v.picklist(['ipv4', 'dualstack']),
      volumeSize: v.number(),
      defaultCodeRepository: v.optional(v.string()),
      additionalCodeRepositories: v.array(v.string()),
      createdAt: moment,
      modifiedAt: moment,
      tags: v.record(v.string(), v.string()),
    }),
  ),
});

/** Writes the notebooks of one account and region to a file, whole or not at all. One that is being deleted is left out. */
export async function saveNotebooks(file: string, notebooks: Notebook[], now: Date): Promise<void> {
  const kept = notebooks.filter((notebook) => notebook.status !== 'Deleting');
  const rows = kept.map(({ arn: _, tags, ...notebook }) => ({ ...notebook, tags: Object.fromEntries(tags) }));
  await writeFile(`${file}.new`, JSON.stringify({ now, notebooks: rows }, null, 2));
  await rename(`${file}.new`, file);
}

/** What was saved, or null when there is no such file. Rejects when it cannot be understood. */
export async function readNotebooks(file: string): Promise<{ now: Date; notebooks: SeededNotebook[] } | null> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (fault) {
    if (typeof fault === 'object' && fault !== null && 'code' in fault && fault.code === 'ENOENT') return null;
    throw fault;
  }
  const parsed = v.safeParse(saved, JSON.parse(text));
  if (!parsed.success) throw new Error(`${file} is not what local mode saved: ${v.summarize(parsed.issues)}`);
  return parsed.output;
}
