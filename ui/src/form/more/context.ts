import type { TemplateResult } from 'lit';
import type { FormValue } from '../values.js';

/** What a field of its own kind knows of the form around it. */
export interface FieldContext {
  now: unknown;
  /** The values of the fields beside it. */
  siblings: FormValue;
  error: string;
  hint: string;
  disabled: boolean;
  /** Whether an expression may stand in the value's place. */
  expressions: boolean;
  /** The field as forms show it otherwise. */
  plain(): TemplateResult;
  change(next: unknown): void;
}
