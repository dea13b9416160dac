import { replaceCreation } from '../../../frontend/deck/creation-entries.ts';
import type { ShowInstead } from '../../../frontend/deck/creation-entries.ts';

const mockCore: Record<string, unknown> = {};
jest.mock('@spinnaker/core', () => ({
  // As a module whose exports are read when they are used.
  __esModule: true,
  get CreateApplicationModal() {
    return mockCore['CreateApplicationModal'];
  },
  get ModalInjector() {
    return mockCore['ModalInjector'];
  },
}));

interface Options {
  readonly controller: string;
  readonly resolve?: { readonly name: () => string };
  readonly [key: string]: unknown;
}

const controller = 'CreateApplicationModalCtrl';
const ours: ShowInstead = async (name) => ({ name: `ours of ${name}` });
const givingWay: ShowInstead = (name, showDecks) => showDecks(`${name}, typed on`);

/** The service that opens dialogs of AngularJS, as far as a caller sees it. */
function modalService(): { opened: Options[]; open(options: Options): { readonly result: Promise<unknown> } } {
  const opened: Options[] = [];
  return {
    opened,
    open(options) {
      this.opened.push(options);
      return { result: Promise.resolve({ name: `Deck's own of ${options.resolve?.name() ?? 'nothing'}` }) };
    },
  };
}

beforeEach(() => {
  for (const name of Object.keys(mockCore)) delete mockCore[name];
});

describe('a Deck with AngularJS', () => {
  it('shows our dialog wherever it would open its own, with the name of the address', async () => {
    const service = modalService();
    mockCore['ModalInjector'] = { modalService: service };
    replaceCreation(ours);
    expect(await service.open({ controller, resolve: { name: () => 'web' } }).result).toEqual({ name: 'ours of web' });
    expect(await service.open({ controller }).result).toEqual({ name: 'ours of ' });
    expect(service.opened).toEqual([]);
  });

  it('opens its own with what was typed and all that it was opened with, when ours gives way', async () => {
    const service = modalService();
    mockCore['ModalInjector'] = { modalService: service };
    replaceCreation(givingWay);
    const { result } = service.open({ controller, templateUrl: 'a.html', resolve: { name: () => 'web' } });
    expect(await result).toEqual({ name: "Deck's own of web, typed on" });
    expect(service.opened).toEqual([expect.objectContaining({ controller, templateUrl: 'a.html' })]);
  });

  it('opens every other dialog as before, also the one that another plugin put in the place of this one', async () => {
    const service = modalService();
    mockCore['ModalInjector'] = { modalService: service };
    replaceCreation(ours);
    const { result } = service.open({ controller: 'TheirCreationCtrl', resolve: { name: () => 'web' } });
    expect(await result).toEqual({ name: "Deck's own of web" });
  });
});

describe('a newer Deck', () => {
  it('shows our dialog by the one function that every caller calls, and its own when ours gives way', async () => {
    const modal = Object.assign(() => undefined, {
      title: 'own',
      show(name = '') {
        return Promise.resolve({ name: `${this.title} of ${name}` });
      },
    });
    mockCore['CreateApplicationModal'] = modal;
    replaceCreation(givingWay);
    expect(await modal.show('web')).toEqual({ name: 'own of web, typed on' });
    expect(await modal.show()).toEqual({ name: 'own of , typed on' });
  });
});

describe('a Deck with neither', () => {
  it('is told by name, and keeps what it has', () => {
    expect(() => replaceCreation(ours)).toThrow('no dialog for creating applications that could be replaced');
  });
});
