using WarpGrad.Contracts.Accounts;
using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Models;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Sharing;
using WarpGrad.Contracts.Specs;
using WarpGrad.Contracts.Teams;

namespace WarpGrad.Web.Tests;

/// <summary>Things of a team as the server tells them.</summary>
internal static class Things
{
    public static Me Visitor(params string[] teams) => new(Guid.NewGuid(), "ada@example.org", "Ada", false, [.. teams.Select(team => new TeamSummary(team, team, TeamRole.Owner))]);

    public static RunSummary Run(string name, RunState state = RunState.Succeeded, TaskFamily family = TaskFamily.Sinusoids, Guid? dataset = null) => new(
        Guid.NewGuid(), "stable", name, state, family, dataset, dataset is null ? null : "horses", 10, 10, family == TaskFamily.Sinusoids ? Measure.Error : Measure.Accuracy, null, null,
        DateTimeOffset.UtcNow, null, null, "Ada", null, ["grey", "fast"]);

    public static DatasetSummary Dataset(string name, string team = "stable") => new(
        Guid.NewGuid(), team, name, "", DatasetState.Ready, null, null, new DatasetVersionSummary(1, "", ImageColor.Grey, 28, 28, 900, 90, 0, 60, 15, 15, default), Visibility.Private, DateTimeOffset.UtcNow, "Ada");

    public static ModelSummary Model(string team, string name, TaskFamily family, EvaluationSummary? result = null) => new(
        Guid.NewGuid(), team, team, name, name, family, 1, result, "", [], Visibility.Private, ModelAccessLevel.Adapt, 0, false, DateTimeOffset.UtcNow, DateTimeOffset.UtcNow);

    public static ModelVersionDetail Version(RunSpec spec) => new(
        new ModelVersionSummary(Guid.NewGuid(), 1, null, false, 10, "", 1000, null, "", DateTimeOffset.UtcNow), spec, null, null, null, null);
}
