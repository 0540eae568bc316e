// Figures, and what pages will look like, as pictures, in words as they are read: whoever draws them knows no appeal and no language.

/** What one bar, or one point of a line, stands for; null: there is no such figure. */
export type Value = number | null;

/** What every picture says above its drawing. */
interface Framed {
  readonly title: string;
  /** Of what days, and as of when. */
  readonly note: string;
  /** Said where there is nothing to draw. */
  readonly empty: string;
}

/** Through time: one panel above the other, since what stands is no scale for what moves. */
export interface Timeline extends Framed {
  readonly shape: 'timeline';
  /** One for each day, week or month. */
  readonly labels: readonly string[];
  readonly panels: readonly {
    readonly title: string;
    readonly as: 'columns' | 'line';
    readonly series: readonly { readonly name: string; readonly values: readonly Value[] }[];
  }[];
}

/** Side by side: a label, and its bars. */
export interface Ranking extends Framed {
  readonly shape: 'ranking';
  /** What the bars of a row are, in their order; one needs no legend. */
  readonly series: readonly string[];
  readonly rows: readonly {
    readonly label: string;
    readonly bars: readonly {
      readonly value: Value;
      /** Beside the bar. */
      readonly said: string;
    }[];
  }[];
}

/** A widget of ПОС about as it will look: a drawing of ours, since what ПОС makes of its parameters nobody here has seen. */
export interface WidgetSketch {
  readonly shape: 'widget';
  /** Pixels of a page. */
  readonly width: number;
  readonly height: number;
  /** Six hex digits each. */
  readonly colours: Readonly<Record<'paper' | 'ink' | 'accent' | 'onAccent' | 'soft' | 'line', string>>;
  /** Pixels of a page. */
  readonly letters: Readonly<Record<'heading' | 'choice' | 'item' | 'button', number>>;
  readonly heading: string;
  readonly choice: string;
  readonly items: readonly { readonly kind: string; readonly title: string }[];
  readonly button: string;
}

export type Chart = Timeline | Ranking;
/** Whatever is drawn here. */
export type Drawable = Chart | WidgetSketch;

/** Where it is looked at: in a chat on a phone, or printed. */
export type Surface = 'chat' | 'paper';

/** Draws apart from whoever presses. */
export interface Charts {
  /** As PNG, 2,160 pixels wide; a widget three times its size. @throws AppError `chart` when it can't be drawn */
  draw(drawable: Drawable, on: Surface): Promise<Uint8Array>;
}
