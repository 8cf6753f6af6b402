export { Arming } from './arming.js';
export { holdsMigration } from './hold-store.js';
export type { TriggerFiring } from './ports.js';
