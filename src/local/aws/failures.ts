import { ServiceError } from './service-error';

/** A failure to give instead of the next calls of one operation. */
export interface Failure {
  /** `DescribeNotebookInstance`, `AssumeRole`, `PutEvents` and so on. */
  operation: string;
  /** `ThrottlingException`, `AccessDeniedException`, `InternalFailure` and so on. */
  code: string;
  message?: string;
  /** HTTP status; 500 for `InternalFailure`, else 400. */
  status?: number;
  /** How many calls fail; one when absent, `Infinity` for all. */
  times?: number;
  /** Only calls for this account, or this region. */
  account?: string;
  region?: string;
}

const MESSAGES: Record<string, string> = {
  ThrottlingException: 'Rate exceeded',
  InternalFailure: 'Internal failure',
  AccessDeniedException: 'User is not authorized to perform this action because no identity-based policy allows it',
};

/** Failures that a test orders: the stand-in asks before each call and fails as ordered. */
export function createFailures() {
  let ordered: (Failure & { left: number })[] = [];
  return {
    order: (failure: Failure) => {
      ordered.push({ ...failure, left: failure.times ?? 1 });
    },
    /** @throws ServiceError when a failure is ordered for this call. */
    check: (call: { operation: string; account: string; region: string }) => {
      const failure = ordered.find(
        (f) =>
          f.operation === call.operation &&
          (f.account ?? call.account) === call.account &&
          (f.region ?? call.region) === call.region,
      );
      if (!failure) return;
      failure.left -= 1;
      if (failure.left <= 0) ordered = ordered.filter((f) => f !== failure);
      throw new ServiceError(
        failure.code,
        failure.message ?? MESSAGES[failure.code] ?? failure.code,
        failure.status ?? (failure.code === 'InternalFailure' ? 500 : 400),
      );
    },
    clear: () => {
      ordered = [];
    },
  };
}

export type Failures = ReturnType<typeof createFailures>;
