import { hex, leafHash } from '../proof/tree';

const LENGTH = 8;

/** A few signs for what a screen shows, which its button brings back: who confirms it confirms just that. @param shown in JSON */
export const stampOf = (shown: unknown): string => hex(leafHash(JSON.stringify(shown))).slice(0, LENGTH);
