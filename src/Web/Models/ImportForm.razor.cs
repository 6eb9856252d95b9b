using System.Text.Json;
using Microsoft.AspNetCore.Components;
using WarpGrad.Client;
using WarpGrad.Contracts;
using WarpGrad.Contracts.Models;
using WarpGrad.Web.Shared;
using WarpGrad.Web.Shared.Text;
using WarpGrad.Web.SignIn;

namespace WarpGrad.Web.Models;

/// <summary>Sends a model file and waits for what its check says.</summary>
public sealed partial class ImportForm : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _left = new();
    private readonly FormErrors _errors = new();
    private FileUpload _upload = null!;
    private ModelImportSummary? _check;
    private ElementReference _input;
    private ChosenFile? _file;
    private string _name = "";

    /// <summary>Called when the form is no longer wanted.</summary>
    [Parameter] public EventCallback Closed { get; set; }

    [Inject] private Browser Browser { get; set; } = null!;

    [Inject] private WarpGradClient Client { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    [Inject] private Notices Notices { get; set; } = null!;

    [Inject] private Session Session { get; set; } = null!;

    private bool Busy => _upload.Sending || _check is not null;

    /// <inheritdoc />
    protected override void OnInitialized() => _upload = new FileUpload(Browser, StateHasChanged);

    private async Task ChosenAsync()
    {
        _errors.Clear();
        _file = await Browser.ChosenFileAsync(_input);
        if (_file is null)
            return;
        if (_file.Size > Limits.ModelBytes)
            _errors.Take(new Problem { Detail = ModelsTexts.TooLarge.With(Say.Bytes(_file.Size), Say.Bytes(Limits.ModelBytes)) });
        if (_name.Length == 0)
            _name = Path.GetFileNameWithoutExtension(_file.Name);
    }

    private async Task SendAsync()
    {
        if (_file is null || Busy)
            return;
        _errors.Clear();
        var fields = new Dictionary<string, string> { ["name"] = _name.Trim() };
        await _upload.SendAsync(
            _input, _file, $"api/v1/teams/{Session.TeamSlug}/models/import", fields,
            body => FollowAsync(JsonSerializer.Deserialize<ModelImportSummary>(body, JsonSerializerOptions.Web)!), problem => _errors.Take(problem, "file", "name"));
    }

    private async Task FollowAsync(ModelImportSummary sent)
    {
        _check = sent;
        StateHasChanged();
        var failure = await Notices.FailureOf(async () =>
        {
            while (_check.State == ModelImportState.Pending)
            {
                await Task.Delay(Pause, _left.Token);
                _check = await Client.Models.ImportStateAsync(sent.Id, _left.Token);
            }
        });
        if (_left.IsCancellationRequested)
            return;
        var (model, reason) = (_check.Model, failure ?? _check.FailureReason);
        _check = null;
        if (model is not null)
        {
            Notices.Done(ModelsTexts.Imported.With(model.Name, model.Version));
            Navigation.NavigateTo($"/models/{model.Team}/{model.Slug}");
        }
        else
        {
            _errors.Take(new Problem { Detail = reason });
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _left.CancelAsync();
        _left.Dispose();
        await _upload.DisposeAsync();
    }
}
