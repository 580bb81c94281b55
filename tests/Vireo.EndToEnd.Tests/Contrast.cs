namespace Vireo.EndToEnd.Tests;

/// <summary>Measures text against what is behind it, as WCAG 2.2 defines contrast.</summary>
internal static class Contrast
{
    /// <summary>A script that lists every visible text below 4.5 to 1 (3 to 1 when large).</summary>
    public const string FaintTexts =
        """
        (() => {
          const channels = (c) => {
            const s = c.match(/^color\(srgb ([^)]*)\)/);
            if (s) { const [r, g, b, a = 1] = s[1].split(/[ /]+/).map(Number); return [r * 255, g * 255, b * 255, a]; }
            const [r, g, b, a = 1] = c.match(/[\d.]+/g).map(Number);
            return [r, g, b, a];
          };
          const over = (top, under) => [0, 1, 2].map((i) => top[i] * top[3] + under[i] * (1 - top[3])).concat(1);
          const behind = (e) => {
            const layers = [];
            for (let n = e; n; n = n.parentElement) layers.push(channels(getComputedStyle(n).backgroundColor));
            return layers.reverse().reduce((under, top) => over(top, under), [255, 255, 255, 1]);
          };
          const light = (c) => c.slice(0, 3).map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)).reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
          const faint = [];
          const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (walk.nextNode()) {
            const e = walk.currentNode.parentElement, text = walk.currentNode.textContent.trim(), style = getComputedStyle(e);
            if (!text || !e.checkVisibility({ opacityProperty: true, visibilityProperty: true }) || e.closest(":disabled, script, style, .sr-only, .skip")) continue;
            const ground = behind(e), a = light(over(channels(style.color), ground)), b = light(ground);
            const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), size = parseFloat(style.fontSize);
            if (ratio < (size >= 24 || (size >= 18.66 && style.fontWeight >= 700) ? 3 : 4.5)) faint.push(`'${text.slice(0, 40)}' ${ratio.toFixed(2)}`);
          }
          return faint;
        })()
        """;
}
