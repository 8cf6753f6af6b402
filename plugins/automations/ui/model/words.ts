import type { AutomationKindGroup, RunMode, RunOutcome, StepResult } from '@lightkeeper/plugin-sdk/wire';
import { msg } from '@lightkeeper/ui';
import type { StepSort } from './nests.js';

export type Tone = 'neutral' | 'ok' | 'warning' | 'error' | 'on';

export interface Look {
  word: string;
  tone: Tone;
  icon: string;
}

/** What became of a run, as a word, a tone and a picture. */
export function outcomeLook(outcome: RunOutcome): Look {
  switch (outcome) {
    case 'running':
      return { word: msg('Running'), tone: 'on', icon: 'play' };
    case 'waiting':
      return { word: msg('Waiting'), tone: 'on', icon: 'hourglass' };
    case 'queued':
      return { word: msg('Waits for its turn'), tone: 'neutral', icon: 'list' };
    case 'finished':
      return { word: msg('Finished'), tone: 'ok', icon: 'circle-check' };
    case 'stopped':
      return { word: msg('Stopped'), tone: 'ok', icon: 'circle-check' };
    case 'conditions_failed':
      return { word: msg('Conditions did not hold'), tone: 'neutral', icon: 'circle' };
    case 'dropped':
      return { word: msg('Not begun'), tone: 'neutral', icon: 'circle-x' };
    case 'cut':
      return { word: msg('Held back'), tone: 'warning', icon: 'triangle-alert' };
    case 'cancelled':
      return { word: msg('Cancelled'), tone: 'neutral', icon: 'circle-x' };
    case 'failed':
      return { word: msg('Failed'), tone: 'error', icon: 'octagon-x' };
    case 'timed_out':
      return { word: msg('Lasted too long'), tone: 'error', icon: 'octagon-x' };
  }
}

export const isUnderWay = (outcome: RunOutcome): boolean => outcome === 'running' || outcome === 'waiting' || outcome === 'queued';

/** What became of a step. */
export function resultLook(result: StepResult): Look {
  switch (result) {
    case 'running':
      return { word: msg('Under way'), tone: 'on', icon: 'hourglass' };
    case 'done':
      return { word: msg('Done'), tone: 'ok', icon: 'circle-check' };
    case 'passed':
      return { word: msg('Holds'), tone: 'ok', icon: 'circle-check' };
    case 'not_passed':
      return { word: msg('Does not hold'), tone: 'neutral', icon: 'circle-x' };
    case 'skipped':
      return { word: msg('Passed over'), tone: 'neutral', icon: 'circle' };
    case 'timed_out':
      return { word: msg('Time was up'), tone: 'warning', icon: 'clock' };
    case 'failed':
      return { word: msg('Failed'), tone: 'error', icon: 'octagon-x' };
    case 'interrupted':
      return { word: msg('Interrupted'), tone: 'warning', icon: 'triangle-alert' };
    case 'cancelled':
      return { word: msg('Cancelled'), tone: 'neutral', icon: 'circle-x' };
    case 'would':
      return { word: msg('Would do'), tone: 'neutral', icon: 'flask-conical' };
  }
}

export function modeWords(mode: RunMode): { label: string; text: string } {
  switch (mode) {
    case 'single':
      return { label: msg('Let it finish'), text: msg('A new one is not begun while it runs.') };
    case 'restart':
      return { label: msg('Start it again'), text: msg('The run under way ends, and a new one begins.') };
    case 'queued':
      return { label: msg('One after the other'), text: msg('A new one waits for its turn.') };
    case 'parallel':
      return { label: msg('Side by side'), text: msg('A new one begins beside those under way.') };
  }
}

export function groupWord(group: AutomationKindGroup): string {
  switch (group) {
    case 'time':
      return msg('Time');
    case 'device':
      return msg('Devices');
    case 'scene':
      return msg('Scenes and captures');
    case 'message':
      return msg('Messages');
    case 'log':
      return msg('The log');
    case 'logic':
      return msg('Logic');
    case 'hub':
      return msg('The hub');
    case 'other':
      return msg('More');
  }
}

/** The three lists of an automation, as its sentence puts them. */
export function sortWords(sort: StepSort): { heading: string; text: string; add: string; none: string } {
  switch (sort) {
    case 'triggers':
      return {
        heading: msg('When'),
        text: msg('One of these happens'),
        add: msg('Add a trigger'),
        none: msg('Nothing sets it going yet: it runs only when somebody runs it.'),
      };
    case 'conditions':
      return {
        heading: msg('And if'),
        text: msg('All of these hold'),
        add: msg('Add a condition'),
        none: msg('No conditions: it always goes on.'),
      };
    case 'actions':
      return {
        heading: msg('Then'),
        text: msg('One after the other'),
        add: msg('Add an action'),
        none: msg('Nothing is done yet.'),
      };
  }
}

/** The same for lists within steps, which have headings of their own. */
export function innerWords(sort: StepSort): { add: string; none: string } {
  if (sort === 'triggers') return { add: msg('Add a trigger'), none: msg('No trigger yet.') };
  return sort === 'conditions'
    ? { add: msg('Add a condition'), none: msg('No condition: it always holds.') }
    : { add: msg('Add an action'), none: msg('Nothing is done.') };
}

/** A part of a sentence, as it stands by itself. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
