import { readFileSync } from 'node:fs';
import { compilePattern } from '../../../src/local/aws/event-pattern';
import { readRules } from '../../../src/local/aws/rules';

const definition = `
service: x
params:
  default: { days: 30 }
functions:
  notebookEvents:
    handler: dist/notebookEvents.handler
    role: !Sub '\${Role.Arn}'
    events:
      - eventBridge:
          pattern:
            source: [aws.sagemaker]
            detail:
              eventName: [CreateNotebookInstance]
              errorCode: [{ exists: false }]
          deadLetterQueueArn: !GetAtt Letters.Arn
  worker:
    handler: dist/worker.handler
    environment:
      TABLE: !Ref Table
    events:
      - eventBridge:
          eventBus: notebook-audit-\${sls:stage}
          pattern: { detail-type: [ReportRequested] }
      - sqs:
          arn: !GetAtt Sweeps.Arn
          batchSize: 1
  remind:
    handler: dist/remind.handler
    events:
      - eventBridge:
          schedule: rate(5 minutes)
      - schedule: { rate: [cron(0 6 * * ? *)], enabled: true, input: { full: true } }
  slack:
    handler: dist/slack.handler
    events:
      - httpApi: POST /slack/events
resources:
  Resources:
    SweepRule:
      Type: AWS::Events::Rule
      Properties:
        EventBusName: notebook-audit-\${sls:stage}
        EventPattern: { detail-type: [SweepTargetRequested] }
        Targets: [{ Id: queue, Arn: !GetAtt Sweeps.Arn, DeadLetterConfig: { Arn: !GetAtt [Letters, Arn] } }]
    Policy: !Join ['', [a, !Ref B]]
    Other: { Fn::If: [!Equals [a, b], !Not [x], !Sub ['\${a}', { a: 1 }]] }
`;

test('the rules are those of the service definition, with queues followed to the function that reads them', () => {
  expect(readRules(definition).rules).toEqual([
    {
      functionName: 'notebookEvents',
      bus: 'default',
      queued: false,
      pattern: {
        source: ['aws.sagemaker'],
        detail: { eventName: ['CreateNotebookInstance'], errorCode: [{ exists: false }] },
      },
    },
    { functionName: 'worker', bus: 'own', queued: false, pattern: { 'detail-type': ['ReportRequested'] } },
    { functionName: 'worker', bus: 'own', queued: true, pattern: { 'detail-type': ['SweepTargetRequested'] } },
  ]);
});

test('schedules are read with their rate and input', () => {
  expect(readRules(definition).schedules).toEqual([
    { functionName: 'remind', rate: 'rate(5 minutes)' },
    { functionName: 'remind', rate: 'cron(0 6 * * ? *)', input: { full: true } },
  ]);
});

test('a file that is no service definition is refused', () => {
  expect(() => readRules('just text')).toThrow();
});

test('every pattern of the deployed service is one that the stand-in understands', () => {
  const { rules, schedules } = readRules(readFileSync('serverless.yml', 'utf8'));
  expect(rules.map((rule) => rule.functionName)).toEqual(expect.arrayContaining(['notebookEvents', 'worker']));
  expect(schedules.map((schedule) => schedule.functionName)).toContain('remind');
  for (const rule of rules) expect(() => compilePattern(rule.pattern)).not.toThrow();
});
