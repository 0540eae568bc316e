import { settings } from './settings.js';
import { asNamed, asShown, formButton, steps } from './scenario.js';
import { isFromBot, store } from './store.js';
/** @import { Button, Condition, Message, Step } from './shapes.d.ts' */

/**
 * @typedef Progress
 * @property {boolean} isActive
 * @property {string | null} number
 * @property {Record<number, number>} afterRegistration newest message of each chat before it
 * @property {string[]} done
 * @property {string[]} seen
 * @property {string[]} cards
 */

/**
 * Where the guided appeal stands. It watches the chats: a message that ever began with the appeal's number is one of its
 * cards, and what buttons the cards show tells which steps are done. Listeners of `scenario` hear of every change.
 * @returns {Progress}
 */
const fresh = () => ({ isActive: false, number: null, afterRegistration: {}, done: [], seen: [], cards: [] });
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

/** Chats in which a button of the current step can be pressed now. */
export function chatsOfCurrentStep() {
  const { current } = scenarioState();
  if (!current?.press || !progress.isActive) return [];
  const chats = new Set();
  for (const { chatId, message } of cards()) {
    if (buttonsOf(message).some((button) => isAskedFor(current, button))) chats.add(chatId);
  }
  return [...chats];
}

/** What the current step asks to press, in the language in which the cards have it. */
export function captionsToPress() {
  const { current } = scenarioState();
  return asShown(current?.press ?? [], new Set([...cards()].flatMap(({ message }) => buttonsOf(message).map(plain))));
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
  return progress.number !== null && progress.cards.includes(cardKey(chatId, message));
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
  const buttons = new Set([...cards()].flatMap(({ message }) => captionsOf(message)));
  const seen = new Set([...progress.seen, ...buttons]);
  const done = [...progress.done];
  for (const step of steps) {
    if (done.includes(step.id)) continue;
    if (!step.done.some((condition) => isMet(condition, buttons, seen))) break;
    done.push(step.id);
  }
  if (done.length !== progress.done.length || seen.size !== progress.seen.length) change({ done, seen: [...seen] });
}

/**
 * @param {Condition} condition
 * @param {ReadonlySet<string>} buttons
 * @param {ReadonlySet<string>} seen
 */
function isMet(condition, buttons, seen) {
  if (condition.everybodyStarted) {
    const people = [...store.people.values()].filter((person) => !person.deactivated && !person.blocked);
    return people.length > 0 && people.every((person) => person.started);
  }
  if (condition.button) return buttons.has(condition.button);
  if (condition.gone) return seen.has(condition.gone) && !buttons.has(condition.gone) && !buttons.has(formButton);
  if (condition.photo) return !buttons.has(formButton) && hasPhoto();
  return false;
}

// A stand started anew knows nothing of the appeal that was followed.
function isForgotten() {
  const isLoaded = progress.cards.every((key) => store.chats.has(Number(key.split(':')[0])));
  return progress.cards.length > 0 && isLoaded && [...cards()].length === 0;
}

// A form may stand in the card's message and not repeat the number, so a card once known stays known.
function noteCards() {
  const known = new Set(progress.cards);
  let { number } = progress;
  for (const [chatId, chat] of store.chats) {
    for (const message of chat.values()) {
      if (!isFromBot(message)) continue;
      const text = message.text ?? message.caption ?? '';
      const isNew = message.message_id > (progress.afterRegistration[chatId] ?? Infinity);
      number ??= isNew ? (/№\s*(\d{5,})/.exec(text)?.[1] ?? null) : null;
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
  const [, first] = /№\s*(\d{5,})/.exec(text) ?? [];
  return first === number || text.split('\n').some((line) => /^\d+\. /.test(line) && line.includes(number));
}

function* cards() {
  for (const key of progress.cards) {
    const [chatId, messageId] = key.split(':').map(Number);
    const message = store.chats.get(chatId)?.get(messageId);
    if (message) yield { chatId, message };
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
  store.emit('scenario');
  if (JSON.stringify([scenarioState(), progress.cards]) !== before) store.emit('hints');
}
