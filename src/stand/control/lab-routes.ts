import type { FastifyInstance } from 'fastify';
import { isUpdateKind, updateFaults } from '../bot-api/faults';
import { ControlError } from '../errors';
import type { Sample } from '../options';
import type { Parts } from '../parts';
import type { ComingUp } from '../world/types';
import { shownSample } from './world-routes';
import { clockBody, comingUpBody, faultBody, idParameter, read } from './bodies';

const sampleTimeoutMs = 30_000;

/** The laboratory: faults, the clock, the journal of requests, and samples that a button sends. */
export function labRoutes(app: FastifyInstance, parts: Parts, samples: readonly Sample[]): void {
  const { clock, faults, journal } = parts;
  clockRoutes(app, parts);

  app.get('/stand/samples', async () => ({ samples: samples.map(shownSample) }));

  app.post<{ Params: { name: string } }>('/stand/samples/:name', async (request) => {
    const sample = samples.find(({ name }) => name === request.params.name);
    if (!sample)
      throw new ControlError(404, 'NAME', `there is no sample «${request.params.name}»`, 'look at GET /stand/samples');
    return sendSample(sample, clock.now());
  });

  app.get('/stand/faults', async () => ({ faults: faults.list() }));

  app.post('/stand/faults', async (request, reply) => {
    const fault = read(faultBody, request.body);
    const ofUpdates = updateFaults.some((kind) => kind === fault.kind);
    if (ofUpdates && fault.method !== undefined && !isUpdateKind(fault.method))
      throw new ControlError(
        400,
        'method',
        'for this kind of fault it is a kind of update',
        'message, callback_query or nothing',
      );
    faults.add(fault);
    return reply.code(201).send({ faults: faults.list() });
  });

  app.delete('/stand/faults', async () => {
    faults.clear();
    return { faults: [] };
  });

  app.get<{ Querystring: { after?: string } }>('/stand/requests', async (request) => ({
    requests: journal.after(read(idParameter.nonnegative().optional(), request.query.after, 'after') ?? 0),
  }));
}

/** The time, which a person moves and a bot walks, and what comes of it. */
function clockRoutes(app: FastifyInstance, { clock, world }: Parts): void {
  let comingUp: ComingUp | undefined;
  app.get('/stand/clock', async () => ({ now: clock.now().toISOString(), ...comingUp }));

  app.put('/stand/clock/coming-up', async (request) => {
    comingUp = read(comingUpBody, request.body);
    world.emit({ type: 'coming-up', ...comingUp });
    return comingUp;
  });

  app.put('/stand/clock', async (request) => {
    clock.moveTo(new Date(read(clockBody, request.body).now));
    const now = clock.now().toISOString();
    world.emit({ type: 'clock', now });
    return { now };
  });

  app.put('/stand/clock/walk', async (request) => {
    const at = new Date(read(clockBody, request.body).now);
    if (at > clock.now())
      throw new ControlError(400, 'now', 'it is later than the time of the stand', 'look at GET /stand/clock');
    clock.walkAt(at);
    return { now: at.toISOString() };
  });

  app.delete('/stand/clock/walk', async () => {
    clock.arrive();
    return { now: clock.now().toISOString() };
  });
}

/** Sends the request of a sample as it was handed over; `{{now}}` in it becomes the stand's time. */
async function sendSample({ request }: Sample, now: Date): Promise<{ status: number; body: unknown }> {
  const text = typeof request.body === 'string' ? request.body : JSON.stringify(request.body);
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers: request.headers,
      ...(request.body === undefined
        ? {}
        : { body: text.replaceAll('{{now}}', now.toISOString()).replaceAll('{{unique}}', String(now.getTime())) }),
      signal: AbortSignal.timeout(sampleTimeoutMs),
    });
    return { status: response.status, body: readable(await response.text()) };
  } catch (error) {
    const reason = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    throw new ControlError(502, 'NAME', `the request of the sample failed: ${reason}`, 'see whether its receiver runs');
  }
}

function readable(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
