import type { KnownBlock, ModalView } from '@slack/types';
import type { Finding } from '../../../domain/finding';
import { backupCommands, NOTEBOOK_FILES, removalCommands, restoreCommands } from '../../../domain/migration-commands';
import { commands } from '../card-parts';
import { context, day, escaped, header, mention, moment, name, section } from '../text';
import { type BlockContext, isInPlace, outdatedLinux } from '../wording';
import { helpChannel } from '../wording-network';
import { inPlaceBlocks, launchBlocks } from './command';
import { alert, info } from './form';
import { subjectLine } from './subject-line';

/** What to do, in order, so that nothing is lost. The bot runs none of it. */
export function planModal(finding: Finding, blockContext: BlockContext): ModalView {
  const { migration } = finding;
  return info({
    title: isInPlace(finding) ? 'Plan of the fix' : 'Migration plan',
    subject: { launch: finding.launch },
    blocks: [
      subjectLine(finding, blockContext),
      ...(migration ? [section(`*Planned for ${day(migration.at)}* by ${mention(migration.by)}.`)] : []),
      ...(migration?.note ? [section(`“${escaped(migration.note, 500)}”`)] : []),
      ...(isInPlace(finding) ? inPlaceBlocks(finding, blockContext) : migrationSteps(finding, blockContext)),
      context(
        `You run these; I only look. When the old notebook is gone I notice by myself · stuck? ${helpChannel(blockContext.policy)}`,
      ),
    ],
  });
}

function migrationSteps(finding: Finding, blockContext: BlockContext): KnownBlock[] {
  const { notebook } = finding;
  const linux = outdatedLinux(notebook);
  const keep = `Please do not stop it before the copy is proven: it runs Amazon Linux ${linux}, which AWS no longer starts again after a stop.`;
  return [
    ...(linux ? [alert(keep, 'warning')] : []),
    section(
      [
        `*What moves:* files in \`${NOTEBOOK_FILES}\`, settings, tags`,
        '*What does not:* conda environments outside it, running kernels, terminal history, `/tmp`. To take a list of packages along: `conda env export > ~/SageMaker/$CONDA_DEFAULT_ENV.yml` in each environment',
        '*You will notice:* open kernels end, a new URL, a new name',
      ].join('\n'),
    ),
    header('1. Copy your files'),
    ...copyStep(finding, blockContext),
    header('2. Launch the replacement'),
    ...launchBlocks(finding, blockContext),
    header('3. Restore and check'),
    ...restoreStep(finding, blockContext),
    header('4. Delete the old one'),
    section(
      `When step 3 ended with *Restored* and your files open, and not before. Deleting *${name(notebook.name)}* deletes its disk; this cannot be undone.`,
    ),
    commands(removalCommands(notebook)),
  ];
}

function copyStep(finding: Finding, { policy }: BlockContext): KnownBlock[] {
  const said = whyNothingToCopy(finding);
  if (said) return [section(said)];
  return [
    section(
      'Save and close your notebooks and stop their kernels: a file that changes while it is copied stops the copy, and then you run it again. In a terminal of the old notebook; it reads the copy back, compares, and ends with *Backup proven*. The old notebook stays as it is. Its role must be allowed to write to the bucket and read from it, and the role of the replacement to read from it.',
    ),
    commands(backupCommands(finding, bucketOf(policy.migration.backup_bucket))),
  ];
}

function restoreStep(finding: Finding, { policy }: BlockContext): KnownBlock[] {
  if (whyNothingToCopy(finding)) return [section('Open the replacement and see that what you need is there.')];
  return [
    section(
      'In a terminal of the replacement, while its folder is empty: files of the same name are replaced. It checks every file and ends with *Restored*; then open the notebooks that you need.',
    ),
    commands(restoreCommands(finding, bucketOf(policy.migration.backup_bucket))),
  ];
}

/** The only thing that a person states rather than the bot sees, so it says who did. */
function whyNothingToCopy({ migration }: Finding): string | null {
  if (migration?.files !== 'safe_elsewhere' && migration?.files !== 'nothing_to_keep') return null;
  const what = migration.files === 'safe_elsewhere' ? 'everything is in Git or S3 already' : 'there is nothing to keep';
  return `Nothing to copy: ${what}, as ${mention(migration.said?.by ?? migration.by)} said ${moment(migration.said?.at ?? migration.decidedAt)}. Please look once more.`;
}

/** Without a bucket in the policy, one is left to fill in, as in the other commands. */
function bucketOf(bucket: string | undefined): string {
  return bucket ?? '‹your bucket›';
}
