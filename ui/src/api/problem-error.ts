import type { FieldError, Problem } from '@lightkeeper/plugin-sdk/wire';

/** The code of a request that never reached the hub. */
export const UNREACHABLE = 'LK_HUB_UNREACHABLE';

/** What every failed request throws. `problem` is what the hub answered, or the like of it when the hub did not answer at all. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';

  constructor(readonly problem: Problem) {
    super(problem.detail || problem.title);
  }

  get status(): number {
    return this.problem.status;
  }

  get code(): string {
    return this.problem.code;
  }

  /** The wrong fields, by JSON pointer (`/config/address`) or query parameter (`?since`). */
  get errors(): readonly FieldError[] {
    return this.problem.errors ?? [];
  }

  /** What is wrong with one field, if it is. */
  field(pointer: string): string | undefined {
    return this.errors.find((error) => error.field === pointer)?.detail;
  }
}

export function unreachable(): ProblemError {
  return new ProblemError({
    type: 'about:blank',
    title: 'The hub does not answer',
    status: 0,
    detail: 'The hub does not answer. It may be starting, or your network may be down.',
    code: UNREACHABLE,
  });
}

/** Reads a failed response. Whatever it holds, a problem comes out. */
export async function readProblem(response: Response): Promise<ProblemError> {
  const body = await response
    .json()
    .then((value: unknown) => value)
    .catch(() => null);
  const given = typeof body === 'object' && body !== null ? (body as Partial<Problem>) : {};
  return new ProblemError({
    type: 'about:blank',
    title: response.statusText || 'Request failed',
    detail: `The hub answered ${response.status}.`,
    code: 'LK_UNKNOWN',
    ...given,
    status: response.status,
  });
}

/** The sentence to show for whatever was thrown. */
export function describeError(error: unknown): string {
  if (error instanceof Error && error.message) return error.message;
  return 'Something went wrong in this page.';
}
