package cmtp.simulations.report;

/** What a browser is asked about a page: all that is wrong with how it looks. */
final class Looks {
  private Looks() {}

  /** Gives a JSON list of sentences, empty if all is well. */
  static final String FAULTS =
      """
      (() => {
        const wrong = [];
        const must = (right, words) => { if (!right) { wrong.push(words); } };
        const all = (what, within = document) => [...within.querySelectorAll(what)];
        const box = (one) => one.getBoundingClientRect();
        const shown = (one) => box(one).width > 0 && box(one).height > 0;

        const width = document.documentElement.scrollWidth;
        must(width <= innerWidth, "the page is " + width + " wide");
        for (const one of all("main *")) {
          if (!one.closest(".scroll, svg, .lane, .findings b, pre") && shown(one)) {
            must(box(one).right <= innerWidth + 1, one.className + " ends at " + box(one).right);
          }
        }

        const overlap = (a, b) => box(a).left < box(b).right - 1 && box(b).left < box(a).right - 1
            && box(a).top < box(b).bottom - 1 && box(b).top < box(a).bottom - 1;
        for (const plot of all(".plot")) {
          const name = plot.closest("figure").querySelector("figcaption").textContent;
          const svg = box(plot.querySelector("svg"));
          must(svg.width >= 200 && svg.height >= 150, name + " is " + svg.width + "x" + svg.height);
          const drawn = all("path.line, path.fill, path.dots", plot);
          must(drawn.length > 0, name + " has no lines");
          must(drawn.some((one) => box(one).width > 20 || box(one).height > 20),
              name + " has no line that can be seen");
          for (const one of drawn) {
            const style = getComputedStyle(one);
            must((style.fill === "none") !== (style.stroke === "none") || style.fill !== "none",
                name + " has a line without colour");
          }
          const axes = all(".yaxis span, .xaxis span", plot).filter(shown);
          must(axes.length >= 4, name + " has only " + axes.length + " values at its axes");
          for (let i = 0; i < axes.length; i++) {
            must(parseFloat(getComputedStyle(axes[i]).fontSize) >= 11, name + ": small letters");
            must(box(axes[i]).left >= 0, name + ": " + axes[i].textContent + " is cut off");
            for (let j = i + 1; j < axes.length; j++) {
              must(!overlap(axes[i], axes[j]),
                  name + ": " + axes[i].textContent + " lies on " + axes[j].textContent);
            }
          }
          for (const kind of all(".kind", plot)) {
            must(!axes.some((one) => overlap(one, kind)), name + ": a kind lies on the axis");
          }
        }

        const parts = (text) => text.match(/[0-9.]+/g).map(Number);
        const light = (colour) => {
          const [r, g, b] = parts(colour).map((v) => v / 255)
              .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
          return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const ground = (one) => {
          for (let at = one; at !== null; at = at.parentElement) {
            const colour = getComputedStyle(at).backgroundColor;
            if (parts(colour).length === 3) { return colour; }
          }
          return "rgb(255, 255, 255)";
        };
        const contrast = (one) => {
          const under = one.matches(".key") ? one.parentElement : one;
          const [a, b] = [light(getComputedStyle(one).color), light(ground(under))];
          return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        };
        const texts = all("h1, h2, p, dt, dd, li, th, td, small, figcaption, code, .story, footer,"
            + " .yaxis span, .xaxis span, .kind, .bars span");
        for (const one of texts.filter(shown)) {
          must(contrast(one) >= 4.5, "'" + one.textContent.slice(0, 30) + "' is hard to read: "
              + contrast(one).toFixed(1));
        }
        for (const one of all(".key, path.line, path.dots").filter(shown)) {
          must(contrast(one) >= 2.5, one.getAttribute("class") + " is pale: "
              + contrast(one).toFixed(1));
        }
        return JSON.stringify([...new Set(wrong)]);
      })()
      """;
}
