import { execFileSync } from 'node:child_process';
import { correctedLaunch, genericLaunch, inPlaceFix, networkFor, nextName } from '../../src/domain/corrected-launch';
import type { Notebook } from '../../src/domain/notebook';
import { audit } from '../../src/domain/policy';
import type { Policy } from '../../src/domain/policy-file';
import { aNotebook } from '../support/a-finding';
import { aPolicy } from '../support/a-policy';

/** The argument lists of the `aws` calls in a script, as bash understands it. */
function callsOf(script: string): string[][] {
  const output = execFileSync('bash', ['-c', `aws() { printf '%s\\0' "$@"; printf '\\n\\0'; }\n${script}`], {
    encoding: 'utf8',
    env: { HOME: '/home/nobody', SECRET: 'leaked', PATH: process.env.PATH },
  });
  const calls: string[][] = [[]];
  for (const word of output.split('\0').slice(0, -1)) {
    if (word === '\n') calls.push([]);
    else calls.at(-1)?.push(word);
  }
  return calls.slice(0, -1);
}

/** Option and values of a single call. */
function optionsOf(script: string): Record<string, string[]> {
  const [call = []] = callsOf(script);
  const options: Record<string, string[]> = {};
  let values: string[] = [];
  for (const word of call.slice(2)) {
    if (word.startsWith('--')) options[word] = values = [];
    else values.push(word);
  }
  return options;
}

function launch(notebook: Notebook, policy: Policy = aPolicy()) {
  const network = networkFor(policy, notebook);
  if (!network) throw new Error('the policy has no network for the notebook');
  return correctedLaunch(notebook, policy, network);
}

describe('the name of the replacement', () => {
  it.each([
    ['churn-eda', 'churn-eda-2'],
    ['churn-eda-2', 'churn-eda-3'],
    ['churn-eda-9', 'churn-eda-10'],
    ['exp-2024', 'exp-2024-2'],
    ['a', 'a-2'],
    ['n'.repeat(63), `${'n'.repeat(61)}-2`],
    [`${'n'.repeat(60)}-99`, `${'n'.repeat(59)}-100`],
    [`${'n'.repeat(60)}-xy`, `${'n'.repeat(60)}-2`],
  ])('of %s is %s', (name, next) => {
    expect(nextName(name)).toBe(next);
    expect(next.length).toBeLessThanOrEqual(63);
  });
});

