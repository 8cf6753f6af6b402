import type { Reporter, SerializedError, TestModule } from 'vitest/node';

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/**
 * Counts tests as they ended. What broke outside of a test (a file that would not load, a hook of a suite, an error nobody caught) is a
 * failure of its own: without that, a run that ends badly could read `0 failed`.
 */
export function countTests(modules: readonly TestModule[], uncaught: readonly SerializedError[]): Counts {
  const counts: Counts = { passed: 0, failed: uncaught.length, skipped: 0 };
  for (const module of modules) {
    counts.failed += module.errors().length;
    for (const suite of module.children.allSuites()) counts.failed += suite.errors().length;
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      // A test still pending when the run is over was cut off.
      counts[state === 'pending' ? 'failed' : state] += 1;
    }
  }
  return counts;
}

/**
 * Says how the run went in one plain line, `N passed, N failed, N skipped`, after everything else: it waits for the process to exit,
 * since other reporters, and vitest itself when something hangs, write after the end of the run.
 */
export default class SummaryReporter implements Reporter {
  private counts: Counts | undefined;

  onInit(): void {
    process.once('exit', () => {
      const { passed, failed, skipped } = this.counts ?? { passed: 0, failed: 1, skipped: 0 };
      process.stdout.write(`\n${passed} passed, ${failed} failed, ${skipped} skipped\n`);
    });
  }

  onTestRunEnd(modules: readonly TestModule[], uncaught: readonly SerializedError[]): void {
    this.counts = countTests(modules, uncaught);
    if (this.counts.failed > 0) process.exitCode = 1;
  }
}
