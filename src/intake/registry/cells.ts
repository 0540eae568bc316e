import { parsePlainDate, yearOf, type PlainDate } from '../../regulation/calendar';
import { cleanText } from '../../text/plain-text';

/** A value as a spreadsheet or a text file has it. Of a date: the clock that the cell shows, as if it were UTC. */
export type Cell = string | number | boolean | Date | null | undefined;

const two = (value: number): string => String(value).padStart(2, '0');

/** As the cell is read by people. */
function textOfCell(cell: Cell): string {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? '' : shownDate(cell);
  return isRounded(cell) ? shownRounded(cell) : String(cell);
}

/** A spreadsheet keeps 15 digits of a number: of a longer one those after them are its own zeros, and nobody's. */
export const isRounded = (cell: Cell): cell is number =>
  typeof cell === 'number' && Number.isFinite(cell) && Math.abs(cell) >= 1e15;

/** «1,23457E+18», as the spreadsheet itself shows it: whoever looks for a number finds none. */
const shownRounded = (cell: number): string => {
  const [digits = '', power = ''] = cell.toExponential(5).split('e');
  return `${digits.replace(/\.?0+$/, '').replace('.', ',')}E${power}`;
};

/** A cell of Excel has no more. */
const LONGEST_CELL = 32_767;

/** As a cell is kept to be told of or corrected: without what no database takes. */
export const keptText = (cell: Cell, longest = LONGEST_CELL): string => cleanText(textOfCell(cell).slice(0, longest));

/** Of what ПОС says in one cell, in UTF-16 units. */
export const LONGEST_WORDS = 1_000;
/**
 * What is longer is too long whatever stands in it, blanks included: one text that a workbook has once may stand in a million of its
 * cells, and to look at the whole of it each time took the half of an hour.
 */
const LONGEST_LOOKED_AT = 4 * LONGEST_WORDS;

export const isEndless = (cell: Cell): boolean => typeof cell === 'string' && cell.length > LONGEST_LOOKED_AT;
export const isBlank = (cell: Cell): boolean => !isEndless(cell) && wordsOfCell(cell) === null;

function shownDate(date: Date): string {
  const day = `${two(date.getUTCDate())}.${two(date.getUTCMonth() + 1)}.${date.getUTCFullYear()}`;
  const [hours, minutes] = [date.getUTCHours(), date.getUTCMinutes()];
  return hours === 0 && minutes === 0 ? day : `${day} ${two(hours)}:${two(minutes)}`;
}

/** Statuses, categories and names are the same few in thousands of rows: what was made of a text is remembered. */
export function remembering<Made>(make: (text: string) => Made): (text: string) => Made {
  const known = new Map<string, Made>();
  return (text) => {
    const made = known.get(text);
    if (made !== undefined) return made;
    const fresh = make(text);
    if (known.size < REMEMBERED && text.length <= LONGEST_REMEMBERED) known.set(text, fresh);
    return fresh;
  };
}
const REMEMBERED = 5_000;
const LONGEST_REMEMBERED = 500;

/** Single spaces; null for an empty cell, and for the dash by which ПОС says that it is empty. */
export function wordsOfCell(cell: Cell): string | null {
  const text = textOfCell(cell);
  return DIGITS.test(text) ? text : wordsOfText(text);
}

/** Numbers are many and clean: to remember them would leave no room for the few. */
const DIGITS = /^[0-9]{1,40}$/;

const wordsOfText = remembering((said: string): string | null => {
  const text = cleanText(said)
    .replace(/[ \t\u00a0]+/g, ' ')
    .trim();
  return text === '' || /^[-–—]$/.test(text) ? null : text;
});

/** A formula that could not be reckoned shows one of these. */
export const isFormulaFault = (text: string): boolean =>
  text.startsWith('#') && /^#(?:REF!|N\/A|VALUE!|DIV\/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!)$/.test(text);

export interface SaidMoment {
  readonly day: PlainDate;
  /** After midnight; 0 when only a day is given. */
  readonly minutes: number;
}

/** `06.01.2026`, `6.1.26`, `06/01/2026 г.`: the day first, as everybody here writes it. */
const RUSSIAN = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})(?:\s*г\.?)?(?:,?\s+(\d{1,2}):(\d{2})(?::\d{2})?)?$/;
const ISO = /^(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?Z?)?$/;
/** A day as a spreadsheet counts them, where a cell has lost its form: from 30.12.1899, with a part of a day. */
const SERIAL = /^(\d{5})(?:[.,](\d{1,15}))?$/;
/** 01.01.2000 and 31.12.2099: another number is no day. */
const SERIALS = { first: 36_526, last: 73_050 } as const;
const EARLIEST_YEAR = 1000;
const DAY_MS = 86_400_000;
const MINUTES_OF_DAY = 1_440;

/** A day with or without a time, in whichever form; null: no such day or time. */
export const momentOfText = remembering((text: string): SaidMoment | null => {
  const serial = SERIAL.exec(text);
  if (serial) return momentOfSerial(Number(`${serial[1]}.${serial[2] ?? '0'}`));
  const russian = RUSSIAN.exec(text);
  const iso = ISO.exec(text);
  const [, year = '', month = '', date = '', hours = '0', minutes = '0'] = russian
    ? [russian[0], russian[3], russian[2], russian[1], russian[4] ?? '0', russian[5] ?? '0']
    : iso
      ? [iso[0], iso[1], iso[2], iso[3], iso[4] ?? '0', iso[5] ?? '0']
      : [];
  const day = parsePlainDate(`${year.padStart(4, '20')}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`);
  // «01.01.0001» is what a program writes for no day at all; at the border of the calendar a zone makes it a moment that no database has.
  if (day === null || yearOf(day) < EARLIEST_YEAR || Number(hours) > 23 || Number(minutes) > 59) return null;
  return { day, minutes: Number(hours) * 60 + Number(minutes) };
});

function momentOfSerial(serial: number): SaidMoment | null {
  if (serial < SERIALS.first || serial >= SERIALS.last + 1) return null;
  const all = Math.round(serial * MINUTES_OF_DAY);
  const whole = Math.floor(all / MINUTES_OF_DAY);
  const day = parsePlainDate(new Date(Date.UTC(1899, 11, 30) + whole * DAY_MS).toISOString().slice(0, 10));
  return day === null ? null : { day, minutes: all % MINUTES_OF_DAY };
}
