import { safeText } from '@lightkeeper/plugin-sdk';
import { choice, level, toggle } from './setting.js';
import type { Setting } from './setting.js';
import { WledNames } from './names.js';
import { segmentId, shownSegment } from './view.js';
import type { WledPatch, WledView } from './view.js';

/** With three features each they leave room for the others among the 64 that a device may have. */
const MAX_OTHERS = 15;

/** What can be set of the segments that a strip has beside the one that it shows as its light. */
export function otherSegments(view: WledView): Setting[] {
  const shown = shownSegment(view)?.id;
  const effects = new WledNames([[0, 'Solid'], ...view.names.effects.numbered]);
  return view.state.seg
    .map((segment, place) => ({ segment, id: segmentId(segment, place) }))
    .filter(({ id }) => id !== shown)
    .slice(0, MAX_OTHERS)
    .flatMap(({ segment: { n = '', on, bri, fx }, id }) => {
      const key = `segment_${id}`;
      const name = safeText(n, 40).trim() || `Segment ${id}`;
      const onSegment = (part: Record<string, unknown>): WledPatch => ({ seg: [{ id, ...part }] });
      return [
        ...toggle(key, name, on, (lit) => onSegment({ on: lit })),
        // 0 would switch it off (wled00/json.cpp, deserializeSegment), and has its switch.
        ...level(`${key}_brightness`, `${name} brightness`, bri, (value) => onSegment({ bri: value }), { min: 1 }),
        ...choice(`${key}_effect`, `${name} effect`, effects, fx, (number) => onSegment({ fx: number })),
      ];
    });
}
