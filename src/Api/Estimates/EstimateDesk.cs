using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using WarpGrad.Api.Authorization;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Contracts.Specs;
using WarpGrad.Data;
using WarpGrad.Data.Estimates;

namespace WarpGrad.Api.Estimates;

/// <summary>Stores questions what a run would cost: each of them once, and of one team no more than <see cref="LimitOptions.WaitingEstimates"/> that wait.</summary>
internal sealed class EstimateDesk(WarpGradDbContext database, IOptions<LimitOptions> limits, TimeProvider time)
{
    // Measured on machines that change: an old answer is measured anew.
    private static readonly TimeSpan Fresh = TimeSpan.FromDays(7);

    // Longer than a probe takes.
    private static readonly TimeSpan Lost = TimeSpan.FromMinutes(5);

    // A probe takes seconds, or a minute.
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(30);

    /// <summary>Finds or stores a question.</summary>
    /// <param name="team">Team that asks.</param>
    /// <param name="spec">The spec of the run.</param>
    /// <param name="versionId">Dataset version it would train on.</param>
    /// <param name="cancellation">Stops before anything is stored.</param>
    /// <returns>Its id, and whether workers must be told of it.</returns>
    /// <exception cref="ApiProblem">429 when the team has as many waiting as it may have.</exception>
    public async Task<(Guid Id, bool Put)> PutAsync(CallerTeam team, RunSpec spec, Guid? versionId, CancellationToken cancellation)
    {
        var (key, now) = (KeyOf(spec, versionId), time.GetUtcNow());
        await database.Estimates.Where(e => e.CreatedAt < now - Fresh).ExecuteDeleteAsync(cancellation);
        await using var transaction = await database.Database.BeginTransactionAsync(cancellation);
        // The lock lets questions of a team pass one by one: two at once would both find the last place.
        await database.Database.ExecuteSqlAsync($"""SELECT 1 FROM teams WHERE "Id" = {team.Id} FOR NO KEY UPDATE""", cancellation);
        // Told of again are a probe that failed, on a busy machine for example, one that never came to its end, and a question that waits so long
        // that word of it may be lost. The latter keeps its place: whoever hears of it twice measures it once.
        var put = await database.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO estimates AS known ("Id", "TeamId", "Key", "Spec", "DatasetVersionId", "CreatedAt")
            VALUES ({Guid.CreateVersion7()}, {team.Id}, {key}, {SpecJson.Write(spec)}::jsonb, {versionId}, {now})
            ON CONFLICT ("TeamId", "Key") DO UPDATE SET "CreatedAt" = EXCLUDED."CreatedAt", "StartedAt" = NULL, "FailureReason" = NULL
            WHERE known."FailureReason" IS NOT NULL OR (known."Result" IS NULL AND COALESCE(known."StartedAt", known."CreatedAt") < {now - Lost})
            """, cancellation) > 0;
        var mine = database.Estimates.AsNoTracking().Where(e => e.TeamId == team.Id);
        if (put && await mine.CountAsync(e => e.Result == null && e.FailureReason == null && (e.StartedAt == null || e.StartedAt > now - Lost), cancellation) > limits.Value.WaitingEstimates)
            throw ApiProblem.TooMany(
                $"The team waits for {limits.Value.WaitingEstimates} estimates, which is as many as it may: try again when some of them are there.", LookAgain);
        var id = (await mine.Where(e => e.Key == key).SingleOrGoneAsync("estimate", cancellation)).Id;
        await transaction.CommitAsync(cancellation);
        return (id, put);
    }

    /// <summary>Neither the seed nor the model to start from changes what a run costs.</summary>
    private static string KeyOf(RunSpec spec, Guid? versionId) => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes($"{JsonSerializer.Serialize(spec with { Seed = 0, StartFrom = null }, SpecJson.Options)} {versionId}")));
}
