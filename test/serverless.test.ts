import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { compilePattern } from '../src/local/aws/event-pattern';
import { lambdaFunctions } from './support/lambda-functions';

interface Rule {
  eventBus?: string;
  pattern?: object;
  schedule?: string;
  retryPolicy?: { maximumRetryAttempts: number; maximumEventAge: number };
  deadLetterQueueArn?: string;
}

interface LambdaFunction {
  handler: string;
  role: string;
  package: { patterns: string[] };
  maximumRetryAttempts?: number;
  maximumEventAge?: number;
  destinations?: { onFailure: { type: string; arn: string } };
  events: { eventBridge?: Rule; httpApi?: object }[];
}

interface Statement {
  Action: string | string[];
  Resource: string | string[];
  Condition?: Record<string, Record<string, string | string[]>>;
}

interface Properties {
  MessageRetentionPeriod?: number;
  SqsManagedSseEnabled?: boolean;
  Queues?: string[];
  PolicyDocument?: { Statement: (Statement & { Principal: { Service: string } })[] };
  Policies?: { PolicyDocument: { Statement: Statement[] } }[];
  MetricName?: string;
  AlarmActions?: string[];
  Dimensions?: { Value: string }[];
  BillingMode?: string;
  PointInTimeRecoverySpecification?: { PointInTimeRecoveryEnabled: boolean };
  SSESpecification?: { SSEEnabled: boolean };
  TimeToLiveSpecification?: { AttributeName: string; Enabled: boolean };
  AttributeDefinitions?: { AttributeName: string; AttributeType: string }[];
  KeySchema?: { AttributeName: string }[];
  GlobalSecondaryIndexes?: {
    IndexName: string;
    KeySchema: { AttributeName: string }[];
    Projection: { ProjectionType: string; NonKeyAttributes?: string[] };
  }[];
}

interface Service {
  provider: { environment: Record<string, string>; runtime: string };
  package: { patterns: string[]; individually: boolean };
  functions: Record<string, LambdaFunction>;
  resources: { Resources: Record<string, { Type: string; DeletionPolicy?: string; Properties: Properties }> };
}

const root = join(__dirname, '..');
/** `!GetAtt A.Arn` reads as the text `GetAtt A.Arn`. */
const customTags = ['Ref', 'Sub', 'GetAtt'].map((name) => ({
  tag: `!${name}`,
  resolve: (value: string) => `${name} ${value}`,
}));
const service: Service = parse(readFileSync(join(root, 'serverless.yml'), 'utf8'), { customTags, merge: true });

const functions = Object.entries(service.functions);
const rulesOf = (fn?: LambdaFunction) => fn?.events.flatMap(({ eventBridge }) => eventBridge ?? []) ?? [];
const asynchronous = functions.filter(([, fn]) => rulesOf(fn).length > 0);
const resources = (type: string) => Object.entries(service.resources.Resources).filter(([, { Type }]) => Type === type);
const list = <T>(value: T | T[]): T[] => (Array.isArray(value) ? value : [value]);
const upperFirst = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

function statementsOf(functionName: string): Statement[] {
  const role = service.resources.Resources[`${upperFirst(functionName)}Role`];
  return role?.Properties.Policies?.flatMap(({ PolicyDocument }) => PolicyDocument.Statement) ?? [];
}

describe('the functions of serverless.yml', () => {
  it('are exactly the files in src/handlers', () => {
    expect(functions.map(([name]) => name).sort()).toEqual(lambdaFunctions().sort());
  });

  it('each pack their own bundle and the policy, nothing else', () => {
    expect(service.package).toEqual({ individually: true, patterns: ['!**'] });
    for (const [name, fn] of functions) {
      expect(fn.handler).toBe(`dist/${name}.handler`);
      expect(fn.package.patterns).toEqual([`dist/${name}.js`, 'policy.yml']);
    }
  });

  it('get the environment that the configuration reads', () => {
    expect(Object.keys(service.provider.environment)).toEqual(
      expect.arrayContaining([
        'FINDINGS_TABLE',
        'OWNERS_TABLE',
        'EVENT_BUS_NAME',
        'SECURITY_CHANNEL',
        'POLICY_FILE',
        'SLACK_SECRETS_PARAMETER',
      ]),
    );
  });
});

