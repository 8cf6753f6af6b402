/** Runs one function after another: what it checks cannot change before what it writes is committed. */
export type Serial = <T>(fn: () => Promise<T>) => Promise<T>;

export function createSerial(): Serial {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(fn: () => Promise<T>): Promise<T> => {
    const turn = last.then(fn, fn);
    last = turn.catch(() => undefined);
    return turn;
  };
}
