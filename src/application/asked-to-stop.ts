/**
 * Hears SIGTERM and Ctrl+C from the first moment of the process: main.ts loads this before all else, which takes a second on a
 * slow machine, and without a listener a signal in that second would end the process by force.
 */
let answer = (): void => process.exit(0);

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => answer());

/** From now on, this is done instead of ending at once. */
export function whenAskedToStop(stop: () => void): void {
  answer = stop;
}
