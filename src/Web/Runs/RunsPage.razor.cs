using Microsoft.AspNetCore.Components;
using WarpGrad.Contracts;
using WarpGrad.Contracts.Progress;
using WarpGrad.Contracts.Runs;
using WarpGrad.Web.Compare;
using WarpGrad.Web.Shared;

namespace WarpGrad.Web.Runs;

/// <summary>Runs of the team. What the visitor looks for is in the address, so that a link leads to the same list.</summary>
public sealed partial class RunsPage
{
    private readonly List<Guid> _picked = [];

    // How runs stood that the choice does not hold: their progress is no reason to read the list again.
    private readonly Dictionary<Guid, (RunState State, bool Tagged)> _elsewhere = [];
    private readonly PagedList<RunSummary> _list = new(run => run.Id);
    private RunChoice _choice = new();

    /// <summary>Text searched for.</summary>
    [SupplyParameterFromQuery] public string? Search { get; set; }

    /// <summary>Task family.</summary>
    [SupplyParameterFromQuery] public string? Family { get; set; }

    /// <summary>State, or states that are looked at together.</summary>
    [SupplyParameterFromQuery] public string? State { get; set; }

    /// <summary>Order.</summary>
    [SupplyParameterFromQuery] public string? Sort { get; set; }

    /// <summary>Tag.</summary>
    [SupplyParameterFromQuery] public string? Tag { get; set; }

    private List<RunSummary> Runs => _list.Items;

    private RunChoice Asked => new(Search ?? "", Family ?? "", State ?? "", Sort ?? "", (Tag ?? "").Trim().ToLowerInvariant());

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        _choice = Asked;
        await base.OnInitializedAsync();
    }

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (_choice == Asked)
            return;
        _choice = Asked;
        await ReadAllAsync();
    }

    /// <inheritdoc />
    protected override async Task ReadAsync()
    {
        await _list.ReadAsync(AskAsync);
        _picked.RemoveAll(picked => Runs.All(run => run.Id != picked));
    }

    /// <inheritdoc />
    protected override async Task ReadChangeAsync(TeamChange change)
    {
        if (change.Kind != TeamChangeKinds.Run)
            return;
        var found = await Client.Runs.FindAsync(change.Id);
        // Looked up only now: the list may have been read, or have got the run by another change, while this one was read.
        var at = Runs.FindIndex(run => run.Id == change.Id);
        if (found is not { } changed)
        {
            if (at >= 0)
                Runs.RemoveAt(at);
            _picked.Remove(change.Id);
            return;
        }

        var standing = Standing(changed);
        // Who waits behind it has another place now; and only the server knows what a choice holds and in which order.
        if (at >= 0 && Standing(Runs[at]) != standing && (!_choice.IsAll || Runs.Any(run => run.State == RunState.Queued)))
            await ReadAsync();
        else if (at >= 0)
            Runs[at] = changed;
        else if (_choice.IsAll)
            Insert(changed);
        else if (!_elsewhere.TryGetValue(change.Id, out var before) || before != standing)
        {
            _elsewhere[change.Id] = standing;
            await ReadAsync();
        }
    }

    // At its place among the newer and the older ones; one that is older than all comes with a page that was not read yet.
    private void Insert(RunSummary run)
    {
        var at = Runs.FindIndex(other => other.CreatedAt <= run.CreatedAt);
        if (at >= 0 || !_list.HasMore)
            Runs.Insert(at >= 0 ? at : Runs.Count, run);
    }

    private (RunState State, bool Tagged) Standing(RunSummary run) => (run.State, run.Tags.Contains(_choice.Tag));

    private static string Text(ChangeEventArgs change) => change.Value?.ToString() ?? "";

    private void Choose(RunChoice choice) =>
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameters("/runs", choice.Query), replace: true);

    private void Compare() => Navigation.NavigateTo(ComparePage.Address(_picked));

    private Task<Page<RunSummary>> AskAsync(string? cursor) => Client.Runs.ListAsync(Session.TeamSlug, _choice.Wanted, cursor);
}
