import type { Page } from 'playwright-core';

interface Faint {
  text: string;
  ratio: number;
}

/**
 * Visible texts whose contrast is below WCAG AA (4.5, or 3 when large): https://www.w3.org/TR/WCAG22/#contrast-minimum.
 * Disabled controls and pictures (emoji) are judged by other rules there, and left out here.
 */
export function faintTexts(page: Page): Promise<Faint[]> {
  return page.evaluate(() => {
    const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    const paint = (colours: string[]): number[] => {
      if (!canvas) return [0, 0, 0];
      for (const colour of ['#fff', ...colours]) {
        canvas.fillStyle = colour;
        canvas.fillRect(0, 0, 1, 1);
      }
      return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
    };
    const luminance = (rgb: number[]) => {
      const [red = 0, green = 0, blue = 0] = rgb.map((value) => {
        const share = value / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const backgrounds = (element: Element | null): string[] =>
      element ? [...backgrounds(element.parentElement), getComputedStyle(element).backgroundColor] : [];

    const faint: Faint[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement;
      const text = node.textContent?.trim() ?? '';
      if (!element || text === '' || !element.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
        continue;
      if (element.closest('[role="img"], .visually-hidden, :disabled, option, noscript, script, [data-shown="false"]'))
        continue;
      const behind = backgrounds(element);
      const style = getComputedStyle(element);
      const [light = 0, dark = 0] = [luminance(paint([...behind, style.color])), luminance(paint(behind))].sort(
        (a, b) => b - a,
      );
      const ratio = (light + 0.05) / (dark + 0.05);
      const large = Number.parseFloat(style.fontSize) >= 24;
      if (ratio < (large ? 3 : 4.5)) faint.push({ text, ratio: Math.round(ratio * 100) / 100 });
    }
    return faint;
  });
}
