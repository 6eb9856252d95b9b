using Microsoft.AspNetCore.Components;
using WarpGrad.Client.Models;
using WarpGrad.Contracts;
using WarpGrad.Contracts.Models;
using WarpGrad.Contracts.Progress;
using WarpGrad.Contracts.Specs;
using WarpGrad.Web.Shared;

namespace WarpGrad.Web.Models;

/// <summary>Models of the team, or all that the visitor may find in the installation.</summary>
public sealed partial class ModelsPage
{
    private readonly PagedList<ModelSummary> _models = new(model => model.Id);
    private bool _everywhere;
    private bool _starred;
    private bool _importing;
    private string _search = "";
    private string _family = "";
    private string _tag = "";

    /// <summary>Tag to begin with; then in the whole installation.</summary>
    [SupplyParameterFromQuery(Name = "tag")] public string? StartTag { get; set; }

    private bool Filtered => _everywhere || _starred || _search.Length > 0 || _family.Length > 0 || _tag.Length > 0;

    private ModelFilter Filter => new(
        _search.Length > 0 ? _search : null,
        Enum.TryParse<TaskFamily>(_family, out var family) ? family : null,
        _tag.Length > 0 ? _tag : null,
        Starred: _starred);

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        (_tag, _everywhere) = (StartTag ?? "", StartTag is { Length: > 0 });
        await base.OnInitializedAsync();
    }

    /// <inheritdoc />
    protected override Task ReadAsync() => _models.ReadAsync(AskAsync);

    /// <inheritdoc />
    protected override async Task ReadChangeAsync(TeamChange change)
    {
        if (change.Kind == TeamChangeKinds.Model)
            await ReadAsync();
    }

    private Task<Page<ModelSummary>> AskAsync(string? cursor) =>
        _everywhere ? Client.Models.SearchAsync(Filter, cursor) : Client.Models.SearchTeamAsync(Session.TeamSlug, Filter, cursor);

    private Task FilterAsync(Action change)
    {
        change();
        return ReadAllAsync();
    }
}
