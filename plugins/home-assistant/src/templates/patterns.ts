import { RE2JS, RE2JSException } from 're2js';
import { BoundedCache } from './bounded-cache.js';
import { TemplateError } from './errors.js';
import { LIMITS } from './limits.js';
import type { Run } from './run.js';
import { Tuple, type Value } from './values.js';

/**
 * Regular expressions as Python's `re` understands them, matched in linear time (RE2's way), so that no expression can stall the
 * hub. Backreferences and looking around are refused, as RE2 has neither.
 */

interface Pattern {
  readonly compiled: RE2JS;
  readonly size: number;
}

interface Match {
  readonly start: number;
  readonly end: number;
  /** The groups' texts, the whole match first; null for one that took no part. */
  readonly groups: readonly (string | null)[];
}

const cache = new BoundedCache<Pattern>(128);

/** Where the expression matches, left to right. `limit` ends the search early. */
function matches(run: Run, pattern: Pattern, text: string, limit = Infinity): Match[] {
  const matcher = pattern.compiled.matcher(text);
  const found: Match[] = [];
  // A search may look at all of the rest before it settles; each is paid for, so that many cannot add up.
  for (let from = 0; from <= text.length && found.length < limit;) {
    run.step(1 + Math.ceil(((text.length - from) * pattern.size) / 512));
    if (!matcher.find(from)) break;
    const groups = Array.from({ length: matcher.groupCount() + 1 }, (_, index) => matcher.group(index));
    const [start, end] = [matcher.start(), matcher.end()];
    found.push({ start, end, groups });
    from = end > start ? end : end + 1;
  }
  return found;
}

/** Whether it matches at the very start (`regex_match`) or anywhere (`regex_search`). */
export function isMatch(run: Run, text: string, expression: string, ignoreCase: boolean, anywhere: boolean): boolean {
  const source = anywhere ? expression : `^(?:${expression})`;
  return matches(run, prepare(text, source, ignoreCase), text, 1).length > 0;
}

/** `re.findall`: whole matches, or the group's text, or a tuple of the groups' texts. */
export function findAll(run: Run, text: string, expression: string, ignoreCase: boolean): Value[] {
  const found = matches(run, prepare(text, expression, ignoreCase), text);
  run.items(found.length);
  return found.map(({ groups: [whole, ...groups] }) => {
    if (groups.length === 0) return whole ?? '';
    const texts = groups.map((group) => group ?? '');
    return texts.length === 1 ? (texts[0] ?? '') : new Tuple(texts);
  });
}

/** `re.sub`: each match is replaced; `\1` and `\g<1>` stand for groups. */
export function replaceAll(run: Run, text: string, expression: string, replacement: string, ignoreCase: boolean): string {
  let result = '';
  let from = 0;
  for (const { start, end, groups } of matches(run, prepare(text, expression, ignoreCase), text)) {
    result = run.text(result + text.slice(from, start) + expand(replacement, groups));
    from = end;
  }
  return run.text(result + text.slice(from));
}

function expand(replacement: string, groups: Match['groups']): string {
  return replacement.replace(/\\(?:g<(\d{1,2})>|([1-9]\d?)|([^]?))/g, (whole, named?: string, numbered?: string, other?: string) => {
    const number = named ?? numbered;
    if (number === undefined) {
      const escaped = other === 'n' ? '\n' : other === '\\' ? '\\' : undefined;
      if (escaped === undefined) throw new TemplateError(`The replacement ${whole} is not supported.`);
      return escaped;
    }
    const group = groups[Number(number)];
    if (group === undefined) throw new TemplateError(`The regular expression has no group ${number}.`);
    return group ?? '';
  });
}

/** Compiles it, unless text and expression together would mean another thing to Python than to RE2. */
function prepare(text: string, expression: string, ignoreCase: boolean): Pattern {
  if (text.length > LIMITS.searched) throw new TemplateError(`Regular expressions search ${String(LIMITS.searched)} characters at most.`);
  if (text.endsWith('\n') && expression.includes('$'))
    throw new TemplateError('$ before a line end at the end of the text is not supported.');
  if (/[^\p{ASCII}]/u.test(text) && /\\[bdswBDSW]/.test(expression)) {
    throw new TemplateError('Classes such as \\w are supported in plain ASCII text only.');
  }
  return cache.get(`${ignoreCase ? 'i' : ''}/${expression}`, () => compile(expression, ignoreCase));
}

function compile(expression: string, ignoreCase: boolean): Pattern {
  if (expression.length > LIMITS.pattern)
    throw new TemplateError(`A regular expression is longer than ${String(LIMITS.pattern)} characters.`);
  if (countedRepeats(expression) > LIMITS.program) throw new TemplateError('A regular expression repeats too much.');
  try {
    const compiled = RE2JS.compile(expression.replaceAll('\\Z', '\\z'), ignoreCase ? RE2JS.CASE_INSENSITIVE : 0);
    const size = compiled.programSize();
    if (size > LIMITS.program) throw new TemplateError('A regular expression is too large.');
    return { compiled, size };
  } catch (error) {
    if (error instanceof RE2JSException) throw new TemplateError(`A regular expression is not supported: ${error.message.slice(0, 200)}`);
    throw error;
  }
}

/** How large counted repeats can make it, at worst: they multiply when they are inside each other. Found out before it is compiled. */
function countedRepeats(expression: string): number {
  let product = 1;
  for (const [, least = '', most = ''] of expression.matchAll(/\{(\d*),?(\d*)\}/g)) product *= Math.max(1, Number(least), Number(most));
  return product;
}
