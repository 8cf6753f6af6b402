/**
 * Every sentence of the UI goes through `msg()`, so that it can be translated: `msg('Save')`, and with values
 * `msg(str\`Signed in as ${name}\`)`. One sentence is one message; never glue pieces.
 */
export { localized, msg, str } from '@lit/localize';
