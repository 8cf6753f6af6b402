export { expressionOf, expressionsIn } from './expression-values.js';
export { Kinds } from './kinds.js';
export type { Step, StepConfig, StepProblem } from './kinds.js';
export type { StepSort } from './nested.js';
export { BUILT_IN } from './registry.js';
export type { ControlKind } from './registry.js';
export * from './schemas.js';
