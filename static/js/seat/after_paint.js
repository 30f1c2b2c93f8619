// What the next picture does not need waits until that picture is on the screen: `afterPaint(act)`.
// Hidden pages draw none, so it never waits longer than a tenth of a second.

const LONGEST_MS = 100;

export function afterPaint(act) {
  let isDone = false;
  const once = () => {
    if (!isDone) act();
    isDone = true;
  };
  requestAnimationFrame(() => {
    const channel = new MessageChannel(); // the first task after the frame; a timer would come later
    channel.port1.onmessage = once;
    channel.port2.postMessage(null);
  });
  setTimeout(once, LONGEST_MS);
}
