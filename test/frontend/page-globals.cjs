// What Deck's page has before its modules are loaded: bootstrap 3 and AngularJS take jQuery from the window as they load.
const jQuery = require('jquery');

window.$ = window.jQuery = jQuery;
window.spinnakerSettings = {
  gateUrl: 'http://localhost/gate',
  providers: {},
  defaultProviders: [],
  feature: {},
  plugins: {},
};
