import type { CaptureFinding, CaptureTargetStatus, DeviceSnapshot } from '@lightkeeper/plugin-sdk';
import type { DoctorFacts } from './facts.js';

/** WLED's brightness counts for pictures as well; below a quarter of it little is left of them. */
const LOW_BRIGHTNESS = 64;
/** So near to its limit a WLED dims what it shows. */
const NEAR_LIMIT = 0.95;
/** A time-out of WLED that is shorter than two pictures of a slow source lets it return to itself in between. */
const SHORT_TIME_OUT_MS = 1_500;

/** What a WLED tells of itself that explains a wrong picture. Nothing of any other device. */
export function lookAtWled(device: DeviceSnapshot, target: CaptureTargetStatus | undefined, facts: DoctorFacts): CaptureFinding[] {
  if (device.driver !== 'wled') return [];
  return [...lookAtOthers(device, target, facts), ...lookAtColours(device, facts), ...lookAtPower(device)];
}

function* lookAtOthers(
  { name, info }: DeviceSnapshot,
  target: CaptureTargetStatus | undefined,
  { own_addresses }: DoctorFacts,
): Iterable<CaptureFinding> {
  const source = info.live_source;
  if (typeof source === 'string' && (target?.ok !== true || isForeign(source, own_addresses))) {
    yield {
      severity: 'warning',
      title: `Something else streams to ${name}`,
      detail: `It shows what comes from: ${source}.`,
      fix: 'Stop the other program: the light shows whatever came last, and flickers between the two.',
    };
  }
  if (info.live_override !== undefined && info.live_override !== null) {
    yield {
      severity: 'error',
      title: `${name} passes over pictures`,
      detail: `Somebody chose in WLED that streams are overridden ${info.live_override}.`,
      fix: 'Take back the override in WLED, or stop and start the capture: it lifts the override while it runs.',
    };
  }
  const { stream_time_out_ms: time_out } = info;
  if (typeof time_out === 'number' && time_out > 0 && time_out < SHORT_TIME_OUT_MS) {
    yield {
      severity: 'warning',
      title: `${name} gives up early`,
      detail: `It returns to itself when nothing came for ${time_out} ms, so that it may flicker while a picture stands still.`,
      fix: 'Set the time-out of realtime data in WLED (Sync Interfaces) to 2,500 ms.',
    };
  }
}

function* lookAtColours({ name, info, state }: DeviceSnapshot, { record: { grade } }: DoctorFacts): Iterable<CaptureFinding> {
  const { red, green, blue } = grade.gamma;
  if (info.stream_gamma === 'corrected by the light' && (red !== 1 || green !== 1 || blue !== 1)) {
    yield {
      severity: 'warning',
      title: 'Gamma is applied twice',
      detail: `${name} corrects the colours of streams by its own gamma, and this capture by another. Dark parts become black by that.`,
      fix: 'Set gamma to 1 in this capture, or turn off the gamma correction of realtime data in WLED (Sync Interfaces).',
    };
  }
  const brightness = state?.brightness;
  if (brightness !== undefined && brightness < LOW_BRIGHTNESS) {
    yield {
      severity: 'warning',
      title: `${name} is dimmed`,
      detail: `Its brightness is ${Math.round((brightness / 255) * 100)} %, which dims pictures as well.`,
      fix: `Raise the brightness of ${name}.`,
    };
  }
}

function* lookAtPower({ name, info, state }: DeviceSnapshot): Iterable<CaptureFinding> {
  const limit = info.power_limit_ma;
  const current = state?.readings?.current;
  if (typeof limit !== 'number' || typeof current !== 'number' || current < limit * NEAR_LIMIT) return;
  yield {
    severity: 'warning',
    title: `${name} is at its power limit`,
    detail: `It draws about ${current} mA of ${limit} mA that are allowed, and dims what it shows to stay below.`,
    fix: 'Lower the brightness, or raise the limit in WLED (LED Preferences) as far as the power supply and the cables bear.',
  };
}

/** WLED names the protocol and the sender's address; one without an address cannot be told from the hub. */
function isForeign(live_source: string, own_addresses: readonly string[]): boolean {
  const address = /\d{1,3}(?:\.\d{1,3}){3}/.exec(live_source)?.[0];
  return address !== undefined && address !== '0.0.0.0' && !own_addresses.includes(address);
}
