/** What may happen to a loop in each of its states, and what it is then. What is not named here cannot happen. */
const CHANGES = {
  /** Nobody has started it, or another process has its place. */
  idle: { start: 'working', wake: 'idle', leave: 'idle', stop: 'stopped' },
  working: { wake: 'woken', again: 'working', done: 'resting', leave: 'leaving', stop: 'stopping' },
  /** Woken while it worked: what came since may have been overlooked, so another step follows. */
  woken: { wake: 'woken', again: 'working', done: 'working', leave: 'leaving', stop: 'stopping' },
  resting: { wake: 'working', rested: 'working', leave: 'idle', stop: 'stopped' },
  /** The place is another's already; the step that was under way ends. */
  leaving: { start: 'recalled', wake: 'leaving', again: 'idle', done: 'idle', leave: 'leaving', stop: 'stopping' },
  /** The place has come back before that step has ended: a new life begins behind it. */
  recalled: { wake: 'recalled', again: 'working', done: 'working', leave: 'leaving', stop: 'stopping' },
  /** For good; the last step ends. A place that is granted now is not taken any more. */
  stopping: {
    start: 'stopping',
    wake: 'stopping',
    again: 'stopped',
    done: 'stopped',
    leave: 'stopping',
    stop: 'stopping',
  },
  stopped: { start: 'stopped', wake: 'stopped', leave: 'stopped', stop: 'stopped' },
} as const satisfies Record<string, Partial<Record<Change, string>>>;

export type State = keyof typeof CHANGES;

/**
 * `again`: a step has ended and knows that there is more; `done`: it has ended and knows of nothing; `rested`: its rest is over;
 * `leave`: another process works from now on.
 */
export type Change = 'start' | 'wake' | 'again' | 'done' | 'rested' | 'leave' | 'stop';

/**
 * Whoever comes to `working`, from `working` itself too, begins a step.
 * @throws Error when that cannot happen: two steps would be under way, or none
 */
export function after(state: State, change: Change): State {
  const changes: Partial<Record<Change, State>> = CHANGES[state];
  const next = changes[change];
  if (next === undefined) throw new Error(`A loop that is ${state} knows no «${change}»`);
  return next;
}

/** It works, or will as soon as it is woken. */
export const isActive = (state: State): boolean => ['working', 'woken', 'resting', 'recalled'].includes(state);

/** Nothing begins any more. */
export const isOver = (state: State): boolean => state === 'stopping' || state === 'stopped';
