import { AssumeRoleCommand, type STSClient } from '@aws-sdk/client-sts';
import type { Policy } from '../domain/policy-file';

export interface Session {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
  expiration?: Date;
}

const RENEW_BEFORE_MS = 5 * 60_000;

/** Credentials for looking into other accounts: the role that policy.yml names for each, renewed 5 minutes before they end. */
export function createReaderSessions(sts: () => STSClient, accounts: Policy['accounts'], now: () => number) {
  const sessions = new Map<string, Promise<Session>>();

  async function assume(roleArn: string, externalId: string | undefined): Promise<Session> {
    const { Credentials } = await sts().send(
      new AssumeRoleCommand({ RoleArn: roleArn, ExternalId: externalId, RoleSessionName: 'notebook-audit' }),
    );
    const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = Credentials ?? {};
    if (!AccessKeyId || !SecretAccessKey) throw new Error(`AssumeRole gave no credentials for ${roleArn}`);
    return {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      sessionToken: SessionToken,
      expiration: Expiration,
    };
  }

  /** Null when policy.yml names no role in the account. Rejects with the error of STS. */
  return async function credentialsFor(account: string): Promise<Session | null> {
    const { role_arn, external_id } = accounts[account] ?? {};
    // What a role of another account sees is no evidence about this one.
    if (role_arn?.split(':')[4] !== account) return null;
    const known = await sessions.get(account);
    if (known?.expiration && known.expiration.getTime() - now() > RENEW_BEFORE_MS) return known;
    const renewed = assume(role_arn, external_id);
    sessions.set(account, renewed);
    renewed.catch(() => sessions.delete(account));
    return renewed;
  };
}
