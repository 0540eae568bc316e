import { escapeHtml, inSentence, type Words } from '../../../src/i18n';
import type { StoredOfApplicant } from '../../../src/usecases/applicants/stored';
import { FAILED_LETTER_DAYS, type Waiting } from '../../../src/usecases/applicants/forget-questions';
import { button, type Screen, messengerName } from '../kit/screen';
import type { Reading } from '../kit/turn';
import { fullDay, moment } from '../kit/calendar-words';
import { dayOf, plusDays } from '../../../src/regulation/calendar';
import type { Destruction, DestructionEntry } from '../../../src/usecases/applicants/destruction';
import {
  COPY_DAYS,
  type FileInChats,
  type Remains,
  type SignedLetter,
  type StandingMessages,
} from '../../../src/usecases/applicants/remains';
import { yearsAfter } from '../../../src/usecases/kit/years-ago';
import { signatureName } from '../../../src/usecases/kit/officials';
import { capitalised } from '../../../src/text/capitalised';
import type { Minutes, MinutesPart } from '../../../src/usecases/kit/ports';
import { maskPlace } from '../../../src/text/personal-data';

/** In the order in which they are told. */
const CONTACTS = ['name', 'phone', 'email', 'address'] as const;

/** What is stored of an applicant, by its kinds alone: no chat has the data themselves. */
export function applicantScreen(appealId: number, stored: StoredOfApplicant, { words }: Reading): Screen {
  const { html, plain } = words;
  const contacts = CONTACTS.filter((name) => stored[name] !== null).map((name) => plain(`applicant:has.${name}`));
  return {
    text: [
      `<b>${html('applicant:title', { number: stored.number })}</b>`,
      html('applicant:contacts', {
        what: contacts.length === 0 ? plain('applicant:has.nothing') : contacts.join(', '),
      }),
      ...[
        ...(stored.text === null ? [] : [plain('applicant:has.text')]),
        ...(stored.question === null ? [] : [plain('applicant:has.question')]),
        ...(stored.place === '' ? [] : [plain('applicant:has.place')]),
        ...(stored.rows === 0 ? [] : [plain('applicant:has.rows', { count: stored.rows })]),
        ...(stored.photos.length === 0 ? [] : [plain('applicant:has.photos', { count: stored.photos.length })]),
        ...(stored.letters.signed + stored.letters.unsigned === 0
          ? []
          : [plain('applicant:has.letters', { count: stored.letters.signed + stored.letters.unsigned })]),
      ].map(escapeHtml),
      '',
      whenForgotten(stored, words),
    ].join('\n'),
    buttons: [
      [button(plain('applicant:file.button'), { kind: 'applicantFile', appealId })],
      ...(stored.mayForget ? [[button(plain('applicant:forget.button'), { kind: 'forgetApplicant', appealId })]] : []),
    ],
  };
}

function whenForgotten({ forgottenOn, isDecided, isOver, waiting, years }: StoredOfApplicant, words: Words): string {
  const { html } = words;
  if (isDecided && !isOver) return html('applicant:decidedReopened');
  if (isDecided && waiting.length === 0) return html('applicant:decidedTonight');
  if (isDecided) return html('applicant:decided', { what: waitingWords(waiting, words) });
  return forgottenOn === null
    ? html('applicant:afterEnd', { count: years })
    : html('applicant:on', { day: fullDay(forgottenOn) });
}

/** «ответ, письмо на почту» */
export const waitingWords = (waiting: readonly Waiting[], { plain }: Pick<Words, 'plain'>): string =>
  waiting
    .map((what) =>
      what === 'mail' || what === 'failedMail'
        ? plain(`applicant:waits.${what}`, { count: FAILED_LETTER_DAYS })
        : inSentence(plain(`appeal:delivery.${what}`)),
    )
    .join(', ');

