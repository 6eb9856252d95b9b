using Microsoft.AspNetCore.Components;
using MudBlazor;
using WarpGrad.Contracts.Models;
using WarpGrad.Contracts.Progress;
using WarpGrad.Contracts.Sharing;
using WarpGrad.Contracts.Teams;
using WarpGrad.Web.Shared.Text;
using WarpGrad.Web.Sharing;
using WarpGrad.Web.TryIt;

namespace WarpGrad.Web.Models;

/// <summary>One model: what it is, what it does, where it came from and who may use it.</summary>
public sealed partial class ModelPage
{
    private ModelDetail? _model;
    private ModelVersionDetail? _version;
    private SharesPanel? _shares;
    private CallOptions _options = new();

    /// <summary>Slug of the owning team.</summary>
    [Parameter] public string TeamSlug { get; set; } = "";

    /// <summary>Slug of the model.</summary>
    [Parameter] public string Slug { get; set; } = "";

    /// <summary>Part of the page that is shown.</summary>
    [SupplyParameterFromQuery(Name = "tab")] public string? Tab { get; set; }

    [Inject] private IDialogService Dialogs { get; set; } = null!;

    private bool Edits => Session.IsAtLeast(TeamSlug, TeamRole.Member);

    private bool Maintains => Session.IsAtLeast(TeamSlug, TeamRole.Maintainer);

    private List<(string Key, string Name)> Parts
    {
        get
        {
            List<(string, string)> parts = [("use", ModelsTexts.Overview), ("card", ModelsTexts.Card)];
            if (_version is not null)
                parts.Add(("lineage", ModelsTexts.Lineage));
            if (_version is not null && _model?.Summary.Access == ModelAccessLevel.Adapt)
                parts.Add(("inspector", ModelsTexts.Inspector));
            if (Maintains)
                parts.Add(("access", ModelsTexts.Access));
            return parts;
        }
    }

    private string Shown => Parts.Any(part => part.Key == Tab) ? Tab! : "use";

    /// <inheritdoc />
    protected override string Thing => $"{TeamSlug}/{Slug}";

    /// <inheritdoc />
    protected override async Task ReadAsync()
    {
        // A link of the lineage leads from one model to another on the same page, also while one is read.
        var (team, slug) = (TeamSlug, Slug);
        var model = await Client.Models.GetAsync(team, slug);
        // Those who may only find a model may not read its spec.
        var version = model.Summary.Access >= ModelAccessLevel.Read ? await Client.Models.VersionAsync(team, slug) : null;
        if ((team, slug) == (TeamSlug, Slug))
            (_model, _version) = (model, version);
    }

    /// <inheritdoc />
    protected override void Forget() => (_model, _version) = (null, null);

    /// <inheritdoc />
    protected override async Task ReadChangeAsync(TeamChange change)
    {
        if (change.Kind == TeamChangeKinds.Model && change.Id == _model?.Summary.Id)
            await ReadAsync();
    }

    private void Put(ModelDetail model) => _model = model;

    private async Task SetVisibilityAsync(Visibility visibility)
    {
        _model = await Client.Sharing.SetVisibilityAsync(TeamSlug, Slug, visibility);
        StateHasChanged();
    }

    private async Task ForkAsync()
    {
        var parameters = new DialogParameters<ForkDialog> { { dialog => dialog.Model, _model! }, { dialog => dialog.Version, _version! } };
        await Dialogs.ShowAsync<ForkDialog>(ModelsTexts.TrainOnFrom.With(_model!.Summary.Name), parameters, new DialogOptions { MaxWidth = MaxWidth.Small, FullWidth = true, CloseOnEscapeKey = true });
    }

    private async Task DeleteAsync()
    {
        var sure = await Dialogs.ShowMessageBoxAsync(ModelsTexts.DeleteAsks, ModelsTexts.DeleteMeans, yesText: ModelsTexts.Delete, cancelText: ModelsTexts.KeepIt);
        if (sure == true && await Notices.TryAsync(() => Client.Models.DeleteAsync(TeamSlug, Slug)))
            Navigation.NavigateTo("/models");
    }
}
