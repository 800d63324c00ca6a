import { isNativeError } from 'node:util/types';
import { printable } from '../domain/printable';

/** A fault as one line that says what to do about it, where that is known. */
export function faultText(fault: unknown): string {
  const chain = causesOf(fault);
  const known = chain.map(adviceFor).find((advice) => advice !== null);
  return printable(
    known ??
      chain
        .map(({ message }) => message)
        .filter(Boolean)
        .join(': '),
  );
}

function causesOf(fault: unknown): Error[] {
  if (!isNativeError(fault)) return [new Error(String(fault))];
  return fault.cause === undefined ? [fault] : [fault, ...causesOf(fault.cause)];
}

function adviceFor(fault: Error): string | null {
  const code = 'code' in fault ? String(fault.code) : '';
  if (fault.name === 'ResourceNotFoundException') {
    return 'The table does not exist here: check FINDINGS_TABLE, OWNERS_TABLE and the region, or run setup-tables first';
  }
  if (fault.name === 'CredentialsProviderError') return `No AWS credentials: ${fault.message}`;
  if (/^Region is missing/.test(fault.message)) return 'No AWS region: set AWS_REGION';
  if (code === 'ENOENT' || code === 'EISDIR' || code === 'EACCES') return `Cannot read the file: ${fault.message}`;
  if (/^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNRESET)$/.test(code)) {
    return `No connection: ${fault.message || code}`;
  }
  if (code === 'slack_webapi_platform_error') return `Slack refused the call: ${fault.message}`;
  return null;
}
