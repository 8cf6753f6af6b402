export { Engine } from './engine.js';
export type { EngineParts, Fired } from './engine.js';
export type { Firing, RunCause, RunRecorder, RunnableAutomation, World } from './ports.js';
export type { RunawayLimits } from './throttle.js';
