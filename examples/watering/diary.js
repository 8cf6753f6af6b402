const DAY_MS = 86_400_000;

/** When each plant was last watered. */
export function createDiary(db, clock) {
  const row = (id) => db.all('SELECT watered_at, reminded FROM watering_diary WHERE plant_id = ?', [id])[0];
  return {
    last: (id) => {
      const found = row(id);
      return found === undefined ? null : new Date(found.watered_at).toISOString();
    },
    thirsty: (id, every_days) => clock.now() - (row(id)?.watered_at ?? 0) > every_days * DAY_MS,
    reminded: (id) => row(id)?.reminded === 1,
    note: (id, tx) =>
      tx.run(
        'INSERT INTO watering_diary (plant_id, watered_at, reminded) VALUES (?, ?, 0) ON CONFLICT (plant_id) DO UPDATE SET watered_at = excluded.watered_at, reminded = 0',
        [id, clock.now()],
      ),
    noteReminder: (id, tx) =>
      tx.run(
        'INSERT INTO watering_diary (plant_id, watered_at, reminded) VALUES (?, 0, 1) ON CONFLICT (plant_id) DO UPDATE SET reminded = 1',
        [id],
      ),
  };
}
