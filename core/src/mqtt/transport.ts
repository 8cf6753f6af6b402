/** What is needed to open one connection to a broker. */
interface MqttConnectOptions {
  url: string;
  username: string | null;
  password: string | null;
  client_id: string;
  /** What the broker publishes when the hub vanishes: retained, QoS 1. */
  will: { topic: string; payload: string };
}

/** What a connection tells, never before the call that opens it has returned. After `closed` it tells nothing more. */
export interface MqttConnectionEvents {
  /** The broker has accepted the hub. */
  open(): void;
  message(topic: string, payload: Buffer, retained: boolean): void;
  /** The connection ended, or never came to be. `reason` is for people. */
  closed(reason: string): void;
}

/** One connection, used once: when it closes, the next try opens another. */
export interface MqttConnection {
  /** Resolves after the PUBACK with QoS 1, after writing with QoS 0. May stay pending when the connection closes. */
  publish(topic: string, payload: string, options: { qos: 0 | 1; retain: boolean }): Promise<void>;
  /** Rejects when the broker denies it. May stay pending when the connection closes. */
  subscribe(topic: string): Promise<void>;
  unsubscribe(topic: string): Promise<void>;
  /** Says goodbye (`force` false) or drops the line; resolves when it is closed. */
  end(force: boolean): Promise<void>;
}

/** Opens connections. The real one is {@link mqttTransport}; tests may put a fake in its place. */
export type MqttTransport = (options: MqttConnectOptions, events: MqttConnectionEvents) => MqttConnection;
