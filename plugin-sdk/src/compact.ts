/** The fields of an object that are there: optional fields of zod's are so or `undefined`, those of the wire types are not. */
export function compact<T extends object>(given: T): Compact<T> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Compact<T>;
}

export type Compact<T> = { [K in keyof T]: Exclude<T[K], undefined> };
