import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { documentClient } from '../../src/aws/document-client';
import { createFindingsTable } from '../../src/aws/findings-table';
import { createOwnersTable } from '../../src/aws/owners-table';
import { runCli } from '../../src/cli/program';
import { awsEnvironment, startTestAws, startTestDynamoDb } from '../support/aws';
import { botToken, startTestSlack } from '../support/slack';

export const NOW = new Date('2026-11-24T10:00:00.000Z');
export const root = join(__dirname, '../..');

export interface Ran {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs one command in this process, with `env` as its environment. */
export async function runWith(env: NodeJS.ProcessEnv, args: string[], colour = false): Promise<Ran> {
  const said = { stdout: '', stderr: '' };
  const code = await runCli(args, {
    out: (text) => {
      said.stdout += text;
    },
    err: (text) => {
      said.stderr += text;
    },
    env,
    root,
    colour,
    now: () => NOW,
  });
  return { code, ...said };
}

/** The command line against an empty DynamoDB, STS and a Slack workspace. Start in beforeAll, `close()` in afterAll. */
export async function startOperator() {
  const folder = mkdtempSync(join(tmpdir(), 'notebook-audit-cli-'));
  const [dynamodb, { aws, close: closeAws }, slack] = await Promise.all([
    startTestDynamoDb(),
    startTestAws(),
    startTestSlack(),
  ]);
  Object.assign(process.env, awsEnvironment({ aws: aws.url, dynamodb: dynamodb.url }));
  const env = {
    FINDINGS_TABLE: 'cli-findings',
    OWNERS_TABLE: 'cli-owners',
    SLACK_BOT_TOKEN: botToken,
    SLACK_API_URL: slack.slack.url,
  };
  const client = new DynamoDBClient(dynamodb.config);
  const documents = documentClient(client);
  return {
    env,
    slack: slack.slack,
    owners: createOwnersTable(documents, env.OWNERS_TABLE),
    findings: createFindingsTable(documents, env.FINDINGS_TABLE),

    run: (...args: string[]) => runWith(env, args),
    runWithout: (missing: (keyof typeof env)[], ...args: string[]) =>
      runWith(Object.fromEntries(Object.entries(env).filter(([name]) => !missing.some((one) => one === name))), args),

    /** Writes a file of owners and answers its path. */
    csv: (...lines: string[]) => {
      const file = join(folder, 'owners.csv');
      writeFileSync(file, ['tag,slack_user,email,team,lead', ...lines, ''].join('\n'));
      return file;
    },

    close: async () => {
      client.destroy();
      await Promise.all([dynamodb.close(), closeAws(), slack.slack.close()]);
      rmSync(folder, { recursive: true });
    },
  };
}

export type Operator = Awaited<ReturnType<typeof startOperator>>;