describe('the corrected launch', () => {
  it('keeps every setting that breaks no rule and corrects the others', () => {
    const notebook = aNotebook({
      rootAccess: 'Enabled',
      imdsVersion: '1',
      platform: 'notebook-al2-v3',
      subnetId: 'subnet-public',
      securityGroups: ['sg-public'],
      defaultCodeRepository: 'https://example.com/churn.git',
      additionalCodeRepositories: ['features', 'https://example.com/lib.git'],
    });
    const script = launch(notebook);
    expect(callsOf(script)[0]?.slice(0, 2)).toEqual(['sagemaker', 'create-notebook-instance']);
    expect(optionsOf(script)).toEqual({
      '--region': ['eu-west-1'],
      '--notebook-instance-name': ['Churn-Model-2'],
      '--instance-type': ['ml.t3.medium'],
      '--role-arn': ['arn:aws:iam::111122223333:role/SageMakerNotebooks'],
      '--direct-internet-access': ['Disabled'],
      '--subnet-id': ['subnet-0a1b2c3d'],
      '--security-group-ids': ['sg-0a1b2c3d'],
      '--root-access': ['Disabled'],
      '--volume-size-in-gb': ['20'],
      '--kms-key-id': [notebook.kmsKeyId],
      '--platform-identifier': ['notebook-al2023-v1'],
      '--instance-metadata-service-configuration': ['MinimumInstanceMetadataServiceVersion=2'],
      '--lifecycle-config-name': ['stop-when-idle'],
      '--default-code-repository': ['https://example.com/churn.git'],
      '--additional-code-repositories': ['features', 'https://example.com/lib.git'],
      '--tags': Object.entries(notebook.tags).map(([key, value]) => `Key=${key},Value=${value}`),
    });
  });

  it('writes tags as JSON where shorthand would be misread', () => {
    const tags = { Owner: 'Maria, née O’Hara', Project: 'churn' };
    const [json = ''] = optionsOf(launch(aNotebook({ tags })))['--tags'] ?? [];
    expect(JSON.parse(json)).toEqual(Object.entries(tags).map(([Key, Value]) => ({ Key, Value })));
  });

  it('keeps its lines short enough to read, and puts what belongs together on one', () => {
    const lines = launch(aNotebook()).split('\n');
    expect(lines.length).toBeLessThan(12);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(130);
  });

  it('gives a notebook that passes every rule it was made to pass', () => {
    const notebook = aNotebook({
      rootAccess: 'Enabled',
      imdsVersion: '1',
      platform: 'notebook-al1-v1',
      subnetId: undefined,
    });
    const options = optionsOf(launch(notebook));
    const replacement = aNotebook({
      directInternetAccess: 'Disabled',
      rootAccess: options['--root-access']?.[0] === 'Disabled' ? 'Disabled' : 'Enabled',
      subnetId: options['--subnet-id']?.[0],
      platform: options['--platform-identifier']?.[0],
      lifecycleConfig: options['--lifecycle-config-name']?.[0],
      kmsKeyId: options['--kms-key-id']?.[0],
    });
    expect(audit(notebook, aPolicy(), 'internal').length).toBeGreaterThan(3);
    expect(audit(replacement, aPolicy(), 'internal')).toEqual([]);
  });

  it('hands hostile tag values to AWS exactly as they are, whatever the shell makes of them', () => {
    const tags = {
      Owner: `o'hara "quoted" \\ $HOME $(echo leaked) \`id\` !! ; rm -rf ~ & | > x`,
      Project: 'line one\nline two\ttab',
      Team: "''; echo leaked; '",
      Cost: '-- --tags * ? [a-z] {a,b} ~ #',
      Größe: '日本語 \u202Eevil\u202C \u200F',
      Empty: '',
    };
    const script = launch(aNotebook({ tags }));
    const sent = JSON.parse(optionsOf(script)['--tags']?.[0] ?? '') as { Key: string; Value: string }[];
    expect(Object.fromEntries(sent.map(({ Key, Value }) => [Key, Value]))).toEqual(tags);
    expect(script).not.toMatch(/[\u202A-\u202E\u200F]/);
  });

  it('leaves out tags that only AWS may set, and the option when none is left', () => {
    const script = launch(aNotebook({ tags: { 'aws:cloudformation:stack-name': 'x' } }));
    expect(optionsOf(script)).not.toHaveProperty('--tags');
  });

  it('keeps what the policy does not ask about', () => {
    const policy = aPolicy({
      rules: { 'notebook-root-access-disabled': { enabled: false }, 'notebook-kms-key-configured': { enabled: false } },
      approved_lifecycle_configs: [],
    });
    const notebook = aNotebook({ rootAccess: 'Enabled', kmsKeyId: undefined, lifecycleConfig: 'mine' });
    const options = optionsOf(launch(notebook, policy));
    expect(options['--root-access']).toEqual(['Enabled']);
    expect(options['--lifecycle-config-name']).toEqual(['mine']);
    expect(options).not.toHaveProperty('--kms-key-id');
  });

  it('leaves a part to fill in only where nobody has named the value', () => {
    expect(launch(aNotebook({ tags: {} }))).not.toContain('‹');
    expect(optionsOf(launch(aNotebook({ kmsKeyId: undefined })))['--kms-key-id']).toEqual(['‹key ARN›']);
    expect(optionsOf(launch(aNotebook({ roleArn: undefined })))['--role-arn']).toEqual(['‹role ARN›']);
  });

  it('stays in the approved subnet that the notebook is in', () => {
    const base = {
      account: '111122223333',
      region: 'eu-west-1',
      security_groups: ['sg-1', 'sg-2'],
      egress: { nat: false, s3: false },
    };
    const policy = aPolicy({
      networks: [
        { ...base, subnets: ['subnet-1'] },
        { ...base, subnets: ['subnet-2', 'subnet-3'], security_groups: ['sg-3', 'sg-4'] },
      ],
    });
    const options = optionsOf(launch(aNotebook({ subnetId: 'subnet-3' }), policy));
    expect(options['--subnet-id']).toEqual(['subnet-3']);
    expect(options['--security-group-ids']).toEqual(['sg-3', 'sg-4']);
    expect(networkFor(policy, aNotebook({ region: 'us-east-1' }))).toBeUndefined();
  });
});

