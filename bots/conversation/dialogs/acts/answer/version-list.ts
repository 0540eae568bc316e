import type { OwnFile } from '../../../../../src/usecases/answers/submission';
import { writesVersion, type FormerFile } from '../../../../../src/usecases/answers/version-files';
import type { Change } from '../../../../../src/usecases/kit/form-engine';
import { idIn, type Asked, type Question } from '../../../questions/question';
import { button, CAPTION, shorten, type ScreenButton } from '../../../screen';
import { moment } from '../../../screens/dates';
import { pageOf, pager } from '../../../screens/pager';
import type { ActState } from '../asked/act-state';

type ActAsked = Asked<ActState>;

// Files belong to the version of an answer (domain.md): what goes along with it stands one by one, and each can be left out.

/** Lines of a list that one sees without scrolling. */
const FILES_PAGE = 8;
/** What a new version takes along: the list of it, back from there, and all that it does not take yet. */
const OPENS_LIST = 'list';
const CLOSES_LIST = 'listed';
const TAKES_FORMER = 'former';
const PRESSED = /^(take|leave)-(\d+)$/;

export const ownOf = ({ state: { step } }: ActAsked): readonly OwnFile[] => step.submission.own;

const formerOf = ({ state: { step } }: ActAsked): readonly FormerFile[] => step.submission.former;

/** Of a version of an answer: what of before may go along, and one by one what does. */
export function versionRows(asked: ActAsked): ScreenButton[][] {
  const { plain } = asked.reading.words;
  const [former, own] = [formerOf(asked), ownOf(asked)];
  const taken = former.filter((file) => file.taken).length;
  const [left, goes] = [former.length - taken, taken + own.length];
  return [
    ...(left === 0
      ? []
      : [[button(plain('form:files.addFormer', { count: left }), asked.move('other', TAKES_FORMER))]]),
    ...(taken === 0 && (goes < 2 || !writesVersion(asked.state.form.subject))
      ? []
      : [[button(plain('form:files.open', { count: goes }), asked.move('other', OPENS_LIST))]]),
  ];
}

/** Each file that goes along, or has been left out, is a button of its own. */
export const isListOpen = ({ view }: Pick<ActAsked, 'view'>): boolean => view.files === true;

/** The files of a version one by one, in place of the question beside which they come. */
export function listOfFiles(question: Question<ActState>): Question<ActState> {
  return {
    ...question,
    soFar: () => [],
    empty: ({ reading: { words } }) => [words.html('form:files.ask')],
    asksFirst: () => true,
    isInside: () => true,
    rows(asked) {
      const { words } = asked.reading;
      const files = [
        ...formerOf(asked).map((file) => ({ ...file, does: file.taken ? 'leave' : 'take' })),
        ...ownOf(asked).map((file) => ({ ...file, taken: true, does: 'remove' })),
      ];
      const page = pageOf(files, typeof asked.view.page === 'number' ? asked.view.page : 0, FILES_PAGE);
      const { appealId } = asked.state.form;
      return [
        ...page.shown.map((file) => [button(nameOf(file, asked), asked.move('other', `${file.does}-${file.id}`))]),
        ...pager(page, words, (turned) => asked.move('page', String(turned))),
        ...(formerOf(asked).some(({ kind }) => kind === 'photo')
          ? [[button(words.plain('card:button.photos'), { kind: 'files', appealId })]]
          : []),
        [button(words.plain('form:button.done'), asked.move('other', CLOSES_LIST))],
      ];
    },
  };
}

/** By the number under which «Показать фото» shows it. */
function nameOf(
  { kind, position, fileName, receivedAt, taken }: Omit<FormerFile, 'wasIn'>,
  { reading: { words, now, calendar } }: ActAsked,
): string {
  const at = moment(receivedAt, now, calendar);
  const name =
    kind === 'photo'
      ? words.plain('form:files.photo', { position, moment: at })
      : words.plain('form:files.document', { name: fileName ?? '', moment: at });
  return shorten(taken ? words.plain('form:picked', { name }) : name, CAPTION);
}

/** Null: the press is none of these. */
export function versionPressed(asked: ActAsked, value: string): Change | null {
  if (value === OPENS_LIST || value === CLOSES_LIST)
    return { view: { ...asked.view, files: value === OPENS_LIST, page: undefined } };
  if (value === TAKES_FORMER) return takesAlong(asked, () => true);
  const [, does, number = ''] = PRESSED.exec(value) ?? [];
  const id = idIn(number);
  return id === null ? null : takesAlong(asked, (file) => (file.id === id ? does === 'take' : file.taken));
}

function takesAlong(asked: ActAsked, isTaken: (file: FormerFile) => boolean): Change | null {
  const former = formerOf(asked);
  if (former.length === 0) return null;
  const versionFiles = former.filter(isTaken).map(({ id }) => id);
  return { answers: { ...asked.answers, versionFiles } };
}

/** How many of them came before, so that nobody takes them for new ones; in HTML. */
export function formerLines(asked: ActAsked): string[] {
  const count = formerOf(asked).filter((file) => file.taken && file.kind === 'photo').length;
  return count > 0 ? [asked.reading.words.html('form:files.former', { count })] : [];
}
