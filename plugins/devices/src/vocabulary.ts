import type { Vocabulary } from '@lightkeeper/plugin-sdk';

/**
 * What devices write in the log. Commands are recorded by the command service itself, before they are answered, rather than by a hook:
 * a hook's error reaches nobody, and a command that was answered must stand in the log.
 */
export const VOCABULARY = {
  device: {
    discovered: {
      severity: 'info',
      message: '{name} announced itself {where}',
      description: 'A device that is not in the hub was seen on the network. Its name is what it announced, unverified.',
      hook: 'device.discovered',
    },
    lost: {
      severity: 'info',
      message: '{name} is no longer announced',
      description: 'A device that waited to be added has gone from the network.',
      hook: 'device.lost',
    },
    ignored: {
      severity: 'info',
      message: '{actor} chose to ignore {name}',
      description: 'A person set a found device aside.',
      guarantee: 'strict',
    },
    unignored: {
      severity: 'info',
      message: '{actor} no longer ignores {name}',
      description: 'A found device that was set aside is shown again.',
      guarantee: 'strict',
    },
    replaced: {
      severity: 'info',
      message: '{actor} replaced {name}',
      description: 'A device got a new address or a new unit behind the same id; `changed` names the parts of its record that are new.',
      guarantee: 'strict',
    },
    connected: {
      severity: 'info',
      message: '{name} is connected',
      description:
        'A device answers, after it had not or after the hub had started; `duration_ms` says how long it had been offline, where that is known.',
      hook: 'device.connected',
    },
    disconnected: {
      severity: 'warning',
      message: '{name} stopped answering',
      description: 'A device went offline; `reason` says why, `duration_ms` how long it had been online.',
      hook: 'device.disconnected',
    },
    commanded: {
      severity: 'info',
      message: '{actor} {verb} {name}{detail}',
      description:
        'A device took a command. `changed` names what was wished, `summary` says it in short, `folded` how many wishes of a dragged control it stands for.',
    },
    command_failed: {
      severity: 'error',
      message: '{actor} could not {wish} {name}{detail}: {reason}',
      description: 'A device did not take a command; `reason` says why.',
    },
  },
} as const satisfies Vocabulary;
