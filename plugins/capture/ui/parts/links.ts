/** Where a capture's entries are in the log. */
export function historyLink(capture_id: string): string {
  return `/activity?entity_type=capture&entity_id=${encodeURIComponent(capture_id)}`;
}
