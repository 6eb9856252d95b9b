using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using WarpGrad.Client;

namespace WarpGrad.Web.Shared;

/// <summary>A file on its way to the server. The browser streams it from the disk, so its size does not matter to the page.</summary>
/// <param name="browser">Sends it.</param>
/// <param name="changed">Called when there is something new to show.</param>
public sealed class FileUpload(Browser browser, Action changed) : IAsyncDisposable
{
    private const int Stopped = -1, Unreadable = -2;

    private DotNetObjectReference<FileUpload>? _self;
    private IJSObjectReference? _request;
    private Func<string, Task> _accepted = _ => Task.CompletedTask;
    private Action<Problem> _refused = _ => { };

    /// <summary>Whether it is under way.</summary>
    public bool Sending => _request is not null;

    /// <summary>Whether it waits for the server, to go on by itself.</summary>
    public bool Waiting { get; private set; }

    /// <summary>Bytes that have left.</summary>
    public long Loaded { get; private set; }

    /// <summary>Bytes in all.</summary>
    public long Total { get; private set; }

    /// <summary>Part that has left, 0 to 1.</summary>
    public double Share => Total > 0 ? (double)Loaded / Total : 0;

    /// <summary>Begins to send a file in one piece.</summary>
    /// <param name="input">Input in which the file was chosen.</param>
    /// <param name="file">The file.</param>
    /// <param name="path">Address below the installation.</param>
    /// <param name="fields">Text fields; they go first, because the server streams the file and must know them by then.</param>
    /// <param name="accepted">Takes the body of a success.</param>
    /// <param name="refused">Takes a refusal; not called for a stop by the visitor.</param>
    public Task SendAsync(
        ElementReference input, ChosenFile file, string path, IReadOnlyDictionary<string, string> fields, Func<string, Task> accepted, Action<Problem> refused) =>
        BeginAsync(file, self => browser.UploadAsync(input, path, fields, self), accepted, refused);

    /// <summary>Begins to send a file in parts, which goes on by itself where the connection broke.</summary>
    /// <param name="input">Input in which the file was chosen.</param>
    /// <param name="file">The file.</param>
    /// <param name="path">Address below the installation, at which uploads are begun.</param>
    /// <param name="fields">What is said about the file.</param>
    /// <param name="accepted">Takes the dataset, as JSON.</param>
    /// <param name="refused">Takes a refusal; not called for a stop by the visitor.</param>
    public Task SendInPartsAsync(
        ElementReference input, ChosenFile file, string path, IReadOnlyDictionary<string, string> fields, Func<string, Task> accepted, Action<Problem> refused) =>
        BeginAsync(file, self => browser.UploadInPartsAsync(input, path, fields, self), accepted, refused);

    /// <summary>Stops sending.</summary>
    public async Task AbortAsync()
    {
        if (_request is not null)
            await _request.InvokeVoidAsync("abort");
    }

    /// <summary>Called by the browser as bytes leave.</summary>
    [JSInvokable]
    public void Progressed(long loaded, long total)
    {
        (Loaded, Total, Waiting) = (loaded, total, false);
        changed();
    }

    /// <summary>Called by the browser when the server is out of reach, and when it is back.</summary>
    [JSInvokable]
    public void Waits(bool waiting)
    {
        Waiting = waiting;
        changed();
    }

    /// <summary>Called by the browser with the answer; status 0 is a lost connection, -1 a stop by the visitor, -2 a file that cannot be read.</summary>
    [JSInvokable]
    public async Task Finished(int status, string body)
    {
        (_request, Waiting) = (null, false);
        if (status is >= 200 and < 300)
            await _accepted(body);
        else if (status != Stopped)
            _refused(ProblemOf(status, body));
        changed();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_request is not null)
            await _request.InvokeVoidAsync("leave");
        _self?.Dispose();
    }

    private async Task BeginAsync(ChosenFile file, Func<DotNetObjectReference<FileUpload>, Task<IJSObjectReference>> begin, Func<string, Task> accepted, Action<Problem> refused)
    {
        (_accepted, _refused, Loaded, Total, Waiting) = (accepted, refused, 0, file.Size, false);
        _self ??= DotNetObjectReference.Create(this);
        _request = await begin(_self);
    }

    private static Problem ProblemOf(int status, string body)
    {
        if (status is 0 or Unreadable)
            return new Problem { Detail = status == 0 ? SharedTexts.UploadBroke : SharedTexts.FileUnreadable };
        try
        {
            return JsonSerializer.Deserialize<Problem>(body, JsonSerializerOptions.Web) ?? new Problem { Status = status };
        }
        catch (JsonException)
        {
            return new Problem { Status = status };
        }
    }
}
