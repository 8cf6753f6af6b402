import type { Vocabulary } from '@lightkeeper/plugin-sdk';

/** The words of the kernel's own acts, beside those of the access rules. */
export const kernelVocabulary: Vocabulary = {
  entity: {
    created: {
      severity: 'info',
      message: '{actor} added the {type} {name}',
      description: 'A stored record was created',
      guarantee: 'strict',
    },
    updated: {
      severity: 'info',
      message: '{actor} changed the {type} {name}',
      description: 'A stored record was changed',
      guarantee: 'strict',
    },
    bulk_changed: {
      severity: 'info',
      message: '{actor} wrote {name}: {created} added, {updated} changed, {deleted} deleted',
      description: 'Many stored records were changed at once, by an import or a first run',
      guarantee: 'strict',
      hook: 'entity.bulk_changed',
    },
    deleted: {
      severity: 'info',
      message: '{actor} deleted the {type} {name}',
      description: 'A stored record was deleted',
      guarantee: 'strict',
    },
  },
  system: {
    started: { severity: 'info', message: 'The hub started', description: 'The hub is ready', hook: 'system.started' },
    unclean_shutdown: {
      severity: 'warning',
      message: 'The hub had stopped without warning; it was last seen running at {last_seen}',
      description: 'The hub found at its start that it had not been shut down in order',
      hook: 'system.unclean_shutdown',
    },
    shutting_down: {
      severity: 'info',
      message: 'The hub began to shut down',
      description: 'The first act of an orderly stop',
      hook: 'system.shutting_down',
    },
    settings_changed: {
      severity: 'info',
      message: '{actor} changed the settings of {name}',
      description: 'Settings of the hub or of a plugin were changed',
      guarantee: 'strict',
    },
    plugin_started: {
      severity: 'info',
      message: 'The plugin {name} started',
      description: 'A plugin that is not built in began to run',
      hook: 'system.plugin_started',
    },
    plugin_failed: {
      severity: 'error',
      message: 'The plugin {name} failed: {reason}',
      description: 'A plugin could not start, or made an error while it ran',
      hook: 'system.plugin_failed',
    },
    plugin_quarantined: {
      severity: 'error',
      message: 'The hub set the plugin {name} aside after {failures} failures',
      description: 'A plugin failed so often that the hub no longer runs it',
      hook: 'system.plugin_quarantined',
    },
    plugin_restarted: {
      severity: 'info',
      message: '{actor} started the plugin {name} anew',
      description: 'A person started a plugin again',
      hook: 'system.plugin_restarted',
    },
    plugin_installed: {
      severity: 'info',
      message: 'The plugin {name} was installed',
      description: 'A plugin was found that was not there at the last start',
      hook: 'system.plugin_installed',
    },
    plugin_removed: {
      severity: 'info',
      message: 'The plugin {name} was removed',
      description: 'A plugin that ran before is no longer there',
      hook: 'system.plugin_removed',
    },
    broker_started: {
      severity: 'info',
      message: 'The embedded broker listens at {address}',
      description: 'The MQTT broker inside the hub takes connections',
      hook: 'system.broker_started',
    },
    broker_stopped: {
      severity: 'info',
      message: 'The embedded broker no longer listens at {address}',
      description: 'The MQTT broker inside the hub was switched off, or moved to another address',
      hook: 'system.broker_stopped',
    },
    broker_failed: {
      severity: 'error',
      message: 'The embedded broker does not run: {reason}',
      description: 'The MQTT broker inside the hub could not listen, or ended; once for each reason, and the hub tries again',
      hook: 'system.broker_failed',
    },
  },
};
