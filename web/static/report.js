// Draws the charts of a report from the specifications in the page, folds their tables away, and
// opens them again for print; draws anew where htmx put figures in. Without this script the page is
// whole: tables stand open.
(() => {
  'use strict';
  const charts = new Map();
  const options = {
    ast: true, // no code is made from text: the policy forbids it
    renderer: 'svg',
    actions: false,
    defaultStyle: false,
    tooltip: { disableDefaultStyle: true },
  };
  const draw = async () => {
    let failed = 0;
    for (const figure of document.querySelectorAll('figure.chart[hidden]')) {
      figure.hidden = false; // the container must have a width
      try {
        const spec = JSON.parse(document.getElementById(figure.id + '-spec').textContent);
        const { view } = await vegaEmbed(figure.querySelector('.plot'), spec, options);
        charts.set(figure.id, view);
        const table = document.getElementById(figure.dataset.table).closest('details');
        if (table) table.open = false;
      } catch (error) {
        failed += 1;
        figure.hidden = true; // its table stays open
        console.error(figure.id, error);
      }
    }
    document.documentElement.dataset.charts = failed === 0 ? 'drawn' : 'failed';
  };
  addEventListener('beforeprint', () => {
    for (const table of document.querySelectorAll('main details')) table.open = true;
  });
  globalThis.laurelCharts = charts;
  if (document.readyState === 'loading') {
    document.addEventListener('DOMContentLoaded', draw);
  } else {
    draw();
  }
  document.addEventListener('htmx:afterSettle', draw);
})();
