using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Components;
using WarpGrad.Client;
using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Progress;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Specs;
using WarpGrad.Contracts.Sweeps;
using WarpGrad.Web.Shared;
using WarpGrad.Web.Shared.Text;
using WarpGrad.Web.Sweeps;

namespace WarpGrad.Web.Runs;

/// <summary>Writes a run spec and submits it. The fields come from their declarations in the contracts.</summary>
public sealed partial class NewRunPage
{
    private static readonly SpecField DatasetField = SpecFields.Find("task.dataset")!;
    private static readonly SpecField StartField = SpecFields.Find("startFrom")!;

    private readonly SpecDraft _draft = new();
    private readonly SweepDraft _sweep = new();
    private readonly FormErrors _errors = new();
    private readonly LastQuestion _reading = new();
    private IReadOnlyList<Recipe> _recipes = [];
    private List<DatasetSummary> _datasets = [];
    private string? _team, _dataset;
    private int _importing;
    private RunSummary? _cloned;
    private ModelReference? _parent;
    private string _recipe = "";
    private string _name = "";
    private string _tags = "";
    private bool _started;
    private bool _tried;
    private bool _busy;
    private bool _showProblem;

    /// <summary>Dataset to begin with.</summary>
    [SupplyParameterFromQuery(Name = "dataset")] public string? StartDataset { get; set; }

    /// <summary>Recipe to begin with.</summary>
    [SupplyParameterFromQuery(Name = "recipe")] public string? StartRecipe { get; set; }

    /// <summary>Whether to begin with a setting that varies.</summary>
    [SupplyParameterFromQuery(Name = "sweep")] public bool StartSweep { get; set; }

    /// <summary>Run whose settings are to begin with.</summary>
    [SupplyParameterFromQuery(Name = "from")] public string? StartRun { get; set; }

    /// <summary>Model version to train further, as team/model/number.</summary>
    [SupplyParameterFromQuery(Name = "fork")] public string? StartVersion { get; set; }

    [Inject] private Browser Browser { get; set; } = null!;

    private bool IsSweep => _sweep.Axes.Count > 0;

    private IEnumerable<Recipe> Offered => _recipes.Where(recipe => FamilyBases.FamilyOf(recipe.Spec) == _draft.Family);

    private Recipe? Recipe => _recipes.FirstOrDefault(recipe => recipe.Name == _recipe);

    private ModelReference? Parent => _draft.StartsFromParent ? _parent : null;

    private DatasetVersionSummary? Data => _datasets.FirstOrDefault(dataset => dataset.Id.ToString() == _draft.TextOf(DatasetField))?.Version;

    private (int Height, int Width)? Image => Data is { } version ? (version.Height, version.Width) : null;

    private string DatasetFacts => Data is { } version
        ? RunsTexts.ClassesOfDataset.With(Say.Count(version.TrainClasses), Say.Count(version.ValidationClasses), Say.Count(version.TestClasses))
        : DatasetField.Help;

    private string Verdict => _draft.Problems switch
    {
        0 when IsSweep => _sweep.Request() is { } request && _sweep.Axes.TrueForAll(axis => _sweep.ErrorOf(axis) is null)
            ? RunsTexts.TrialsPlanned.With(Say.Count(SweepPlan.Count(request), RunsTexts.Trial, RunsTexts.Trials)) : RunsTexts.SayValues,
        0 => RunsTexts.AllInRange,
        _ when _draft.Family.NeedsDataset() && _datasets.Count == 0 => RunsTexts.DatasetFirst,
        1 when _draft.ErrorOf(DatasetField.Path) is not null => RunsTexts.ChooseDataset,
        var problems => (problems == 1 ? RunsTexts.SettingNeeds : RunsTexts.SettingsNeed).With(Say.Count(problems)),
    };

    /// <summary>Address of the form with the settings of a run in it.</summary>
    /// <param name="run">The run.</param>
    public static string AddressOfClone(Guid run) => $"/runs/new?from={run}";

    /// <summary>Address of the form with the settings of a model version in it, for a run that starts from that version.</summary>
    /// <param name="team">Slug of the model's team.</param>
    /// <param name="model">Slug of the model.</param>
    /// <param name="version">Number of the version.</param>
    public static string AddressOfFork(string team, string model, int version) => $"/runs/new?fork={Uri.EscapeDataString($"{team}/{model}/{version}")}";

    /// <inheritdoc />
    protected override Task ReadAsync() => _reading.AskAsync(() => FetchAsync(Session.TeamSlug), show => show());

