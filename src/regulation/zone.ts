const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;

interface Zone {
  readonly format: Intl.DateTimeFormat;
  /** Offsets at the UTC midnights asked for so far, by the day's number. */
  readonly atMidnight: Map<number, number>;
}

const zones = new Map<string, Zone>();

/**
 * Milliseconds by which the zone's clocks are ahead of UTC at that moment. Intl takes 2 µs per question, so a day
 * that begins and ends with one offset (no zone changes its clocks twice in a day) is answered from memory.
 */
export function offsetAt(ms: number, name: string): number {
  let zone = zones.get(name);
  if (!zone) {
    const format = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' });
    zone = { format, atMidnight: new Map() };
    zones.set(name, zone);
  }
  const day = Math.floor(ms / DAY);
  const offset = midnightOffset(day, zone);
  return offset === midnightOffset(day + 1, zone) ? offset : askedOffset(ms, zone);
}

function midnightOffset(day: number, zone: Zone): number {
  const known = zone.atMidnight.get(day);
  if (known !== undefined) return known;
  const offset = askedOffset(day * DAY, zone);
  zone.atMidnight.set(day, offset);
  return offset;
}

function askedOffset(ms: number, { format }: Zone): number {
  // «11/2/2026, GMT+03:00»; plain «GMT» is no offset at all.
  const [, sign, hours, minutes, seconds] = /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(format.format(ms)) ?? [];
  const size = Number(hours ?? 0) * 60 * MINUTE + Number(minutes ?? 0) * MINUTE + Number(seconds ?? 0) * SECOND;
  return sign === '-' ? -size : size;
}
