export { RunHistory } from './history.js';
export { runsMigration } from './migration.js';
export { RunPublisher } from './publisher.js';
export { pruneTraces } from './retention.js';
export { RunTable } from './store.js';
