/** Where a device's entries are in the log. */
export function historyLink(device_id: string): string {
  return `/activity?entity_type=device&entity_id=${encodeURIComponent(device_id)}`;
}
