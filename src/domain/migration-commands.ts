import { isStopped, shellWord } from './corrected-launch';
import type { Finding } from './finding';
import type { Notebook } from './notebook';

/**
 * Commands of a migration that its owner runs. `tar` rather than `aws s3 sync`, which drops empty directories and
 * permissions (https://docs.aws.amazon.com/cli/latest/reference/s3/sync.html). The archive is never written to the
 * notebook's own disk, which may be full. A failure stops the script and leaves the terminal open.
 */

/** The only directory that outlives a stop: https://docs.aws.amazon.com/sagemaker/latest/dg/howitworks-create-ws.html */
export const NOTEBOOK_FILES = '/home/ec2-user/SageMaker';

const ARCHIVE = 'files.tar';
const CHECKSUMS = 'files.sha256';

/** Where the backup of a finding goes, `s3://bucket/notebook-audit/NB-7F3K-churn-eda`. */
function backupPlace(finding: Pick<Finding, 'launch' | 'reference'>, bucket: string): string {
  return `s3://${bucket}/notebook-audit/${finding.reference}-${finding.launch.name}`;
}

/** To run in a terminal of the old notebook: copies the files, then reads the copy back and compares. */
export function backupCommands(finding: Pick<Finding, 'launch' | 'reference'>, bucket: string): string {
  return script([
    `cd ${NOTEBOOK_FILES}`,
    `backup=${shellWord(backupPlace(finding, bucket))}`,
    'sums=$(mktemp -d)',
    `find . -path ./lost+found -prune -o -type f -print0 | xargs -0 -r sha256sum > "$sums/${CHECKSUMS}"`,
    // The size lets S3 choose parts for archives above 50 GB.
    'size=$(du --summarize --bytes --exclude=lost+found . | cut -f1)',
    `tar --create --exclude=./lost+found --file - . | tee >(sha256sum > "$sums/sent") | aws s3 cp --expected-size "$size" - "$backup/${ARCHIVE}"`,
    `aws s3 cp "$sums/${CHECKSUMS}" "$backup/${CHECKSUMS}"`,
    `aws s3 cp "$backup/${ARCHIVE}" - | sha256sum > "$sums/kept"`,
    'cmp "$sums/sent" "$sums/kept"',
    `echo "Backup proven: $(wc -l < "$sums/${CHECKSUMS}") files, checksums equal."`,
  ]);
}

/** To run in a terminal of the replacement: brings the files back, with permissions, and checks every one. */
export function restoreCommands(finding: Pick<Finding, 'launch' | 'reference'>, bucket: string): string {
  return script([
    `cd ${NOTEBOOK_FILES}`,
    `backup=${shellWord(backupPlace(finding, bucket))}`,
    `aws s3 cp "$backup/${ARCHIVE}" - | tar --extract --preserve-permissions --file -`,
    `aws s3 cp "$backup/${CHECKSUMS}" - | sha256sum --check --quiet`,
    'echo "Restored: every file is as it was."',
  ]);
}

/** Stops and deletes the old notebook. There is no way back. */
export function removalCommands(notebook: Pick<Notebook, 'region' | 'name' | 'status'>): string {
  const { region, name } = notebook;
  const options = `--region ${shellWord(region)} --notebook-instance-name ${shellWord(name)}`;
  const stop = [
    `aws sagemaker stop-notebook-instance ${options}`,
    `aws sagemaker wait notebook-instance-stopped ${options}`,
  ];
  return [...(isStopped(notebook) ? [] : stop), `aws sagemaker delete-notebook-instance ${options}`].join(' &&\n');
}

/** A script for bash, since the terminals of notebooks speak plain sh, where `>(…)` is an error. */
function script(lines: string[]): string {
  return ["bash <<'END'", 'set -euo pipefail', ...lines, 'END'].join('\n');
}
