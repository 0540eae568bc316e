import { fileUrl } from './api.js';
import { avatar } from './avatar.js';
import { openAddress, sendText } from './chat-actions.js';
import { copyText } from './clipboard.js';
import { h } from './dom.js';
import { renderText } from './entities.js';
import { icon } from './icons.js';
import { t } from './i18n.js';
import { inlineKeyboard } from './keyboard.js';
import { askMove, stopMoving } from './location-form.js';
import { documentRow, locationCard, photoGrid } from './media.js';
import { attempt } from './people-forms.js';
import { oneLine, serviceText, unshownKind } from './preview.js';
import { actorOf, botOf, isFromBot, isGroup, personName, store } from './store.js';
import { fromUnix, timeOfDay } from './time.js';
/** @import { Contact, Message, Poll, Sticker, Voice } from './shapes.d.ts' */

/**
 * One message, or an album of several, as a bubble; a service message as a line.
 * @param {number} chatId
 * @param {readonly Message[]} messages
 */
export function bubble(chatId, messages) {
  const [first] = messages;
  const service = serviceText(first);
  if (service) return h('div', { class: 'service' }, service);

  const isBot = isFromBot(first);
  const isOwn = !isBot && first.from?.id === actorOf(chatId);
  const captioned = messages.find((message) => message.caption) ?? first;
  const content = contentOf(chatId, messages, captioned);
  const keyboard = inlineKeyboard(chatId, messages[messages.length - 1]);
  const author = authorOf(chatId, first);
  const classes = ['bubble', isOwn ? 'own' : 'theirs', keyboard && 'with-keyboard', isBare(captioned) && 'bare'];
  return h(
    'article',
    {
      class: ['message', isOwn ? 'own' : 'theirs', isGroup(chatId) && !isOwn && 'with-avatar']
        .filter(Boolean)
        .join(' '),
      'aria-label': `${author}, ${timeOfDay(fromUnix(first.date))}`,
    },
    isGroup(chatId) && !isOwn && avatar(first.from?.id ?? 0, author),
    h(
      'div',
      { class: 'message-body' },
      h(
        'div',
        { class: classes.filter(Boolean).join(' ') },
        isGroup(chatId) && !isOwn && h('div', { class: `author hue-${Math.abs(first.from?.id ?? 0) % 8}` }, author),
        first.message_thread_id !== undefined &&
          h('div', { class: 'topic' }, topicName(chatId, first.message_thread_id)),
        first.forward_origin && h('div', { class: 'forwarded' }, forwarded(first.forward_origin)),
        first.reply_to_message && reply(chatId, /** @type {Message} */ (first.reply_to_message)),
        content,
        marks(messages),
      ),
      keyboard,
    ),
  );
}

/**
 * @param {number} chatId
 * @param {readonly Message[]} messages
 * @param {Message} captioned
 */
function contentOf(chatId, messages, captioned) {
  const [first] = messages;
  const actions = {
    /** @param {string} text */
    command: (text) => sendText(chatId, text).catch(() => undefined),
    /** @param {string} address */
    link: (address) => openAddress(chatId, address),
    /** @param {string} text */
    copy: (text) => copyText(chatId, text, t('toolbar.copied')),
  };
  const photos = messages.filter((message) => message.photo);
  const caption =
    captioned.caption &&
    h('div', { class: 'text' }, renderText(captioned.caption, captioned.caption_entities, actions));
  if (first.text !== undefined) return h('div', { class: 'text' }, renderText(first.text, first.entities, actions));
  if (photos.length > 0) return [photoGrid(photos), caption];
  if (first.document) return [messages.filter((message) => message.document).map(documentRow), caption];
  if (first.venue) return locationCard(first.location ?? first.venue.location, first.venue);
  if (first.location) return [locationCard(first.location), liveControls(chatId, first)];
  if (first.voice) return voice(first.voice);
  if (first.sticker) return sticker(chatId, first.sticker);
  if (first.contact) return contact(first.contact);
  if (first.poll) return poll(first.poll);
  return [h('div', { class: 'text faint' }, t('bubble.unsupported', { kind: unshownKind(first) ?? '?' })), caption];
}

