import { hash, verify } from '@node-rs/argon2';
import { HubError, z } from '@lightkeeper/plugin-sdk';
import { randomSecret } from './secrets.js';

/** A new password: long enough, not endless, and no rule about its characters (NIST SP 800-63B section 5.1.1.2). */
export const passwordSchema = z
  .string()
  .min(10, 'must have at least 10 characters')
  .max(256, 'must have at most 256 characters')
  .meta({ title: 'Password', ui: { secret: true } });

/** A password that is tried. Its length alone is bounded, so that the policy tells nothing about the stored one. */
export const triedPasswordSchema = z.string().min(1, 'must not be empty').max(256, 'must have at most 256 characters');

/** Refuses a password that is the name to sign in with. `field` names it in the answer: `/password`. */
export function refuseNameAsPassword(password: string, name: string, field: string): void {
  if (password.toLowerCase() === name.toLowerCase()) throw HubError.field(field, 'must not be the name to sign in with');
}

/** Makes and checks password hashes, as PHC strings. */
export interface Passwords {
  hash(password: string): Promise<string>;
  /** Checks against `phc`, or against the hash of nobody's password when there is none: the same work either way. */
  verify(phc: string | null, password: string): Promise<boolean>;
}

// OWASP's first choice for Argon2id; argon2id version 1.3 is the library's default.
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const AT_ONCE = 2;
const WAITING = 32;

/**
 * Argon2id with 19 MiB, two passes, one lane. Two run at once and 32 may wait, so that a flood of sign-ins can take neither the memory
 * nor the thread pool; the next is refused with `LK_RATE_LIMITED`.
 */
export function createPasswords(): Passwords {
  const queue = createQueue(AT_ONCE, WAITING);
  let nobody: Promise<string> | null = null;
  // The same letters may come composed or decomposed, as the keyboard has it.
  const bytes = (password: string): string => password.normalize('NFC');
  return {
    hash: (password) => queue(() => hash(bytes(password), COST)),
    verify: async (phc, password) => {
      nobody ??= hash(randomSecret(), COST);
      const dummy = await nobody;
      const matches = await queue(() => verify(phc ?? dummy, bytes(password)));
      return phc !== null && matches;
    },
  };
}

function createQueue(at_once: number, waiting: number): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0;
  const line: (() => void)[] = [];
  return async (work) => {
    if (running >= at_once) {
      if (line.length >= waiting) throw new HubError('LK_RATE_LIMITED', 'Too many sign-ins at once.', { retry_after_s: 2 });
      // The one that ends hands its place on, so that nobody who comes in between can take it.
      await new Promise<void>((resolve) => line.push(resolve));
    } else {
      running += 1;
    }
    try {
      return await work();
    } finally {
      const next = line.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
