export { createLogs, type CoreLogger, type LogOutput, type LogQuery, type Logs, type LogsOptions } from './logs.js';
export { stderrOutput } from './output.js';
export { redactText } from './redact.js';
