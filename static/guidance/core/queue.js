// Autosave. One save is under way at a time, what changes meanwhile goes with the next one, and a save that failed
// is tried again.

export class SaveQueue {
  #send;
  #keep;
  #onError;
  #retryAfter;
  #current = null;
  #isDue = false; // something changed while a save was under way
  #timer = 0;

  /**
   * `send` brings to the server whatever is not there yet. It resolves to whether the server took it and rejects
   * where the server was not reached. `keep` stores the same in the browser, before and after. `onError` tells the
   * user; where it returns false the save is not tried again. `retryAfter` is in ms.
   */
  constructor({ send, keep = () => {}, onError, retryAfter }) {
    this.#send = send;
    this.#keep = keep;
    this.#onError = onError;
    this.#retryAfter = retryAfter;
  }

  get isSaving() {
    return this.#current !== null;
  }

  /** Save now; resolves to whether the server took everything up to this call. */
  save() {
    this.#clearTimer();
    if (this.#current) {
      this.#isDue = true;
      this.#keep();
    } else {
      this.#current = this.#run();
    }
    return this.#current;
  }

  /** Keep now and save after `pause` ms, counted anew with every call. */
  saveLater(pause) {
    this.#keep();
    this.#setTimer(pause);
  }

  /** Resolves once no save is under way. */
  async wait() {
    await this.#current;
  }

  async #run() {
    let isSaved = false;
    do {
      this.#isDue = false;
      await this.#keep();
      isSaved = await this.#attempt();
      await this.#keep();
    } while (this.#isDue);
    this.#current = null;
    return isSaved;
  }

  async #attempt() {
    try {
      return await this.#send();
    } catch (error) {
      const mayRetry = this.#onError(error) !== false;
      if (mayRetry && !this.#timer) this.#setTimer(this.#retryAfter);
      return false;
    }
  }

  #setTimer(pause) {
    this.#clearTimer();
    this.#timer = setTimeout(() => this.save(), pause);
  }

  #clearTimer() {
    clearTimeout(this.#timer);
    this.#timer = 0;
  }
}

/**
 * Hold back a button of `form` that is pressed while something is not on the server: `mustWait` says whether there is.
 * Once no save is under way, `settle` brings the rest there and resolves to whether the form may be sent.
 */
export function saveBeforeSubmit(form, queue, { mustWait, settle }) {
  form.addEventListener("submit", async (event) => {
    if (!mustWait()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const { submitter } = event;
    await queue.wait();
    if (await settle(submitter)) form.requestSubmit(submitter);
  });
}
