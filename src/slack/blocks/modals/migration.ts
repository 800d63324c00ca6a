import type { KnownBlock, ModalView } from '@slack/types';
import { businessDaysLater } from '../../../domain/business-hours';
import { networkFor } from '../../../domain/corrected-launch';
import type { FilePlan, Finding } from '../../../domain/finding';
import { latestMigration } from '../../../domain/limits';
import { ageMs } from '../../../domain/notebook';
import { VIEWS } from '../../ids';
import { context, duration } from '../text';
import type { BlockContext } from '../wording';
import { networkLine, noNetwork } from '../wording-network';
import {
  alert,
  type Choice,
  choiceField,
  companyDate,
  companyMoment,
  dateField,
  FIELDS,
  form,
  info,
  textField,
} from './form';
import { subjectLine } from './subject-line';

/** Until then a notebook holds little, and replacing it is quicker than planning. */
const YOUNG_MS = 60 * 60_000;

/**
 * Plans the move to a replacement. Without a date left that the policy allows it says so, and has no form. A plan that
 * exists already is shown to be changed.
 */
export function migrationModal(finding: Finding, blockContext: BlockContext): ModalView {
  const { now, policy } = blockContext;
  const network = networkFor(policy, finding.notebook);
  const age = ageMs(finding.notebook, new Date(now));
  const young = age < YOUNG_MS;
  return schedule(finding, blockContext, {
    title: 'Schedule migration',
    submit: 'Save and show plan',
    before: young ? [alert(`It is ${duration(age)} old: replacing it now is quicker than planning.`)] : [],
    after: [
      choiceField(FIELDS.files, {
        label: 'Your files',
        choices: fileChoices(policy.migration.backup_bucket),
        initial: finding.migration?.files ?? (young ? 'nothing_to_keep' : undefined),
      }),
      context(network ? networkLine(network) : noNetwork(policy, finding.launch)),
      textField(FIELDS.note, { label: 'Notes', optional: true, initial: finding.migration?.note }),
    ],
  });
}

/** Plans a change that needs no replacement. It is submitted as a migration without files. */
export function fixModal(finding: Finding, blockContext: BlockContext): ModalView {
  return schedule(finding, blockContext, { title: 'Schedule fix', submit: 'Save', before: [], after: [] });
}

interface Schedule {
  title: string;
  submit: string;
  before: KnownBlock[];
  after: KnownBlock[];
}

function schedule(finding: Finding, blockContext: BlockContext, { title, submit, before, after }: Schedule): ModalView {
  const { now, policy } = blockContext;
  const latest = latestMigration(finding, policy);
  const subject = { launch: finding.launch };
  if (latest <= now) {
    const words = `The latest date that policy allows, ${companyMoment(latest, policy)}, has passed. Request an exception instead.`;
    return info({ title, subject, blocks: [subjectLine(finding, blockContext), alert(words, 'warning')] });
  }
  const planned = finding.migration && finding.migration.at > now ? finding.migration.at : null;
  const suggested = planned ?? businessDaysLater(now, 3, policy.business_hours);
  const [initial = latest] = [suggested, latest].toSorted();
  return form({
    title,
    submit,
    callback: VIEWS.migration,
    subject,
    blocks: [
      subjectLine(finding, blockContext),
      ...before,
      ...(finding.request ? [alert('Saving withdraws your request to security.', 'warning')] : []),
      dateField(FIELDS.date, {
        label: 'When will it be done?',
        hint: `Latest ${companyMoment(latest, policy)}, set by policy`,
        initial: companyDate(initial, policy),
      }),
      ...after,
    ],
  });
}

/** A backup is offered only where there is a bucket to put it. */
function fileChoices(bucket: string | undefined): (Choice & { value: FilePlan })[] {
  const backup = {
    value: 'backup',
    text: "A backup with the plan's commands, checked",
    description: `To ${bucket}`,
  } as const;
  return [
    ...(bucket ? [backup] : []),
    { value: 'safe_elsewhere', text: 'Everything is in Git or S3 already' },
    { value: 'nothing_to_keep', text: 'Nothing to keep' },
  ];
}
