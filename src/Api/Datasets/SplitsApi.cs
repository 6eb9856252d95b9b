using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using WarpGrad.Api.Audit;
using WarpGrad.Api.Authorization;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Contracts.Audit;
using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Progress;
using WarpGrad.Data;
using WarpGrad.Data.Datasets;
using WarpGrad.Data.Notifications;

namespace WarpGrad.Api.Datasets;

/// <summary>Moving classes between splits. A version never changes: the moves make a new one, and runs keep the version they were submitted with.</summary>
internal static class SplitsApi
{
    public static void MapSplits(this IEndpointRouteBuilder api) =>
        api.MapPost("/datasets/{id:guid}/splits", ChangeAsync)
            .WithTags("Datasets")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Move classes between train, validation and test: a new version with the same images");

    private static async Task<DatasetSummary> ChangeAsync(
        Guid id, ChangeSplitsRequest request, Caller caller, DatasetAccess access, AuditLog audit, WarpGradDbContext database, TimeProvider time, CancellationToken cancellation)
    {
        var dataset = await access.DemandAsync(caller, Operation.DatasetEdit, id, cancellation);
        var newest = await access.DemandVersionAsync(caller, id, cancellation);
        if (request.Version != newest.Number)
            throw ApiProblem.Conflict($"Version {newest.Number} is the newest by now: look at its splits and move the classes there.");
        var classes = await database.DatasetClasses.AsNoTracking().Where(c => c.VersionId == newest.Id).OrderBy(c => c.Index).ToListAsync(cancellation);
        var splits = Move(classes, request.Moves ?? []);
        var moved = classes.Zip(splits).Count(pair => pair.First.Split != pair.Second);
        Check(splits, moved);

        var first = await database.DatasetVersions.Where(v => v.DatasetId == id).OrderBy(v => v.Number).Select(v => v.Hash).FirstAsync(cancellation);
        var version = new DatasetVersion
        {
            DatasetId = id,
            Number = newest.Number + 1,
            Hash = Hash(first, splits),
            PixelsBlobId = newest.PixelsBlobId,
            Channels = newest.Channels,
            Height = newest.Height,
            Width = newest.Width,
            Images = newest.Images,
            SplitRule = SplitRule.Edited,
            CreatedAt = time.GetUtcNow(),
        };
        version.Classes.AddRange(classes.Zip(splits, (c, split) => new DatasetClassRow
        {
            VersionId = version.Id,
            Index = c.Index,
            Group = c.Group,
            Name = c.Name,
            Split = split,
            FirstImage = c.FirstImage,
            Images = c.Images,
        }));
        database.DatasetVersions.Add(version);
        audit.Note(caller, dataset.TeamId, AuditActions.DatasetChange, id, dataset.Name, $"Version {version.Number}: {moved} classes moved between the splits.");
        await database.SaveChangesAsync(cancellation);
        await database.NotifyTeamAsync(dataset.TeamId, TeamChangeKinds.Dataset, id, cancellation);
        return await DatasetAnswers.FindAsync(database, id, cancellation);
    }

    private static ClassSplit[] Move(IReadOnlyList<DatasetClassRow> classes, IReadOnlyList<SplitMove> moves)
    {
        var splits = classes.Select(c => c.Split).ToArray();
        foreach (var move in moves)
        {
            var chosen = move switch
            {
                { Class: { } index, Group: null } when index >= 0 && index < classes.Count => [index],
                { Class: null, Group: { } group } => [.. classes.Where(c => c.Group == group).Select(c => c.Index)],
                _ => Array.Empty<int>(),
            };
            if (chosen.Length == 0)
                throw ApiProblem.Invalid("moves", "A move names either a class of the version by its position, or a group of it.");
            foreach (var index in chosen)
                splits[index] = move.Split;
        }

        return splits;
    }

    private static void Check(ClassSplit[] splits, int moved)
    {
        if (moved == 0)
            throw ApiProblem.Invalid("moves", "Nothing would change: every class is where the moves put it.");
        var scarce = Enum.GetValues<ClassSplit>().Where(split => splits.Count(one => one == split) < ChangeSplitsRequest.FewestClasses).ToList();
        if (scarce.Count > 0)
            throw ApiProblem.Invalid("moves", $"The {Choices.Name(scarce[0])} split would keep fewer than {ChangeSplitsRequest.FewestClasses} classes; every split needs that many to make a task.");
    }

    // The first version's hash stands for pixels, names and order, which no change of the splits touches.
    private static string Hash(string first, IEnumerable<ClassSplit> splits) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{first}\n{string.Join('\n', splits)}\n")));
}
