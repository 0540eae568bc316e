import { t } from './i18n.js';

/** An answer of the control API that is not a success; `todo` says what the person can do about it. */
export class StandError extends Error {
  constructor(status, error) {
    super([error?.reason, error?.todo].filter(Boolean).join('. ') || `HTTP ${status}`);
    this.status = status;
    this.field = error?.field;
  }
}

const person = (id) => `/stand/people/${id}`;

/** The stand's control API; the page uses nothing else of the server. */
export const api = {
  state: () => request('GET', '/stand/state'),
  paths: async () => Object.keys((await request('GET', '/stand/openapi.json')).paths ?? {}),
  messages: async (chatId) => listOf(await request('GET', `/stand/chats/${chatId}/messages`), 'messages'),
  commands: async (personId, chatId) =>
    listOf(await request('GET', `${person(personId)}/commands?chatId=${chatId}`), 'commands'),
  putPerson: (id, body) => request('PUT', person(id), body),
  putGroup: (id, body) => request('PUT', `/stand/groups/${id}`, body),
  send: (personId, body) => request('POST', `${person(personId)}/send`, body),
  move: (personId, body) => request('POST', `${person(personId)}/move`, body),
  press: (personId, body) => request('POST', `${person(personId)}/press`, body),
  block: (personId) => request('POST', `${person(personId)}/block`, {}),
  unblock: (personId) => request('POST', `${person(personId)}/unblock`, {}),
  deactivate: (personId) => request('POST', `${person(personId)}/deactivate`, {}),
  sendSample: (name) => request('POST', `/stand/samples/${encodeURIComponent(name)}`, {}),
  migrate: (groupId) => request('POST', `/stand/groups/${groupId}/migrate`, {}),
  /** A document that whoever has started the stand has handed over, as a file to be sent. */
  document: async ({ name, fileName }) => {
    const response = await fetch(`/stand/documents/${name}`);
    return new File([await response.blob()], fileName);
  },
  clock: () => request('GET', '/stand/clock'),
  setClock: (now) => request('PUT', '/stand/clock', { now }),
  enter: (code) => request('POST', '/stand/enter', { code }),
  restart: () => request('POST', '/stand/restart', {}),
  addFault: (fault) => request('POST', '/stand/faults', fault),
  clearFaults: () => request('DELETE', '/stand/faults'),
  requests: async (after) => listOf(await request('GET', `/stand/requests?after=${after}`), 'requests'),

  /** Photos travel together (several of them are an album); each document is a message of its own. */
  async sendFiles(personId, { chatId, caption, photos, documents }) {
    const batches = [
      ...(photos.length > 0 ? [photos.map((file) => ['photo', file])] : []),
      ...documents.map((file) => [['document', file]]),
    ];
    for (const [index, files] of batches.entries()) {
      const form = new FormData();
      form.append('chatId', String(chatId));
      if (index === 0 && caption) form.append('caption', caption);
      for (const [field, file] of files) form.append(field, file, file.name);
      await request('POST', `${person(personId)}/send`, form);
    }
  },
};

export function fileUrl(fileId) {
  return `/stand/files/${encodeURIComponent(fileId)}`;
}

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

function listOf(answer, name) {
  return Array.isArray(answer) ? answer : (answer[name] ?? []);
}
