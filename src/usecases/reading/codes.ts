import { hashOf } from '../../text/plain-text';

/** What a button calls a row or a value: names are longer than buttons, and may be anybody's. `-`: there is none. */
export const codeOf = (id: string | null): string => (id === null ? '-' : (hashOf(id) >>> 0).toString(36));
