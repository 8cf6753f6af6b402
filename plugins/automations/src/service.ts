import type { AutomationService, ContextService, Disposer, Entity, EntityCollection, Automation } from '@lightkeeper/plugin-sdk';
import type { AutomationControl } from './control.js';
import type { AutomationBook } from './entity/book.js';
import type { AutomationRecord } from './entity/schema.js';
import type { Kinds } from './kinds/index.js';
import type { Notifications } from './notifications/notifications.js';

interface Deps {
  context: ContextService;
  kinds: Kinds;
  book: AutomationBook;
  control: AutomationControl;
  automations: EntityCollection<AutomationRecord>;
  notifications: Notifications;
  /** What an automation's kinds are has changed: it may miss something now, or no longer. */
  changed: () => void;
}

/** What other plugins may do with automations and add to them. */
export function createAutomationService({ context, kinds, book, control, automations, notifications, changed }: Deps): AutomationService {
  const wire = (entity: Entity<AutomationRecord>): Automation => automations.present(entity) as unknown as Automation;
  const follow = (undo: Disposer): Disposer => {
    changed();
    return () => {
      void undo();
      changed();
    };
  };
  // Plugins register their kinds while they are set up, which is done in their name.
  const owner = ({ kind }: { kind: string }): string => /^plugin:(.+)$/.exec(context.current().actor)?.[1] ?? kind;
  return {
    registerTrigger: (kind) => follow(kinds.triggers.add(kind, owner(kind))),
    registerCondition: (kind) => follow(kinds.conditions.add(kind, owner(kind))),
    registerAction: (kind) => follow(kinds.actions.add(kind, owner(kind))),
    list: () => book.all().map(wire),
    get(id) {
      const entity = book.get(id);
      return entity && wire(entity);
    },
    run: async (id, options) => {
      const { trace_id } = await control.run(id, options);
      return { trace_id };
    },
    dryRun: (id) => control.dryRun(id),
    notify: (input) => notifications.add({ ...input, trace_id: null }),
  };
}
