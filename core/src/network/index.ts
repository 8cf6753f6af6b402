export { createAddressPolicy } from './address-policy.js';
export { createHttpClient, type KernelHttpClient } from './http-client.js';
export { createTcp, type PluginTcp } from './tcp.js';
export { createUdp, type PluginUdp } from './udp.js';
