import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { badRequest } from '../errors';
import { recompress, type PhotoFault } from './images';
import { silentVoice, stickerPicture, stickerSide } from './sample-media';
import type { Document, PhotoSize, Sticker, Voice } from './types';

export const mebibyte = 1024 * 1024;

export interface StoredFile {
  readonly fileId: string;
  readonly uniqueId: string;
  readonly kind: 'photo' | 'document' | 'voice' | 'sticker';
  /** As in the link of getFile: photos/file_3.jpg */
  readonly path: string;
  readonly size: number;
  readonly mimeType: string;
  /** Name of the bytes: the same bytes are kept once. */
  readonly content: string;
  readonly photo?: PhotoSize[];
  readonly document?: Document;
}

const mimeByExtension: Readonly<Record<string, string>> = {
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.png': 'image/png',
  '.heic': 'image/heic',
  '.pdf': 'application/pdf',
  '.txt': 'text/plain',
  '.csv': 'text/csv',
  '.json': 'application/json',
  '.xml': 'application/xml',
  '.zip': 'application/zip',
  '.docx': 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  '.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

const mimeTypeOf = (fileName: string): string =>
  mimeByExtension[extname(fileName).toLowerCase()] ?? 'application/octet-stream';

/** Photos, documents and the like, as both sides sent them. Bytes lie in a folder when there is one, else in memory. */
export class FileStore {
  private readonly files = new Map<string, StoredFile>();
  private readonly bytes = new Map<string, Buffer>();
  private lastNumber = 0;

  constructor(
    private readonly folder: string | undefined,
    private readonly touch: () => void,
  ) {
    if (folder !== undefined) mkdirSync(folder, { recursive: true });
  }

  /**
   * Keeps a picture as Telegram keeps a photo: recompressed to several sizes, each with bytes of its own.
   * @returns the sizes, smallest first; or why it is no photo
   */
  async addPhoto(original: Buffer): Promise<PhotoSize[] | PhotoFault> {
    const renditions = await recompress(original);
    if (typeof renditions === 'string') return renditions;
    const photo = renditions.map(({ width, height, bytes }): PhotoSize => ({
      ...newIds('AgACAgIAAx', bytes, `${width}`),
      width,
      height,
      file_size: bytes.length,
    }));
    renditions.forEach(({ bytes }, index) => {
      const size = photo[index];
      if (!size) return;
      this.remember({
        fileId: size.file_id,
        uniqueId: size.file_unique_id,
        kind: 'photo',
        path: `photos/file_${++this.lastNumber}.jpg`,
        size: bytes.length,
        mimeType: 'image/jpeg',
        content: this.keep(bytes),
        photo,
      });
    });
    return photo;
  }

  /** Keeps a file byte for byte. @param mimeType what a person's phone says of it; of a bot's file, Telegram goes by its name */
  addDocument(bytes: Buffer, fileName: string | undefined, mimeType = mimeTypeOf(fileName ?? '')): Document {
    const document: Document = {
      ...newIds('BQACAgIAAx', bytes, 'document'),
      ...(fileName === undefined ? {} : { file_name: fileName }),
      mime_type: mimeType,
      file_size: bytes.length,
    };
    this.remember({
      fileId: document.file_id,
      uniqueId: document.file_unique_id,
      kind: 'document',
      path: `documents/file_${++this.lastNumber}${extname(fileName ?? '')}`,
      size: bytes.length,
      mimeType,
      content: this.keep(bytes),
      document,
    });
    return document;
  }

  addVoice(duration: number): Voice {
    const bytes = silentVoice(duration);
    const ids = newIds('AwACAgIAAx', bytes, 'voice');
    this.rememberWhole('voice', ids, bytes, `voice/file_${++this.lastNumber}.oga`, 'audio/ogg');
    return { ...ids, duration, mime_type: 'audio/ogg', file_size: bytes.length };
  }

  async addSticker(emoji: string): Promise<Sticker> {
    const bytes = await stickerPicture();
    const ids = newIds('CAACAgIAAx', bytes, 'sticker');
    this.rememberWhole('sticker', ids, bytes, `stickers/file_${++this.lastNumber}.webp`, 'image/webp');
    return {
      ...ids,
      type: 'regular',
      width: stickerSide,
      height: stickerSide,
      is_animated: false,
      is_video: false,
      emoji,
      set_name: 'TrainingStand',
      file_size: bytes.length,
    };
  }

  find(fileId: string): StoredFile | undefined {
    return this.files.get(fileId);
  }

  /** @throws ApiError when no such file was ever here */
  get(fileId: string): StoredFile {
    const file = this.files.get(fileId);
    if (!file) throw badRequest('wrong file identifier/HTTP URL specified');
    return file;
  }

  byPath(path: string): StoredFile | undefined {
    return [...this.files.values()].find((file) => file.path === path);
  }

  async read(file: StoredFile): Promise<Buffer> {
    const inMemory = this.bytes.get(file.content);
    if (inMemory) return inMemory;
    if (this.folder === undefined) throw new Error(`the bytes of ${file.path} are lost`);
    return readFile(join(this.folder, file.content));
  }

  private rememberWhole(kind: 'voice' | 'sticker', ids: FileIds, bytes: Buffer, path: string, mimeType: string): void {
    const [fileId, uniqueId] = [ids.file_id, ids.file_unique_id];
    this.remember({ fileId, uniqueId, kind, path, size: bytes.length, mimeType, content: this.keep(bytes) });
  }

  private remember(file: StoredFile): void {
    this.files.set(file.fileId, file);
    this.touch();
  }

  /** Bytes reach the folder before the state that names them is written. */
  private keep(bytes: Buffer): string {
    const content = createHash('sha256').update(bytes).digest('hex');
    if (this.folder === undefined) this.bytes.set(content, bytes);
    else if (!existsSync(join(this.folder, content))) writeFileSync(join(this.folder, content), bytes);
    return content;
  }

  dump(): { files: StoredFile[]; lastNumber: number } {
    return { files: [...this.files.values()], lastNumber: this.lastNumber };
  }

  load(state: { files: StoredFile[]; lastNumber: number }): void {
    for (const file of state.files) this.files.set(file.fileId, file);
    this.lastNumber = state.lastNumber;
  }
}

interface FileIds {
  readonly file_id: string;
  readonly file_unique_id: string;
}

/** A file_id differs at every upload, file_unique_id is the same for the same file. */
function newIds(prefix: string, bytes: Buffer, variant: string): FileIds {
  return {
    file_id: prefix + randomBytes(36).toString('base64url'),
    file_unique_id: `AQAD${createHash('sha256').update(variant).update(bytes).digest('base64url').slice(0, 11)}`,
  };
}
