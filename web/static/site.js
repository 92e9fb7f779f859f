// What pages do beyond their plain form: everything works without this file.
'use strict';

// A menu closes when something else is clicked or Escape is pressed.
document.addEventListener('click', (event) => {
  for (const menu of document.querySelectorAll('.menu[open]')) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return;
  for (const menu of document.querySelectorAll('.menu[open]')) {
    menu.open = false;
    menu.querySelector('summary').focus();
  }
});

// A form that undoes something asks first.
document.addEventListener('submit', (event) => {
  const question = event.target.dataset.ask;
  if (question && !window.confirm(question)) event.preventDefault();
});

// A file that is too large is said to be before it is sent; a dropped one is looked at at once.
document.addEventListener('change', (event) => {
  const form = event.target.closest('form.upload');
  if (!form || event.target.type !== 'file' || !event.target.files.length) return;
  const problem = form.querySelector('#upload-problem');
  const largest = Number(form.dataset.largest);
  const tooLarge = event.target.files[0].size > largest;
  problem.hidden = !tooLarge;
  form.querySelector('button').disabled = tooLarge;
  if (tooLarge) problem.textContent = `The file is larger than ${Math.floor(largest / 1048576)} MB. Split it, or import it with the command laurel import.`;
});

// The moments on a page are UTC; a reader's own zone says more.
for (const moment of document.querySelectorAll('time[datetime]')) {
  const at = new Date(moment.dateTime);
  if (moment.dateTime.length > 10 && !Number.isNaN(at.getTime())) {
    moment.textContent = at.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
    moment.title = moment.dateTime;
  }
}

// Words that are selected in what a customer said go into the field that asks for them.
document.addEventListener('mouseup', () => {
  const field = document.querySelector('.missed [name="words"]');
  const selection = document.getSelection();
  const words = selection?.toString().trim();
  if (field && words && selection.anchorNode?.parentElement?.closest('.words')) field.value = words;
});
