import { subYears } from 'date-fns';
import type { AwsStandIn } from './aws/aws';
import type { Caller } from './aws/callers';
import { nameInput, parseInput } from './aws/notebook-input';
import { notebookArn } from './aws/notebook-operations';
import { ServiceError, validation } from './aws/service-error';
import type { Outcome } from './page-state';

/**
 * Lets a notebook of the caller appear that was created two years before `now` on Amazon Linux 2 with direct internet
 * access, as AWS makes none any more. Nobody saw it launch: only the AddTags call that names its owner emits an event.
 * A name that AWS would refuse is an Outcome in its words.
 */
export function addOldNotebook(
  { sagemaker }: AwsStandIn,
  { name, caller }: { name: string; caller: Caller },
  now: Date,
): Outcome {
  const arn = notebookArn(caller, name);
  try {
    parseInput(nameInput, { NotebookInstanceName: name });
    const taken = sagemaker.list(caller.account, caller.region).some((notebook) => notebook.arn === arn);
    if (taken) throw validation(`Cannot create a duplicate Notebook Instance (${arn})`);
    sagemaker.seed(caller, {
      name,
      createdAt: subYears(now, 2),
      platform: 'notebook-al2-v3',
      tags: { Project: 'churn', Team: 'growth', DataSensitivity: 'internal' },
    });
    sagemaker.run('AddTags', { ResourceArn: arn, Tags: [{ Key: 'Owner', Value: caller.session }] }, caller);
    return { ok: true };
  } catch (fault) {
    if (fault instanceof ServiceError) return { ok: false, error: `${fault.code}: ${fault.message}` };
    throw fault;
  }
}
