using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using WarpGrad.Api.Authorization;
using WarpGrad.Api.Models;
using WarpGrad.Contracts;
using WarpGrad.Contracts.Adaptations;
using WarpGrad.Contracts.Models;
using WarpGrad.Contracts.Specs;
using WarpGrad.Data;
using WarpGrad.Data.Adaptations;

namespace WarpGrad.Api.Adaptations;

/// <summary>Finds the models that a ranking looks at.</summary>
internal sealed class RankingCandidates(WarpGradDbContext database)
{
    private const int MostSeen = 100;

    /// <summary>Models that a team may adapt and that take the examples, and those that do not, with the reason.</summary>
    /// <param name="acting">The caller, acting for that team alone.</param>
    /// <param name="named">Models asked for, as <c>team/model</c>; the newest when null.</param>
    /// <param name="ways">Labels of the examples.</param>
    /// <param name="cancellation">Stops the search.</param>
    public async Task<(IReadOnlyList<RankingCandidate> Fit, IReadOnlyList<LeftOutModel> Unfit)> FindAsync(
        Caller acting, IReadOnlyList<string>? named, int ways, CancellationToken cancellation)
    {
        var models = database.Models.Where(ModelAccess.FoundBy(acting));
        if (named is not null)
            models = models.Where(m => named.Contains(m.Team!.Slug + "/" + m.Slug));
        var rows = await models.OrderByDescending(m => m.Id).Take(MostSeen).Rows(acting).ToListAsync(cancellation);
        var (fit, unfit) = (new List<RankingCandidate>(), new List<LeftOutModel>());
        foreach (var row in rows.OrderByDescending(row => row.Model.Id))
        {
            var (address, name) = ($"{row.Model.Team!.Slug}/{row.Model.Slug}", row.Model.Name);
            if (Refusal(row, acting, ways, fit.Count) is { } reason)
                unfit.Add(new LeftOutModel(address, name, reason));
            else
                fit.Add(new RankingCandidate(address, name, row.Latest.Number, row.Latest.BlobId));
        }

        foreach (var unknown in named?.Distinct().Except(rows.Select(row => $"{row.Model.Team!.Slug}/{row.Model.Slug}")) ?? [])
            unfit.Add(new LeftOutModel(unknown, "", "There is no such model, or you may not see it."));
        return (fit, unfit);
    }

    private static string? Refusal(ModelAnswers.Row row, Caller acting, int ways, int before)
    {
        if (ModelAccess.Level(ModelAccess.StandingOf(acting, row.Model)) != ModelAccessLevel.Adapt)
            return "Your team may find it but not adapt it: ask its team for access.";
        if (!row.Latest.Family.NeedsDataset())
            return "It takes no images.";
        var spec = JsonSerializer.Deserialize<RunSpec>(row.Latest.Spec, SpecJson.Options)!;
        if (spec.Learner.Head == HeadKind.Fixed && spec.Task.Ways != ways)
            return $"Its head tells exactly {spec.Task.Ways} labels apart; the examples have {ways}.";
        return before == Limits.RankedModels ? $"A ranking looks at {Limits.RankedModels} models, the newest first: name this one in 'models'." : null;
    }
}
