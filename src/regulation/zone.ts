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

/** The zone's own clock at that moment, as ISO 8601 has it without a zone, and its offset: `+03:00`. */
export function offsetText(ms: number, name: string): { readonly local: string; readonly offset: string } {
  const offset = offsetAt(ms, name);
  const minutes = Math.round(Math.abs(offset) / MINUTE);
  const two = (number: number) => String(number).padStart(2, '0');
  return {
    local: new Date(ms + offset).toISOString().slice(0, -1),
    offset: `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`,
  };
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
