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
    private DotNetObjectReference<FileUpload>? _self;
    private IJSObjectReference? _request;
    private Func<string, Task> _accepted = _ => Task.CompletedTask;
    private Action<Problem> _refused = _ => { };

    /// <summary>Whether it is under way.</summary>
    public bool Sending => _request is not null;

    /// <summary>Bytes that have left.</summary>
    public long Loaded { get; private set; }

    /// <summary>Bytes in all.</summary>
    public long Total { get; private set; }

    /// <summary>Part that has left, 0 to 1.</summary>
    public double Share => Total > 0 ? (double)Loaded / Total : 0;

    /// <summary>Begins to send.</summary>
    /// <param name="input">Input in which the file was chosen.</param>
    /// <param name="file">The file.</param>
    /// <param name="path">Address below the installation.</param>
    /// <param name="fields">Text fields; they go first, because the server streams the file and must know them by then.</param>
    /// <param name="accepted">Takes the body of a success.</param>
    /// <param name="refused">Takes a refusal; not called for a stop by the visitor.</param>
    public async Task SendAsync(
        ElementReference input, ChosenFile file, string path, IReadOnlyDictionary<string, string> fields, Func<string, Task> accepted, Action<Problem> refused)
    {
        (_accepted, _refused, Loaded, Total) = (accepted, refused, 0, file.Size);
        _self ??= DotNetObjectReference.Create(this);
        _request = await browser.UploadAsync(input, path, fields, _self);
    }

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
        (Loaded, Total) = (loaded, total);
        changed();
    }

    /// <summary>Called by the browser with the answer; status 0 is a lost connection, -1 a stop by the visitor.</summary>
    [JSInvokable]
    public async Task Finished(int status, string body)
    {
        _request = null;
        if (status is >= 200 and < 300)
            await _accepted(body);
        else if (status >= 0)
            _refused(ProblemOf(status, body));
        changed();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await AbortAsync();
        _self?.Dispose();
    }

    private static Problem ProblemOf(int status, string body)
    {
        if (status == 0)
            return new Problem { Detail = SharedTexts.UploadBroke };
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
