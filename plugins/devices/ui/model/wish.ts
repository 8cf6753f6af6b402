import { positionKey, type DeviceCommand, type DeviceState, type Feature, type FeatureValue } from '@lightkeeper/plugin-sdk/wire';
import { numberOf } from './features.js';

/**
 * The state that a command asks for. A brightness also turns the light on, as a hand on a dimmer does. Colour, white and effect
 * take each other's place; a wish may name colour and white together, for lights that mix both.
 */
export function withWish(state: DeviceState | null, wish: DeviceCommand, features: readonly Feature[] = []): DeviceState {
  const { transition_ms: _, set, ...asked } = wish;
  const next: DeviceState = { ...state, ...asked };
  if (wish.brightness !== undefined && wish.on === undefined) next.on = true;
  const repainted = wish.color !== undefined || wish.color_temp !== undefined;
  if (repainted && wish.color === undefined) delete next.color;
  if (repainted && wish.color_temp === undefined) delete next.color_temp;
  if (repainted && wish.effect === undefined && state?.effect !== undefined) next.effect = null;
  if (set !== undefined) next.readings = { ...state?.readings, ...readingsAfter(state, set, features) };
  return next;
}

/** A number, a choice and a switch become what they are set to; a cover begins to move; a button leaves no trace. */
function readingsAfter(
  state: DeviceState | null,
  set: Readonly<Record<string, FeatureValue>>,
  features: readonly Feature[],
): Record<string, FeatureValue> {
  const after: [string, FeatureValue][] = [];
  for (const { key, kind } of features) {
    const value = Object.hasOwn(set, key) ? set[key] : undefined;
    if (value === undefined || kind === 'button') continue;
    after.push([key, kind === 'cover' ? coverAfter(numberOf(state, positionKey(key)), value) : value]);
  }
  return Object.fromEntries(after);
}

function coverAfter(position: number | null, wish: FeatureValue): string {
  if (wish === 'stop') return 'stopped';
  const goal = wish === 'open' ? 100 : wish === 'close' ? 0 : wish;
  if (typeof goal !== 'number') return 'stopped';
  if (goal === position) return goal === 0 ? 'closed' : 'open';
  return goal > (position ?? (goal === 0 ? 100 : 0)) ? 'opening' : 'closing';
}

/** Two commands given one after the other, as one. What the later one replaces is left out. */
export function joinWishes(first: DeviceCommand | undefined, second: DeviceCommand): DeviceCommand {
  const { color, color_temp, effect, set, ...rest } = first ?? {};
  const repaints = second.color !== undefined || second.color_temp !== undefined || second.effect !== undefined;
  const sets = set !== undefined || second.set !== undefined ? { set: { ...set, ...second.set } } : {};
  if (second.on === false) return { ...second, ...sets };
  return {
    ...rest,
    ...(!repaints && color !== undefined && { color }),
    ...(!repaints && color_temp !== undefined && { color_temp }),
    ...(!repaints && effect !== undefined && { effect }),
    ...second,
    ...sets,
  };
}
