/** What strangers' bytes may cost at most. */
export const CEILINGS = {
  /** Over what all our processes hold at rest. */
  memoryMegabytes: 350,
  /** p99 of a press meanwhile, as a multiple of p99 alone. */
  presses: 3,
  wordsSeconds: 60,
} as const;
