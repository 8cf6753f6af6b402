/** What a topic of discovery says: `<prefix>/<component>/[<node>/]<object>/config`. */
export interface ConfigTopic {
  /** The platform, or `device` for a device with all its components. */
  component: string;
  /** Null where the topic has three levels. */
  node_id: string | null;
  object_id: string;
}

const MAX_ID = 128;
const ID = /^[a-zA-Z0-9_-]+$/;

/** The two filters that all configs below the prefix come by. */
export function configFilters(prefix: string): string[] {
  return [`${prefix}/+/+/config`, `${prefix}/+/+/+/config`];
}

/** Takes a topic apart; null when it is no topic of discovery, or its ids are not what they may be (MQTT integration, "Discovery topic"). */
export function parseConfigTopic(prefix: string, topic: string): ConfigTopic | null {
  if (!topic.startsWith(`${prefix}/`) || !topic.endsWith('/config')) return null;
  const levels = topic.slice(prefix.length + 1, -'/config'.length).split('/');
  if (levels.length < 2 || levels.length > 3) return null;
  if (!levels.every((level) => level.length <= MAX_ID && ID.test(level))) return null;
  const [component = '', second = '', third] = levels;
  return third === undefined ? { component, node_id: null, object_id: second } : { component, node_id: second, object_id: third };
}
