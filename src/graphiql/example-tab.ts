/** One example in GraphiQL: a document with its explanation as a comment, and its variables as JSON text. */
export interface ExampleTab {
  /** The operation's name, which GraphiQL shows as the tab's title. */
  readonly title: string;
  readonly query: string;
  readonly variables?: string;
}
