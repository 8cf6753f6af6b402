// The floors of the house (CONTRIBUTING): plugin-sdk -> core, ui -> plugins -> plugin-sdk/testing, tests, bench. No import runs back
// down. Package names resolve to sources here (tsconfig.structure.json), so that an edge is seen wherever it ends.

// Tests, and what only tests use.
const TEST = ['[.]test[.]ts$', '/src/.*(?:support|testing)/'];
const SERVER_OF_PLUGIN = '^(?:plugins|examples)/([^/]+)/(?!ui/)';
const PANEL = '^(?:plugins|examples)/([^/]+)/ui/';
const SDK_DOORS = '^plugin-sdk/src/(?:wire/)?index[.]ts$';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      comment: 'Files that import each other in a circle cannot be understood one at a time.',
      severity: 'error',
      from: {},
      // A page that the shell loads when it is opened may use the shell.
      to: { circular: true, viaOnly: { dependencyTypesNot: ['dynamic-import'] } },
    },
    {
      name: 'resolvable',
      comment: 'An import that leads nowhere would pass every other rule.',
      severity: 'error',
      from: {},
      // A library's optional parts and the virtual modules of the UI build have no file to be found.
      to: { couldNotResolve: true, pathNot: '^virtual:' },
    },
    {
      name: 'plugins-use-the-sdk-alone',
      comment: 'House rule 1: a built-in plugin uses nothing that a third party lacks.',
      severity: 'error',
      from: { path: SERVER_OF_PLUGIN, pathNot: TEST },
      to: { path: '^(?:core|ui|tests|bench|scripts|migrations|plugin-sdk/testing)/' },
    },
    {
      name: 'drivers-use-the-sdk-alone',
      comment:
        'A driver is its own folder and the SDK, so that it can be taken out and shipped as a plugin. Art-Net and sACN share what DMX is.',
      severity: 'error',
      from: { path: '^plugins/devices/src/drivers/([^/]+)/', pathNot: TEST },
      to: {
        path: '^(?:plugins|core|ui|migrations|plugin-sdk)/',
        pathNot: ['^plugin-sdk/src/', '^plugins/devices/src/drivers/(?:$1|dmx)/'],
      },
    },
    {
      name: 'the-engine-of-automations-stands-alone',
      comment: 'It is handed the world, the log and the store, so that it can be tried at every moment at which a hub can end.',
      severity: 'error',
      from: { path: '^plugins/automations/src/engine/', pathNot: TEST },
      to: {
        path: '^plugins/|node_modules|^plugin-sdk/',
        pathNot: ['^plugins/automations/src/engine/', '^plugins/automations/src/(?:kinds/expression-values|words/duration)[.]ts$'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'plugin-tests-use-the-test-hub',
      comment: "House rule 1, for tests: beside its own files a plugin's test needs the SDK and createTestHub.",
      severity: 'error',
      from: { path: ['^(?:plugins|examples)/.+[.]test[.]ts$', '^(?:plugins|examples)/.+/src/.*(?:support|testing)/'], pathNot: PANEL },
      to: { path: '^(?:core|ui|tests|bench|scripts|migrations)/' },
    },
    {
      name: 'plugins-leave-each-other-alone',
      comment: 'House rule 1: what a plugin offers to others is a service or a hook, never a file.',
      severity: 'error',
      from: { path: '^(plugins|examples)/([^/]+)/' },
      to: { path: '^(?:plugins|examples)/', pathNot: '^$1/$2/' },
    },
    {
      name: 'the-sdk-has-two-doors',
      comment: 'Only what the SDK exports is the contract; its inner files may move.',
      severity: 'error',
      from: { pathNot: '^plugin-sdk/src/' },
      to: { path: '^plugin-sdk/src/', pathNot: SDK_DOORS },
    },
    {
      name: 'plugins-go-out-through-the-hub',
      comment: 'House rule 5: one HTTP client. hub.http checks addresses, sizes and times; a socket of a plugin’s own would not.',
      severity: 'error',
      from: { path: SERVER_OF_PLUGIN, pathNot: TEST },
      to: { path: '^(?:node:)?(?:https?|http2|net|tls)$|node_modules/(?:undici|ws|mqtt|better-sqlite3)/' },
    },
    {
      name: 'core-knows-no-plugin',
      comment: 'House rule 2: the kernel finds plugins by their manifest.',
      severity: 'error',
      from: { path: '^core/' },
      to: { path: '^(?:plugins|examples|ui|tests|bench|scripts|plugin-sdk/testing)/' },
    },
    {
      name: 'ui-has-no-server-code',
      comment: 'House rule 3: the shell knows the wire types and nothing else of the server.',
      severity: 'error',
      from: { path: '^ui/src/', pathNot: TEST },
      to: { path: '^(?:core|plugins|examples|tests|bench|scripts|plugin-sdk)/', pathNot: '^plugin-sdk/src/wire/index[.]ts$' },
    },
    {
      name: 'panels-have-no-server-code',
      comment: 'House rule 3: panels import the wire types and the shared elements, as a third party’s panel does.',
      severity: 'error',
      from: { path: PANEL, pathNot: TEST },
      to: {
        path: '^(?:core|ui|plugins|examples|tests|bench|scripts|plugin-sdk)/',
        pathNot: ['^plugin-sdk/src/wire/index[.]ts$', '^ui/src/index[.]ts$', '^(?:plugins|examples)/$1/ui/'],
      },
    },
    {
      name: 'browsers-have-no-node',
      comment: 'Nothing of Node is there when this code runs.',
      severity: 'error',
      from: { path: ['^ui/src/', PANEL, '^plugin-sdk/src/wire/'], pathNot: TEST },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'the-sdk-stands-on-the-ground',
      comment: 'House rule 4: the SDK imports nothing of ours.',
      severity: 'error',
      from: { path: '^plugin-sdk/src/' },
      to: { path: '^(?:core|ui|plugins|examples|tests|bench|scripts|plugin-sdk/testing)/' },
    },
    {
      name: 'wire-types-stand-alone',
      comment: 'The UI imports them: they may use neither the rest of the SDK nor a library.',
      severity: 'error',
      from: { path: '^plugin-sdk/src/wire/', pathNot: TEST },
      to: { pathNot: '^plugin-sdk/src/wire/' },
    },
    {
      name: 'the-test-hub-knows-no-plugin',
      comment: 'House rule 4: plugin-sdk/testing stands above the kernel and beside the plugins.',
      severity: 'error',
      from: { path: '^plugin-sdk/testing/' },
      to: { path: '^(?:plugins|examples|ui|tests|bench|scripts)/' },
    },
    {
      name: 'roofs-carry-nothing',
      comment: 'House rule 4: tests and bench are at the top; nothing imports them.',
      severity: 'error',
      from: { pathNot: '^(?:tests|bench)/' },
      to: { path: '^(?:tests|bench)/', pathNot: '^tests/support/summary-reporter[.]ts$' },
    },
    {
      name: 'no-tests-in-the-product',
      comment: 'A file that ships must not need one that does not.',
      severity: 'error',
      from: { pathNot: [...TEST, '^tests/'] },
      to: { path: TEST },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.structure.json' },
    // Imports of types alone are dependencies too: they say who knows whom.
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(?:^|/)(?:dist|coverage)/' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'default', 'types'] },
  },
};
