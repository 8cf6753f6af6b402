/** What a plugin's module makes: it works on lights, with what it is given beside them. */
export type Work<Given> = (given: Given, lights: Float32Array) => void;

/** Makes work of a plugin's; throws what it does wrong, in the name of what it is. */
export type Make<Arguments extends readonly unknown[], Given> = (...given: Arguments) => Work<Given>;

/**
 * Loads the module of something that a plugin brings; `what` is `effect "lava"`. Whatever it does wrong, now or later, is an error that names it,
 * and its lights are none but lights.
 */
export async function load<Arguments extends readonly unknown[], Given>(what: string, module: string): Promise<Make<Arguments, Given>> {
  const make = await defaultOf(what, module);
  return (...given) => {
    const work = begin(what, () => make(...given));
    return (more, lights) => {
      try {
        work(more, lights);
      } catch (error) {
        throw complaint(what, 'failed', error);
      }
      keepLight(lights);
    };
  };
}

async function defaultOf(what: string, module: string): Promise<(...given: readonly unknown[]) => unknown> {
  let loaded: { default?: unknown };
  try {
    loaded = (await import(module)) as { default?: unknown };
  } catch (error) {
    throw complaint(what, 'could not be loaded', error);
  }
  if (typeof loaded.default !== 'function') throw complaint(what, 'could not be loaded', 'its module has no function as its default.');
  return loaded.default as (...given: readonly unknown[]) => unknown;
}

function begin(what: string, make: () => unknown): Work<unknown> {
  let work: unknown;
  try {
    work = make();
  } catch (error) {
    throw complaint(what, 'did not begin', error);
  }
  if (typeof work !== 'function') throw complaint(what, 'did not begin', 'it gives no function that does its work.');
  return work as Work<unknown>;
}

function complaint(what: string, does: string, cause: unknown): Error {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new Error(`The ${what} ${does}: ${why.slice(0, 300)}`, { cause });
}

/** Light is 0 to 1, and what is no number is none. */
function keepLight(lights: Float32Array): void {
  for (let index = 0; index < lights.length; index += 1) {
    const value = lights[index] ?? 0;
    if (!(value >= 0 && value <= 1)) lights[index] = value > 1 ? 1 : 0;
  }
}