    /// <inheritdoc />
    protected override async Task ReadChangeAsync(TeamChange change)
    {
        if (change.Kind == TeamChangeKinds.Dataset)
            await ReadAsync();
    }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!_showProblem)
            return;
        _showProblem = false;
        await Browser.FocusFirstInvalidAsync();
    }

    /// <summary>Submits a run or a sweep, and gives the address of its page.</summary>
    private async Task<string> SendAsync(string? name) => IsSweep
        ? $"/sweeps/{(await Client.Sweeps.CreateAsync(Session.TeamSlug, _sweep.Request()! with { Name = name, Spec = _draft.Document, Tags = TagText.Read(_tags) })).Id}"
        : $"/runs/{(await Client.Runs.CreateAsync(Session.TeamSlug, new CreateRunRequest { Name = name, Spec = _draft.Document, Tags = TagText.Read(_tags) })).Id}";

    // What is read stays apart until all of it is there: a team switched meanwhile must not mix with the one before.
    private async Task<Action> FetchAsync(string team)
    {
        var recipes = await Client.Runs.RecipesAsync();
        var all = await Client.Datasets.AllAsync(team).ToListAsync();
        var shared = await Client.Datasets.AllSharedAsync(team).ToListAsync();
        var begin = _started ? null : await BeginningAsync();
        return () =>
        {
            _recipes = recipes;
            _datasets = [.. all.Concat(shared).DistinctBy(dataset => dataset.Id).Where(dataset => dataset.State == DatasetState.Ready)];
            _importing = all.Count(dataset => dataset.State == DatasetState.Importing);
            begin?.Invoke();
            // What was chosen for the team before counts only where this one may use it too.
            if (_team is not null && _team != team && _datasets.TrueForAll(dataset => dataset.Id.ToString() != _dataset))
                _dataset = OnlyDataset() ?? "";
            _team = team;
            _dataset ??= StartDataset ?? OnlyDataset();
            PutDataset();
            if (!_started && StartRecipe is not null)
                StartFrom(StartRecipe);
            if (!_started && StartSweep)
                _sweep.Axes.Add(new AxisDraft { Path = "innerLoop.learningRate" });
            _started = true;
        };
    }

    // With the settings of a run or of a model version, where the address names one.
    private async Task<Action?> BeginningAsync()
    {
        if (Guid.TryParse(StartRun, out var run))
        {
            var cloned = await Client.Runs.GetAsync(run);
            return () =>
            {
                (_cloned, _name, _tags) = (cloned.Summary, cloned.Summary.Name, TagText.Write(cloned.Summary.Tags));
                Begin(cloned.Spec);
            };
        }

        if (StartVersion?.Split('/') is [var team, var slug, var number])
        {
            var model = await Client.Models.GetAsync(team, slug);
            var version = await Client.Models.VersionAsync(team, slug, number);
            return () =>
            {
                _parent = new ModelReference(team, slug, model.Summary.Name, version.Summary.Number);
                Begin(version.Spec with { StartFrom = version.Summary.Id });
                _draft.HoldTo(version.Summary.Id, version.Spec);
            };
        }

        return null;
    }

    // A dataset that the team may not use is chosen anew.
    private void Begin(RunSpec spec)
    {
        _draft.Start(JsonNode.Parse(SpecJson.Write(spec))!.AsObject());
        _dataset = _datasets.FirstOrDefault(dataset => dataset.Id == spec.Task.Dataset)?.Id.ToString() ?? "";
    }

    private void LeaveParent()
    {
        _draft.Set(StartField, "");
        Changed();
    }

    private string? OnlyDataset() => _datasets is [var only] ? only.Id.ToString() : null;

    private void StartFrom(string recipe)
    {
        _recipe = recipe;
        if (Recipe is { } known)
            _draft.Start(known.Spec);
        else
            _draft.Start(_draft.Family);
        PutDataset();
        Changed();
    }

    // What was set by hand is kept where it fits the other family; otherwise that family's first recipe is a better beginning.
    private void Choose(TaskFamily family)
    {
        if (_draft.IsFresh || !_draft.TryChange(family))
        {
            _draft.Start(family);
            StartFrom(Offered.FirstOrDefault()?.Name ?? "");
        }
        else
        {
            _recipe = "";
            PutDataset();
            Changed();
        }
    }

    private void ChooseDataset(string id)
    {
        _dataset = id;
        PutDataset();
        Changed();
    }

    // The choice outlives a visit to families without datasets, whose specs name none.
    private void PutDataset()
    {
        var id = _draft.Family.NeedsDataset() ? _dataset ?? "" : "";
        if (_draft.TextOf(DatasetField) != id)
            _draft.Set(DatasetField, id);
    }

    // What the server refused was something else; a search that varies settings may be what it did not fit.
    private void Changed()
    {
        _errors.Clear();
        _draft.Forgive();
    }

    // What was written into the text is as good a choice as one made in the form.
    private void TakeSpec()
    {
        if (_draft.Family.NeedsDataset())
            _dataset = _draft.TextOf(DatasetField);
        if (Recipe is { } recipe && FamilyBases.FamilyOf(recipe.Spec) != _draft.Family)
            _recipe = "";
        Changed();
    }

    private async Task SubmitAsync()
    {
        _tried = true;
        if (_draft.Problems > 0 || IsSweep && (_sweep.Request() is null || !_sweep.Axes.TrueForAll(axis => _sweep.ErrorOf(axis) is null)))
        {
            _showProblem = true;
            return;
        }

        _busy = true;
        try
        {
            Navigation.NavigateTo(await SendAsync(string.IsNullOrWhiteSpace(_name) ? null : _name.Trim()));
        }
        catch (WarpGradException refusal)
        {
            var elsewhere = _draft.Refuse(refusal.Problem.Errors);
            _showProblem = _draft.Problems > 0;
            if (elsewhere.Count > 0 || _draft.Problems == 0)
                _errors.Take(refusal.Problem, "name", "tags");
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
        {
            Notices.Wrong(Notices.Unreachable);
        }

        _busy = false;
    }
}
