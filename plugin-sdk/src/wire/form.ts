/**
 * Hints for the generated form, given with zod's `.meta()` and carried into JSON Schema under the key `ui`.
 *
 * @example
 * z.string().meta({ title: 'Password', ui: { secret: true } })
 */
export interface FormHints {
  /** Write-only: encrypted at rest, never sent back. The form shows whether one is set. */
  secret?: boolean;
  widget?:
    | 'text'
    | 'textarea'
    | 'password'
    | 'number'
    | 'slider'
    | 'switch'
    | 'select'
    | 'color'
    /** A length of time, kept in milliseconds. */
    | 'duration'
    /** A time of day, `22:30`. */
    | 'time'
    /** Days of the week, a list of `mon` to `sun`. */
    | 'weekdays'
    /** An expression in CEL. */
    | 'expression'
    /** What is asked of a device, see `DeviceCommand`. */
    | 'device_command'
    /** A list of steps of an automation, each `{ kind, … }`. They are checked, told and found as those of the automation itself. */
    | 'triggers'
    | 'conditions'
    | 'actions';
  /** The text is the id of an entity of this type, or the list holds such ids: the form offers them by name. `device`, `area`, `scene`. */
  entity?: string;
  /** The text names a value of the device whose id is in this field of the same form. */
  property_of?: string;
  /** A value that the property named in this field of the same form can have: the form offers its options, and takes numbers, `on` and `off` as such. */
  value_of?: string;
  /** In the options of an action: it is written out, and cannot be worked out by an expression when the step is run. */
  literal?: boolean;
  /** Shown behind the field: `days`, `ms`. */
  unit?: string;
  placeholder?: string;
  /** The change takes effect after a restart. */
  requires_restart?: boolean;
  /** Rarely needed: the form keeps it folded away, below the others. */
  advanced?: boolean;
  /** The field is shown only while another field of the same form has this value. */
  show_if?: { field: string; equals: unknown };
}

/** What stands on the wire for a secret that is set. Sent back unchanged it means "keep what is stored". */
export const SECRET_MASK = '••••••••';
