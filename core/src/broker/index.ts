export { createBrokerRoom, type BrokerRoom } from './start-broker.js';
