using Microsoft.AspNetCore.Components;
using WarpGrad.Client.Models;
using WarpGrad.Contracts;
using WarpGrad.Contracts.Models;
using WarpGrad.Contracts.Progress;
using WarpGrad.Contracts.Specs;

namespace WarpGrad.Web.Models;

/// <summary>Models of the team, or all that the visitor may find in the installation.</summary>
public sealed partial class ModelsPage
{
    private List<ModelSummary> _models = [];
    private string? _next;
    private bool _everywhere;
    private bool _starred;
    private bool _importing;
    private string _search = "";
    private string _family = "";
    private string _tag = "";
    private int _asked;

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
    protected override async Task ReadAsync()
    {
        var mine = ++_asked;
        var page = await AskAsync(null);
        // An answer to an earlier choice may come last.
        if (mine == _asked)
            (_models, _next) = ([.. page.Items], page.Next);
    }

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

    private async Task ReadMoreAsync()
    {
        var page = await AskAsync(_next);
        _models.AddRange(page.Items.Where(item => _models.All(known => known.Id != item.Id)));
        _next = page.Next;
    }
}
