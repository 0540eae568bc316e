import { t } from './i18n.js';
/** @import { Answer, SampleDocument } from './shapes.d.ts' */

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
const person = (id) => `/stand/people/${id}`;

/** The stand's control API; the page uses nothing else of the server. */
export const api = {
  state: () => request('GET', '/stand/state'),
  paths: async () => Object.keys((await request('GET', '/stand/openapi.json')).paths ?? {}),
  /** @param {number} chatId */
  messages: async (chatId) => listOf(await request('GET', `/stand/chats/${chatId}/messages`), 'messages'),
  /**
   * @param {number} personId
   * @param {number} chatId
   */
  commands: async (personId, chatId) =>
    listOf(await request('GET', `${person(personId)}/commands?chatId=${chatId}`), 'commands'),
  /**
   * @param {number} id
   * @param {object} body
   */
  putPerson: (id, body) => request('PUT', person(id), body),
  /**
   * @param {number} id
   * @param {object} body
   */
  putGroup: (id, body) => request('PUT', `/stand/groups/${id}`, body),
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
  migrate: (groupId) => request('POST', `/stand/groups/${groupId}/migrate`, {}),
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
  /** @param {object} fault */
  addFault: (fault) => request('POST', '/stand/faults', fault),
  clearFaults: () => request('DELETE', '/stand/faults'),
  /** @param {number} after */
  requests: async (after) => listOf(await request('GET', `/stand/requests?after=${after}`), 'requests'),

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
      form.append('chatId', String(chatId));
      if (index === 0 && caption) form.append('caption', caption);
      for (const { field, file } of files) form.append(field, file, file.name);
      await request('POST', `${person(personId)}/send`, form);
    }
  },
};

/** @param {string} fileId */
export function fileUrl(fileId) {
  return `/stand/files/${encodeURIComponent(fileId)}`;
}

/**
 * @param {string} method
 * @param {string} path
 * @param {object} [body]
 * @returns {Promise<Answer>}
 */
async function request(method, path, body) {
  const isForm = body instanceof FormData;
  const sending = fetch(path, {
    method,
    ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
    ...(body === undefined || isForm ? {} : { headers: { 'content-type': 'application/json' } }),
  });
  const response = await sending.catch(() => {
    throw new StandError(0, { reason: t('connection.none') });
  });
  const answer = await response.json().catch(() => ({}));
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
