import { isKeyOf } from '../../regulation/lists';
import type { Words } from '../../i18n';
import { at, dayOf, daysBetween, type OfficeCalendar, type PlainDate } from '../../regulation/calendar';
import type { Box } from '../../regulation/district';
import { FAST_TRACK_DAYS, type FastTrackDays } from '../../regulation/deadlines';
import type { Kind } from '../../regulation/vocabulary';
import { isShortenedNumber, plainNumber } from '../../text/appeal-number';
import { cleanText } from '../../text/plain-text';
import type { Complaint, SaidRow } from '../../usecases/registry/marks';
import { intakeWords, type IntakeWords } from '../complaints';
import { isExchangedIn } from '../place';
import { isAppealNumber, LONGEST, readRecord } from '../record';
import {
  isEndless,
  isFormulaFault,
  isRounded,
  keptText,
  LONGEST_WORDS,
  momentOfText,
  remembering,
  wordsOfCell,
  type Cell,
  type SaidMoment,
} from './cells';
import {
  answerTypeOf,
  endThere,
  isFinishedThere,
  isOfLaw59,
  isPersonal,
  NO,
  plainWords,
  YES,
  type Field,
} from './export-words';
import type { Columns, Headings, Remembered, TableColumns } from './headings';

export interface RowReading {
  readonly now: Date;
  readonly calendar: OfficeCalendar;
  /** Of the office: in these a fault is told. */
  readonly words: Words;
  /** What people have answered about columns that are not found. */
  readonly remembered?: Remembered;
  /** Absent: nobody looks where points are. */
  readonly district?: Box | undefined;
}

export type ReadRow =
  | { readonly ok: true; readonly said: SaidRow }
  /** `number`: of whom it speaks, where that can be read. */
  | { readonly ok: false; readonly complaints: readonly Complaint[]; readonly number: string | null };

/** As people are shown a value that is wrong. */
const SHOWN = 60;
/** From so much of a cell it is taken: there may be blanks before it. */
const SHOWN_OF = 1_000;
/** Stands for bytes that are no character: of a file that was cut off, or joined from two. */
const BROKEN = '\ufffd';

/** Rows of one table, of which the columns are known. */
export function createRowReader(
  { columns, headings, absent }: TableColumns,
  reading: RowReading,
): (cells: readonly Cell[]) => ReadRow {
  const words = intakeWords(reading.words);
  const instant = instants(reading.calendar);
  const isSound = soundness(reading.now, words);
  const today = dayOf(reading.now, reading.calendar);
  return (cells) => {
    const row = new Row(cells, columns, headings, words);
    const said = saidBy(row, { instant, today, absent });
    if (said && reading.district && isExchangedIn(said.appeal, reading.district))
      row.complain('latitude', words('pointSwapped'));
    if (said && row.complaints.length === 0) {
      if (isSound(said.appeal)) return { ok: true, said };
      // The same schema as for whatever comes over HTTP or by hand.
      const record = readRecord(recordOf(said.appeal), reading.now, words);
      if (record.ok) return { ok: true, said };
      for (const { path, reason } of record.complaints)
        row.complain(isKeyOf(FIELD_OF, path) ? FIELD_OF[path] : null, reason);
    }
    return { ok: false, complaints: row.complaints, number: row.nameable };
  };
}

/** Which column a field of the record comes from, where that has another name. */
const FIELD_OF = {
  number: 'number',
  epguNumber: 'epguNumber',
  registeredAt: 'received',
  category: 'category',
  subcategory: 'subcategory',
  fact: 'fact',
  text: 'text',
  address: 'address',
  settlement: 'settlement',
  latitude: 'latitude',
  longitude: 'longitude',
} as const satisfies Record<string, Field>;

/** The cells of a row by the fields of ПОС, and what is wrong with them. */
class Row {
  readonly complaints: Complaint[] = [];

  constructor(
    private readonly cells: readonly Cell[],
    private readonly columns: Columns,
    private readonly headings: Headings,
    readonly words: IntakeWords,
  ) {}

  private cell(field: Field): Cell {
    const column = this.columns.get(field);
    return column === undefined ? null : this.cells[column];
  }

  /** Undefined: this layout has no such column. Nothing is said by that, and what was said before stays. */
  ifThere<Value>(field: Field, value: Value): Value | undefined {
    return this.columns.has(field) ? value : undefined;
  }

  complain(field: Field | null, reason: string): void {
    const column = field === null ? null : (this.headings.get(field) ?? null);
    const isShown = field !== null && !isPersonal(field);
    const value = isShown ? cleanText(keptText(this.cell(field), SHOWN_OF).slice(0, SHOWN)) : '';
    this.complaints.push({ column, value, reason });
  }

