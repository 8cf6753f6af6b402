import type { CaptureFinding } from '@lightkeeper/plugin-sdk';
import { lookAtDevices } from './devices.js';
import type { DoctorFacts } from './facts.js';
import { lookAtPicture } from './picture.js';

const WORST_FIRST: readonly CaptureFinding['severity'][] = ['error', 'warning', 'info', 'ok'];

/** Why it is dark, or not as it should be: what is found, the worst first. Never empty. */
export function examine(facts: DoctorFacts): CaptureFinding[] {
  const found = [...lookAtPicture(facts), ...lookAtDevices(facts)];
  if (found.some(({ severity }) => severity === 'error' || severity === 'warning')) return sorted(found);
  return sorted([...found, { severity: 'ok', title: 'Nothing is wrong', detail: wellness(facts), fix: null }]);
}

function wellness({ status: { state, fps_in, fps_out, latency_ms } }: DoctorFacts): string {
  if (state !== 'running') return 'Its devices are there and fit its layout.';
  // What the hub paints itself does not come in.
  if (fps_in === 0) return `It gives out ${Math.round(fps_out)} pictures a second.`;
  const latency = latency_ms === null ? '' : `, each ${Math.round(latency_ms)} ms after it came`;
  return `It takes ${Math.round(fps_in)} pictures a second and gives out ${Math.round(fps_out)}${latency}.`;
}

function sorted(findings: readonly CaptureFinding[]): CaptureFinding[] {
  return WORST_FIRST.flatMap((severity) => findings.filter((finding) => finding.severity === severity));
}
