import type { Automation, AutomationKinds, Page, Trace, TraceSummary } from '@lightkeeper/plugin-sdk/wire';
import { Store, api, can, collection, describeError, events, msg, str, toast, type Collection, type Watchable } from '@lightkeeper/ui';

/** All automations of the hub, with how they stand just now. */
export const automations: Collection<Automation> = collection<Automation>('automations', { entity_type: 'automation', refetch: true });

events.on('automation_status', ({ automation_id, status }) => {
  automations.merge(automation_id, { status });
});

/** What automations speak of by name; a list of them tells of it in its sentences, and of what is gone. */
const SPOKEN_OF = ['device', 'area', 'scene', 'playlist', 'capture', 'blueprint'];
let reload: ReturnType<typeof setTimeout> | undefined;

events.on('entity_changed', ({ entity_type, op }) => {
  if (op === 'created' || !SPOKEN_OF.includes(entity_type) || automations.value.items.length === 0) return;
  clearTimeout(reload);
  reload = setTimeout(() => void automations.reload(), 500);
});

/** Whether the reader may run automations. */
export const mayRun = (): boolean => can('member');
/** Whether the reader may build and change them. */
export const mayEdit = (): boolean => can('admin');

export const pathOf = (id: string): string => `automations/${encodeURIComponent(id)}`;
export const pageOf = (id: string): string => `/automations/${encodeURIComponent(id)}`;
/** Where a run is looked at. */
export const runPage = (automation_id: string, trace_id: string): string => `${pageOf(automation_id)}?run=${encodeURIComponent(trace_id)}`;
/** Where an automation's entries are in the log. */
export const historyLink = (id: string): string => `/activity?entity_type=automation&entity_id=${encodeURIComponent(id)}`;

/** Where the entries are that a run wrote: what it did while it went on. */
export function deedsLink({ automation_name, started_at, finished_at }: TraceSummary): string {
  const query = new URLSearchParams({ actor: `automation:${automation_name}`, since: started_at });
  // The entry of its end is written just after it.
  if (finished_at !== null) query.set('until', new Date(Date.parse(finished_at) + 1_000).toISOString());
  return `/activity?${query.toString()}`;
}

/** Does something, and says in passing when it could not be done. */
async function tried<T>(deed: () => Promise<T>): Promise<T | null> {
  try {
    return await deed();
  } catch (error) {
    toast(describeError(error), { tone: 'error' });
    return null;
  }
}

/** Switches one on or off; whether it went well. */
export async function enable({ id }: Automation, enabled: boolean): Promise<boolean> {
  const changed = await tried(() => api.patch<Automation>(pathOf(id), { enabled }));
  if (changed) automations.put(changed);
  return changed !== null;
}

/** Runs one now; the run's id, or null when it could not be begun. */
export async function runNow(id: string): Promise<string | null> {
  const begun = await tried(() => api.post<{ trace_id: string }>(`${pathOf(id)}/run`, {}));
  return begun?.trace_id ?? null;
}

/** Ends a run that is under way. */
export async function endRun(trace_id: string): Promise<void> {
  await tried(() => api.post(`traces/${encodeURIComponent(trace_id)}/cancel`));
}

/** What would happen. */
export function dryRun(id: string): Promise<Trace | null> {
  return tried(() => api.post<Trace>(`${pathOf(id)}/dry-run`));
}

export const readTrace = (id: string): Promise<Trace> => api.get<Trace>(`traces/${encodeURIComponent(id)}`);

export const listRuns = (id: string, cursor: string | null): Promise<Page<TraceSummary>> =>
  api.get<Page<TraceSummary>>(`${pathOf(id)}/traces`, { query: { limit: 20, cursor } });

/** A name that no other automation has: `Path (2)`. */
function freeName(name: string): string {
  const taken = new Set(automations.value.items.map((one) => one.name));
  for (let number = 2; ; number += 1) {
    const candidate = `${name.slice(0, 110)} (${number})`;
    if (!taken.has(candidate)) return candidate;
  }
}

/** Makes another one like it, switched off until it has been looked at. */
export async function duplicate(automation: Automation): Promise<Automation | null> {
  const { description, mode, max_runs, max_run_ms, missed, stored_traces, variables, triggers, conditions, actions, blueprint } =
    automation;
  const steps = blueprint === null ? { triggers, conditions, actions } : { blueprint };
  const name = freeName(automation.name);
  const body = { name, description, enabled: false, mode, max_runs, max_run_ms, missed, stored_traces, variables, ...steps };
  const made = await tried(() => api.post<Automation>('automations', body));
  if (made) automations.put(made);
  return made;
}

/** Where it is used, in words; empty where nothing speaks of it. */
export async function usedBy(id: string): Promise<string[]> {
  try {
    return (await api.get<{ items: { name: string }[] }>(`${pathOf(id)}/used-by`)).items.map(({ name }) => name);
  } catch {
    // It is only for the question; the hub says it again when it is deleted.
    return [];
  }
}

export async function remove({ id, name }: Automation): Promise<boolean> {
  const done = await tried(async () => {
    await api.delete(pathOf(id));
    return true;
  });
  if (done === null) return false;
  automations.remove(id);
  toast(msg(str`${name} is deleted`));
  return true;
}

export interface KindsState {
  kinds: AutomationKinds | null;
  error: unknown;
}

/** The kinds of steps that the hub has; asked for when first watched, and again when plugins come and go. */
class KindCatalogue implements Watchable<KindsState> {
  readonly #store = new Store<KindsState>({ kinds: null, error: null });
  #started = false;

  get value(): KindsState {
    return this.#store.value;
  }

  subscribe(watcher: (value: KindsState) => void): () => void {
    if (!this.#started) void this.reload();
    return this.#store.subscribe(watcher);
  }

  async reload(): Promise<void> {
    this.#started = true;
    try {
      this.#store.set({ kinds: await api.get<AutomationKinds>('automation-kinds'), error: null });
    } catch (error) {
      // It is asked for again by whoever watches next.
      this.#started = false;
      this.#store.update((old) => ({ ...old, error }));
    }
  }
}

/** One for the page. */
export const catalogue = new KindCatalogue();

events.on('plugin_changed', () => {
  if (catalogue.value.kinds !== null) void catalogue.reload();
});
