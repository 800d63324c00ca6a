import type { AwsOptions, AwsStandIn } from '../../src/local/aws/aws';
import { startAws } from '../../src/local/aws/aws';
import { startDynamoDb } from '../../src/local/dynamodb';
import { createTrace, type Trace } from '../../src/local/trace';

export const HOME_ACCOUNT = '111122223333';
export const HOME_REGION = 'eu-west-1';

export interface TestAws {
  aws: AwsStandIn;
  trace: Trace;
  /** What the rules' functions were invoked with, in order of delivery. */
  delivered: { functionName: string; event: unknown }[];
  /** Configuration for any AWS client but DynamoDB's. */
  config: ReturnType<typeof clientConfig>;
  close(): Promise<void>;
}

/** Configuration of an AWS client that talks to `endpoint` with dummy credentials and no waiting between retries. */
export function clientConfig(endpoint: string, region = HOME_REGION) {
  return {
    endpoint,
    region,
    credentials: { accessKeyId: 'AKIALOCALLOCALLOCAL0', secretAccessKey: 'local' },
    maxAttempts: 1,
  };
}

/** Starts SageMaker, EventBridge and STS with statuses that wait for `aws.sagemaker.settleAll()`. */
export async function startTestAws(options: Partial<AwsOptions> = {}): Promise<TestAws> {
  const trace = createTrace();
  const delivered: TestAws['delivered'] = [];
  const aws = await startAws({
    accountId: HOME_ACCOUNT,
    region: HOME_REGION,
    now: () => new Date(),
    trace,
    rules: [],
    ownBuses: [],
    deliver: async (functionName, event) => {
      delivered.push({ functionName, event });
    },
    settle: 'manual',
    retryDelaysMs: [0, 0],
    ...options,
  });
  return { aws, trace, delivered, config: clientConfig(aws.url), close: aws.close };
}

/** Starts DynamoDB in memory; tables are there as soon as they are created. */
export async function startTestDynamoDb() {
  const { url, close } = await startDynamoDb({ trace: createTrace() });
  return { url, config: clientConfig(url), close };
}

/** The SDK reads these when it builds clients from the environment; `clientConfig` needs none of them. */
export function awsEnvironment(urls: { aws: string; dynamodb: string }): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: urls.aws,
    AWS_ENDPOINT_URL_DYNAMODB: urls.dynamodb,
    AWS_REGION: HOME_REGION,
    AWS_ACCESS_KEY_ID: 'AKIALOCALLOCALLOCAL0',
    AWS_SECRET_ACCESS_KEY: 'local',
  };
}