/** The same with the data, for a paper that stays on this server. */
export function applicantSections(stored: StoredOfApplicant, { words, calendar }: Reading) {
  const { plain } = words;
  const line = (name: string, value: string | null) =>
    value === null || value === '' ? [] : [plain('applicant:paper.line', { name, value })];
  // With its year, whichever it is.
  const at = (instant: Date) => moment(instant, new Date(0), calendar);
  const { point } = stored;
  return [
    {
      heading: plain('applicant:paper.contacts'),
      lines: [
        ...(stored.type === null ? [] : line(plain('applicant:paper.type'), plain(`applicant:type.${stored.type}`))),
        ...CONTACTS.flatMap((name) => line(plain(`applicant:paper.${name}`), stored[name])),
      ],
    },
    {
      heading: plain('applicant:paper.appeal'),
      lines: [
        ...line(plain('applicant:paper.registered'), at(stored.registeredAt)),
        ...line(plain('applicant:paper.place'), stored.place),
        ...(point === null ? [] : line(plain('applicant:paper.point'), `${point.latitude}, ${point.longitude}`)),
        ...line(plain('applicant:paper.text'), stored.text),
        ...line(plain('applicant:paper.question'), stored.question),
      ],
    },
    {
      heading: plain('applicant:paper.files'),
      lines: [
        ...stored.photos.map(({ fileName, receivedAt }) =>
          plain('applicant:paper.photo', { name: fileName ?? plain('folder:noName'), moment: at(receivedAt) }),
        ),
        plain('applicant:paper.letters', stored.letters),
        ...(stored.rows === 0 ? [] : [plain('applicant:has.rows', { count: stored.rows })]),
      ],
    },
    {
      heading: plain('applicant:paper.terms'),
      lines: plain('applicant:paper.kept', { count: stored.years }).split('\n'),
    },
  ];
}

/** The order of Роскомнадзор wants it kept so long. */
const KEPT_YEARS = 3;

const paragraph = (text: string): MinutesPart => ({ as: 'paragraph', text });
const heading = (text: string): MinutesPart => ({ as: 'heading', text });

/** The act of destruction, and the extract of the journal of events below it; nothing in it names the applicant. */
export function destructionAct(destruction: Destruction, issuedAt: Date, { words, calendar }: Reading): Minutes {
  const { plain, locale } = words;
  const { number, registeredAt, at, decided, entries, head } = destruction;
  const on = (instant: Date) => fullDay(dayOf(instant, calendar));
  const when = (instant: Date) => moment(instant, new Date(0), calendar);
  const name = [head.nameRu, head.nameTt].filter((one) => one !== '');
  return {
    locale,
    head: name.length === 0 ? null : { name, contacts: head.contacts },
    title: plain('applicant:act.title'),
    of: plain('applicant:act.of', { number, day: on(registeredAt) }),
    date: on(at),
    parts: [
      paragraph(plain('applicant:act.law')),
      ...(name.length === 0 ? [] : [paragraph(plain('applicant:act.operator', { operator: name.join(' / ') }))]),
      ...factsOf(destruction, when(at), on, words),
      heading(plain('applicant:act.extract')),
      paragraph(plain('applicant:act.extractOf', { number })),
      {
        as: 'table',
        columns: (['event', 'when', 'who', 'entry'] as const).map((column) => plain(`applicant:act.column.${column}`)),
        rows: entries.map((entry) => rowOf(entry, when(entry.at), words)),
      },
      paragraph(plain('applicant:act.copies', { day: fullDay(plusDays(dayOf(at, calendar), COPY_DAYS)) })),
      ...(decided === null ? [paragraph(plain('applicant:act.sign'))] : []),
    ],
    signer:
      decided === null ? null : { name: signatureName(decided.name), position: capitalised(decided.position ?? '') },
    note: plain('applicant:act.note', { moment: when(issuedAt), day: on(yearsAfter(at, KEPT_YEARS)) }),
    issuedAt,
  };
}

