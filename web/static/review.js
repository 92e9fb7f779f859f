// The review queue by keyboard, without loading a page for each decision: forms and links that are
// marked so are sent from here, and what comes back takes the place of the item before.
'use strict';
(() => {
  let busy = false;
  const part = () => document.getElementById('review');

  const say = (words, link) => {
    const said = document.getElementById('review-said');
    said.className = 'said problem';
    said.textContent = words;
    if (link) {
      const anchor = document.createElement('a');
      anchor.href = '/sign-in';
      anchor.target = '_blank';
      anchor.textContent = 'Sign in again in another tab';
      said.append(' ', anchor);
    }
  };

  const show = (markup) => {
    const parsed = new DOMParser().parseFromString(markup, 'text/html').getElementById('review');
    if (!parsed) return false;
    part().replaceWith(parsed);
    (parsed.querySelector('[autofocus]') ?? document.getElementById('review-question'))?.focus({ preventScroll: true });
    parsed.scrollIntoView({ block: 'nearest' });
    return true;
  };

  // The token of the session that there is now, when this page was made for an earlier one.
  const renewToken = async () => {
    const answer = await fetch(location.href, { headers: { Accept: 'text/html', 'X-Part': 'review' } });
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('#review [name="form_token"]');
    if (!fresh) return false;
    for (const field of document.querySelectorAll('[name="form_token"]')) field.value = fresh.value;
    return true;
  };

  const ask = (address, fields) =>
    fetch(address, {
      method: fields ? 'POST' : 'GET',
      headers: { Accept: 'text/html', 'X-Part': 'review' },
      body: fields ? new URLSearchParams(fields) : undefined,
    });

  const go = async (address, fieldsOf) => {
    if (busy) return;
    busy = true;
    part().setAttribute('aria-busy', 'true');
    try {
      let answer = await ask(address, fieldsOf?.());
      if (answer.status === 403 && fieldsOf && (await renewToken())) answer = await ask(address, fieldsOf());
      const signedOut = answer.status === 401 || new URL(answer.url).pathname === '/sign-in';
      if (signedOut) say('Your session has ended, so nothing was changed. What is here stays.', true);
      else if (!show(await answer.text())) say('That didn’t work. Try again, or load the page anew.');
      else if (!fieldsOf) history.replaceState(null, '', address);
    } catch {
      say('The server can’t be reached. Nothing was changed; try again.');
    }
    part().removeAttribute('aria-busy');
    busy = false;
  };

  document.addEventListener('submit', (event) => {
    const form = event.target.closest('form[data-part="review"]');
    if (!form) return;
    event.preventDefault();
    const button = event.submitter;
    go(form.action, () => {
      const fields = new FormData(form);
      if (button?.name) fields.set(button.name, button.value);
      return fields;
    });
  });
  document.addEventListener('click', (event) => {
    const link = event.target.closest('a[data-part="review"]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    go(link.href);
  });
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.target.closest('input, select, textarea')) {
      if (event.key === 'Escape') document.getElementById('review-question')?.focus();
      return;
    }
    const act = part()?.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (!act) return;
    event.preventDefault();
    act.click();
    if (act.tagName === 'SUMMARY') act.parentElement.querySelector('input:not([type="hidden"])')?.focus();
  });
})();
