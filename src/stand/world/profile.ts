/** What a bot says of itself, by language code ('' for everybody else), and its menu buttons by chat. */
export class Profile {
  private readonly texts = new Map<string, string>();
  private readonly menuButtons = new Map<number, unknown>();

  setText(field: 'name' | 'description' | 'short_description', languageCode: string, text: string): void {
    this.texts.set(`${field}|${languageCode}`, text);
  }

  text(field: 'name' | 'description' | 'short_description', languageCode: string): string {
    return this.texts.get(`${field}|${languageCode}`) ?? this.texts.get(`${field}|`) ?? '';
  }

  /** @param chatId 0 for the default button */
  setMenuButton(chatId: number, button: unknown): void {
    this.menuButtons.set(chatId, button);
  }

  menuButton(chatId: number): unknown {
    return this.menuButtons.get(chatId) ?? this.menuButtons.get(0) ?? { type: 'commands' };
  }

  dump(): { texts: [string, string][]; menuButtons: [number, unknown][] } {
    return { texts: [...this.texts], menuButtons: [...this.menuButtons] };
  }

  load(state: { texts: [string, string][]; menuButtons: [number, unknown][] }): void {
    for (const [key, text] of state.texts) this.texts.set(key, text);
    for (const [chatId, button] of state.menuButtons) this.menuButtons.set(chatId, button);
  }
}