/** Whose, which, where, how, why, when and by whom: what the order asks for. */
function factsOf(
  { number, beside, destroyed, reason, decided }: Destruction,
  at: string,
  on: (instant: Date) => string,
  { plain }: Words,
): MinutesPart[] {
  const categories = destroyed.length === 0 ? (['name', 'phone', 'email', 'address', 'words'] as const) : destroyed;
  return [
    paragraph(
      beside.length === 0
        ? plain('applicant:act.whose', { number })
        : plain('applicant:act.whoseBeside', { number, beside: beside.join(', № ') }),
    ),
    paragraph(
      plain('applicant:act.what', {
        what: categories.map((one) => plain(`applicant:act.destroyed.${one}`)).join('; '),
      }),
    ),
    paragraph(plain('applicant:act.system')),
    paragraph(plain('applicant:act.how')),
    paragraph(
      reason === null || decided === null
        ? plain('applicant:act.termOver')
        : plain('applicant:act.why', { reason, day: on(decided.at) }),
    ),
    paragraph(plain('applicant:act.when', { moment: at })),
    paragraph(
      decided === null
        ? plain('applicant:act.byClock')
        : decided.position === null || decided.position === ''
          ? plain('applicant:act.by', { name: decided.name })
          : plain('applicant:act.byPosition', { name: decided.name, position: decided.position }),
    ),
  ];
}

function rowOf({ id, action, by, rows }: DestructionEntry, at: string, { plain }: Words): string[] {
  const said = plain(`history:event.${action}`);
  return [
    rows === 0 ? said : plain('applicant:act.rows', { said, count: rows }),
    at,
    by === null ? plain('applicant:act.bot') : signatureName(by),
    String(id),
  ];
}

/** So many lines of each kind are read; the rest is a number. */
const MOST = 8;
/** So many chats of one file. */
const MOST_CHATS = 5;

/** Where something remains of whoever is forgotten today: until when what ends by itself, and whatever nobody but people can remove. In HTML. */
export function remainsLines(remains: Remains, words: Words): string[] {
  const { html } = words;
  const { taken, parked, folder, exports, copies, numbers, messages, files, letters } = remains;
  const [, ...others] = numbers;
  return [
    html('applicant:remains.title'),
    html('applicant:remains.taken', { day: fullDay(taken) }),
    html('applicant:remains.parked', { day: fullDay(parked) }),
    html('applicant:remains.folder', { day: fullDay(folder) }),
    html('applicant:remains.exports', { day: fullDay(exports) }),
    html('applicant:remains.copies', { day: fullDay(copies) }),
    ...listed(html('applicant:remains.messages'), messages, messagesLine, words),
    ...listed(html('applicant:remains.files'), files, fileLine, words),
    ...listed(html('applicant:remains.letters'), letters, letterLine, words),
    ...(others.length === 0 ? [] : [html('applicant:remains.numbers', { numbers: others.join(', № ') })]),
    '',
    html('applicant:remains.chats'),
    html('applicant:remains.stays'),
  ];
}

function listed<One>(
  title: string,
  all: readonly One[],
  line: (one: One, words: Words) => string,
  words: Words,
): string[] {
  if (all.length === 0) return [];
  const shown = all.slice(0, MOST).map((one) => `• ${escapeHtml(line(one, words))}`);
  const left = all.length - shown.length;
  return ['', title, ...shown, ...(left === 0 ? [] : [words.html('applicant:forget.doubtfulMore', { count: left })])];
}

function messagesLine({ name, messenger, count, from, until }: StandingMessages, words: Words): string {
  const days = from === until ? fullDay(from) : `${fullDay(from)}–${fullDay(until)}`;
  const whose = name ?? words.plain('applicant:remains.nobody');
  return words.plain('applicant:remains.messagesLine', {
    name: whose,
    messenger: messengerName(messenger, words),
    days,
    count,
  });
}

function fileLine({ file, chats }: FileInChats, words: Words): string {
  const { plain } = words;
  const shown = chats.slice(0, MOST_CHATS).map(({ name, messenger, on }) => {
    const place = messenger === '' ? '' : `${messengerName(messenger, words)}, `;
    return `${name} (${place}${fullDay(on)})`;
  });
  const left = chats.length - shown.length;
  const whom = [...shown, ...(left === 0 ? [] : [plain('applicant:forget.doubtfulMore', { count: left })])];
  return `${file === '' ? plain('folder:noName') : `«${maskPlace(file)}»`}: ${whom.join(', ')}`;
}

const letterLine = ({ file, signer, on }: SignedLetter, { plain }: Words): string =>
  signer === null
    ? `${file}, ${fullDay(on)}`
    : plain('applicant:remains.letterLine', { file, day: fullDay(on), name: signer });
