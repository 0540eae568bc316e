import { randomUUID } from 'node:crypto';
import { findPersonalData } from '../text/personal-data';

/** What others' programs make: UUIDs, ULIDs, trace ids. Nothing that could end a line of the log or an address. */
const SANE = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$/;

export const newRequestId = (): string => randomUUID();

/** The caller's own X-Request-Id, by which they find the request in both logs, unless it is none or somebody's phone; else a new one. */
export function requestIdOf(header: string | string[] | undefined): string {
  const given = typeof header === 'string' ? header : '';
  return SANE.test(given) && findPersonalData(given).length === 0 ? given : newRequestId();
}
