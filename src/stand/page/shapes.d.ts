/** Shapes that the page's modules share: of the stand's world as its server has it, and of what is drawn. */
import type { ChatMessage, ComingUp, Entity, Group, Person, StandEvent as ServerEvent, User } from '../world/types';

export type { ComingUp, Entity, Group, Person, User };
export type { Bot, Contact, Location, MessageOrigin, PhotoSize, Sticker, Venue, Voice } from '../world/types';

/** Which of the two a chat belongs to; see messengers.js. */
export type Messenger = 'telegram' | 'max';

/** Degrees, north and east positive. */
export interface Point {
  readonly latitude: number;
  readonly longitude: number;
}

export interface Button {
  readonly text: string;
  readonly callback_data?: string;
  readonly url?: string;
  readonly login_url?: { readonly url: string };
  readonly web_app?: { readonly url: string };
  readonly copy_text?: { readonly text: string };
  /** Of MAX alone: it sends where the phone is. */
  readonly request_location?: boolean;
}

export interface ReplyKey {
  readonly text: string;
  readonly request_location?: boolean;
  readonly request_contact?: boolean;
}

export interface Poll {
  readonly question: string;
  readonly options: readonly { readonly text: string }[];
}

interface Member extends User {
  readonly last_name?: string;
}

/** Either keyboard. */
export interface Markup {
  readonly inline_keyboard?: readonly (readonly Button[])[];
  readonly keyboard?: readonly (readonly ReplyKey[])[];
  readonly remove_keyboard?: boolean;
  readonly one_time_keyboard?: boolean;
  readonly [setting: string]: unknown;
}

/** A message with all that other bots may have put into it. */
export interface Message extends ChatMessage {
  readonly reply_markup?: Markup;
  readonly poll?: Poll;
  readonly new_chat_members?: readonly Member[];
  readonly left_chat_member?: Member;
  readonly new_chat_title?: string;
  readonly group_chat_created?: true;
  readonly supergroup_chat_created?: true;
  readonly migrate_to_chat_id?: number;
  readonly migrate_from_chat_id?: number;
  readonly pinned_message?: object;
  readonly forum_topic_created?: { readonly name: string };
}

/** What `/stand/state` lists of the samples and documents that the stand was started with. */
export interface Sample {
  readonly name: string;
  readonly title: string;
  readonly place?: Point;
}
export interface SampleDocument {
  readonly name: string;
  readonly title: string;
  readonly fileName: string;
}

export interface Command {
  readonly command: string;
  readonly description: string;
}

/** An answer of the control API: each is looked into by whoever has asked. */
export type Answer = any;

/** What the page tells itself, with what goes along. */
export interface StoreEvents {
  people: undefined;
  chat: { readonly chatId: number };
  arrived: { readonly chatId: number; readonly message: Message };
  read: { readonly chatId: number };
  actor: { readonly chatId: number };
  open: { readonly focused: number | undefined };
  commands: { readonly personId: number | undefined };
  action: { readonly chatId: number };
  clock: undefined;
  pressed: { readonly chatId: number; readonly messageId: number };
  sought: { readonly chatId: number; readonly messageId: number };
  registered: { readonly number: string | undefined; readonly place: Point | undefined };
  scenario: undefined;
  'scenario-shown': boolean;
  hints: undefined;
  restarting: undefined;
}

export interface Emitter<Events> {
  on<Name extends keyof Events>(name: Name, listener: (detail: Events[Name]) => unknown): () => void;
  emit<Name extends keyof Events>(name: Name, ...detail: Events[Name] extends undefined ? [] : [Events[Name]]): void;
}

/** What stands between the tags: strings become text nodes, what is absent is left out. */
export type Child = Node | string | false | null | undefined | readonly Child[];

type Listeners = { [Name in keyof HTMLElementEventMap as `on${Name}`]?: (event: HTMLElementEventMap[Name]) => unknown };
export interface Properties extends Listeners {
  readonly [attribute: string]: unknown;
}

export interface MenuItem {
  readonly label: string;
  readonly iconName?: string;
  readonly description?: string;
  readonly disabled?: boolean;
  readonly run: () => unknown;
}

export interface Option {
  readonly value: string | number;
  readonly label: string;
}

/** Of a form; what else is said becomes attributes of its input. `many`: checkboxes, whose value is a list. */
export interface Field {
  readonly name: string;
  readonly label: string;
  readonly type?: string;
  readonly value?: string | number;
  readonly options?: readonly Option[];
  readonly [attribute: string]: unknown;
}

/** `onConnection` tells of losses and returns, and of the first time. */
export interface Listener {
  readonly onEvent: (event: StandEvent) => void;
  readonly onConnection: (isOnline: boolean, isFirst: boolean) => void;
}

/** Files chosen and not yet sent. */
export interface Tray {
  readonly element: HTMLElement;
  isEmpty(): boolean;
  add(added: readonly File[], options?: { readonly asFile?: boolean }): void;
  files(): { readonly photos: readonly File[]; readonly documents: readonly File[] };
  clear(): void;
}

/** A column of the page. */
export interface Pane {
  readonly chatId: number;
  readonly element: HTMLElement;
  focus(): void;
  shown(): void;
  stop(): void;
}

/** A step of the guided scenario, see scenario.js. */
export interface Step {
  readonly id: string;
  readonly role: string;
  readonly action?: string;
  readonly press?: readonly string[];
  readonly done: readonly Condition[];
}
export interface Condition {
  readonly everybodyStarted?: boolean;
  readonly button?: string;
  readonly stage?: string;
  readonly gone?: string;
  readonly beside?: string;
  readonly photo?: boolean;
}

export type Pen = CanvasRenderingContext2D;
export interface SamplePhoto {
  readonly name: string;
  readonly draw: (pen: Pen) => void;
}

/** What a pressed command, a link and a tapped text of one width do. */
export interface TextActions {
  readonly command?: (text: string) => unknown;
  readonly link?: (address: string) => unknown;
  readonly copy?: (text: string) => unknown;
}

export type ChatEvent =
  | { readonly type: 'message' | 'edited'; readonly chatId: number; readonly message: Message }
  | { readonly type: 'deleted'; readonly chatId: number; readonly messageId: number };
export type StandEvent = ChatEvent | Exclude<ServerEvent, { readonly type: ChatEvent['type'] }>;

export interface FormDescription {
  readonly title: string;
  readonly hint?: string;
  readonly fields: readonly Field[];
  readonly submitCaption: string;
  readonly submit: (values: any) => unknown;
  readonly extra?: (form: HTMLFormElement) => Child;
}
