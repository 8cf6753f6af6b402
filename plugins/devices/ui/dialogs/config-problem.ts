import { ProblemError } from '@lightkeeper/ui';

/**
 * The part of a refusal that concerns a device's `config`, with pointers as the form of the config has them; null when the fault is
 * elsewhere. What is no problem of fields is handed on as it is, so that it is shown once.
 */
export function configProblem(error: unknown): unknown {
  if (!(error instanceof ProblemError)) return error;
  if (error.errors.length === 0) return error;
  const errors = error.errors
    .filter(({ field }) => field === '/config' || field.startsWith('/config/'))
    .map(({ field, detail }) => ({ field: field.slice('/config'.length), detail }));
  return errors.length === 0 ? null : new ProblemError({ ...error.problem, errors });
}
