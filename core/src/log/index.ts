export { createLogs, type CoreLogger, type Logs } from './logs.js';
export { stderrOutput } from './output.js';
