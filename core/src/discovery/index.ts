export { createDiscovery, type KernelDiscovery } from './discovery-service.js';