  /** What is read of a column that must not be empty; why it could not be read has been told already. */
  required<Value>(field: Field, read: () => Value | null): Value | null {
    const before = this.complaints.length;
    const value = read();
    if (value === null && this.complaints.length === before) this.complain(field, this.words('required'));
    return value;
  }

  /** Of whom it speaks, however wrong the rest of it is. */
  get nameable(): string | null {
    const text = isEndless(this.cell('number')) ? null : wordsOfCell(this.cell('number'));
    const number = text === null || isShortenedNumber(text) ? '' : plainNumber(text);
    return isAppealNumber(number) ? number : null;
  }

  text(field: Field): string | null {
    const cell = this.cell(field);
    if (isEndless(cell)) return this.tooLong(field);
    const text = wordsOfCell(cell);
    if (text === null) return null;
    if (text.length > LONGEST_WORDS) return this.tooLong(field);
    const fault = isFormulaFault(text)
      ? this.words('registry.formula')
      : text.includes(BROKEN)
        ? this.words('registry.broken')
        : null;
    if (fault === null) return text;
    this.complain(field, fault);
    return null;
  }

  private tooLong(field: Field, count = LONGEST_WORDS): null {
    this.complain(field, this.words('tooLong', { count }));
    return null;
  }

  /** An applicant's text: as long as one may be, with its lines. */
  writing(field: Field): string | null {
    const text = keptText(this.cell(field), LONGEST.text + 1).trim();
    if (text === '' || /^[-–—]$/.test(text)) return null;
    if (text.length > LONGEST.text) return this.tooLong(field, LONGEST.text);
    if (!text.includes(BROKEN)) return text;
    this.complain(field, this.words('registry.broken'));
    return null;
  }

  /** Degrees, with a comma or a point. */
  degrees(field: Field): number | null {
    const cell = this.cell(field);
    if (typeof cell === 'number' && Number.isFinite(cell)) return cell;
    const text = this.text(field);
    if (text === null) return null;
    if (/^[-+]?\d{1,3}([.,]\d{1,15})?°?$/.test(text)) return Number.parseFloat(text.replace(',', '.'));
    this.complain(field, this.words('registry.degrees'));
    return null;
  }

  /** A number that a spreadsheet has kept as one is a text of digits; one that it has rounded is nobody's. */
  number(field: Field): string | null {
    const cell = this.cell(field);
    if (typeof cell === 'number' && (isRounded(cell) || !Number.isInteger(cell))) {
      this.complain(field, this.words('registry.rounded'));
      return null;
    }
    const text = this.text(field);
    if (text === null) return null;
    if (!isShortenedNumber(text)) return plainNumber(text);
    this.complain(field, this.words('registry.shortened'));
    return null;
  }

  moment(field: Field): SaidMoment | null {
    const text = this.text(field);
    if (text === null) return null;
    const moment = momentOfText(text);
    if (!moment) this.complain(field, this.words('registry.day'));
    return moment;
  }

  yes(field: Field): boolean | null {
    const text = this.text(field);
    return text === null ? null : yesOf(text);
  }
}

const yesOf = remembering((text: string): boolean | null => {
  const plain = plainWords(text);
  return plain === YES ? true : plain === NO ? false : null;
});

type SaidAppeal = SaidRow['appeal'];
/** Of which kind it is nobody may know yet; all the rest is checked the same. */
const recordOf = (appeal: SaidAppeal) => ({ ...appeal, kind: appeal.kind ?? 'message' });

/**
 * Whether the schema takes an appeal as it is. A whole check takes as long as all the rest of a row, while what it says of topics and
 * days is the same in thousands of rows: each part was checked once, in a record of which nothing else is wrong. False: not known.
 */
function soundness(now: Date, words: IntakeWords): (appeal: SaidAppeal) => boolean {
  const isTaken = (record: unknown) => readRecord(record, now, words).ok;
  const days = remembering((registeredAt) => isTaken({ number: '1', kind: 'message', registeredAt }));
  const day = now.toISOString();
  const topics = remembering((record) => isTaken(JSON.parse(record)));
  // Texts and places are another in each row: nothing of them is remembered.
  return ({ number, epguNumber, registeredAt, text, address, settlement, latitude, longitude, ...topic }) =>
    [text, address, settlement, latitude, longitude].every((said) => said === undefined) &&
    isAppealNumber(number) &&
    (epguNumber === undefined || isAppealNumber(epguNumber)) &&
    days(registeredAt) &&
    topics(JSON.stringify(recordOf({ number: '1', registeredAt: day, ...topic })));
}