describe('an asynchronous function', () => {
  it('is every function but slack', () => {
    expect(asynchronous.map(([name]) => name).sort()).toEqual(
      functions
        .map(([name]) => name)
        .filter((name) => name !== 'slack')
        .sort(),
    );
  });

  it.each(asynchronous)('keeps what EventBridge could not deliver: %s', (name, fn) => {
    for (const rule of rulesOf(fn)) {
      expect(rule.deadLetterQueueArn).toBe(`GetAtt ${upperFirst(name)}UndeliveredQueue.Arn`);
      expect(rule.retryPolicy).toEqual({
        maximumRetryAttempts: expect.any(Number),
        maximumEventAge: expect.any(Number),
      });
    }
    const policy = service.resources.Resources[`${upperFirst(name)}UndeliveredPolicy`]?.Properties;
    const [statement] = policy?.PolicyDocument?.Statement ?? [];
    expect(policy?.Queues).toEqual([`Ref ${upperFirst(name)}UndeliveredQueue`]);
    expect(statement).toMatchObject({ Action: 'sqs:SendMessage', Principal: { Service: 'events.amazonaws.com' } });
    expect(statement?.Condition?.ArnLike?.['aws:SourceArn']).toContain(`-${name}-rule-*`);
  });

  it.each(asynchronous)('keeps what it could not do itself: %s', (name, fn) => {
    const queue = `GetAtt ${upperFirst(name)}FailedQueue.Arn`;
    expect(fn.destinations?.onFailure).toEqual({ type: 'sqs', arn: queue });
    expect(fn.maximumRetryAttempts).toBeGreaterThanOrEqual(1);
    expect(fn.maximumEventAge).toBeGreaterThanOrEqual(60);
    expect(statementsOf(name)).toContainEqual(expect.objectContaining({ Action: 'sqs:SendMessage', Resource: queue }));
  });
});

describe('every queue', () => {
  it.each(resources('AWS::SQS::Queue'))('is encrypted, kept 14 days and watched: %s', (name, { Properties }) => {
    expect(Properties).toMatchObject({ SqsManagedSseEnabled: true, MessageRetentionPeriod: 14 * 24 * 60 * 60 });
    const alarms = resources('AWS::CloudWatch::Alarm').filter(([, alarm]) =>
      alarm.Properties.Dimensions?.some(({ Value }) => Value === `GetAtt ${name}.QueueName`),
    );
    expect(alarms.map(([, alarm]) => alarm.Properties)).toEqual([
      expect.objectContaining({
        MetricName: 'ApproximateNumberOfMessagesVisible',
        Threshold: 0,
        AlarmActions: ['Ref AlarmTopic'],
      }),
    ]);
  });
});

it.each(functions)('an alarm tells when %s fails', (name) => {
  const alarm = service.resources.Resources[`${upperFirst(name)}ErrorsAlarm`]?.Properties;
  expect(alarm).toMatchObject({ MetricName: 'Errors', AlarmActions: ['Ref AlarmTopic'] });
  expect(alarm?.Dimensions).toEqual([{ Name: 'FunctionName', Value: `Ref ${upperFirst(name)}LambdaFunction` }]);
});

describe('the role of', () => {
  const EVERY_FUNCTION = [
    'dynamodb:GetItem',
    'dynamodb:PutItem',
    'dynamodb:Query',
    'dynamodb:UpdateItem',
    'events:PutEvents',
    'kms:Decrypt',
    'logs:CreateLogStream',
    'logs:PutLogEvents',
    'ssm:GetParameter',
  ];
  const LOOKS = ['sagemaker:DescribeNotebookInstance', 'sagemaker:ListTags', 'sts:AssumeRole'];
  const ALLOWED: Record<string, string[]> = {
    notebookEvents: [...EVERY_FUNCTION, ...LOOKS, 'sqs:SendMessage'],
    slack: [...EVERY_FUNCTION, ...LOOKS],
    worker: [...EVERY_FUNCTION, ...LOOKS, 'dynamodb:Scan', 'sagemaker:ListNotebookInstances', 'sqs:SendMessage'],
    remind: [...EVERY_FUNCTION, 'sqs:SendMessage'],
    digest: [...EVERY_FUNCTION.filter((action) => action !== 'events:PutEvents'), 'sqs:SendMessage'],
  };

  it.each(functions)('%s is its own, and allows what that function needs', (name, fn) => {
    expect(fn.role).toBe(`Sub \${${upperFirst(name)}Role.Arn}`);
    const actions = new Set(statementsOf(name).flatMap(({ Action }) => list(Action)));
    expect([...actions].sort()).toEqual(ALLOWED[name]?.sort());
  });

  it.each(functions)('%s never says "everything"', (name) => {
    const statements = statementsOf(name);
    expect(statements.length).toBeGreaterThan(0);
    for (const { Action, Resource } of statements) {
      for (const action of list(Action)) expect(action).not.toContain('*');
      // Lists have no resource: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemaker.html
      if (Resource === '*') {
        expect(Action).toBe('sagemaker:ListNotebookInstances');
        continue;
      }
      for (const resource of list(Resource))
        expect(resource).toMatch(/^(GetAtt \w+\.Arn|Sub arn:.*:.+|Sub \$\{\w+\.Arn\}\/index\/.+)$/);
    }
  });

  it('only worker, which writes exports, may read a whole table', () => {
    const scans = functions.flatMap(([name]) =>
      statementsOf(name)
        .filter(({ Action }) => list(Action).includes('dynamodb:Scan'))
        .map(({ Resource }) => [name, Resource]),
    );
    expect(scans).toEqual([['worker', 'GetAtt FindingsTable.Arn']]);
  });

  it('digest only reads findings', () => {
    const onFindings = statementsOf('digest').filter(({ Resource }) =>
      list(Resource).some((resource) => resource.includes('FindingsTable')),
    );
    expect(onFindings.map(({ Action }) => Action)).toEqual([['dynamodb:GetItem', 'dynamodb:Query']]);
  });

  it.each(functions)('%s cannot make anybody a lead', (name) => {
    const writes = statementsOf(name).filter(
      ({ Action, Resource }) =>
        list(Resource).some((resource) => resource.includes('OwnersTable')) &&
        list(Action).some((action) => !['dynamodb:GetItem', 'dynamodb:Query'].includes(action)),
    );
    expect(writes.map(({ Condition }) => Condition)).toEqual([
      {
        'ForAllValues:StringLike': {
          'dynamodb:LeadingKeys': ['tag#*', 'email#*', 'greeted#*', 'once#*', 'notice#*', 'home#*'],
        },
      },
    ]);
  });

  it.each(functions)('%s decrypts only the Slack secrets, only through SSM', (name) => {
    const decrypt = statementsOf(name).find(({ Action }) => Action === 'kms:Decrypt');
    expect(Object.keys(decrypt?.Condition?.StringEquals ?? {}).sort()).toEqual([
      'kms:EncryptionContext:PARAMETER_ARN',
      'kms:ViaService',
    ]);
  });
});

