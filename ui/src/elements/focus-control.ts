import type { LitElement } from 'lit';

/**
 * Puts the keyboard on an element's inner control. Controls load when first used: one whose code is still on its way would let the focus
 * fall through to nothing.
 */
export async function focusControl(host: LitElement, control: () => HTMLElement | null, options?: FocusOptions): Promise<void> {
  await host.updateComplete;
  const name = control()?.localName ?? '';
  if (name.includes('-')) {
    await customElements.whenDefined(name);
    await (control() as Partial<LitElement> | null)?.updateComplete;
  }
  control()?.focus(options);
}
