import { gatherFromGroup, takenAwayInGroup, type SaidInGroup } from '../../src/usecases/lines/gather-from-group';
import { groupIsLost, noteGroup } from '../../src/usecases/lines/question-groups';
import { tellOfInvitation } from '../../src/usecases/digests/groups';
import { createAskers } from './lines/askers';
import { isForAnother, commandIn } from './kit/command';
import { createOutsiders, type Outsiders } from './kit/messengers';
import type { Talk } from './kit/talk';
import { spokenWordsOf, wordsOf, type Locale, type Words } from '../../src/i18n';
import { isOfGroup } from '../../src/outbox/delivery';
import { acceptInvitation, type InvitationRefusal } from '../../src/usecases/office/invitations';
import { answerAsFormer } from '../../src/usecases/office/access';
import { tellOfUnheard } from '../../src/usecases/upkeep/outage';
import { lateFileIsOver, unlessBusy } from '../../src/usecases/kit/attachments';
import type { SaidOfFile } from '../../src/usecases/kit/form-engine';
import { speakHere } from '../../src/usecases/kit/places';
import { officialByAccount, type Official } from '../../src/usecases/kit/officials';
import { personIsUnreachable, welcomeBack } from '../../src/usecases/people/welcome-back';
import { createDispatch } from './dispatch';
import { accessWord } from './office/access';
import { decode } from './button-table';
import type { Feature } from './kit/feature';
import { invitationIn } from './kit/links';
import { sayOfFile } from './kit/keep-file';
import { only } from './kit/screen';
import type { Came, Incoming, Turn } from './kit/turn';

/** Messages that were taken away: one that is told of again since stays away. */
const REMEMBERED = 2_000;

/** A message of a group, as an adapter tells of it. */
export type GroupWords = Omit<SaidInGroup, 'messenger'>;

/** What an adapter tells of groups beside presses. Nothing is answered there. */
export interface GroupEars {
  /** The bot was added to a group; `key` tells the event from all others. */
  addedTo(group: { readonly chatId: string; readonly title: string; readonly key: string }): Promise<void>;
  /** The bot was removed from a group, or does not hear any more what people say there. */
  deafIn(chatId: string, why: 'kicked' | 'deaf'): Promise<void>;
  /** Somebody has said, or changed, something. */
  saidInGroup(said: GroupWords): Promise<void>;
  /** A message was taken away. */
  takenAwayInGroup(gone: { readonly chatId: string; readonly messageId: string }): Promise<void>;
}

export function createGroupEars({ desk, voice, wake }: Pick<Talk, 'desk' | 'voice' | 'wake'>): GroupEars {
  // With a budget of its own: a thousand strangers keep no group from being offered.
  const groups = createOutsiders(desk);
  const askers = createAskers();
  const gone = new Set<string>();
  const {
    name: messenger,
    limits: { isDomestic },
  } = voice;
  /** Each change of a message counts as one more. */
  const mayAsk = ({ messageId, at, changedAt, ...said }: GroupWords): boolean =>
    askers.mayAsk({ ...said, messageId: `${messageId} ${changedAt?.getTime() ?? ''}`, at: changedAt ?? at });
  return {
    async addedTo(group) {
      if (isDomestic) await noteGroup(desk, { messenger, ...group });
      await groups.once(group.chatId, async () => {
        await tellOfInvitation(desk, { messenger, ...group });
        wake();
      });
    },
    async deafIn(chatId, why) {
      if (await groupIsLost(desk, { messenger, chatId }, why)) wake();
    },
    async saidInGroup(said) {
      // Nothing of citizens comes by a foreign messenger, whatever its adapter tells.
      if (isDomestic && !gone.has(said.messageId) && !(await isForAnother(said.text, voice)))
        await gatherFromGroup(desk, { messenger, ...said }, () => mayAsk(said));
    },
    async takenAwayInGroup({ chatId, messageId }) {
      gone.add(messageId);
      const [oldest] = gone;
      if (gone.size > REMEMBERED && oldest !== undefined) gone.delete(oldest);
      await takenAwayInGroup(desk, { messenger, chatId, messageId });
    },
  };
}