describe('the table', () => {
  const tables = resources('AWS::DynamoDB::Table');

  it('definitions are FindingsTable and OwnersTable', () => {
    expect(tables.map(([name]) => name)).toEqual(['FindingsTable', 'OwnersTable']);
  });

  it.each(tables)('%s can be restored, is encrypted and survives its stack', (_, { Properties, DeletionPolicy }) => {
    expect(DeletionPolicy).toBe('Retain');
    expect(Properties).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      SSESpecification: { SSEEnabled: true },
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    });
  });

  it.each(tables)('%s defines exactly the attributes that its keys use', (_, { Properties }) => {
    const keys = [Properties, ...(Properties.GlobalSecondaryIndexes ?? [])].flatMap(({ KeySchema }) => KeySchema ?? []);
    const defined = Properties.AttributeDefinitions?.map(({ AttributeName }) => AttributeName);
    expect(defined?.sort()).toEqual([...new Set(keys.map(({ AttributeName }) => AttributeName))].sort());
  });

  const indexes = service.resources.Resources.FindingsTable?.Properties.GlobalSecondaryIndexes ?? [];

  it('FindingsTable has the indexes that questions are asked of', () => {
    const keys = indexes.map(({ IndexName, KeySchema }) => [IndexName, ...KeySchema.map((key) => key.AttributeName)]);
    expect(keys).toEqual([
      ['byOwner', 'ownerId', 'activeDeadline'],
      ['byTeam', 'team', 'activeDeadline'],
      ['byStatus', 'statusShard', 'activeDeadline'],
      ['due', 'dueShard', 'nextDueAt'],
      ['byMonth', 'monthShard', 'launchedAt'],
      ['byReference', 'reference', 'sk'],
    ]);
  });

  it('FindingsTable copies summaries into its indexes, within what DynamoDB allows', () => {
    const tableKeys = ['pk', 'sk'];
    for (const { KeySchema, Projection } of indexes) {
      const own = [...tableKeys, ...KeySchema.map(({ AttributeName }) => AttributeName)];
      const copied = Projection.NonKeyAttributes ?? [];
      expect(Projection.ProjectionType).toBe(copied.length > 0 ? 'INCLUDE' : 'KEYS_ONLY');
      expect(copied.filter((attribute) => own.includes(attribute))).toEqual([]);
      expect(copied).not.toEqual(expect.arrayContaining(['history']));
      expect(copied.length).toBeLessThanOrEqual(20);
    }
    // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html
    expect(indexes.flatMap(({ Projection }) => Projection.NonKeyAttributes ?? []).length).toBeLessThanOrEqual(100);
  });
});

