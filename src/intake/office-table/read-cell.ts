import { LOCALES, wordsOf } from '../../i18n';
import { FAST_TRACK_DAYS } from '../../regulation/deadlines';
import { ROLES, type Role } from '../../regulation/vocabulary';
import { isShortenedNumber } from '../../text/appeal-number';
import type { IntakeKey, Params } from '../complaints';
import { plainWords } from '../registry/export-words';
import type { Reads } from './columns';
import { NO, OUTSIDE, YES } from './their-words';

/** What a cell says; undefined: it is empty, and says nothing. `fault`: why it says nothing that we understand. */
export interface ReadCell {
  readonly value?: unknown;
  readonly fault?: { readonly key: IntakeKey; readonly params: Params };
}

/** Of a cell, in UTF-16 units: a name or a list of roles. */
const LONGEST = 1_000;

const inEveryLanguage = <Value>(values: readonly Value[], wordsFor: (value: Value) => string[]): Map<string, Value> =>
  new Map(values.flatMap((value) => wordsFor(value).map((word) => [plainWords(word), value] as const)));

const plainIn = (read: (plain: ReturnType<typeof wordsOf>['plain']) => string): string[] =>
  LOCALES.map((locale) => read(wordsOf(locale).plain));

/** The codes of the roster file hold, too. */
const ROLE_OF = inEveryLanguage(ROLES, (role) => [role, ...plainIn((plain) => plain(`people:role.${role}`))]);
const KIND_OF = inEveryLanguage(['subordinate', 'outside'] as const, (kind) => [
  kind,
  ...plainIn((plain) => plain(`intake:table.kind.${kind}`)),
  ...(kind === 'outside' ? OUTSIDE : []),
]);
const YES_NO = inEveryLanguage([true, false], (yes) => [
  String(yes),
  ...(yes ? YES : NO),
  ...plainIn((plain) => plain(yes ? 'intake:table.yes' : 'intake:table.no')),
]);

const fault = (key: IntakeKey, params: Params): ReadCell => ({ fault: { key, params } });
/** Of what somebody has written, as far as it is told back. */
const told = (text: string): string => (text.length > 60 ? `${text.slice(0, 59)}…` : text);

const READERS: Readonly<Record<Reads, (text: string) => ReadCell>> = {
  text: (text) => ({ value: text }),
  roles(text) {
    const roles: Role[] = [];
    for (const word of text.split(/[,;\n/]+/).filter((part) => part.trim() !== '')) {
      const role = ROLE_OF.get(plainWords(word));
      if (role === undefined) return fault('table.unknownRole', { role: told(word.trim()) });
      roles.push(role);
    }
    return { value: roles };
  },
  yesNo(text) {
    const value = YES_NO.get(plainWords(text));
    return value === undefined ? fault('table.notYesNo', { text: told(text) }) : { value };
  },
  kind(text) {
    const value = KIND_OF.get(plainWords(text));
    return value === undefined ? fault('table.unknownKind', { text: told(text) }) : { value };
  },
  days(text) {
    const value = FAST_TRACK_DAYS.find((days) => String(days) === text);
    return value === undefined ? fault('table.notDays', { text: told(text) }) : { value };
  },
  telegram(text) {
    const value = /^[1-9]\d{0,15}$/.test(text) ? Number(text) : NaN;
    return Number.isSafeInteger(value) ? { value } : fault('table.notNumber', { text: told(text) });
  },
  digits: (text) => ({ value: text }),
  snils: (text) => ({ value: text }),
};

/** What a spreadsheet took for a number has lost the zeros before it. */
const SNILS_DIGITS = 11;
const LOST_ZEROS = /^\d{8,10}$/;

export function readCell(cell: string, reads: Reads): ReadCell {
  const text =
    reads === 'snils' && LOST_ZEROS.test(cell) ? cell.padStart(SNILS_DIGITS, '0') : cell.slice(0, LONGEST).trim();
  // A number of which a spreadsheet has kept the first digits, in whichever column, would be another's.
  if (isShortenedNumber(text)) return fault('registry.rounded', {});
  if (text !== '') return READERS[reads](text);
  // Nobody writes «no» into all other rows of such a column.
  return reads === 'yesNo' ? { value: false } : {};
}
