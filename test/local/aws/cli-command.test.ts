import { correctedLaunch } from '../../../src/domain/corrected-launch';
import { parseCreateCommand } from '../../../src/local/aws/cli-command';
import { aNotebook } from '../../support/a-finding';
import { aPolicy } from '../../support/a-policy';

const start = 'aws sagemaker create-notebook-instance';
const inputOf = (options: string) => {
  const parsed = parseCreateCommand(`${start} ${options}`);
  return parsed.ok ? parsed.input : parsed.error;
};

test('every option of a corrected launch is read, over several lines', () => {
  expect(
    parseCreateCommand(`${start} \\
  --region eu-west-1 \\
  --notebook-instance-name churn-eda-2 \\
  --instance-type ml.t3.medium \\
  --role-arn arn:aws:iam::111122223333:role/notebook-dev \\
  --direct-internet-access Disabled \\
  --subnet-id subnet-0abc \\
  --security-group-ids sg-1 sg-2 \\
  --root-access Disabled \\
  --volume-size-in-gb 20 \\
  --kms-key-id key \\
  --ip-address-type ipv4 \\
  --lifecycle-config-name idle \\
  --platform-identifier notebook-al2023-v1 \\
  --default-code-repository https://git.example/a.git \\
  --additional-code-repositories https://git.example/b.git \\
  --instance-metadata-service-configuration MinimumInstanceMetadataServiceVersion=2 \\
  --tags Key=Owner,Value=dana@acme.example Key=Team,Value=growth \\
  --profile ml --output json`),
  ).toEqual({
    ok: true,
    region: 'eu-west-1',
    input: {
      NotebookInstanceName: 'churn-eda-2',
      InstanceType: 'ml.t3.medium',
      RoleArn: 'arn:aws:iam::111122223333:role/notebook-dev',
      DirectInternetAccess: 'Disabled',
      SubnetId: 'subnet-0abc',
      SecurityGroupIds: ['sg-1', 'sg-2'],
      RootAccess: 'Disabled',
      VolumeSizeInGB: 20,
      KmsKeyId: 'key',
      IpAddressType: 'ipv4',
      LifecycleConfigName: 'idle',
      PlatformIdentifier: 'notebook-al2023-v1',
      DefaultCodeRepository: 'https://git.example/a.git',
      AdditionalCodeRepositories: ['https://git.example/b.git'],
      InstanceMetadataServiceConfiguration: { MinimumInstanceMetadataServiceVersion: '2' },
      Tags: [
        { Key: 'Owner', Value: 'dana@acme.example' },
        { Key: 'Team', Value: 'growth' },
      ],
    },
  });
});

test.each<[string, string, unknown]>([
  [
    'JSON tags in single quotes',
    `--tags '[{"Key":"a","Value":"it\\u0027s"}]'`,
    { Tags: [{ Key: 'a', Value: "it's" }] },
  ],
  ['a single quote inside single quotes', `--tags 'Key=a,Value=it'\\''s'`, { Tags: [{ Key: 'a', Value: "it's" }] }],
  ['spaces in double quotes', '--tags "Key=a,Value=b c"', { Tags: [{ Key: 'a', Value: 'b c' }] }],
  ['a quoted comma in a value', `--tags 'Key=a,Value="b,c"'`, { Tags: [{ Key: 'a', Value: 'b,c' }] }],
  ['an empty value', '--tags Key=a,Value=', { Tags: [{ Key: 'a', Value: '' }] }],
  ['an equals sign in a value', '--tags Key=a,Value=b=c', { Tags: [{ Key: 'a', Value: 'b=c' }] }],
  ['an option joined by an equals sign', '--subnet-id=subnet-1', { SubnetId: 'subnet-1' }],
  ['a JSON list', `--security-group-ids '["sg-1","sg-2"]'`, { SecurityGroupIds: ['sg-1', 'sg-2'] }],
  [
    'a JSON object',
    `--instance-metadata-service-configuration '{"MinimumInstanceMetadataServiceVersion":"2"}'`,
    { InstanceMetadataServiceConfiguration: { MinimumInstanceMetadataServiceVersion: '2' } },
  ],
  [
    'a special character in single quotes',
    `--notebook-instance-name '‹name›;$(x)'`,
    { NotebookInstanceName: '‹name›;$(x)' },
  ],
])('it reads %s', (_, options, input) => {
  expect(inputOf(options)).toEqual(input);
});

test.each<[string, string, RegExp]>([
  ['an option that does not exist', '--colour red', /Unknown options: --colour/],
  ['a word without an option', 'churn', /Unknown options: churn/],
  ['a second command', '--subnet-id a; rm -rf b', /Only one plain command/],
  ['a command substitution', '--subnet-id "$(id)"', /Only one plain command/],
  ['an open quote', "--subnet-id 'a", /not closed/],
  ['a value too many', '--subnet-id a b', /expected one argument/],
  ['a missing value', '--tags', /expected at least one argument/],
  ['a size that is no number', '--volume-size-in-gb many', /whole number/],
  ['broken JSON', "--tags '[{'", /Invalid JSON/],
  ['shorthand without an equals sign', '--tags Owner', /Expected: '='/],
])('it refuses %s', (_, options, reason) => {
  expect(inputOf(options)).toMatch(reason);
});

test.each(['', 'ls', 'aws sagemaker delete-notebook-instance --notebook-instance-name x'])(
  'it refuses another command: "%s"',
  (text) => {
    expect(parseCreateCommand(text)).toEqual({ ok: false, error: expect.stringContaining('can be run here') });
  },
);

test('the command on a card is read back as the launch it stands for, whatever the tags hold', () => {
  const policy = aPolicy();
  const [network] = policy.networks;
  if (!network) throw new Error('No network');
  const tags = { Owner: 'it\'s $(id) `id` "x" \\ ;|&', Team: 'größer, schöner=besser', Empty: '' };
  const additionalCodeRepositories = ['https://git.example/a.git', 'https://git.example/b.git'];
  expect(parseCreateCommand(correctedLaunch(aNotebook({ tags, additionalCodeRepositories }), policy, network))).toEqual(
    {
      ok: true,
      region: 'eu-west-1',
      input: {
        NotebookInstanceName: 'Churn-Model-2',
        InstanceType: 'ml.t3.medium',
        RoleArn: 'arn:aws:iam::111122223333:role/SageMakerNotebooks',
        DirectInternetAccess: 'Disabled',
        SubnetId: 'subnet-0a1b2c3d',
        SecurityGroupIds: ['sg-0a1b2c3d'],
        RootAccess: 'Disabled',
        VolumeSizeInGB: 20,
        KmsKeyId: 'arn:aws:kms:eu-west-1:111122223333:key/0f0e0d0c-1111-2222-3333-444455556666',
        PlatformIdentifier: 'notebook-al2023-v1',
        InstanceMetadataServiceConfiguration: { MinimumInstanceMetadataServiceVersion: '2' },
        LifecycleConfigName: 'stop-when-idle',
        AdditionalCodeRepositories: additionalCodeRepositories,
        Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
      },
    },
  );
});
