using WarpGrad.Api.Infrastructure;
using WarpGrad.Contracts.Runs;
using WarpGrad.Data.Runs;

namespace WarpGrad.Api.Runs;

/// <summary>What people write about a run.</summary>
internal static class RunTexts
{
    private const int MostTags = 10;

    /// <summary>The name of a run; empty where none is given.</summary>
    /// <exception cref="ApiProblem">It is refused.</exception>
    public static string NameOrEmpty(string? given) => Name(given, 0);

    /// <summary>The tags of a run as they are stored; none where none are given.</summary>
    /// <exception cref="ApiProblem">One of them is refused, or there are too many.</exception>
    public static List<string> Tags(IReadOnlyList<string?>? given) => Tagging.Read(given ?? [], MostTags, "A run");

    /// <summary>Lays a request over a run.</summary>
    /// <returns>Names of what was given.</returns>
    /// <exception cref="ApiProblem">A text is refused, or nothing is given.</exception>
    public static IReadOnlyList<string> Apply(ChangeRunRequest request, Run run)
    {
        var changed = new List<string>();
        if (request.Name is not null)
        {
            run.Name = Name(request.Name, 1);
            changed.Add("name");
        }

        if (request.Tags is not null)
        {
            run.Tags = Tags(request.Tags);
            changed.Add("tags");
        }

        return changed.Count > 0 ? changed : throw ApiProblem.Invalid("body", "Give at least one of name and tags.");
    }

    private static string Name(string? given, int fewest) => Texts.Line(given, "name", fewest, 100, "Give the run a name");
}
