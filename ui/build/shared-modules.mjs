/**
 * The modules that the shell and every panel share: bare names that the import map in index.html resolves, so that there is one copy of
 * Lit, of the elements and of the stores in the page. A plugin's panel marks exactly these as external.
 */
const LIT_DIRECTIVES = [
  'async-append',
  'cache',
  'choose',
  'class-map',
  'guard',
  'if-defined',
  'join',
  'keyed',
  'live',
  'map',
  'range',
  'ref',
  'repeat',
  'style-map',
  'until',
  'when',
];

export const SHARED_MODULES = [
  'lit',
  'lit/decorators.js',
  'lit/directive.js',
  'lit/async-directive.js',
  'lit/static-html.js',
  ...LIT_DIRECTIVES.map((name) => `lit/directives/${name}.js`),
  '@lit/context',
  '@lit/task',
  '@lit/localize',
  '@lit-labs/virtualizer',
  '@lightkeeper/ui',
  '@lightkeeper/plugin-sdk/wire',
];

/** The name of the chunk that stands for a shared module: `lit/directives/map.js` becomes `lit-directives-map`. */
export function entryName(specifier) {
  return specifier
    .replace(/^@/, '')
    .replace(/\.js$/, '')
    .replace(/[^a-z0-9]+/gi, '-');
}

export const isShared = (id) => SHARED_MODULES.includes(id);
