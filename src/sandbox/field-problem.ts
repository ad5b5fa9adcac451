/** What is wrong with one value of a query or a body, in authentik's sentences; all of a request are answered together. */
export class FieldProblem extends Error {
  readonly sentences: readonly string[];

  constructor(...sentences: readonly string[]) {
    super(sentences.join(' '));
    this.name = 'FieldProblem';
    this.sentences = sentences;
  }
}
