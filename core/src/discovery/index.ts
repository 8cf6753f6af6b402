export { createDiscovery, type DiscoveryOptions, type KernelDiscovery } from './discovery-service.js';
