import { decideOnFile, type Decided } from '../../../src/usecases/registry/confirm-file';
import type { Feature, Reply } from '../feature';
import type { Talk } from '../talk';
import type { Turn } from '../turn';

/** «Загрузить» and «Не нужно» under the preview of a registry file; what becomes of it is drawn by the outbox. */
export function registryFeature({ desk, wake }: Talk): Feature {
  async function decide({ official, words }: Turn, fileId: number, decision: 'loading' | 'dropped'): Promise<Reply> {
    const decided: Decided = await decideOnFile(desk, official, fileId, decision);
    wake();
    return { toast: words.plain(`registry:toast.${decided}`) };
  }
  return {
    presses: {
      loadRegistry: (turn, { fileId }) => decide(turn, fileId, 'loading'),
      dropRegistry: (turn, { fileId }) => decide(turn, fileId, 'dropped'),
    },
  };
}
