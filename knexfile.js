// Lets `npx knex` read knexfile.ts on every supported Node; from 22.18 on Node does so by itself.
import { register } from 'tsx/esm/api';

register();
const { default: settings } = await import('./knexfile.ts');

export default settings;
