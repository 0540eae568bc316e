import type { OwnFile } from '../../../src/usecases/answers/submission';
import { writesVersion, type FormerFile } from '../../../src/usecases/answers/version-files';
import type { Change } from '../../../src/usecases/kit/form-engine';
import { idIn, type Asked, type Question } from '../kit/question';
import { button, CAPTION, shorten, type ScreenButton, pageOf, pager } from '../kit/screen';
import { moment, clockTime } from '../kit/calendar-words';
import type { ActState } from './act-state';
import { together } from '../../../src/regulation/joining';
import { isOneOf } from '../../../src/regulation/lists';
import type { Ask } from '../../../src/regulation/asks';
import { originOf, type Mark } from '../../../src/usecases/kit/attachments';
import type { CountingPlace } from '../../../src/usecases/kit/places';
import type { ReportPhoto } from '../../../src/usecases/photos/photos';
import { asksReason } from '../kit/writing-question';
import { isHeldBack } from './whole-text';

type ActAsked = Asked<ActState>;

// Files belong to the version of an answer (domain.md): what goes along with it stands one by one, and each can be left out.

/** Lines of a list that one sees without scrolling. */
const FILES_PAGE = 8;
/** What a new version takes along: the list of it, back from there, and all that it does not take yet. */
const OPENS_LIST = 'list';
const CLOSES_LIST = 'listed';
const TAKES_FORMER = 'former';
const TAKEN = /^(take|leave)-(\d+)$/;

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
  const [, does, number = ''] = TAKEN.exec(value) ?? [];
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

// What has come with a form, whichever question of it takes files: how many, of which time, where, and what is to be taken out.

/** What is known of the moment in which a form is drawn. */
export interface Around {
  /** Files that are still on their way. */
  readonly arriving: number;
  /** What counts for a photo that comes now. */
  readonly place: CountingPlace | null;
}
export const NOTHING_AROUND: Around = { arriving: 0, place: null };

const MARKS = ['before', 'after'] as const satisfies readonly Mark[];
const MARKED = /^(before|after|remove)-(\d+)$/;

/** Not one of a photo: it changes nothing of the form. */
export const PLACE_PRESSED = 'place';

/** What a coordinator brings of the applicant's, and a paper, is no report: neither «до» nor «после», and of no place. */
export const isReport = ({ state: { form } }: ActAsked): boolean =>
  originOf(form.subject) === 'official' && form.subject !== 'addPaper';
const photosOf = (own: readonly OwnFile[]) => own.filter(({ kind }) => kind === 'photo');

/** The buttons name what was in sight: what has come since then is not marked and not removed by them. */
export const fileRows = (asked: ActAsked): ScreenButton[][] => [...ownRows(asked), ...versionRows(asked)];

function ownRows(asked: ActAsked): ScreenButton[][] {
  const own = ownOf(asked);
  const last = own.at(-1);
  if (!last) return [];
  const { plain } = asked.reading.words;
  const count = markable(asked, last.id).length;
  const captionOf = (mark: Mark) =>
    count === 1 ? plain(`form:mark.${mark}`) : plain(`form:mark.${mark}Many`, { count });
  return [
    ...(count === 0 || !isReport(asked)
      ? []
      : [MARKS.map((mark) => button(captionOf(mark), asked.move('other', `${mark}-${last.id}`)))]),
    [button(plain('form:removeLast'), asked.move('other', `remove-${last.id}`))],
  ];
}

/** There is nothing to see of any of those that are worked as one, so no photo is asked for. */
export const isPhotoless = ({ state: { step } }: ActAsked): boolean =>
  together(step.appeal).every(({ photoless }) => photoless);

/** The questions that ask for photos of where somebody stands now; in others photos may come. */
const ASK_FOR_PHOTOS: readonly Ask[] = ['comment', 'photos'];

/** Photos are asked for, or have come: whoever sends them still stands where they were taken. Not asked beside another question. */
export function wantsPlace(asked: ActAsked): boolean {
  const { ask } = asked.state.step;
  return (
    isReport(asked) &&
    !isPhotoless(asked) &&
    !asksReason(asked) &&
    !isHeldBack(asked) &&
    (ASK_FOR_PHOTOS.includes(ask) || photosOf(ownOf(asked)).length > 0)
  );
}

