/** What is needed to open one connection to a broker. */
interface MqttConnectOptions {
  /** Empty where the way to the broker is no address: the one inside the hub. */
  url: string;
  username: string | null;
  password: string | null;
  client_id: string;
  /** What the broker publishes when the hub vanishes: retained, QoS 1. */
  will: { topic: string; payload: string };
}

/** Of a longer payload only the beginning is taken in. */
export const MAX_PAYLOAD_BYTES = 65_536;

/** A message as it comes from the broker. */
export interface IncomingMessage {
  topic: string;
  /** At most {@link MAX_PAYLOAD_BYTES}. */
  payload: Buffer;
  /** Of the whole payload. */
  bytes: number;
  truncated: boolean;
  retained: boolean;
  /** The account that sent it, where the broker has proven it; null where it is not known. */
  sender: string | null;
}

/** What a connection tells, never before the call that opens it has returned. After `closed` it tells nothing more. */
export interface MqttConnectionEvents {
  /** The broker has accepted the hub. */
  open(): void;
  message(message: IncomingMessage): void;
  /** The connection ended, or never came to be. `reason` is for people. */
  closed(reason: string): void;
}

/** One connection, used once: when it closes, the next try opens another. */
export interface MqttConnection {
  /** Resolves after the PUBACK with QoS 1, after writing with QoS 0. May stay pending when the connection closes. */
  publish(topic: string, payload: string, options: { qos: 0 | 1; retain: boolean }): Promise<void>;
  /** Asks for several filters at once, all at one QoS. Rejects when the broker denies one of them. May stay pending when the connection closes. */
  subscribe(filters: readonly string[], qos: 0 | 1): Promise<void>;
  unsubscribe(filters: readonly string[]): Promise<void>;
  /** Says goodbye (`force` false) or drops the line; resolves when it is closed. */
  end(force: boolean): Promise<void>;
}

/** Opens connections. The real one is {@link mqttTransport}; tests may put a fake in its place. */
export type MqttTransport = (options: MqttConnectOptions, events: MqttConnectionEvents) => MqttConnection;
