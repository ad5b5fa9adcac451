/** Makes work that is done at most once, whoever asks for it: all get the same answer or the same error. */
export function once<Value>(work: () => Promise<Value>): () => Promise<Value> {
  let answer: Promise<Value> | undefined;
  return () => {
    answer ??= work();
    return answer;
  };
}
