/** The same day and moment so many years before. */
export function yearsAgo(now: Date, years: number): Date {
  const then = new Date(now);
  then.setUTCFullYear(then.getUTCFullYear() - years);
  return then;
}

/** And so many years after. */
export const yearsAfter = (then: Date, years: number): Date => yearsAgo(then, -years);
