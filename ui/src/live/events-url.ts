import { API_BASE } from '../api/client.js';

/** Where the hub's WebSocket is, seen from this page. */
export function eventsUrl(): URL {
  const url = new URL(`${API_BASE}/events/ws`, location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url;
}