/** What an adapter tells of its messenger. Called at least once for each event; a throw is tried again by the inbox. */
export interface Conversation extends GroupEars {
  hear(incoming: Incoming): Promise<void>;
  /** What they have sent is kept and waits for the network, the disk or the database. @throws when it could not be said */
  tellOfOutage(incoming: Incoming): Promise<void>;
  /** A file that they have sent has not come yet, and waits beside all else. @throws when it could not be said */
  tellOfLateFile(incoming: Incoming, of: 'messenger' | 'disk' | 'database'): Promise<void>;
  /** Somebody has sent what the messenger does not hand over: neither what it is nor whose. */
  unheard(): Promise<void>;
  /** A file that they have sent does not come, however often it is asked for: it is given up. @throws when it could not be said */
  tellOfLostFile(incoming: Incoming): Promise<void>;
  /** The person has shut the bot out. */
  shutOut(userId: string): Promise<void>;
  /** The person has let the bot in again. */
  letIn(userId: string): Promise<void>;
}

/** Whoever lets the bot in again says /start by that, which comes next and is answered first. */
const GREETING_FIRST_MS = 2_000;

/** Who is it from, and which feature is it for. Rights on appeals are not checked here: the regulation does at every press. */
export function createConversation(talk: Talk, features: readonly Feature[]): Conversation {
  const { desk, voice, wake } = talk;
  // Of whoever was met: when the database is away, nobody can be asked for theirs.
  const [answered, locales] = [new Set<string>(), new Map<string, Locale>()];
  const dispatch = createDispatch(talk, features, answered);
  const outsiders = createOutsiders(desk);
  const known = (userId: string) => officialByAccount(desk, voice.name, userId);
  const sayOfSent = sayingOfSent(talk, known);

  async function hear(incoming: Incoming): Promise<void> {
    const met = await meetUnlessBusy(talk, incoming, locales.get(incoming.userId));
    if (met === null) return;
    if (met.official) locales.set(incoming.userId, met.official.locale ?? talk.defaultLocale);
    try {
      await answer(incoming, met);
    } catch (error) {
      // They have shut the bot out since: what was to be said to them can't be, and trying again is no help.
      const delivery = voice.outcomeOf(error, 'send', incoming.chatId);
      if (delivery.outcome !== 'unreachable' || isOfGroup(delivery.reason)) throw error;
      if (met.official) await personIsUnreachable(desk, met.official, delivery.reason);
    }
  }

  async function answer(incoming: Incoming, { official, invitation }: Met): Promise<void> {
    if (!official || official.disabled) {
      const words = spokenWordsOf(official?.locale ?? talk.defaultLocale);
      return turnAway(talk, outsiders, incoming, official, invitation, words);
    }
    await dispatch(turnOf(talk, incoming, official));
    // First the greeting, or whatever they have come for: then the cards of waiting work.
    await noteReturn(official);
  }

  async function noteReturn(official: Official): Promise<void> {
    if (official.startedAt !== null && official.unreachable === null) return;
    await welcomeBack(desk, official);
    wake();
  }

  return {
    hear,
    tellOfOutage: (incoming) =>
      tellOfOutage(talk, incoming, spokenWordsOf(locales.get(incoming.userId) ?? talk.defaultLocale), answered),
    unheard: () => tellOfUnheard(desk, voice.name).then(wake),
    tellOfLateFile: (incoming, of) => sayOfSent(incoming, of === 'disk' ? 'fileWaitsForDisk' : 'fileLate'),
    tellOfLostFile: (incoming) => sayOfSent(incoming, 'fileNotCome'),
    async shutOut(userId) {
      const official = await known(userId);
      if (official) await personIsUnreachable(desk, official, 'blocked');
    },
    async letIn(userId) {
      const official = await known(userId);
      if (!official || official.disabled) return;
      await welcomeBack(desk, official, GREETING_FIRST_MS);
      wake();
    },
    ...createGroupEars(talk),
  };
}

/** What is said of a file to whoever has sent it, beside what they send now. */
const sayingOfSent =
  (talk: Talk, known: (userId: string) => Promise<Official | null>) =>
  async (incoming: Incoming, said: SaidOfFile): Promise<void> => {
    const official = await known(incoming.userId);
    if (official && !official.disabled) await sayOfFile(talk, turnOf(talk, incoming, official), said);
    // Nobody asks for it any more.
    const message = { messenger: talk.voice.name, messageRef: incoming.message };
    if (said === 'fileNotCome') await lateFileIsOver(talk.desk, message);
  };

function turnOf(talk: Talk, { userId: _, ...came }: Incoming, official: Official): Turn {
  const words = spokenWordsOf(official.locale ?? talk.defaultLocale);
  return { ...came, official, words, reading: talk.readingFor(official) };
}

