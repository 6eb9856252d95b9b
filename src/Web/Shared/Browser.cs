using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace WarpGrad.Web.Shared;

/// <summary>What only JavaScript can do; each method is one function of <c>browser.js</c>, <c>folderZip.js</c> or <c>uploadInParts.js</c>.</summary>
public sealed class Browser(IJSRuntime js)
{
    private readonly Lazy<Task<IJSObjectReference>> _module = new(() => js.InvokeAsync<IJSObjectReference>("import", "./js/browser.js").AsTask());
    private readonly Lazy<Task<IJSObjectReference>> _folders = new(() => js.InvokeAsync<IJSObjectReference>("import", "./js/folderZip.js").AsTask());
    private readonly Lazy<Task<IJSObjectReference>> _parts = new(() => js.InvokeAsync<IJSObjectReference>("import", "./js/uploadInParts.js").AsTask());

    /// <summary>Reads what was remembered under a key, null when nothing was.</summary>
    public async Task<string?> ReadAsync(string key) => await (await _module.Value).InvokeAsync<string?>("read", key);

    /// <summary>Remembers a value across visits.</summary>
    public async Task WriteAsync(string key, string value) => await (await _module.Value).InvokeVoidAsync("write", key, value);

    /// <summary>Whether the dark look is chosen, by the visitor or else by the system.</summary>
    public async Task<bool> IsDarkAsync() => await (await _module.Value).InvokeAsync<bool>("isDark");

    /// <summary>Chooses the dark or the light look.</summary>
    public async Task SetDarkAsync(bool dark) => await (await _module.Value).InvokeVoidAsync("setDark", dark);

    /// <summary>Puts a text on the clipboard.</summary>
    public async Task CopyAsync(string text) => await (await _module.Value).InvokeVoidAsync("copy", text);

    /// <summary>Moves the focus to the first field with an error.</summary>
    public async Task FocusFirstInvalidAsync() => await (await _module.Value).InvokeVoidAsync("focusFirstInvalid");

    /// <summary>Sets what the page says when it breaks; until then it says it in English.</summary>
    public async Task SayWhenBrokenAsync(string broken, string reload, string dismiss) => await (await _module.Value).InvokeVoidAsync("sayWhenBroken", broken, reload, dismiss);

    /// <summary>Scrolls to the element with an id.</summary>
    public async Task ScrollToAsync(string id) => await (await _module.Value).InvokeVoidAsync("scrollTo", id);

    /// <summary>Scrolls an element to its end.</summary>
    public async Task ScrollToEndAsync(ElementReference element) => await (await _module.Value).InvokeVoidAsync("scrollToEnd", element);

    /// <summary>Keeps the browser from scrolling, or doing anything else, on keys that an element takes itself.</summary>
    public async Task KeepKeysAsync(ElementReference element, string[] keys) => await (await _module.Value).InvokeVoidAsync("keepKeys", element, keys);

    /// <summary>Calls <c>WidthChanged(double)</c> of the target now and at each change; dispose the answer by its <c>dispose</c>.</summary>
    public async Task<IJSObjectReference> ObserveWidthAsync<T>(ElementReference element, DotNetObjectReference<T> target) where T : class =>
        await (await _module.Value).InvokeAsync<IJSObjectReference>("observeWidth", element, target);

    /// <summary>Name and size of the file chosen in an input, null when none is.</summary>
    public async Task<ChosenFile?> ChosenFileAsync(ElementReference input) => await (await _module.Value).InvokeAsync<ChosenFile?>("chosenFile", input);

    /// <summary>
    /// Lets an input for zips take folders, too, dropped onto the block around it or chosen in a second input: they come as a zip in the first one.
    /// Calls <c>Zipping(done, of)</c> and <c>ZipRefused(reason)</c> of the target, the reason being <c>empty</c>, <c>many</c>, <c>large</c> or <c>unreadable</c>; dispose the answer by its <c>dispose</c>.
    /// </summary>
    public async Task<IJSObjectReference> TakeFoldersAsync<T>(ElementReference block, ElementReference input, ElementReference chooser, long mostBytes, int mostFiles, DotNetObjectReference<T> target) where T : class =>
        await (await _folders.Value).InvokeAsync<IJSObjectReference>("takeFolders", block, input, chooser, mostBytes, mostFiles, target);

