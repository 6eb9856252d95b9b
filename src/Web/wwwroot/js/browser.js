// What the browser can do and .NET cannot reach by itself.

export const read = key => localStorage.getItem(key);
export const write = (key, value) => localStorage.setItem(key, value);

export const isDark = () => document.documentElement.dataset.theme === "dark";
export function setDark(dark) {
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  localStorage.setItem("warpgrad.theme", dark ? "dark" : "light");
}

export const copy = text => navigator.clipboard.writeText(text);

export const focusFirstInvalid = () => document.querySelector("[aria-invalid=true]")?.focus();

// The notice stands in the page from the beginning, because what breaks may be .NET itself.
export function sayWhenBroken(broken, reload, dismiss) {
  const notice = document.getElementById("blazor-error-ui");
  notice.firstChild.textContent = `${broken} `;
  notice.querySelector(".reload").textContent = reload;
  notice.querySelector(".dismiss").setAttribute("aria-label", dismiss);
}

export const scrollTo = id => document.getElementById(id)?.scrollIntoView();

export function scrollToEnd(element) {
  element.scrollTop = element.scrollHeight;
}

// .NET hears of a key too late to keep the browser from acting on it.
export function keepKeys(element, keys) {
  element.addEventListener("keydown", event => {
    if (keys.includes(event.key)) event.preventDefault();
  });
}

// Tells .NET the width of an element now and whenever it changes.
export function observeWidth(element, target) {
  const observer = new ResizeObserver(entries => target.invokeMethodAsync("WidthChanged", entries[0].contentRect.width));
  observer.observe(element);
  return { dispose: () => observer.disconnect() };
}

export const chosenFile = input => input.files.length ? { name: input.files[0].name, size: input.files[0].size } : null;

// XMLHttpRequest because fetch cannot report upload progress; the browser streams the file from disk.
export function upload(input, address, fields, target) {
  const request = new XMLHttpRequest();
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append("file", input.files[0]);
  let last = 0;
  request.upload.onprogress = event => {
    const now = performance.now();
    if (now - last < 100 && event.loaded < event.total) return;
    last = now;
    target.invokeMethodAsync("Progressed", event.loaded, event.total);
  };
  const finish = (status, text) => target.invokeMethodAsync("Finished", status, text);
  request.onload = () => finish(request.status, request.responseText);
  request.onerror = () => finish(0, "");
  request.onabort = () => finish(-1, "");
  request.open("POST", address);
  request.setRequestHeader("X-WarpGrad-Client", "web");
  request.send(form);
  return { abort: () => request.abort(), leave: () => request.abort() };
}

// Images chosen in an input, ready to send. Large photos are scaled down first: models see 84 pixels at most,
// and a handful of originals would be tens of megabytes. What the browser cannot decode goes as it is; the server says what is wrong.
export async function takeImages(input, largestBytes, longestSide) {
  const files = [...input.files];
  input.value = "";
  return Promise.all(files.map(async file => {
    const blob = file.size > largestBytes ? await scaledDown(file, longestSide).catch(() => file) : file;
    return { name: file.name, address: URL.createObjectURL(blob), bytes: new Uint8Array(await blob.arrayBuffer()) };
  }));
}

export const forgetImage = address => URL.revokeObjectURL(address);

async function scaledDown(file, longestSide) {
  const bitmap = await createImageBitmap(file);
  const scale = Math.min(1, longestSide / Math.max(bitmap.width, bitmap.height));
  const canvas = new OffscreenCanvas(Math.max(1, Math.round(bitmap.width * scale)), Math.max(1, Math.round(bitmap.height * scale)));
  const context = canvas.getContext("2d");
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return canvas.convertToBlob({ type: "image/png" });
}

// A sheet to draw on with mouse, pen or finger: black ink on white paper, as scanned characters are.
export function drawPad(canvas) {
  const context = canvas.getContext("2d");
  let drawn = false, last = null;
  const clear = () => {
    drawn = false;
    context.fillStyle = "#fff";
    context.fillRect(0, 0, canvas.width, canvas.height);
  };
  const at = event => {
    const box = canvas.getBoundingClientRect();
    return [(event.clientX - box.left) * canvas.width / box.width, (event.clientY - box.top) * canvas.height / box.height];
  };
  const stroke = event => {
    const to = at(event);
    context.beginPath();
    context.moveTo(...last);
    context.lineTo(...to);
    context.stroke();
    [last, drawn] = [to, true];
  };
  Object.assign(context, { lineWidth: canvas.width / 26, lineCap: "round", lineJoin: "round", strokeStyle: "#000" });
  canvas.addEventListener("pointerdown", event => {
    canvas.setPointerCapture(event.pointerId);
    last = at(event);
    stroke(event);
  });
  canvas.addEventListener("pointermove", event => { if (last) stroke(event); });
  for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, () => { last = null; });
  clear();
  return {
    clear,
    take: async name => {
      if (!drawn) return null;
      // The sheet is copied when it is asked for, so that the next drawing may begin at once.
      const made = new Promise(resolve => canvas.toBlob(resolve, "image/png"));
      clear();
      const blob = await made;
      return { name, address: URL.createObjectURL(blob), bytes: new Uint8Array(await blob.arrayBuffer()) };
    },
  };
}

// Cameras exist for pages that came over HTTPS or from this machine.
export const hasCamera = () => Boolean(navigator.mediaDevices?.getUserMedia);

// Shows what a camera sees in a video element; says by the error's name what is wrong where that is not to be had.
export async function openCamera(video) {
  let stream = null, failure = null;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: false, video: { facingMode: "environment", width: { ideal: 640 }, height: { ideal: 640 } } });
    video.srcObject = stream;
  } catch (error) {
    failure = error.name;
  }
  return {
    failure: () => failure,
    // The middle square, which is also what the page shows.
    take: async name => {
      const side = Math.min(video.videoWidth, video.videoHeight);
      if (!side) return null;
      const canvas = new OffscreenCanvas(Math.min(side, 512), Math.min(side, 512));
      canvas.getContext("2d").drawImage(video, (video.videoWidth - side) / 2, (video.videoHeight - side) / 2, side, side, 0, 0, canvas.width, canvas.height);
      const blob = await canvas.convertToBlob({ type: "image/png" });
      return { name, address: URL.createObjectURL(blob), bytes: new Uint8Array(await blob.arrayBuffer()) };
    },
    stop: () => {
      for (const track of stream?.getTracks() ?? []) track.stop();
      video.srcObject = null;
    },
  };
}

// Hands a text to the visitor as a file.
export function saveText(name, type, text) {
  save(name, new Blob([text], { type }));
}

// Hands a picture in SVG to the visitor as a file, with the colours of the page where it names them.
export async function savePicture(text, name, kind) {
  const style = getComputedStyle(document.body);
  const svg = new Blob([text.replace(/var\((--[\w-]+)\)/g, (_, variable) => style.getPropertyValue(variable).trim())], { type: "image/svg+xml" });
  if (kind === "svg") return save(`${name}.svg`, svg);
  const image = new Image();
  const address = URL.createObjectURL(svg);
  await new Promise((resolve, reject) => Object.assign(image, { onload: resolve, onerror: reject, src: address }));
  URL.revokeObjectURL(address);
  const canvas = new OffscreenCanvas(image.width * 2, image.height * 2);
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  save(`${name}.png`, await canvas.convertToBlob({ type: "image/png" }));
}

function save(name, blob) {
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: name });
  link.click();
  // The download has its own hold on the bytes once it has begun.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
