import { roleAtLeast, type Principal, type Role } from '@lightkeeper/plugin-sdk/wire';
import { api } from '../api/client.js';
import { navigate } from '../router/router.js';
import { ProblemError } from '../api/problem-error.js';
import { Store } from './store.js';

/** What `GET /api/v1/auth/me` answers: the principal, and for a person the name to show. */
export interface Me extends Principal {
  display_name?: string;
  user?: { display_name?: string } | null;
}

export interface SessionState {
  /** `unknown` until the hub has said who we are. */
  status: 'unknown' | 'signed_out' | 'signed_in';
  principal: Me | null;
}

/** Who uses this page. */
export const session = new Store<SessionState>({ status: 'unknown', principal: null });

api.on_unauthorised = () => {
  session.set({ status: 'signed_out', principal: null });
};

/** Asks the hub who we are. Throws when it does not answer. */
export async function loadSession(): Promise<void> {
  try {
    session.set({ status: 'signed_in', principal: await api.get<Me>('auth/me') });
  } catch (error) {
    if (!(error instanceof ProblemError) || error.status !== 401) throw error;
    session.set({ status: 'signed_out', principal: null });
  }
}

export async function signOut(): Promise<void> {
  await api.post('auth/logout');
  // Whoever signs in next begins at the door, not where this person stood.
  navigate('/sign-in', { replace: true });
  session.set({ status: 'signed_out', principal: null });
}

/** Whether whoever uses the page has at least this role. For what to show; the hub decides what may be done. */
export function can(role: Role): boolean {
  const principal = session.value.principal;
  return principal !== null && roleAtLeast(principal.role, role);
}

/** The name to greet someone by. */
export function displayName(me: Me | null): string {
  return me?.display_name ?? me?.user?.display_name ?? me?.name ?? '';
}
