import type { HookDeclaration, HookName } from '@lightkeeper/plugin-sdk';
import type { HookRegistry } from './hook-registry.js';

const refusable = (description: string): HookDeclaration => ({ policy: 'abort', description });
const told = (description: string): HookDeclaration => ({ policy: 'contain', description });

/**
 * The kernel's own hooks. Those that a change is recorded through abort it when they fail: what is not recorded does not happen.
 * The hub's own beginnings, ends and troubles happen whether recorded or not.
 */
const KERNEL_HOOKS: Partial<Record<HookName, HookDeclaration>> = {
  'entity.changing': refusable('In the transaction of a change to a stored record. May refuse it, may write through `tx`.'),
  'entity.changed': told('After the commit of a change to a stored record.'),
  'entity.bulk_changed': refusable('At the end of a change of many records at once, in its transaction.'),
  'auth.setup_completed': refusable('The first owner is being created.'),
  'auth.login_succeeded': refusable('A session is being opened.'),
  'auth.login_failed': refusable('A sign-in was refused.'),
  'auth.locked_out': refusable('Further tries to sign in have to wait.'),
  'auth.logged_out': refusable('A person ends their session.'),
  'auth.session_revoked': refusable('A session is being ended by somebody.'),
  'auth.token_created': refusable('An API token is being created.'),
  'auth.token_revoked': refusable('An API token is being revoked.'),
  'auth.token_rejected': refusable('A bearer token that is not valid was presented.'),
  'auth.password_changed': refusable('A password is being changed.'),
  'auth.permission_denied': refusable('Somebody asked for what they may not do.'),
  'system.started': told('The hub is ready.'),
  'system.unclean_shutdown': told('The run before this one ended without a word.'),
  'system.shutting_down': told('The hub begins to stop.'),
  'system.plugin_started': told('A plugin that is not built in runs.'),
  'system.plugin_failed': told('A plugin could not start.'),
  'system.plugin_quarantined': told('A plugin was set aside.'),
  'system.plugin_restarted': refusable('A person starts a plugin anew.'),
  'system.plugin_installed': told('A plugin is there that was not there before.'),
  'system.plugin_removed': told('A plugin that was there before is gone.'),
  'system.broker_started': told('The embedded broker listens.'),
  'system.broker_stopped': told('The embedded broker was switched off, or moved to another address.'),
  'system.broker_failed': told('The embedded broker cannot listen.'),
};

export function declareKernelHooks(hooks: HookRegistry): void {
  for (const [name, declaration] of Object.entries(KERNEL_HOOKS) as [HookName, HookDeclaration][]) hooks.declare('core', name, declaration);
}