/** One press in place of a way through the messenger's menus; none while a place counts. */
export function placeRow(asked: ActAsked, { place }: Around): ScreenButton[][] {
  return place === null && wantsPlace(asked)
    ? [[button(asked.reading.words.plain('form:place.button'), asked.move('other', PLACE_PRESSED))]]
    : [];
}

/** Null: the press is none of these. */
export function filesPressed(asked: ActAsked, value: string): Change | null {
  const ofVersion = versionPressed(asked, value);
  if (ofVersion) return ofVersion;
  const [, what, number = ''] = MARKED.exec(value) ?? [];
  const id = idIn(number);
  if (id === null) return null;
  if (what === 'remove') return ownOf(asked).some((file) => file.id === id) ? { files: { remove: id } } : null;
  const ids = markable(asked, id).map((photo) => photo.id);
  const [first] = ids;
  if (first === undefined) return null;
  return isOneOf(MARKS, what) ? { answers: { ...asked.answers, markedFrom: first }, files: { mark: what, ids } } : null;
}

/** The photos up to this one that have no mark yet; where each has one, those that were marked last. */
function markable(asked: ActAsked, upTo: number): readonly OwnFile[] {
  const photos = photosOf(ownOf(asked)).filter(({ id }) => id <= upTo);
  const unmarked = photos.filter(({ mark }) => mark === null);
  const { markedFrom } = asked.answers;
  const from = typeof markedFrom === 'number' ? markedFrom : (photos.at(-1)?.id ?? 0);
  return unmarked.length > 0 ? unmarked : photos.filter(({ id }) => id >= from);
}

/** «Принято фото: 3», which are «до» and which «после», what is still under way, and once that a file keeps time and place. In HTML. */
export function receivedLines(asked: ActAsked, { arriving, place }: Around, judged: readonly ReportPhoto[]): string[] {
  const { words, calendar } = asked.reading;
  const { html, plain } = words;
  const { photos, files, own } = asked.state.step.submission;
  const [before, after] = MARKS.map((mark) => own.filter((file) => file.mark === mark).length);
  const isCompressed = asked.view.compressed === true;
  const isNowhere = isCompressed || judged.some(({ verdict }) => verdict?.place === 'unconfirmed');
  const isAsked = place === null && isNowhere && wantsPlace(asked);
  const isNews = isCompressed && !isPhotoless(asked) && asked.view.knowsOfFiles !== true;
  const advice = [...(isNews ? [plain('form:asFile')] : []), ...(isAsked ? [plain('form:sendPlace')] : [])];
  return [
    ...(photos > 0 ? [html('form:received', { count: photos })] : []),
    ...formerLines(asked),
    ...(before || after ? [html('form:marks', { before, after })] : []),
    ...(files > 0 ? [html('form:receivedFiles', { count: files })] : []),
    ...arrivingLines(asked, arriving),
    ...(place === null || !isReport(asked)
      ? []
      : [html(LINE_OF_PLACE[place.live ? 'live' : 'chosen'], { time: clockTime(place.at, calendar) })]),
    ...(advice.length > 0 ? [`<i>${advice.join(' ')}</i>`] : []),
  ];
}

const arrivingLines = ({ reading: { words }, state: { step } }: ActAsked, arriving: number): string[] => {
  const saved = step.submission.own.length;
  return arriving > 0 ? [words.html('form:arriving', { saved, total: saved + arriving })] : [];
};

/** Beside a question about something else: how many go with this form, in HTML. */
export function countedLines(asked: ActAsked, { arriving }: Around): string[] {
  const { html } = asked.reading.words;
  const { photos, files } = asked.state.step.submission;
  return [
    ...(photos > 0 ? [html('form:received', { count: photos })] : []),
    ...formerLines(asked),
    ...(files > 0 ? [html('form:receivedFiles', { count: files })] : []),
    ...arrivingLines(asked, arriving),
  ];
}

const LINE_OF_PLACE = { live: 'form:livePlaceHere', chosen: 'form:placeHere' } as const;
