using System.Text.Json;
using System.Text.Json.Nodes;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Specs;

namespace WarpGrad.Api.Runs;

/// <summary>Reads the three forms in which a run can be submitted: a recipe with overrides, a wrapped spec, a bare spec.</summary>
internal static class RunRequests
{
    /// <summary>What to run, with a spec that is valid by itself.</summary>
    /// <exception cref="ApiProblem">The request cannot be read or the spec is invalid.</exception>
    public static RunOrder Read(JsonObject body) => Read(IsWrapped(body) ? Wrapped(body) : new CreateRunRequest { Spec = body });

    /// <summary>What to run, with a spec that is valid by itself.</summary>
    /// <exception cref="ApiProblem">The request cannot be read or the spec is invalid.</exception>
    public static RunOrder Read(CreateRunRequest request)
    {
        var recipe = request.Recipe is null ? null : Recipes.Find(request.Recipe)
            ?? throw ApiProblem.Invalid("recipe", $"There is no recipe '{request.Recipe}'. There are: {string.Join(", ", Recipes.All.Select(r => r.Name))}.");
        if ((recipe is null) == (request.Spec is null))
            throw ApiProblem.Invalid("spec", "Give either a recipe (with overrides) or a whole spec.");
        if (recipe is null && request.Overrides is not null)
            throw ApiProblem.Invalid("overrides", "Overrides are laid over a recipe; a whole spec needs none.");
        var document = recipe is null ? request.Spec! : SpecJson.Merge(recipe.Spec, request.Overrides ?? []);
        var spec = SpecJson.TryRead(document, out var error) ?? throw ApiProblem.Spec([error!]);
        if (SpecValidator.Validate(spec) is { Count: > 0 } errors)
            throw ApiProblem.Spec(errors);
        var name = RunTexts.NameOrEmpty(request.Name);
        return new RunOrder(spec, name.Length > 0 ? name : recipe?.Title ?? NameOf(spec.Task), RunTexts.Tags(request.Tags), request.Priority);
    }

    private static string NameOf(TaskSpec task) => task.Family switch
    {
        TaskFamily.FewShotImages or TaskFamily.MultiShotImages => $"{task.Ways}-way {task.Shots}-shot",
        TaskFamily.Sinusoids => $"Sinusoids, {task.Shots}-shot",
        TaskFamily.ContinualSines => $"{task.Continual.SubTasks} sines, one after the other",
        TaskFamily.Maze => $"Maze, {task.Maze.Size}×{task.Maze.Size}",
        TaskFamily.Surfaces => "Surfaces",
        _ => throw new ArgumentOutOfRangeException(nameof(task), task.Family, "Unknown family."),
    };

    private static bool IsWrapped(JsonObject body) => body.ContainsKey("recipe") || body.ContainsKey("spec");

    private static CreateRunRequest Wrapped(JsonObject body)
    {
        try
        {
            return body.Deserialize<CreateRunRequest>(SpecJson.Options)!;
        }
        catch (JsonException fault)
        {
            throw MalformedRequests.Explain(fault, typeof(CreateRunRequest), SpecJson.Options);
        }
    }
}
