/** An answer of an AWS service that is not a success: its error code, text and HTTP status, as sent to the caller. */
export class ServiceError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly status = 400,
  ) {
    super(message);
    this.name = code;
  }
}

export const validation = (message: string) => new ServiceError('ValidationException', message);

/** The text that AWS services send when a member breaks its model: name of the member in lower camel case. */
export const brokenConstraint = (value: string, member: string, constraint: string) =>
  validation(
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: ${constraint}`,
  );
