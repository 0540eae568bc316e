import type { Chat } from '../../../entities/account';
import { LineQuestion } from '../../../entities/line-question';
import { QuestionGroup } from '../../../entities/question-group';
import { databaseOf, repositoryOf, type Rows, type Transaction } from '../../database/database';
import { isGatheredAt, isQuestion, type GroupTie } from '../../regulation/engagement/asked-in-group';
import { followsItsMessage } from '../../regulation/engagement/line-questions';
import { stemsOf } from '../../regulation/engagement/moderation';
import { cleanText, isMeaningful, lengthInCharacters } from '../../text/plain-text';
import { loadEngagement } from '../engagement/engagement-store';
import { addPeopleEntry } from '../journal/journal';
import { officialByAccount } from '../people/officials';
import { circumstances, type Desk } from '../ports';
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
): Promise<(GroupTie & { readonly id: number; readonly engagementId: number }) | null> {
  const group = await repositoryOf(rows, QuestionGroup).findOneBy({ messenger, chatId });
  if (group === null || group.engagementId === null || group.tiedAt === null) return null;
  const { id, engagementId, tiedAt, untiedAt } = group;
  return { id, engagementId, tiedAt, untiedAt };
}

const keyOf = ({ messenger, messageId }: Pick<SaidInGroup, 'messenger' | 'messageId'>): string =>
  `group:${messenger}:${messageId}`;

/**
 * Keeps what a citizen asks in a group that is tied to a direct line, as the other ways do; a message that was changed mends its question
 * while nobody has decided anything. Nothing is said to anybody: who works on the line finds it in the list.
 * @param isWithinLimits whether this one more, or this change, may be taken of this person, here
 * @idempotent by the message
 */
export async function gatherFromGroup(desk: Desk, said: SaidInGroup, isWithinLimits: () => boolean): Promise<void> {
  const database = databaseOf(desk);
  const tie = await tieOf(database, said);
  if (tie === null) return;
  const line = await loadEngagement(database, tie.engagementId);
  const { calendar } = circumstances(desk);
  if (line === null) return;
  const days = { stage: line.row.stage, closesOn: line.content.closesOn };
  if (![said.at, said.changedAt ?? said.at].every((at) => isGatheredAt(at, tie, days, calendar))) return;
  const text = cleanText(said.text);
  if (!isMeaningful(text)) return;
  const official = await officialByAccount(desk, said.messenger, said.userId);
  // Whoever works here answers there, or keeps order; whoever does no more is a citizen as all are.
  if (official !== null && !official.disabled) return;
  const isKnown = await repositoryOf(database, LineQuestion).existsBy({
    engagementId: tie.engagementId,
    key: keyOf(said),
  });
  if (isKnown && !isWithinLimits()) return;
  const wordedAt = said.changedAt ?? said.at;
  const { hadFiles } = said;
  if (isKnown)
    return database.transaction((tx) =>
      mend(tx, desk, tie.engagementId, { key: keyOf(said), text, hadFiles, wordedAt }),
    );
  if (said.isToOthers || !isQuestion(text)) return;
  if (lengthInCharacters(text) > LONGEST_QUESTION || !isWithinLimits())
    return void (await repositoryOf(database, QuestionGroup).increment({ id: tie.id }, 'passedOver', 1));
  const asked = { key: keyOf(said), text, askedAt: said.at, hadFiles, wordedAt };
  await gatherQuestions(desk, null, tie.engagementId, [asked], 'group');
}

async function mend(
  tx: Transaction,
  desk: Desk,
  engagementId: number,
  { key, text, hadFiles, wordedAt }: Required<Omit<AskedQuestion, 'settlement' | 'address' | 'askedAt'>>,
): Promise<void> {
  const question = await openQuestion(tx, engagementId, key);
  if (question === null || question.text === text || lengthInCharacters(text) > LONGEST_QUESTION) return;
  // Told of late: what the question has is newer.
  if (question.wordedAt !== null && wordedAt <= question.wordedAt) return;
  const { id, number, version } = question;
  // Whoever has its card open decides on what they have read: another version.
  await repositoryOf(tx, LineQuestion).update(
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
  const tie = await tieOf(databaseOf(desk), chat);
  if (tie === null) return;
  const { engagementId } = tie;
  await databaseOf(desk).transaction(async (tx) => {
    const question = await openQuestion(tx, engagementId, keyOf({ ...chat, messageId }));
    if (question === null) return;
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
