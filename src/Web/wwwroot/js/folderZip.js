// Folders of the visitor's disk as a zip, made in the browser. Images are compressed already, so they are stored as they are:
// the zip is a list of the files themselves and short headers between them, and never lies in memory as a whole.

const wanted = /\.(png|jpe?g|webp|gif|bmp|csv)$/i;

// Lets an input for zips take folders, too: dropped onto the block around it, or chosen in a second input.
// Tells .NET by Zipping(done, of) and ZipRefused(reason); the zip then is in the input as if it had been chosen there.
export function takeFolders(block, input, chooser, mostBytes, mostFiles, target) {
  const take = async (name, find) => {
    try {
      const files = await find();
      input.files = await zipped(name, files, mostBytes, mostFiles, (done, of) => target.invokeMethodAsync("Zipping", done, of));
      input.dispatchEvent(new Event("change", { bubbles: true }));
    } catch (wrong) {
      target.invokeMethodAsync("ZipRefused", wrong.reason ?? "unreadable");
    }
  };
  const drop = event => {
    const entries = [...event.dataTransfer.items].map(item => item.webkitGetAsEntry?.()).filter(entry => entry);
    // A zip is what the input takes by itself.
    if (input.disabled || !entries.some(entry => entry.isDirectory)) return;
    event.preventDefault();
    take(entries.find(entry => entry.isDirectory).name, () => walk(entries, mostFiles));
  };
  const choose = () => {
    const files = [...chooser.files];
    chooser.value = "";
    if (files.length) take(files[0].webkitRelativePath.split("/")[0], async () => files.map(file => ({ path: file.webkitRelativePath, file })));
  };
  block.addEventListener("drop", drop);
  chooser.addEventListener("change", choose);
  return {
    dispose: () => {
      block.removeEventListener("drop", drop);
      chooser.removeEventListener("change", choose);
    },
  };
}

async function walk(entries, mostFiles) {
  const found = [], left = [...entries];
  while (left.length) {
    const entry = left.pop();
    if (entry.isDirectory) {
      const reader = entry.createReader();
      // A reader gives a hundred entries at a time, and none at the end.
      for (let some; (some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject))).length;) left.push(...some);
    } else if (wanted.test(entry.name)) {
      found.push({ path: entry.fullPath.slice(1), file: await new Promise((resolve, reject) => entry.file(resolve, reject)) });
    }
    if (found.length > mostFiles) break;
  }
  return found;
}

async function zipped(name, files, mostBytes, mostFiles, progress) {
  const kept = files.filter(({ path }) => wanted.test(path) && !path.split("/").some(part => part.startsWith(".") || part === "__MACOSX"));
  if (!kept.length) throw refusal("empty");
  if (kept.length > mostFiles) throw refusal("many");
  if (kept.reduce((sum, { file }) => sum + file.size, 0) > mostBytes) throw refusal("large");
  kept.sort((a, b) => a.path < b.path ? -1 : a.path > b.path ? 1 : 0);
  const parts = [], directory = [];
  let offset = 0;
  for (const [place, { path, file }] of kept.entries()) {
    const title = new TextEncoder().encode(path);
    const facts = [20, 0x0800, 0, 0, 0x21, crc32(new Uint8Array(await file.arrayBuffer())), file.size, file.size, title.length, 0];
    const kinds = [2, 2, 2, 2, 2, 4, 4, 4, 2, 2];
    parts.push(record(0x04034b50, facts, kinds), title, file);
    directory.push(record(0x02014b50, [20, ...facts, 0, 0, 0, 0, offset], [2, ...kinds, 2, 2, 2, 4, 4]), title);
    offset += 30 + title.length + file.size;
    if (place % 200 === 0) progress(place, kept.length);
  }
  progress(kept.length, kept.length);
  const length = directory.reduce((sum, part) => sum + part.length, 0);
  const large = kept.length >= 0xffff;
  if (large)
    directory.push(
      record(0x06064b50, [44, 45, 45, 0, 0, kept.length, kept.length, length, offset], [8, 2, 2, 4, 4, 8, 8, 8, 8]),
      record(0x07064b50, [0, offset + length, 1], [4, 8, 4]));
  const count = large ? 0xffff : kept.length;
  directory.push(record(0x06054b50, [0, 0, count, count, length, large ? 0xffffffff : offset, 0], [2, 2, 2, 2, 4, 4, 2]));
  const transfer = new DataTransfer();
  // Made again of the same files it passes for the same zip, so that its upload can go on.
  const lastModified = kept.reduce((newest, { file }) => Math.max(newest, file.lastModified), 0);
  transfer.items.add(new File([...parts, ...directory], `${name}.zip`, { type: "application/zip", lastModified }));
  return transfer.files;
}

const refusal = reason => Object.assign(new Error(reason), { reason });

// Little-endian numbers of the given lengths in bytes, after a signature.
function record(signature, values, lengths) {
  const view = new DataView(new ArrayBuffer(4 + lengths.reduce((sum, length) => sum + length, 0)));
  view.setUint32(0, signature, true);
  let at = 4;
  values.forEach((value, i) => {
    if (lengths[i] === 2) view.setUint16(at, value, true);
    else if (lengths[i] === 4) view.setUint32(at, value, true);
    else view.setBigUint64(at, BigInt(value), true);
    at += lengths[i];
  });
  return new Uint8Array(view.buffer);
}

const table = Uint32Array.from({ length: 256 }, (_, n) => {
  for (let bit = 0; bit < 8; bit++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
  return n >>> 0;
});

function crc32(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = table[(crc ^ byte) & 0xff] ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}
