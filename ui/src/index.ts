/**
 * `@lightkeeper/ui`: what panels are made of. A public contract: the built-in panels and those of third parties use the same
 * elements, stores and words, through the page's import map. README.md lists it in brief.
 */
export type * from '@lightkeeper/plugin-sdk/wire';

export { ApiClient, api, apiUrl, download, toQuery, type QueryValue, type RequestOptions } from './api/client.js';
export { ProblemError, UNREACHABLE, describeError } from './api/problem-error.js';
export { BinaryChannel, type ChannelListener } from './live/binary-channel.js';
export { connection, events } from './live/live.js';
export type { ConnectionState, EventOf } from './live/live-connection.js';
export { Store, StoreController, type Watchable } from './store/store.js';
export type { Collection, CollectionOptions, CollectionState } from './store/collection.js';
export { collection, type KnownCollections } from './store/collections.js';
export { can, displayName, session, signOut, type Me, type SessionState } from './store/session.js';
export { guardLeaving, navigate, pageLocation, setQuery, type NavigateOptions, type PageLocation } from './router/router.js';
export { matchPath, safeRedirect, type PathParams } from './router/match.js';
export { localized, msg, str } from './i18n/msg.js';
export { plural, type PluralForms } from './i18n/plural.js';
export {
  daysAgo,
  formatBytes,
  formatDate,
  formatDateTime,
  formatDay,
  formatDuration,
  formatNumber,
  formatPercent,
  formatRelative,
  formatSince,
  formatTime,
  type When,
} from './i18n/format.js';
export { actorIcon, actorKind, actorName, type ActorKind } from './words/actors.js';
export { categoryHue, categoryIcon } from './words/categories.js';
export { brightness, colorWords, fixtureIcon, kelvinToRgb, lightColor, lightRgb } from './words/lights.js';
export { roleText, roleWord } from './words/roles.js';
export { sentenceParts, type SentencePart } from './words/sentence.js';
export { Shortcuts, type ShortcutMap } from './shell/shortcuts.js';
export { base } from './elements/base.js';
export { emit } from './elements/emit.js';
export { Throttle } from './elements/throttle.js';
export { fieldsOf, type Field, type JsonSchema } from './form/fields.js';
export { mergePatch } from './form/values.js';

export { LkActorChip } from './elements/lk-actor-chip.js';
export { LkBulb } from './elements/lk-bulb.js';
export { LkButton } from './elements/lk-button.js';
export { LkCard } from './elements/lk-card.js';
export { LkCategoryGlyph } from './elements/lk-category-glyph.js';
export { confirmDelete } from './elements/confirm-delete.js';
export { LkConfirm, confirmDialog, type ConfirmOptions } from './elements/lk-confirm.js';
export { LkCopy, copyText } from './elements/lk-copy.js';
export { LkDayHeading } from './elements/lk-day-heading.js';
export { LkDialog } from './elements/lk-dialog.js';
export { LkEmpty } from './elements/lk-empty.js';
export { LkEntryRow, severityWord, spokenEntry } from './elements/lk-entry-row.js';
export { LkError } from './elements/lk-error.js';
export { LkFacts, type Fact } from './elements/lk-facts.js';
export { LkIcon } from './elements/lk-icon.js';
export { LkInput } from './elements/lk-input.js';
export { LkLive } from './elements/lk-live.js';
export { LkMenu, type MenuItem } from './elements/lk-menu.js';
export { LkMeter } from './elements/lk-meter.js';
export { LkNote } from './elements/lk-note.js';
export { LkPage } from './elements/lk-page.js';
export { LkPill } from './elements/lk-pill.js';
export { LkSection } from './elements/lk-section.js';
export { LkSegments } from './elements/lk-segments.js';
export { LkSelect, type SelectOption } from './elements/lk-select.js';
export { LkSetting } from './elements/lk-setting.js';
export { LkSkeleton } from './elements/lk-skeleton.js';
export { LkSlider } from './elements/lk-slider.js';
export { LkSwitch } from './elements/lk-switch.js';
export { LkTime } from './elements/lk-time.js';
export { LkToastHost, toast, type ToastOptions } from './elements/lk-toast.js';
export { LkForm } from './form/lk-form.js';
export { LkWidgets } from './shell/lk-widgets.js';
