using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using WarpGrad.Client;
using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Models;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Specs;
using WarpGrad.Contracts.Teams;
using WarpGrad.Web.Runs;
using WarpGrad.Web.Shared;
using WarpGrad.Web.SignIn;

namespace WarpGrad.Web.Models;

/// <summary>Starts a run of one of the visitor's teams from a model version.</summary>
public sealed partial class ForkDialog
{
    private readonly FormErrors _errors = new();
    private readonly LastQuestion _question = new();
    private IReadOnlyList<DatasetSummary> _datasets = [];
    private string _team = "";
    private string _dataset = "";
    private string _name = "";
    private bool _busy;

    /// <summary>The model.</summary>
    [Parameter] public ModelDetail Model { get; set; } = null!;

    /// <summary>The version to start from.</summary>
    [Parameter] public ModelVersionDetail Version { get; set; } = null!;

    [CascadingParameter] private IMudDialogInstance Dialog { get; set; } = null!;

    [Inject] private WarpGradClient Client { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    [Inject] private Session Session { get; set; } = null!;

    private TeamSummary[] Teams => [.. Session.Me!.Teams.Where(team => team.Role >= TeamRole.Member)];

    // The form of a new run writes runs of the team looked at.
    private string? EditAddress => Session.MayMake ? NewRunPage.AddressOfFork(Model.Summary.Team, Model.Summary.Slug, Version.Summary.Number) : null;

    private bool NeedsDataset => Version.Spec.Task.Family.NeedsDataset();

    /// <inheritdoc />
    protected override Task OnInitializedAsync() =>
        ChooseTeamAsync(Session.MayMake ? Session.TeamSlug : Teams[0].Slug);

    private async Task ChooseTeamAsync(string team)
    {
        (_team, _dataset, _datasets) = (team, "", []);
        if (!NeedsDataset)
            return;
        var failure = await Notices.FailureOf(() => _question.AskAsync(() => ReadyAsync(team), datasets =>
        {
            _datasets = datasets;
            _dataset = datasets.Find(dataset => dataset.Id == Version.Spec.Task.Dataset)?.Id.ToString() ?? "";
        }));
        if (failure is not null)
            _errors.Take(new Problem { Detail = failure });
    }

    // The version's own dataset belongs to its team: another team has to have one of its own, or one that is shared with that team.
    private async Task<List<DatasetSummary>> ReadyAsync(string team)
    {
        var own = await Client.Datasets.AllAsync(team).ToListAsync();
        var shared = await Client.Datasets.AllSharedAsync(team).ToListAsync();
        return [.. own.Concat(shared).DistinctBy(dataset => dataset.Id).Where(dataset => dataset.State == DatasetState.Ready)];
    }

    private async Task StartAsync()
    {
        _busy = true;
        RunSummary? run = null;
        var overrides = _dataset.Length > 0 ? new JsonObject { ["task"] = new JsonObject { ["dataset"] = _dataset } } : null;
        var request = new ForkRequest(_team, string.IsNullOrWhiteSpace(_name) ? null : _name.Trim(), overrides);
        var version = Version.Summary.Number.ToString(CultureInfo.InvariantCulture);
        if (await _errors.SendAsync(async () => run = await Client.Models.ForkAsync(Model.Summary.Team, Model.Summary.Slug, version, request), "team", "name", "task.dataset"))
        {
            Dialog.Close();
            Navigation.NavigateTo($"/runs/{run!.Id}");
        }

        _busy = false;
    }
}
