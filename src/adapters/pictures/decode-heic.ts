import type { LibHeif } from 'libheif-js/wasm-bundle.js';
import type { CreateRaw } from 'sharp';

// libheif by itself, without the package around it: that one asks for four bytes a pixel and copies them out, by which a photo of
// 24 million pixels takes 370 MB instead of 160.

export interface Pixels {
  readonly data: Uint8Array;
  readonly info: CreateRaw;
}

/**
 * The main picture of a HEIC, upright, handed over where it lies in the library's memory: it is there until the given work has ended.
 * @param mostPixels one that is larger is not decoded
 * @returns null when there is none, or only a part of it
 */
export async function decodeHeic<Made>(
  bytes: Uint8Array,
  mostPixels: number,
  make: (pixels: Pixels) => Promise<Made>,
): Promise<Made | null> {
  // With the first: most phones send none.
  const { default: heif } = await import('libheif-js/wasm-bundle.js');
  await heif.ready;
  const context = heif.heif_context_alloc();
  try {
    heif.heif_context_read_from_memory(context, bytes);
    const handle = heif.heif_js_context_get_primary_image_handle(context);
    if (handle.$$ === undefined) return null;
    try {
      // Not always what the header has spoken of.
      const pixels = heif.heif_image_handle_get_width(handle) * heif.heif_image_handle_get_height(handle);
      return pixels > mostPixels ? null : await decoded(heif, handle, make);
    } finally {
      heif.heif_image_handle_release(handle);
    }
  } finally {
    heif.heif_context_free(context);
  }
}

async function decoded<Made>(
  heif: LibHeif,
  handle: unknown,
  make: (pixels: Pixels) => Promise<Made>,
): Promise<Made | null> {
  const { heif_colorspace_RGB: colours } = heif.heif_colorspace;
  const { heif_chroma_interleaved_RGB: chroma } = heif.heif_chroma;
  const { code, image, channels } = heif.heif_js_decode_image2(handle, colours, chroma);
  if (code !== undefined) return null;
  try {
    const [channel] = channels;
    if (!channel) return null;
    const { width, height, stride } = channel;
    return await make({ data: tight(channel.data, width * 3, height, stride), info: { width, height, channels: 3 } });
  } finally {
    heif.heif_image_release(image);
  }
}

/** Rows may begin at round addresses: moved together where they lie. */
function tight(data: Uint8Array, row: number, height: number, stride: number): Uint8Array {
  if (stride === row) return data;
  for (let y = 1; y < height; y += 1) data.copyWithin(y * row, y * stride, y * stride + row);
  return data.subarray(0, row * height);
}