    /// <summary>Posts the file chosen in an input; calls <c>Progressed(loaded, total)</c> and <c>Finished(status, body)</c> of the target.</summary>
    public async Task<IJSObjectReference> UploadAsync(ElementReference input, string address, IReadOnlyDictionary<string, string> fields, DotNetObjectReference<FileUpload> target) =>
        await (await _module.Value).InvokeAsync<IJSObjectReference>("upload", input, address, fields, target);

    /// <summary>
    /// Sends the file chosen in an input in parts; calls <c>Progressed(loaded, total)</c>, <c>Waits(waiting)</c> and <c>Finished(status, body)</c>
    /// of the target. The answer's <c>abort</c> has the server forget the file, its <c>leave</c> lets it be continued later.
    /// </summary>
    public async Task<IJSObjectReference> UploadInPartsAsync(ElementReference input, string address, IReadOnlyDictionary<string, string> fields, DotNetObjectReference<FileUpload> target) =>
        await (await _parts.Value).InvokeAsync<IJSObjectReference>("uploadInParts", input, address, fields, target);

    /// <summary>Takes the images chosen in an input and empties it. Images of more than <paramref name="largestBytes"/> are scaled to <paramref name="longestSide"/> pixels.</summary>
    public async Task<TakenImage[]> TakeImagesAsync(ElementReference input, long largestBytes, int longestSide) =>
        await (await _module.Value).InvokeAsync<TakenImage[]>("takeImages", input, largestBytes, longestSide);

    /// <summary>Makes a canvas a sheet to draw on; its <c>take(name)</c> gives a <see cref="TakenImage"/>, null when nothing was drawn, and its <c>clear</c> a clean sheet.</summary>
    public async Task<IJSObjectReference> DrawPadAsync(ElementReference canvas) => await (await _module.Value).InvokeAsync<IJSObjectReference>("drawPad", canvas);

    /// <summary>Whether there may be a camera: on pages that came over HTTPS or from this machine.</summary>
    public async Task<bool> HasCameraAsync() => await (await _module.Value).InvokeAsync<bool>("hasCamera");

    /// <summary>
    /// Shows what a camera sees in a video element. Its <c>failure()</c> gives the name of what went wrong or null, its <c>take(name)</c> a
    /// <see cref="TakenImage"/>, null while there is no picture, and its <c>stop</c> switches the camera off.
    /// </summary>
    public async Task<IJSObjectReference> OpenCameraAsync(ElementReference video) => await (await _module.Value).InvokeAsync<IJSObjectReference>("openCamera", video);

    /// <summary>Hands a text to the visitor as a file.</summary>
    public async Task SaveTextAsync(string name, string type, string text) => await (await _module.Value).InvokeVoidAsync("saveText", name, type, text);

    /// <summary>Hands a picture in SVG to the visitor as a file of a kind: <c>svg</c> or <c>png</c>. Variables of the page's style in it, such as <c>var(--chart-1)</c>, are filled in.</summary>
    public async Task SavePictureAsync(string svg, string name, string kind) => await (await _module.Value).InvokeVoidAsync("savePicture", svg, name, kind);

    /// <summary>Frees what an image's address holds.</summary>
    public async Task ForgetImageAsync(TakenImage image) => await (await _module.Value).InvokeVoidAsync("forgetImage", image.Address);
}

/// <summary>An image of the visitor's disk.</summary>
/// <param name="Name">Name of its file.</param>
/// <param name="Address">Address under which this page can show it.</param>
/// <param name="Bytes">The encoded image.</param>
public sealed record TakenImage(string Name, string Address, byte[] Bytes);

/// <summary>A file chosen in the browser.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Size">Its size in bytes.</param>
public sealed record ChosenFile(string Name, long Size);
