import { z } from 'zod';
import {
  clockBody,
  comingUpBody,
  editBody,
  enterBody,
  faultBody,
  groupBody,
  moveBody,
  personBody,
  pressBody,
  sendBody,
  takeAwayBody,
} from './bodies';

interface Operation {
  readonly method: 'get' | 'put' | 'post' | 'delete';
  readonly path: string;
  readonly summary: string;
  readonly body?: z.ZodType;
  readonly query?: readonly string[];
}

/** Of either messenger: Telegram's under `/stand`, MAX' under `/stand/max`. */
const ofPhones: readonly Operation[] = [
  { method: 'get', path: '/state', summary: 'The bot, people, groups; `/stand/state` has the time and samples too' },
  { method: 'get', path: '/events', summary: 'Server-sent events: what changes, as it changes' },
  { method: 'put', path: '/people/{id}', summary: 'Make or rename a person with a phone', body: personBody },
  {
    method: 'post',
    path: '/people/{id}/send',
    summary: 'Send as that person: JSON, or multipart with photo, document, caption, chatId',
    body: sendBody,
  },
  {
    method: 'post',
    path: '/people/{id}/move',
    summary: 'Move the live location that the person has sent, or stop it: the bot is told of an edit',
    body: moveBody,
  },
  {
    method: 'post',
    path: '/people/{id}/edit',
    summary: 'Change the words of a message that the person has sent: the bot is told of an edit',
    body: editBody,
  },
  {
    method: 'post',
    path: '/people/{id}/press',
    summary: 'Press a button, real or forged; waits for the answer, 10 s unless `waitMs` says otherwise',
    body: pressBody,
  },
  { method: 'post', path: '/people/{id}/block', summary: 'Block the bot' },
  { method: 'post', path: '/people/{id}/unblock', summary: 'Let the bot in again' },
  { method: 'post', path: '/people/{id}/deactivate', summary: 'Delete the account' },
  {
    method: 'get',
    path: '/people/{id}/commands',
    summary: 'The menu of commands as that person sees it',
    query: ['chatId'],
  },
  { method: 'put', path: '/groups/{id}', summary: 'Make or change a group', body: groupBody },
  { method: 'post', path: '/groups/{id}/migrate', summary: 'Turn an old group into a supergroup' },
  { method: 'get', path: '/chats/{id}/messages', summary: 'A chat as people see it' },
  { method: 'get', path: '/files/{fileId}', summary: 'Bytes of a photo or a document' },
  { method: 'get', path: '/faults', summary: 'What is ordered to go wrong' },
  { method: 'post', path: '/faults', summary: 'Order something to go wrong', body: faultBody },
  { method: 'delete', path: '/faults', summary: 'Let everything go right again' },
  { method: 'get', path: '/requests', summary: 'Every request of the bot with its verdict', query: ['after'] },
];

const ofMaxAlone: readonly Operation[] = [
  {
    method: 'post',
    path: '/stand/max/people/{id}/take-away',
    summary: 'Take a message of a group away: the bot, which is an administrator there, is told',
    body: takeAwayBody,
  },
  {
    method: 'delete',
    path: '/stand/max/subscriptions',
    summary: 'MAX brings no updates to any address any more, as after eight hours without an answer',
  },
  {
    method: 'post',
    path: '/stand/max/people/{id}/tell/{type}',
    summary: 'An update of this type about that person, for types that no person brings about here',
  },
];

const under = (root: string) => (operation: Operation) => ({ ...operation, path: `${root}${operation.path}` });

const ofStand: readonly Operation[] = [
  { method: 'get', path: '/stand/samples', summary: 'Requests that a button sends' },
  { method: 'post', path: '/stand/samples/{name}', summary: 'Send one of them' },
  { method: 'get', path: '/stand/documents/{name}', summary: 'A document for people to send' },
  {
    method: 'post',
    path: '/stand/enter',
    summary: 'Of a browser of another machine (STAND_HOST): the code that the terminal shows; answers with a cookie',
    body: enterBody,
  },
  {
    method: 'post',
    path: '/stand/restart',
    summary: 'Everything anew, where whoever has started the stand offers it (canRestart of /stand/state)',
  },
  { method: 'get', path: '/stand/clock', summary: 'The time of the stand' },
  { method: 'put', path: '/stand/clock', summary: 'Move the time; it runs on from there', body: clockBody },
  {
    method: 'put',
    path: '/stand/clock/walk',
    summary: 'A bot that does on its way to the new time what was due says where it is: messages carry that moment',
    body: clockBody,
  },
  { method: 'delete', path: '/stand/clock/walk', summary: 'It has arrived' },
  {
    method: 'put',
    path: '/stand/clock/coming-up',
    summary:
      'Whoever has started the stand tells what the bot does next by itself: GET /stand/clock has it for the page',
    body: comingUpBody,
  },
];

const operations: readonly Operation[] = [
  ...ofPhones.map(under('/stand')),
  ...ofStand,
  ...ofPhones.map(under('/stand/max')),
  ...ofMaxAlone,
];

const errorSchema = {
  type: 'object',
  properties: {
    error: {
      type: 'object',
      properties: { field: { type: 'string' }, reason: { type: 'string' }, todo: { type: 'string' } },
      required: ['field', 'reason', 'todo'],
    },
  },
};

function describe({ path, summary, body, query = [] }: Operation): object {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: name === 'id' ? 'integer' : 'string' },
  }));
  const inQuery = query.map((name) => ({ name, in: 'query', schema: { type: 'integer' } }));
  const problem = {
    description: 'What is wrong and what to do',
    content: { 'application/json': { schema: errorSchema } },
  };
  return {
    summary,
    ...(inPath.length + inQuery.length > 0 ? { parameters: [...inPath, ...inQuery] } : {}),
    ...(body
      ? { requestBody: { content: { 'application/json': { schema: z.toJSONSchema(body, { io: 'input' }) } } } }
      : {}),
    responses: { '200': { description: 'Done' }, '400': problem, '404': problem },
  };
}

/** OpenAPI 3.1 of the control API, made of the schemas that check it. */
export function openApi(): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const operation of operations) (paths[operation.path] ??= {})[operation.method] = describe(operation);
  return {
    openapi: '3.1.0',
    info: { title: 'Training stand: a local Bot API server, and one of MAX', version: '1' },
    paths,
  };
}
