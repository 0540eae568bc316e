import { endOfDay, type OfficeCalendar, type PlainDate } from '../calendar';
import { hasQuestions, takesQuestions } from './line-questions';
import { stemsOf } from './moderation';
import type { EngagementStage } from './vocabulary';

// Which messages of citizens in a group are questions of the direct line to which it is tied, and how many are taken. Group talk is no
// question: whoever gathers every word has a moderator read a chat.

const ADDRESS = /\bhttps?:\/\/\S+/giu;
/** Before a question; nobody asks by it. */
const GREETING =
  /^(?:[^\p{L}]*(?:здравствуйте|здравствуй|привет|добр(?:ый|ого|ое)|день|дня|вечер|вечера|утро|утра|всем|скажите|подскажите|пожалуйста|исәнмесез|хәерле|көн|кич|иртә|әйтегезче)(?!\p{L}))+/iu;
/** As the first word: many leave out the mark. */
const ASKING =
  /^[^\p{L}]*(?:когда|почему|отчего|зачем|как|какой|какая|какое|какие|каким|сколько|где|куда|откуда|кто|кому|чей|можно\s+ли|будет\s+ли|будут\s+ли|кайчан|ничек|нигә|ник|кайда|кайчанга|күпме|кем|нинди)(?![\p{L}-])/iu;
/** «Почему?» says nothing without the talk around it. */
const FEWEST_STEMS = 2;

/** It has a question mark, or begins as questions do, and says what it is about. */
export function isQuestion(text: string): boolean {
  const said = text.replace(ADDRESS, ' ').trim();
  return stemsOf(said).length >= FEWEST_STEMS && (said.includes('?') || ASKING.test(said.replace(GREETING, '')));
}

/** The days of a group's tie to a line. */
export interface GroupTie {
  readonly tiedAt: Date;
  /** Null: it stands. */
  readonly untiedAt: Date | null;
}

/**
 * Whether a message of that moment was written while the line gathered there. It may come after the end: the bot was away, the
 * messenger tells late.
 * @param closesOn the line's last day
 */
export const isGatheredAt = (
  at: Date,
  { tiedAt, untiedAt }: GroupTie,
  { stage, closesOn }: { readonly stage: EngagementStage; readonly closesOn: PlainDate | null },
  calendar: OfficeCalendar,
): boolean =>
  takesQuestions(stage, 'group') &&
  at >= tiedAt &&
  (untiedAt === null || at < untiedAt) &&
  (closesOn === null || at < endOfDay(closesOn, calendar));

/** A group is tied while the line runs, and the tie ends with it. */
export const mayBeTied = (stage: EngagementStage): boolean => takesQuestions(stage, 'http');

/** Questions, and changes of them, of one participant and of the whole group: what is more is counted and left in the group. */
export const GROUP_LIMITS = { ofOne: 10, ofGroup: 500, milliseconds: 3_600_000 } as const;

/** Why a tie has ended: the line is over or was taken back, the bot was removed, hears no more, or may not write. */
export const TIE_ENDS = ['over', 'kicked', 'deaf', 'muted'] as const;
export type TieEnd = (typeof TIE_ENDS)[number];

/**
 * What the group hears when its tie ends. over: that it is, with thanks. removed: no answers are promised, since the line was taken down.
 * null: nothing, since the bot is not there, may not write, or the line may go on here once it is placed again or the bot hears again.
 * @param why null: by hand
 */
export function saidAtEnd(why: TieEnd | null, stage: EngagementStage): 'over' | 'removed' | null {
  if (why !== null && why !== 'over') return null;
  if (stage === 'removed') return 'removed';
  return hasQuestions(stage) ? 'over' : null;
}
