import type { Vocabulary } from '@lightkeeper/plugin-sdk';

/** The words of the category `auth`. */
export const authActions = {
  setup_completed: {
    severity: 'info',
    message: '{actor} set up the hub and became its owner',
    description: 'The first owner was created with the setup code',
    guarantee: 'strict',
    hook: 'auth.setup_completed',
  },
  login_succeeded: {
    severity: 'info',
    message: '{actor} signed in',
    description: 'A person signed in with name and password',
    guarantee: 'strict',
    hook: 'auth.login_succeeded',
  },
  login_failed: {
    severity: 'warning',
    message: 'Someone failed to sign in as {name_tried}',
    description:
      'A sign-in, a setup or a change of password was refused; `reason` is wrong_password, unknown_name, disabled, setup_code or current_password. A typed name that is no sign-in name is not recorded, since it may be a password',
    guarantee: 'strict',
    hook: 'auth.login_failed',
  },
  locked_out: {
    severity: 'warning',
    message: 'Further tries to sign in as {name_tried} have to wait for {retry_after_s} s',
    description:
      'Too many failures in a row, by name and address (`scope` name), address, known browser, setup code or current password. Recorded once for each lock',
    guarantee: 'strict',
    hook: 'auth.locked_out',
  },
  logged_out: {
    severity: 'info',
    message: '{actor} signed out',
    description: 'A person ended their own session',
    guarantee: 'strict',
    hook: 'auth.logged_out',
  },
  session_revoked: {
    severity: 'info',
    message: '{actor} ended a session of {name}',
    description: 'A session was ended from another one',
    guarantee: 'strict',
    hook: 'auth.session_revoked',
  },
  // The two words for tokens are what the entity type `token` records its changes under, so they name no hook.
  token_created: {
    severity: 'info',
    message: '{actor} created the token {name}',
    description: 'An API token was made',
    guarantee: 'strict',
  },
  token_revoked: {
    severity: 'info',
    message: '{actor} revoked the token {name}',
    description: 'An API token was deleted; it is worth nothing from then on',
    guarantee: 'strict',
  },
  token_rejected: {
    severity: 'warning',
    message: 'A bearer token that is not valid was refused',
    description: 'A token was unknown, revoked or expired; at most one entry a minute for each address, with the `count` of refusals',
    hook: 'auth.token_rejected',
  },
  password_changed: {
    severity: 'info',
    message: '{actor} changed the password of {name}',
    description: "A person changed their own password, or an administrator somebody's; the other sessions ended",
    guarantee: 'strict',
    hook: 'auth.password_changed',
  },
  permission_denied: {
    severity: 'warning',
    message: '{actor} was refused: {wanted} is not allowed',
    description: 'A person or token asked for what its role or scopes do not allow; at most one entry a minute for each, with the `count`',
    hook: 'auth.permission_denied',
  },
} as const satisfies Vocabulary[string];
