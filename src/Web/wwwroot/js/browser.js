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
  return { abort: () => request.abort() };
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
