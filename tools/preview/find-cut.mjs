/**
 * What is cut off in the panel as it is now: wider than the panel or than its own box, lines that a clamp hides, the chosen
 * entry of a list. Names that people gave may end in dots, where a title has them whole.
 */
export function findCut(panel) {
  return panel.evaluate(() => {
    const ruler = document.createElement('canvas').getContext('2d');
    const isTold = (element) => element.closest('[title]') !== null;
    const nameOf = (element) =>
      `${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''}` +
      ` “${String(element.value || element.textContent)
        .trim()
        .slice(0, 40)}”`;

    function faultOf(element) {
      const style = getComputedStyle(element);
      const box = element.getBoundingClientRect();
      if (box.right > innerWidth + 0.5 || box.left < -0.5) return 'beyond the panel';
      if (element.tagName === 'SELECT') {
        ruler.font = style.font;
        const words = ruler.measureText(element.selectedOptions[0]?.text ?? '').width;
        // The arrow of the list takes 16 px.
        const room =
          element.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight) - 16;
        return words > room + 1 && !isTold(element) ? `entry cut by ${Math.ceil(words - room)} px` : null;
      }
      // Whoever types into a line of text scrolls it.
      if (element.matches('input:not([type=number])')) return null;
      if (style.display === 'inline' || element.clientWidth === 0) return null;
      if (element.scrollWidth > element.clientWidth + 1)
        return style.textOverflow === 'ellipsis' && isTold(element)
          ? null
          : `cut by ${element.scrollWidth - element.clientWidth} px`;
      const isClamped =
        style.webkitLineClamp !== 'none' || (style.overflowY === 'hidden' && element.tagName === 'P');
      if (isClamped && element.scrollHeight > element.clientHeight + 2 && !isTold(element))
        return 'lines cut';
      return null;
    }

    // The stage shows what is larger than itself; what is unseen is read aloud.
    const skipped =
      '.unseen, .unseen *, .editor-stage, .editor-stage *, .engine-frame, option, svg *, .picture *';
    return [...document.querySelectorAll('main *')]
      .filter((element) => !element.matches(skipped) && element.checkVisibility())
      .flatMap((element) => {
        const fault = faultOf(element);
        return fault === null ? [] : [`${nameOf(element)}: ${fault}`];
      });
  });
}
