import type { Severity } from '@lightkeeper/plugin-sdk/wire';
import { msg } from '@lightkeeper/ui';

/** `bulk_changed` as "Bulk changed": what a third party declares reads well too, without a list of its own. */
export function plain(word: string): string {
  const text = word.replaceAll('_', ' ').replaceAll('-', ' ').trim();
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function categoryWord(category: string): string {
  const words: Record<string, string> = {
    entity: msg('Home'),
    auth: msg('Sign-ins and access'),
    device: msg('Devices'),
    capture: msg('Capture'),
    automation: msg('Automations'),
    system: msg('Hub'),
  };
  return Object.hasOwn(words, category) ? (words[category] ?? plain(category)) : plain(category);
}

export function severityWord(severity: Severity): string {
  return { info: msg('Info'), warning: msg('Warning'), error: msg('Error') }[severity];
}

/** Through which door an act came, see the wire's origins. */
export function originWord(origin: string): string {
  const words: Record<string, string> = {
    ui: msg('this web page'),
    api: msg('the API'),
    ws: msg('a live connection'),
    mqtt: msg('MQTT'),
    cli: msg('the command line'),
    automation: msg('an automation'),
    schedule: msg('the schedule'),
    device: msg('the device itself'),
    plugin: msg('a plugin'),
    system: msg('the hub itself'),
  };
  return Object.hasOwn(words, origin) ? (words[origin] ?? origin) : origin;
}
