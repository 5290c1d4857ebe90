/**
 * What the bench of a brush runs in the page, before the page's own scripts: the clocks of a click,
 * of the map's frame, and the page's own DuckDB under plain SQL.
 */
export const IN_PAGE = `
(() => {
  // The map: uploads of the filter's texture, and frames drawn after one.
  const gl = { context: null, filtered: false, drawn: false };
  const proto = WebGL2RenderingContext.prototype;
  const { texSubImage2D } = proto;
  proto.texSubImage2D = function (...args) {
    if (args[4] === 1024 && args[6] === 0x1903) { gl.filtered = true; gl.context = this; }
    return texSubImage2D.apply(this, args);
  };
  for (const name of ['drawElements', 'drawElementsInstanced', 'drawArrays', 'drawArraysInstanced']) {
    const own = proto[name];
    proto[name] = function (...args) {
      if (gl.filtered) gl.drawn = true;
      return own.apply(this, args);
    };
  }

  // The page's DuckDB: requests of our own beside those of the page.
  const pending = new Map();
  let duck = null;
  let next = 1e9;
  window.Worker = class extends Worker {
    constructor(url, options) {
      super(url, options);
      if (!/duckdb/.test(String(url))) return;
      duck = this;
      this.addEventListener('message', (event) => {
        const { requestId, type, data } = event.data;
        const own = pending.get(requestId);
        if (!own) return;
        pending.delete(requestId);
        event.stopImmediatePropagation();
        if (type === 'ERROR') own.reject(new Error(data.message));
        else own.resolve(data);
      });
    }
  };
  const ask = (type, data, transfer = []) => new Promise((resolve, reject) => {
    const messageId = next++;
    pending.set(messageId, { resolve, reject });
    duck.postMessage({ messageId, type, data }, transfer);
  });
  let connection;
  const connected = () => (connection ??= ask('CONNECT', null));
  window.sql = async (text) => ask('RUN_QUERY', [await connected(), text]);
  window.insert = async (name, base64, create) => {
    const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
    await ask('INSERT_ARROW_FROM_IPC_STREAM', [await connected(), bytes, { name, create }], [bytes.buffer]);
  };
  const text = (bytes) => btoa(Array.from(bytes, (b) => String.fromCharCode(b)).join(''));
  window.asked = async (queries) => {
    const from = performance.now();
    const answers = [];
    for (const query of queries) answers.push(await sql(query));
    const ms = performance.now() - from;
    // The division counts are not sent to where answers are compared.
    return { ms, answers: answers.map((bytes, i) => (i === queries.length - 2 ? '' : text(bytes))) };
  };

  // A brush, from the time of the click to each of its outcomes.
  const presented = new Map();
  new PerformanceObserver((list) => {
    for (const { name, startTime, duration } of list.getEntries())
      if (name === 'click') presented.set(startTime, duration);
  }).observe({ type: 'event', durationThreshold: 16 });
  const task = (then) => { const { port1, port2 } = new MessageChannel(); port1.onmessage = then; port2.postMessage(0); };
  const timed = {};
  // Comes back when all that was asked for before has been drawn.
  window.drained = () => {
    gl.context?.readPixels(0, 0, 1, 1, 0x1908, 0x1401, new Uint8Array(4));
  };
  window.arm = () => {
    gl.filtered = gl.drawn = false;
    for (const name of Object.keys(timed)) delete timed[name];
    addEventListener('click', (event) => {
      const { timeStamp: from } = event;
      timed.from = from;
      requestAnimationFrame(() => {
        timed.script = performance.now() - from;
        task(() => (timed.panels = performance.now() - from));
      });
      const watch = () => task(() => {
        if (!gl.drawn) return requestAnimationFrame(watch);
        drained();
        timed.map = performance.now() - from;
      });
      requestAnimationFrame(watch);
    }, { capture: true, once: true });
  };
  window.outcome = () => {
    if (timed.map === undefined || timed.panels === undefined) return null;
    return { ...timed, presented: presented.get(timed.from) ?? null };
  };

  window.at = (id, key) => {
    const button = document.querySelector('[data-facet=' + id + '] [data-value="' + CSS.escape(key) + '"]');
    if (!button) return null;
    button.scrollIntoView({ block: 'center' });
    const { left, top, width, height } = button.getBoundingClientRect();
    return [left + width / 2, top + height / 2];
  };
  const all = (pick) => Array.from(document.querySelectorAll('[data-testid=filter] [data-facet]:not([data-facet=next_step]):not([data-facet=norm]) .value'), pick);
  window.values = () => all((button) => [button.closest('[data-facet]').dataset.facet, button.dataset.value]);
  window.onScreen = () => ({
    chosen: all((b) => [b.closest('[data-facet]').dataset.facet, b.dataset.value, b.getAttribute('aria-pressed')]).filter(([, , on]) => on === 'true'),
    counts: all((b) => [b.closest('[data-facet]').dataset.facet, b.dataset.value, Number(b.querySelector('.n').textContent.split('/')[0].replace(/\\D/g, ''))]),
    line: document.querySelector('[data-testid=filter-line] .n')?.textContent ?? '',
  });
})();
`;
