import type { PlainDate } from '../calendar';
import type { EngagementKind } from './vocabulary';

/** A question of a poll. */
export interface PollQuestion {
  readonly text: string;
  readonly options: readonly string[];
  /** More than one may be ticked. */
  readonly several: boolean;
  /** Citizens may write an answer of their own. */
  readonly own: boolean;
}

/** What citizens choose from: a site of improvement with its place, a project with its author. */
export interface EngagementOption {
  readonly name: string;
  /** Where it is, or whose it is; empty: nobody has said. */
  readonly about: string;
}

/** A picture that is published with it: a copy without what the camera has written. */
export interface EngagementPicture {
  /** Of the bytes that are published. */
  readonly sha256: string;
  /** The name of the option that it shows; null: it is of the whole. */
  readonly of: string | null;
}

/** What is written of one of these; what nobody has said yet is null or empty. */
export interface EngagementContent {
  readonly title: string;
  readonly text: string;
  readonly questions: readonly PollQuestion[];
  readonly options: readonly EngagementOption[];
  /** Those of the whole first, then those of its options, each in the order in which they came. */
  readonly pictures: readonly EngagementPicture[];
  /** First and last day; of hearings, the first is that of their announcement. */
  readonly opensOn: PlainDate | null;
  readonly closesOn: PlainDate | null;
  /** By which day the results are to be known. */
  readonly resultsBy: PlainDate | null;
  /** When hearings are held: an instant as ISO text. */
  readonly heldAt: string | null;
  readonly venue: string;
  /** Where the papers are, or where one takes part from afar. */
  readonly link: string;
  /** Who answers in a direct line: name and position. */
  readonly answering: string;
  /** Of hearings: where and when their announcement was published, and the territory that they are of (ГрК РФ art. 5.1). */
  readonly notice: string;
  readonly territory: string;
}
export type EngagementField = keyof EngagementContent;

export const NO_CONTENT: EngagementContent = {
  title: '',
  text: '',
  questions: [],
  options: [],
  pictures: [],
  opensOn: null,
  closesOn: null,
  resultsBy: null,
  heldAt: null,
  venue: '',
  link: '',
  answering: '',
  notice: '',
  territory: '',
};

/** The content with these parts of another. */
export const withFields = (
  content: EngagementContent,
  from: EngagementContent,
  fields: readonly EngagementField[],
): EngagementContent => fields.reduce((now, field) => ({ ...now, [field]: from[field] }), content);

const DATES = ['opensOn', 'closesOn', 'resultsBy'] as const;
const LAST_DATES = ['closesOn', 'resultsBy'] as const;
const VOTE = ['title', 'text', 'options', 'pictures', ...DATES] as const;

/** Of what each kind is made, in the order in which it is asked. */
export const FIELDS: Readonly<Record<EngagementKind, readonly EngagementField[]>> = {
  news: ['title', 'text', 'pictures'],
  poll: ['title', 'text', 'questions', 'pictures', ...DATES],
  site_vote: VOTE,
  project_vote: VOTE,
  rating: VOTE,
  discussion: ['title', 'text', 'pictures', 'link', ...DATES],
  hearings: ['title', 'text', 'pictures', 'opensOn', 'notice', 'territory', 'heldAt', 'venue', 'link', ...LAST_DATES],
  direct_line: ['title', 'text', 'answering', 'pictures', ...DATES],
};

/** Without these it may be placed all the same. */
const MAY_BE_EMPTY: readonly EngagementField[] = ['link', 'pictures', 'notice', 'territory'];

export const hasField = (kind: EngagementKind, field: EngagementField): boolean => FIELDS[kind].includes(field);
/** It has an opening and an end, and results. */
export const runs = (kind: EngagementKind): boolean => hasField(kind, 'opensOn');

export const mayBeEmpty = (field: EngagementField): boolean => MAY_BE_EMPTY.includes(field);
export const isEmpty = (content: EngagementContent, field: EngagementField): boolean =>
  (content[field] ?? '').length === 0;

/** Of another one of the same these are its own: its name, and its days. */
const ITS_OWN: readonly EngagementField[] = ['title', ...DATES, 'heldAt', 'notice'];

/** What another one of the same takes over, where it is said. */
export const repeatedFields = (kind: EngagementKind, content: EngagementContent): readonly EngagementField[] =>
  FIELDS[kind].filter((field) => !ITS_OWN.includes(field) && !isEmpty(content, field));

/** What is still to be written before it can be placed, in the order in which it is asked. */
export const lackingFields = (kind: EngagementKind, content: EngagementContent): readonly EngagementField[] =>
  FIELDS[kind].filter(
    (field) => !mayBeEmpty(field) && (isEmpty(content, field) || (field === 'options' && content.options.length < 2)),
  );

/** In characters, and how many. ПОС has no published limits: these are what one reads on a phone. */
export const LIMITS = {
  title: 150,
  text: 10_000,
  question: 300,
  option: 100,
  about: 200,
  venue: 300,
  notice: 500,
  territory: 300,
  link: 500,
  answering: 200,
  questions: 10,
  options: 10,
  projects: 30,
  /** Of the whole, as many as messengers show together; of an option; and of all, so that they go into one file. */
  pictures: 10,
  picturesOfOption: 3,
  allPictures: 40,
} as const;
