/** Calls `act` at most once in `leastMs`, and once more after the last `ask`. */
export function createThrottle(leastMs: number, act: () => Promise<void>): { ask(): void } {
  let isWaiting = false;
  let isAsked = false;

  async function run(): Promise<void> {
    isWaiting = true;
    while (isAsked) {
      isAsked = false;
      await act().catch(() => {});
      await new Promise((resolve) => setTimeout(resolve, leastMs));
    }
    isWaiting = false;
  }

  return {
    ask() {
      isAsked = true;
      if (!isWaiting) void run();
    },
  };
}
