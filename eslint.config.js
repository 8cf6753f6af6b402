import { fileURLToPath } from 'node:url';
import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import { configs as lit } from 'eslint-plugin-lit';
import { configs as a11y } from 'eslint-plugin-lit-a11y';
import { configs as wc } from 'eslint-plugin-wc';
import globals from 'globals';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const ROOT = fileURLToPath(new URL('.', import.meta.url));

/** Everything that runs in a browser. */
const UI = ['ui/src/**/*.ts', 'plugins/*/ui/**/*.ts', 'examples/*/ui/**/*.ts'];
/** Checked by tsconfig.tests.json, since the packages' own projects build only what ships. */
const TESTS = [
  'core/src/**/*.test.ts',
  'plugin-sdk/**/*.test.ts',
  'plugins/*/src/**/*.test.ts',
  '{core,plugins/*}/src/**/{testing,support}/**/*.ts',
  'examples/**/*.ts',
  'tests/**/*.ts',
  'bench/**/*.ts',
  'scripts/**/*.ts',
  'knexfile.ts',
  'vitest.config.ts',
];

/** Ways of making markup or code out of text. Templates of lit escape; these do not. */
const MARKUP_AND_EVAL = [
  {
    selector: 'ImportSpecifier[imported.name=/^(unsafeHTML|unsafeSVG|unsafeStatic)$/]',
    message: 'It puts text into the page as markup. Use a template.',
  },
  {
    selector: 'MemberExpression[property.name=/^(innerHTML|outerHTML|insertAdjacentHTML|createContextualFragment)$/]',
    message: 'It puts text into the page as markup. Use a template or textContent.',
  },
  { selector: "MemberExpression[object.name='document'][property.name=/^(write|writeln)$/]", message: 'Use a template.' },
];

const LANGUAGE = [
  { selector: 'TSEnumDeclaration', message: 'Use a constant array `as const` and its union type: it is what the wire and zod share.' },
  { selector: 'TSModuleDeclaration[kind="namespace"]', message: 'Use modules.' },
  {
    selector: 'ImportDeclaration[source.value=/unsafe-(html|svg|mathml)/]',
    message: 'It puts text into the page as markup. Use a template.',
  },
];

/** House rule 5: one clock, one id maker. */
const ONE_WAY = [
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: 'Ask the hub’s clock: a test puts a fake one in its place.',
  },
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'Ask the hub’s clock: a test puts a fake one in its place.',
  },
  { selector: "CallExpression[callee.property.name='randomUUID']", message: 'Ids are UUIDv7: use hub.newId().' },
];

const DEFAULT_EXPORT = {
  selector: 'ExportDefaultDeclaration',
  message: 'Export it by name. Only plugins and configuration files have a default export.',
};

export default defineConfig(
  // `wasm` holds AssemblyScript, whose compiler checks it.
  { ignores: ['**/dist/', '**/node_modules/', '**/coverage/', 'data/', 'data-demo/', '.tmp/', 'plugins/*/wasm/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error', reportUnusedInlineConfigs: 'error' } },
  {
    files: ['**/*.{js,mjs,cjs,ts}'],
    extends: [js.configs.recommended],
    languageOptions: { ecmaVersion: 2024, sourceType: 'module', globals: globals.node },
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-eval': 'error',
      'no-new-func': 'error',
      'no-script-url': 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      'object-shorthand': 'error',
      'no-console': 'error',
      'no-restricted-imports': [
        'error',
        {
          paths: [
            { name: 'nunjucks', message: 'Its templates reach the host’s objects; templates of others must not.' },
            { name: 'vm', message: 'No sandbox.' },
            { name: 'node:vm', message: 'No sandbox.' },
          ],
        },
      ],
      'no-restricted-syntax': ['error', ...LANGUAGE, ...MARKUP_AND_EVAL, DEFAULT_EXPORT],
    },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: ROOT } },
    rules: {
      '@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': true, 'ts-ignore': true, 'ts-nocheck': true, 'ts-check': false }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/dot-notation': ['error', { allowIndexSignaturePropertyAccess: true }],
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      // Generic parts of routes and plugins default to "no fields", and that is what it stands for.
      '@typescript-eslint/no-generated-empty-object-type': 'off',
      // Entities, rows and messages are records by nature; an index signature says so as well as Record does.
      '@typescript-eslint/consistent-indexed-object-style': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },
  {
    files: ['core/src/**/*.ts', 'plugins/*/src/**/*.ts'],
    ignores: ['**/*.test.ts', '**/{testing,support}/**', '**/clock.ts', '**/clock/**', '**/ids.ts'],
    rules: { 'no-restricted-syntax': ['error', ...LANGUAGE, ...MARKUP_AND_EVAL, DEFAULT_EXPORT, ...ONE_WAY] },
  },
  {
    files: UI,
    extends: [lit['flat/recommended'], wc['flat/recommended'], wc['flat/best-practice'], a11y.recommended],
    languageOptions: { globals: globals.browser },
    settings: { wc: { elementBaseClasses: ['LitElement'] } },
    rules: {
      // Lit calls the listeners of a template on the element itself.
      '@typescript-eslint/unbound-method': 'off',
      // The type of `render` and of lifecycle methods is LitElement's.
      '@typescript-eslint/explicit-module-boundary-types': 'off',
      // The base class always has these methods; TypeScript knows.
      'wc/guard-super-call': 'off',
      // In a dialog the focus has to be put somewhere, and it is the author who knows where.
      'lit-a11y/no-autofocus': 'off',
      'lit/no-useless-template-literals': 'error',
      // It takes the listeners within a template for a part of rendering.
      'lit/no-this-assign-in-render': 'off',
      'lit/no-template-map': 'off',
      'lit/no-private-properties': 'error',
    },
  },
  {
    files: TESTS,
    languageOptions: { parserOptions: { projectService: false, project: './tsconfig.tests.json' } },
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      // What must be refused has to be written down somewhere.
      'no-script-url': 'off',
      '@typescript-eslint/explicit-module-boundary-types': 'off',
    },
  },
  {
    // Programs of the command line speak on standard output.
    files: ['core/src/cli/**', 'bench/**', 'scripts/**', 'tests/**', '**/build.mjs'],
    rules: { 'no-console': 'off' },
  },
  {
    // A plugin is the default export of its main file; tools read their configuration from one.
    files: [
      '**/plugin.ts',
      '**/*.d.ts',
      'examples/*/*.{js,ts}',
      '**/*.config.{js,ts}',
      '*.cjs',
      'knexfile.{js,ts}',
      'tests/support/summary-reporter.ts',
    ],
    rules: { 'no-restricted-syntax': ['error', ...LANGUAGE, ...MARKUP_AND_EVAL] },
  },
  { files: ['**/*.cjs'], languageOptions: { sourceType: 'commonjs' } },
  // Runs before anything else, as a plain script.
  { files: ['ui/public/**/*.js'], languageOptions: { sourceType: 'script', globals: globals.browser } },
  { files: ['examples/*/ui/**/*.js'], languageOptions: { globals: globals.browser } },
  prettier,
);
