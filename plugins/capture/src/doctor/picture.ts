import type { CaptureFinding } from '@lightkeeper/plugin-sdk';
import type { DoctorFacts } from './facts.js';

/** Below this share of full light a room looks unlit. */
const DIM_PERCENT = 15;
const STRONG_GAMMA = 2.5;

/** What is to be said of the capture itself: whether it runs, what it shows, and how its colours are set. */
export function lookAtPicture(facts: DoctorFacts): CaptureFinding[] {
  return [...lookAtState(facts), ...lookAtSource(facts), ...lookAtDarkness(facts), ...lookAtGrade(facts)];
}

function* lookAtState({ status: { state, reason }, lights }: DoctorFacts): Iterable<CaptureFinding> {
  if (lights === null) {
    yield {
      severity: 'error',
      title: 'No layout',
      detail: 'The layout that this capture names is gone, so nothing says which light shows what.',
      fix: 'Choose another layout for it.',
    };
  }
  if (state === 'stopped') {
    yield { severity: 'info', title: 'Stopped', detail: 'The capture does not run: its devices show their own state.', fix: 'Start it.' };
  } else if (state === 'failed') {
    yield {
      severity: 'error',
      title: 'It failed',
      detail: reason ?? 'It cannot go on, and nothing says why.',
      fix: 'It is tried again by itself. When that does not help, stop it, look at its source, and start it anew.',
    };
  }
}

function* lookAtSource({ record: { source, fallback }, status: { state, showing, reason } }: DoctorFacts): Iterable<CaptureFinding> {
  if (state !== 'running' && state !== 'waiting') return;
  if (showing === 'source') {
    if (reason !== null)
      yield { severity: 'warning', title: 'Trouble at the source', detail: reason, fix: 'Look at the settings of the source.' };
    return;
  }
  const detail = reason ?? `The source (${source.kind}) has sent no picture for some seconds.`;
  const fix = 'See that what it takes pictures from is on and sends, and look at the settings of the source.';
  if (showing === 'fallback' && fallback !== null) {
    yield { severity: 'warning', title: `The lights show the ${fallback.kind} instead`, detail, fix };
  } else {
    yield { severity: 'error', title: 'No signal', detail, fix };
  }
}

function* lookAtDarkness({ record: { grade, cut_bars }, status: { state, dark, showing } }: DoctorFacts): Iterable<CaptureFinding> {
  if (state !== 'running' || !dark || showing === null || grade.brightness === 0) return;
  yield {
    severity: 'warning',
    title: 'The picture is black',
    detail: `All lights have been black for a second${cut_bars ? '' : '; black bars of the picture are not cut off'}.`,
    fix: cut_bars
      ? 'Look whether the picture is black itself: a protected film, or a screen that is off. Backlight in its colours keeps a little light in dark scenes.'
      : 'Let black bars be cut off, or look whether the picture is black itself: a protected film, or a screen that is off.',
  };
}

function* lookAtGrade({ record: { grade } }: DoctorFacts): Iterable<CaptureFinding> {
  const { brightness, saturation, gamma, backlight } = grade;
  if (brightness === 0) {
    yield {
      severity: 'error',
      title: 'Brightness is 0',
      detail: 'The colours of this capture are set to no light at all.',
      fix: 'Raise its brightness.',
    };
  } else if (brightness < DIM_PERCENT) {
    yield {
      severity: 'warning',
      title: 'Brightness is low',
      detail: `The colours of this capture are set to ${brightness} % of full light.`,
      fix: 'Raise its brightness.',
    };
  }
  if (Math.max(gamma.red, gamma.green, gamma.blue) >= STRONG_GAMMA) {
    yield {
      severity: 'warning',
      title: 'Strong gamma',
      detail: `Gamma is ${gamma.red} for red, ${gamma.green} for green and ${gamma.blue} for blue. Dark parts of the picture become black by it.`,
      fix: 'Set gamma to 1: the colours are reckoned in light, which needs no gamma.',
    };
  }
  if (saturation === 0) {
    yield { severity: 'info', title: 'No colours', detail: 'Saturation is 0: all lights are white or grey.', fix: 'Set saturation to 1.' };
  }
  if (backlight >= 50) {
    yield {
      severity: 'info',
      title: 'Much backlight',
      detail: `${backlight} % of light is always there, so that the picture hardly shows.`,
      fix: 'Lower the backlight.',
    };
  }
}
