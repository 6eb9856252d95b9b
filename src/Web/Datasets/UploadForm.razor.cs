using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using WarpGrad.Client;
using WarpGrad.Contracts;
using WarpGrad.Contracts.Datasets;
using WarpGrad.Web.Shared;
using WarpGrad.Web.SignIn;

namespace WarpGrad.Web.Datasets;

/// <summary>Uploads a zip; the browser streams it from the disk, so its size does not matter to the page.</summary>
public sealed partial class UploadForm : IAsyncDisposable
{
    private readonly FormErrors _errors = new();
    private DotNetObjectReference<UploadForm>? _self;
    private IJSObjectReference? _request;
    private ElementReference _input;
    private ChosenFile? _file;
    private bool _opened;
    private string _name = "";
    private string _description = "";
    private string _size = "28";
    private string _color = "grey";
    private long _loaded;
    private long _total;

    /// <summary>Called with the dataset once the server has taken the file.</summary>
    [Parameter] public EventCallback<DatasetSummary> Uploaded { get; set; }

    /// <summary>Shows the fields without being asked to.</summary>
    [Parameter] public bool Open { get; set; }

    /// <summary>What stands beside the button.</summary>
    [Parameter] public RenderFragment? Beside { get; set; }

    [Inject] private Browser Browser { get; set; } = null!;

    [Inject] private Session Session { get; set; } = null!;

    [Inject] private Notices Notices { get; set; } = null!;

    private bool Shown => Open || _opened || Sending;

    private bool Sending => _request is not null;

    private string? SizeError => int.TryParse(_size, NumberStyles.None, CultureInfo.InvariantCulture, out var side) && side is >= 8 and <= Limits.ImageSide
        ? null
        : $"Size must be a whole number from 8 to {Limits.ImageSide}.";

    private async Task ChosenAsync()
    {
        _errors.Clear();
        _file = await Browser.ChosenFileAsync(_input);
        if (_file is null)
            return;
        if (_file.Size > Limits.UploadBytes)
            _errors.Take(new Problem { Errors = new Dictionary<string, string[]> { ["file"] = [$"The file has {Say.Bytes(_file.Size)}; at most {Say.Bytes(Limits.UploadBytes)} are allowed."] } }, "file");
        if (_name.Length == 0)
            _name = Path.GetFileNameWithoutExtension(_file.Name);
    }

    private async Task SendAsync()
    {
        if (_file is null || Sending)
            return;
        _errors.Clear();
        (_loaded, _total) = (0, _file.Size);
        _self ??= DotNetObjectReference.Create(this);
        // The server streams the file and must know the fields by then: browser.js sends them first.
        var fields = new Dictionary<string, string> { ["name"] = _name, ["description"] = _description, ["size"] = _size, ["color"] = _color };
        _request = await Browser.UploadAsync(_input, $"api/v1/teams/{Session.TeamSlug}/datasets", fields, _self);
    }

    private async Task AbortAsync()
    {
        if (_request is not null)
            await _request.InvokeVoidAsync("abort");
    }

    /// <summary>Called by the browser as bytes leave.</summary>
    [JSInvokable]
    public void Progressed(long loaded, long total)
    {
        (_loaded, _total) = (loaded, total);
        StateHasChanged();
    }

    /// <summary>Called by the browser with the answer; status 0 is a lost connection, -1 a stop by the visitor.</summary>
    [JSInvokable]
    public async Task Finished(int status, string body)
    {
        _request = null;
        if (status is >= 200 and < 300)
            await AcceptedAsync(JsonSerializer.Deserialize<DatasetSummary>(body, JsonSerializerOptions.Web)!);
        else if (status >= 0)
            _errors.Take(UploadAnswer.ProblemOf(status, body), "file", "name", "description", "size", "color");
        StateHasChanged();
    }

    private async Task AcceptedAsync(DatasetSummary dataset)
    {
        (_file, _name, _description, _opened) = (null, "", "", false);
        Notices.Done($"{dataset.Name} is uploaded; its images are being read.");
        await Uploaded.InvokeAsync(dataset);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await AbortAsync();
        _self?.Dispose();
    }
}
