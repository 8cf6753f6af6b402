/** What drivers of devices on the network have in common. */
export * from './address.js';
export * from './fields.js';
export * from './live-link.js';
export * from './reachable.js';
export * from './turns.js';
