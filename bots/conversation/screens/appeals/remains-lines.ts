import { escapeHtml, type Words } from '../../../../src/i18n';
import type { FileInChats, Remains, SignedLetter, StandingMessages } from '../../../../src/usecases/applicants/remains';
import { maskPlace } from '../../../../src/text/personal-data';
import { fullDay } from '../dates';
import { messengerName } from '../messenger-name';

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
