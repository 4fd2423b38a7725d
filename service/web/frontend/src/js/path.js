// Draws a dossier's path: .diagram[data-diagram=URL of the BPMN][data-walk=URL of {"walked": {id: times}, "here": [ids]}].
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";

const OWN_WORDS = "urn:vinhdanh:bpmn:1";
// Variables, not values: paper and the dark have other colours than the drawing was made in.
const COLOURS = { defaultFillColor: "var(--card)", defaultStrokeColor: "var(--ink)", defaultLabelColor: "var(--ink)" };
const FONT = { fontFamily: '"Be Vietnam Pro", sans-serif', fontSize: 12 };
const READABLE = { wide: 1, narrow: 0.85 };
const NARROW = 600;
const MARGIN = 20;

for (const place of document.querySelectorAll(".diagram[data-diagram]")) draw(place);

async function draw(place) {
  try {
    const [xml, walk] = await Promise.all([text(place.dataset.diagram), text(place.dataset.walk)]);
    await document.fonts.load('12px "Be Vietnam Pro"', "Đề nghị");
    const viewer = new NavigatedViewer({ container: place, bpmnRenderer: COLOURS, textRenderer: { defaultStyle: FONT, externalStyle: FONT } });
    await viewer.importXML(inReadersLanguage(xml));
    show(viewer, JSON.parse(walk), place);
    obey(viewer, place);
    place.dataset.ready = "";
  } catch (problem) {
    place.textContent = place.dataset.failedText;
    throw problem;
  }
}

async function text(address) {
  const answer = await fetch(address, { headers: { Accept: "application/json, application/xml" } });
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.text();
}

// An English reader sees the names that the author gave in English; the file itself stays as it was published.
function inReadersLanguage(xml) {
  if (document.documentElement.lang !== "en") return xml;
  const diagram = new DOMParser().parseFromString(xml, "application/xml");
  for (const element of diagram.getElementsByTagName("*")) {
    const english = element.getAttributeNS(OWN_WORDS, "en");
    if (english) element.setAttribute("name", english);
  }
  return new XMLSerializer().serializeToString(diagram);
}

function show(viewer, { walked = {}, here = [] }, place) {
  const canvas = viewer.get("canvas");
  const known = viewer.get("elementRegistry");
  for (const [id, times] of Object.entries(walked)) {
    const element = known.get(id);
    if (!element) continue;
    canvas.addMarker(id, "walked");
    if (times > 1 && !element.waypoints) note(viewer, id, "times", place.dataset.timesText.replace("{n}", times), { top: -10, right: 22 });
  }
  for (const id of here.filter((name) => known.get(name))) {
    canvas.removeMarker(id, "walked");
    canvas.addMarker(id, "here");
    note(viewer, id, "you-are-here", place.dataset.hereText, { bottom: 10, left: 4 });
  }
  fit(canvas, place);
  const stands = known.get(here.find((id) => known.get(id)));
  if (stands && place.clientWidth) lookAt(canvas, stands, place.clientWidth < NARROW ? READABLE.narrow : READABLE.wide);
}

// A drawing too large to be read as a whole opens where the dossier stands; the rest is a button away.
function lookAt(canvas, element, scale) {
  if (canvas.zoom() >= scale) return;
  const { inner, outer } = canvas.viewbox();
  const [width, height] = [outer.width / scale, outer.height / scale];
  canvas.viewbox({
    x: within(element.x + element.width / 2 - width / 2, inner.x, inner.width, width),
    y: within(element.y + element.height / 2 - height / 2, inner.y, inner.height, height),
    width,
    height,
  });
}

// Where a view so wide begins, that it shows no more than a margin of nothing.
function within(wanted, begin, length, view) {
  const [first, last] = [begin - MARGIN, begin + length + MARGIN - view];
  return last < first ? (first + last) / 2 : Math.min(Math.max(wanted, first), last);
}

// In a pane that is not shown the drawing has no size yet.
function fit(canvas, place) {
  if (place.clientWidth) canvas.zoom("fit-viewport", "auto");
}

function note(viewer, id, kind, words, position) {
  const html = document.createElement("span");
  html.className = kind;
  html.textContent = words;
  viewer.get("overlays").add(id, { position, html });
}

// Buttons and arrow keys move the drawing, so that it needs no mouse.
function obey(viewer, place) {
  const canvas = viewer.get("canvas");
  const zooms = {
    in: () => canvas.zoom(canvas.zoom() * 1.25),
    out: () => canvas.zoom(canvas.zoom() / 1.25),
    fit: () => fit(canvas, place),
  };
  const moves = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] };
  for (const button of document.querySelectorAll("[data-zoom]")) {
    button.addEventListener("click", () => zooms[button.dataset.zoom]());
  }
  place.tabIndex = 0;
  place.addEventListener("keydown", (event) => {
    const move = moves[event.key];
    const zoom = { "+": zooms.in, "=": zooms.in, "-": zooms.out, 0: zooms.fit }[event.key];
    if (!move && !zoom) return;
    event.preventDefault();
    if (zoom) zoom();
    else canvas.scroll({ dx: move[0], dy: move[1] });
  });
}
