import { fork } from 'node:child_process';
import { z } from 'zod';
import { AppError } from '../errors';

const answer = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready'), url: z.string(), token: z.string() }),
  z.object({ type: z.literal('failed'), message: z.string() }),
]);

const restart = z.object({ type: z.literal('restart') });

export interface ForkedStand {
  readonly url: string;
  readonly token: string;
  stop(): Promise<void>;
}

/**
 * Opens the stand as a process of its own, which leaves when this one dies: it plays Telegram, so it must not share the
 * bot's memory or its fate.
 * @throws AppError with the stand's own words when it could not start (its port is taken)
 */
export async function forkStand(
  program: string,
  options: object,
  { onExit, onRestart }: { readonly onExit: () => void; readonly onRestart: () => void },
): Promise<ForkedStand> {
  const child = fork(program, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  let expected = false;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const first = new Promise<z.infer<typeof answer>>((resolve, reject) => {
    child.once('message', (message) => resolve(answer.parse(message)));
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
  child.on('message', (message) => {
    if (restart.safeParse(message).success) onRestart();
  });
  child.once('exit', () => {
    if (!expected) onExit();
  });
  return {
    url: told.url,
    token: told.token,
    async stop() {
      expected = true;
      child.kill('SIGTERM');
      await gone;
    },
  };
}
