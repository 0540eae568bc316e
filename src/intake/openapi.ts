import { z } from 'zod';
import { appealStatus, problem, registration } from './answers';
import type { IntakeKey, IntakeWords } from './complaints';
import { MOST_PHOTOS } from './parts';
import { questionRecord, questionsTaken } from './question-record';
import { appealRecord } from './record';
import { returnedRecord, returnedTaken } from './returned-record';
import { SLICES } from '../usecases/statistics/figures';
import { statisticsAnswer } from './statistics-answer';

type SchemaName =
  | 'Appeal'
  | 'Registration'
  | 'AppealStatus'
  | 'Question'
  | 'QuestionsTaken'
  | 'Results'
  | 'ResultsTaken'
  | 'Statistics'
  | 'Problem';

/** The OpenAPI 3.1 description, made from the schemas that do the work, so that it can't promise anything else. */
export function openApi(words: IntakeWords): object {
  return {
    openapi: '3.1.0',
    info: { title: words('openapi.title'), description: words('openapi.description'), version: '1' },
    security: [{ token: [] }],
    paths: {
      '/api/appeals': { post: registerAppeals(words) },
      '/api/appeals/{number}': { get: readAppealStatus(words) },
      '/api/direct-lines/{id}/questions': { post: gatherQuestions(words) },
      '/api/engagements/{number}/results': { post: returnResults(words) },
      '/api/statistics': { get: readStatistics(words) },
    },
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      schemas: {
        Appeal: jsonSchema(appealRecord, 'input', words),
        Registration: jsonSchema(registration, 'output', words),
        AppealStatus: jsonSchema(appealStatus, 'output', words),
        Question: jsonSchema(questionRecord, 'input', words),
        QuestionsTaken: jsonSchema(questionsTaken, 'output', words),
        Results: jsonSchema(returnedRecord, 'input', words),
        ResultsTaken: jsonSchema(returnedTaken, 'output', words),
        Statistics: jsonSchema(statisticsAnswer, 'output', words),
        Problem: jsonSchema(problem, 'output', words),
      } satisfies Record<SchemaName, object>,
    },
  };
}

function registerAppeals(words: IntakeWords): object {
  const oneOrMany = { oneOf: [reference('Appeal'), { type: 'array', minItems: 1, items: reference('Appeal') }] };
  return {
    operationId: 'registerAppeals',
    summary: words('openapi.post'),
    description: words('openapi.postDescription'),
    parameters: [requestId(words)],
    requestBody: {
      required: true,
      content: {
        ...json(oneOrMany, { example: example(words) }).content,
        'multipart/form-data': {
          schema: appealWithPhotos(words),
          encoding: { appeal: { contentType: 'application/json' } },
        },
      },
    },
    responses: {
      '201': answer(words('openapi.created'), 'Registration'),
      '200': answer(words('openapi.repeated'), 'Registration'),
      '400': refusal(words('openapi.badItems')),
      '408': refusal(words('openapi.tooSlow')),
      '413': refusal(words('openapi.tooLarge')),
      '415': refusal(words('openapi.wrongMediaType')),
      '507': refusal(words('openapi.noRoom'), RETRY_AFTER),
      ...everyRouteAnswers(words),
    },
  };
}

function appealWithPhotos(words: IntakeWords): object {
  return {
    type: 'object',
    required: ['appeal'],
    additionalProperties: false,
    properties: {
      appeal: { ...reference('Appeal'), description: words('openapi.appealPart') },
      photo: {
        type: 'array',
        maxItems: MOST_PHOTOS,
        items: { type: 'string', contentMediaType: 'image/*' },
        description: words('openapi.photoPart'),
      },
    },
  };
}

function readAppealStatus(words: IntakeWords): object {
  return {
    operationId: 'readAppealStatus',
    summary: words('openapi.get'),
    parameters: [
      requestId(words),
      {
        name: 'number',
        in: 'path',
        required: true,
        description: words('openapi.number'),
        schema: { type: 'string' },
      },
    ],
    responses: {
      '200': answer(words('openapi.status'), 'AppealStatus'),
      '400': refusal(words('openapi.badAddress')),
      '404': refusal(words('openapi.noAppeal')),
      ...everyRouteAnswers(words),
    },
  };
}

function gatherQuestions(words: IntakeWords): object {
  const oneOrMany = { oneOf: [reference('Question'), { type: 'array', minItems: 1, items: reference('Question') }] };
  return {
    operationId: 'gatherQuestions',
    summary: words('openapi.questions'),
    description: words('openapi.questionsDescription'),
    parameters: [
      requestId(words),
      { name: 'id', in: 'path', required: true, description: words('openapi.line'), schema: { type: 'integer' } },
    ],
    requestBody: { required: true, ...json(oneOrMany) },
    responses: {
      '201': answer(words('openapi.questionsCreated'), 'QuestionsTaken'),
      '200': answer(words('openapi.questionsRepeated'), 'QuestionsTaken'),
      '400': refusal(words('openapi.badItems')),
      '404': refusal(words('openapi.noLine')),
      '408': refusal(words('openapi.tooSlow')),
      '409': refusal(words('openapi.lineClosed')),
      '413': refusal(words('openapi.tooLarge')),
      '415': refusal(words('openapi.wrongMediaType')),
      ...everyRouteAnswers(words),
    },
  };
}

