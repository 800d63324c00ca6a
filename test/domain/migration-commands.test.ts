import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inPlaceFix } from '../../src/domain/corrected-launch';
import { backupCommands, NOTEBOOK_FILES, removalCommands, restoreCommands } from '../../src/domain/migration-commands';
import { aFinding, aNotebook } from '../support/a-finding';
import { aPolicy } from '../support/a-policy';

/** Stands in for `aws s3 cp [--expected-size N] FROM TO`: objects are files, `-` is the pipe. */
const AWS = `#!/bin/bash
shift 2
[ "$1" = --expected-size ] && shift 2
object() { if [[ $1 == s3://* ]]; then echo "$S3/\${1//\\//_}"; elif [ "$1" = - ]; then echo "/dev/$2"; else echo "$1"; fi; }
cat "$(object "$1" stdin)" > "$(object "$2" stdout)"
[ "$DAMAGE" = yes ] && [[ $2 == s3://*.tar ]] && printf x >> "$(object "$2" stdout)"
exit 0
`;

const finding = aFinding();
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'migration-'));
  for (const folder of ['old', 'new', 's3', 'bin']) mkdirSync(join(root, folder));
  writeFileSync(join(root, 'bin/aws'), AWS, { mode: 0o755 });
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Runs it in `sh`, as the terminal of a notebook does, with `folder` in the place of the notebook's files. */
function run(commands: string, folder: string, env: Record<string, string> = {}) {
  return spawnSync('sh', ['-c', commands.replaceAll(NOTEBOOK_FILES, join(root, folder))], {
    encoding: 'utf8',
    env: { PATH: `${join(root, 'bin')}:${process.env.PATH}`, S3: join(root, 's3'), ...env },
  });
}

const backUp = (env = {}) => run(backupCommands(finding, 'backups'), 'old', env);
const restore = () => run(restoreCommands(finding, 'backups'), 'new');

describe('commands for a notebook', () => {
  const policy = aPolicy();
  it.each(['Pending', 'InService', 'Updating', 'Stopping', 'Unknown'])('that is %s stop it first', (status) => {
    const notebook = aNotebook({ status, rootAccess: 'Enabled' });
    expect(removalCommands(notebook)).toMatch(/stop-notebook-instance.*\n.*wait.*\n.*delete-notebook-instance/);
    const violation = {
      rule: 'notebook-root-access-disabled',
      observed: 'Enabled',
      severity: 'high',
      fix: 'in_place',
    } as const;
    expect(inPlaceFix(notebook, [violation], policy)).toMatch(
      /stop-notebook[\s\S]*update-notebook[\s\S]*start-notebook/,
    );
  });

  it.each(['Stopped', 'Failed'])('that is %s do not stop it', (status) => {
    expect(removalCommands(aNotebook({ status }))).not.toContain('stop-notebook-instance');
  });
});

describe('the backup and the restore', () => {
  it('bring every file back with its permissions, links and empty directories', () => {
    const old = join(root, 'old');
    mkdirSync(join(old, 'empty'));
    mkdirSync(join(old, 'lost+found'));
    writeFileSync(join(old, 'train.sh'), 'echo train');
    chmodSync(join(old, 'train.sh'), 0o750);
    writeFileSync(join(old, "it's a\nname.ipynb"), '{}');
    writeFileSync(join(old, '-rf'), 'dash');
    symlinkSync('train.sh', join(old, 'link'));

    expect(backUp()).toMatchObject({ status: 0, stdout: 'Backup proven: 3 files, checksums equal.\n' });
    expect(restore()).toMatchObject({ status: 0, stdout: 'Restored: every file is as it was.\n' });

    const restored = join(root, 'new');
    expect(statSync(join(restored, 'train.sh')).mode & 0o777).toBe(0o750);
    expect(readFileSync(join(restored, "it's a\nname.ipynb"), 'utf8')).toBe('{}');
    expect(readFileSync(join(restored, '-rf'), 'utf8')).toBe('dash');
    expect(lstatSync(join(restored, 'link')).isSymbolicLink()).toBe(true);
    expect(readlinkSync(join(restored, 'link'))).toBe('train.sh');
    expect(existsSync(join(restored, 'empty'))).toBe(true);
    expect(existsSync(join(restored, 'lost+found'))).toBe(false);
  });

  it('proves nothing when the uploaded object is not what was sent', () => {
    writeFileSync(join(root, 'old/model.bin'), 'weights');
    const { status, stdout } = backUp({ DAMAGE: 'yes' });
    expect(status).not.toBe(0);
    expect(stdout).not.toContain('Backup proven');
  });

  it('stops when there is no backup to restore, and says which file came back different', () => {
    expect(restore().status).not.toBe(0);
    writeFileSync(join(root, 'old/model.bin'), 'weights');
    backUp();
    const sums = join(root, 's3', `s3:__backups_notebook-audit_${finding.reference}-churn-model_files.sha256`);
    writeFileSync(
      sums,
      readFileSync(sums, 'utf8').replace(/^./, (digit) => (digit === '0' ? '1' : '0')),
    );
    const { status, stdout } = restore();
    expect(status).not.toBe(0);
    expect(stdout).toContain('model.bin: FAILED');
  });

  it('says when there was nothing to back up', () => {
    expect(backUp()).toMatchObject({ status: 0, stdout: 'Backup proven: 0 files, checksums equal.\n' });
  });
});

describe('the removal', () => {
  it('stops a running notebook, waits, and deletes it last', () => {
    const commands = removalCommands(aNotebook());
    const words = [...commands.matchAll(/^aws sagemaker (\S+)/gm)].map(([, word]) => word);
    expect(words).toEqual(['stop-notebook-instance', 'wait', 'delete-notebook-instance']);
  });

  it('does not stop one that is stopped already', () => {
    expect(removalCommands(aNotebook({ status: 'Stopped' }))).toBe(
      'aws sagemaker delete-notebook-instance --region eu-west-1 --notebook-instance-name Churn-Model',
    );
  });

  it('is one word for the shell whatever the name is', () => {
    writeFileSync(join(root, 'bin/aws'), '#!/bin/bash\nprintf "%s\\n" "$@"', { mode: 0o755 });
    const commands = removalCommands(aNotebook({ status: 'Stopped', name: '$(touch hacked); x' }));
    const words = execFileSync('sh', ['-c', commands], {
      encoding: 'utf8',
      cwd: root,
      env: { PATH: `${join(root, 'bin')}:${process.env.PATH}` },
    });
    expect(words.split('\n')).toContain('$(touch hacked); x');
    expect(existsSync(join(root, 'hacked'))).toBe(false);
  });
});
