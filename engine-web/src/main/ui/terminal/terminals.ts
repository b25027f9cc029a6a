import type { DeviceTerminal } from './device-terminal';
import { DeviceTerminals } from './device-terminals';
import { forgetAll } from './remembered';

/** The terminals of this tab. They live outside of React, so another page of the console ends none. */
class Terminals {
  private readonly open = new Map<string, DeviceTerminals>();

  of(device: string): DeviceTerminals {
    let found = this.open.get(device);
    if (!found) {
      found = new DeviceTerminals(device);
      this.open.set(device, found);
    }
    return found;
  }

  /** Signed out: nothing of them is kept. */
  forget(): void {
    this.open.forEach(one => one.forget());
    this.open.clear();
    forgetAll();
  }

  /** The page goes away, or is loaded anew; which of them nobody can tell. */
  leaving(): void {
    this.each(one => one.leaving());
  }

  cut(): void {
    this.each(one => one.cut());
  }

  hurry(): void {
    this.each(one => one.hurry());
  }

  /** Somebody sits there: for tunnels that show something to him. */
  present(): void {
    this.open.forEach(one => one.present());
  }

  private each(what: (one: DeviceTerminal) => void): void {
    this.open.forEach(device => device.all.forEach(what));
  }
}

export const terminals = new Terminals();
