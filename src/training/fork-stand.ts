import { fork } from 'node:child_process';
import { z } from 'zod';
import { AppError } from '../errors';

const answer = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('ready'),
    url: z.string(),
    token: z.string(),
    max: z.object({ apiRoot: z.string(), token: z.string() }),
  }),
  z.object({ type: z.literal('failed'), message: z.string() }),
  z.object({ type: z.literal('restart') }),
  z.object({ type: z.literal('code'), code: z.string(), url: z.string() }),
]);
type Answer = z.infer<typeof answer>;

export interface StandEvents {
  readonly onExit: () => void;
  /** The page asks for everything anew. */
  readonly onRestart: () => void;
  /** A code by which one browser of another machine comes in. */
  readonly onCode: (code: string, url: string) => void;
}

export interface ForkedStand {
  readonly url: string;
  readonly token: string;
  /** Of the bot in MAX. */
  readonly max: { readonly apiRoot: string; readonly token: string };
  stop(): Promise<void>;
}

/**
 * Opens the stand as a process of its own, which leaves when this one dies: it plays the messengers, so it must not share the
 * bot's memory or its fate.
 * @throws AppError with the stand's own words when it could not start (its port is taken)
 */
export async function forkStand(
  program: string,
  options: object,
  { onExit, onRestart, onCode }: StandEvents,
): Promise<ForkedStand> {
  const child = fork(program, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  let expected = false;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const first = new Promise<Extract<Answer, { type: 'ready' | 'failed' }>>((resolve, reject) => {
    child.on('message', (message) => {
      const told = answer.parse(message);
      if (told.type === 'restart') onRestart();
      else if (told.type === 'code') onCode(told.code, told.url);
      else resolve(told);
    });
    child.once('exit', () => reject(new Error('The training stand ended before it was ready')));
    child.once('error', reject);
  });
  child.send({ type: 'start', options });
  const told = await first;
  if (told.type === 'failed')
    throw new AppError(
      'stand_not_started',
      `STAND_PORT: ${told.message}. Choose another port, or stop whoever holds it`,
      { reason: told.message },
    );
  child.once('exit', () => {
    if (!expected) onExit();
  });
  return {
    url: told.url,
    token: told.token,
    max: told.max,
    async stop() {
      expected = true;
      child.kill('SIGTERM');
      await gone;
    },
  };
}
