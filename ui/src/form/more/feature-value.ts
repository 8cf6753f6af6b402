import type { Feature } from '@lightkeeper/plugin-sdk/wire';
import { html, type TemplateResult } from 'lit';
import { msg } from '../../i18n/msg.js';
import { parseScalar, scalarText } from '../values.js';
import '../../elements/lk-input.js';
import '../../elements/lk-select.js';

/** The control for one feature that a command sets; of a feature that no device has now, a plain field. */
export function featureValue(
  key: string,
  feature: Feature | undefined,
  now: unknown,
  disabled: boolean,
  put: (value: unknown) => void,
): TemplateResult {
  if (feature?.kind === 'button') return html`<span>${feature.name}: ${msg('press it')}</span>`;
  const choices = choicesOf(feature);
  const label = feature?.name ?? key;
  if (choices) {
    return html`<lk-select
      label=${label}
      .options=${choices}
      .value=${scalarText(now)}
      ?disabled=${disabled}
      @lk-change=${(event: CustomEvent<{ value: string }>) => {
        event.stopPropagation();
        put(feature?.kind === 'switch' ? event.detail.value === 'true' : event.detail.value);
      }}
    ></lk-select>`;
  }
  const number = feature?.kind === 'number' ? feature : undefined;
  return html`<lk-input
    label=${label}
    type=${number ? 'number' : 'text'}
    min=${number?.min ?? ''}
    max=${number?.max ?? ''}
    step=${number?.step ?? ''}
    unit=${number?.unit ?? ''}
    .value=${scalarText(now)}
    ?disabled=${disabled}
    @lk-input=${(event: CustomEvent<{ value: string }>) => {
      event.stopPropagation();
      put(parseScalar(event.detail.value));
    }}
  ></lk-input>`;
}

function choicesOf(feature: Feature | undefined): { value: string; label: string }[] | null {
  switch (feature?.kind) {
    case 'select':
      return feature.options.map((value) => ({ value, label: value }));
    case 'switch':
      return [
        { value: 'true', label: msg('On') },
        { value: 'false', label: msg('Off') },
      ];
    case 'cover':
      return [
        { value: 'open', label: msg('Open') },
        { value: 'close', label: msg('Close') },
        { value: 'stop', label: msg('Stop') },
      ];
    default:
      return null;
  }
}
