/*
 * What the hub uses of WebAssembly (WebAssembly JavaScript Interface, W3C, sections 5.1 to 5.3): Node's own types leave it out, and those of
 * browsers would bring a window along.
 */

/** Memory that two threads share and in which WebAssembly works. */
export interface SharedMemory {
  readonly buffer: SharedArrayBuffer;
}

/** A compiled program. */
export type WasmModule = object;

declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => WasmModule;
  readonly Memory: new (size: { initial: number; maximum: number; shared: true }) => SharedMemory;
  readonly Instance: new (module: WasmModule, imports: { env: { memory: SharedMemory } }) => { readonly exports: unknown };
};

/** Throws where the processor or the program lacks something. */
export function compile(bytes: Uint8Array): WasmModule {
  return new WebAssembly.Module(bytes);
}

/** Memory of so many pages of 64 KiB; throws where no addresses are left. */
export function allocate(pages: number): SharedMemory {
  return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
}

/** The program at work in a memory; gives what it exports. */
export function instantiate(module: WasmModule, memory: SharedMemory): unknown {
  return new WebAssembly.Instance(module, { env: { memory } }).exports;
}
