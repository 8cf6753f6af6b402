import type { CaptureStatus, DeviceSnapshot } from '@lightkeeper/plugin-sdk';
import type { CaptureRecord } from '../entities/capture.js';

/** All that the doctor looks at: nothing is asked of a device for it. */
export interface DoctorFacts {
  readonly record: Pick<CaptureRecord, 'source' | 'fallback' | 'cut_bars' | 'grade' | 'targets'>;
  readonly status: CaptureStatus;
  /** How many lights its layout has; null when the layout is gone. */
  readonly lights: number | null;
  /** Its devices by id. One that is missing was deleted. */
  readonly devices: ReadonlyMap<string, DeviceSnapshot>;
  /** Addresses of the hub, by which it tells its own pictures at a device from those of others. */
  readonly own_addresses: readonly string[];
}
