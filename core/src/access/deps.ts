import type {
  Clock,
  ContextService,
  Entities,
  HookName,
  HookPayloads,
  Logger,
  PluginDatabase,
  Routes,
  Timers,
} from '@lightkeeper/plugin-sdk';
import type { Passwords } from './passwords.js';

/** Whose connections to close. */
export interface SocketMatch {
  session_id?: string;
  user_id?: string;
  token_id?: string;
}

export type Emit = <N extends HookName>(name: N, payload: HookPayloads[N]) => Promise<void>;

/** All that access needs of the rest of the kernel. */
export interface AccessDeps {
  db: PluginDatabase;
  entities: Entities;
  routes: Routes;
  emit: Emit;
  context: ContextService;
  clock: Clock;
  newId(): string;
  log: Logger;
  timers: Timers;
  /** Closes the matching WebSockets at once. */
  closeSockets: (match: SocketMatch) => void;
  /** Sets cookies with `Secure`: for hubs that are reached through HTTPS alone. */
  secure_cookies?: boolean;
  /** A fixed setup code, for tests. */
  setup_code?: string;
  /** By default Argon2id; see {@link createPasswords}. */
  passwords?: Passwords;
}
