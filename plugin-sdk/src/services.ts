import type { ActivityQuery, ActivityRecorder, VocabularyRegistry } from './activity.js';
import type { AutomationService } from './automations.js';
import type { CaptureService } from './capture.js';
import type { DeviceService } from './device-driver.js';
import type { Disposer } from './disposable.js';
import type { HomeAssistantService } from './home-assistant.js';
import type { SceneService } from './scenes.js';

/**
 * Services by name. Plugins add theirs by declaration merging:
 *
 * @example
 * declare module '@lightkeeper/plugin-sdk' {
 *   interface ServiceMap { tides: { level(): number } }
 * }
 */
export interface ServiceMap {
  activity_recorder: ActivityRecorder;
  activity_query: ActivityQuery;
  vocabulary: VocabularyRegistry;
  automations: AutomationService;
  capture: CaptureService;
  devices: DeviceService;
  home_assistant: HomeAssistantService;
  scenes: SceneService;
}

export type ServiceName = keyof ServiceMap;

export interface Services {
  /** Offers a service until the plugin stops. A name that is taken is refused. */
  provide<N extends ServiceName>(name: N, service: ServiceMap[N]): Disposer;
  /** The service, or undefined while nobody offers it. Ask anew each time: its plugin may have been restarted. */
  get<N extends ServiceName>(name: N): ServiceMap[N] | undefined;
  /** Like `get`, but throws a clear error; for services of plugins named in `dependsOn`. */
  require<N extends ServiceName>(name: N): ServiceMap[N];
}
