/** Who may do what, and under which name it is recorded. */
export { createAccess, createTokenOffline } from './access.js';
export type { Access } from './access.js';
export type { AccessDeps, SocketMatch } from './deps.js';
export type { DoorContext, RequestFacts } from './guard.js';
export type { NewToken } from './tokens.js';
export { authActions } from './vocabulary.js';
