import type { Drawable, Surface } from '../../usecases/charts';
import { workForBot } from '../apart';
import { drawChart } from './draw';

/** What can be asked of the worker. */
export type Tasks = {
  draw: { readonly asks: { readonly chart: Drawable; readonly on: Surface }; readonly answers: Uint8Array };
};

workForBot<Tasks>(({ chart, on }) => drawChart(chart, on));
