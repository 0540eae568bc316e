// The package tells no types of what it exports; these are of version 1.23, as its own `HeifImage.display` uses them.
declare module 'libheif-js/wasm-bundle.js' {
  export interface LibHeif {
    readonly ready: Promise<unknown>;
    readonly heif_colorspace: { readonly heif_colorspace_RGB: unknown };
    readonly heif_chroma: { readonly heif_chroma_interleaved_RGB: unknown };
    heif_context_alloc(): unknown;
    heif_context_free(context: unknown): void;
    heif_context_read_from_memory(context: unknown, bytes: Uint8Array): unknown;
    heif_js_context_get_primary_image_handle(context: unknown): { readonly $$?: unknown };
    heif_image_handle_get_width(handle: unknown): number;
    heif_image_handle_get_height(handle: unknown): number;
    heif_image_handle_release(handle: unknown): void;
    heif_js_decode_image2(handle: unknown, colours: unknown, chroma: unknown): Rgb;
    heif_image_release(image: unknown): void;
  }
  const libheif: LibHeif;
  export { libheif as default };
  interface Rgb {
    readonly code?: unknown;
    readonly image: unknown;
    readonly channels: readonly {
      readonly data: Uint8Array;
      readonly width: number;
      readonly height: number;
      readonly stride: number;
    }[];
  }
}