/** «Это не я» of whoever has no access here any more: whether it is theirs to say is asked of the change. @returns whether it was that */
async function answerFormer(
  { desk, voice, wake }: Talk,
  { userId, isPrivate, came, message }: Incoming,
  words: Words,
): Promise<boolean> {
  const pressed = came.what === 'press' && isPrivate ? decode(came.data) : null;
  if (came.what !== 'press' || pressed?.kind !== 'accessWord') return false;
  const answered = await answerAsFormer(desk, { messenger: voice.name, userId }, pressed);
  if (answered === 'notTheirs' || answered === 'gone') return false;
  wake();
  const toast = words.plain(accessWord(answered, pressed.seen, pressed.word));
  const screen = only(words.html(accessWord(answered, pressed.seen, pressed.word)));
  await voice.answer(came.pressId, { toast, alert: true, draw: { message, screen } });
  return true;
}

/** Nothing new was sent, so nobody waits for an answer. */
const isEdit = ({ what }: Came): boolean => what === 'moved' || what === 'rewritten';

async function tellOfOutage(
  { voice }: Talk,
  { chatId, isPrivate, came }: Incoming,
  { plain, html }: Words,
  answered: ReadonlySet<string>,
): Promise<void> {
  // A finger is answered once; whoever waits for what comes after it, such as a file, is told by a message.
  if (came.what === 'press' && !answered.has(came.pressId))
    return void (await voice.answer(came.pressId, { toast: plain('common:outage'), alone: true }));
  if (!isPrivate || isEdit(came)) return;
  try {
    await voice.send(chatId, only(html('common:outage')), { silent: true });
  } catch (error) {
    // What may have arrived is not said twice, and what is refused will be again.
    if (voice.outcomeOf(error, 'send', chatId).outcome === 'retry') throw error;
  }
}

interface Met {
  readonly official: Official | null;
  /** Of somebody who came by an invitation that opens nothing. */
  readonly invitation: InvitationRefusal | null;
}

/** The one thing that a stranger can do is to come by an invitation. */
async function meet({ desk, voice, wake }: Talk, { userId, chatId, isPrivate, came }: Incoming): Promise<Met> {
  const official = await officialByAccount(desk, voice.name, userId);
  // What stands open is asked where they speak, and not where they have spoken before.
  if (official?.isSpokenIn === false && isPrivate) await speakHere(desk, official);
  // Whoever is shut out here may be let in again by a link.
  if ((official && !official.held) || !isPrivate || came.what !== 'words') return { official, invitation: null };
  const command = commandIn(came.text);
  const secretHash = command?.name === 'start' ? invitationIn(command.argument) : null;
  if (secretHash === null) return { official, invitation: null };
  const accepted = await acceptInvitation(desk, secretHash, { messenger: voice.name, userId, chatId });
  if (accepted.ok || accepted.refusal === 'waits') wake();
  if (!accepted.ok) return { official, invitation: accepted.refusal };
  return { official: await officialByAccount(desk, voice.name, userId), invitation: null };
}

/**
 * Null: words for another bot; or a press for which not even a connection was free, and its person has been told so. Words and files wait
 * for one.
 */
async function meetUnlessBusy(
  talk: Talk,
  incoming: Incoming,
  locale: Locale = talk.defaultLocale,
): Promise<Met | null> {
  const { came } = incoming;
  if (came.what === 'words' && (await isForAnother(came.text, talk.voice))) return null;
  if (came.what !== 'press') return meet(talk, incoming);
  const met = await unlessBusy(() => meet(talk, incoming));
  if (met === null)
    await talk.voice.answer(came.pressId, { toast: wordsOf(locale).plain('refusal:busy'), alert: true });
  return met;
}

/**
 * A stranger gets one polite answer a day with their own id and nothing else; in a group, silence. A link that opens nothing is
 * answered beside it: whoever was turned away this morning may be invited by noon.
 */
async function turnAway(
  talk: Talk,
  outsiders: Outsiders,
  incoming: Incoming,
  official: Official | null,
  invitation: InvitationRefusal | null,
  words: Words,
): Promise<void> {
  if (await answerFormer(talk, incoming, words)) return;
  const { voice } = talk;
  const { userId, chatId, isPrivate, came } = incoming;
  const { html, plain } = words;
  const key = official?.held === true ? 'common:held' : official ? 'common:disabled' : 'common:stranger';
  if (came.what === 'press')
    return outsiders.once(`${key} ${userId}`, () =>
      voice.answer(came.pressId, { toast: plain(key, { id: userId }), alert: true }),
    );
  if (!isPrivate || isEdit(came)) return;
  const why = invitation === null ? [] : [html(`people:invitation.${invitation}`)];
  await outsiders.once(`${invitation ?? key} ${userId}`, () =>
    voice.send(chatId, only([...why, html(key, { id: userId })].join('\n'))),
  );
}
