import type { IDeckPlugin } from '@spinnaker/core';
import type { StageService } from '../service/stage-service.ts';
import type { Request } from '../service/request.ts';
import { registerOnce } from './picker-entry.ts';
import { registerAll } from './registration.ts';
import { gateRequest } from './requests.ts';
import { readSettings } from './settings.ts';
import type { StagePart } from './stage-part.ts';
import { stageType } from './stage-type.tsx';

export interface PluginParts {
  readonly stage: StagePart;
  readonly createService: (request: Request) => StageService;
}

/**
 * What Deck loads. It registers by itself at `initialize` and leaves Deck's own lists empty, so that one part that fails
 * takes no other with it. It asks nobody for anything: Deck draws its page only after this.
 */
export function deckPlugin({ stage, createService }: PluginParts): IDeckPlugin {
  return {
    stages: [],
    initialize() {
      const settings = readSettings();
      const service = createService(gateRequest(settings.proxyId));
      const registrations = [
        { name: `The stage ${stage.label}`, register: () => registerOnce(stageType(stage, service)) },
      ];
      registerAll(settings.stage ? registrations : []);
    },
  };
}
