import { HubError } from '@lightkeeper/plugin-sdk';

/** The work's result, or `LK_TIMEOUT` after `ms` milliseconds of real time. The work itself is not ended by it. */
export async function withLimit<T>(work: Promise<T>, ms: number, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new HubError('LK_TIMEOUT', `${what} took longer than ${ms < 1_000 ? `${ms} ms` : `${ms / 1_000} s`}`));
    }, ms);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
