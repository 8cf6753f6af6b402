/** The words that this plugin writes in the log. A third party's category is its own id. */
export const actions = {
  watering: {
    watered: { severity: 'info', message: '{actor} watered {name}', description: 'A plant was watered', guarantee: 'strict' },
    thirsty: {
      severity: 'warning',
      message: '{name} is thirsty',
      description: 'A plant was not watered for longer than it likes',
      guarantee: 'strict',
    },
  },
};
