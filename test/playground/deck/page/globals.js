// AngularJS, Bootstrap 3 and textcomplete take `window.jQuery` while they are being evaluated: this must be the first import.
import jQuery from 'jquery';

globalThis.$ = globalThis.jQuery = jQuery;

// jQuery UI is not among Deck's own packages: the page of an application's settings then lists its links, unsorted.
jQuery.fn.sortable = function sortable() {
  return this;
};
