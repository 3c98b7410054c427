/** Calls a listener; one that throws is reported and harms nobody else. */
export const guarded = (call: () => void, problem: (error: Error) => void): void => {
  try {
    call();
  } catch (error) {
    problem(new Error('a listener threw', { cause: error }));
  }
};
