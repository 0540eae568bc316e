import type { Message } from 'telegraf/types';
import type { Ask } from '../../../src/regulation/asks';
import { cleanText } from '../../../src/text';
import { endOutrun } from '../../../src/usecases/acts/act-forms';
import { currentStep, isActForm, type ActForm } from '../../../src/usecases/acts/form-steps';
import { showFormBelow } from '../../../src/usecases/cards/show-form';
import { keepAttachment, noteCompressed } from '../../../src/usecases/forms/attachments';
import type { FormRow } from '../../../src/usecases/forms/form-store';
import { sayOfAlbum, type SaidOfFile } from '../../../src/usecases/forms/say-once';
import type { BotContext } from '../context';
import type { BotDeps } from '../deps';
import { refOf } from '../calls';
import { TELEGRAM } from '../intake/update';
import { typeIntoForm } from '../forms/answer-form';
import { QUESTIONS } from '../forms/questions';
import { tellOutcome } from './act';

interface Incoming {
  readonly fileId: string;
  readonly size: number | undefined;
  readonly kind: 'photo' | 'document';
  readonly compressed: boolean;
  readonly fileName: string | null;
  readonly mimeType: string | null;
}

/** A bot may download no more; Telegram says so only after the attempt. */
const DOWNLOAD_LIMIT = 20 * 1024 * 1024;
const PICTURE = /^image\//;
const PICTURE_NAME = /\.(?:jpe?g|png|heic|heif|webp|tiff?)$/i;

/** A photo, a file, or what else can be attached; each is kept on arrival, before anything is said of it. */
export async function receiveFile(
  deps: BotDeps,
  ctx: BotContext,
  form: FormRow | null,
  message: Message,
): Promise<void> {
  const { desk, messenger } = deps;
  const { official, words } = ctx;
  const say = async (said: SaidOfFile): Promise<void> => {
    const albumId = 'media_group_id' in message ? message.media_group_id : undefined;
    if (albumId === undefined)
      return void (await messenger.send(
        official.chatId,
        { text: words.html(`form:${said}`), keyboard: [] },
        { silent: true },
      ));
    await sayOfAlbum(desk, official, albumId, said);
    deps.wake();
  };
  const incoming = incomingOf(message);
  if (!incoming) return say('fileKind');
  if (!form || !isActForm(form)) return say('photoWithoutForm');
  const ask = await askOf(deps, ctx, form);
  if (ask === null) return tellOutcome(deps, ctx, await endOutrun(desk, form), { queryId: null, below: true });
  if (!wantsFiles(ask)) return say('photoNotAsked');
  if (incoming.size !== undefined && incoming.size > DOWNLOAD_LIMIT) return say('fileTooBig');

  const { sha256, size } = await deps.files.keep(await deps.download(incoming.fileId));
  await keepAttachment(desk, {
    formId: form.id,
    kind: incoming.kind,
    compressed: incoming.compressed,
    fileName: incoming.fileName,
    mimeType: incoming.mimeType,
    size,
    sha256,
    messenger: TELEGRAM,
    fileRef: incoming.fileId,
    messageRef: refOf(message.chat.id, message.message_id),
    uploadedById: official.personId,
    receivedAt: desk.clock.now(),
  });
  if (incoming.compressed) await noteCompressed(desk, form);
  const caption = 'caption' in message && message.caption ? cleanText(message.caption) : '';
  if (caption !== '' && takesText(ask)) await typeIntoForm(deps, ctx, form, caption, message.message_id, false);
  else if (caption !== '') await say('captionNotKept');
  // An album is N updates: its status is one line, drawn once they have come.
  await showFormBelow(desk, official, form.appealId);
  deps.wake();
}

/** Null: the appeal has gone on without the form. */
async function askOf(deps: BotDeps, ctx: BotContext, form: ActForm): Promise<Ask | null> {
  const step = await currentStep(deps.desk, ctx.official, form);
  return step?.ask ?? null;
}

function wantsFiles(ask: Ask): boolean {
  const step = QUESTIONS[ask];
  return step.kind === 'photos' || step.kind === 'file' || (step.kind === 'text' && step.files === true);
}

const takesText = (ask: Ask): boolean => QUESTIONS[ask].kind === 'text';

function incomingOf(message: Message): Incoming | null {
  if ('photo' in message) {
    const largest = message.photo.at(-1);
    return largest
      ? {
          fileId: largest.file_id,
          size: largest.file_size,
          kind: 'photo',
          compressed: true,
          fileName: null,
          mimeType: 'image/jpeg',
        }
      : null;
  }
  if ('document' in message) {
    const { file_id: fileId, file_size: size, file_name: fileName, mime_type: mimeType } = message.document;
    // HEIC often comes as application/octet-stream: the name tells.
    const picture = PICTURE.test(mimeType ?? '') || PICTURE_NAME.test(fileName ?? '');
    return {
      fileId,
      size,
      kind: picture ? 'photo' : 'document',
      compressed: false,
      fileName: fileName ?? null,
      mimeType: mimeType ?? null,
    };
  }
  return null;
}
