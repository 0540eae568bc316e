import { t } from './i18n.js';
import { isFromBot } from './store.js';
/** @import { Message } from './shapes.d.ts' */

/**
 * A message in one line, for the list, for replies and for screen readers.
 * @param {Message} message
 */
export function oneLine(message) {
  const text = (message.text ?? message.caption ?? '').replace(/\s+/g, ' ').trim();
  const kind = kindOf(message);
  const line = [kind, text].filter(Boolean).join(': ');
  const short = line.length > 120 ? `${line.slice(0, 119)}…` : line;
  return isFromBot(message) || serviceText(message) ? short : `→ ${short}`;
}

/**
 * The text of a service message (somebody came, the title changed…), or null for an ordinary one.
 * @param {Message} message
 */
export function serviceText(message) {
  if (message.new_chat_members) return t('bubble.joined', { names: names(message.new_chat_members) });
  if (message.left_chat_member) return t('bubble.left', { names: names([message.left_chat_member]) });
  if (message.new_chat_title) return t('bubble.titleChanged', { title: message.new_chat_title });
  if (message.group_chat_created || message.supergroup_chat_created) return t('bubble.groupCreated');
  if (message.migrate_to_chat_id || message.migrate_from_chat_id) return t('bubble.migrated');
  if (message.pinned_message) return t('bubble.pinned');
  if (message.forum_topic_created) return message.forum_topic_created.name;
  return null;
}

/**
 * The kind of an attachment that the page only names, or null.
 * @param {Message} message
 */
export function unshownKind(message) {
  return ['video', 'audio', 'video_note', 'animation', 'dice'].find((kind) => message[kind]) ?? null;
}

/** @param {Message} message */
function kindOf(message) {
  const service = serviceText(message);
  if (service) return service;
  if (message.photo) return t('bubble.photo');
  if (message.document) return message.document.file_name ?? t('composer.files');
  if (message.venue) return message.venue.title;
  if (message.location) return t('bubble.location');
  if (message.contact) return t('bubble.contact');
  if (message.voice) return t('bubble.voice');
  if (message.sticker) return `${t('bubble.sticker')} ${message.sticker.emoji}`;
  if (message.poll) return `${t('bubble.poll')}: ${message.poll.question}`;
  const kind = unshownKind(message);
  return kind ? t('bubble.unsupported', { kind }) : null;
}

/** @param {readonly { first_name: string, last_name?: string }[]} users */
function names(users) {
  return users.map((user) => [user.first_name, user.last_name].filter(Boolean).join(' ')).join(', ');
}
