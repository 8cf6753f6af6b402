import { matchTopic } from '../mqtt/topics.js';
import type { Account } from './accounts.js';

/** Where the rules draw their lines. */
export interface Ground {
  /** All that the hub sends and hears stands below it. */
  base_topic: string;
  discovery_prefix: string;
  /** The topics below the base topic by which the hub is commanded, as levels; `+` stands for one. */
  commands: () => readonly (readonly string[])[];
  isAccount: (name: string) => boolean;
}

/** What an account may do on the broker inside the hub. */
export interface AccessRules {
  mayPublish(account: Pick<Account, 'name' | 'access'>, topic: string): boolean;
  /** For a topic that is delivered, and for a filter that is subscribed to: all that it can match must be allowed. */
  mayRead(account: Pick<Account, 'name' | 'access'>, filter: string): boolean;
}

/**
 * The access rules of the embedded broker. What is in no row is refused, and the first row that speaks of a topic decides, so that an account
 * named like the hub's base topic gains nothing by it.
 *
 * | topics | `own` | `home_assistant` | `everything` |
 * | --- | --- | --- | --- |
 * | `$…` (the broker's own) | nothing | nothing | nothing |
 * | `<base topic>/…` | nothing | read; publish where the hub takes commands | read, publish |
 * | `<discovery prefix>/<component>/[<node>/]<object>/config` | publish, unless another's stands there | read, publish | read, publish |
 * | `<discovery prefix>/status` | read | read, publish | read, publish |
 * | `<discovery prefix>/…` else | nothing | read, publish | read, publish |
 * | `<its own name>/…` | read, publish | read, publish | read, publish |
 * | `<another account's name>/…` | nothing | read, publish | read, publish |
 * | all else | nothing | nothing | read, publish |
 *
 * A filter is granted when it stands wholly within what the account may read: `#` and `+/…` only with `everything`. `ground` is asked each
 * time, since settings and accounts change.
 */
export function createAccessRules(ground: () => Ground): AccessRules {
  return {
    mayPublish({ name, access }, topic) {
      if (topic.startsWith('$')) return false;
      if (access === 'everything') return true;
      const { base_topic, discovery_prefix, commands, isAccount } = ground();
      if (isBelow(base_topic, topic)) {
        const rest = topic.slice(base_topic.length + 1);
        return access === 'home_assistant' && commands().some((levels) => matchTopic(levels, rest) !== null);
      }
      if (isBelow(discovery_prefix, topic)) {
        return access === 'home_assistant' || isDiscoveryConfig(topic.slice(discovery_prefix.length + 1));
      }
      const branch = firstLevel(topic);
      return branch === name || (access === 'home_assistant' && isAccount(branch));
    },
    mayRead({ name, access }, filter) {
      if (filter.startsWith('$')) return false;
      if (access === 'everything') return true;
      const { base_topic, discovery_prefix, isAccount } = ground();
      if (isBelow(base_topic, filter)) return access === 'home_assistant';
      if (isBelow(discovery_prefix, filter)) return access === 'home_assistant' || filter === `${discovery_prefix}/status`;
      const branch = firstLevel(filter);
      return branch === name || (access === 'home_assistant' && isAccount(branch));
    },
  };
}

function isBelow(branch: string, topic: string): boolean {
  return topic.startsWith(branch) && (topic.length === branch.length || topic[branch.length] === '/');
}

function firstLevel(topic: string): string {
  const end = topic.indexOf('/');
  return end === -1 ? topic : topic.slice(0, end);
}

/** `<component>/[<node id>/]<object id>/config`, below the prefix. */
function isDiscoveryConfig(rest: string): boolean {
  const levels = rest.split('/');
  return (levels.length === 3 || levels.length === 4) && levels.at(-1) === 'config';
}
