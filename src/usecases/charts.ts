// Figures as pictures, in words as they are read: whoever draws them knows no appeal and no language.

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

export type Chart = Timeline | Ranking;

/** Where it is looked at: in a chat on a phone, or printed. */
export type Surface = 'chat' | 'paper';

/** Draws apart from whoever presses. */
export interface Charts {
  /** As PNG, 2,160 pixels wide. @throws AppError `chart` when it can't be drawn */
  draw(chart: Chart, on: Surface): Promise<Uint8Array>;
}
