import { randomBytes } from 'node:crypto';

/** Who calls, where: what AWS knows about a signed request. */
export interface Caller {
  account: string;
  region: string;
  /** Name of the role whose session calls, without a path. */
  role: string;
  session: string;
  accessKeyId: string;
}

/** A session of IAM Identity Center's data scientist permission set; its name is the e-mail, as most companies set it. */
export function ssoCaller(at: { account: string; region: string; email: string }): Caller {
  return {
    account: at.account,
    region: at.region,
    role: 'AWSReservedSSO_DataScientist_0123456789abcdef',
    session: at.email,
    accessKeyId: `ASIA${at.account}SSO0`,
  };
}

/** A session of the role with which a deployment pipeline calls: nobody's name is in it. */
export function pipelineCaller(at: { account: string; region: string }): Caller {
  return {
    account: at.account,
    region: at.region,
    role: 'deploy-role',
    session: 'GitHubActions',
    accessKeyId: `ASIA${at.account}CI00`,
  };
}

/**
 * Remembers the sessions that AssumeRole gave out. An access key of a session carries the account of its role, so that
 * each account has its own resources; any other key belongs to the home account.
 */
export function createCallers(home: { account: string; region: string }) {
  const sessions = new Map<string, { role: string; session: string }>();
  return {
    /** Keeps a session of a role and answers its access key id: 20 characters, as AWS's own. */
    assume: (assumed: { account: string; role: string; session: string }): string => {
      const accessKeyId = `ASIA${assumed.account}${randomBytes(2).toString('hex').toUpperCase()}`;
      sessions.set(accessKeyId, { role: assumed.role, session: assumed.session });
      return accessKeyId;
    },
    /** The caller of a request by its Authorization header (signature version 4; the signature is not checked). */
    of: (authorization: string | undefined): Caller => {
      const credential = /Credential=([^/,\s]+)\/\d{8}\/([^/]+)\//.exec(authorization ?? '');
      const accessKeyId = credential?.[1] ?? '';
      const known = sessions.get(accessKeyId);
      return {
        account: /^ASIA(\d{12})/.exec(accessKeyId)?.[1] ?? home.account,
        region: credential?.[2] ?? home.region,
        role: known?.role ?? 'LocalDeveloper',
        session: known?.session ?? 'sdk',
        accessKeyId,
      };
    },
  };
}

export type Callers = ReturnType<typeof createCallers>;

export const sessionArn = (caller: Caller) =>
  `arn:aws:sts::${caller.account}:assumed-role/${caller.role}/${caller.session}`;

export const principalId = (caller: Caller) => `AROALOCAL${caller.account}:${caller.session}`;
