import { isHeldTooLong } from '../database';

/**
 * What a press asks for, or null when another transaction has held a row of it for longer than a press waits. It is not tried
 * again by itself: the person is told, has the button still, and may by then want something else.
 */
export async function unlessBusy<Result>(work: () => Promise<Result>): Promise<Result | null> {
  try {
    return await work();
  } catch (error) {
    if (isHeldTooLong(error)) return null;
    throw error;
  }
}