/**
 * Of a live location of whoever is played here.
 * @param {number} chatId
 * @param {Message} message
 */
function liveControls(chatId, message) {
  if (!message.location?.live_period || message.from?.id !== actorOf(chatId)) return null;
  /**
   * @param {string} caption
   * @param {() => unknown} run
   */
  const control = (caption, run) => h('button', { type: 'button', class: 'button quiet', onclick: run }, caption);
  return h(
    'div',
    { class: 'live-location' },
    control(t('location.move'), () => askMove(chatId, message)),
    control(t('location.stop'), () => attempt(stopMoving(chatId, message))),
  );
}

/**
 * A picture or a plan without words fills the bubble up to its border.
 * @param {Message} message
 */
function isBare(message) {
  return Boolean(message.photo || (message.location && !message.location.live_period)) && !message.caption;
}

/**
 * @param {number} chatId
 * @param {Message} message
 */
function authorOf(chatId, message) {
  if (isFromBot(message)) return botOf(chatId)?.first_name || t('bubble.bot');
  return message.from ? personName(message.from.id) : '';
}

/**
 * @param {number} chatId
 * @param {number} topicId
 */
function topicName(chatId, topicId) {
  const topic = store.groups.get(chatId)?.topics?.find(({ id }) => id === topicId);
  return topic?.name ?? t('bubble.topic', { id: topicId });
}

/**
 * @param {number} chatId
 * @param {Message} message
 */
function reply(chatId, message) {
  return h(
    'div',
    { class: 'reply' },
    h('span', { class: 'reply-author' }, authorOf(chatId, message)),
    h('span', {}, oneLine(message)),
  );
}

/** @param {any} origin */
function forwarded({ sender_user: author, sender_user_name: name }) {
  return t('bubble.forwarded', { name: author?.is_bot ? author.first_name : (name ?? personName(author?.id)) });
}

/** @param {Voice} voice */
function voice({ duration }) {
  const length = `${Math.floor(duration / 60)}:${String(duration % 60).padStart(2, '0')}`;
  return h(
    'div',
    { class: 'text' },
    icon('voice'),
    ` ${t('bubble.voice')} `,
    h('span', { class: 'coordinates' }, length),
  );
}

/**
 * @param {number} chatId
 * @param {Sticker} sticker
 */
function sticker(chatId, { emoji, file_id: fileId, width, height }) {
  return h('img', {
    class: 'sticker',
    src: fileUrl(chatId, fileId),
    alt: `${t('bubble.sticker')} ${emoji}`,
    width,
    height,
  });
}

/** @param {Contact} contact */
function contact({ first_name: firstName, last_name: lastName, phone_number: phone }) {
  return h(
    'div',
    { class: 'text' },
    icon('person'),
    ` ${[firstName, lastName].filter(Boolean).join(' ')} `,
    h('span', { class: 'coordinates' }, phone),
  );
}

/** @param {Poll} poll */
function poll({ question, options }) {
  return h(
    'div',
    { class: 'poll' },
    h('strong', {}, question),
    h(
      'ul',
      {},
      options.map((option) => h('li', {}, option.text)),
    ),
  );
}

/** @param {readonly Message[]} messages */
function marks(messages) {
  const last = messages[messages.length - 1];
  const isEdited = messages.some((message) => message.editedTimes > 0 || message.edit_date);
  return h(
    'span',
    { class: 'marks' },
    last.silent &&
      h(
        'span',
        { class: 'mark-silent', title: t('bubble.silent') },
        icon('silent'),
        h('span', { class: 'visually-hidden' }, t('bubble.silent')),
      ),
    isEdited && h('span', { class: 'mark-edited' }, t('bubble.edited')),
    h('time', {}, timeOfDay(fromUnix(last.date))),
  );
}
