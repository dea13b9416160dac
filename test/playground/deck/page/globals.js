// AngularJS, Bootstrap 3 and textcomplete take `window.jQuery` while they are being evaluated: this must be the first import.
import jQuery from 'jquery';

globalThis.$ = globalThis.jQuery = jQuery;
