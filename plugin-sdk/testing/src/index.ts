/** Everything a plugin's tests need: the real kernel, with the clock and the broker in the test's hands. */
export { createTestHub } from './test-hub.js';
export type { TestHub, TestHubOptions, TestPlugin, TestRequest, TestResponse } from './test-hub.js';
export { FakeBroker } from './fake-broker.js';
export type { PublishedMessage } from './fake-broker.js';
