import type { CaptureFinding, CaptureTargetStatus, DeviceSnapshot } from '@lightkeeper/plugin-sdk';
import type { DoctorFacts } from './facts.js';
import { lookAtWled } from './wled.js';

/** What is to be said of the devices of a capture. */
export function lookAtDevices(facts: DoctorFacts): CaptureFinding[] {
  const { record, devices, status } = facts;
  return record.targets.flatMap(({ device_id, brightness }, index) => {
    const device = devices.get(device_id);
    const target = status.targets[index];
    if (device === undefined) return [gone(target)];
    const unreachable = lookAtReach(device, target);
    if (unreachable !== null) return [unreachable];
    if (brightness === 0) return [unlit(device)];
    return [...lookAtTarget(device, target), ...lookAtWled(device, target, facts)];
  });
}

function gone(target: CaptureTargetStatus | undefined): CaptureFinding {
  return {
    severity: 'error',
    title: 'A device is gone',
    detail: `A device of this capture (${target?.device_id ?? 'unknown'}) was deleted.`,
    fix: 'Take it out of the devices of the capture, or put another one in its place.',
  };
}

function unlit({ name }: DeviceSnapshot): CaptureFinding {
  return {
    severity: 'error',
    title: `${name} is given no light`,
    detail: 'Its brightness beside the other devices of this capture is 0.',
    fix: `Raise the brightness of ${name} in the settings of the capture.`,
  };
}

function lookAtReach({ name, enabled, status, stream }: DeviceSnapshot, target: CaptureTargetStatus | undefined): CaptureFinding | null {
  if (!enabled) {
    return {
      severity: 'error',
      title: `${name} is turned off`,
      detail: 'It is turned off in its settings.',
      fix: `Turn ${name} on in its settings.`,
    };
  }
  if (status !== 'online') {
    return {
      severity: 'error',
      title: `${name} is offline`,
      detail: target?.note ?? 'It does not answer. It is tried again by itself.',
      fix: 'See that it has power and is in the network.',
    };
  }
  if (stream === null) {
    return {
      severity: 'error',
      title: `${name} takes no pictures`,
      detail: 'It is no light whose colour or brightness can be set.',
      fix: 'Take it out of the devices of the capture.',
    };
  }
  return null;
}

function* lookAtTarget({ name }: DeviceSnapshot, target: CaptureTargetStatus | undefined): Iterable<CaptureFinding> {
  if (target === undefined || target.note === null) return;
  if (!target.ok) {
    yield {
      severity: 'error',
      title: `${name} shows nothing`,
      detail: target.note,
      fix: 'Stop what else streams to it, or restart the light.',
    };
  } else {
    yield {
      severity: 'warning',
      title: `${name} does not fit`,
      detail: target.note,
      fix: 'Make layout and device have the same number of lights.',
    };
  }
}