describe('the launch for settings that nobody saw', () => {
  const target = { account: '111122223333', region: 'eu-west-1' };

  it('names what is to be filled in, in words that the shell leaves alone', () => {
    const policy = aPolicy({ required_tags: { Owner: [], Team: ['growth', 'core team'] } });
    const options = optionsOf(genericLaunch(policy, target) ?? '');
    expect(options).toMatchObject({
      '--notebook-instance-name': ['‹name›'],
      '--instance-type': ['‹instance type›'],
      '--role-arn': ['‹role ARN›'],
      '--direct-internet-access': ['Disabled'],
      '--subnet-id': ['subnet-0a1b2c3d'],
      '--root-access': ['Disabled'],
      '--tags': ['Key=Owner,Value=‹value›', 'Key=Team,Value=‹growth | core team›'],
    });
  });

  it('is none where there is no approved network', () => {
    expect(genericLaunch(aPolicy({ networks: [] }), target)).toBeNull();
  });
});

describe('the fix in place', () => {
  const fix = (over: Partial<Notebook>, policy = aPolicy()) => {
    const notebook = aNotebook({ directInternetAccess: 'Disabled', ...over });
    return callsOf(inPlaceFix(notebook, audit(notebook, policy, 'internal'), policy)).map(([, verb, ...rest]) => ({
      verb,
      rest,
    }));
  };
  const verbs = (over: Partial<Notebook>) => fix(over).map(({ verb }) => verb);

  it('stops, updates and starts a running notebook, waiting in between', () => {
    const steps = fix({ rootAccess: 'Enabled', imdsVersion: '1', lifecycleConfig: undefined });
    expect(steps.map(({ verb }) => verb)).toEqual([
      'stop-notebook-instance',
      'wait',
      'update-notebook-instance',
      'wait',
      'start-notebook-instance',
    ]);
    expect(steps[2]?.rest).toEqual([
      '--region',
      'eu-west-1',
      '--notebook-instance-name',
      'Churn-Model',
      '--root-access',
      'Disabled',
      '--instance-metadata-service-configuration',
      'MinimumInstanceMetadataServiceVersion=2',
      '--lifecycle-config-name',
      'stop-when-idle',
    ]);
  });

  it('neither stops nor starts one that is not running', () => {
    expect(verbs({ rootAccess: 'Enabled', status: 'Stopped' })).toEqual(['update-notebook-instance']);
  });

  it('never starts Amazon Linux 2 again without a platform that starts', () => {
    const policy = aPolicy({ supported_platforms: ['notebook-al2-v3', 'notebook-al2023-v1'] });
    const [, , update] = fix({ rootAccess: 'Enabled', platform: 'notebook-al2-v3' }, policy);
    expect(update?.rest).toEqual(expect.arrayContaining(['--platform-identifier', 'notebook-al2023-v1']));
  });

  it('does not stop Amazon Linux 1 at all', () => {
    expect(verbs({ rootAccess: 'Enabled', platform: 'notebook-al1-v1' })).toEqual([]);
  });

  it('adds tags while it runs, on the ARN in which AWS lower-cases the name', () => {
    const [step, ...others] = fix({ tags: { Owner: 'maria', Team: 'growth', DataSensitivity: 'internal' } });
    expect(others).toEqual([]);
    expect(step?.verb).toBe('add-tags');
    expect(step?.rest).toEqual([
      '--region',
      'eu-west-1',
      '--resource-arn',
      'arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/churn-model',
      '--tags',
      'Key=Project,Value=‹value›',
    ]);
  });

  it('stops at the first step that fails', () => {
    const notebook = aNotebook({ directInternetAccess: 'Disabled', rootAccess: 'Enabled' });
    const script = inPlaceFix(notebook, audit(notebook, aPolicy(), 'internal'), aPolicy());
    const output = execFileSync('bash', ['-c', `aws() { echo "$2"; false; }\n${script} || true`], { encoding: 'utf8' });
    expect(output).toBe('stop-notebook-instance\n');
  });
});
