import { settings } from './settings.js';
import { asNamed, asShown, steps } from './scenario.js';
import { isFromBot, store } from './store.js';
/** @import { Button, Condition, Message, Step } from './shapes.d.ts' */

/**
 * @typedef Progress
 * @property {boolean} isActive
 * @property {string | null} number
 * @property {Record<number, number>} afterRegistration newest message of each chat before it
 * @property {string[]} done
 * @property {Record<string, string[]>} offered captions of steps, and which messages have offered them
 * @property {string[]} cards
 */

/**
 * Where the guided appeal stands. It watches the chats: a message that ever began with the appeal's number is one of its
 * cards, and what the cards show and have shown tells which steps are done. Listeners of `scenario` hear of every change.
 * @returns {Progress}
 */
const fresh = () => ({ isActive: false, number: null, afterRegistration: {}, done: [], offered: {}, cards: [] });
/** @type {Progress} */
let progress = { ...fresh(), ...settings.get('scenario', {}) };

export function scenarioState() {
  const next = steps.findIndex(({ id }) => !progress.done.includes(id));
  return {
    number: progress.number,
    done: progress.done,
    current: next < 0 ? null : steps[next],
    isActive: progress.isActive,
  };
}

/** @param {boolean} isActive */
export function setScenarioActive(isActive) {
  change({ isActive });
  look();
}

export function restartScenario() {
  progress = { ...fresh(), isActive: true };
  change({});
  look();
}

/** @param {string} id */
export function skipStep(id) {
  change({ done: [...progress.done, id] });
  look();
}

/** Whether the guide itself has the button that starts the bot now: the page then has no other beside it. */
export function isStartOffered() {
  const { current, isActive } = scenarioState();
  return isActive && current?.action === 'startEverybody';
}

/**
 * The message of each chat in which the current step is done: it offers what is to be pressed, or did before somebody has looked at
 * something else in it.
 * @returns {Map<number, number>} ids of messages by chat
 */
export function placesOfCurrentStep() {
  const { current, isActive } = scenarioState();
  if (!current?.press || !isActive) return new Map();
  const present = [...cards()];
  const offering = present.filter(({ message }) => buttonsOf(message).some((button) => isAskedFor(current, button)));
  const hiding = present.filter(({ key }) =>
    current.press?.some((caption) => progress.offered[caption]?.includes(key)),
  );
  const places = offering.length > 0 ? offering : hiding;
  return new Map(places.map(({ chatId, message }) => [chatId, message.message_id]));
}

/** What the current step asks to press, in the language in which the cards have it, and whether it can be pressed now. */
export function captionsToPress() {
  const { current } = scenarioState();
  const press = current?.press ?? [];
  const shown = new Set([...cards()].flatMap(({ message }) => buttonsOf(message).map(plain)));
  return asShown(press, shown).map((caption) => ({ caption, isOffered: shown.has(caption) }));
}

/**
 * Whether this button is one that the current step asks to press.
 * @param {number} chatId
 * @param {Message} message
 * @param {Button} button
 */
export function isHinted(chatId, message, button) {
  const { current, isActive } = scenarioState();
  if (!isActive || !current || !isAskedFor(current, button)) return false;
  return [...cards()].some((card) => card.key === cardKey(chatId, message));
}

/**
 * @param {Step} step
 * @param {Button} button
 */
function isAskedFor({ press = [] }, button) {
  return press.includes(asNamed(plain(button)));
}

/**
 * No step asks whether a line may break at a space.
 * @param {string} text
 */
function spaced(text) {
  return text.replaceAll('\u00a0', ' ');
}

store.on('registered', ({ number }) => {
  if (!progress.isActive || progress.done.includes('register')) return;
  const newest = Object.fromEntries([...store.chats].map(([chatId, chat]) => [chatId, Math.max(0, ...chat.keys())]));
  change({
    number: number ?? progress.number,
    afterRegistration: progress.number ? progress.afterRegistration : newest,
  });
  look();
});
for (const name of /** @type {const} */ (['people', 'chat'])) store.on(name, lookSoon);

let isPlanned = false;
function lookSoon() {
  if (isPlanned) return;
  isPlanned = true;
  setTimeout(() => {
    isPlanned = false;
    look();
  }, 60);
}

function look() {
  if (!progress.isActive) return;
  if (isForgotten()) progress = { ...fresh(), isActive: true };
  noteCards();
  const offered = offeredNow();
  const done = [...progress.done];
  for (const step of steps) {
    if (done.includes(step.id)) continue;
    if (!step.done.some((condition) => isMet(condition, offered))) break;
    done.push(step.id);
  }
  const isNew = done.length !== progress.done.length || offered !== progress.offered;
  if (isNew || toldOf !== whatToDo()) change({ done, offered });
}

// Chats that come after a reload bring nothing new, but now there is somewhere to lead to.
let toldOf = '';
function whatToDo() {
  return JSON.stringify([[...placesOfCurrentStep()], captionsToPress()]);
}

const watched = new Set(
  steps.flatMap(({ press = [], done }) => [...press, ...done.flatMap(({ button, gone }) => [button, gone])]),
);

