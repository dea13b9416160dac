import './globals.js';
import angular from 'angular';
import { AuthenticationService, CORE_MODULE, CloudProviderRegistry } from '@spinnaker/core';

// Without a registered provider Deck offers no stage of a provider, and no account.
CloudProviderRegistry.registerProvider('kubernetes', { name: 'Kubernetes' });

/** `authEnabled` shows no page in this bundle: the menu of the user throws. So the user is put in by hand, before Deck starts. */
async function signIn() {
  const answer = await fetch(`${globalThis.spinnakerSettings.gateUrl}/auth/user`);
  if (!answer.ok) return;
  const { username, roles } = await answer.json();
  AuthenticationService.setAuthenticatedUser({ name: username, authenticated: true, roles });
}

angular.module('netflix.spinnaker', [CORE_MODULE]);
await signIn();
angular.bootstrap(globalThis.document.documentElement, ['netflix.spinnaker']);
