import { ERROR_CODES, HubError } from '@lightkeeper/plugin-sdk';
import type { Problem } from '@lightkeeper/plugin-sdk';

export const PROBLEM_TYPE = 'application/problem+json';

/** Any error as a HubError; what was not thrown on purpose becomes `LK_INTERNAL` and tells the client nothing more. */
export function toHubError(error: unknown): HubError {
  if (error instanceof HubError) return error;
  return new HubError('LK_INTERNAL', 'The hub made an error. Its log has the details.', { cause: error });
}

/** RFC 9457. The type leads to the documentation that the hub itself serves. */
export function toProblem(error: HubError, instance?: string): Problem {
  return {
    type: `/docs/error-codes#${error.code.toLowerCase()}`,
    title: ERROR_CODES[error.code].title,
    status: error.status,
    detail: error.message,
    code: error.code,
    ...(instance !== undefined && { instance }),
    ...(error.errors !== undefined && { errors: error.errors }),
    ...(error.retry_after_s !== undefined && { retry_after_s: error.retry_after_s }),
  };
}