function returnResults(words: IntakeWords): object {
  return {
    operationId: 'returnResults',
    summary: words('openapi.results'),
    description: words('openapi.resultsDescription'),
    parameters: [
      requestId(words),
      {
        name: 'number',
        in: 'path',
        required: true,
        description: words('openapi.engagement'),
        schema: { type: 'string' },
      },
    ],
    requestBody: { required: true, ...json(reference('Results')) },
    responses: {
      '201': answer(words('openapi.resultsCreated'), 'ResultsTaken'),
      '200': answer(words('openapi.resultsRepeated'), 'ResultsTaken'),
      '400': refusal(words('openapi.badItems')),
      '404': refusal(words('openapi.noEngagement')),
      '408': refusal(words('openapi.tooSlow')),
      '409': refusal(words('openapi.resultsNotNow')),
      '413': refusal(words('openapi.tooLarge')),
      '415': refusal(words('openapi.wrongMediaType')),
      ...everyRouteAnswers(words),
    },
  };
}

function readStatistics(words: IntakeWords): object {
  const day = { type: 'string', format: 'date' };
  const found = answer(words('openapi.reportFound'), 'Statistics');
  return {
    operationId: 'readStatistics',
    summary: words('openapi.report'),
    description: words('openapi.reportDescription'),
    parameters: [
      requestId(words),
      { name: 'from', in: 'query', required: true, description: words('openapi.reportFrom'), schema: day },
      { name: 'to', in: 'query', required: true, description: words('openapi.reportTo'), schema: day },
      {
        name: 'by',
        in: 'query',
        required: false,
        description: words('openapi.reportBy'),
        schema: { type: 'string', enum: SLICES, default: 'none' },
      },
    ],
    responses: {
      '200': {
        ...found,
        content: {
          ...found.content,
          'text/csv': { schema: { type: 'string', description: words('openapi.reportTable') } },
        },
      },
      '400': refusal(words('openapi.badQuery')),
      ...everyRouteAnswers(words),
    },
  };
}

function everyRouteAnswers(words: IntakeWords): object {
  return {
    '401': refusal(words('openapi.unauthorized')),
    '429': refusal(words('openapi.tooMany'), RETRY_AFTER),
    '503': refusal(words('openapi.off'), RETRY_AFTER),
  };
}

const RETRY_AFTER = { 'Retry-After': { schema: { type: 'integer' } } };
const REQUEST_ID = { 'X-Request-Id': { schema: { type: 'string' } } };

function answer(description: string, name: SchemaName) {
  return { description, headers: REQUEST_ID, ...json(reference(name)) };
}

function refusal(description: string, headers: object = {}): object {
  return {
    description,
    headers: { ...REQUEST_ID, ...headers },
    content: { 'application/problem+json': { schema: reference('Problem') } },
  };
}

/** A caller's own name of a request, by which it is found in both logs. */
function requestId(words: IntakeWords): object {
  return {
    name: 'X-Request-Id',
    in: 'header',
    required: false,
    description: words('openapi.requestId'),
    schema: { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$' },
  };
}

function json(content: object, extra: object = {}): { readonly content: object } {
  return { content: { 'application/json': { schema: content, ...extra } } };
}

function reference(name: SchemaName): object {
  return { $ref: `#/components/schemas/${name}` };
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output', words: IntakeWords): object {
  const { $schema, ...body } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema: made }) => {
      const annotated = made as { says?: IntakeKey };
      const { says: key } = annotated;
      delete annotated.says;
      if (key !== undefined) made.description = words(key);
      if (zodSchema._zod.def.type === 'date') Object.assign(made, { type: 'string', format: 'date-time' });
    },
  });
  return body;
}

/** The sample of the description; a test sends it. */
function example(words: IntakeWords): object {
  return {
    number: '327441806',
    epguNumber: '6668478383',
    kind: 'message',
    registeredAt: '2026-11-25T09:00:00+03:00',
    category: words('openapi.exampleCategory'),
    subcategory: words('openapi.exampleSubcategory'),
    fact: words('openapi.exampleFact'),
    fastTrackDays: 10,
    text: words('openapi.exampleText'),
    address: words('openapi.exampleAddress'),
    settlement: words('openapi.exampleSettlement'),
    latitude: 55.71,
    longitude: 51.41,
  };
}
