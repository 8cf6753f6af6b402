import type { DeviceCommand, DeviceState } from '@lightkeeper/plugin-sdk/wire';

/**
 * The state that a command asks for. A brightness also turns the light on, as a hand on a dimmer does. Colour, white and effect
 * take each other's place; a wish may name colour and white together, for lights that mix both.
 */
export function withWish(state: DeviceState | null, wish: DeviceCommand): DeviceState {
  const { transition_ms: _, ...asked } = wish;
  const next: DeviceState = { ...state, ...asked };
  if (wish.brightness !== undefined && wish.on === undefined) next.on = true;
  const repainted = wish.color !== undefined || wish.color_temp !== undefined;
  if (repainted && wish.color === undefined) delete next.color;
  if (repainted && wish.color_temp === undefined) delete next.color_temp;
  if (repainted && wish.effect === undefined && state?.effect !== undefined) next.effect = null;
  return next;
}

/** Two commands given one after the other, as one. What the later one replaces is left out. */
export function joinWishes(first: DeviceCommand | undefined, second: DeviceCommand): DeviceCommand {
  const { color, color_temp, effect, ...rest } = first ?? {};
  const repaints = second.color !== undefined || second.color_temp !== undefined || second.effect !== undefined;
  if (second.on === false) return { ...second };
  return {
    ...rest,
    ...(!repaints && color !== undefined && { color }),
    ...(!repaints && color_temp !== undefined && { color_temp }),
    ...(!repaints && effect !== undefined && { effect }),
    ...second,
  };
}
