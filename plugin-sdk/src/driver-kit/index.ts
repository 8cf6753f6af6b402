/** What drivers of devices on the network, and plugins that speak through the broker, have in common. */
export * from './address.js';
export * from './ddp.js';
export * from './direct-output.js';
export * from './fields.js';
export * from './kept-topics.js';
export * from './live-link.js';
export * from './paced-stream.js';
export * from './reachable.js';
export * from './stream-state.js';
export * from './turns.js';
