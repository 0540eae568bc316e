import type { Telegram } from 'telegraf';
import type { Locale } from '../../src/i18n';
import type { Log } from '../../src/log';
import type { Desk, FileStore } from '../../src/usecases/ports';
import type { TelegramMessenger } from './messenger';

/** Everything that handlers work with. */
export interface BotDeps {
  readonly desk: Desk;
  readonly messenger: TelegramMessenger;
  readonly telegram: Telegram;
  readonly files: FileStore;
  /** Bytes of a file that came through the chat, by Telegram's id; the link holds the token and stays inside. */
  readonly download: (fileId: string) => Promise<AsyncIterable<Uint8Array>>;
  readonly log: Log;
  readonly defaultLocale: Locale;
  /** After a commit that queued messages: the sender need not wait for its next look. */
  readonly wake: () => void;
  /** For invitation and deep links; without @. */
  readonly botUsername: string;
  /** What the environment has set, for an admin to read; secrets are dots. */
  readonly environment: readonly { readonly variable: string; readonly value: string | null }[];
}
