import { dayOf } from '../../../src/regulation/calendar';
import type { Addressees } from '../../../src/usecases/answers/given-files';
import type { ReportPaper } from '../../../src/usecases/kit/ports';
import type { ViolationView } from '../../../src/usecases/violations/read-violation';
import type { Reading } from '../kit/turn';
import { addresseeWords } from '../answers/signed-line';
import { fullDay, momentIn } from '../kit/calendar-words';
import { circumstanceLines, factLines, isOfMany, lastDayWords, numbersOfCase } from './violation-screen';
import { kindWords } from './journal';

/** What a paper is but for the office's head and its moment. */
export type Worded = Pick<
  ReportPaper,
  'title' | 'addressee' | 'paragraphs' | 'tables' | 'signs' | 'note' | 'preparedBy'
>;

/** The explanation, or that there was none, to be signed by hand (ТК 193); nothing in it is of the applicant. */
export function explanationPaper(view: ViolationView, to: Addressees, read: Reading): Worded {
  const reading: Reading = { ...read, onPaper: true };
  const { words, now } = reading;
  const { plain } = words;
  // Another who had the appeal may have been asked first: that was their paper.
  const own = view.explanations.filter(({ personId }) => personId === view.personId);
  const given = own.length > 0;
  const name = view.person?.fullName ?? '';
  const position = view.person?.position ?? null;
  return {
    title: plain(given ? 'violation:paper.explanation' : 'violation:paper.silence'),
    addressee: addresseeOf(to, reading),
    paragraphs: [
      position === null
        ? plain('violation:paper.person', { name })
        : plain('violation:paper.personPosition', { name, position }),
      [
        plain(isOfMany(view) ? 'violation:paper.aboutMany' : 'violation:paper.about', {
          number: numbersOfCase(view, words),
          kind: kindWords(view, words),
        }),
        ...factLines(view, reading).slice(1),
      ].join('\n'),
      ...askedParagraph(view, reading),
      ...(given ? own.flatMap((one) => explanationParagraphs(one, reading)) : [plain('violation:paper.none')]),
      [plain('violation:paper.circumstances'), ...circumstanceLines(view, reading)].join('\n'),
      ...(view.inForce ? [`${lastDayWords(view, reading)}.`] : []),
    ],
    signs: plain(given ? 'violation:paper.sign' : 'violation:paper.signSilence', {
      name: view.person?.name ?? '',
    }).split('\n'),
    note: plain('violation:paper.note', { moment: momentIn(now, reading) }),
    preparedBy: null,
  };
}

export const addresseeOf = (to: Addressees, { words }: Reading): string =>
  addresseeWords(
    words.plain(to.office.ru === '' ? 'violation:paper.addressee' : 'violation:paper.addresseePost'),
    to.manager,
    to,
    words,
  );

function askedParagraph({ askedAt, explanationDue }: ViolationView, reading: Reading): string[] {
  const { words, calendar } = reading;
  if (askedAt === null || explanationDue === null) return [];
  const due = fullDay(dayOf(explanationDue, calendar));
  return [words.plain('violation:paper.asked', { asked: momentIn(askedAt, reading), due })];
}

function explanationParagraphs(
  { at, late, text, files }: ViolationView['explanations'][number],
  reading: Reading,
): string[] {
  const { plain } = reading.words;
  const given = plain(late ? 'violation:paper.givenLate' : 'violation:paper.given', {
    moment: momentIn(at, reading),
  });
  const enclosed = files.map(({ name }, index) =>
    plain('violation:paper.file', { place: index + 1, name: name ?? plain('violation:paper.noName') }),
  );
  return [given, ...(text === '' ? [] : [text]), ...(enclosed.length === 0 ? [] : [enclosed.join('\n')])];
}
