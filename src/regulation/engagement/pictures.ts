import { LIMITS, type EngagementContent, type EngagementOption, type EngagementPicture } from './content';

type Pictured = Pick<EngagementContent, 'options' | 'pictures'>;

/** Those of an option, or with null those of the whole. */
export const picturesOf = (
  pictures: readonly EngagementPicture[],
  option: EngagementOption['name'] | null,
): readonly EngagementPicture[] => pictures.filter(({ of }) => of === option);

/** What a picture may show, in the order in which pictures stand; null: the whole. */
export const subjectsOf = ({ options }: Pick<EngagementContent, 'options'>): readonly (string | null)[] => [
  null,
  ...options.map(({ name }) => name),
];

/** In the order in which they are published. Those of an option that is no more are of nothing. */
export const inOrder = ({ options, pictures }: Pictured): readonly EngagementPicture[] =>
  subjectsOf({ options }).flatMap((subject) => picturesOf(pictures, subject));

/** How many are of nothing, since the option that they show is no more or has another name. */
export const picturesOfNothing = ({ options, pictures }: Pictured): number =>
  pictures.filter(({ of }) => !subjectsOf({ options }).includes(of)).length;

/** What is written with its pictures so. */
export const withPicturesInOrder = (content: EngagementContent): EngagementContent => ({
  ...content,
  pictures: inOrder(content),
});

/** An option that has another name: which it had, and which it has. */
type Renaming = readonly [from: string, to: string];
const isRenaming = (one: unknown): one is Renaming =>
  Array.isArray(one) && one.length === 2 && one.every((name) => typeof name === 'string');
/** Those that a form has kept, in the order in which they were made. */
export const renamedIn = ({ renamed }: Readonly<Record<string, unknown>>): readonly Renaming[] =>
  Array.isArray(renamed) ? renamed.filter(isRenaming) : [];

/** What is written, with the pictures of an option that has another name under that one. */
export const withRenamed = <Of extends Pick<EngagementContent, 'pictures'>>(
  content: Of,
  renamed: readonly Renaming[],
): Of => ({
  ...content,
  pictures: content.pictures.map((picture) => ({
    ...picture,
    of: renamed.reduce((now, [from, to]) => (now === from ? to : now), picture.of),
  })),
});

/** How many pictures something may have. */
export const mostPictures = (subject: string | null): number =>
  subject === null ? LIMITS.pictures : LIMITS.picturesOfOption;

/** Why another picture can't be added; null: it can. */
export function whyNoPicture({ options, pictures }: Pictured, subject: string | null): 'here' | 'inAll' | null {
  if (picturesOf(pictures, subject).length >= mostPictures(subject)) return 'here';
  return inOrder({ options, pictures }).length >= LIMITS.allPictures ? 'inAll' : null;
}

/** What two have made of the same pictures at once: what either has added is there, and what either has taken out is not. */
export function mergedPictures(
  before: readonly EngagementPicture[],
  mine: readonly EngagementPicture[],
  theirs: readonly EngagementPicture[],
): readonly EngagementPicture[] {
  const isIn = (pictures: readonly EngagementPicture[], { sha256, of }: EngagementPicture) =>
    pictures.some((one) => one.sha256 === sha256 && one.of === of);
  return [
    ...theirs.filter((one) => !isIn(before, one) || isIn(mine, one)),
    ...mine.filter((one) => !isIn(before, one) && !isIn(theirs, one)),
  ];
}

/**
 * Of which thing there are more pictures than it may have, since two have sent them at once; null: of none. Without a thing it is all of
 * them together; of the whole it is null, too.
 */
export function tooManyOf(content: Pictured): { readonly of?: string | null } | null {
  const of = subjectsOf(content).find(
    (subject) => picturesOf(content.pictures, subject).length > mostPictures(subject),
  );
  if (of !== undefined) return { of };
  return inOrder(content).length > LIMITS.allPictures ? {} : null;
}

/** How many pictures something had and has. */
export interface PicturesChange {
  readonly subject: string | null;
  readonly before: number;
  readonly after: number;
}

/** Of what pictures were added, taken out or replaced. */
export function changedPictures(before: Pictured, after: Pictured): readonly PicturesChange[] {
  const subjects = [...new Set([...subjectsOf(after), ...subjectsOf(before)])];
  return subjects.flatMap((subject) => {
    const [was, is] = [picturesOf(inOrder(before), subject), picturesOf(inOrder(after), subject)];
    const isSame = was.length === is.length && was.every(({ sha256 }, place) => sha256 === is[place]?.sha256);
    return isSame ? [] : [{ subject, before: was.length, after: is.length }];
  });
}
