import type { Automation } from '@lightkeeper/plugin-sdk/wire';
import { confirmDialog, msg, str } from '@lightkeeper/ui';
import { remove, usedBy } from '../live/automations.js';

/** Deletes an automation after a yes; the question says where it is used. Whether it is gone. */
export async function deleteAsked(automation: Automation): Promise<boolean> {
  const users = await usedBy(automation.id);
  const used = users.length === 0 ? '' : msg(str`It is used by ${users.join(', ')}, which will say what they miss.`);
  const sure = await confirmDialog({
    heading: msg(str`Delete ${automation.name}?`),
    text: `${msg('Its steps and its runs go. What it did stays in the log.')} ${used}`.trim(),
    confirm: msg('Delete it'),
    cancel: msg('Keep it'),
    danger: true,
  });
  return sure && (await remove(automation));
}
