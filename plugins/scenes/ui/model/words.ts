import type { Device, DeviceState, Playlist, Scene, SceneActivation, SceneDevice } from '@lightkeeper/plugin-sdk/wire';
import { colorWords, formatDuration, formatNumber, formatTime, msg, plural, str } from '@lightkeeper/ui';

type Command = SceneDevice['command'];

/** `5 lights`, `3 lights and 1 other device`. */
export function sizeOf({ devices }: Pick<Scene, 'devices'>): string {
  const others = devices.filter(({ command }) => isOther(command)).length;
  const lights = devices.length - others;
  const lit = plural(lights, { one: msg('1 light'), other: msg(str`${lights} lights`) });
  const rest = plural(others, { one: msg('1 other device'), other: msg(str`${others} other devices`) });
  if (others === 0) return lit;
  return lights === 0 ? rest : msg(str`${lit} and ${rest}`);
}

function isOther({ set, ...wishes }: Command): boolean {
  return set !== undefined && Object.keys(wishes).length === 0;
}

/** How long the change takes, as the end of a line. */
export function paceOf(transition_ms: number): string {
  return transition_ms < 1_000 ? msg('at once') : msg(str`over ${formatDuration(transition_ms)}`);
}

/** How a scene stands, in one word; empty while it is off. */
export function stateWord(scene: Pick<Scene, 'status'>): string {
  if (scene.status.state === 'off') return '';
  return scene.status.state === 'active' ? msg('Active') : msg('Active, changed');
}

/** Up to three names, the rest counted. */
export function namesOf(ids: readonly string[], devices: ReadonlyMap<string, Pick<Device, 'name'>>): string {
  const names = ids.map((id) => devices.get(id)?.name ?? msg('a device that is gone'));
  return names.length <= 3 ? names.join(', ') : msg(str`${names.slice(0, 2).join(', ')} and ${names.length - 2} more`);
}

/** What did not take its part; empty when all did, or will. */
export function missedWords({ items }: SceneActivation): string {
  const missed = items.filter(({ ok, waiting }) => !ok && !waiting);
  if (missed.length === 0) return '';
  const names = missed.slice(0, 3).map(({ device_name }) => device_name);
  const more = missed.length - names.length;
  const said = more > 0 ? msg(str`${names.join(', ')} and ${more} more`) : names.join(', ');
  return missed.length === items.length ? msg(str`Nothing took it: ${said}`) : msg(str`Not reached: ${said}`);
}

/** What a part asks for: `orange, 72 %`, `Blind at 40`. */
export function partWords(command: Command, device: Pick<Device, 'features'> | undefined): string {
  const { set = {}, effect, ...light } = command;
  const words: string[] = [];
  if (light.on === false) words.push(msg('off'));
  else if (Object.keys(light).length > 0 || typeof effect === 'string') {
    const state: DeviceState = { on: true, ...light };
    words.push(typeof effect === 'string' ? msg(str`${effect}, ${colorWords({ ...state, on: true })}`) : colorWords(state));
  }
  for (const [key, value] of Object.entries(set)) {
    const feature = device?.features.find((one) => one.key === key);
    words.push(`${feature?.name ?? key}: ${valueWords(value)}`);
  }
  return words.join(' · ');
}

function valueWords(value: number | string | boolean): string {
  if (typeof value === 'number') return formatNumber(value);
  if (typeof value === 'boolean') return value ? msg('on') : msg('off');
  return value;
}

/** What a playlist is: `5 scenes, 10 min each, in turn`. */
export function playlistWords({ items, loop, shuffle }: Pick<Playlist, 'items' | 'loop' | 'shuffle'>): string {
  const count = plural(items.length, { one: msg('1 scene'), other: msg(str`${items.length} scenes`) });
  const [first] = items;
  const even = first !== undefined && items.every(({ duration_ms }) => duration_ms === first.duration_ms);
  const total = items.reduce((sum, { duration_ms }) => sum + duration_ms, 0);
  const time = even ? msg(str`${formatDuration(first.duration_ms)} each`) : msg(str`${formatDuration(total)} in all`);
  const order = shuffle ? msg('shuffled') : msg('in turn');
  return loop ? msg(str`${count}, ${time}, ${order}, again and again`) : msg(str`${count}, ${time}, ${order}, once`);
}

/** When the scene was lit: `at 20:31`. */
export function litAt({ status }: Pick<Scene, 'status'>): string {
  return status.activated_at === null ? '' : msg(str`at ${formatTime(status.activated_at)}`);
}
