import { LineQuestion, QuestionGroup } from '../../../entities/lines';
import type { Chat } from '../../../entities/person';
import { databaseOf, repositoryOf, statement, type Rows, type Transaction } from '../../database/database';
import { isGatheredAt, isQuestion, type GroupTie } from '../../regulation/engagement/asked-in-group';
import { followsItsMessage, STAGES_OF_WORK } from '../../regulation/engagement/line-questions';
import { stemsOf } from '../../regulation/engagement/moderation';
import { cleanText, isMeaningful, lengthInCharacters } from '../../text/plain-text';
import { loadEngagement } from '../engagement/engagement-store';
import { addPeopleEntry } from '../kit/journal';
import { officialByAccount } from '../kit/officials';
import { circumstances, type Desk } from '../kit/ports';
import { gatherQuestions, LONGEST_QUESTION, type AskedQuestion } from './gather';

/** A message of somebody in a group, as its messenger tells of it. Who it was is asked for and not kept. */
export interface SaidInGroup extends Chat {
  readonly userId: string;
  /** Tells it from all others of its messenger, also when it is changed. */
  readonly messageId: string;
  readonly text: string;
  /** When it was written; a change leaves it. */
  readonly at: Date;
  /** When it was changed last; null: it stands as it was written. */
  readonly changedAt: Date | null;
  readonly hadFiles: boolean;
  /** It answers another participant, or passes on what somebody else has said. */
  readonly isToOthers: boolean;
}

/** The tie of the group as it stands, or stood last; null: there has been none. */
async function tieOf(
  rows: Rows,
  { messenger, chatId }: Chat,
): Promise<(GroupTie & { readonly engagementId: number }) | null> {
  const group = await repositoryOf(rows, QuestionGroup).findOneBy({ messenger, chatId });
  if (group === null || group.engagementId === null || group.tiedAt === null) return null;
  const { engagementId, tiedAt, untiedAt } = group;
  return { engagementId, tiedAt, untiedAt };
}

const keyOf = ({ messenger, messageId }: Pick<SaidInGroup, 'messenger' | 'messageId'>): string =>
  `group:${messenger}:${messageId}`;

const selectKnown = statement(
  'lines-of-group-message',
  `select q.engagement_id as "engagementId" from line_question q join engagement e on e.id = q.engagement_id
   where q.key = $1 and e.kind = 'direct_line' and e.stage = any($2::text[]) order by q.engagement_id`,
);
/** Lines that have its question, as long as they are worked on: whatever the group is tied to now. */
const linesWith = async (rows: Rows, key: string): Promise<readonly number[]> =>
  (await rows.query<{ engagementId: number }>(selectKnown, [key, STAGES_OF_WORK])).map(
    ({ engagementId }) => engagementId,
  );

const passOver = async (rows: Rows, { messenger, chatId }: Chat): Promise<void> =>
  void (await repositoryOf(rows, QuestionGroup).increment({ messenger, chatId }, 'passedOver', 1));

/**
 * Keeps what a citizen asks in a group that is tied to a direct line, as the other ways do; a message that was changed mends its question
 * while nobody has decided anything. Nothing is said to anybody: who works on the line finds it in the list.
 * @param isWithinLimits whether this one more, or this change, may be taken of this person, here
 * @idempotent by the message
 */
export async function gatherFromGroup(desk: Desk, said: SaidInGroup, isWithinLimits: () => boolean): Promise<void> {
  const lines = await linesWith(databaseOf(desk), keyOf(said));
  return lines.length > 0 ? change(desk, said, lines, isWithinLimits) : ask(desk, said, isWithinLimits);
}

/** Its question is known. Without words that mean anything there is none any more: whoever has changed it so has taken it away. */
async function change(
  desk: Desk,
  said: SaidInGroup,
  lines: readonly number[],
  isWithinLimits: () => boolean,
): Promise<void> {
  const { changedAt, hadFiles } = said;
  // It comes again as it was.
  if (changedAt === null) return;
  const text = cleanText(said.text);
  const key = keyOf(said);
  if (!isMeaningful(text)) return takeAway(desk, lines, key, changedAt);
  if (lengthInCharacters(text) > LONGEST_QUESTION || !isWithinLimits()) return passOver(databaseOf(desk), said);
  for (const line of lines)
    await databaseOf(desk).transaction((tx) => mend(tx, desk, line, { key, text, hadFiles, wordedAt: changedAt }));
}

