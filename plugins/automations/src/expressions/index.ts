export { Expressions } from './expressions.js';
