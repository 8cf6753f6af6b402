import type { RetainedLimits } from './retained.js';

/** What the broker inside the hub bears. All counts are of what may be there at once. */
export interface BrokerLimits {
  connections: number;
  /** From one address; an IPv6 address counts by its /64. */
  connections_per_address: number;
  /** That have not signed in yet, in all and from one address. */
  waiting: number;
  waiting_per_address: number;
  /** Until the CONNECT must be whole. */
  connect_ms: number;
  /** Of a packet from a client that has not signed in: a CONNECT needs no more. */
  packet_bytes_before_sign_in: number;
  packet_bytes: number;
  filters_per_client: number;
  topic_levels: number;
  topic_bytes: number;
  /** QoS 2 messages of one client that wait for its PUBREL. */
  inflight_per_client: number;
  /** What may wait in a connection's buffer, and how long a client may take to read it. */
  write_buffer_bytes: number;
  drain_ms: number;
  retained_per_account: RetainedLimits;
}

export const BROKER_LIMITS: BrokerLimits = {
  connections: 200,
  connections_per_address: 100,
  waiting: 60,
  waiting_per_address: 20,
  connect_ms: 5_000,
  packet_bytes_before_sign_in: 8_192,
  // Zigbee2MQTT tells of all its devices in one message, which passes a megabyte in a large home.
  packet_bytes: 2_097_152,
  filters_per_client: 1_000,
  topic_levels: 20,
  topic_bytes: 1_024,
  inflight_per_client: 20,
  write_buffer_bytes: 262_144,
  drain_ms: 5_000,
  retained_per_account: { topics: 5_000, bytes: 16_777_216 },
};
