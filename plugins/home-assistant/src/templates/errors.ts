/**
 * A template uses something that this hub does not know. It is found when the template is compiled, so that nothing is ever
 * rendered by guessing. `construct` names it in words ("the filter device_attr"); show it next to the template.
 */
export class UnsupportedTemplate extends Error {
  override readonly name = 'UnsupportedTemplate';

  constructor(readonly construct: string) {
    super(`This template uses ${construct}, which this hub does not support.`);
  }
}

/** Rendering failed: text is no number, something is undefined, a limit was reached. Home Assistant keeps the old state then. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
}
