export { createAddressPolicy, type AddressPolicy } from './address-policy.js';
export { createHttpClient, type HttpClientOptions, type KernelHttpClient } from './http-client.js';
