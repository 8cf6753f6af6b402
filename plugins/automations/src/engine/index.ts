export { Engine } from './engine.js';
export type { Firing, RunRecorder, RunnableAutomation, World } from './ports.js';
