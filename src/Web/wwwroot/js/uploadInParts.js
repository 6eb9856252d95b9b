// Sends a file in parts by the tus protocol: where the connection or the server is lost, the upload waits and goes on from where the server is.

const partBytes = 8 * 1024 * 1024;
const longestPause = 10_000;
// A connection that was lost without a word takes no more bytes; the answer to the last part takes the server some time.
const longestSilence = 60_000;
// A stop is one for the visitor also where no server hears it.
const longestGoodbye = 2_000;
const passing = [0, 408, 409, 502, 503, 504];
const memory = "warpgrad.upload";

// Address is where uploads are begun. Calls Progressed(loaded, total), Waits(waiting) and Finished(status, body) of the target, the body being the
// dataset or problem details; the status is -1 for a stop, -2 where the file cannot be read. Abort has the server forget the file; leave lets a
// later visit go on with it.
export function uploadInParts(input, address, fields, target) {
  const file = input.files[0];
  const upload = new Upload(file, address, fields, target);
  upload.run();
  return { abort: () => upload.stop(true), leave: () => upload.stop(false) };
}

class Upload {
  constructor(file, address, fields, target) {
    Object.assign(this, { file, address, fields, target, stopped: false, wake: () => {}, request: null });
    // The same file with the same words about it goes on where an earlier visit left it.
    this.mark = JSON.stringify([address, file.name, file.size, file.lastModified, fields]);
    this.place = recall(this.mark);
  }

  async run() {
    let failures = 0;
    while (!this.stopped) {
      const answer = await this.step();
      if (this.stopped || answer.done) {
        if (answer.done) return this.end(200, answer.body);
        break;
      }
      if (answer.status >= 200 && answer.status < 300) {
        failures = 0;
        continue;
      }
      if (!passing.includes(answer.status)) return this.tell("Finished", answer.status, answer.body);
      this.offset = null;
      await this.pause(failures++);
    }
  }

  // One request: to begin, to find out how far the server is, to send a part, or to ask for the dataset at the end.
  async step() {
    if (!this.place) return this.begin();
    if (this.offset == null) return this.look();
    if (this.offset < this.file.size) return this.sendPart();
    const state = await this.ask("GET", this.place);
    if (state.status !== 200) return state;
    const dataset = await this.ask("GET", `api/v1/datasets/${JSON.parse(state.body).dataset}`);
    return { ...dataset, done: dataset.status === 200 };
  }

  async begin() {
    const metadata = Object.entries(this.fields).map(([key, value]) => `${key} ${base64(value)}`.trim()).join(",");
    const answer = await this.ask("POST", this.address, { "Upload-Length": this.file.size, "Upload-Metadata": metadata });
    if (answer.status === 201) {
      this.place = `api/v1/uploads/${JSON.parse(answer.body).id}`;
      this.offset = 0;
      remember(this.mark, this.place);
    }
    return answer;
  }

  async look() {
    const answer = await this.ask("HEAD", this.place);
    // It was stopped elsewhere, or its day is over: begin anew.
    if (answer.status === 404) {
      forget(this.place);
      this.place = null;
      return { status: 200 };
    }
    this.take(answer);
    return answer;
  }

  async sendPart() {
    const from = this.offset;
    const part = this.file.slice(from, from + partBytes);
    const answer = await this.ask("PATCH", this.place, { "Upload-Offset": from, "Content-Type": "application/offset+octet-stream" }, part,
      loaded => this.tell("Progressed", from + loaded, this.file.size));
    this.take(answer);
    // A file that was changed or removed fails like a connection, and waiting does not mend it.
    return answer.status === 0 && !await readable(part) ? { status: -2, body: "" } : answer;
  }

  take(answer) {
    if (answer.status < 200 || answer.status >= 300) return;
    this.offset = answer.offset;
    this.tell("Progressed", this.offset, this.file.size);
  }

  // XMLHttpRequest because fetch cannot report upload progress; the browser streams the part from the disk.
  ask(method, address, headers = {}, body = null, progress = () => {}) {
    return new Promise(resolve => {
      const request = this.request = new XMLHttpRequest();
      let silence = 0, last = 0;
      const listen = () => {
        clearTimeout(silence);
        silence = setTimeout(() => request.abort(), longestSilence);
      };
      request.upload.onprogress = event => {
        listen();
        const now = performance.now();
        if (now - last < 100) return;
        last = now;
        progress(event.loaded);
      };
      request.onloadend = () => {
        clearTimeout(silence);
        this.request = null;
        resolve({ status: request.status, body: request.responseText, offset: Number(request.getResponseHeader("Upload-Offset")) });
      };
      request.open(method, address);
      for (const [name, value] of Object.entries({ "Tus-Resumable": "1.0.0", "X-WarpGrad-Client": "web", ...headers })) request.setRequestHeader(name, value);
      listen();
      request.send(body);
    });
  }

  // Pauses grow; a network that is back ends them.
  async pause(failures) {
    if (failures > 0 || !navigator.onLine) this.tell("Waits", true);
    const length = Math.min(longestPause, 500 * 2 ** failures) * (0.75 + Math.random() / 2);
    await new Promise(resolve => {
      this.wake = resolve;
      addEventListener("online", resolve, { once: true });
      setTimeout(resolve, length);
    });
  }

  async stop(forgetting) {
    if (this.stopped) return;
    this.stopped = true;
    this.request?.abort();
    this.wake();
    if (!forgetting) return;
    if (this.place) {
      forget(this.place);
      await Promise.race([this.ask("DELETE", this.place), new Promise(resolve => setTimeout(resolve, longestGoodbye))]);
    }
    this.tell("Finished", -1, "");
  }

  end(status, body) {
    forget(this.place);
    this.tell("Finished", status, body);
  }

  tell(what, ...values) {
    this.target.invokeMethodAsync(what, ...values);
  }
}

const readable = part => part.slice(0, 1).arrayBuffer().then(() => true, () => false);

const base64 = text => btoa(String.fromCodePoint(...new TextEncoder().encode(text)));

// Only the newest upload is remembered.
const remember = (mark, place) => localStorage.setItem(memory, JSON.stringify({ mark, place }));

function recall(mark) {
  const kept = JSON.parse(localStorage.getItem(memory) ?? "null");
  return kept?.mark === mark ? kept.place : null;
}

function forget(place) {
  if (JSON.parse(localStorage.getItem(memory) ?? "null")?.place === place) localStorage.removeItem(memory);
}
