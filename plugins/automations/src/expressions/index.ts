export { Expressions } from './expressions.js';
export type { ExpressionFacts } from './expressions.js';
export type { DeviceSenses } from './environment.js';