describe('the rules of notebookEvents', () => {
  const matchers = rulesOf(service.functions.notebookEvents).map(({ pattern }) => compilePattern(pattern));
  const matched = (event: object) => matchers.flatMap((matches, index) => (matches(event) ? [index + 1] : []));

  const viaCloudTrail = (detail: object, source = 'aws.sagemaker') => ({
    source,
    'detail-type': 'AWS API Call via CloudTrail',
    account: '111122223333',
    region: 'eu-west-1',
    detail: { eventSource: 'sagemaker.amazonaws.com', ...detail },
  });
  const tagsOf = (resourceArn: string, eventName = 'AddTags') =>
    viaCloudTrail({ eventName, requestParameters: { resourceArn, tags: [] } });

  it.each([
    ['a launch', viaCloudTrail({ eventName: 'CreateNotebookInstance' }), [1]],
    ['a change', viaCloudTrail({ eventName: 'UpdateNotebookInstance' }), [1]],
    ['a deletion', viaCloudTrail({ eventName: 'DeleteNotebookInstance', requestParameters: null }), [1]],
    ['new tags', tagsOf('arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/churn-eda'), [2]],
    ['removed tags', tagsOf('arn:aws-cn:sagemaker:cn-north-1:111122223333:notebook-instance/a', 'DeleteTags'), [2]],
    ['a refused launch', viaCloudTrail({ eventName: 'CreateNotebookInstance', errorCode: 'AccessDenied' }), [3]],
    [
      'a refused launch by its other name',
      viaCloudTrail({
        eventName: 'CreateNotebookInstance',
        errorCode: 'AccessDeniedException',
        requestParameters: null,
      }),
      [3],
    ],
    [
      'another state',
      { source: 'aws.sagemaker', 'detail-type': 'SageMaker Notebook Instance State Change', detail: {} },
      [4],
    ],
  ])('pass on %s', (_, event, rules) => {
    expect(matched(event)).toEqual(rules);
  });

  it.each([
    [
      'a launch over the quota',
      viaCloudTrail({ eventName: 'CreateNotebookInstance', errorCode: 'ResourceLimitExceeded' }),
    ],
    ['a refused deletion', viaCloudTrail({ eventName: 'DeleteNotebookInstance', errorCode: 'AccessDenied' })],
    ['a read', viaCloudTrail({ eventName: 'DescribeNotebookInstance' })],
    ['the tags of an endpoint', tagsOf('arn:aws:sagemaker:eu-west-1:111122223333:endpoint/e')],
    ['a call of another service', viaCloudTrail({ eventName: 'CreateNotebookInstance' }, 'aws.ec2')],
    [
      'a lifecycle state',
      { source: 'aws.sagemaker', 'detail-type': 'SageMaker Notebook Lifecycle Config State Change' },
    ],
    ['somebody pretending', { source: 'acme', 'detail-type': 'SageMaker Notebook Instance State Change', detail: {} }],
  ])('let %s go by', (_, event) => {
    expect(matched(event)).toEqual([]);
  });
});

describe('the rules of worker', () => {
  const rules = rulesOf(service.functions.worker);
  const matchers = rules.map(({ pattern }) => compilePattern(pattern));
  const matched = (type: string, source = 'notebook-audit') =>
    matchers.flatMap((matches, index) => (matches({ source, 'detail-type': type }) ? [index + 1] : []));

  it('listen on the own bus', () => {
    for (const { eventBus } of rules) expect(eventBus).toBe(service.provider.environment.EVENT_BUS_NAME);
  });

  it.each([
    ...['FindingOpened', 'FindingChanged', 'FindingResolved', 'PolicyExceptionDecided'].map(
      (type) => [type, 1] as const,
    ),
    ...['ReportRequested', 'ExportRequested', 'ScanRequested', 'ScanTargetRequested'].map((type) => [type, 2] as const),
  ])('pass on %s', (type, rule) => {
    expect(matched(type)).toEqual([rule]);
  });

  it('ignore what others put there', () => {
    expect(matched('FindingOpened', 'acme')).toEqual([]);
    expect(matched('ExportRequested', 'acme')).toEqual([]);
    expect(matched('SomethingElse')).toEqual([]);
  });
});

describe('a deploy', () => {
  const DeployGuard = require('../deploy-guard.cjs');
  const deployWith = (channel: string, parameter = '/notebook-audit/slack') => {
    const provider = { environment: { SECURITY_CHANNEL: channel, SLACK_SECRETS_PARAMETER: parameter } };
    return new DeployGuard({ service: { provider }, classes: { Error } }).hooks['before:deploy:deploy'];
  };

  it('goes on when it names a security channel', () => {
    expect(deployWith('C0123456789')).not.toThrow();
  });

  it.each(['', '#security', 'security-exceptions'])('stops when the channel is "%s"', (channel) => {
    expect(deployWith(channel)).toThrow('--param security-channel=');
  });

  it('stops when the name of the SSM parameter does not start with a slash', () => {
    expect(deployWith('C0123456789', 'slack')).toThrow('starts with a slash');
  });
});