interface Told extends Pick<TableColumns, 'absent'> {
  readonly instant: (moment: SaidMoment) => string;
  readonly today: PlainDate;
}

/** @returns undefined when what is needed to register is missing; the row has the complaints */
function saidBy(row: Row, { instant, today, absent }: Told): SaidRow | undefined {
  const number = row.required('number', () => row.number('number'));
  const received = row.required('received', () => row.moment('received'));
  const epguNumber = row.number('epguNumber');
  const planned = row.moment('planned');
  const finished = row.moment('finished');
  if (received && received.day > today) row.complain('received', row.words('registry.future'));
  if (number === null || !received) return undefined;
  const kind = kindOf(row, absent);
  const fastTrack = row.yes('fastTrack');
  const days = kind === 'appeal59' ? undefined : fastTrackDays(fastTrack, received, planned);
  const stage = row.text('stage');
  const status = row.text('status');
  const decision = row.text('decision');
  const isFinished = absent.has('byDay') ? finished !== null && finished.day <= today : isFinishedThere(stage, status);
  const outcome = isFinished ? endThere(stage, status, decision) : undefined;
  const isAnswered = isFinished && outcome === undefined;
  return {
    appeal: {
      number,
      epguNumber: epguNumber ?? undefined,
      kind,
      registeredAt: instant(received),
      category: row.text('category') ?? undefined,
      subcategory: row.text('subcategory') ?? undefined,
      fact: row.text('fact') ?? undefined,
      fastTrackDays: days,
      // what is over needs no words: nobody works on it, and they would be kept for nothing
      ...(isFinished ? {} : mattersOf(row)),
    },
    there: {
      finished: isFinished,
      outcome,
      answerType: row.ifThere('decision', isAnswered && decision !== null ? answerTypeOf(decision) : null),
      receivedDay: received.day,
      plannedDay: row.ifThere('planned', planned?.day ?? null),
      finishedDay: row.ifThere('finished', finished?.day ?? null),
      overdue: row.ifThere('overdue', row.yes('overdue')),
      fastTrack: row.ifThere('fastTrack', fastTrack),
      mark: row.ifThere('mark', markOf(row)),
      repeated: row.ifThere('repeated', row.yes('repeated')),
      stage: row.ifThere('stage', stage),
      status: row.ifThere('status', status),
      decision: row.ifThere('decision', decision),
      source: row.ifThere('source', row.text('source')),
      cameTo: row.ifThere('cameTo', row.text('cameTo')),
      standsAt: row.ifThere('standsAt', row.text('standsAt')),
      coordinator: row.ifThere('coordinator', row.text('coordinator')),
      executor: row.ifThere('executor', row.text('executor')),
      supervisor: row.ifThere('supervisor', row.text('supervisor')),
    },
  };
}

/** What it is about and where, of files to which somebody has added that. */
const mattersOf = (row: Row) => ({
  text: row.writing('text') ?? undefined,
  address: row.text('address') ?? undefined,
  settlement: row.text('settlement') ?? undefined,
  latitude: row.degrees('latitude') ?? undefined,
  longitude: row.degrees('longitude') ?? undefined,
});

/** ПОС' own sign beats what the applicant had chosen. Undefined: nobody has said, and it is not guessed. */
function kindOf(row: Row, absent: ReadonlySet<string>): Kind | undefined {
  const law = row.text('law');
  if (law !== null) return isOfLaw59(law) ? 'appeal59' : 'message';
  const chosen = row.yes('chosenLaw');
  if (chosen === true) return 'appeal59';
  return absent.has('ordinary') || (chosen === false && !absent.has('later')) ? 'message' : undefined;
}

/** «Да» without days: those that ПОС plans with, if a fast track has such. Undefined: what the category says. */
function fastTrackDays(
  said: boolean | null,
  received: SaidMoment,
  planned: SaidMoment | null,
): FastTrackDays | null | undefined {
  if (said === false) return null;
  if (said === null || !planned) return undefined;
  const days = daysBetween(received.day, planned.day);
  return FAST_TRACK_DAYS.find((known) => known === days);
}

function markOf(row: Row): number | null {
  const text = row.text('mark');
  if (text === null) return null;
  if (/^[1-5]$/.test(text)) return Number(text);
  row.complain('mark', row.words('registry.mark'));
  return null;
}

/** Many rows are of few days. */
function instants(calendar: OfficeCalendar): (moment: SaidMoment) => string {
  const midnights = new Map<PlainDate, Date>();
  return ({ day, minutes }) => {
    if (minutes > 0) return at(day, minutes, calendar).toISOString();
    const midnight = midnights.get(day) ?? at(day, 0, calendar);
    midnights.set(day, midnight);
    return midnight.toISOString();
  };
}
