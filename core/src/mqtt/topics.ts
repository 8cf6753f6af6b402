import { HubError } from '@lightkeeper/plugin-sdk';

// MQTT 3.1.1 §4.7: `+` and `#` are wildcards, U+0000 is forbidden, topics that begin with `$` belong to the broker.
// eslint-disable-next-line no-control-regex -- the control characters are what is to be refused
const FORBIDDEN = /[+#\u0000-\u001f\u007f-\u009f]/u;
const MAX_TOPIC_BYTES = 1_024;

/** Checks the topic below which all of the hub's topics lie. Throws `LK_VALIDATION`, naming `field`. */
export function checkBaseTopic(topic: string, field = '/base_topic'): string {
  if (topic === '' || topic.length > 128) throw HubError.field(field, 'must have 1 to 128 characters');
  if (FORBIDDEN.test(topic)) throw HubError.field(field, 'must not hold + or # or control characters');
  if (topic.startsWith('$') || topic.startsWith('/') || topic.endsWith('/') || topic.includes('//')) {
    throw HubError.field(field, 'must be words with single slashes between them, such as home/lightkeeper');
  }
  return topic;
}

/** Checks a topic to publish to. Throws `LK_VALIDATION`. */
export function checkTopic(topic: string): string {
  if (topic === '' || FORBIDDEN.test(topic) || Buffer.byteLength(topic) > MAX_TOPIC_BYTES) {
    throw HubError.field('topic', 'must have 1 to 1,024 bytes, without + or # or control characters');
  }
  return topic;
}

/** Checks the topic of a command: levels that are words or `+`. Throws `LK_PLUGIN_INVALID`. */
export function checkPattern(pattern: string): readonly string[] {
  const levels = pattern.split('/');
  if (Buffer.byteLength(pattern) > MAX_TOPIC_BYTES || levels.some((level) => level === '' || (level !== '+' && FORBIDDEN.test(level)))) {
    throw new HubError('LK_PLUGIN_INVALID', `The MQTT command topic "${pattern}" must be words or + with single slashes between them.`);
  }
  return levels;
}

/** Checks a topic filter: words, `+` for one level, `#` at the end for all that is left. Throws `LK_VALIDATION`; gives the levels. */
export function checkFilter(filter: string): readonly string[] {
  const levels = filter.split('/');
  const wrong = levels.some((level, index) => level !== '+' && !(level === '#' && index === levels.length - 1) && FORBIDDEN.test(level));
  if (filter === '' || wrong || Buffer.byteLength(filter) > MAX_TOPIC_BYTES) {
    throw HubError.field('filter', 'must have 1 to 1,024 bytes of words, + for one level, and # at the end alone');
  }
  return levels;
}

/** The levels that the pattern's `+` stand for, or null when the topic does not match. */
export function matchTopic(levels: readonly string[], topic: string): string[] | null {
  const given = topic.split('/');
  if (given.length !== levels.length) return null;
  const params: string[] = [];
  for (const [index, level] of levels.entries()) {
    const value = given[index] ?? '';
    if (level === '+') params.push(value);
    else if (level !== value) return null;
  }
  return params;
}
