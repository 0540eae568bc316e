/** As rows name it. The roster file and ADMIN_TELEGRAM_IDS speak of Telegram's numbers; inside, nothing does. */
export const TELEGRAM = 'telegram';

/** A person's account: the private chat has the number of the person. */
export const telegramAccount = (id: number) => ({ messenger: TELEGRAM, userId: String(id), chatId: String(id) });

/** The same of MAX, whose numbers may be longer than JavaScript's. */
export const MAX = 'max';

export const maxAccount = (id: string) => ({ messenger: MAX, userId: id, chatId: id });

/** Whose a group is that names no messenger: an office without Telegram has no other. */
export const messengerOfGroups = ({ mode }: { readonly mode: string }) => (mode === 'withoutTelegram' ? MAX : TELEGRAM);
export type GroupMessenger = ReturnType<typeof messengerOfGroups>;

/** Whom the environment makes admins, in whichever messenger. */
export const adminAccounts = ({
  adminTelegramIds,
  adminMaxIds,
}: {
  readonly adminTelegramIds: readonly number[];
  readonly adminMaxIds: readonly string[];
}) => [...adminTelegramIds.map(telegramAccount), ...adminMaxIds.map(maxAccount)];
