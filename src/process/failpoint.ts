/** Moments at which a process that dies leaves most to those after it: one thing is done, and what must follow is not. */
export type Failpoint =
  | 'update-kept'
  | 'press-begun'
  | 'press-written'
  | 'press-committed'
  | 'press-answered'
  | 'file-stored'
  | 'late-file-noted'
  | 'late-file-joined'
  | 'message-claimed'
  | 'card-sent'
  | 'card-placed'
  | 'message-sent'
  | 'message-marked'
  | 'slot-claimed'
  | 'shipment-claimed'
  | 'shipment-carried'
  | 'reminder-claimed'
  | 'statistics-counted'
  | 'journal-sealed'
  | 'forgotten-in-texts'
  | 'forgotten-and-noted'
  | 'shutdown-begun';

/**
 * Does nothing, whatever is set where an office runs. `npm run faults` makes a program of its own, with another file in the
 * place of this one, and dies here.
 */
export function failpoint(_at: Failpoint): void {
  // nothing
}
