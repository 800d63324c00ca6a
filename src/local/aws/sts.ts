import { randomUUID } from 'node:crypto';
import { type Caller, type Callers, principalId, sessionArn } from './callers';
import { ServiceError } from './service-error';

const ROLE_ARN = /^arn:aws[a-z-]*:iam::(\d{12}):role\/(?:[\w+=,.@-]+\/)*([\w+=,.@-]+)$/;
const SESSION_NAME = /^[\w+=,.@-]{2,64}$/;
const NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/';

const escapeXml = (text: string) => text.replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`);

const elements = (values: Record<string, string>) =>
  Object.entries(values)
    .map(([name, value]) => `<${name}>${escapeXml(value)}</${name}>`)
    .join('');

/** The STS query protocol: answers XML for GetCallerIdentity and AssumeRole. Throws ServiceError for anything else. */
export function answerSts(form: URLSearchParams, context: { caller: Caller; callers: Callers; now: Date }): string {
  const action = form.get('Action') ?? '';
  if (action === 'GetCallerIdentity') {
    return result(
      action,
      elements({
        Arn: sessionArn(context.caller),
        UserId: principalId(context.caller),
        Account: context.caller.account,
      }),
    );
  }
  if (action === 'AssumeRole') return result(action, assumeRole(form, context));
  throw new ServiceError('InvalidAction', `Could not find operation ${action} for version ${form.get('Version')}`);
}

export const stsError = (error: ServiceError) =>
  `<ErrorResponse xmlns="${NAMESPACE}"><Error><Type>Sender</Type>${elements({
    Code: error.code,
    Message: error.message,
  })}</Error><RequestId>${randomUUID()}</RequestId></ErrorResponse>`;

function assumeRole(form: URLSearchParams, { caller, callers, now }: { caller: Caller; callers: Callers; now: Date }) {
  const arn = form.get('RoleArn') ?? '';
  const session = form.get('RoleSessionName') ?? '';
  const [, account, role] = ROLE_ARN.exec(arn) ?? [];
  if (!account || !role) throw new ServiceError('ValidationError', `${arn} is invalid`);
  if (!SESSION_NAME.test(session)) {
    throw new ServiceError(
      'ValidationError',
      `1 validation error detected: Value '${session}' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*`,
    );
  }
  const seconds = Number(form.get('DurationSeconds') ?? 3600);
  const accessKeyId = callers.assume({ account, role, session });
  const assumed = { ...caller, account, role, session, accessKeyId };
  return (
    `<AssumedRoleUser>${elements({ AssumedRoleId: principalId(assumed), Arn: sessionArn(assumed) })}</AssumedRoleUser>` +
    `<Credentials>${elements({
      AccessKeyId: accessKeyId,
      SecretAccessKey: 'local',
      SessionToken: 'local',
      Expiration: new Date(now.getTime() + seconds * 1000).toISOString(),
    })}</Credentials>`
  );
}

const result = (action: string, body: string) =>
  `<${action}Response xmlns="${NAMESPACE}"><${action}Result>${body}</${action}Result>` +
  `<ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata></${action}Response>`;
