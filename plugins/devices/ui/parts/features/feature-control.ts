import type { Device } from '@lightkeeper/plugin-sdk/wire';
import { msg, str } from '@lightkeeper/ui';
import { html, type TemplateResult } from 'lit';
import { command, commander, mayCommand, reachable, shownState } from '../../live/commands.js';
import { valueOf, type Settable } from '../../model/features.js';
import './feature-button.js';
import './feature-cover.js';
import './feature-number.js';

/** The control for one feature of a device. Who shows it listens to the commander's attempts. */
export function featureControl(device: Device, feature: Settable): TemplateResult {
  const disabled = !mayCommand() || !reachable(device);
  const now = valueOf(shownState(device), feature.key);
  switch (feature.kind) {
    case 'number':
      return html`<lk-feature-number .device=${device} .feature=${feature}></lk-feature-number>`;
    case 'button':
      return html`<lk-feature-button .device=${device} .feature=${feature}></lk-feature-button>`;
    case 'cover':
      return html`<lk-feature-cover .device=${device} .feature=${feature}></lk-feature-cover>`;
    case 'select':
      return html`<lk-select
        size="s"
        label=${feature.name}
        placeholder=${msg('Not known')}
        .options=${feature.options.map((option) => ({ value: option, label: option }))}
        .value=${typeof now === 'string' ? now : ''}
        ?disabled=${disabled}
        @lk-change=${(event: CustomEvent<{ value: string }>) => {
          command(device, { set: { [feature.key]: event.detail.value } });
        }}
      ></lk-select>`;
    case 'switch':
      return featureSwitch(device, feature, feature.name);
  }
}

/** The switch of a feature; read aloud by `label`, or by the names of device and feature. */
export function featureSwitch(device: Device, feature: Extract<Settable, { kind: 'switch' }>, label: string): TemplateResult {
  return html`<lk-switch
    label=${label === '' ? msg(str`${device.name}: ${feature.name}`) : label}
    .checked=${valueOf(shownState(device), feature.key) === true}
    ?busy=${commander.attempts.value.get(device.id)?.phase === 'sending'}
    ?disabled=${!mayCommand() || !reachable(device)}
    @lk-change=${(event: CustomEvent<{ checked: boolean }>) => {
      command(device, { set: { [feature.key]: event.detail.checked } });
    }}
  ></lk-switch>`;
}
