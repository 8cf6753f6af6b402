import type {
  Capture,
  CaptureAlgorithmInfo,
  CaptureEffectInfo,
  CaptureFilterInfo,
  CaptureSourceInfo,
  CaptureStatus,
  FfmpegInfo,
  Page,
} from '@lightkeeper/plugin-sdk/wire';
import { Store, api, can, collection, describeError, events, toast, type Collection, type Watchable } from '@lightkeeper/ui';

/** All captures of the hub, with what they are doing just now. */
export const captures: Collection<Capture> = collection<Capture>('captures', { entity_type: 'capture', refetch: true });

events.on('capture_status', ({ capture_id, status }) => {
  captures.merge(capture_id, { status });
});

/** Whether the reader may start and stop captures. */
export const mayRun = (): boolean => can('member');

const path = (id: string): string => `captures/${encodeURIComponent(id)}`;

/** Starts or stops one; what went wrong is said in passing, and the answer is whether it went well. */
export async function run(id: string, on: boolean): Promise<boolean> {
  try {
    captures.merge(id, { status: await api.post<CaptureStatus>(`${path(id)}/${on ? 'start' : 'stop'}`) });
    return true;
  } catch (error) {
    toast(describeError(error), { tone: 'error' });
    return false;
  }
}

/** Starts or stops all of them. */
export async function runAll(on: boolean): Promise<void> {
  try {
    const { items } = await api.post<Page<{ id: string; status: CaptureStatus }>>(`captures/${on ? 'start' : 'stop'}`);
    for (const { id, status } of items) captures.merge(id, { status });
  } catch (error) {
    toast(describeError(error), { tone: 'error' });
  }
}

/** What captures are made of. */
export interface Parts {
  kinds: readonly CaptureSourceInfo[];
  effects: readonly CaptureEffectInfo[];
  filters: readonly CaptureFilterInfo[];
  algorithms: readonly CaptureAlgorithmInfo[];
  /** What ffmpeg can read on the hub's machine; null where only administrators are told. */
  ffmpeg: FfmpegInfo | null;
  ready: boolean;
  error: unknown;
}

/** The parts that the hub and its plugins have; loaded when first watched. */
class Catalogue implements Watchable<Parts> {
  readonly #store = new Store<Parts>({ kinds: [], effects: [], filters: [], algorithms: [], ffmpeg: null, ready: false, error: null });
  #started = false;

  get value(): Parts {
    return this.#store.value;
  }

  subscribe(watcher: (value: Parts) => void): () => void {
    if (!this.#started) void this.reload();
    return this.#store.subscribe(watcher);
  }

  async reload(): Promise<void> {
    this.#started = true;
    try {
      const [kinds, effects, filters, algorithms, ffmpeg] = await Promise.all([
        api.get<Page<CaptureSourceInfo>>('capture-sources'),
        api.get<Page<CaptureEffectInfo>>('capture-effects'),
        api.get<Page<CaptureFilterInfo>>('capture-filters'),
        api.get<Page<CaptureAlgorithmInfo>>('capture-algorithms'),
        can('admin') ? api.get<FfmpegInfo>('capture-sources/ffmpeg') : null,
      ]);
      this.#store.set({
        kinds: kinds.items,
        effects: effects.items,
        filters: filters.items,
        algorithms: algorithms.items,
        ffmpeg,
        ready: true,
        error: null,
      });
    } catch (error) {
      // It is asked for again by whoever watches next.
      this.#started = false;
      this.#store.update((old) => ({ ...old, error }));
    }
  }
}

/** One for the page. */
export const catalogue = new Catalogue();

/** Sends a change and takes the answer in. Throws what the hub refuses. */
export async function change(id: string, changes: object): Promise<Capture> {
  const changed = await api.patch<Capture>(path(id), changes);
  captures.put(changed);
  return changed;
}

/** As `change`, for its look alone, which members may tune too. */
export async function tune(id: string, changes: object): Promise<Capture> {
  const changed = await api.post<Capture>(`${path(id)}/calibrate`, changes);
  captures.put(changed);
  return changed;
}

export async function remove(id: string): Promise<void> {
  await api.delete(path(id));
  captures.remove(id);
}