async function ask(desk: Desk, said: SaidInGroup, isWithinLimits: () => boolean): Promise<void> {
  const database = databaseOf(desk);
  const tie = await tieOf(database, said);
  if (tie === null) return;
  const line = await loadEngagement(database, tie.engagementId);
  const { calendar } = circumstances(desk);
  if (line === null) return;
  const wordedAt = said.changedAt ?? said.at;
  const days = { stage: line.row.stage, closesOn: line.content.closesOn };
  if (![said.at, wordedAt].every((at) => isGatheredAt(at, tie, days, calendar))) return;
  const text = cleanText(said.text);
  if (!isMeaningful(text) || said.isToOthers || !isQuestion(text)) return;
  const official = await officialByAccount(desk, said.messenger, said.userId);
  // Whoever works here answers there, or keeps order; whoever does no more is a citizen as all are.
  if (official !== null && !official.disabled) return;
  if (lengthInCharacters(text) > LONGEST_QUESTION || !isWithinLimits()) return passOver(database, said);
  const asked = { key: keyOf(said), text, askedAt: said.at, hadFiles: said.hadFiles, wordedAt };
  await gatherQuestions(desk, null, tie.engagementId, [asked], 'group');
}

/** What the question has is newer: a change is told of late. */
const isNewer = ({ wordedAt }: Pick<LineQuestion, 'wordedAt'>, changedAt: Date): boolean =>
  wordedAt !== null && changedAt <= wordedAt;

async function mend(
  tx: Transaction,
  desk: Desk,
  engagementId: number,
  { key, text, hadFiles, wordedAt }: Required<Omit<AskedQuestion, 'settlement' | 'address' | 'askedAt'>>,
): Promise<void> {
  const question = await openQuestion(tx, engagementId, key);
  if (question === null || isNewer(question, wordedAt)) return;
  const { id, number, version } = question;
  const questions = repositoryOf(tx, LineQuestion);
  // As it stood once more: whatever was changed before that may still be told of.
  if (question.text === text) return void (await questions.update({ id }, { wordedAt }));
  // Whoever has its card open decides on what they have read: another version.
  await questions.update(
    { id },
    { text, wordedAt, stems: [...stemsOf(text)], version: version + 1, hadFiles: question.hadFiles || hadFiles },
  );
  await note(tx, desk, { engagementId, questionId: id, number, act: 'mend' });
}

/**
 * A message was taken away in its group, by whoever has written it or whoever keeps order there: its question is declined while nobody has
 * decided anything. It can be brought back as any other. @idempotent
 */
export async function takenAwayInGroup(
  desk: Desk,
  { messageId, ...chat }: Chat & { readonly messageId: string },
): Promise<void> {
  const key = keyOf({ ...chat, messageId });
  await takeAway(desk, await linesWith(databaseOf(desk), key), key, null);
}

/** @param changedAt null: the message is gone, whatever was said of it before */
async function takeAway(desk: Desk, lines: readonly number[], key: string, changedAt: Date | null): Promise<void> {
  for (const engagementId of lines)
    await databaseOf(desk).transaction(async (tx) => {
      const question = await openQuestion(tx, engagementId, key);
      if (question === null || (changedAt !== null && isNewer(question, changedAt))) return;
      const { id, number, version } = question;
      await repositoryOf(tx, LineQuestion).update({ id }, { state: 'declined', reason: null, version: version + 1 });
      await note(tx, desk, { engagementId, questionId: id, number, act: 'takeAway' });
    });
}

/** Locked. Null: there is none, or somebody has decided about it. */
async function openQuestion(tx: Transaction, engagementId: number, key: string): Promise<LineQuestion | null> {
  const line = await loadEngagement(tx, engagementId);
  const questions = repositoryOf(tx, LineQuestion);
  const question = await questions.findOne({
    where: { engagementId, key },
    lock: { mode: 'pessimistic_write' },
  });
  if (line === null || question === null) return null;
  const leads = await questions.existsBy({ joinedToId: question.id });
  return followsItsMessage({ state: question.state, stage: line.row.stage, leads }) ? question : null;
}

const note = (
  tx: Transaction,
  desk: Desk,
  details: {
    readonly engagementId: number;
    readonly questionId: number;
    readonly number: number;
    readonly act: 'mend' | 'takeAway';
  },
): Promise<void> =>
  addPeopleEntry(tx, { at: desk.clock.now(), action: 'workOnQuestion', personId: null, capacity: null, details });
