using Microsoft.EntityFrameworkCore;
using WarpGrad.Api.Authorization;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Episodes;
using WarpGrad.Contracts.Specs;
using WarpGrad.Data;

namespace WarpGrad.Api.Datasets;

/// <summary>Tasks to look at, drawn by the rule that training draws by.</summary>
internal static class EpisodesApi
{
    public static void MapEpisodes(this IEndpointRouteBuilder api) =>
        api.MapGet("/datasets/{id:guid}/episode", GetAsync)
            .WithTags("Datasets")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("A few-shot task as a run of that seed draws it")
            .WithDescription("Training tasks are found by meta-step (from 1) and their place in its meta-batch (from 0), held-out tasks by their place alone. "
                + "Turned classes and augmentation belong to training only. Images are told by their index: GET /datasets/{id}/images/{n}.");

    private static async Task<Episode> GetAsync(
        Guid id, Caller caller, DatasetAccess access, WarpGradDbContext database, [AsParameters] EpisodeQuery query, CancellationToken cancellation)
    {
        var split = Choices.Parse<ClassSplit>(query.Split, "split") ?? ClassSplit.Train;
        var (rules, random) = query.Read(split);
        var version = await access.DemandVersionAsync(caller, id, cancellation);
        var classes = await database.DatasetClasses.AsNoTracking().Where(c => c.VersionId == version.Id).OrderBy(c => c.Index).ToListAsync(cancellation);
        var sampler = Sampler([.. classes.Select(c => new EpisodeClass(c.Group, c.Split, c.FirstImage, c.Images))], split, rules);
        var (drawn, images) = sampler.Look(random);
        return new Episode(version.Number, split, sampler.ClassCount, [.. drawn.Select((one, way) => new EpisodeWay(
            one.Index, classes[one.Index].Group, classes[one.Index].Name, one.Turns,
            [.. images.Where(image => image.Way == way && !image.IsQuery).Select(image => image.Image)],
            [.. images.Where(image => image.Way == way && image.IsQuery).Select(image => image.Image)]))]);
    }

    private static EpisodeSampler Sampler(IReadOnlyList<EpisodeClass> classes, ClassSplit split, TaskRules rules)
    {
        try
        {
            return new EpisodeSampler(classes, split, rules);
        }
        catch (ArgumentException)
        {
            throw ApiProblem.Invalid("ways", $"The {Choices.Name(split)} split cannot fill a task of {rules.Ways} classes with {rules.Shots + rules.Queries} images each{(rules.WithinGroup ? " from one group" : "")}: choose fewer classes or images.");
        }
    }
}

/// <summary>Which task is asked for.</summary>
/// <param name="Split">Split of its classes: train, validation or test.</param>
/// <param name="Ways">Classes.</param>
/// <param name="Shots">Support images per class.</param>
/// <param name="Queries">Query images per class.</param>
/// <param name="WithinGroup">Whether all classes come from one group.</param>
/// <param name="Rotations">Whether quarter turns are classes of their own.</param>
/// <param name="Augmentation">Whether images are transformed at random; it moves what is drawn after them.</param>
/// <param name="SupportCopies">Augmented copies of each support image.</param>
/// <param name="Seed">Seed of the run.</param>
/// <param name="Step">Meta-step of a training task, from 1.</param>
/// <param name="Task">Place of the task, from 0.</param>
internal sealed record EpisodeQuery(
    string? Split, int? Ways, int? Shots, int? Queries, bool? WithinGroup, bool? Rotations, bool? Augmentation, int? SupportCopies, long? Seed, long? Step, int? Task)
{
    /// <summary>The rules and the random stream of the task.</summary>
    /// <exception cref="ApiProblem">Something is out of range.</exception>
    public (TaskRules Rules, RandomStream Random) Read(ClassSplit split)
    {
        var seed = Seed ?? new RunSpec().Seed;
        var task = InRange(Task ?? 0, "task", 0, int.MaxValue);
        var rules = new TaskRules(
            InRange(Ways ?? 5, "task.ways"), InRange(Shots ?? 1, "task.shots"), InRange(Queries ?? 5, "task.queries"),
            WithinGroup == true, Rotations == true, Augmentation == true, InRange(SupportCopies ?? 0, "innerLoop.supportCopies"), InvertImages: false);
        return split == ClassSplit.Train
            ? (rules, RandomStream.Derive(seed, StreamPurpose.TrainTask, InRange(Step ?? 1, "step", 1, long.MaxValue), task))
            : (rules with { Rotations = false, Augmentation = false }, RandomStream.Derive(seed, RandomStream.HeldOut(split), task));
    }

    private static int InRange(int value, string path)
    {
        var field = SpecFields.Find(path)!;
        return InRange(value, path.Split('.')[^1], (int)field.Min!, (int)field.Max!);
    }

    private static TNumber InRange<TNumber>(TNumber value, string name, TNumber low, TNumber high)
        where TNumber : IComparable<TNumber> => value.CompareTo(low) >= 0 && value.CompareTo(high) <= 0
        ? value
        : throw ApiProblem.Invalid(name, $"'{name}' must lie between {low} and {high}.");
}
