import { LIMITS, type EngagementContent, type EngagementPicture } from '../../../src/regulation/engagement/content';
import { mostPictures, picturesOf, subjectsOf, whyNoPicture } from '../../../src/regulation/engagement/pictures';
import { takePicture } from '../../../src/usecases/engagement/engagement-store';
import { cleanText, isMeaningful } from '../../../src/text/plain-text';
import type { Change, Complaint, SaidOfFile } from '../../../src/usecases/kit/form-engine';
import { answered, type Asked, type Question } from '../kit/question';
import { button, inRows, shorten, type ScreenButton } from '../kit/screen';
import type { Talk } from '../kit/talk';
import type { Turn } from '../kit/turn';
import type { CameFile } from '../kit/form-dialog';
import { isTooLarge, storeFile, sayOfFile } from '../kit/keep-file';

/** What the question needs of its form. */
interface Pictured {
  readonly content: Pick<EngagementContent, 'options' | 'pictures'>;
}
type PicturesAsked = Asked<Pictured>;

const NAME = 40;
const FILE_NAME = 60;
const PER_ROW = 8;

/** What is pictured now: null is the whole. A number of the view that names nothing any more means the whole. */
function subjectNow({ view, state: { content } }: Pick<PicturesAsked, 'view' | 'state'>): string | null {
  return typeof view.subject === 'number' ? (subjectsOf(content)[view.subject] ?? null) : null;
}

/** 0: the whole; from 1: an option, by its number or by its name, as people type them. Null: neither. */
function subjectTyped(content: Pick<EngagementContent, 'options'>, text: string): number | null {
  const said = cleanText(text).toLocaleLowerCase('ru');
  if (/^\d{1,2}$/.test(said)) return Number(said) <= content.options.length ? Number(said) : null;
  const at = content.options.findIndex(({ name }) => name.toLocaleLowerCase('ru') === said);
  return at < 0 ? null : at + 1;
}

const nameOf = (subject: string | null, { reading: { words } }: Pick<PicturesAsked, 'reading'>): string =>
  subject === null ? words.plain('engagement:pictures.whole') : `«${shorten(subject, NAME)}»`;

/** How many there are of each, where there is more than one thing to show. */
function lines(asked: PicturesAsked, room: (most: number) => number): string[] {
  const { content } = asked.state;
  const { html } = asked.reading.words;
  const now = subjectNow(asked);
  if (content.options.length === 0)
    return content.pictures.length === 0 ? [] : [html('engagement:pictures.some', { count: content.pictures.length })];
  return subjectsOf(content).map((subject, number) => {
    const count = picturesOf(content.pictures, subject).length;
    const name =
      subject === null
        ? asked.reading.words.plain('engagement:pictures.whole')
        : `${number}. ${shorten(subject, room(NAME))}`;
    const line = html('engagement:pictures.line', { name, count });
    return subject === now ? `<b>▸ ${line}</b>` : line;
  });
}

function removalRows(asked: PicturesAsked): ScreenButton[][] {
  const here = picturesOf(asked.state.content.pictures, subjectNow(asked));
  const drops = here.map((_, place) =>
    button(
      asked.reading.words.plain('engagement:pictures.button.drop', { number: place + 1 }),
      asked.move('other', `drop${place}`),
    ),
  );
  return inRows(drops, 4);
}

/** An option each by its number, as the lines above have them. */
function subjectRows(asked: PicturesAsked): ScreenButton[][] {
  const { content } = asked.state;
  if (content.options.length === 0) return [];
  const now = subjectNow(asked);
  const { plain } = asked.reading.words;
  const numbered = content.options.map(({ name }, place) =>
    button(name === now ? `▸ ${place + 1}` : String(place + 1), asked.move('other', `of${place + 1}`)),
  );
  const whole = button(plain('engagement:pictures.button.whole'), asked.move('other', 'of0'));
  return [...(now === null ? [] : [[whole]]), ...inRows(numbered, PER_ROW)];
}

/** Pictures of the whole and of each option; none will do, too. Which of them is pictured now is said by the view. */
export const pictures: Question<Pictured> = {
  takes: { files: true, caption: false },
  rows: (asked) => [
    [
      button(
        asked.reading.words.plain(asked.state.content.pictures.length > 0 ? 'form:button.done' : 'form:button.skip'),
        asked.move('done', 'pictures'),
      ),
    ],
    ...removalRows(asked),
    ...subjectRows(asked),
  ],
  soFar: lines,
  pressed(asked, move, value) {
    const { content } = asked.state;
    if (move === 'done') return value === 'pictures' ? answered(asked, { pictures: content.pictures }) : null;
    const [, what, at = ''] = /^(drop|of)(\d{1,2})$/.exec(value) ?? [];
    if (move !== 'other' || what === undefined) return null;
    if (what === 'of')
      return Number(at) <= content.options.length ? { view: { ...asked.view, subject: Number(at) } } : null;
    const dropped = picturesOf(content.pictures, subjectNow(asked))[Number(at)];
    return dropped === undefined
      ? null
      : kept(
          asked,
          content.pictures.filter((one) => one !== dropped),
        );
  },
  typed(asked, text) {
    const { content } = asked.state;
    const { plain } = asked.reading.words;
    if (content.options.length === 0) return { complaint: plain('engagement:pictures.textNotAsked') };
    const subject = subjectTyped(content, text);
    return subject === null
      ? { complaint: plain('engagement:pictures.noSuchOption') }
      : { view: { ...asked.view, subject } };
  },
};

const kept = ({ answers }: PicturesAsked, now: readonly EngagementPicture[]): Change => ({
  answers: { ...answers, pictures: now },
});

/**
 * A file for this question: its copy for publishing becomes a picture of whatever is asked about, or of what its caption names.
 * @returns what it does to the form; or what is said of it where nothing was kept
 * @idempotent the same picture of the same thing is one
 */
export async function pictureCame(
  talk: Talk,
  turn: Turn,
  asked: PicturesAsked,
  { file, caption }: CameFile,
): Promise<Change | Complaint | SaidOfFile> {
  const { content } = asked.state;
  const { plain } = asked.reading.words;
  if (isTooLarge(talk, file)) return 'fileTooBig';
  const stored = await storeFile(talk, turn, file);
  if (typeof stored === 'string') return stored;
  const named = subjectTyped(content, caption);
  if (named === null && isMeaningful(caption)) await sayOfFile(talk, turn, 'captionNotKept');
  const view = named === null ? asked.view : { ...asked.view, subject: named };
  const of = subjectNow({ ...asked, view });
  const taken = await takePicture(talk.desk, talk, stored.sha256);
  if (!taken.ok) {
    const said = plain(`engagement:pictures.refusal.${taken.refusal}`);
    const name = file.fileName === null ? null : shorten(file.fileName, FILE_NAME);
    return { complaint: name === null ? said : plain('engagement:pictures.refusedFile', { file: name, said }), view };
  }
  const { sha256 } = taken;
  if (content.pictures.some((one) => one.sha256 === sha256 && one.of === of)) return { view };
  const full = whyNoPicture(content, of);
  if (full === null) return { ...kept(asked, [...content.pictures, { sha256, of }]), view };
  const limit = full === 'here' ? mostPictures(of) : LIMITS.allPictures;
  return { complaint: plain(`engagement:pictures.full.${full}`, { name: nameOf(of, asked), limit }), view };
}
