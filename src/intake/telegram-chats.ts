/** As rows name it. The roster file and ADMIN_TELEGRAM_IDS speak of Telegram's numbers; inside, nothing does. */
export const TELEGRAM = 'telegram';

/** A person's account: the private chat has the number of the person. */
export const telegramAccount = (id: number) => ({ messenger: TELEGRAM, userId: String(id), chatId: String(id) });

export const telegramGroup = (id: number) => ({ messenger: TELEGRAM, chatId: String(id) });
