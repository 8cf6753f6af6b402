/**
 * What one template may cost. Whoever can publish to the broker can send a template, so each way to make it grow has an end.
 * The longest template that real senders publish has about 3,000 characters and takes some 400 steps.
 */
export const LIMITS = {
  /** Characters of a template. */
  source: 8_192,
  /** White space in one piece. */
  blanks: 256,
  /** Words and signs of a template; its tree has no more nodes than that. */
  tokens: 4_000,
  /** Brackets, statements and prefixes inside each other; the parser descends no deeper. */
  nesting: 100,
  /** Levels of the tree; a long `a or b or c …` is a deep tree. */
  tree: 250,
  /** Nodes evaluated, items visited and blocks of text made in one rendering. */
  steps: 20_000,
  /** Characters of any one text, and of the output. */
  text: 65_536,
  /** Items of any one list. */
  list: 10_000,
  /** Numbers of one `range()`. */
  range: 1_000,
  /** Levels of a value: lists in lists, JSON in JSON. */
  depth: 64,
  /** Bits of an integer. */
  integer: 2_048,
  /** Characters of a payload, and of any text that is read as JSON. */
  payload: 262_144,
  /** Characters of a number's text. */
  number: 400,
  /** Characters of a regular expression. */
  pattern: 512,
  /** Instructions of a compiled regular expression. */
  program: 2_000,
  /** Characters that a regular expression searches. */
  searched: 4_096,
} as const;
