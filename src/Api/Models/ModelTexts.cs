using WarpGrad.Api.Infrastructure;
using WarpGrad.Contracts.Models;
using WarpGrad.Data.Models;

namespace WarpGrad.Api.Models;

/// <summary>What people write about a model.</summary>
internal static class ModelTexts
{
    private const int LongestDescription = 20_000;
    private const int MostTags = 20;

    /// <summary>Lays a request over a model.</summary>
    /// <returns>Names of what was given.</returns>
    /// <exception cref="ApiProblem">A text is refused, or nothing is given.</exception>
    public static IReadOnlyList<string> Apply(ChangeModelRequest request, Model model)
    {
        var changed = new List<string>();
        if (request.Name is not null)
        {
            model.Name = Texts.Line(request.Name, "name", 1, 100, "Give the model a name");
            changed.Add("name");
        }

        if (request.Description is not null)
        {
            model.Description = Texts.Block(request.Description, "description", LongestDescription);
            changed.Add("description");
        }

        if (request.License is not null)
        {
            model.License = Texts.Line(request.License, "license", 0, 100, "State the licence in a text");
            changed.Add("licence");
        }

        if (request.Tags is not null)
        {
            model.Tags = Tagging.Read(request.Tags, MostTags, "A model");
            changed.Add("tags");
        }

        return changed.Count > 0 ? changed : throw ApiProblem.Invalid("body", "Give at least one of name, description, license and tags.");
    }
}
