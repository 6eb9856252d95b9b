// What the browser can do and .NET cannot reach by itself.

export const read = key => localStorage.getItem(key);
export const write = (key, value) => localStorage.setItem(key, value);

export const isDark = () => document.documentElement.dataset.theme === "dark";
export function setDark(dark) {
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  localStorage.setItem("warpgrad.theme", dark ? "dark" : "light");
}

export const copy = text => navigator.clipboard.writeText(text);

export function click(element) {
  element.click();
}

export function scrollToEnd(element) {
  element.scrollTop = element.scrollHeight;
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
