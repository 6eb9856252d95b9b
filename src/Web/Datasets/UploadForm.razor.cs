using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using WarpGrad.Client;
using WarpGrad.Contracts;
using WarpGrad.Contracts.Datasets;
using WarpGrad.Web.Shared;
using WarpGrad.Web.Shared.Text;
using WarpGrad.Web.SignIn;

namespace WarpGrad.Web.Datasets;

/// <summary>Uploads a zip as a dataset.</summary>
public sealed partial class UploadForm : IAsyncDisposable
{
    // More than a dataset may have, so that what has no place there is refused by the server, with its reasons.
    private const int MostFiles = 250_000;

    private readonly FormErrors _errors = new();
    private FileUpload _upload = null!;
    private ElementReference _block, _input, _folder;
    private DotNetObjectReference<UploadForm>? _self;
    private IJSObjectReference? _folders;
    private (int Done, int Of)? _zipping;
    private ChosenFile? _file;
    private bool _opened;
    private string _name = "";
    private string _description = "";
    private string _size = "28";
    private string _color = "grey";

    /// <summary>Called with the dataset once the server has taken the file.</summary>
    [Parameter] public EventCallback<DatasetSummary> Uploaded { get; set; }

    /// <summary>Shows the fields without being asked to.</summary>
    [Parameter] public bool Open { get; set; }

    /// <summary>What stands beside the button.</summary>
    [Parameter] public RenderFragment? Beside { get; set; }

    [Inject] private Browser Browser { get; set; } = null!;

    [Inject] private Session Session { get; set; } = null!;

    [Inject] private Notices Notices { get; set; } = null!;

    private bool Shown => Open || _opened || _upload.Sending;

    private string? SizeError => int.TryParse(_size, NumberStyles.None, CultureInfo.InvariantCulture, out var side) && side is >= 8 and <= Limits.ImageSide
        ? null
        : DatasetsTexts.SizeWrong.With(Limits.ImageSide);

    /// <inheritdoc />
    protected override void OnInitialized() => _upload = new FileUpload(Browser, StateHasChanged);

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
            return;
        _self = DotNetObjectReference.Create(this);
        _folders = await Browser.TakeFoldersAsync(_block, _input, _folder, Limits.UploadBytes, MostFiles, _self);
    }

    /// <summary>Called by the browser while it makes a zip of a folder.</summary>
    [JSInvokable]
    public void Zipping(int done, int of)
    {
        _zipping = (done, of);
        StateHasChanged();
    }

    /// <summary>Called by the browser with why a folder cannot be made a zip.</summary>
    /// <param name="reason">See <see cref="Browser.TakeFoldersAsync"/>.</param>
    [JSInvokable]
    public void ZipRefused(string reason)
    {
        _zipping = null;
        var sentence = reason switch
        {
            "empty" => DatasetsTexts.FolderEmpty,
            "many" => DatasetsTexts.FolderMany.With(Say.Count(MostFiles)),
            "large" => DatasetsTexts.FolderLarge.With(Say.Bytes(Limits.UploadBytes)),
            _ => DatasetsTexts.FolderUnreadable,
        };
        _errors.Take(new Problem { Errors = new Dictionary<string, string[]> { ["file"] = [sentence] } }, "file");
        StateHasChanged();
    }

    private async Task ChosenAsync()
    {
        _zipping = null;
        _errors.Clear();
        _file = await Browser.ChosenFileAsync(_input);
        if (_file is null)
            return;
        if (_file.Size > Limits.UploadBytes)
            _errors.Take(new Problem { Errors = new Dictionary<string, string[]> { ["file"] = [DatasetsTexts.TooBig.With(Say.Bytes(_file.Size), Say.Bytes(Limits.UploadBytes))] } }, "file");
        if (_name.Length == 0)
            _name = Path.GetFileNameWithoutExtension(_file.Name);
    }

    private async Task SendAsync()
    {
        if (_file is null || _upload.Sending)
            return;
        _errors.Clear();
        var fields = new Dictionary<string, string> { ["name"] = _name, ["description"] = _description, ["size"] = _size, ["color"] = _color };
        await _upload.SendInPartsAsync(
            _input, _file, $"api/v1/teams/{Session.TeamSlug}/uploads", fields,
            body => AcceptedAsync(JsonSerializer.Deserialize<DatasetSummary>(body, JsonSerializerOptions.Web)!),
            problem => _errors.Take(problem, "file", "name", "description", "size", "color"));
    }

    private async Task AcceptedAsync(DatasetSummary dataset)
    {
        (_file, _name, _description, _opened) = (null, "", "", false);
        Notices.Done(DatasetsTexts.Uploaded.With(dataset.Name));
        await Uploaded.InvokeAsync(dataset);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_folders is not null)
            await _folders.InvokeVoidAsync("dispose");
        _self?.Dispose();
        await _upload.DisposeAsync();
    }
}
