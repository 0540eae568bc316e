import { t } from './i18n.js';
import { messengerOf, ownNumber, parseFor, rootOf, stringify } from './messengers.js';
/** @import { Answer, Messenger, SampleDocument } from './shapes.d.ts' */

/** An answer of the control API that is not a success; `todo` says what the person can do about it. */
export class StandError extends Error {
  /**
   * @param {number} status
   * @param {{ reason?: string, todo?: string, field?: string } | undefined} error
   */
  constructor(status, error) {
    super([error?.reason, error?.todo].filter(Boolean).join('. ') || `HTTP ${status}`);
    this.status = status;
    this.field = error?.field;
  }
}

/** @param {number} id */
const person = (id) => `${rootOf(messengerOf(id))}/people/${ownNumber(id)}`;

/** @param {number} id */
const group = (id) => `${rootOf(messengerOf(id))}/groups/${ownNumber(id)}`;

/** The stand's control API; the page uses nothing else of the server. */
export const api = {
  /** @param {Messenger} messenger */
  state: (messenger) => request('GET', `${rootOf(messenger)}/state`, undefined, messenger),
  paths: async () => Object.keys((await request('GET', '/stand/openapi.json')).paths ?? {}),
  /** @param {number} chatId */
  messages: async (chatId) => {
    const messenger = messengerOf(chatId);
    const path = `${rootOf(messenger)}/chats/${ownNumber(chatId)}/messages`;
    return listOf(await request('GET', path, undefined, messenger), 'messages');
  },
  /**
   * @param {number} personId
   * @param {number} chatId
   */
  commands: async (personId, chatId) =>
    listOf(await request('GET', `${person(personId)}/commands?chatId=${ownNumber(chatId)}`), 'commands'),
  /**
   * @param {number} id
   * @param {object} body
   */
  putPerson: (id, body) => request('PUT', person(id), body),
  /**
   * @param {number} id
   * @param {object} body
   */
  putGroup: (id, body) => request('PUT', group(id), body),
  /**
   * @param {number} personId
   * @param {object} body
   */
  send: (personId, body) => request('POST', `${person(personId)}/send`, body),
  /**
   * @param {number} personId
   * @param {object} body
   */
  move: (personId, body) => request('POST', `${person(personId)}/move`, body),
  /**
   * @param {number} personId
   * @param {object} body
   */
  press: (personId, body) => request('POST', `${person(personId)}/press`, body),
  /** @param {number} personId */
  block: (personId) => request('POST', `${person(personId)}/block`, {}),
  /** @param {number} personId */
  unblock: (personId) => request('POST', `${person(personId)}/unblock`, {}),
  /** @param {number} personId */
  deactivate: (personId) => request('POST', `${person(personId)}/deactivate`, {}),
  /** @param {string} name */
  sendSample: (name) => request('POST', `/stand/samples/${encodeURIComponent(name)}`, {}),
  /** @param {number} groupId */
  migrate: (groupId) => request('POST', `${group(groupId)}/migrate`, {}),
  /**
   * A document that whoever has started the stand has handed over, as a file to be sent.
   * @param {SampleDocument} document
   */
  document: async ({ name, fileName }) => {
    const response = await fetch(`/stand/documents/${name}`);
    return new File([await response.blob()], fileName);
  },
  clock: () => request('GET', '/stand/clock'),
  /** @param {string} now */
  setClock: (now) => request('PUT', '/stand/clock', { now }),
  /** @param {string} code */
  enter: (code) => request('POST', '/stand/enter', { code }),
  restart: () => request('POST', '/stand/restart', {}),
  /**
   * @param {Messenger} messenger
   * @param {object} fault
   */
  addFault: (messenger, fault) => request('POST', `${rootOf(messenger)}/faults`, fault),
  /** @param {Messenger} messenger */
  clearFaults: (messenger) => request('DELETE', `${rootOf(messenger)}/faults`),
  /** @param {Messenger} messenger */
  requests: async (messenger) => listOf(await request('GET', `${rootOf(messenger)}/requests`), 'requests'),

  /**
   * Photos travel together (several of them are an album); each document is a message of its own.
   * @param {number} personId
   * @param {{ chatId: number, caption?: string, photos: readonly File[], documents: readonly File[] }} sending
   */
  async sendFiles(personId, { chatId, caption, photos, documents }) {
    const batches = [
      ...(photos.length > 0 ? [photos.map((file) => ({ field: 'photo', file }))] : []),
      ...documents.map((file) => [{ field: 'document', file }]),
    ];
    for (const [index, files] of batches.entries()) {
      const form = new FormData();
      form.append('chatId', String(ownNumber(chatId)));
      if (index === 0 && caption) form.append('caption', caption);
      for (const { field, file } of files) form.append(field, file, file.name);
      await request('POST', `${person(personId)}/send`, form);
    }
  },
};

/**
 * @param {number} chatId in which it was sent
 * @param {string} fileId
 */
export function fileUrl(chatId, fileId) {
  return `${rootOf(messengerOf(chatId))}/files/${encodeURIComponent(fileId)}`;
}

/**
 * @param {string} method
 * @param {string} path
 * @param {object} [body]
 * @param {Messenger} [messenger] whose numbers are answered
 * @returns {Promise<Answer>}
 */
async function request(method, path, body, messenger = 'telegram') {
  const isForm = body instanceof FormData;
  const sending = fetch(path, {
    method,
    ...(body === undefined ? {} : { body: isForm ? body : stringify(body) }),
    ...(body === undefined || isForm ? {} : { headers: { 'content-type': 'application/json' } }),
  });
  const response = await sending.catch(() => {
    throw new StandError(0, { reason: t('connection.none') });
  });
  const answer = await response
    .text()
    .then((json) => parseFor(messenger, json))
    .catch(() => ({}));
  if (!response.ok) throw new StandError(response.status, answer.error);
  return answer;
}

/**
 * @param {Answer} answer
 * @param {string} name
 */
function listOf(answer, name) {
  return Array.isArray(answer) ? answer : (answer[name] ?? []);
}
