/** Who may do what, and under which name it is recorded. */
export { createAccess } from './access.js';
export type { Access } from './access.js';
export type { AccessDeps } from './deps.js';
export { authActions } from './vocabulary.js';
