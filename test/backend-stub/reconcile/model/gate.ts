import { ClusterConflict, ClusterUnreachable } from '../../../../backend-stub/control-plane/errors.ts';
import { StoreUnavailable } from '../../../../backend-stub/store/errors.ts';
import type { Fault, OutsideAct } from './history.ts';
import type { Call, Question } from './journal.ts';
import { atRest } from './moved-clock.ts';

const never = (): Promise<never> => new Promise(() => undefined);

export interface Interruptions {
  readonly onDeath: () => void;
  /** Resolves when the process may go on. */
  readonly onStandStill: () => Promise<void>;
  readonly meanwhile: (act: OutsideAct) => void;
}

/** Between one process and the outside: all its calls pass here, are noted, and go wrong as the history says. */
export class Gate {
  #calls: Call[] = [];
  #fault: Fault | undefined;
  #dead = false;
  readonly #interruptions: Interruptions;

  constructor(interruptions: Interruptions) {
    this.#interruptions = interruptions;
  }

  begin(calls: Call[], fault: Fault | undefined): void {
    this.#calls = calls;
    this.#fault = fault;
  }

  /** For what costs no call. */
  note(question: Question): void {
    this.#calls.push({ ...question, given: { value: undefined }, carriedOut: true });
  }

  /** What this process has under way ends nowhere from now on. */
  kill(): void {
    this.#dead = true;
  }

  async pass<Value>(question: Question, carryOut: (call: Call) => Value | Promise<Value>): Promise<Value> {
    const call: Call = { ...question, carriedOut: false };
    this.#calls.push(call);
    const kind = this.#faultOf(this.#calls.filter(({ ask }) => ask !== 'observe').length);
    await this.#before(kind, call);
    if (this.#dead) return never();
    const value = await this.#carryOut(call, carryOut);
    if (kind === 'diesAfter') this.#die();
    if (this.#dead) return never();
    if (kind === 'answerLost') throw failed(call, away(call));
    call.given = { value };
    return value;
  }

  #faultOf(count: number): Fault['kind'] | undefined {
    if (this.#fault?.atCall !== count) return undefined;
    const { kind, act } = this.#fault;
    this.#fault = undefined;
    if (kind === 'meanwhile' && act !== undefined) this.#interruptions.meanwhile(act);
    return kind;
  }

  async #before(kind: Fault['kind'] | undefined, call: Call): Promise<void> {
    await atRest();
    switch (kind) {
      case 'diesBefore':
        return this.#die();
      case 'standsStill':
        return this.#interruptions.onStandStill();
      case 'conflict':
        if (call.ask === 'apply' || call.ask === 'patch') throw failed(call, new ClusterConflict('prod', 'It'));
        return;
      case 'unavailable':
        throw failed(call, away(call));
      default:
        return;
    }
  }

  async #carryOut<Value>(call: Call, carryOut: (call: Call) => Value | Promise<Value>): Promise<Value> {
    try {
      const value = await carryOut(call);
      call.carriedOut = true;
      return value;
    } catch (error) {
      if (this.#dead) return never();
      throw failed(call, error);
    }
  }

  #die(): void {
    this.#dead = true;
    this.#interruptions.onDeath();
  }
}

function failed(call: Call, error: unknown): unknown {
  call.error = error instanceof Error ? error.name : 'unknown';
  return error;
}

function away({ ask }: Call): Error {
  return ask === 'save' || ask === 'store'
    ? new StoreUnavailable('It is away.')
    : new ClusterUnreachable('prod', 'timeout');
}