/** With what the cards offer now; the same when that is nothing new. */
function offeredNow() {
  let { offered } = progress;
  for (const { key, message } of cards()) {
    for (const caption of captionsOf(message)) {
      const keys = offered[caption] ?? [];
      if (watched.has(caption) && !keys.includes(key)) offered = { ...offered, [caption]: [...keys, key] };
    }
  }
  return offered;
}

/**
 * Everything that it names.
 * @param {Condition} condition
 * @param {Progress['offered']} offered
 */
function isMet({ everybodyStarted, button, stage, gone, beside, photo }, offered) {
  return (
    (!everybodyStarted || hasEverybodyStarted()) &&
    (!button || button in offered) &&
    (!stage || [...cards()].some(({ message }) => stageOf(message) === stage)) &&
    (!gone || !beside || [...cards()].some(({ key, message }) => offered[gone]?.includes(key) && isLeft(message))) &&
    (!photo || hasPhoto())
  );

  /** @param {Message} message */
  function isLeft(message) {
    const captions = captionsOf(message);
    return captions.includes(beside ?? '') && !captions.includes(gone ?? '');
  }
}

function hasEverybodyStarted() {
  const people = [...store.people.values()].filter((person) => !person.deactivated && !person.blocked);
  return people.length > 0 && people.every((person) => person.started);
}

/** @param {Message} message */
function stageOf(message) {
  const [, stage] = /№\s*\d+ · ([^\n·]+)/.exec(textOf(message)) ?? [];
  return stage && asNamed(spaced(stage.trim()));
}

// A stand started anew knows nothing of the appeal that was followed.
function isForgotten() {
  const places = progress.cards.map((key) => key.split(':').map(Number));
  const isLoaded = places.every(([chatId]) => store.chats.has(chatId));
  return places.length > 0 && isLoaded && !places.some(([chatId, id]) => store.chats.get(chatId)?.has(id));
}

// A form may stand in the card's message and not repeat the number, so a card once known stays known.
function noteCards() {
  const known = new Set(progress.cards);
  let { number } = progress;
  for (const [chatId, chat] of store.chats) {
    for (const message of chat.values()) {
      if (!isFromBot(message)) continue;
      const text = textOf(message);
      const isNew = message.message_id > (progress.afterRegistration[chatId] ?? Infinity);
      number ??= isNew ? firstNumber(text) : null;
      if (number !== null && isAbout(text, number)) known.add(cardKey(chatId, message));
    }
  }
  if (number !== progress.number || known.size !== progress.cards.length) change({ number, cards: [...known] });
}

/**
 * The card of another appeal may say that it is like this one: it names that number too, but not first.
 * @param {string} text
 * @param {string} number
 */
function isAbout(text, number) {
  return firstNumber(text) === number || text.split('\n').some((line) => /^\d+\. /.test(line) && line.includes(number));
}

/** @param {string} text */
function firstNumber(text) {
  return /№\s*(\d{5,})/.exec(text)?.[1] ?? null;
}

/** @param {Message} message */
function textOf({ text, caption }) {
  return text ?? caption ?? '';
}

// Of a message that has come to be another appeal's card nothing is the followed one's any more.
function* cards() {
  for (const key of progress.cards) {
    const [chatId, messageId] = key.split(':').map(Number);
    const message = store.chats.get(chatId)?.get(messageId);
    if (!message) continue;
    const text = textOf(message);
    if (firstNumber(text) === null || isAbout(text, progress.number ?? '')) yield { key, chatId, message };
  }
}

// A picture that a person sent after their first card of this appeal, which may have moved below the picture since.
function hasPhoto() {
  /** @type {Map<number, number>} */
  const firstCards = new Map();
  for (const key of progress.cards) {
    const [chatId, messageId] = key.split(':').map(Number);
    if (store.chats.has(chatId)) firstCards.set(chatId, Math.min(messageId, firstCards.get(chatId) ?? Infinity));
  }
  return [...firstCards].some(([chatId, firstCard]) =>
    [...(store.chats.get(chatId)?.values() ?? [])].some(
      (message) => message.message_id > firstCard && !isFromBot(message) && isPicture(message),
    ),
  );
}

/** @param {Message} message */
function isPicture(message) {
  return Boolean(message.photo) || message.document?.mime_type?.startsWith('image/') === true;
}

/** @param {Message} message */
function captionsOf(message) {
  return buttonsOf(message).map((button) => asNamed(plain(button)));
}

/** @param {Message} message */
function buttonsOf(message) {
  return (message.reply_markup?.inline_keyboard ?? []).flat();
}

/**
 * The bot may put an icon before or after a caption, and a count behind it.
 * @param {Button} button
 */
function plain({ text }) {
  return spaced(text).replace(/^[^\p{L}\p{N}«]+|(?:: \d+)?[^\p{L}\p{N}»]*$/gu, '');
}

/**
 * @param {number} chatId
 * @param {Message} message
 */
function cardKey(chatId, message) {
  return `${chatId}:${message.message_id}`;
}

/** @param {Partial<Progress>} changes */
function change(changes) {
  const before = JSON.stringify([scenarioState(), progress.cards]);
  progress = { ...progress, ...changes };
  settings.set('scenario', progress);
  toldOf = whatToDo();
  store.emit('scenario');
  if (JSON.stringify([scenarioState(), progress.cards]) !== before) store.emit('hints');
}
