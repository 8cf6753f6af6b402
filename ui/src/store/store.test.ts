import type { ReactiveController } from 'lit';
import { describe, expect, it } from 'vitest';
import { Store, StoreController } from './store.js';

function host() {
  const controllers: ReactiveController[] = [];
  let updates = 0;
  return {
    controllers,
    addController: (controller: ReactiveController) => controllers.push(controller),
    removeController: () => undefined,
    requestUpdate: () => {
      updates += 1;
    },
    updateComplete: Promise.resolve(true),
    get updates() {
      return updates;
    },
  };
}

describe('Store', () => {
  it('tells of changes only, and nobody who has stopped', () => {
    const store = new Store(1);
    const heard: number[] = [];
    const stop = store.subscribe((value) => heard.push(value));
    store.set(1);
    store.set(2);
    store.update((value) => value + 1);
    stop();
    store.set(9);
    expect(heard).toEqual([2, 3]);
    expect(store.watched).toBe(false);
  });
});

describe('StoreController', () => {
  it('renders the host again only when what it selected changes', () => {
    const store = new Store({ a: 1, b: 1 });
    const element = host();
    const controller = new StoreController(element, store, (value) => value.a);
    controller.hostConnected();
    store.set({ a: 1, b: 2 });
    expect(element.updates).toBe(0);
    store.set({ a: 2, b: 2 });
    expect(element.updates).toBe(1);
    expect(controller.value).toBe(2);
  });

  it('notices on its return what changed while it was away', () => {
    const store = new Store(1);
    const element = host();
    const controller = new StoreController(element, store);
    controller.hostConnected();
    controller.hostDisconnected();
    store.set(2);
    expect(element.updates).toBe(0);
    controller.hostConnected();
    expect(element.updates).toBe(1);
  });
});
