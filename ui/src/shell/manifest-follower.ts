import type { UiManifest } from '@lightkeeper/plugin-sdk/wire';
import { api } from '../api/client.js';
import { events } from '../live/live.js';
import { manifest } from './manifest.js';

const SETTLE_MS = 400;
let timer: number | undefined;
let following = false;

async function load(): Promise<void> {
  try {
    const next = await api.get<UiManifest>('ui');
    // The same answer must not tear panels down.
    if (JSON.stringify(next) !== JSON.stringify(manifest.value)) manifest.set(next);
  } catch {
    // The old one serves until the connection is back; `hello` then asks again.
  }
}

function soon(): void {
  window.clearTimeout(timer);
  timer = window.setTimeout(() => void load(), SETTLE_MS);
}

/** Loads what the plugins bring to the UI, and again whenever one of them starts or stops. */
export function followManifest(): void {
  void load();
  if (following) return;
  following = true;
  events.on('plugin_changed', soon);
  events.on('hello', soon);
}

export function forgetManifest(): void {
  manifest.set(null);
}
