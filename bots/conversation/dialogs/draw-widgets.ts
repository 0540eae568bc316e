import { readOfficeInPos, listWidgets, readWidget } from '../../../src/usecases/engagement/widgets';
import type { WidgetView } from '../button-rows/engagement';
import type { Screen } from '../screen';
import {
  widgetChangeScreen,
  widgetCodeScreen,
  widgetLinksScreen,
  widgetOfficeScreen,
  widgetParametersScreen,
  widgetScreen,
  widgetsScreen,
} from '../screens/office/widget-screens';
import type { Talk } from '../talk';
import type { Turn } from '../turn';

// The screens of widgets in which presses and dialogs end, with what is so at this moment.

export async function drawWidgets({ desk }: Talk, { official, words }: Turn, page: number): Promise<Screen> {
  return widgetsScreen(await listWidgets(desk, official), page, words);
}

/** The list of them where there is no such widget. A removed one shows nothing but that. */
export async function drawWidget(talk: Talk, turn: Turn, widgetId: number, shows?: WidgetView): Promise<Screen> {
  const { words, official } = turn;
  const line = await readWidget(talk.desk, official, widgetId);
  if (line === null) return drawWidgets(talk, turn, 0);
  const inPos = await readOfficeInPos(talk.desk);
  if (line.isRemoved) return widgetScreen(line, inPos.kinds, words);
  switch (shows) {
    case 'code':
      return widgetCodeScreen(line, inPos, words);
    case 'links':
      return widgetLinksScreen(line, inPos, words);
    case 'parameters':
      return widgetParametersScreen(line, inPos, words);
    case 'change':
      return widgetChangeScreen(line, words);
    case undefined:
      return widgetScreen(line, inPos.kinds, words);
  }
}

export async function drawWidgetOffice({ desk }: Talk, { words }: Turn): Promise<Screen> {
  return widgetOfficeScreen(await readOfficeInPos(desk), words);
}
