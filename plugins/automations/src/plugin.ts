import { definePlugin, z } from '@lightkeeper/plugin-sdk';
import type { EntityCollection } from '@lightkeeper/plugin-sdk';
import { addActions } from './actions/index.js';
import { Arming, holdsMigration } from './arming/index.js';
import { BlueprintLibrary } from './blueprints/library.js';
import { addBlueprintRoutes } from './blueprints/routes.js';
import { ConditionTester, addConditions } from './conditions/index.js';
import { AutomationControl } from './control.js';
import { furnishDemo } from './demo.js';
import { Engine } from './engine/index.js';
import { AutomationBook } from './entity/book.js';
import { StepChecker } from './entity/checker.js';
import type { AutomationRecord } from './entity/schema.js';
import { StepSecrets } from './entity/secrets.js';
import { automationType } from './entity/type.js';
import { AutomationWriter } from './entity/writer.js';
import { Expressions } from './expressions/index.js';
import { declareHooks } from './hooks.js';
import { Kinds } from './kinds/index.js';
import { awaitLastRuns } from './last-runs.js';
import { notificationsTable } from './notifications/migration.js';
import { Notifications } from './notifications/notifications.js';
import { addNotificationRoutes } from './notifications/routes.js';
import { addOutside } from './outside/outside.js';
import type { Outside } from './outside/outside.js';
import { Patience } from './patience.js';
import { createRecorder } from './recorder.js';
import { addAutomationRoutes, automationReply } from './routes/automations.js';
import { addCheckRoutes } from './routes/check.js';
import { addRunRoutes } from './routes/runs.js';
import { RunHistory, RunPublisher, RunTable, pruneTraces, runsMigration } from './runs/index.js';
import { createAutomationService } from './service.js';
import { DeviceWatch, addTriggers, knownValuesMigration } from './triggers/index.js';
import { addUi } from './ui-parts.js';
import { VOCABULARY } from './vocabulary.js';
import { Words } from './words/words.js';
import { createWorld } from './world.js';

const WATCHERS = { role: 'viewer', scope: 'automations:read' } as const;
const HOUR_MS = 3_600_000;

const settings = z.strictObject({
  trace_days: z
    .number()
    .int()
    .min(1)
    .max(3_650)
    .default(30)
    .meta({ title: 'Keep traces for', ui: { unit: 'days' } }),
  runaway_runs: z
    .number()
    .int()
    .min(10)
    .max(1_000_000)
    .default(300)
    .meta({ title: 'Runs a minute', description: 'An automation that runs more often is held back for a while.', ui: { advanced: true } }),
  runaway_pause_ms: z
    .number()
    .int()
    .min(1_000)
    .max(86_400_000)
    .default(60_000)
    .meta({ title: 'For how long', ui: { widget: 'duration', advanced: true } }),
});

