import dotenv from 'dotenv';
import { z } from 'zod';
import { optionsSchema, type StandOptions } from './options';
import { startStand, type Stand } from './server';

/** The stand as a process of its own: alone from a terminal, or forked by a program that hands the options over. */

const environmentSchema = z.object({
  STAND_PORT: z.coerce.number().int().min(0).max(65_535).default(8081),
  STAND_TOKEN: optionsSchema.shape.token,
  STAND_FLOOD: z.enum(['on', 'off']).default('on'),
  STAND_HOST: optionsSchema.shape.host,
  STAND_STATE: z.string().min(1).optional(),
});

const startMessage = z.strictObject({ type: z.literal('start'), options: optionsSchema });

/** `.env` of the folder in which it was started; what the process was given goes before it. */
function readEnvironment(): void {
  const { error } = dotenv.config({ quiet: true });
  const code = error && 'code' in error ? String(error.code) : '';
  if (!error || code === 'ENOENT') return;
  console.error(
    `Файл .env есть, но не читается (${code || error.message}). Откройте его для этой учётной записи и запустите снова.`,
  );
  process.exit(2);
}

async function startAlone(): Promise<void> {
  readEnvironment();
  const given = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ''));
  const parsed = environmentSchema.safeParse(given);
  if (!parsed.success) {
    for (const { path, message } of parsed.error.issues) console.error(`${path.join('.')}: ${message}`);
    process.exit(2);
  }
  const { STAND_PORT: port, STAND_TOKEN: token, STAND_FLOOD: flood, STAND_STATE: stateFile } = parsed.data;
  const host = parsed.data.STAND_HOST;
  const options: StandOptions = {
    port,
    host,
    flood: flood === 'on',
    ...(token ? { token } : {}),
    ...(stateFile ? { stateFile } : {}),
  };
  const onCode = (code: string, url: string): void => console.log(`С другой машины: ${url}, код ${code}`);
  const stand = await startStand(options, { onCode }).catch((error: unknown) => {
    console.error(`STAND_PORT: ${reason(error)}`);
    process.exit(2);
  });
  console.log(`Учебный стенд: ${stand.url}`);
  console.log(`Bot API: ${stand.url}/bot${stand.token}/getMe`);
  console.log(`Токен: ${stand.token}`);
  console.log(`MAX: ${stand.max.apiRoot}`);
  console.log(`Токен MAX: ${stand.max.token}`);
  closeOnSignals(stand);
}

/** A parent that dies, even by kill -9, closes the channel; the stand then leaves the port. */
function startForked(): void {
  let stand: Stand | undefined;
  const leave = (): void => void (stand?.close() ?? Promise.resolve()).finally(() => process.exit(0));
  process.once('disconnect', leave);
  // Ctrl+C reaches the whole group: the parent drains first and needs the stand until then.
  process.on('SIGINT', () => undefined);
  process.once('SIGTERM', leave);
  process.once('message', (message) => {
    void startFrom(message).then(
      (started) => {
        stand = started;
        const { url, token, max } = started;
        process.send?.({ type: 'ready', url, token, max });
      },
      (error: unknown) => {
        process.send?.({ type: 'failed', message: reason(error) }, () => process.exit(1));
      },
    );
  });
}

async function startFrom(message: unknown): Promise<Stand> {
  return startStand(startMessage.parse(message).options, {
    onRestart: () => process.send?.({ type: 'restart' }),
    onCode: (code, url) => process.send?.({ type: 'code', code, url }),
  });
}

function closeOnSignals(stand: Stand): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void stand.close().finally(() => process.exit(0)));
}

function reason(error: unknown): string {
  if (error instanceof z.ZodError) return z.prettifyError(error);
  return error instanceof Error ? error.message : String(error);
}

if (process.send) startForked();
else void startAlone();
