import { escapeHtml, inSentence, type Words } from '../../../../src/i18n';
import type { StoredOfApplicant } from '../../../../src/usecases/applicants/stored';
import { FAILED_LETTER_DAYS, type Waiting } from '../../../../src/usecases/applicants/forget-questions';
import { button, type Screen } from '../../screen';
import type { Reading } from '../../turn';
import { fullDay, moment } from '../dates';

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
