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
