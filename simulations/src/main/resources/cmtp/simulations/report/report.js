"use strict";
// Shows values under the pointer. All words were written with the page; nothing is computed here.
const charts = JSON.parse(document.getElementById("values").textContent);

const element = (name, kind, text) => {
  const made = document.createElement(name);
  made.className = kind;
  made.textContent = text;
  return made;
};

const nearest = (at, wanted) => {
  let best = 0;
  for (let i = 1; i < at.length; i++) {
    if (Math.abs(at[i] - wanted) < Math.abs(at[best] - wanted)) {
      best = i;
    }
  }
  return best;
};

const show = (area, chart, wanted) => {
  hide(area);
  const lines = chart.lines.filter((line) => line.at.length > 0);
  if (lines.length === 0) {
    return;
  }
  const found = lines.map((line) => ({ line, i: nearest(line.at, wanted) }));
  const distance = ({ line, i }) => Math.abs(line.at[i] - wanted);
  const head = found.reduce((a, b) => (distance(b) < distance(a) ? b : a));
  const at = head.line.at[head.i];
  const tip = element("div", "tip", "");
  tip.append(element("b", "", head.line.x[head.i]));
  for (const { line, i } of found) {
    const row = element("span", "", line.name + ": " + line.y[i]);
    row.prepend(element("i", "key c" + line.colour, ""));
    tip.append(row);
  }
  const during = chart.marks.filter((mark) => mark.from - 3 <= wanted && wanted <= mark.to + 3);
  for (const mark of during.slice(0, 6)) {
    tip.append(element("span", "during", mark.words));
  }
  if (during.length > 6) {
    tip.append(element("span", "during", "and " + (during.length - 6) + " more"));
  }
  const cross = element("div", "cross", "");
  cross.style.left = at / 10 + "%";
  area.append(cross, tip);
  const x = (at / 1000) * area.clientWidth;
  const left = x + 12 + tip.offsetWidth > area.clientWidth ? x - 12 - tip.offsetWidth : x + 12;
  tip.style.left = Math.max(0, Math.min(left, area.clientWidth - tip.offsetWidth)) + "px";
};

const hide = (area) => area.querySelectorAll(".tip, .cross").forEach((one) => one.remove());

for (const plot of document.querySelectorAll(".plot")) {
  const area = plot.querySelector(".area");
  const chart = charts[Number(plot.dataset.chart)];
  const move = (event) => {
    const box = area.getBoundingClientRect();
    show(area, chart, ((event.clientX - box.left) / box.width) * 1000);
  };
  area.addEventListener("pointermove", move);
  area.addEventListener("pointerdown", move);
  area.addEventListener("pointerleave", () => hide(area));
}
