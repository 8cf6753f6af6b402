import type { PluginInfo, PluginState } from '@lightkeeper/plugin-sdk/wire';
import { msg } from '../i18n/msg.js';

export function pluginWord(state: PluginState): string {
  switch (state) {
    case 'discovered':
      return msg('Found');
    case 'configuring':
      return msg('Being prepared');
    case 'starting':
      return msg('Starting');
    case 'running':
      return msg('Running');
    case 'degraded':
      return msg('Works in part');
    case 'failed':
      return msg('Failed');
    case 'stopped':
      return msg('Stopped');
    case 'quarantined':
      return msg('Set aside');
  }
}

export function pluginTone(state: PluginState): 'ok' | 'warning' | 'error' | 'neutral' {
  if (state === 'running') return 'ok';
  if (state === 'degraded') return 'warning';
  return state === 'failed' || state === 'quarantined' ? 'error' : 'neutral';
}

export function pluginSource(source: PluginInfo['source']): string {
  if (source === 'built_in') return msg('Built in');
  return source === 'npm' ? msg('An npm package') : msg('The data folder');
}
