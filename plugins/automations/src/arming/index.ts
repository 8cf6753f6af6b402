export { Arming } from './arming.js';
export { holdsMigration } from './hold-store.js';
export type { ArmedAutomation, ArmingStatus, TriggerFiring } from './ports.js';