/** When this happens, and that holds, then do so; each step is traced. */
export default definePlugin({
  settings,
  actions: VOCABULARY,
  migrations: [runsMigration, holdsMigration, notificationsTable, knownValuesMigration],
  async setup(hub) {
    const { activity, clock, context, db, home, log, sockets, timers } = hub;
    const hooks = declareHooks(hub.hooks);
    const library: BlueprintLibrary = new BlueprintLibrary({
      hub,
      usersOf: (id) =>
        book
          .all()
          .filter(({ data }) => data.blueprint?.blueprint_id === id)
          .map(({ id: of, name }) => ({ id: of, name })),
      changed(id) {
        for (const follower of book.follow(id)) publisher.changed(follower);
      },
    });
    const nameOf = (type: string, id: string): string | undefined =>
      type === 'blueprint' ? library.get(id)?.file.name : hub.entities.nameOf(type, id);

    const watch = new DeviceWatch(hub);
    const expressions = new Expressions({ clock, home, devices: watch });
    const kinds = new Kinds((expression) => expressions.check(expression));
    const words = new Words({ kinds, nameOf });
    const secrets = new StepSecrets(kinds);
    const checker = new StepChecker({ kinds, words, nameOf });
    const notifications = new Notifications({ hub, activity, notified: hooks.notified });

    const table = new RunTable({ db, timers, log });
    const patience = new Patience({ kinds, clock, timers });
    const world = createWorld({
      ...{ hub, kinds, words, secrets, expressions },
      conditions: new ConditionTester({ kinds, clock, home }),
      arming: () => arming,
      patience,
    });
    const publisher: RunPublisher = new RunPublisher({
      timers,
      run(run) {
        sockets.publish('automation_run', { run }, WATCHERS);
      },
      status(id) {
        const automation = book.get(id);
        if (automation !== undefined)
          sockets.publish('automation_status', { automation_id: id, status: book.status(automation) }, WATCHERS);
      },
    });
    const engine = new Engine({
      ...{ clock, timers, log, world },
      newId: () => hub.newId(),
      recorder: createRecorder({ activity, context, hooks }),
      store: table,
      runaway: () => ({ runs: hub.settings.value.runaway_runs, window_ms: 60_000, pause_ms: hub.settings.value.runaway_pause_ms }),
      changed: (id, run) => {
        publisher.changed(id, run);
      },
    });
    const history = new RunHistory({ db, table, engine });
    let refused = false;
    const arming: Arming = new Arming({
      ...{ hub, kinds },
      fired: (id, firing) => {
        engine.fire(id, firing).then(
          () => {
            refused = false;
          },
          (error: unknown) => {
            // The log cannot record, and will not for a while: once is enough.
            if (!refused) log.warn('Runs cannot begin', { automation_id: id, error });
            refused = true;
          },
        );
      },
      changed: (id) => {
        publisher.changed(id);
      },
    });
    const book: AutomationBook = new AutomationBook({ log, library, checker, secrets, engine, arming, last: (id) => history.last(id) });

    const automations: EntityCollection<AutomationRecord> = hub.entities.register(
      automationType({ checker, secrets, library, present: (entity) => book.present(entity) }),
    );
    const control = new AutomationControl({ automations, book, engine, context, activity });
    addTriggers(kinds, hub, watch, expressions);
    addConditions(kinds, hub, watch, expressions);
    addActions(kinds, { hub, words, notifications, automations: control });

    await library.load();
    for (const automation of await automations.all()) book.put(automation);
    const outside: Outside = addOutside({ hub, book, control });
    const take = async (id: string, gone: boolean): Promise<void> => {
      if (gone) book.remove(id);
      else book.put(await automations.require(id));
      outside.changed(id);
      publisher.changed(id);
    };
    hub.hooks.tap('entity.changed', ({ type, id, after }) => (type === 'automation' ? take(id, after === null) : undefined));

    const writer = new AutomationWriter({
      ...{ automations, secrets, library },
      taken: (entity) => {
        book.put(entity);
      },
    });
    const reply = automationReply({ automations, book });
    addAutomationRoutes(hub.routes, { automations, book, writer, secrets });
    addRunRoutes(hub.routes, { control, history });
    addCheckRoutes(hub.routes, { kinds, expressions, checker, library });
    addBlueprintRoutes(hub.routes, { library, create: async (input, principal) => reply(await writer.create(input), principal, 201) });
    addNotificationRoutes(hub.routes, notifications);
    addUi(hub.ui);
    hub.services.provide(
      'automations',
      createAutomationService({
        ...{ context, kinds, book, control, automations, notifications },
        changed() {
          for (const { id } of book.all()) publisher.changed(id);
        },
      }),
    );

    const prune = async (): Promise<void> => {
      await pruneTraces({ db, clock, table, days: hub.settings.value.trace_days });
    };
    timers.every(HOUR_MS, 'remove old traces', prune);

    // What runs do needs the other plugins, and nothing may run while only a command looks at the data folder.
    let began = false;
    const begin = (): void => {
      if (began) return;
      began = true;
      patience.begin();
      book.start();
      engine.resume(table.load());
      for (const { id } of book.all()) outside.changed(id);
      if (hub.info.demo) {
        furnishDemo({ hub, automations }).catch((error: unknown) => {
          log.warn('The demo home has no automations', { error });
        });
      }
    };
    hub.hooks.tap('system.started', begin, { phase: 'first' });
    hub.effect('runs of automations', async () => {
      await arming.stop();
      await awaitLastRuns(() => engine.summaries());
      await engine.stop();
      // What was to be written until now is, before whoever starts next reads it.
      await db.transaction(() => Promise.resolve());
    });
    if (hub.info.started) begin();
  },
});
