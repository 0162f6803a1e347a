/**
 * A queue: each function that it is given runs when those before it have ended, well or badly. tfjs takes back the first of two starts of a
 * backend that overlap.
 */
export function takingTurns(): <T>(run: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (run) => {
    const turn = last.then(run);
    last = turn.catch(() => undefined);
    return turn;
  };
}
