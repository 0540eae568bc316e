import type { Words } from '../../../src/i18n';

const MINUTE = 60_000;
const MINUTES_OF_HOUR = 60;

/** «18 ч 36 мин» of working time. */
export function timeWords(ms: number, { plain }: Words): string {
  const all = Math.round(ms / MINUTE);
  const [hours, minutes] = [Math.floor(all / MINUTES_OF_HOUR), all % MINUTES_OF_HOUR];
  if (hours === 0) return plain('account:minutes', { minutes });
  return minutes === 0 ? plain('account:hours', { hours }) : plain('account:time', { hours, minutes });
}
