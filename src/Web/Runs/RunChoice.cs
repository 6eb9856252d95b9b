using System.Text.Json;
using WarpGrad.Client.Runs;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Specs;
using WarpGrad.Web.Shared;

namespace WarpGrad.Web.Runs;

/// <summary>Which runs the visitor looks at, as the page's address has it; empty texts mean all.</summary>
/// <param name="Search">Text searched for.</param>
/// <param name="Family">Task family.</param>
/// <param name="State">Key of one of <see cref="States"/>.</param>
/// <param name="Sort">Order.</param>
/// <param name="Tag">A tag.</param>
public sealed record RunChoice(string Search = "", string Family = "", string State = "", string Sort = "", string Tag = "")
{
    /// <summary>States that are looked at together: key, name, and what they are.</summary>
    public static IReadOnlyList<(string Key, string Name, IReadOnlyList<RunState> States)> States { get; } =
    [
        ("", RunsTexts.AllStates, []),
        ("unfinished", RunsTexts.NotFinished, [.. Enum.GetValues<RunState>().Where(state => !state.IsFinal())]),
        .. new[] { RunState.Queued, RunState.Running, RunState.Paused, RunState.Succeeded, RunState.Failed, RunState.Cancelled }
            .Select(state => (Say.Key(state), Say.Capital(RunWords.Of(state)), (IReadOnlyList<RunState>)[state])),
    ];

    /// <summary>Whether every run is looked at, newest first.</summary>
    public bool IsAll => this == new RunChoice();

    /// <summary>The same as the server knows it; what the address has wrong counts as not said.</summary>
    public RunQuery Wanted
    {
        get
        {
            var family = Choice<TaskFamily>(Family);
            var sort = Choice<RunSort>(Sort) ?? RunSort.Newest;
            return new RunQuery(
                family, States.FirstOrDefault(states => states.Key == State).States ?? [], Search.Length > 0 ? Search : null,
                sort == RunSort.Score && family is null ? RunSort.Newest : sort, Tag.Length > 0 ? Tag : null);
        }
    }

    /// <summary>The parameters of an address.</summary>
    public IReadOnlyDictionary<string, object?> Query => new Dictionary<string, object?>
    {
        ["search"] = Search.Length > 0 ? Search : null,
        ["family"] = Family.Length > 0 ? Family : null,
        ["state"] = State.Length > 0 ? State : null,
        ["sort"] = Sort.Length > 0 && (Sort != "score" || Family.Length > 0) ? Sort : null,
        ["tag"] = Tag.Length > 0 ? Tag : null,
    };

    private static TChoice? Choice<TChoice>(string key)
        where TChoice : struct, Enum
    {
        foreach (var choice in Enum.GetValues<TChoice>())
            if (JsonNamingPolicy.CamelCase.ConvertName(choice.ToString()) == key)
                return choice;
        return null;
    }
}
